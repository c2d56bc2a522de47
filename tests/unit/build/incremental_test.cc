// How much an incremental build makes again: counts, and never times.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "build/build.h"
#include "build/theme.h"
#include "io/files.h"

using namespace herald;

namespace {

std::map<std::string, std::string> small_site() {
  std::map<std::string, std::string> files;
  files["site.json"] =
      R"({"name": "云桥街道安全生产月", "url": "https://a.example/", "edition": "2026", "theme": "mine", "sponsor": "云桥街道",
    "columns": [{"name": "通知公告", "to": "2026/notices/"}]})";
  files["content/2026/_index.md"] = "---\ntitle: 安全生产月\ntheme: 人人讲安全\n---\n";
  for (int i = 1; i <= 6; i++) {
    const std::string n = std::to_string(i);
    files["content/2026/notices/n" + n + ".md"] =
        "---\ntitle: 通知" + n + "\npublished: 2026-05-1" + n + "\ndated: 2026-05-1" + n +
        "\nissuer: 云桥街道办事处\n---\n各社区：\n\n请做好第" + n + "项工作。\n";
  }
  files["content/about.md"] = "---\ntitle: 关于\n---\n本网站由云桥街道主办。\n";
  for (const build::EmbeddedFile& file : build::embedded_theme())
    files["themes/mine/" + std::string(file.path)] = file.bytes;
  return files;
}

/// A site on a disk in memory, built once.
struct Built {
  Built() : disk(io::memory_disk(small_site())) {
    options.as_of = base::parse_iso_date_time("2026-06-10T09:00");
    options.explain = true;
    first = build::build(*disk, options);
    REQUIRE_MESSAGE(
        first.outcome == build::Outcome::Done,
        base::format_text(first.diagnostics.all().front(), base::Language::English, base::Colour::No));
  }
  build::Report again() { return build::build(*disk, options); }
  void replace(const std::string& path, std::string_view what, std::string_view with) {
    std::string text = *disk->read(path);
    const size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    REQUIRE(disk->write(path, text.replace(at, what.size(), with)));
  }

  std::unique_ptr<io::Disk> disk;
  build::Options options;
  build::Report first;
};

std::vector<std::string> made(const build::Report& report) {
  std::vector<std::string> outputs;
  for (const build::Reason& reason : report.reasons) {
    if (reason.cause != graph::Cause::Clean) outputs.push_back(reason.output);
  }
  CHECK(outputs.size() == report.rendered);
  return outputs;
}

bool has(const std::vector<std::string>& list, std::string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

const build::Reason& reason_of(const build::Report& report, std::string_view output) {
  const auto at = std::find_if(report.reasons.begin(), report.reasons.end(),
                               [&](const build::Reason& reason) { return reason.output == output; });
  REQUIRE(at != report.reasons.end());
  return *at;
}

}  // namespace

TEST_CASE("without a log everything is made, with one and no change nothing is") {
  Built site;
  CHECK(site.first.rendered + 1 == site.first.outputs);  // all but manifest.sha256
  const build::Report report = site.again();
  CHECK(report.rendered == 0);
  CHECK(report.written == 0);
  CHECK(report.outputs == site.first.outputs);
}

TEST_CASE("a change of one text makes its page again, and the feeds that carry the text") {
  Built site;
  site.replace("content/2026/notices/n3.md", "做好第3项", "抓紧做好第3项");
  const build::Report report = site.again();
  const std::vector<std::string> outputs = made(report);
  for (const std::string& output : outputs) {
    const bool expected =
        output == "2026/notices/n3.html" || output.ends_with("feed.xml") || output.ends_with("feed.json");
    // A text without a stated summary is its own summary, which lists show.
    const bool shows_summary = reason_of(report, output).fact == render::FactKind::Metadata;
    CHECK_MESSAGE((expected || shows_summary), output);
  }
  CHECK(has(outputs, "2026/notices/n3.html"));
  CHECK_FALSE(has(outputs, "about.html"));
  CHECK_FALSE(has(outputs, "2026/notices/n6.html"));
}

TEST_CASE("a change of a text that no summary shows makes one page again") {
  Built site;
  site.replace("content/about.md", "---\n本网站", "summary: 主办单位\n---\n本网站");
  (void)site.again();
  site.replace("content/about.md", "由云桥街道主办", "由云桥街道办事处主办");
  CHECK(made(site.again()) == std::vector<std::string>{"about.html"});
}

