#include "tmpl/escapers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "base/utf8.h"
#include "tmpl/blocks.h"
#include "tmpl/context.h"
#include "tmpl/operations.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using value::Type;
using value::Value;

constexpr size_t npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
bool is_ascii(char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; }
bool is_any(char c, std::string_view set) { return set.find(c) != npos; }

void append_percent(std::string& out, char c) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

// SafeHtml as text.

/// Behind the tag or comment that begins at `at`; `at` itself when none does.
size_t behind_tag(std::string_view html, size_t at) {
  char next = at + 1 < html.size() ? html[at + 1] : ' ';
  if (!is_letter(next) && !is_any(next, "/!?")) return at;
  if (html.substr(at).starts_with("<!--")) {
    size_t end = html.find("-->", at + 4);
    return end == npos ? html.size() : end + 3;
  }
  char quote = 0;
  for (size_t i = at + 1; i < html.size(); ++i) {
    if (quote != 0) {
      if (html[i] == quote) quote = 0;
    } else if (html[i] == '>') {
      return i + 1;
    } else if ((html[i] == '"' || html[i] == '\'') && html[i - 1] == '=') {
      quote = html[i];
    }
  }
  return html.size();
}

bool is_reference(std::string_view text) {
  size_t end = text.find(';');
  if (end == npos || end < 2 || end > 32) return false;
  std::string_view name = text.substr(1, end - 1);
  if (name[0] != '#')
    return std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
  bool hex = name.size() > 1 && (name[1] | 0x20) == 'x';
  name.remove_prefix(hex ? 2 : 1);
  return !name.empty() && std::all_of(name.begin(), name.end(), hex ? is_hex : is_digit);
}

/// The text of markup, for attributes, title and textarea: no tags, its references as they are.
void append_text_of(std::string& out, std::string_view html) {
  for (size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      size_t behind = behind_tag(html, at);
      if (behind > at) {
        at = behind;
        continue;
      }
    }
    if (html[at] == '&' && is_reference(html.substr(at))) {
      out += '&';
    } else {
      append_markup(out, html.substr(at, 1));
    }
    ++at;
  }
}

/// The same as plain characters, for addresses and style sheets.
void append_plain_text_of(std::string& out, std::string_view html) {
  std::string text;
  append_text_of(text, html);
  read_references(text, out);
}

// Addresses.

enum class UrlUse : uint8_t { Attribute, Style };

/// Which bytes an address keeps: what is not ASCII too, since a page has an encoding.
constexpr std::array<bool, 256> kept_in_address() {
  std::array<bool, 256> kept{};
  for (size_t c = 0x80; c < 256; ++c) kept[c] = true;
  for (char c = 'a'; c <= 'z'; ++c) kept[static_cast<size_t>(c)] = kept[static_cast<size_t>(c - 32)] = true;
  for (unsigned char c : std::string_view("0123456789-._~!#$*+,/:;=?@[]")) kept[c] = true;
  return kept;
}
constexpr std::array<bool, 256> kKeptInAddress = kept_in_address();

/// Whether an address keeps all of the sixteen bytes at `from`.
inline bool is_kept_block(const char* from) { return !any(special_in_address(load_block(from))); }

