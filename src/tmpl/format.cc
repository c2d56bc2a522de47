// Python's two ways to fill a pattern: `'%s: %.2f' % (a, b)` and `'{}: {:.2f}'.format(a, b)`.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

constexpr int64_t kWidthMax = 10'000;
constexpr int64_t kPrecisionMax = 300;

/// How one value is shown.
struct Spec {
  std::string fill = " ";
  char align = 0;  ///< < > ^ =, or 0 for the type's own
  char sign = '-';
  bool alternate = false;
  bool grouped = false;
  int64_t width = 0;
  int64_t precision = -1;
  char type = 0;  ///< 0 when not given
};

/// The parts of a pattern and what is left of it.
class Formatter {
 public:
  Formatter(Value pattern, std::span<const Value> arguments, std::span<const NamedValue> keywords, Work& work)
      : html_(pattern.is(Type::Html)),
        text_(pattern.as_text()),
        arguments_(arguments),
        keywords_(keywords),
        work_(work) {}

  /// `lenient` when an argument may be left over, as the one map may.
  Value percent(bool lenient);
  Value braces();

 private:
  Value fail() { return work_.fail(Code::TemplateFormat, {std::string(text_)}); }
  Value result() { return html_ ? work_.html(out_) : work_.text(out_); }
  bool at_end() const { return at_ >= text_.size(); }
  std::optional<int64_t> take_number(int64_t most);
  bool percent_spec(Spec& spec, std::optional<std::string_view>& key);
  bool percent_flags(Spec& spec);
  bool brace_field();
  std::optional<Value> field_value(std::string_view field);
  std::optional<std::string> filled_spec(std::string_view spec);
  std::optional<Spec> parse_spec(std::string_view spec);
  std::optional<Value> next_argument();
  std::optional<Value> find_keyword(std::string_view name);
  void show(Value value, Spec spec);
  void show_text(std::string_view text, const Spec& spec, bool safe);
  void show_integer(int64_t number, const Spec& spec);
  void show_number(double number, const Spec& spec);
  void pad(std::string_view sign, std::string body, const Spec& spec, char align);

  bool html_;
  std::string_view text_;
  std::span<const Value> arguments_;
  std::span<const NamedValue> keywords_;
  Work& work_;
  std::string out_;
  size_t at_ = 0;
  size_t next_ = 0;
};

std::optional<int64_t> Formatter::take_number(int64_t most) {
  int64_t number = 0;
  while (!at_end() && text_[at_] >= '0' && text_[at_] <= '9') {
    number = number * 10 + (text_[at_++] - '0');
    if (number > most) return std::nullopt;
  }
  return number;
}

std::optional<Value> Formatter::next_argument() {
  if (next_ >= arguments_.size()) return std::nullopt;
  return arguments_[next_++];
}

std::optional<Value> Formatter::find_keyword(std::string_view name) {
  for (const NamedValue& keyword : keywords_)
    if (keyword.name == name) return keyword.value;
  return std::nullopt;
}

void Formatter::pad(std::string_view sign, std::string body, const Spec& spec, char align) {
  if (spec.align != 0) align = spec.align;
  auto size = static_cast<int64_t>(base::count_code_points(body) + sign.size());
  int64_t missing = std::max<int64_t>(spec.width - size, 0);
  int64_t left = align == '>' || align == '=' ? missing : align == '^' ? missing / 2 : 0;
  auto fill = [&](int64_t count) {
    for (int64_t i = 0; i < count; ++i) out_ += spec.fill;
  };
  if (align == '=') {
    out_ += sign;
    fill(left);
  } else {
    fill(left);
    out_ += sign;
  }
  out_ += body;
  fill(missing - left);
}

void Formatter::show_text(std::string_view text, const Spec& spec, bool safe) {
  if (spec.precision >= 0) text = text.substr(0, offset_of(text, static_cast<size_t>(spec.precision)));
  std::string body;
  if (html_ && !safe) {
    append_markup(body, text);
  } else {
    body = text;
  }
  pad("", std::move(body), spec, '<');
}

std::string_view sign_of(bool negative, char sign) {
  if (negative) return "-";
  return sign == '+' ? "+" : sign == ' ' ? " " : "";
}

