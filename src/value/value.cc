#include "value/value.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/same_text.h"
#include "value/entries.h"

namespace herald::value {
namespace {

bool equal_numbers(Value a, Value b) {
  if (a.is(Type::Int) && b.is(Type::Int)) return a.as_int() == b.as_int();
  if (a.is(Type::Float) && b.is(Type::Float)) return a.as_double() == b.as_double();
  double d = a.is(Type::Float) ? a.as_double() : b.as_double();
  int64_t i = a.is(Type::Int) ? a.as_int() : b.as_int();
  // Compared as integers: 2^53 + 1 is not 2^53, although it is when both are doubles.
  return d >= -0x1p63 && d < 0x1p63 && std::trunc(d) == d && static_cast<int64_t>(d) == i;
}

bool equal_below(Value a, Value b, int depth);

bool equal_lists(std::span<const Value> a, std::span<const Value> b, int depth) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!equal_below(a[i], b[i], depth)) return false;
  }
  return true;
}

bool equal_maps(Value a, Value b, int depth) {
  if (a.entries().size() != b.entries().size()) return false;
  for (const Entry& entry : a.entries()) {
    Value other = b.get(entry.key);
    bool there = !other.is_undefined() || entry.value.is_undefined();
    if (!there || !equal_below(entry.value, other, depth)) return false;
  }
  return true;
}

bool equal_below(Value a, Value b, int depth) {
  if (depth == 0) return false;
  if (a.is_text() && b.is_text()) return a.as_text() == b.as_text();
  if (a.is_number() && b.is_number()) return equal_numbers(a, b);
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::Undefined:
    case Type::Null:
      return true;
    case Type::Bool:
      return a.as_bool() == b.as_bool();
    case Type::List:
      return equal_lists(a.items(), b.items(), depth - 1);
    case Type::Map:
      return equal_maps(a, b, depth - 1);
    case Type::Object:
      return a.as_object() == b.as_object();
    default:
      return false;
  }
}

Value with_position_of(Value value, Value original) {
  return original.has_position() ? value.at_position(original.position()) : value;
}

Value copy_below(Value value, Arena& arena, int depth) {
  if (depth == 0) return {};
  switch (value.type()) {
    case Type::String:
      return with_position_of(Value::string(arena.copy(value.as_text())), value);
    case Type::Html:
      return with_position_of(Value::html(arena.copy(value.as_text())), value);
    case Type::List: {
      ListBuilder items;
      for (Value item : value.items()) items.add(copy_below(item, arena, depth - 1));
      return with_position_of(items.build(arena), value);
    }
    case Type::Map: {
      std::vector<Entry> entries(value.entries().begin(), value.entries().end());
      for (Entry& entry : entries) {
        entry.key = arena.copy(entry.key);
        entry.value = copy_below(entry.value, arena, depth - 1);
      }
      return with_position_of(make_map(entries, arena), value);
    }
    default:
      return value;
  }
}

}  // namespace

Value Value::list(std::span<const Value> items) {
  Value v(Type::List);
  v.items_ = items.data();
  v.size_ = static_cast<uint32_t>(items.size());
  return v;
}

Value Value::map(std::span<const Entry> entries) {
  Value v(Type::Map);
  v.entries_ = entries.data();
  v.size_ = static_cast<uint32_t>(entries.size());
  return v;
}

Value make_list(std::span<const Value> items, Arena& arena) {
  if (items.empty()) return Value::list({});
  Value* copies = arena.array<Value>(items.size());
  std::uninitialized_copy(items.begin(), items.end(), copies);
  return Value::list({copies, items.size()});
}

