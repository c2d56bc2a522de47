// The methods of Python's str, list and dict that templates use, and those of the engine's own objects.

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

using Values = std::span<const Value>;

/// What a method is called with: its subject, arguments in order, and the call.
struct Method {
  Value subject;
  Values arguments;
  std::span<const NamedValue> keywords;
  Invocation& call;

  Work& work() const { return call.work; }
  std::string_view text() const { return subject.as_text(); }
  bool given(size_t i) const { return i < arguments.size() && !arguments[i].is_nothing(); }
  Value argument(size_t i) const { return i < arguments.size() ? arguments[i] : Value(); }
  /// Argument `i` as a text, with markup escaped like the subject's.
  std::string_view text_argument(size_t i) const {
    if (arguments[i].is_text()) return arguments[i].as_text();
    call.refuse(std::to_string(i + 1), type_name_of(arguments[i]));
    return {};
  }
  Value like(std::string_view made) const {
    return subject.is(Type::Html) ? work().html(made) : work().text(made);
  }
  /// A part of the subject's own bytes.
  Value part(std::string_view own) const {
    return subject.is(Type::Html) ? Value::html(own) : Value::string(own);
  }
};

using Run = Value (*)(const Method& method);

struct Entry {
  std::string_view name;
  Run run;
  uint8_t least, most;  ///< arguments
};

using Append = void (*)(std::string& out, std::string_view text);

template <Append append>
Value convert(const Method& m) {
  std::string out;
  append(out, m.text());
  return m.like(out);
}

void append_title(std::string& out, std::string_view text) {
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    char32_t c = base::next_code_point(text, at);
    base::append_utf8(out, inside ? to_lower(c) : to_upper(c));
    inside = to_lower(c) != c || to_upper(c) != c;
  }
}

template <bool left, bool right>
Value strip(const Method& m) {
  std::string_view text = m.text();
  if (m.given(0)) return m.part(strip_characters(text, m.text_argument(0), left, right));
  if (left) text = strip_blanks_left(text);
  if (right) text = strip_blanks_right(text);
  return m.part(text);
}

/// Words between runs of blanks; at most `limit` splits unless that is negative.
std::vector<Value> split_blanks(const Method& m, int64_t limit) {
  std::vector<Value> parts;
  std::string_view rest = strip_blanks_left(m.text());
  while (!rest.empty()) {
    size_t end = 0;
    bool last = limit >= 0 && static_cast<int64_t>(parts.size()) == limit;
    while (end < rest.size() && !last) {
      size_t next = end;
      if (is_blank_character(base::next_code_point(rest, next))) break;
      end = next;
    }
    if (last) end = strip_blanks_right(rest).size();
    parts.push_back(m.part(rest.substr(0, end)));
    rest = strip_blanks_left(rest.substr(end));
  }
  return parts;
}

Value split(const Method& m) {
  int64_t limit = m.given(1) ? m.call.integer(m.arguments[1], "maxsplit") : -1;
  if (!m.given(0)) return m.work().list(split_blanks(m, limit));
  std::string_view separator = m.text_argument(0), rest = m.text();
  if (separator.empty()) return m.call.refuse("sep", "''");
  std::vector<Value> parts;
  while (limit < 0 || static_cast<int64_t>(parts.size()) < limit) {
    size_t found = rest.find(separator);
    if (found == std::string_view::npos) break;
    parts.push_back(m.part(rest.substr(0, found)));
    rest.remove_prefix(found + separator.size());
  }
  parts.push_back(m.part(rest));
  return m.work().list(parts);
}

Value split_from_right(const Method& m) {
  int64_t limit = m.given(1) ? m.call.integer(m.arguments[1], "maxsplit") : -1;
  if (limit < 0) return split(m);
  if (!m.given(0)) return m.call.refuse("sep", "None");
  std::string_view separator = m.text_argument(0), rest = m.text();
  if (separator.empty()) return m.call.refuse("sep", "''");
  std::vector<Value> parts;
  while (static_cast<int64_t>(parts.size()) < limit) {
    size_t found = rest.rfind(separator);
    if (found == std::string_view::npos) break;
    parts.push_back(m.part(rest.substr(found + separator.size())));
    rest = rest.substr(0, found);
  }
  parts.push_back(m.part(rest));
  std::reverse(parts.begin(), parts.end());
  return m.work().list(parts);
}

Value split_into_lines(const Method& m) {
  std::vector<Value> lines;
  for (std::string_view line : split_lines(m.text())) lines.push_back(m.part(line));
  return m.work().list(lines);
}

