#include "base/utf8.h"

#include <doctest/doctest.h>

#include <string>

namespace base = herald::base;

namespace {

void check_invalid(std::string_view bytes, std::optional<size_t> expected) {
  // Behind ASCII of several lengths too, so that the fast path over words is met at each offset.
  for (size_t before = 0; before < 20; ++before) {
    const std::string text = std::string(before, 'a') + std::string(bytes) + "bbbbbbbbbbbb";
    CAPTURE(text);
    const auto found = base::find_invalid_utf8(text);
    REQUIRE(found.has_value() == expected.has_value());
    if (expected) CHECK(*found == before + *expected);
  }
  // And among characters of three bytes.
  for (const std::string_view han : {"安", "安全", "安全生", "安全生产"}) {
    const std::string text = std::string(han) + std::string(bytes) + std::string(han);
    CAPTURE(text);
    const auto found = base::find_invalid_utf8(text + "a");
    REQUIRE(found.has_value() == expected.has_value());
    if (expected) CHECK(*found == han.size() + *expected);
  }
}

void check_round_trip(char32_t c) {
  std::string text;
  base::append_utf8(text, c);
  size_t at = 0;
  CHECK(base::next_code_point(text, at) == c);
  CHECK(at == text.size());
  CHECK(base::previous_code_point(text, text.size()) == c);
  CHECK_FALSE(base::find_invalid_utf8(text).has_value());
}

}  // namespace

TEST_CASE("control characters become blanks, and nothing else does") {
  CHECK(base::without_controls("通\x1b[31m知\n\x7f\u009b\u00a0。") == "通 [31m知   \u00a0。");
  CHECK(base::without_controls("").empty());
}

TEST_CASE("every code point survives encoding and decoding, forwards and backwards") {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x1000 ? 1 : 97) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    check_round_trip(c);
  }
  for (const char32_t c : {0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
    check_round_trip(c);
  }
}

