// Parts of templates that are kept for renders that are alike: see parts.h.

#include "tmpl/machine.h"

namespace herald::tmpl {

using value::Type;
using value::Value;

/// Gives what is kept of the part that begins here. False when the part has to run.
bool Machine::take_part(const Instruction& instruction, Value*& sp) {
  const KeptParts::Part& part = input_.parts->parts_[instruction.c];
  if (part.state == KeptParts::State::Unknown) begin_part(instruction.c);
  if (part.state != KeptParts::State::Kept) return false;
  if (instruction.a != 0) {
    *sp++ = part.value;
  } else {
    out_ += part.text;
    if (out_.size() > output_end_) work_.fail(base::Code::TemplateLimit, {"output"});
  }
  input_.parts->replay_part(instruction.c);
  for (const Program* program : part.used) use(*program);
  return true;
}

void Machine::begin_part(uint32_t number) {
  watched_.on = true;
  watched_.number = number;
  watched_.serial++;
  watched_.depth = depth_;
  watched_.output_begin = out_.size();
  watched_.modules = modules_.size();
  watched_.used.clear();
  input_.parts->begin_part();
}

/// Keeps what the watched part printed, or its value `top` when that is a scalar.
void Machine::end_part(bool is_value, Value top) {
  KeptParts::Part& part = input_.parts->parts_[watched_.number];
  const bool scalar = top.is_text() || top.is_number() || top.is(Type::Bool) || top.is(Type::Null);
  if (work_.failed || (is_value && !scalar)) return part_varies();
  watched_.on = false;
  if (!input_.parts->end_part(watched_.number)) {
    part.state = KeptParts::State::Varies;
    return;
  }
  part.state = KeptParts::State::Kept;
  part.used = watched_.used;
  part.value = top;
  if (!is_value) {
    part.text = out_.substr(watched_.output_begin);
  } else if (top.is_text()) {
    part.text = top.as_text();
    part.value = top.is(Type::Html) ? Value::html(part.text) : Value::string(part.text);
    if (top.has_position()) part.value = part.value.at_position(top.position());
  }
}

/// The watched part is not to be kept: from here on it runs like any other.
void Machine::part_varies() {
  watched_.on = false;
  input_.parts->end_part(watched_.number);
  input_.parts->parts_[watched_.number].state = KeptParts::State::Varies;
}

}  // namespace herald::tmpl
