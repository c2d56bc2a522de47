#include <doctest/doctest.h>

#include "site_maker.h"

namespace herald::model {
namespace {

using Lines = std::vector<std::string>;

/// Each redirect as "from -> to#fragment" or "from -> address".
Lines redirects_of(const DrawnSite& drawn) {
  Lines lines;
  for (const Redirect& redirect : drawn.site.redirects) {
    lines.push_back(redirect.from + " -> " + (redirect.address.empty() ? redirect.to : redirect.address) +
                    (redirect.fragment.empty() ? "" : "#" + redirect.fragment));
  }
  return lines;
}

void check_redirects(const SiteDrawing& drawing, const Lines& redirects, const Lines& told = {}) {
  const DrawnSite drawn = draw(drawing);
  CHECK(redirects_of(drawn) == redirects);
  CHECK(lines_of(drawn.diagnostics) == told);
}

SiteDrawing with_alias(const std::string& alias) {
  return {.pages = {{"2026/a.md", "---\naliases: [" + alias + "]\n---\n"}}};
}

TEST_CASE("an old address is counted from the home page, however it is written") {
  const std::pair<const char*, const char*> cases[] = {
      {"old.html", "old.html"},      {"/old.html", "old.html"},  {"/x/./old.html", "x/old.html"},
      {"x/", "x/index.html"},        {"x", "x/index.html"},      {"x.aspx", "x.aspx"},
      {"%E6%97%A7.html", "旧.html"}, {"x/旧.html", "x/旧.html"}, {"' a b.html '", "a b.html"},
      {"x/../old.html", "old.html"},
  };
  for (const auto& [alias, from] : cases) {
    CAPTURE(alias);
    check_redirects(with_alias(alias), {std::string(from) + " -> 2026/a.html"});
  }
}

TEST_CASE("what is no address of the site is told where it stands") {
  for (const char* alias :
       {"https://a.example/x.html", "//a.example/x", "../x.html", "x.html?a=1", "x.html#a", "javascript:x"}) {
    CAPTURE(alias);
    check_redirects(with_alias(std::string("'") + alias + "'"), {},
                    {"content/2026/a.md:2:11 wrong-redirect(" + std::string(alias) + ")"});
  }
}

TEST_CASE("site.json names old addresses of pages, sections, homes and other sites") {
  check_redirects(
      {.pages = {{"2026/notices/a.md", "# A\n\n## 乙\n"}},
       .config = R"({"name": "A", "redirects": {"/a.html": "2026/notices/a.md#乙", "n/": "2026/notices/",
 "y": "2026/_index.md", "z.html": "https://b.example/z"}, "sponsor": "办"})"},
      {"a.html -> 2026/notices/a.html#乙", "n/index.html -> 2026/notices/index.html",
       "y/index.html -> 2026/index.html", "z.html -> https://b.example/z"});
}

TEST_CASE("an old address in site.json that leads nowhere is told at its key") {
  check_redirects(
      {.pages = {{"2026/a.md", ""}, {"2026/b.md", "---\ndraft: true\n---\n"}},
       .config =
           "{\"name\": \"A\", \"redirects\": {\"x.html\": \"a.md\",\n"
           "\"y.html\": \"2026/b.md\",\n\"z.html\": 5,\n\"q.html\": \"javascript:x\"}, \"sponsor\": \"办\"}"},
      {},
      {"site.json:3:11 wrong-type(redirects|一行文字|a line of text|`5`|`5`|\"redirects\": {\"old.html\": "
       "\"2026/schedule.md\"})",
       "site.json:1:30 broken-redirect(x.html|a.md) + did-you-mean(2026/a.md)",
       "site.json:2:2 broken-redirect(y.html|2026/b.md)", "site.json:3:2 broken-redirect(z.html|)",
       "site.json:4:2 unsafe-address(javascript:x)"});
}

TEST_CASE("of two pages that name one old address the first keeps it") {
  check_redirects({.pages = {{"2026/a.md", "---\naliases: [x.html, x.html]\n---\n"},
                             {"2026/b.md", "---\naliases: [x.html]\n---\n"}},
                   .config = R"({"name": "A", "redirects": {"x.html": "2026/b.md"}, "sponsor": "办"})"},
                  {"x.html -> 2026/a.html"},
                  {"content/2026/b.md:2:11 redirect-taken(x.html|content/2026/a.md)",
                   "site.json:1:30 redirect-taken(x.html|content/2026/a.md)"});
}

TEST_CASE("the words of a section and of an edition move with them") {
  check_redirects({.pages = {{"2026/_index.md", "---\naliases: [2026.html]\n---\n"},
                             {"2026/news/_index.md", "---\naliases: [xinwen/]\n---\n"},
                             {"2026/news/a.md", ""}}},
                  {"2026.html -> 2026/index.html", "xinwen/index.html -> 2026/news/index.html"});
}

TEST_CASE("a hidden page has no old addresses") {
  check_redirects({.pages = {{"2026/a.md", "---\ndraft: true\naliases: [x.html]\n---\n"}}}, {});
}

TEST_CASE("a page that was published elsewhere leads on from there") {
  check_redirects({.pages = {{"2026/b.md", "---\nid: a\n---\n"}, {"2026/c.md", ""}},
                   .history = R"({"version": 1, "pages": {"a": {"address": "2026/a.html"},
 "2026/c": {"address": "2026/c.html"}, "gone": {"address": "2026/gone.html"}}})"},
                  {"2026/a.html -> 2026/b.html"});
}

TEST_CASE("a history of another form is passed over, a broken one is told") {
  for (const char* history : {"[]", "{}", R"({"pages": []})", R"({"pages": {"2026/a": 5}})",
                              R"({"pages": {"2026/a": {"address": 5, "sequence": -1}}})"}) {
    CAPTURE(history);
    check_redirects({.pages = {{"2026/a.md", ""}}, .history = history}, {});
  }
  CHECK(draw({.pages = {{"2026/a.md", ""}}, .history = "{"}).diagnostics.has_errors());
}

TEST_CASE("addresses on the host have the path of the site, folders without index.html") {
  Config config;
  CHECK(host_path(config, "a/index.html") == "/a/");
  config.url = "https://a.example/zt/2026/";
  CHECK(host_path(config, "index.html") == "/zt/2026/");
  CHECK(host_path(config, "旧 x.html") == "/zt/2026/%E6%97%A7%20x.html");
  Redirect redirect;
  redirect.to = "a.html";
  redirect.fragment = "一";
  CHECK(redirect_target(config, redirect) == "/zt/2026/a.html#%E4%B8%80");
  redirect = {};
  redirect.address = "https://b.example/";
  CHECK(redirect_target(config, redirect) == "https://b.example/");
}

}  // namespace
}  // namespace herald::model
