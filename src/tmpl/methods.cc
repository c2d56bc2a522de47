// The methods of Python's list and dict that templates use, those of the engine's own objects, and how a
// method is called.

#include <algorithm>
#include <array>
#include <cmath>

#include "base/same_text.h"
#include "base/utf8.h"
#include "tmpl/methods.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

Value map_items(const Method& m) {
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(m.subject, m.work())) {
    std::vector<Value> both = {pair.key, pair.value};
    out.push_back(tuple_of(both, m.work()));
  }
  return m.work().list(out);
}

Value map_keys(const Method& m) {
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(m.subject, m.work())) out.push_back(pair.key);
  return m.work().list(out);
}

Value map_values(const Method& m) {
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(m.subject, m.work())) out.push_back(pair.value);
  return m.work().list(out);
}

Value map_get(const Method& m) {
  Value found = item_of(m.subject, m.arguments[0], m.work());
  if (!found.is_undefined()) return found;
  return m.arguments.size() > 1 ? m.arguments[1] : Value::null();
}

/// Values do not change, so a copy is the value itself.
Value same(const Method& m) { return m.subject; }

constexpr std::array kMapMethods = {MethodEntry{"items", map_items, 0, 0},
                                    MethodEntry{"keys", map_keys, 0, 0},
                                    MethodEntry{"values", map_values, 0, 0},
                                    MethodEntry{"get", map_get, 1, 2}, MethodEntry{"copy", same, 0, 0}};

Value list_count(const Method& m) {
  Sequence items = m.call.items(m.subject);
  int64_t found = 0;
  for (size_t i = 0; i < items.size && m.work().spend(1); ++i)
    found += equal(items.at(i, m.work().arena), m.arguments[0], m.work());
  return Value::integer(found);
}

Value list_index(const Method& m) {
  Sequence items = m.call.items(m.subject);
  auto size = static_cast<int64_t>(items.size);
  auto settle = [&](size_t i, int64_t absent) {
    int64_t given = m.given(i) ? m.call.integer(m.arguments[i], i == 1 ? "start" : "stop") : absent;
    return static_cast<size_t>(std::clamp<int64_t>(given < 0 ? given + size : given, 0, size));
  };
  size_t end = settle(2, size);
  for (size_t i = settle(1, 0); i < end && m.work().spend(1); ++i)
    if (equal(items.at(i, m.work().arena), m.arguments[0], m.work()))
      return Value::integer(static_cast<int64_t>(i));
  std::string shown;
  append_representation(shown, m.arguments[0], m.work());
  return m.call.refuse("1", std::move(shown));
}

constexpr std::array kListMethods = {MethodEntry{"count", list_count, 1, 1},
                                     MethodEntry{"index", list_index, 1, 3}, MethodEntry{"copy", same, 0, 0}};

Value number_is_integer(const Method& m) {
  double number = m.subject.as_double();
  return Value::boolean(std::isfinite(number) && std::trunc(number) == number);
}

constexpr std::array kNumberMethods = {MethodEntry{"is_integer", number_is_integer, 0, 0}};

Value loop_cycle(const Method& m) {
  auto* loop = as<Loop>(m.subject);
  return m.arguments[(loop->next - 1) % m.arguments.size()];
}

Value loop_changed(const Method& m) {
  auto* loop = as<Loop>(m.subject);
  std::vector<Value> now(m.arguments.begin(), m.arguments.end());
  Value list = m.work().list(now);
  bool changed = loop->last_changed.is_undefined() || !equal(loop->last_changed, list, m.work());
  loop->last_changed = list;
  return Value::boolean(changed);
}

constexpr std::array kLoopMethods = {MethodEntry{"cycle", loop_cycle, 1, 255},
                                     MethodEntry{"changed", loop_changed, 0, 255}};

Value cycler_next(const Method& m) {
  auto* cycler = as<Cycler>(m.subject);
  Value current = cycler->items[cycler->position];
  cycler->position = (cycler->position + 1) % cycler->items.size();
  return current;
}

Value cycler_reset(const Method& m) {
  as<Cycler>(m.subject)->position = 0;
  return Value::null();
}

constexpr std::array kCyclerMethods = {MethodEntry{"next", cycler_next, 0, 0},
                                       MethodEntry{"reset", cycler_reset, 0, 0}};

