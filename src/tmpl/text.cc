#include "tmpl/text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/utf8.h"
#include "tmpl/blocks.h"

namespace herald::tmpl {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101u;
constexpr uint64_t kHighs = 0x8080808080808080u;

/// High bits where a byte of `word` equals `c`; may also mark a byte above a true hit, never below it.
constexpr uint64_t matches(uint64_t word, char c) {
  uint64_t x = word ^ (kOnes * static_cast<unsigned char>(c));
  return (x - kOnes) & ~x & kHighs;
}

bool is_special(char c) { return c == '&' || c == '<' || c == '>' || c == '"' || c == '\''; }

// & is 0x26, ' is 0x27; < is 0x3C, > is 0x3E: one test for each pair, whatever the bit that differs.

/// Whether none of the eight bytes at `from` needs a reference.
inline bool is_plain_word(const char* from) {
  uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return (matches(word & ~kOnes, '&') | matches(word & ~(kOnes * 2), '<') | matches(word, '"')) == 0;
}

/// The same of sixteen.
inline bool is_plain_block(const char* from) { return !any(special_in_markup(load_block(from))); }

/// The first byte from `at` on that needs a reference, or `end`.
const char* find_special(const char* at, const char* end) {
  const char* const begin = at;
  while (end - at >= 16 && is_plain_block(at)) at += 16;
  // The rest together with what was looked at before it.
  if (end - at < 16 && end - begin >= 16) {
    if (is_plain_block(end - 16)) return end;
  } else if (end - at >= 8 && end - at < 16) {
    if (is_plain_word(at) && is_plain_word(end - 8)) return end;
  }
  while (at < end && !is_special(*at)) ++at;
  return at;
}

std::string_view reference(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&#34;";
    default:
      return "&#39;";
  }
}

/// Code points that Python's repr escapes: controls, blanks but the space, private use and unassigned signs.
bool is_printable(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD) return false;
  if (c == ' ') return true;
  return !is_blank_character(c) && !(c >= 0x200B && c <= 0x200F) && !(c >= 0x2028 && c <= 0x202E) &&
         !(c >= 0x2060 && c <= 0x206F) && !(c >= 0xD800 && c <= 0xF8FF) && c != 0xFEFF && c < 0xE0000;
}

void append_hex(std::string& out, char32_t c) {
  static constexpr char kDigits[] = "0123456789abcdef";
  int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out += digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
  for (int i = digits - 1; i >= 0; --i) out += kDigits[(c >> (4 * i)) & 15];
}

/// In Latin Extended-A upper and lower case alternate; in some stretches the upper one is odd.
bool is_latin_pair(char32_t c) { return c >= 0x100 && c <= 0x17F && c != 0x138 && c != 0x149 && c != 0x17F; }
bool upper_is_odd(char32_t c) { return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E); }

}  // namespace

bool is_blank_character(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::string_view strip_blanks_left(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    size_t next = at;
    if (!is_blank_character(base::next_code_point(text, next))) break;
    at = next;
  }
  return text.substr(at);
}

std::string_view strip_blanks_right(std::string_view text) {
  while (!text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    size_t at = last;
    if (!is_blank_character(base::next_code_point(text, at)) || at != text.size()) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

void append_markup(std::string& out, std::string_view text) {
  const char* at = text.data();
  const char* end = at + text.size();
  while (true) {
    const char* special = find_special(at, end);
    out.append(at, static_cast<size_t>(special - at));
    if (special == end) return;
    out += reference(*special);
    at = special + 1;
  }
}

void append_integer(std::string& out, int64_t value) {
  std::array<char, 24> buffer;
  auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), static_cast<size_t>(end - buffer.data()));
}

void append_number(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "nan";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-inf" : "inf";
    return;
  }
  std::array<char, 64> buffer;
  double size = std::fabs(value);
  bool scientific = size != 0 && (size < 1e-4 || size >= 1e16);
  auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  std::string_view digits(buffer.data(), static_cast<size_t>(end - buffer.data()));
  out += digits;
  if (!scientific && digits.find('.') == std::string_view::npos) out += ".0";
}

void append_literal(std::string& out, std::string_view text) {
  bool has_single = text.find('\'') != std::string_view::npos;
  char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  out += quote;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    char32_t c = base::next_code_point(text, at);
    if (c == static_cast<char32_t>(quote) || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (is_printable(c)) {
      out += text.substr(begin, at - begin);
    } else {
      append_hex(out, c);
    }
  }
  out += quote;
}

char32_t to_lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c == 0x178) return 0xFF;
  if (c == 0x130) return 'i';
  if (is_latin_pair(c)) return (c & 1) == (upper_is_odd(c) ? 1u : 0u) ? c + 1 : c;
  if ((c >= 0x391 && c <= 0x3A9 && c != 0x3A2) || (c >= 0x410 && c <= 0x42F)) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0xFF21 && c <= 0xFF3A) return c + 32;
  return c;
}

