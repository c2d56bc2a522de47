#include <doctest/doctest.h>

#include "site_maker.h"

namespace herald::model {
namespace {

using Lines = std::vector<std::string>;

/// A page with these front matter lines and no text.
std::string head(const std::string& lines) { return "---\n" + lines + "\n---\n"; }

std::string edition_name(const DrawnSite& drawn, EditionId id) {
  return id == kNone ? "none" : "'" + drawn.site.editions[id].name + "'";
}

std::string section_path(const DrawnSite& drawn, SectionId id) {
  return id == kNone ? "none" : drawn.site.sections[id].path;
}

/// Where the pages of a drawing land: one line a page.
Lines places_of(const DrawnSite& drawn) {
  Lines lines;
  for (const Page& page : drawn.site.pages) {
    lines.push_back(page.parsed->path + " -> " + (page.section_index ? "(index)" : page.output) + " in " +
                    edition_name(drawn, page.edition) + " " + section_path(drawn, page.section));
  }
  return lines;
}

void check_places(const SiteDrawing& drawing, const Lines& places, const Lines& told = {}) {
  const DrawnSite drawn = draw(drawing);
  CHECK(places_of(drawn) == places);
  CHECK(lines_of(drawn.diagnostics) == told);
}

TEST_CASE("year folders are editions, their folders are sections") {
  check_places(
      {.pages = {{"2026/_index.md", ""},
                 {"2026/notices/_index.md", ""},
                 {"2026/notices/a.md", ""},
                 {"2026/notices/b/index.md", ""},
                 {"2026/schedule.md", ""},
                 {"about.md", ""}}},
      {"2026/_index.md -> (index) in '2026' none", "2026/notices/_index.md -> (index) in '2026' 2026/notices",
       "2026/notices/a.md -> 2026/notices/a.html in '2026' 2026/notices",
       "2026/notices/b/index.md -> 2026/notices/b.html in '2026' 2026/notices",
       "2026/schedule.md -> 2026/schedule.html in '2026' none", "about.md -> about.html in none none"});
}

TEST_CASE("folders beside the years are sections of the whole site") {
  check_places(
      {.pages = {{"2026/a.md", ""}, {"guides/_index.md", ""}, {"guides/x.md", ""}, {"help/index.md", ""}}},
      {"2026/a.md -> 2026/a.html in '2026' none", "guides/_index.md -> (index) in none guides",
       "guides/x.md -> guides/x.html in none guides", "help/index.md -> help.html in none none"});
}

TEST_CASE("a folder without years is one edition without a name") {
  const SiteDrawing drawing{
      .pages = {{"a.md", ""}, {"_index.md", ""}, {"notices/b.md", ""}, {"notices/c/index.md", ""}}};
  check_places(
      {.pages = {{"2026/_Index.MD", ""}, {"2026/notices/_INDEX.md", ""}, {"2026/notices/c/INDEX.MD", ""}}},
      {"2026/_Index.MD -> (index) in '2026' none", "2026/notices/_INDEX.md -> (index) in '2026' 2026/notices",
       "2026/notices/c/INDEX.MD -> 2026/notices/c.html in '2026' 2026/notices"});
  check_places(drawing, {"_index.md -> (index) in '' none", "a.md -> a.html in '' none",
                         "notices/b.md -> notices/b.html in '' notices",
                         "notices/c/index.md -> notices/c.html in '' notices"});
  const DrawnSite drawn = draw(drawing);
  REQUIRE(drawn.site.editions.size() == 1);
  CHECK(drawn.site.current == 0);
  CHECK(drawn.site.editions[0].output == "index.html");
  CHECK(drawn.site.editions[0].year == 0);
  CHECK(drawn.site.editions[0].index == drawn.page("_index.md"));
  CHECK(drawn.site.editions[0].pages.size() == 3);
  CHECK(drawn.site.sections[0].kind == Kind::Notice);
}

TEST_CASE("a site without any page has its one edition all the same") {
  const DrawnSite drawn = draw({.pages = {}});
  CHECK(drawn.site.editions.size() == 1);
  CHECK(drawn.site.sections.empty());
  CHECK(drawn.site.current == 0);
}

TEST_CASE("an index.md at the top describes the site, in an edition the edition") {
  const DrawnSite drawn = draw({.pages = {{"index.md", ""}, {"2026/index.md", ""}, {"2026/a.md", ""}}});
  CHECK(drawn.at("index.md").section_index);
  CHECK(drawn.at("index.md").output.empty());
  CHECK(drawn.site.editions[0].index == drawn.page("2026/index.md"));
  CHECK(draw({.pages = {{"index.md", ""}}}).site.editions[0].index == 0);
}

TEST_CASE("two texts for one folder are told, and the first stays") {
  const DrawnSite drawn = draw({.pages = {{"2026/_index.md", ""}, {"2026/index.md", ""}}});
  CHECK(lines_of(drawn.diagnostics) ==
        Lines{"content/2026/index.md duplicate-url(2026/_index.md|2026/index.md|2026/index.html)"});
  CHECK(drawn.site.editions[0].index == drawn.page("2026/_index.md"));
}

TEST_CASE("an index.md over further pages is the text of their section") {
  check_places({.pages = {{"2026/notices/index.md", ""}, {"2026/notices/a.md", ""}}},
               {"2026/notices/a.md -> 2026/notices/a.html in '2026' 2026/notices",
                "2026/notices/index.md -> (index) in '2026' 2026/notices"});
}

TEST_CASE("deeper folders belong to the section above, unless they describe themselves") {
  check_places(
      {.pages = {{"2026/materials/posters/a.md", ""},
                 {"2026/materials/films/_index.md", ""},
                 {"2026/materials/films/b.md", ""},
                 {"2026/materials/films/old/c.md", ""}}},
      {"2026/materials/films/_index.md -> (index) in '2026' 2026/materials/films",
       "2026/materials/films/b.md -> 2026/materials/films/b.html in '2026' 2026/materials/films",
       "2026/materials/films/old/c.md -> 2026/materials/films/old/c.html in '2026' 2026/materials/films",
       "2026/materials/posters/a.md -> 2026/materials/posters/a.html in '2026' 2026/materials"});
  const DrawnSite drawn =
      draw({.pages = {{"2026/materials/films/_index.md", ""}, {"2026/materials/films/b.md", ""}}});
  CHECK(drawn.site.sections[0].kind == Kind::Material);
  CHECK(drawn.site.sections[0].name == "films");
}

TEST_CASE("addresses come from slug, else from the file's name") {
  check_places({.pages = {{"2026/notices/A_B.md", ""},
                          {"2026/notices/c.md", head("slug: other-name")},
                          {"2026/notices/d.md", head("slug: 通知 一")},
                          {"2026/notices/e.md", head("slug: f.html")},
                          {"2026/notices/关于自查.md", ""},
                          {"2026/notices/启动/index.md", ""},
                          {"2026/通知/x.md", ""}}},
               {"2026/notices/A_B.md -> 2026/notices/a_b.html in '2026' 2026/notices",
                "2026/notices/c.md -> 2026/notices/other-name.html in '2026' 2026/notices",
                "2026/notices/d.md -> 2026/notices/tong-zhi-yi.html in '2026' 2026/notices",
                "2026/notices/e.md -> 2026/notices/f.html in '2026' 2026/notices",
                "2026/notices/关于自查.md -> 2026/notices/guan-yu-zi-cha.html in '2026' 2026/notices",
                "2026/notices/启动/index.md -> 2026/notices/qi-dong.html in '2026' 2026/notices",
                "2026/通知/x.md -> 2026/tong-zhi/x.html in '2026' 2026/通知"});
}

TEST_CASE("a page's folder is its address without the ending") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/notices/a.md", ""}, {"about.md", ""}, {"2026/notices/_index.md", ""}}});
  CHECK(drawn.at("2026/notices/a.md").folder == "2026/notices/a");
  CHECK(drawn.at("about.md").folder == "about");
  CHECK(drawn.at("2026/notices/_index.md").folder == "2026/notices");
}

TEST_CASE("editions stand by name, and the latest is the current one") {
  const DrawnSite drawn = draw({.pages = {{"2026/a.md", ""}, {"2025/a.md", ""}, {"about.md", ""}}});
  REQUIRE(drawn.site.editions.size() == 2);
  CHECK(drawn.site.editions[0].name == "2025");
  CHECK(drawn.site.editions[1].year == 2026);
  CHECK(drawn.site.editions[1].output == "2026/index.html");
  CHECK(drawn.site.current == 1);
}

TEST_CASE("site.json names the current edition") {
  const SiteDrawing drawing{.pages = {{"2026/a.md", ""}, {"2025/a.md", ""}},
                            .config = R"({"name": "a", "sponsor": "b", "edition": "2025"})"};
  CHECK(draw(drawing).site.current == 0);
}

TEST_CASE("an edition that is not there is told, and the latest is shown") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", ""}}, .config = R"({"name": "a", "sponsor": "b", "edition": "2027"})"});
  CHECK(lines_of(drawn.diagnostics) == Lines{"site.json:1:42 unknown-edition(2027) + did-you-mean(2026)"});
  CHECK(drawn.site.current == 0);
}

