#include "markdown/blanks.h"

#include <cstring>

#include "base/utf8.h"

namespace herald::markdown {
namespace {

/// Two wide ones or three narrow ones: __ is bold that was not understood.
constexpr int kLineColumnsMin = 3;

bool is_round_open(char32_t c) { return c == U'（' || c == U'('; }
bool is_square_open(char32_t c) { return c == U'［' || c == U'['; }
bool is_open(char32_t c) { return is_round_open(c) || is_square_open(c); }
/// Whether `c` closes what `open` opened, in any width.
bool closes(char32_t c, char32_t open) {
  return is_square_open(open) ? c == U'］' || c == U']' : c == U'）' || c == U')';
}

bool is_latin(char32_t c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80);
}

std::optional<Blank> bracketed(std::string_view text, size_t at, size_t inside, char32_t open) {
  size_t end = inside;
  while (end < text.size()) {
    size_t next = end;
    const char32_t c = base::next_code_point(text, next);
    if (closes(c, open)) {
      // [] is what programs and lists of nothing are written with.
      if (end == inside && is_square_open(open)) return std::nullopt;
      return Blank{next - at, static_cast<int>(base::display_width(text.substr(inside, end - inside)))};
    }
    if (!is_filling(c) && !is_writing_line(c)) return std::nullopt;
    end = next;
  }
  return std::nullopt;
}

std::optional<Blank> line(std::string_view text, size_t at, char32_t before) {
  if (is_writing_line(before)) return std::nullopt;
  size_t end = at;
  char32_t behind = 0;
  while (end < text.size()) {
    size_t next = end;
    behind = base::next_code_point(text, next);
    if (!is_writing_line(behind)) break;
    behind = 0;
    end = next;
  }
  const auto columns = static_cast<int>(base::display_width(text.substr(at, end - at)));
  if (columns < kLineColumnsMin || (is_latin(before) && is_latin(behind))) return std::nullopt;
  return Blank{end - at, columns};
}

/// By the two bytes behind the first, since most full-width marks are commas: （ is EF BC 88, ［ EF BC BB,
/// ＿ EF BC BF, ﹍ ﹎ EF B9 8D and 8E; boxes are E2 96, E2 97, E2 98 and E2 9D.
bool may_begin_place(std::string_view text, size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) return true;
  if (text.size() - at < 3) return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  if (text[at] == '\xE2') return second >= 0x96 && second <= 0x9D;
  return second == 0xB9 || (second == 0xBC && (third == 0x88 || third == 0xBB || third == 0xBF));
}

}  // namespace

bool is_filling(char32_t c) {
  return c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0 || c == 0x2003 || c == 0x2002;
}

bool is_writing_line(char32_t c) { return c == '_' || c == U'＿' || c == U'﹍' || c == U'﹎'; }

std::optional<Blank> blank_at(std::string_view text, size_t at) {
  if (at >= text.size()) return std::nullopt;
  size_t next = at;
  const char32_t c = base::next_code_point(text, next);
  const char32_t before = at > 0 ? base::previous_code_point(text, at) : U'\0';
  if (is_writing_line(c)) return line(text, at, before);
  const bool is_narrow = c == '(' || c == '[';
  const bool is_called = is_latin(before) || before == ')' || before == ']' || before == '_';
  if (!is_open(c) || (is_narrow && is_called) || (c == '[' && before == '!')) return std::nullopt;
  return bracketed(text, at, next, c);
}

bool is_box(char32_t c) { return c == U'□' || c == U'☐' || c == U'▢' || c == U'◻' || c == U'❏' || c == U'☑'; }

bool may_have_blanks(std::string_view text) {
  // Blanks and boxes begin with one of these bytes: （ ［ ＿ ﹍ ﹎, boxes, ( [ and _. Behind the first
  // character may stand what is none in the parsed text: a line break, a backslash, a character reference.
  for (const char lead : {'\xEF', '\xE2', '(', '[', '_'}) {
    for (size_t at = 0; at < text.size(); ++at) {
      const void* found = std::memchr(text.data() + at, lead, text.size() - at);
      if (!found) break;
      at = static_cast<size_t>(static_cast<const char*>(found) - text.data());
      if (!may_begin_place(text, at)) continue;
      size_t next = at;
      const char32_t first = base::next_code_point(text, next);
      if (is_box(first)) return true;
      if (!is_open(first) && !is_writing_line(first)) continue;
      const char32_t second = next < text.size() ? base::next_code_point(text, next) : U'\0';
      if (is_filling(second) || is_writing_line(second) || closes(second, first) || second == '\n' ||
          second == '\\' || second == '&')
        return true;
    }
  }
  return false;
}

}  // namespace herald::markdown
