#include "value/json.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support.h"

namespace herald::value {
namespace {

struct Case {
  std::string_view text;
  std::string_view places;
};

TEST_CASE("JSON is read with the places of keys and values") {
  const Case cases[] = {
      {"null", "null@1:1"},
      {" true ", "true@1:2"},
      {"-0", "0@1:1"},
      {"\"\"", "\"\"@1:1"},
      {"[]", "[]@1:1"},
      {"{ }", "{}@1:1"},
      {"[1,-2 , 3.5,1e2]", "[1@1:2,-2@1:4,3.5@1:9,100@1:13]@1:1"},
      {"{\"a\":{\"b\":[true,false,null]}}", "{a@1:2:{b@1:7:[true@1:12,false@1:17,null@1:23]@1:11}@1:6}@1:1"},
      {"{\n  \"标题\": \"安全\",\n  \"n\" : 1\n}", "{标题@2:3:\"安全\"@2:9,n@3:3:1@3:9}@1:1"},
      {"// 注, : \"\n[1, /* 2, \" */ 3]", "[1@2:2,3@2:16]@2:1"},
      {"[\"a\\\"b,:\\\\\", \"\\u4e2d\\ud83d\\ude00\", 1]", "[\"a\\\"b,:\\\\\"@1:2,\"中😀\"@1:14,1@1:36]@1:1"},
      {"[0,0.5,0e1,10]", "[0@1:2,0.5@1:4,0@1:8,10@1:12]@1:1"},
      {"\xEF\xBB\xBF{\"a\": 1}", "{a@1:3:1@1:8}@1:2"},
      {"[9223372036854775807,-9223372036854775808]",
       "[9223372036854775807@1:2,-9223372036854775808@1:22]@1:1"},
      {"[9223372036854775808]", "[9223372036854775808@1:2]@1:1"},
      {"{\"\": 1}", "{@1:2:1@1:6}@1:1"},
      {"[{},[],{\"a\":[]}]", "[{}@1:2,[]@1:5,{a@1:9:[]@1:13}@1:8]@1:1"},
  };
  for (const Case& c : cases) {
    base::Source source{"x.json", std::string(c.text)};
    Arena arena;
    base::Diagnostics diagnostics;
    INFO(c.text);
    CHECK(with_places(source, parse_json(source, whole(source), arena, diagnostics)) == c.places);
    CHECK(codes_of(diagnostics) == "");
  }
}

TEST_CASE("whole numbers are integers as long as they fit") {
  base::Source source{"x.json", "[9223372036854775807, 9223372036854775808, 1.0]"};
  Arena arena;
  base::Diagnostics diagnostics;
  Value value = parse_json(source, whole(source), arena, diagnostics);
  CHECK(value.items()[0].is(Type::Int));
  CHECK(value.items()[1].is(Type::Float));
  CHECK(value.items()[2].is(Type::Float));
}

TEST_CASE("JSON inside a longer text is read alone, at its places there") {
  base::Source source{"x.md", "前{\"a\": [1]} 后 } ]"};
  Arena arena;
  base::Diagnostics diagnostics;
  CHECK(with_places(source, parse_json(source, {3, 13}, arena, diagnostics)) == "{a@1:3:[1@1:9]@1:8}@1:2");
  CHECK(parse_json(source, {3, 12}, arena, diagnostics).is_undefined());
  CHECK(codes_of(diagnostics) == "json-unclosed 1:2");
}

TEST_CASE("sixty-four levels are read, and one more is told") {
  for (size_t depth : {size_t{64}, size_t{65}, size_t{100000}}) {
    base::Source source{"x.json", std::string(depth, '[') + std::string(depth, ']')};
    Arena arena;
    base::Diagnostics diagnostics;
    Value value = parse_json(source, whole(source), arena, diagnostics);
    CHECK(value.is(Type::List) == (depth == 64));
    CHECK(codes_of(diagnostics) == (depth == 64 ? "" : "json-too-deep 1:65"));
  }
}

std::string written(Value value, JsonStyle style) {
  Arena arena;
  std::string out = "x";
  append_json(out, value, style, arena);
  return out.substr(1);
}

TEST_CASE("texts are written so that a script element cannot end in them") {
  const struct {
    std::string_view text;
    std::string_view json;
  } cases[] = {
      {"", R"("")"},
      {"安全", R"("安全")"},
      {"</script>&", R"("\u003c/script\u003e\u0026")"},
      {"a\"b\\c/", R"("a\"b\\c/")"},
      {std::string_view("\n\r\t\b\f\0\x1f\x7f", 8), R"("\n\r\t\b\f\u0000\u001f\u007f")"},
      {"\xE2\x80\xA8|\xE2\x80\xA9|\xE2\x80\xAA|\xE2\x80", "\"\\u2028|\\u2029|\xE2\x80\xAA|\xE2\x80\""},
  };
  for (const auto& c : cases) {
    std::string out;
    append_json_string(out, c.text);
    CHECK(out == c.json);
  }
}

TEST_CASE("numbers are written as short as they read back, and none as null") {
  CHECK(written(Value::number(0.1), JsonStyle::Compact) == "0.1");
  CHECK(written(Value::number(1e300), JsonStyle::Compact) == "1e+300");
  CHECK(written(Value::integer(-5), JsonStyle::Compact) == "-5");
  CHECK(written(Value::number(std::nan("")), JsonStyle::Compact) == "null");
  CHECK(written(Value::number(-std::numeric_limits<double>::infinity()), JsonStyle::Compact) == "null");
  CHECK(written(Value(), JsonStyle::Compact) == "null");
}

TEST_CASE("pretty JSON indents by two") {
  base::Source source{"x.json", R"({"a":[1,{"b":[]}],"c":{}})"};
  Arena arena;
  base::Diagnostics diagnostics;
  Value value = parse_json(source, whole(source), arena, diagnostics);
  CHECK(written(value, JsonStyle::Pretty) ==
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}");
  CHECK(written(value, JsonStyle::Compact) == source.text);
}

/// A record that knows itself, a sequence of records, and a deeper one of its own kind, as pages and sections
/// do.
class Page final : public Object {
 public:
  explicit Page(int levels) : levels_(levels) {}
  Value attribute(std::string_view name, Arena& arena) const override {
    if (name == "self") return Value::object(this);
    if (name == "title") return Value::html("<b>");
    if (name == "next") return levels_ > 0 ? Value::object(arena.make<Page>(levels_ - 1)) : Value::null();
    return {};
  }
  void names(std::vector<std::string_view>& out) const override { out = {"title", "self", "next"}; }

