#include "publish/publish.h"

#include <doctest/doctest.h>

#include "publish/kept.h"
#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

namespace {

std::vector<std::string> only(const std::vector<std::string>& log, const std::string& word) {
  std::vector<std::string> out;
  for (const std::string& line : log) {
    if (line.starts_with(word)) out.push_back(line.substr(word.size()));
  }
  return out;
}

}  // namespace

TEST_CASE("a first publication sends everything: assets, pages, indexes, feeds, then the record") {
  Office office;
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Done);
  CHECK(office.host.site() == kSite);
  CHECK(only(office.host.log, "put ") ==
        std::vector<std::string>{"herald-lock/owner.json", "herald-manifest.json", "assets/site.css",
                                 "2026/a.html", "2026/b.html", "index.html", "feed.xml",
                                 "herald-manifest.json", "herald-manifest.sha256"});
  CHECK(office.host.seen_broken.empty());
  CHECK_FALSE(office.host.folders.contains("herald-lock"));
  CHECK(report.sent == 5);
}

TEST_CASE("a second publication without a change is one read") {
  Office office;
  (void)office.publish(kSite);
  office.host.log.clear();
  office.host.reads = 0;
  CHECK(office.publish(kSite).ending == Ending::Unchanged);
  CHECK(office.host.reads == 1);
  CHECK(office.host.log.empty());
}

TEST_CASE("while the site and the host are those of the last publication nothing is listed or compared") {
  Office office;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Done);
  CHECK(office.lists == 1);
  office.host.log.clear();
  office.host.reads = 0;
  for (const bool dry_run : {false, true}) {
    office.options.dry_run = dry_run;
    CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  }
  CHECK(office.lists == 1);
  CHECK(office.host.reads == 2);
  CHECK(office.host.log.empty());
}

TEST_CASE("where the files of the site cannot be listed nothing is sent, and it is said why") {
  Office office;
  const SiteFiles lost{"one", []() -> base::Result<io::Manifest> {
                         return base::failure(base::Code::FileMissing, "public", {"public"});
                       }};
  const Report report = herald::publish::publish(office.host, *office.disk, lost, office.options);
  CHECK(report.ending == Ending::Failed);
  CHECK(has_code(report, base::Code::FileMissing));
  CHECK(office.host.log.empty());
}

TEST_CASE("a comparison that finds nothing saves the next one") {
  Office office;
  (void)office.publish(kSite);
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  CHECK(office.lists == 1);
}

TEST_CASE("another site, or another record on the host, is compared, with one read of the record") {
  Office office;
  (void)office.publish_named(kSite, "one");
  office.options.dry_run = true;
  CHECK(office.publish_named(kLater, "two").ending == Ending::Planned);
  CHECK(office.lists == 2);
  office.options.dry_run = false;

  Office another;  // Another machine publishes something else to this host.
  another.host.files = office.host.files;
  another.host.folders = office.host.folders;
  (void)another.publish(kLater);
  office.host.files = another.host.files;
  office.host.folders = another.host.folders;
  office.host.reads = 0;
  office.options.dry_run = true;
  const Report report = office.publish_named(kSite, "one");
  CHECK(report.ending == Ending::Planned);
  CHECK(report.summary.files_sent == 4);
  CHECK(office.lists == 3);
  office.options.dry_run = false;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Done);
  CHECK(office.host.site() == kSite);
}

TEST_CASE("without its note, or with a damaged one, a publication compares") {
  Office office;
  (void)office.publish_named(kSite, "one");
  const std::string path = ".herald/publish/office/published";
  const std::string note = *office.disk->read(path);
  for (const std::string& damaged :
       {std::string(), note.substr(0, note.size() - 1), note + note, "x" + note}) {
    REQUIRE(office.disk->write(path, damaged));
    const int before = office.lists;
    CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
    CHECK(office.lists == before + 1);
    CHECK(*office.disk->read(path) == note);
  }
  REQUIRE(office.disk->remove(path, ""));
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  CHECK(*office.disk->read(path) == note);
}

TEST_CASE("a note of copies that are not there any more is none: they are kept again") {
  Office office;
  (void)office.publish_named(kSite, "one");
  REQUIRE(office.disk->remove_tree(".herald/publish/office/kept"));
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  CHECK(office.lists == 2);
  CHECK(Kept(*office.disk, ".herald/publish/office").record_of("one").size() == 64);
}

