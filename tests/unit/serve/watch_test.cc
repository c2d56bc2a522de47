// A watch on a real folder: each way in which editors save is one change, of the file that they save.

#include <doctest/doctest.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "serve/watch.h"

namespace fs = std::filesystem;
using namespace herald;

namespace {

constexpr int kLongMs = 5000;  // for what has to come
constexpr int kShortMs = 150;  // for what must not come; longer than what vanished is waited for

/// A site in a folder of its own.
struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "herald-watch-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root = name;
    for (const char* folder :
         {"content/2026/notices", "assets", "themes/mine/templates", "public", ".herald"})
      fs::create_directories(root / folder);
    write("site.json", "{}");
    write("content/2026/notices/a.md", "甲\n");
    write("content/2026/notices/b.md", "乙\n");
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  void write(const std::string& path, const std::string& text) const {
    std::ofstream(root / path, std::ios::binary) << text;
  }
  void rename(const std::string& from, const std::string& to) const { fs::rename(root / from, root / to); }
  void remove(const std::string& path) const { fs::remove_all(root / path); }

  serve::WatchOptions options(serve::WatchWay way) const {
    return {root.string(), {(root / "public").string()}, way, 10};
  }

  fs::path root;
};

using Paths = std::vector<std::string>;

/// All that comes until it is quiet; `batches` counts in how many parts.
Paths all_changes(serve::Watch& watch, int first_ms = kLongMs, size_t* batches = nullptr) {
  std::set<std::string> paths;
  for (int wait = first_ms;; wait = kShortMs) {
    const auto changes = watch.wait(wait);
    if (!changes) break;
    CHECK_FALSE(changes->everything);
    paths.insert(changes->paths.begin(), changes->paths.end());
    if (batches != nullptr) ++*batches;
  }
  return {paths.begin(), paths.end()};
}

const std::string kNotices = "content/2026/notices/";

/// One way to save a.md.
struct Way {
  const char* name;
  std::function<void(const Folder&)> save;
};

const std::vector<Way> kWays = {
    {"over the old bytes", [](const Folder& f) { f.write(kNotices + "a.md", "新\n"); }},
    {"by a temporary file",
     [](const Folder& f) {
       f.write(kNotices + ".goutputstream-X1Y2Z3", "新\n");
       f.rename(kNotices + ".goutputstream-X1Y2Z3", kNotices + "a.md");
     }},
    {"by a temporary file with a name of its own",
     [](const Folder& f) {
       f.write(kNotices + "a.md.tmp", "新\n");
       f.rename(kNotices + "a.md.tmp", kNotices + "a.md");
     }},
    {"with the old one put aside, as vim does",
     [](const Folder& f) {
       f.write(kNotices + ".a.md.swp", "swap");
       f.write(kNotices + "4913", "");
       f.remove(kNotices + "4913");
       f.rename(kNotices + "a.md", kNotices + "a.md~");
       f.write(kNotices + "a.md", "新\n");
       f.remove(kNotices + "a.md~");
     }},
    {"with the old one put aside for a moment",
     [](const Folder& f) {
       f.rename(kNotices + "a.md", kNotices + "a.md~");
       std::this_thread::sleep_for(std::chrono::milliseconds(15));
       f.write(kNotices + "a.md", "新\n");
     }},
    {"with a lock beside it, as emacs does",
     [](const Folder& f) {
       fs::create_symlink("editor@office.1", f.root / (kNotices + ".#a.md"));
       f.write(kNotices + "#a.md#", "新\n");
       f.write(kNotices + "a.md", "新\n");
       f.remove(kNotices + ".#a.md");
       f.remove(kNotices + "#a.md#");
     }},
    {"removed and made anew",
     [](const Folder& f) {
       f.remove(kNotices + "a.md");
       f.write(kNotices + "a.md", "新\n");
     }},
    {"in several pieces",
     [](const Folder& f) {
       std::ofstream out(f.root / (kNotices + "a.md"), std::ios::binary);
       for (int i = 0; i < 20; i++) out << "又一行" << std::endl;
     }},
};

}  // namespace

