#include "value/packing.h"

#include <doctest/doctest.h>

#include <string>

#include "value/json.h"

using namespace herald;
using namespace herald::value;

namespace {

Value parse(const std::string& text, Arena& arena) {
  base::Diagnostics diagnostics;
  const base::Source source{"x.json", text};
  const Value value = parse_json(source, {0, static_cast<uint32_t>(text.size())}, arena, diagnostics);
  REQUIRE(diagnostics.empty());
  return deep_copy(value, arena);
}

}  // namespace

TEST_CASE("plain data come back, with their positions") {
  Arena arena, other;
  const Value before = parse(
      R"({"标题": "安全生产月", "n": -12, "f": 2.5, "b": true, "z": null, "l": [1, "二", [], {}]})", arena);
  base::Packer packer;
  pack(before, packer);
  base::Unpacker bytes(packer.bytes());
  const Value after = unpack(bytes, other);
  CHECK_FALSE(bytes.failed());
  CHECK(bytes.at_end());
  CHECK(equal(before, after));
  CHECK(hash_of(before) == hash_of(after));
  CHECK(after.get("n").has_position() == before.get("n").has_position());
  if (before.get("n").has_position()) CHECK(after.get("n").position() == before.get("n").position());
}

TEST_CASE("a map with many keys is found in as before") {
  Arena arena, other;
  std::string text = "{";
  for (int i = 0; i < 100; i++)
    text += (i == 0 ? "\"k" : ", \"k") + std::to_string(i) + "\": " + std::to_string(i);
  base::Packer packer;
  pack(parse(text + "}", arena), packer);
  base::Unpacker bytes(packer.bytes());
  CHECK(unpack(bytes, other).get("k77").as_int() == 77);
}

TEST_CASE("bytes that are cut or changed give some value and never more than they hold") {
  Arena arena;
  base::Packer packer;
  pack(parse(R"({"a": [1, 2, {"b": "text"}], "c": 1.5})", arena), packer);
  for (size_t cut = 0; cut < packer.size(); cut++) {
    Arena other;
    base::Unpacker bytes(std::string_view(packer.bytes()).substr(0, cut));
    (void)unpack(bytes, other);
    CHECK(bytes.failed());
  }
  for (size_t i = 0; i < packer.size(); i++) {
    Arena other;
    std::string damaged = packer.bytes();
    damaged[i] = static_cast<char>(damaged[i] ^ 0xff);
    base::Unpacker bytes(damaged);
    (void)hash_of(unpack(bytes, other));
  }
}
