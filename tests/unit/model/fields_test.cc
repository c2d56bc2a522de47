#include "model/fields.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "site_maker.h"
#include "value/front_matter.h"
#include "value/json.h"

namespace herald::model {
namespace {

using value::Value;

constexpr std::array<std::string_view, 3> kModes = {"offline|线下|现场", "online|线上", "mixed|线上线下结合"};

constexpr std::array kVenueFields = {
    FieldDefinition{.key = "name", .label = "名称", .need = Need::Required, .example = "云桥市民广场"},
    FieldDefinition{.key = "indoor", .label = "室内", .type = FieldType::Boolean},
};

constexpr std::array kFields = {
    FieldDefinition{.key = "title", .label = "标题"},
    FieldDefinition{.key = "summary", .label = "摘要|概要", .type = FieldType::LongText},
    FieldDefinition{.key = "capacity", .label = "人数", .type = FieldType::Integer},
    FieldDefinition{.key = "required", .label = "必须", .type = FieldType::Boolean},
    FieldDefinition{.key = "due", .label = "截止日期", .type = FieldType::Date},
    FieldDefinition{.key = "published", .label = "发布日期", .type = FieldType::DateTime},
    FieldDefinition{.key = "held", .label = "活动时间", .type = FieldType::Occasion},
    FieldDefinition{.key = "mode", .label = "方式", .type = FieldType::Choice, .choices = kModes},
    FieldDefinition{.key = "tel", .label = "电话", .type = FieldType::Telephone},
    FieldDefinition{.key = "email", .label = "邮箱", .type = FieldType::Email},
    FieldDefinition{.key = "url", .label = "网址", .type = FieldType::Address},
    FieldDefinition{.key = "file", .label = "文件", .type = FieldType::File},
    FieldDefinition{.key = "related", .label = "相关", .type = FieldType::PageLink, .list = true},
    FieldDefinition{.key = "venue", .label = "地点", .type = FieldType::Object, .fields = kVenueFields},
    FieldDefinition{
        .key = "venues", .label = "各地点", .type = FieldType::Object, .list = true, .fields = kVenueFields},
    FieldDefinition{.key = "extra", .label = "其他", .type = FieldType::Any},
    FieldDefinition{.key = "audience", .label = "对象", .list = true},
    FieldDefinition{
        .key = "modes", .label = "各方式", .type = FieldType::Choice, .list = true, .choices = kModes},
    FieldDefinition{.key = "numbers", .label = "各数", .type = FieldType::Integer, .list = true},
    FieldDefinition{.key = "kind", .label = "类别"},
};

constexpr std::array kNeeds = {
    FieldDefinition{
        .key = "issuer", .label = "发文机关|署名", .need = Need::Required, .example = "云桥街道办事处"},
    FieldDefinition{.key = "dated", .label = "成文日期", .type = FieldType::Date, .need = Need::Expected},
    FieldDefinition{.key = "note", .label = "附注"},
};

struct Reading {
  std::string json;
  std::vector<std::string> told;
  std::vector<FieldReference> references;
  base::Diagnostics diagnostics;
};

/// Reads `head`: YAML, or JSON when it begins with '{'.
Reading read(std::string_view head, std::span<const FieldDefinition> definitions = kFields, bool ask = true) {
  base::Source source{"a.md", std::string(head)};
  if (!head.starts_with('{')) source.text = "---\n" + source.text + "\n---\n";
  Reading reading;
  value::Arena arena;
  const value::FrontMatter front = value::parse_front_matter(source, arena, reading.diagnostics);
  const FieldContext context{.source = &source,
                             .whole = {0, 3},
                             .year = 2026,
                             .ask_for_missing = ask,
                             .kind = "notice",
                             .references = &reading.references};
  const Value fields = read_fields(definitions, front.fields, context, arena, reading.diagnostics);
  value::append_json(reading.json, fields, value::JsonStyle::Compact, arena);
  std::replace(reading.json.begin(), reading.json.end(), '"', '\'');
  reading.told = lines_of(reading.diagnostics);
  return reading;
}

void check_reads(std::string_view head, std::string_view json) {
  CAPTURE(head);
  const Reading reading = read(head);
  CHECK(reading.json == json);
  CHECK(reading.told == std::vector<std::string>());
}

/// The value is dropped and `told` is all that is said.
void check_refuses(std::string_view head, const std::string& told, std::string_view json = "{}") {
  CAPTURE(head);
  const Reading reading = read(head);
  CHECK(reading.json == json);
  CHECK(reading.told == std::vector<std::string>{told});
}

TEST_CASE("texts are trimmed and otherwise as written") {
  check_reads("title: 关于开展自查的通知", "{'title':'关于开展自查的通知'}");
  check_reads("title: '  两边有空格  '", "{'title':'两边有空格'}");
  check_reads("title: 2026", "{'title':'2026'}");
  check_reads("title: yes", "{'title':'yes'}");
  check_reads("summary: |\n  第一行\n  第二行\n", "{'summary':'第一行\\n第二行'}");
  check_reads("title: |\n  第一行\n  第二行\n", "{'title':'第一行 第二行'}");
}

TEST_CASE("JSON front matter gives the same values") {
  check_reads(R"({"title": "通知", "capacity": 300, "required": true})",
              "{'title':'通知','capacity':300,'required':true}");
  check_reads(R"({"title": 2026})", "{'title':'2026'}");
  check_reads(R"({"capacity": 3.0})", "{'capacity':3}");
  check_reads(R"({"numbers": [1, "2"]})", "{'numbers':[1,2]}");
  check_reads(R"({"title": null})", "{}");
}

TEST_CASE("Chinese labels are keys, under each of their names") {
  check_reads("标题: 通知", "{'title':'通知'}");
  check_reads("标题：通知", "{'title':'通知'}");
  check_reads("概要: 短", "{'summary':'短'}");
  check_reads("地点:\n  名称: 广场\n  室内: 否", "{'venue':{'name':'广场','indoor':false}}");
}

TEST_CASE("whole numbers come in digits or Chinese words") {
  check_reads("capacity: 300", "{'capacity':300}");
  check_reads("capacity: -2", "{'capacity':-2}");
  check_reads("capacity: '25'", "{'capacity':25}");
  check_reads("capacity: 二十五", "{'capacity':25}");
}

TEST_CASE("yes and no come in words of both languages") {
  for (const char* yes : {"true", "True", "yes", "on", "是", "有"}) {
    check_reads("required: " + std::string(yes), "{'required':true}");
  }
  for (const char* no : {"false", "NO", "off", "否", "无"}) {
    check_reads("required: " + std::string(no), "{'required':false}");
  }
}

TEST_CASE("dates are stored as ISO text") {
  check_reads("due: 2026-06-16", "{'due':'2026-06-16'}");
  check_reads("due: 2026/6/3", "{'due':'2026-06-03'}");
  check_reads("due: 2026年6月16日", "{'due':'2026-06-16'}");
  check_reads("due: 6月16日", "{'due':'2026-06-16'}");
  check_reads("due: 6月16日（周二）", "{'due':'2026-06-16'}");
}

TEST_CASE("fuzzy dates keep their words and their bounds") {
  check_reads("due: 6月中旬", "{'due':{'text':'6月中旬','earliest':'2026-06-11','latest':'2026-06-20'}}");
  check_reads("due: 2026年6月", "{'due':{'text':'2026年6月','earliest':'2026-06-01','latest':'2026-06-30'}}");
  check_reads("due: 6月5日前", "{'due':{'text':'6月5日前','earliest':'2026-06-05','latest':'2026-06-05'}}");
  check_reads("due:\n  text: 7月上旬\n  earliest: 2026-07-01\n  latest: 2026-07-10",
              "{'due':{'text':'7月上旬','earliest':'2026-07-01','latest':'2026-07-10'}}");
  check_reads("due:\n  text: 7月上旬",
              "{'due':{'text':'7月上旬','earliest':'2026-07-01','latest':'2026-07-10'}}");
}

TEST_CASE("moments keep their time of day") {
  check_reads("published: 2026-05-25 09:00", "{'published':'2026-05-25T09:00'}");
  check_reads("published: 2026-05-25T09:00:30", "{'published':'2026-05-25T09:00'}");
  check_reads("published: 2026-05-25T09:00:00+08:00", "{'published':'2026-05-25T09:00'}");
  check_reads("published: 2026-05-25", "{'published':'2026-05-25'}");
  check_reads("published: 5月25日 9:30", "{'published':'2026-05-25T09:30'}");
}

TEST_CASE("occasions are moments, or keep their words and their bounds") {
  check_reads("held: 2026-06-16 09:00", "{'held':'2026-06-16T09:00'}");
  check_reads("held: 6月16日（周二）上午9时", "{'held':'2026-06-16T09:00'}");
  check_reads("活动时间: 6月中旬",
              "{'held':{'text':'6月中旬','earliest':'2026-06-11','latest':'2026-06-20'}}");
  check_reads("held: 6月上旬至中旬",
              "{'held':{'text':'6月上旬至中旬','earliest':'2026-06-01','latest':'2026-06-20'}}");
  check_reads("held: 上半年", "{'held':{'text':'上半年','earliest':'2026-01-01','latest':'2026-06-30'}}");
  check_reads("held: 6月1日至12月底",
              "{'held':{'text':'6月1日至12月底','earliest':'2026-06-01','latest':'2026-12-31',"
              "'sure_until':'2026-12-21'}}");
  check_reads("held: 6月5日至7月5日",
              "{'held':{'text':'6月5日至7月5日','earliest':'2026-06-05','latest':'2026-07-05',"
              "'sure_until':'2026-07-05'}}");
  check_reads("held: 6月10日17:00前",
              "{'held':{'text':'6月10日17:00前','earliest':'2026-06-10','latest':'2026-06-10T17:00'}}");
  check_reads("held: 6月中旬 晚上",
              "{'held':{'text':'6月中旬 晚上','earliest':'2026-06-11','latest':'2026-06-20'}}");
  check_reads("held: {text: 学期末, earliest: 6月20日, latest: 6月30日}",
              "{'held':{'text':'学期末','earliest':'2026-06-20','latest':'2026-06-30'}}");
}

TEST_CASE("an occasion of which something cannot be read is told") {
  for (const std::string_view words :
       {"6月31日", "6月16日广场", "6月中旬某天", "6月16日至6月31日", "待定", "6月16日 25:00"}) {
    CAPTURE(words);
    const Reading reading = read("held: " + std::string(words));
    CHECK(reading.json == "{}");
    REQUIRE(reading.told.size() == 1);
    CHECK(reading.told[0].find("wrong-date") != std::string::npos);
  }
}

TEST_CASE("choices are stored by their key, whatever name was written") {
  check_reads("mode: offline", "{'mode':'offline'}");
  check_reads("mode: 现场", "{'mode':'offline'}");
  check_reads("mode: Online", "{'mode':'online'}");
  check_reads("modes: 线上、线下", "{'modes':['online','offline']}");
}

TEST_CASE("telephone numbers and mail addresses come out in plain ASCII") {
  check_reads("tel: 0000-5550112", "{'tel':'0000-5550112'}");
  check_reads("tel: ０５５５-１２３", "{'tel':'0555-123'}");
  check_reads("tel: 12350（24小时）", "{'tel':'12350(24小时)'}");
  check_reads("email: a.b@yunqiao.example", "{'email':'a.b@yunqiao.example'}");
}

TEST_CASE("a mailbox with full-width characters is used and told of") {
  const Reading reading = read("email: a＠b．example");
  CHECK(reading.json == "{'email':'a@b.example'}");
  CHECK(reading.told == std::vector<std::string>{"a.md:2:8 full-width-mail(a＠b．example|a@b.example)"});
}

TEST_CASE("addresses are of the web or relative") {
  check_reads("url: https://a.example/x?y=1#z", "{'url':'https://a.example/x?y=1#z'}");
  check_reads("url: http://a.example", "{'url':'http://a.example'}");
  check_reads("url: ../forms/a.md", "{'url':'../forms/a.md'}");
  check_reads("url: '#top'", "{'url':'#top'}");
}

TEST_CASE("a single value is a list of one, and 、 separates texts") {
  check_reads("audience: 企业", "{'audience':['企业']}");
  check_reads("audience: 企业、社区、学校", "{'audience':['企业','社区','学校']}");
  check_reads("audience: 企业，社区", "{'audience':['企业，社区']}");
  check_reads("audience: [企业、机关, 社区]", "{'audience':['企业、机关','社区']}");
  check_reads("audience: 企业、", "{'audience':['企业']}");
  check_reads("audience: []", "{'audience':[]}");
  check_reads("audience: [企业, '', ~]", "{'audience':['企业']}");
  check_reads("numbers: 3", "{'numbers':[3]}");
  check_reads("venues:\n  name: 广场", "{'venues':[{'name':'广场'}]}");
  check_reads("venues:\n  - name: 甲\n  - name: 乙\n    indoor: 是",
              "{'venues':[{'name':'甲'},{'name':'乙','indoor':true}]}");
}

TEST_CASE("fields of any type stay as they are") {
  check_reads("extra:\n  a: [1, {b: c}]", "{'extra':{'a':['1',{'b':'c'}]}}");
  check_reads("extra: 2026-06-16", "{'extra':'2026-06-16'}");
}

TEST_CASE("a key with nothing behind it is absent") {
  check_reads("title:", "{}");
  check_reads("title: ''", "{}");
  check_reads("audience: ~", "{}");
  check_reads("venue:", "{}");
}

TEST_CASE("entries keep the order in which they were written") {
  check_reads("mode: 线上\ntitle: 甲", "{'mode':'online','title':'甲'}");
}

TEST_CASE("nothing at all is an empty map") {
  value::Arena arena;
  base::Diagnostics diagnostics;
  const base::Source source{"a.md", ""};
  const Value fields =
      read_fields(kFields, Value(), {.source = &source, .whole = {}, .kind = "page"}, arena, diagnostics);
  CHECK(fields.is(value::Type::Map));
  CHECK(fields.entries().empty());
  CHECK(diagnostics.empty());
}

TEST_CASE("values keep the place where they were written") {
  const base::Source source{"a.md", "---\ntitle: 甲\naudience: 乙、丙\n---\n"};
  value::Arena arena;
  base::Diagnostics diagnostics;
  const Value raw = value::parse_front_matter(source, arena, diagnostics).fields;
  const Value fields =
      read_fields(kFields, raw, {.source = &source, .whole = {}, .kind = "page"}, arena, diagnostics);
  CHECK(fields.get("title").position() == source.text.find("甲"));
  CHECK(fields.get("audience").items()[1].position() == source.text.find("丙"));
  CHECK(fields.entries()[0].key_position == source.text.find("title") + 1);
}

TEST_CASE("an unknown key is kept and told, with the nearest name") {
  check_refuses("titel: 甲", "a.md:2:1 unknown-key(titel) + did-you-mean(title)", "{'titel':'甲'}");
  check_refuses("标提: 甲", "a.md:2:1 unknown-key(标提) + did-you-mean(标题)", "{'标提':'甲'}");
  check_refuses("zzzzzz: 甲", "a.md:2:1 unknown-key(zzzzzz)", "{'zzzzzz':'甲'}");
  check_refuses("type: notice", "a.md:2:1 unknown-key(type) + did-you-mean(kind)", "{'type':'notice'}");
  check_refuses("description: 甲", "a.md:2:1 unknown-key(description) + did-you-mean(summary)",
                "{'description':'甲'}");
  check_refuses("venue:\n  name: 甲\n  indor: 是", "a.md:4:3 unknown-key(indor) + did-you-mean(indoor)",
                "{'venue':{'name':'甲','indor':'是'}}");
}

TEST_CASE("one field under two names is told, and the later one counts") {
  check_refuses("title: 甲\n标题: 乙", "a.md:3:1 field-twice(title|标题)", "{'title':'乙'}");
}

TEST_CASE("a value of the wrong type is told and dropped") {
  check_refuses("capacity: 很多人",
                "a.md:2:11 wrong-type(capacity|整数|a whole number|`很多人`|`很多人`|capacity: 25)");
  check_refuses("capacity: 3.5",
                "a.md:2:11 wrong-type(capacity|整数|a whole number|`3.5`|`3.5`|capacity: 25)");
  check_refuses("capacity: 99999999999999999999",
                "a.md:2:11 wrong-type(capacity|整数|a whole "
                "number|`99999999999999999999`|`99999999999999999999`|capacity: 25)");
  check_refuses("required: 也许",
                "a.md:2:11 wrong-type(required|“是”或“否”|yes or no|`也许`|`也许`|required: yes)");
  check_refuses("title: [甲, 乙]",
                "a.md:2:8 wrong-type(title|一行文字|a line of text|几项组成的列表|a list|title: 文字)");
  check_refuses("title:\n  a: b",
                "a.md:3:3 wrong-type(title|一行文字|a line of text|一组字段|a group of fields|title: 文字)");
  check_refuses(
      "venue: 广场",
      "a.md:2:8 wrong-type(venue|一组字段|a group of fields|`广场`|`广场`|venue: {name: 云桥市民广场})");
  check_refuses("tel: 无", "a.md:2:6 wrong-type(tel|电话号码|a telephone number|`无`|`无`|tel: 12350)");
  check_refuses(R"({"title": true})",
                "a.md:1:11 wrong-type(title|一行文字|a line of text|`true`|`true`|title: 文字)");
}

TEST_CASE("a letter in a telephone number is told, and the number kept") {
  check_refuses("tel: 0571-555O1234", "a.md:2:6 telephone-letter(0571-555O1234)", "{'tel':'0571-555O1234'}");
}

TEST_CASE("a mail address needs one @ and a host with a point") {
  for (const char* bad :
       {"a", "a@b", "a@b@c.cn", "'@b.cn'", "a b@c.cn", "a@b.", "a@.cn", "张三@b.cn", "a@b.cn,c@d.cn"}) {
    CAPTURE(bad);
    const Reading reading = read("email: " + std::string(bad));
    CHECK(reading.json == "{}");
    CHECK(reading.told.size() == 1);
  }
}

TEST_CASE("a number may stand among the words that editors put around it") {
  for (const char* written : {"200", "约200人", "大约 200 人", "二百人左右", "200余人", "第200届"}) {
    CAPTURE(written);
    CHECK(read("capacity: " + std::string(written)).json == "{'capacity':200}");
  }
  for (const char* written : {"很多人", "2至300人", "约", "人", "3.5万人"}) {
    CAPTURE(written);
    CHECK(read("capacity: " + std::string(written)).told.size() == 1);
  }
}

TEST_CASE("messages name a field as the editor wrote it") {
  check_refuses("人数: 很多人", "a.md:2:5 wrong-type(人数|整数|a whole number|`很多人`|`很多人`|人数: 25)",
                "{}");
}

TEST_CASE("one wrong item of a list leaves the others") {
  check_refuses("numbers: [1, 二, 几个, 4]",
                "a.md:2:17 wrong-type(numbers|整数|a whole number|`几个`|`几个`|numbers: 25)",
                "{'numbers':[1,2,4]}");
  check_refuses("modes: 线上、空中",
                "a.md:2:11 wrong-choice(modes|空中) + "
                "allowed-values(`offline`（线下）、`online`（线上）、`mixed`（线上线下结合）)",
                "{'modes':['online']}");
}

TEST_CASE("days that the calendar does not have are told") {
  check_refuses("due: 2026-06-31", "a.md:2:6 wrong-date(due|2026-06-31|2026-06-16)");
  check_refuses("due: 6月31日", "a.md:2:6 wrong-date(due|6月31日|2026-06-16)");
  check_refuses("due: 2026-02-29", "a.md:2:6 wrong-date(due|2026-02-29|2026-06-16)");
  check_refuses("due: 下周二", "a.md:2:6 wrong-date(due|下周二|2026-06-16)");
  check_refuses("due: 2026-06-16 起", "a.md:2:6 wrong-date(due|2026-06-16 起|2026-06-16)");
  check_refuses("published: 6月中旬", "a.md:2:12 wrong-date(published|6月中旬|2026-06-16 09:30)");
  check_refuses("published: '09:00'", "a.md:2:12 wrong-date(published|09:00|2026-06-16 09:30)");
  check_refuses("due:\n  text: 7月上旬\n  latest: 2026-07-32", "a.md:3:3 wrong-date(due|7月上旬|2026-06-16)");
  check_refuses("due:\n  earliest: 2026-07-10\n  latest: 2026-07-01",
                "a.md:3:3 wrong-date(due|2026-07-01|2026-06-16)");
}

TEST_CASE("a time of day behind a day is told, and the day stays") {
  check_refuses("due: 2026年6月16日 9:30", "a.md:2:6 time-unused(due|2026年6月16日 9:30)",
                "{'due':'2026-06-16'}");
}

TEST_CASE("a wrong choice lists what may stand there") {
  check_refuses("mode: 天上",
                "a.md:2:7 wrong-choice(mode|天上) + "
                "allowed-values(`offline`（线下）、`online`（线上）、`mixed`（线上线下结合）)");
}

TEST_CASE("addresses of other schemes and without one are told") {
  check_refuses("url: www.a.example", "a.md:2:6 wrong-url(url|www.a.example|https://www.example.cn/)");
  check_refuses("url: https:/a.example", "a.md:2:6 wrong-url(url|https:/a.example|https://www.example.cn/)");
  check_refuses("url: https://a .example",
                "a.md:2:6 wrong-url(url|https://a .example|https://www.example.cn/)");
  check_refuses("url: mailto:a@b.example",
                "a.md:2:6 wrong-url(url|mailto:a@b.example|https://www.example.cn/)");
  check_refuses("url: javascript:alert(1)", "a.md:2:6 unsafe-address(javascript:alert(1))");
}

TEST_CASE("files and pages are paths, not addresses") {
  check_refuses("file: https://a.example/x.pdf",
                "a.md:2:7 wrong-type(file|页面旁边的文件|a file beside the "
                "page|`https://a.example/x.pdf`|`https://a.example/"
                "x.pdf`|file: 统计表.xlsx)");
  check_refuses("related: [https://a.example/]",
                "a.md:2:11 wrong-type(related|另一个页面的路径|the path of another "
                "page|`https://a.example/`|`https://a.example/"
                "`|related: ../notices/a.md)",
                "{'related':[]}");
}

TEST_CASE("what files, pages and relative addresses name is collected with its place") {
  const Reading reading = read("file: 表.xlsx\nrelated: [../a.md, b.md]\nurl: c.md\nextra: d.md");
  REQUIRE(reading.references.size() == 4);
  CHECK(reading.references[0].target == "表.xlsx");
  CHECK(reading.references[0].type == FieldType::File);
  CHECK(reading.references[2].target == "b.md");
  CHECK(reading.references[2].type == FieldType::PageLink);
  CHECK(reading.references[3].type == FieldType::Address);
  CHECK(reading.references[0].span == base::Span{10, 18});
}

TEST_CASE("missing fields are told by their need, at the head") {
  CHECK(read("note: 甲", kNeeds).told ==
        std::vector<std::string>{"a.md:1:1 missing-field(issuer|发文机关|issuer: 云桥街道办事处)",
                                 "a.md:1:1 missing-expected-field(dated|成文日期|dated: 2026-06-16)"});
}

TEST_CASE("a key with nothing behind it is missing, at its own place") {
  CHECK(read("note: 甲\n发文机关:\ndated: 2026-06-16", kNeeds).told ==
        std::vector<std::string>{"a.md:3:1 missing-field(issuer|发文机关|issuer: 云桥街道办事处)"});
}

TEST_CASE("a field that is there but wrong is not missing as well") {
  CHECK(read("issuer: 甲\ndated: 某日", kNeeds).told ==
        std::vector<std::string>{"a.md:3:8 wrong-date(dated|某日|2026-06-16)"});
}

TEST_CASE("a missing field of a group is told at the group") {
  check_refuses("venue:\n  indoor: 是", "a.md:3:3 missing-field(name|名称|name: 云桥市民广场)",
                "{'venue':{'indoor':true}}");
  check_refuses("venues:\n  - name: 甲\n  - indoor: 是",
                "a.md:4:5 missing-field(name|名称|name: 云桥市民广场)",
                "{'venues':[{'name':'甲'},{'indoor':true}]}");
}

TEST_CASE("a folder without site.json is not asked for anything") {
  CHECK(read("note: 甲", kNeeds, false).told.empty());
}

TEST_CASE("all errors of a head are told in one run") {
  CHECK(read("capacity: 甲\ndue: 乙\nmode: 丙\nxyz: 丁").told.size() == 4);
}

TEST_CASE("the messages read well in both languages") {
  const auto check_message = [](std::string_view head, std::string_view zh, std::string_view en) {
    const Reading reading =
        read(head, head.starts_with("note") ? std::span<const FieldDefinition>(kNeeds) : kFields);
    REQUIRE(!reading.diagnostics.empty());
    const base::Diagnostic& first = reading.diagnostics.all()[0];
    CHECK(base::format_text(first, base::Language::Chinese, base::Colour::No) == zh);
    CHECK(base::format_text(first, base::Language::English, base::Colour::No) == en);
  };
  check_message("capacity: 很多人",
                "a.md:2:11: error: `capacity` 应当是整数，这里写的是`很多人` [wrong-type]\n"
                "capacity: 很多人\n"
                "          ^~~~~~\n"
                "  提示：例如 `capacity: 25`\n",
                "a.md:2:11: error: `capacity` wants a whole number, but this is `很多人` [wrong-type]\n"
                "capacity: 很多人\n"
                "          ^~~~~~\n"
                "  hint: for example `capacity: 25`\n");
  check_message("titel: 甲",
                "a.md:2:1: warning: 不认识的字段 `titel` [unknown-key]\n"
                "titel: 甲\n"
                "^~~~~\n"
                "  提示：检查拼写；不需要的字段可以删除\n"
                "  note: 是不是想写 `title`？ [did-you-mean]\n",
                "a.md:2:1: warning: unknown key `titel` [unknown-key]\n"
                "titel: 甲\n"
                "^~~~~\n"
                "  hint: check the spelling, or remove the key\n"
                "  note: did you mean `title`? [did-you-mean]\n");
  check_message("note: 甲",
                "a.md:1:1: error: 缺少必填字段 `issuer`（发文机关） [missing-field]\n"
                "---\n"
                "^~~\n"
                "  提示：加上一行，例如 `issuer: 云桥街道办事处`\n",
                "a.md:1:1: error: the required field `issuer` (发文机关) is missing [missing-field]\n"
                "---\n"
                "^~~\n"
                "  hint: add a line, for example `issuer: 云桥街道办事处`\n");
}

TEST_CASE("fields are found by key and by each label") {
  CHECK(find_field(kFields, "summary") == &kFields[1]);
  CHECK(find_field(kFields, "摘要") == &kFields[1]);
  CHECK(find_field(kFields, "概要") == &kFields[1]);
  CHECK(find_field(kFields, "摘要|概要") == nullptr);
  CHECK(find_field(kFields, "") == nullptr);
  CHECK(find_field(kFields, "要") == nullptr);
}

}  // namespace
}  // namespace herald::model