TEST_CASE("surrogates and values over U+10FFFF are written as U+FFFD") {
  for (const char32_t c : {0xD800U, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
    std::string text;
    base::append_utf8(text, c);
    CHECK(text == "\uFFFD");
  }
}

TEST_CASE("malformed UTF-8 is found at its first byte") {
  check_invalid("", std::nullopt);
  check_invalid("安全 é 😀", std::nullopt);
  check_invalid("\x80", 0);
  check_invalid("\xC0\xAF", 0);          // overlong
  check_invalid("\xC1\xBF", 0);          // overlong
  check_invalid("\xE0\x9F\xBF", 0);      // overlong
  check_invalid("\xF0\x8F\xBF\xBF", 0);  // overlong
  check_invalid("\xED\xA0\x80", 0);      // surrogate
  check_invalid("\xF4\x90\x80\x80", 0);  // over U+10FFFF
  check_invalid("\xF5\x80\x80\x80", 0);
  check_invalid("\xFF", 0);
  check_invalid("安\xE5\x85", 3);
  check_invalid("安\xE5z", 3);
  CHECK(base::find_invalid_utf8("安\xE5\x85") == 3);  // cut off at the end
  CHECK(base::find_invalid_utf8("\xF0\x9F\x98") == 0);
}

TEST_CASE("decoding any bytes ends and gives U+FFFD a malformed byte") {
  const std::string_view text = "\xE5\x85z\xFF";
  size_t at = 0;
  CHECK(base::next_code_point(text, at) == 0xFFFD);
  CHECK(at == 1);
  CHECK(base::next_code_point(text, at) == 0xFFFD);
  CHECK(base::next_code_point(text, at) == U'z');
  CHECK(base::next_code_point(text, at) == 0xFFFD);
  CHECK(at == text.size());
  CHECK(base::count_code_points(text) == 4);
  CHECK(base::count_code_points("安全a") == 3);
}

TEST_CASE("the code point before an offset is decoded, 0 at the beginning") {
  CHECK(base::previous_code_point("安a", 0) == 0);
  CHECK(base::previous_code_point("安a", 3) == U'安');
  CHECK(base::previous_code_point("安a", 4) == U'a');
  CHECK(base::previous_code_point("a\x85", 2) == 0xFFFD);
  CHECK(base::previous_code_point("\x80\x80\x80\x80\x80", 5) == 0xFFFD);
  CHECK(base::previous_code_point("\xE5\x85", 2) == 0xFFFD);
}

TEST_CASE("display width is 2 for wide characters, 0 for marks, else 1") {
  CHECK(base::display_width("安全") == 4);
  CHECK(base::display_width("（一）") == 6);
  CHECK(base::display_width("abc") == 3);
  CHECK(base::display_width("e\u0301") == 1);
  CHECK(base::display_width("ｱ") == 1);
  CHECK(base::display_width("한") == 2);
  CHECK(base::display_width("😀") == 2);
  CHECK(base::display_width("□") == 1);  // ambiguous counts 1
  CHECK(base::display_width("\u200B") == 0);
  CHECK(base::display_width("𠮷") == 2);
}

TEST_CASE("Han characters are the ideographs and 〇") {
  for (const char32_t c : U"安〇㐀鿿豈𠮷𰻝") {
    if (c != 0) CHECK(base::is_han(c));
  }
  for (const char32_t c : U"a。，あア々⺀") {
    if (c != 0) CHECK_FALSE(base::is_han(c));
  }
}

TEST_CASE("trim removes ASCII blanks, ideographic spaces and no-break spaces at both ends") {
  CHECK(base::trim("  a b \r\n\t") == "a b");
  CHECK(base::trim("\u3000\u00A0 标题\u3000\u3000") == "标题");
  CHECK(base::trim(" \u3000 ").empty());
  CHECK(base::trim("").empty());
  CHECK(base::trim("à") == "à");  // ends in the byte A0
}

TEST_CASE("split keeps empty parts") {
  CHECK(base::split("", ',') == std::vector<std::string_view>{""});
  CHECK(base::split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
}

TEST_CASE("replace_all replaces what does not overlap, from the left") {
  CHECK(base::replace_all("aaa", "aa", "b") == "ba");
  CHECK(base::replace_all("安全安全", "安", "a安") == "a安全a安全");
  CHECK(base::replace_all("", "x", "y").empty());
}

TEST_CASE("lower_ascii changes ASCII letters alone") { CHECK(base::lower_ascii("ABZ安É@[") == "abz安É@["); }

TEST_CASE("newlines become LF and a byte order mark goes") {
  const auto check = [](std::string text, std::string_view expected) {
    base::normalise_newlines(text);
    CHECK(text == expected);
  };
  check("a\r\nb\rc\n", "a\nb\nc\n");
  check("\r\r\n\n\r", "\n\n\n\n");
  check("\uFEFFa", "a");
  check("a\uFEFF", "a\uFEFF");
  check("", "");
  check("\r", "\n");
}

TEST_CASE("escaped text is right in text and in quoted attributes") {
  CHECK(base::escaped("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  CHECK(base::escaped("安全") == "安全");
  CHECK(base::escaped("").empty());
  for (size_t before = 0; before < 40; before++) {
    for (const size_t behind : {0, 1, 15, 16, 17, 40})
      CHECK(base::escaped(std::string(before, 'a') + "<安&" + std::string(behind, 'b')) ==
            std::string(before, 'a') + "&lt;安&amp;" + std::string(behind, 'b'));
  }
}

TEST_CASE("a URL path keeps what RFC 3986 allows in one") {
  CHECK(base::url_path("/a b/安.html") == "/a%20b/%E5%AE%89.html");
  CHECK(base::url_path("a?b#c%") == "a%3Fb%23c%25");
  CHECK(base::url_path("-._~!$&'()*+,;=@") == "-._~!$&'()*+,;=@");
  CHECK(base::url_path("a:b/c:d") == "a%3Ab/c:d");
}

TEST_CASE("URL decoding leaves malformed escapes as they are") {
  CHECK(base::url_decoded("a%20b%e5%AE%89") == "a b安");
  CHECK(base::url_decoded("%") == "%");
  CHECK(base::url_decoded("%4") == "%4");
  CHECK(base::url_decoded("%zz%4g%41") == "%zz%4gA");
}
