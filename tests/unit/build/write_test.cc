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

namespace {

/// Parts of "head", a copy of `copy_of` of `size` bytes, and "tail".
std::vector<render::Rendered::Part> parts_around(const std::string& copy_of, uint64_t size) {
  std::vector<render::Rendered::Part> parts(3);
  parts[0].bytes = "head";
  parts[1].copy_of = copy_of;
  parts[1].size = size;
  parts[2].bytes = "tail";
  return parts;
}

/// Writes a.zip of such parts; how many files were written.
base::Result<size_t> write_parts(io::Disk& disk, const std::vector<render::Rendered::Part>& parts) {
  const model::OutputPlan plan = plan_of({"a.zip", "manifest.sha256"});
  Writer writer(disk, "out", 2);
  const auto read = [&](const std::string& path) { return disk.read(path); };
  if (auto staged = writer.stage_parts(0, "a.zip", parts, read); !staged) {
    writer.abandon();
    return staged.error();
  }
  if (auto staged = writer.stage(1, "manifest.sha256", writer.checksums(plan)); !staged)
    return staged.error();
  if (auto done = writer.commit(plan); !done) return done.error();
  return writer.written();
}

}  // namespace

TEST_CASE("an output of parts is what its parts are, and is left alone when nothing changed") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"content/x.pdf", "12345"}});
  const auto parts = parts_around("content/x.pdf", 5);
  CHECK_EQ(*write_parts(*disk, parts), 2);
  CHECK_EQ(*disk->read("out/a.zip"), "head12345tail");
  CHECK_EQ(*write_parts(*disk, parts), 0);
  // Changed, shorter and longer files are made anew.
  for (const std::string other : {"headxxxxxtail", "head12345tai", "head12345tail and more", ""}) {
    REQUIRE(disk->write("out/a.zip", other));
    CHECK_EQ(*write_parts(*disk, parts), 1);
    CHECK_EQ(*disk->read("out/a.zip"), "head12345tail");
  }
  CHECK_EQ(io::files_of(*disk).size(), 3);  // nothing is left of the stage
}

TEST_CASE("a file that changed while the site was built stops its archive") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"content/x.pdf", "123456"}});
  const auto written = write_parts(*disk, parts_around("content/x.pdf", 5));
  REQUIRE_FALSE(written);
  CHECK_EQ(written.error().code, base::Code::FileUnreadable);
  CHECK_FALSE(disk->stat("out/a.zip"));
}

TEST_CASE("a file of somebody else in the place of an archive stays") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"content/x.pdf", "12345"}, {"out/a.zip", "mine"}});
  const auto written = write_parts(*disk, parts_around("content/x.pdf", 5));
  REQUIRE_FALSE(written);
  CHECK_EQ(written.error().code, base::Code::OutputNotOurs);
  CHECK_EQ(*disk->read("out/a.zip"), "mine");
}
