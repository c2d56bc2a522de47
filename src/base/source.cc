#include "base/source.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/secrets.h"
#include "base/utf8.h"

namespace herald::base {
namespace {

/// A source line is shown whole up to this many columns, else a part of it around the caret.
constexpr size_t kExcerptColumns = 110;
/// How much of that stands before the caret when the line has to be cut.
constexpr size_t kColumnsBeforeCaret = 60;

/// A byte range of one line and the columns it takes.
struct Window {
  size_t begin;
  size_t end;
  size_t columns = 0;
};

/// The line that begins at `begin`.
std::string_view line_from(std::string_view text, size_t begin) {
  return text.substr(begin, text.substr(begin).find('\n'));
}

/// The line that `at` is in.
std::string_view line_around(std::string_view text, size_t at) {
  return line_from(text, text.substr(0, at).rfind('\n') + 1);  // npos + 1 is 0
}

/// What is shown for `c`: one blank for a tab and for every control character, which a terminal might obey.
char32_t shown(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) ? U' ' : c; }

size_t columns_of(char32_t c) { return static_cast<size_t>(display_width(shown(c))); }

size_t columns_of(std::string_view text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.size();) columns += columns_of(next_code_point(text, at));
  return columns;
}

/// The offset of the code point that ends at `at`; one byte back where the text is malformed.
size_t step_back(std::string_view text, size_t at) {
  for (size_t length = 2; length <= std::min<size_t>(4, at); ++length) {
    size_t next = at - length;
    next_code_point(text, next);
    if (next == at) return at - length;
  }
  return at - 1;
}

void grow_left(std::string_view line, Window& window, size_t columns_max) {
  while (window.begin > 0) {
    const size_t before = step_back(line, window.begin);
    size_t next = before;
    const size_t columns = columns_of(next_code_point(line, next));
    if (window.columns + columns > columns_max) return;
    window.begin = before;
    window.columns += columns;
  }
}

void grow_right(std::string_view line, Window& window, size_t columns_max) {
  while (window.end < line.size()) {
    size_t next = window.end;
    const size_t columns = columns_of(next_code_point(line, next));
    if (window.columns + columns > columns_max) return;
    window.end = next;
    window.columns += columns;
  }
}

/// The part of `line` to show when something at `at` is meant.
Window window_around(std::string_view line, size_t at) {
  Window window{.begin = at, .end = at};
  grow_left(line, window, kColumnsBeforeCaret);
  grow_right(line, window, kExcerptColumns);
  grow_left(line, window, kExcerptColumns);
  return window;
}

}  // namespace

Place place_of(std::string_view path, std::string_view text, Span span) {
  const size_t begin = std::min<size_t>(span.begin, text.size());
  const size_t end = std::clamp<size_t>(span.end, begin, text.size());
  const std::string_view before = text.substr(0, begin);
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view line = line_from(text, line_begin);
  const size_t at = begin - line_begin;

  Place place;
  place.path = path;
  place.line = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  place.column = static_cast<uint32_t>(count_code_points(line.substr(0, at))) + 1;

  const Window window = window_around(line, at);
  if (window.begin > 0) place.excerpt = "…";
  for (size_t next = window.begin; next < window.end;)
    append_utf8(place.excerpt, shown(next_code_point(line, next)));
  if (window.end < line.size()) place.excerpt += "…";

  const size_t covered_end = std::clamp(end - line_begin, at, window.end);
  const size_t caret = columns_of(line.substr(window.begin, at - window.begin)) + (window.begin > 0 ? 1 : 0);
  place.caret = static_cast<uint32_t>(caret);
  place.width = static_cast<uint32_t>(std::max<size_t>(1, columns_of(line.substr(at, covered_end - at))));
  return place;
}

Place place_of(const Source& source, Span span) {
  Place place = place_of(source.path, source.text, span);
  if (source.may_hold_secrets && may_hold_secret(line_around(source.text, span.begin))) place.excerpt.clear();
  return place;
}

Place pending_place(std::string_view path, Span span) {
  Place place = place_of_file(path);
  place.pending = {span.begin, std::max(span.end, span.begin + 1)};
  return place;
}

void find_pending(Place& place, std::string_view text) {
  Span span = place.pending;
  place.pending = {};
  if (span.begin >= text.size()) return;
  if (text[span.begin] == '"') span = {span.begin + 1, span.end + 1};
  span.end = static_cast<uint32_t>(std::min<size_t>(span.end, text.size()));
  place = place_of(place.path, text, span);
}

Place place_of_file(std::string_view path) {
  Place place;
  place.path = path;
  return place;
}

}  // namespace herald::base
