#include "value/yaml.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "support.h"

namespace herald::value {
namespace {

struct Case {
  std::string_view text;
  std::string_view json;
};

/// Every text must give exactly these values, and no diagnostic.
template <size_t n>
void check_read(const Case (&cases)[n]) {
  for (const Case& c : cases) {
    base::Source source{"x.md", std::string(c.text)};
    Arena arena;
    base::Diagnostics diagnostics;
    std::string got = json_of(parse_yaml(source, whole(source), arena, diagnostics));
    INFO(c.text);
    CHECK(got == c.json);
    CHECK(codes_of(diagnostics) == "");
  }
}

TEST_CASE("what is YAML is read as YAML") {
  const Case cases[] = {
      {"", "{}"},
      {"# only a comment\n\n", "{}"},
      {"title: 通知", R"({"title":"通知"})"},
      {"title: 通知\n", R"({"title":"通知"})"},
      {"a: 1\nb: true\nc: 1.10\nd: 2026-06-01\ne: yes\nf: 010\n",
       R"({"a":"1","b":"true","c":"1.10","d":"2026-06-01","e":"yes","f":"010"})"},
      {"a: null\nb: ~\nc:\nd: 'null'\ne: \"\"\nf: NULL\n",
       R"({"a":null,"b":null,"c":null,"d":"null","e":"","f":"NULL"})"},
      {"a: 'it''s'\nb: \"x\\ty\\u4e2d\"\n", R"({"a":"it's","b":"x\ty中"})"},
      {"t: 09:30\nu: https://a.example/b:c\n", R"({"t":"09:30","u":"https://a.example/b:c"})"},
      {"a: x # 注\nb: # 注\nc: x#y\n", R"({"a":"x","b":null,"c":"x#y"})"},
      {"a: [甲, \"乙\", '丙', ]\nb: []\nc: [[1], [2, 3]]\n",
       R"({"a":["甲","乙","丙"],"b":[],"c":[["1"],["2","3"]]})"},
      {"a: {x: 1, y: [2], 'z': ~}\n", R"({"a":{"x":"1","y":["2"],"z":null}})"},
      {"{title: 通知, tags: [a]}\n", R"({"title":"通知","tags":["a"]})"},
      {"a: [1,\n  2, # 注\n\n  3\n]\nb: x\n", R"({"a":["1","2","3"],"b":"x"})"},
      {"a:\n  - 1\n  - 2\nb:\n- 3\n-\n- 4\n", R"({"a":["1","2"],"b":["3",null,"4"]})"},
      {"p:\n  start: 1\n  end: 2\nq: 3\n", R"({"p":{"start":"1","end":"2"},"q":"3"})"},
      {"l:\n  - name: a\n    tel: 1\n  - name: b\n", R"({"l":[{"name":"a","tel":"1"},{"name":"b"}]})"},
      {"l:\n  - - a\n    - b\n  -\n    - c\n", R"({"l":[["a","b"],["c"]]})"},
      {"l:\n  - {a: 1}\n  - [b]\n", R"({"l":[{"a":"1"},["b"]]})"},
      {"a: |\n  一\n    二\n\n  三\n\nb: x\n", R"({"a":"一\n  二\n\n三\n","b":"x"})"},
      {"a: >-\n  one\n  two\n\n  three\n", R"({"a":"one two\nthree"})"},
      {"a: |2-\n    x\n  y\n", R"({"a":"  x\ny"})"},
      {"a: |\n  # 不是注\n  k: v\n  - x\n", R"({"a":"# 不是注\nk: v\n- x\n"})"},
      {"a: 第一行\n  第二行\n\n  第三行\n", R"({"a":"第一行第二行\n第三行"})"},
      {"a:\n  另起一行，\n  接着写\n", R"({"a":"另起一行，接着写"})"},
      {"a: \"第一行\n  第二行\"\n", R"({"a":"第一行第二行"})"},
      {"\"quoted key\": 1\n'标题' : 2\n", R"({"quoted key":"1","标题":"2"})"},
      {"a: !!str 5\n", R"({"a":"5"})"},
      {"dc:title: x\na b: y\n<<: z\n", R"({"dc:title":"x","a b":"y","\u003c\u003c":"z"})"},
      {"l:\n  - 'a: b'\n  - \"c: d\"\n", R"({"l":["a: b","c: d"]})"},
      {"  title: x\n  b: y\n", R"({"title":"x","b":"y"})"},
      {"a: -5\nb: -x\nc: ?x\nd: :x\n", R"({"a":"-5","b":"-x","c":"?x","d":":x"})"},
      {"a: [x: 1, {b: 2}]\n", R"({"a":[{"x":"1"},{"b":"2"}]})"},
  };
  check_read(cases);
}

TEST_CASE("a full-width colon, or one without a blank, separates a key from its value") {
  const Case cases[] = {
      {"标题：关于开展活动的通知", R"({"标题":"关于开展活动的通知"})"},
      {"标题 ： 关于\n", R"({"标题":"关于"})"},
      {"标题　：　关于　\n", R"({"标题":"关于"})"},
      {"title：x\n发文字号: y\n", R"({"title":"x","发文字号":"y"})"},
      {"标题：关于：通知: 好\n", R"({"标题":"关于：通知: 好"})"},
      {"标题：\"安全\"\n", R"({"标题":"安全"})"},
      {"\"标题\"：x\n", R"({"标题":"x"})"},
      {"标题：\n摘要：x\n", R"({"标题":null,"摘要":"x"})"},
      {"标题:关于：通知\ntitle:x\n", R"({"标题":"关于：通知","title":"x"})"},
      {"标题:说明: 好\n", R"({"标题":"说明: 好"})"},
      {"标签：#随手拍#\n", R"({"标签":"#随手拍#"})"},
      {"收件人：[甲, 乙]\n", R"({"收件人":["甲","乙"]})"},
      {"时间：\n  开始：6月1日\n  结束：6月30日\n", R"({"时间":{"开始":"6月1日","结束":"6月30日"}})"},
      {"时间:\n  开始:6月1日\n  结束:6月30日\n", R"({"时间":{"开始":"6月1日","结束":"6月30日"}})"},
      {"a: {姓名：张, 电话: 1}\n", R"({"a":{"姓名":"张","电话":"1"}})"},
      {"标题: 　关于\n", R"({"标题":"关于"})"},
  };
  check_read(cases);
}

TEST_CASE("a value that YAML would not take for text is read as text") {
  const Case cases[] = {
      {"title: 关于：开展“安全”活动: 通知\n", R"({"title":"关于：开展“安全”活动: 通知"})"},
      {"title: 要求如下:\n", R"({"title":"要求如下:"})"},
      {"title: \"安全\"活动\n", R"({"title":"\"安全\"活动"})"},
      {"title: '安全'和'应急'\n", R"({"title":"'安全'和'应急'"})"},
      {"title: \"甲\"、\"乙\" # 注\n", R"({"title":"\"甲\"、\"乙\""})"},
      {"title: [重要] 关于防汛\n", R"({"title":"[重要] 关于防汛"})"},
      {"title: [重要]\"安全\": 好\n", R"({"title":"[重要]\"安全\": 好"})"},
      {"title: {暂定} 名单\n", R"({"title":"{暂定} 名单"})"},
      {"title: {{ campaign.theme }}启动\n", R"({"title":"{{ campaign.theme }}启动"})"},
      {"a: @某人\nb: %5\nc: `x`\n", R"({"a":"@某人","b":"%5","c":"`x`"})"},
      {"a: *重要*\nb: &和\nc: !注意\nd: * 一\n", R"({"a":"*重要*","b":"\u0026和","c":"!注意","d":"* 一"})"},
      {"a: - 横线\nb: -\nc: ? 问\nd: : x\n", R"({"a":"- 横线","b":"-","c":"? 问","d":": x"})"},
      {"a: | 竖线\nb: > 引用\nc: >5人\n", R"({"a":"| 竖线","b":"\u003e 引用","c":"\u003e5人"})"},
      {"a: ]x\nb: }y\nc: ,z\n", R"({"a":"]x","b":"}y","c":",z"})"},
      {"a: 关于: 通知\n  第二行，也有: 冒号和'引号'\n", R"({"a":"关于: 通知 第二行，也有: 冒号和'引号'"})"},
      {"a: [@甲, %5, \"乙\"丙, *丁*]\n", R"({"a":["@甲","%5","\"乙\"丙","*丁*"]})"},
      {"a: [通知[2026]1号, x]\n", R"({"a":["通知[2026]1号","x"]})"},
      {"a: [说明: 甲, 16:00]\n", R"({"a":["说明: 甲","16:00"]})"},
      {"a: [#多看一眼#, #云桥#]\n", R"({"a":["#多看一眼#","#云桥#"]})"},
      {"a: [\"甲\"，\"乙\"、'丙']\n", R"({"a":["甲","乙","丙"]})"},
      {"a: {name: 广场，address: 路}\n", R"({"a":{"name":"广场","address":"路"}})"},
      {"a: {姓名：张，电话：1}\n", R"({"a":{"姓名":"张","电话":"1"}})"},
      {"a: {b: 甲，乙：丙}\n", R"({"a":{"b":"甲，乙：丙"}})"},
      {"a: [甲，乙, 丙]\n", R"({"a":["甲，乙","丙"]})"},
      {"a: it's: x\n", R"({"a":"it's: x"})"},
      {"@人: 1\n*重要*: 2\n", R"({"@人":"1","*重要*":"2"})"},
  };
  check_read(cases);
}

TEST_CASE("a list item with a colon is a sentence unless its neighbours say that it is a map") {
  const Case cases[] = {
      {"l:\n  - 各社区：请于5日前报\n", R"({"l":["各社区：请于5日前报"]})"},
      {"l:\n  - 各社区：请\n  - 各单位：也\n", R"({"l":["各社区：请","各单位：也"]})"},
      {"l:\n  - 第一: 办在楼下\n  - 第二: 查到就改\n", R"({"l":["第一: 办在楼下","第二: 查到就改"]})"},
      {"l:\n  - 甲\n  - 乙: 丙\n", R"({"l":["甲","乙: 丙"]})"},
      {"l:\n  - 16:00 开始: 说明\n", R"({"l":["16:00 开始: 说明"]})"},
      {"l:\n  - 关于“安全”: 通知\n", R"({"l":["关于“安全”: 通知"]})"},
      {"contacts:\n  - 联系人: 张工\n", R"({"contacts":[{"联系人":"张工"}]})"},
      {"contacts:\n  - 联系人：张工\n    电话：1\n", R"({"contacts":[{"联系人":"张工","电话":"1"}]})"},
      {"contacts:\n  - 联系人：张工\n  - 联系人：李工\n",
       R"({"contacts":[{"联系人":"张工"},{"联系人":"李工"}]})"},
      {"contacts:\n  - name：张工\n", R"({"contacts":[{"name":"张工"}]})"},
      {"contacts:\n  - 联系 人: 张工\n    电话: 1\n", R"({"contacts":[{"联系 人":"张工","电话":"1"}]})"},
      {"l:\n  - 甲:\n      - 乙\n", R"({"l":[{"甲":["乙"]}]})"},
      {"l:\n  - \"甲\": 乙\n", R"({"l":[{"甲":"乙"}]})"},
      {"l:\n  - [重要] 关于\n  - @某人: 请\n  - \"安全\"活动\n",
       R"({"l":["[重要] 关于","@某人: 请","\"安全\"活动"]})"},
      {"l:\n  - 各社区：请\n    尽快报\n", R"({"l":["各社区：请尽快报"]})"},
      {"l:\n-甲\n-乙\n", R"({"l":["甲","乙"]})"},
      {"l:\n  -联系人: 张\n   电话: 1\n", R"({"l":[{"联系人":"张","电话":"1"}]})"},
  };
  check_read(cases);
}

