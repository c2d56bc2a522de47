#pragma once
// UTF-8 and small text helpers that every floor needs. What needs the Unicode tables is in the module text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::base {

/// What next_code_point does for a byte that is not ASCII.
char32_t next_code_point_slow(std::string_view text, size_t& at);

/// Decodes the code point at `at` and moves `at` behind it. A malformed byte gives U+FFFD and moves one byte,
/// so a loop over any bytes ends. `at` must be less than the size.
inline char32_t next_code_point(std::string_view text, size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte >= 0x80) return next_code_point_slow(text, at);
  ++at;
  return byte;
}

/// Decodes the code point that ends at `at`, or 0 at the beginning.
char32_t previous_code_point(std::string_view text, size_t at);

/// Appends `c` as UTF-8; surrogates and values over U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t c);

/// The offset of the first byte that is not part of well-formed UTF-8 (RFC 3629), or nothing.
std::optional<size_t> find_invalid_utf8(std::string_view text);

/// How many code points `text` holds.
size_t count_code_points(std::string_view text);

/// Columns on a terminal: 2 for East Asian wide and full-width characters, 0 for combining marks, else 1.
/// The ranges are UAX #11's W and F of Unicode 15, folded; the module text has the exact property.
int display_width(char32_t c);
size_t display_width(std::string_view text);

/// True for Han characters (the unified ideographs, their extensions and compatibility forms, and 〇).
bool is_han(char32_t c);

/// Without leading and trailing ASCII blanks, U+3000 and U+00A0.
std::string_view trim(std::string_view text);

/// The parts between separators; an empty text has one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// `text` with every `from` replaced by `to`; `from` must not be empty.
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// ASCII letters in lower case; other bytes stay.
std::string lower_ascii(std::string_view text);

/// `text` with a blank for every control character, line breaks too: so that no title or file name steers the
/// terminal on which it is shown.
std::string without_controls(std::string_view text);

/// Removes a UTF-8 byte order mark and turns CRLF and lone CR into LF. In place, one pass.
void normalise_newlines(std::string& text);

/// Appends `text` with & < > " ' as references: right in HTML and XML text and in quoted attributes.
void append_escaped(std::string& out, std::string_view text);
std::string escaped(std::string_view text);

/// Appends `text` with what RFC 3986 keeps out of a path percent-encoded. '/' stays; ':' stays behind the
/// first segment, where it cannot be taken for the end of a scheme.
void append_url_path(std::string& out, std::string_view path);
std::string url_path(std::string_view path);

/// Decodes %XX; a malformed escape stays as it is.
std::string url_decoded(std::string_view text);

}  // namespace herald::base
