#include "graph/reads.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace herald::graph;

TEST_CASE("each read is kept once, in the order of its first occurrence") {
  Reads reads;
  reads.add(Aspect::Field, 7, detail_of("title"));
  reads.add(Aspect::Body, 7);
  reads.add(Aspect::Field, 7, detail_of("title"));
  reads.add(Aspect::Field, 7, detail_of("summary"));
  REQUIRE(reads.all().size() == 3);
  CHECK(reads.all()[0] == Read{Aspect::Field, 7, detail_of("title")});
  CHECK(reads.all()[1] == Read{Aspect::Body, 7, 0});
  CHECK(reads.all()[2] == Read{Aspect::Field, 7, detail_of("summary")});
}

TEST_CASE("what is watched is noted each time, also at once again") {
  Reads reads;
  std::vector<Read> noted;
  reads.add(Aspect::Body, 7);
  reads.watch(&noted);
  reads.add(Aspect::Body, 7);
  reads.add(Aspect::Body, 7);
  reads.watch(nullptr);
  reads.add(Aspect::Body, 7);
  CHECK(noted.size() == 2);
  CHECK(reads.take().size() == 1);
  reads.add(Aspect::Body, 7);
  CHECK(reads.all().size() == 1);
}

TEST_CASE("the same number under another aspect is another read") {
  Reads reads;
  for (Aspect aspect : {Aspect::Body, Aspect::Members, Aspect::Template, Aspect::Asset, Aspect::File})
    reads.add(aspect, 1);
  CHECK(reads.all().size() == 5);
}

TEST_CASE("many reads stay distinct while the table grows, and taking them empties it") {
  Reads reads;
  for (uint32_t round = 0; round < 3; round++) {
    for (uint32_t i = 0; i < 10'000; i++) reads.add(Aspect::Body, i);
  }
  CHECK(reads.all().size() == 10'000);
  CHECK(reads.take().size() == 10'000);
  CHECK(reads.all().empty());
  reads.add(Aspect::Body, 3);
  CHECK(reads.all().size() == 1);
  for (uint32_t i = 0; i < 10'000; i++) reads.add(Aspect::Body, i);
  CHECK(reads.all().size() == 10'000);
}

TEST_CASE("what is added last is added without what is there already") {
  Reads reads;
  for (uint32_t i = 0; i < 300; i += 3) reads.add(Aspect::Body, i, i % 5);
  std::vector<Read> last;
  for (uint32_t i = 0; i < 300; i++) {
    last.push_back({Aspect::Body, i, i % 5});
  }
  reads.add_last(ReadGroup(last));
  CHECK(reads.all().size() == 300);
  for (const Read& read : last) CHECK(std::count(reads.all().begin(), reads.all().end(), read) == 1);
  reads.clear();
  reads.add_last(ReadGroup({last[0], last[1]}));
  CHECK(reads.take() == std::vector<Read>{last[0], last[1]});
}

TEST_CASE("a group of reads is added behind the others in its order, but for those that are there already") {
  std::vector<Read> all;
  for (uint32_t i = 0; i < 400; i++)
    all.push_back({i % 3 == 0 ? Aspect::Field : Aspect::Members, i / 2, i % 7});
  const ReadGroup group(all);
  for (const uint32_t step : {1u, 2u, 3u, 5u, 50u, 200u, 1000u}) {
    CAPTURE(step);
    Reads reads;
    std::vector<Read> expected{{Aspect::Body, 1, 0}};
    reads.add(Aspect::Body, 1);
    for (size_t i = 0; i < all.size(); i += step) {
      reads.add(all[i].aspect, all[i].subject, all[i].detail);
      reads.add(all[i].aspect, all[i].subject, all[i].detail);
      expected.push_back(all[i]);
    }
    for (size_t i = 0; i < all.size(); i++)
      if (i % step != 0) expected.push_back(all[i]);
    reads.add_last(group);
    CHECK(reads.take() == expected);
  }
}

TEST_CASE("a name's detail is the same on every machine") {
  // The low half of XXH3-64, whose values are frozen.
  CHECK(detail_of("title") == detail_of("title"));
  CHECK(detail_of("title") != detail_of("summary"));
}
