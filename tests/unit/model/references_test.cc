#include <doctest/doctest.h>

#include "site_maker.h"

namespace herald::model {
namespace {

using Lines = std::vector<std::string>;

void check_tells(const SiteDrawing& drawing, const Lines& told) {
  CHECK(lines_of(draw(drawing).diagnostics) == told);
}

TEST_CASE("good links are silent") {
  check_tells(
      {.pages = {{"2026/a.md", "# A\n\n[b](b.md) [c](b.md#乙) [d](#a) [e](https://a.example/) [f](./)\n"},
                 {"2026/b.md", "## 乙\n"}}},
      {});
}

TEST_CASE("a broken link is told at its place, with the nearest page of the folder") {
  check_tells(
      {.pages = {{"2026/a.md", "---\ntitle: A\n---\n看[通知](openning.md)。\n"}, {"2026/opening.md", ""}}},
      {"content/2026/a.md:4:2 broken-link(openning.md) + did-you-mean(opening.md)"});
}

TEST_CASE("a link into the wrong folder is told with the page of that name elsewhere") {
  check_tells({.pages = {{"2026/news/a.md", "[x](notices/b.md)\n"}, {"2026/notices/b.md", ""}}},
              {"content/2026/news/a.md:1:1 broken-link(notices/b.md) + did-you-mean(../notices/b.md)"});
}

TEST_CASE("a link without its ending is told with it") {
  check_tells({.pages = {{"2026/a.md", "[x](b)\n"}, {"2026/b.md", ""}}},
              {"content/2026/a.md:1:1 broken-link(b) + did-you-mean(b.md)"});
}

TEST_CASE("an address without its beginning is told with it") {
  check_tells({.pages = {{"2026/a.md", "[x](www.example.cn) ![y](WWW.example.cn/a.png)\n"}}},
              {"content/2026/a.md:1:1 broken-link(www.example.cn) + did-you-mean(https://www.example.cn)",
               "content/2026/a.md:1:21 broken-link(WWW.example.cn/a.png) + "
               "did-you-mean(https://WWW.example.cn/a.png)"});
}

TEST_CASE("a link to a page with its attachments is found by its folder's name") {
  check_tells(
      {.pages = {{"2026/news/a.md", "[x](../report/index.md)\n"}, {"2026/notices/report/index.md", ""}}},
      {"content/2026/news/a.md:1:1 broken-link(../report/index.md) + "
       "did-you-mean(../notices/report/index.md)"});
}

TEST_CASE("a misspelt folder of a page is found by its neighbours") {
  check_tells({.pages = {{"2026/a.md", "[x](repot/index.md)\n"}, {"2026/report/index.md", ""}}},
              {"content/2026/a.md:1:1 broken-link(repot/index.md) + did-you-mean(report/index.md)"});
}

TEST_CASE("a link that differs in capitals alone says so") {
  check_tells({.pages = {{"2026/a.md", "[x](Opening.md)\n"}, {"2026/opening.md", ""}}},
              {"content/2026/a.md:1:1 broken-link(Opening.md) + differs-in-case(opening.md)"});
}

TEST_CASE("a link that is like nothing has no suggestion") {
  check_tells({.pages = {{"2026/a.md", "[x](zzzzzz.md)\n"}}},
              {"content/2026/a.md:1:1 broken-link(zzzzzz.md)"});
}

TEST_CASE("a link written as the web address is a warning with the file to write") {
  check_tells({.pages = {{"2026/news/a.md", "[x](../b.html#y)\n"}, {"2026/b/index.md", "# Y\n"}}},
              {"content/2026/news/a.md:1:1 html-link(../b.html#y|../b/index.md)"});
  check_tells({.pages = {{"2026/news/a.md", "[x](index.html)\n"}}},
              {"content/2026/news/a.md:1:1 html-link(index.html|_index.md)"});
}

TEST_CASE("a pinyin address is broken, with the file to write") {
  check_tells({.pages = {{"2026/a.md", "[x](tong-zhi.html)\n"}, {"2026/通知.md", ""}}},
              {"content/2026/a.md:1:1 broken-link(tong-zhi.html) + did-you-mean(通知.md)"});
}

TEST_CASE("a place that the other page does not have is a warning") {
  check_tells({.pages = {{"2026/a.md", "[x](b.md#报送办法)\n"}, {"2026/b.md", "## 报送方式\n"}}},
              {"content/2026/a.md:1:1 broken-anchor(2026/b.md|报送办法)"});
  check_tells({.pages = {{"2026/a.md", "## 报送的方式\n\n[x](#报送方式)\n"}}},
              {"content/2026/a.md:3:1 broken-anchor(2026/a.md|报送方式) + did-you-mean(报送的方式)"});
}

TEST_CASE("unsafe addresses and paths out of content are errors") {
  check_tells({.pages = {{"2026/a.md", "[x](javascript:alert) [y](../../x.md)\n"}}},
              {"content/2026/a.md:1:1 unsafe-address(javascript:alert)",
               "content/2026/a.md:1:23 path-outside(../../x.md)"});
}

TEST_CASE("a link to a hidden page is a warning") {
  check_tells({.pages = {{"2026/a.md", "[x](b.md) [y](news/)\n"},
                         {"2026/b.md", "---\ndraft: true\n---\n"},
                         {"2026/news/_index.md", ""}}},
              {"content/2026/a.md:1:1 link-to-hidden(b.md)", "content/2026/a.md:1:11 link-to-hidden(news/)"});
}

TEST_CASE("the links of a hidden page are not looked at") {
  check_tells({.pages = {{"2026/a.md", "---\ndraft: true\n---\n[x](no.md)\n"}}}, {});
}

TEST_CASE("pages and addresses in front matter are links as well") {
  check_tells(
      {.pages = {{"2026/a.md", "---\nrelated: [b.md, c.md]\nlink: ../about.md\n---\n"}, {"2026/b.md", ""}}},
      {"content/2026/a.md:2:17 broken-link(c.md)", "content/2026/a.md:3:7 broken-link(../about.md)"});
}

TEST_CASE("a missing attachment is told at its place, with the nearest file") {
  check_tells({.pages = {{"2026/n/index.md", "---\nattachments:\n  - file: zichabao.xlsx\n---\n"}},
               .files = {"2026/n/zichabiao.xlsx", "2026/n/other.pdf"}},
              {"content/2026/n/index.md:3:11 missing-attachment(zichabao.xlsx|content/2026/n) + "
               "did-you-mean(zichabiao.xlsx)"});
}

TEST_CASE("an attachment that differs in capitals alone says so") {
  check_tells({.pages = {{"2026/n/index.md", "[表](Plan.PDF)\n"}}, .files = {"2026/n/plan.pdf"}},
              {"content/2026/n/index.md:1:1 missing-attachment(Plan.PDF|content/2026/n) + "
               "differs-in-case(plan.pdf)"});
}

TEST_CASE("an attachment in another folder is told with its path") {
  check_tells({.pages = {{"2026/n/index.md", "[表](plan.pdf)\n"}}, .files = {"2026/m/plan.pdf"}},
              {"content/2026/n/index.md:1:1 missing-attachment(plan.pdf|content/2026/n) + "
               "did-you-mean(../m/plan.pdf)"});
}

TEST_CASE("a missing picture is a missing attachment") {
  check_tells({.pages = {{"2026/a.md", "![图](map.svg)\n"}}},
              {"content/2026/a.md:1:1 missing-attachment(map.svg|content/2026)"});
}

TEST_CASE("an attachment may not lie outside content") {
  check_tells({.pages = {{"2026/a.md", "---\nattachments:\n  - file: ../../x.pdf\n---\n"}}},
              {"content/2026/a.md:3:11 path-outside(../../x.pdf)"});
}

/// Files as "path owner output", '-' for none.
Lines files_of(const DrawnSite& drawn) {
  Lines lines;
  for (const ContentFile& file : drawn.site.files) {
    lines.push_back(file.path + " " + (file.owner == kNone ? "-" : drawn.site.parsed(file.owner).path) + " " +
                    (file.output.empty() ? "-" : file.output));
  }
  return lines;
}

TEST_CASE("files beside pages belong to the first page that names them") {
  const DrawnSite drawn = draw({.pages = {{"2026/n/b.md", "[x](x.pdf) [y](y.pdf)"},
                                          {"2026/n/a.md", "![x](x.pdf)"},
                                          {"2026/n/c.md", ""}},
                                .files = {"2026/n/x.pdf", "2026/n/y.pdf", "2026/n/z.pdf"}});
  CHECK(files_of(drawn) == Lines{"2026/n/x.pdf 2026/n/a.md 2026/n/a/x.pdf",
                                 "2026/n/y.pdf 2026/n/b.md 2026/n/b/y.pdf", "2026/n/z.pdf - -"});
}

TEST_CASE("files of a page's own folder belong to it, whoever names them") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/n/a.md", "[x](b/x.pdf) [y](b/deep/y.pdf)"},
                      {"2026/n/b/index.md", "---\nattachments: [{file: z.pdf}]\n---\n"}},
            .files = {"2026/n/b/x.pdf", "2026/n/b/deep/y.pdf", "2026/n/b/z.pdf", "2026/n/b/no.pdf"}});
  CHECK(files_of(drawn) == Lines{"2026/n/b/deep/y.pdf 2026/n/b/index.md 2026/n/b/y.pdf",
                                 "2026/n/b/no.pdf - -", "2026/n/b/x.pdf 2026/n/b/index.md 2026/n/b/x.pdf",
                                 "2026/n/b/z.pdf 2026/n/b/index.md 2026/n/b/z.pdf"});
}

