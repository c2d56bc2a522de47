#include "graph/log.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace herald::graph;

namespace {

constexpr uint64_t kMaker = 42;

std::string facts(std::vector<FactId> list) { return pack_facts(list); }

Log sample() {
  Log log;
  log.maker = kMaker;
  log.settings = {11, 12};
  log.facts.spaces = {{"a.md", "b.md"}};
  log.facts.add_group(0, {1, 2});
  log.facts.add_group(0, {3, 4});
  log.made.push_back({"a.html", 5, facts({0, 2}), 100, 900, std::string(64, 'a'), ""});
  log.made.push_back({"b.html", 6, facts({1, 2, 3}), 200, 901, std::string(64, 'b'), "told"});
  log.inputs = {{"content/a.md", 77}};
  return log;
}

}  // namespace

TEST_CASE("a log comes back as it was written") {
  const Log before = sample();
  const Log log = read_log(write_log(before), kMaker);
  CHECK(log.maker == kMaker);
  CHECK(log.settings == before.settings);
  REQUIRE(log.made.size() == 2);
  CHECK(log.made[1].path == "b.html");
  CHECK(log.made[1].recipe == 6);
  CHECK(log.made[1].facts == before.made[1].facts);
  CHECK(log.made[1].size == 200);
  CHECK(log.made[1].stamp == 901);
  CHECK(log.made[1].sha256 == std::string(64, 'b'));
  CHECK(log.made[1].notes == "told");
  REQUIRE(log.inputs.size() == 1);
  CHECK(log.inputs[0].path == "content/a.md");
  CHECK(log.inputs[0].stamp == 77);
  CHECK(log.facts.name_of(3) == "b.md");
  CHECK(log.facts.groups[1].values == std::vector<uint64_t>{3, 4});
}

TEST_CASE("a log that owns its texts outlives what it had borrowed them from, and moves with them") {
  const std::string bytes = write_log(sample());
  Log owner;
  {
    const Log lender = read_log(bytes, kMaker);
    owner.maker = lender.maker;
    owner.settings = lender.settings;
    owner.facts = lender.facts;
    owner.inputs = {{"content/a.md", 77}};
    for (const Made& made : lender.made) {
      owner.made.push_back({Text::borrowed(made.path), made.recipe, Text::borrowed(made.facts), made.size,
                            made.stamp, Text::borrowed(made.sha256), Text::borrowed(made.notes)});
    }
    own_texts(owner);
  }
  owner.made[0].notes = std::string("told later");  // beside those that lie together
  const Log moved = std::move(owner);
  CHECK(moved.made[0].notes == "told later");
  CHECK(moved.made[1].path == "b.html");
  CHECK(moved.facts.name_of(3) == "b.md");
  Log expected = sample();
  expected.made[0].notes = std::string("told later");
  CHECK(write_log(moved) == write_log(expected));
}

TEST_CASE("a log of another program, a damaged one and none at all are empty") {
  const std::string bytes = write_log(sample());
  CHECK(read_log(bytes, kMaker + 1).maker == 0);
  CHECK(read_log("", kMaker).maker == 0);
  for (size_t i = 0; i < bytes.size(); i++) {
    CHECK(read_log(bytes.substr(0, i), kMaker).maker == 0);
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK(read_log(damaged, kMaker).made.empty());
  }
}

TEST_CASE("a log whose outputs read facts that are not there is empty") {
  Log log = sample();
  log.made[0].facts = facts({4});
  CHECK(read_log(write_log(log), kMaker).maker == 0);
}

TEST_CASE("an output is judged by its record, its recipe and its facts, in this order") {
  const Log log = sample();
  FactSet now = log.facts;
  CHECK(judge(&log.made[0], 5, compare(log.facts, now)).cause == Cause::Clean);
  CHECK(judge(nullptr, 5, compare(log.facts, now)).cause == Cause::New);
  CHECK(judge(&log.made[0], 6, compare(log.facts, now)).cause == Cause::Recipe);
  now.groups[1].values[1] = 9;
  CHECK(judge(&log.made[0], 5, compare(log.facts, now)).cause == Cause::Clean);
  const Verdict verdict = judge(&log.made[1], 6, compare(log.facts, now));
  CHECK(verdict.cause == Cause::Fact);
  CHECK(verdict.which == 3);
}

TEST_CASE("settings are compared one by one") {
  const Log log = sample();
  CHECK(judge_settings(log, {11, 12}).cause == Cause::Clean);
  CHECK(judge_settings(log, {11, 13}).cause == Cause::Setting);
  CHECK(judge_settings(log, {11, 13}).which == 1);
  CHECK(judge_settings(log, {11}).cause == Cause::NoLog);
  CHECK(judge_settings(Log(), {11, 12}).cause == Cause::NoLog);
}

TEST_CASE("outputs are found by path") {
  const Log log = sample();
  REQUIRE(find_made(log, "b.html") != nullptr);
  CHECK(find_made(log, "b.html")->recipe == 6);
  CHECK(find_made(log, "c.html") == nullptr);
}
