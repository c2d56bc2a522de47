#include "tmpl/machine.h"

#include <algorithm>

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
  std::fill_n(globals_, state_.variables.size(), undefined::unset());
  used_ = arena.array<uint8_t>(state_.templates.size());
  std::fill_n(used_, state_.templates.size(), uint8_t{0});
  if (input.parts != nullptr && input.parts->parts_.size() != state_.parts)
    input.parts->parts_.resize(state_.parts);
}

bool Machine::render(const Program& program) {
  Context* context = make_context(nullptr, true);
  context->chain = make_chain(program);
  use(program);
  push_frame(program, 0, context, nullptr);
  const bool good = !work_.failed ? run() : report();
  if (watched_.on) part_varies();
  return good;
}

/// The loop. `ip` and `sp` live in registers; `save` hands them to the frame before anything looks at it, and
/// `load` takes them from the frame that runs next. What nearly always stands together (a name, its part, and
/// that it is printed or tested) runs on without going round: each is still an instruction of its own, for
/// jumps and for the places of errors. What cannot fail goes on at once. Steps are counted where code may run
/// again: a loop that goes round, and a function that begins, cost the instructions that they hold.
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
        Value value = lookup(i->c);
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
        frame_->context->set(i->c, state_.variables.text(i->c), *--sp, i->a != 0, work_.arena,
                             watched_.on ? watched_.serial : 0);
        break;
      case Op::StoreAttribute:
        sp -= 2;
        store_attribute(program->names[i->c], sp[1], sp[0]);
        break;
      case Op::ClearSlots:
        std::fill_n(slots + i->c, i->b, undefined::unset());
        break;
      case Op::Pop:
        --sp;
        break;
      case Op::MakeList:
        sp -= i->c;
        *sp = work_.spend(i->c) && work_.spend_bytes(i->c * sizeof(Value))
                  ? value::make_list({sp, i->c}, work_.arena)
                  : Value();
        ++sp;
        break;
      case Op::MakeTuple:
        sp -= i->c;
        *sp = tuple_of({sp, i->c}, work_);
        ++sp;
        break;
      case Op::MakeDict: {
        sp -= i->c;
        std::vector<Pair> pairs;
        for (uint32_t k = 0; k < i->c; k += 2) pairs.push_back({sp[k], sp[k + 1]});
        *sp++ = make_dict(pairs, work_);
        break;
      }
      attribute:
      case Op::Attribute: {
        Value owner = sp[-1];
        std::string_view name = program->names[i->c];
        Value found = owner.is(Type::Object) ? owner.as_object()->attribute(name, work_.arena)
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
          goto test;
        }
        break;
      }
      case Op::Item:
        --sp;
        save();
        sp[-1] = item(*i, sp[-1], sp[0]);
        break;
      case Op::Slice:
        sp -= 3;
        sp[-1] = slice_of(sp[-1], {sp, 3}, work_);
        break;
      case Op::LoopMember: {
        auto member = static_cast<LoopMember>(i->a);
        *sp = loop_member(*static_cast<const Loop*>(slots[i->c].as_object()), member, work_.arena);
        ++sp;
        if (!sp[-1].is_undefined()) break;
        save();
        locate();
        sp[-1] = work_.trace(program->source->view(work_.span), {}, false);
        break;
      }
      case Op::Unary:
        sp[-1] = unary(static_cast<Operator>(i->a), sp[-1], work_);
        break;
      case Op::Binary:
        --sp;
        sp[-1] = binary(static_cast<Operator>(i->a), sp[-1], sp[0], work_);
        break;
      case Op::Compare:
        --sp;
        sp[-1] = Value::boolean(compare_with(static_cast<Operator>(i->a), sp[-1], sp[0], work_));
        break;
      case Op::CompareChain:
        --sp;
        if (compare_with(static_cast<Operator>(i->a), sp[-1], sp[0], work_)) {
          sp[-1] = sp[0];
        } else {
          sp[-1] = Value::boolean(false);
          jump(i->c);
        }
        break;
      case Op::Concat:
        sp -= i->c;
        *sp = concat({sp, i->c}, static_cast<Escape>(i->a), work_);
        ++sp;
        break;
      case Op::Jump:
        jump(i->c);
        if (ip > i) continue;
        // A loop goes round: what it has run counts as steps.
        if (work_.spend(static_cast<uint64_t>(i + 1 - ip))) continue;
        ip = i + 1;
        break;
      test:
      case Op::JumpIfFalse:
        if (!is_true(*--sp)) jump(i->c);
        break;
      case Op::AndJump:
      case Op::OrJump:
        if (is_true(sp[-1]) == (i->op == Op::OrJump)) {
          jump(i->c);
        } else {
          --sp;
        }
        break;
      case Op::Filter:
      case Op::Test:
        save();
        filter(*i);
        sp = frame_->sp;
        break;
      case Op::FilterCall:
      case Op::TestCall:
        save();
        filter_call(*i);
        sp = frame_->sp;
        break;
      case Op::Call:
        save();
        call(*i);
        load();
        break;
      case Op::CallMethod:
        save();
        call_method(*i);
        load();
        break;
      case Op::CallSuper:
        save();
        call_super(*i);
        load();
        break;
      case Op::CallSelf:
        save();
        call_block(i->c, 0, i->a);
        load();
        break;
      case Op::HasBlock:
        save();
        *sp++ = has_block(*i);
        break;
      case Op::ForBegin:
        save();
        begin_loop(*i, *--sp);
        break;
      case Op::ForNext: {
        Loop& loop = *frame_->loop;
        if (loop.next == loop.sequence.size) {
          jump(i->c);
          break;
        }
        Value value = loop.sequence.at(loop.next++, work_.arena);
        if (i->a != 0) {
          *sp++ = value;
        } else {
          slots[i->b] = value;
        }
        break;
      }
      case Op::ForKeep:
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
        --sp;
        save();
        enter_loop(*as<Macro>(make_macro(i->c)), sp[0], 0, i->a);
        load();
        break;
      case Op::Unpack:
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
      case Op::Block:
        save();
        run_block(*i);
        load();
        break;
      case Op::Extends:
        --sp;
        save();
        extend(sp[0]);
        break;
      case Op::JumpIfExtends:
        if (frame_->context->chain->count > frame_->chain_level + 1) jump(i->c);
        break;
      case Op::Include:
        --sp;
        save();
        include(*i, sp[0]);
        load();
        break;
      case Op::Import:
        --sp;
        save();
        import(*i, sp[0]);
        load();
        break;
      case Op::ImportName:
        save();
        import_name(*i, sp[-1], sp[0]);
        ++sp;
        break;
      case Op::PartBegin:
        if (input_.parts == nullptr || watched_.on) break;
        save();
        if (take_part(*i, sp)) ip += i->b;
        break;
      case Op::PartEnd:
        if (!watched_.on || watched_.number != i->c || watched_.depth != depth_) continue;
        end_part(i->a != 0, i->a != 0 ? sp[-1] : Value());
        break;
      case Op::CaptureBegin:
        *sp++ = Value::integer(static_cast<int64_t>(out_.size()));
        begin_capture();
        break;
      case Op::CaptureEnd: {
        auto begin = static_cast<size_t>(sp[-1].as_int());
        std::string_view text = std::string_view(out_).substr(begin);
        sp[-1] = static_cast<Escape>(i->a) == Escape::None ? work_.text(text) : work_.html(text);
        end_capture(begin);
        break;
      }
      case Op::Return:
        save();
        if (!return_from()) return !work_.failed || report();
        load();
        break;
    }
    if (work_.failed) [[unlikely]] {
      save();
      return report();
    }
  }
}

bool render(const Environment& environment, const Program& program, const RenderInput& input,
            value::Arena& arena, std::string& out, base::Diagnostics& diagnostics) {
  return Machine(environment, input, arena, out, diagnostics).render(program);
}

}  // namespace herald::tmpl
