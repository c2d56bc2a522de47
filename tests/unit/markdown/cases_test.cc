// Cases as data. A file of cases reads:
//
//   === what the case shows
//   the Markdown
//   --- gives                  (the HTML; addresses as written, values as ⟦name⟧)
//   --- outline                (a line an entry: "level number|title|how it stands|#id", then what is found)
//   --- tells                  (the diagnostics, in English)
//
// A case without `tells` has no diagnostics. The newline before the next line of marks belongs to the marks.
// UPDATE_GOLDEN=1 writes the files anew with what comes out.

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "helpers.h"
#include "markdown/outline.h"

namespace herald::markdown::test {
namespace {

struct TextCase {
  std::string title;
  std::string text;
  std::string gives, outline, tells;
  bool has_gives = false, has_outline = false;
};

std::string path_of(const std::string& file) {
  return std::string(HERALD_SOURCE_DIR) + "/tests/unit/markdown/cases/" + file;
}

std::vector<TextCase> read_cases(const std::string& file) {
  std::vector<TextCase> cases;
  std::ifstream lines(path_of(file), std::ios::binary);
  std::string line;
  std::string* body = nullptr;
  bool is_first = true;
  while (std::getline(lines, line)) {
    bool is_mark = true;
    if (line.starts_with("=== ")) {
      cases.emplace_back().title = line.substr(4);
      body = &cases.back().text;
    } else if (line == "--- gives") {
      body = &cases.back().gives;
      cases.back().has_gives = true;
    } else if (line == "--- outline") {
      body = &cases.back().outline;
      cases.back().has_outline = true;
    } else if (line == "--- tells") {
      body = &cases.back().tells;
    } else {
      is_mark = false;
    }
    if (!is_mark && body) *body += (is_first ? "" : "\n") + line;
    is_first = is_mark;
  }
  return cases;
}

std::string shown(const Outline& outline) {
  static constexpr const char* kLeads[] = {"heading", "own line", "run-in", "plain"};
  static constexpr const char* kFindings[] = {"gap", "double", "backwards", "bad beginning"};
  std::string out;
  for (const OutlineEntry& entry : outline.entries) {
    size_t depth = 0;
    for (size_t up = entry.parent; up != SIZE_MAX; up = outline.entries[up].parent) ++depth;
    out += std::string(depth * 2, ' ') + std::to_string(entry.level) + ' ' + entry.numbering.number + '|' +
           entry.title + '|' + kLeads[static_cast<size_t>(entry.lead)] +
           (entry.id.empty() ? "" : "|#" + entry.id) + '\n';
  }
  for (const NumberingFinding& finding : outline.findings) {
    out += std::string(kFindings[static_cast<size_t>(finding.kind)]) + " at " +
           outline.entries[finding.entry].numbering.number + ", expected " +
           std::to_string(finding.expected) + '\n';
  }
  if (!out.empty()) out.pop_back();
  return out;
}

/// Returns how many there are.
size_t check_cases(const std::string& file, std::span<const HtmlRule> html_rules = {}) {
  std::vector<TextCase> cases = read_cases(file);
  REQUIRE(!cases.empty());
  const char* update = std::getenv("UPDATE_GOLDEN");
  std::string anew;
  for (const TextCase& test : cases) {
    CAPTURE(test.title);
    CAPTURE(test.text);
    const Parsed parsed = parse_text(test.text, Dialect::Herald, html_rules);
    const Outline outline = outline_of(parsed.document);
    HtmlOptions options;
    options.outline = &outline;
    const std::string html = html_of(parsed.document, options);
    std::string told;
    for (const base::Diagnostic& diagnostic : parsed.diagnostics.all())
      told += base::format_text(diagnostic, base::Language::English, base::Colour::No);
    if (told.ends_with('\n')) told.pop_back();
    if (update != nullptr && *update == '1') {
      anew += "=== " + test.title + '\n' + test.text + '\n';
      if (test.has_gives || !test.has_outline) anew += "--- gives\n" + html + '\n';
      if (test.has_outline) anew += "--- outline\n" + shown(outline) + '\n';
      if (!told.empty()) anew += "--- tells\n" + told + '\n';
      continue;
    }
    CHECK((test.has_gives || test.has_outline));
    if (test.has_gives) CHECK(html == test.gives);
    if (test.has_outline) CHECK(shown(outline) == test.outline);
    CHECK(told == test.tells);
  }
  if (!anew.empty()) std::ofstream(path_of(file), std::ios::binary) << anew;
  return cases.size();
}

/// Each ```markdown block of docs/markdown.md gives the ```html block behind it, and something else in GFM.
void check_manual() {
  const std::string path = std::string(HERALD_SOURCE_DIR) + "/docs/markdown.md";
  const char* update = std::getenv("UPDATE_GOLDEN");
  std::ifstream lines(path, std::ios::binary);
  std::string line, anew, markdown, html;
  std::string* block = nullptr;
  size_t examples = 0;
  while (std::getline(lines, line)) {
    const bool ends = block && line == "```";
    if (ends && block == &html) {
      CAPTURE(markdown);
      const Document document = parse_text(markdown).document;
      const Outline outline = outline_of(document);
      HtmlOptions options;
      options.outline = &outline;
      Fragment fragment;
      append_html(document, 0, options, fragment);
      const std::string made = plain_html(fragment);
      CHECK(made != strict_html(markdown));
      if (update != nullptr && *update == '1') {
        anew += made;
      } else {
        CHECK(made == html);
      }
      ++examples;
    }
    if (ends) {
      block = nullptr;
    } else if (block) {
      *block += line + '\n';
    } else if (line == "```markdown" || line == "```html") {
      block = line == "```html" ? &html : &markdown;
      block->clear();
    }
    if (block != &html || line == "```html") anew += line + '\n';
  }
  CHECK(examples > 10);
  if (update != nullptr && *update == '1') std::ofstream(path, std::ios::binary) << anew;
}

}  // namespace

TEST_CASE("each difference from GFM that the manual lists is one") { check_manual(); }
TEST_CASE("blanks and boxes of forms are told apart from brackets and names") { check_cases("blanks.txt"); }
TEST_CASE("callouts are quotations with a mark") { check_cases("callouts.txt"); }
TEST_CASE("tables have joined cells and captions") { check_cases("tables.txt"); }
TEST_CASE("pictures have a width and an alignment and nothing else") { check_cases("pictures.txt"); }
TEST_CASE("HTML is text, but for what the site allows") {
  const std::vector<HtmlRule> rules = {{"sub", {}},     {"sup", {}},     {"abbr", {"title"}}, {"b", {}},
                                       {"details", {}}, {"summary", {}}, {"ruby", {"lang"}},  {"rt", {}}};
  check_cases("html.txt", rules);
}
TEST_CASE("data: is for small pictures") { check_cases("addresses.txt"); }
TEST_CASE("lines that were meant as paragraphs are named") { check_cases("lines.txt"); }
TEST_CASE("emphasis, line breaks, addresses, ids and look-alikes are right for Chinese") {
  check_cases("chinese.txt");
}
TEST_CASE("there are 250 cases and more") {
  size_t count = 0;
  for (const char* file : {"blanks.txt", "callouts.txt", "tables.txt", "pictures.txt", "directives.txt",
                           "html.txt", "addresses.txt", "lines.txt", "chinese.txt", "outline.txt"})
    count += read_cases(file).size();
  CHECK(count >= 250);
}
TEST_CASE("directives are blocks between colons and words behind one") { check_cases("directives.txt"); }
TEST_CASE("numbered paragraphs are headings where they mean to be") { check_cases("outline.txt"); }

}  // namespace herald::markdown::test