TEST_CASE("the files of a hidden page stay out, unless a shown page names them") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/n/a.md", "[x](b/x.pdf)"},
                      {"2026/n/b/index.md", "---\ndraft: true\n---\n[x](x.pdf) [y](y.pdf)\n"}},
            .files = {"2026/n/b/x.pdf", "2026/n/b/y.pdf"}});
  CHECK(files_of(drawn) == Lines{"2026/n/b/x.pdf 2026/n/a.md 2026/n/a/x.pdf", "2026/n/b/y.pdf - -"});
}

TEST_CASE("names in the output are ASCII, and equal ones are numbered") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/n/index.md", "[1](世故.PDF) [2](事故.pdf) [3](d/事故.pdf) [4](A.txt)"}},
            .files = {"2026/n/世故.PDF", "2026/n/事故.pdf", "2026/n/d/事故.pdf", "2026/n/A.txt"}});
  CHECK(drawn.file("2026/n/A.txt").output == "2026/n/a.txt");
  CHECK(drawn.file("2026/n/d/事故.pdf").output == "2026/n/shi-gu.pdf");
  CHECK(drawn.file("2026/n/世故.PDF").output == "2026/n/shi-gu-2.pdf");
  CHECK(drawn.file("2026/n/事故.pdf").output == "2026/n/shi-gu-3.pdf");
}