/// The first byte from `at` on that an address does not keep, or the size. `%41` is kept.
size_t find_other(std::string_view text, size_t at) {
  if (text.size() >= kBlock) {
    while (text.size() - at >= kBlock && is_kept_block(text.data() + at)) at += kBlock;
    // The rest together with what was looked at before it.
    if (text.size() - at < kBlock && is_kept_block(text.data() + text.size() - kBlock)) return text.size();
  }
  while (at < text.size()) {
    if (kKeptInAddress[static_cast<unsigned char>(text[at])]) {
      ++at;
    } else if (text[at] == '%' && at + 2 < text.size() && is_hex(text[at + 1]) && is_hex(text[at + 2])) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

/// Keeps what an address may hold, `%41` too; what may end an attribute or url(…) is percent-encoded.
void append_address(std::string& out, std::string_view text, UrlUse use) {
  size_t begin = 0;  // what is before it is in `out`
  for (size_t i = 0; i < text.size(); ++i) {
    i = find_other(text, i);
    if (i == text.size()) break;
    const char c = text[i];
    if (is_any(c, "()") && use == UrlUse::Attribute) continue;
    out.append(text, begin, i - begin);
    begin = i + 1;
    if (c == '&') {
      // A CSS escape is right in a style element as well as in a style attribute.
      out += use == UrlUse::Attribute ? "&amp;" : "\\26 ";
    } else {
      append_percent(out, c);
    }
  }
  out.append(text, begin);
}

void append_query_value(std::string& out, std::string_view text) {
  for (char c : text) {
    if (is_letter(c) || is_digit(c) || is_any(c, "-._~")) {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
}

void append_start(std::string& out, std::string_view text, UrlUse use) {
  if (is_harmless_address(text)) {
    append_address(out, text, use);
  } else {
    out += kHarmlessAddress;
  }
}

/// As text of XML, then as part of an address.
void append_svg_data(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (!is_any(text[i], "&<>\"'")) {
      append_query_value(out, text.substr(i, 1));
      continue;
    }
    std::string reference;
    append_markup(reference, text.substr(i, 1));
    append_query_value(out, reference);
  }
}

/// One of the addresses of a srcset with its width or density.
void append_candidate(std::string& out, std::string_view part) {
  part = base::trim(part);
  size_t blank = std::min(part.find_first_of(" \t\n\r\f"), part.size());
  std::string_view size = base::trim(part.substr(blank));
  bool measure = size.empty() ||
                 (is_any(size.back(), "wxh") &&
                  std::all_of(size.begin(), size.end() - 1, [](char c) { return is_digit(c) || c == '.'; }));
  if (!measure) {
    out += kHarmlessAddress;
    return;
  }
  append_start(out, part.substr(0, blank), UrlUse::Attribute);
  if (!size.empty()) out.append(" ").append(size);
}

void append_srcset(std::string& out, std::string_view text) {
  while (true) {
    size_t comma = text.find(',');
    append_candidate(out, text.substr(0, comma));
    if (comma == npos) return;
    out += ", ";
    text.remove_prefix(comma + 1);
  }
}

// Scripts.

void append_unit(std::string& out, char32_t unit) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(unit >> shift) & 15];
}

/// Right within quotes of both sorts, in JSON, and in an attribute.
void append_script_string(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    char32_t c = base::next_code_point(text, at);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == '/') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029 ||
               (c < 0x80 && is_any(static_cast<char>(c), "\"'`<>&=$"))) {
      append_unit(out, c);
    } else {
      out += text.substr(begin, at - begin);
    }
  }
}

void append_json_value(std::string& out, Value value, Work& work) {
  // `return` and `true` must not grow together, nor `-` and `-1`.
  bool glued = !out.empty() && (is_letter(out.back()) || is_digit(out.back()) || is_any(out.back(), "_$-"));
  if (glued) out += ' ';
  if (is_json(value)) {
    out += value.as_text();
  } else if (undefined::is_quiet(value)) {
    out += "null";
  } else {
    append_tojson(out, value, -1, work);
  }
}

// Style sheets.

/// The functions that give a colour and take numbers.
size_t behind_colour(std::string_view text, size_t at) {
  static constexpr std::string_view kColours[] = {"rgb", "rgba", "hsl",   "hsla", "hwb",
                                                  "lab", "lch",  "oklab", "oklch"};
  size_t open = text.substr(at, 6).find('(');
  if (open == npos) return at;
  open += at;
  std::string name = base::lower_ascii(text.substr(at, open - at));
  if (std::find(std::begin(kColours), std::end(kColours), name) == std::end(kColours)) return at;
  size_t end = text.find_first_not_of("0123456789.%, /+-abcdefghijklmnopqrstuvwxyz", open + 1);
  return end != npos && text[end] == ')' && text.substr(open, end - open).find("/*") == npos ? end + 1 : at;
}

