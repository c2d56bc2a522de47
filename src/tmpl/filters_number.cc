// Filters of numbers.

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/numerals.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

Value absolute(Call& call, std::span<const Value> arguments) {
  Work& work = invocation_of(call).work;
  if (!is_numeric(arguments[0])) return work.fail_type("abs", arguments[0]);
  Value number = as_number(arguments[0]);
  if (number.is(Type::Float)) return Value::number(std::fabs(number.as_double()));
  return number.as_int() < 0 ? unary(Operator::Negative, number, work) : number;
}

/// `text` with the digits of all scripts as ASCII's.
std::string with_plain_digits(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const int digit = decimal_value(base::next_code_point(text, at));
    if (digit >= 0) {
      out += static_cast<char>('0' + digit);
    } else {
      out += text.substr(begin, at - begin);
    }
  }
  return out;
}

/// Digits without the underscores that may stand between them, as Python reads numbers; empty when malformed.
std::string clean_number(std::string_view given) {
  const std::string text = with_plain_digits(strip_blanks_left(strip_blanks_right(given)));
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out += text[i];
    } else if (i == 0 || i + 1 == text.size() || !std::isalnum(static_cast<unsigned char>(text[i - 1])) ||
               !std::isalnum(static_cast<unsigned char>(text[i + 1]))) {
      return {};
    }
  }
  return out;
}

std::optional<int64_t> read_integer(std::string_view text, int base) {
  std::string digits = clean_number(text);
  std::string_view rest = digits;
  bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.size() > 2 && rest[0] == '0') {
    char mark = static_cast<char>(rest[1] | 0x20);
    int marked = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
    if (marked != 0 && (base == marked || base == 0)) {
      rest.remove_prefix(2);
      base = marked;
    }
  }
  if (base == 0) base = 10;
  std::string signed_digits = (negative ? "-" : "") + std::string(rest);
  int64_t number = 0;
  const char* end = signed_digits.data() + signed_digits.size();
  auto [last, error] = std::from_chars(signed_digits.data(), end, number, base);
  if (error != std::errc() || last != end || rest.empty() || rest[0] == '-') return std::nullopt;
  return number;
}

std::optional<double> read_number(std::string_view text) {
  std::string digits = clean_number(text);
  std::string_view rest = digits;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  double number = 0;
  const char* end = rest.data() + rest.size();
  auto [last, error] = std::from_chars(rest.data(), end, number);
  if (last != end || rest.empty() || (error != std::errc() && error != std::errc::result_out_of_range))
    return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    bool tiny = rest.find("e-") != std::string_view::npos || rest.find("E-") != std::string_view::npos;
    number = tiny ? 0.0 : rest.starts_with('-') ? -HUGE_VAL : HUGE_VAL;
  }
  return number;
}

std::optional<int64_t> truncated(double number) {
  if (!(number > -0x1p63 && number < 0x1p63)) return std::nullopt;
  return static_cast<int64_t>(number);
}

Value to_integer(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  Value subject = arguments[0];
  std::optional<int64_t> result;
  if (subject.is_text()) {
    int64_t base = c.integer(arguments[2], "base");
    if (base != 0 && (base < 2 || base > 36)) return c.refuse("base", std::to_string(base));
    result = read_integer(subject.as_text(), static_cast<int>(base));
    if (!result) {
      std::optional<double> number = read_number(subject.as_text());
      if (number) result = truncated(*number);
    }
  } else if (is_numeric(subject)) {
    Value number = as_number(subject);
    result = number.is(Type::Int) ? number.as_int() : truncated(number.as_double());
  }
  return result ? Value::integer(*result) : arguments[1];
}

Value to_float(Call&, std::span<const Value> arguments) {
  if (is_numeric(arguments[0])) return Value::number(as_number(arguments[0]).as_double());
  std::optional<double> number;
  if (arguments[0].is_text()) number = read_number(arguments[0].as_text());
  return number ? Value::number(*number) : arguments[1];
}

/// Half to even on the exact value, as Python rounds.
double round_to(double number, int64_t precision) {
  if (!std::isfinite(number)) return number;
  if (precision < 0) {
    double scale = std::pow(10.0, static_cast<double>(-precision));
    return std::nearbyint(number / scale) * scale;
  }
  std::string digits = fmt::format("{:.{}f}", number, static_cast<int>(precision));
  double rounded = number;
  std::from_chars(digits.data(), digits.data() + digits.size(), rounded);
  return rounded;
}

