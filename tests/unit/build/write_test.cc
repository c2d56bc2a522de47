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

/// Stages a whole site of pages with the given bytes.
base::Status stage_site(Writer& writer, const model::OutputPlan& plan, const std::string& bytes) {
  if (auto opened = writer.open(); !opened) return opened;
  if (auto expected = writer.expect(plan); !expected) return expected;
  for (const bool checksums : {false, true}) {
    for (size_t i = 0; i < plan.outputs.size(); i++) {
      if ((plan.outputs[i].kind == OutputKind::Checksums) != checksums) continue;
      const std::string text = checksums ? writer.checksums(plan) : bytes;
      if (auto staged = writer.stage(i, plan.outputs[i].path, text); !staged) return staged;
    }
  }
  return base::Done{};
}

base::Status write_site(io::Disk& disk, const model::OutputPlan& plan, const std::string& bytes) {
  Writer writer(disk, "out");
  if (auto staged = stage_site(writer, plan, bytes); !staged) return staged;
  return writer.commit(plan);
}

/// "path=bytes" of all files but the manifest, in order.
std::string shown(const io::Disk& disk) {
  std::string text;
  for (const auto& [path, bytes] : io::files_of(disk)) {
    if (path == "out/manifest.sha256") continue;
    text += (text.empty() ? "" : " ") + path + "=" + bytes;
  }
  return text;
}

void check_refused(const base::Status& status, base::Code code, const std::string& path) {
  REQUIRE_FALSE(status);
  CHECK(base::text_of(status.error().code).name == base::text_of(code).name);
  CHECK(status.error().place.path == path);
}

/// A disk that stops a build at a rename, as a power switch would: everything behind it fails.
class DyingDisk : public io::Disk {
 public:
  DyingDisk(io::Disk& inner, int moves) : inner_(inner), moves_(moves) {}
  base::Result<std::string> read(const std::string& path) const override { return inner_.read(path); }
  base::Result<io::FileInfo> stat(const std::string& path) const override { return inner_.stat(path); }
  io::Listing walk(const std::string& root, const std::vector<std::string>& skip,
                   base::Diagnostics& diagnostics) const override {
    return inner_.walk(root, skip, diagnostics);
  }
  base::Result<bool> write(const std::string& path, std::string_view bytes) override {
    return inner_.write(path, bytes);
  }
  bool holds(const std::string& path, std::string_view bytes) const override {
    return inner_.holds(path, bytes);
  }
  base::Status create(const std::string& path, std::string_view bytes) override {
    return inner_.create(path, bytes);
  }
  bool holds_at(const std::string& path, uint64_t offset, std::string_view bytes) const override {
    return inner_.holds_at(path, offset, bytes);
  }
  base::Status append(const std::string& path, std::string_view bytes) override {
    return inner_.append(path, bytes);
  }
  base::Status move(const std::string& from, const std::string& to) override {
    if (moves_-- > 0) {
      log += (log.empty() ? "" : " ") + to.substr(std::string("out/").size());
      return inner_.move(from, to);
    }
    moves_ = -1;
    return base::failure(base::Code::FileUnwritable, to, {to, "dead"});
  }
  base::Status copy(const std::string& from, const std::string& to) override {
    return inner_.copy(from, to);
  }
  base::Status remove(const std::string& path, const std::string& root) override {
    if (moves_ >= 0) {
      log += " -" + path.substr(std::string("out/").size());
      return inner_.remove(path, root);
    }
    return base::failure(base::Code::FileUndeletable, path, {path, "dead"});
  }
  base::Status remove_tree(const std::string& folder) override {
    if (moves_ >= 0) return inner_.remove_tree(folder);
    return base::failure(base::Code::FileUndeletable, folder, {folder, "dead"});
  }
  void remove_if_empty(const std::string& folder) override { inner_.remove_if_empty(folder); }
  void sweep(const std::string& folder) override { inner_.sweep(folder); }
  base::Result<std::unique_ptr<io::Lock>> lock(const std::string& folder) override {
    return inner_.lock(folder);
  }

