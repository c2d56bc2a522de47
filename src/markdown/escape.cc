// Escaping for HTML, and which addresses may stand in it.

#include <algorithm>
#include <array>

#include "base/blocks.h"
#include "markdown/html.h"
#include "markdown/internal.h"

namespace herald::markdown {
namespace internal {
namespace {

constexpr auto kTextEscapes = [] {
  std::array<uint8_t, 256> table{};
  table['&'] = 1;
  table['<'] = 2;
  table['>'] = 3;
  return table;
}();

constexpr auto kQuoteEscapes = [] {
  std::array<uint8_t, 256> table = kTextEscapes;
  table['"'] = 4;
  return table;
}();

// What CommonMark's reference leaves in an address; all else is percent-encoded.
constexpr auto kAddressBytes = [] {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = table[static_cast<size_t>(c - 32)] = true;
  for (char c : std::string_view("-_.+!*(),%#@?=;:/$~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

using base::kBlock;

/// True when none of sixteen bytes is & < > or ".
bool is_plain(const char* bytes) {
  const base::Sixteen c = base::load_block(bytes);
  return !base::any(static_cast<base::Sixteen>((c == '&') | (c == '<') | (c == '>') | (c == '"')));
}

void append_with(const std::array<uint8_t, 256>& table, std::string_view text, std::string& out) {
  static constexpr std::string_view kReferences[] = {"", "&amp;", "&lt;", "&gt;", "&quot;"};
  size_t done = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    while (at + kBlock <= text.size() && is_plain(text.data() + at)) at += kBlock;
    if (at == text.size()) break;
    uint8_t reference = table[static_cast<unsigned char>(text[at])];
    if (reference == 0) continue;
    out.append(text, done, at - done);
    out += kReferences[reference];
    done = at + 1;
  }
  out.append(text, done);
}

}  // namespace

void append_text(std::string_view text, std::string& out) { append_with(kTextEscapes, text, out); }
void append_attribute(std::string_view text, std::string& out) { append_with(kQuoteEscapes, text, out); }

void append_address(std::string_view address, std::string& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (char c : address) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (kAddressBytes[byte]) {
      out += c;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '\'') {
      out += "&#x27;";
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
}

bool is_small_picture(std::string_view address) {
  constexpr size_t kBytesMax = 32 * 1024;
  if (address.size() > kBytesMax || !address.starts_with("data:image/")) return false;
  std::string_view type = address.substr(11, address.substr(11).find(';'));
  return type == "png" || type == "jpeg" || type == "gif" || type == "webp" || type == "avif";
}

bool is_filtered_tag(std::string_view html) {
  static constexpr std::string_view kTags[] = {"title",   "textarea", "style",  "xmp",      "iframe",
                                               "noembed", "noframes", "script", "plaintext"};
  if (html.size() < 3 || html[0] != '<') return false;
  html.remove_prefix(html[1] == '/' ? 2 : 1);
  for (std::string_view tag : kTags) {
    if (html.size() < tag.size()) continue;
    bool same =
        std::equal(tag.begin(), tag.end(), html.begin(), [](char a, char b) { return a == (b | 0x20); });
    if (!same) continue;
    if (html.size() == tag.size()) return false;
    char c = html[tag.size()];
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == '>') return true;
    return c == '/' && html.size() > tag.size() + 1 && html[tag.size() + 1] == '>';
  }
  return false;
}

void append_filtered(std::string_view html, std::string& out) {
  size_t done = 0;
  for (size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (!is_filtered_tag(html.substr(at))) continue;
    out.append(html, done, at - done);
    out += "&lt;";
    done = at + 1;
  }
  out.append(html, done);
}

}  // namespace internal

bool is_safe_address(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return true;  // no scheme, as in most links
  static constexpr std::string_view kSchemes[] = {"http", "https", "mailto", "tel"};
  std::string scheme;
  for (char c : address) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F) continue;
    if (c == ':')
      return scheme.empty() ||
             std::find(std::begin(kSchemes), std::end(kSchemes), scheme) != std::end(kSchemes);
    bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    bool inside = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    if (!letter && (scheme.empty() || !inside)) return true;
    scheme += static_cast<char>(letter ? c | 0x20 : c);
  }
  return true;
}

}  // namespace herald::markdown