TEST_CASE("a change of a text leaves the lists of its words alone") {
  Built site;
  for (int i = 1; i <= 6; i++)
    site.replace(
        "content/2026/notices/n" + std::to_string(i) + ".md", "issuer:",
        i % 2 == 0 ? "tags: [消防]\nsummary: 一句\nissuer:" : "tags: [防汛, 消防]\nsummary: 一句\nissuer:");
  CHECK(has(made(site.again()), "2026/tags/xiao-fang.html"));
  site.replace("content/2026/notices/n3.md", "做好第3项", "抓紧做好第3项");
  const std::vector<std::string> outputs = made(site.again());
  CHECK(has(outputs, "2026/notices/n3.html"));
  for (const std::string& output : outputs) CHECK_FALSE_MESSAGE(output.starts_with("2026/tags/"), output);
  site.replace("content/2026/notices/n3.md", "tags: [防汛, 消防]", "tags: [防汛]");
  CHECK(has(made(site.again()), "2026/tags/xiao-fang.html"));
}

TEST_CASE("a change of a title makes again what shows the title") {
  Built site;
  site.replace("content/2026/notices/n3.md", "通知3", "另一个标题");
  const std::vector<std::string> outputs = made(site.again());
  for (const char* output : {"2026/notices/n3.html", "2026/notices/n2.html", "2026/notices/n4.html",
                             "2026/notices/index.html", "2026/index.html", "index.html"})
    CHECK_MESSAGE(has(outputs, output), output);
  CHECK_FALSE(has(outputs, "2026/notices/n6.html"));
  CHECK_FALSE(has(outputs, "about.html"));
}

TEST_CASE("a page without a date of publication comes into the feeds when it gets one") {
  Built site;
  REQUIRE(site.disk->write("content/2026/news/a.md", "---\ntitle: 一\npublished: 2026-05-20\n---\n正文。\n"));
  REQUIRE(site.disk->write("content/2026/news/b.md", "---\ntitle: 二\n---\n正文。\n"));
  REQUIRE(site.again().outcome == build::Outcome::Done);
  // It stays the last one of its list.
  site.replace("content/2026/news/b.md", "title: 二\n", "title: 二\npublished: 2026-05-12\n");
  const std::vector<std::string> again = made(site.again());
  for (const char* feed : {"2026/news/feed.xml", "2026/news/feed.json", "feed.xml", "feed.json"})
    CHECK(has(again, feed));
}

TEST_CASE("a change of a template makes again what it takes part in") {
  Built site;
  site.replace("themes/mine/templates/notice.html", "{% extends", "{# new #}{% extends");
  std::vector<std::string> outputs = made(site.again());
  CHECK(outputs.size() == 6);
  CHECK(has(outputs, "2026/notices/n1.html"));

  site.replace("themes/mine/templates/partials/footer.html", "<footer", "<!-- new --><footer");
  outputs = made(site.again());
  CHECK(has(outputs, "about.html"));
  CHECK(has(outputs, "404.html"));
  CHECK_FALSE(has(outputs, "feed.xml"));
}

TEST_CASE("the day alone makes again only what shows something relative to it") {
  Built site;
  site.options.as_of = base::parse_iso_date_time("2026-06-11T09:00");
  for (const build::Reason& reason : site.again().reasons) {
    if (reason.cause == graph::Cause::Clean) continue;
    CHECK(reason.cause == graph::Cause::Fact);
    CHECK(reason.fact == render::FactKind::Day);
  }
  CHECK_FALSE(has(made(site.again()), "2026/notices/n1.html"));
}

TEST_CASE("site.json is a setting of all outputs") {
  Built site;
  site.replace("site.json", "云桥街道安全生产月", "云桥街道活动网");
  const build::Report report = site.again();
  CHECK(report.rendered == site.first.rendered);
  CHECK(reason_of(report, "about.html").cause == graph::Cause::Setting);
  CHECK(reason_of(report, "about.html").setting == build::Setting::Config);
}

TEST_CASE("an output that is gone, or that somebody changed, is made again") {
  Built site;
  REQUIRE(site.disk->remove("public/about.html", "public"));
  REQUIRE(site.disk->write("public/2026/notices/n1.html", "somebody's"));
  const build::Report report = site.again();
  CHECK(made(report) == std::vector<std::string>{"2026/notices/n1.html", "about.html"});
  CHECK(reason_of(report, "about.html").cause == graph::Cause::Altered);
  CHECK(site.disk->read("public/2026/notices/n1.html")->find("somebody") == std::string::npos);
}

TEST_CASE("another program's log, and --clean, mean a full build that writes nothing new") {
  Built site;
  site.options.maker = 2;
  CHECK(site.again().rendered == site.first.rendered);
  CHECK(site.again().rendered == 0);
  site.options.clean = true;
  const build::Report report = site.again();
  CHECK(report.rendered == site.first.rendered);
  CHECK(report.written == 0);
}

TEST_CASE("builds into two folders remember each their own") {
  Built site;
  site.options.output_folder = "elsewhere";
  CHECK(site.again().rendered == site.first.rendered);
  CHECK(site.again().rendered == 0);
  site.options.output_folder.clear();
  CHECK(site.again().rendered == 0);
}

