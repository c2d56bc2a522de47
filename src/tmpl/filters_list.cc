// Filters of lists and maps.

#include <algorithm>
#include <unordered_set>

#include "tmpl/builtins.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

Value default_value(Call& call, std::span<const Value> arguments) {
  Value subject = arguments[0];
  if (subject.is_undefined()) return arguments[1];
  Work& work = invocation_of(call).work;
  return truth(arguments[2], work) && !truth(subject, work) ? arguments[1] : subject;
}

Value length(Call& call, std::span<const Value> arguments) {
  int64_t size = length_of(arguments[0]);
  return size < 0 ? invocation_of(call).work.fail_type("length", arguments[0]) : Value::integer(size);
}

Value first(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  Sequence items = c.items(arguments[0]);
  return items.size == 0 ? Value() : items.at(0, c.work.arena);
}

Value last(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  Sequence items = c.items(arguments[0]);
  return items.size == 0 ? Value() : items.at(items.size - 1, c.work.arena);
}

std::vector<Value> copy_of(Sequence items, Work& work) {
  std::vector<Value> out;
  if (!work.spend(items.size)) return out;
  for (size_t i = 0; i < items.size; ++i) out.push_back(items.at(i, work.arena));
  return out;
}

Value list(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  if (arguments[0].is(Type::List)) return arguments[0];
  return c.work.list(copy_of(c.items(arguments[0]), c.work));
}

Value reverse(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  if (arguments[0].is_text()) {
    std::vector<Value> parts = {Value(), Value(), Value::integer(-1)};
    return slice_of(arguments[0], parts, c.work);
  }
  std::vector<Value> items = copy_of(c.items(arguments[0]), c.work);
  std::reverse(items.begin(), items.end());
  return c.work.list(items);
}

/// Joins as markup when anything in it is SafeHtml and the template escapes.
Value join(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  const Sequence sequence = c.items(arguments[0]);
  // Mostly texts that lie in a list, and are joined as they are.
  const bool as_they_are = sequence.items != nullptr && arguments[2].is_nothing();
  std::vector<Value> made;
  if (!as_they_are) {
    made = copy_of(sequence, c.work);
    for (Value& item : made) item = follow_path(item, arguments[2], c.work);
  } else if (!c.work.spend(sequence.size)) {
    return {};
  }
  const std::span<const Value> items =
      as_they_are ? std::span<const Value>(sequence.items, sequence.size) : std::span<const Value>(made);
  Value separator = arguments[1];
  bool html = separator.is(Type::Html);
  for (const Value& item : items) {
    if (undefined::is_loud(item)) return c.work.fail_undefined(item);
    html = html || item.is(Type::Html);
  }
  html = html && c.escape != Escape::None;
  Escape escape = html ? Escape::Html : Escape::None;
  std::string out;
  for (size_t i = 0; i < items.size() && !c.failed(); ++i) {
    if (i > 0) print(out, separator, escape, c.work);
    print(out, items[i], escape, c.work);
    if (out.size() > c.work.bytes_left) return c.work.spend_bytes(out.size()), Value();
  }
  return html ? c.work.html(out) : c.work.text(out);
}

/// Texts compare by lower case unless case matters.
Value fold(Value key, bool case_sensitive, Work& work) {
  if (case_sensitive || !key.is_text()) return key;
  std::string lower;
  append_lower(lower, key.as_text());
  return work.text(lower);
}

struct Keyed {
  Value key;
  Value item;
};

void sort_by_key(std::vector<Keyed>& items, bool descending, std::string_view what, Work& work) {
  work.spend(items.size() * 4);
  auto before = [&](const Keyed& a, const Keyed& b) {
    if (work.failed) return false;
    int order = descending ? compare(b.key, a.key, work, what) : compare(a.key, b.key, work, what);
    return order < 0;
  };
  std::stable_sort(items.begin(), items.end(), before);
}

std::vector<Value> items_of(const std::vector<Keyed>& keyed) {
  std::vector<Value> out;
  for (const Keyed& item : keyed) out.push_back(item.item);
  return out;
}

/// The value that `attribute` leads to; with commas a list of values, compared one after the other.
Value sort_key(Value item, Value attribute, bool case_sensitive, Work& work) {
  std::string_view paths = attribute.text_or_empty();
  if (paths.find(',') == std::string_view::npos)
    return fold(follow_path(item, attribute, work), case_sensitive, work);
  std::vector<Value> keys;
  while (true) {
    size_t comma = paths.find(',');
    keys.push_back(
        fold(follow_path(item, Value::string(paths.substr(0, comma)), work), case_sensitive, work));
    if (comma == std::string_view::npos) break;
    paths.remove_prefix(comma + 1);
  }
  return work.list(keys);
}

