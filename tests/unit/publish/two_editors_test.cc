// Two editors who publish to one place: the lock between them, and what each may believe of the other.

#include <doctest/doctest.h>

#include <string>

#include "publish/publish.h"
#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

TEST_CASE("the lock of another editor is respected until it is broken on purpose") {
  Office office;
  office.host.folders.insert("herald-lock");
  office.host.files["herald-lock/owner.json"] =
      R"({"owner": "wang@desk", "since": "2026-06-16 08:00", "token": "t"})";
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Failed);
  REQUIRE(has_code(report, base::Code::PublishLocked));
  CHECK(report.diagnostics.all()[0].arguments[0] == "wang@desk");
  CHECK(office.host.site().empty());
  office.options.break_lock = true;
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK_FALSE(office.host.folders.contains("herald-lock"));
}

TEST_CASE("a lock of this machine whose process still runs is respected, too") {
  Office office;
  size_t puts = 0;
  office.host.fault = [&](size_t) { return ++puts > 8 ? Fault::Before : Fault::None; };
  (void)office.publish(kSite);
  REQUIRE(office.host.folders.contains("herald-lock"));
  office.host.fault = nullptr;
  office.options.is_alive = [](const Process&) { return true; };
  CHECK(has_code(office.publish(kSite), base::Code::PublishLocked));
  office.options.is_alive = [](const Process&) { return false; };
  CHECK(office.publish(kSite).ending == Ending::Done);
}

TEST_CASE("what another editor sent before he was stopped, too, is not taken for ours") {
  Files ours = kSite, theirs = kSite;
  for (const char* page : {"2026/a.html", "2026/b.html"}) {
    ours[page] += "ours!!";
    theirs[page] += "theirs";
  }
  Office office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  const auto stop_before_index = [&](const Files& site) {
    office.host.fault = [&office, text = site.at("2026/b.html")](size_t) {
      return office.host.files.at("2026/b.html") == text ? Fault::Before : Fault::None;
    };
    Files with_index = site;
    with_index["index.html"] += site.at("2026/a.html");
    REQUIRE(office.publish(with_index).ending == Ending::Failed);
    office.host.fault = nullptr;
    office.host.files.erase("herald-lock/owner.json");
    office.host.folders.erase("herald-lock");
    return with_index;
  };
  const Files wanted = stop_before_index(ours);
  const auto journal = office.disk->read(".herald/publish/office/journal");
  REQUIRE(journal);
  (void)stop_before_index(theirs);  // from another machine, whose journal is not ours
  REQUIRE(office.disk->write(".herald/publish/office/journal", *journal));
  CHECK(office.publish(wanted).ending == Ending::Done);
  CHECK(office.host.site() == wanted);
}

TEST_CASE("who lost the lock does not write over the record of who has it") {
  Office office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  Files site = kSite;
  site["2026/b.html"] = "b, changed <assets/site.css>";
  office.host.files.erase("2026/a.html");  // so that the run begins once more
  std::string record;
  office.host.fault = [&](size_t) {
    std::string& owner = office.host.files["herald-lock/owner.json"];
    if (office.host.files.at("2026/b.html") == site["2026/b.html"] &&
        owner.find("wang") == std::string::npos) {
      owner = R"({"owner": "wang@desk", "since": "2026-06-16 08:00", "token": "x"})";
      record = office.host.files["herald-manifest.json"] = "{\"version\": 1,\n\"files\": {\n}}\n";
    }
    return Fault::None;
  };
  const Report report = office.publish(site);
  CHECK(report.ending == Ending::Failed);
  CHECK(has_code(report, base::Code::PublishLockLost));
  CHECK(office.host.files.at("herald-manifest.json") == record);
}

TEST_CASE("a lock is broken on purpose where nothing has to be sent, too") {
  Office office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  office.host.folders.insert("herald-lock");
  office.host.files["herald-lock/owner.json"] = R"({"owner": "wang@desk", "since": "", "token": "x"})";
  office.options.break_lock = true;
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Unchanged);
  CHECK(report.lock_broken);
  CHECK_FALSE(office.host.folders.contains("herald-lock"));
}