  base::Result<std::unique_ptr<io::Store>> open_store(const std::string& path, bool fresh) override {
    return inner_.open_store(path, fresh);
  }

  std::string log;  ///< What was renamed to, and "-" what was removed, in order.

 private:
  io::Disk& inner_;
  int moves_;
};

constexpr int kForever = 1000000;

}  // namespace

TEST_CASE("what is staged is seen by nobody before the commit") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  const model::OutputPlan plan = plan_of({"a.html"});
  {
    Writer writer(*disk, "out");
    REQUIRE(stage_site(writer, plan, "new"));
    CHECK_FALSE(disk->stat("out/a.html"));
  }
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
  check_refused(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"), base::Code::OutputNotOurs,
                "out/a.html");
  CHECK(shown(*disk) == "out/a.html=mine out/other.txt=mine too");
  REQUIRE(disk->remove("out/a.html", "out"));
  CHECK(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
  CHECK(write_site(*disk, plan_of({"manifest.sha256"}), "one"));
  CHECK(shown(*disk) == "out/other.txt=mine too");
}

TEST_CASE("a foreign file with the very bytes that would be written is in nobody's way") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/a.html", "one"}});
  CHECK(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
}

TEST_CASE("a manifest or a journal that names paths outside of the folder removes nothing there") {
  const std::string hash(64, '0');
  std::unique_ptr<io::Disk> disk =
      io::memory_disk({{"keep.txt", "x"},
                       {"out/manifest.sha256", hash + "  ../keep.txt\n"},
                       {"out/.herald-stage/journal", "../keep.txt\n/keep.txt\n"}});
  CHECK(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "one"));
  CHECK(disk->stat("keep.txt"));
}

TEST_CASE("the checksums hold every output but themselves") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  REQUIRE(write_site(*disk, plan_of({"a.html", "manifest.sha256"}), "abc"));
  CHECK(*disk->read("out/manifest.sha256") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.html\n");
}

TEST_CASE("new files come first, then changed ones by their class, the manifest, and removals at the end") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  const auto plan = [](std::string_view list_page) {
    model::OutputPlan out;
    out.outputs = {{"2026/index.html", OutputKind::EditionHome},
                   {"2026/list.html", OutputKind::SectionList},
                   {std::string(list_page), OutputKind::Page},
                   {"2026/x.html", OutputKind::Page},
                   {"feed.xml", OutputKind::AtomFeed},
                   {"index.html", OutputKind::RootHome},
                   {"manifest.sha256", OutputKind::Checksums},
                   {"sitemap.xml", OutputKind::Sitemap},
                   {"theme/" + std::string(list_page.substr(5)) + ".css", OutputKind::ThemeAsset}};
    return out;
  };
  DyingDisk first(*disk, kForever);
  REQUIRE(write_site(first, plan("2026/old.html"), "one"));
  CHECK(first.log == "theme 2026 feed.xml sitemap.xml index.html manifest.sha256");
  DyingDisk second(*disk, kForever);
  REQUIRE(write_site(second, plan("2026/p.html"), "two"));
  CHECK(second.log ==
        "theme/p.html.css 2026/p.html 2026/x.html 2026/index.html 2026/list.html index.html feed.xml "
        "sitemap.xml manifest.sha256 -2026/old.html -theme/old.html.css");
  CHECK_FALSE(disk->stat("out/.herald-stage/journal"));
}

TEST_CASE("folders that were there are not replaced: somebody's files beside ours stay") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/a/mine.txt", "mine"}});
  REQUIRE(write_site(*disk, plan_of({"a/b.html", "a/c/d.html", "a/c/e.html", "manifest.sha256"}), "one"));
  CHECK(shown(*disk) == "out/a/b.html=one out/a/c/d.html=one out/a/c/e.html=one out/a/mine.txt=mine");
}

