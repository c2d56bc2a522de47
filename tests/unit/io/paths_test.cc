#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "io/files.h"
#include "io/paths.h"

namespace base = herald::base;
namespace io = herald::io;

TEST_CASE("paths are normalised by text alone") {
  const auto check = [](std::string_view path, std::string_view expected) {
    CAPTURE(path);
    CHECK(io::normalise_path(path) == expected);
    CHECK(io::normalise_path(io::normalise_path(path)) == expected);
  };
  check("", "");
  check(".", "");
  check("./", "");
  check("a", "a");
  check("a/", "a");
  check("a//b///c", "a/b/c");
  check("a/./b/../c", "a/c");
  check("a/..", "");
  check("a/../b", "b");
  check("..", "..");
  check("../", "..");
  check("a/../../b", "../b");
  check("../../a/../b", "../../b");
  check("../a/../..", "../..");
  check("../a/..", "..");
  check("/", "/");
  check("/..", "/");
  check("/../a", "/a");
  check("/a/../..", "/");
  check("//a/b/..", "/a");
  check("..a/.b/...", "..a/.b/...");
  check("内容/../附件.docx", "附件.docx");
}

TEST_CASE("a relative path is joined below a root, or refused when it leaves it") {
  const auto check = [](std::string_view root, std::string_view relative, std::string_view expected) {
    CAPTURE(root);
    CAPTURE(relative);
    const auto joined = io::join_below(root, relative);
    CHECK((joined ? *joined : "outside") == expected);
    if (!joined) {
      CHECK(joined.error().code == base::Code::PathOutside);
      CHECK(joined.error().arguments[0] == relative);
    }
  };
  check("site", "a/./b/../c", "site/a/c");
  check("site/", "a", "site/a");
  check("/", "a", "/a");
  check("", "a/b", "a/b");
  check(".", "a", "a");
  check("site", "", "site");
  check("site", "a/..", "site");
  check("..", "a", "../a");
  check("site", "..", "outside");
  check("site", "../site/a", "outside");
  check("site", "a/../../b", "outside");
  check("site", "/etc/passwd", "outside");
  check("site", "//a", "outside");
  check("site", "..a", "site/..a");
  check("site", std::string_view("a\0b", 3), "outside");
}

TEST_CASE("the files of a memory disk are its own, those of another disk are none") {
  const auto disk = io::memory_disk({{"./a//b", "1"}, {"c", "2"}});
  REQUIRE(disk->write("d/../e", "3"));
  const std::map<std::string, std::string> expected = {{"a/b", "1"}, {"c", "2"}, {"e", "3"}};
  CHECK(io::files_of(*disk) == expected);
  CHECK(io::files_of(*io::real_disk()).empty());
  base::Diagnostics diagnostics;
  CHECK(disk->walk("", {}, diagnostics).files.size() == 3);
  CHECK(disk->walk(".", {"a"}, diagnostics).files.size() == 2);
  CHECK(diagnostics.empty());
}

TEST_CASE("a listing is sorted by path, whatever stretches of it are sorted already") {
  std::mt19937 random(1);
  for (const size_t count : {0, 1, 2, 3, 7, 64, 501}) {
    for (const size_t run : {1, 2, 5, 64, 1000}) {
      CAPTURE(count);
      CAPTURE(run);
      std::vector<std::string> paths;
      for (size_t i = 0; i < count; i++) paths.push_back("folder/" + std::to_string(random() % 300) + ".md");
      for (size_t from = 0; from < count; from += run)
        std::sort(paths.begin() + static_cast<std::ptrdiff_t>(from),
                  paths.begin() + static_cast<std::ptrdiff_t>(std::min(from + run, count)));
      io::Listing listing;
      for (const std::string& path : paths) listing.files.push_back({.path = path});
      io::sort_by_path(listing);
      std::sort(paths.begin(), paths.end());
      REQUIRE(listing.files.size() == paths.size());
      for (size_t i = 0; i < count; i++) CHECK(listing.files[i].path == paths[i]);
    }
  }
}
