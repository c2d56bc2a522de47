#pragma once
// Tables of attributes for lazy objects: rows (name, function) sorted by name, and where a name's row is by a
// number made of a few of its letters. Private.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/same_text.h"
#include "value/value.h"

namespace herald::render {

/// One row: the attribute's name and how it is made.
template <class T>
struct Attribute {
  std::string_view name;
  value::Value (*get)(const T& self, value::Arena& arena);
};

/// Where the search for `name`, which is not empty, begins.
constexpr size_t slot_of_name(std::string_view name) {
  auto letter = [name](size_t i) { return static_cast<size_t>(static_cast<unsigned char>(name[i])); };
  return name.size() * 31 + letter(0) * 7 + letter(name.size() / 2) * 17 + letter(name.size() - 1) * 131;
}

/// A table as look-ups see it.
template <class T>
struct AttributeView {
  std::span<const Attribute<T>> rows;
  std::span<const uint8_t>
      slots;  ///< The row plus 1, 0 free; as many as a power of two, a third of them in use.
};

/// A table as it is made.
template <class T, size_t N>
struct AttributeTable {
  static_assert(N < 256);
  std::array<Attribute<T>, N> rows;
  std::array<uint8_t, std::bit_ceil(N * 3)> slots = {};

  constexpr operator AttributeView<T>() const { return {rows, slots}; }
};

/// Makes a table when it is compiled.
template <class T, size_t N>
constexpr AttributeTable<T, N> sorted(std::array<Attribute<T>, N> rows) {
  AttributeTable<T, N> table{rows};
  std::sort(table.rows.begin(), table.rows.end(),
            [](const Attribute<T>& a, const Attribute<T>& b) { return a.name < b.name; });
  const size_t mask = table.slots.size() - 1;
  for (size_t i = 0; i < N; i++) {
    size_t at = slot_of_name(table.rows[i].name) & mask;
    while (table.slots[at] != 0) at = (at + 1) & mask;
    table.slots[at] = static_cast<uint8_t>(i + 1);
  }
  return table;
}

/// The row called `name`, or null.
template <class T>
const Attribute<T>* find_attribute(const AttributeView<T>& table, std::string_view name) {
  if (name.empty()) return nullptr;
  const size_t mask = table.slots.size() - 1;
  for (size_t at = slot_of_name(name) & mask; table.slots[at] != 0; at = (at + 1) & mask) {
    const Attribute<T>& row = table.rows[table.slots[at] - 1u];
    if (base::same_text(row.name, name)) return &row;
  }
  return nullptr;
}

/// The names of all rows, for "did you mean".
template <class T>
void append_names(const AttributeView<T>& table, std::vector<std::string_view>& out) {
  for (const auto& row : table.rows) out.push_back(row.name);
}

}  // namespace herald::render
