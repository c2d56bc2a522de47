#pragma once
// Tables of attributes for lazy objects: a sorted array of (name, function), found by binary search. Private.

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "value/value.h"

namespace herald::render {

/// One row: the attribute's name and how it is made.
template <class T>
struct Attribute {
  std::string_view name;
  value::Value (*get)(const T& self, value::Arena& arena);
};

/// The row called `name`, or null. `table` is sorted by name.
template <class T>
const Attribute<T>* find_attribute(std::span<const Attribute<T>> table, std::string_view name) {
  auto at = std::lower_bound(table.begin(), table.end(), name,
                             [](const Attribute<T>& a, std::string_view n) { return a.name < n; });
  return at != table.end() && at->name == name ? &*at : nullptr;
}

/// Sorts a table when it is compiled.
template <class T, size_t N>
constexpr std::array<Attribute<T>, N> sorted(std::array<Attribute<T>, N> table) {
  std::sort(table.begin(), table.end(),
            [](const Attribute<T>& a, const Attribute<T>& b) { return a.name < b.name; });
  return table;
}

/// The names of all rows, for "did you mean".
template <class T>
void append_names(std::span<const Attribute<T>> table, std::vector<std::string_view>& out) {
  for (const auto& row : table) out.push_back(row.name);
}

}  // namespace herald::render
