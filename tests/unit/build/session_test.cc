// A site that is kept in memory: how much a save makes again, what is answered about it, and what happens to
// it when others write there too. That the output is right after any edit is the property test's to see.

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "build/session.h"
#include "build/theme.h"
#include "io/files.h"

using namespace herald;

namespace {

using Paths = std::vector<std::string>;

std::map<std::string, std::string> small_site() {
  std::map<std::string, std::string> files;
  files["site.json"] =
      R"({"name": "云桥街道安全生产月", "edition": "2026", "theme": "mine", "sponsor": "云桥街道",
    "columns": [{"name": "通知公告", "to": "2026/notices/"}]})";
  files["content/2026/_index.md"] = "---\ntitle: 安全生产月\ntheme: 人人讲安全\n---\n";
  files["content/2026/notices/_index.md"] = "---\ntitle: 通知公告\n---\n";
  for (int i = 1; i <= 6; i++) {
    const std::string n = std::to_string(i);
    files["content/2026/notices/n" + n + ".md"] =
        "---\ntitle: 通知" + n + "\nsummary: 摘要\npublished: 2026-05-1" + n + "\ndated: 2026-05-1" + n +
        "\nissuer: 云桥街道办事处\n---\n各社区：\n\n请做好第" + n + "项工作。\n";
  }
  files["content/about.md"] = "---\ntitle: 关于\nsummary: 主办单位\n---\n本网站由云桥街道主办。\n";
  for (const build::EmbeddedFile& file : build::embedded_theme())
    files["themes/mine/" + std::string(file.path)] = file.bytes;
  return files;
}

/// 2026-06-10T09:00 in Shanghai.
constexpr int64_t kNow = 1781053200;

/// A session with a site on a disk in memory, built once.
struct Kept {
  Kept() : disk(io::memory_disk(small_site())), session(std::make_unique<build::Session>(*disk, options)) {
    first = session->build(std::nullopt, kNow, 0);
    REQUIRE_MESSAGE(
        first.outcome == build::Outcome::Done,
        base::format_text(first.diagnostics.all().front(), base::Language::English, base::Colour::No));
  }
  build::Report build(const Paths& paths, int64_t now = kNow) { return session->build(paths, now, 0); }
  /// Saves a file with `what` replaced, and builds.
  build::Report replace(const std::string& path, std::string_view what, std::string_view with) {
    std::string text = *disk->read(path);
    const size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    REQUIRE(disk->write(path, text.replace(at, what.size(), with)));
    return build({path});
  }
  /// What a build from nothing makes of the same files.
  void check_clean(int64_t now = kNow) const {
    std::map<std::string, std::string> inputs;
    for (const auto& [path, bytes] : io::files_of(*disk)) {
      if (!path.starts_with("public/") && !path.starts_with(".herald/")) inputs[path] = bytes;
    }
    const auto fresh = io::memory_disk(inputs);
    build::Options clean = options;
    clean.unix_now = now;
    REQUIRE(build::build(*fresh, clean).outcome == build::Outcome::Done);
    CHECK(output_of(*fresh) == output_of(*disk));
  }
  static std::map<std::string, std::string> output_of(const io::Disk& disk) {
    std::map<std::string, std::string> output;
    for (const auto& [path, bytes] : io::files_of(disk)) {
      if (path.starts_with("public/")) output[path] = bytes;
    }
    return output;
  }

  std::unique_ptr<io::Disk> disk;
  build::Options options;
  std::unique_ptr<build::Session> session;
  build::Report first;
};

bool has(const Paths& list, std::string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

}  // namespace

TEST_CASE("a build that is stopped tells nothing of what it did not look at") {
  const std::atomic<bool> cancelled = true;
  build::Options options;
  options.unix_now = kNow;
  options.cancelled = &cancelled;
  const auto disk = io::memory_disk(small_site());
  const build::Report report = build::build(*disk, options);
  CHECK(report.outcome == build::Outcome::Cancelled);
  CHECK(report.diagnostics.empty());
}

TEST_CASE("a save of a text parses one file and makes what shows it") {
  Kept site;
  CHECK(site.first.rendered + 1 == site.first.outputs);
  const build::Report report = site.replace("content/about.md", "主办。", "主办和维护。");
  CHECK(report.files_parsed == 1);
  CHECK(report.rendered == 1);
  CHECK(report.changed == Paths{"about.html", "manifest.sha256"});
  CHECK(report.gone.empty());
  CHECK(report.outputs == site.first.outputs);
  CHECK(report.pages == site.first.pages);
  site.check_clean();
}

TEST_CASE("a save without a change writes nothing") {
  Kept site;
  CHECK(site.build({"content/about.md"}).written == 0);
  CHECK(site.build({}).written == 0);
  CHECK(site.build({"README.md", ".git/index"}).files_parsed == 0);
}