TEST_CASE("each way of saving is one change of the file that is saved") {
  for (const Way& way : kWays) {
    CAPTURE(way.name);
    const Folder folder;
    serve::Watch watch(folder.options(serve::WatchWay::Events));
    REQUIRE(watch.way() == serve::WatchWay::Events);
    std::thread editor([&] { way.save(folder); });
    const auto changes = watch.wait(kLongMs);
    editor.join();
    REQUIRE(changes);
    CHECK(changes->paths == Paths{kNotices + "a.md"});
    CHECK_FALSE(watch.wait(kShortMs));
  }
}

TEST_CASE("polling sees each way of saving") {
  for (const Way& way : kWays) {
    CAPTURE(way.name);
    const Folder folder;
    serve::Watch watch(folder.options(serve::WatchWay::Polling));
    REQUIRE(watch.way() == serve::WatchWay::Polling);
    way.save(folder);
    const auto changes = watch.wait(kLongMs);
    REQUIRE(changes);
    CHECK(changes->paths == Paths{kNotices + "a.md"});
  }
}

TEST_CASE("what is made, removed and renamed is told by both names") {
  for (const serve::WatchWay way : {serve::WatchWay::Events, serve::WatchWay::Polling}) {
    const Folder folder;
    serve::Watch watch(folder.options(way));
    folder.write(kNotices + "c.md", "丙\n");
    CHECK(all_changes(watch) == Paths{kNotices + "c.md"});
    folder.remove(kNotices + "c.md");
    CHECK(all_changes(watch) == Paths{kNotices + "c.md"});
    folder.rename(kNotices + "a.md", kNotices + "d.md");
    const auto renamed = watch.wait(kLongMs);
    REQUIRE(renamed);
    CHECK(renamed->paths == Paths{kNotices + "a.md", kNotices + "d.md"});  // in one go
    folder.write("site.json", "{ }");
    CHECK(all_changes(watch) == Paths{"site.json"});
  }
}

TEST_CASE("output, what is hidden and what is no part of a site are passed over") {
  for (const serve::WatchWay way : {serve::WatchWay::Events, serve::WatchWay::Polling}) {
    const Folder folder;
    serve::Watch watch(folder.options(way));
    fs::create_directories(folder.root / "content/.git");
    fs::create_directories(folder.root / "node_modules");
    for (const char* path : {"public/index.html", ".herald/build.log", "content/.git/index", "README.md",
                             "node_modules/x.md", "content/2026/.hidden.md", "content/2026/~$notice.docx"})
      folder.write(path, "x");
    CHECK_FALSE(watch.wait(kShortMs));
  }
}

TEST_CASE("a new folder is looked into, however soon it is filled") {
  const Folder folder;
  serve::Watch watch(folder.options(serve::WatchWay::Events));
  for (int i = 0; i < 20; i++) {
    const std::string inner = "content/2027/" + std::to_string(i) + "/deep/";
    fs::create_directories(folder.root / inner);
    folder.write(inner + "x.md", "x");
  }
  Paths paths = all_changes(watch);
  for (int i = 0; i < 20; i++) {
    const std::string path = "content/2027/" + std::to_string(i) + "/deep/x.md";
    CHECK_MESSAGE(std::binary_search(paths.begin(), paths.end(), path), path);
  }
  folder.write("content/2027/3/deep/x.md", "y");
  CHECK(all_changes(watch) == Paths{"content/2027/3/deep/x.md"});
}

TEST_CASE("a folder that is renamed is watched under its new name") {
  const Folder folder;
  serve::Watch watch(folder.options(serve::WatchWay::Events));
  folder.rename("content/2026/notices", "content/2026/plans");
  const auto changes = watch.wait(kLongMs);
  REQUIRE(changes);
  CHECK(changes->paths == Paths{"content/2026/notices", "content/2026/plans", "content/2026/plans/a.md",
                                "content/2026/plans/b.md"});
  folder.write("content/2026/plans/a.md", "y");
  CHECK(all_changes(watch) == Paths{"content/2026/plans/a.md"});
  folder.remove("content/2026/plans");
  const Paths gone = all_changes(watch);
  CHECK(std::find(gone.begin(), gone.end(), "content/2026/plans") != gone.end());
}

