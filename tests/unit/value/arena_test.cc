#include "value/arena.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace herald::value {
namespace {

TEST_CASE("what an arena hands out stays, and is aligned") {
  Arena arena;
  std::vector<std::string_view> texts;
  for (int i = 0; i < 5000; ++i) {
    texts.push_back(arena.copy("text " + std::to_string(i)));
    auto* number = arena.make<uint64_t>(static_cast<uint64_t>(i));
    CHECK(reinterpret_cast<uintptr_t>(number) % alignof(uint64_t) == 0);
    CHECK(reinterpret_cast<uintptr_t>(arena.allocate(3, 16)) % 16 == 0);
  }
  for (int i = 0; i < 5000; ++i) CHECK(texts[static_cast<size_t>(i)] == "text " + std::to_string(i));
}

TEST_CASE("a piece larger than any block has a block of its own") {
  Arena arena;
  std::string large(3 << 20, 'x');
  CHECK(arena.copy(large) == large);
  CHECK(arena.copy("a") == "a");
  CHECK(arena.bytes_held() >= large.size());
}

TEST_CASE("an empty text needs no room") {
  Arena arena;
  CHECK(arena.copy("").empty());
  CHECK(arena.bytes_held() == 0);
}

TEST_CASE("reset keeps one block and forgets the rest") {
  Arena arena;
  for (int i = 0; i < 1000; ++i) arena.array<char>(1000);
  size_t before = arena.bytes_held();
  arena.reset();
  size_t after = arena.bytes_held();
  CHECK(after > 0);
  CHECK(after < before);
  arena.array<char>(1000);
  CHECK(arena.bytes_held() == after);
}

TEST_CASE("texts survive the move of their arena, and the old one is empty and usable") {
  Arena first;
  std::string_view text = first.copy("安全");
  Arena second = std::move(first);
  CHECK(text == "安全");
  CHECK(first.bytes_held() == 0);
  CHECK(first.copy("生产") == "生产");
  first = std::move(second);
  CHECK(text == "安全");
  CHECK(second.bytes_held() == 0);
}

}  // namespace
}  // namespace herald::value
