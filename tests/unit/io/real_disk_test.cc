// What only the machine's disk has: links, rights, pipes, limits.

#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "folder.h"
#include "io/files.h"

namespace base = herald::base;
namespace fs = std::filesystem;
namespace io = herald::io;
using base::Code;

namespace {

void put(const std::string& path, std::string_view bytes = "x") {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << bytes;
}

/// Walks and checks what is found and what is told: "code path" below the folder, in order.
void check_walk(const TestFolder& folder, const std::string& root, const std::vector<std::string>& skip,
                std::string_view expected) {
  base::Diagnostics diagnostics;
  const io::Listing listing = io::real_disk()->walk(root, skip, diagnostics);
  std::string found;
  for (const io::FileInfo& file : listing.files) found += file.path + '\n';
  diagnostics.sort();
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    found += "! " + std::string(base::text_of(diagnostic.code).name) + ' ';
    found += base::replace_all(diagnostic.place.path, folder.path() + '/', "") + '\n';
  }
  CHECK(found == expected);
}

/// Runs `work` in a process of its own and returns its exit status, so that limits and rights stay there.
template <class Work>
int status_of(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a copy that is a link leaves the stamp of a file's bytes as it is") {
  const TestFolder folder;
  const auto disk = io::real_disk();
  const std::string path = folder.path() + "/a.html";
  put(path, "one");
  const io::FileInfo before = *disk->stat(path);
  REQUIRE(disk->copy(path, folder.path() + "/kept"));
  CHECK(disk->stat(path)->bytes_stamp == before.bytes_stamp);
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  CHECK(disk->stat(path)->bytes_stamp == before.bytes_stamp);
  put(path, "three");
  CHECK(disk->stat(path)->bytes_stamp != before.bytes_stamp);
  CHECK(disk->stat(folder.path())->bytes_stamp == 0);
}

TEST_CASE("links to files and folders below the root are followed") {
  const TestFolder folder;
  put(folder / "site/a/file.md");
  fs::create_symlink("../a/file.md", folder / "site/a/again.md");
  fs::create_directory_symlink("a", folder / "site/b");
  check_walk(folder, folder / "site", {}, "a/again.md\na/file.md\nb/again.md\nb/file.md\n");
}

TEST_CASE("a root that is a link itself is walked, and links are held against where it leads") {
  const TestFolder folder;
  put(folder / "real/a");
  fs::create_directory_symlink("real", folder / "site");
  fs::create_symlink("a", folder / "real/b");
  check_walk(folder, folder / "site", {}, "a\nb\n");
}

TEST_CASE("links that leave the root are told of and left out") {
  const TestFolder folder;
  put(folder / "secret/key");
  put(folder / "site2/x");
  put(folder / "site/a");
  fs::create_symlink("../secret/key", folder / "site/file");
  fs::create_directory_symlink("../secret", folder / "site/folder");
  fs::create_directory_symlink("../site2", folder / "site/neighbour");
  fs::create_symlink("/etc/hostname", folder / "site/absolute");
  fs::create_directory_symlink("..", folder / "site/up");
  check_walk(
      folder, folder / "site", {},
      "a\n! symlink-outside site/absolute\n! symlink-outside site/file\n! symlink-outside site/folder\n"
      "! symlink-outside site/neighbour\n! symlink-outside site/up\n");
}

TEST_CASE("loops of links end and are told of") {
  const TestFolder folder;
  put(folder / "site/a/b/file");
  fs::create_symlink("self", folder / "site/self");
  fs::create_symlink("pong", folder / "site/ping");
  fs::create_symlink("ping", folder / "site/pong");
  fs::create_directory_symlink("../..", folder / "site/a/b/top");
  fs::create_directory_symlink(".", folder / "site/a/here");
  check_walk(folder, folder / "site", {},
             "a/b/file\n! symlink-loop site/a/b/top\n! symlink-loop site/a/here\n! symlink-loop site/ping\n"
             "! symlink-loop site/pong\n! symlink-loop site/self\n");
}

