// A build on a disk of which one operation fails, for every kind of operation and every one of them: the site
// stays readable, the failure is told, and the next build ends as a clean one.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <climits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "build/build.h"
#include "build/session.h"
#include "io/files.h"

using namespace herald;

namespace {

using Files = std::map<std::string, std::string>;

enum class Kind { Read, Stat, Walk, Write, Create, Move, Remove, RemoveTree, Lock };
constexpr std::array kKinds = {Kind::Read, Kind::Stat,   Kind::Walk,       Kind::Write, Kind::Create,
                               Kind::Move, Kind::Remove, Kind::RemoveTree, Kind::Lock};
enum class Until { Once, Forever };

/// Fails the nth operation of a kind, counted from 0; a create that fails leaves half of the file.
class FailingDisk : public io::Disk {
 public:
  FailingDisk(io::Disk& inner, Kind kind, int nth, Until until)
      : inner_(inner), kind_(kind), left_(nth), until_(until) {}
  bool has_failed() const { return failed_; }
  /// From here on the nth operation fails.
  void begin(int nth) { left_ = nth; }
  /// From here on none does.
  void end() { left_ = INT_MAX; }

  base::Result<std::string> read(const std::string& path) const override {
    if (fails(Kind::Read)) return failure(base::Code::FileUnreadable, path);
    return inner_.read(path);
  }
  base::Result<io::FileInfo> stat(const std::string& path) const override {
    if (fails(Kind::Stat)) return failure(base::Code::FileUnreadable, path);
    return inner_.stat(path);
  }
  io::Listing walk(const std::string& root, const std::vector<std::string>& skip,
                   base::Diagnostics& diagnostics) const override {
    if (fails(Kind::Walk)) {
      diagnostics.add(failure(base::Code::FileUnreadable, root));
      return {};
    }
    return inner_.walk(root, skip, diagnostics);
  }
  base::Result<bool> write(const std::string& path, std::string_view bytes) override {
    if (fails(Kind::Write)) return failure(base::Code::FileUnwritable, path);
    return inner_.write(path, bytes);
  }
  bool holds(const std::string& path, std::string_view bytes) const override {
    return !fails(Kind::Read) && inner_.holds(path, bytes);
  }
  base::Status create(const std::string& path, std::string_view bytes) override {
    if (!fails(Kind::Create)) return inner_.create(path, bytes);
    (void)inner_.create(path, bytes.substr(0, bytes.size() / 2));
    return base::failure(base::Code::DiskFull, path, {path});
  }
  bool holds_at(const std::string& path, uint64_t offset, std::string_view bytes) const override {
    return !fails(Kind::Read) && inner_.holds_at(path, offset, bytes);
  }
  base::Status append(const std::string& path, std::string_view bytes) override {
    if (fails(Kind::Create)) return failure(base::Code::FileUnwritable, path);
    return inner_.append(path, bytes);
  }
  base::Status move(const std::string& from, const std::string& to) override {
    if (fails(Kind::Move)) return failure(base::Code::FileUnwritable, to);
    return inner_.move(from, to);
  }
  base::Status copy(const std::string& from, const std::string& to) override { return inner_.copy(from, to); }
  base::Status remove(const std::string& path, const std::string& root) override {
    if (fails(Kind::Remove)) return failure(base::Code::FileUndeletable, path);
    return inner_.remove(path, root);
  }
  base::Status remove_tree(const std::string& folder) override {
    if (fails(Kind::RemoveTree)) return failure(base::Code::FileUndeletable, folder);
    return inner_.remove_tree(folder);
  }
  void remove_if_empty(const std::string& folder) override { inner_.remove_if_empty(folder); }
  void sweep(const std::string& folder) override { inner_.sweep(folder); }
  base::Result<std::unique_ptr<io::Lock>> lock(const std::string& folder) override {
    if (fails(Kind::Lock)) return failure(base::Code::FileUnwritable, folder);
    return inner_.lock(folder);
  }
  base::Result<std::unique_ptr<io::Store>> open_store(const std::string& path, bool fresh) override {
    if (fails(Kind::Create)) return failure(base::Code::FileUnwritable, path);
    auto store = inner_.open_store(path, fresh);
    if (!store) return store.error();
    return std::unique_ptr<io::Store>(std::make_unique<FailingStore>(*this, std::move(*store)));
  }