TEST_CASE("sections of an edition are listed by path") {
  const DrawnSite drawn = draw(
      {.pages = {
           {"2026/notices/a.md", ""}, {"2026/events/a.md", ""}, {"2025/news/a.md", ""}, {"x/a.md", ""}}});
  const Edition& edition = drawn.site.editions[1];
  REQUIRE(edition.sections.size() == 2);
  CHECK(section_path(drawn, edition.sections[0]) == "2026/events");
  CHECK(section_path(drawn, edition.sections[1]) == "2026/notices");
  CHECK(drawn.site.sections[edition.sections[0]].kind == Kind::Event);
  CHECK(drawn.site.sections[edition.sections[0]].output == "2026/events/index.html");
}

TEST_CASE("notices and news stand newest first, then by path") {
  const DrawnSite drawn = draw({.pages = {{"2026/notices/a.md", head("published: 2026-05-01")},
                                          {"2026/notices/b.md", head("published: 2026-05-03 09:00")},
                                          {"2026/notices/c.md", head("published: 2026-05-03 10:00")},
                                          {"2026/notices/d.md", head("date: 2026-05-02")},
                                          {"2026/notices/e.md", ""},
                                          {"2026/notices/f.md", head("published: 2026-05-01")},
                                          {"2026/notices/g.md", head("published: 2026-05-03")}}});
  CHECK(drawn.members("2026/notices") == "c.md b.md g.md d.md a.md f.md e.md");
}