template <bool last>
Value partition(const Method& m) {
  std::string_view separator = m.text_argument(0), text = m.text();
  if (separator.empty()) return m.call.refuse("sep", "''");
  size_t found = last ? text.rfind(separator) : text.find(separator);
  std::vector<Value> parts;
  if (found != std::string_view::npos) {
    parts = {m.part(text.substr(0, found)), m.part(separator), m.part(text.substr(found + separator.size()))};
  } else if (last) {
    parts = {m.part({}), m.part({}), m.part(text)};
  } else {
    parts = {m.part(text), m.part({}), m.part({})};
  }
  return tuple_of(parts, m.work());
}

Value replace(const Method& m) {
  int64_t limit = m.given(2) ? m.call.integer(m.arguments[2], "count") : -1;
  m.text_argument(0);
  m.text_argument(1);
  return m.call.failed() ? Value() : replace_text(m.subject, m.arguments[0], m.arguments[1], limit, m.work());
}

template <bool start>
Value begins_or_ends(const Method& m) {
  std::vector<Value> options = {m.arguments[0]};
  if (const auto* tuple = as<Tuple>(m.arguments[0])) options.assign(tuple->items.begin(), tuple->items.end());
  for (Value option : options) {
    if (!option.is_text()) return m.call.refuse("1", type_name_of(option));
    std::string_view wanted = option.as_text();
    if (start ? m.text().starts_with(wanted) : m.text().ends_with(wanted)) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value join(const Method& m) {
  Sequence items = need_sequence("join", m.arguments[0], m.work());
  std::vector<Value> parts;
  for (size_t i = 0; i < items.size && m.work().spend(1); ++i) {
    Value item = items.at(i, m.work().arena);
    if (!item.is_text()) return m.work().fail_type("join", item);
    if (i > 0) parts.push_back(m.subject);
    parts.push_back(item);
  }
  std::string out;
  for (Value part : parts) print(out, part, m.subject.is(Type::Html) ? Escape::Html : Escape::None, m.work());
  return m.like(out);
}

Value format(const Method& m) { return format_braces(m.subject, m.arguments, m.keywords, m.work()); }

Value count(const Method& m) {
  std::string_view wanted = m.text_argument(0), text = m.text();
  if (wanted.empty()) return Value::integer(static_cast<int64_t>(base::count_code_points(text)) + 1);
  int64_t found = 0;
  for (size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + wanted.size()))
    ++found;
  return Value::integer(found);
}

template <bool last>
Value find(const Method& m) {
  std::string_view wanted = m.text_argument(0);
  size_t at = last ? m.text().rfind(wanted) : m.text().find(wanted);
  if (at == std::string_view::npos) return Value::integer(-1);
  return Value::integer(static_cast<int64_t>(base::count_code_points(m.text().substr(0, at))));
}

using Is = bool (*)(char32_t c);

bool is_decimal(char32_t c) { return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19); }
bool is_alphabetic(char32_t c) { return is_letter(c) && !is_decimal(c) && c != '_'; }
bool is_alphanumeric(char32_t c) { return is_word_character(c) && c != '_'; }

template <Is is>
Value all(const Method& m) {
  std::string_view text = m.text();
  bool result = !text.empty();
  for (size_t at = 0; at < text.size() && result;) result = is(base::next_code_point(text, at));
  return Value::boolean(result);
}

template <bool upper>
Value cased(const Method& m) {
  bool any = false;
  for (size_t at = 0; at < m.text().size();) {
    char32_t c = base::next_code_point(m.text(), at);
    if ((upper ? to_upper(c) : to_lower(c)) != c) return Value::boolean(false);
    any = any || (upper ? to_lower(c) : to_upper(c)) != c;
  }
  return Value::boolean(any);
}

enum class Side : uint8_t { Left, Right, Both };

template <Side side>
Value justify(const Method& m) {
  int64_t width = m.call.count(m.arguments[0], "width", -1);
  std::string_view fill = m.given(1) ? m.text_argument(1) : " ";
  if (base::count_code_points(fill) != 1) return m.call.refuse("fillchar", std::string(fill));
  int64_t missing = width - static_cast<int64_t>(base::count_code_points(m.text()));
  if (missing <= 0 || m.call.failed()) return m.subject;
  int64_t left = side == Side::Left ? 0 : side == Side::Right ? missing : missing / 2 + (missing & width & 1);
  std::string out;
  for (int64_t i = 0; i < left; ++i) out += fill;
  out += m.text();
  for (int64_t i = left; i < missing; ++i) out += fill;
  return m.like(out);
}

Value zero_fill(const Method& m) {
  int64_t width = m.call.count(m.arguments[0], "width", 0);
  int64_t missing = width - static_cast<int64_t>(base::count_code_points(m.text()));
  if (missing <= 0 || m.call.failed()) return m.subject;
  bool sign = m.text().starts_with('-') || m.text().starts_with('+');
  std::string out(m.text().substr(0, sign ? 1 : 0));
  out.append(static_cast<size_t>(missing), '0');
  out += m.text().substr(sign ? 1 : 0);
  return m.like(out);
}

