#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "value/value.h"

using herald::value::Arena;
using herald::value::Entry;
using herald::value::hash_of;
using herald::value::make_list;
using herald::value::make_map;
using herald::value::Value;

TEST_CASE("values that differ in type, text, order or nesting have different hashes") {
  Arena arena;
  const Value a = Value::string("a"), b = Value::string("b");
  const Value ab[] = {a, b}, ba[] = {b, a}, joined[] = {Value::string("ab")};
  const Value list = make_list(ab, arena);
  const Value nested[] = {list};
  const Entry first[] = {{"k", a, 0}}, second[] = {{"k", b, 0}}, third[] = {{"l", a, 0}};
  const std::vector<Value> values = {{},
                                     Value::null(),
                                     Value::boolean(true),
                                     Value::boolean(false),
                                     a,
                                     Value::integer(1),
                                     Value::integer(-1),
                                     Value::number(1.0),
                                     b,
                                     Value::string(""),
                                     Value::html("a"),
                                     make_list({}, arena),
                                     list,
                                     make_list(ba, arena),
                                     make_list(joined, arena),
                                     make_list(nested, arena),
                                     make_map(first, arena),
                                     make_map(second, arena),
                                     make_map(third, arena)};
  std::set<uint64_t> hashes;
  for (const Value& value : values) hashes.insert(hash_of(value));
  CHECK(hashes.size() == values.size());
}

TEST_CASE("where a value stood makes no difference, nor where its bytes lie") {
  const std::string one = "安全", other = "安全";
  CHECK(hash_of(Value::string(one).at_position(7)) == hash_of(Value::string(other)));
}