TEST_CASE("a note does not keep a publication from reading everything back") {
  Office office;
  (void)office.publish_named(kSite, "one");
  office.host.files["2026/a.html"] = "somebody";
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  office.options.verify = true;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Done);
  CHECK(office.host.site() == kSite);
}

TEST_CASE("after a rollback the site that was rolled back is sent again") {
  Office office;
  (void)office.publish_named(kSite, "one");
  (void)office.publish_named(kLater, "two");
  office.options.task = Task::Rollback;
  CHECK(office.publish_named(kLater, "two").ending == Ending::Done);
  CHECK(office.host.site() == kSite);
  office.options.task = Task::Publish;
  CHECK(office.publish_named(kLater, "two").ending == Ending::Done);
  CHECK(office.host.site() == kLater);
}

TEST_CASE("a host that does not answer is asked no oftener with a note than without") {
  Office office;
  (void)office.publish_named(kSite, "one");
  office.host.fault = [](size_t) { return Fault::Before; };
  office.host.reads = 0;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Failed);
  const size_t with_note = office.host.reads;
  office.host.reads = 0;
  CHECK(office.publish(kSite).ending == Ending::Failed);
  CHECK(office.host.reads == with_note);
}

TEST_CASE("only what changed is sent, and what is gone is removed last, its empty folder too") {
  Office office;
  Files before = kSite;
  before["2026/old/x.html"] = "x";
  (void)office.publish(before);
  office.host.log.clear();
  const Report report = office.publish(kLater);
  CHECK(report.ending == Ending::Done);
  CHECK(office.host.site() == kLater);
  CHECK(office.host.seen_broken.empty());
  CHECK(only(office.host.log, "put ") ==
        std::vector<std::string>{"herald-lock/owner.json", "herald-manifest.json", "assets/new.css",
                                 "2026/a.html", "2026/c/c.html", "index.html", "herald-manifest.json",
                                 "herald-manifest.json", "herald-manifest.sha256"});
  CHECK(only(office.host.log, "remove ") ==
        std::vector<std::string>{"herald-manifest.sha256", "2026/b.html", "2026/old/x.html",
                                 "assets/site.css", "folder 2026/old", "herald-lock/owner.json",
                                 "folder herald-lock"});
}

TEST_CASE("a file that herald did not put there stops the publication before anything is sent") {
  Office office;
  office.host.files["index.html"] = "welcome";
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Refused);
  CHECK(has_code(report, base::Code::PublishForeign));
  CHECK(office.host.log.empty());
  office.options.take_over = true;
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(office.host.site() == kSite);
}

TEST_CASE("a foreign file with our own bytes is no obstacle, a foreign file elsewhere is never touched") {
  Office office;
  office.host.files["index.html"] = kSite.at("index.html");
  office.host.files["mine.txt"] = "mine";
  office.host.folders.insert("2026");
  office.host.files["2026/mine.txt"] = "mine too";
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(office.publish({{"index.html", "home"}}).ending == Ending::Done);
  CHECK(office.host.site() ==
        Files{{"index.html", "home"}, {"mine.txt", "mine"}, {"2026/mine.txt", "mine too"}});
}

TEST_CASE("a folder in the place of a file, and a file in the place of a folder, are in our way") {
  Office office;
  office.host.folders.insert("feed.xml");
  office.host.files["2026"] = "a file";
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Refused);
  CHECK(report.diagnostics.all().size() == 2);
}

TEST_CASE("many files at once are deleted only when that was allowed") {
  Office office;
  Files many = kSite;
  for (int i = 0; i < 30; i++) many["old/" + std::to_string(i) + ".html"] = "x";
  (void)office.publish(many);
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Refused);
  CHECK(has_code(report, base::Code::PublishManyDeletes));
  CHECK(office.host.site() == many);
  office.options.may_delete = [](size_t count) { return count == 30; };
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(office.host.site() == kSite);
}