TEST_CASE("tabs and wide blanks indent like blanks of the right width") {
  const Case cases[] = {
      {"l:\n\t- 甲\n\t- 乙\n", R"({"l":["甲","乙"]})"},
      {"l:\n\t- name: a\n\t\ttel: 1\n", R"({"l":[{"name":"a","tel":"1"}]})"},
      {"l:\n  - 甲\n\t- 乙\n", R"({"l":["甲","乙"]})"},
      {"p:\n    a: 1\n\tb: 2\n", R"({"p":{"a":"1","b":"2"}})"},
      {"p:\n　a: 1\n  b: 2\n", R"({"p":{"a":"1","b":"2"}})"},
      {"p:\n\xC2\xA0\xC2\xA0"
       "a: 1\n  b: 2\n",
       R"({"p":{"a":"1","b":"2"}})"},
      {"l:\n  -　甲\n  -\t乙\n", R"({"l":["甲","乙"]})"},
      {"t:\t值\nu: 值\t\n", R"({"t":"值","u":"值"})"},
      {"\t# 注\n　\na: 1\n\t\n", R"({"a":"1"})"},
      {"a: |\n　　第一段\n　　第二段\n", R"({"a":"第一段\n第二段\n"})"},
      {"a: |\n  　　第一段\n  　　第二段\n", R"({"a":"　　第一段\n　　第二段\n"})"},
      {"a: |\n\t一\n\t二\n", R"({"a":"一\n二\n"})"},
      {"a: |\n    一\n  二\n", R"({"a":"一\n二\n"})"},
      {"a: [甲,　乙]　\n", R"({"a":["甲","乙"]})"},
      {"a: \"甲\"　\n", R"({"a":"甲"})"},
  };
  check_read(cases);
}

