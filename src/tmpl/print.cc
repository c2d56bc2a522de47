// Values as text: str, repr and JSON as Python writes them.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/utf8.h"
#include "tmpl/blocks.h"
#include "tmpl/escapers.h"
#include "tmpl/json.h"
#include "tmpl/operations.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

bool too_deep(int depth, Work& work) {
  if (depth <= kValueDepthMax) return false;
  work.fail(Code::TemplateLimit, {"depth of values"});
  return true;
}

void append_items(std::string& out, Value value, char open, char close, Work& work, int depth) {
  Sequence sequence = need_sequence("str", value, work);
  if (!work.spend(sequence.size)) return;
  out += open;
  for (size_t i = 0; i < sequence.size && !work.failed; ++i) {
    if (i > 0) out += ", ";
    append_representation(out, sequence.at(i, work.arena), work, depth + 1);
    if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  }
  if (sequence.size == 1 && close == ')') out += ',';
  out += close;
}

void append_pairs(std::string& out, const std::vector<Pair>& pairs, Work& work, int depth) {
  out += '{';
  for (size_t i = 0; i < pairs.size() && !work.failed; ++i) {
    if (i > 0) out += ", ";
    append_representation(out, pairs[i].key, work, depth + 1);
    out += ": ";
    append_representation(out, pairs[i].value, work, depth + 1);
    if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  }
  out += '}';
}

void append_range(std::string& out, const Range& range) {
  out += "range(";
  append_integer(out, range.begin);
  out += ", ";
  append_integer(out, range.end);
  if (range.step != 1) {
    out += ", ";
    append_integer(out, range.step);
  }
  out += ')';
}

void append_object(std::string& out, Value value, Work& work, int depth) {
  if (as<Tuple>(value) != nullptr) return append_items(out, value, '(', ')', work, depth);
  if (const auto* dict = as<Dict>(value))
    return append_pairs(out, {dict->pairs.begin(), dict->pairs.end()}, work, depth);
  if (const auto* range = as<Range>(value)) return append_range(out, *range);
  if (const auto* printed = as_printed_map(value))
    return append_representation(out, printed->plain(), work, depth);
  if (as_native(value) == nullptr && value.as_object()->size() >= 0)
    return append_items(out, value, '[', ']', work, depth);
  work.fail(Code::TemplateNotPrintable, {type_name_of(value)});
}

void print_other(std::string& out, Value value, Escape escape, Work& work) {
  if (undefined::is_quiet(value)) return;
  if (escape == Escape::None) return append_string(out, value, work);
  std::string plain;
  append_string(plain, value, work);
  append_markup(out, plain);
}

/// Which bytes stand in JSON as they are. Python escapes all that is not ASCII, markupsafe what means
/// something in markup.
constexpr std::array<bool, 256> plain_in_json() {
  std::array<bool, 256> plain{};
  for (size_t c = 0x20; c <= 0x7E; ++c) plain[c] = true;
  for (unsigned char c : {'"', '\\', '<', '>', '&', '\''}) plain[c] = false;
  return plain;
}
constexpr std::array<bool, 256> kPlainInJson = plain_in_json();

/// Whether the `kBlock` bytes at `from` are all plain.
bool is_plain_block(const char* from) {
  const Sixteen c = load_block(from);
  const Sixteen own = static_cast<Sixteen>((c < 0x20) | (c > 0x7E) | (c == '\\'));
  return !any(own | special_in_markup(c));
}

/// The two hexadecimal digits of every byte, side by side.
constexpr std::array<char, 512> hex_pairs() {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 512> pairs{};
  for (size_t byte = 0; byte < 256; ++byte) {
    pairs[byte * 2] = kDigits[byte >> 4];
    pairs[byte * 2 + 1] = kDigits[byte & 15];
  }
  return pairs;
}
constexpr std::array<char, 512> kHexPairs = hex_pairs();

char* write_unit(char* to, uint32_t unit) {
  to[0] = '\\';
  to[1] = 'u';
  std::memcpy(to + 2, kHexPairs.data() + (unit >> 8) * 2, 2);
  std::memcpy(to + 4, kHexPairs.data() + (unit & 0xFF) * 2, 2);
  return to + 6;
}

