// + - * / // % ** ~ with Python's rules. Integers have 64 bits: a result beyond that is an error, never
// wrapped.

#include <cmath>
#include <limits>

#include "tmpl/builtins.h"
#include "tmpl/operations.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

Value overflow(Operator op, Work& work) {
  return work.fail(Code::TemplateOverflow, {std::string(operator_sign(op))});
}

Value zero_division(Operator op, Work& work) {
  return work.fail(Code::TemplateZeroDivision, {std::string(operator_sign(op))});
}

int64_t floor_divide(int64_t a, int64_t b) {
  int64_t quotient = a / b;
  return a % b != 0 && (a % b < 0) != (b < 0) ? quotient - 1 : quotient;
}

Value power_integers(int64_t base, int64_t exponent, Work& work) {
  if (exponent < 0) {
    if (base == 0) return zero_division(Operator::Power, work);
    return Value::number(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
  }
  int64_t result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result))
      return overflow(Operator::Power, work);
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) return overflow(Operator::Power, work);
  }
  return Value::integer(result);
}

Value integers(Operator op, int64_t a, int64_t b, Work& work) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  int64_t result = 0;
  switch (op) {
    case Operator::Add:
      return __builtin_add_overflow(a, b, &result) ? overflow(op, work) : Value::integer(result);
    case Operator::Subtract:
      return __builtin_sub_overflow(a, b, &result) ? overflow(op, work) : Value::integer(result);
    case Operator::Multiply:
      return __builtin_mul_overflow(a, b, &result) ? overflow(op, work) : Value::integer(result);
    case Operator::Power:
      return power_integers(a, b, work);
    default:
      break;
  }
  if (b == 0) return zero_division(op, work);
  if (op == Operator::Divide) return Value::number(static_cast<double>(a) / static_cast<double>(b));
  if (a == kLeast && b == -1) return op == Operator::Modulo ? Value::integer(0) : overflow(op, work);
  int64_t quotient = floor_divide(a, b);
  return Value::integer(op == Operator::FloorDivide ? quotient : a - quotient * b);
}

Value doubles(Operator op, double a, double b, Work& work) {
  switch (op) {
    case Operator::Add:
      return Value::number(a + b);
    case Operator::Subtract:
      return Value::number(a - b);
    case Operator::Multiply:
      return Value::number(a * b);
    case Operator::Power: {
      if (a == 0 && b < 0) return zero_division(op, work);
      if (a < 0 && std::isfinite(b) && std::trunc(b) != b) {
        // A root of a negative number, which Python makes a complex one.
        std::string shown;
        append_number(shown, b);
        return work.fail(Code::TemplateArgumentValue, {"**", "2", std::move(shown)});
      }
      double result = std::pow(a, b);
      if (!std::isfinite(result) && std::isfinite(a) && std::isfinite(b)) return overflow(op, work);
      return Value::number(result);
    }
    default:
      break;
  }
  if (b == 0) return zero_division(op, work);
  if (op == Operator::Divide) return Value::number(a / b);
  double rest = std::fmod(a, b);
  if (rest != 0 && (rest < 0) != (b < 0)) rest += b;
  // A rest of zero has the sign of the divisor, a quotient of zero that of the exact one.
  if (op == Operator::Modulo) return Value::number(rest == 0 ? std::copysign(0.0, b) : rest);
  double quotient = (a - rest) / b;
  return Value::number(quotient == 0 ? std::copysign(0.0, a / b) : std::floor(quotient + 0.5));
}