TEST_CASE("events stand as they take place, whenever they were published, and those without a day last") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/events/a.md", head("start: 2026-06-16 09:00\npublished: 2026-05-01")},
                      {"2026/events/b.md", head("start: 2026-06-01 09:00\npublished: 2026-05-03")},
                      {"2026/events/c.md", head("published: 2026-05-02")},
                      {"2026/events/d.md", head("start: 2026-06-16")},
                      {"2026/events/e.md", head("start: 2026-06-16 08:30\npublished: 2026-06-02")},
                      {"2026/events/f.md", head("start: {latest: 2026-06-20, text: 6月中旬}")}}});
  CHECK(drawn.members("2026/events") == "b.md d.md e.md a.md f.md c.md");
  CHECK(drawn.at("2026/events/e.md").previous == drawn.page("2026/events/d.md"));
  CHECK(drawn.at("2026/events/e.md").next == drawn.page("2026/events/a.md"));
}

TEST_CASE("materials, forms, slogans, contacts and plans stand by weight, then by path") {
  for (const std::string folder : {"materials", "forms", "slogans", "contacts", "plans"}) {
    CAPTURE(folder);
    const std::string at = "2026/" + folder + "/";
    const DrawnSite drawn = draw({.pages = {{at + "a.md", head("published: 2026-01-01")},
                                            {at + "b.md", head("weight: 2\npublished: 2026-02-01")},
                                            {at + "c.md", head("weight: 1")},
                                            {at + "d.md", head("published: 2026-03-01")},
                                            {at + "e.md", head("weight: -1")}}});
    CHECK(drawn.members("2026/" + folder) == "e.md c.md b.md a.md d.md");
  }
}

TEST_CASE("neighbours are the newer and the older page of the section") {
  const DrawnSite drawn = draw({.pages = {{"2026/news/a.md", head("published: 2026-05-01")},
                                          {"2026/news/b.md", head("published: 2026-05-03")},
                                          {"2026/news/c.md", head("published: 2026-05-02")},
                                          {"2026/schedule.md", ""}}});
  CHECK(drawn.at("2026/news/c.md").previous == drawn.page("2026/news/b.md"));
  CHECK(drawn.at("2026/news/c.md").next == drawn.page("2026/news/a.md"));
  CHECK(drawn.at("2026/news/b.md").previous == kNone);
  CHECK(drawn.at("2026/news/a.md").next == kNone);
  CHECK(drawn.at("2026/schedule.md").next == kNone);
}