char32_t to_upper(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  if (c == 0xFF) return 0x178;
  if (c == 0xB5) return 0x39C;
  if (c == 0x131) return 'I';
  if (is_latin_pair(c)) return (c & 1) == (upper_is_odd(c) ? 0u : 1u) ? c - 1 : c;
  if ((c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) || (c >= 0x430 && c <= 0x44F)) return c - 32;
  if (c == 0x3C2) return 0x3A3;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  if (c >= 0xFF41 && c <= 0xFF5A) return c - 32;
  return c;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return is_word_character(c);
}

bool is_word_character(char32_t c) {
  if (c < 0x80) return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c >= 0x2000 && c <= 0x2BFF) return c >= 0x2160 && c <= 0x2188;
  if (c >= 0x3000 && c <= 0x303F) return c >= 0x3005 && c <= 0x3007;
  if (c >= 0xD800 && c <= 0xF8FF) return false;
  if (c >= 0xFE10 && c <= 0xFE6F) return false;
  if (c >= 0xFF00 && c <= 0xFF65)
    return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
  return c < 0x1F000 || c >= 0x20000;
}

void append_lower(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) base::append_utf8(out, to_lower(base::next_code_point(text, at)));
}

void append_upper(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    char32_t c = base::next_code_point(text, at);
    if (c == 0xDF) {
      out += "SS";
    } else {
      base::append_utf8(out, to_upper(c));
    }
  }
}

void append_capitalized(std::string& out, std::string_view text) {
  size_t first = 0;
  if (!text.empty()) base::next_code_point(text, first);
  append_upper(out, text.substr(0, first));
  append_lower(out, text.substr(first));
}

namespace {

bool contains_character(std::string_view set, char32_t wanted) {
  for (size_t at = 0; at < set.size();)
    if (base::next_code_point(set, at) == wanted) return true;
  return false;
}

bool ends_line(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

}  // namespace

std::string_view strip_characters(std::string_view text, std::string_view set, bool left, bool right) {
  while (left && !text.empty()) {
    size_t at = 0;
    if (!contains_character(set, base::next_code_point(text, at))) break;
    text.remove_prefix(at);
  }
  while (right && !text.empty()) {
    char32_t last = base::previous_code_point(text, text.size());
    if (!contains_character(set, last)) break;
    std::string encoded;
    base::append_utf8(encoded, last);
    // A malformed byte decodes to U+FFFD and is one byte long.
    text.remove_suffix(text.ends_with(encoded) ? encoded.size() : 1);
  }
  return text;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    char32_t c = base::next_code_point(text, at);
    if (!ends_line(c)) continue;
    lines.push_back(text.substr(begin, end - begin));
    if (c == '\r' && at < text.size() && text[at] == '\n') ++at;
    begin = at;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

bool contains_text(std::string_view text, std::string_view part) {
  if (part.size() < 2 || part.size() > text.size()) return text.find(part) != std::string_view::npos;
  // Where the first byte and the last one are right. Of Han all begin alike, and end in one of 64 bytes.
  const size_t places = text.size() - part.size() + 1;
  const auto first = static_cast<unsigned char>(part.front()), last = static_cast<unsigned char>(part.back());
  size_t at = 0;
  for (; at + kBlock <= places; at += kBlock) {
    const char* const here = text.data() + at;
    const Sixteen hits =
        static_cast<Sixteen>((load_block(here) == first) & (load_block(here + part.size() - 1) == last));
    if (!any(hits)) continue;
    for (size_t i = 0; i < kBlock; ++i)
      if (hits[i] != 0 && std::memcmp(here + i, part.data(), part.size()) == 0) return true;
  }
  return text.find(part, at) != std::string_view::npos;
}

/// Whether five characters of three bytes begin at `from`, all of them Han or marks: E1 to EF without ED,
/// which rules out what is malformed, and two tails.
static bool is_five_triples(const char* from) {
  constexpr Sixteen kLooked = {0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0xF0, 0xC0,
                               0xC0, 0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0};
  constexpr Sixteen kWanted = {0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80, 0xE0, 0x80,
                               0x80, 0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80, 0};
  const Sixteen c = load_block(from);
  return !any(static_cast<Sixteen>(((c & kLooked) != kWanted) | (c == 0xE0) | (c == 0xED)));
}

size_t offset_of(std::string_view text, size_t index) {
  size_t at = 0;
  while (index > 0 && at < text.size()) {
    const bool is_ascii = static_cast<unsigned char>(text[at]) < 0x80;
    if (!is_ascii && index >= 5 && text.size() - at >= kBlock && is_five_triples(text.data() + at)) {
      at += 15;
      index -= 5;
      continue;
    }
    base::next_code_point(text, at);
    --index;
  }
  return at;
}

}  // namespace herald::tmpl
