#include "value/value.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support.h"

namespace herald::value {
namespace {

TEST_CASE("a value is undefined until it is made") {
  Value value;
  CHECK(value.is_undefined());
  CHECK(value.is_nothing());
  CHECK(!value.has_position());
  CHECK(value.text_or_empty().empty());
  CHECK(value.get("a").is_undefined());
}

TEST_CASE("positions go with values up to 16 MiB") {
  Value value = Value::string("x").at_position(0);
  CHECK(value.has_position());
  CHECK(value.position() == 0);
  CHECK(value.at_position(0xfffffd).position() == 0xfffffd);
  CHECK(!value.at_position(0xfffffe).has_position());
  CHECK(!value.at_position(UINT32_MAX).has_position());
  CHECK(value.at_position(5).as_text() == "x");
}

TEST_CASE("a map keeps the order of its keys, and a key set again keeps its place") {
  Arena arena;
  Value map = MapBuilder()
                  .set("b", Value::integer(1))
                  .set("a", Value::integer(2))
                  .set("b", Value::integer(3))
                  .build(arena);
  CHECK(json_of(map) == R"({"b":3,"a":2})");
  CHECK(map.get("b").as_int() == 3);
  CHECK(map.get("c").is_undefined());
}

TEST_CASE("keys are found in small maps and large ones") {
  for (size_t count : {size_t{0}, size_t{1}, kLinearMax, kLinearMax + 1, size_t{1000}}) {
    Arena arena;
    MapBuilder builder;
    for (size_t i = 0; i < count; ++i) {
      auto number = Value::integer(static_cast<int64_t>(i));
      builder.set(arena.copy("key" + std::to_string(i * 7919 % count)), number, static_cast<uint32_t>(i + 1));
    }
    Value map = builder.build(arena).at_position(7);
    CHECK(map.entries().size() == count);
    for (const Entry& entry : map.entries()) CHECK(map.get(entry.key).as_int() == entry.value.as_int());
    CHECK(map.get("key").is_undefined());
    CHECK(map.get("zzz").is_undefined());
    CHECK(map.get("").is_undefined());
    CHECK(equal(deep_copy(map, arena), map));
  }
}

TEST_CASE("keys set twice are one key in large maps, too") {
  Arena arena;
  MapBuilder builder;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 100; ++i) builder.set(arena.copy(std::to_string(i)), Value::integer(i + round));
  }
  Value map = builder.build(arena);
  CHECK(map.entries().size() == 100);
  CHECK(map.entries()[0].key == "0");
  CHECK(map.get("99").as_int() == 100);
}

class Thing final : public Object {
 public:
  Value attribute(std::string_view, Arena&) const override { return {}; }
};

TEST_CASE("equality is by value") {
  Arena arena;
  Thing thing;
  Thing other;
  auto list = [&](std::vector<Value> items) { return make_list(items, arena); };
  Value ab = MapBuilder().set("a", Value::integer(1)).set("b", Value::null()).build(arena);
  Value ba = MapBuilder().set("b", Value::null()).set("a", Value::number(1)).build(arena);
  Value aa = MapBuilder().set("a", Value::integer(1)).set("c", Value::null()).build(arena);
  struct {
    Value a;
    Value b;
    bool same;
  } cases[] = {
      {Value(), Value(), true},
      {Value(), Value::null(), false},
      {Value::null(), Value::null(), true},
      {Value::integer(1), Value::number(1.0), true},
      {Value::integer(1), Value::number(1.5), false},
      {Value::integer((int64_t{1} << 53) + 1), Value::number(0x1p53), false},
      {Value::integer(INT64_MAX), Value::number(0x1p63), false},
      {Value::number(__builtin_nan("")), Value::integer(0), false},
      {Value::integer(1), Value::boolean(true), false},
      {Value::boolean(true), Value::boolean(true), true},
      {Value::boolean(true), Value::boolean(false), false},
      {Value::string("甲"), Value::html("甲"), true},
      {Value::string("1"), Value::integer(1), false},
      {Value::string("a"), Value::string("a").at_position(9), true},
      {list({Value::integer(1), ab}), list({Value::number(1), ba}), true},
      {list({Value::integer(1)}), list({}), false},
      {ab, ba, true},
      {ab, aa, false},
      {Value::object(&thing), Value::object(&thing), true},
      {Value::object(&thing), Value::object(&other), false},
  };
  for (size_t i = 0; i < std::size(cases); ++i) {
    INFO(i);
    CHECK(equal(cases[i].a, cases[i].b) == cases[i].same);
    CHECK(equal(cases[i].b, cases[i].a) == cases[i].same);
  }
}

TEST_CASE("a deep copy outlives what it was made from, with its positions") {
  Arena target;
  Value copy;
  base::Source source{"x.json", R"({"a": [1, "甲", {"b": null}], "c": true})"};
  std::string before;
  {
    Arena arena;
    base::Diagnostics diagnostics;
    Value value = parse_json(source, whole(source), arena, diagnostics);
    before = with_places(source, value);
    copy = deep_copy(value, target);
  }
  CHECK(with_places(source, copy) == before);
}

TEST_CASE("walks over values end at a stated depth") {
  Arena arena;
  Value deep = Value::integer(1);
  for (int i = 0; i < 100000; ++i) deep = make_list(std::span(&deep, 1), arena);
  Value copy = deep_copy(deep, arena);
  int depth = 0;
  for (Value v = copy; v.is(Type::List) && !v.items().empty(); v = v.items()[0]) ++depth;
  CHECK(depth == kDepthMax);
  CHECK(!equal(deep, deep));
  CHECK(json_of(deep).size() == static_cast<size_t>(2 * kDepthMax + 4));
}

TEST_CASE("types have names") {
  const char* names[] = {"undefined", "null", "boolean", "integer", "number",
                         "text",      "text", "list",    "map",     "object"};
  for (int i = 0; i < 10; ++i) CHECK(type_name(static_cast<Type>(i)) == names[i]);
}

}  // namespace
}  // namespace herald::value