TEST_CASE("a title shows wherever the page is listed") {
  Kept site;
  const build::Report report = site.replace("content/2026/notices/n3.md", "通知3", "新通知");
  CHECK(report.files_parsed == 1);
  CHECK(has(report.changed, "2026/notices/n3.html"));
  CHECK(has(report.changed, "2026/notices/index.html"));
  CHECK_FALSE(has(report.changed, "about.html"));
  site.check_clean();
}

TEST_CASE("pages come and go, alone and with their folder") {
  Kept site;
  REQUIRE(
      site.disk->write("content/2026/plans/p1.md", "---\ntitle: 方案\ndated: 2026-05-01\n---\n各社区：\n"));
  build::Report report = site.build({"content/2026/plans"});
  REQUIRE(report.outcome == build::Outcome::Done);
  CHECK(has(report.changed, "2026/plans/p1.html"));
  site.check_clean();
  REQUIRE(site.disk->remove("content/2026/plans/p1.md", "content"));
  report = site.build({"content/2026/plans/p1.md"});
  CHECK(has(report.gone, "2026/plans/p1.html"));
  site.check_clean();
}

TEST_CASE("a template, a string, site.json: what is made again is made right") {
  Kept site;
  build::Report report = site.replace("themes/mine/templates/404.html", "{% extends", "{# new #}{% extends");
  CHECK(report.rendered == 1);
  CHECK(report.files_parsed == 0);
  report = site.replace("site.json", "云桥街道安全生产月", "云桥街道活动网");
  CHECK(report.rendered + 1 == report.outputs);
  site.check_clean();
}

TEST_CASE("an error leaves the last good site, and is gone when it is mended") {
  Kept site;
  const auto before = Kept::output_of(*site.disk);
  build::Report report = site.replace("content/about.md", "本网站", "[没有](nothing.md)");
  CHECK(report.outcome == build::Outcome::ContentErrors);
  CHECK(report.changed.empty());
  CHECK(Kept::output_of(*site.disk) == before);
  CHECK(site.session->page_of("content/about.md") == "about.html");
  CHECK(site.build({}).outcome == build::Outcome::ContentErrors);  // It is still there.
  report = site.replace("themes/mine/templates/notice.html", "{% extends", "{% wrong %}{% extends");
  CHECK(report.outcome != build::Outcome::Done);
  CHECK(site.replace("content/about.md", "[没有](nothing.md)", "本网站").outcome != build::Outcome::Done);
  report = site.replace("themes/mine/templates/notice.html", "{% wrong %}", "");
  CHECK(report.outcome == build::Outcome::Done);
  CHECK(report.written == 0);
  CHECK(site.replace("site.json", "{", "{,").outcome == build::Outcome::ConfigErrors);
  CHECK(site.replace("site.json", "{,", "{").outcome == build::Outcome::Done);
  CHECK(Kept::output_of(*site.disk) == before);
}

TEST_CASE("warnings are told by each build, and leave with their cause") {
  Kept site;
  const size_t before = site.first.diagnostics.all().size();
  CHECK(
      site.replace("content/about.md", "title: 关于", "title: 关于\ncolour: red").diagnostics.all().size() ==
      before + 1);
  CHECK(site.replace("content/about.md", "主办。", "主办和维护。").diagnostics.all().size() == before + 1);
  CHECK(site.replace("content/2026/notices/n1.md", "第1项", "第一项").diagnostics.all().size() == before + 1);
  CHECK(site.replace("content/about.md", "\ncolour: red", "").diagnostics.all().size() == before);
}

TEST_CASE("the clock goes on while people write") {
  Kept site;
  REQUIRE(site.replace("content/about.md", "title: 关于", "title: 关于\npublished: 2026-06-10T09:05")
              .hidden.size() == 1);
  std::string text = *site.disk->read("content/2026/notices/n1.md");
  REQUIRE(site.disk->write("content/2026/notices/n1.md", text + "\n又一行。\n"));
  CHECK(site.build({"content/2026/notices/n1.md"}, kNow + 4 * 60).hidden.size() == 1);
  CHECK(site.build({}, kNow + 5 * 60).hidden.empty());
  site.check_clean(kNow + 5 * 60);
  CHECK(site.build({}, kNow + 86400).outcome == build::Outcome::Done);
  site.check_clean(kNow + 86400);
}

