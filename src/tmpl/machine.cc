#include "tmpl/machine.h"

#include <algorithm>

#include "tmpl/recording.h"
#include "tmpl/text.h"

namespace herald::tmpl {

using base::Code;
using value::Type;
using value::Value;

Machine::Machine(const Environment& environment, const RenderInput& input, value::Arena& arena,
                 std::string& out, base::Diagnostics& diagnostics)
    : state_(*environment.state_),
      input_(input),
      out_(out),
      diagnostics_(diagnostics),
      work_(arena),
      invocation_(work_, input.context, Escape::None, state_.filters, state_.tests),
      output_end_(out.size() + input.output_max),
      depth_max_(std::clamp<uint32_t>(input.depth_max, 1, 10'000)) {
  work_.steps_left = input.steps_max;
  work_.bytes_left = input.output_max;
  frames_ = arena.array<Frame>(depth_max_ + 1);
  globals_ = arena.array<Value>(state_.variables.size());
  used_ = arena.array<uint8_t>(state_.templates.size());
  std::fill_n(used_, state_.templates.size(), uint8_t{0});
  if (input.parts != nullptr && input.parts->parts_.size() != state_.parts)
    input.parts->parts_.resize(state_.parts);
}

bool Machine::render(const Program& program) {
  if (input_.parts != nullptr && input_.profile == nullptr && render_traced(program)) return true;
  return start<false>(program);
}

/// Runs the program from its beginning.
template <bool kRecord>
bool Machine::start(const Program& program) {
  std::fill_n(globals_, state_.variables.size(), undefined::unset());
  Context* context = make_context(nullptr, true);
  context->chain = make_chain(program);
  use(program);
  push_frame(program, 0, context, nullptr);
  const bool good = !work_.failed ? run<kRecord>() : report();
  if (watched_.on) part_varies();
  return good;
}

/// The loop. `ip` and `sp` live in registers; `save` hands them to the frame before anything looks at it, and
/// `load` takes them from the frame that runs next. What nearly always stands together (a name, its part, and
/// that it is printed or tested) runs on without going round: each is still an instruction of its own, for
/// jumps and for the places of errors. What cannot fail goes on at once. Steps are counted where code may run
/// again: a loop that goes round, and a function that begins, cost the instructions that they hold.
template <bool kRecord>
bool Machine::run() {
  const Instruction* ip;
  Value* sp;
  Value* slots;
  const Program* program;
  auto save = [&] {
    frame_->ip = ip;
    frame_->sp = sp;
  };
  auto load = [&] {
    ip = frame_->ip;
    sp = frame_->sp;
    slots = frame_->slots;
    program = frame_->program;
  };
  auto jump = [&](uint32_t target) { ip = program->code.data() + frame_->function->begin + target; };
  auto is_true = [&](Value value) {
    if (value.is_text()) return !value.as_text().empty();
    if (value.is(Type::Null)) return false;
    return value.is(Type::Bool) ? value.as_bool() : truth(value, work_);
  };
  // Of instructions that take their operands from the stack and leave one value there.
  auto begin_step = [&](size_t operands) {
    if constexpr (kRecord) return record_begin({sp - operands, operands}, false, false);
    return false;
  };
  auto end_step = [&](const Instruction& instruction, bool differs) {
    if constexpr (kRecord) {
      if (!work_.failed) sp[-1] = differs ? record_end(instruction, sp[-1]) : record_static(sp[-1]);
    }
  };
  auto test = [&](Value value) {
    if constexpr (kRecord) {
      if (is_marked(value)) return record_test(value);
    }
    return is_true(value);
  };
  // Behind what may have begun a frame.
  auto entered = [&](uint32_t depth) {
    if constexpr (kRecord) {
      if (!work_.failed && depth_ != depth) record_enter();
    }
  };
  // What is named by a value that differs is not followed.
  auto need_static = [&](Value value) {
    if constexpr (kRecord) {
      if (is_marked(value)) give_up();
    }
  };
  const Instruction* i = nullptr;
  load();
  while (true) {
    i = ip++;
    if (i->op > Op::Return) __builtin_unreachable();  // the compiler made all of them
    switch (i->op) {
      case Op::Text:
        out_ += program->texts[i->c];
        if (out_.size() <= output_end_) continue;
        work_.fail(Code::TemplateLimit, {"output"});
        break;
      print:
      case Op::Print: {
        Value value = *--sp;
        if constexpr (kRecord) {
          if (is_marked(value)) {
            record_print(value, static_cast<Escape>(i->a));
            if (out_.size() > output_end_) work_.fail(Code::TemplateLimit, {"output"});
            break;
          }
          if (value.is(Type::Object)) record_static(value);
        }
        // Most values are texts, and most places take them so.
        if (value.is(Type::String) && i->a - 1u < static_cast<unsigned>(Escape::Rcdata)) {
          append_markup(out_, value.as_text());
          if (out_.size() <= output_end_) continue;
        } else {
          print(out_, value, static_cast<Escape>(i->a), work_);
        }
        if (out_.size() > output_end_) work_.fail(Code::TemplateLimit, {"output"});
        break;
      }
      case Op::Constant:
        *sp++ = program->constants[i->c];
        continue;
      case Op::LoadSlot:
        *sp++ = slots[i->c];
        if (ip->op != Op::Attribute) continue;
        i = ip++;
        goto attribute;
      case Op::LoadOuter:
        *sp++ = slots_of(i->a)[i->c];
        break;
      case Op::LoadIfSet: {
        Value value = slots_of(i->a)[i->b];
        if (undefined::is_unset(value)) continue;
        *sp++ = value;
        jump(i->c);
        continue;
      }
      case Op::LoadName: {
        Value value = kRecord ? record_lookup(i->c) : lookup(i->c);
        // One with a position was set to something undefined, and knows where.
        if (value.is_undefined() && !value.has_position()) {
          save();
          value = missing_name(i->c, static_cast<Access>(i->a));
        }
        *sp++ = value;
        if (ip->op != Op::Attribute) break;
        i = ip++;
        goto attribute;
      }
      case Op::StoreSlot:
        slots[i->c] = *--sp;
        continue;
      case Op::StoreName:
        if constexpr (kRecord) {
          if (frame_->function->kind != FunctionKind::Root) give_up();
        }
        frame_->context->set(i->c, state_.variables.text(i->c), *--sp, i->a != 0, work_.arena,
                             watched_.on ? watched_.serial : 0);
        break;
      case Op::StoreAttribute:
        if constexpr (kRecord) give_up();
        sp -= 2;
        store_attribute(program->names[i->c], sp[1], sp[0]);
        break;
      case Op::ClearSlots:
        std::fill_n(slots + i->c, i->b, undefined::unset());
        break;
      case Op::Pop:
        --sp;
        break;
      case Op::MakeList: {
        const bool differs = begin_step(i->c);
        sp -= i->c;
        *sp = work_.spend(i->c) && work_.spend_bytes(i->c * sizeof(Value))
                  ? value::make_list({sp, i->c}, work_.arena)
                  : Value();
        ++sp;
        end_step(*i, differs);
        break;
      }
      case Op::MakeTuple: {
        const bool differs = begin_step(i->c);
        sp -= i->c;
        *sp = tuple_of({sp, i->c}, work_);
        ++sp;
        end_step(*i, differs);
        break;
      }
      case Op::MakeDict: {
        const bool differs = begin_step(i->c);
        sp -= i->c;
        std::vector<Pair> pairs;
        for (uint32_t k = 0; k < i->c; k += 2) pairs.push_back({sp[k], sp[k + 1]});
        *sp++ = make_dict(pairs, work_);
        end_step(*i, differs);
        break;
      }
      attribute:
      case Op::Attribute: {
        Value owner = sp[-1];
        std::string_view name = program->names[i->c];
        Value found = kRecord                  ? record_attribute(*i, owner)
                      : owner.is(Type::Object) ? owner.as_object()->attribute(name, work_.arena)
                                               : attribute_of(owner, name, work_);
        if (found.is_undefined()) {
          save();
          sp[-1] = missing_part(owner, name, found, static_cast<Access>(i->a));
          break;
        }
        sp[-1] = found;
        // What comes next is mostly one of these.
        if (ip->op == Op::Print) {
          i = ip++;
          goto print;
        }
        if (ip->op == Op::JumpIfFalse) {
          i = ip++;
          goto condition;
        }
        break;
      }
      case Op::Item: {
        const bool differs = begin_step(2);
        --sp;
        save();
        sp[-1] = item(*i, sp[-1], sp[0]);
        end_step(*i, differs);
        break;
      }
      case Op::Slice: {
        const bool differs = begin_step(4);
        sp -= 3;
        sp[-1] = slice_of(sp[-1], {sp, 3}, work_);
        end_step(*i, differs);
        break;
      }
      case Op::LoopMember: {
        auto member = static_cast<LoopMember>(i->a);
        *sp = loop_member(*static_cast<const Loop*>(slots[i->c].as_object()), member, work_.arena);
        ++sp;
        if constexpr (kRecord) sp[-1] = record_member(*i, slots[i->c].as_object(), sp[-1]);
        if (!sp[-1].is_undefined()) break;
        save();
        locate();
        sp[-1] = work_.trace(program->source->view(work_.span), {}, false);
        break;
      }
      case Op::Unary: {
        const bool differs = begin_step(1);
        sp[-1] = unary(static_cast<Operator>(i->a), sp[-1], work_);
        end_step(*i, differs);
        break;
      }
      case Op::Binary: {
        const bool differs = begin_step(2);
        --sp;
        sp[-1] = binary(static_cast<Operator>(i->a), sp[-1], sp[0], work_);
        end_step(*i, differs);
        break;
      }
      case Op::Compare: {
        const bool differs = begin_step(2);
        --sp;
        sp[-1] = Value::boolean(compare_with(static_cast<Operator>(i->a), sp[-1], sp[0], work_));
        end_step(*i, differs);
        break;
      }
      case Op::CompareChain:
        need_static(sp[-1]);
        need_static(sp[-2]);
        --sp;
        if (compare_with(static_cast<Operator>(i->a), sp[-1], sp[0], work_)) {
          sp[-1] = sp[0];
        } else {
          sp[-1] = Value::boolean(false);
          jump(i->c);
        }
        break;
      case Op::Concat: {
        const bool differs = begin_step(i->c);
        sp -= i->c;
        *sp = concat({sp, i->c}, static_cast<Escape>(i->a), work_);
        ++sp;
        end_step(*i, differs);
        break;
      }
      case Op::Jump:
        jump(i->c);
        if (ip > i) continue;
        // A loop goes round: what it has run counts as steps.
        if (work_.spend(static_cast<uint64_t>(i + 1 - ip))) continue;
        ip = i + 1;
        break;
      condition:
      case Op::JumpIfFalse:
        if (!test(*--sp)) jump(i->c);
        break;
      case Op::AndJump:
      case Op::OrJump:
        if (test(sp[-1]) == (i->op == Op::OrJump)) {
          jump(i->c);
        } else {
          --sp;
        }
        break;
      case Op::Filter:
      case Op::Test: {
        const bool differs = begin_step(i->b);
        save();
        filter(*i);
        sp = frame_->sp;
        end_step(*i, differs);
        break;
      }
      case Op::FilterCall:
      case Op::TestCall: {
        const bool differs = begin_step(program->call_sites[i->c].values() + 1);
        save();
        filter_call(*i);
        sp = frame_->sp;
        end_step(*i, differs);
        break;
      }
      case Op::Call:
        save();
        kRecord ? record_call(*i) : call(*i);
        load();
        break;
      case Op::CallMethod:
        save();
        kRecord ? record_call_method(*i) : call_method(*i);
        load();
        break;
      case Op::CallSuper:
      case Op::CallSelf: {
        const uint32_t depth = depth_;
        save();
        i->op == Op::CallSuper ? call_super(*i) : call_block(i->c, 0, i->a);
        entered(depth);
        load();
        break;
      }
      case Op::HasBlock:
        save();
        *sp++ = has_block(*i);
        break;
      case Op::ForBegin:
        save();
        begin_loop(*i, *--sp);
        if constexpr (kRecord) {
          if (is_marked(*sp) && i->a != 0) give_up();
          if (is_marked(*sp) && !work_.failed) record_loop(*sp);
        }
        break;
      case Op::ForNext: {
        Loop& loop = *frame_->loop;
        Value value;
        if constexpr (kRecord) {
          bool more = false;
          value = record_next(more);
          if (!more) {
            jump(i->c);
            break;
          }
        } else {
          if (loop.next == loop.sequence.size) {
            jump(i->c);
            break;
          }
          value = loop.sequence.at(loop.next++, work_.arena);
        }
        if (i->a != 0) {
          *sp++ = value;
        } else {
          slots[i->b] = value;
        }
        break;
      }
      case Op::ForKeep:
        need_static(sp[-1]);
        if (truth(*--sp, work_)) keep_item();
        break;
      case Op::ForKept:
        *sp++ = end_filter();
        break;
      case Op::ForEnd: {
        Loop* ended = frame_->loop;
        frame_->loop = ended->outer;
        if (ended->sequence.size > 0) jump(i->c);
        break;
      }
      case Op::ForRecursive:
        if constexpr (kRecord) give_up();
        --sp;
        save();
        enter_loop(*as<Macro>(make_macro(i->c)), sp[0], 0, i->a);
        load();
        break;
      case Op::Unpack:
        need_static(sp[-1]);
        save();
        unpack(i->c);
        sp = frame_->sp;
        break;
      case Op::MakeMacro:
        *sp++ = make_macro(i->c);
        break;
      case Op::SlotDefault:
        if (!undefined::is_unset(slots[i->b])) jump(i->c);
        continue;
      case Op::SlotMissing:
        if (!undefined::is_unset(slots[i->b])) continue;
        save();
        locate();
        slots[i->b] = work_.trace(program->names[i->c], {}, false);
        break;
      case Op::Block: {
        const uint32_t depth = depth_;
        save();
        run_block(*i);
        entered(depth);
        load();
        break;
      }
      case Op::Extends:
        need_static(sp[-1]);
        --sp;
        save();
        extend(sp[0]);
        break;
      case Op::JumpIfExtends:
        if (frame_->context->chain->count > frame_->chain_level + 1) jump(i->c);
        break;
      case Op::Include:
      case Op::Import: {
        const uint32_t depth = depth_;
        need_static(sp[-1]);
        --sp;
        save();
        i->op == Op::Include ? include(*i, sp[0]) : import(*i, sp[0]);
        entered(depth);
        load();
        break;
      }
      case Op::ImportName:
        save();
        import_name(*i, sp[-1], sp[0]);
        ++sp;
        break;
      case Op::PartBegin:
        if (input_.parts == nullptr || watched_.on) break;
        save();
        if (kRecord ? record_part(*i, sp) : take_part(*i, sp)) ip += i->b;
        break;
      case Op::PartEnd:
        if (!watched_.on || watched_.number != i->c || watched_.depth != depth_) continue;
        end_part(i->a != 0, i->a != 0 ? sp[-1] : Value());
        break;
      case Op::CaptureBegin:
        if constexpr (kRecord) record_capture();
        *sp++ = Value::integer(static_cast<int64_t>(out_.size()));
        begin_capture();
        break;
      case Op::CaptureEnd: {
        auto begin = static_cast<size_t>(sp[-1].as_int());
        std::string_view text = std::string_view(out_).substr(begin);
        sp[-1] = static_cast<Escape>(i->a) == Escape::None ? work_.text(text) : work_.html(text);
        if constexpr (kRecord) sp[-1] = record_captured(static_cast<Escape>(i->a), sp[-1]);
        end_capture(begin);
        if constexpr (kRecord) recording_->mark = out_.size();
        break;
      }
      case Op::Return:
        save();
        if constexpr (kRecord) {
          // A template that extends another goes on with that one in the same frame.
          const bool ends = frame_->function->kind != FunctionKind::Root ||
                            frame_->chain_level + 1 >= frame_->context->chain->count;
          const Frame ended = *frame_;
          if (ends) record_leave();
          if (!return_from()) return !work_.failed;
          if (ends && ended.kind == FrameKind::Result && !work_.failed) record_given(ended.flags);
        } else if (!return_from()) {
          return !work_.failed || report();
        }
        load();
        break;
    }
    if constexpr (kRecord) {
      if (work_.failed || recording_->failed) return false;
    }
    if (work_.failed) [[unlikely]] {
      save();
      return report();
    }
  }
}

template bool Machine::start<false>(const Program& program);
template bool Machine::start<true>(const Program& program);

bool render(const Environment& environment, const Program& program, const RenderInput& input,
            value::Arena& arena, std::string& out, base::Diagnostics& diagnostics) {
  return Machine(environment, input, arena, out, diagnostics).render(program);
}

}  // namespace herald::tmpl
