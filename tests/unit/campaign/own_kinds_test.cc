#include <doctest/doctest.h>

#include "campaign/kinds.h"
#include "campaign/schema.h"
#include "campaign/skeleton.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

/// A site.json with `kinds`, read.
struct Kinds {
  explicit Kinds(std::string_view kinds) {
    std::string text = "{\"name\": \"站\", \"sponsor\": \"街道\", \"kinds\": " + std::string(kinds) + "}";
    config = model::parse_config({"site.json", std::move(text)}, diagnostics);
    read_own_kinds(config, diagnostics);
  }
  base::Diagnostics diagnostics;
  model::Config config;
};

constexpr std::string_view kStory =
    R"({"story": {"label": "安全故事", "label_en": "Story", "folder": "stories",
  "extends": "news", "headings": ["经过", "教训"], "fields": [
    {"key": "teller", "label": "讲述人|讲述", "need": "required", "max": 5, "example": "张师傅"},
    {"key": "level", "label": "程度", "type": "choice", "choices": ["high|重大", "low|一般"]},
    {"key": "injured", "label": "受伤人数", "type": "integer", "min": 0, "max": 100},
    {"key": "place", "label": "地点", "type": "object", "fields": [{"key": "street", "label": "街道"}]}]},
  "notice": {"label": "通知公告", "fields": [{"key": "urgency", "label": "紧急程度"}]}})";

std::unique_ptr<model::ParsedPage> parse_as(const Kinds& kinds, std::string path, std::string_view text) {
  const Definitions definitions(kinds.config.kinds);
  ParseContext context;
  context.definitions = &definitions;
  return parse_page({"content/" + path, std::string(text)}, path, context);
}

void check_told(std::string_view kinds, std::string_view expected) {
  CAPTURE(kinds);
  const Kinds read(kinds);
  std::string told;
  for (const base::Diagnostic& one : read.diagnostics.all()) {
    told += (told.empty() ? "" : " ") + std::to_string(one.place.column - 40) + ":" +
            std::string(base::text_of(one.code).name);
    if (!one.arguments.empty()) told += "(" + one.arguments[0] + ")";
  }
  CHECK(told == expected);
}

}  // namespace

TEST_CASE("a kind of the site's own is given by its folder, name or label") {
  const Kinds kinds(kStory);
  CHECK(codes(kinds.diagnostics) == "");
  for (const std::string_view text : {"---\n讲述人: 张师傅\n---\n文。\n"}) {
    const auto page = parse_as(kinds, "2026/stories/a.md", text);
    CHECK(page->kind == model::Kind::News);
    CHECK(page->own_kind == 0);
  }
  for (const std::string_view kind : {"story", "安全故事"}) {
    const auto page =
        parse_as(kinds, "2026/x/a.md", "---\nkind: " + std::string(kind) + "\nteller: 张师傅\n---\n文。\n");
    CHECK(page->own_kind == 0);
    CHECK(page->kind_stated);
  }
  CHECK(parse_as(kinds, "2026/x/a.md", "---\nkind: 通知公告\n---\n文。\n")->kind == model::Kind::Notice);
}

TEST_CASE("own fields are read and checked like all others, under English and Chinese names") {
  const Kinds kinds(kStory);
  const auto page =
      parse_as(kinds, "2026/stories/a.md",
               "---\n标题: 甲\n发布日期: 2026-06-01\n讲述: 李四\n程度: 重大\n受伤人数: 2人\n地点: {街道: "
               "云桥}\n---\n文。\n");
  CHECK(codes(page->diagnostics) == "");
  CHECK(page->fields.get("teller").text_or_empty() == "李四");
  CHECK(page->fields.get("level").text_or_empty() == "high");
  CHECK(page->fields.get("injured").as_int() == 2);
  CHECK(page->fields.get("place").get("street").text_or_empty() == "云桥");
}

