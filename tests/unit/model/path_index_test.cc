#include "model/path_index.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

namespace herald::model {
namespace {

std::string drawn_path(std::mt19937& dice) {
  std::string path = "2026/";
  for (size_t size = dice() % 6; size > 0; size--) path += "ab/通"[dice() % 6];
  return path;
}

}  // namespace

TEST_CASE("an index without paths finds none") {
  const PathIndex index;
  CHECK(index.size() == 0);
  CHECK(index.find("") == PathIndex::kNotThere);
  CHECK(index.find("a") == PathIndex::kNotThere);
  CHECK_FALSE(index.contains("a"));
  CHECK(index.likely(index.expect("a")) == PathIndex::kNotThere);
}

TEST_CASE("a path has the number of its turn, and the first keeps it") {
  PathIndex index;
  index.add("2026/a.md");
  index.add("");
  index.add("2026/a.md");
  index.add("2026/b.md");
  CHECK(index.size() == 4);
  CHECK(index.find("2026/a.md") == 0);
  CHECK(index.find("") == 1);
  CHECK(index.find("2026/b.md") == 3);
  CHECK(index.path(2) == "2026/a.md");
  CHECK(index.path(3) == "2026/b.md");
  CHECK(index.find("2026/a.m") == PathIndex::kNotThere);
  CHECK(index.find("2026/a.md ") == PathIndex::kNotThere);
}

TEST_CASE("paths are found as a map finds them, whether there was room for them or not") {
  for (const size_t room : {0, 3, 1000}) {
    CAPTURE(room);
    std::mt19937 dice(7);
    PathIndex index;
    index.reserve(room);
    std::map<std::string, uint32_t> expected;
    for (uint32_t id = 0; id < 700; id++) {
      const std::string path = drawn_path(dice);
      index.add(path);
      expected.emplace(path, id);
      REQUIRE(index.path(id) == path);
    }
    for (const auto& [path, id] : expected) {
      CHECK(index.find(path) == id);
      CHECK(index.likely(index.expect(path)) == id);
    }
    for (int i = 0; i < 700; i++) {
      const std::string path = drawn_path(dice);
      CHECK(index.contains(path) == expected.contains(path));
    }
  }
}

TEST_CASE("indexes are the same when their paths are, in one order") {
  PathIndex one, same, other;
  same.reserve(100);
  for (const char* path : {"a", "bc"}) one.add(path), same.add(path);
  for (const char* path : {"ab", "c"}) other.add(path);
  CHECK(one == same);
  CHECK_FALSE(one == other);
}

}  // namespace herald::model
