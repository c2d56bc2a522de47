// Bad input, as a person sees what is said about it. Expected texts are in golden/*.txt, with each input
// beside them; UPDATE_GOLDEN=1 writes them anew, and the difference is to be read before it is committed.

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "support.h"
#include "value/front_matter.h"
#include "value/yaml.h"

namespace herald::value {
namespace {

struct Bad {
  std::string_view name;
  std::string_view text;
};

const Bad kYaml[] = {
    {"an unclosed double quote is told where it opens",
     "title: \"安全生产月\nsource: 街道\nsummary: \"x\"\n"},
    {"an unclosed single quote", "title: x\nsummary: '90后专题\nsource: 街道\n"},
    {"a straight quote closed by a curly one", "title: \"安全”活动\nsource: 街道\n"},
    {"an unclosed quote in brackets", "tags: [\"安全, 应急]\nsource: 街道\n"},
    {"an unclosed quote at the end", "title: \""},
    {"an unclosed bracket", "tags: [企业, 社区\nsource: 街道\n"},
    {"an unclosed bracket over several lines", "tags: [企业,\n  社区\nsource: 街道\n"},
    {"unclosed braces", "venue: {name: 广场, address: 路\nsource: 街道\n"},
    {"a bracket that the wrong one closes", "tags: [企业, 社区}\nsource: 街道\n"},
    {"a comma too much in brackets", "tags: [企业, , 社区]\nsource: 街道\n"},
    {"no comma between quoted items", "tags: [\"企业\" \"社区\"]\nsource: 街道\n"},
    {"a line without a colon", "title: x\n关于开展活动的通知\nsource: 街道\n"},
    {"a long line without a colon is cut", "title: x\n这里是忘了写冒号的一行很长很长的文字没有尽头\n"},
    {"two lines without a colon", "标题 关于\ntitle: x\n摘要 也没有\n"},
    {"a colon without a key", "title: x\n: 街道\n：也没有\n"},
    {"a line indented below a value", "title: x\n  summary: y\nsource: 街道\n"},
    {"lines that share the slip are told once", "title: x\n  a: 1\n  b: 2\n  c: 3\nsource: 街道\n"},
    {"a line that fits no level", "period:\n    start: 1\n  end: 2\nsource: 街道\n"},
    {"the first line indented", " title: x\nsource: 街道\n"},
    {"a second key of an item too far left", "contacts:\n  - name: x\n  tel: 1\nsource: 街道\n"},
    {"a key below a list, too far right", "tags:\n  - a\n  source: 街道\n"},
    {"an item too far left", "tags:\n  - a\n- b\nsource: 街道\n"},
    {"an item too far right", "tags:\n  - a\n    - b\nsource: 街道\n"},
    {"items below a value", "recipients: 各单位\n  - 甲\n  - 乙\nsource: 街道\n"},
    {"items at the root below a value", "recipients: 各单位\n- 甲\nsource: 街道\n"},
    {"a key twice", "title: 甲\nsource: 街道\ntitle: 乙\n"},
    {"a key three times, in a map of an item", "l:\n  - a: 1\n    a: 2\n    a: 3\n"},
    {"an anchor and its alias", "base: &base\n  a: 1\nother: *base\nlist: [*base]\nsource: 街道\n"},
    {"a merge", "base: &b {a: 1}\nother:\n  <<: *b\n  c: 2\n"},
    {"a bad escape", "path: \"D:\\资料\\通知\"\nsource: 街道\n"},
    {"a bad escape in brackets", "path: [\"a\\q\"]\nsource: 街道\n"},
    {"a bad number escape", "a: \"\\u12\"\nb: \"\\ud800\"\nc: \"\\U00110000\"\n"},
    {"a control character", "title: 安全\x07生产月\nsource: 街道\n"},
    {"a C1 control character and a noncharacter", "title: 安全\xC2\x96生产\nsource: 街道\xEF\xBF\xBF\n"},
    {"bytes that are no UTF-8", "title: \xB0\xB2\nsource: 街道\n"},
    {"a hashtag as value", "tag: #随手拍#\ntags:\n  - #云桥#\ntitle: 安全 #第一#\nsource: 街道 # 注\n"},
    {"a list at the root", "- a\n- b\n"},
    {"a text at the root", "只是一段文字\n还有一行\n"},
    {"a flow list at the root", "[a, b]\n"},
    {"braces followed by text at the root", "{a: 1} x\n"},
    {"two documents", "title: x\n---\nsource: 街道\n"},
    {"an end of document", "title: x\n...\nsource: 街道\n"},
    {"a directive", "%YAML 1.2\ntitle: x\n"},
    {"a key of several parts", "? [a, b]\n: x\nsource: 街道\n"},
    {"a key that is a list", "a: {[x]: 1}\nsource: 街道\n"},
    {"text behind brackets of several lines", "tags: [a,\n  b] c\nsource: 街道\n"},
    {"a full-width comma and no other", "tags: [企业，社区]\nsource: 街道\n"},
    {"three errors that only libyaml sees",
     "a: {[x]: 1}\nb: ok\nc: {[y]: 1}\nd: [e]\nf: [a,\n  b] c\ng: ok\n"},
    {"many mistakes in one run",
     "标题 没有冒号\ntitle: \"没关\ntags: [a\n  x: 1\n- b\n: 没名\ntitle: 又\npath: \"\\q\"\nsource: 街道\n"},
};

const Bad kJson[] = {
    {"nothing", ""},
    {"only a comment", "// 注\n"},
    {"an unclosed comment", "{\"a\": 1} /* 注"},
    {"a comma is missing", "{\n  \"a\": 1\n  \"b\": 2\n}"},
    {"a comma is missing in a list", "[\"甲\" \"乙\"]"},
    {"a comma too much before the end", "{\"a\": 1,\n}"},
    {"a comma too much in a list", "[1, 2, ]"},
    {"two commas", "[1,, 2]"},
    {"a comma first", "[, 1]"},
    {"a comma first in an object", "{, \"a\": 1}"},
    {"a colon is missing", "{\"name\" \"云桥\"}"},
    {"a value is missing", "{\"name\": }"},
    {"a value is missing before a comma", "{\"name\": , \"b\": 1}"},
    {"a full-width colon", "{\"name\"： \"云桥\"}"},
    {"a full-width comma", "{\"a\": 1， \"b\": 2}"},
    {"a full-width comma after a text", "{\"a\": \"x\"、 \"b\": 2}"},
    {"a full-width brace", "{\"a\": ｛}}"},
    {"curly quotes", "{“name”: 1}"},
    {"a curly quote as value", "{\"name\": “云桥”}"},
    {"single quotes", "{'name': '云桥'}"},
    {"a key without quotes", "{name: 1}"},
    {"a Chinese key without quotes", "{标题：1}"},
    {"a value without quotes", "{\"a\": 云桥}"},
    {"True", "{\"a\": True}"},
    {"a date without quotes", "{\"date\": 2026-06-01}"},
    {"a leading zero", "{\"a\": 007}"},
    {"a plus", "[+5]"},
    {"a point first", "[.5]"},
    {"a point last", "[5.]"},
    {"a number too large", "[1e999]"},
    {"not a number", "[NaN]"},
    {"an unclosed text", "{\"a\": \"安全生产月,\n  \"b\": 1}"},
    {"an unclosed text at the end", "[\"x"},
    {"an unclosed object", "{\"a\": {\"b\": 1}"},
    {"an unclosed list", "{\"a\": [1, 2}"},
    {"an unclosed object by the wrong bracket", "[{\"a\": 1]"},
    {"an object only opened", "{"},
    {"an open object after a comma", "{\"a\": 1,"},
    {"a key and the end", "{\"a\""},
    {"several slips in one run", "{\n  \"a\": 1\n  \"b\": [1, 2,]\n  \"c\"： 3，\n  \"d\": {\"e\": 4,},\n}"},
    {"what cannot be mended for sure ends the search",
     "{\n  \"a\": 1\n  \"b\": 云桥\n  \"c\": 2\n  \"d\": 3\n}"},
    {"the first ten of many", "[1 2 3 4 5 6 7 8 9 10 11 12 13]"},
    {"a bad escape", "{\"path\": \"D:\\资料\"}"},
    {"a bad number escape", "[\"\\u12\"]"},
    {"half a pair of surrogates", "[\"\\ud83d x\"]"},
    {"a tab in a text", "[\"甲\t乙\"]"},
    {"bytes that are no UTF-8", "[\"\xB0\xB2\"]"},
    {"something after the end", "{\"a\": 1}, \"b\": 2}"},
    {"a NUL after the end", std::string_view("{\"a\": 1}\0x", 10)},
    {"an equals sign", "{\"a\" = 1}"},
    {"a key twice", "{\"a\": 1, \"b\": 2, \"a\": 3}"},
    {"too deep", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["},
};

const Bad kHeads[] = {
    {"a head that never ends", "---\ntitle: 通知\nsource: 街道\n\n正文开始。\n"},
    {"a head that never ends, with the text right below", "---\ntitle: 通知\n正文开始。\n"},
    {"a head that is only opened", "---"},
    {"full-width fences", "－－－\ntitle: 通知\n－－－\n正文\n"},
    {"long dashes, as Word makes them", "———\ntitle: 通知\n---\n正文\n"},
    {"a mixed fence closes", "---\ntitle: 通知\n—-\n正文\n"},
    {"miscounted and indented fences", "----\ntitle: 通知\n ---\n正文\n"},
    {"a head that is never opened", "标题：通知\n状态：草稿\n---\n正文\n"},
    {"a list for a head", "---\n- a\n---\n正文\n"},
    {"JSON that never ends", "{\n  \"title\": \"通知\"\n\n正文\n"},
    {"JSON with a mistake", "{\n  \"title\": \"通知\",\n}\n\n正文\n"},
    {"too many levels", "---\na: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x\n---\n"},
};

using Parse = std::string (*)(const base::Source&, base::Diagnostics&);

std::string read_yaml(const base::Source& source, base::Diagnostics& diagnostics) {
  Arena arena;
  return json_of(parse_yaml(source, whole(source), arena, diagnostics));
}

std::string read_json(const base::Source& source, base::Diagnostics& diagnostics) {
  Arena arena;
  Value value = parse_json(source, whole(source), arena, diagnostics);
  return value.is_undefined() ? "undefined" : json_of(value);
}

std::string read_head(const base::Source& source, base::Diagnostics& diagnostics) {
  Arena arena;
  FrontMatter read = parse_front_matter(source, arena, diagnostics, is_field);
  std::string body(source.view(read.body));
  return json_of(read.fields) + " and " + std::to_string(body.size()) + " bytes of text";
}

/// Control characters and bad bytes as <XX>, so that the golden file is a text.
std::string visible(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    char32_t c = base::next_code_point(text, at);
    bool bad = c == 0xFFFD && text.substr(begin, 3) != "\xEF\xBF\xBD";
    if (!bad && (c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c != 0xFFFF))) {
      out += text.substr(begin, at - begin);
      continue;
    }
    for (unsigned char byte : text.substr(begin, at - begin))
      out += {'<', kHex[byte >> 4], kHex[byte & 15], '>'};
  }
  return out;
}

template <size_t n>
std::string tell(const Bad (&cases)[n], std::string_view path, Parse parse) {
  std::string out;
  for (const Bad& bad : cases) {
    base::Source source{std::string(path), std::string(bad.text)};
    base::Diagnostics diagnostics;
    std::string value = parse(source, diagnostics);
    CHECK_MESSAGE(!diagnostics.empty(), std::string(bad.name));
    out += "######## " + std::string(bad.name) + "\n" + visible(bad.text);
    if (!bad.text.ends_with('\n')) out += '\n';
    out += "-------- gives " + value + "\n";
    for (base::Language language : {base::Language::Chinese, base::Language::English}) {
      for (const base::Diagnostic& diagnostic : diagnostics.all()) {
        std::string text = visible(base::format_text(diagnostic, language, base::Colour::No));
        out += text;
        if (!text.ends_with('\n')) out += '\n';
      }
    }
    out += '\n';
  }
  return out;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void check_golden(std::string_view name, const std::string& got) {
  std::string path = std::string(HERALD_SOURCE_DIR) + "/tests/unit/value/golden/" + std::string(name);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  std::string expected = read_file(path);
  if (got == expected) return;
  size_t at = 0;
  while (at < got.size() && at < expected.size() && got[at] == expected[at]) ++at;
  size_t begin = got.rfind("########", at);
  FAIL_CHECK(path, " differs in\n", got.substr(begin == std::string::npos ? 0 : begin, 1500));
}

TEST_CASE("mistakes in YAML are told at the place to look at") {
  check_golden("yaml.txt", tell(kYaml, "a.md", read_yaml));
}

TEST_CASE("mistakes in JSON are told at the place to look at") {
  check_golden("json.txt", tell(kJson, "site.json", read_json));
}

TEST_CASE("mistakes around the head of a file are told at the place to look at") {
  check_golden("front-matter.txt", tell(kHeads, "a.md", read_head));
}

TEST_CASE("a text of nothing but mistakes tells no more than a person can read") {
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "title: \"x\n";
  base::Source source{"a.md", many};
  base::Diagnostics diagnostics;
  read_yaml(source, diagnostics);
  CHECK(diagnostics.all().size() <= 150);
}

TEST_CASE("every code of this module has its words") {
  std::set<std::string_view> seen;
  for (size_t i = 0; i < static_cast<size_t>(base::Code::Count); ++i) {
    const base::CodeText& text = base::text_of(static_cast<base::Code>(i));
    bool ours = text.name.starts_with("yaml-") || text.name.starts_with("json-") ||
                text.name.starts_with("front-matter-");
    if (!ours) continue;
    INFO(text.name);
    CHECK(seen.insert(text.name).second);
    for (int language = 0; language < 2; ++language) {
      CHECK(!text.message[language].empty());
      CHECK(!text.hint[language].empty());
      CHECK(text.explanation[language].size() > 60);
    }
  }
  CHECK(seen.size() > 30);
}

}  // namespace
}  // namespace herald::value
