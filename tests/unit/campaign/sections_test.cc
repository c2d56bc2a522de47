#include "helpers.h"
#include "model/page_packing.h"

namespace herald::campaign::test {
namespace {

void check_sections(std::string_view body, std::string_view expected) {
  CAPTURE(body);
  const auto page = parse("2026/plans/a.md", "---\ntitle: 方案\n---\n" + std::string(body));
  CHECK(rows(model::sections_of(*page->text, page->arena), {"level", "number", "title"}) == expected);
}

}  // namespace

TEST_CASE("headings are sections with or without numbers") {
  check_sections("## 一、目标\n\n### （一）看\n\n## 其他\n", "1|一、|目标 / 2|（一）|看 / 1||其他");
}

TEST_CASE("a paragraph that begins with a number gives its first sentence") {
  check_sections("（一）成立小组。主任任组长。\n\n（二）各管一片。\n",
                 "2|（一）|成立小组 / 2|（二）|各管一片");
  check_sections("**一、谁来查。** 物业查。\n", "1|一、|谁来查");
  check_sections("一、指导思想\n", "1|一、|指导思想");
  check_sections("1.网络课堂\n", "3|1.|网络课堂");
  check_sections("[bookmark: _Hlk1]（一）办好咨询日。\n", "2|（一）|办好咨询日");
}

TEST_CASE("items of lists and deeper numbers are no sections") {
  check_sections("1. 甲\n2. 乙\n", "");
  check_sections("（1）沙袋。\n", "");
  check_sections("", "");
}

TEST_CASE("a heading's section has the heading's id") {
  const auto page = parse("2026/plans/a.md", "---\ntitle: 方案\n---\n## 一、目标\n");
  REQUIRE(page->text->headings.size() == 1);
  CHECK(rows(model::sections_of(*page->text, page->arena), {"id"}) == page->text->headings[0].id);
}

TEST_CASE("paragraphs that are headings stand among the page's headings, a level below") {
  const auto page =
      parse("2026/plans/a.md",
            "---\ntitle: 方案\n---\n# 一、甲\n\n（一）看楼道。正文。\n\n1.子。正文。\n\n# 二、乙\n");
  std::string out;
  for (const markdown::Heading& heading : page->text->headings)
    out += std::to_string(heading.level) + heading.id + "|" + heading.text + " ";
  CHECK(out == "2一甲|一、甲 3一看楼道|（一）看楼道 41子|1.子 2二乙|二、乙 ");
  CHECK(page->text->body.html.find("<p id=\"一看楼道\">") != std::string::npos);
}

TEST_CASE("a page that is taken apart has no such headings") {
  const auto page = parse("2026/slogans/a.md", "---\ntitle: 标语\n---\n（一）说明。正文。\n\n1. 甲\n2. 乙\n");
  CHECK(page->text->headings.empty());
  CHECK(page->text->body.html.find("outline") == std::string::npos);
}

TEST_CASE("a theme and a period that have a section of their own are the plan's") {
  const auto stated = [](std::string_view body) {
    const auto page = parse("2026/plans/a.md", "---\ntitle: 方案\n---\n" + std::string(body));
    return std::string(page->records.get("theme").text_or_empty()) + "|" +
           (page->records.get("period").is_nothing() ? "" : json(page->records.get("period")));
  };
  CHECK(stated("一、活动主题\n\n多看一眼，平安到家\n\n二、活动时间\n\n2026年6月1日至30日。\n") ==
        "多看一眼，平安到家|{\"start\":\"2026-06-01\",\"end\":\"2026-06-30\"}");
  CHECK(stated("## 主题\n\n**多看一眼**\n\n## 活动时间\n\n6月8日至12日\n") ==
        "多看一眼|{\"start\":\"2026-06-08\",\"end\":\"2026-06-12\"}");
  // Whoever says more states no value: sentences, several paragraphs, a value to be filled in.
  CHECK(
      stated("一、活动主题\n\n今年讲安全。人人都要参加。\n\n二、活动时间\n\n从6月1日开始，6月30日结束。\n") ==
      "|");
  CHECK(stated("一、活动主题\n\n甲\n\n乙\n\n二、活动时间\n\n（一）月。6月1日至30日。\n") == "|");
  CHECK(stated("## 一、活动主题\n\n{{ campaign.theme }}\n") == "|");
  CHECK(stated("## 一、活动主题\n") == "|");
  CHECK(stated("一、活动主题：多看一眼。\n\n二、其他\n\n文。\n") == "|");
}

}  // namespace herald::campaign::test
