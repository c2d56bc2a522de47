// A failure as a diagnostic: its place, what was meant, and how the render got there.

#include <algorithm>

#include "base/suggest.h"
#include "tmpl/machine.h"

namespace herald::tmpl {

using base::Code;
using base::Diagnostic;
using value::Value;

namespace {

constexpr size_t kNotesMax = 16;
constexpr size_t kShownMax = 60;

std::string shortened(std::string_view text) {
  if (text.size() <= kShownMax) return std::string(text);
  size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

Diagnostic note(Code code, base::Place place, std::vector<std::string> arguments) {
  Diagnostic made;
  made.code = code;
  made.place = std::move(place);
  made.arguments = std::move(arguments);
  return made;
}

}  // namespace

base::Place Machine::place_of_frame(const Frame& frame) const {
  return base::place_of(*frame.program->source, span_of(frame));
}

/// Adds the diagnostic for the failure in `work_`; always false. The output keeps what came before the
/// failure.
bool Machine::report() {
  if (captures_ > 0) out_.resize(std::min(out_.size(), first_capture_));
  Diagnostic diagnostic = note(work_.code, {}, work_.arguments);
  if (frame_ != nullptr) diagnostic.place = place_of_frame(*frame_);
  if (work_.code == Code::TemplateUndefined && frame_ != nullptr)
    describe_undefined(diagnostic, diagnostic.place);
  if (work_.code == Code::TemplateLimit) {
    bool steps = work_.arguments[0] == "steps", depth = work_.arguments[0] == "depth";
    diagnostic.arguments.push_back(std::to_string(steps   ? input_.steps_max
                                                  : depth ? input_.depth_max
                                                          : input_.output_max));
  }
  if (!work_.near.empty()) diagnostic.notes.push_back(note(Code::DidYouMean, {}, {work_.near}));
  if (frame_ != nullptr) add_stack(diagnostic);
  if (!input_.subject.empty()) diagnostic.notes.push_back(note(Code::TemplateSubject, {}, {input_.subject}));
  diagnostics_.add(std::move(diagnostic));
  return false;
}

/// The error stands where the value should have come from; where it was used is a note, unless it is the same
/// line.
void Machine::describe_undefined(Diagnostic& diagnostic, base::Place& place) {
  Value culprit = work_.culprit;
  bool traced = culprit.has_position() && culprit.position() >= undefined::kFirstTrace &&
                culprit.position() - undefined::kFirstTrace < work_.missing.size();
  if (!traced) {
    diagnostic.arguments = {shortened(frame_->program->source->view(span_of(*frame_)))};
    return;
  }
  const Missing& missing = work_.missing[culprit.position() - undefined::kFirstTrace];
  base::Place used = std::move(place);
  place = base::place_of(*missing.program->source, missing.span);
  std::string_view shown = missing.program->source->view(missing.span);
  // What a filter looked for stands in its arguments, not at its name.
  bool named = missing.name.empty() || shown.find(missing.name) != std::string_view::npos;
  diagnostic.arguments = {shortened(named ? shown : missing.name)};
  work_.near = near_of(missing);
  if (used.path != place.path || used.line != place.line)
    diagnostic.notes.push_back(note(Code::TemplateUsedHere, std::move(used), {}));
}

std::string Machine::near_of(const Missing& missing) {
  std::vector<std::string_view> known;
  if (missing.is_name) {
    known = frame_->function->locals;
    for (const Context* context = frame_->context; context != nullptr; context = context->parent)
      for (uint32_t i = 0; i < context->count; ++i) known.push_back(context->entries[i].name);
    std::vector<std::string_view> root = names_of(input_.root), functions = state_.functions.names();
    known.insert(known.end(), root.begin(), root.end());
    known.insert(known.end(), functions.begin(), functions.end());
  } else {
    known = names_of(missing.owner);
    std::vector<std::string_view> methods = method_names(missing.owner);
    bool is_method = std::find(methods.begin(), methods.end(), missing.name) != methods.end();
    if (is_method) return std::string(missing.name) + "()";
  }
  return nearest_name(missing.name, known);
}

Code Machine::note_of(const Frame& frame) {
  switch (frame.function->kind) {
    case FunctionKind::Root:
      return frame.kind == FrameKind::Import ? Code::TemplateInImport : Code::TemplateInInclude;
    case FunctionKind::Block:
      return Code::TemplateInBlock;
    case FunctionKind::Macro:
      return Code::TemplateInMacro;
    case FunctionKind::Caller:
      return Code::TemplateInCaller;
    case FunctionKind::Loop:
      return Code::TemplateInLoop;
  }
  return Code::TemplateInInclude;
}

/// The calls that are open, innermost first. A macro that calls itself is told once.
void Machine::add_stack(Diagnostic& diagnostic) {
  size_t begin = diagnostic.notes.size();
  auto add = [&](Diagnostic made) {
    bool again = diagnostic.notes.size() > begin && diagnostic.notes.back().code == made.code &&
                 diagnostic.notes.back().place == made.place &&
                 diagnostic.notes.back().arguments == made.arguments;
    if (!again) diagnostic.notes.push_back(std::move(made));
  };
  for (uint32_t i = depth_; i-- > 0 && diagnostic.notes.size() < begin + kNotesMax;) {
    const Frame& frame = frames_[i];
    if (frame.chain_level > 0) {
      const Program* child = frame.context->chain->programs[frame.chain_level - 1];
      add(note(Code::TemplateExtendedBy, {}, {std::string(child->name)}));
    }
    if (i > 0) add(note(note_of(frame), place_of_frame(frames_[i - 1]), {std::string(frame.function->name)}));
  }
}

}  // namespace herald::tmpl
