#include "campaign/form_parts.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

/// Parts as text: blanks are {unit:kind:width}, choices [甲|乙], line breaks \.
std::string shown(const std::vector<FormPart>& parts) {
  std::string out;
  for (const FormPart& part : parts) {
    if (part.type == FormPart::Type::Text) out += part.text;
    if (part.type == FormPart::Type::Break) out += "\\";
    if (part.type == FormPart::Type::Blank)
      out += "{" + part.unit + ":" + std::string(part.kind) + ":" + std::to_string(part.width) + "}";
    if (part.type != FormPart::Type::Choice) continue;
    std::string options;
    for (const std::string& option : part.options) options += (options.empty() ? "" : "|") + option;
    out += "[" + options + "]";
  }
  return out;
}

void check_parts(std::string_view text, std::string_view expected) {
  CAPTURE(text);
  CHECK(shown(parse_form_text(text)) == expected);
}

void check_header(std::string_view line, std::string_view expected) {
  CAPTURE(line);
  std::string all;
  for (const FormHeaderField& field : parse_form_header(line)) {
    all += (all.empty() ? "" : " ") + field.id + "=" + field.label + (field.seal ? "*" : "");
  }
  CHECK(all == expected);
}

/// The groups of a form as "title: item(requirement)=parts", with the counts in front.
std::string shown_form(const model::ParsedPage& page) {
  const value::Value records = page.records;
  std::string out =
      std::to_string(records.get("blanks").as_int()) + "/" + std::to_string(records.get("boxes").as_int());
  for (const value::Value& group : records.get("groups").items()) {
    out += " " + std::string(group.get("title").as_text()) + ":";
    for (const value::Value& item : group.get("items").items()) {
      out += " " + std::string(item.get("title").as_text()) + "(" +
             std::string(item.get("requirement").as_text()) + ")";
      for (const value::Value& part : item.get("parts").items()) {
        const std::string_view type = part.get("type").as_text();
        if (type == "text") out += part.get("text").as_text();
        if (type == "blank") out += "{" + std::string(part.get("unit").as_text()) + "}";
        if (type == "choice") out += json(part.get("options"));
        if (type == "break") out += "\\";
      }
    }
  }
  return out;
}

