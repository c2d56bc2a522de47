#include "build/write.h"

#include <doctest/doctest.h>

using namespace herald;
using build::Writer;
using model::OutputKind;

namespace {

model::OutputPlan plan_of(std::vector<std::string> paths) {
  model::OutputPlan plan;
  for (std::string& path : paths) {
    OutputKind kind = path == "manifest.sha256" ? OutputKind::Checksums : OutputKind::Page;
    plan.outputs.push_back({std::move(path), kind, 0, 0});
  }
  return plan;
}

/// Writes a whole site of pages with the given bytes.
bool write_site(io::Disk& disk, const model::OutputPlan& plan, const std::string& bytes) {
  Writer writer(disk, "out", plan.outputs.size());
  for (size_t i = 0; i < plan.outputs.size(); i++) {
    const bool checksums = plan.outputs[i].kind == OutputKind::Checksums;
    if (!writer.stage(i, plan.outputs[i].path, checksums ? writer.checksums(plan) : bytes)) {
      writer.abandon();
      return false;
    }
  }
  return static_cast<bool>(writer.commit(plan));
}

}  // namespace

TEST_CASE("what is staged is seen by nobody before the commit") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  Writer writer(*disk, "out", 1);
  REQUIRE(writer.stage(0, "a.html", "new"));
  CHECK_FALSE(disk->stat("out/a.html"));
  writer.abandon();
  CHECK(io::files_of(*disk).empty());
}

TEST_CASE("a commit writes what changed, keeps what did not, removes what went") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  REQUIRE(write_site(*disk, plan_of({"a.html", "b/c.html", "manifest.sha256"}), "one"));
  const int64_t time = disk->stat("out/a.html")->modified_ns;
  REQUIRE(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
  CHECK(disk->stat("out/a.html")->modified_ns == time);
  CHECK_FALSE(disk->stat("out/b/c.html"));
}

TEST_CASE("a file that no build wrote is neither overwritten nor removed") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/a.html", "mine"}, {"out/other.txt", "mine too"}});
  CHECK_FALSE(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
  CHECK(*disk->read("out/a.html") == "mine");
  REQUIRE(disk->remove("out/a.html", "out"));
  CHECK(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
  CHECK(write_site(*disk, plan_of({"manifest.sha256"}), "one"));
  CHECK(*disk->read("out/other.txt") == "mine too");
}

TEST_CASE("a foreign file with the very bytes that would be written is in nobody's way") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/a.html", "one"}});
  CHECK(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
}

TEST_CASE("a manifest that names paths outside of the folder removes nothing there") {
  const std::string hash(64, '0');
  std::unique_ptr<io::Disk> disk =
      io::memory_disk({{"keep.txt", "x"}, {"out/manifest.sha256", hash + "  ../keep.txt\n"}});
  CHECK(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
  CHECK(disk->stat("keep.txt"));
}

TEST_CASE("the checksums hold every output but themselves") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  REQUIRE(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "abc"));
  CHECK(*disk->read("out/manifest.sha256") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.html\n");
}
