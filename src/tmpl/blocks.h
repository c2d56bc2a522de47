#pragma once
// Texts that are copied and looked through in blocks (base/blocks.h), for what is printed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/blocks.h"

namespace herald::tmpl {

using base::any;
using base::kBlock;
using base::load_block;
using base::Sixteen;
using base::special_in_markup;

// These two are no functions, so that each use of them is compiled into its place.

/// Where an address does not keep a byte. A `%` is none that it keeps, though `%41` is kept.
inline constexpr auto special_in_address = [](Sixteen c) {
  return static_cast<Sixteen>((c <= 0x20) | (c == '"') | ((c >= '%') & (c <= ')')) | ((c & 0xFD) == '<') |
                              (c == '\\') | (c == '^') | (c == '`') | ((c >= '{') & (c <= '}')) |
                              (c == 0x7F));
};

/// Likewise where an address begins: what stands before a colon may be a scheme that runs code.
inline constexpr auto special_in_start = [](Sixteen c) {
  return special_in_address(c) | static_cast<Sixteen>(c == ':');
};

/// Copies `text`, and says whether `is_special` says so of any of its bytes.
template <class Test>
inline bool copy_looking(char* to, std::string_view text, Test is_special) {
  const char* const from = text.data();
  const size_t size = text.size();
  const auto copy_block = [&](size_t at) {
    const Sixteen block = load_block(from + at);
    std::memcpy(to + at, &block, kBlock);
    return is_special(block);
  };
  if (size >= kBlock) {
    // The rest together with what was looked at before it.
    Sixteen special = copy_block(size - kBlock);
    for (size_t at = 0; at < size - kBlock; at += kBlock) special |= copy_block(at);
    return any(special);
  }
  // Two words, which may overlap, and in a text of up to three bytes the one between.
  const auto word = [from]<class Word>(Word made, size_t at) {
    std::memcpy(&made, from + at, sizeof made);
    return uint64_t{made};
  };
  uint64_t seen[2];
  if (size >= 8) {
    seen[0] = word(uint64_t{}, 0);
    seen[1] = word(uint64_t{}, size - 8);
    std::memcpy(to, &seen[0], 8);
    std::memcpy(to + size - 8, &seen[1], 8);
  } else if (size >= 4) {
    const uint64_t first = word(uint32_t{}, 0), last = word(uint32_t{}, size - 4);
    std::memcpy(to, &first, 4);
    std::memcpy(to + size - 4, &last, 4);
    seen[0] = seen[1] = first | last << 32;
  } else if (size >= 1) {
    const uint64_t first = word(uint8_t{}, 0), middle = word(uint8_t{}, size / 2),
                   last = word(uint8_t{}, size - 1);
    to[0] = from[0];
    to[size / 2] = from[size / 2];
    to[size - 1] = from[size - 1];
    seen[0] = seen[1] = (first | middle << 8 | last << 16 | last << 24) * 0x100000001u;
  } else {
    return false;
  }
  Sixteen block;
  std::memcpy(&block, seen, sizeof block);
  return any(is_special(block));
}

}  // namespace herald::tmpl
