#include "base/utf8.h"

#include <array>
#include <bit>
#include <cstring>

#include "base/blocks.h"

namespace herald::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char kHexDigits[] = "0123456789ABCDEF";

unsigned char byte_at(std::string_view text, size_t at) { return static_cast<unsigned char>(text[at]); }

/// The length of the well-formed sequence at `at` (RFC 3629 section 4), or 0.
size_t sequence_length(std::string_view text, size_t at) {
  const unsigned char lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - at < length) return 0;
  // The second byte rules out overlong forms, surrogates and what is over U+10FFFF.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  const unsigned char second = byte_at(text, at + 1);
  if (second < low || second > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

/// Whether a well-formed sequence of three bytes stands at `at`: most of any Chinese text, and so first of
/// all. Where four bytes can be read, they are looked at together.
bool is_triple(std::string_view text, size_t at) {
  if (text.size() - at < 4) return text.size() - at == 3 && sequence_length(text, at) == 3;
  uint32_t word;
  std::memcpy(&word, text.data() + at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap32(word);
  if ((word & 0xC0C0F0U) != 0x8080E0U) return false;
  // E0 and a second byte below A0 are overlong, ED and one from A0 on a surrogate.
  const uint32_t form = word & 0x00200FU;
  return form != 0 && form != 0x00200DU;
}

/// Whether two of them stand there and more than that can be read. They are looked at together.
bool are_two_triples(std::string_view text, size_t at) {
  uint64_t word;
  if (std::endian::native != std::endian::little || text.size() - at < sizeof word) return false;
  std::memcpy(&word, text.data() + at, sizeof word);
  if ((word & 0xC0C0F0C0C0F0U) != 0x8080E08080E0U) return false;
  const uint64_t first = word & 0x00200FU, second = word >> 24 & 0x00200FU;
  return first != 0 && first != 0x00200DU && second != 0 && second != 0x00200DU;  // As above.
}

/// The value of a hexadecimal digit, or -1.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The length of the blank that `text` begins with, or 0.
size_t leading_blank(std::string_view text) {
  if (text.empty()) return 0;
  const char c = text.front();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (text.starts_with("\u3000")) return 3;
  return text.starts_with("\u00A0") ? 2 : 0;
}

/// The length of the blank that `text` ends with, or 0.
size_t trailing_blank(std::string_view text) {
  if (text.empty()) return 0;
  const char c = text.back();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (text.ends_with("\u3000")) return 3;
  return text.ends_with("\u00A0") ? 2 : 0;
}

std::string_view reference_for(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}

/// One flag a byte value, for loops over bytes.
using ByteSet = std::array<bool, 256>;

constexpr ByteSet byte_set(std::string_view members) {
  ByteSet set{};
  for (const char c : members) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr ByteSet kMarkup = byte_set("&<>\"'");

/// Whether nothing in the block at `from` is markup.
bool is_text_block(const char* from) { return !any(special_in_markup(load_block(from))); }

/// pchar and '/' of RFC 3986 section 3.3.
constexpr ByteSet kPath =
    byte_set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");
/// Those that stay wherever they stand: all but the colon.
constexpr ByteSet kPlainInPath =
    byte_set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=@/");

}  // namespace

char32_t next_code_point_slow(std::string_view text, size_t& at) {
  if (is_triple(text, at)) {
    const char32_t c = (byte_at(text, at) & 0x0FU) << 12 | (byte_at(text, at + 1) & 0x3FU) << 6 |
                       (byte_at(text, at + 2) & 0x3FU);
    at += 3;
    return c;
  }
  const size_t length = sequence_length(text, at);
  if (length <= 1) {
    const unsigned char byte = byte_at(text, at++);
    return length == 1 ? byte : kReplacement;
  }
  char32_t c = byte_at(text, at) & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) c = (c << 6) | (byte_at(text, at + i) & 0x3FU);
  at += length;
  return c;
}

char32_t previous_code_point(std::string_view text, size_t at) {
  if (at == 0) return 0;
  for (size_t length = 1; length <= 4 && length <= at; ++length) {
    if ((byte_at(text, at - length) & 0xC0) == 0x80) continue;
    size_t next = at - length;
    const char32_t c = next_code_point(text, next);
    return next == at ? c : kReplacement;
  }
  return kReplacement;
}

void append_utf8(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::optional<size_t> find_invalid_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (byte_at(text, at) < 0x80) {
      uint64_t word = ~uint64_t{0};
      if (text.size() - at >= sizeof word) std::memcpy(&word, text.data() + at, sizeof word);
      at += (word & 0x8080808080808080U) == 0 ? sizeof word : 1;
    } else if (are_two_triples(text, at)) {
      at += 6;
    } else if (is_triple(text, at)) {
      at += 3;
    } else {
      const size_t length = sequence_length(text, at);
      if (length == 0) return at;
      at += length;
    }
  }
  return std::nullopt;
}