TEST_CASE("a run killed at any operation, the operation done or not, leaves no broken page and is resumed") {
  for (const Fault fault : {Fault::Before, Fault::After}) {
    for (size_t n = 1; n < 60; n++) {
      Office office;
      (void)office.publish(kSite);
      bool is_dead = false;
      office.host.operations = 0;
      office.host.fault = [&](size_t operation) {
        if (operation < n) return Fault::None;
        const bool is_first = !is_dead;
        is_dead = true;
        return is_first ? fault : Fault::Before;
      };
      const Report killed = office.publish(kLater);
      CAPTURE(n);
      CHECK(office.host.seen_broken.empty());
      if (!is_dead) {
        CHECK(killed.ending == Ending::Done);
        break;
      }
      office.host.fault = nullptr;
      const Report resumed = office.publish(kLater);
      CHECK((resumed.ending == Ending::Done || resumed.ending == Ending::Unchanged));
      CHECK(office.host.site() == kLater);
      CHECK(office.host.seen_broken.empty());
      CHECK_FALSE(office.host.folders.contains("herald-lock"));
      CHECK(office.host.files.at("herald-manifest.json").find("pending") == std::string::npos);
      CHECK(office.publish(kLater).ending == Ending::Unchanged);
    }
  }
}

TEST_CASE("after a killed run another machine, without its journal, makes the host right as well") {
  for (size_t n = 1; n < 60; n++) {
    Office office;
    (void)office.publish(kSite);
    bool is_dead = false;
    office.host.operations = 0;
    office.host.fault = [&](size_t operation) {
      return (is_dead = operation >= n) ? Fault::Before : Fault::None;
    };
    (void)office.publish(kLater);
    if (!is_dead) break;
    office.host.fault = nullptr;
    Office other;
    other.host.files = office.host.files;
    other.host.folders = office.host.folders;
    other.options.break_lock = true;
    // It has the old site: what the killed run changed has to be changed back, what it added has to go.
    CHECK(other.publish(kSite).ending != Ending::Failed);
    CAPTURE(n);
    CHECK(other.host.site() == kSite);
    CHECK(other.publish(kSite).ending == Ending::Unchanged);
  }
}

TEST_CASE("every operation may fail once, and the publication is right all the same") {
  for (size_t n = 1; n < 60; n++) {
    Office office;
    (void)office.publish(kSite);
    office.host.operations = 0;
    office.host.fault = [&](size_t operation) { return operation == n ? Fault::After : Fault::None; };
    const Report report = office.publish(kLater);
    CAPTURE(n);
    CHECK(report.ending == Ending::Done);
    CHECK(office.host.site() == kLater);
    CHECK(office.host.seen_broken.empty());
  }
}

TEST_CASE("the record says that files are there when they would outlast a power cut") {
  Office office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  office.host.log.clear();
  REQUIRE(office.publish(kLater).ending == Ending::Done);
  const std::vector<std::string> before(office.host.log.begin(),
                                        office.host.log.begin() + static_cast<long>(office.host.settled)),
      after(office.host.log.begin() + static_cast<long>(office.host.settled), office.host.log.end());
  CHECK(only(before, "put ") == std::vector<std::string>{"herald-lock/owner.json", "herald-manifest.json",
                                                         "assets/new.css", "2026/a.html", "2026/c/c.html",
                                                         "index.html"});
  CHECK(only(after, "put ") ==
        std::vector<std::string>{"herald-manifest.json", "herald-manifest.json", "herald-manifest.sha256"});
}

TEST_CASE("what a killed run may have begun of a file that is gone since is removed with it") {
  Office office;
  office.host.fault = [&](size_t) {
    return office.host.files.contains("2026/a.html") ? Fault::Before : Fault::None;
  };
  REQUIRE(office.publish(kSite).ending == Ending::Failed);
  office.host.fault = nullptr;
  office.host.files["2026/herald-tmp-b.html"] = "b, ha";
  office.host.files["2026/herald-tmp-other.html"] = "of somebody else";
  Files site = kSite;
  site.erase("2026/b.html");
  CHECK(office.publish(site).removed == 1);
  site["2026/herald-tmp-other.html"] = "of somebody else";
  CHECK(office.host.site() == site);
}

TEST_CASE("what had arrived is not sent again") {
  Office office;
  (void)office.publish(kSite);
  office.host.fault = [&](size_t) {
    return office.host.files.contains("2026/c/c.html") ? Fault::Before : Fault::None;
  };
  const Report killed = office.publish(kLater);
  CHECK(killed.ending == Ending::Failed);
  CHECK(has_code(killed, base::Code::PublishIncomplete));
  office.host.fault = nullptr;
  office.host.log.clear();
  CHECK(office.publish(kLater).ending == Ending::Done);
  CHECK(only(office.host.log, "put ") ==
        std::vector<std::string>{"herald-lock/owner.json", "herald-manifest.json", "index.html",
                                 "herald-manifest.json", "herald-manifest.json", "herald-manifest.sha256"});
}

