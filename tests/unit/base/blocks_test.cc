#include "base/blocks.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace base = herald::base;

TEST_CASE("the first byte of a block that is set is found, at each place") {
  const std::string none(base::kBlock, '.');
  const auto is_x = [](const std::string& text) {
    return static_cast<base::Sixteen>(base::load_block(text.data()) == 'x');
  };
  CHECK_FALSE(base::any(is_x(none)));
  CHECK(base::first_of(is_x(none)) == base::kBlock);
  for (size_t first = 0; first < base::kBlock; first++) {
    for (size_t last = first; last < base::kBlock; last++) {
      std::string text = none;
      text[first] = text[last] = 'x';
      CHECK(base::any(is_x(text)));
      CHECK(base::first_of(is_x(text)) == first);
    }
  }
}

TEST_CASE("five bytes mean something in markup, and no other") {
  constexpr std::string_view kSpecial = "&<>\"'";
  for (int byte = 0; byte < 256; byte++) {
    std::string text(base::kBlock, 'a');
    text[5] = static_cast<char>(byte);
    const bool is_special = kSpecial.find(static_cast<char>(byte)) != std::string_view::npos;
    CAPTURE(byte);
    CHECK(base::first_of(base::special_in_markup(base::load_block(text.data()))) ==
          (is_special ? 5 : base::kBlock));
  }
}
