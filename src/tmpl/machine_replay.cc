// Doing again what a trace says (trace.h), and when one is taken down.

#include <algorithm>

#include "base/same_text.h"
#include "tmpl/machine.h"
#include "tmpl/pieces.h"
#include "tmpl/recording.h"
#include "tmpl/text.h"

namespace herald::tmpl {

using value::Type;
using value::Value;

namespace {

/// attribute_of(owner, selector.name), where the selector has not met the like of `owner`.
[[gnu::noinline]] Value new_part_of(Value owner, Selector& selector, Work& work) {
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
inline Value part_of(const Value& owner, Selector& selector, Work& work) {
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

[[gnu::always_inline]] inline bool is_true(const Value& value, Work& work) {
  if (value.is_text()) return !value.as_text().empty();
  if (value.is(Type::Bool)) return value.as_bool();
  if (value.is(Type::List)) return !value.items().empty();
  return !value.is(Type::Null) && truth(value, work);
}

}  // namespace

/// Runs an instruction; its operands are on the stack, its result comes in their place.
bool Machine::replay_step(const Program& program, const Instruction& i, Value*& sp) {
  frame_->program = &program;
  frame_->ip = &i + 1;
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

/// Says a value as its place asks for it; false where that takes more than copying.
[[gnu::always_inline]] inline bool say_value(Pieces& pieces, const Value& value, const WalkStep& step) {
  if (!value.is_text()) return false;
  switch (value.is(Type::String) ? step.text_manner : step.html_manner) {
    case Manner::Markup:
      return pieces.say_plain(value.as_text(), special_in_markup);
    case Manner::Raw:
      pieces.say(value.as_text());
      return true;
    case Manner::Address:
      return pieces.say_plain(value.as_text(), special_in_address);
    case Manner::Start:
      return pieces.say_plain(value.as_text(), special_in_start);
    case Manner::Other:
      break;
  }
  return false;
}

/// Runs a call of the walk. False when something went wrong, or it is none that gives a result.
bool Machine::replay_call(const WalkCall& call, const Walk& walk, Value* stack, Value& result) {
  Value* sp = stack;
  for (uint32_t i = call.operands_begin; i != call.operands_end; i++) *sp++ = walk.values[walk.operands[i]];
  if (call.use != nullptr) {
    result = filtered(*call.instruction, *call.use, {stack, sp});
    return !work_.failed;
  }
  if (!replay_step(*call.program, *call.instruction, sp)) return false;
  if (sp != stack) result = sp[-1];
  return true;
}

/// What was read for a text, and the templates that took part, count for this render as well.
inline void Machine::replay_run(const Walk& walk, const WalkRun& run) {
  for (uint32_t i = run.parts_begin; i != run.parts_end; i++) input_.parts->replay_part(walk.parts[i]);
  for (uint32_t i = run.used_begin; i != run.used_end; i++) use(*walk.used[i]);
}

/// Makes the whole output. False when something else has to be done than in the renders before, or something
/// went wrong.
bool Machine::replay(Trace& trace) {
  using Kind = WalkStep::Kind;
  Walk& walk = trace.walk;
  Pieces pieces(out_, output_end_);
  Value* const stack = take_stack(walk.operands_most + 4);
  frame_ = new (frames_) Frame;
  depth_ = 1;
  std::vector<Trace::Running>& running = trace.running;
  std::vector<size_t>& captured = trace.captured;
  running.clear();
  captured.clear();
  const WalkStep* const steps = walk.steps.data();
  const char* const texts = walk.texts.data();
  Value* const values = walk.values.data();
  const WalkStep* step = steps + walk.entry;
  while (true) {
    Value* given = nullptr;
    switch (step->kind) {
      case Kind::Nowhere:
        return false;
      case Kind::End:
        pieces.output();
        return !pieces.is_too_long();
      case Kind::Jump:
        step = steps + step->other;
        continue;
      case Kind::Round: {
        pieces.say(texts + step->text, step->size);
        const Trace::Running last = running.back();
        Loop& loop = *last.loop;
        step = last.step;
        if (loop.next == loop.sequence.size) {
          running.pop_back();
          step = steps + step->missing;
          continue;
        }
        if (!work_.spend(1) || pieces.is_too_long()) return false;
        values[step->result] = loop.sequence.at(loop.next++, work_.arena);
        break;
      }
      case Kind::Say:
        pieces.say(texts + step->text, step->size);
        break;
      case Kind::SayReading:
        pieces.say(texts + step->text, step->size);
        replay_run(walk, walk.runs[step->part]);
        break;
      case Kind::Load:
        given = values + step->result;
        *given = part_of(input_.root, trace.selectors[step->y], work_);
        goto given;
      case Kind::Attribute:
        given = values + step->result;
        *given = part_of(values[step->x], trace.selectors[step->y], work_);
        goto given;
      case Kind::Not:
        given = values + step->result;
        *given = Value::boolean(!is_true(values[step->x], work_));
        goto given;
      case Kind::Equal:
        if (!values[step->x].is_text() || !values[step->y].is_text()) goto call;
        given = values + step->result;
        *given = Value::boolean(base::same_text(values[step->x].as_text(), values[step->y].as_text()));
        goto given;
      case Kind::IsText:
        given = values + step->result;
        *given = Value::boolean(values[step->x].is_text());
        goto given;
      case Kind::Same:
        given = values + step->result;
        *given = values[step->x];
        goto given;
      case Kind::Length:
        if (!values[step->x].is(Type::List)) goto call;
        given = values + step->result;
        *given = Value::integer(static_cast<int64_t>(values[step->x].items().size()));
        goto given;
      call:
      case Kind::Call:
        given = values + step->result;
        if (!replay_call(walk.calls[step->part], walk, stack, *given)) return false;
        if (undefined::is_quiet(*given)) return false;
        goto given;
      case Kind::CallPrinting:
        pieces.output();
        if (!replay_call(walk.calls[step->part], walk, stack, *stack)) return false;
        break;
      given:
        if (given->is_undefined()) {
          step = steps + step->missing;
          continue;
        }
        if (step->tests && !is_true(*given, work_)) {
          step = steps + step->other;
          continue;
        }
        if (!step->says) break;
        goto print;
      case Kind::Print:
        given = values + step->x;
      print:
        pieces.say(texts + step->text, step->size);
        if (!say_value(pieces, *given, *step)) {
          print(pieces.output(), *given, static_cast<Escape>(step->escape), work_);
          if (work_.failed || pieces.is_too_long()) return false;
        } else if (given->as_text().size() > Pieces::kLong && pieces.is_too_long()) {
          return false;
        }
        break;
      case Kind::Guard:
        if (is_true(values[step->x], work_)) break;
        step = steps + step->other;
        continue;
      case Kind::Loop: {
        const Value items = values[step->x];
        Sequence sequence;
        if (items.is(Type::List)) {
          sequence = {items.items().data(), nullptr, items.items().size()};
        } else {
          sequence = need_sequence("for", items, work_);
          if (work_.failed) return false;
        }
        if (sequence.size == 0) {
          step = steps + step->other;
          continue;
        }
        if (!work_.spend_bytes(sizeof(Loop))) return false;
        auto* loop = work_.arena.make<Loop>();
        loop->sequence = sequence;
        loop->next = 1;
        values[step->result] = sequence.at(0, work_.arena);
        running.push_back({step, loop});
        break;
      }
      case Kind::Member:
        given = values + step->result;
        *given = loop_member(*running[step->x].loop, static_cast<LoopMember>(step->escape), work_.arena);
        if (given->is_undefined()) return false;
        break;
      case Kind::CaptureBegin:
        captured.push_back(pieces.output().size());
        break;
      case Kind::CaptureEnd: {
        const std::string_view text = std::string_view(pieces.output()).substr(captured.back());
        if (pieces.is_too_long()) return false;
        values[step->result] =
            static_cast<Escape>(step->escape) == Escape::None ? work_.text(text) : work_.html(text);
        out_.resize(captured.back());
        captured.pop_back();
        if (work_.failed) return false;
        break;
      }
      default:
        __builtin_unreachable();
    }
    ++step;
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
  trace.walk.lay_out(trace);
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