TEST_CASE("warnings of pages that are not made again are told again") {
  Built site;
  site.replace("content/about.md", "title: 关于", "title: 关于\ncolour: red");
  const build::Report report = site.again();
  REQUIRE(report.diagnostics.all().size() == site.first.diagnostics.all().size() + 1);
  CHECK(site.again().diagnostics.all().size() == report.diagnostics.all().size());
}

TEST_CASE("an error leaves output and log as they were") {
  Built site;
  site.replace("content/about.md", "本网站", "[没有](nothing.md)");
  CHECK(site.again().outcome == build::Outcome::ContentErrors);
  site.replace("content/about.md", "[没有](nothing.md)", "本网站");
  const build::Report report = site.again();
  CHECK(report.outcome == build::Outcome::Done);
  CHECK(report.rendered == 0);
}

TEST_CASE("when nothing was touched nothing is read") {
  Built site;
  site.options.explain = false;
  const build::Report report = site.again();
  CHECK(report.files_parsed == 0);
  CHECK(report.pages == site.first.pages);
  CHECK(report.outputs == site.first.outputs);
  CHECK(report.outcome == build::Outcome::Done);
  CHECK(report.by_stamps);
}

TEST_CASE("what was touched just before a build has no stamp, and is read again by the next one") {
  Built site;
  site.options.explain = false;
  site.options.clock_ns = 1;      // every file is newer than the build
  CHECK_FALSE(site.again().by_stamps);
  site.options.clock_ns = 0;
  CHECK_FALSE(site.again().by_stamps);  // The last build has no stamp to compare with.
  CHECK(site.again().by_stamps);
}

TEST_CASE("a change parses one file, a touch none") {
  Built site;
  CHECK(site.first.files_parsed == 8);
  site.replace("content/2026/notices/n3.md", "第3项", "第三项");
  CHECK(site.again().files_parsed == 1);
  const std::string text = *site.disk->read("content/2026/notices/n3.md");
  REQUIRE(site.disk->remove("content/2026/notices/n3.md", "content"));
  REQUIRE(site.disk->write("content/2026/notices/n3.md", text));
  const build::Report report = site.again();
  CHECK(report.files_parsed == 0);
  CHECK(report.rendered == 0);
}

TEST_CASE("site.json, another program and a damaged cache mean that all is parsed") {
  Built site;
  site.replace("site.json", "云桥街道安全生产月", "云桥街道活动网");
  CHECK(site.again().files_parsed == 8);
  site.options.maker = 2;
  CHECK(site.again().files_parsed == 8);
  std::string index = *site.disk->read(".herald/cache/pages");
  index[index.size() / 2] = static_cast<char>(index[index.size() / 2] ^ 1);
  REQUIRE(site.disk->write(".herald/cache/pages", index));
  CHECK(site.again().files_parsed == 8);
  CHECK(site.again().files_parsed == 0);
}

TEST_CASE("a text changed in a new process costs the metadata of what its page shows") {
  Built site;
  site.options.explain = false;
  const std::string page = "content/about.md";
  site.replace(page, "---\n本网站", "summary: 主办单位\n---\n本网站");
  REQUIRE(site.again().outcome == build::Outcome::Done);
  site.replace(page, "云桥街道主办", "云桥街道办事处主办");
  const build::Report report = site.again();
  CHECK(report.files_parsed == 1);
  CHECK(report.metadata_read < 4);  // of 8
  CHECK(report.rendered == 1);
  CHECK(report.pages == site.first.pages);
  CHECK(report.outputs == site.first.outputs);
  CHECK(site.disk->read("public/about.html")->find("云桥街道办事处主办") != std::string::npos);

  SUBCASE("and the next one too") {
    site.replace(page, "办事处主办", "办事处承办");
    const build::Report next = site.again();
    CHECK(next.files_parsed == 1);
    CHECK(next.metadata_read == report.metadata_read);
  }
  SUBCASE("and the next build without a change costs nothing") {
    const build::Report next = site.again();
    CHECK(next.files_parsed == 0);
    CHECK(next.metadata_read == 0);
    CHECK(next.rendered == 0);
  }
  SUBCASE("unless another field is changed") {
    site.replace(page, "summary:", "weight: 3\nsummary:");
    CHECK(site.again().metadata_read == 7);
  }
  SUBCASE("unless the record of the site is not that of the log") {
    std::string record = *site.disk->read(".herald/build.site");
    record[record.size() / 2] = static_cast<char>(record[record.size() / 2] ^ 1);
    REQUIRE(site.disk->write(".herald/build.site", record));
    site.replace(page, "办事处主办", "办事处承办");
    const build::Report next = site.again();
    CHECK(next.files_parsed == 1);
    CHECK(next.metadata_read == 7);
  }
  SUBCASE("unless somebody else built into the folder") {
    const std::string sums = *site.disk->read("public/manifest.sha256");
    REQUIRE(site.disk->write("public/old.html", "old"));
    REQUIRE(site.disk->write("public/manifest.sha256", sums + std::string(64, 'a') + "  old.html\n"));
    site.replace(page, "办事处主办", "办事处承办");
    CHECK(site.again().metadata_read == 7);
    CHECK_FALSE(site.disk->read("public/old.html"));
  }
  SUBCASE("unless the metadata are gone") {
    for (const char* store : {".herald/cache/pages-1", ".herald/cache/pages-2"})
      REQUIRE(site.disk->remove(store, ".herald"));
    site.replace(page, "办事处主办", "办事处承办");
    const build::Report next = site.again();
    CHECK(next.outcome == build::Outcome::Done);
    CHECK(next.files_parsed == 8);
    CHECK(next.metadata_read == 0);
    CHECK(next.written == 2);  // with manifest.sha256
  }
  SUBCASE("unless an output is not as it was left") {
    REQUIRE(site.disk->write("public/404.html", "spoilt"));
    site.replace(page, "办事处主办", "办事处承办");
    const build::Report next = site.again();
    CHECK(next.metadata_read == 7);
    CHECK(next.written == 3);  // with manifest.sha256
  }
  SUBCASE("unless a build into another folder has brought the cache up to date") {
    site.replace(page, "办事处主办", "办事处承办");
    site.options.output_folder = "elsewhere";
    CHECK(site.again().metadata_read == 7);
    site.options.output_folder = {};
    const build::Report next = site.again();
    CHECK(next.files_parsed == 0);
    CHECK(next.metadata_read == 8);
    CHECK(*site.disk->read("public/about.html") == *site.disk->read("elsewhere/about.html"));
  }
}