Value make_map(std::span<const Entry> entries, Arena& arena) {
  if (entries.empty()) return Value::map({});
  bool indexed = entries.size() > kLinearMax;
  size_t index_size = indexed ? entries.size() * sizeof(uint32_t) : 0;
  char* bytes =
      static_cast<char*>(arena.allocate(entries.size() * sizeof(Entry) + index_size, alignof(Entry)));
  Entry* copies = reinterpret_cast<Entry*>(bytes);
  std::uninitialized_copy(entries.begin(), entries.end(), copies);
  Value map = Value::map({copies, entries.size()});
  if (!indexed) return map;
  uint32_t* order = reinterpret_cast<uint32_t*>(copies + entries.size());
  std::iota(order, order + entries.size(), 0U);
  std::sort(order, order + entries.size(),
            [&](uint32_t a, uint32_t b) { return copies[a].key < copies[b].key; });
  map.indexed_ = 1;
  return map;
}

Value Value::get(std::string_view key) const {
  if (!is(Type::Map)) return {};
  if (!indexed_) {
    // Names of one size are many, and most differ in their first byte.
    const char first = key.empty() ? '\0' : key[0];
    for (const Entry& entry : entries()) {
      if (entry.key.size() != key.size()) continue;
      if (key.empty() || (entry.key[0] == first && base::same_text(entry.key, key))) return entry.value;
    }
    return {};
  }
  const uint32_t* order = reinterpret_cast<const uint32_t*>(entries_ + size_);
  const uint32_t* found = std::lower_bound(
      order, order + size_, key, [this](uint32_t at, std::string_view k) { return entries_[at].key < k; });
  return found != order + size_ && entries_[*found].key == key ? entries_[*found].value : Value();
}

Value ListBuilder::build(Arena& arena) const { return make_list(items_, arena); }

MapBuilder& MapBuilder::set(std::string_view key, Value value, uint32_t key_position_plus_1) {
  if (entries_.empty()) entries_.reserve(8);
  entries_.push_back({key, value, key_position_plus_1});
  return *this;
}

Value MapBuilder::build(Arena& arena) const {
  std::vector<Double> doubles = find_doubles(entries_);
  if (doubles.empty()) return make_map(entries_, arena);
  std::vector<Entry> unique = entries_;
  unique.resize(drop_doubles(unique, doubles));
  return make_map(unique, arena);
}

std::vector<Double> find_doubles(std::span<const Entry> entries) {
  std::vector<Double> doubles;
  if (entries.size() <= kLinearMax) {
    for (uint32_t i = 1; i < entries.size(); ++i) {
      for (uint32_t j = 0; j < i; ++j) {
        if (entries[i].key != entries[j].key) continue;
        doubles.push_back({j, i});
        break;
      }
    }
    return doubles;
  }
  std::vector<uint32_t> order(entries.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return entries[a].key < entries[b].key; });
  for (size_t first = 0, i = 1; i < order.size(); ++i) {
    if (entries[order[i]].key != entries[order[first]].key) {
      first = i;
    } else {
      doubles.push_back({order[first], order[i]});
    }
  }
  std::sort(doubles.begin(), doubles.end(), [](Double a, Double b) { return a.again < b.again; });
  return doubles;
}

size_t drop_doubles(std::span<Entry> entries, std::span<const Double> doubles) {
  for (Double twice : doubles) entries[twice.first] = entries[twice.again];
  size_t kept = 0;
  size_t next = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (next < doubles.size() && doubles[next].again == i) {
      ++next;
    } else {
      entries[kept++] = entries[i];
    }
  }
  return kept;
}

Value deep_copy(Value value, Arena& arena) { return copy_below(value, arena, kDepthMax); }

bool equal(Value a, Value b) { return equal_below(a, b, kDepthMax); }

std::string_view type_name(Type type) {
  switch (type) {
    case Type::Undefined:
      return "undefined";
    case Type::Null:
      return "null";
    case Type::Bool:
      return "boolean";
    case Type::Int:
      return "integer";
    case Type::Float:
      return "number";
    case Type::String:
    case Type::Html:
      return "text";
    case Type::List:
      return "list";
    case Type::Map:
      return "map";
    case Type::Object:
      return "object";
  }
  return "undefined";
}

}  // namespace herald::value
