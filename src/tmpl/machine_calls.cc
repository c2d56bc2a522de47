// Calls: filters, tests, functions, macros, methods, and how their arguments find their places.

#include <algorithm>

#include "tmpl/machine.h"

namespace herald::tmpl {

using base::Code;
using value::Type;
using value::Value;

/// Hands `value`, the result of a call, to its place: the stack, or the output when it is printed at once.
void Machine::give(Value value, uint8_t flags) {
  if (work_.failed) return;
  if ((flags & kPrintResult) == 0) {
    *frame_->sp++ = value;
    return;
  }
  print(out_, value, escape_of_flags(flags), work_);
  if (out_.size() > output_end_) work_.fail(Code::TemplateLimit, {"output"});
}

/// An Undefined that a callable gave is traced to it.
Value Machine::settle_result(Value result, std::string_view name) {
  if (!result.is_undefined() || result.has_position() || work_.failed) return result;
  return work_.trace(name, {}, false);
}

/// What the filter or test of `instruction` makes of its operands.
Value Machine::filtered(const Instruction& instruction, const CallableUse& use,
                        std::span<const Value> operands) {
  const bool is_filter = instruction.op == Op::Filter;
  invocation_.name = use.name;
  invocation_.escape = is_filter ? static_cast<Escape>(instruction.a) : Escape::None;
  invocation_.extra = {};
  invocation_.keywords = {};
  const Value result = invoke(use.function, use.flags, true, operands, invocation_);
  if (is_filter) return settle_result(result, use.name);
  return Value::boolean(!result.is_undefined() && truth(result, work_) != (instruction.a != 0));
}

void Machine::filter(const Instruction& instruction) {
  locate();
  Value* begin = frame_->sp - instruction.b;
  *begin = filtered(instruction, frame_->program->callables[instruction.c], {begin, instruction.b});
  frame_->sp = begin + 1;
}

void Machine::filter_call(const Instruction& instruction) {
  const CallSite& site = frame_->program->call_sites[instruction.c];
  const CallableUse& use = frame_->program->callables[instruction.b];
  bool is_filter = instruction.op == Op::FilterCall;
  locate();
  invocation_.name = use.name;
  invocation_.escape = is_filter ? static_cast<Escape>(instruction.a) : Escape::None;
  if (!collect_arguments(site)) return;
  Value* subject = frame_->sp - 1;
  bound_.assign(1, *subject);
  Value result;
  if (bind_arguments(*use.callable, use.flags, positional_, keywords_, bound_, rest_, invocation_))
    result = invoke(use.function, use.flags, true, bound_, invocation_);
  if (work_.failed) return;
  if (is_filter) {
    *subject = settle_result(result, use.name);
  } else {
    *subject = Value::boolean(truth(result, work_) != (instruction.a != 0));
  }
}

/// Takes the arguments of `site` from the stack into `positional_` and `keywords_`.
bool Machine::collect_arguments(const CallSite& site) {
  Value* at = frame_->sp - site.values();
  frame_->sp = at;
  positional_.assign(at, at + site.positional);
  at += site.positional;
  keywords_.clear();
  for (std::string_view name : site.keywords) keywords_.push_back({name, *at++});
  if (site.star) {
    Sequence sequence = need_sequence("*", *at++, work_);
    if (!work_.spend(sequence.size)) return false;
    for (size_t i = 0; i < sequence.size; ++i) positional_.push_back(sequence.at(i, work_.arena));
  }
  if (site.star_star) {
    Value map = *at++;
    if (!is_mapping(map)) work_.fail_type("**", map);
    for (const Pair& pair : pairs_of(map, work_)) {
      if (!pair.key.is_text()) work_.fail_type("**", pair.key);
      keywords_.push_back({pair.key.text_or_empty(), pair.value});
    }
  }
  return !work_.failed;
}

/// The macro of a module that all renders of one KeptParts share, remembered by the place of the call; null
/// when `object` is no such module, or has no such macro.
const Macro* Machine::find_kept_macro(Value object, const CallSite& site) {
  if (input_.parts == nullptr || !object.is(Type::Object)) return nullptr;
  KeptParts::MacroCall& known =
      input_.parts->calls_[reinterpret_cast<uintptr_t>(&site) / sizeof(CallSite) % KeptParts::kCalls];
  if (known.site == &site && known.module == object.as_object()) return known.macro;
  const auto* module = as<Module>(object);
  const std::vector<Module*>& kept = input_.parts->modules_;
  if (module == nullptr || module->program->id >= kept.size() || kept[module->program->id] != module)
    return nullptr;
  const auto* macro = as<Macro>(module->attribute(site.name, work_.arena));
  if (macro != nullptr) known = {&site, module, macro};
  return macro;
}

/// A macro whose arguments all go by their place takes them from the stack. False when it is no such call.
bool Machine::call_by_place(const Macro* macro, const CallSite& site, uint8_t flags) {
  if (macro == nullptr || !site.keywords.empty() || site.star || site.star_star) return false;
  Value* arguments = frame_->sp - site.positional;
  frame_->sp = arguments - 1;
  enter_macro(*macro, {arguments, site.positional}, {}, flags);
  return true;
}

void Machine::call(const Instruction& instruction) {
  const CallSite& site = frame_->program->call_sites[instruction.c];
  locate();
  if (call_by_place(as<Macro>(frame_->sp[-1 - static_cast<ptrdiff_t>(site.values())]), site, instruction.a))
    return;
  if (!collect_arguments(site)) return;
  Value callee = *--frame_->sp;
  call_value(callee, site, instruction.a);
}

void Machine::call_value(Value callee, const CallSite& site, uint8_t flags) {
  if (undefined::is_quiet(callee)) return give(callee, flags);
  if (const auto* macro = as<Macro>(callee)) return enter_macro(*macro, positional_, keywords_, flags);
  if (const auto* function = as<FunctionObject>(callee)) return call_function(*function, flags);
  if (auto* joiner = as<Joiner>(callee)) {
    Value result = joiner->used ? joiner->separator : Value::string({});
    joiner->used = true;
    return give(result, flags);
  }
  if (const auto* loop = as<Loop>(callee); loop != nullptr && loop->recursion != nullptr) {
    if (positional_.size() == 1 && keywords_.empty())
      return enter_loop(*loop->recursion, positional_[0], loop->depth0 + 1, flags);
    work_.fail(Code::TemplateArgumentCount, {"loop", "1", std::to_string(positional_.size())});
    return;
  }
  if (undefined::is_loud(callee)) {
    work_.fail_undefined(callee);
  } else {
    work_.fail(Code::TemplateNotCallable, {std::string(site.name), type_name_of(callee)});
  }
}

void Machine::call_method(const Instruction& instruction) {
  const CallSite& site = frame_->program->call_sites[instruction.c];
  locate();
  const Value owner = frame_->sp[-1 - static_cast<ptrdiff_t>(site.values())];
  if (call_by_place(find_kept_macro(owner, site), site, instruction.a)) return;
  if (!collect_arguments(site)) return;
  Value object = *--frame_->sp;
  if (undefined::is_quiet(object) || (site.safe && object.is_nothing()))
    return give(undefined::quiet(), instruction.a);
  if (undefined::is_loud(object)) {
    work_.fail_undefined(object);
    return;
  }
  // A part that can be called goes before a method; one that cannot does not hide it.
  Value part = attribute_of(object, site.name, work_);
  const Native* native = as_native(part);
  bool callable =
      native != nullptr && (native->kind() == NativeKind::Macro || native->kind() == NativeKind::Builtin ||
                            native->kind() == NativeKind::Joiner || native->kind() == NativeKind::Loop);
  if (callable) return call_value(part, site, instruction.a);
  Value result;
  invocation_.name = site.name;
  invocation_.escape = mode_of(escape_of_flags(instruction.a));
  if (call_method_of(object, site.name, positional_, keywords_, invocation_, result))
    return give(settle_result(result, site.name), instruction.a);
  if (!part.is_undefined()) return call_value(part, site, instruction.a);
  if (site.safe) return give(undefined::quiet(), instruction.a);
  std::vector<std::string_view> known = method_names(object);
  work_.near = nearest_name(site.name, known);
  work_.fail(Code::TemplateNoMethod, {type_name_of(object), std::string(site.name)});
}

void Machine::call_function(const FunctionObject& function, uint8_t flags) {
  const Callable& callable = state_.functions.all()[function.index];
  uint8_t callable_flags = state_.functions.flags_of(&callable);
  invocation_.name = callable.name;
  invocation_.escape = mode_of(escape_of_flags(flags));
  bound_.clear();
  if (!bind_arguments(callable, callable_flags, positional_, keywords_, bound_, rest_, invocation_)) return;
  Value result = invoke(callable.function, callable_flags, false, bound_, invocation_);
  give(settle_result(result, callable.name), flags);
}

/// Starts a macro with these arguments.
void Machine::enter_macro(const Macro& macro, std::span<const Value> positional,
                          std::span<const NamedValue> keywords, uint8_t flags) {
  const FunctionCode& code = macro.program->functions[macro.function];
  Frame* frame = push_frame(*macro.program, macro.function, macro.context, macro.outer);
  if (frame == nullptr) return;
  frame->block = macro.block;
  if (!bind_macro(*frame, code, positional, keywords)) {
    pop_frame();
    return;
  }
  begin_result(*frame, flags, code.escape);
}

bool Machine::bind_macro(Frame& frame, const FunctionCode& code, std::span<const Value> positional,
                         std::span<const NamedValue> keywords) {
  size_t parameters = code.parameters.size();
  size_t direct = std::min(parameters, positional.size());
  std::copy_n(positional.begin(), direct, frame.slots);
  if (code.varargs_slot >= 0) {
    frame.slots[code.varargs_slot] = tuple_of(positional.subspan(direct), work_);
  } else if (positional.size() > parameters) {
    work_.fail(Code::TemplateArgumentCount,
               {std::string(code.name), std::to_string(parameters), std::to_string(positional.size())});
    return false;
  }
  std::vector<Pair> rest;
  for (const NamedValue& keyword : keywords)
    if (!bind_keyword(frame, code, keyword, rest)) return false;
  if (code.kwargs_slot >= 0) frame.slots[code.kwargs_slot] = make_dict(rest, work_);
  return !work_.failed;
}

bool Machine::bind_keyword(Frame& frame, const FunctionCode& code, const NamedValue& keyword,
                           std::vector<Pair>& rest) {
  auto found = std::find(code.parameters.begin(), code.parameters.end(), keyword.name);
  Value* slot = nullptr;
  if (found != code.parameters.end()) {
    slot = frame.slots + (found - code.parameters.begin());
  } else if (keyword.name == "caller" && code.caller_slot >= 0) {
    slot = frame.slots + code.caller_slot;
  }
  if (slot == nullptr && code.kwargs_slot >= 0) {
    rest.push_back({Value::string(work_.arena.copy(keyword.name)), keyword.value});
    return true;
  }
  if (slot == nullptr) {
    work_.near = nearest_name(keyword.name, code.parameters);
    work_.fail(Code::TemplateArgumentUnknown, {std::string(code.name), std::string(keyword.name)});
    return false;
  }
  if (!undefined::is_unset(*slot)) {
    work_.fail(Code::TemplateArgumentTwice, {std::string(keyword.name)});
    return false;
  }
  *slot = keyword.value;
  return true;
}

/// Starts the body of a recursive loop over `items`.
void Machine::enter_loop(const Macro& body, Value items, uint32_t depth, uint8_t flags) {
  Frame* frame = push_frame(*body.program, body.function, body.context, body.outer);
  if (frame == nullptr) return;
  frame->block = body.block;
  frame->slots[0] = items;
  frame->macro = &body;
  frame->loop_depth = depth;
  begin_result(*frame, flags, frame->function->escape);
}

Value Machine::make_macro(uint32_t function) {
  auto* outer = work_.arena.make<Outer>();
  outer->slots = frame_->function->closed_over ? frame_->slots : nullptr;
  outer->outer = frame_->outer;
  return Value::object(
      work_.arena.make<Macro>(frame_->program, function, frame_->context, outer, frame_->block));
}

}  // namespace herald::tmpl
