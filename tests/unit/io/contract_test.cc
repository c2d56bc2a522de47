// What holds of any disk: every test runs on the machine's disk and on one in memory.

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "folder.h"
#include "io/files.h"

namespace base = herald::base;
namespace io = herald::io;
using base::Code;

namespace {

void on_both(const std::function<void(io::Disk& disk, const std::string& root)>& test) {
  SUBCASE("the machine's disk") {
    const TestFolder folder;
    test(*io::real_disk(), folder.path());
  }
  SUBCASE("a disk in memory") { test(*io::memory_disk({}), "/site"); }
}

void put(io::Disk& disk, const std::string& path, std::string_view bytes = "x") {
  const auto written = disk.write(path, bytes);
  REQUIRE(written);
}

std::vector<std::string> paths_of(const io::Listing& listing) {
  std::vector<std::string> paths;
  for (const io::FileInfo& file : listing.files) paths.push_back(file.path);
  return paths;
}

std::vector<std::string> walked(const io::Disk& disk, const std::string& root,
                                const std::vector<std::string>& skip = {}) {
  base::Diagnostics diagnostics;
  auto paths = paths_of(disk.walk(root, skip, diagnostics));
  CHECK(diagnostics.empty());
  return paths;
}

template <class T>
void check_failure(const base::Result<T>& result, Code code, const std::string& path) {
  REQUIRE_FALSE(result);
  CHECK(base::text_of(result.error().code).name == base::text_of(code).name);
  CHECK(result.error().place.path == path);
  REQUIRE_FALSE(result.error().arguments.empty());
  CHECK(result.error().arguments[0] == path);
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("what was written is read back, whatever the bytes") {
  on_both([](io::Disk& disk, const std::string& root) {
    const std::string zeros("a\0b\r\n\xFF", 6);
    for (const std::string& bytes : {std::string(), std::string("安全"), zeros, std::string(300000, 'x')}) {
      put(disk, root + "/a", bytes);
      const auto read = disk.read(root + "/a");
      REQUIRE(read);
      CHECK(*read == bytes);
      const auto info = disk.stat(root + "/a");
      REQUIRE(info);
      CHECK(info->size == bytes.size());
      CHECK_FALSE(info->directory);
      CHECK(info->path == root + "/a");
    }
  });
}

TEST_CASE("writing makes the folders above the file") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a/b/c/安全.html", "page");
    CHECK(disk.read(root + "/a/b/c/安全.html"));
    const auto folder = disk.stat(root + "/a/b");
    REQUIRE(folder);
    CHECK(folder->directory);
  });
}

TEST_CASE("writing the same bytes again leaves the file alone") {
  on_both([](io::Disk& disk, const std::string& root) {
    const std::string path = root + "/a";
    CHECK(*disk.write(path, "one"));
    const int64_t before = disk.stat(path)->modified_ns;
    CHECK_FALSE(*disk.write(path, "one"));
    CHECK(disk.stat(path)->modified_ns == before);
    CHECK(*disk.write(path, "two"));
    CHECK(*disk.write(path, "longer"));
    CHECK(*disk.write(path, ""));
    CHECK_FALSE(*disk.write(path, ""));
    CHECK(disk.read(path)->empty());
  });
}

TEST_CASE("large files that differ in the last byte alone are told apart") {
  on_both([](io::Disk& disk, const std::string& root) {
    std::string bytes(200001, 'a');
    CHECK(*disk.write(root + "/a", bytes));
    CHECK_FALSE(*disk.write(root + "/a", bytes));
    bytes.back() = 'b';
    CHECK(*disk.write(root + "/a", bytes));
    CHECK(*disk.read(root + "/a") == bytes);
  });
}

TEST_CASE("what is not there is missing") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/file");
    for (const std::string name : {"/none", "/none/a", "/file/a"}) {
      check_failure(disk.read(root + name), Code::FileMissing, root + name);
      check_failure(disk.stat(root + name), Code::FileMissing, root + name);
    }
  });
}

TEST_CASE("a folder cannot be read as a file, written over or removed") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a/b");
    check_failure(disk.read(root + "/a"), Code::FileUnreadable, root + "/a");
    check_failure(disk.write(root + "/a", "x"), Code::FileUnwritable, root + "/a");
    check_failure(disk.remove(root + "/a", root), Code::FileUndeletable, root + "/a");
    CHECK(disk.read(root + "/a/b"));
    CHECK(walked(disk, root) == Paths{"a/b"});
  });
}

TEST_CASE("a file cannot become a folder") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a");
    check_failure(disk.write(root + "/a/b", "x"), Code::FileUnwritable, root + "/a/b");
    check_failure(disk.write(root + "/a/b/c", "x"), Code::FileUnwritable, root + "/a/b/c");
    CHECK(*disk.read(root + "/a") == "x");
  });
}

