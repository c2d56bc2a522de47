#include "campaign/numbering.h"

#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_numbering(std::string_view text, int level, std::string_view number, std::string_view rest) {
  CAPTURE(text);
  const auto numbering = read_numbering(text);
  REQUIRE(numbering.has_value());
  CHECK(numbering->level == level);
  CHECK(numbering->number == number);
  CHECK(text.substr(numbering->size) == rest);
}

void check_none(std::string_view text) {
  CAPTURE(text);
  CHECK(!read_numbering(text).has_value());
  CHECK(without_numbering(text) == text);
}

void check_sections(std::string_view body, std::string_view expected) {
  CAPTURE(body);
  const auto page = parse("2026/plans/a.md", "---\ntitle: 方案\n---\n" + std::string(body));
  CHECK(rows(page->records.get("sections"), {"level", "number", "title"}) == expected);
}

}  // namespace

TEST_CASE("official numbers are read in all their widths") {
  check_numbering("一、指导思想", 1, "一、", "指导思想");
  check_numbering("十二、其他", 1, "十二、", "其他");
  check_numbering("一．指导思想", 1, "一、", "指导思想");
  check_numbering("一 、指导思想", 1, "一、", "指导思想");
  check_numbering("　　一、指导思想", 1, "一、", "指导思想");
  check_numbering("（一）搞好学习", 2, "（一）", "搞好学习");
  check_numbering("(六) 扎实推进", 2, "（六）", "扎实推进");
  check_numbering("（一)混用", 2, "（一）", "混用");
  check_numbering("1.理论学习", 3, "1.", "理论学习");
  check_numbering("1. 理论学习", 3, "1.", "理论学习");
  check_numbering("１．理论学习", 3, "1.", "理论学习");
  check_numbering("1、理论学习", 3, "1.", "理论学习");
  check_numbering("16. 其他", 3, "16.", "其他");
  check_numbering("（1）沙袋", 4, "（1）", "沙袋");
  check_numbering("(１) 沙袋", 4, "（1）", "沙袋");
  check_numbering("⑵水泵", 4, "（2）", "水泵");
  check_numbering("③门", 5, "③", "门");
}

TEST_CASE("what only looks like a number is none") {
  for (const std::string_view text : {"", "指导思想", "1.5万人", "6.16咨询日", "2026年", "一线职工",
                                      "（见附件）", "（2026）", "1234.五", "（　）次", "1", "（"}) {
    check_none(text);
  }
}

TEST_CASE("headings are sections with or without numbers") {
  check_sections("## 一、目标\n\n### （一）看\n\n## 其他\n", "1|一、|目标 / 2|（一）|看 / 1||其他");
}

TEST_CASE("a paragraph that begins with a number gives its first sentence") {
  check_sections("（一）成立小组。主任任组长。\n\n（二）各管一片。\n",
                 "2|（一）|成立小组 / 2|（二）|各管一片");
  check_sections("**一、谁来查。** 物业查。\n", "1|一、|谁来查");
  check_sections("一、指导思想\n", "1|一、|指导思想");
  check_sections("1.网络课堂\n", "3|1.|网络课堂");
  check_sections("[bookmark: _Hlk1]（三）办好咨询日。\n", "2|（三）|办好咨询日");
}

TEST_CASE("items of lists and deeper numbers are no sections") {
  check_sections("1. 甲\n2. 乙\n", "");
  check_sections("（1）沙袋。\n", "");
  check_sections("", "");
}

TEST_CASE("a heading's section has the heading's id") {
  const auto page = parse("2026/plans/a.md", "---\ntitle: 方案\n---\n## 一、目标\n");
  REQUIRE(page->headings.size() == 1);
  CHECK(rows(page->records.get("sections"), {"id"}) == page->headings[0].id);
}

}  // namespace herald::campaign::test