/// What stands for `c`, which is not plain.
char* write_json_escape(char* to, char32_t c) {
  static constexpr std::string_view kShort = "\"\\\n\t\r\b\f", kLetters = "\"\\ntrbf";
  if (c >= 0x80 && c < 0x10000) return write_unit(to, c);
  const size_t letter = c < 0x80 ? kShort.find(static_cast<char>(c)) : std::string_view::npos;
  if (letter != std::string_view::npos) {
    *to++ = '\\';
    *to++ = kLetters[letter];
    return to;
  }
  if (c < 0x10000) return write_unit(to, c);
  to = write_unit(to, 0xD800 + ((c - 0x10000) >> 10));
  return write_unit(to, 0xDC00 + ((c - 0x10000) & 0x3FF));
}

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Writes the character at `at`, which is not plain, and moves `at` behind it.
char* write_json_character(char* to, std::string_view text, size_t& at) {
  // Most are Han: three bytes, of which the first rules out what is malformed.
  const auto first = static_cast<unsigned char>(text[at]);
  const bool triple = first > 0xE0 && first < 0xF0 && first != 0xED;
  if (triple && text.size() - at >= 3 && is_tail(text[at + 1]) && is_tail(text[at + 2])) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    at += 3;
    return write_unit(to, (first & 15u) << 12 | (second & 63u) << 6 | (third & 63u));
  }
  return write_json_escape(to, base::next_code_point(text, at));
}

/// Writes the characters of three bytes that begin at `at` and before `stop`, up to the first other one: most
/// of a Chinese text.
char* write_han(char* to, std::string_view text, size_t& at, size_t stop) {
  const char* from = text.data() + at;
  const char* const end = text.data() + std::min(stop, text.size() < 4 ? 0 : text.size() - 3);
  while (from < end) {
    uint32_t bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    static_assert(std::endian::native == std::endian::little);
    // That two tails follow, and that the first is none of E0 and ED, with which more can be wrong.
    if ((bytes & 0xC0C0F0u) != 0x8080E0u || (0xDFFEu >> (bytes & 15u) & 1u) == 0) break;
    const uint32_t unit = (bytes & 15u) << 12 | (bytes >> 2 & 0xFC0u) | (bytes >> 16 & 63u);
    to = write_unit(to, unit);
    from += 3;
  }
  at = static_cast<size_t>(from - text.data());
  return to;
}

void new_line(std::string& out, int64_t indent, int depth) {
  if (indent < 0) return;
  out += '\n';
  out.append(static_cast<size_t>(indent) * static_cast<size_t>(depth), ' ');
}

void append_json_list(std::string& out, Value value, int64_t indent, Work& work, int depth) {
  Sequence sequence = need_sequence("tojson", value, work);
  if (!work.spend(sequence.size)) return;
  out += '[';
  for (size_t i = 0; i < sequence.size && !work.failed; ++i) {
    if (i > 0) out += indent < 0 ? ", " : ",";
    new_line(out, indent, depth + 1);
    append_tojson(out, sequence.at(i, work.arena), indent, work, depth + 1);
  }
  if (sequence.size > 0) new_line(out, indent, depth);
  out += ']';
}

/// The entries of a Map by their keys, in `order`: most maps are small, and many are printed.
std::span<uint8_t> order_of(std::span<const value::Entry> entries, std::span<uint8_t> order) {
  for (size_t i = 0; i < entries.size(); ++i) {
    size_t at = i;
    for (; at > 0 && entries[i].key < entries[order[at - 1]].key; --at) order[at] = order[at - 1];
    order[at] = static_cast<uint8_t>(i);
  }
  return order.first(entries.size());
}

void append_json_key(std::string& out, Value key, Work& work, int depth) {
  if (key.is_text()) return append_json_text(out, key.as_text());
  std::string text;
  append_tojson(text, key, -1, work, depth);
  append_json_text(out, text);
}

void append_json_map(std::string& out, Value value, int64_t indent, Work& work, int depth) {
  bool first = true;
  auto append = [&](Value key, Value part) {
    if (work.failed) return;
    if (!first) out += indent < 0 ? ", " : ",";
    first = false;
    new_line(out, indent, depth + 1);
    append_json_key(out, key, work, depth + 1);
    out += ": ";
    append_tojson(out, part, indent, work, depth + 1);
  };
  out += '{';
  std::array<uint8_t, 16> order;
  if (value.is(Type::Map) && value.entries().size() <= order.size()) {
    if (!work.spend(value.entries().size())) return;
    for (const uint8_t i : order_of(value.entries(), order))
      append(Value::string(value.entries()[i].key), value.entries()[i].value);
  } else {
    std::vector<Pair> pairs = pairs_of(value, work);
    if (value.is(Type::Map)) {  // whose keys are texts, each once
      std::sort(pairs.begin(), pairs.end(),
                [](const Pair& a, const Pair& b) { return a.key.as_text() < b.key.as_text(); });
    } else {
      std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
        return compare(a.key, b.key, work, "tojson") < 0;
      });
    }
    for (const Pair& pair : pairs) append(pair.key, pair.value);
  }
  if (!first) new_line(out, indent, depth);
  out += '}';
}

}  // namespace

