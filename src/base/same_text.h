#pragma once
// Whether two short texts are the same: names, keys. Most such comparisons succeed, and a call of memcmp
// would cost more than the comparison.

#include <cstdint>
#include <cstring>
#include <string_view>

namespace herald::base {

/// `a == b`, quick for up to 16 bytes.
inline bool same_text(std::string_view a, std::string_view b) {
  const size_t size = a.size();
  if (size != b.size()) return false;
  const auto same = [&]<class Word>(Word, size_t at) {
    Word left, right;
    std::memcpy(&left, a.data() + at, sizeof left);
    std::memcpy(&right, b.data() + at, sizeof right);
    return left == right;
  };
  // Two words that may overlap.
  if (size > 16) return a == b;
  if (size >= 8) return same(uint64_t{}, 0) && same(uint64_t{}, size - 8);
  if (size >= 4) return same(uint32_t{}, 0) && same(uint32_t{}, size - 4);
  if (size >= 2) return same(uint16_t{}, 0) && same(uint16_t{}, size - 2);
  return size == 0 || a[0] == b[0];
}

}  // namespace herald::base
