#pragma once
// The lines of a YAML text and the separators of keys and values in them, as clerks type them: blanks may be
// tabs or U+3000, colons full-width. Inside this module only. Offsets count from the beginning of the text.

#include <cstdint>
#include <string_view>
#include <vector>

namespace herald::value {

/// One line without its '\n'.
struct Line {
  uint32_t begin;
  uint32_t end;
  uint32_t content;  ///< The first byte that is no blank, or `end`.
  uint32_t indent;   ///< Columns before `content`.
  bool odd;          ///< The indent holds other blanks than ' '.

  bool is_blank() const { return content == end; }
};

/// The lines of `text`. U+3000 indents by two columns; a tab to the next multiple of the first indent that is
/// made of spaces, else of two, so that one tab is one level whatever its neighbours use.
std::vector<Line> split_lines(std::string_view text);

/// How many bytes the blank at `at` has: space, tab, U+00A0, U+3000, U+FEFF; 0 when there is none.
uint32_t blank_at(std::string_view text, uint32_t at);

/// The first offset from `at` on, below `end`, that is no blank; or `end`.
uint32_t skip_blanks(std::string_view text, uint32_t at, uint32_t end);

/// The offset behind the last byte of [begin, end) that belongs to no blank.
uint32_t trim_end(std::string_view text, uint32_t begin, uint32_t end);

/// True when the byte at `at` is the end or a space or tab: what YAML asks for behind - : ?.
bool is_blank_or_end(std::string_view text, uint32_t at, uint32_t end);

/// What stands between a key and its value.
enum class SeparatorKind : uint8_t {
  None,
  Colon,  ///< `: ` as YAML has it (also with U+3000 behind the colon)
  Wide,   ///< `：`
  Tight   ///< `:` and no blank, as in `标题:通知`
};

struct Separator {
  SeparatorKind kind = SeparatorKind::None;
  uint32_t key_end = 0;  ///< Behind the key, without blanks.
  uint32_t begin = 0;    ///< The colon.
  uint32_t end = 0;
  bool quoted = false;  ///< The key is in quotes.
};

/// Whether a colon needs a blank behind it to part a key.
enum class Tight : uint8_t { No, Yes };

/// Finds the separator of the key that begins at `begin`, on a line that ends at `end`.
Separator find_separator(std::string_view text, uint32_t begin, uint32_t end, Tight tight);

/// [A-Za-z_][A-Za-z0-9_-]*, the names of all fields.
bool is_identifier(std::string_view key);

/// True when `key` may be a field's Chinese label or an identifier: Han, letters, digits, _ - ( ) （ ）, and
/// single blanks if `blanks`, no more than `length_max` code points.
bool is_label(std::string_view key, size_t length_max, bool blanks);

/// True for | or >, with an indicator of indent and one of the end in any order, and perhaps a comment.
bool is_block_header(std::string_view text);

/// The offset of the quote that closes the one at `begin`, below `end`; or `end`. Minds \" and ''.
uint32_t find_closing_quote(std::string_view text, uint32_t begin, uint32_t end);

}  // namespace herald::value
