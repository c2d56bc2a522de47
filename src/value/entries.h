#pragma once
// Keys that stand twice among the entries of a map to be. Inside this module only.

#include <span>
#include <vector>

#include "value/value.h"

namespace herald::value {

/// Two entries with one key, as indexes; `first` is the very first with that key.
struct Double {
  uint32_t first;
  uint32_t again;
};

/// All entries whose key stood before, in order. O(n log n), without allocation when there is none and few
/// keys.
std::vector<Double> find_doubles(std::span<const Entry> entries);

/// Puts the last of equal keys in the place of the first, moves the rest together and returns how many are
/// left.
size_t drop_doubles(std::span<Entry> entries, std::span<const Double> doubles);

}  // namespace herald::value
