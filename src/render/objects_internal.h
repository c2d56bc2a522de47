#pragma once
// Small helpers that the files of lazy objects share. Private to the module.

#include <span>
#include <string>
#include <string_view>

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

/// A lazy object over a table of attributes. `T` has `static std::span<const Attribute<T>> table()` and
/// `static std::string_view name()`.
template <class T>
class TableObject : public value::Object {
 public:
  value::Value attribute(std::string_view name, value::Arena& arena) const override {
    const auto& self = static_cast<const T&>(*this);
    if (const Attribute<T>* row = find_attribute<T>(T::table(), name)) return row->get(self, arena);
    return self.other(name, arena);
  }
  void names(std::vector<std::string_view>& out) const override {
    append_names<T>(T::table(), out);
    static_cast<const T&>(*this).other_names(out);
  }
  std::string_view type_name() const override { return T::name(); }
  /// What is not in the table; T may hide these two.
  value::Value other(std::string_view, value::Arena&) const { return {}; }
  void other_names(std::vector<std::string_view>&) const {}
};

}  // namespace herald::render
