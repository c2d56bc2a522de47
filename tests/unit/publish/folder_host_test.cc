#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;
namespace fs = std::filesystem;

namespace {

/// A folder of this test, with a site in it and a place to publish it to.
struct Place {
  fs::path folder = fs::temp_directory_path() / ("herald-publish-" + std::to_string(::getpid()));
  std::unique_ptr<io::Disk> disk = io::real_disk();
  Options options;
  io::Manifest manifest;

  Place() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    options.target = "office";
    options.site_folder = (folder / "public").string();
    options.state_folder = (folder / "state").string();
    options.owner = {"li@office", "2026-06-16 09:00", "token", {1}};
    options.is_alive = [](const Process&) { return false; };
  }
  ~Place() { fs::remove_all(folder); }

  Report publish(const Files& files) {
    manifest.entries.clear();
    for (const auto& [path, bytes] : files) {
      REQUIRE(disk->write(options.site_folder + "/" + path, bytes));
      manifest.entries.push_back(
          {path, bytes.size(), base::sha256_hex(bytes), "text/html", io::FileClass::Page, {}});
    }
    const std::unique_ptr<Host> host = folder_host((folder / "host").string());
    return herald::publish::publish(*host, *disk, manifest, options);
  }

  Files on_host() const {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "host")) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path());
      files[entry.path().lexically_relative(folder / "host").string()] =
          std::string(std::istreambuf_iterator<char>(in), {});
    }
    files.erase("herald-manifest.json");
    files.erase("herald-manifest.sha256");
    return files;
  }
};

}  // namespace

TEST_CASE("a folder that is not there is made, filled, changed and left as the site is") {
  Place place;
  CHECK(place.publish(kSite).ending == Ending::Done);
  CHECK(place.on_host() == kSite);
  CHECK(place.publish(kSite).ending == Ending::Unchanged);
  std::ofstream(place.folder / "host/mine.txt") << "mine";
  CHECK(place.publish(kLater).ending == Ending::Done);
  Files with_mine = kLater;
  with_mine["mine.txt"] = "mine";
  CHECK(place.on_host() == with_mine);
  CHECK_FALSE(fs::exists(place.folder / "host/herald-lock"));
}

TEST_CASE("a link is switched at once: the old folder is untouched, foreign files come along") {
  Place place;
  fs::create_directories(place.folder / "first");
  std::ofstream(place.folder / "first/mine.txt") << "mine";
  fs::create_symlink("first", place.folder / "host");
  CHECK(place.publish(kSite).ending == Ending::Done);
  CHECK(fs::read_symlink(place.folder / "host") == "host.releases/1");
  CHECK(std::distance(fs::directory_iterator(place.folder / "first"), fs::directory_iterator()) == 1);
  Files with_mine = kSite;
  with_mine["mine.txt"] = "mine";
  CHECK(place.on_host() == with_mine);
  for (int i = 2; i < 7; i++) {
    CHECK(place.publish({{"index.html", "home " + std::to_string(i)}}).ending == Ending::Done);
    CHECK(fs::read_symlink(place.folder / "host") == "host.releases/" + std::to_string(i));
  }
  CHECK(place.on_host() == Files{{"index.html", "home 6"}, {"mine.txt", "mine"}});
  CHECK_FALSE(fs::exists(place.folder / "host.releases/3"));
  CHECK(fs::exists(place.folder / "host.releases/4"));
  CHECK_FALSE(fs::exists(place.folder / "host.releases/herald-lock"));
}

TEST_CASE("a page whose name begins as the lock does is switched with the others") {
  Place place;
  fs::create_directories(place.folder / "first");
  fs::create_symlink("first", place.folder / "host");
  const Files site = {{"herald-lock-faq.html", "who holds it"}, {"index.html", "home"}};
  CHECK(place.publish(site).ending == Ending::Done);
  CHECK(place.on_host() == site);
}

TEST_CASE("what a killed run left beside a link is thrown away") {
  Place place;
  fs::create_directories(place.folder / "first");
  fs::create_symlink("first", place.folder / "host");
  fs::create_directories(place.folder / "host.releases/herald-tmp-1");
  std::ofstream(place.folder / "host.releases/herald-tmp-1/half.html") << "half";
  CHECK(place.publish(kSite).ending == Ending::Done);
  CHECK(place.on_host() == kSite);
  CHECK_FALSE(fs::exists(place.folder / "host.releases/herald-tmp-1"));
}

