#pragma once
// Names that are looked for far more often than they are there: a theme asks a page for some forty fields, of
// which it has a dozen. Tables of a byte a slot, found by a number made of a name's letters (attributes.h),
// say so at once. Private to the module.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "render/attributes.h"
#include "value/value.h"

namespace herald::render {

/// The fields of the page that is being rendered. Belongs to one render at a time.
class FieldIndex {
 public:
  /// What Value::get says of `fields`; quick while it is asked for the same map.
  value::Value get(value::Value fields, std::string_view key) {
    return key.empty() ? fields.get(key) : get(fields, key, slot_of_name(key));
  }
  /// The same where slot_of_name(key) is known: `key` is not empty.
  value::Value get(value::Value fields, std::string_view key, size_t slot) {
    if (!fields.is(value::Type::Map) || fields.entries().size() > kFieldsMax) return fields.get(key);
    const std::span<const value::Entry> entries = fields.entries();
    if (entries.data() != owner_) build(entries);
    for (size_t at = slot % slots_.size(); slots_[at] != 0; at = (at + 1) % slots_.size()) {
      const value::Entry& entry = entries[slots_[at] - 1u];
      if (base::same_text(entry.key, key)) return entry.value;
    }
    return {};
  }
  /// The map that was asked for may be gone from here on.
  void clear() { owner_ = nullptr; }

 private:
  static constexpr size_t kFieldsMax = 40;

  void build(std::span<const value::Entry> entries) {
    owner_ = entries.data();
    slots_ = {};
    for (size_t i = 0; i < entries.size(); i++) {
      if (entries[i].key.empty()) continue;  // nobody asks for it here
      size_t at = slot_of_name(entries[i].key) % slots_.size();
      while (slots_[at] != 0) at = (at + 1) % slots_.size();
      slots_[at] = static_cast<uint8_t>(i + 1);
    }
  }

  const value::Entry* owner_ = nullptr;
  std::array<uint8_t, 128> slots_ = {};  ///< the entry plus 1, 0 free
};

/// A set of names that does not change: which fields a kind has.
class NameSet {
 public:
  /// Of names that outlive this.
  explicit NameSet(std::vector<std::string_view> names)
      : names_(std::move(names)), slots_(std::bit_ceil(names_.size() * 3 + 1)) {
    for (size_t i = 0; i < names_.size(); i++) {
      if (names_[i].empty()) continue;
      size_t at = slot_of_name(names_[i]) & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = static_cast<uint16_t>(i + 1);
    }
  }

  /// Whether `name` is one of them.
  bool contains(std::string_view name) const { return !name.empty() && contains(name, slot_of_name(name)); }
  /// The same where slot_of_name(name) is known: `name` is not empty.
  bool contains(std::string_view name, size_t slot) const {
    const size_t mask = slots_.size() - 1;
    for (size_t at = slot & mask; slots_[at] != 0; at = (at + 1) & mask)
      if (base::same_text(names_[slots_[at] - 1u], name)) return true;
    return false;
  }

 private:
  std::vector<std::string_view> names_;  ///< of text that outlives this
  std::vector<uint16_t> slots_;          ///< the name plus 1, 0 free
};

}  // namespace herald::render