TEST_CASE("it says what there is, why it was made and from what") {
  Kept site;
  (void)site.replace("content/2026/notices/n3.md", "第3项", "第三项");
  CHECK(site.session->builds() == 2);
  CHECK(site.session->page_of("content/2026/notices/n3.md") == "2026/notices/n3.html");
  CHECK(site.session->page_of("content/2026/notices/_index.md") == "2026/notices/index.html");
  CHECK(site.session->page_of("content/2026/_index.md") == "2026/index.html");
  CHECK(site.session->page_of("themes/mine/templates/404.html").empty());
  const std::vector<build::OutputAccount> outputs = site.session->outputs();
  CHECK(outputs.size() + 1 == site.first.outputs);
  const auto find = [&](std::string_view path) -> const build::OutputAccount& {
    return *std::find_if(outputs.begin(), outputs.end(),
                         [&](const build::OutputAccount& account) { return account.path == path; });
  };
  const build::OutputAccount& notice = find("2026/notices/n3.html");
  CHECK(notice.kind == model::OutputKind::Page);
  CHECK(notice.page_kind == "notice");
  CHECK(notice.page_label == "通知");
  CHECK(notice.title == "通知3");
  CHECK(notice.source == "content/2026/notices/n3.md");
  CHECK(notice.build == 2);
  CHECK(notice.reason.cause == graph::Cause::Fact);
  CHECK(notice.reason.fact == render::FactKind::Body);
  CHECK(notice.reason.subject == "2026/notices/n3.md");
  CHECK(find("about.html").build == 1);
  CHECK(find("about.html").reason.cause == graph::Cause::NoLog);
  const std::vector<build::FactAccount> reads = site.session->reads_of("2026/notices/n3.html");
  const auto read = [&](render::FactKind kind, std::string_view subject) {
    return std::any_of(reads.begin(), reads.end(), [&](const build::FactAccount& fact) {
      return fact.kind == kind && fact.subject == subject;
    });
  };
  CHECK(read(render::FactKind::Body, "2026/notices/n3.md"));
  CHECK(read(render::FactKind::Template, "notice.html"));
  CHECK_FALSE(read(render::FactKind::Body, "about.md"));
  CHECK(site.session->reads_of("nothing.html").empty());
}

TEST_CASE("a session that begins where another process has built makes nothing again") {
  Kept site;
  site.session.reset();  // saves
  const build::Report cold = [&] {
    build::Options options;
    options.unix_now = kNow;
    return build::build(*site.disk, options);
  }();
  CHECK(cold.rendered == 0);
  CHECK(cold.files_parsed == 0);
  site.session = std::make_unique<build::Session>(*site.disk, site.options);
  const build::Report report = site.session->build(std::nullopt, kNow, 0);
  CHECK(report.rendered == 0);
  CHECK(site.session->outputs().front().build == 0);
}

TEST_CASE("a session that is killed costs the next process what it made, and no more") {
  Kept site;
  (void)site.replace("content/about.md", "主办。", "主办和维护。");
  const auto killed = io::memory_disk(io::files_of(*site.disk));  // before it could save
  build::Options options;
  options.unix_now = kNow;
  const build::Report report = build::build(*killed, options);
  CHECK(report.outcome == build::Outcome::Done);
  CHECK(report.written == 0);
  CHECK(Kept::output_of(*killed) == Kept::output_of(*site.disk));
}

TEST_CASE("an error is not forgotten by a session that ends with it") {
  Kept site;
  (void)site.replace("content/about.md", "本网站", "[没有](nothing.md)");
  site.session.reset();
  build::Options options;
  options.unix_now = kNow;
  CHECK(build::build(*site.disk, options).outcome == build::Outcome::ContentErrors);
}

TEST_CASE("another process may build in between") {
  Kept site;
  (void)site.replace("content/about.md", "主办。", "主办和维护。");
  build::Options options;
  options.drafts = true;
  options.unix_now = kNow;
  REQUIRE(site.disk->write("content/draft.md", "---\ntitle: 草稿\ndraft: true\n---\n草稿\n"));
  REQUIRE(build::build(*site.disk, options).outcome == build::Outcome::Done);
  REQUIRE(site.disk->stat("public/draft.html"));
  const build::Report report = site.replace("content/2026/notices/n1.md", "第1项", "第一项");
  CHECK(report.outcome == build::Outcome::Done);
  CHECK_FALSE(site.disk->stat("public/draft.html"));
  site.check_clean();
}

TEST_CASE("while another process builds the session waits its turn") {
  Kept site;
  const auto lock = site.disk->lock("public");
  REQUIRE(lock);
  const build::Report report = site.replace("content/about.md", "主办。", "主办和维护。");
  CHECK(report.outcome == build::Outcome::DiskErrors);
}

TEST_CASE("what is asked to look at everything sees a spoiled output") {
  Kept site;
  REQUIRE(site.disk->remove("public/about.html", "public"));
  CHECK(site.build({}).rendered == 0);
  const build::Report report = site.session->build(std::nullopt, kNow, 0);
  CHECK(report.rendered == 1);
  CHECK(report.changed == Paths{"about.html"});
  site.check_clean();
}

