// What is printed is looked at in blocks of bytes: these tests put what needs an escape at every place of
// texts of every length around those of the blocks.

#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "base/utf8.h"
#include "tmpl/json.h"
#include "tmpl/text.h"

using namespace herald;

namespace {

/// Byte by byte, as the words of the manual say it.
std::string slow_json(std::string_view text) {
  std::string out = "\"";
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::next_code_point(text, at);
    const bool plain =
        c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != '\'';
    if (plain) {
      out += static_cast<char>(c);
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else {
      char unit[16];
      if (c > 0xFFFF) {
        std::snprintf(unit, sizeof unit, "\\u%04x\\u%04x", 0xD800U + ((c - 0x10000U) >> 10),
                      0xDC00U + ((c - 0x10000U) & 0x3FFU));
      } else {
        std::snprintf(unit, sizeof unit, "\\u%04x", static_cast<unsigned>(c));
      }
      out += unit;
    }
  }
  return out + "\"";
}

std::string slow_markup(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&#34;";
    } else if (c == '\'') {
      out += "&#39;";
    } else {
      out += c;
    }
  }
  return out;
}

void check_text(const std::string& text) {
  CAPTURE(text);
  std::string json = "before", markup = "before";
  tmpl::append_json_text(json, text);
  tmpl::append_markup(markup, text);
  CHECK(json == "before" + slow_json(text));
  CHECK(markup == "before" + slow_markup(text));
}

}  // namespace

TEST_CASE("texts of any length are escaped wherever that is needed") {
  for (const std::string_view special :
       {"", "<", "&", "\"", "'", ">", "\n", "\\", "安", "😀", "é", "\xE5\x85", "\xED\xA0\x80", "%=?#"}) {
    for (size_t before = 0; before < 36; before++) {
      for (const size_t behind : {0, 1, 7, 8, 9, 15, 16, 17, 31, 32})
        check_text(std::string(before, 'a') + std::string(special) + std::string(behind, 'b'));
    }
  }
}

TEST_CASE("a long text is written in stretches, and no character is cut") {
  for (size_t size = 240; size < 270; size++) {
    for (const std::string_view character : {"a", "\x01", "安", "😀", "\xFF"}) {
      std::string text(size, 'a');
      for (int i = 0; i < 300; i++) text += character;
      check_text(text);
    }
  }
}
