// Diagnostics as HTML: the terminal's words, and nothing from a file that becomes markup.
#include "serve/problems.h"

#include <doctest/doctest.h>

#include "serve/status.h"

using namespace herald;
using namespace herald::serve;

namespace {

base::Diagnostic problem(std::string_view line, uint32_t begin, uint32_t end, std::string argument) {
  base::Diagnostics list;
  const base::Source source{"content/a.md", std::string(line) + "\n"};
  return list.add(base::Code::FileMissing, source, {begin, end}, {std::move(argument)});
}

bool has(const std::string& html, std::string_view part) {
  CAPTURE(html);
  return html.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a diagnostic shows its place, code, words, line and hint") {
  const auto html = problem_html(problem("see [a](b.md)", 8, 12, "b.md"), base::Language::English);
  CHECK(has(html, "content/a.md:1:9"));
  CHECK(has(html, "<b>error</b>"));
  CHECK(has(html, "<code>file-missing</code>"));
  CHECK(has(html, "see [a](<mark>b.md</mark>)"));
  CHECK(has(html, "there is no <code>b.md</code>"));
  CHECK(has(html, "<b>hint: </b>"));
}

TEST_CASE("the marked place is right behind Chinese text") {
  const auto html = problem_html(problem("见通知（附件.docx）。", 12, 23, "x"), base::Language::Chinese);
  CHECK(has(html, "见通知（<mark>附件.docx</mark>）。"));
  CHECK(has(html, "<b>提示：</b>"));
}

TEST_CASE("a title with a script in a message is text") {
  const auto html = problem_html(problem("<script>alert(1)</script>", 0, 8, "<img src=x onerror=\"y\">`<b>`"),
                                 base::Language::English);
  CHECK_FALSE(has(html, "<script"));
  CHECK_FALSE(has(html, "<img"));
  CHECK(has(html, "<mark>&lt;script&gt;</mark>alert(1)"));
  CHECK(has(html, "&lt;img src=x onerror=&quot;y&quot;&gt;"));
}

TEST_CASE("a place at the end of a line is a marked blank") {
  CHECK(has(problem_html(problem("abc", 3, 3, "x"), base::Language::English), "abc<mark> </mark>"));
}

TEST_CASE("errors stand before warnings, and of many the number") {
  base::Diagnostics many;
  for (int i = 0; i < 60; i++) many.add(base::failure(base::Code::FileMissing, "", {std::to_string(i)}));
  const auto html = problems_html(many, base::Language::English);
  CHECK(has(html, "… and 10 more"));
  CHECK(problems_html({}, base::Language::English).empty());
}

TEST_CASE("a page learns all that changed since its build") {
  Status status("run", false);
  CHECK(status.state_json(0) == R"({"run":"run","build":0,"from":0})");
  const auto finish = [&](std::vector<std::string> changed, std::string saved) {
    BuildNote note;
    note.changed = std::move(changed);
    note.saved = std::move(saved);
    note.is_good = true;
    status.finish(std::move(note), {}, "", "/", {});
  };
  finish({"a.html", "b.html"}, "");
  finish({"b.html"}, "b.html");
  finish({"c.html"}, "c.html");
  CHECK(
      status.state_json(1) ==
      R"({"run":"run","build":3,"from":1,"errors":0,"warnings":0,"marks":false,"changed":["b.html","c.html"],"gone":[]})");
  CHECK(has(status.state_json(2), R"("changed":["c.html"],"gone":[],"saved":"c.html")"));
  CHECK(has(status.state_json(3), R"("changed":[])"));
  CHECK(has(status.state_json(9), R"("changed":null)"));
  CHECK(status.event(2).starts_with("id: 3\nevent: build\ndata: {"));
}

TEST_CASE("a page of a build that is forgotten, and one of a great many changes, looks at everything") {
  Status status("run", false);
  for (size_t i = 0; i <= kBuildsKept; i++) status.finish({}, {}, "", "/", {});
  CHECK(has(status.state_json(0), R"("from":0,)"));
  CHECK(has(status.state_json(0), R"("changed":null)"));
  CHECK(has(status.state_json(1), R"("changed":[])"));
  BuildNote note;
  for (size_t i = 0; i <= kChangedMax; i++) note.changed.push_back(std::to_string(i));
  status.finish(note, {}, "", "/", {});
  CHECK(has(status.state_json(kBuildsKept + 1), R"("changed":null)"));
  CHECK(status.lines().size() == kBuildsKept);
}