TEST_CASE("a walk lists files by path, bytewise, without what nobody put there") {
  on_both([](io::Disk& disk, const std::string& root) {
    for (const std::string name :
         {"b/c", "b.md", "a", "b/a/z", "b-x/q", "安.md", "B", ".hidden", ".git/config", "b/.x", "b/.y/z",
          "~$a.docx", "b/~$c.md", "b/c~", "Thumbs.db", "b/desktop.ini", "old~/a"}) {
      put(disk, root + '/' + name, name);
    }
    CHECK(walked(disk, root) == Paths{"B", "a", "b-x/q", "b.md", "b/a/z", "b/c", "安.md"});
    CHECK(walked(disk, root + "/") == walked(disk, root));
    CHECK(walked(disk, root + "/b") == Paths{"a/z", "c"});
  });
}

TEST_CASE("a walk tells size and time of each file") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a/b", "12345");
    base::Diagnostics diagnostics;
    const io::Listing listing = disk.walk(root, {}, diagnostics);
    REQUIRE(listing.files.size() == 1);
    CHECK(listing.files[0].size == 5);
    CHECK(listing.files[0].modified_ns == disk.stat(root + "/a/b")->modified_ns);
    CHECK(listing.files[0].modified_ns > 0);
    CHECK_FALSE(listing.files[0].directory);
  });
}

TEST_CASE("a walk leaves out the folders to skip, however they are written") {
  on_both([](io::Disk& disk, const std::string& root) {
    for (const std::string name : {"a", "public/x", "public/y/z", "publicity/p", "sub/public/q"}) {
      put(disk, root + '/' + name);
    }
    for (const std::string& skip :
         {std::string("public"), std::string("public/"), std::string("./sub/../public"), root + "/public"}) {
      CAPTURE(skip);
      CHECK(walked(disk, root, {skip}) == Paths{"a", "publicity/p", "sub/public/q"});
    }
    CHECK(walked(disk, root, {"none", "public", "sub/public"}) == Paths{"a", "publicity/p"});
    CHECK(walked(disk, root, {"../elsewhere"}).size() == 5);
  });
}

TEST_CASE("a walk of what is no folder says so") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/file");
    const auto check = [&](const std::string& path, Code code) {
      base::Diagnostics diagnostics;
      CHECK(disk.walk(path, {}, diagnostics).files.empty());
      REQUIRE(diagnostics.all().size() == 1);
      CHECK(diagnostics.all()[0].code == code);
      CHECK(diagnostics.all()[0].place.path == path);
    };
    check(root + "/none", Code::FileMissing);
    check(root + "/file/none", Code::FileMissing);
    check(root + "/file", Code::FileUnreadable);
  });
}

TEST_CASE("a name that is not UTF-8 is told of and left out") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a");
    put(disk, root + "/\xB0\xB2\xC8\xAB.md");
    put(disk, root + "/\xB0\xB2/b.md");
    base::Diagnostics diagnostics;
    CHECK(paths_of(disk.walk(root, {}, diagnostics)) == Paths{"a"});
    diagnostics.sort();
    REQUIRE(diagnostics.all().size() == 2);
    CHECK(diagnostics.all()[0].code == Code::NameNotUtf8);
    CHECK(diagnostics.all()[0].place.path == root + "/\xB0\xB2");
    CHECK(diagnostics.all()[1].place.path == root + "/\xB0\xB2\xC8\xAB.md");
  });
}

TEST_CASE("removing a file removes the folders that become empty, up to the root") {
  on_both([](io::Disk& disk, const std::string& root) {
    const std::string out = root + "/public";
    put(disk, out + "/a/b/c");
    put(disk, out + "/a/d");
    CHECK(disk.remove(out + "/a/b/c", out));
    CHECK_FALSE(disk.stat(out + "/a/b"));
    CHECK(disk.stat(out + "/a"));
    CHECK(disk.remove(out + "/a/b/c", out));  // not there any more
    CHECK(disk.remove(out + "/none/x", out));
    CHECK(disk.remove(out + "/a/./d", out + "/"));
    CHECK_FALSE(disk.stat(out + "/a"));
  });
}

TEST_CASE("nothing outside of the root is removed, nor the root") {
  on_both([](io::Disk& disk, const std::string& root) {
    const std::string out = root + "/public";
    put(disk, root + "/keep");
    put(disk, root + "/publicity");
    put(disk, out + "/a");
    for (const std::string& path :
         {root + "/keep", out + "/../keep", root + "/publicity", out, std::string("keep")}) {
      check_failure(disk.remove(path, out), Code::PathOutside, path);
    }
    CHECK(walked(disk, root) == Paths{"keep", "public/a", "publicity"});
  });
}

