// The methods of Python's str that templates use.

#include "tmpl/methods.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "tmpl/numerals.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using value::Type;
using value::Value;

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
  bool keep_ends = m.given(0) && truth(m.arguments[0], m.work());
  std::vector<std::string_view> lines = split_lines(m.text());
  std::vector<Value> out;
  for (size_t i = 0; i < lines.size(); ++i) {
    // With its end a line reaches as far as the next one.
    const char* end = i + 1 < lines.size() ? lines[i + 1].data() : m.text().data() + m.text().size();
    auto size = static_cast<size_t>(end - lines[i].data());
    out.push_back(m.part(keep_ends ? std::string_view(lines[i].data(), size) : lines[i]));
  }
  return m.work().list(out);
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

/// What the arguments from `at` on (begin and end, as in a slice) leave of the text.
struct Window {
  std::string_view text;
  int64_t begin = 0;     ///< in characters
  bool outside = false;  ///< the window lies behind the text: not even the empty text is in it
};

Window window_of(const Method& m, size_t at) {
  Window window{m.text()};
  if (!m.given(at) && !m.given(at + 1)) return window;
  auto size = static_cast<int64_t>(base::count_code_points(window.text));
  auto settle = [&](size_t i, int64_t absent) {
    int64_t given = m.given(i) ? m.call.integer(m.arguments[i], i == at ? "start" : "end") : absent;
    return given < 0 ? std::max<int64_t>(given, -size) + size : given;
  };
  window.begin = settle(at, 0);
  int64_t end = std::min(settle(at + 1, size), size);
  window.outside = window.begin > end;
  if (window.outside) return window;
  size_t first = offset_of(window.text, static_cast<size_t>(window.begin));
  size_t last = offset_of(window.text, static_cast<size_t>(end));
  window.text = window.text.substr(first, last - first);
  return window;
}

template <bool start>
Value begins_or_ends(const Method& m) {
  Window window = window_of(m, 1);
  std::vector<Value> options = {m.arguments[0]};
  if (const auto* tuple = as<Tuple>(m.arguments[0])) options.assign(tuple->items.begin(), tuple->items.end());
  for (Value option : options) {
    if (!option.is_text()) return m.call.refuse("1", type_name_of(option));
    std::string_view wanted = option.as_text();
    bool fits = start ? window.text.starts_with(wanted) : window.text.ends_with(wanted);
    if (fits && !window.outside) return Value::boolean(true);
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

Value format_map(const Method& m) {
  if (!is_mapping(m.arguments[0])) return m.work().fail_type("format_map", m.arguments[0]);
  std::vector<NamedValue> named;
  for (const Pair& pair : pairs_of(m.arguments[0], m.work()))
    if (pair.key.is_text()) named.push_back({pair.key.as_text(), pair.value});
  return format_braces(m.subject, {}, named, m.work());
}

Value count(const Method& m) {
  Window window = window_of(m, 1);
  std::string_view wanted = m.text_argument(0), text = window.text;
  if (window.outside) return Value::integer(0);
  if (wanted.empty()) return Value::integer(static_cast<int64_t>(base::count_code_points(text)) + 1);
  int64_t found = 0;
  for (size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + wanted.size()))
    ++found;
  return Value::integer(found);
}

template <bool last>
Value find(const Method& m) {
  Window window = window_of(m, 1);
  std::string_view wanted = m.text_argument(0);
  size_t at = last ? window.text.rfind(wanted) : window.text.find(wanted);
  if (window.outside || at == std::string_view::npos) return Value::integer(-1);
  auto before = static_cast<int64_t>(base::count_code_points(window.text.substr(0, at)));
  return Value::integer(window.begin + before);
}

/// As `find`, but it has to be there.
template <bool last>
Value index(const Method& m) {
  Value found = find<last>(m);
  bool absent = !m.call.failed() && found.as_int() < 0;
  return absent ? m.call.refuse("1", std::string(m.text_argument(0))) : found;
}

void append_swapped(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    char32_t c = base::next_code_point(text, at);
    (to_lower(c) != c ? append_lower : append_upper)(out, text.substr(begin, at - begin));
  }
}

void append_folded(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    char32_t c = base::next_code_point(text, at);
    if (c == 0xDF) {
      out += "ss";
    } else {
      base::append_utf8(out, to_lower(c));
    }
  }
}

Value expand_tabs(const Method& m) {
  int64_t width = m.arguments.empty() ? 8 : m.call.count(m.arguments[0], "tabsize");
  std::string out;
  int64_t column = 0;
  for (char c : m.text()) {
    if (c != '\t') {
      out += c;
      bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
      column = c == '\n' || c == '\r' ? 0 : column + !continues;
    } else if (width > 0) {
      int64_t blanks = width - column % width;
      out.append(static_cast<size_t>(blanks), ' ');
      column += blanks;
    }
    if (out.size() > m.work().bytes_left) return m.work().spend_bytes(out.size()), Value();
  }
  return m.like(out);
}

