#include <doctest/doctest.h>

#include "site_maker.h"

namespace herald::model {
namespace {

std::string stem(const Page& page) {
  return page.parsed->path.substr(std::string_view("2026/notices/").size(), 1);
}

/// "a<b" for each page b that replaces a.
std::string versions(const std::map<std::string, std::string>& heads) {
  SiteDrawing drawing;
  for (const auto& [name, head] : heads)
    drawing.pages["2026/notices/" + name + ".md"] = "---\ntitle: " + name + "\n" + head + "---\n";
  const DrawnSite drawn = draw(drawing);
  std::string all;
  for (PageId id = 0; id < drawn.site.pages.size(); ++id) {
    const Page& page = drawn.site.pages[id];
    if (page.superseded_by == kNone) continue;
    const Page& newer = drawn.site.pages[page.superseded_by];
    CHECK(newer.supersedes != kNone);
    all += (all.empty() ? "" : " ") + stem(page) + "<" + stem(newer);
  }
  return all;
}

}  // namespace

TEST_CASE("a page that replaces another is known to both, whoever says it") {
  CHECK(versions({{"a", ""}, {"b", "supersedes: a.md\n"}}) == "a<b");
  CHECK(versions({{"a", "superseded_by: b.md\n"}, {"b", ""}}) == "a<b");
  CHECK(versions({{"a", "superseded_by: b.md\n"}, {"b", "supersedes: a.md\n"}}) == "a<b");
  CHECK(versions({{"a", ""}, {"b", "supersedes: a.md\n"}, {"c", "supersedes: b.md\n"}}) == "a<b b<c");
  CHECK(versions({{"a", ""}, {"b", ""}}) == "");
}

TEST_CASE("what is not there yet replaces nothing, nor does a page itself") {
  CHECK(versions({{"a", ""}, {"b", "supersedes: a.md\ndraft: true\n"}}) == "");
  CHECK(versions({{"a", ""}, {"b", "supersedes: a.md\npublished: 2026-07-01\n"}}) == "");
  CHECK(versions({{"a", "supersedes: a.md\n"}}) == "");
}

}  // namespace herald::model