/// Commas between groups of three digits of the whole part.
std::string grouped(std::string digits) {
  size_t whole = digits.find_first_not_of("0123456789");
  if (whole == std::string::npos) whole = digits.size();
  for (size_t i = whole; i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

void Formatter::show_integer(int64_t number, const Spec& spec) {
  uint64_t size = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  std::string digits;
  std::string prefix;
  switch (spec.type) {
    case 'x':
      digits = fmt::format("{:x}", size), prefix = "0x";
      break;
    case 'X':
      digits = fmt::format("{:X}", size), prefix = "0X";
      break;
    case 'o':
      digits = fmt::format("{:o}", size), prefix = "0o";
      break;
    case 'b':
      digits = fmt::format("{:b}", size), prefix = "0b";
      break;
    default:
      digits = fmt::format("{}", size);
      break;
  }
  if (spec.grouped) digits = grouped(std::move(digits));
  std::string sign(sign_of(number < 0, spec.sign));
  if (spec.alternate) sign += prefix;
  pad(sign, std::move(digits), spec, '>');
}

void Formatter::show_number(double number, const Spec& spec) {
  auto precision = static_cast<int>(spec.precision < 0 ? 6 : spec.precision);
  double size = std::fabs(number);
  std::string digits;
  switch (spec.type) {
    case 'e':
      digits = fmt::format("{:.{}e}", size, precision);
      break;
    case 'E':
      digits = fmt::format("{:.{}E}", size, precision);
      break;
    case 'g':
      digits = fmt::format("{:.{}g}", size, std::max(precision, 1));
      break;
    case 'G':
      digits = fmt::format("{:.{}G}", size, std::max(precision, 1));
      break;
    case '%':
      digits = fmt::format("{:.{}f}%", size * 100, precision);
      break;
    case 0:
      if (spec.precision >= 0) {
        digits = fmt::format("{:.{}g}", size, std::max(precision, 1));
      } else {
        append_number(digits, size);
      }
      break;
    default:
      digits = fmt::format("{:.{}f}", size, precision);
      break;
  }
  if (spec.grouped) digits = grouped(std::move(digits));
  pad(sign_of(std::signbit(number), spec.sign), std::move(digits), spec, '>');
}

void Formatter::show(Value value, Spec spec) {
  if (undefined::is_loud(value)) {
    work_.fail_undefined(value);
    return;
  }
  if (value.is(Type::Bool) && spec.type != 0 && spec.type != 's' && spec.type != 'r')
    value = Value::integer(value.as_bool());
  bool wants_integer = std::string_view("dixXob").find(spec.type) != std::string_view::npos && spec.type != 0;
  bool wants_number = std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos && spec.type != 0;
  if (wants_integer && value.is(Type::Float)) {
    if (!(std::fabs(value.as_double()) < 0x1p63)) return void(fail());
    value = Value::integer(static_cast<int64_t>(value.as_double()));
  }
  if (spec.type == 'c' && value.is(Type::Int)) {
    std::string character;
    base::append_utf8(character, static_cast<char32_t>(std::clamp<int64_t>(value.as_int(), 0, 0x110000)));
    show_text(character, spec, false);
  } else if (wants_integer || (spec.type == 0 && value.is(Type::Int))) {
    if (!value.is(Type::Int)) return void(work_.fail_type("format", value));
    show_integer(value.as_int(), spec);
  } else if (wants_number || (spec.type == 0 && value.is(Type::Float))) {
    if (!value.is_number()) return void(work_.fail_type("format", value));
    show_number(value.as_double(), spec);
  } else if (spec.type == 'r' || spec.type == 'a') {
    std::string shown;
    append_representation(shown, value, work_);
    show_text(shown, spec, false);
  } else {
    show_text(string_of(value, work_), spec, value.is(Type::Html));
  }
}

bool Formatter::percent_flags(Spec& spec) {
  bool zero = false, left = false;
  for (; !at_end(); ++at_) {
    char c = text_[at_];
    if (c == '-') {
      left = true;
    } else if (c == '0') {
      zero = true;
    } else if (c == '+' || (c == ' ' && spec.sign != '+')) {
      spec.sign = c;
    } else if (c == '#') {
      spec.alternate = true;
    } else if (c != ' ') {
      break;
    }
  }
  spec.align = left ? '<' : '>';
  if (zero && !left) {
    spec.align = '=';
    spec.fill = "0";
  }
  return !at_end();
}

/// What stands between % and its letter, the letter included.
bool Formatter::percent_spec(Spec& spec, std::optional<std::string_view>& key) {
  if (!at_end() && text_[at_] == '(') {
    size_t close = text_.find(')', at_);
    if (close == std::string_view::npos) return false;
    key = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
  }
  if (!percent_flags(spec)) return false;
  auto number = [&](int64_t most, int64_t& out) {
    std::optional<int64_t> read;
    if (!at_end() && text_[at_] == '*') {
      ++at_;
      std::optional<Value> given = next_argument();
      if (given && given->is(Type::Int) && given->as_int() >= 0 && given->as_int() <= most)
        read = given->as_int();
    } else {
      read = take_number(most);
    }
    if (read) out = *read;
    return read.has_value();
  };
  if (!number(kWidthMax, spec.width)) return false;
  if (!at_end() && text_[at_] == '.') {
    ++at_;
    if (!number(kPrecisionMax, spec.precision)) return false;
  }
  if (at_end() || std::string_view("diouxXeEfFgGcrsa%").find(text_[at_]) == std::string_view::npos)
    return false;
  spec.type = text_[at_++];
  if (spec.type == 'i' || spec.type == 'u') spec.type = 'd';
  return true;
}

Value Formatter::percent(bool lenient) {
  while (!at_end() && !work_.failed) {
    size_t sign = text_.find('%', at_);
    out_ += text_.substr(at_, sign - at_);
    if (sign == std::string_view::npos) break;
    at_ = sign + 1;
    if (!at_end() && text_[at_] == '%') {
      out_ += '%';
      ++at_;
      continue;
    }
    Spec spec;
    std::optional<std::string_view> key;
    if (!percent_spec(spec, key)) return fail();
    lenient = lenient || key.has_value();
    std::optional<Value> value = key ? find_keyword(*key) : next_argument();
    if (!value) return fail();
    bool text = spec.type == 's' || spec.type == 'r' || spec.type == 'c' || spec.type == 'a';
    if (text && spec.align == '=') spec.align = '>', spec.fill = " ";
    show(*value, spec);
    if (out_.size() > work_.bytes_left) work_.spend_bytes(out_.size());
  }
  if (next_ < arguments_.size() && !lenient) return fail();
  return result();
}

std::optional<Spec> Formatter::parse_spec(std::string_view text) {
  Spec spec;
  size_t at = 0;
  auto is_align = [](char c) { return c == '<' || c == '>' || c == '^' || c == '='; };
  size_t first = 0;
  if (!text.empty()) base::next_code_point(text, first);
  if (first > 0 && first < text.size() && is_align(text[first])) {
    spec.fill = text.substr(0, first);
    spec.align = text[first];
    at = first + 1;
  } else if (!text.empty() && is_align(text[0])) {
    spec.align = text[0];
    at = 1;
  }
  auto take = [&](char c) { return at < text.size() && text[at] == c ? (++at, true) : false; };
  if (take('+')) spec.sign = '+';
  if (take(' ')) spec.sign = ' ';
  take('-');
  spec.alternate = take('#');
  if (take('0') && spec.align == 0) spec.align = '=', spec.fill = "0";
  auto number = [&](int64_t& out, int64_t most) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && out <= most)
      out = out * 10 + (text[at++] - '0');
    return out <= most;
  };
  if (!number(spec.width, kWidthMax)) return std::nullopt;
  spec.grouped = take(',');
  if (take('.')) {
    spec.precision = 0;
    if (!number(spec.precision, kPrecisionMax)) return std::nullopt;
  }
  if (at < text.size() && std::string_view("dxXobceEfFgG%sn").find(text[at]) != std::string_view::npos) {
    spec.type = text[at++];
    if (spec.type == 'n') spec.type = 'd';
  }
  if (at != text.size()) return std::nullopt;
  return spec;
}

