#include "publish/releases.h"

#include <doctest/doctest.h>

using namespace herald::publish;

namespace {

Releases read(const std::vector<std::string>& folders, std::string_view live) {
  std::vector<HostEntry> entries;
  for (const std::string& name : folders) entries.push_back({name, 0, true});
  return read_releases(entries, live);
}

using Numbers = std::vector<uint64_t>;

}  // namespace

TEST_CASE("a new publication has a number above all that is there, and only what is not whole is a half") {
  const Releases some = read({"10", "9", "herald-tmp-11", "herald-lock", "007", "x", "herald-tmp-x"}, "9");
  CHECK(some.whole == Numbers{9, 10});
  CHECK(some.halves == std::vector<std::string>{"herald-tmp-11"});
  CHECK(some.next == 12);
  CHECK(read({}, "").next == 1);
  CHECK(read({"herald-tmp-2"}, "herald-tmp-2").halves.empty());
  CHECK(read({"99999999999999999999999"}, "").next == 1);
  const HostEntry file{"5", 1};
  CHECK(read_releases(std::span(&file, 1), "").whole.empty());
  CHECK(read_releases(std::span(&file, 1), "").next == 6);
}

TEST_CASE("the last three publications stay, and the one that was live") {
  struct Case {
    std::vector<std::string> folders;
    const char* live;
    Numbers removed;
  };
  for (const Case& one : {Case{{"1", "2", "3"}, "2", {}}, Case{{"1", "2", "3", "4"}, "3", {1}},
                          Case{{"1", "2", "3", "4"}, "1", {2}}, Case{{"1", "2", "3", "4"}, "", {1}},
                          Case{{"1", "2"}, "", {}}, Case{{}, "1", {}}})
    CHECK(releases_to_remove(read(one.folders, one.live), one.live) == one.removed);
}

TEST_CASE("a link leads to a publication however it is written") {
  for (const auto& [link, name] : {std::pair{"web.releases/3", "3"},
                                   {"web.releases/3/", "3"},
                                   {"./web.releases//3", "3"},
                                   {"/srv/web.releases/3/htdocs", "3"},
                                   {"web.releases", ""},
                                   {"web.releases/", ""},
                                   {"other.releases/3", ""},
                                   {"3", ""},
                                   {"", ""}})
    CHECK(release_in(link, "web.releases") == name);
}
