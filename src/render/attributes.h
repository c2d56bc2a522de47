#pragma once
// Tables of attributes for lazy objects: a sorted array of (name, function), found by binary search. Private.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "value/value.h"

namespace herald::render {

/// One row: the attribute's name and how it is made.
template <class T>
struct Attribute {
  std::string_view name;
  value::Value (*get)(const T& self, value::Arena& arena);
  uint64_t beginning = 0;  ///< beginning_of(name), set by `sorted`
};

/// The first eight bytes of `name` as a number: names of which one is less in it are in that order.
constexpr uint64_t beginning_of(std::string_view name) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < 8; i++)
    bytes = bytes << 8 | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0u);
  return bytes;
}

/// The row called `name`, or null. `table` is sorted by name.
template <class T>
const Attribute<T>* find_attribute(std::span<const Attribute<T>> table, std::string_view name) {
  const uint64_t beginning = beginning_of(name);
  auto less = [beginning](const Attribute<T>& a, std::string_view n) {
    return a.beginning != beginning ? a.beginning < beginning : a.name < n;
  };
  auto at = std::lower_bound(table.begin(), table.end(), name, less);
  return at != table.end() && at->name == name ? &*at : nullptr;
}

/// Sorts a table when it is compiled.
template <class T, size_t N>
constexpr std::array<Attribute<T>, N> sorted(std::array<Attribute<T>, N> table) {
  std::sort(table.begin(), table.end(),
            [](const Attribute<T>& a, const Attribute<T>& b) { return a.name < b.name; });
  for (Attribute<T>& row : table) row.beginning = beginning_of(row.name);
  return table;
}

/// The names of all rows, for "did you mean".
template <class T>
void append_names(std::span<const Attribute<T>> table, std::vector<std::string_view>& out) {
  for (const auto& row : table) out.push_back(row.name);
}

}  // namespace herald::render
