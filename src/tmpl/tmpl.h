#pragma once
// Jinja templates: texts in, a compiled set of programs out, rendered with a root value into a string.
// Stages, one file each: lexer (tokens with spans) -> parser (tree) -> compiler (8-byte instructions with a
// parallel span table) -> program -> machine. No I/O, no clock, no global state; a step limit ends every
// loop. Knows nothing of sites: filters and functions of the field are registered by render.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::tmpl {

class KeptParts;  // parts.h
class Machine;   // machine.h
class Profile;   // profile.h
struct Program;  // program.h

/// How a printed value is escaped. The first three are also the modes of whole templates: Html for .html,
/// .htm and .svg, Xml for .xml, None for other names. The others are what the places of a page ask for.
enum class Escape : uint8_t {
  None,
  Html,       ///< text of a page; SafeHtml stays as it is
  Xml,        ///< text of an XML file, likewise
  Attribute,  ///< a quoted attribute's value, of XML too; of SafeHtml the text
  Rcdata,     ///< in title and textarea, likewise
  UrlStart,   ///< an address, or its beginning: schemes that run code become `#`
  UrlPath,
  UrlQuery,         ///< one value of a query
  UrlData,          ///< text of an SVG within a data: address
  Srcset,           ///< one address, or several with their widths
  Script,           ///< JSON
  ScriptAttribute,  ///< JSON in an attribute such as onclick
  ScriptString,     ///< in a string of a script
  Style,            ///< one value of a style sheet: a word, a number, a colour
  StyleString,
  StyleUrlStart,
  StyleUrlPath,
  StyleUrlQuery,
  Attributes,  ///< whole attributes, as `xmlattr` makes them
};
/// The mode of the template that a place belongs to.
inline Escape mode_of(Escape escape) {
  return escape == Escape::None || escape == Escape::Xml ? escape : Escape::Html;
}

/// What a filter, test or function is handed. Errors are told at the call's place in the template.
class Call {
 public:
  /// Where what must be made for the answer lives.
  virtual value::Arena& arena() = 0;
  /// What the render was given for its callables; see RenderInput::context.
  virtual void* context() = 0;
  /// Adds a `template-argument` error at the call's place; the call's value is then Undefined.
  virtual void error(std::string message) = 0;

 protected:
  ~Call() = default;
};

/// A filter, test (its result is read as true or false) or function. `arguments` has one value a parameter of
/// the signature, Undefined where neither given nor defaulted; a filter's or test's subject comes first.
using Function = value::Value (*)(Call& call, std::span<const value::Value> arguments);

/// A callable and what it takes. Parameters in order, for positional and keyword use; a required one has no
/// '='. Defaults are written as JSON scalars: "width, end='…'" style is not parsed; see `Parameter`.
struct Parameter {
  std::string_view name;
  bool required = false;
  value::Value fallback;  ///< Undefined when there is none.
};
struct Callable {
  std::string_view name;
  Function function = nullptr;
  std::vector<Parameter> parameters;  ///< Without the subject.
  std::string_view help_zh, help_en;  ///< One sentence, for the manual's reference.
};

/// The compiled templates of a theme and what they may call. Built once, then read by any number of threads.
class Environment {
 public:
  struct State;  ///< Private to the module: environment_state.h.

  Environment();
  ~Environment();
  Environment(Environment&&) noexcept;
  Environment& operator=(Environment&&) noexcept;

  /// Registers a callable; one of the same name is replaced. The built-in ones are registered already.
  /// Templates know what was registered when they were compiled; the names must outlive the environment.
  void add_filter(Callable callable);
  void add_test(Callable callable);
  void add_function(Callable callable);

  /// Says that `name` ("site"; "output.kind" for a part of a name; a function's name) means the same in all
  /// renders that are given the same KeptParts. The text must outlive the environment.
  void add_steady_name(std::string_view name);

  /// Adds the template `name` ("notice.html", "partials/card.html"); the source's path is what diagnostics
  /// show.
  void add_template(std::string name, base::Source source);

  /// Compiles all templates that were added. Adds every error that can be seen without data: syntax, unknown
  /// filters, tests and blocks, parents and includes by a literal name that do not exist (`template-missing`,
  /// with "did you mean"). Returns false when there was an error; the others still render.
  bool compile(base::Diagnostics& diagnostics);

  /// The template called `name`, or null.
  const Program* find(std::string_view name) const;
  /// All names, sorted.
  std::vector<std::string_view> template_names() const;
  /// The templates that `name` extends, includes or imports by a literal name, be they there or not.
  std::vector<std::string_view> references(std::string_view name) const;
  /// Every callable, sorted by name, for the manual.
  std::span<const Callable> filters() const;
  std::span<const Callable> tests() const;
  std::span<const Callable> functions() const;
  /// A readable listing of the tokens, the tree or the instructions of `name`, for tests.
  enum class Stage : uint8_t { Tokens, Tree, Code };
  std::string dump(std::string_view name, Stage stage) const;

 private:
  friend class Machine;
  std::unique_ptr<State> state_;
};

/// What one render is given.
struct RenderInput {
  value::Value root;        ///< Map or Object whose parts are the template's names.
  void* context = nullptr;  ///< For callables registered by the caller.
  std::string subject;      ///< What is being rendered, for notes ("content/2026/notices/a.md").
  uint64_t steps_max = 50'000'000;
  size_t output_max = 256u << 20;
  uint32_t depth_max = 64;  ///< Includes, macros and blocks within each other.
  Profile* profile = nullptr;  ///< When given, it is told where the time goes.
  KeptParts* parts =
      nullptr;  ///< When given, what is the same in all renders that are given it is made once.
  /// Called with the id of every template that takes part (once each); may be empty.
  std::function<void(std::string_view template_name)> used;
};

/// Appends what `program` makes of `input` to `out`. False when there was an error: `out` then holds what
/// came before it, and `diagnostics` tells the place (`template-undefined` with "did you mean",
/// `template-type`, `template-argument`, `template-limit` …) with notes for the stack of includes, blocks and
/// macros. Temporaries live in `arena`. Thread-safe for different outs and arenas.
bool render(const Environment& environment, const Program& program, const RenderInput& input,
            value::Arena& arena, std::string& out, base::Diagnostics& diagnostics);

}  // namespace herald::tmpl
