#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cases.h"

namespace herald::tmpl::testing {
namespace {

std::string path_of(const std::string& file) {
  return std::string(HERALD_SOURCE_DIR) + "/tests/unit/tmpl/cases/" + file;
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

void put(Case& test, const std::string& mark, std::string body, std::vector<Case>& cases) {
  if (mark.starts_with("=== ")) {
    cases.emplace_back();
    cases.back().title = mark.substr(4);
    cases.back().text = std::move(body);
    return;
  }
  std::string key = mark.substr(4);
  if (key.starts_with("name ")) {
    test.name = key.substr(5);
  } else if (key == "data") {
    test.data = std::move(body);
  } else if (key == "differs") {
    test.differs = std::move(body);
  } else if (key == "gives") {
    test.gives = std::move(body);
  } else if (key == "tells") {
    test.tells = std::move(body);
  } else {
    test.templates[key] = std::move(body);
  }
}

void append_section(std::string& out, const std::string& mark, const std::string& body) {
  out += mark + '\n' + body + '\n';
}

std::string written(const Case& test) {
  std::string out;
  append_section(out, "=== " + test.title, test.text);
  if (test.name != "main.html") out += "--- name " + test.name + '\n';
  for (const auto& [name, text] : test.templates) append_section(out, "--- " + name, text);
  if (!test.data.empty()) append_section(out, "--- data", test.data);
  if (!test.differs.empty()) append_section(out, "--- differs", test.differs);
  append_section(out, test.tells.empty() ? "--- gives" : "--- tells",
                 test.tells.empty() ? test.gives : test.tells);
  return out;
}

}  // namespace

std::vector<Case> read_cases(const std::string& file) {
  std::vector<Case> cases;
  std::istringstream lines(read_file(path_of(file)));
  std::string line, mark, body;
  bool any = false;
  auto flush = [&] {
    if (mark.empty()) return;
    Case none;
    put(cases.empty() ? none : cases.back(), mark, std::move(body), cases);
  };
  while (std::getline(lines, line)) {
    if (line.starts_with("=== ") || line.starts_with("--- ")) {
      flush();
      mark = line;
      body.clear();
      any = false;
      continue;
    }
    if (any) body += '\n';
    body += line;
    any = true;
  }
  flush();
  return cases;
}

Outcome outcome_of(const Case& test, void (*limits)(RenderInput& input)) {
  Outcome outcome;
  Environment environment;
  environment.add_template(test.name, {test.name, test.text});
  for (const auto& [name, text] : test.templates) environment.add_template(name, {name, text});
  base::Diagnostics diagnostics;
  value::Arena data_arena, arena;
  base::Source source{"data.json", test.data.empty() ? "{}" : test.data};
  RenderInput input;
  input.root =
      value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, data_arena, diagnostics);
  input.used = [&](std::string_view name) { outcome.used.emplace_back(name); };
  if (limits != nullptr) limits(input);
  bool good = environment.compile(diagnostics);
  if (good) good = render(environment, *environment.find(test.name), input, arena, outcome.out, diagnostics);
  CHECK(good == !diagnostics.has_errors());
  for (const base::Diagnostic& diagnostic : diagnostics.all())
    outcome.told += base::format_text(diagnostic, base::Language::English, base::Colour::No);
  if (outcome.told.ends_with('\n')) outcome.told.pop_back();
  return outcome;
}

Outcome outcome_of(const std::string& text, const std::string& data) {
  Case test;
  test.text = text;
  test.data = data;
  return outcome_of(test);
}

void check_cases(const std::string& file) {
  std::vector<Case> cases = read_cases(file);
  REQUIRE(!cases.empty());
  const char* update = std::getenv("UPDATE_GOLDEN");
  std::string anew;
  for (Case& test : cases) {
    CAPTURE(test.title);
    Outcome outcome = outcome_of(test);
    if (update != nullptr && *update == '1') {
      test.tells = outcome.told;
      if (outcome.told.empty()) test.gives = outcome.out;
      anew += written(test);
      continue;
    }
    CHECK(outcome.told == test.tells);
    if (test.tells.empty()) CHECK(outcome.out == test.gives);
  }
  if (!anew.empty()) std::ofstream(path_of(file), std::ios::binary) << anew;
}

TEST_CASE("expressions give what Jinja2 gives") { check_cases("expressions.txt"); }
TEST_CASE("operators give what Jinja2 gives") { check_cases("operators.txt"); }
TEST_CASE("methods give what Jinja2 gives") { check_cases("methods.txt"); }
TEST_CASE("loops give what Jinja2 gives") { check_cases("loops.txt"); }
TEST_CASE("macros and calls give what Jinja2 gives") { check_cases("macros.txt"); }
TEST_CASE("blocks and parents give what Jinja2 gives") { check_cases("inheritance.txt"); }
TEST_CASE("includes and imports give what Jinja2 gives") { check_cases("includes.txt"); }
TEST_CASE("set, with and filter blocks give what Jinja2 gives") { check_cases("captures.txt"); }
TEST_CASE("escaping gives what Jinja2 gives") { check_cases("escaping.txt"); }
TEST_CASE("blanks and line ends give what Jinja2 gives") { check_cases("whitespace.txt"); }
TEST_CASE("filters of texts give what Jinja2 gives") { check_cases("filters_of_texts.txt"); }
TEST_CASE("filters of lists give what Jinja2 gives") { check_cases("filters_of_lists.txt"); }
TEST_CASE("tests and functions give what Jinja2 gives") { check_cases("tests_and_functions.txt"); }
TEST_CASE("undefined values are what they are in Jinja2") { check_cases("undefined.txt"); }
TEST_CASE("names mean what they mean in Jinja2") { check_cases("scopes.txt"); }
TEST_CASE("statements give what Jinja2 gives") { check_cases("statements.txt"); }
TEST_CASE("filters and tests give what Jinja2 gives") { check_cases("filters.txt"); }
TEST_CASE("what goes beyond Jinja2 works as the manual says") { check_cases("beyond.txt"); }
TEST_CASE("a template that cannot be read tells where and why") { check_cases("syntax_errors.txt"); }
TEST_CASE("a template that cannot be rendered tells where and why") { check_cases("render_errors.txt"); }

TEST_CASE("no value leaves its place in the page") { check_cases("attacks.txt"); }
TEST_CASE("a place that cannot be made safe is told") { check_cases("places.txt"); }

}  // namespace herald::tmpl::testing
