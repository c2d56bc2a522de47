#pragma once
// What is filled in on paper: blanks （　） ( ) [ ] ＿＿＿ and boxes □. The one definition, for the nodes of
// a document and for the readers of forms. Pure.

#include <cstddef>
#include <optional>
#include <string_view>

namespace herald::markdown {

/// A place to write in.
struct Blank {
  size_t size = 0;  ///< Bytes, brackets and all.
  int columns = 0;  ///< Display columns to write on; 0 for brackets with nothing between them.
};

/// The blank that begins at `at`: a pair of round or square brackets of any width around nothing but spaces
/// or a line, or a line of two or more ＿ or of three or more _. None are ( ) and [ ] directly behind a Latin
/// letter or digit, where it is a call, [] with nothing between them, ![ ], and a line between two Latin
/// letters, where it is a part of a name. The [ ] of a task in a list and that of a link are Markdown's: who
/// asks has text.
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