TEST_CASE("wherever an administrator points the link, no publication is thrown away, and the site is whole") {
  for (const char* link : {"host.releases/1", "host.releases/1/", "current", "host.releases/2/below"}) {
    CAPTURE(link);
    Place place;
    fs::create_directories(place.folder / "first/below");
    std::ofstream(place.folder / "first/below/mine.txt") << "mine";
    fs::create_symlink("first", place.folder / "host");
    CHECK(place.publish(kSite).ending == Ending::Done);
    CHECK(place.publish(kLater).ending == Ending::Done);
    fs::create_directories(place.folder / "repair");
    fs::create_symlink("host.releases/1", place.folder / "current");
    fs::remove(place.folder / "host");
    fs::create_symlink(link, place.folder / "host");
    Files expected = place.on_host();
    place.options.take_over = true;
    CHECK(place.publish({{"index.html", "home 3"}}).ending == Ending::Done);
    CHECK(fs::read_symlink(place.folder / "host") == "host.releases/3");
    CHECK(place.on_host().at("index.html") == "home 3");
    CHECK(place.on_host().contains(expected.contains("mine.txt") ? "mine.txt" : "below/mine.txt"));
    for (const char* old : {"1", "2"})
      CHECK(fs::exists(place.folder / "host.releases" / old / "below/mine.txt"));
  }
}

TEST_CASE("where the link was not switched nothing has arrived") {
  Place place;
  fs::create_directories(place.folder / "first");
  fs::create_symlink("first", place.folder / "host");
  REQUIRE(place.publish({{"a.html", "a"}, {"b.html", "b"}}).ending == Ending::Done);
  place.options.progress = [&](const Progress& progress) {
    if (progress.files == 3) fs::remove(place.folder / "host");
  };
  const Report report = place.publish({{"a.html", "a, changed"}, {"b.html", "b, changed"}, {"c.html", "c"}});
  CHECK(report.ending == Ending::Failed);
  const auto& all = report.diagnostics.all();
  const auto incomplete = std::find_if(all.begin(), all.end(), [](const base::Diagnostic& one) {
    return one.code == base::Code::PublishIncomplete;
  });
  REQUIRE(incomplete != all.end());
  CHECK(incomplete->notes.size() == 3);
}

TEST_CASE("a link that somebody makes lead elsewhere during a publication stays so") {
  Place place;
  fs::create_directories(place.folder / "first");
  fs::create_directories(place.folder / "closed");
  fs::create_symlink("first", place.folder / "host");
  REQUIRE(place.publish({{"a.html", "a"}}).ending == Ending::Done);
  place.options.progress = [&](const Progress&) {
    fs::remove(place.folder / "host");
    fs::create_symlink("closed", place.folder / "host");
  };
  CHECK(place.publish({{"a.html", "a, changed"}}).ending == Ending::Failed);
  CHECK(fs::read_symlink(place.folder / "host") == "closed");
  CHECK(fs::is_empty(place.folder / "closed"));
}

TEST_CASE("pipes and devices in the place of our files are told of, and nobody waits for them") {
  Place place;
  REQUIRE(place.publish({{"a.html", "a"}, {"b.html", "b"}, {"c.html", "c"}}).ending == Ending::Done);
  fs::remove(place.folder / "host/a.html");
  REQUIRE(::mkfifo((place.folder / "host/a.html").c_str(), 0666) == 0);
  fs::remove(place.folder / "host/b.html");
  fs::create_symlink("/dev/zero", place.folder / "host/b.html");
  place.options.task = Task::Audit;
  const Report report = place.publish({{"a.html", "a"}, {"b.html", "b"}, {"c.html", "c"}});
  const auto& all = report.diagnostics.all();
  CHECK(std::count_if(all.begin(), all.end(), [](const base::Diagnostic& one) {
          return one.code == base::Code::AuditUnreadable;
        }) == 2);
}

TEST_CASE("folders beside a link that is switched keep their permissions") {
  const std::pair<const char*, unsigned> folders[] = {
      {"", 0775}, {"private", 0700}, {"private/up", 0777}, {"closed", 0555}, {"closed/shared", 02770}};
  Place place;
  for (const auto& [path, mode] : folders) fs::create_directories(place.folder / "first" / path);
  for (const auto& [path, mode] : folders)
    fs::permissions(place.folder / "first" / path, static_cast<fs::perms>(mode));
  fs::create_symlink("first", place.folder / "host");
  CHECK(place.publish(kSite).ending == Ending::Done);
  CHECK(fs::read_symlink(place.folder / "host") == "host.releases/1");
  for (const auto& [path, mode] : folders) {
    CAPTURE(path);
    CHECK(fs::status(place.folder / "host" / path).permissions() == static_cast<fs::perms>(mode));
  }
}

