// Taking down what a template does, as a trace (trace.h).
//
// While it records, the machine marks every value that differs between renders that are alike with the number
// of its register, where a Value says where it stood in its source: offsets that large are no place in any
// text of ours, and who finds one in data gives up. A value without a mark is the same in all of them.

#include <algorithm>

#include "tmpl/machine.h"
#include "tmpl/recording.h"

namespace herald::tmpl {

using value::Type;
using value::Value;

namespace {

constexpr uint32_t kMark = 0xf00000;

Value marked(Value value, uint32_t number) { return value.at_position(kMark + number); }

/// Those that change: nothing can be said of them once and for all.
bool changes(NativeKind kind) {
  return kind == NativeKind::Loop || kind == NativeKind::Namespace || kind == NativeKind::Cycler ||
         kind == NativeKind::Joiner;
}

bool changes(Value value) {
  const Native* native = value.is(Type::Object) ? as_native(value) : nullptr;
  return native != nullptr && changes(native->kind());
}

/// Those that belong to one render.
bool is_own(Value value) {
  const Native* native = value.is(Type::Object) ? as_native(value) : nullptr;
  if (native == nullptr) return false;
  const NativeKind kind = native->kind();
  return changes(kind) || kind == NativeKind::Macro || kind == NativeKind::Module;
}

/// Whether all of it can be copied, and nothing in it is marked.
bool is_plain(Value value, int depth = 0) {
  if (is_marked(value) || depth > 8) return false;
  auto plain = [depth](Value part) { return is_plain(part, depth + 1); };
  if (value.is(Type::List)) return std::all_of(value.items().begin(), value.items().end(), plain);
  if (value.is(Type::Map))
    return std::all_of(value.entries().begin(), value.entries().end(),
                       [&](const value::Entry& entry) { return plain(entry.value); });
  return !value.is(Type::Object) && !value.is_undefined();
}

/// An Undefined that knows nothing of this render.
bool is_lasting_undefined(Value value) {
  return value.is_undefined() && (!value.has_position() || value.position() < undefined::kFirstTrace);
}

bool same_constant(Value a, Value b) {
  if (a.type() != b.type()) return false;
  if (a.is(Type::Object)) return a.as_object() == b.as_object();
  if (a.is_undefined()) return undefined::is_quiet(a) == undefined::is_quiet(b);
  return value::equal(a, b);
}

}  // namespace

bool is_marked(Value value) {
  return value.has_position() && value.position() - kMark <= Trace::kRegistersMax && !value.is_undefined();
}

// ---- the tree ----

void Machine::give_up() { recording_->failed = true; }

uint32_t& Machine::Recording::link() {
  TraceNode& node = trace->nodes[at];
  switch (way) {
    case Way::Root:
      return trace->root;
    case Way::Next:
      return node.next;
    case Way::Other:
      return node.other;
    case Way::Tree:
      break;
  }
  return node.y;
}

Value Machine::Recording::mark_value(Value value, uint32_t number) {
  if (originals.size() <= number) originals.resize(number + 1);
  originals[number] = value;
  return marked(value, number);
}

Value Machine::Recording::original(Value value) const {
  return is_marked(value) ? originals[value.position() - kMark] : value;
}

void Machine::Recording::leave(const Level& level) {
  registers = level.registers;
  for (; known.size() > level.known; known.pop_back()) buckets[known.back().bucket] = known.back().before;
  parts.resize(level.parts);
}

/// The operand that `value` is; notes a failure when it cannot be kept.
uint32_t Machine::make_operand(Value value) {
  if (is_marked(value)) return value.position() - kMark;
  Trace& trace = *recording_->trace;
  const bool lasting = is_lasting_undefined(value) || as<FunctionObject>(value) != nullptr;
  if (!lasting && !is_plain(value)) {
    give_up();
    return 0;
  }
  trace.constants.push_back(lasting ? value : value::deep_copy(value, trace.arena));
  return Trace::kConstant | static_cast<uint32_t>(trace.constants.size() - 1);
}

/// Whether the node of an earlier render says what this one does.
bool Machine::matches(const TraceNode& there, const TraceNode& node, std::span<const Value> operands) {
  const Trace& trace = *recording_->trace;
  const bool alike = there.kind == node.kind && there.a == node.a && there.prints == node.prints &&
                     there.result == node.result && there.program == node.program &&
                     there.instruction == node.instruction;
  if (!alike) return false;
  auto same = [&](uint32_t operand, Value value) {
    if (is_marked(value)) return operand == value.position() - kMark;
    return (operand & Trace::kConstant) != 0 &&
           same_constant(trace.constants[operand & ~Trace::kConstant], value);
  };
  if (node.kind != TraceNode::Kind::Step)
    return operands.empty() ? there.x == node.x : same(there.x, operands[0]);
  if (there.y != operands.size()) return false;
  for (size_t i = 0; i < operands.size(); i++)
    if (!same(trace.operands[there.x + i], operands[i])) return false;
  return true;
}

/// Whether the step at node `id` is the one that `node` would be, maybe at another place of its template.
bool Machine::repeats(uint32_t id, TraceNode node) {
  const TraceNode& there = recording_->trace->nodes[id];
  const Instruction &a = *there.instruction, &b = *node.instruction;
  if (there.program != node.program || a.op != b.op || a.a != b.a || a.b != b.b || a.c != b.c) return false;
  node.instruction = there.instruction;
  node.result = there.result;
  return matches(there, node, recording_->operands);
}

/// Goes on to `node`, which is made when no render has been there yet. Its number; 0 after a failure.
uint32_t Machine::emit(const TraceNode& node, std::span<const Value> operands) {
  Recording& r = *recording_;
  if (r.failed) return 0;
  uint32_t id = r.link();
  if (id == 0) {
    id = add_node(node, operands);
    if (r.failed) return 0;
    r.link() = id;
  } else if (!matches(r.trace->nodes[id], node, operands)) {
    give_up();
    return 0;
  }
  r.at = id;
  r.way = Recording::Way::Next;
  return id;
}

/// The number of a new node, with what it needs besides.
uint32_t Machine::add_node(TraceNode node, std::span<const Value> operands) {
  Trace& trace = *recording_->trace;
  if (node.kind == TraceNode::Kind::Step) {
    node.x = static_cast<uint32_t>(trace.operands.size());
    node.y = static_cast<uint32_t>(operands.size());
    for (const Value operand : operands) trace.operands.push_back(make_operand(operand));
    trace.operands_most = std::max(trace.operands_most, operands.size());
  } else if (!operands.empty()) {
    node.x = make_operand(operands[0]);
  }
  if (node.kind == TraceNode::Kind::Attribute) {
    node.y = static_cast<uint32_t>(trace.selectors.size());
    trace.selectors.push_back({node.program->names[node.instruction->c]});
  } else if (node.kind == TraceNode::Kind::Load) {
    node.y = static_cast<uint32_t>(trace.selectors.size());
    trace.selectors.push_back({state_.variables.text(node.x)});
  }
  if (trace.nodes.size() == Trace::kNodesMax) give_up();
  trace.nodes.push_back(node);
  return static_cast<uint32_t>(trace.nodes.size() - 1);
}

/// Emits a node with a result: `value`, marked with its register. An undefined one is the same for all
/// renders that come this way.
Value Machine::new_register(TraceNode& node, Value value, std::span<const Value> operands) {
  Recording& r = *recording_;
  node.result = static_cast<uint16_t>(r.registers++);
  r.trace->registers = std::max(r.trace->registers, r.registers);
  if (r.registers > Trace::kRegistersMax || is_own(value) || undefined::is_quiet(value)) give_up();
  emit(node, operands);
  if (!value.is_undefined()) return r.mark_value(value, node.result);
  r.way = Recording::Way::Other;
  return value;
}

/// What was printed since the last node becomes one, together with what was read for it. What was read
/// without printing anything waits for the next one, unless this is the last (`end`).
void Machine::flush_text(Flush flush) {
  Recording& r = *recording_;
  const bool text_waits = out_.size() > r.mark;
  const bool reads_wait = flush == Flush::All && (!r.used.empty() || input_.parts->noted());
  if (r.failed || !(text_waits || reads_wait)) return;
  const std::string_view text = std::string_view(out_).substr(r.mark);
  Trace& trace = *r.trace;
  TraceNode node;
  node.kind = TraceNode::Kind::Text;
  uint32_t stretch = static_cast<uint32_t>(trace.stretches.size());
  if (const uint32_t there = r.link(); there != 0) {
    // The way here is the same as when the node was made, and so is what was read.
    stretch = trace.nodes[there].x;
    const bool same = trace.nodes[there].kind == TraceNode::Kind::Text &&
                      trace.stretches[stretch].text == text && trace.stretches[stretch].used == r.used;
    if (!same) return give_up();
  } else {
    const uint32_t part = state_.parts + ++input_.parts->stretches_;
    trace.stretches.push_back({std::string(text), part, false, r.used});
    if (!input_.parts->end_part_after(part, r.parts)) give_up();
    trace.stretches[stretch].reads = input_.parts->has_part(part);
  }
  node.x = stretch;
  r.parts.push_back(trace.stretches[stretch].part);
  input_.parts->begin_part();
  emit(node);
  r.mark = out_.size();
  r.used.clear();
}

// What is done between these two is done again by each render, and reads what it reads itself.

void Machine::begin_dynamic() { input_.parts->pause_part(); }

void Machine::end_dynamic() { input_.parts->resume_part(); }

// ---- the machine's hooks ----

void Machine::record_print(Value value, Escape escape) {
  flush_text(Flush::Text);
  begin_dynamic();
  TraceNode node;
  node.kind = TraceNode::Kind::Print;
  node.a = static_cast<uint8_t>(escape);
  emit(node, {&value, 1});
  print(out_, recording_->original(value), escape, work_);
  end_dynamic();
  recording_->mark = out_.size();
}

/// As `lookup`.
Value Machine::record_lookup(uint32_t variable) {
  const Context* last = frame_->context;
  for (const Context* context = last; context != nullptr; context = context->parent) {
    last = context;
    for (uint32_t i = 0; i < context->count && context->may_have(variable); ++i)
      if (context->entries[i].variable == variable) return context->entries[i].value;
  }
  if (last->sees_root && state_.means_the_same[variable] != 0) {
    const Value value = look_in_root(variable);
    if (!value.is_undefined()) return record_static(value);
  } else if (last->sees_root) {
    Recording& r = *recording_;
    Value value;
    if (const Recording::Known* known = r.find(Recording::Fact::Variable, variable, {})) {
      value = known->value;
    } else {
      begin_dynamic();
      TraceNode node;
      node.kind = TraceNode::Kind::Load;
      node.x = variable;
      value = new_register(node, look_in_root(variable), {});
      end_dynamic();
      r.remember(Recording::Fact::Variable, variable, {}, value, variable);
    }
    if (!value.is_undefined()) return value;
  }
  const int32_t function = state_.function_of_variable[variable];
  if (function < 0) return {};
  return Value::object(&state_.function_objects[static_cast<size_t>(function)]);
}

/// `owner.name`; Undefined when there is none, as `attribute` of an object gives it.
Value Machine::record_attribute(const Instruction& instruction, Value owner) {
  const std::string_view name = frame_->program->names[instruction.c];
  if (!is_marked(owner)) {
    if (is_own(owner) && as<Module>(owner) == nullptr) give_up();
    const Value found = attribute_of(owner, name, work_);
    return as<Macro>(found) != nullptr ? found : record_static(found);
  }
  Recording& r = *recording_;
  const uint32_t number = owner.position() - kMark;
  if (const Recording::Known* known = r.find(Recording::Fact::Part, number, name)) return known->value;
  begin_dynamic();
  TraceNode node;
  node.kind = TraceNode::Kind::Attribute;
  node.program = frame_->program;
  node.instruction = &instruction;
  const Value found = new_register(node, attribute_of(r.original(owner), name, work_), {&owner, 1});
  end_dynamic();
  r.remember(Recording::Fact::Part, number, name, found, number);
  return found;
}

/// Whether any of the operands differs between renders; then the step that they are for begins.
bool Machine::record_begin(std::span<Value> operands, bool always, bool prints) {
  if (std::any_of(operands.begin(), operands.end(), [](Value value) { return changes(value); })) give_up();
  if (!always && std::none_of(operands.begin(), operands.end(), is_marked)) return false;
  if (std::any_of(operands.begin(), operands.end(), is_own)) give_up();
  if (prints) flush_text(Flush::Text);
  recording_->operands.assign(operands.begin(), operands.end());
  for (Value& operand : operands) operand = recording_->original(operand);
  begin_dynamic();
  return true;
}

/// The step has given `result`.
Value Machine::record_end(const Instruction& instruction, Value result) {
  TraceNode node;
  node.kind = TraceNode::Kind::Step;
  node.program = frame_->program;
  node.instruction = &instruction;
  Recording& r = *recording_;
  const bool pure = instruction.op != Op::Call && instruction.op != Op::CallMethod;
  const uint32_t key = static_cast<uint32_t>(instruction.op) * 64 + instruction.c;
  const Recording::Known* done =
      pure ? r.find_in(Recording::bucket_of(Recording::Fact::Step, key, {}),
                       [&](const Recording::Known& one) {
                         return one.fact == Recording::Fact::Step && repeats(one.of, node);
                       })
           : nullptr;
  if (done != nullptr) {  // on the way here
    end_dynamic();
    return done->value;
  }
  const Value value = new_register(node, result, r.operands);
  end_dynamic();
  if (pure) r.remember(Recording::Fact::Step, r.at, {}, value, key);
  return value;
}

/// The step has printed its result.
void Machine::record_end_printed(const Instruction& instruction) {
  TraceNode node;
  node.kind = TraceNode::Kind::Step;
  node.prints = true;
  node.program = frame_->program;
  node.instruction = &instruction;
  emit(node, recording_->operands);
  end_dynamic();
  recording_->mark = out_.size();
}

/// A value that came out of what is the same in all renders.
Value Machine::record_static(Value result) {
  if (is_marked(result) || (is_own(result) && as<Macro>(result) == nullptr)) give_up();
  return result;
}

bool Machine::record_test(Value value) {
  Recording& r = *recording_;
  const uint32_t number = value.position() - kMark;
  if (const Recording::Known* known = r.find(Recording::Fact::Truth, number, {}))
    return known->value.as_bool();
  begin_dynamic();
  TraceNode node;
  node.kind = TraceNode::Kind::Guard;
  emit(node, {&value, 1});
  const bool is_true = truth(r.original(value), work_);
  if (!is_true) r.way = Recording::Way::Other;
  end_dynamic();
  r.remember(Recording::Fact::Truth, number, {}, Value::boolean(is_true), number);
  return is_true;
}

/// The loop that has begun goes over `items`, which differ between renders.
void Machine::record_loop(Value items) {
  Recording& r = *recording_;
  flush_text(Flush::All);
  TraceNode node;
  node.kind = TraceNode::Kind::Loop;
  node.result = static_cast<uint16_t>(r.registers);
  const Recording::Level level = {emit(node, {&items, 1}), r.registers, r.known.size(), r.parts.size()};
  r.trace->registers = std::max(r.trace->registers, r.registers + 1);
  r.loops.push_back({frame_->loop, level});
}

/// The next item of the running loop; `more` says whether there is one.
Value Machine::record_next(bool& more) {
  Recording& r = *recording_;
  Loop& loop = *frame_->loop;
  more = loop.next < loop.sequence.size;
  if (r.loops.empty() || r.loops.back().loop != &loop)
    return more ? record_static(loop.sequence.at(loop.next++, work_.arena)) : Value();
  const Recording::Level level = r.loops.back().level;
  if (loop.next > 0) {
    flush_text(Flush::All);
    emit(TraceNode{.a = static_cast<uint8_t>(TraceNode::Tree::Round), .x = level.node});
  }
  r.leave(level);
  r.at = level.node;
  if (!more) {
    r.way = loop.sequence.size > 0 ? Recording::Way::Next : Recording::Way::Other;
    r.loops.pop_back();
    return {};
  }
  r.way = Recording::Way::Tree;
  begin_dynamic();
  const Value item = loop.sequence.at(loop.next++, work_.arena);
  end_dynamic();
  if (item.is_undefined() || is_own(item)) give_up();
  return r.mark_value(item, r.registers++);
}

/// Member `a` of the loop in a slot, which is `value`.
Value Machine::record_member(const Instruction& instruction, const value::Object* loop, Value value) {
  Recording& r = *recording_;
  for (size_t i = 0; i < r.loops.size(); i++) {
    if (r.loops[i].loop != loop) continue;
    if (value.is_undefined()) give_up();
    TraceNode node;
    node.kind = TraceNode::Kind::Member;
    node.a = instruction.a;
    node.x = static_cast<uint32_t>(i);
    return new_register(node, value, {});
  }
  return record_static(value);
}

void Machine::record_capture() {
  flush_text(Flush::Text);
  TraceNode node;
  node.kind = TraceNode::Kind::CaptureBegin;
  emit(node);
}

/// The value that was collected since record_capture, before it is cut off the output.
Value Machine::record_captured(Escape escape, Value text) {
  flush_text(Flush::Text);
  TraceNode node;
  node.kind = TraceNode::Kind::CaptureEnd;
  node.a = static_cast<uint8_t>(escape);
  return new_register(node, text, {});
}

/// A frame has begun: what it does is a tree of its own.
void Machine::record_enter() {
  Recording& r = *recording_;
  const FunctionCode& code = *frame_->function;
  if (frame_->kind == FrameKind::Import || code.varargs_slot >= 0 || code.kwargs_slot >= 0) return give_up();
  if (frame_->kind == FrameKind::Result) record_capture();
  TraceNode node;
  node.kind = TraceNode::Kind::Sub;
  const uint32_t id = emit(node);
  r.functions.push_back({id, r.registers, r.known.size(), r.parts.size()});
  r.way = Recording::Way::Tree;
}

/// The running frame ends. What it is a value of is marked with its register when the caller has it.
void Machine::record_leave() {
  Recording& r = *recording_;
  flush_text(Flush::All);
  if (r.functions.empty()) {  // the render itself
    emit({});
    return;
  }
  const Recording::Level level = r.functions.back();
  emit(TraceNode{.a = static_cast<uint8_t>(TraceNode::Tree::Call), .x = level.node});
  r.functions.pop_back();
  r.leave(level);
  r.at = level.node;
  r.way = Recording::Way::Next;
  if (frame_->kind != FrameKind::Result) return;
  r.captured = record_captured(frame_->function->escape, Value::string({}));
}

/// Its caller has got the value of the frame that has ended: on the stack, or printed by `flags`.
void Machine::record_given(uint8_t flags) {
  Recording& r = *recording_;
  if (r.failed) return;
  r.mark = out_.size();
  if ((flags & kPrintResult) == 0) {
    frame_->sp[-1] = r.mark_value(frame_->sp[-1], r.captured.position() - kMark);
    return;
  }
  TraceNode node;
  node.kind = TraceNode::Kind::Print;
  node.a = static_cast<uint8_t>(escape_of_flags(flags));
  emit(node, {&r.captured, 1});
}

/// As take_part. A part that has run once while this trace was taken down runs each time, since what it does
/// has left nodes.
bool Machine::record_part(const Instruction& instruction, Value*& sp) {
  std::vector<Trace::PartUse>& uses = recording_->trace->part_uses;
  if (uses.empty()) uses.resize(state_.parts);
  Trace::PartUse& use = uses[instruction.c];
  if (use == Trace::PartUse::Unknown) {
    const bool kept = input_.parts->parts_[instruction.c].state == KeptParts::State::Kept;
    use = kept ? Trace::PartUse::Taken : Trace::PartUse::Run;
  }
  return use == Trace::PartUse::Taken && take_part(instruction, sp);
}

/// Whether calling this function with the same arguments gives the same in all renders that are alike.
bool Machine::is_steady_call(Value callee) const {
  return state_.gives_the_same[as<FunctionObject>(callee)->index] != 0;
}

void Machine::record_call(const Instruction& instruction) {
  const CallSite& site = frame_->program->call_sites[instruction.c];
  const std::span<Value> operands(frame_->sp - site.values() - 1, site.values() + 1);
  const Value callee = operands[0];
  if (as<Macro>(callee) != nullptr && !is_marked(callee) && !site.star && !site.star_star) {
    call(instruction);
    if (!work_.failed) record_enter();
    return;
  }
  if (as<FunctionObject>(callee) == nullptr) return give_up();
  const bool prints = (instruction.a & kPrintResult) != 0;
  const bool dynamic = record_begin(operands, !is_steady_call(callee), prints);
  call(instruction);
  if (!work_.failed) record_result(instruction, dynamic);
}

void Machine::record_call_method(const Instruction& instruction) {
  const CallSite& site = frame_->program->call_sites[instruction.c];
  const std::span<Value> operands(frame_->sp - site.values() - 1, site.values() + 1);
  const uint32_t depth = depth_;
  if (as<Module>(operands[0]) != nullptr && !is_marked(operands[0]) && !site.star && !site.star_star) {
    call_method(instruction);
    if (work_.failed) return;
    return depth_ == depth + 1 ? record_enter() : give_up();
  }
  if (is_own(operands[0])) return give_up();
  const bool dynamic = record_begin(operands, false, (instruction.a & kPrintResult) != 0);
  call_method(instruction);
  if (work_.failed) return;
  if (depth_ != depth) return give_up();
  record_result(instruction, dynamic);
}

/// Of a call that has run without a frame of its own.
void Machine::record_result(const Instruction& instruction, bool dynamic) {
  const bool prints = (instruction.a & kPrintResult) != 0;
  if (prints) {
    if (dynamic) record_end_printed(instruction);
    return;
  }
  Value& result = frame_->sp[-1];
  result = dynamic ? record_end(instruction, result) : record_static(result);
}

}  // namespace herald::tmpl