Value remove_prefix(const Method& m) {
  std::string_view prefix = m.text_argument(0), text = m.text();
  return m.part(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
}

Value remove_suffix(const Method& m) {
  std::string_view suffix = m.text_argument(0), text = m.text();
  return m.part(text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text);
}

constexpr std::array kTextMethods = {
    Entry{"upper", convert<append_upper>, 0, 0},
    Entry{"lower", convert<append_lower>, 0, 0},
    Entry{"casefold", convert<append_lower>, 0, 0},
    Entry{"title", convert<append_title>, 0, 0},
    Entry{"capitalize", convert<append_capitalized>, 0, 0},
    Entry{"strip", strip<true, true>, 0, 1},
    Entry{"lstrip", strip<true, false>, 0, 1},
    Entry{"rstrip", strip<false, true>, 0, 1},
    Entry{"split", split, 0, 2},
    Entry{"rsplit", split_from_right, 0, 2},
    Entry{"splitlines", split_into_lines, 0, 0},
    Entry{"partition", partition<false>, 1, 1},
    Entry{"rpartition", partition<true>, 1, 1},
    Entry{"replace", replace, 2, 3},
    Entry{"startswith", begins_or_ends<true>, 1, 1},
    Entry{"endswith", begins_or_ends<false>, 1, 1},
    Entry{"join", join, 1, 1},
    Entry{"format", format, 0, 255},
    Entry{"count", count, 1, 1},
    Entry{"find", find<false>, 1, 1},
    Entry{"rfind", find<true>, 1, 1},
    Entry{"isdigit", all<is_decimal>, 0, 0},
    Entry{"isdecimal", all<is_decimal>, 0, 0},
    Entry{"isnumeric", all<is_decimal>, 0, 0},
    Entry{"isalpha", all<is_alphabetic>, 0, 0},
    Entry{"isalnum", all<is_alphanumeric>, 0, 0},
    Entry{"isspace", all<is_blank_character>, 0, 0},
    Entry{"isupper", cased<true>, 0, 0},
    Entry{"islower", cased<false>, 0, 0},
    Entry{"center", justify<Side::Both>, 1, 2},
    Entry{"ljust", justify<Side::Left>, 1, 2},
    Entry{"rjust", justify<Side::Right>, 1, 2},
    Entry{"zfill", zero_fill, 1, 1},
    Entry{"removeprefix", remove_prefix, 1, 1},
    Entry{"removesuffix", remove_suffix, 1, 1},
};

Value map_items(const Method& m) {
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(m.subject, m.work())) {
    std::vector<Value> both = {pair.key, pair.value};
    out.push_back(tuple_of(both, m.work()));
  }
  return m.work().list(out);
}

Value map_keys(const Method& m) {
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(m.subject, m.work())) out.push_back(pair.key);
  return m.work().list(out);
}

Value map_values(const Method& m) {
  std::vector<Value> out;
  for (const Pair& pair : pairs_of(m.subject, m.work())) out.push_back(pair.value);
  return m.work().list(out);
}

Value map_get(const Method& m) {
  Value found = item_of(m.subject, m.arguments[0], m.work());
  if (!found.is_undefined()) return found;
  return m.arguments.size() > 1 ? m.arguments[1] : Value::null();
}

constexpr std::array kMapMethods = {Entry{"items", map_items, 0, 0}, Entry{"keys", map_keys, 0, 0},
                                    Entry{"values", map_values, 0, 0}, Entry{"get", map_get, 1, 2}};

Value list_count(const Method& m) {
  Sequence items = m.call.items(m.subject);
  int64_t found = 0;
  for (size_t i = 0; i < items.size && m.work().spend(1); ++i)
    found += equal(items.at(i, m.work().arena), m.arguments[0], m.work());
  return Value::integer(found);
}

Value list_index(const Method& m) {
  Sequence items = m.call.items(m.subject);
  for (size_t i = 0; i < items.size && m.work().spend(1); ++i)
    if (equal(items.at(i, m.work().arena), m.arguments[0], m.work()))
      return Value::integer(static_cast<int64_t>(i));
  std::string shown;
  append_representation(shown, m.arguments[0], m.work());
  return m.call.refuse("1", std::move(shown));
}

constexpr std::array kListMethods = {Entry{"count", list_count, 1, 1}, Entry{"index", list_index, 1, 1}};

Value loop_cycle(const Method& m) {
  auto* loop = as<Loop>(m.subject);
  return m.arguments[(loop->next - 1) % m.arguments.size()];
}