TEST_CASE("files and folders that someone deleted on the host are sent again when that is noticed") {
  Office office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  office.host.files.erase("2026/a.html");
  office.host.files.erase("2026/b.html");
  office.host.folders.erase("2026");
  Files site = kSite;
  site["2026/b.html"] = "b, changed <assets/site.css>";
  const Report report = office.publish(site);
  CHECK(report.ending == Ending::Done);
  CHECK(report.diagnostics.empty());
  CHECK(report.sent == 2);
  CHECK(office.host.site() == site);
  CHECK(office.publish(site).ending == Ending::Unchanged);
}

TEST_CASE("a file that someone deleted beside one that is sent is noticed, without a question more") {
  Files site = kSite;
  size_t reads[2] = {0, 0};
  for (const bool is_gone : {false, true}) {
    Office office;
    REQUIRE(office.publish(kSite).ending == Ending::Done);
    if (is_gone) office.host.files.erase("2026/a.html");
    site["2026/b.html"] = "b, changed <assets/site.css>";
    office.host.reads = 0;
    const Report report = office.publish(site);
    CHECK(report.ending == Ending::Done);
    CHECK(report.sent == (is_gone ? 2 : 1));
    CHECK(office.host.site() == site);
    reads[is_gone ? 1 : 0] = office.host.reads;
  }
  CHECK(reads[0] == 5);             // the record twice, the top folder and that of the page, the lock
  CHECK(reads[1] == reads[0] + 3);  // and these again, for the file that was sent again
}

TEST_CASE("a file that the host refuses though nothing is gone is told of once") {
  Office office;
  REQUIRE(office.publish(kSite).ending == Ending::Done);
  Files site = kSite;
  site["2026/b.html"] = "b, changed <assets/site.css>";
  office.host.trouble = Trouble::Denied;
  // Record, lock, owner, record again, record with what is in doubt: the sixth operation puts the page.
  office.host.fault = [](size_t operation) { return operation == 6 ? Fault::Before : Fault::None; };
  const Report report = office.publish(site);
  CHECK(report.ending == Ending::Failed);
  CHECK(has_code(report, base::Code::HostDenied));
  CHECK(report.sent == 0);
  CHECK(office.host.site() == kSite);
}

TEST_CASE("what cannot be mended by trying again is not tried again") {
  for (const Trouble trouble : {Trouble::Login, Trouble::Full, Trouble::Untrusted, Trouble::Denied}) {
    Office office;
    office.host.trouble = trouble;
    office.host.fault = [](size_t operation) { return operation >= 8 ? Fault::Before : Fault::None; };
    const Report report = office.publish(kSite);
    CHECK(report.ending == Ending::Failed);
    CHECK(office.pauses.empty());
    CHECK(report.repeated == 0);
  }
}

TEST_CASE("pauses grow, and there is an end to them") {
  Office office;
  office.host.fault = [](size_t) { return Fault::Before; };
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Failed);
  CHECK(has_code(report, base::Code::HostUnreachable));
  CHECK(office.pauses == std::vector<int>{250, 500, 1000, 2000, 4000});
}

TEST_CASE("a file that is no longer what was built is not sent") {
  Office office;
  const io::Manifest manifest = office.build(kSite);
  (void)office.disk->write("public/2026/a.html", "somebody else's");
  const Report report = office.publish_with(manifest);
  CHECK(report.ending == Ending::Failed);
  CHECK(has_code(report, base::Code::PublishChanged));
  CHECK_FALSE(office.host.files.contains("2026/a.html"));
}

TEST_CASE("an audit lists what was changed, what is missing and what is foreign, and changes nothing") {
  Office office;
  (void)office.publish(kSite);
  office.options.task = Task::Audit;
  CHECK(office.publish(kSite).ending == Ending::Unchanged);
  office.host.files["2026/a.html"] = "A <assets/site.css>";
  office.host.files.erase("feed.xml");
  office.host.files["2026/shell.php"] = "?";
  office.host.log.clear();
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Differs);
  CHECK(has_code(report, base::Code::AuditChanged));
  CHECK(has_code(report, base::Code::AuditMissing));
  CHECK(has_code(report, base::Code::AuditForeign));
  CHECK(report.diagnostics.all().size() == 3);
  CHECK(office.host.log.empty());
}