TEST_CASE("texts that are gone are made again within the same build") {
  Built site;
  for (const char* store : {".herald/cache/pages-1", ".herald/cache/pages-2"})
    REQUIRE(site.disk->remove(store, ".herald"));
  site.options.clean = true;
  const build::Report report = site.again();
  CHECK(report.outcome == build::Outcome::Done);
  CHECK(report.files_parsed == 8);
  CHECK(report.written == 0);
}

TEST_CASE("an error in a page that comes from the cache is told at its place") {
  Built site;
  site.replace("content/about.md", "本网站", "见[通知](2026/notices/n1.md)。本网站");
  CHECK(site.again().outcome == build::Outcome::Done);
  REQUIRE(site.disk->remove("content/2026/notices/n1.md", "content"));
  const build::Report report = site.again();
  REQUIRE(report.outcome == build::Outcome::ContentErrors);
  CHECK(report.files_parsed == 0);
  const auto& told = report.diagnostics.all();
  const auto error = std::find_if(told.begin(), told.end(), [](const base::Diagnostic& diagnostic) {
    return diagnostic.severity() == base::Severity::Error;
  });
  const base::Place& place = error->place;
  CHECK(place.path == "content/about.md");
  CHECK(place.line == 4);
  CHECK(place.column == 2);
  CHECK(place.excerpt.find("见[通知]") != std::string::npos);
}

TEST_CASE("a page that appears today is noticed, though no file was touched") {
  Built site;
  site.options.explain = false;
  site.replace("content/about.md", "title: 关于", "title: 关于\npublished: 2026-06-10T15:00");
  CHECK(site.again().hidden.size() == 1);
  site.options.as_of = base::parse_iso_date_time("2026-06-10T14:59");
  CHECK(site.again().files_parsed == 0);
  site.options.as_of = base::parse_iso_date_time("2026-06-10T15:00");
  CHECK(site.again().hidden.empty());
  CHECK(site.disk->read("public/about.html"));
  site.options.as_of = base::parse_iso_date_time("2026-06-10T09:00");
  CHECK(site.again().hidden.size() == 1);
}

TEST_CASE("a page that the clock makes another one is made again") {
  Built site;
  site.options.drafts = true;
  site.replace("content/2026/notices/n3.md", "dated:", "status: withdrawn\ndated:");
  site.replace("content/2026/notices/n3.md", "published: 2026-05-13", "published: 2026-06-12");
  REQUIRE(site.again().outcome == build::Outcome::Done);
  const std::string to_come = *site.disk->read("public/2026/notices/n3.html");
  site.options.as_of = base::parse_iso_date_time("2026-06-13T09:00");
  REQUIRE(site.again().outcome == build::Outcome::Done);
  CHECK(*site.disk->read("public/2026/notices/n3.html") != to_come);
  site.options.as_of = base::parse_iso_date_time("2026-06-10T09:00");
  REQUIRE(site.again().outcome == build::Outcome::Done);
  CHECK(*site.disk->read("public/2026/notices/n3.html") == to_come);
}