struct PlaceCase {
  std::string_view text;
  std::string_view places;
};

TEST_CASE("keys and values know their places in the text as written") {
  const PlaceCase cases[] = {
      {"标题: 安全\nb: [甲, '乙']\n", "{标题@1:1:\"安全\"@1:5,b@2:1:[\"甲\"@2:5,\"乙\"@2:8]@2:4}@1:1"},
      {"标题：安全\nb: x\n", "{标题@1:1:\"安全\"@1:4,b@2:1:\"x\"@2:4}@1:1"},
      {"标题　：　安全\n", "{标题@1:1:\"安全\"@1:6}@1:1"},
      {"a:x\nb: 关于: 通知\nc: y\n", "{a@1:1:\"x\"@1:3,b@2:1:\"关于: 通知\"@2:4,c@3:1:\"y\"@3:4}@1:1"},
      {"a: \"安全\"活动\nb: \"c\"\n", "{a@1:1:\"\\\"安全\\\"活动\"@1:4,b@2:1:\"c\"@2:4}@1:1"},
      {"l:\n\t- 甲：乙\n\t- 丙\n", "{l@1:1:[\"甲：乙\"@2:4,\"丙\"@3:4]@2:2}@1:1"},
      {"l:\n  - name: x\n    tel: 1\n", "{l@1:1:[{name@2:5:\"x\"@2:11,tel@3:5:\"1\"@3:10}@2:5]@2:3}@1:1"},
      {"a: |\n　　块\nb: x\n", "{a@1:1:\"块\\n\"@1:4,b@3:1:\"x\"@3:4}@1:1"},
      {"a: [it's, @b, #c]\nd: 'it''s'\ne: f\n",
       "{a@1:1:[\"it's\"@1:5,\"@b\"@1:11,\"#c\"@1:15]@1:4,d@2:1:\"it's\"@2:4,e@3:1:\"f\"@3:4}@1:1"},
      {"a:\nb: 𠮷\nc: x\n", "{a@1:1:null@1:3,b@2:1:\"𠮷\"@2:4,c@3:1:\"x\"@3:4}@1:1"},
      {"a: 一: 二'三\n  四\nb: x\n", "{a@1:1:\"一: 二'三 四\"@1:4,b@3:1:\"x\"@3:4}@1:1"},
  };
  for (const PlaceCase& c : cases) {
    base::Source source{"x.md", std::string(c.text)};
    Arena arena;
    base::Diagnostics diagnostics;
    std::string got = with_places(source, parse_yaml(source, whole(source), arena, diagnostics));
    INFO(c.text);
    CHECK(got == c.places);
    CHECK(codes_of(diagnostics) == "");
  }
}