/// 'ab' * 3 and [1] * 3.
Value repeat(Value what, int64_t times, Work& work) {
  auto count = static_cast<size_t>(std::max<int64_t>(times, 0));
  if (what.is_text()) {
    std::string_view text = what.as_text();
    if (text.empty() || count == 0) return what.is(Type::Html) ? Value::html({}) : Value::string({});
    if (count > work.bytes_left / text.size()) return work.spend_bytes(work.bytes_left + 1), Value();
    work.scratch.clear();
    for (size_t i = 0; i < count; ++i) work.scratch += text;
    return what.is(Type::Html) ? work.html(work.scratch) : work.text(work.scratch);
  }
  Sequence sequence = need_sequence("*", what, work);
  if (sequence.size > 0 && count > work.steps_left / sequence.size)
    return work.spend(work.steps_left + 1), Value();
  std::vector<Value> items;
  for (size_t i = 0; i < count && sequence.size > 0; ++i)
    for (size_t j = 0; j < sequence.size; ++j) items.push_back(sequence.at(j, work.arena));
  return as<Tuple>(what) != nullptr ? tuple_of(items, work) : work.list(items);
}

Value add_lists(Value a, Value b, Work& work) {
  bool tuples = as<Tuple>(a) != nullptr;
  if (tuples != (as<Tuple>(b) != nullptr)) return work.fail_type("+", a, b);
  std::vector<Value> items;
  for (Value part : {a, b}) {
    Sequence sequence = need_sequence("+", part, work);
    if (!work.spend(sequence.size)) return {};
    for (size_t i = 0; i < sequence.size; ++i) items.push_back(sequence.at(i, work.arena));
  }
  return tuples ? tuple_of(items, work) : work.list(items);
}

}  // namespace

Value join_texts(Value a, Value b, Work& work) {
  bool html = a.is(Type::Html) || b.is(Type::Html);
  work.scratch.clear();
  for (Value part : {a, b}) {
    if (html && !part.is(Type::Html)) {
      append_markup(work.scratch, part.as_text());
    } else {
      work.scratch += part.as_text();
    }
  }
  return html ? work.html(work.scratch) : work.text(work.scratch);
}

Value binary(Operator op, Value a, Value b, Work& work) {
  if (is_numeric(a) && is_numeric(b)) {
    a = as_number(a);
    b = as_number(b);
    if (a.is(Type::Int) && b.is(Type::Int)) return integers(op, a.as_int(), b.as_int(), work);
    return doubles(op, a.as_double(), b.as_double(), work);
  }
  if (op == Operator::Modulo && a.is_text()) return format_percent(a, b, work);
  if (op == Operator::Add) {
    if (a.is_text() && b.is_text()) return join_texts(a, b, work);
    if (is_sequence(a) && is_sequence(b)) return add_lists(a, b, work);
  }
  if (op == Operator::Multiply) {
    Value x = as_number(a), y = as_number(b);
    if ((a.is_text() || is_sequence(a)) && y.is(Type::Int)) return repeat(a, y.as_int(), work);
    if ((b.is_text() || is_sequence(b)) && x.is(Type::Int)) return repeat(b, x.as_int(), work);
  }
  return work.fail_type(operator_sign(op), a, b);
}

Value unary(Operator op, Value a, Work& work) {
  if (op == Operator::Not) return Value::boolean(!truth(a, work));
  if (!is_numeric(a)) return work.fail_type(operator_sign(op), a);
  a = as_number(a);
  if (op == Operator::Positive) return a;
  return a.is(Type::Int) ? integers(Operator::Subtract, 0, a.as_int(), work) : Value::number(-a.as_double());
}

Value concat(std::span<const Value> parts, Escape escape, Work& work) {
  bool html = false;
  for (Value part : parts) {
    if (undefined::is_loud(part)) return work.fail_undefined(part);
    html = html || part.is(Type::Html);
  }
  html = html && escape != Escape::None;
  std::string& out = work.scratch;
  out.clear();
  for (Value part : parts) {
    print(out, part, html ? Escape::Html : Escape::None, work);
    if (work.failed || out.size() > work.bytes_left) return work.spend_bytes(out.size()), Value();
  }
  return html ? work.html(out) : work.text(out);
}

}  // namespace herald::tmpl
