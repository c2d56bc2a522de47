// Names, parts of values, assignments and loops.

#include <algorithm>

#include "tmpl/machine.h"

namespace herald::tmpl {

using base::Code;
using value::Type;
using value::Value;

Value* Machine::slots_of(uint32_t level) {
  if (level == 0) return frame_->slots;
  Outer* outer = frame_->outer;
  while (--level > 0) outer = outer->outer;
  return outer->slots;
}

/// What templates set, innermost first; then the root's parts; then functions. Undefined when there is none.
Value Machine::lookup(uint32_t variable) {
  const Context* last = frame_->context;
  for (const Context* context = last; context != nullptr; context = context->parent) {
    last = context;
    if (!context->may_have(variable)) continue;
    for (uint32_t i = 0; i < context->count; ++i) {
      const ContextEntry& entry = context->entries[i];
      if (entry.variable != variable) continue;
      if (watched_.on && entry.part != watched_.serial && entry.part != kAnyPart) part_varies();
      return entry.value;
    }
  }
  if (watched_.on && state_.is_steady[variable] == 0) part_varies();
  if (last->sees_root && watched_.on) {
    // Asked anew, so that the host hears all that the part asks for.
    Value value = look_in_root(variable);
    if (!value.is_undefined()) return value;
  } else if (last->sees_root) {
    Value value = globals_[variable];
    if (undefined::is_unset(value)) value = globals_[variable] = look_in_root(variable);
    if (!value.is_undefined()) return value;
  }
  int32_t function = state_.function_of_variable[variable];
  if (function < 0) return {};
  return Value::object(&state_.function_objects[static_cast<size_t>(function)]);
}

Value Machine::look_in_root(uint32_t variable) {
  std::string_view name = state_.variables.text(variable);
  if (input_.root.is(Type::Map)) return input_.root.get(name);
  if (input_.root.is(Type::Object)) return input_.root.as_object()->attribute(name, work_.arena);
  return {};
}

Value Machine::missing_name(uint32_t variable, Access access) {
  if (access == Access::Soft) return {};
  if (access == Access::Safe) return undefined::quiet();
  locate();
  return work_.trace(state_.variables.text(variable), {}, true);
}

/// `found` is the Undefined that stands where `owner` has no part `name`.
Value Machine::missing_part(Value owner, std::string_view name, Value found, Access access) {
  if (undefined::is_quiet(owner)) return owner;
  if (access == Access::Safe) return undefined::quiet();
  if (owner.is_undefined()) {
    locate();
    return work_.fail_undefined(owner);
  }
  if (access == Access::Soft || found.has_position()) return found;
  locate();
  return work_.trace(name, owner, false);
}

Value Machine::item(const Instruction& instruction, Value owner, Value key) {
  auto access = static_cast<Access>(instruction.a);
  if (owner.is_undefined()) return missing_part(owner, {}, {}, access);
  Value found = item_of(owner, key, work_);
  if (!found.is_undefined() || work_.failed) return found;
  return missing_part(owner, key.text_or_empty(), found, access);
}

void Machine::store_attribute(std::string_view name, Value target, Value value) {
  auto* space = as<Namespace>(target);
  if (space != nullptr) {
    space->set(name, value, work_.arena);
  } else if (undefined::is_loud(target)) {
    work_.fail_undefined(target);
  } else {
    work_.fail(Code::TemplateNamespace, {type_name_of(target)});
  }
}

/// Takes the top value apart; its first item comes to lie on top.
void Machine::unpack(uint32_t count) {
  Value value = *--frame_->sp;
  locate();
  std::optional<Sequence> sequence = sequence_of(value, work_);
  if (!sequence) {
    work_.fail_type("for", value);
    return;
  }
  if (sequence->size != count) {
    work_.fail(Code::TemplateUnpack, {std::to_string(sequence->size), std::to_string(count)});
    return;
  }
  for (uint32_t i = count; i-- > 0;) *frame_->sp++ = sequence->at(i, work_.arena);
}

void Machine::begin_loop(const Instruction& instruction, Value items) {
  locate();
  Sequence sequence = need_sequence("for", items, work_);
  if (work_.failed) return;
  auto* loop = work_.arena.make<Loop>();
  loop->sequence = sequence;
  loop->outer = frame_->loop;
  if (instruction.a == 1) loop->kept = work_.arena.array<Value>(sequence.size);
  if (instruction.a == 2) {
    loop->recursion = frame_->macro;
    loop->depth0 = frame_->loop_depth;
  }
  if (!work_.spend_bytes(sizeof(Loop) + (instruction.a == 1 ? sequence.size * sizeof(Value) : 0))) return;
  frame_->loop = loop;
  if (instruction.b > 0) frame_->slots[instruction.b - 1] = Value::object(loop);
}

void Machine::keep_item() {
  Loop& loop = *frame_->loop;
  new (loop.kept + loop.kept_count++) Value(loop.sequence.at(loop.next - 1, work_.arena));
}

Value Machine::end_filter() {
  const Loop& loop = *frame_->loop;
  frame_->loop = loop.outer;
  return Value::list({loop.kept, loop.kept_count});
}

}  // namespace herald::tmpl