TEST_CASE("folders that link to each other end as a loop") {
  const TestFolder folder;
  put(folder / "site/a/1");
  put(folder / "site/b/2");
  fs::create_directory_symlink("../b", folder / "site/a/to-b");
  fs::create_directory_symlink("../a", folder / "site/b/to-a");
  check_walk(
      folder, folder / "site", {},
      "a/1\na/to-b/2\nb/2\nb/to-a/1\n! symlink-loop site/a/to-b/to-a\n! symlink-loop site/b/to-a/to-b\n");
}

TEST_CASE("many links without a loop do not make the walk endless") {
  const TestFolder folder;
  constexpr int kFolders = 40;  // 2 to the power of 40 ways, if all were gone
  for (int i = 0; i < kFolders; ++i) {
    const std::string at = folder / ("site/" + std::to_string(i));
    fs::create_directories(at);
    if (i + 1 == kFolders) break;
    for (const std::string name : {"/x", "/y"}) {
      fs::create_directory_symlink("../" + std::to_string(i + 1), at + name);
    }
  }
  base::Diagnostics diagnostics;
  CHECK(io::real_disk()->walk(folder / "site", {}, diagnostics).files.empty());
  CHECK(diagnostics.has_errors());
  CHECK(diagnostics.all()[0].code == Code::SymlinkLoop);
}

TEST_CASE("a link that leads nowhere is missing") {
  const TestFolder folder;
  put(folder / "site/a");
  fs::create_symlink("none", folder / "site/broken");
  check_walk(folder, folder / "site", {}, "a\n! file-missing site/broken\n");
}

TEST_CASE("what is skipped is not reached through a link either") {
  const TestFolder folder;
  put(folder / "site/a");
  put(folder / "site/public/deep/old.html");
  fs::create_directory_symlink("public", folder / "site/out");
  fs::create_directory_symlink("public/deep", folder / "site/deep");
  fs::create_symlink("public/deep/old.html", folder / "site/old.html");
  check_walk(folder, folder / "site", {"public"}, "a\n");
  check_walk(folder, folder / "site", {"out"}, "a\n");
}

TEST_CASE("pipes and sockets are no files and hold nobody up") {
  const TestFolder folder;
  put(folder / "site/a");
  REQUIRE(::mkfifo((folder / "site/pipe").c_str(), 0600) == 0);
  check_walk(folder, folder / "site", {}, "a\n");
  const auto read = io::real_disk()->read(folder / "site/pipe");
  REQUIRE_FALSE(read);
  CHECK(read.error().code == Code::FileUnreadable);
}

TEST_CASE("a very deep tree is walked without a crash") {
  const TestFolder folder;
  fs::create_directories(folder / "site");
  // Deeper than a path may be long: made and entered step by step.
  const int status = status_of([&] {
    if (::chdir((folder / "site").c_str()) != 0) return 1;
    const std::string name(100, 'd');
    for (int i = 0; i < 200; ++i) {
      if (::mkdir(name.c_str(), 0700) != 0 || ::chdir(name.c_str()) != 0) return 2;
    }
    return 0;
  });
  REQUIRE(status == 0);
  put(folder / "site/a");
  base::Diagnostics diagnostics;
  CHECK(io::real_disk()->walk(folder / "site", {}, diagnostics).files.size() == 1);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.all()[0].code == Code::FileUnreadable);
  CHECK(diagnostics.all()[0].arguments[1] == "File name too long");
}