TEST_CASE("a spoiled output is remembered while an error keeps it from being made") {
  Kept site;
  REQUIRE(site.disk->remove("public/about.html", "public"));
  std::string text = *site.disk->read("content/2026/notices/n1.md");
  REQUIRE(site.disk->write("content/2026/notices/n1.md", text + "\n[没有](nothing.md)\n"));
  CHECK(site.session->build(std::nullopt, kNow, 0).outcome == build::Outcome::ContentErrors);
  REQUIRE(site.disk->write("content/2026/notices/n1.md", text));
  CHECK(site.build({"content/2026/notices/n1.md"}).outcome == build::Outcome::Done);
  site.check_clean();
}

TEST_CASE("after a checkout of very many files the site is read anew") {
  Kept site;
  Paths pages;
  const auto write_all = [&](const std::string& text) {
    pages.clear();
    for (int i = 0; i < 1010; i++) {
      pages.push_back("content/2026/news/x" + std::to_string(i) + ".md");
      REQUIRE(site.disk->write(pages.back(), "---\ntitle: 动态\npublished: 2026-05-01\n---\n" + text + "\n"));
    }
  };
  write_all("一。");
  build::Report report = site.build(pages);
  REQUIRE(report.outcome == build::Outcome::Done);
  CHECK(report.files_parsed >= 1010);
  write_all("二。");
  CHECK(site.build(pages).outcome == build::Outcome::Done);
  REQUIRE(site.disk->write(pages[7], "---\ntitle: 动态\npublished: 2026-05-01\n---\n二。\n\n三。\n"));
  report = site.build({pages[7]});
  CHECK(report.files_parsed == 1);
  CHECK(report.rendered < 10);
  site.check_clean();
}

TEST_CASE("a thousand saves take no more memory than one") {
  Kept site;
  const auto resident_bytes = [] {
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
  };
  long before = 0;
  for (int i = 0; i < 1000; i++) {
    const std::string page = "content/2026/notices/n" + std::to_string(1 + i % 6) + ".md";
    std::string text = *site.disk->read(page);
    const std::string number = std::to_string(1000 + i);
    if (i % 10 == 0) {
      const size_t title = text.find("title: ") + 7;
      text.replace(title, text.find('\n', title) - title, "通知" + number);
    } else {
      text.replace(text.rfind("\n\n") + 2, std::string::npos, "第" + number + "次。\n");
    }
    REQUIRE(site.disk->write(page, text));
    REQUIRE(site.build({page}).outcome == build::Outcome::Done);
    if (i % 100 == 50) site.session->save();
    if (i == 200) before = resident_bytes();
  }
  site.check_clean();
#ifndef __SANITIZE_ADDRESS__  // It keeps what is given back for a while, and finds what is not.
  CHECK(resident_bytes() - before < 4 << 20);
#else
  (void)before;
#endif
}

TEST_CASE("a site that begins with an error is parsed once") {
  const auto disk = io::memory_disk(small_site());
  const std::string right = *disk->read("content/about.md");
  build::Session session(*disk, {});
  REQUIRE(disk->write("content/about.md", right + "\n[没有](nothing.md)\n"));
  CHECK(session.build(std::nullopt, kNow, 0).outcome == build::Outcome::ContentErrors);
  REQUIRE(disk->write("content/about.md", right));
  const build::Report report = session.build(Paths{"content/about.md"}, kNow, 0);
  CHECK(report.outcome == build::Outcome::Done);
  CHECK(report.files_parsed == 1);
}

TEST_CASE("a page that becomes a link to another one changes with it") {
  const std::string folder = "session-test-" + std::to_string(::getpid());
  const auto disk = io::real_disk();
  for (const auto& [path, bytes] : small_site()) REQUIRE(disk->write(folder + "/" + path, bytes));
  build::Options options;
  options.site_folder = folder;
  options.unix_now = kNow;
  {
    build::Session session(*disk, options);
    CHECK(session.build(std::nullopt, kNow, 0).outcome == build::Outcome::Done);
    const std::string link = folder + "/content/2026/notices/n6.md";
    REQUIRE(::unlink(link.c_str()) == 0);
    REQUIRE(::symlink("n5.md", link.c_str()) == 0);
    CHECK(session.build(Paths{"content/2026/notices/n6.md"}, kNow, 0).outcome == build::Outcome::Done);
    std::string text = *disk->read(folder + "/content/2026/notices/n5.md");
    REQUIRE(disk->write(folder + "/content/2026/notices/n5.md", text + "\n又一行。\n"));
    const build::Report report = session.build(Paths{"content/2026/notices/n5.md"}, kNow, 0);
    CHECK(has(report.changed, "2026/notices/n5.html"));
    CHECK(has(report.changed, "2026/notices/n6.html"));
  }
  CHECK(disk->remove_tree(folder));
}
