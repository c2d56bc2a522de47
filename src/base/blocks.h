#pragma once
// Texts looked at sixteen bytes at once, in the way of GCC and clang: a few instructions on any processor.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace herald::base {

/// Sixteen bytes. Of a comparison: where something is the case of one, all its bits.
using Sixteen [[gnu::vector_size(16)]] = unsigned char;
inline constexpr size_t kBlock = sizeof(Sixteen);

/// The sixteen bytes at `from`.
inline Sixteen load_block(const char* from) {
  Sixteen block;
  std::memcpy(&block, from, kBlock);
  return block;
}

/// How many bytes stand before the first that is set; kBlock when none is.
inline size_t first_of(Sixteen mask) {
  static_assert(std::endian::native == std::endian::little);
  uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof halves);
  if (halves[0] != 0) return static_cast<size_t>(std::countr_zero(halves[0])) / 8;
  return halves[1] == 0 ? kBlock : kBlock / 2 + static_cast<size_t>(std::countr_zero(halves[1])) / 8;
}

/// Whether any byte is set.
inline bool any(Sixteen mask) {
  uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

// This and its like are no functions, so that each use of them is compiled into its place.

/// Where a byte means something in markup: & ' < > ". & is 0x26, ' is 0x27; < is 0x3C, > is 0x3E: one test
/// for each pair, whatever the bit that differs.
inline constexpr auto special_in_markup = [](Sixteen c) {
  return static_cast<Sixteen>(((c | 1) == '\'') | ((c | 2) == '>') | (c == '"'));
};

}  // namespace herald::base