std::span<const MethodEntry> methods_of(Value subject) {
  if (subject.is_text()) return text_methods();
  if (as<Loop>(subject) != nullptr) return kLoopMethods;
  if (as<Cycler>(subject) != nullptr) return kCyclerMethods;
  if (is_mapping(subject)) return kMapMethods;
  if (subject.is(Type::Float)) return kNumberMethods;
  if (is_sequence(subject)) return kListMethods;
  return {};
}

/// Keywords that Python's methods take by name, put behind the positional ones where they belong.
bool place_keywords(std::string_view method, std::span<const NamedValue> keywords,
                    std::vector<Value>& arguments) {
  for (const NamedValue& keyword : keywords) {
    size_t at = 0;
    if ((method == "split" || method == "rsplit") && keyword.name == "sep") {
      at = 0;
    } else if ((method == "split" || method == "rsplit") && keyword.name == "maxsplit") {
      at = 1;
    } else if (method == "get" && keyword.name == "default") {
      at = 1;
    } else if (method == "splitlines" && keyword.name == "keepends") {
      at = 0;
    } else if (method == "expandtabs" && keyword.name == "tabsize") {
      at = 0;
    } else if (method == "replace" && keyword.name == "count") {
      at = 2;
    } else {
      return false;
    }
    if (arguments.size() <= at) arguments.resize(at + 1, Value::null());
    arguments[at] = keyword.value;
  }
  return true;
}

}  // namespace

Value replace_text(Value subject, Value old, Value with, int64_t limit, Work& work) {
  bool html = subject.is(Type::Html);
  auto as_part = [&](Value part) {
    std::string out;
    print(out, part, html ? Escape::Html : Escape::None, work);
    return out;
  };
  std::string from = as_part(old), to = as_part(with);
  std::string_view rest = subject.as_text();
  std::string out;
  auto spend = [&] { return out.size() <= work.bytes_left || work.spend_bytes(out.size()); };
  for (; limit != 0 && spend(); --limit) {
    size_t found = from.empty() ? 0 : rest.find(from);
    if (found == std::string_view::npos) break;
    out += rest.substr(0, found);
    out += to;
    rest.remove_prefix(found + from.size());
    if (!from.empty()) continue;
    // Between all characters, as Python does it.
    if (rest.empty()) break;
    size_t next = 0;
    base::next_code_point(rest, next);
    out += rest.substr(0, next);
    rest.remove_prefix(next);
  }
  out += rest;
  return html ? work.html(out) : work.text(out);
}

bool call_method_of(Value subject, std::string_view method, std::span<const Value> arguments,
                    std::span<const NamedValue> keywords, Invocation& call, Value& result) {
  std::span<const MethodEntry> methods = methods_of(subject);
  auto found = std::find_if(methods.begin(), methods.end(),
                            [&](const MethodEntry& entry) { return base::same_text(entry.name, method); });
  if (found == methods.end()) return false;
  std::span<const Value> placed = arguments;
  std::vector<Value> with_keywords;
  if (!keywords.empty() && method != "format") {
    with_keywords.assign(arguments.begin(), arguments.end());
    if (!place_keywords(method, keywords, with_keywords))
      call.work.fail(Code::TemplateArgumentUnknown, {std::string(method), std::string(keywords[0].name)});
    placed = with_keywords;
  }
  if (placed.size() < found->least) {
    call.work.fail(Code::TemplateArgumentMissing, {std::string(method), std::to_string(placed.size() + 1)});
  } else if (placed.size() > found->most) {
    call.work.fail(Code::TemplateArgumentCount,
                   {std::string(method), std::to_string(found->most), std::to_string(placed.size())});
  }
  bool tolerant = method == "get" || method == "changed";
  for (Value argument : placed)
    if (undefined::is_loud(argument) && !tolerant) call.work.fail_undefined(argument);
  if (!call.failed()) result = found->run({subject, placed, keywords, call});
  return true;
}

std::vector<std::string_view> method_names(Value subject) {
  std::vector<std::string_view> names;
  for (const MethodEntry& entry : methods_of(subject)) names.push_back(entry.name);
  return names;
}

}  // namespace herald::tmpl
