// The functions that every template has.

#include "tmpl/builtins.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Value;

/// Far enough for counting, near enough that no sum of two overflows.
constexpr int64_t kRangeMost = int64_t{1} << 53;

Value range(Call& public_call, std::span<const Value> arguments) {
  Invocation& call = invocation_of(public_call);
  int64_t begin = call.integer(arguments[0], "start"), end = 0, step = 1;
  if (arguments[1].is_undefined()) {
    end = begin;
    begin = 0;
  } else {
    end = call.integer(arguments[1], "stop");
  }
  if (!arguments[2].is_undefined()) step = call.integer(arguments[2], "step");
  if (call.failed()) return {};
  for (int64_t bound : {begin, end, step})
    if (bound > kRangeMost || bound < -kRangeMost) return call.refuse("stop", std::to_string(bound));
  if (step == 0) return call.refuse("step", "0");
  return Value::object(call.work.arena.make<Range>(begin, end, step));
}

/// The pairs of the positional map or list of pairs, if any, then the keywords.
std::vector<Pair> gather_pairs(Invocation& call) {
  std::vector<Pair> pairs;
  if (call.extra.size() > 1)
    call.work.fail(Code::TemplateArgumentCount,
                   {std::string(call.name), "1", std::to_string(call.extra.size())});
  if (!call.extra.empty() && is_mapping(call.extra[0])) {
    pairs = pairs_of(call.extra[0], call.work);
  } else if (!call.extra.empty()) {
    Sequence items = call.items(call.extra[0]);
    for (size_t i = 0; i < items.size && call.work.spend(1) && !call.failed(); ++i) {
      Sequence pair = call.items(items.at(i, call.work.arena));
      if (pair.size == 2) {
        pairs.push_back({pair.at(0, call.work.arena), pair.at(1, call.work.arena)});
      } else {
        call.work.fail(Code::TemplateUnpack, {std::to_string(pair.size), "2"});
      }
    }
  }
  for (const NamedValue& keyword : call.keywords)
    pairs.push_back({Value::string(call.work.arena.copy(keyword.name)), keyword.value});
  return pairs;
}

Value dict(Call& public_call, std::span<const Value>) {
  Invocation& call = invocation_of(public_call);
  std::vector<Pair> pairs = gather_pairs(call);
  return call.failed() ? Value() : make_dict(pairs, call.work);
}

Value make_namespace(Call& public_call, std::span<const Value>) {
  Invocation& call = invocation_of(public_call);
  auto* made = call.work.arena.make<Namespace>();
  for (const Pair& pair : gather_pairs(call)) {
    if (!pair.key.is_text()) return call.work.fail_type("namespace", pair.key);
    made->set(pair.key.as_text(), pair.value, call.work.arena);
  }
  return Value::object(made);
}

Value cycler(Call& public_call, std::span<const Value>) {
  Invocation& call = invocation_of(public_call);
  if (call.extra.empty() || !call.keywords.empty())
    return call.work.fail(Code::TemplateArgumentMissing, {"cycler", "items"});
  Value list = value::make_list(call.extra, call.work.arena);
  return Value::object(call.work.arena.make<Cycler>(list.items()));
}

Value joiner(Call& public_call, std::span<const Value> arguments) {
  Invocation& call = invocation_of(public_call);
  return Value::object(call.work.arena.make<Joiner>(arguments[0]));
}

}  // namespace

void add_functions(CallableTable& functions) {
  auto add = [&](std::string_view name, Function function, std::vector<Parameter> parameters,
                 std::string_view zh, std::string_view en, uint8_t flags = 0) {
    functions.add({name, function, std::move(parameters), zh, en}, flags);
  };
  add("range", range, {required("start"), optional("stop"), optional("step")}, "整数序列。",
      "The integers from `start` up to, and without, `stop`.");
  add("dict", dict, {}, "由键值建字典。", "A map of the keywords.", kVariadic | kTakesUndefined);
  add("namespace", make_namespace, {}, "可用 set 修改属性的对象。",
      "An object whose attributes `set` can change.", kVariadic | kTakesUndefined);
  add("cycler", cycler, {}, "轮流给出各项。", "Gives the items in turn, by next().", kVariadic);
  add("joiner", joiner, {optional("sep", Value::string(", "))}, "首次为空、以后为分隔符。",
      "Nothing when first called, then the separator.");
}

}  // namespace herald::tmpl