Value sort(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  bool descending = truth(arguments[1], c.work), case_sensitive = truth(arguments[2], c.work);
  std::vector<Keyed> keyed;
  for (Value item : copy_of(c.items(arguments[0]), c.work)) {
    Value key = sort_key(item, arguments[3], case_sensitive, c.work);
    if (undefined::is_loud(key)) return c.work.fail_undefined(key);
    keyed.push_back({key, item});
  }
  sort_by_key(keyed, descending, "sort", c.work);
  return c.work.list(items_of(keyed));
}

Value dict_sort(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  if (!is_mapping(arguments[0])) return c.work.fail_type("dictsort", arguments[0]);
  std::string_view by = arguments[2].text_or_empty();
  if (by != "key" && by != "value") return c.refuse("by", std::string(by));
  bool case_sensitive = truth(arguments[1], c.work);
  std::vector<Keyed> keyed;
  for (const Pair& pair : pairs_of(arguments[0], c.work)) {
    Value key = fold(by == "key" ? pair.key : pair.value, case_sensitive, c.work);
    std::vector<Value> both = {pair.key, pair.value};
    keyed.push_back({key, tuple_of(both, c.work)});
  }
  sort_by_key(keyed, truth(arguments[3], c.work), "dictsort", c.work);
  return c.work.list(items_of(keyed));
}

Value items(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  if (undefined::is_quiet(arguments[0])) return Value::list({});
  if (!is_mapping(arguments[0])) return c.work.fail_type("items", arguments[0]);
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(arguments[0], c.work)) {
    std::vector<Value> both = {pair.key, pair.value};
    out.push_back(tuple_of(both, c.work));
  }
  return c.work.list(out);
}

/// Finds keys that were seen. Texts by hash, others one by one.
class Seen {
 public:
  explicit Seen(Work& work) : work_(work) {}

  bool add(Value key) {
    if (key.is_text()) return texts_.insert(key.as_text()).second;
    if (!work_.spend(others_.size())) return false;
    for (Value other : others_)
      if (equal(other, key, work_)) return false;
    others_.push_back(key);
    return true;
  }

 private:
  Work& work_;
  std::unordered_set<std::string_view> texts_;
  std::vector<Value> others_;
};

Value unique(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  bool case_sensitive = truth(arguments[1], c.work);
  Seen seen(c.work);
  std::vector<Value> out;
  for (Value item : copy_of(c.items(arguments[0]), c.work)) {
    Value key = fold(follow_path(item, arguments[2], c.work), case_sensitive, c.work);
    if (undefined::is_loud(key)) return c.work.fail_undefined(key);
    if (seen.add(key)) out.push_back(item);
    if (c.failed()) return {};
  }
  return c.work.list(out);
}

template <bool greatest>
Value extreme(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  bool case_sensitive = truth(arguments[1], c.work);
  Value best, best_key;
  bool any = false;
  for (Value item : copy_of(c.items(arguments[0]), c.work)) {
    Value key = fold(follow_path(item, arguments[2], c.work), case_sensitive, c.work);
    if (undefined::is_loud(key)) return c.work.fail_undefined(key);
    int order = any ? compare(key, best_key, c.work, greatest ? "max" : "min") : 0;
    if (c.failed()) return {};
    if (any && (greatest ? order <= 0 || order == 2 : order >= 0)) continue;
    best = item;
    best_key = key;
    any = true;
  }
  return best;
}

Value group_by(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  bool case_sensitive = truth(arguments[3], c.work);
  std::vector<Keyed> keyed;
  auto key_of = [&](Value item) {
    Value key = follow_path(item, arguments[1], c.work);
    return key.is_undefined() && !arguments[2].is_nothing() ? arguments[2] : key;
  };
  for (Value item : copy_of(c.items(arguments[0]), c.work)) {
    Value key = fold(key_of(item), case_sensitive, c.work);
    if (undefined::is_loud(key)) return c.work.fail_undefined(key);
    keyed.push_back({key, item});
  }
  sort_by_key(keyed, false, "groupby", c.work);
  std::vector<Value> groups;
  for (size_t begin = 0; begin < keyed.size() && !c.failed();) {
    size_t end = begin + 1;
    while (end < keyed.size() && equal(keyed[end].key, keyed[begin].key, c.work)) ++end;
    std::vector<Value> members;
    for (size_t i = begin; i < end; ++i) members.push_back(keyed[i].item);
    std::vector<Value> pair = {key_of(keyed[begin].item), c.work.list(members)};
    groups.push_back(tuple_of(pair, c.work, true));
    begin = end;
  }
  return c.work.list(groups);
}

