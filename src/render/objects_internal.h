#pragma once
// Small helpers that the files of lazy objects share. Private to the module.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "render/attributes.h"
#include "render/context.h"

namespace herald::render {

/// An empty list.
inline value::Value no_items() { return value::Value::list({}); }
/// An empty text, which is what an absent text of the contract is.
inline value::Value empty_text() { return value::Value::string(""); }
/// `value`, or an empty text when there is none.
inline value::Value or_empty(value::Value value) { return value.is_nothing() ? empty_text() : value; }
/// `value`, or none when it is Undefined.
inline value::Value or_none(value::Value value) {
  return value.is_undefined() ? value::Value::null() : value;
}
/// `value` when it is a list; a list of it when it is something else; an empty list when there is nothing.
value::Value as_list(value::Value value, value::Arena& arena);
/// The texts as a list of borrowed values.
value::Value text_list(std::span<const std::string> texts, value::Arena& arena);

/// A field of a page, with the read recorded.
value::Value field_of(const Context& context, model::PageId page, std::string_view key);

/// `item` (a Map of a record or a field) with `url` made from its `link` or `to`, relative to the output;
/// other values as they are.
value::Value with_url(const Context& context, model::PageId page, value::Value item,
                      std::string_view link_key);
/// The same for each item of a list.
value::Value each_with_url(const Context& context, model::PageId page, value::Value list,
                           std::string_view link_key);

/// Makes a Map where it will lie: for the small ones of which a page needs dozens. value::MapBuilder first
/// gathers and then copies.
class MapMaker {
 public:
  explicit MapMaker(value::Arena& arena) : arena_(&arena) {}

  /// Sets `key`, a literal or a text in the arena; a key set before is replaced in its place.
  MapMaker& set(std::string_view key, value::Value value) {
    for (uint32_t i = 0; i < count_; i++) {
      if (entries_[i].key != key) continue;
      entries_[i].value = value;
      return *this;
    }
    if (count_ == capacity_) grow();
    new (entries_ + count_++) value::Entry{key, value, 0};
    return *this;
  }
  /// The Map of what was set. Nothing may be set after it.
  value::Value build() const {
    if (count_ > value::kLinearMax) return value::make_map({entries_, count_}, *arena_);
    return value::Value::map({entries_, count_});
  }

 private:
  void grow() {
    capacity_ = capacity_ == 0 ? 6 : capacity_ * 2;
    auto* grown = arena_->array<value::Entry>(capacity_);
    std::uninitialized_copy_n(entries_, count_, grown);
    entries_ = grown;
  }

  value::Arena* arena_;
  value::Entry* entries_ = nullptr;
  uint32_t count_ = 0, capacity_ = 0;
};

/// A Map of entries whose keys are known, and none of them twice; made where it will lie.
template <class... Entries>
value::Value map_of(value::Arena& arena, const Entries&... entries) {
  static_assert(sizeof...(entries) <= value::kLinearMax);
  auto* const made = arena.array<value::Entry>(sizeof...(entries));
  value::Entry* next = made;
  ((new (next++) value::Entry{entries.first, entries.second, 0}), ...);
  return value::Value::map({made, sizeof...(entries)});
}
/// An entry for it.
inline std::pair<std::string_view, value::Value> entry(std::string_view key, value::Value value) {
  return {key, value};
}

/// The same for a List.
class ListMaker {
 public:
  explicit ListMaker(value::Arena& arena) : arena_(&arena) {}

  /// Adds an item behind the others.
  void add(value::Value item) {
    if (count_ == capacity_) grow();
    new (items_ + count_++) value::Value(item);
  }
  size_t size() const { return count_; }  ///< How many were added.
  /// The List of what was added. Nothing may be added after it.
  value::Value build() const { return value::Value::list({items_, count_}); }

 private:
  void grow() {
    capacity_ = capacity_ == 0 ? 8 : capacity_ * 2;
    auto* grown = arena_->array<value::Value>(capacity_);
    std::uninitialized_copy_n(items_, count_, grown);
    items_ = grown;
  }

  value::Arena* arena_;
  value::Value* items_ = nullptr;
  uint32_t count_ = 0, capacity_ = 0;
};

/// A lazy object over a table of attributes. `T` has `static AttributeView<T> table()` and
/// `static std::string_view name()`.
template <class T>
class TableObject : public value::Object {
 public:
  TableObject() : Object(&kKind) {}
  int number_of(std::string_view name) const override {
    const Attribute<T>* row = find_attribute<T>(T::table(), name);
    return row == nullptr ? -1 : static_cast<int>(row - T::table().rows.data());
  }
  value::Value part(int number, std::string_view name, value::Arena& arena) const override {
    const auto& self = static_cast<const T&>(*this);
    return number < 0 ? self.other(name, arena)
                      : T::table().rows[static_cast<size_t>(number)].get(self, arena);
  }
  value::Value attribute(std::string_view name, value::Arena& arena) const override {
    return TableObject::part(TableObject::number_of(name), name, arena);
  }
  void names(std::vector<std::string_view>& out) const override {
    append_names<T>(T::table(), out);
    static_cast<const T&>(*this).other_names(out);
  }
  std::string_view type_name() const override { return T::name(); }
  /// What is not in the table; T may hide these two.
  value::Value other(std::string_view, value::Arena&) const { return {}; }
  void other_names(std::vector<std::string_view>&) const {}

 private:
  static constexpr char kKind = 0;  ///< Its address tells objects of T from others.
};

}  // namespace herald::render
