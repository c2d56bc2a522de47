#pragma once
// What is filled in on paper: blanks （　） ( ) ＿＿＿ and boxes □. The one definition, for the nodes of a
// document and for the readers of forms. Pure.

#include <cstddef>
#include <optional>
#include <string_view>

namespace herald::markdown {

/// A place to write in.
struct Blank {
  size_t size = 0;  ///< Bytes, brackets and all.
  int columns = 0;  ///< Display columns to write on; 0 for brackets with nothing between them.
};

/// The blank that begins at `at`: a pair of brackets of any width around nothing but spaces or a line, or a
/// line of two or more ＿ or of three or more _. None are ( ) directly behind a Latin letter or digit, where
/// it is a call, and a line between two of them, where it is a part of a name.
std::optional<Blank> blank_at(std::string_view text, size_t at);

/// True for a place to tick: □ ☐ ▢ ◻ ❏, and ☑, which is ticked.
bool is_box(char32_t c);

/// True for what a blank is made of between its brackets, line breaks apart: spaces of any width.
bool is_filling(char32_t c);
/// True for the characters of a line to write on.
bool is_writing_line(char32_t c);

/// False when no blank and no box can be in a document whose Markdown is `text`. Cheap: it looks at few
/// bytes.
bool may_have_blanks(std::string_view text);

}  // namespace herald::markdown