 private:
  int levels_;
};

class Pages final : public Object {
 public:
  Value attribute(std::string_view, Arena&) const override { return {}; }
  int64_t size() const override { return 2; }
  Value item(size_t index, Arena&) const override { return Value::integer(static_cast<int64_t>(index)); }
};

TEST_CASE("a long list takes about the memory of its text, and is right whether its items grow or shrink") {
  constexpr size_t kItems = 5000;
  for (const bool grows : {true, false}) {
    Arena arena;
    ListBuilder list;
    std::string expected = "[";
    for (size_t i = 0; i < kItems; ++i) {
      const std::string item((grows ? i : kItems - i) / 100, 'x');
      list.add(Value::string(arena.copy(item)));
      expected += (i == 0 ? "\"" : ",\"") + item + '"';
    }
    std::string text;
    append_json(text, list.build(arena), JsonStyle::Compact, arena);
    CHECK(text == expected + "]");
  }
  Arena arena;
  ListBuilder alike;
  for (size_t i = 0; i < kItems; ++i) alike.add(Value::string("安全生产月"));
  std::string text;
  append_json(text, alike.build(arena), JsonStyle::Compact, arena);
  CHECK(text.capacity() <= text.size() + text.size() / 4);
}

TEST_CASE("objects become their parts, and end where they would go on for ever") {
  Page page(100);
  CHECK(
      written(Value::object(&page), JsonStyle::Compact) ==
      R"({"title":"\u003cb\u003e","self":null,"next":{"title":"\u003cb\u003e","self":null,"next":)"
      R"({"title":"\u003cb\u003e","self":null,"next":{"title":"\u003cb\u003e","self":null,"next":null}}}})");
  Pages pages;
  CHECK(written(Value::object(&pages), JsonStyle::Compact) == "[0,1]");
}

}  // namespace
}  // namespace herald::value
