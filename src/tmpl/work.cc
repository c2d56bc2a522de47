#include "tmpl/work.h"

#include "tmpl/natives.h"

namespace herald::tmpl {

using base::Code;
using value::Value;

Value Work::fail(Code what, std::vector<std::string> with) {
  if (!failed) {
    failed = true;
    code = what;
    arguments = std::move(with);
  }
  return {};
}

Value Work::fail_undefined(Value value) {
  if (!failed) culprit = value;
  return fail(Code::TemplateUndefined, {});
}

Value Work::fail_type(std::string_view what, Value a) {
  if (undefined::is_loud(a)) return fail_undefined(a);
  return fail(Code::TemplateType, {std::string(what), type_name_of(a)});
}

Value Work::fail_type(std::string_view what, Value a, Value b) {
  if (undefined::is_loud(a)) return fail_undefined(a);
  if (undefined::is_loud(b)) return fail_undefined(b);
  return fail(Code::TemplateType, {std::string(what), type_name_of(a) + ", " + type_name_of(b)});
}

bool Work::refuse_steps() {
  steps_left = 0;
  fail(Code::TemplateLimit, {"steps"});
  return false;
}

bool Work::refuse_bytes() {
  bytes_left = 0;
  fail(Code::TemplateLimit, {"memory"});
  return false;
}

Value Work::text(std::string_view text) {
  return spend_bytes(text.size()) ? Value::string(arena.copy(text)) : Value();
}

Value Work::html(std::string_view text) {
  return spend_bytes(text.size()) ? Value::html(arena.copy(text)) : Value();
}

Value Work::list(const std::vector<Value>& items) {
  if (!spend(items.size()) || !spend_bytes(items.size() * sizeof(Value))) return {};
  return value::make_list(items, arena);
}

Value Work::trace(std::string_view name, Value owner, bool is_name) {
  if (missing.size() >= undefined::kTracesMax) return {};
  missing.push_back({name, owner, program, span, is_name});
  return Value().at_position(undefined::kFirstTrace + static_cast<uint32_t>(missing.size() - 1));
}

std::string type_name_of(Value value) {
  if (value.is(value::Type::Object)) return std::string(value.as_object()->type_name());
  return std::string(value::type_name(value.type()));
}

}  // namespace herald::tmpl
