#include "model/plan.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "site_maker.h"

namespace herald::model {
namespace {

using Lines = std::vector<std::string>;

/// The paths of the plan without those that every site has.
Lines plan_of(const DrawnSite& drawn, base::Diagnostics& diagnostics) {
  Lines paths = paths_of(plan_outputs(drawn.site, diagnostics));
  CHECK(std::is_sorted(paths.begin(), paths.end()));
  for (const char* always : {"404.html", "feed.xml", "manifest.sha256", "robots.txt"}) {
    CHECK(std::erase(paths, always) == 1);
  }
  return paths;
}

/// The output at `path`; one of no path when there is none.
Output find_output(const OutputPlan& plan, std::string_view path) {
  for (const Output& output : plan.outputs) {
    if (output.path == path) return output;
  }
  return {};
}

void check_plan(const SiteDrawing& drawing, const Lines& paths, const Lines& told = {}) {
  const DrawnSite drawn = draw(drawing);
  base::Diagnostics diagnostics;
  CHECK(plan_of(drawn, diagnostics) == paths);
  CHECK(lines_of(diagnostics) == told);
}

TEST_CASE("every page, list and home is planned") {
  check_plan(
      {.pages = {{"2026/_index.md", ""},
                 {"2026/notices/a.md", ""},
                 {"2026/notices/_index.md", ""},
                 {"about.md", ""}}},
      {"2026/index.html", "2026/notices/a.html", "2026/notices/index.html", "about.html", "index.html"});
}

TEST_CASE("a folder without years has one home") {
  const SiteDrawing drawing{.pages = {{"a.md", ""}}};
  check_plan(drawing, {"a.html", "index.html"});
  const DrawnSite drawn = draw(drawing);
  base::Diagnostics diagnostics;
  const OutputPlan plan = plan_outputs(drawn.site, diagnostics);
  const Output home = find_output(plan, "index.html");
  CHECK(home.kind == OutputKind::EditionHome);
}

TEST_CASE("the root's home is the current edition's again") {
  const DrawnSite drawn = draw({.pages = {{"2025/a.md", ""}, {"2026/a.md", ""}}});
  base::Diagnostics diagnostics;
  const OutputPlan plan = plan_outputs(drawn.site, diagnostics);
  const Output home = find_output(plan, "index.html");
  CHECK(home.kind == OutputKind::RootHome);
  CHECK(home.subject == 1);
}

TEST_CASE("an empty site has its home and the files of every site") {
  check_plan({.pages = {}}, {"index.html"});
}

TEST_CASE("hidden pages and empty sections are not planned") {
  check_plan({.pages = {{"2026/news/a.md", "---\ndraft: true\n---\n"}}}, {"2026/index.html", "index.html"});
}

TEST_CASE("events and schedules make calendars") {
  check_plan({.pages = {{"2026/events/a.md", ""}}},
             {"2026/calendar.ics", "2026/events/a.html", "2026/events/a.ics", "2026/events/index.html",
              "2026/index.html", "index.html"});
  check_plan({.pages = {{"2026/schedule.md", ""}}},
             {"2026/calendar.ics", "2026/index.html", "2026/schedule.html", "index.html"});
  check_plan({.pages = {{"schedule.md", ""}}}, {"calendar.ics", "index.html", "schedule.html"});
  check_plan({.pages = {{"2026/x.md", "---\nkind: event\n---\n"}}},
             {"2026/calendar.ics", "2026/index.html", "2026/x.html", "2026/x.ics", "index.html"});
}

TEST_CASE("deadlines and slogans make their files") {
  check_plan({.pages = {{"2026/a.md", "---\ndeadlines:\n  - due: 2026-06-05\n---\n"}}},
             {"2026/a.html", "2026/deadlines.ics", "2026/index.html", "index.html"});
  check_plan({.pages = {{"2026/a.md", "---\ndeadlines: []\n---\n"}}},
             {"2026/a.html", "2026/index.html", "index.html"});
  check_plan({.pages = {{"2026/slogans/a.md", ""}}},
             {"2026/index.html", "2026/slogans.txt", "2026/slogans/a.html", "2026/slogans/index.html",
              "index.html"});
}

TEST_CASE("long lists have several pages") {
  SiteDrawing drawing;
  for (int i = 0; i < 41; ++i) drawing.pages["2026/n/p" + std::to_string(100 + i) + ".md"] = "";
  const DrawnSite drawn = draw(drawing);
  base::Diagnostics diagnostics;
  const OutputPlan plan = plan_outputs(drawn.site, diagnostics);
  Lines lists;
  for (const Output& output : plan.outputs) {
    if (output.kind == OutputKind::SectionList)
      lists.push_back(output.path + " " + std::to_string(output.number));
  }
  CHECK(lists == Lines{"2026/n/index-2.html 2", "2026/n/index-3.html 3", "2026/n/index.html 1"});
  CHECK(list_path(drawn.site.sections[0], 1) == "2026/n/index.html");
}

TEST_CASE("twenty entries fit one page of a list") {
  SiteDrawing drawing;
  for (int i = 0; i < 20; ++i) drawing.pages["2026/n/p" + std::to_string(100 + i) + ".md"] = "";
  base::Diagnostics diagnostics;
  const Lines paths = plan_of(draw(drawing), diagnostics);
  CHECK(std::count(paths.begin(), paths.end(), "2026/n/index-2.html") == 0);
}

TEST_CASE("attachments and assets are planned") {
  check_plan(
      {.pages = {{"2026/a.md", "[x](x.pdf)"}},
       .files = {"2026/x.pdf", "2026/y.pdf"},
       .assets = {"css/Site.css", "root/favicon.svg"}},
      {"2026/a.html", "2026/a/x.pdf", "2026/index.html", "assets/css/Site.css", "favicon.svg", "index.html"});
}

TEST_CASE("the theme's assets go where the theme says") {
  DrawnSite drawn = draw({.pages = {{"2026/a.md", ""}}});
  drawn.site.theme.assets.push_back({"css/site.css", "x", "theme/site.0a1b2c3d.css"});
  base::Diagnostics diagnostics;
  const Lines paths = plan_of(drawn, diagnostics);
  CHECK(std::count(paths.begin(), paths.end(), "theme/site.0a1b2c3d.css") == 1);
}

TEST_CASE("two pages for one address are told, and the first keeps it") {
  check_plan(
      {.pages = {{"2026/事故.md", ""}, {"2026/世故.md", ""}}},
      {"2026/index.html", "2026/shi-gu.html", "index.html"},
      {"content/2026/事故.md duplicate-url(content/2026/世故.md|content/2026/事故.md|2026/shi-gu.html) + "
       "content/2026/世故.md first-here()"});
}

TEST_CASE("a slug that is taken is told at the slug") {
  const SiteDrawing drawing{.pages = {{"2026/a.md", ""}, {"2026/b.md", "---\nslug: A\n---\n"}}};
  check_plan(drawing, {"2026/a.html", "2026/index.html", "index.html"},
             {"content/2026/b.md:2:7 duplicate-url(content/2026/a.md|content/2026/b.md|2026/a.html) + "
              "content/2026/a.md first-here()"});
  const DrawnSite drawn = draw(drawing);
  base::Diagnostics diagnostics;
  const OutputPlan plan = plan_outputs(drawn.site, diagnostics);
  CHECK(find_output(plan, "2026/a.html").subject == drawn.page("2026/a.md"));
}

TEST_CASE("a file and a folder of pages with one name, x.md and x/index.md, are told") {
  check_plan({.pages = {{"2026/n/x.md", ""}, {"2026/n/x/index.md", ""}}},
             {"2026/index.html", "2026/n/index.html", "2026/n/x.html", "index.html"},
             {"content/2026/n/x/index.md "
              "duplicate-url(content/2026/n/x.md|content/2026/n/x/index.md|2026/n/x.html) + "
              "content/2026/n/x.md first-here()"});
}

TEST_CASE("a page that would stand in the place of a list is told") {
  check_plan({.pages = {{"2026/n/a.md", "---\nslug: index\n---\n"}}},
             {"2026/index.html", "2026/n/index.html", "index.html"},
             {"content/2026/n/ duplicate-url(content/2026/n/a.md|content/2026/n/|2026/n/index.html) + "
              "content/2026/n/a.md:2:7 first-here()"});
}

TEST_CASE("paths that differ in capitals alone are the same") {
  check_plan({.pages = {{"2026/a.md", ""}}, .assets = {"Css/x.css", "css/X.css"}},
             {"2026/a.html", "2026/index.html", "assets/Css/x.css", "index.html"},
             {"assets/css/X.css duplicate-url(assets/Css/x.css|assets/css/X.css|assets/css/X.css) + "
              "assets/Css/x.css first-here()"});
}

TEST_CASE("an office's own robots.txt takes the place of ours") {
  check_plan({.pages = {{"a.md", ""}}, .assets = {"root/robots.txt", "root/404.html"}},
             {"a.html", "index.html"});
  const DrawnSite drawn = draw({.pages = {{"a.md", ""}}, .assets = {"root/robots.txt"}});
  base::Diagnostics diagnostics;
  const OutputPlan plan = plan_outputs(drawn.site, diagnostics);
  const Output robots = find_output(plan, "robots.txt");
  CHECK(robots.kind == OutputKind::SiteAsset);
}

TEST_CASE("an asset in the place of a page is told") {
  check_plan({.pages = {{"about.md", ""}}, .assets = {"root/about.html"}}, {"about.html", "index.html"},
             {"assets/root/about.html duplicate-url(content/about.md|assets/root/about.html|about.html) + "
              "content/about.md first-here()"});
}

TEST_CASE("a file in the place of a folder is told and left out") {
  check_plan({.pages = {{"2026/a.md", ""}}, .assets = {"root/2026"}},
             {"2026/a.html", "2026/index.html", "index.html"},
             {"assets/root/2026 duplicate-url(content/2026/a.md|assets/root/2026|2026) + content/2026/a.md "
              "first-here()"});
}

TEST_CASE("the lists that hold something become data, each in two forms") {
  const DrawnSite drawn = draw({.pages = {{"2025/a.md", ""}, {"2026/b.md", ""}}});
  const std::vector<EditionNeeds> held = {{},
                                          {.held = {true, false, false, false, true, false}, .archives = {}}};
  base::Diagnostics diagnostics;
  const OutputPlan plan = plan_outputs(drawn.site, diagnostics, held);
  Lines data;
  for (const Output& output : plan.outputs) {
    if (output.kind == OutputKind::DataJson || output.kind == OutputKind::DataCsv)
      data.push_back(output.path);
  }
  CHECK(data == Lines{"2026/deadlines.csv", "2026/deadlines.json", "2026/events.csv", "2026/events.json"});
  CHECK(find_output(plan, "2026/deadlines.json").number == static_cast<uint32_t>(DataList::Deadlines));
  // Who waits for a deadline wants its calendar, wherever the deadline stands.
  CHECK(find_output(plan, "2026/deadlines.ics").kind == OutputKind::Deadlines);
}

TEST_CASE(
    "archives lie with the materials, and the board of deadlines where the theme has a template for it") {
  DrawnSite drawn = draw({.pages = {{"2026/b.md", ""}}});
  const std::vector<EditionNeeds> needs = {
      {.held = {false, false, true, false, true, false}, .archives = {"all", "ran-qi"}}};
  const auto paths_of_kind = [&](OutputKind kind) {
    base::Diagnostics diagnostics;
    Lines paths;
    for (const Output& output : plan_outputs(drawn.site, diagnostics, needs).outputs) {
      if (output.kind == kind) paths.push_back(output.path);
    }
    return paths;
  };
  CHECK(paths_of_kind(OutputKind::Archive) == Lines{"2026/materials/all.zip", "2026/materials/ran-qi.zip"});
  CHECK(paths_of_kind(OutputKind::DeadlineBoard).empty());
  drawn.site.theme.templates.push_back({"deadlines.html", {}});
  CHECK(paths_of_kind(OutputKind::DeadlineBoard) == Lines{"2026/deadlines.html"});
}

TEST_CASE("a section with a dated page has feeds beside its list") {
  check_plan({.pages = {{"2026/news/a.md", "---\npublished: 2026-06-01\n---\n"}, {"2026/news/b.md", ""}}},
             {"2026/index.html", "2026/news/a.html", "2026/news/b.html", "2026/news/feed.xml",
              "2026/news/index.html", "index.html"});
}

TEST_CASE("a site with an address has JSON feeds and a site map, which hold whole addresses") {
  check_plan({.pages = {{"2026/news/a.md", "---\npublished: 2026-06-01\n---\n"}},
              .config = R"({"name": "A", "url": "https://a.example/"})"},
             {"2026/index.html", "2026/news/a.html", "2026/news/feed.json", "2026/news/feed.xml",
              "2026/news/index.html", "feed.json", "index.html", "portal.json", "sitemap.xml"});
}

TEST_CASE("who means to publish a site that states no address is told once") {
  const Lines paths = {"2026/index.html",       "2026/news/a.html",  "2026/news/feed.xml",
                       "2026/news/index.html",  "2026/plans/a.html", "2026/plans/feed.xml",
                       "2026/plans/index.html", "index.html",        "portal.json"};
  const std::map<std::string, std::string> pages = {{"2026/news/a.md", "---\npublished: 2026-06-01\n---\n"},
                                                    {"2026/plans/a.md", "---\npublished: 2026-06-01\n---\n"}};
  check_plan({.pages = pages, .config = R"({"name": "A"})"}, paths);
  check_plan({.pages = pages, .config = R"({"name": "A", "publish": {"web": "/srv/www"}})"}, paths,
             {"site.json:1:16 site-without-url()"});
}

TEST_CASE("a site with settings has a card for other portals") {
  check_plan({.pages = {{"2026/a.md", ""}}, .config = R"({"name": "A"})"},
             {"2026/a.html", "2026/index.html", "index.html", "portal.json"});
}

TEST_CASE("an old address has a page that leads on, and all of them a table") {
  check_plan({.pages = {{"2026/a.md", "---\naliases: [/old.html, old, old.pdf]\n---\n"}}},
             {"2026/a.html", "2026/index.html", "_redirects", "index.html", "old.html", "old/index.html"});
}

TEST_CASE("an old address that is in use is told at its place, and what is there stays") {
  check_plan({.pages = {{"2026/a.md", "---\naliases: [2026/b.html]\n---\n"}, {"2026/b.md", ""}}},
             {"2026/a.html", "2026/b.html", "2026/index.html", "_redirects", "index.html"},
             {"content/2026/a.md:2:11 redirect-taken(2026/b.html|content/2026/b.md)"});
  check_plan({.pages = {{"2026/a.md", "---\naliases: [/]\n---\n"}}},
             {"2026/a.html", "2026/index.html", "_redirects", "index.html"},
             {"content/2026/a.md:2:11 redirect-taken(index.html|index.html)"});
  check_plan({.pages = {{"2026/a.md", "---\naliases: [OLD.svg]\n---\n"}}, .assets = {"root/old.svg"}},
             {"2026/a.html", "2026/index.html", "_redirects", "index.html", "old.svg"},
             {"content/2026/a.md:2:11 redirect-taken(OLD.svg|assets/root/old.svg)"});
}

TEST_CASE("a remembered address gives way without a word") {
  check_plan({.pages = {{"2026/a.md", ""}, {"2026/b.md", ""}},
              .history = R"({"pages": {"2026/a": {"address": "2026/b.html"}}})"},
             {"2026/a.html", "2026/b.html", "2026/index.html", "_redirects", "index.html"});
}

}  // namespace
}  // namespace herald::model
