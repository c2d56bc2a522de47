// Doing again what a trace says (trace.h), and when one is taken down.

#include <algorithm>

#include "base/same_text.h"
#include "tmpl/machine.h"
#include "tmpl/recording.h"
#include "tmpl/text.h"

namespace herald::tmpl {

using value::Type;
using value::Value;

namespace {

/// attribute_of(owner, selector.name), where the selector has not met the like of `owner`.
[[gnu::noinline]] Value new_part_of(Value owner, Trace::Selector& selector, Work& work) {
  if (owner.is(Type::Map)) {
    const std::span<const value::Entry> entries = owner.entries();
    for (uint32_t i = 0; i < std::min(entries.size(), value::kLinearMax); i++) {
      if (!base::same_text(entries[i].key, selector.name)) continue;
      selector.place = i;
      return entries[i].value;
    }
  } else if (owner.is(Type::Object) && owner.as_object()->kind() != nullptr) {
    selector.kind = owner.as_object()->kind();
    selector.number = owner.as_object()->number_of(selector.name);
  }
  return attribute_of(owner, selector.name, work);
}

/// attribute_of(owner, selector.name): of a map or an object that is made like the last one without a search.
inline Value part_of(Value owner, Trace::Selector& selector, Work& work) {
  if (owner.is(Type::Object)) {
    const value::Object& object = *owner.as_object();
    if (object.kind() == selector.kind && selector.kind != nullptr)
      return object.part(selector.number, selector.name, work.arena);
  } else if (owner.is(Type::Map)) {
    const std::span<const value::Entry> entries = owner.entries();
    if (selector.place < entries.size()) {
      const value::Entry& entry = entries[selector.place];
      if (base::same_text(entry.key, selector.name)) return entry.value;
    }
  }
  return new_part_of(owner, selector, work);
}

[[gnu::always_inline]] inline bool is_true(Value value, Work& work) {
  if (value.is_text()) return !value.as_text().empty();
  if (value.is(Type::Bool)) return value.as_bool();
  if (value.is(Type::List)) return !value.items().empty();
  return !value.is(Type::Null) && truth(value, work);
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
  const TraceNode* const steps = trace.steps.data();
  const TraceNode* node = steps;
  uint32_t at = trace.entry;
  // The register of `node` becomes `value`, and what is told by that is done.
  auto give = [&](Value value) {
    registers[node->result] = value;
    if (value.is_undefined()) {
      at = node->tests ? node->missing : node->other;
    } else if (node->tests && !is_true(value, work_)) {
      at = node->other;
    }
  };
  while (true) {
    node = steps + at;
    at = node->next;
    if (node->kind > Kind::CaptureEnd) __builtin_unreachable();
    switch (node->kind) {
      case Kind::Nowhere:
      case Kind::Sub:
        return false;
      case Kind::End: {
        if (running.empty()) return true;
        const Trace::Running last = running.back();
        const TraceNode& around = steps[last.node];
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
        const Trace::Run& run = trace.runs[node->x];
        out_ += run.text;
        if (out_.size() > output_end_) return false;
        for (uint32_t i = run.parts_begin; i != run.parts_end; i++)
          input_.parts->replay_part(trace.run_parts[i]);
        for (uint32_t i = run.used_begin; i != run.used_end; i++) use(*trace.run_used[i]);
        break;
      }
      case Kind::Load:
        give(part_of(input_.root, trace.selectors[node->y], work_));
        break;
      case Kind::Attribute:
        give(part_of(value_of(node->x), trace.selectors[node->y], work_));
        break;
      case Kind::Step: {
        Value* sp = stack;
        for (const uint32_t *operand = trace.operands.data() + node->x, *end = operand + node->y;
             operand != end;)
          *sp++ = value_of(*operand++);
        if (!replay_step(*node, sp)) return false;
        if (node->prints) break;
        if (undefined::is_quiet(sp[-1])) return false;
        give(sp[-1]);
        break;
      }
      case Kind::Guard:
        if (!is_true(value_of(node->x), work_)) at = node->other;
        break;
      case Kind::Print: {
        const Value value = value_of(node->x);
        if (value.is(Type::String) && node->a - 1u < static_cast<unsigned>(Escape::Rcdata)) {
          append_markup(out_, value.as_text());
        } else {
          print(out_, value, static_cast<Escape>(node->a), work_);
          if (work_.failed) return false;
        }
        if (out_.size() > output_end_) return false;
        break;
      }
      case Kind::Loop: {
        const Sequence sequence = need_sequence("for", value_of(node->x), work_);
        if (work_.failed) return false;
        if (sequence.size == 0) {
          at = node->other;
          break;
        }
        if (!work_.spend_bytes(sizeof(Loop))) return false;
        auto* loop = work_.arena.make<Loop>();
        loop->sequence = sequence;
        loop->next = 1;
        registers[node->result] = sequence.at(0, work_.arena);
        running.push_back({static_cast<uint32_t>(node - steps), loop});
        at = node->y;
        break;
      }
      case Kind::Member: {
        const Value value =
            loop_member(*running[node->x].loop, static_cast<LoopMember>(node->a), work_.arena);
        if (value.is_undefined()) return false;
        registers[node->result] = value;
        break;
      }
      case Kind::CaptureBegin:
        captured.push_back(out_.size());
        break;
      case Kind::CaptureEnd: {
        const std::string_view text = std::string_view(out_).substr(captured.back());
        registers[node->result] =
            static_cast<Escape>(node->a) == Escape::None ? work_.text(text) : work_.html(text);
        out_.resize(captured.back());
        captured.pop_back();
        if (work_.failed) return false;
        break;
      }
    }
  }
}

// ---- a render ----

/// The trace of `program` for the renders that are alike; null when there will be none.
Trace* Machine::trace_of(const Program& program) {
  std::vector<std::unique_ptr<Trace>>& traces = input_.parts->traces_;
  if (traces.size() <= program.id) traces.resize(state_.templates.size());
  std::unique_ptr<Trace>& trace = traces[program.id];
  if (trace == nullptr) trace = std::make_unique<Trace>();
  return trace->broken ? nullptr : trace.get();
}

/// Makes the output by what earlier renders did, or takes down what this one does. False when the machine has
/// to run as ever, from the beginning.
bool Machine::render_traced(const Program& program) {
  Trace* trace = trace_of(program);
  if (trace == nullptr || trace->renders++ < Trace::kRendersBefore) return false;
  const size_t begin = out_.size(), told = diagnostics_.all().size();
  if (trace->root != 0) {
    if (replay(*trace)) return true;
    begin_again(begin, told);
    // Where hardly two are alike, nothing is gained.
    if (++trace->misses > Trace::kGrowthsMax && trace->misses > trace->renders / 2) trace->broken = true;
  }
  if (trace->broken || trace->growths == Trace::kGrowthsMax) return false;
  trace->growths++;
  if (record(program, *trace)) return true;
  begin_again(begin, told);
  return false;
}

bool Machine::record(const Program& program, Trace& trace) {
  Recording recording;
  recording.trace = &trace;
  recording.mark = out_.size();
  recording_ = &recording;
  input_.parts->begin_part();
  const bool good = start<true>(program) && !recording.failed;
  input_.parts->end_part(state_.parts);
  recording_ = nullptr;
  if (recording.failed) trace.broken = true;
  trace.settle();
  return good;
}

/// As if nothing had been done.
void Machine::begin_again(size_t output_begin, size_t told) {
  out_.resize(output_begin);
  if (diagnostics_.all().size() > told) {
    base::Diagnostics kept;
    for (size_t i = 0; i < told; i++) kept.add(diagnostics_.all()[i]);
    diagnostics_ = std::move(kept);
  }
  work_.failed = false;
  work_.code = base::Code::Count;
  work_.arguments.clear();
  work_.near.clear();
  work_.missing.clear();
  work_.steps_left = input_.steps_max;
  work_.bytes_left = input_.output_max;
  frame_ = nullptr;
  depth_ = 0;
  chunk_ = chunk_used_ = 0;
  captures_ = 0;
  modules_.clear();
}

}  // namespace herald::tmpl