Value round(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  if (!is_numeric(arguments[0])) return c.work.fail_type("round", arguments[0]);
  Value number = as_number(arguments[0]);
  int64_t precision = c.integer(arguments[1], "precision");
  if (precision < -308 || precision > 308) return c.refuse("precision", std::to_string(precision));
  std::string_view method = arguments[2].text_or_empty();
  if (method == "common") {
    if (number.is(Type::Int) && precision >= 0) return number;
    double rounded = round_to(number.as_double(), precision);
    return number.is(Type::Int) ? Value::integer(truncated(rounded).value_or(number.as_int()))
                                : Value::number(rounded);
  }
  if (method != "ceil" && method != "floor") return c.refuse("method", std::string(method));
  double scale = std::pow(10.0, static_cast<double>(precision));
  double scaled = number.as_double() * scale;
  // Python's ceil and floor give integers, which have no negative zero.
  return Value::number(((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) + 0.0) / scale);
}

Value file_size(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  double bytes = 0;
  if (is_numeric(arguments[0])) {
    bytes = as_number(arguments[0]).as_double();
  } else {
    std::optional<double> number = read_number(arguments[0].text_or_empty());
    if (!number) return c.work.fail_type("filesizeformat", arguments[0]);
    bytes = *number;
  }
  bool binary_units = truth(arguments[1], c.work);
  if (c.failed() || !std::isfinite(bytes)) return c.work.fail_type("filesizeformat", arguments[0]);
  double base = binary_units ? 1024 : 1000;
  if (bytes == 1) return Value::string("1 Byte");
  if (bytes < base)
    return c.work.text(fmt::format("{} Bytes", static_cast<int64_t>(std::max(bytes, -0x1p62))));
  static constexpr std::array<std::string_view, 8> kDecimal = {"kB", "MB", "GB", "TB",
                                                               "PB", "EB", "ZB", "YB"};
  static constexpr std::array<std::string_view, 8> kBinary = {"KiB", "MiB", "GiB", "TiB",
                                                              "PiB", "EiB", "ZiB", "YiB"};
  size_t i = 0;
  double unit = base * base;
  while (i + 1 < kDecimal.size() && bytes >= unit) {
    ++i;
    unit *= base;
  }
  return c.work.text(fmt::format("{:.1f} {}", base * bytes / unit, binary_units ? kBinary[i] : kDecimal[i]));
}

Value sum(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  Sequence items = c.items(arguments[0]);
  Value total = arguments[2];
  for (size_t i = 0; i < items.size && c.work.spend(1) && !c.failed(); ++i) {
    Value item = follow_path(items.at(i, c.work.arena), arguments[1], c.work);
    if (item.is_text()) return c.work.fail_type("sum", item);
    total = binary(Operator::Add, total, item, c.work);
  }
  return total;
}

}  // namespace

void add_number_filters(CallableTable& filters) {
  auto add = [&](std::string_view name, Function function, std::vector<Parameter> parameters,
                 std::string_view zh, std::string_view en) {
    filters.add({name, function, std::move(parameters), zh, en});
  };
  add("abs", absolute, {}, "绝对值。", "The absolute value.");
  add("int", to_integer, {optional("default", Value::integer(0)), optional("base", Value::integer(10))},
      "转为整数。", "As an integer, or `default` when it is none.");
  add("float", to_float, {optional("default", Value::number(0))}, "转为小数。",
      "As a number with a fraction, or `default` when it is none.");
  add("round", round, {optional("precision", Value::integer(0)), optional("method", Value::string("common"))},
      "四舍六入，或用 ceil、floor。", "Rounded to `precision` digits; `method` is common, ceil or floor.");
  add("filesizeformat", file_size, {optional("binary", Value::boolean(false))}, "写成文件大小，如 1.2 MB。",
      "A number of bytes as a size to read, like 1.2 MB.");
  add("sum", sum, {optional("attribute"), optional("start", Value::integer(0))}, "求和。",
      "The sum of the items, or of an attribute of each.");
}

}  // namespace herald::tmpl
