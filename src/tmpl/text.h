#pragma once
// Texts as Jinja2 treats them: Python's blanks, cases, numbers and string literals, markupsafe's references.
// Everything counts code points and depends on no locale.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace herald::tmpl {

/// True for what Python's `str.isspace` calls a blank (U+3000 and U+00A0 among them).
bool is_blank_character(char32_t c);
std::string_view strip_blanks_left(std::string_view text);
std::string_view strip_blanks_right(std::string_view text);

/// Appends `text` with & < > " ' as &amp; &lt; &gt; &#34; &#39;. Copies runs without these in one go.
void append_markup(std::string& out, std::string_view text);

/// Appends an integer or a number as Python's `str` writes it: shortest digits that read back, "1.0",
/// "1e+16", "inf".
void append_integer(std::string& out, int64_t value);
void append_number(std::string& out, double value);

/// Appends `text` as a Python literal: 'a', "it's", with \n, \\ and \xNN escapes.
void append_literal(std::string& out, std::string_view text);

/// One code point in lower or upper case: ASCII, Latin, Greek, Cyrillic and full-width letters; others stay.
char32_t to_lower(char32_t c);
char32_t to_upper(char32_t c);
bool is_letter(char32_t c);
/// True for what `\w` matches: letters, digits, underscore, ideographs.
bool is_word_character(char32_t c);

/// Appends `text` in lower or upper case.
void append_lower(std::string& out, std::string_view text);
void append_upper(std::string& out, std::string_view text);
/// Appends the first character in upper case and the others in lower case.
void append_capitalized(std::string& out, std::string_view text);

/// Without the characters of `set` at the left and right ends.
std::string_view strip_characters(std::string_view text, std::string_view set, bool left, bool right);
/// The lines of `text` without their ends; an end at the very end begins no new line.
std::vector<std::string_view> split_lines(std::string_view text);

/// Whether `part` stands somewhere in `text`.
bool contains_text(std::string_view text, std::string_view part);

/// The byte offset of the code point `index`, or the size.
size_t offset_of(std::string_view text, size_t index);

}  // namespace herald::tmpl
