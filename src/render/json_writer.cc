#include "render/json_writer.h"

#include <array>

#include "base/blocks.h"

namespace herald::render {
namespace {

using base::kBlock;
static_assert(kBlock <= kJsonRoomMore);

/// How many bytes of a block stand in JSON as they are, up to the first that may not.
size_t count_plain(const char* from) {
  const base::Sixteen c = base::load_block(from);
  // E2 begins U+2028 and U+2029.
  const auto own = static_cast<base::Sixteen>((c < 0x20) | (c == 0x7F) | (c == '\\') | (c == 0xE2));
  return base::first_of(own | base::special_in_markup(c));
}

char* write_unit(char* to, unsigned unit) {
  constexpr char kDigits[] = "0123456789abcdef";
  *to++ = '\\';
  *to++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4) *to++ = kDigits[unit >> shift & 15];
  return to;
}

/// Writes the character at `at` that count_plain stopped at, and moves `at` behind it.
char* write_apart(char* to, std::string_view text, size_t& at) {
  static constexpr std::string_view kShort = "\"\\\n\t\r\b\f", kLetters = "\"\\ntrbf";
  const std::string_view rest = text.substr(at);
  at++;
  if (rest.front() == '\xE2') {
    const bool ends_lines = rest.starts_with("\u2028") || rest.starts_with("\u2029");
    if (ends_lines) {
      at += 2;
      return write_unit(to, rest[2] == '\xA8' ? 0x2028 : 0x2029);
    }
    *to++ = rest.front();
    return to;
  }
  const size_t letter = kShort.find(rest.front());
  if (letter == std::string_view::npos) return write_unit(to, static_cast<unsigned char>(rest.front()));
  *to++ = '\\';
  *to++ = kLetters[letter];
  return to;
}

}  // namespace

char* write_json_utf8(char* to, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t left = text.size() - at;
    const char* from = text.data() + at;
    std::array<char, kBlock> last = {};
    if (left < kBlock) {
      std::memcpy(last.data(), from, left);
      from = last.data();
    }
    const size_t plain = std::min(count_plain(from), left);
    std::memcpy(to, from, kBlock);
    to += plain;
    at += plain;
    if (plain < std::min(left, kBlock)) to = write_apart(to, text, at);
  }
  return to;
}

}  // namespace herald::render
