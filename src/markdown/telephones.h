#pragma once
// Telephone numbers in a text, so that a finger on a phone can call them: 0571-55501234, （0571）55501234,
// mobile numbers, 400-800-1234; and the short ones (119, 12345) where a word such as 热线 stands before them.
// And the number in a place that is meant for one: a cell, a field, a setting. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace herald::markdown {

/// One number.
struct Telephone {
  size_t size = 0;     ///< Bytes of the text; an extension (转8001) is not among them.
  std::string digits;  ///< As `tel:` wants it: "057155501234".
};

/// The number that begins at `at`. What is part of a longer number, a date, a code or a word is none.
std::optional<Telephone> telephone_at(std::string_view text, size_t at);

/// False when there is none in `text`. Cheap: it looks at numbers only.
bool may_have_telephones(std::string_view text);

/// A number in a place for numbers, where fewer forms are asked for: 555 0112, +86 571 55501234, 8012.
struct StatedTelephone {
  size_t begin = 0, size = 0;  ///< In bytes of the text, with the - and blanks within the number.
  size_t area_size = 0;        ///< How many of these are the area code and the - behind it.
  std::string digits;          ///< As `tel:` wants it, a + at the beginning included.
};

/// The number of `text` from `from` on that is to be called: the first that is one by its form
/// (0571-55501234, 55501234, 13800000000, 400-800-1234, 12345), or else the first of three digits and more
/// (8012). An extension (转8012), a time, a remark, a second number behind a blank or a stroke are none of
/// it. What stands among letters or is a year, a date, an amount or a room is none, nor is what 邮编, QQ or
/// 短号 stands before, what has a letter or a mask for a digit (138****1234), or lacks some (0571-5550).
std::optional<StatedTelephone> stated_telephone(std::string_view text, size_t from = 0);

/// What `tel:` is to dial for such a text: the digits of that number, or an empty text.
std::string dialled(std::string_view text);

/// The number of `text` in which a letter stands for a digit (555O101: O for 0, l for 1); an empty text for
/// none. What would be no number with digits in their place (lo2026001) is a name.
std::string_view number_with_letters(std::string_view text);

}  // namespace herald::markdown
