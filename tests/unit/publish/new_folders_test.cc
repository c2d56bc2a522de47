// New folders: filled under another name, and there at one stroke.

#include <algorithm>

#include "site.h"

#include <doctest/doctest.h>

namespace herald::publish {
namespace {

using namespace testing;

/// An editor whose host renames folders.
struct NewOffice : Office {
  NewOffice() { host.may_rename_folders = true; }

  size_t puts_of(std::string_view ending) const {
    return static_cast<size_t>(std::count_if(host.log.begin(), host.log.end(), [&](const std::string& line) {
      return line.starts_with("put ") && line.ends_with(ending);
    }));
  }
};

/// The host holds `site`, nothing of a killed run, and a record without a doubt.
void check_whole(Office& office, const Files& site) {
  CHECK(office.host.site() == site);
  CHECK(office.host.seen_broken.empty());
  for (const std::string& folder : office.host.folders)
    CHECK(folder.find("herald-tmp-") == std::string::npos);
  CHECK(office.host.files.at("herald-manifest.json").find("pending") == std::string::npos);
  CHECK(office.publish(site).ending == Ending::Unchanged);
}

/// A site whose pages are in folders of folders, one of them with what another page shows.
const Files kDeep = {
    {"assets/site.css", "css"},
    {"about.html", "about <assets/site.css><2026/news/a/plan.png>"},
    {"index.html", "home <assets/site.css><2026/index.html>"},
    {"2026/index.html", "2026 <2026/news/a.html><2025/a.html>"},
    {"2026/news/a.html", "a <assets/site.css><2026/news/a/plan.png>"},
    {"2026/news/a/plan.png", "png"},
    {"2025/a.html", "old <assets/site.css>"},
    {"files/all.zip", "zip"},
};

io::Manifest build_deep(Office& office) {
  io::Manifest site = office.build(kDeep);
  for (io::ManifestEntry& entry : site.entries) {
    const bool is_attachment = entry.path.ends_with(".png") || entry.path.ends_with(".zip");
    if (is_attachment) entry.file_class = io::FileClass::Attachment;
  }
  return site;
}

TEST_CASE("folders that are new appear whole, what pages load first, and what lists them last") {
  NewOffice office;
  CHECK(office.publish_with(build_deep(office)).ending == Ending::Done);
  std::vector<std::string> seen;  // in the order in which readers see it
  for (const std::string& line : office.host.log) {
    if (line.find("herald-") == std::string::npos) seen.push_back(line);
  }
  CHECK(seen == std::vector<std::string>{"name assets", "name files", "name 2025", "name 2026",
                                         "put about.html", "put index.html"});
  CHECK(office.host.seen_broken.empty());
  CHECK(office.host.site() == kDeep);
}

TEST_CASE("a folder that is there gets its files one by one, and a new one in it appears whole") {
  NewOffice office;
  office.host.folders.insert("2026");
  office.host.files["2026/mine.txt"] = "mine";
  CHECK(office.publish_with(build_deep(office)).ending == Ending::Done);
  const auto at = [&](const std::string& line) {
    return std::find(office.host.log.begin(), office.host.log.end(), line) - office.host.log.begin();
  };
  CHECK(at("name 2026/news") < at("put 2026/index.html"));
  CHECK(at("put 2026/index.html") < static_cast<ptrdiff_t>(office.host.log.size()));
  CHECK(office.host.seen_broken.empty());
  CHECK(office.host.files.at("2026/mine.txt") == "mine");
}

TEST_CASE("a first publication that is killed at any operation leaves no broken page and is resumed") {
  for (const Fault fault : {Fault::Before, Fault::After}) {
    for (size_t n = 1;; n++) {
      NewOffice office;
      bool is_dead = false;
      office.host.fault = [&](size_t operation) {
        if (operation < n) return Fault::None;
        const bool is_first = !is_dead;
        is_dead = true;
        return is_first ? fault : Fault::Before;
      };
      (void)office.publish(kSite);
      CAPTURE(n);
      CHECK(office.host.seen_broken.empty());
      if (!is_dead) break;
      office.host.fault = nullptr;
      const Report resumed = office.publish(kSite);
      CHECK((resumed.ending == Ending::Done || resumed.ending == Ending::Unchanged));
      check_whole(office, kSite);
    }
  }
}

TEST_CASE("the same with a folder that is new in a site that is there, and another site afterwards") {
  for (const Files& next : {kLater, kSite}) {
    for (size_t n = 1;; n++) {
      NewOffice office;
      (void)office.publish(kSite);
      bool is_dead = false;
      office.host.operations = 0;
      office.host.fault = [&](size_t operation) {
        return (is_dead = operation >= n) ? Fault::Before : Fault::None;
      };
      (void)office.publish(kLater);
      CAPTURE(n);
      CHECK(office.host.seen_broken.empty());
      if (!is_dead) break;
      office.host.fault = nullptr;
      const Report report = office.publish(next);
      CHECK((report.ending == Ending::Done || report.ending == Ending::Unchanged));
      check_whole(office, next);
    }
  }
}

TEST_CASE("another machine, without the journal of a killed run, makes the host right, whatever its site") {
  for (const Files& next : {kSite, kLater}) {
    for (size_t n = 1;; n++) {
      NewOffice office;
      bool is_dead = false;
      office.host.fault = [&](size_t operation) {
        return (is_dead = operation >= n) ? Fault::Before : Fault::None;
      };
      (void)office.publish(kSite);
      if (!is_dead) break;
      NewOffice other;
      other.host.files = office.host.files;
      other.host.folders = office.host.folders;
      other.options.break_lock = true;
      other.options.take_over = true;
      CAPTURE(n);
      const Report report = other.publish(next);
      CHECK((report.ending == Ending::Done || report.ending == Ending::Unchanged));
      check_whole(other, next);
    }
  }
}

TEST_CASE("every operation of a first publication may fail once, done or not") {
  for (const Fault fault : {Fault::Before, Fault::After}) {
    for (size_t n = 1;; n++) {
      NewOffice office;
      office.host.fault = [&](size_t operation) { return operation == n ? fault : Fault::None; };
      CAPTURE(n);
      CHECK(office.publish(kSite).ending == Ending::Done);
      const size_t operations = office.host.operations;
      office.host.fault = nullptr;
      check_whole(office, kSite);
      if (operations < n) break;
    }
  }
}

TEST_CASE("what had arrived in a folder without a name is not sent again, and one that is not wanted goes") {
  NewOffice office;
  Files site = kSite;
  site["2026/z.html"] = "z <assets/site.css>";
  office.host.fault = [&](size_t) {
    return office.puts_of("2026/b.html") != 0 ? Fault::Before : Fault::None;
  };
  CHECK(office.publish(site).ending == Ending::Failed);
  CHECK(office.host.files.contains("herald-tmp-2026/a.html"));
  CHECK(office.host.files.contains("herald-tmp-2026/b.html"));
  office.host.fault = nullptr;
  office.host.log.clear();
  site.erase("2026/b.html");
  const Report next = office.publish(site);
  CHECK(next.ending == Ending::Done);
  CHECK(next.summary.added.size() == 2);
  CHECK(next.summary.changed.empty());
  CHECK(next.summary.files_sent == next.sent);
  CHECK(office.puts_of("2026/a.html") == 0);
  CHECK(office.puts_of("2026/z.html") == 1);
  check_whole(office, site);
}

TEST_CASE("a file that arrived with another size is sent again before its folder gets its name") {
  NewOffice office;
  bool is_cut = false;
  office.host.fault = [&](size_t) {
    auto at = office.host.files.find("herald-tmp-2026/b.html");
    if (!is_cut && at != office.host.files.end()) {
      at->second.resize(1);
      is_cut = true;
    }
    return Fault::None;
  };
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(is_cut);
  CHECK(office.puts_of("2026/b.html") == 2);
  check_whole(office, kSite);
}

TEST_CASE("with --verify what lies in new folders is read back before it is seen") {
  NewOffice office;
  office.options.verify = true;
  bool is_changed = false;
  office.host.fault = [&](size_t) {
    auto at = office.host.files.find("herald-tmp-2026/b.html");
    if (!is_changed && at != office.host.files.end()) {
      at->second[0] = '?';
      is_changed = true;
    }
    return Fault::None;
  };
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(office.puts_of("2026/b.html") == 2);
  check_whole(office, kSite);
}

TEST_CASE("a folder of the temporary name that herald did not make is left alone") {
  NewOffice office;
  office.host.folders.insert("herald-tmp-2026");
  office.host.files["herald-tmp-2026/mine.txt"] = "mine";
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(office.host.files.at("herald-tmp-2026/mine.txt") == "mine");
  CHECK(office.host.files.contains("2026/a.html"));
  CHECK(std::find(office.host.log.begin(), office.host.log.end(), "name 2026") == office.host.log.end());
}

TEST_CASE("so it is after a killed run that put files one by one into the folder of that name") {
  NewOffice office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  Files site = kSite;
  site["2026/a.html"] = "a, changed <assets/site.css>";
  site["2026/b.html"] = "b, changed <assets/site.css>";
  office.host.fault = [&](size_t) {
    return office.host.files.at("2026/a.html") == site["2026/a.html"] ? Fault::Before : Fault::None;
  };
  REQUIRE(office.publish(site).ending == Ending::Failed);
  office.host.fault = nullptr;
  office.host.folders.insert("herald-tmp-2026");
  office.host.files["herald-tmp-2026/mine.txt"] = "mine";
  CHECK(office.publish(site).ending == Ending::Done);
  CHECK(office.host.files.at("herald-tmp-2026/mine.txt") == "mine");
}

TEST_CASE("a host that does not rename folders gets their files one by one, and nothing is left") {
  for (const std::string refused : {"2026", "assets"}) {
    NewOffice office;
    office.host.refuses_name = [&](const std::string& to) { return to == refused; };
    const Report report = office.publish(kSite);
    CHECK(report.ending == Ending::Done);
    CHECK(report.sent == kSite.size());
    check_whole(office, kSite);
  }
}

TEST_CASE("files of new folders that were not seen are not told of as sent") {
  NewOffice office;
  office.host.trouble = Trouble::Full;
  office.host.fault = [&](size_t) {
    return office.puts_of("2026/b.html") != 0 ? Fault::Before : Fault::None;
  };
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Failed);
  CHECK(report.sent == 0);
  CHECK(has_code(report, base::Code::PublishIncomplete));
}

}  // namespace
}  // namespace herald::publish
