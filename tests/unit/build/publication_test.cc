// A build that is going to be published: while nothing has changed since the last publication stamps alone
// say so, and no page is read. Whatever has changed, or is damaged, or was left undone, means to look closer.

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>

#include "base/hash.h"
#include "build/build.h"
#include "io/files.h"

using namespace herald;

namespace {

const std::map<std::string, std::string> kFiles = {
    {"site.json", R"({"name": "云桥街道安全生产月", "edition": "2026", "sponsor": "云桥街道"})"},
    {"content/2026/_index.md", "---\ntitle: 安全生产月\n---\n"},
    {"content/2026/notices/a.md",
     "---\ntitle: 通知\npublished: 2026-05-11\ndated: 2026-05-11\nissuer: 云桥街道办事处\n---\n各社区：\n"},
    {"content/2026/notices/b.md",
     "---\ntitle: 草稿\npublished: 2026-05-12\ndated: 2026-05-12\nissuer: 云桥街道办事处\ndraft: "
     "true\n---\n无\n"},
    {"content/about.md", "---\ntitle: 关于\ncolour: red\n---\n本网站由云桥街道主办。\n"},
};

/// An editor's machine with a site that may be published.
struct Office {
  Office() {
    options.as_of = base::parse_iso_date_time("2026-06-10T09:00");
    options.publishing = true;
  }
  build::Report build() { return build::build(*disk, options); }
  /// Builds and, as a publication that succeeds, writes the history.
  build::Report publish() {
    build::Report report = build();
    CHECK(report.outcome == build::Outcome::Done);
    if (report.history.empty()) return report;
    REQUIRE(disk->write(report.history_path, report.history));
    build::note_history(*disk, options, report);
    return report;
  }
  void replace(const std::string& path, std::string_view what, std::string_view with) {
    std::string text = *disk->read(path);
    const size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    REQUIRE(disk->write(path, text.replace(at, what.size(), with)));
  }

  std::unique_ptr<io::Disk> disk = io::memory_disk(kFiles);
  build::Options options;
};

}  // namespace

TEST_CASE("the manifest of a publication names all files of the output folder as they are") {
  Office office;
  const build::Report report = office.publish();
  const io::Manifest manifest = io::unpack(report.manifest);
  CHECK(manifest.entries.size() == report.outputs);
  std::map<std::string, std::string> titles;
  for (const io::ManifestEntry& entry : manifest.entries) {
    const auto bytes = office.disk->read("public/" + entry.path);
    REQUIRE(bytes);
    CHECK(entry.size == bytes->size());
    CHECK(entry.sha256 == base::sha256_hex(*bytes));
    titles[entry.path] = entry.title;
  }
  CHECK(titles["2026/notices/a.html"] == "通知");
  CHECK(titles["404.html"].empty());
  CHECK(titles.contains("manifest.sha256"));
  CHECK_FALSE(titles.contains("2026/notices/b.html"));
}

TEST_CASE("after a publication the next one is told by stamps that nothing has changed") {
  Office office;
  const build::Report first = office.publish();
  CHECK_FALSE(first.by_stamps);
  const build::Report again = office.publish();
  CHECK(again.by_stamps);
  CHECK(again.files_parsed == 0);
  CHECK(again.history.empty());
  CHECK(again.manifest.digest == first.manifest.digest);
  CHECK(again.manifest.bytes == first.manifest.bytes);
  CHECK(again.outputs == first.outputs);
  CHECK(again.hidden.size() == 1);
  CHECK(again.diagnostics.all().size() == first.diagnostics.all().size());
  CHECK(again.diagnostics.count(base::Severity::Warning) > 0);  // "colour" is no field.
}

TEST_CASE(
    "a history that another build has to find first costs that build a closer look, and no further one") {
  Office office;
  const build::Report first = office.build();
  REQUIRE(office.disk->write(first.history_path, first.history));  // killed before it was noted
  const build::Report second = office.build();
  CHECK_FALSE(second.by_stamps);
  CHECK(second.rendered == 0);
  CHECK(second.history == first.history);
  CHECK(office.build().by_stamps);
}

TEST_CASE("what a publication that failed has left undone is looked at again") {
  Office office;
  (void)office.build();
  CHECK_FALSE(office.build().by_stamps);
  const build::Report third = office.build();
  CHECK_FALSE(third.by_stamps);
  CHECK_FALSE(third.history.empty());
}

TEST_CASE("a build between two publications is no change, a build of a change is one") {
  Office office;
  (void)office.publish();
  office.options.publishing = false;
  CHECK(office.build().by_stamps);
  office.options.publishing = true;
  CHECK(office.publish().by_stamps);

  office.replace("content/about.md", "主办", "承办");
  office.options.publishing = false;
  CHECK_FALSE(office.build().by_stamps);
  CHECK(office.build().by_stamps);
  office.options.publishing = true;
  const build::Report report = office.publish();
  CHECK_FALSE(report.by_stamps);  // The history says when the page was changed.
  CHECK(report.history.find("2026-06-10T09:00") != std::string::npos);
  CHECK(office.publish().by_stamps);
}

TEST_CASE("a history that somebody writes after us is an input like any other") {
  Office office;
  const build::Report report = office.publish();
  REQUIRE(office.disk->write(report.history_path, report.history + "\n"));
  CHECK_FALSE(office.build().by_stamps);
}

