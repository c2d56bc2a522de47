// Filters that apply another filter or test, named by its text, to each item.

#include "tmpl/builtins.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Value;

/// The arguments of such a filter: [attribute,] name, and what goes on to the callee.
struct Callee {
  std::string_view name;  ///< empty when there is none
  std::span<const Value> arguments;
};

Callee callee_from(Invocation& call, size_t at) {
  if (at >= call.extra.size()) return {};
  Value name = call.extra[at];
  if (!name.is_text()) {
    call.refuse("name", type_name_of(name));
    return {};
  }
  return {name.as_text(), call.extra.subspan(at + 1)};
}

Value map_attribute(Invocation& call, Sequence items) {
  Value path, fallback;
  for (const NamedValue& keyword : call.keywords) {
    if (keyword.name == "attribute") {
      path = keyword.value;
    } else if (keyword.name == "default") {
      fallback = keyword.value;
    } else {
      return call.work.fail(Code::TemplateArgumentUnknown, {"map", std::string(keyword.name)});
    }
  }
  if (path.is_nothing()) return call.work.fail(Code::TemplateArgumentMissing, {"map", "attribute"});
  std::vector<Value> out;
  for (size_t i = 0; i < items.size && call.work.spend(1) && !call.failed(); ++i) {
    Value found = follow_path(items.at(i, call.work.arena), path, call.work);
    out.push_back(found.is_undefined() && !fallback.is_undefined() ? fallback : found);
  }
  return call.work.list(out);
}

Value map(Call& public_call, std::span<const Value> arguments) {
  Invocation& call = invocation_of(public_call);
  Sequence items = call.items(arguments[0]);
  if (call.extra.empty()) return map_attribute(call, items);
  Callee callee = callee_from(call, 0);
  std::vector<Value> out;
  for (size_t i = 0; i < items.size && call.work.spend(1) && !call.failed(); ++i)
    out.push_back(
        call.call(call.filters, callee.name, items.at(i, call.work.arena), callee.arguments, call.keywords));
  return call.work.list(out);
}

enum class Subject : uint8_t { Item, Attribute };

/// Keeps the items whose test, of themselves or of an attribute, has the result `wanted`.
template <Subject subject, bool wanted>
Value select(Call& public_call, std::span<const Value> arguments) {
  Invocation& call = invocation_of(public_call);
  Sequence items = call.items(arguments[0]);
  bool by_attribute = subject == Subject::Attribute;
  if (by_attribute && call.extra.empty())
    return call.work.fail(Code::TemplateArgumentMissing, {std::string(call.name), "attribute"});
  Callee callee = callee_from(call, by_attribute ? 1 : 0);
  std::vector<Value> out;
  for (size_t i = 0; i < items.size && call.work.spend(1) && !call.failed(); ++i) {
    Value item = items.at(i, call.work.arena);
    Value tested = by_attribute ? follow_path(item, call.extra[0], call.work) : item;
    if (!callee.name.empty())
      tested = call.call(call.tests, callee.name, tested, callee.arguments, call.keywords);
    if (!call.failed() && truth(tested, call.work) == wanted) out.push_back(item);
  }
  return call.work.list(out);
}

}  // namespace

void add_select_filters(CallableTable& filters) {
  auto add = [&](std::string_view name, Function function, std::string_view zh, std::string_view en) {
    filters.add({name, function, {}, zh, en}, kVariadic);
  };
  add("map", map, "对每一项取属性（attribute=）或用过滤器。",
      "Each item's attribute (attribute=…), or each item filtered.");
  add("select", select<Subject::Item, true>, "留下通过测试的项。",
      "The items that pass the test, or are true.");
  add("reject", select<Subject::Item, false>, "去掉通过测试的项。", "The items that do not pass the test.");
  add("selectattr", select<Subject::Attribute, true>, "按属性的测试留下各项。",
      "The items whose attribute passes the test.");
  add("rejectattr", select<Subject::Attribute, false>, "按属性的测试去掉各项。",
      "The items whose attribute does not pass it.");
}

}  // namespace herald::tmpl