TEST_CASE("an audit of a place where nothing was published, or all of it is gone, says so") {
  Office office;
  office.options.task = Task::Audit;
  const Report never = office.publish(kSite);
  CHECK(never.ending == Ending::Differs);
  CHECK(has_code(never, base::Code::AuditNoRecord));
  CHECK(never.diagnostics.all().size() == 1);
  office.options.task = Task::Publish;
  (void)office.publish(kSite);
  office.host.files.clear();
  office.options.task = Task::Audit;
  CHECK(has_code(office.publish(kSite), base::Code::AuditNoRecord));
  CHECK(office.host.files.empty());
}

TEST_CASE("verify finds what was tampered with and sends it again, and nothing else") {
  Office office;
  (void)office.publish(kSite);
  office.options.verify = true;
  CHECK(office.publish(kSite).ending == Ending::Unchanged);
  office.host.files["2026/a.html"] = "A <assets/site.css>";
  office.host.files.erase("feed.xml");
  office.host.log.clear();
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Done);
  CHECK(report.sent == 2);
  CHECK(office.host.site() == kSite);
}

TEST_CASE("rollback puts the publication before back, once for each that is kept") {
  Office office;
  (void)office.publish(kSite);
  (void)office.publish(kLater);
  office.options.task = Task::Rollback;
  CHECK(office.publish(kLater).ending == Ending::Done);
  CHECK(office.host.site() == kSite);
  const Report none = office.publish(kLater);
  CHECK(none.ending == Ending::Refused);
  CHECK(has_code(none, base::Code::PublishNoRollback));
  office.options.task = Task::Publish;
  CHECK(office.publish(kLater).ending == Ending::Done);
  CHECK(office.host.site() == kLater);
}

TEST_CASE("what is kept is bounded, and a damaged copy is not published") {
  Office office;
  for (int i = 0; i < 6; i++) (void)office.publish({{"a.html", "text " + std::to_string(i)}});
  base::Diagnostics none;
  CHECK(office.disk->walk(".herald/publish/office/kept", {}, none).files.size() == kKeptMax);
  CHECK(office.disk->walk(".herald/publish/office/files", {}, none).files.size() == kKeptMax);
  (void)office.disk->write(".herald/publish/office/files/" + base::sha256_hex("text 4"), "damaged");
  office.options.task = Task::Rollback;
  const Report report = office.publish({});
  CHECK(report.ending == Ending::Refused);
  CHECK(has_code(report, base::Code::PublishLost));
  CHECK(office.host.site() == Files{{"a.html", "text 5"}});
}

TEST_CASE(
    "a record that makes no sense stops everything; taking over writes it anew and keeps foreign files") {
  Office office;
  (void)office.publish(kSite);
  office.host.files["herald-manifest.json"] = R"({"version": 1, "files": {"../../etc/passwd": {"size": 1}}})";
  office.host.files["mine.txt"] = "mine";
  const Report report = office.publish(kLater);
  CHECK(report.ending == Ending::Refused);
  CHECK(has_code(report, base::Code::PublishManifest));
  office.options.take_over = true;
  CHECK(office.publish(kLater).ending == Ending::Done);
  CHECK(office.host.files.contains("mine.txt"));
}

TEST_CASE("the host's limits are checked before anything is sent") {
  Office office;
  office.options.file_size_max = 10;
  CHECK(has_code(office.publish(kSite), base::Code::PublishTooLarge));
  office.options.file_size_max = 0;
  office.options.files_max = 4;
  CHECK(has_code(office.publish(kSite), base::Code::PublishTooMany));
  CHECK(office.host.log.empty());
  CHECK(office.host.reads == 0);
}

TEST_CASE("a publication that is cancelled says so and gives the lock back") {
  Office office;
  std::atomic<bool> cancelled = false;
  office.options.cancelled = &cancelled;
  office.options.progress = [&](const Progress& progress) { cancelled = progress.files >= 2; };
  CHECK(office.publish(kSite).ending == Ending::Cancelled);
  CHECK_FALSE(office.host.folders.contains("herald-lock"));
  cancelled = false;
  office.options.progress = nullptr;
  const Report resumed = office.publish(kSite);
  CHECK(resumed.ending == Ending::Done);
  CHECK(resumed.sent == 3);
}