TEST_CASE("a damaged record of the last build means a closer look, and nothing else") {
  Office office;
  const std::string digest = office.publish().manifest.digest;
  for (const char* path : {".herald/build.last", ".herald/build.outputs"}) {
    CAPTURE(path);
    const std::string whole = *office.disk->read(path);
    const auto check = [&](const std::string& bytes) {
      REQUIRE(office.disk->write(path, bytes));
      const build::Report report = office.build();
      CHECK(report.outcome == build::Outcome::Done);
      CHECK_FALSE(report.by_stamps);
      CHECK(report.manifest.digest == digest);
      CHECK(office.build().by_stamps);  // It is whole again.
    };
    check("");
    for (size_t part = 1; part <= 7; part++) {
      const size_t at = whole.size() * part / 8;
      check(whole.substr(0, at));
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      check(damaged);
    }
  }
  office.options.maker = 2;
  CHECK_FALSE(office.build().by_stamps);
}

TEST_CASE("a manifest that nobody had to look at is completed when somebody has to") {
  Office office;
  const build::Report first = office.publish();
  office.options.is_there = [](const io::PackedManifest&) { return true; };
  const build::Report report = office.publish();
  CHECK(report.by_stamps);
  CHECK(report.manifest.bytes.empty());
  io::PackedManifest manifest = report.manifest;
  REQUIRE(build::complete(manifest, *office.disk, office.options));
  CHECK(manifest.digest == first.manifest.digest);
  CHECK(manifest.bytes == first.manifest.bytes);
  REQUIRE(build::complete(manifest, *office.disk, office.options));  // Nothing is left to do.

  const auto check_lost = [&] {
    io::PackedManifest lost = report.manifest;
    const auto status = build::complete(lost, *office.disk, office.options);
    REQUIRE_FALSE(status);
    CHECK(status.error().code == base::Code::FileMissing);
    CHECK(lost.bytes.empty());
  };
  REQUIRE(office.disk->remove(".herald/build.outputs", "."));
  check_lost();
  office.options.is_there = nullptr;
  CHECK_FALSE(office.publish().by_stamps);
  CHECK(build::complete(manifest = report.manifest, *office.disk, office.options));

  office.replace("content/about.md", "主办", "承办");
  (void)office.publish();
  check_lost();  // Those are another site's now.
}

TEST_CASE("an output, or a file for the web server, that somebody touched is mended before it is published") {
  Office office;
  const std::string digest = office.publish().manifest.digest;
  for (const char* path : {"public/about.html", "public/manifest.sha256", ".herald/hosts/apache.htaccess"}) {
    CAPTURE(path);
    const std::string bytes = *office.disk->read(path);
    REQUIRE(office.disk->write(path, "somebody"));
    const build::Report report = office.publish();
    CHECK_FALSE(report.by_stamps);
    CHECK(report.manifest.digest == digest);
    CHECK(*office.disk->read(path) == bytes);
    REQUIRE(office.disk->remove(path, "."));
    CHECK_FALSE(office.publish().by_stamps);
    CHECK(*office.disk->read(path) == bytes);
    CHECK(office.publish().by_stamps);
  }
}

TEST_CASE("when all hosts have the site no output is looked at, else all are") {
  Office office;
  const std::string digest = office.publish().manifest.digest;
  int asked = 0;
  bool answer = true;
  office.options.is_there = [&](const io::PackedManifest& manifest) {
    asked++;
    CHECK(manifest.digest == digest);
    return answer;
  };
  const std::string bytes = *office.disk->read("public/about.html");
  REQUIRE(office.disk->write("public/about.html", "somebody"));
  CHECK(office.publish().by_stamps);
  CHECK(office.publish().manifest.digest == digest);
  CHECK(asked == 2);
  answer = false;
  CHECK_FALSE(office.publish().by_stamps);
  CHECK(asked == 3);
  CHECK(*office.disk->read("public/about.html") == bytes);
}

TEST_CASE(
    "no host is asked about a site that has changed, whose folder is another, or that is built for us") {
  Office office;
  (void)office.publish();
  int asked = 0;
  office.options.is_there = [&](const io::PackedManifest&) { return ++asked > 0; };
  office.options.publishing = false;
  CHECK(office.build().by_stamps);
  office.options.publishing = true;
  for (const char* path : {"public/manifest.sha256", ".herald/hosts/apache.htaccess", ".herald/build.last"}) {
    CAPTURE(path);
    REQUIRE(office.disk->write(path, "somebody"));
    CHECK_FALSE(office.publish().by_stamps);
  }
  office.replace("content/about.md", "主办", "承办");
  CHECK_FALSE(office.publish().by_stamps);
  CHECK(asked == 0);
  CHECK(office.publish().by_stamps);
  CHECK(asked == 1);
}

TEST_CASE("errors stop every publication until they are mended") {
  Office office;
  (void)office.publish();
  office.replace("content/about.md", "云桥", "[没有](nothing.md)");
  for (int i = 0; i < 2; i++) {
    const build::Report report = office.build();
    CHECK(report.outcome == build::Outcome::ContentErrors);
    CHECK_FALSE(report.by_stamps);
    CHECK(report.manifest.digest.empty());
  }
}

TEST_CASE("drafts, another day and a new input mean a closer look") {
  Office office;
  (void)office.publish();
  office.options.publishing = false;
  office.options.drafts = true;
  CHECK_FALSE(office.build().by_stamps);
  office.options.publishing = true;
  office.options.drafts = false;
  CHECK_FALSE(office.build().by_stamps);  // The folder holds drafts.
  CHECK(office.build().by_stamps);
  REQUIRE(office.disk->write("assets/new.css", "a {}"));
  CHECK_FALSE(office.build().by_stamps);
  CHECK(office.build().by_stamps);
  office.options.as_of = base::parse_iso_date_time("2026-06-11T09:00");
  CHECK_FALSE(office.build().by_stamps);
}

TEST_CASE("on two threads as on one") {
  Office office;
  office.options.jobs = 2;
  (void)office.publish();
  CHECK(office.publish().by_stamps);
  REQUIRE(office.disk->write("public/about.html", "somebody"));
  CHECK_FALSE(office.publish().by_stamps);
}
