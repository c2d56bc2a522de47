#pragma once
// "Did you mean": the nearest of some known words.

#include <span>
#include <string>
#include <string_view>

namespace herald::base {

/// Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`, counted in code points.
size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, if it is near enough to be what was meant (at most a third of the word's
/// length in edits, at least 1, and something of it must stay); else an empty text. The case of ASCII letters
/// does not count. The first of equals wins.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace herald::base
