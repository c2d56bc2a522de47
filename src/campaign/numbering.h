#pragma once
// The numbering of official documents: 一、（一）1.（1）, in headings and at the beginning of paragraphs.
// Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::campaign {

/// A number at the beginning of a text.
struct Numbering {
  uint8_t level = 0;   ///< 1 一、 2 （一） 3 1. 4 （1） 5 ①
  int value = 0;       ///< 3 for 三, （三）, 3. or ③; 0 when it is too large to matter.
  std::string number;  ///< As official documents write it: "三、" "（三）" "3." "（3）" "③".
  size_t size = 0;     ///< Bytes of the text that it takes, with the blanks behind it.
};

/// Reads the number at the beginning of `text`: also 一． (三) 1、 １． (1) and blanks in between.
/// Nothing for what only looks like one: 1.5万, 一二三线, 6.16, 2026年.
std::optional<Numbering> read_numbering(std::string_view text);

/// `text` without the number at its beginning.
std::string_view without_numbering(std::string_view text);

}  // namespace herald::campaign
