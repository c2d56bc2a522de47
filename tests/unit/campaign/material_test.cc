#include "base/utf8.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_items(std::string_view body, std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(body);
  const auto page = parse("2026/materials/a.md", "---\ntitle: 海报\n---\n" + std::string(body));
  CHECK(rows(page->records.get("items"), {"title", "url", "access_code", "type", "note"}) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("a table with links is a list of materials") {
  check_items(
      "| 资料 | 类型 | 链接 | 提取码 |\n|---|---|---|---|\n| 课件 | PPTX | <https://pan.example/s/1> | k7mx "
      "|\n",
      "课件|https://pan.example/s/1|k7mx|PPTX|");
  check_items("| 名称 | 下载地址 | 备注 |\n|---|---|---|\n| 提纲 | [下载](a.txt) | 两页 |\n",
              "提纲|a.txt|||两页");
  check_items("| 名称 | 链接 | 有效期 |\n|---|---|---|\n| 提纲 | [下载](a.txt) | 长期 |\n",
              "提纲|a.txt|||有效期：长期");
  check_items("| 资料 | 链接 | 提取码 |\n|---|---|---|\n| 提纲 | [提纲](a.txt) | — |\n", "提纲|a.txt|||");
  check_items("| 资料 | 链接 |\n|---|---|\n| 课件 | https://pan.baidu.com/s/1a?pwd=ab12 |\n",
              "课件|https://pan.baidu.com/s/1a?pwd=ab12|ab12||");
}

TEST_CASE("rows parted by tabs, as spreadsheets paste them, are a table") {
  check_items(
      "名称\t链接\t提取码\n楼道海报\thttps://pan.baidu.com/s/1a\tld26\n充电海报\t"
      "https://pan.baidu.com/s/1b\tcd26\n",
      "楼道海报|https://pan.baidu.com/s/1a|ld26|| / 充电海报|https://pan.baidu.com/s/1b|cd26||");
  const auto page = parse("2026/materials/a.md",
                          "---\ntitle: 海报\n---\n名称\t链接\n甲\thttps://pan.baidu.com/s/1a?pwd=ab12\n");
  CHECK(rows(page->records.get("sources"), {"url"}) == "");
  check_items("楼道\t张贴\n单元门\t张贴\n", "");
}

TEST_CASE("a cell of codes has a code, says that there is none, or has words that are shown") {
  const auto check = [](std::string_view cell, std::string_view code, std::string_view extra = "") {
    CAPTURE(cell);
    const auto page = parse("2026/materials/a.md",
                            "---\ntitle: 手册\n---\n| 资料 | 链接 | 提取码 |\n|---|---|---|\n| 甲 | "
                            "https://pan.example/s/1 | " +
                                std::string(cell) + " |\n");
    CHECK(rows(page->records.get("items"), {"access_code", "extra"}) ==
          std::string(code) + "|" + std::string(extra));
  };
  check("yi26", "yi26");
  check("提取码：yi26", "yi26");
  check("**yi26**", "yi26");
  check("y i 2 6", "yi26");
  check("yi２６", "yi26");
  check("无", "");
  check("无需提取码", "");
  check("不需要", "");
  check("见群公告", "", R"(["提取码：见群公告"])");
}

TEST_CASE("each link of a row or an item is a material, and the words beside are its remark") {
  const std::string head = "| 资料 | 下载 | 备注 |\n|---|---|---|\n";
  check_items(
      head +
          "| 海报 | 百度网盘：https://pan.baidu.com/s/1a 提取码：1a2b；夸克网盘：https://pan.quark.cn/s/2b "
          "提取码：3c4d | 竖版 |\n",
      "海报（百度网盘）|https://pan.baidu.com/s/1a|1a2b||竖版 / "
      "海报（夸克网盘）|https://pan.quark.cn/s/2b|3c4d||竖版");
  check_items(
      head + "| 海报 | https://pan.baidu.com/s/1a 提取码：1a2b；https://pan.quark.cn/s/2b | |\n",
      "海报（百度网盘）|https://pan.baidu.com/s/1a|1a2b|| / 海报（夸克网盘）|https://pan.quark.cn/s/2b|||");
  check_items(
      "| 资料 | 链接 | 提取码 |\n|---|---|---|\n| 海报 | [横版](https://pan.baidu.com/s/1a) 和 "
      "[竖版](https://pan.quark.cn/s/2b) | xin1/xin2 |\n",
      "海报（横版）|https://pan.baidu.com/s/1a|xin1|| / 海报（竖版）|https://pan.quark.cn/s/2b|xin2||");
  check_items(
      head +
          "| 海报 | 提取码：aaaa https://pan.baidu.com/s/1a；提取码：bbbb https://pan.baidu.com/s/1b | |\n",
      "海报（百度网盘）|https://pan.baidu.com/s/1a|aaaa|| / "
      "海报（百度网盘）|https://pan.baidu.com/s/1b|bbbb||");
  check_items(
      head + "| 海报 | https://pan.baidu.com/s/1a 提取码：aaaa；https://pan.quark.cn/s/2b，先登录 | |\n",
      "海报（百度网盘）|https://pan.baidu.com/s/1a|aaaa||先登录 / "
      "海报（夸克网盘）|https://pan.quark.cn/s/2b|||先登录");
  check_items(head + "| 海报 | [竖版](a.pdf) | |\n| 折页 | [折页.pdf](b.pdf) | |\n",
              "海报|a.pdf|||竖版 / 折页|b.pdf|||");
  check_items(head + "| 海报 | [PDF](a.pdf) [印刷用](b.pdf) | |\n",
              "海报|a.pdf||| / 海报（印刷用）|b.pdf|||");
  check_items(
      head + "| 海报 | 横版：https://pan.example/s/1；竖版：https://pan.example/s/2，请先登录 | |\n",
      "海报（横版）|https://pan.example/s/1|||请先登录 / 海报（竖版）|https://pan.example/s/2|||请先登录");
  check_items(head + "| 海报 | https://pan.example/s/1 （7月31日前有效，先登录） | A3 |\n",
              "海报|https://pan.example/s/1|||A3；7月31日前有效，先登录");
  check_items("- 海报：[PDF](a.pdf) [印刷用](b.pdf)\n- [折页](c.pdf) [挂图](d.pdf)\n",
              "海报|a.pdf||| / 海报（印刷用）|b.pdf||| / 折页|c.pdf||| / 挂图|d.pdf|||");
  check_items("- 海报：https://pan.baidu.com/s/1a 提取码：cd26（7月底前有效）\n- [折页](a.pdf)，印好后拍照\n",
              "海报|https://pan.baidu.com/s/1a|cd26||7月底前有效 / 折页|a.pdf|||印好后拍照");
}

TEST_CASE("a link ends on the last day that its row states") {
  const auto check = [](std::string_view cell, std::string_view expires, std::string_view note = "") {
    CAPTURE(cell);
    const std::string url = "| 甲 | https://pan.example/s/1 ";
    const auto read = [&](const std::string& table) {
      const auto page = parse("2026/materials/a.md", "---\ntitle: 手册\n---\n" + table);
      return rows(page->records.get("items"), {"expires", "note"});
    };
    const std::string expected = std::string(expires) + "|" + std::string(note);
    CHECK(read("| 资料 | 链接 | 有效期 |\n|---|---|---|\n" + url + "| " + std::string(cell) + " |\n") ==
          expected);
    CHECK(read("| 资料 | 链接 | 失效日期 |\n|---|---|---|\n" + url + "| " + std::string(cell) + " |\n") ==
          expected);
    if (cell.starts_with("有效期"))
      CHECK(read("| 资料 | 链接 |\n|---|---|\n" + url + "，" + std::string(cell) + " |\n") == expected);
  };
  check("2026年6月30日", "2026-06-30");
  check("有效期至2026年6月30日", "2026-06-30");
  check("有效期：6月30日", "2026-06-30");
  check("2026年6月1日至6月30日", "2026-06-30");
  check("2026年6月1日至30日", "2026-06-30");
  check("截至2026年6月30日", "2026-06-30");
  check("至6月30日", "2026-06-30");
  check("2026年6月30日到期", "2026-06-30");
  check("6月底", R"({"text":"6月底","earliest":"2026-06-21","latest":"2026-06-30"})");
  check("6月30日（内网）", "2026-06-30", "有效期：6月30日（内网）");
  check("7天", "", "有效期：7天");
  check("—", "");
}

TEST_CASE("other tables are left in the text") {
  check_items("| 字 | 动作 |\n|---|---|\n| 提 | 提起来 |\n", "");
}

TEST_CASE("a row without a link and a share without its code are told") {
  check_items("| 资料 | 链接 |\n|---|---|\n| 海报 | |\n", "海报||||", "6:3 material-no-link");
  check_items("| 资料 | 链接 | 提取码 |\n|---|---|---|\n| 海报 | <https://pan.baidu.com/s/1a> | |\n",
              "海报|https://pan.baidu.com/s/1a|||", "6:3 share-no-code");
}

TEST_CASE("of an address that does not begin as one the whole is suggested") {
  const auto check = [](std::string_view cell, std::string_view meant) {
    CAPTURE(cell);
    const auto page =
        parse("2026/materials/a.md",
              "---\ntitle: 海报\n---\n| 资料 | 链接 |\n|---|---|\n| 甲 | " + std::string(cell) + " |\n");
    REQUIRE(page->diagnostics.all().size() == 1);
    const base::Diagnostic& told = page->diagnostics.all()[0];
    CHECK(told.code == base::Code::MaterialNoLink);
    CHECK((told.notes.empty() ? "" : told.notes[0].arguments[0]) == meant);
  };
  check("pan.baidu.com/s/1a", "https://pan.baidu.com/s/1a");
  check("http：//pan.baidu.com/s/1a 。", "http://pan.baidu.com/s/1a");
  check("ｗｗｗ.example.cn/a", "https://www.example.cn/a");
  check("见群公告", "");
  check("", "");
}

TEST_CASE("a list of links is a list of materials") {
  check_items("- [海报](a.pdf)，A3\n- [短片](https://pan.example/s/1) 提取码：ab12\n",
              "海报|a.pdf|||A3 / 短片|https://pan.example/s/1|ab12||");
  check_items("- 海报：<https://pan.example/s/1> 提取码: ab12\n", "海报|https://pan.example/s/1|ab12||");
  check_items("- 海报：[下载](a.pdf)\n", "海报|a.pdf|||");
}

TEST_CASE("lists of pages and of words are no materials") {
  check_items("- [标语](../slogans/general.md)\n- [折页](../materials/leaflet/)\n", "");
  check_items("- 打印：A3单面\n- [海报](a.pdf)\n", "");
}

TEST_CASE("share text of the page becomes its sources") {
  const auto page =
      parse("2026/materials/a.md", "---\ntitle: 短片\n---\n链接：https://pan.baidu.com/s/1a\n提取码：ab12\n");
  CHECK(rows(page->records.get("sources"), {"kind", "url", "access_code", "platform"}) ==
        "netdisk|https://pan.baidu.com/s/1a|ab12|百度网盘");
  CHECK(rows(page->records.get("shares"), {"url", "access_code", "line"}) ==
        "https://pan.baidu.com/s/1a|ab12|4");
}

TEST_CASE("shares in a list of materials are its items, and nothing beside them") {
  const auto page = parse("2026/materials/a.md",
                          "---\ntitle: 短片\n---\n1. 演练：链接：https://pan.baidu.com/s/1a 提取码：ab12\n"
                          "2. 演示：链接：https://pan.baidu.com/s/1b\n\n`https://pan.baidu.com/s/1c`\n");
  CHECK(rows(page->records.get("items"), {"title", "url", "access_code"}) ==
        "演练|https://pan.baidu.com/s/1a|ab12 / 演示|https://pan.baidu.com/s/1b|");
  CHECK(rows(page->records.get("sources"), {"url"}) == "");
  CHECK(codes(page->diagnostics) == "5:1 share-no-code");
}

TEST_CASE("paragraphs that say nothing but where the shares are do not stand in the text again") {
  const auto check = [](std::string_view body, std::string_view left) {
    CAPTURE(body);
    const auto page = parse("2026/materials/a.md", "---\ntitle: 短片\n---\n" + std::string(body));
    std::string html(page->text->intro.html + page->text->rest.html);
    for (const std::string_view tag : {"<p>", "<h2 id=\"横版\">", "<a href=\"\">", "</a>"})
      html = base::replace_all(html, tag, "");
    for (const std::string_view end : {"</p>\n", "</h2>\n"}) html = base::replace_all(html, end, "|");
    CHECK(html == left);
  };
  check(
      "两部。\n\n链接：https://pan.baidu.com/s/1a\n\n提取码：ab12\n\n--来自网盘会员的分享\n\n放完请登记。\n",
      "两部。|放完请登记。|");
  check("一张，下载：https://pan.baidu.com/s/1a 提取码：ab12 贴后拍照。\n",
        "一张，下载：https://pan.baidu.com/s/1a 提取码：ab12 贴后拍照。|");
  check("链接：https://pan.baidu.com/s/1a 提取码：ab12\n\n链接：https://pan.quark.cn/s/2b\n", "");
  // Which is which is said between them.
  check("甲\n\nhttps://pan.quark.cn/s/1a\n\n乙\n\nhttps://pan.quark.cn/s/2b\n",
        "甲|https://pan.quark.cn/s/1a|乙|https://pan.quark.cn/s/2b|");
  check("## 横版\n\nhttps://pan.quark.cn/s/1a\n", "横版|https://pan.quark.cn/s/1a|");
}

TEST_CASE("a list of lists is left in the text") {
  check_items("- 海报\n  - [竖版](a.pdf)\n  - [横版](b.pdf)\n", "");
}

TEST_CASE("a share in the front matter wants its code too") {
  const auto page =
      parse("2026/materials/a.md", "---\ntitle: 短片\nsources:\n  - url: https://pan.baidu.com/s/1a\n---\n");
  CHECK(codes(page->diagnostics) == "4:10 share-no-code");
}

TEST_CASE("words are asked of what is seen or heard, and of nothing else") {
  const auto told = [](std::string_view head) {
    return codes(
        parse("2026/materials/a.md",
              "---\ntitle: 甲\npublished: 2026-06-01\nsource: 乙\n" + std::string(head) + "---\n文。\n", true)
            ->diagnostics);
  };
  CHECK(told("material_type: 海报\n") == "1:1 missing-expected-field");
  CHECK(told("material_type: film\nalt: \" \"\n") == "1:1 missing-expected-field");
  CHECK(told("material_type: film\nalt: 有人在说话\n") == "");
  CHECK(told("material_type: handbook\n") == "");
  CHECK(told("") == "");
}

TEST_CASE("columns of other names are kept under their own headers") {
  const auto page =
      parse("2026/materials/a.md",
            "---\ntitle: 海报\n---\n| 资料 | 链接 | 审核人 |\n|---|---|---|\n| 甲 | [下载](a.txt) | 钱某 |\n"
            "| 乙 | 见群文件 | |\n");
  CHECK(rows(page->records.get("items"), {"title", "extra"}) ==
        "甲|[\"审核人：钱某\"] / 乙|[\"链接：见群文件\"]");
}

}  // namespace herald::campaign::test
