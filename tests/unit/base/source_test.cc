#include "base/source.h"

#include <doctest/doctest.h>

#include <string>

#include "base/utf8.h"

namespace base = herald::base;

namespace {

/// Finds `marked` in `text` and checks where a person is told it stands.
void check_place(std::string_view text, std::string_view marked, uint32_t line, uint32_t column,
                 uint32_t caret, uint32_t width, std::string_view excerpt) {
  CAPTURE(text);
  CAPTURE(marked);
  const auto begin = static_cast<uint32_t>(text.find(marked));
  const base::Place place =
      base::place_of("a.md", text, {begin, begin + static_cast<uint32_t>(marked.size())});
  CHECK(place.path == "a.md");
  CHECK(place.line == line);
  CHECK(place.column == column);
  CHECK(place.caret == caret);
  CHECK(place.width == width);
  CHECK(place.excerpt == excerpt);
}

}  // namespace

TEST_CASE("a place counts lines and columns from 1, columns in code points, the caret in display columns") {
  check_place("abc", "abc", 1, 1, 0, 3, "abc");
  check_place("abc\ndef\n", "ef", 2, 2, 1, 2, "def");
  check_place("标题: 通知\n", "通知", 1, 5, 6, 4, "标题: 通知");
  check_place("一\n二三\n", "三", 2, 2, 2, 2, "二三");
  check_place("e\u0301x", "x", 1, 3, 1, 1, "e\u0301x");
  check_place("😀x", "x", 1, 2, 2, 1, "😀x");
}

TEST_CASE("a tab and control characters are one blank in the excerpt") {
  check_place("\tab", "ab", 1, 2, 1, 2, " ab");
  check_place("\x1b[31mred", "red", 1, 6, 5, 3, " [31mred");
}

TEST_CASE("a span over several lines is underlined to the end of its first line") {
  check_place("ab\ncdef\ngh", "ef\ngh", 2, 3, 2, 2, "cdef");
  check_place("ab\ncd", "\ncd", 1, 3, 2, 1, "ab");
}

TEST_CASE("an empty span and a span behind the text have a caret of width 1") {
  const base::Place empty = base::place_of("p", "ab\n", {1, 1});
  CHECK(empty.width == 1);
  CHECK(empty.column == 2);
  const base::Place behind = base::place_of("p", "ab\n", {100, 200});
  CHECK(behind.line == 2);
  CHECK(behind.column == 1);
  CHECK(behind.width == 1);
  CHECK(behind.excerpt.empty());
  const base::Place turned = base::place_of("p", "abcd", {3, 1});
  CHECK(turned.column == 4);
  CHECK(turned.width == 1);
  CHECK(base::place_of("p", "", {0, 0}).line == 1);
}

TEST_CASE("malformed bytes are shown as U+FFFD and counted one by one") {
  const base::Place place = base::place_of("p", "a\xFF\xE4\xB8z", {4, 5});
  CHECK(place.column == 5);
  CHECK(place.caret == 4);
  CHECK(place.excerpt == "a\uFFFD\uFFFD\uFFFDz");
}

TEST_CASE("a long line is cut to a readable part that holds the caret") {
  for (const size_t at : {0, 1, 55, 59, 60, 61, 300, 880, 940, 990, 999}) {
    for (const std::string_view unit : {"x", "安"}) {
      CAPTURE(at);
      std::string text;
      for (size_t i = 0; i < 1000; ++i) text += unit;
      const auto begin = static_cast<uint32_t>(at * unit.size());
      const auto size = static_cast<uint32_t>(unit.size());
      text.replace(begin, size, unit == "x" ? "!" : "！");
      const base::Place place = base::place_of("p", text, {begin, begin + size});
      CHECK(base::display_width(place.excerpt) <= 112);
      CHECK(base::display_width(place.excerpt) >= 105);
      // What stands at the caret is what was meant.
      size_t columns = 0;
      size_t next = 0;
      while (columns < place.caret) {
        columns += static_cast<size_t>(base::display_width(base::next_code_point(place.excerpt, next)));
      }
      CHECK(columns == place.caret);
      CHECK(place.excerpt.substr(next, size) == (unit == "x" ? "!" : "！"));
      CHECK(place.column == at + 1);
      CHECK(place.excerpt.starts_with("…") == (at * (unit == "x" ? 1 : 2) > 60));
    }
  }
}

TEST_CASE("a long span on a long line is underlined as far as the line is shown") {
  const std::string text(1000, 'x');
  const base::Place place = base::place_of("p", text, {500, 990});
  CHECK(place.caret + place.width <= base::display_width(place.excerpt));
}

TEST_CASE("a place of a file has a path and nothing else") {
  const base::Place place = base::place_of_file("site.json");
  CHECK(place.path == "site.json");
  CHECK(place.line == 0);
  CHECK(place.excerpt.empty());
}