/// `0`, `name`, nothing for the next one, and then `.attribute` and `[item]`.
std::optional<Value> Formatter::field_value(std::string_view field) {
  size_t end = std::min(field.find_first_of(".["), field.size());
  std::string_view first = field.substr(0, end);
  std::optional<Value> value;
  if (first.empty()) {
    value = next_argument();
  } else if (first.find_first_not_of("0123456789") == std::string_view::npos && first.size() < 6) {
    auto index = static_cast<size_t>(std::stoul(std::string(first)));
    if (index < arguments_.size()) value = arguments_[index];
  } else {
    value = find_keyword(first);
  }
  while (value && end < field.size()) {
    bool bracket = field[end] == '[';
    size_t stop = bracket ? field.find(']', end) : std::min(field.find_first_of(".[", end + 1), field.size());
    if (stop == std::string_view::npos) return std::nullopt;
    Value part = Value::string(work_.arena.copy(field.substr(end + 1, stop - end - 1)));
    value = follow_path(*value, part, work_);
    end = bracket ? stop + 1 : stop;
  }
  return value;
}

/// The `}` that belongs to the `{` before `at`; fields may stand within a field's format.
size_t closing_brace(std::string_view text, size_t at) {
  for (int depth = 1; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

/// A format like `>{width}` with its fields filled; nothing when one has no value.
std::optional<std::string> Formatter::filled_spec(std::string_view spec) {
  std::string out;
  while (!spec.empty()) {
    size_t open = spec.find('{');
    out += spec.substr(0, open);
    if (open == std::string_view::npos) break;
    size_t close = spec.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    std::optional<Value> value = field_value(spec.substr(open + 1, close - open - 1));
    if (!value || work_.failed) return std::nullopt;
    append_string(out, *value, work_);
    spec.remove_prefix(close + 1);
  }
  return out;
}

/// Behind a `{`.
bool Formatter::brace_field() {
  size_t close = closing_brace(text_, at_);
  if (close == std::string_view::npos) return false;
  std::string_view field = text_.substr(at_, close - at_), spec_text;
  at_ = close + 1;
  if (size_t colon = field.find(':'); colon != std::string_view::npos) {
    spec_text = field.substr(colon + 1);
    field = field.substr(0, colon);
  }
  char conversion = 0;
  if (field.size() >= 2 && field[field.size() - 2] == '!') {
    conversion = field.back();
    field.remove_suffix(2);
  }
  std::optional<Value> value = field_value(field);
  if (!value || work_.failed) return false;
  std::optional<std::string> filled = filled_spec(spec_text);
  std::optional<Spec> spec = filled ? parse_spec(*filled) : std::nullopt;
  if (!spec || work_.failed) return false;
  if (conversion != 0) spec->type = conversion == 's' ? 's' : 'r';
  // With a format of its own a truth value is a number.
  if (value->is(Type::Bool) && spec->type == 0 && !filled->empty()) value = Value::integer(value->as_bool());
  show(*value, *spec);
  return true;
}

Value Formatter::braces() {
  while (!at_end() && !work_.failed) {
    char c = text_[at_++];
    bool doubled = !at_end() && text_[at_] == c;
    if (c != '{' && c != '}') {
      out_ += c;
    } else if (doubled) {
      out_ += c;
      ++at_;
    } else if (c == '}' || !brace_field()) {
      return work_.failed ? Value() : fail();
    }
    if (out_.size() > work_.bytes_left) work_.spend_bytes(out_.size());
  }
  return result();
}

}  // namespace

Value format_percent(Value text, std::span<const Value> arguments, std::span<const NamedValue> keywords,
                     Work& work) {
  return Formatter(text, arguments, keywords, work).percent(false);
}

Value format_percent(Value text, Value arguments, Work& work) {
  if (undefined::is_loud(arguments)) return work.fail_undefined(arguments);
  if (const auto* tuple = as<Tuple>(arguments)) return format_percent(text, tuple->items, {}, work);
  if (!is_mapping(arguments)) return format_percent(text, std::span<const Value>(&arguments, 1), {}, work);
  std::vector<NamedValue> named;
  for (const Pair& pair : pairs_of(arguments, work))
    if (pair.key.is_text()) named.push_back({pair.key.as_text(), pair.value});
  return Formatter(text, {&arguments, 1}, named, work).percent(true);
}

Value format_braces(Value text, std::span<const Value> arguments, std::span<const NamedValue> keywords,
                    Work& work) {
  return Formatter(text, arguments, keywords, work).braces();
}

}  // namespace herald::tmpl