size_t count_code_points(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) {
    if (is_triple(text, at)) {
      at += 3;
    } else {
      next_code_point(text, at);
    }
  }
  return count;
}

bool is_han(char32_t c) {
  if (c < 0x3400) return c == 0x3007;
  if (c <= 0x9FFF) return c <= 0x4DBF || c >= 0x4E00;
  if (c < 0x20000) return c >= 0xF900 && c <= 0xFAFF;
  return c <= 0x3FFFD;  // planes 2 and 3 are kept for ideographs
}

std::string_view trim(std::string_view text) {
  while (const size_t length = leading_blank(text)) text.remove_prefix(length);
  while (const size_t length = trailing_blank(text)) text.remove_suffix(length);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const size_t at = text.find(from);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += to;
    text.remove_prefix(at + from.size());
  }
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

std::string without_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    append_utf8(out, c < 0x20 || (c >= 0x7F && c < 0xA0) ? U' ' : c);
  }
  return out;
}

void normalise_newlines(std::string& text) {
  if (text.starts_with("\uFEFF")) text.erase(0, 3);
  size_t read = text.find('\r');
  if (read == std::string::npos) return;
  size_t write = read;
  for (; read < text.size(); ++read) {
    const char c = text[read];
    if (c == '\r' && read + 1 < text.size() && text[read + 1] == '\n') continue;
    text[write++] = c == '\r' ? '\n' : c;
  }
  text.resize(write);
}

void append_escaped(std::string& out, std::string_view text) {
  size_t kept = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    while (text.size() - at >= kBlock && is_text_block(text.data() + at)) at += kBlock;
    while (at < text.size() && !kMarkup[byte_at(text, at)]) ++at;
    if (at == text.size()) break;
    out.append(text, kept, at - kept);
    out += reference_for(text[at]);
    kept = at + 1;
  }
  out.append(text, kept);
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  append_escaped(out, text);
  return out;
}

namespace {

/// Whether the block at `from` is what most of an address is: small letters, digits, and what joins them.
bool is_path_block(const char* from) {
  const Sixteen c = load_block(from);
  // '-', '.', '/' and the digits follow each other.
  return !any(~static_cast<Sixteen>(((c >= 'a') & (c <= 'z')) | ((c >= '-') & (c <= '9')) | (c == '_')));
}

}  // namespace

void append_url_path(std::string& out, std::string_view path) {
  size_t kept = 0;  // what is before `kept` is in `out`
  for (size_t i = 0; i < path.size(); ++i) {
    while (path.size() - i >= kBlock && is_path_block(path.data() + i)) i += kBlock;
    while (i < path.size() && kPlainInPath[static_cast<unsigned char>(path[i])]) ++i;
    if (i == path.size()) break;
    const auto byte = static_cast<unsigned char>(path[i]);
    // A colon in the first segment would look like a scheme.
    if (kPath[byte] && !(path[i] == ':' && path.find('/') > i)) continue;
    out.append(path, kept, i - kept);
    out += '%';
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
    kept = i + 1;
  }
  out.append(path, kept);
}

std::string url_path(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  append_url_path(out, path);
  return out;
}

std::string url_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace herald::base