TEST_CASE("wrong values of own fields are told at their place, under the name that was written") {
  const Kinds kinds(kStory);
  const auto page = parse_as(
      kinds, "2026/stories/a.md",
      "---\npublished: 2026-06-01\n讲述人: 一二三四五六\n程度: 高\n受伤人数: 101\n讲解: 无\n---\n文。\n");
  CHECK(codes(page->diagnostics) == "3:6 field-limit 4:5 wrong-choice 5:7 field-limit 6:1 unknown-key");
  CHECK(page->diagnostics.all()[0].arguments[0] == "讲述人");
  CHECK(parse_as(kinds, "2026/stories/a.md", "---\npublished: 2026-06-01\n---\n文。\n")
            ->diagnostics.all()
            .front()
            .code == base::Code::MissingField);
}

TEST_CASE("built-in kinds get further fields and keep theirs") {
  const Kinds kinds(kStory);
  const auto page = parse_as(kinds, "2026/notices/a.md", "---\n紧急程度: 特急\n发文机关: 街道\n---\n文。\n");
  CHECK(page->fields.get("urgency").text_or_empty() == "特急");
  CHECK(page->fields.get("issuer").text_or_empty() == "街道");
}

TEST_CASE("a new page of an own kind has its keys and headings") {
  const Kinds kinds(kStory);
  const Definitions definitions(kinds.config.kinds);
  SkeletonInput input;
  input.title = "电动车";
  input.today = {2026, 6, 1};
  model::KindRef kind;
  REQUIRE(definitions.find("story", kind));
  const std::string text = skeleton(definitions, kind, input);
  CHECK(text.find("讲述人: 张师傅\n") != std::string::npos);
  CHECK(text.find("## 经过\n\n在这里写正文。\n\n## 教训\n") != std::string::npos);
  CHECK(text.find("受伤人数") != std::string::npos);
  CHECK(json_schema(definitions.fields(kind), "story", "").find("\"maxLength\": 5") != std::string::npos);
  CHECK(json_schema(definitions.fields(kind), "story", "").find("\"maximum\": 100") != std::string::npos);
}

TEST_CASE("a wrong definition is told at its place and left out") {
  check_told(R"({"story": {}})", "3:missing-field(label)");
  check_told(R"({"安全故事": {"label": "安全故事"}})", "3:name-unusable(安全故事)");
  check_told(R"({"story": {"label": "通知"}})", "22:name-taken(通知)");
  check_told(R"({"story": {"label": "甲", "folder": "news"}})", "37:name-taken(news)");
  check_told(R"({"story": {"label": "甲", "folder": "../x"}})", "37:name-unusable(../x)");
  check_told(R"({"story": {"label": "甲", "extends": "nws"}})", "37:wrong-choice(extends)");
  check_told(R"({"story": {"lable": "甲"}})", "12:unknown-key(lable) 3:missing-field(label)");
  check_told(R"({"news": {"folder": "x"}})", "22:kind-fixed(news)");
  check_told(R"({"news": 5})", "10:wrong-type(news)");
  check_told(R"({"news": {"fields": [{"key": "x"}]}})", "22:missing-field(label)");
  check_told(R"({"news": {"fields": [{"key": "x y", "label": "甲"}]}})", "31:name-unusable(x y)");
  check_told(R"({"news": {"fields": [{"key": "x", "label": "标题"}]}})", "45:name-taken(标题)");
  check_told(R"({"news": {"fields": [{"key": "url", "label": "甲"}]}})", "31:name-taken(url)");
  check_told(R"({"news": {"fields": [{"key": "x", "label": "甲", "type": "choice"}]}})",
             "31:field-incomplete(x)");
  check_told(R"({"news": {"fields": [{"key": "x", "label": "甲", "type": "number"}]}})",
             "57:wrong-choice(type)");
}

TEST_CASE("more fields than anybody fills in are told") {
  std::string fields;
  for (int i = 0; i < 120; i++)
    fields += (i == 0 ? "" : ",") + std::string("{\"key\": \"f") + std::to_string(i) + "\", \"label\": \"栏" +
              std::to_string(i) + "\"}";
  const Kinds kinds("{\"news\": {\"fields\": [" + fields + "]}}");
  REQUIRE(kinds.diagnostics.all().size() == 1);
  CHECK(kinds.diagnostics.all()[0].code == base::Code::TooManyFields);
}

}  // namespace herald::campaign::test