TEST_CASE("what may not be read or written says why, and the walk goes on") {
  const TestFolder folder;
  put(folder / "site/a");
  put(folder / "site/closed/b");
  put(folder / "site/secret");
  fs::permissions(folder / "site/closed", fs::perms::none);
  fs::permissions(folder / "site/secret", fs::perms::none);
  fs::permissions(folder.path(), fs::perms::all);
  const int status = status_of([&] {
    // From within: an unprivileged user may not come from "/" to here on every machine.
    if (::chdir(folder.path().c_str()) != 0) return 1;
    if (::getuid() == 0 && ::setuid(65534) != 0) return 1;
    const auto disk = io::real_disk();
    base::Diagnostics diagnostics;
    if (disk->walk("site", {}, diagnostics).files.size() != 2) return 2;  // a and secret
    if (diagnostics.all().size() != 1 || diagnostics.all()[0].code != Code::FileUnreadable) return 3;
    if (diagnostics.all()[0].arguments[1] != "Permission denied") return 4;
    if (base::message_of(diagnostics.all()[0], base::Language::Chinese).find("：没有权限") ==
        std::string::npos)
      return 8;
    const auto read = disk->read("site/secret");
    if (read || read.error().code != Code::FileUnreadable) return 5;
    const auto written = disk->write("site/closed/new", "x");
    if (written || written.error().code != Code::FileUnwritable) return 6;
    const auto removed = disk->remove("site/closed/b", "site");
    if (removed || removed.error().code != Code::FileUndeletable) return 7;
    return 0;
  });
  fs::permissions(folder / "site/closed", fs::perms::owner_all);
  CHECK(status == 0);
}

TEST_CASE("a file over 2 GiB is refused before it is read") {
  const TestFolder folder;
  put(folder / "film.mp4");
  fs::resize_file(folder / "film.mp4", (uint64_t{2} << 30) + 1);  // sparse
  const auto read = io::real_disk()->read(folder / "film.mp4");
  REQUIRE_FALSE(read);
  CHECK(read.error().code == Code::FileTooLarge);
  CHECK(read.error().arguments[1] == "2147483649");
}

TEST_CASE("a write that fails in the middle leaves the old file and no temporary one") {
  const TestFolder folder;
  put(folder / "out/a", "old");
  // A limit on the size of files fails in the middle of a write, as a full disk does.
  const int status = status_of([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
    const auto written = io::real_disk()->write(folder / "out/a", std::string(5000, 'n'));
    if (written || written.error().code != Code::FileUnwritable) return 2;
    return written.error().arguments[1] == "File too large" ? 0 : 3;
  });
  CHECK(status == 0);
  CHECK(*io::real_disk()->read(folder / "out/a") == "old");
  CHECK(std::distance(fs::directory_iterator(folder / "out"), fs::directory_iterator()) == 1);
}

TEST_CASE("a full disk is told of, and what was there stays") {
  const TestFolder folder;
  constexpr int kNotAllowed = 77;
  // A file system of 64 KiB in a process with its own mounts, where the machine lets us have one.
  const int status = status_of([&] {
    if (::unshare(CLONE_NEWNS) != 0) return kNotAllowed;
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return kNotAllowed;
    if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) return kNotAllowed;
    const auto disk = io::real_disk();
    if (!disk->write(folder / "out/a", "old")) return 1;
    const auto written = disk->write(folder / "out/a", std::string(200000, 'n'));
    if (written || written.error().code != Code::DiskFull) return 2;
    if (*disk->read(folder / "out/a") != "old") return 3;
    return std::distance(fs::directory_iterator(folder / "out"), fs::directory_iterator()) == 1 ? 0 : 4;
  });
  if (status == kNotAllowed) {
    MESSAGE("this machine gives no small file system to fill");
  } else {
    CHECK(status == 0);
  }
}

TEST_CASE("a link in the place of an output is replaced, not written through") {
  const TestFolder folder;
  put(folder / "precious", "old");
  fs::create_directories(folder / "out");
  fs::create_symlink("../precious", folder / "out/a");
  REQUIRE(*io::real_disk()->write(folder / "out/a", "new"));
  CHECK(*io::real_disk()->read(folder / "precious") == "old");
  CHECK(*io::real_disk()->read(folder / "out/a") == "new");
  CHECK_FALSE(fs::is_symlink(folder / "out/a"));
  fs::remove(folder / "out/a");
  fs::create_symlink("../precious", folder / "out/a");
  CHECK(*io::real_disk()->write(folder / "out/a", "old"));  // the same bytes, but a link
  CHECK_FALSE(fs::is_symlink(folder / "out/a"));
}

