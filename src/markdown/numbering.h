#pragma once
// The numbering of official documents: 一、 （一） 1. （1） ①, in headings and at the beginning of
// paragraphs. Pure. What numbers make of a whole document is the affair of outline.h.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::markdown {

/// A number at the beginning of a text.
struct Numbering {
  uint8_t level = 0;   ///< 1 一、 2 （一） 3 1. 4 （1） 5 ①; 0 for none.
  int value = 0;       ///< 3 for 三, （三）, 3. or ③.
  std::string number;  ///< As official documents write it: "三、" "（三）" "3." "（3）" "③".
  size_t size = 0;     ///< Bytes of the text that it takes, with the blanks before and behind it.
};

/// Whether a number may stand at the beginning of `text`, or behind it when it is blank, by the first
/// character: most texts begin with none, and cost no more than this.
bool may_begin_numbering(std::string_view text);

/// Reads the number at the beginning of `text`: also 一． (三) 1、 １． (1) ⑴ and blanks in between.
/// Nothing for what only looks like one: 1.5万, 一二三线, 6.16, 2026年.
std::optional<Numbering> read_numbering(std::string_view text);

/// The number of a level as official documents write it: "三、" for (1, 3), "（三）" "3." "（3）" "③".
std::string number_text(uint8_t level, int value);

/// `text` without the number at its beginning.
std::string_view without_numbering(std::string_view text);

}  // namespace herald::markdown
