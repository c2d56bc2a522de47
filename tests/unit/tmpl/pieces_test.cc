// Pieces of every length come out as they are, and what has to be escaped is found wherever it stands.

#include "tmpl/pieces.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tmpl/walk.h"

namespace herald::tmpl {
namespace {

constexpr std::string_view kMarkup = "&<>\"'", kAddress = " \t\"%&'()<>\\^`{|}\x7f";

/// What say_plain makes of `text`, or "refused".
template <class Test>
std::string said(std::string_view text, Test is_special) {
  std::string out;
  Pieces pieces(out, 1000);
  if (!pieces.say_plain(text, is_special)) return "refused" + pieces.output();
  return pieces.output();
}

/// Every byte at every place of texts of all lengths up to some blocks: refused when it is one of `special`.
template <class Test>
void check_bytes(std::string_view special, Test is_special) {
  for (size_t size = 1; size <= 50; size++) {
    for (size_t at = 0; at < size; at++) {
      for (int byte = 0; byte < 256; byte++) {
        std::string text(size, 'a');
        text[at] = static_cast<char>(byte);
        const bool refused = special.find(text[at]) != std::string_view::npos;
        if (said(text, is_special) != (refused ? "refused" : text))
          FAIL("byte ", byte, " of ", size, " at ", at);
      }
    }
  }
}

std::string with_controls(std::string_view special) {
  std::string all(special);
  for (char c = 0; c < ' '; c++) all += c;
  return all;
}

TEST_CASE("a text is copied unless a byte of it is special") {
  check_bytes(kMarkup, special_in_markup);
  check_bytes(with_controls(kAddress), special_in_address);
  check_bytes(with_controls(kAddress) + ":", special_in_start);
  CHECK(said("", special_in_markup).empty());
  CHECK(said("关于开展用电安全检查的通知", special_in_markup) == "关于开展用电安全检查的通知");
}

TEST_CASE("pieces come out in their order, however long they are") {
  const std::string padded = std::string(9000, 't') + std::string(Pieces::kSlack, '\0');
  for (const size_t size : {1, 31, 32, 33, 1000, 1025, 4031, 4064, 4065, 9000}) {
    std::string out = "before:", expected = out;
    Pieces pieces(out, 1'000'000);
    for (int round = 0; round < 7; round++) {
      const std::string value(size, 'v');
      pieces.say(padded.data(), size);
      pieces.say(value);
      pieces.say(std::string_view());  // has no address
      if (!pieces.say_plain(value, special_in_markup)) pieces.output() += value;
      expected += padded.substr(0, size) + value + value;
    }
    CHECK(pieces.output() == expected);
  }
}

TEST_CASE("pieces count for the limit before they are written") {
  std::string out = "12345";
  Pieces pieces(out, 8);
  pieces.say("abc");
  CHECK(!pieces.is_too_long());
  pieces.say("d");
  CHECK(pieces.is_too_long());
  CHECK(out == "12345");
  CHECK(pieces.output() == "12345abcd");
}

TEST_CASE("a walk pads its texts for what is read behind them") {
  CHECK(Walk::kTextPadding >= Pieces::kSlack);
}

}  // namespace
}  // namespace herald::tmpl
