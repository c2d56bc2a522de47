#include "io/store.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "folder.h"
#include "io/files.h"

using namespace herald;

namespace {

/// The same is asked of both disks.
void check_store(io::Disk& disk, const std::string& path) {
  auto store = disk.open_store(path, true);
  REQUIRE(store);
  CHECK((*store)->size() == 0);
  CHECK(*(*store)->append("安全") == 0);
  CHECK(*(*store)->append("生产月") == 6);
  std::string out;
  CHECK((*store)->read(6, 9, out));
  CHECK(out == "生产月");
  CHECK_FALSE((*store)->read(10, 9, out));
  CHECK_FALSE((*store)->read(UINT64_MAX, 9, out));

  store = disk.open_store(path, false);  // as the next run does
  REQUIRE(store);
  CHECK((*store)->size() == 15);
  CHECK(*(*store)->append("!") == 15);
  store = disk.open_store(path, true);
  REQUIRE(store);
  CHECK((*store)->size() == 0);
}

void check_threads(io::Disk& disk, const std::string& path) {
  auto store = disk.open_store(path, true);
  REQUIRE(store);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int t = 0; t < 4; t++) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; i++) {
        const std::string piece(static_cast<size_t>(i % 50 + 1), static_cast<char>('a' + t));
        const auto at = (*store)->append(piece);
        std::string out;
        if (!at || !(*store)->read(*at, piece.size(), out) || out != piece) wrong[static_cast<size_t>(t)]++;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4));
}

}  // namespace

TEST_CASE("pieces are found where they were put, on a disk in memory") {
  const auto disk = io::memory_disk({});
  check_store(*disk, ".herald/cache/texts");
  check_threads(*disk, "t");
}

TEST_CASE("pieces are found where they were put, on the machine's disk") {
  const TestFolder folder;
  const auto disk = io::real_disk();
  check_store(*disk, folder / "a/b/texts");
  check_threads(*disk, folder / "t");
  CHECK_FALSE(disk->open_store(folder / "a", false));  // a folder
  CHECK_FALSE(disk->open_store(folder / "missing/t", false));
}
