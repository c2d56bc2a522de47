#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/text.h"

namespace herald::text {
namespace {

enum class Category : uint8_t { None, Punctuation, Alphanumeric };

constexpr auto kAscii = [] {
  std::array<Category, 128> table{};
  for (char32_t c = 0x21; c < 0x7F; ++c) {
    const bool is_digit = c >= U'0' && c <= U'9';
    const bool is_letter = (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
    table[c] = is_digit || is_letter ? Category::Alphanumeric : Category::Punctuation;
  }
  return table;
}();

/// The common ideographs, which are letters: most of any Chinese text.
bool is_common_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

constexpr uint32_t kPunctuation = U_GC_P_MASK | U_GC_S_MASK;
constexpr uint32_t kAlphanumeric = U_GC_L_MASK | U_GC_N_MASK;

bool is_of(char32_t c, uint32_t mask) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & mask) != 0; }

struct Range {
  char32_t first;
  char32_t last;
};

/// Whole blocks, in order; assigned or not, so that a newer Unicode changes nothing.
constexpr Range kCjk[] = {
    {0x2E80, 0x2FFF},    // radicals, description characters
    {0x3000, 0x312F},    // symbols and punctuation, kana, bopomofo
    {0x3190, 0x33FF},    // kanbun, bopomofo and kana extensions, strokes, enclosed, compatibility
    {0x3400, 0x4DBF},    // extension A
    {0x4E00, 0x9FFF},    // unified ideographs
    {0xF900, 0xFAFF},    // compatibility ideographs
    {0xFE10, 0xFE1F},    // vertical forms
    {0xFE30, 0xFE6F},    // compatibility forms, small forms
    {0xFF01, 0xFF9F},    // full-width forms, half-width katakana
    {0xFFE0, 0xFFE6},    // full-width signs
    {0x1AFF0, 0x1B16F},  // kana
    {0x1F200, 0x1F2FF},  // enclosed ideographs
    {0x20000, 0x3FFFD},  // the ideographs of planes 2 and 3
};

/// Lower case as characters have it one by one; false when one needs more than that.
bool lower_simply(std::string_view text, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    if (c < 0x80) {
      out += static_cast<char>(c >= U'A' && c <= U'Z' ? c + 0x20 : c);
    } else if (is_common_han(c) || (c >= 0x3000 && c <= 0x303F)) {
      out.append(text, begin, at - begin);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

bool is_punctuation(char32_t c) {
  if (c < 0x80) return kAscii[c] == Category::Punctuation;
  if (is_common_han(c) || c > 0x10FFFF) return false;
  return is_of(c, kPunctuation);
}

bool is_alphanumeric(char32_t c) {
  if (c < 0x80) return kAscii[c] == Category::Alphanumeric;
  if (is_common_han(c)) return true;
  return c <= 0x10FFFF && is_of(c, kAlphanumeric);
}

bool is_cjk(char32_t c) {
  if (c < kCjk[0].first) return false;
  if (is_common_han(c)) return true;
  const auto holds = [c](const Range& range) { return c >= range.first && c <= range.last; };
  return std::any_of(std::begin(kCjk), std::end(kCjk), holds);
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == U' ' || (c >= 0x09 && c <= 0x0D);
  switch (c) {
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return c >= 0x2000 && c <= 0x200A;
  }
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (lower_simply(text, out)) return out;
  out.clear();
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  icu::CaseMap::utf8ToLower("", 0, piece, sink, nullptr, status);
  return U_SUCCESS(status) ? out : std::string(text);
}

}  // namespace herald::text