TEST_CASE("places count from the beginning of the source, not of the span") {
  base::Source source{"x.md", "---\n标题：甲\n坏行\n---\n正文\n"};
  Arena arena;
  base::Diagnostics diagnostics;
  auto end = static_cast<uint32_t>(source.text.find("---\n", 4));
  Value value = parse_yaml(source, {4, end}, arena, diagnostics);
  CHECK(with_places(source, value) == "{标题@2:1:\"甲\"@2:4}@2:1");
  CHECK(codes_of(diagnostics) == "yaml-missing-colon 3:1");
}

TEST_CASE("lines of Chinese are joined without a blank") {
  const Case cases[] = {
      {"title: >-\n  关于印发“安全生产月”\n  活动方案的通知\n",
       R"({"title":"关于印发“安全生产月”活动方案的通知"})"},
      {"title: 关于印发\n  方案的通知\n", R"({"title":"关于印发方案的通知"})"},
      {"title: \"关于印发\n  方案的通知\"\n", R"({"title":"关于印发方案的通知"})"},
      {"title: '关于印发\n  方案'\n", R"({"title":"关于印发方案"})"},
      {"text: >\n  第一行，\n  第二行。\n", R"({"text":"第一行，第二行。\n"})"},
      // Blanks within a line, and those beside Latin letters, stay.
      {"title: >-\n  生命至上 安全\n  第一\n", R"({"title":"生命至上 安全第一"})"},
      {"title: >-\n  学习强安 APP\n  发布\n", R"({"title":"学习强安 APP 发布"})"},
      {"title: >-\n  work safety\n  month\n", R"({"title":"work safety month"})"},
      {"text: >-\n  甲\n\n  乙\n", R"({"text":"甲\n乙"})"},
      {"text: |-\n  甲\n  乙\n", R"({"text":"甲\n乙"})"},
      {"l:\n  - 甲\n    乙\n  - [丙\n    丁, 戊]\n", R"({"l":["甲乙",["丙丁","戊"]]})"},
  };
  check_read(cases);
}

}  // namespace
}  // namespace herald::value
