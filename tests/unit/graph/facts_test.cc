#include "graph/facts.h"

#include <doctest/doctest.h>

#include <vector>

using namespace herald::graph;

namespace {

FactSet make(std::vector<std::string_view> names, std::vector<uint64_t> bodies,
             std::vector<uint64_t> titles) {
  FactSet set;
  set.spaces = {std::move(names), {""}};
  set.add_group(0, std::move(bodies));
  set.add_group(1, {7});
  set.add_group(0, std::move(titles));
  return set;
}

std::vector<FactId> unpacked(std::string_view packed) {
  std::vector<FactId> facts;
  CHECK(for_each_fact(packed, [&](FactId fact) {
    facts.push_back(fact);
    return true;
  }));
  return facts;
}

}  // namespace

TEST_CASE("facts are numbered group by group") {
  const FactSet set = make({"a.md", "b.md"}, {1, 2}, {3, 4});
  CHECK(set.size() == 5);
  CHECK(set.id(2, 1) == 4);
  CHECK(set.group_of(0) == 0);
  CHECK(set.group_of(1) == 0);
  CHECK(set.group_of(2) == 1);
  CHECK(set.group_of(4) == 2);
  CHECK(set.name_of(4) == "b.md");
  CHECK(set.name_of(2) == "");
}

TEST_CASE("equal sets: nothing changed, nothing renumbered") {
  const Comparison same = compare(make({"a", "b"}, {1, 2}, {3, 4}), make({"a", "b"}, {1, 2}, {3, 4}));
  CHECK_FALSE(same.renumbered);
  CHECK(same.changed == std::vector<uint8_t>(5, 0));
}

TEST_CASE("a changed value is one changed fact") {
  const Comparison found = compare(make({"a", "b"}, {1, 2}, {3, 4}), make({"a", "b"}, {1, 9}, {3, 4}));
  CHECK_FALSE(found.renumbered);
  CHECK(found.changed == std::vector<uint8_t>{0, 1, 0, 0, 0});
}

TEST_CASE("a subject that comes shifts numbers and changes nothing") {
  const Comparison found =
      compare(make({"a", "c"}, {1, 2}, {3, 4}), make({"a", "b", "c"}, {1, 5, 2}, {3, 5, 4}));
  CHECK(found.renumbered);
  CHECK(found.changed == std::vector<uint8_t>(5, 0));
  CHECK(found.now == std::vector<FactId>{0, 2, 3, 4, 6});
}

TEST_CASE("a subject that goes is changed and has no number") {
  const Comparison found = compare(make({"a", "b"}, {1, 2}, {3, 4}), make({"b"}, {2}, {4}));
  CHECK(found.changed == std::vector<uint8_t>{1, 0, 0, 1, 0});
  CHECK(found.now == std::vector<FactId>{kNoFact, 0, 1, kNoFact, 2});
}

TEST_CASE("sets of other groups have nothing in common") {
  FactSet other = make({"a"}, {1}, {3});
  other.add_group(1, {1});
  CHECK(compare(make({"a"}, {1}, {3}), other).changed == std::vector<uint8_t>(3, 1));
}

TEST_CASE("lists of facts are packed in order and without doubles") {
  std::vector<FactId> facts = {300, 1, 1, 70000, 0, 300};
  const std::string packed = pack_facts(facts);
  CHECK(packed.size() == 7);
  CHECK(unpacked(packed) == std::vector<FactId>{0, 1, 300, 70000});
  std::vector<FactId> none;
  CHECK(unpacked(pack_facts(none)).empty());
}

TEST_CASE("a list that is cut, or whose number does not fit, is damaged") {
  const auto any = [](FactId) { return true; };
  CHECK_FALSE(for_each_fact("\x81", any));
  CHECK_FALSE(for_each_fact("\xff\xff\xff\xff\xff\xff\x01", any));
}
