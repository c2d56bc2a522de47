#include "tmpl/natives.h"

#include <array>

#include "tmpl/machine.h"
#include "tmpl/program.h"

namespace herald::tmpl {

using value::Arena;
using value::Entry;
using value::Value;

namespace {

/// All names in one array, so that an address inside of it is the mark of a native.
constexpr char kNames[] = "tuple\0dict\0range\0macro\0function\0loop\0namespace\0cycler\0joiner\0module";
constexpr std::array<uint8_t, 11> kOffsets = {0, 6, 11, 17, 23, 32, 37, 47, 54, 61, 68};

constexpr std::array<std::string_view, 11> kLoopMembers = {"index",  "index0",   "revindex", "revindex0",
                                                           "first",  "last",     "length",   "depth",
                                                           "depth0", "previtem", "nextitem"};

}  // namespace

std::string_view Native::type_name() const {
  auto kind = static_cast<size_t>(kind_);
  return {kNames + kOffsets[kind], static_cast<size_t>(kOffsets[kind + 1] - kOffsets[kind] - 1)};
}

Native* as_native(Value value) {
  if (!value.is(value::Type::Object)) return nullptr;
  const char* name = value.as_object()->type_name().data();
  if (name < kNames || name >= kNames + sizeof(kNames)) return nullptr;
  // Natives are made by the machine, never as const objects.
  return const_cast<Native*>(static_cast<const Native*>(value.as_object()));
}

Value Tuple::attribute(std::string_view name, Arena&) const {
  if (!is_group) return {};
  if (name == "grouper") return items[0];
  return name == "list" ? items[1] : Value();
}

void Tuple::names(std::vector<std::string_view>& out) const {
  if (is_group) out.insert(out.end(), {"grouper", "list"});
}

Value Dict::attribute(std::string_view name, Arena&) const {
  for (const Pair& pair : pairs)
    if (pair.key.is_text() && pair.key.as_text() == name) return pair.value;
  return {};
}

void Dict::names(std::vector<std::string_view>& out) const {
  for (const Pair& pair : pairs)
    if (pair.key.is_text()) out.push_back(pair.key.as_text());
}

Range::Range(int64_t b, int64_t e, int64_t s) : Native(kKind), begin(b), end(e), step(s), count(0) {
  if (step > 0 && begin < end) count = (end - begin - 1) / step + 1;
  if (step < 0 && begin > end) count = (begin - end - 1) / -step + 1;
}

Value Macro::attribute(std::string_view name, Arena& arena) const {
  const FunctionCode& code = program->functions[function];
  if (name == "name") return Value::string(code.name);
  if (name == "caller") return Value::boolean(code.caller_slot >= 0);
  if (name == "catch_varargs") return Value::boolean(code.varargs_slot >= 0);
  if (name == "catch_kwargs") return Value::boolean(code.kwargs_slot >= 0);
  if (name != "arguments") return {};
  std::vector<Value> parameters;
  for (std::string_view parameter : code.parameters) parameters.push_back(Value::string(parameter));
  Value list = value::make_list(parameters, arena);
  return Value::object(arena.make<Tuple>(list.items(), false));
}

void Macro::names(std::vector<std::string_view>& out) const {
  out.insert(out.end(), {"name", "arguments", "caller", "catch_varargs", "catch_kwargs"});
}

LoopMember find_loop_member(std::string_view name) {
  size_t i = 0;
  while (i < kLoopMembers.size() && kLoopMembers[i] != name) ++i;
  return static_cast<LoopMember>(i);
}

Value loop_member(const Loop& loop, LoopMember member, Arena& arena) {
  auto index = static_cast<int64_t>(loop.next);
  auto size = static_cast<int64_t>(loop.sequence.size);
  switch (member) {
    case LoopMember::Index:
      return Value::integer(index);
    case LoopMember::Index0:
      return Value::integer(index - 1);
    case LoopMember::Revindex:
      return Value::integer(size - index + 1);
    case LoopMember::Revindex0:
      return Value::integer(size - index);
    case LoopMember::First:
      return Value::boolean(index == 1);
    case LoopMember::Last:
      return Value::boolean(index == size);
    case LoopMember::Length:
      return Value::integer(size);
    case LoopMember::Depth:
      return Value::integer(loop.depth0 + 1);
    case LoopMember::Depth0:
      return Value::integer(loop.depth0);
    case LoopMember::Previtem:
      return index < 2 ? Value() : loop.sequence.at(loop.next - 2, arena);
    case LoopMember::Nextitem:
      return index >= size ? Value() : loop.sequence.at(loop.next, arena);
    case LoopMember::Count:
      break;
  }
  return {};
}

Value Loop::attribute(std::string_view name, Arena& arena) const {
  return loop_member(*this, find_loop_member(name), arena);
}

void Loop::names(std::vector<std::string_view>& out) const {
  out.insert(out.end(), kLoopMembers.begin(), kLoopMembers.end());
  out.insert(out.end(), {"cycle", "changed"});
}

Value Namespace::attribute(std::string_view name, Arena&) const {
  for (uint32_t i = 0; i < count; ++i)
    if (entries[i].key == name) return entries[i].value;
  return {};
}

void Namespace::names(std::vector<std::string_view>& out) const {
  for (uint32_t i = 0; i < count; ++i) out.push_back(entries[i].key);
}

void Namespace::set(std::string_view name, Value value, Arena& arena) {
  for (uint32_t i = 0; i < count; ++i) {
    if (entries[i].key != name) continue;
    entries[i].value = value;
    return;
  }
  if (count == capacity) {
    capacity = capacity == 0 ? 4 : capacity * 2;
    auto* grown = arena.array<Entry>(capacity);
    for (uint32_t i = 0; i < count; ++i) new (grown + i) Entry(entries[i]);
    entries = grown;
  }
  new (entries + count++) Entry{name, value, 0};
}

Value Cycler::attribute(std::string_view name, Arena&) const {
  return name == "current" ? items[position] : Value();
}

void Cycler::names(std::vector<std::string_view>& out) const {
  out.insert(out.end(), {"current", "next", "reset"});
}

Value Module::attribute(std::string_view name, Arena&) const {
  if (name.starts_with('_')) return {};
  for (uint32_t i = 0; i < context->count; ++i)
    if (context->entries[i].name == name && context->entries[i].exported) return context->entries[i].value;
  return {};
}

void Module::names(std::vector<std::string_view>& out) const {
  for (uint32_t i = 0; i < context->count; ++i)
    if (context->entries[i].exported && !context->entries[i].name.starts_with('_'))
      out.push_back(context->entries[i].name);
}

}  // namespace herald::tmpl
