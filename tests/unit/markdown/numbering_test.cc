#include "markdown/numbering.h"

#include "helpers.h"

namespace herald::markdown::test {
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
  check_numbering("3、12350，举报有奖", 3, "3.", "12350，举报有奖");
  check_numbering("5、一人安全", 3, "5.", "一人安全");
  check_numbering("6.三级教育", 3, "6.", "三级教育");
  check_numbering("4、119，火警", 3, "4.", "119，火警");
  check_numbering("16. 其他", 3, "16.", "其他");
  check_numbering("（1）沙袋", 4, "（1）", "沙袋");
  check_numbering("(１) 沙袋", 4, "（1）", "沙袋");
  check_numbering("⑵水泵", 4, "（2）", "水泵");
  check_numbering("③门", 5, "③", "门");
}

TEST_CASE("what only looks like a number is none") {
  for (const std::string_view text :
       {"", "指导思想", "1.5万人", "6.16咨询日", "3.119", "1、2号楼", "9、10号楼", "2026年", "一线职工",
        "（见附件）", "（2026）", "1234.五", "（　）次", "1", "（"}) {
    check_none(text);
  }
}

}  // namespace herald::markdown::test