 private:
  /// A store on that disk: it fails as the disk's files do.
  class FailingStore final : public io::Store {
   public:
    FailingStore(const FailingDisk& disk, std::unique_ptr<io::Store> inner)
        : disk_(disk), inner_(std::move(inner)) {}
    base::Result<uint64_t> append(std::string_view bytes) override {
      if (disk_.fails(Kind::Write)) return failure(base::Code::FileUnwritable, "store");
      return inner_->append(bytes);
    }
    bool read(uint64_t at, size_t size, std::string& out) const override {
      return !disk_.fails(Kind::Read) && inner_->read(at, size, out);
    }
    uint64_t size() const override { return inner_->size(); }

   private:
    const FailingDisk& disk_;
    std::unique_ptr<io::Store> inner_;
  };

  static base::Diagnostic failure(base::Code code, const std::string& path) {
    return base::failure(code, path, {path, "Input/output error"});
  }
  bool fails(Kind kind) const {
    if (kind != kind_ || left_-- > 0) return false;
    if (until_ == Until::Once && failed_) return false;
    failed_ = true;
    return true;
  }

  io::Disk& inner_;
  Kind kind_;
  mutable int left_;
  Until until_;
  mutable bool failed_ = false;
};

const Files kCommon = {
    {"site/site.json",
     R"({"name": "测试站", "domain": "a.example", "sponsor": "某街道办事处", "edition": "2026"})"},
    {"site/content/2026/_index.md",
     "---\ntitle: 2026年活动\nyear: 2026\nordinal: 25\ntheme: 多看一眼\n"
     "period: {start: 2026-06-01, end: 2026-06-30}\n---\n欢迎。\n"},
    {"site/content/2026/news/a.md", "---\ntitle: 第一篇\npublished: 2026-06-01 09:00\n---\n正文一。\n"},
};

Files with_common(Files files) {
  files.insert(kCommon.begin(), kCommon.end());
  return files;
}

/// Two states of one site: pages and attachments come, go and change, and `x` is a file, then a folder.
const Files kBefore = with_common({
    {"site/content/2026/news/b/index.md",
     "---\ntitle: 第二篇\npublished: 2026-06-02 09:00\n---\n见[第一篇](../a.md)和[附件](list.csv)。\n"},
    {"site/content/2026/news/b/list.csv", "a,b\n1,2\n"},
    {"site/content/2026/news/old.md", "---\ntitle: 旧文\npublished: 2026-06-03 09:00\n---\n将被删去。\n"},
    {"site/assets/root/x", "a file"},
    {"site/assets/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"},
});
const Files kAfter = with_common({
    {"site/content/2026/news/b/index.md",
     "---\ntitle: 第二篇改\npublished: 2026-06-02 09:00\n---\n见[新文](../new.md)和[附件](table.csv)。\n"},
    {"site/content/2026/news/b/table.csv", "a,b\n3,4\n"},
    {"site/content/2026/news/new.md",
     "---\ntitle: 新文\npublished: 2026-06-04 09:00\n---\n见[第二篇](b/index.md)。\n"},
    {"site/content/2026/notices/n.md",
     "---\ntitle: 通知\npublished: 2026-06-04 09:00\nissuer: 某街道办事处\n"
     "dated: 2026-06-04\n---\n见[新文](../news/new.md)。\n"},
    {"site/assets/root/x/y.txt", "in a folder"},
});

/// The first of them with another text in one page, for the quick ways.
Files with_another_text() {
  Files files = kBefore;
  files["site/content/2026/news/old.md"] = "---\ntitle: 旧文\npublished: 2026-06-03 09:00\n---\n还在。\n";
  return files;
}

build::Options usual_options() {
  build::Options options;
  options.site_folder = "site";
  options.output_folder = "out";
  options.as_of = base::DateTime{{2026, 6, 10}, 540};
  return options;
}

build::Report build_site(io::Disk& disk) { return build::build(disk, usual_options()); }

/// The files of the output, dot files too.
Files output_of(const io::Disk& disk) {
  Files out;
  for (auto& [path, bytes] : io::files_of(disk)) {
    if (path.starts_with("out/")) out[path] = bytes;
  }
  return out;
}

Files clean_build(const Files& site) {
  const auto disk = io::memory_disk(site);
  const build::Report report = build_site(*disk);
  REQUIRE(report.outcome == build::Outcome::Done);
  return output_of(*disk);
}

/// The addresses below the output folder that a page refers to, as paths.
std::set<std::string> references_of(const std::string& path, const std::string& html) {
  std::set<std::string> found;
  for (const std::string_view mark : {" href=\"", " src=\""}) {
    for (size_t at = html.find(mark); at != html.npos; at = html.find(mark, at + 1)) {
      const size_t begin = at + mark.size();
      std::string address = html.substr(begin, html.find('"', begin) - begin);
      address.resize(std::min(address.size(), address.find_first_of("#?")));
      if (address.empty() || address.find(':') != address.npos) continue;
      const std::string folder = path.substr(0, path.rfind('/') + 1);
      found.insert(io::normalise_path(address.front() == '/' ? "out" + address : folder + address));
    }
  }
  return found;
}

/// Every file is whole and of one of the two sites, and what a reader can come to from the home page is
/// there.
void check_readable(const Files& now, const Files& before, const Files& after) {
  const auto is_of = [](const Files& site, const std::string& path, const std::string& bytes) {
    const auto found = site.find(path);
    return found != site.end() && found->second == bytes;
  };
  for (const auto& [path, bytes] : now) {
    if (path.find("/.herald-") != path.npos) continue;
    CHECK_MESSAGE((is_of(before, path, bytes) || is_of(after, path, bytes)), path);
  }
  std::set<std::string> reached = {"out/index.html"};
  std::vector<std::string> next(reached.begin(), reached.end());
  while (!next.empty()) {
    const std::string path = next.back();
    next.pop_back();
    const auto file = now.find(path);
    REQUIRE_MESSAGE(file != now.end(), path);
    if (!path.ends_with(".html")) continue;
    for (const std::string& target : references_of(path, file->second)) {
      if (reached.insert(target).second) next.push_back(target);
    }
  }
  CHECK(reached.size() > 10);
}

}  // namespace

