#pragma once
// What an Environment holds. For the engine's own files.

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tmpl/builtins.h"
#include "tmpl/names.h"
#include "tmpl/natives.h"
#include "tmpl/parts.h"
#include "tmpl/program.h"

namespace herald::tmpl {

struct Environment::State {
  struct Template {
    base::Source source;
    std::unique_ptr<Program> program;  ///< null until it is compiled
  };

  CallableTable filters;
  CallableTable tests;
  CallableTable functions;
  std::map<std::string, Template, std::less<>> templates;
  std::unordered_map<std::string_view, const Program*> programs;  ///< of those that are compiled, by name
  Names variables;
  std::vector<std::string_view> steady_names;   ///< as they were added
  std::vector<uint8_t> is_steady;               ///< by variable: whether a part that is kept may read it
  std::vector<uint8_t> means_the_same;          ///< by variable: whether it was added as a steady name
  std::vector<uint8_t> gives_the_same;          ///< by function: whether it does for the same arguments
  uint32_t parts = 0;                           ///< that may be kept, of all templates
  std::deque<FunctionObject> function_objects;  ///< by the index of the function
  std::vector<int32_t> function_of_variable;    ///< -1 when a variable names no function
};

/// .html, .htm, .svg (as HTML) and .xml are escaped; other names are not. Case does not matter.
Escape escape_of_name(std::string_view name);

}  // namespace herald::tmpl