bool is_harmless_style(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    bool begins = at == 0 || is_any(text[at - 1], " ,");
    size_t behind = begins ? behind_colour(text, at) : at;
    char c = text[at];
    if (behind == at && !is_letter(c) && !is_digit(c) && is_ascii(c) && !is_any(c, " #.%,_+-")) return false;
    at = std::max(behind, at + 1);
  }
  return true;
}

void append_style_string(std::string& out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (is_letter(c) || is_digit(c) || !is_ascii(c) || is_any(c, " -_.,!?%#|~^$+=*[]")) {
      out += c;
      continue;
    }
    out += '\\';
    if (byte >= 16) out += kDigits[byte >> 4];
    out += byte == 0 ? "fffd" : std::string_view(kDigits + (byte & 15), 1);
    out += ' ';
  }
}

void append_text_in_place(std::string& out, std::string_view text, Escape escape) {
  switch (escape) {
    case Escape::UrlStart:
      return append_start(out, text, UrlUse::Attribute);
    case Escape::UrlPath:
      return append_address(out, text, UrlUse::Attribute);
    case Escape::UrlQuery:
    case Escape::StyleUrlQuery:
      return append_query_value(out, text);
    case Escape::UrlData:
      return append_svg_data(out, text);
    case Escape::Srcset:
      return append_srcset(out, text);
    case Escape::ScriptString:
      return append_script_string(out, text);
    case Escape::Style:
      out += is_harmless_style(text) ? text : kHarmlessStyle;
      return;
    case Escape::StyleString:
      return append_style_string(out, text);
    case Escape::StyleUrlStart:
      return append_start(out, text, UrlUse::Style);
    case Escape::StyleUrlPath:
      return append_address(out, text, UrlUse::Style);
    default:
      return append_markup(out, text);
  }
}

void append_html_in_place(std::string& out, std::string_view html, Escape escape) {
  if (escape == Escape::Attribute || escape == Escape::Rcdata) return append_text_of(out, html);
  if (escape == Escape::ScriptString) return append_script_string(out, html);
  std::string plain;
  append_plain_text_of(plain, html);
  append_text_in_place(out, plain, escape);
}

}  // namespace

bool is_harmless_address(std::string_view address) {
  static constexpr std::string_view kHarmless[] = {"http", "https", "mailto", "tel",
                                                   "sms",  "ftp",   "webcal", "geo"};
  if (address.starts_with("https://") || address.starts_with("http://")) return true;
  size_t colon = 0;
  for (; colon < address.size() && address[colon] != ':'; ++colon) {
    // Behind one of these it is no scheme any more, and schemes are ASCII.
    const char c = address[colon];
    if (c == '/' || c == '\\' || c == '?' || c == '#' || !is_ascii(c)) return true;
  }
  if (colon == address.size()) return true;
  std::string scheme;
  for (char c : address.substr(0, colon)) {
    bool skipped =
        c == '\t' || c == '\n' || c == '\r' || (scheme.empty() && static_cast<unsigned char>(c) <= 0x20);
    if (!skipped) scheme += c;
  }
  scheme = base::lower_ascii(scheme);
  return std::find(std::begin(kHarmless), std::end(kHarmless), scheme) != std::end(kHarmless);
}

void print_in_place(std::string& out, Value value, Escape escape, Work& work) {
  if (undefined::is_loud(value)) {
    work.fail_undefined(value);
    return;
  }
  if (escape == Escape::Script) return append_json_value(out, value, work);
  if (escape == Escape::ScriptAttribute) {
    std::string json;
    append_json_value(json, value, work);
    if (!out.empty() && (is_letter(out.back()) || is_digit(out.back()) || is_any(out.back(), "_$-")))
      out += ' ';
    return append_markup(out, json);
  }
  if (escape == Escape::Attributes) return append_string(out, value, work);
  if (value.is(Type::Html)) return append_html_in_place(out, value.as_text(), escape);
  if (value.is_text()) return append_text_in_place(out, value.as_text(), escape);
  std::string plain;
  append_string(plain, value, work);
  append_text_in_place(out, plain, escape);
}

}  // namespace herald::tmpl
