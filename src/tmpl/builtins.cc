#include "tmpl/builtins.h"

#include <algorithm>
#include <cmath>

#include "base/suggest.h"

namespace herald::tmpl {

using base::Code;
using value::Type;
using value::Value;

void CallableTable::add(Callable callable, uint8_t flags) {
  auto before = [](const Callable& a, std::string_view name) { return a.name < name; };
  auto at = std::lower_bound(list_.begin(), list_.end(), callable.name, before);
  auto index = at - list_.begin();
  if (at != list_.end() && at->name == callable.name) {
    *at = std::move(callable);
    flags_[static_cast<size_t>(index)] = flags;
    return;
  }
  list_.insert(at, std::move(callable));
  flags_.insert(flags_.begin() + index, flags);
}

const Callable* CallableTable::find(std::string_view name) const {
  auto before = [](const Callable& a, std::string_view n) { return a.name < n; };
  auto at = std::lower_bound(list_.begin(), list_.end(), name, before);
  return at != list_.end() && at->name == name ? &*at : nullptr;
}

std::vector<std::string_view> CallableTable::names() const {
  std::vector<std::string_view> out;
  for (const Callable& callable : list_) out.push_back(callable.name);
  return out;
}

Value Invocation::refuse(std::string_view argument, std::string given) {
  return work.fail(Code::TemplateArgumentValue, {std::string(name), std::string(argument), std::move(given)});
}

int64_t Invocation::integer(Value argument, std::string_view parameter) {
  if (argument.is(Type::Int)) return argument.as_int();
  if (argument.is(Type::Bool)) return argument.as_bool() ? 1 : 0;
  if (argument.is(Type::Float) && std::trunc(argument.as_double()) == argument.as_double() &&
      std::fabs(argument.as_double()) < 0x1p53)
    return static_cast<int64_t>(argument.as_double());
  refuse(parameter, type_name_of(argument));
  return 0;
}

int64_t Invocation::count(Value argument, std::string_view parameter, int64_t least) {
  int64_t given = integer(argument, parameter);
  if (failed()) return least;
  bool in_range = given >= least && static_cast<uint64_t>(given) <= work.bytes_left;
  if (in_range) return given;
  refuse(parameter, std::to_string(given));
  return least;
}

Value Invocation::call(const CallableTable& table, std::string_view callee, Value subject,
                       std::span<const Value> arguments, std::span<const NamedValue> named) {
  const Callable* callable = table.find(callee);
  if (callable == nullptr) {
    work.near = nearest_name(callee, table.names());
    return work.fail(&table == &tests ? Code::TemplateUnknownTest : Code::TemplateUnknownFilter,
                     {std::string(callee)});
  }
  // The callee is called with an invocation of its own: this one still has its name and its arguments.
  Invocation inner(work, context_, escape, filters, tests);
  inner.name = callable->name;
  std::vector<Value> bound = {subject};
  std::vector<NamedValue> rest;
  uint8_t flags = table.flags_of(callable);
  if (!bind_arguments(*callable, flags, arguments, named, bound, rest, inner)) return {};
  return invoke(callable->function, flags, true, bound, inner);
}

bool bind_arguments(const Callable& callable, uint8_t flags, std::span<const Value> positional,
                    std::span<const NamedValue> keywords, std::vector<Value>& out,
                    std::vector<NamedValue>& rest, Invocation& call) {
  const std::vector<Parameter>& parameters = callable.parameters;
  size_t first = out.size();
  size_t direct = std::min(positional.size(), parameters.size());
  bool variadic = (flags & kVariadic) != 0;
  std::string name(callable.name);
  if (positional.size() > direct && !variadic) {
    call.work.fail(Code::TemplateArgumentCount,
                   {name, std::to_string(parameters.size()), std::to_string(positional.size())});
    return false;
  }
  out.insert(out.end(), positional.begin(), positional.begin() + static_cast<std::ptrdiff_t>(direct));
  out.resize(first + parameters.size(), undefined::unset());
  rest.clear();
  for (const NamedValue& keyword : keywords) {
    size_t at = 0;
    while (at < parameters.size() && parameters[at].name != keyword.name) ++at;
    if (at == parameters.size()) {
      rest.push_back(keyword);
    } else if (!undefined::is_unset(out[first + at])) {
      call.work.fail(Code::TemplateArgumentTwice, {std::string(keyword.name)});
      return false;
    } else {
      out[first + at] = keyword.value;
    }
  }
  if (!rest.empty() && !variadic) {
    std::vector<std::string_view> known;
    for (const Parameter& parameter : parameters) known.push_back(parameter.name);
    call.work.near = nearest_name(rest[0].name, known);
    call.work.fail(Code::TemplateArgumentUnknown, {name, std::string(rest[0].name)});
    return false;
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (!undefined::is_unset(out[first + i])) continue;
    if (parameters[i].required) {
      call.work.fail(Code::TemplateArgumentMissing, {name, std::string(parameters[i].name)});
      return false;
    }
    out[first + i] = parameters[i].fallback;
  }
  call.extra = positional.subspan(direct);
  call.keywords = rest;
  return true;
}

Value invoke(Function function, uint8_t flags, bool has_subject, std::span<const Value> arguments,
             Invocation& call) {
  if ((flags & kTakesUndefined) == 0) {
    for (size_t i = 0; i < arguments.size(); ++i) {
      const Value& argument = arguments[i];
      if (!argument.is_undefined() || undefined::is_quiet(argument)) continue;
      // Behind the subject a plain Undefined only means that nothing was given.
      if ((i == 0 && has_subject) || argument.has_position()) return call.work.fail_undefined(argument);
    }
    for (const Value& argument : call.extra)
      if (undefined::is_loud(argument)) return call.work.fail_undefined(argument);
  }
  Value result = function(call, arguments);
  return call.failed() ? Value() : result;
}

Parameter required(std::string_view name) {
  Parameter parameter;
  parameter.name = name;
  parameter.required = true;
  return parameter;
}

Parameter optional(std::string_view name, Value fallback) {
  Parameter parameter;
  parameter.name = name;
  parameter.fallback = fallback;
  return parameter;
}

std::string nearest_name(std::string_view word, std::span<const std::string_view> known) {
  return std::string(base::nearest(word, known));
}

Value follow_path(Value item, Value path, Work& work) {
  if (path.is_nothing()) return item;
  if (!path.is_text()) {
    Value found = item_of(item, path, work);
    return found.is_undefined() && !found.has_position() ? work.trace({}, item, false) : found;
  }
  std::string_view rest = path.as_text();
  while (!work.failed) {
    if (undefined::is_loud(item)) return work.fail_undefined(item);
    size_t dot = rest.find('.');
    std::string_view part = rest.substr(0, dot);
    bool digits =
        !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == std::string_view::npos;
    Value found;
    if (digits) found = item_of(item, Value::integer(std::stoll(std::string(part))), work);
    if (found.is_undefined() && !undefined::is_quiet(item)) found = attribute_of(item, part, work);
    if (found.is_undefined() && !found.has_position()) found = work.trace(part, item, false);
    item = found;
    if (dot == std::string_view::npos) break;
    rest = rest.substr(dot + 1);
  }
  return item;
}

}  // namespace herald::tmpl
