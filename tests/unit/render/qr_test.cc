// The QR encoder of our own against the library, which decides.

#include <doctest/doctest.h>

#include <qrcodegen/qrcodegen.hpp>
#include <random>
#include <string>

#include "render/qr.h"
#include "render/qr_modules.h"

namespace herald::render {
namespace {

using qrcodegen::QrCode;

QrCode by_library(const std::string& text) {
  return QrCode::encodeSegments(qrcodegen::QrSegment::makeSegments(text.c_str()), QrCode::Ecc::MEDIUM,
                                QrCode::MIN_VERSION, QrCode::MAX_VERSION, kQrMask);
}

/// The first module in which the two differ, or an empty text.
std::string difference(const QrModules& code, const QrCode& wanted) {
  if (code.size != wanted.getSize()) return "size " + std::to_string(code.size);
  for (int y = 0; y < code.size; y++) {
    for (int x = 0; x < code.size; x++) {
      const bool dark = ((code.rows[static_cast<size_t>(y)] >> x) & 1) != 0;
      if (dark != wanted.getModule(x, y)) return std::to_string(x) + ", " + std::to_string(y);
    }
    if (code.rows[static_cast<size_t>(y)] >> code.size != 0) return "beyond the row";
  }
  return "";
}

TEST_CASE("a quick code is the library's code, at every length that the quick encoder takes") {
  std::mt19937 random(20260616);
  const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789-._~/:?&=%ABCXYZ";
  int made = 0;
  for (int round = 0; round < 8; round++) {
    for (size_t length = 1; length <= 213; length++) {
      std::string text = "h";
      while (text.size() < length) text += letters[random() % letters.size()];
      QrModules code;
      REQUIRE(make_qr_modules(text, code));
      CAPTURE(text);
      REQUIRE(difference(code, by_library(text)) == "");
      made++;
    }
  }
  CHECK(made == 8 * 213);
}

TEST_CASE("bytes of any value are taken as they are") {
  std::mt19937 random(7);
  for (int round = 0; round < 1000; round++) {
    std::string text = "\xff";
    const size_t length = 1 + random() % 213;
    while (text.size() < length) text += static_cast<char>(1 + random() % 255);
    QrModules code;
    REQUIRE(make_qr_modules(text, code));
    REQUIRE(difference(code, by_library(text)) == "");
  }
}

TEST_CASE("a code that is made out of another one is the library's code") {
  std::mt19937 random(11);
  const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789-._~/:?&=%";
  QrModules code;
  std::string text = "https://yunqiao.example/2026/notices/";
  for (int round = 0; round < 2000; round++) {
    // Most are alike, some are of another length, and some of another version.
    const size_t changes = random() % 6;
    for (size_t i = 0; i < changes; i++) text[random() % text.size()] = letters[random() % letters.size()];
    if (random() % 3 == 0 && text.size() < 200) text += letters[random() % letters.size()];
    if (random() % 5 == 0 && text.size() > 20) text.pop_back();
    if (random() % 100 == 0) text = "h" + std::string(random() % 213, 'x');
    CAPTURE(text);
    const QrModules before = code;
    if (!make_qr_modules(text, code)) {
      CHECK(before.data == code.data);  // by chance a text without small letters
      continue;
    }
    REQUIRE(difference(code, by_library(text)) == "");
  }
}

TEST_CASE("the quick encoder leaves what has a shorter form, and what is too long for it") {
  QrModules code;
  CHECK_FALSE(make_qr_modules("", code));
  CHECK_FALSE(make_qr_modules("20260616", code));
  CHECK_FALSE(make_qr_modules("HTTPS://YUNQIAO.EXAMPLE/2026", code));
  CHECK(make_qr_modules(std::string(213, 'a'), code));
  CHECK_FALSE(make_qr_modules(std::string(214, 'a'), code));
}

/// The dark modules that the strokes of a picture paint.
std::vector<std::string> painted(std::string_view svg, int size) {
  std::vector<std::string> rows(static_cast<size_t>(size), std::string(static_cast<size_t>(size), ' '));
  size_t at = svg.find(" d=\"") + 4;
  int x = 0, y = 0;
  auto number = [&] {
    int value = 0;
    while (svg[at] >= '0' && svg[at] <= '9') value = value * 10 + (svg[at++] - '0');
    return value;
  };
  while (svg[at] != '"') {
    const char command = svg[at++];
    const int first = number();
    if (command == 'h') {
      for (int i = 0; i < first; i++) rows[static_cast<size_t>(y)][static_cast<size_t>(x++)] = '#';
      continue;
    }
    REQUIRE(svg[at++] == ' ');
    x = command == 'M' ? first : x + first;
    const int second = number();
    if (command == 'M') {
      y = second;
      REQUIRE(svg.substr(at, 2) == ".5");
      at += 2;
    }
  }
  return rows;
}

TEST_CASE("a picture shows every dark module of its code, and the text beside it is escaped") {
  QrModules last;
  for (const std::string& text :
       {std::string("https://yunqiao.example/2026/notices/ying-ji.html?a=1&b=\"2\""), std::string("20260616"),
        std::string("HTTPS://YUNQIAO.EXAMPLE"), std::string(300, 'a'), std::string(1500, 'z'),
        std::string("安全生产月")}) {
    CAPTURE(text);
    std::string svg;
    REQUIRE(append_qr_svg(text, last, svg));
    const QrCode wanted = by_library(text);
    const auto rows = painted(svg, wanted.getSize());
    bool same = true;
    for (int y = 0; y < wanted.getSize(); y++) {
      for (int x = 0; x < wanted.getSize(); x++)
        same =
            same && (rows[static_cast<size_t>(y)][static_cast<size_t>(x)] == '#') == wanted.getModule(x, y);
    }
    CHECK(same);
    CHECK(svg.starts_with("<svg class=\"qr\" viewBox=\"-4 -4 "));
    CHECK(svg.find("b=\"2\"") == std::string::npos);
  }
}

TEST_CASE("a text that no code holds gives no picture, and nothing is appended") {
  std::string svg = "before";
  QrModules last;
  CHECK_FALSE(append_qr_svg(std::string(5000, 'a'), last, svg));
  CHECK(svg == "before");
}

}  // namespace
}  // namespace herald::render