TEST_CASE("a written file has the rights that the user's mask gives") {
  const TestFolder folder;
  REQUIRE(io::real_disk()->write(folder / "a", "x"));
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat info {};
  REQUIRE(::stat((folder / "a").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a name of the longest possible length is written") {
  const TestFolder folder;
  const std::string name(255, 'n');
  CHECK(io::real_disk()->write(folder / name, "x"));
  CHECK_FALSE(io::real_disk()->write(folder / (name + 'n'), "x"));
}

TEST_CASE("paths with a zero byte name nothing") {
  const TestFolder folder;
  put(folder / "a");
  const std::string path = (folder / "a") + std::string("\0b", 2);
  const auto disk = io::real_disk();
  CHECK_FALSE(disk->read(path));
  CHECK_FALSE(disk->stat(path));
  CHECK_FALSE(disk->write(path, "y"));
  CHECK_FALSE(disk->remove(path, folder.path()));
  base::Diagnostics diagnostics;
  CHECK(disk->walk(path, {}, diagnostics).files.empty());
  CHECK(diagnostics.has_errors());
  CHECK(*disk->read(folder / "a") == "x");
}

TEST_CASE("a process that ends in whatever way gives its lock back") {
  const TestFolder folder;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = io::real_disk()->lock(folder / "out");
    const char answer = lock && *lock ? 'y' : 'n';
    if (::write(ready[1], &answer, 1) == 1) ::pause();
    ::_exit(0);
  }
  char answer = 0;
  REQUIRE(::read(ready[0], &answer, 1) == 1);
  CHECK(answer == 'y');
  const auto second = io::real_disk()->lock(folder / "out");
  REQUIRE_FALSE(second);
  CHECK(second.error().code == Code::BuildRunning);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(io::real_disk()->lock(folder / "out"));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("what cannot be a folder cannot be locked, and nothing waits") {
  const TestFolder folder;
  put(folder / "file");
  fs::create_symlink("nowhere/at/all", folder / "link");
  for (const std::string name : {"file/out", "link/out"}) {
    const auto lock = io::real_disk()->lock(folder / name);
    REQUIRE_FALSE(lock);
    CHECK(lock.error().code == Code::FileUnwritable);
  }
  CHECK_FALSE(io::real_disk()->lock(folder / "link"));
}

TEST_CASE("temporary files of processes that are no more are swept away, others stay") {
  const TestFolder folder;
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  const std::string gone = folder / (".herald-" + std::to_string(child) + "-3.tmp");
  const std::vector<std::string> others = {
      folder / (".herald-" + std::to_string(::getpid()) + "-1.tmp"), folder / ".herald-x-1.tmp",
      folder / (".herald-" + std::to_string(child) + "-3.tmp.txt"), folder / ".herald-1", folder / "file"};
  put(gone);
  for (const std::string& other : others) put(other);
  io::real_disk()->sweep(folder.path());
  io::real_disk()->sweep(folder / "none");
  CHECK_FALSE(fs::exists(gone));
  for (const std::string& other : others) CHECK_MESSAGE(fs::exists(other), other);
}

TEST_CASE("removing a tree removes links in it and not what they lead to") {
  const TestFolder folder;
  put(folder / "precious/a");
  put(folder / "tree/b/c");
  fs::create_directory_symlink("../precious", folder / "tree/link");
  fs::create_directory_symlink("precious", folder / "way");
  CHECK(io::real_disk()->remove_tree(folder / "tree"));
  CHECK_FALSE(fs::exists(folder / "tree"));
  CHECK_FALSE(io::real_disk()->remove_tree(folder / "way"));
  CHECK(fs::exists(folder / "precious/a"));
}