TEST_CASE("a file becomes a folder of its name, and the other way round") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  const model::OutputPlan file = plan_of({"a", "b", "manifest.sha256"});
  const model::OutputPlan folder = plan_of({"a/c/index.html", "a/index.html", "b", "manifest.sha256"});
  REQUIRE(write_site(*disk, file, "one"));
  REQUIRE(write_site(*disk, folder, "two"));
  CHECK(shown(*disk) == "out/a/c/index.html=two out/a/index.html=two out/b=two");
  REQUIRE(write_site(*disk, file, "three"));
  CHECK(shown(*disk) == "out/a=three out/b=three");
}

TEST_CASE("somebody's file or folder in the place of ours is told of before anything changes") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/a", "mine"}, {"out/f.html/x", "mine"}});
  check_refused(write_site(*disk, plan_of({"a/b.html", "manifest.sha256"}), "one"), base::Code::OutputNotOurs,
                "out/a");
  check_refused(write_site(*disk, plan_of({"f.html", "manifest.sha256"}), "one"), base::Code::OutputNotOurs,
                "out/f.html/x");
  CHECK(shown(*disk) == "out/a=mine out/f.html/x=mine");
}

TEST_CASE("a file that is as the last build left it is compared without reading it") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/a.html", "not what the hash says"}});
  const model::OutputPlan plan = plan_of({"a.html"});
  Writer writer(*disk, "out");
  REQUIRE(writer.open());
  REQUIRE(writer.expect(plan));
  const std::string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const uint64_t stamp = disk->stat("out/a.html")->stamp;
  CHECK(writer.stage(0, "a.html", "abc", {.stamp = stamp, .sha256 = hash}));
  REQUIRE(writer.commit(plan));
  CHECK(writer.written() == 0);
  CHECK(writer.sha256()[0] == hash);
}

TEST_CASE("two builds into one folder: the second is told, and the folder is free when the first ends") {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  const model::OutputPlan plan = plan_of({"a.html", "manifest.sha256"});
  {
    Writer first(*disk, "out");
    REQUIRE(stage_site(first, plan, "one"));
    check_refused(write_site(*disk, plan, "two"), base::Code::BuildRunning, "out");
    REQUIRE(first.commit(plan));
  }
  CHECK(write_site(*disk, plan, "two"));
  CHECK(shown(*disk) == "out/a.html=two");
}

TEST_CASE("a build that dies at any rename leaves whole files, and the next one any site it likes") {
  const model::OutputPlan old_plan = plan_of({"a.html", "gone/x.html", "n", "same.html", "manifest.sha256"});
  const model::OutputPlan new_plan =
      plan_of({"a.html", "b/c.html", "b/d.html", "n/e.html", "new.html", "same.html", "manifest.sha256"});
  const model::OutputPlan third_plan = plan_of({"b", "other.html", "manifest.sha256"});
  for (const model::OutputPlan* next : {&old_plan, &new_plan, &third_plan}) {
    for (int moves = 0;; moves++) {
      CAPTURE(moves);
      std::unique_ptr<io::Disk> disk = io::memory_disk({{"out/foreign.txt", "mine"}});
      REQUIRE(write_site(*disk, old_plan, "one"));
      DyingDisk dying(*disk, moves);
      const bool died = !write_site(dying, new_plan, "two");
      for (const auto& [path, bytes] : io::files_of(*disk)) {
        if (path.find(".herald-stage") == path.npos && !path.ends_with(".sha256"))
          CHECK_MESSAGE((bytes == "one" || bytes == "two" || bytes == "mine"), path);
      }
      if (died) CHECK((moves == 0 || disk->stat("out/.herald-stage/journal")));
      REQUIRE(write_site(*disk, *next, "three"));
      std::unique_ptr<io::Disk> clean = io::memory_disk({{"out/foreign.txt", "mine"}});
      REQUIRE(write_site(*clean, *next, "three"));
      CHECK(io::files_of(*disk) == io::files_of(*clean));
      if (!died) break;
    }
  }
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
  Writer writer(disk, "out");
  if (auto opened = writer.open(); !opened) return opened.error();
  if (auto expected = writer.expect(plan); !expected) return expected.error();
  const auto read = [&](const std::string& path) { return disk.read(path); };
  if (auto staged = writer.stage_parts(0, "a.zip", parts, read); !staged) return staged.error();
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