TEST_CASE("a file is compared and made longer piece by piece") {
  on_both([](io::Disk& disk, const std::string& root) {
    const std::string path = root + "/out/a.zip";
    REQUIRE(disk.create(path, "head"));
    const std::string block(100'000, 'x');
    REQUIRE(disk.append(path, block));
    REQUIRE(disk.append(path, ""));
    REQUIRE(disk.append(path, "tail"));
    CHECK(disk.holds(path, "head" + block + "tail"));
    CHECK(disk.holds_at(path, 0, "head"));
    CHECK(disk.holds_at(path, 4, block));
    CHECK(disk.holds_at(path, 4 + block.size(), "tail"));
    CHECK(disk.holds_at(path, 8 + block.size(), ""));
    CHECK_FALSE(disk.holds_at(path, 5 + block.size(), "tail"));
    CHECK_FALSE(disk.holds_at(path, 8 + block.size(), "x"));
    CHECK_FALSE(disk.holds_at(path, 1 << 30, "x"));
    CHECK_FALSE(disk.holds_at(root + "/none", 0, ""));
    check_failure(disk.append(root + "/none", "x"), Code::FileUnwritable, root + "/none");
  });
}

TEST_CASE("a copy has the bytes, replaces what was there and is not changed by a later write") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a", "one");
    put(disk, root + "/kept/old", "old");
    CHECK(disk.copy(root + "/a", root + "/kept/new/a"));
    CHECK(disk.copy(root + "/a", root + "/kept/old"));
    put(disk, root + "/a", "two");
    CHECK(disk.holds(root + "/kept/new/a", "one"));
    CHECK(disk.holds(root + "/kept/old", "one"));
    CHECK_FALSE(disk.copy(root + "/none", root + "/kept/x"));
    CHECK_FALSE(disk.stat(root + "/kept/x"));
  });
}

TEST_CASE("several threads write different files into the same new folders") {
  on_both([](io::Disk& disk, const std::string& root) {
    std::vector<char> done(400);
    base::parallel_for(done.size(), 8, [&](size_t index, unsigned) {
      const std::string path = root + "/out/" + std::to_string(index % 7) + "/sub/" + std::to_string(index);
      const auto written = disk.write(path, path);
      done[index] = written && *written;
    });
    CHECK(std::all_of(done.begin(), done.end(), [](char is_done) { return is_done != 0; }));
    CHECK(walked(disk, root).size() == done.size());
  });
}

TEST_CASE("a file moves over another, into folders that are made for it") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a", "new");
    put(disk, root + "/b", "old");
    REQUIRE(disk.move(root + "/a", root + "/b"));
    CHECK(*disk.read(root + "/b") == "new");
    REQUIRE(disk.move(root + "/b", root + "/c/d/e"));
    CHECK(walked(disk, root) == Paths{"c/d/e"});
    check_failure(disk.move(root + "/none", root + "/x"), Code::FileUnwritable, root + "/x");
    CHECK(walked(disk, root) == Paths{"c/d/e"});
  });
}

TEST_CASE("a folder moves with all that is in it, and not over what is there") {
  on_both([](io::Disk& disk, const std::string& root) {
    put(disk, root + "/a/b/c");
    put(disk, root + "/a/d");
    put(disk, root + "/ab");
    REQUIRE(disk.move(root + "/a", root + "/z"));
    CHECK(walked(disk, root) == Paths{"ab", "z/b/c", "z/d"});
    check_failure(disk.move(root + "/z/b", root + "/ab"), Code::FileUnwritable, root + "/ab");
    check_failure(disk.move(root + "/ab", root + "/z"), Code::FileUnwritable, root + "/z");
    check_failure(disk.move(root + "/z", root + "/ab/z"), Code::FileUnwritable, root + "/ab/z");
    put(disk, root + "/y/b/x");
    check_failure(disk.move(root + "/y/b", root + "/z/b"), Code::FileUnwritable, root + "/z/b");
    CHECK(walked(disk, root) == Paths{"ab", "y/b/x", "z/b/c", "z/d"});
  });
}

TEST_CASE("a tree is removed with all that is in it, dot files too, and nothing beside it") {
  on_both([](io::Disk& disk, const std::string& root) {
    for (const std::string name : {"/t/a", "/t/.x", "/t/b/.c/d", "/ta", "/.t/e"}) put(disk, root + name);
    CHECK(disk.remove_tree(root + "/t"));
    CHECK(disk.remove_tree(root + "/t"));
    CHECK_FALSE(disk.stat(root + "/t"));
    CHECK(disk.stat(root + "/ta"));
    CHECK(disk.stat(root + "/.t/e"));
  });
}

TEST_CASE("a folder is locked once, and free again when the lock is gone") {
  on_both([](io::Disk& disk, const std::string& root) {
    auto first = disk.lock(root + "/out/deep");
    REQUIRE(first);
    CHECK(*first);
    check_failure(disk.lock(root + "/out/deep"), Code::BuildRunning, root + "/out/deep");
    CHECK(disk.lock(root + "/out/other"));
    first->reset();
    CHECK(disk.lock(root + "/out/deep"));
  });
}
