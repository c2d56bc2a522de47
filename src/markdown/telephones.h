#pragma once
// Telephone numbers in a text, so that a finger on a phone can call them: 0571-55501234, （0571）55501234,
// mobile numbers, 400-800-1234; and the short ones (119, 12345) where a word such as 热线 stands before them.
// Pure.

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

}  // namespace herald::markdown
