// What a return of a form holds: keys, names, what may be left out, parts and sums.

#include "helpers.h"

namespace herald::campaign::test {
namespace {

/// The inputs of a form whose table is `table`, as "key name kind!" (a mark where it is required), with parts
/// as
/// "<key" and sums as "=key+key".
std::string shown_inputs(std::string_view table, std::string_view head = "", std::string_view above = "") {
  const auto page = parse("2026/forms/a.md", "---\ntitle: 表\n" + std::string(head) + "---\n" +
                                                 std::string(above) + "\n\n" + std::string(table));
  std::string out;
  for (const value::Value& input : page->records.get("inputs").items()) {
    if (!out.empty()) out += " / ";
    out += std::string(input.get("key").as_text()) + " " + std::string(input.get("name").as_text()) + " " +
           std::string(input.get("kind").as_text()) + (input.get("required").as_bool() ? "!" : "");
    if (!input.get("part_of").as_text().empty()) out += " <" + std::string(input.get("part_of").as_text());
    std::string sum;
    for (const value::Value& key : input.get("sum_of").items())
      sum += (sum.empty() ? " =" : "+") + std::string(key.as_text());
    out += sum;
  }
  return out;
}

std::string answer(std::string_view text) {
  return "| 项目 | 要求 | 情况 |\n|---|---|---|\n| 演练 | 至少一次 | " + std::string(text) + " |\n";
}

}  // namespace

TEST_CASE("a blank is named by its row, the words before it and its unit") {
  CHECK(shown_inputs(answer("组织（　）场，参与（　）人次")) ==
        "blank-1 演练 组织（场） integer! / blank-2 演练 参与（人次） integer!");
  CHECK(shown_inputs(answer("以（　　　）等形式")) == "blank-1 演练 以 text");
  CHECK(shown_inputs(answer("是否讲评：□是 □否")) == "choice-1 演练 是否讲评 one!");
  CHECK(shown_inputs(answer("形式：□文字 □图片 □视频")) == "choice-1 演练 形式 many!");
  CHECK(shown_inputs(answer("经费（　）万元")) == "blank-1 演练 经费（万元） decimal!");
}

TEST_CASE("names are told apart, also from those above the form") {
  CHECK(shown_inputs(answer("参与（　）人次；参与（　）人次")) ==
        "blank-1 演练 参与（人次） integer! / blank-2 演练 参与（人次） 2 integer!");
  CHECK(shown_inputs("| 序号 | 联系人 | 电话 |\n|---|---|---|\n| 1 | （　） | （　） |\n",
                     "purpose: roster\n",
                     "填报单位：　　　联系人：　　　") == "column-2 联系人 2 text! / column-3 电话 text!");
}

TEST_CASE("其中 is a part of the number before it") {
  CHECK(shown_inputs(answer("参与（　）场，其中夜间（　）场")) ==
        "blank-1 演练 参与（场） integer! / blank-2 演练 其中夜间（场） integer! <blank-1");
  CHECK(shown_inputs(answer("共（　）人次，其中男（　）人次，女（　）人次")) ==
        "blank-1 演练 共（人次） integer! / blank-2 演练 其中男（人次） integer! <blank-1 / blank-3 演练 "
        "女（人次） "
        "integer! <blank-1");
  // Of another unit, or behind a stop, it is a number of its own.
  CHECK(shown_inputs(answer("组织（　）场，其中参与（　）人次")) ==
        "blank-1 演练 组织（场） integer! / blank-2 演练 其中参与（人次） integer!");
  CHECK(shown_inputs(answer("组织（　）场；其中夜间（　）场")) ==
        "blank-1 演练 组织（场） integer! / blank-2 演练 其中夜间（场） integer!");
}

TEST_CASE("合计 adds up the numbers of its unit since the last stop") {
  CHECK(shown_inputs(answer("企业（　）家，社区（　）家，合计（　）家")) ==
        "blank-1 演练 企业（家） integer! / blank-2 演练 社区（家） integer! / blank-3 演练 合计（家） "
        "integer! "
        "=blank-1+blank-2");
  CHECK(shown_inputs(answer("企业（　）家；合计（　）家")) ==
        "blank-1 演练 企业（家） integer! / blank-2 演练 合计（家） integer!");
}

TEST_CASE("a roster asks for the same columns in each row") {
  CHECK(shown_inputs("| 序号 | 姓名 | 值班 | 备注 |\n|---|---|---|---|\n| 1 | （　） | □能 □不能 | （　） "
                     "|\n| 2 | （　） | "
                     "□能 □不能 | （　） |\n",
                     "purpose: roster\n") == "column-2 姓名 text! / column-3 值班 one! / column-4 备注 text");
  const auto page = parse(
      "2026/forms/a.md",
      "---\ntitle: 表\npurpose: roster\n---\n| 序号 | 姓名 |\n|---|---|\n| 1 | （　） |\n| 2 | （　） |\n");
  CHECK(page->records.get("rows").as_int() == 2);
  CHECK(rows(page->records.get("groups").items()[0].get("items").items()[1].get("parts"), {"id", "key"}) ==
        "| / blank-2|column-2");
}

TEST_CASE("seals and signatures are of paper and asked for by no return") {
  const auto page =
      parse("2026/forms/a.md", "---\ntitle: 表\n---\n填报单位（盖章）：　　领导签字：　　填报日期：　　\n\n" +
                                   answer("（　）次"));
  CHECK(rows(page->records.get("header"), {"id", "required"}) == "unit|true / head|false / date|true");
}

}  // namespace herald::campaign::test
