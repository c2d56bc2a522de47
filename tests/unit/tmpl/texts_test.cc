// What is printed is looked at in blocks of bytes: these tests put what needs an escape at every place of
// texts of every length around those of the blocks.

#include <doctest/doctest.h>

#include <cstdio>
#include <iterator>
#include <random>
#include <string>

#include "base/utf8.h"
#include "tmpl/escapers.h"
#include "tmpl/json.h"
#include "tmpl/operations.h"
#include "tmpl/text.h"
#include "tmpl/work.h"

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

/// What stands in an address between quotes.
std::string slow_address(std::string_view text) {
  const std::string_view kept = "-._~!#$*+,/:;=?@[]()";
  const auto is_hex = [](char c) {
    return std::string_view("0123456789abcdefABCDEF").find(c) != std::string_view::npos;
  };
  std::string out;
  for (size_t at = 0; at < text.size(); at++) {
    const char c = text[at];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool encoded = c == '%' && at + 2 < text.size() && is_hex(text[at + 1]) && is_hex(text[at + 2]);
    if (letter || encoded || static_cast<unsigned char>(c) >= 0x80 ||
        kept.find(c) != std::string_view::npos) {
      out += c;
    } else if (c == '&') {
      out += "&amp;";
    } else {
      char percent[8];
      std::snprintf(percent, sizeof percent, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += percent;
    }
  }
  return out;
}

void check_text(const std::string& text) {
  CAPTURE(text);
  std::string json = "before", markup = "before", address = "before";
  value::Arena arena;
  tmpl::Work work(arena);
  tmpl::print_in_place(address, value::Value::string(text), tmpl::Escape::UrlPath, work);
  CHECK(address == "before" + slow_address(text));
  tmpl::append_json_text(json, text);
  tmpl::append_markup(markup, text);
  CHECK(json == "before" + slow_json(text));
  CHECK(markup == "before" + slow_markup(text));
}

}  // namespace

TEST_CASE("texts of any length are escaped wherever that is needed") {
  for (const std::string_view special :
       {"",     "<", "&", "\"", "'",      ">",    "\n",   "\\", "安", "😀", "é", "\xE5\x85", "\xED\xA0\x80",
        "%=?#", " ", "(", "[",  "\\]^_`", "{|}~", "\x7F", "%41"}) {
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

TEST_CASE("the end of a text begins where counting from its front says, whatever is malformed before it") {
  // Whole characters of one to four bytes, and what is none: tails alone, characters that break off, overlong
  // forms, surrogates, bytes that are never there.
  const std::string pieces[] = {
      "a",        "é",        "安",       "，",           "😀",        "\x80",         "\xbf\xbf",
      "\xe5",     "\xe5\xae", "\xf0\x9f", "\xf0\x9f\x98", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
      "\xf5\x80", "\xff"};
  std::mt19937 random(20260616);
  value::Arena arena;
  tmpl::Work work(arena);
  work.steps_left = work.bytes_left = 1'000'000'000;
  for (int round = 0; round < 3000; round++) {
    std::string text;
    for (size_t i = random() % 8; i > 0; i--) text += pieces[random() % std::size(pieces)];
    const size_t total = base::count_code_points(text);
    for (size_t count = 1; count <= total + 2; count++) {
      size_t begin = 0;
      for (size_t skipped = 0; skipped + count < total; skipped++) base::next_code_point(text, begin);
      const value::Value parts[] = {value::Value::integer(-static_cast<int64_t>(count)), {}, {}};
      CAPTURE(slow_json(text));
      REQUIRE(tmpl::slice_of(value::Value::string(text), parts, work).as_text() == text.substr(begin));
    }
  }
}

TEST_CASE("a place in a text is where counting its characters says, whatever is malformed") {
  const std::string_view pieces[] = {"a",
                                     "安全生产",
                                     "，关于开展检查的通知",
                                     "《",
                                     "😀",
                                     "\x80",
                                     "\xe5\xae",
                                     "\xe0\x80\x80",
                                     "\xed\xa0\x80",
                                     "\xef\xbc",
                                     "\xee\x80\x80",
                                     "é"};
  std::mt19937 random(20260617);
  for (int round = 0; round < 3000; round++) {
    std::string text;
    for (size_t i = random() % 12; i > 0; i--) text += pieces[random() % std::size(pieces)];
    size_t counted = 0;
    for (size_t index = 0; index < 80; index++) {
      CAPTURE(slow_json(text));
      REQUIRE(tmpl::offset_of(text, index) == counted);
      if (counted < text.size()) base::next_code_point(text, counted);
    }
  }
}

TEST_CASE("a part of a text is found wherever it stands") {
  std::mt19937 random(20260618);
  for (int round = 0; round < 20'000; round++) {
    std::string text, part;
    for (size_t i = random() % 70; i > 0; i--) text += static_cast<char>('a' + random() % 3);
    for (size_t i = random() % 6; i > 0; i--) part += static_cast<char>('a' + random() % 3);
    CAPTURE(text);
    CAPTURE(part);
    REQUIRE(tmpl::contains_text(text, part) == (text.find(part) != std::string::npos));
  }
}
