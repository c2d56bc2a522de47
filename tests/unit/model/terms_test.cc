#include "site_maker.h"

namespace herald::model {
namespace {

const std::vector<std::string> kTemplates = {"term.html", "terms.html", "editions.html"};

/// The terms of the first edition as "audiences/社区(2) output".
std::string terms_of(const DrawnSite& drawn) {
  std::string out;
  for (const Term& term : drawn.site.terms) {
    out += (out.empty() ? "" : "; ") + std::string(name_of(term.taxonomy)) + "/" + term.name + "(" +
           std::to_string(term.pages.size()) + ") " + term.output;
  }
  return out;
}

std::string page(std::string_view head) { return "---\n" + std::string(head) + "---\n文。\n"; }

bool told_of_audiences(const DrawnSite& drawn) {
  for (const base::Diagnostic& one : drawn.diagnostics.all()) {
    if (one.code == base::Code::AudienceUnknown) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("words of shown pages become terms, each page once") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", page("tags: [充电, 防火]\naudience: [社区, 企业]\n")},
                      {"2026/b.md", page("tags: [防火, 防火]\naudience: 社区\nweeks: [2]\n")},
                      {"2026/c.md", page("draft: true\ntags: [隐藏]\n")}},
            .templates = kTemplates});
  CHECK(
      terms_of(drawn) ==
      "audiences/企业(1) 2026/audiences/qi-ye.html; audiences/社区(2) 2026/audiences/she-qu.html; weeks/2(1) "
      "2026/weeks/2.html; tags/防火(2) 2026/tags/fang-huo.html; tags/充电(1) 2026/tags/chong-dian.html");
  CHECK(drawn.at("2026/a.md").terms == std::vector<TermId>{0, 1, 3, 4});
  CHECK(drawn.site.editions[0].term_lists[3] == "2026/tags/index.html");
}

TEST_CASE("audiences come as the site lists them; others are told and have no list") {
  const std::string config =
      R"({"name": "站", "sponsor": "办", "audiences": ["学校", "企业"], "tags": {"防火": "fire"}})";
  const DrawnSite drawn = draw({.pages = {{"2026/a.md", page("audience: [企业, 学校, 学效]\ntags: 防火\n")}},
                                .config = config,
                                .templates = kTemplates});
  CHECK(terms_of(drawn) ==
        "audiences/学校(1) 2026/audiences/xue-xiao.html; audiences/企业(1) 2026/audiences/qi-ye.html; "
        "tags/防火(1) "
        "2026/tags/fire.html");
  CHECK(told_of_audiences(drawn));
  CHECK_FALSE(told_of_audiences(draw({.pages = {{"2026/a.md", page("audience: 学效\n")}}})));
}

TEST_CASE("words of one sound have addresses of their own, and a section keeps its folder") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", page("tags: [防火, 放火]\n")}, {"2026/tags/b.md", page("weeks: [1]\n")}},
            .templates = kTemplates});
  CHECK(terms_of(drawn) ==
        "weeks/1(1) 2026/weeks/1.html; tags/放火(1) 2026/all-tags/fang-huo.html; tags/防火(1) "
        "2026/all-tags/fang-huo-2.html");
}

TEST_CASE("a theme without templates for terms has no pages of them") {
  const DrawnSite drawn = draw({.pages = {{"2026/a.md", page("tags: 防火\n")}}});
  CHECK(terms_of(drawn) == "tags/防火(1) ");
  CHECK(drawn.site.editions[0].term_lists[3].empty());
  base::Diagnostics diagnostics;
  for (const std::string& path : paths_of(plan_outputs(drawn.site, diagnostics)))
    CHECK(path.find("tags") == std::string::npos);
}

TEST_CASE("terms are planned with their further pages and feeds") {
  SiteDrawing drawing{
      .pages = {}, .config = R"({"name": "A", "url": "https://a.example/"})", .templates = kTemplates};
  for (int i = 10; i < 35; i++)
    drawing.pages["2026/p" + std::to_string(i) + ".md"] = page("published: 2026-06-01\ntags: 防火\n");
  const DrawnSite drawn = draw(drawing);
  base::Diagnostics diagnostics;
  std::vector<std::string> found;
  for (const std::string& path : paths_of(plan_outputs(drawn.site, diagnostics))) {
    if (path.starts_with("2026/tags")) found.push_back(path);
  }
  CHECK(found == std::vector<std::string>{"2026/tags/fang-huo-2.html", "2026/tags/fang-huo.html",
                                          "2026/tags/fang-huo.json", "2026/tags/fang-huo.xml",
                                          "2026/tags/index.html"});
}

TEST_CASE("several years have a page of all") {
  const DrawnSite two =
      draw({.pages = {{"2025/a.md", page("")}, {"2026/a.md", page("")}}, .templates = kTemplates});
  CHECK(two.site.years == "editions.html");
  CHECK(draw({.pages = {{"2026/a.md", page("")}}, .templates = kTemplates}).site.years.empty());
}

TEST_CASE("a page that was withdrawn keeps its address and is in no list") {
  const DrawnSite drawn = draw({.pages = {{"2026/notices/a.md", page("status: withdrawn\ntags: 防火\n")},
                                          {"2026/notices/b.md", page("")}},
                                .templates = kTemplates});
  CHECK(drawn.members("2026/notices") == "b.md");
  CHECK(drawn.at("2026/notices/a.md").output == "2026/notices/a.html");
  CHECK(drawn.at("2026/notices/a.md").withdrawn);
  CHECK_FALSE(drawn.at("2026/notices/a.md").hidden);
  CHECK(drawn.site.terms.empty());
}

}  // namespace herald::model