Value batch(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  Sequence all = c.items(arguments[0]);
  auto size = static_cast<size_t>(c.count(arguments[1], "linecount", 1));
  std::vector<Value> rows, row;
  for (size_t i = 0; i < all.size && !c.failed(); ++i) {
    row.push_back(all.at(i, c.work.arena));
    if (row.size() < size && i + 1 < all.size) continue;
    if (!arguments[2].is_nothing() && row.size() < size) {
      if (!c.work.spend(size)) return {};
      row.resize(size, arguments[2]);
    }
    rows.push_back(c.work.list(row));
    row.clear();
  }
  return c.work.list(rows);
}

Value slice(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  std::vector<Value> all = copy_of(c.items(arguments[0]), c.work);
  auto columns = static_cast<size_t>(c.count(arguments[1], "slices", 1));
  if (!c.work.spend(columns)) return {};
  size_t least = all.size() / columns, longer = all.size() % columns, at = 0;
  std::vector<Value> out;
  for (size_t i = 0; i < columns && !c.failed(); ++i) {
    size_t size = least + (i < longer ? 1 : 0);
    std::vector<Value> column(all.begin() + static_cast<std::ptrdiff_t>(at),
                              all.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
    if (!arguments[2].is_nothing() && i >= longer) column.push_back(arguments[2]);
    out.push_back(c.work.list(column));
  }
  return c.work.list(out);
}

Value attribute(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  std::string_view name = string_of(arguments[1], c.work);
  if (undefined::is_quiet(arguments[0])) return arguments[0];
  Value found = attribute_of(arguments[0], name, c.work);
  return found.is_undefined() ? c.work.trace(name, arguments[0], false) : found;
}

}  // namespace

Function default_filter() { return default_value; }
Function length_filter() { return length; }

void add_list_filters(CallableTable& filters) {
  auto add = [&](std::string_view name, Function function, std::vector<Parameter> parameters,
                 std::string_view zh, std::string_view en, uint8_t flags = 0) {
    filters.add({name, function, std::move(parameters), zh, en}, flags);
  };
  Value no = Value::boolean(false);
  for (std::string_view name : {"default", "d"})
    add(name, default_value, {optional("default_value", Value::string("")), optional("boolean", no)},
        "未定义时的替代值；boolean 为真时空值也替代。",
        "What to take when it is undefined, with `boolean` also when it is false.", kTakesUndefined);
  for (std::string_view name : {"length", "count"})
    add(name, length, {}, "项数或字数。", "The number of items or characters.");
  add("first", first, {}, "第一项。", "The first item.");
  add("last", last, {}, "最后一项。", "The last item.");
  add("list", list, {}, "转为列表。", "The items as a list.");
  add("reverse", reverse, {}, "倒序。", "The other way round.");
  add("join", join, {optional("d", Value::string("")), optional("attribute")}, "连接成文本。",
      "The items, or an attribute of each, with `d` between them.");
  add("sort", sort, {optional("reverse", no), optional("case_sensitive", no), optional("attribute")},
      "排序。", "Sorted; by attributes when given, with commas by several.");
  add("dictsort", dict_sort,
      {optional("case_sensitive", no), optional("by", Value::string("key")), optional("reverse", no)},
      "字典按键或值排序。", "The pairs of a map sorted by key or value.");
  add("items", items, {}, "字典的键值对。", "The pairs of a map.");
  add("unique", unique, {optional("case_sensitive", no), optional("attribute")}, "去重。",
      "Each item once, compared by an attribute when given.");
  add("min", extreme<false>, {optional("case_sensitive", no), optional("attribute")}, "最小项。",
      "The least item.");
  add("max", extreme<true>, {optional("case_sensitive", no), optional("attribute")}, "最大项。",
      "The greatest item.");
  add("groupby", group_by, {required("attribute"), optional("default"), optional("case_sensitive", no)},
      "按属性分组。", "Groups of equal `attribute`, each with `grouper` and `list`.");
  add("batch", batch, {required("linecount"), optional("fill_with")}, "每若干项一行。",
      "Rows of `linecount` items.");
  add("slice", slice, {required("slices"), optional("fill_with")}, "分成若干列。",
      "The items in so many columns.");
  add("attr", attribute, {required("name")}, "取属性。", "The attribute of that name.");
}

}  // namespace herald::tmpl