TEST_CASE("what somebody puts beside the site while a new release is made comes along") {
  Place place;
  fs::create_directories(place.folder / "first/mine");
  const auto write = [](const fs::path& path, const char* text) {
    fs::remove(path);
    std::ofstream(path) << text;
  };
  const auto put = [](Host& host, const char* path, const std::string& text) {
    const Upload upload{path, {}, text, text.size(), base::sha256_hex(text), {}};
    host.put(std::span(&upload, 1), [](size_t, const Outcome& outcome) {
      CHECK(outcome);
      return true;
    });
  };
  for (const char* name : {"old.html", "gone.html", "mine/a.txt", "mine/b.txt"})
    write(place.folder / "first" / name, "old");
  fs::create_symlink("first", place.folder / "host");
  const fs::path live = place.folder / "first";
  const std::unique_ptr<Host> host = folder_host((place.folder / "host").string());
  CHECK(host->make_folder("herald-lock"));
  CHECK(host->begin());
  put(*host, "old.html", "ours");
  put(*host, "new.html", "ours");
  const std::string gone = "gone.html";
  host->remove(std::span(&gone, 1), [](size_t, const Outcome&) { return true; });
  fs::create_directories(live / "up/loads");
  for (const char* name : {"old.html", "new.html", "gone.html", "mine/a.txt", "mine/c.txt", "up/loads/d.txt"})
    write(live / name, "theirs");
  CHECK(host->commit());
  CHECK(fs::read_symlink(place.folder / "host") == "host.releases/1");
  CHECK(place.on_host() == Files{{"mine/a.txt", "theirs"},
                                 {"mine/b.txt", "old"},
                                 {"mine/c.txt", "theirs"},
                                 {"new.html", "ours"},
                                 {"old.html", "ours"},
                                 {"up/loads/d.txt", "theirs"}});
}

TEST_CASE("the publication that an administrator went back to stays beside the one that replaces it") {
  Place place;
  fs::create_directories(place.folder / "first");
  fs::create_symlink("first", place.folder / "host");
  for (const char* text : {"1", "2", "3"}) CHECK(place.publish({{"a.html", text}}).ending == Ending::Done);
  fs::remove(place.folder / "host");
  fs::create_symlink("host.releases/1", place.folder / "host");
  CHECK(place.publish({{"a.html", "4"}}).ending == Ending::Done);
  CHECK(place.on_host() == Files{{"a.html", "4"}});
  for (const auto& [number, stays] : {std::pair{"1", true}, {"2", false}, {"3", true}, {"4", true}})
    CHECK(fs::exists(place.folder / "host.releases" / number) == stays);
}

TEST_CASE("a file that changed since it was built does not replace the one that is there") {
  Place place;
  CHECK(place.publish(kSite).ending == Ending::Done);
  const std::unique_ptr<Host> host = folder_host((place.folder / "host").string());
  const Upload upload{"index.html", place.options.site_folder + "/feed.xml", {}, 4, base::sha256_hex("other"),
                      "text/html"};
  Outcome got;
  host->put(std::span(&upload, 1), [&](size_t, const Outcome& outcome) {
    got = outcome;
    return true;
  });
  CHECK(got.trouble == Trouble::Changed);
  CHECK(place.on_host() == kSite);
}

TEST_CASE(
    "a kept copy that was changed together with its file is mended from the file that a build wrote anew") {
  Place place;
  CHECK(place.publish({{"a.html", "first"}, {"b.html", "one"}}).ending == Ending::Done);
  const fs::path kept = place.folder / "state/files" / base::sha256_hex("first");
  const auto append = [&](const char* text) {
    std::ofstream(place.folder / "public/a.html", std::ios::app) << text;
  };
  append("!");
  CHECK(place.publish({{"a.html", "first"}, {"b.html", "two"}}).ending == Ending::Done);
  CHECK(fs::file_size(kept) == 5);
  CHECK(fs::hard_link_count(kept) == 2);
  // Of the same length: the time tells.
  std::ofstream(place.folder / "public/a.html", std::ios::in) << "FIRST";
  CHECK(place.publish({{"a.html", "first"}, {"b.html", "three"}}).ending == Ending::Done);
  place.options.task = Task::Rollback;
  CHECK(place.publish({{"a.html", "first"}, {"b.html", "three"}}).ending == Ending::Done);
  CHECK(place.on_host() == Files{{"a.html", "first"}, {"b.html", "two"}});
}

TEST_CASE("a publication that cannot be kept is published, with a warning") {
  Place place;
  fs::create_directories(place.folder / "state");
  std::ofstream(place.folder / "state/kept") << "";
  const Report report = place.publish({{"a.html", "first"}});
  CHECK(report.ending == Ending::Done);
  CHECK(has_code(report, base::Code::PublishNotKept));
  CHECK_FALSE(report.diagnostics.has_errors());
}
