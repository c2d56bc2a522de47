// Doing again what a trace says (trace.h).

#include <algorithm>

#include "base/same_text.h"
#include "tmpl/machine.h"
#include "tmpl/text.h"

namespace herald::tmpl {

using value::Type;
using value::Value;

namespace {

/// attribute_of(owner, selector.name): of a map or an object that is made like the last one without a search.
Value part_of(Value owner, Trace::Selector& selector, Work& work) {
  if (owner.is(Type::Object)) {
    const value::Object& object = *owner.as_object();
    const void* kind = object.kind();
    if (kind == nullptr) return object.attribute(selector.name, work.arena);
    if (kind != selector.kind) {
      selector.kind = kind;
      selector.number = object.number_of(selector.name);
    }
    return object.part(selector.number, selector.name, work.arena);
  }
  if (!owner.is(Type::Map)) return {};
  const std::span<const value::Entry> entries = owner.entries();
  auto is_there = [&](size_t place) { return base::same_text(entries[place].key, selector.name); };
  if (selector.place < entries.size() && is_there(selector.place)) return entries[selector.place].value;
  for (uint32_t i = 0; i < std::min(entries.size(), value::kLinearMax); i++) {
    if (!is_there(i)) continue;
    selector.place = i;
    return entries[i].value;
  }
  return owner.get(selector.name);
}

}  // namespace

/// Runs the instruction of a Step; its operands are on the stack, its result comes in their place.
bool Machine::replay_step(const TraceNode& node, Value*& sp) {
  const Instruction& i = *node.instruction;
  frame_->program = node.program;
  frame_->ip = node.instruction + 1;
  frame_->sp = sp;
  switch (i.op) {
    case Op::MakeList:
      sp -= i.c;
      *sp = work_.spend(i.c) && work_.spend_bytes(i.c * sizeof(Value))
                ? value::make_list({sp, i.c}, work_.arena)
                : Value();
      ++sp;
      break;
    case Op::MakeTuple:
      sp -= i.c;
      *sp = tuple_of({sp, i.c}, work_);
      ++sp;
      break;
    case Op::Item:
      --sp;
      sp[-1] = item(i, sp[-1], sp[0]);
      break;
    case Op::Slice:
      sp -= 3;
      sp[-1] = slice_of(sp[-1], {sp, 3}, work_);
      break;
    case Op::Unary:
      sp[-1] = unary(static_cast<Operator>(i.a), sp[-1], work_);
      break;
    case Op::Binary:
      --sp;
      sp[-1] = binary(static_cast<Operator>(i.a), sp[-1], sp[0], work_);
      break;
    case Op::Compare:
      --sp;
      sp[-1] = Value::boolean(compare_with(static_cast<Operator>(i.a), sp[-1], sp[0], work_));
      break;
    case Op::Concat:
      sp -= i.c;
      *sp = concat({sp, i.c}, static_cast<Escape>(i.a), work_);
      ++sp;
      break;
    case Op::Filter:
    case Op::Test:
      filter(i);
      sp = frame_->sp;
      break;
    case Op::FilterCall:
    case Op::TestCall:
      filter_call(i);
      sp = frame_->sp;
      break;
    case Op::Call:
      call(i);
      sp = frame_->sp;
      break;
    case Op::CallMethod:
      call_method(i);
      sp = frame_->sp;
      break;
    default:
      return false;
  }
  return !work_.failed && depth_ == 1;
}

/// Makes the whole output. False when something else has to be done than in the renders before, or something
/// went wrong.
bool Machine::replay(Trace& trace) {
  using Kind = TraceNode::Kind;
  Value* registers = work_.arena.array<Value>(trace.registers);
  Value* stack = take_stack(trace.operands_most + 4);
  frame_ = new (frames_) Frame;
  depth_ = 1;
  std::vector<Trace::Running>& running = trace.running;
  std::vector<size_t>& captured = trace.captured;
  running.clear();
  captured.clear();
  auto value_of = [&](uint32_t operand) {
    return (operand & Trace::kConstant) == 0 ? registers[operand]
                                             : trace.constants[operand & ~Trace::kConstant];
  };
  const TraceNode* nodes = trace.nodes.data();
  uint32_t at = trace.root;
  while (at != 0) {
    const TraceNode& node = nodes[at];
    at = node.next;
    switch (node.kind) {
      case Kind::End: {
        if (running.empty()) return true;
        const Trace::Running& last = running.back();
        const TraceNode& around = nodes[last.node];
        if (last.loop == nullptr) {
          at = around.next;
          running.pop_back();
          break;
        }
        Loop& loop = *last.loop;
        if (loop.next == loop.sequence.size) {
          at = around.next;
          running.pop_back();
          break;
        }
        if (!work_.spend(1)) return false;
        registers[around.result] = loop.sequence.at(loop.next++, work_.arena);
        at = around.y;
        break;
      }
      case Kind::Text: {
        const Trace::Stretch& stretch = trace.stretches[node.x];
        out_ += stretch.text;
        if (out_.size() > output_end_) return false;
        if (stretch.reads) input_.parts->replay_part(stretch.part);
        for (const Program* program : stretch.used) use(*program);
        break;
      }
      case Kind::Load: {
        const Value value = part_of(input_.root, trace.selectors[node.y], work_);
        registers[node.result] = value;
        if (value.is_undefined()) at = node.other;
        break;
      }
      case Kind::Attribute: {
        const Value owner = value_of(node.x);
        const Value value = part_of(owner, trace.selectors[node.y], work_);
        registers[node.result] = value;
        if (value.is_undefined()) at = node.other;
        break;
      }
      case Kind::Step: {
        Value* sp = stack;
        for (const uint32_t *operand = trace.operands.data() + node.x, *end = operand + node.y;
             operand != end;)
          *sp++ = value_of(*operand++);
        if (!replay_step(node, sp)) return false;
        if (node.prints) break;
        registers[node.result] = sp[-1];
        if (!sp[-1].is_undefined()) break;
        if (undefined::is_quiet(sp[-1])) return false;
        at = node.other;
        break;
      }
      case Kind::Guard: {
        const Value value = value_of(node.x);
        bool is_true = false;
        if (value.is_text()) {
          is_true = !value.as_text().empty();
        } else if (value.is(Type::Bool)) {
          is_true = value.as_bool();
        } else if (value.is(Type::List)) {
          is_true = !value.items().empty();
        } else if (!value.is(Type::Null)) {
          is_true = truth(value, work_);
        }
        if (!is_true) at = node.other;
        break;
      }
      case Kind::Print: {
        const Value value = value_of(node.x);
        if (value.is(Type::String) && node.a - 1u < static_cast<unsigned>(Escape::Rcdata)) {
          append_markup(out_, value.as_text());
        } else {
          print(out_, value, static_cast<Escape>(node.a), work_);
        }
        if (out_.size() > output_end_ || work_.failed) return false;
        break;
      }
      case Kind::Loop: {
        const Sequence sequence = need_sequence("for", value_of(node.x), work_);
        if (work_.failed) return false;
        if (sequence.size == 0) {
          at = node.other;
          break;
        }
        if (!work_.spend_bytes(sizeof(Loop))) return false;
        auto* loop = work_.arena.make<Loop>();
        loop->sequence = sequence;
        loop->next = 1;
        registers[node.result] = sequence.at(0, work_.arena);
        running.push_back({static_cast<uint32_t>(&node - nodes), loop});
        at = node.y;
        break;
      }
      case Kind::Member: {
        size_t left = node.x + 1;
        const Loop* loop = nullptr;
        for (const Trace::Running& one : running) {
          if (one.loop != nullptr && --left == 0) {
            loop = one.loop;
            break;
          }
        }
        const Value value = loop_member(*loop, static_cast<LoopMember>(node.a), work_.arena);
        if (value.is_undefined()) return false;
        registers[node.result] = value;
        break;
      }
      case Kind::Sub:
        running.push_back({static_cast<uint32_t>(&node - nodes), nullptr});
        at = node.y;
        break;
      case Kind::CaptureBegin:
        captured.push_back(out_.size());
        break;
      case Kind::CaptureEnd: {
        const std::string_view text = std::string_view(out_).substr(captured.back());
        registers[node.result] =
            static_cast<Escape>(node.a) == Escape::None ? work_.text(text) : work_.html(text);
        out_.resize(captured.back());
        captured.pop_back();
        if (work_.failed) return false;
        break;
      }
    }
  }
  return false;
}

}  // namespace herald::tmpl