TEST_CASE("a picture of a section's text lies in the section's folder") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/n/_index.md", "![x](x.svg)"}, {"2026/n/a.md", ""}}, .files = {"2026/n/x.svg"}});
  CHECK(files_of(drawn) == Lines{"2026/n/x.svg 2026/n/_index.md 2026/n/x.svg"});
}

std::string config_with(const std::string& rest) { return R"({"name": "a", "sponsor": "b", )" + rest + "}"; }

TEST_CASE("columns that lead nowhere are told in site.json") {
  check_tells({.pages = {{"2026/notices/a.md", ""}},
               .config = config_with(R"("columns": [{"name": "通知", "to": "notices/"}])")},
              {"site.json:1:64 broken-column(通知|notices/) + did-you-mean(2026/notices/)"});
  check_tells({.pages = {{"2026/notices/a.md", ""}},
               .config = config_with(R"("columns": [{"name": "通知", "to": "../x/"}])")},
              {"site.json:1:64 broken-column(通知|../x/)"});
}

TEST_CASE("columns of sections without a shown page are told") {
  check_tells(
      {.pages = {{"2026/notices/_index.md", ""}, {"2026/a.md", "---\ndraft: true\n---\n"}},
       .config = config_with(
           R"("columns": [{"name": "通知", "to": "2026/notices/"}, {"name": "甲", "to": "2026/a.md"}])")},
      {"site.json:1:64 empty-column(通知|2026/notices/)", "site.json:1:102 empty-column(甲|2026/a.md)"});
}

TEST_CASE("good columns are silent") {
  check_tells({.pages = {{"2026/notices/a.md", ""}, {"report.md", ""}},
               .config = config_with(
                   R"("columns": [{"name": "a", "to": "2026/notices/"}, {"name": "b", "to": "report.md"},
                   {"name": "c", "to": "https://a.example/"}, {"name": "d", "to": "2026/"}])")},
              {});
}

TEST_CASE("footer links are checked, and count from content") {
  check_tells({.pages = {{"2026/a.md", ""}, {"about.md", ""}},
               .config = config_with(R"("footer_links": [{"label": "关于", "to": "abuot.md"}])")},
              {"site.json:1:70 broken-column(关于|abuot.md) + did-you-mean(about.md)"});
}

TEST_CASE("steps of the breadcrumb are checked likewise") {
  check_tells({.pages = {{"2026/a.md", ""}, {"about.md", ""}},
               .config = config_with(R"("trail": [{"label": "关于", "to": "abuot.md"}])")},
              {"site.json:1:63 broken-column(关于|abuot.md) + did-you-mean(about.md)"});
}

TEST_CASE("a file that the footer names comes into the output") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", ""}},
            .files = {"files/Plan.pdf"},
            .config = config_with(R"("footer_links": [{"label": "x", "to": "files/Plan.pdf"}])")});
  CHECK(drawn.file("files/Plan.pdf").output == "files/plan.pdf");
  CHECK(drawn.file("files/Plan.pdf").owner == kNone);
}

TEST_CASE("thousands of broken links in one folder are told in reasonable time") {
  SiteDrawing drawing;
  for (int i = 0; i < 2000; ++i) {
    drawing.pages["2026/n/page-" + std::to_string(10000 + i) + ".md"] =
        "[x](pag-" + std::to_string(30000 + i) + ".md)\n";
  }
  const DrawnSite drawn = draw(drawing);
  CHECK(drawn.diagnostics.all().size() == 2000);
}

}  // namespace
}  // namespace herald::model