void check_form(std::string_view table, std::string_view expected, std::string_view diagnostics = "",
                std::string_view head = "") {
  CAPTURE(table);
  const auto page =
      parse("2026/forms/a.md", "---\ntitle: 表\n" + std::string(head) + "---\n" + std::string(table));
  CHECK(shown_form(*page) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("joined cells of a form are read once, and group its rows") {
  check_form(
      "| 项目 | 要求 | 进展 |\n|---|---|---|\n| **一、学起来** | << | << |\n| 学习 | 每月 | （　）次 |\n"
      "| ^^ | 每季 | （　）场 |\n| 演练 | ^^ | （　）人 |\n",
      "3/0 一、学起来: 学习(每月){次}次 学习(每季){场}场 演练(每季){人}人");
}

TEST_CASE("blanks are brackets around blanks, in any mixture of widths") {
  check_parts("组织（　）次", "组织{次:integer:2}次");
  check_parts("组织（    ）次", "组织{次:integer:4}次");
  check_parts("组织(    )次", "组织{次:integer:4}次");
  check_parts("组织（   )次", "组织{次:integer:3}次");
  check_parts("组织(　）次", "组织{次:integer:2}次");
  check_parts("组织（）次", "组织{次:integer:4}次");
  check_parts("组织____次", "组织{次:integer:4}次");
  check_parts("组织（____）次", "组织{次:integer:4}次");
  check_parts("（　）个社区（　）场", "{个:integer:2}个社区{场:integer:2}场");
}

TEST_CASE("square brackets around blanks are blanks as well") {
  check_parts("组织[ ]次，参与[  ]人次", "组织{次:integer:2}次，参与{人次:integer:2}人次");
  check_parts("印发［　］份", "印发{份:integer:2}份");
  check_parts("播放[　］场", "播放{场:integer:2}场");
  check_parts("方式：[____]", "方式：{:text:4}");
  check_parts("[]、a[ ]、[ )、![ ]", "[]、a[ ]、[ )、![ ]");
  check_parts("参与（ ]人次", "参与（ ]人次");
}

TEST_CASE("the longest unit behind a blank is its unit") {
  check_parts("（　）人次", "{人次:integer:2}人次");
  check_parts("（　）人", "{人:integer:2}人");
  check_parts("（　）场次", "{场次:integer:2}场次");
  check_parts("（　）条次", "{条次:integer:2}条次");
  check_parts("（　） 部", "{部:integer:2} 部");
  check_parts("（　）条微视频", "{条:integer:2}条微视频");
  check_parts("整改率（　）%", "整改率{%:decimal:2}%");
  check_parts("（　）万元", "{万元:decimal:2}万元");
}

TEST_CASE("blanks for words have no unit") {
  check_parts("以（　　　）等形式启动（　）场次", "以{:text:6}等形式启动{场次:integer:2}场次");
  check_parts("创新开展（　　　）活动", "创新开展{:text:6}活动");
  check_parts("（　　　　）", "{:text:8}");
}

TEST_CASE("brackets around words are text") {
  check_parts("填报单位（盖章）", "填报单位（盖章）");
  check_parts("参与（含线上）（　）人", "参与（含线上）{人:integer:2}人");
}

TEST_CASE("boxes are a choice") {
  check_parts("是否讲过：□是 □否", "是否讲过：[是|否]");
  check_parts("是否讲过：□是□否", "是否讲过：[是|否]");
  check_parts("是否讲过：□ 是　□ 否；主讲（　）人", "是否讲过：[是|否]；主讲{人:integer:2}人");
  check_parts("是否讲过：是□ 否□", "是否讲过：[是|否]");
  check_parts("是否讲过：是□否□", "是否讲过：[是|否]");
  check_parts("☐主场 ☐自办 ☐线上", "[主场|自办|线上]");
  check_parts("形式：□文字、□图片、□其他（　）", "形式：[文字|图片|其他]{:text:2}");
  check_parts("□", "");
}

TEST_CASE("what stands before the boxes and belongs to the sentence stays in it") {
  check_parts("制作（　）部是□ 否□", "制作{部:integer:2}部[是|否]");
  check_parts("是否已建立台账是□ 否□", "是否已建立台账[是|否]");
  check_parts("领导小组有□ 无□", "领导小组[有|无]");
  check_parts("均是□ 否□", "[均是|否]");
  check_parts("现场是□ 线上□", "[现场是|线上]");
}

TEST_CASE("line breaks are kept and indents dropped") {
  check_parts("  组织（　）次；\n　　参与（　）人", "组织{次:integer:2}次；\\参与{人:integer:2}人");
}

TEST_CASE("labels are the words before a blank") {
  const auto parts = parse_form_text("学习（　）次，参与（　）人次；是否讲评：□是 □否");
  REQUIRE(parts.size() == 6);
  CHECK(parts[1].label == "学习");
  CHECK(parts[3].label == "参与");
  CHECK(parts[5].label == "是否讲评");
  CHECK(parse_form_text("观看（　）场，（　）人次")[3].label == "观看");
  CHECK(parse_form_text("制作（　）部；□是 □否")[3].label.empty());
  CHECK(parse_form_text("制作（　）部 □是 □否")[3].label.empty());
  CHECK(parse_form_text("制作（　）部，是否公开：□是 □否")[3].label == "是否公开");
  CHECK(parse_form_text("是否已建立台账是□ 否□")[1].label == "是否已建立台账");
  CHECK(parse_form_text("制作典型、经验视频（　）部")[1].label == "制作典型、经验视频");
}

TEST_CASE("odd cells are text") {
  check_parts("", "");
  check_parts("（", "（");
  check_parts("）", "）");
  check_parts("参与（　人次", "参与（　人次");
  check_parts("a_b", "a_b");
}

TEST_CASE("the line above a form is its header") {
  check_header("填报单位（盖章）：　　联系人：　　电话：　　填报日期：　　",
               "unit=填报单位* contact=联系人 tel=电话 date=填报日期");
  check_header("填报单位：（　　） 联系人：[  ]", "unit=填报单位 contact=联系人");
  check_header("填报单位：          填报日期：", "unit=填报单位 date=填报日期");
  check_header("联 系 人：____ 联系电话:____", "contact=联系人 tel=联系电话");
  check_header("单位(盖章):", "unit=单位*");
  check_header("填报单位：云桥社区　联系人：", "unit=填报单位 contact=联系人");
}

TEST_CASE("other lines are no header") {
  check_header("填表说明：数字只填六月的。", "");
  check_header("联系人：张某", "");
  check_header("", "");
  check_header("说明", "");
}

TEST_CASE("a table of three columns is title, requirement and answer") {
  check_form("| 活动项目 | 内容要求 | 进展情况 |\n|---|---|---|\n| 学习 | 不念文件 | 组织（　）次 |\n",
             "1/0 : 学习(不念文件)组织{次}次");
  check_form("| 活动项目 | 进展情况 |\n|---|---|\n| 学习 | 组织（　）次 |\n", "1/0 : 学习()组织{次}次");
  check_form(
      "| 序号 | 项目 | 要求 | 完成情况 | 备注 |\n|---|---|---|---|---|\n| 1 | 学习 | 念 | （　）次 | 可不填 "
      "|\n",
      "1/0 : 学习(念){次}次\\可不填");
}

TEST_CASE("a row with its first cell alone begins a group") {
  check_form(
      "| 项目 | 要求 | 情况 |\n|---|---|---|\n| **一、学** | | |\n| 甲 | 乙 | （　）次 |\n| **二、查** | | "
      "|\n| 丙 | 丁 | （　）处 |\n",
      "2/0 一、学: 甲(乙){次}次 二、查: 丙(丁){处}处");
}

TEST_CASE("an empty title means the row above") {
  check_form("| 项目 | 要求 | 情况 |\n|---|---|---|\n| 演练 | 一次 | （　）场 |\n| | 要讲评 | □是 □否 |\n",
             "1/2 : 演练(一次){场}场 演练(要讲评)[\"是\",\"否\"]");
}

TEST_CASE("a first column that groups may repeat or stay empty") {
  check_form(
      "| 类别 | 项目 | 情况 |\n|---|---|---|\n| 学 | 甲 | （　）次 |\n| | 乙 | （　）次 |\n| 查 | 丙 | "
      "（　）处 |\n| 查 | 丁 | （　）处 |\n",
      "4/0 学: 甲(){次}次 乙(){次}次 查: 丙(){处}处 丁(){处}处");
  check_form(
      "| 活动项目 | | 内容要求 | 进展情况 |\n|---|---|---|---|\n| 学 | 甲 | 要求 | （　）次 |\n| | 乙 | 要求 "
      "| （　）次 |\n",
      "2/0 学: 甲(要求){次}次 乙(要求){次}次");
}

TEST_CASE("a column of answers that is empty is to be filled in") {
  check_form("| 项目 | 单位 | 数量 |\n|---|---|---|\n| 参与人数 | 人次 | |\n| 悬挂横幅 | 条 | |\n",
             "2/0 : 参与人数(){人次}人次 悬挂横幅(){条}条");
}

TEST_CASE("several tables are one form, grouped by their headings") {
  check_form(
      "## 甲表\n\n| 项目 | 情况 |\n|---|---|\n| 学 | （　）次 |\n\n## 乙表\n\n| 项目 | 情况 |\n|---|---|\n| "
      "查 | （　）处 |\n",
      "2/0 甲表: 学(){次}次 乙表: 查(){处}处");
}

TEST_CASE("a roster is a row of labelled blanks") {
  check_form("| 序号 | 姓名 | 岗位 | 电话 |\n|---|---|---|---|\n| 1 | （　） | （　） | （　） |\n",
             "3/0 : 1()姓名：{}\\岗位：{}\\电话：{}");
  check_form("| 姓名 | 电话 |\n|---|---|\n| | |\n| | |\n",
             "4/0 : 1()姓名：{}\\电话：{} 2()姓名：{}\\电话：{}", "", "purpose: roster\n");
  check_form("| 姓名 | 电话 |\n|---|---|\n", "2/0 : 1()姓名：{}\\电话：{}", "", "purpose: roster\n");
}

TEST_CASE("a form without anything to fill in is told") {
  check_form("| 步骤 | 谁 |\n|---|---|\n| 登记 | 街道 |\n", "0/0", "4:1 form-no-blank");
  check_form("参与（　）人。\n", "0/0", "4:1 form-no-blank");
  check_form("", "0/0", "4:1 form-no-blank");
}

TEST_CASE("a bracket without its partner is told where it stands") {
  check_form("| 项目 | 情况 |\n|---|---|\n| 学 | 组织（　）次，参与（　人次 |\n",
             "1/0 : 学()组织{次}次，参与（　人次", "6:16 form-bracket");
  check_form("| 项目 | 情况 |\n|---|---|\n| 学 | 组织（　）次，参与　）人次 |\n",
             "1/0 : 学()组织{次}次，参与　）人次", "6:17 form-bracket");
}

TEST_CASE("a choice without words of its own goes by the title of its row") {
  const auto page = parse("2026/forms/a.md",
                          "---\ntitle: 表\n---\n| 项目 | 情况 |\n|---|---|\n| 学 | （　）部；□是 □否 |\n"
                          "| 查 | □是 □否；□好 □差 |\n");
  CHECK(rows(page->records.get("inputs"), {"name"}) == "学（部） / 学 / 查 / 查 2");
}

TEST_CASE("the header stands in the records and not in the introduction") {
  const auto page = parse("2026/forms/a.md",
                          "---\ntitle: 表\n---\n请如实填写。\n\n填报单位（盖章）：　　　联系人：　　\n\n| "
                          "项目 | 情况 |\n|---|---|\n| 学 | （　）次 |\n\n1. 没有就填0。\n");
  CHECK(rows(page->records.get("header"), {"id", "label", "seal"}) ==
        "unit|填报单位|true / contact|联系人|false");
  CHECK(page->text->intro.html == "<p>请如实填写。</p>\n");
  CHECK(page->text->rest.html.find("没有就填0") != std::string::npos);
  CHECK(json(page->records.get("columns")) == "[\"项目\",\"情况\"]");
  CHECK(rows(page->records.get("groups").items()[0].get("items").items()[0].get("parts"),
             {"type", "id", "kind", "width"}) == "blank|blank-1|integer|2 / text|||");
}

TEST_CASE("columns of other names are kept, in the order of the table") {
  const auto page = parse(
      "2026/forms/a.md",
      "---\ntitle: 表\n---\n| 序号 | 去年数 | 项目 | 数量 | 内容要求 | 核对人 |\n|---|---|---|---|---|---|\n"
      "| 1 | 5 | 学 | （　）次 | 全员 | 孙某 |\n\n| 项目 | 数量 | 联系电话 |\n|---|---|---|\n"
      "| 查 | （　）次 | 0000-5550100 |\n");
  CHECK(json(page->records.get("columns")) == R"(["去年数","项目","数量","内容要求","核对人"])");
  CHECK(json(page->records.get("roles")) == R"(["other","title","answer","requirement","other"])");
  const value::Value groups = page->records.get("groups");
  REQUIRE(groups.items().size() == 2);
  CHECK(rows(groups.items()[0].get("items"), {"title", "cells"}) == R"(学|["5","","","全员","孙某"])");
  CHECK(rows(groups.items()[1].get("items"), {"title", "cells"}) == R"(查|["","","","0000-5550100",""])");
}

}  // namespace herald::campaign::test
