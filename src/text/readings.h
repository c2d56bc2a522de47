#pragma once
// How a text is read aloud, piece by piece. For this module alone: pinyin and the order of titles are made of
// it.

#include <string_view>
#include <vector>

namespace herald::text {

/// A piece of a text.
struct Unit {
  enum class Kind : unsigned char {
    Han,    ///< One ideograph; `reading` is its syllable, empty when nobody knows it.
    Word,   ///< A run of ASCII letters and digits, also full-width ones, and Latin letters with marks.
    Other,  ///< One code point of anything else.
  };
  Kind kind;
  std::string_view text;     ///< The piece as it stands.
  std::string_view reading;  ///< Lives as long as the program.
};

/// The pieces of `text`, in order, without gaps. Words with readings of their own are found greedily.
std::vector<Unit> units_of(std::string_view text);

/// `text` of a Word in ASCII: full-width letters and digits narrowed, marks dropped. The case stays.
std::string ascii_of(std::string_view text);

}  // namespace herald::text