/// Writes the characters that begin at `at` and before `stop`, and moves `at` behind them.
static char* write_json_stretch(char* to, std::string_view text, size_t& at, size_t stop) {
  while (at < stop) {
    for (; stop - at >= kBlock && is_plain_block(text.data() + at); at += kBlock, to += kBlock)
      std::memcpy(to, text.data() + at, kBlock);
    while (at < stop && kPlainInJson[static_cast<unsigned char>(text[at])]) *to++ = text[at++];
    to = write_han(to, text, at, stop);
    while (at < stop && !kPlainInJson[static_cast<unsigned char>(text[at])])
      to = write_json_character(to, text, at);
  }
  return to;
}

void append_json_text(std::string& out, std::string_view text) {
  constexpr size_t kStretch = 256, kBytesMax = 6;  // of JSON for a byte of text
  // Room for the worst, for a character that begins before the end of a stretch, and for the quotes.
  char made[(kStretch + 4) * kBytesMax];
  char* to = made;
  *to++ = '"';
  size_t at = 0;
  while (true) {
    to = write_json_stretch(to, text, at, std::min(text.size(), at + kStretch));
    if (at >= text.size()) break;
    out.append(made, static_cast<size_t>(to - made));
    to = made;
  }
  *to++ = '"';
  out.append(made, static_cast<size_t>(to - made));
}

void append_representation(std::string& out, Value value, Work& work, int depth) {
  if (too_deep(depth, work)) return;
  switch (value.type()) {
    case Type::Undefined:
      out += "Undefined";
      return;
    case Type::Null:
      out += "None";
      return;
    case Type::Bool:
      out += value.as_bool() ? "True" : "False";
      return;
    case Type::Int:
      append_integer(out, value.as_int());
      return;
    case Type::Float:
      append_number(out, value.as_double());
      return;
    case Type::String:
      append_literal(out, value.as_text());
      return;
    case Type::Html:
      out += "Markup(";
      append_literal(out, value.as_text());
      out += ')';
      return;
    case Type::List:
      append_items(out, value, '[', ']', work, depth);
      return;
    case Type::Map:
      append_pairs(out, pairs_of(value, work), work, depth);
      return;
    case Type::Object:
      append_object(out, value, work, depth);
      return;
  }
}

void append_string(std::string& out, Value value, Work& work) {
  if (value.is_text()) {
    out += value.as_text();
  } else if (value.is_undefined()) {
    if (undefined::is_loud(value)) work.fail_undefined(value);
  } else {
    append_representation(out, value, work);
  }
}

void print(std::string& out, Value value, Escape escape, Work& work) {
  if (escape > Escape::Xml) return print_in_place(out, value, escape, work);
  switch (value.type()) {
    case Type::String:
      if (escape == Escape::None) {
        out += value.as_text();
      } else {
        append_markup(out, value.as_text());
      }
      return;
    case Type::Html:
      out += value.as_text();
      return;
    case Type::Int:
      append_integer(out, value.as_int());
      return;
    default:
      print_other(out, value, escape, work);
  }
}

std::string_view string_of(Value value, Work& work) {
  if (value.is_text()) return value.as_text();
  std::string out;
  append_string(out, value, work);
  return work.text(out).text_or_empty();
}

Value escaped(Value value, Work& work) {
  if (value.is(Type::Html)) return value;
  std::string out;
  print(out, value, Escape::Html, work);
  return work.html(out);
}

void append_tojson(std::string& out, Value value, int64_t indent, Work& work, int depth) {
  if (too_deep(depth, work)) return;
  if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  switch (value.type()) {
    case Type::Undefined:
      if (undefined::is_loud(value)) work.fail_undefined(value);
      out += "null";
      return;
    case Type::Null:
      out += "null";
      return;
    case Type::Bool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Type::Int:
      append_integer(out, value.as_int());
      return;
    case Type::Float:
      if (std::isfinite(value.as_double())) return append_number(out, value.as_double());
      out += std::isnan(value.as_double()) ? "NaN" : value.as_double() > 0 ? "Infinity" : "-Infinity";
      return;
    case Type::String:
    case Type::Html:
      append_json_text(out, value.as_text());
      return;
    default:
      break;
  }
  const PrintedMap* printed = indent < 0 ? as_printed_map(value) : nullptr;
  if (printed != nullptr) {
    out += printed->json();
    return;
  }
  if (is_sequence(value)) return append_json_list(out, value, indent, work, depth);
  if (is_mapping(value)) return append_json_map(out, value, indent, work, depth);
  work.fail_type("tojson", value);
}

}  // namespace herald::tmpl
