#include <array>

#include "base/utf8.h"
#include "text/text.h"

namespace herald::text {
namespace {

using base::display_width;

constexpr std::string_view kEllipsis = "…";

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

/// A place where the text may be cut: `end` in bytes, so many columns before it.
struct Boundary {
  size_t end = 0;
  size_t columns = 0;
};

/// What may stand at the end of a cut text, from best to worst.
struct Boundaries {
  Boundary sentence;  ///< Behind 。 and the quotes that close after it.
  Boundary clause;    ///< Before ，
  Boundary word;      ///< Not inside a number or a Latin word.
  Boundary any;       ///< Not inside a character.
};

/// What belongs to a run that should stay whole.
bool is_of_word(char32_t c) { return c < 0x80 ? is_alphanumeric(c) : is_alphanumeric(c) && !is_cjk(c); }

/// A mark inside a run: 3.5, 1,200, 9:30, 2026-06-16, e-mail, don't, 85%.
bool joins_word(char32_t before, char32_t c, char32_t after) {
  if (c == U'%' || c == U'℃' || c == U'‰') return is_of_word(before);
  return is_one_of(c, U".,:-'/@_") && is_of_word(before) && is_of_word(after);
}

/// ASCII marks end a sentence or a clause before a blank alone: 3.5 does not.
bool is_before_blank(char32_t next) { return next == 0 || is_space(next); }

/// Whether the whole text has room. Looks no further than it must.
bool fits(std::string_view text, size_t columns) {
  size_t taken = 0;
  for (size_t at = 0; at < text.size() && taken <= columns;) {
    taken += static_cast<size_t>(display_width(base::next_code_point(text, at)));
  }
  return taken <= columns;
}

class Cutter {
 public:
  Cutter(std::string_view text, size_t columns) : text_(text), columns_(columns) {}

  std::string cut() {
    find_boundaries();
    const Boundary& sentence = found_.sentence;
    // A sentence of a few characters is a poor summary; rather more of the next.
    if (sentence.columns * 3 >= columns_ && sentence.end > 0)
      return std::string(text_.substr(0, sentence.end));
    const bool has_clause = found_.clause.columns * 3 >= columns_ && found_.clause.end > 0;
    const bool has_word = found_.word.columns * 3 >= columns_ && found_.word.end > 0;
    const Boundary& chosen = has_clause ? found_.clause : has_word ? found_.word : found_.any;
    return tidied(text_.substr(0, chosen.end)) + std::string(kEllipsis);
  }

 private:
  void find_boundaries() {
    const size_t room = columns_ - display_width(kEllipsis);
    char32_t before = 0;
    size_t columns = 0;
    bool after_sentence = false;  // and only closing marks since
    for (size_t at = 0; at < text_.size();) {
      const size_t begin = at;
      const char32_t c = base::next_code_point(text_, at);
      const auto width = static_cast<size_t>(display_width(c));
      if (columns + width > columns_) return;
      size_t peek = at;
      const char32_t next = at < text_.size() ? base::next_code_point(text_, peek) : 0;

      if (columns <= room && (is_one_of(c, U"，、") || (is_one_of(c, U",:") && is_before_blank(next)))) {
        found_.clause = {begin, columns};
      }
      columns += width;
      after_sentence = is_one_of(c, U"。！？；") || (is_one_of(c, U".!?;") && is_before_blank(next)) ||
                       (after_sentence && is_one_of(c, U"”’」』）》】"));
      if (after_sentence) found_.sentence = {at, columns};
      if (columns <= room) note_boundary(before, c, next, {at, columns});
      before = c;
    }
  }

  /// `c` ends at `here`; is this the end of a word, or of a character at least?
  void note_boundary(char32_t before, char32_t c, char32_t next, Boundary here) {
    if (next != 0 && display_width(next) == 0) return;  // a mark that belongs to `c`
    if (c == 0x200D) return;                            // joins what stands on both sides
    found_.any = here;
    size_t peek = here.end;
    if (peek < text_.size()) base::next_code_point(text_, peek);
    const char32_t after_next = peek < text_.size() ? base::next_code_point(text_, peek) : 0;
    const bool in_word = (is_of_word(c) && (is_of_word(next) || joins_word(c, next, after_next))) ||
                         (joins_word(before, c, next) && is_of_word(next));
    if (!in_word) found_.word = here;
  }

  /// Without what looks lost before an ellipsis: blanks, commas, opening brackets.
  static std::string tidied(std::string_view text) {
    while (!text.empty()) {
      const char32_t last = base::previous_code_point(text, text.size());
      if (!is_space(last) && !is_one_of(last, U"，、：,:（《〈「『【〔“‘([")) break;
      std::string bytes;
      base::append_utf8(bytes, last);
      text.remove_suffix(bytes.size());
    }
    return std::string(text);
  }

  std::string_view text_;
  size_t columns_;
  Boundaries found_;
};

}  // namespace

std::string cut(std::string_view text, size_t columns) {
  if (fits(text, columns)) return std::string(text);
  if (columns < display_width(kEllipsis)) return "";
  return Cutter(text, columns).cut();
}

}  // namespace herald::text