Value loop_changed(const Method& m) {
  auto* loop = as<Loop>(m.subject);
  std::vector<Value> now(m.arguments.begin(), m.arguments.end());
  Value list = m.work().list(now);
  bool changed = loop->last_changed.is_undefined() || !equal(loop->last_changed, list, m.work());
  loop->last_changed = list;
  return Value::boolean(changed);
}

constexpr std::array kLoopMethods = {Entry{"cycle", loop_cycle, 1, 255},
                                     Entry{"changed", loop_changed, 0, 255}};

Value cycler_next(const Method& m) {
  auto* cycler = as<Cycler>(m.subject);
  Value current = cycler->items[cycler->position];
  cycler->position = (cycler->position + 1) % cycler->items.size();
  return current;
}

Value cycler_reset(const Method& m) {
  as<Cycler>(m.subject)->position = 0;
  return Value::null();
}

constexpr std::array kCyclerMethods = {Entry{"next", cycler_next, 0, 0}, Entry{"reset", cycler_reset, 0, 0}};

std::span<const Entry> methods_of(Value subject) {
  if (subject.is_text()) return kTextMethods;
  if (as<Loop>(subject) != nullptr) return kLoopMethods;
  if (as<Cycler>(subject) != nullptr) return kCyclerMethods;
  if (is_mapping(subject)) return kMapMethods;
  if (is_sequence(subject)) return kListMethods;
  return {};
}

/// Keywords that Python's methods take by name, put behind the positional ones where they belong.
bool place_keywords(std::string_view method, std::span<const NamedValue> keywords,
                    std::vector<Value>& arguments) {
  for (const NamedValue& keyword : keywords) {
    size_t at = 0;
    if ((method == "split" || method == "rsplit") && keyword.name == "sep") {
      at = 0;
    } else if ((method == "split" || method == "rsplit") && keyword.name == "maxsplit") {
      at = 1;
    } else if (method == "get" && keyword.name == "default") {
      at = 1;
    } else if (method == "replace" && keyword.name == "count") {
      at = 2;
    } else {
      return false;
    }
    if (arguments.size() <= at) arguments.resize(at + 1, Value::null());
    arguments[at] = keyword.value;
  }
  return true;
}

}  // namespace

Value replace_text(Value subject, Value old, Value with, int64_t limit, Work& work) {
  bool html = subject.is(Type::Html);
  auto as_part = [&](Value part) {
    std::string out;
    print(out, part, html ? Escape::Html : Escape::None, work);
    return out;
  };
  std::string from = as_part(old), to = as_part(with);
  std::string_view rest = subject.as_text();
  std::string out;
  auto spend = [&] { return out.size() <= work.bytes_left || work.spend_bytes(out.size()); };
  for (; limit != 0 && spend(); --limit) {
    size_t found = from.empty() ? 0 : rest.find(from);
    if (found == std::string_view::npos) break;
    out += rest.substr(0, found);
    out += to;
    rest.remove_prefix(found + from.size());
    if (!from.empty()) continue;
    // Between all characters, as Python does it.
    if (rest.empty()) break;
    size_t next = 0;
    base::next_code_point(rest, next);
    out += rest.substr(0, next);
    rest.remove_prefix(next);
  }
  out += rest;
  return html ? work.html(out) : work.text(out);
}

bool call_method_of(Value subject, std::string_view method, std::span<const Value> arguments,
                    std::span<const NamedValue> keywords, Invocation& call, Value& result) {
  std::span<const Entry> methods = methods_of(subject);
  auto found =
      std::find_if(methods.begin(), methods.end(), [&](const Entry& entry) { return entry.name == method; });
  if (found == methods.end()) return false;
  std::vector<Value> placed(arguments.begin(), arguments.end());
  std::string name(method);
  if (found->run != format && !place_keywords(method, keywords, placed)) {
    call.work.fail(Code::TemplateArgumentUnknown, {name, std::string(keywords[0].name)});
  } else if (placed.size() < found->least) {
    call.work.fail(Code::TemplateArgumentMissing, {name, std::to_string(placed.size() + 1)});
  } else if (placed.size() > found->most) {
    call.work.fail(Code::TemplateArgumentCount,
                   {name, std::to_string(found->most), std::to_string(placed.size())});
  }
  bool tolerant = method == "get" || method == "changed";
  for (Value argument : placed)
    if (undefined::is_loud(argument) && !tolerant) call.work.fail_undefined(argument);
  if (!call.failed()) result = found->run({subject, placed, keywords, call});
  return true;
}

std::vector<std::string_view> method_names(Value subject) {
  std::vector<std::string_view> names;
  for (const Entry& entry : methods_of(subject)) names.push_back(entry.name);
  return names;
}

}  // namespace herald::tmpl
