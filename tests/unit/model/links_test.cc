#include <doctest/doctest.h>

#include "site_maker.h"

namespace herald::model {
namespace {

using Type = LinkTarget::Type;

const SiteDrawing kDrawing{
    .pages = {{"index.md", ""},
              {"about.md", "# 关于\n"},
              {"help/index.md", ""},
              {"2025/a.md", ""},
              {"2026/_index.md", "[图](map.svg)"},
              {"2026/schedule.md", ""},
              {"2026/news/hidden.md", "---\ndraft: true\n---\n"},
              {"2026/notices/_index.md", ""},
              {"2026/notices/a.md", "[表](<附件 1.xlsx>)"},
              {"2026/notices/通知.md", ""},
              {"2026/notices/b/index.md", "![图](img/Map.PNG)\n"},
              {"2026/events/opening.md", ""}},
    .files = {"2026/notices/附件 1.xlsx", "2026/notices/100%25.pdf", "2026/notices/b/img/Map.PNG",
              "2026/map.svg", "2026/notices/unnamed.pdf"},
    .assets = {"css/x.css", "root/favicon.svg"},
};

/// Where `target` leads from `from` ("" for site.json), as an output path with its fragment, or the type's
/// name.
std::string lead(const DrawnSite& drawn, const std::string& from, std::string_view target) {
  const LinkTarget found = resolve_link(drawn.site, from.empty() ? kNone : drawn.page(from), target);
  const std::string fragment = found.fragment.empty() ? "" : "#" + found.fragment;
  switch (found.type) {
    case Type::External:
      return "external " + found.address;
    case Type::Fragment:
      return "fragment " + fragment;
    case Type::Broken:
      return "broken";
    case Type::Unsafe:
      return "unsafe";
    case Type::Outside:
      return "outside";
    case Type::Page:
      return "page " + output_of(drawn.site, found) + fragment;
    case Type::Section:
      return "section " + output_of(drawn.site, found) + fragment;
    case Type::Edition:
      return "edition " + output_of(drawn.site, found) + fragment;
    case Type::File:
      return "file " + output_of(drawn.site, found);
    case Type::Asset:
      return "asset " + output_of(drawn.site, found);
  }
  return "";
}

struct Case {
  std::string_view target, leads;
};

void check_leads(const std::string& from, std::initializer_list<Case> cases) {
  const DrawnSite drawn = draw(kDrawing);
  for (const Case& c : cases) {
    CAPTURE(c.target);
    CHECK(lead(drawn, from, c.target) == c.leads);
  }
}

TEST_CASE("links lead from the folder of the page to pages") {
  check_leads("2026/notices/a.md",
              {{"通知.md", "page 2026/notices/tong-zhi.html"},
               {"./通知.md", "page 2026/notices/tong-zhi.html"},
               {"%E9%80%9A%E7%9F%A5.md", "page 2026/notices/tong-zhi.html"},
               {"a.md", "page 2026/notices/a.html"},
               {"../schedule.md", "page 2026/schedule.html"},
               {"../../about.md", "page about.html"},
               {"../events/opening.md#议程", "page 2026/events/opening.html#议程"},
               {"../events/opening.md#%E8%AE%AE%E7%A8%8B", "page 2026/events/opening.html#议程"},
               {"..\\events\\opening.md", "page 2026/events/opening.html"},
               {" ../schedule.md ", "page 2026/schedule.html"},
               {"../schedule.md?x=1#y", "page 2026/schedule.html#y"},
               {"b/index.md", "page 2026/notices/b.html"},
               {"b/", "page 2026/notices/b.html"},
               {"b", "page 2026/notices/b.html"},
               {"/2026/schedule.md", "page 2026/schedule.html"}});
}

TEST_CASE("links of an index.md lead from its own folder") {
  check_leads("2026/notices/b/index.md", {{"../a.md", "page 2026/notices/a.html"},
                                          {"../../events/opening.md", "page 2026/events/opening.html"},
                                          {"img/Map.PNG", "file 2026/notices/b/map.png"}});
}

TEST_CASE("folders and index pages lead to sections and editions") {
  check_leads("2026/notices/a.md", {{"_index.md", "section 2026/notices/index.html"},
                                    {"./", "section 2026/notices/index.html"},
                                    {"../notices/", "section 2026/notices/index.html"},
                                    {"../notices", "section 2026/notices/index.html"},
                                    {"../events/", "section 2026/events/index.html"},
                                    {"../events/_index.md", "section 2026/events/index.html"},
                                    {"../events/index.md", "section 2026/events/index.html"},
                                    {"../_index.md", "edition 2026/index.html"},
                                    {"../", "edition 2026/index.html"},
                                    {"../../2025/", "edition 2025/index.html"},
                                    {"../../2025/_index.md", "edition 2025/index.html"},
                                    {"../../", "edition 2026/index.html"},
                                    {"../../index.md", "edition 2026/index.html"},
                                    {"/", "edition 2026/index.html"},
                                    {"../../help/", "page help.html"}});
}

TEST_CASE("site.json's paths begin at content") {
  check_leads("", {{"about.md", "page about.html"},
                   {"2026/notices/", "section 2026/notices/index.html"},
                   {"2026/notices/b/", "page 2026/notices/b.html"},
                   {"2026", "edition 2026/index.html"},
                   {"assets/css/x.css", "asset assets/css/x.css"},
                   {"https://a.example/", "external https://a.example/"},
                   {"notices/", "broken"},
                   {"../x.md", "outside"}});
}

TEST_CASE("fragments alone stay in the page") {
  check_leads("about.md", {{"#关于", "fragment #关于"}, {"#", "fragment "}, {"#a%20b", "fragment #a b"}});
}

TEST_CASE("files lead to where they are copied, when something names them") {
  check_leads("2026/notices/a.md", {{"附件 1.xlsx", "file 2026/notices/a/fu-jian-1.xlsx"},
                                    {"附件%201.xlsx", "file 2026/notices/a/fu-jian-1.xlsx"},
                                    {"../map.svg", "file 2026/map.svg"},
                                    {"unnamed.pdf", "file "}});
}

TEST_CASE("a file whose own name holds a percent escape is found") {
  check_leads("2026/notices/a.md", {{"100%25.pdf", "file "}, {"100%2525.pdf", "file "}});
}

TEST_CASE("assets are named from the site's root or beside content") {
  check_leads("2026/notices/a.md", {{"/assets/css/x.css", "asset assets/css/x.css"},
                                    {"/favicon.svg", "asset favicon.svg"},
                                    {"../../../assets/css/x.css", "asset assets/css/x.css"},
                                    {"../../../assets/root/favicon.svg", "asset favicon.svg"},
                                    {"../../../assets/no.css", "broken"},
                                    {"/assets/no.css", "broken"},
                                    {"assets/css/x.css", "broken"}});
}

TEST_CASE("addresses of the web and of mail are external") {
  check_leads("about.md", {{"https://a.example/文", "external https://a.example/文"},
                           {"HTTP://a.example", "external HTTP://a.example"},
                           {"//a.example/x", "external https://a.example/x"},
                           {"mailto:a@b.example", "external mailto:a@b.example"},
                           {"tel:12350", "external tel:12350"}});
}

TEST_CASE("other schemes are unsafe") {
  check_leads("about.md", {{"javascript:alert(1)", "unsafe"},
                           {" JavaScript:alert(1)", "unsafe"},
                           {"java\nscript:alert(1)", "unsafe"},
                           {"data:text/html,x", "unsafe"},
                           {"file:///C:/x.docx", "unsafe"},
                           {"C:\\x.docx", "unsafe"}});
}

TEST_CASE("paths that climb out of content are outside") {
  check_leads("2026/notices/a.md", {{"../../../x.md", "outside"},
                                    {"../../../../x.md", "outside"},
                                    {"/../x.md", "outside"},
                                    {"../../../content2/x.md", "outside"},
                                    {"../../../content/about.md", "page about.html"},
                                    {"..\\..\\..\\..\\etc\\passwd", "outside"}});
}

TEST_CASE("what is not there is broken") {
  check_leads(
      "2026/notices/a.md",
      {{"no.md", "broken"}, {"", "broken"}, {"?x", "broken"}, {"no/", "broken"}, {"../2027/", "broken"}});
}

TEST_CASE("addresses of outputs are understood where they name the page's own") {
  check_leads("2026/notices/a.md", {{"a.html", "page 2026/notices/a.html"},
                                    {"b.html", "page 2026/notices/b.html"},
                                    {"../events/index.html", "section 2026/events/index.html"},
                                    {"../index.html", "edition 2026/index.html"},
                                    {"通知.html", "broken"},
                                    {"no.html", "broken"}});
}

TEST_CASE("hidden pages are found and have no address") {
  check_leads("about.md", {{"2026/news/hidden.md", "page "}, {"2026/news/", "section "}});
}

}  // namespace
}  // namespace herald::model