namespace {

/// Lets each operation fail of a build that comes after one of kBefore and finds `inputs`.
void check_failures(const Files& inputs) {
  const Files before = clean_build(kBefore);
  const Files after = clean_build(inputs);
  REQUIRE(before != after);
  const auto built = io::memory_disk(kBefore);
  REQUIRE(build_site(*built).outcome == build::Outcome::Done);
  Files start = inputs;
  for (const auto& [path, bytes] : io::files_of(*built)) {
    if (!path.starts_with("site/content") && !path.starts_with("site/assets")) start.emplace(path, bytes);
  }
  for (const Kind kind : kKinds) {
    for (const Until until : {Until::Once, Until::Forever}) {
      for (int nth = 0;; nth++) {
        CAPTURE(static_cast<int>(kind));
        CAPTURE(static_cast<int>(until));
        CAPTURE(nth);
        const auto disk = io::memory_disk(start);
        FailingDisk failing(*disk, kind, nth, until);
        const build::Report report = build_site(failing);
        if (!failing.has_failed()) {
          CHECK(report.outcome == build::Outcome::Done);
          break;
        }
        check_readable(output_of(*disk), before, after);
        if (report.outcome == build::Outcome::Done) {
          CHECK(output_of(*disk) == after);
        } else {
          CHECK(report.outcome == build::Outcome::DiskErrors);
          CHECK(report.diagnostics.has_errors());
        }
        REQUIRE(build_site(*disk).outcome == build::Outcome::Done);
        CHECK(output_of(*disk) == after);
      }
    }
  }
}

}  // namespace

TEST_CASE("whatever operation fails, the site stays readable and the next build mends it") {
  check_failures(kAfter);
}

TEST_CASE("whatever operation fails in a build of one changed text, the next build mends it") {
  check_failures(with_another_text());
}

TEST_CASE("whatever operation fails in a first build, nothing or a whole site is there") {
  const Files clean = clean_build(kAfter);
  for (const Kind kind : {Kind::Stat, Kind::Write, Kind::Create, Kind::Move, Kind::RemoveTree, Kind::Lock}) {
    for (int nth = 0;; nth++) {
      CAPTURE(static_cast<int>(kind));
      CAPTURE(nth);
      const auto disk = io::memory_disk(kAfter);
      FailingDisk failing(*disk, kind, nth, Until::Once);
      (void)build_site(failing);
      if (!failing.has_failed()) break;
      const Files now = output_of(*disk);
      if (now.contains("out/index.html")) check_readable(now, {}, clean);
      REQUIRE(build_site(*disk).outcome == build::Outcome::Done);
      CHECK(output_of(*disk) == clean);
    }
  }
}