using Is = bool (*)(char32_t c);

bool is_decimal(char32_t c) { return decimal_value(c) >= 0; }
bool is_alphabetic(char32_t c) { return is_letter(c) && !is_decimal(c) && c != '_'; }
bool is_alphanumeric(char32_t c) { return is_word_character(c) && c != '_'; }

template <Is is>
Value all(const Method& m) {
  std::string_view text = m.text();
  bool result = !text.empty();
  for (size_t at = 0; at < text.size() && result;) result = is(base::next_code_point(text, at));
  return Value::boolean(result);
}

bool is_ascii(char32_t c) { return c < 0x80; }

Value all_ascii(const Method& m) { return m.text().empty() ? Value::boolean(true) : all<is_ascii>(m); }

bool is_identifier_character(char32_t c) { return is_word_character(c); }

Value identifier(const Method& m) {
  size_t at = 0;
  bool digit_first = !m.text().empty() && is_decimal(base::next_code_point(m.text(), at));
  return digit_first ? Value::boolean(false) : all<is_identifier_character>(m);
}

/// Capitals only behind what has no case, small letters only behind letters.
Value titled(const Method& m) {
  bool inside = false, any = false;
  for (size_t at = 0; at < m.text().size();) {
    char32_t c = base::next_code_point(m.text(), at);
    bool upper = to_lower(c) != c, lower = !upper && to_upper(c) != c;
    if ((upper && inside) || (lower && !inside)) return Value::boolean(false);
    inside = upper || lower;
    any = any || inside;
  }
  return Value::boolean(any);
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
    MethodEntry{"upper", convert<append_upper>, 0, 0},
    MethodEntry{"lower", convert<append_lower>, 0, 0},
    MethodEntry{"casefold", convert<append_folded>, 0, 0},
    MethodEntry{"swapcase", convert<append_swapped>, 0, 0},
    MethodEntry{"title", convert<append_title>, 0, 0},
    MethodEntry{"capitalize", convert<append_capitalized>, 0, 0},
    MethodEntry{"strip", strip<true, true>, 0, 1},
    MethodEntry{"lstrip", strip<true, false>, 0, 1},
    MethodEntry{"rstrip", strip<false, true>, 0, 1},
    MethodEntry{"split", split, 0, 2},
    MethodEntry{"rsplit", split_from_right, 0, 2},
    MethodEntry{"splitlines", split_into_lines, 0, 1},
    MethodEntry{"expandtabs", expand_tabs, 0, 1},
    MethodEntry{"partition", partition<false>, 1, 1},
    MethodEntry{"rpartition", partition<true>, 1, 1},
    MethodEntry{"replace", replace, 2, 3},
    MethodEntry{"startswith", begins_or_ends<true>, 1, 3},
    MethodEntry{"endswith", begins_or_ends<false>, 1, 3},
    MethodEntry{"join", join, 1, 1},
    MethodEntry{"format", format, 0, 255},
    MethodEntry{"format_map", format_map, 1, 1},
    MethodEntry{"count", count, 1, 3},
    MethodEntry{"find", find<false>, 1, 3},
    MethodEntry{"rfind", find<true>, 1, 3},
    MethodEntry{"index", index<false>, 1, 3},
    MethodEntry{"rindex", index<true>, 1, 3},
    MethodEntry{"isdigit", all<is_digit_character>, 0, 0},
    MethodEntry{"isdecimal", all<is_decimal>, 0, 0},
    MethodEntry{"isnumeric", all<is_numeric_character>, 0, 0},
    MethodEntry{"isalpha", all<is_alphabetic>, 0, 0},
    MethodEntry{"isalnum", all<is_alphanumeric>, 0, 0},
    MethodEntry{"isspace", all<is_blank_character>, 0, 0},
    MethodEntry{"isascii", all_ascii, 0, 0},
    MethodEntry{"isidentifier", identifier, 0, 0},
    MethodEntry{"istitle", titled, 0, 0},
    MethodEntry{"isupper", cased<true>, 0, 0},
    MethodEntry{"islower", cased<false>, 0, 0},
    MethodEntry{"center", justify<Side::Both>, 1, 2},
    MethodEntry{"ljust", justify<Side::Left>, 1, 2},
    MethodEntry{"rjust", justify<Side::Right>, 1, 2},
    MethodEntry{"zfill", zero_fill, 1, 1},
    MethodEntry{"removeprefix", remove_prefix, 1, 1},
    MethodEntry{"removesuffix", remove_suffix, 1, 1},
};

}  // namespace

std::span<const MethodEntry> text_methods() { return kTextMethods; }

}  // namespace herald::tmpl
