#pragma once
// Cases as data. A file of cases reads:
//
//   === what the case shows
//   the template, called main.html
//   --- name main.txt          (another name for it)
//   --- partials/card.html     (the text of another template; any name with a dot)
//   --- data                   (JSON)
//   --- differs                (why Jinja2 gives something else here, where it does)
//   --- gives                  (what comes out), or
//   --- tells                  (the diagnostics, in English)
//
// The newline before the next line of marks belongs to the marks.

#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "tmpl/tmpl.h"
#include "value/json.h"

namespace herald::tmpl::testing {

struct Case {
  std::string title;
  std::string name = "main.html";
  std::string text;
  std::map<std::string, std::string> templates;
  std::string data;
  std::string differs;
  std::string gives;
  std::string tells;
};

std::vector<Case> read_cases(const std::string& file);

/// What came of a template: its output, or what was told.
struct Outcome {
  std::string out;
  std::string told;
  std::vector<std::string> used;
};

/// Compiles and renders; `limits` may change the input before.
Outcome outcome_of(const Case& test, void (*limits)(RenderInput& input) = nullptr);

/// Renders `text` as main.html with `data`.
Outcome outcome_of(const std::string& text, const std::string& data = "{}");

/// Runs every case of `file`. With UPDATE_GOLDEN=1 in the environment the file is written anew with what came
/// out.
void check_cases(const std::string& file);

}  // namespace herald::tmpl::testing