namespace {

/// The first site with pages of one size, so that one page's place in a store may be another's.
Files with_like_pages(const std::string& site_name) {
  Files files = kBefore;
  for (int i = 10; i < 30; i++) {
    const std::string number = std::to_string(i);
    files["site/content/2026/news/n" + number + ".md"] =
        "---\ntitle: 第" + number + "条\npublished: 2026-06-01\n---\n正文" + number + "。\n";
  }
  std::string& config = files["site/site.json"];
  config.replace(config.find("测试站"), std::string("测试站").size(), site_name);
  return files;
}

/// Puts a page before these, whereby the others would be put away in the places of their neighbours, and
/// builds.
void check_with_another(io::Disk& disk, Files inputs) {
  std::string bytes = inputs.at("site/content/2026/news/n11.md");
  for (size_t at = bytes.find("11"); at != bytes.npos; at = bytes.find("11", at)) bytes.replace(at, 2, "09");
  REQUIRE(disk.write("site/content/2026/news/n09.md", bytes));
  inputs["site/content/2026/news/n09.md"] = bytes;
  REQUIRE(build_site(disk).outcome == build::Outcome::Done);
  CHECK(output_of(disk) == clean_build(inputs));
}

}  // namespace

TEST_CASE("a build that another site.json began, and that fails, leaves no page in the place of another") {
  const Files inputs = with_like_pages("甲站"), others = with_like_pages("乙站");
  for (const Kind kind : kKinds) {
    for (int nth = 0;; nth++) {
      CAPTURE(static_cast<int>(kind));
      CAPTURE(nth);
      const auto disk = io::memory_disk(inputs);
      REQUIRE(build_site(*disk).outcome == build::Outcome::Done);
      REQUIRE(disk->write("site/site.json", others.at("site/site.json")));
      FailingDisk failing(*disk, kind, nth, Until::Forever);
      (void)build_site(failing);
      if (!failing.has_failed()) break;
      REQUIRE(disk->write("site/site.json", inputs.at("site/site.json")));
      check_with_another(*disk, inputs);
    }
  }
}

TEST_CASE("a cache whose store is lost or cut is made anew") {
  const Files inputs = with_like_pages("甲站");
  for (const bool is_cut : {false, true}) {
    const auto disk = io::memory_disk(inputs);
    REQUIRE(build_site(*disk).outcome == build::Outcome::Done);
    for (const auto& [path, bytes] : io::files_of(*disk)) {
      if (!path.starts_with("site/.herald/cache/pages-")) continue;
      REQUIRE(disk->remove(path, "site"));
      if (is_cut) REQUIRE(disk->create(path, bytes.substr(0, bytes.size() / 2)));
    }
    check_with_another(*disk, inputs);
  }
}

namespace {

/// Makes the inputs on the disk those of `to`, and says which files were touched.
std::vector<std::string> change_inputs(io::Disk& disk, const Files& from, const Files& to) {
  constexpr std::string_view kSite = "site/";
  std::vector<std::string> touched;
  for (const auto& [path, bytes] : from) {
    if (to.contains(path)) continue;
    REQUIRE(disk.remove(path, "site"));
    touched.push_back(path.substr(kSite.size()));
  }
  for (const auto& [path, bytes] : to) {
    const auto before = from.find(path);
    if (before != from.end() && before->second == bytes) continue;
    REQUIRE(disk.write(path, bytes));
    touched.push_back(path.substr(kSite.size()));
  }
  return touched;
}

}  // namespace

TEST_CASE("whatever operation fails in a session, its next build mends it without being told") {
  const Files before = clean_build(kBefore);
  for (const Files& inputs : {kAfter, with_another_text()}) {
    const Files after = clean_build(inputs);
    REQUIRE(before != after);
    for (const Kind kind : kKinds) {
      for (const Until until : {Until::Once, Until::Forever}) {
        for (int nth = 0;; nth++) {
          CAPTURE(static_cast<int>(kind));
          CAPTURE(static_cast<int>(until));
          CAPTURE(nth);
          const auto disk = io::memory_disk(kBefore);
          FailingDisk failing(*disk, kind, INT_MAX, until);
          build::Session session(failing, usual_options());
          REQUIRE(session.build(std::nullopt, 0, 0).outcome == build::Outcome::Done);
          const std::vector<std::string> touched = change_inputs(*disk, kBefore, inputs);
          failing.begin(nth);
          const build::Report report = session.build(touched, 0, 0);
          failing.end();
          if (!failing.has_failed()) {
            CHECK(report.outcome == build::Outcome::Done);
            CHECK(output_of(*disk) == after);
            break;
          }
          check_readable(output_of(*disk), before, after);
          if (report.outcome == build::Outcome::Done) {
            CHECK(output_of(*disk) == after);
          } else {
            CHECK(report.outcome == build::Outcome::DiskErrors);
          }
          REQUIRE(session.build(std::vector<std::string>(), 0, 0).outcome == build::Outcome::Done);
          CHECK(output_of(*disk) == after);
        }
      }
    }
  }
}
