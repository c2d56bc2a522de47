#include "base/packing.h"

#include <doctest/doctest.h>

#include <cstdint>

using herald::base::Packer;
using herald::base::unsealed;
using herald::base::Unpacker;

TEST_CASE("numbers, signed numbers, hashes and texts come back") {
  const uint64_t numbers[] = {0, 1, 127, 128, 300, UINT32_MAX, UINT64_MAX};
  const int64_t signed_numbers[] = {0, -1, 1, -64, INT64_MIN, INT64_MAX};
  Packer packer;
  for (const uint64_t number : numbers) packer.number(number);
  for (const int64_t number : signed_numbers) packer.signed_number(number);
  packer.fixed(0x0123456789abcdef);
  packer.text("安全生产月");
  packer.text("");

  Unpacker unpacker(packer.bytes());
  for (const uint64_t number : numbers) CHECK(unpacker.number() == number);
  for (const int64_t number : signed_numbers) CHECK(unpacker.signed_number() == number);
  CHECK(unpacker.fixed() == 0x0123456789abcdef);
  CHECK(unpacker.text() == "安全生产月");
  CHECK(unpacker.text() == "");
  CHECK(unpacker.at_end());
  CHECK_FALSE(unpacker.failed());
}

TEST_CASE("small numbers take one byte") {
  Packer packer;
  packer.number(127);
  packer.signed_number(-64);
  CHECK(packer.size() == 2);
}

TEST_CASE("bytes that end too early fail, and what follows is empty") {
  Packer packer;
  packer.number(5);
  packer.text("abcdef");
  packer.fixed(7);
  for (size_t cut = 0; cut < packer.size(); cut++) {
    Unpacker unpacker(std::string_view(packer.bytes()).substr(0, cut));
    unpacker.number();
    unpacker.text();
    unpacker.fixed();
    CHECK(unpacker.failed());
    CHECK(unpacker.number() == 0);
    CHECK(unpacker.text().empty());
  }
}

TEST_CASE("a count over its limit fails") {
  Packer packer;
  packer.number(11);
  CHECK(Unpacker(packer.bytes()).count(11) == 11);
  Unpacker small(packer.bytes());
  CHECK(small.count(10) == 0);
  CHECK(small.failed());
}

TEST_CASE("a number of more than 64 bits fails") {
  Unpacker endless("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
  endless.number();
  CHECK(endless.failed());
}

TEST_CASE("a seal shows every changed bit and every cut") {
  Packer packer;
  packer.text("content/2026/notices/a.md");
  const std::string whole = std::move(packer).sealed();
  CHECK(unsealed(whole).size() == whole.size() - 8);
  for (size_t i = 0; i < whole.size(); i++) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    CHECK(unsealed(damaged).empty());
    CHECK(unsealed(std::string_view(whole).substr(0, i)).empty());
  }
}
