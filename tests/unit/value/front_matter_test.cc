#include "value/front_matter.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "support.h"

namespace herald::value {
namespace {

struct Case {
  std::string_view text;
  std::string_view fields;
  std::string_view head;
  std::string_view body;
  std::string_view codes = "";
};

TEST_CASE("a file is split into its head and its text") {
  const Case cases[] = {
      {"", "{}", "", ""},
      {"正文\n", "{}", "", "正文\n"},
      {"---\ntitle: 通知\n---\n正文\n", R"({"title":"通知"})", "title: 通知\n", "正文\n"},
      {"---\ntitle: 通知\n---", R"({"title":"通知"})", "title: 通知\n", ""},
      {"---  \ntitle: 通知\n---　\n\n正文", R"({"title":"通知"})", "title: 通知\n", "\n正文"},
      {"---\n---\n正文\n", "{}", "", "正文\n"},
      {"---\n# 注\n---\n", "{}", "# 注\n", ""},
      {"---\na: 1\n---\n一\n\n---\n\n二\n", R"({"a":"1"})", "a: 1\n", "一\n\n---\n\n二\n"},
      {"---\na: |\n  ---\n  x\n---\n正文", R"({"a":"---\nx\n"})", "a: |\n  ---\n  x\n", "正文"},
      {"\xEF\xBB\xBF---\na: 1\n---\n正文", R"({"a":"1"})", "a: 1\n", "正文"},
      // Behind blank lines, as pasting leaves it: only a whole head is one.
      {"\n---\na: 1\n---\n", R"({"a":"1"})", "a: 1\n", ""},
      {"\n\n---\na: 1\n---\n正文\n", R"({"a":"1"})", "a: 1\n", "正文\n"},
      {"\n---\na: 1\n", "{}", "", "\n---\na: 1\n"},
      {"\n---\n正文\n---\n", "{}", "", "\n---\n正文\n---\n"},
      // Miscounted or indented dashes, as far as they can only be meant as fences.
      {"----\na: 1\n----\n", R"({"a":"1"})", "a: 1\n", "", "front-matter-fence 1:1, front-matter-fence 3:1"},
      {"--\na: 1\n------\n", R"({"a":"1"})", "a: 1\n", "", "front-matter-fence 1:1, front-matter-fence 3:1"},
      {" ---\na: 1\n---\n正文", R"({"a":"1"})", "a: 1\n", "正文", "front-matter-fence 1:1"},
      {"　---\na: 1\n　 ---\n正文", R"({"a":"1"})", "a: 1\n", "正文",
       "front-matter-fence 1:1, front-matter-fence 3:1"},
      {"---\na: 1\n----\n正文\n\n---\n", R"({"a":"1"})", "a: 1\n", "正文\n\n---\n", "front-matter-fence 3:1"},
      {"---\na: |-\n  x\n   ---\n---\n正文", R"({"a":"x\n ---"})", "a: |-\n  x\n   ---\n", "正文"},
      {"----\n一段引文\n----\n", "{}", "", "----\n一段引文\n----\n"},
      {"-------\na: 1\n-------\n", "{}", "", "-------\na: 1\n-------\n"},
      {"    ---\n    a: 1\n    ---\n", "{}", "", "    ---\n    a: 1\n    ---\n"},
      {"\t---\n\ta: 1\n\t---\n", "{}", "", "\t---\n\ta: 1\n\t---\n"},
      // The first fence is missing: only what begins with a field was meant as a head.
      {"标题：通知\n状态：草稿\n---\n正文", R"({"标题":"通知","状态":"草稿"})", "标题：通知\n状态：草稿\n",
       "正文", "front-matter-unopened 1:1"},
      {"title: 通知\ntags:\n  - 甲\n ————\n正文", R"({"title":"通知","tags":["甲"]})",
       "title: 通知\ntags:\n  - 甲\n", "正文", "front-matter-unopened 1:1"},
      {"标题：通知\n---", R"({"标题":"通知"})", "标题：通知\n", "", "front-matter-unopened 1:1"},
      {"标题：通知\n\n---\n", "{}", "", "标题：通知\n\n---\n"},
      {"标题：通知\n正文\n---\n", "{}", "", "标题：通知\n正文\n---\n"},
      {"时间：上午\n---\n", "{}", "", "时间：上午\n---\n"},
      {"\n\n标题：通知\n---\n正文", R"({"标题":"通知"})", "标题：通知\n", "正文",
       "front-matter-unopened 3:1"},
      {"标题：通知\n\n状态：草稿\n\n---\n\n正文", R"({"标题":"通知","状态":"草稿"})",
       "标题：通知\n\n状态：草稿\n", "\n正文", "front-matter-unopened 1:1"},
      // Both are missing: several fields were meant as a head.
      {"标题：通知\n状态：草稿\n\n正文\n", R"({"标题":"通知","状态":"草稿"})", "标题：通知\n状态：草稿\n",
       "\n正文\n", "front-matter-unopened 1:1, front-matter-unclosed 1:1"},
      {"标题：通知\n状态：草稿", R"({"标题":"通知","状态":"草稿"})", "标题：通知\n状态：草稿", "",
       "front-matter-unopened 1:1, front-matter-unclosed 1:1"},
      {"标题：通知\n\n正文\n", "{}", "", "标题：通知\n\n正文\n"},
      {"标题：通知\n地点：广场\n\n正文\n", "{}", "", "标题：通知\n地点：广场\n\n正文\n"},
      // A rule across the text closes no head.
      {"---\n标题：通知\n状态：草稿\n\n第一段。\n\n---\n\n第二段。\n", R"({"标题":"通知","状态":"草稿"})",
       "标题：通知\n状态：草稿\n", "\n第一段。\n\n---\n\n第二段。\n", "front-matter-unclosed 1:1"},
      {"---\n标题：通知\n\n状态 草稿\n---\n正文", R"({"标题":"通知"})", "标题：通知\n\n状态 草稿\n", "正文",
       "yaml-missing-colon 4:1"},
      {"---\n\n标题：通知\n\n状态：草稿\n\n---\n正文", R"({"标题":"通知","状态":"草稿"})",
       "\n标题：通知\n\n状态：草稿\n\n", "正文"},
      {"---\n标题：|-\n  甲\n\n  乙\n---\n正文", "{\"标题\":\"甲\\n\\n乙\"}", "标题：|-\n  甲\n\n  乙\n",
       "正文"},
      {"－－－\n标题：通知\n－－－\n正文", R"({"标题":"通知"})", "标题：通知\n", "正文",
       "front-matter-fence 1:1, front-matter-fence 3:1"},
      {"———\na: 1\n———\n", R"({"a":"1"})", "a: 1\n", "", "front-matter-fence 1:1, front-matter-fence 3:1"},
      {"———\n一段引文\n———\n", "{}", "", "———\n一段引文\n———\n"},
      {"———\n标题：x\n没有结束\n", "{}", "", "———\n标题：x\n没有结束\n"},
      {"---\na: 1\n正文\n", R"({"a":"1"})", "a: 1\n", "正文\n", "front-matter-unclosed 1:1"},
      {"---\na:\n  - 1\n\n正文\n", R"({"a":["1"]})", "a:\n  - 1\n", "\n正文\n", "front-matter-unclosed 1:1"},
      {"---\n\n正文\n", "{}", "", "\n正文\n", "front-matter-unclosed 1:1"},
      {"---", "{}", "", "", "front-matter-unclosed 1:1"},
      {"{\"title\": \"通知\"}\n\n正文\n", R"({"title":"通知"})", "{\"title\": \"通知\"}", "\n正文\n"},
      {"{\"title\": \"通知\"}", R"({"title":"通知"})", "{\"title\": \"通知\"}", ""},
      {"{\"title\": \"通知\"}  \n", R"({"title":"通知"})", "{\"title\": \"通知\"}", ""},
      {"{\n  \"a\": \"}\" // }\n}\n正文\n", R"({"a":"}"})", "{\n  \"a\": \"}\" // }\n}", "正文\n"},
      {"{}\n\n正文", "{}", "{}", "\n正文"},
      {"{\"a\": 1} 是一段文字\n", "{}", "", "{\"a\": 1} 是一段文字\n"},
      {"{\"a\": 1}\n紧接着的文字\n", "{}", "", "{\"a\": 1}\n紧接着的文字\n"},
      {"{{ campaign.theme }}启动\n", "{}", "", "{{ campaign.theme }}启动\n"},
      {"{暂定}名单\n", "{}", "", "{暂定}名单\n"},
      {"{\"a\": 1\n\n正文\n", "{}", "{\"a\": 1\n", "\n正文\n", "front-matter-unclosed 1:1"},
      {"{\"a\": 1,}\n\n正文\n", "{}", "{\"a\": 1,}", "\n正文\n", "json-extra-comma 1:8"},
      {"{", "{}", "", "{"},
  };
  for (const Case& c : cases) {
    base::Source source{"x.md", std::string(c.text)};
    Arena arena;
    base::Diagnostics diagnostics;
    FrontMatter read = parse_front_matter(source, arena, diagnostics, is_field);
    INFO(c.text);
    CHECK(json_of(read.fields) == c.fields);
    CHECK(std::string(source.view(read.head)) == c.head);
    CHECK(std::string(source.view(read.body)) == c.body);
    CHECK(codes_of(diagnostics) == c.codes);
  }
}

TEST_CASE("places in the head are places in the file") {
  base::Source source{"x.md", "---\n标题：通知\ntags: [甲]\n---\n正文\n"};
  Arena arena;
  base::Diagnostics diagnostics;
  FrontMatter read = parse_front_matter(source, arena, diagnostics, is_field);
  CHECK(with_places(source, read.fields) == "{标题@2:1:\"通知\"@2:4,tags@3:1:[\"甲\"@3:8]@3:7}@2:1");
}

}  // namespace
}  // namespace herald::value
