// Frames: how functions, blocks, includes and imports begin and end.

#include <algorithm>

#include "tmpl/machine.h"
#include "tmpl/profile.h"
#include "tmpl/recording.h"

namespace herald::tmpl {

using base::Code;
using value::Type;
using value::Value;

namespace {

constexpr size_t kChunkSize = 1024;

}  // namespace

void Context::set(uint32_t variable, std::string_view name, Value value, bool exported, value::Arena& arena,
                  uint32_t part) {
  for (uint32_t i = 0; i < count && may_have(variable); ++i) {
    if (entries[i].variable != variable) continue;
    entries[i].value = value;
    entries[i].exported = exported;
    entries[i].part = part;
    return;
  }
  if (count == capacity) {
    capacity = capacity == 0 ? 8 : capacity * 2;
    auto* grown = arena.array<ContextEntry>(capacity);
    std::uninitialized_copy_n(entries, count, grown);
    entries = grown;
  }
  new (entries + count++) ContextEntry{variable, exported, name, value, part};
  mentioned[variable / 64 % 4] |= uint64_t{1} << (variable % 64);
}

Value* Machine::take_stack(size_t count) {
  while (chunk_ < chunks_.size() && chunks_[chunk_].size - chunk_used_ < count) {
    ++chunk_;
    chunk_used_ = 0;
  }
  if (chunk_ == chunks_.size()) {
    size_t size = std::max(count, kChunkSize);
    chunks_.push_back({work_.arena.array<Value>(size), size});
  }
  Value* taken = chunks_[chunk_].values + chunk_used_;
  chunk_used_ += count;
  return taken;
}

/// The new frame becomes the running one. Null when the depth is used up.
Frame* Machine::push_frame(const Program& program, uint32_t function, Context* context, Outer* outer) {
  if (depth_ > depth_max_) {
    work_.fail(Code::TemplateLimit, {"depth"});
    return nullptr;
  }
  const FunctionCode& code = program.functions[function];
  if (frame_ != nullptr && !work_.spend(code.size)) return nullptr;
  Frame* frame = new (frames_ + depth_) Frame;
  frame->chunk = chunk_;
  frame->chunk_used = chunk_used_;
  frame->program = &program;
  frame->function = &code;
  frame->ip = program.code.data() + code.begin;
  frame->context = context;
  frame->outer = outer;
  // The spare room is for results that are printed at once.
  size_t stack = code.stack + 2;
  if (code.closed_over) {
    frame->slots = work_.arena.array<Value>(code.slots);
    frame->sp = take_stack(stack);
  } else {
    frame->slots = take_stack(code.slots + stack);
    frame->sp = frame->slots + code.slots;
  }
  std::fill_n(frame->slots, code.slots, undefined::unset());
  if (frame_ != nullptr) frame->block = frame_->block;
  ++depth_;
  if (input_.profile != nullptr) {
    if (frame_ == nullptr) {
      input_.profile->begin();
    } else {
      input_.profile->charge(*frame_->program, *frame_->function);
    }
    input_.profile->run(program, code);
  }
  frame_ = frame;
  return frame;
}

void Machine::pop_frame() {
  if (input_.profile != nullptr) input_.profile->charge(*frame_->program, *frame_->function);
  chunk_ = frame_->chunk;
  chunk_used_ = frame_->chunk_used;
  --depth_;
  frame_ = depth_ == 0 ? nullptr : frames_ + depth_ - 1;
}

/// Lets the output of `frame` become a value, unless it may go straight to the output. `body` is its escape
/// mode.
void Machine::begin_result(Frame& frame, uint8_t flags, Escape body) {
  Escape place = escape_of_flags(flags);
  bool as_it_is = place == Escape::None || (body != Escape::None && place <= Escape::Xml);
  bool direct = (flags & kPrintResult) != 0 && as_it_is;
  if (direct) return;
  frame.kind = FrameKind::Result;
  frame.flags = flags;
  frame.output_begin = out_.size();
  begin_capture();
}

bool Machine::return_from() {
  if (frame_->function->kind == FunctionKind::Root && run_parent()) return true;
  if (work_.failed) return false;
  Frame ended = *frame_;
  pop_frame();
  if (frame_ == nullptr) return false;
  if (ended.kind != FrameKind::Output) give_result(ended);
  return true;
}

void Machine::give_result(const Frame& ended) {
  std::string_view text = std::string_view(out_).substr(ended.output_begin);
  if (ended.kind == FrameKind::Import) {
    end_capture(ended.output_begin);
    auto* module = work_.arena.make<Module>(ended.program, ended.context);
    if (ended.context->parent == nullptr) modules_.push_back(module);
    *frame_->sp++ = Value::object(module);
    return;
  }
  Value value = ended.function->escape == Escape::None ? work_.text(text) : work_.html(text);
  end_capture(ended.output_begin);
  give(value, ended.flags);
}

/// At the end of a template that extends another: goes on with that one in the same frame.
bool Machine::run_parent() {
  Inheritance& chain = *frame_->context->chain;
  if (frame_->chain_level + 1 >= chain.count) return false;
  Frame ended = *frame_;
  pop_frame();
  const Program& parent = *chain.programs[ended.chain_level + 1];
  Frame* frame = push_frame(parent, 0, ended.context, nullptr);
  if (frame == nullptr) return false;
  frame->kind = ended.kind;
  frame->flags = ended.flags;
  frame->output_begin = ended.output_begin;
  frame->chain_level = ended.chain_level + 1;
  return true;
}

Context* Machine::make_context(Context* parent, bool sees_root) {
  auto* context = work_.arena.make<Context>();
  context->parent = parent;
  context->sees_root = sees_root;
  return context;
}

/// A context behind the running one in which the locals of `scope` are set, those that have a value.
Context* Machine::derive_context(uint32_t scope) {
  Context* context = make_context(frame_->context, frame_->context->sees_root);
  context->chain = frame_->context->chain;
  // The locals of a frame around the watched part are not the part's own.
  const uint32_t part = watched_.on && depth_ > watched_.depth ? watched_.serial : 0;
  for (const VisibleLocal& local : frame_->program->scopes[scope]) {
    Value value = slots_of(local.level)[local.slot];
    if (undefined::is_unset(value)) continue;
    bool hidden = std::any_of(context->entries, context->entries + context->count,
                              [&](const ContextEntry& entry) { return entry.variable == local.variable; });
    if (!hidden)
      context->set(local.variable, state_.variables.text(local.variable), value, false, work_.arena, part);
  }
  return context;
}

Inheritance* Machine::make_chain(const Program& program) {
  auto* chain = work_.arena.make<Inheritance>();
  add_to_chain(*chain, program);
  return chain;
}

bool Machine::add_to_chain(Inheritance& chain, const Program& program) {
  if (chain.count > depth_max_) {
    work_.fail(Code::TemplateLimit, {"depth"});
    return false;
  }
  if (chain.count == chain.capacity) {
    chain.capacity = chain.capacity == 0 ? 4 : chain.capacity * 2;
    auto** grown = work_.arena.array<const Program*>(chain.capacity);
    std::copy_n(chain.programs, chain.count, grown);
    chain.programs = grown;
  }
  chain.programs[chain.count++] = &program;
  return true;
}

void Machine::use(const Program& program) {
  if (watched_.on) watched_.used.push_back(&program);
  if (recording_ != nullptr) {
    if (!input_.parts->notes_templates()) {
      recording_->used.push_back(&program);
    } else if (input_.used) {
      input_.used(program.name);
    }
  }
  if (used_[program.id] != 0) return;
  used_[program.id] = 1;
  if (input_.used) input_.used(program.name);
}

/// The template called `name`, or the first that exists of a list of names.
const Program* Machine::find_template(Value name, bool ignore_missing) {
  if (name.is_text()) {
    auto found = state_.programs.find(name.as_text());
    if (found != state_.programs.end()) return found->second;
  }
  std::vector<Value> names;
  if (is_sequence(name)) {
    Sequence sequence = need_sequence("include", name, work_);
    for (size_t i = 0; i < sequence.size; ++i) names.push_back(sequence.at(i, work_.arena));
  } else {
    names.push_back(name);
  }
  std::string shown;
  for (Value candidate : names) {
    if (!candidate.is_text()) {
      work_.fail_type("include", candidate);
      return nullptr;
    }
    auto found = state_.templates.find(candidate.as_text());
    if (found != state_.templates.end() && found->second.program != nullptr)
      return found->second.program.get();
    shown += shown.empty() ? "" : ", ";
    shown += candidate.as_text();
  }
  if (ignore_missing) return nullptr;
  std::vector<std::string_view> known;
  for (const auto& [key, unused] : state_.templates) known.push_back(key);
  if (!work_.failed) work_.near = nearest_name(shown, known);
  work_.fail(Code::TemplateMissing, {shown});
  return nullptr;
}

/// Notes that values of `program` are not escaped for a page of `mode`.
void Machine::refuse_template(const Program& program, Escape mode) {
  PlaceName place = name_of(context_of(mode));
  work_.fail(Code::TemplateIncludePlace,
             {std::string(program.name), std::string(place.zh), std::string(place.en)});
}

/// Whether a block may run where one that begins in `place` stands; notes it otherwise. Only a template that
/// is extended by way of an expression can fail here.
bool Machine::check_block(const BlockEntry& entry, const PageContext& place) {
  if (entry.context == place) return true;
  PlaceName made = name_of(entry.context), here = name_of(place);
  work_.fail(Code::TemplateBlockPlace, {std::string(state_.variables.text(entry.name)), std::string(made.zh),
                                        std::string(made.en), std::string(here.zh), std::string(here.en)});
  return false;
}

void Machine::extend(Value name) {
  Inheritance& chain = *frame_->context->chain;
  if (chain.count > frame_->chain_level + 1) {
    work_.fail(Code::TemplateExtendsTwice, {});
    return;
  }
  const Program* parent = find_template(name, false);
  if (parent == nullptr) return;
  if (parent->escape != frame_->program->escape) return refuse_template(*parent, frame_->program->escape);
  if (!add_to_chain(chain, *parent)) return;
  use(*parent);
}

void Machine::include(const Instruction& instruction, Value name) {
  const Program* program = find_template(name, (instruction.a & kIgnoreMissing) != 0);
  if (program == nullptr) return;
  Escape into = (instruction.a & kIntoHtml) != 0  ? Escape::Html
                : (instruction.a & kIntoXml) != 0 ? Escape::Xml
                                                  : Escape::None;
  if (!program->fits(into)) return refuse_template(*program, into);
  bool with_context = (instruction.a & kWithContext) != 0;
  Context* context = with_context ? derive_context(instruction.c) : make_context(nullptr, false);
  context->chain = make_chain(*program);
  use(*program);
  Frame* frame = push_frame(*program, 0, context, nullptr);
  if (frame != nullptr) frame->block = {};
}

void Machine::import(const Instruction& instruction, Value name) {
  const Program* program = find_template(name, false);
  if (program == nullptr) return;
  bool with_context = (instruction.a & kWithContext) != 0;
  auto same = [&](const Module* module) { return module->program == program; };
  // A watched part imports for itself: what a module reads is a part of what the part reads.
  auto first = modules_.begin() + static_cast<ptrdiff_t>(watched_.on ? watched_.modules : 0);
  auto known = std::find_if(first, modules_.end(), same);
  if (!with_context && known != modules_.end()) {
    *frame_->sp++ = Value::object(*known);
    return;
  }
  if (!with_context && program->only_macros && input_.parts != nullptr) {
    use(*program);
    modules_.push_back(keep_module(*program));
    *frame_->sp++ = Value::object(modules_.back());
    return;
  }
  Context* context = with_context ? derive_context(instruction.c) : make_context(nullptr, false);
  // What is handed in stays apart from what the module sets.
  if (with_context) context = make_context(context, context->sees_root);
  context->chain = make_chain(*program);
  use(*program);
  Frame* frame = push_frame(*program, 0, context, nullptr);
  if (frame == nullptr) return;
  frame->block = {};
  frame->kind = FrameKind::Import;
  frame->output_begin = out_.size();
  begin_capture();
}

/// The module of a template of macros alone, which all renders of one KeptParts share.
Module* Machine::keep_module(const Program& program) {
  std::vector<Module*>& modules = input_.parts->modules_;
  value::Arena& arena = input_.parts->modules_arena_;
  if (modules.size() <= program.id) modules.resize(state_.templates.size());
  Module*& module = modules[program.id];
  if (module != nullptr) return module;
  auto* context = arena.make<Context>();
  context->chain = arena.make<Inheritance>();
  context->chain->programs = arena.make<const Program*>(&program);
  context->chain->count = context->chain->capacity = 1;
  Value macro;
  for (const Instruction* i = program.code.data() + program.functions[0].begin; i->op != Op::Return; ++i) {
    if (i->op == Op::MakeMacro)
      macro = Value::object(arena.make<Macro>(&program, i->c, context, arena.make<Outer>(), BlockPlace()));
    if (i->op == Op::StoreName)
      context->set(i->c, state_.variables.text(i->c), macro, i->a != 0, arena, kAnyPart);
  }
  return module = arena.make<Module>(&program, context);
}

void Machine::import_name(const Instruction& instruction, Value& module, Value& result) {
  std::string_view name = frame_->program->names[instruction.c];
  result = attribute_of(module, name, work_);
  if (!result.is_undefined()) return;
  std::vector<std::string_view> known = names_of(module);
  work_.near = nearest_name(name, known);
  work_.fail(Code::TemplateImportName, {std::string(as<Module>(module)->program->name), std::string(name)});
}

void Machine::run_block(const Instruction& instruction) {
  Inheritance& chain = *frame_->context->chain;
  uint32_t level = 0;
  const BlockEntry* entry = nullptr;
  for (; level < chain.count && entry == nullptr; ++level)
    entry = chain.programs[level]->find_block(instruction.c);
  if (entry == nullptr) return;
  --level;
  if (entry->required) {
    work_.fail(Code::TemplateBlockRequired, {std::string(state_.variables.text(instruction.c))});
    return;
  }
  const BlockEntry* here = frame_->program->find_block(instruction.c);
  if (here != nullptr && !check_block(*entry, here->context)) return;
  Context* context = instruction.a != 0 ? derive_context(instruction.b) : frame_->context;
  Frame* frame = push_frame(*chain.programs[level], entry->function, context, nullptr);
  if (frame != nullptr) frame->block = {instruction.c, level, true};
}

/// `self.name()` and `super()`: the block `name` of the first template from `from_level` up that has it, as a
/// value.
/// What it prints as it is must be made for the same place as `here`, the block of the running template.
void Machine::call_block(uint32_t name, uint32_t from_level, uint8_t flags) {
  Inheritance& chain = *frame_->context->chain;
  for (uint32_t level = from_level; level < chain.count; ++level) {
    const BlockEntry* entry = chain.programs[level]->find_block(name);
    if (entry == nullptr) continue;
    const BlockEntry* here = frame_->program->find_block(name);
    bool as_it_is = (flags & kPrintResult) != 0 && escape_of_flags(flags) == Escape::None;
    if (as_it_is && here != nullptr && !check_block(*entry, here->context)) return;
    Frame* frame = push_frame(*chain.programs[level], entry->function, frame_->context, nullptr);
    if (frame == nullptr) return;
    frame->block = {name, level, true};
    begin_result(*frame, flags, frame->function->escape);
    return;
  }
  work_.fail(Code::TemplateNoBlock, {std::string(state_.variables.text(name))});
}

/// `self.name` that is not called: true when there is such a block.
Value Machine::has_block(const Instruction& instruction) {
  const Inheritance& chain = *frame_->context->chain;
  for (uint32_t level = 0; level < chain.count; ++level)
    if (chain.programs[level]->find_block(instruction.c) != nullptr) return Value::boolean(true);
  return missing_name(instruction.c, static_cast<Access>(instruction.a));
}

void Machine::call_super(const Instruction& instruction) {
  if (!frame_->block.inside) {
    work_.fail(Code::TemplateSuperPlace, {});
    return;
  }
  // Each `super` more goes to the next template that has the block at all.
  const Inheritance& chain = *frame_->context->chain;
  uint32_t level = frame_->block.level;
  for (uint16_t up = 1; up < instruction.b; ++up) {
    do ++level;
    while (level < chain.count && chain.programs[level]->find_block(frame_->block.name) == nullptr);
  }
  call_block(frame_->block.name, level + 1, instruction.a);
}

}  // namespace herald::tmpl
