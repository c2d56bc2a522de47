#include "base/suggest.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace base = herald::base;

namespace {

void check_distance(std::string_view a, std::string_view b, size_t expected) {
  CAPTURE(a);
  CAPTURE(b);
  CHECK(base::edit_distance(a, b) == expected);
  CHECK(base::edit_distance(b, a) == expected);
}

void check_nearest(std::string_view word, std::string_view expected) {
  static const std::vector<std::string_view> kKeys = {"title",    "date",     "deadline", "标题",
                                                      "发文字号", "成文日期", "id"};
  CAPTURE(word);
  CHECK(base::nearest(word, kKeys) == expected);
}

}  // namespace

TEST_CASE("edits are counted in code points, a swap of neighbours as one") {
  check_distance("", "", 0);
  check_distance("", "abc", 3);
  check_distance("title", "title", 0);
  check_distance("title", "tilte", 1);
  check_distance("title", "titel", 1);
  check_distance("title", "titles", 1);
  check_distance("成文日期", "发文日期", 1);
  check_distance("kitten", "sitting", 3);
  check_distance("ab", "ba", 1);
}

TEST_CASE("the nearest word is offered when it is near enough") {
  check_nearest("titel", "title");
  check_nearest("Title", "title");
  check_nearest("TITLE", "title");
  check_nearest("dedline", "deadline");
  check_nearest("主题", "标题");
  check_nearest("发文号", "发文字号");
  check_nearest("colour", "");
  check_nearest("x", "");
  check_nearest("", "");
  check_nearest(std::string(100000, 'x'), "");
  CHECK(base::nearest("abc", {}).empty());
}

TEST_CASE("the first of equally near words wins") {
  const std::vector<std::string_view> words = {"bat", "cat", "hat"};
  CHECK(base::nearest("rat", words) == "bat");
}