TEST_CASE("many files at one time are told of in one go, or in two") {
  const Folder folder;
  serve::Watch watch(folder.options(serve::WatchWay::Events));
  Paths expected;
  for (int i = 0; i < 500; i++) {
    expected.push_back("content/2026/notices/n" + std::to_string(1000 + i) + ".md");
    folder.write(expected.back(), "x");
  }
  size_t batches = 0;
  CHECK(all_changes(watch, kLongMs, &batches) == expected);
  CHECK(batches <= 2);
}

TEST_CASE("nothing is missed while the reader is busy") {
  const Folder folder;
  serve::Watch watch(folder.options(serve::WatchWay::Events));
  std::set<std::string> expected, seen;
  std::thread editor([&] {
    for (int i = 0; i < 200; i++) {
      folder.write(kNotices + "n" + std::to_string(i) + ".md", "x");
      if (i % 20 == 0) fs::create_directories(folder.root / ("content/2026/s" + std::to_string(i)));
      if (i % 20 == 0) folder.write("content/2026/s" + std::to_string(i) + "/x.md", "x");
      if (i % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  for (int i = 0; i < 200; i++) {
    expected.insert(kNotices + "n" + std::to_string(i) + ".md");
    if (i % 20 == 0) expected.insert("content/2026/s" + std::to_string(i) + "/x.md");
  }
  for (int rounds = 0;
       rounds < 1000 && !std::includes(seen.begin(), seen.end(), expected.begin(), expected.end());
       rounds++) {
    const auto changes = watch.wait(kLongMs);
    if (!changes) break;
    seen.insert(changes->paths.begin(), changes->paths.end());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));  // A build.
  }
  editor.join();
  CHECK(std::includes(seen.begin(), seen.end(), expected.begin(), expected.end()));
}

TEST_CASE("a folder of texts without site.json is watched as a whole") {
  const Folder folder;
  folder.remove("site.json");
  folder.remove("content");
  serve::Watch watch(folder.options(serve::WatchWay::Events));
  folder.write("about.md", "x");
  fs::create_directories(folder.root / "2026");
  folder.write("2026/a.md", "x");
  folder.write("public/index.html", "x");
  const Paths paths = all_changes(watch);
  CHECK(paths == Paths{"2026/a.md", "about.md"});
}

TEST_CASE("a wait can be ended by another thread") {
  const Folder folder;
  for (const serve::WatchWay way : {serve::WatchWay::Events, serve::WatchWay::Polling}) {
    serve::Watch watch(folder.options(way));
    std::thread other([&] { watch.wake(); });
    CHECK_FALSE(watch.wait(60'000));
    other.join();
  }
}

TEST_CASE("the site's folder may vanish and come back") {
  const Folder folder;
  serve::Watch watch(folder.options(serve::WatchWay::Events));
  const fs::path aside = folder.root.string() + "-aside";
  fs::rename(folder.root, aside);
  const auto gone = watch.wait(kLongMs);
  REQUIRE(gone);
  CHECK(gone->everything);
  CHECK(watch.way() == serve::WatchWay::Polling);
  fs::rename(aside, folder.root);
  folder.write(kNotices + "a.md", "新\n");
  bool seen = false;
  for (int i = 0; i < 10 && !seen; i++) {
    const auto back = watch.wait(kLongMs);
    seen = back && std::find(back->paths.begin(), back->paths.end(), kNotices + "a.md") != back->paths.end();
  }
  CHECK(seen);
}

TEST_CASE("names that editors use in passing") {
  for (const char* name : {".a.md.swp", "a.md~", "4913", "5036", ".#a.md", "#a.md#", "~$a.docx",
                           ".~lock.a.ods#", "a.md.tmp", "a.md.part", ".DS_Store", "a.md___jb_tmp___"})
    CHECK_MESSAGE(serve::is_passing_name(name), name);
  for (const char* name : {"a.md", "2026", "通知.md", "4914", "a~b.md", "#1.md", "tmp.md"})
    CHECK_FALSE_MESSAGE(serve::is_passing_name(name), name);
}