/// Whether the page with these lines is shown at the given moment.
bool shown(const std::string& lines, const std::string& now, bool drafts = false) {
  const DrawnSite drawn = draw({.pages = {{"2026/news/a.md", head(lines)}}, .now = now, .drafts = drafts});
  const Page& page = drawn.at("2026/news/a.md");
  CHECK(page.output.empty() == page.hidden);
  CHECK(drawn.site.editions[0].pages.empty() == page.hidden);
  CHECK(drawn.site.sections[0].output.empty() == page.hidden);
  return !page.hidden;
}

TEST_CASE("drafts and pages under review are hidden unless drafts are asked for") {
  const std::string now = "2026-06-10T10:00";
  CHECK(!shown("draft: true", now));
  CHECK(!shown("status: draft", now));
  CHECK(!shown("status: review", now));
  CHECK(shown("status: published", now));
  CHECK(shown("draft: false", now));
  CHECK(shown("draft: true", now, true));
  CHECK(shown("published: 2027-01-01", now, true));
}

TEST_CASE("a page is hidden until it is published") {
  CHECK(!shown("published: 2026-06-11", "2026-06-10T10:00"));
  CHECK(shown("published: 2026-06-10", "2026-06-10T10:00"));
  CHECK(!shown("published: 2026-06-10 10:01", "2026-06-10T10:00"));
  CHECK(shown("published: 2026-06-10 10:00", "2026-06-10T10:00"));
  CHECK(shown("published: 2026-06-10 23:00", "2026-06-10"));
}

TEST_CASE("a page is hidden after the day on which it expires") {
  CHECK(shown("expires: 2026-06-10", "2026-06-10T23:59"));
  CHECK(!shown("expires: 2026-06-10", "2026-06-11T00:00"));
  CHECK(shown("expires: 6月中旬", "2026-06-20T10:00"));
  CHECK(!shown("expires: 6月中旬", "2026-06-21"));
}

TEST_CASE("a notice stays at its address when it has expired") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/notices/a.md", head("expires: 2026-06-10")}}, .now = "2026-07-01"});
  CHECK(!drawn.at("2026/notices/a.md").hidden);
}

TEST_CASE("the text of a section is never hidden") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/_index.md", head("published: 2027-01-01")}, {"2026/a.md", ""}}});
  CHECK(!drawn.at("2026/_index.md").hidden);
  CHECK(drawn.site.editions[0].index != kNone);
}

TEST_CASE("a section of hidden pages has no list") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/news/_index.md", ""}, {"2026/news/a.md", head("draft: true")}}});
  REQUIRE(drawn.site.sections.size() == 1);
  CHECK(drawn.site.sections[0].pages.empty());
  CHECK(drawn.site.sections[0].output.empty());
}

TEST_CASE("ids are stated or the path without its ending") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", head("id: opening")}, {"2026/b/index.md", ""}, {"c.md", ""}}});
  CHECK(drawn.at("2026/a.md").id == "opening");
  CHECK(drawn.at("2026/b/index.md").id == "2026/b/index");
  CHECK(drawn.at("c.md").id == "c");
}

TEST_CASE("an id that is taken is told, and the later page goes by its path") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", head("id: x")}, {"2026/b.md", head("title: B\nid: x")}}});
  CHECK(lines_of(drawn.diagnostics) ==
        Lines{"content/2026/b.md:3:5 duplicate-id(x|2026/a.md) + content/2026/a.md:2:5 first-here()"});
  CHECK(drawn.at("2026/b.md").id == "2026/b");
}

TEST_CASE("the diagnostics of the pages come along, in path order") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/b.md", head("titel: x")}, {"2026/a.md", head("weight: x")}}});
  REQUIRE(drawn.diagnostics.all().size() == 2);
  CHECK(drawn.diagnostics.all()[0].place.path == "content/2026/a.md");
  CHECK(drawn.diagnostics.all()[1].place.path == "content/2026/b.md");
}

TEST_CASE("the order in which pages are given changes nothing") {
  const SiteDrawing drawing{
      .pages = {{"2026/news/a.md", ""}, {"2026/news/b.md", ""}, {"2026/_index.md", ""}}};
  const DrawnSite drawn = draw(drawing);  // draw() hands them over backwards
  for (size_t i = 1; i < drawn.site.pages.size(); ++i) {
    CHECK(drawn.site.pages[i - 1].parsed->path < drawn.site.pages[i].parsed->path);
  }
  CHECK(drawn.members("2026/news") == "a.md b.md");
}

}  // namespace
}  // namespace herald::model
