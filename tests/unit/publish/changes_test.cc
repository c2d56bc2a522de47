#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "publish/changes.h"
#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

TEST_CASE("the summary names pages by their titles, and a dry run sends nothing") {
  Office office;
  (void)office.publish(kSite);
  office.host.log.clear();
  office.options.dry_run = true;
  const Report report = office.publish(kLater);
  CHECK(report.ending == Ending::Planned);
  CHECK(office.host.log.empty());
  REQUIRE(report.summary.added.size() == 1);
  CHECK(report.summary.added[0].title == "T:2026/c/c.html");
  REQUIRE(report.summary.changed.size() == 1);
  CHECK(report.summary.changed[0].path == "2026/a.html");
  REQUIRE(report.summary.removed.size() == 1);
  CHECK(report.summary.removed[0].title == "T:2026/b.html");
  CHECK(report.summary.files_sent == 4);
  CHECK(report.summary.files_removed == 2);
}

TEST_CASE("pages that went elsewhere are told of, once each, but for those of one title") {
  struct Case {
    const char* name;
    std::vector<std::string> before, after;  // "path=title"
    std::vector<std::string> told;
  };
  const Case cases[] = {
      {"a file got another name", {"a.html=A", "b.html=B"}, {"c.html=A", "b.html=B"}, {"A a.html c.html"}},
      {"a folder got one",
       {"x/a.html=A", "x/b.html=B"},
       {"y/a.html=A", "y/b.html=B"},
       {"A x/a.html y/a.html", "B x/b.html y/b.html"}},
      {"a page leads on", {"a.html=A"}, {"a.html=", "c.html=A"}, {}},
      {"another page", {"a.html=A"}, {"c.html=C"}, {}},
      {"one title, two pages", {"a.html=A", "b.html=A"}, {"c.html=A"}, {}},
      {"one title, two new pages", {"a.html=A"}, {"b.html=A", "c.html=A"}, {}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    const auto manifest = [](const std::vector<std::string>& pages) {
      io::Manifest site;
      for (const std::string& page : pages) {
        const size_t equals = page.find('=');
        site.entries.push_back({page.substr(0, equals), 1, base::sha256_hex(page), "text/html",
                                io::FileClass::Page, page.substr(equals + 1)});
      }
      return site;
    };
    Record record;
    for (const io::ManifestEntry& entry : manifest(one.before).entries)
      record.files.emplace(entry.path, entry);
    const io::Manifest after = manifest(one.after);
    std::vector<std::string> told;
    for (const MovedPage& page : moved_pages(summarise(compare(record, after), record)))
      told.push_back(page.title + " " + page.from + " " + page.to);
    CHECK(told == one.told);
  }
}

TEST_CASE("a page that went elsewhere is told of when it is published, and before") {
  for (const bool dry_run : {true, false}) {
    Office office;
    io::Manifest site = office.build({{"a.html", "a"}, {"b.html", "b"}});
    REQUIRE(office.publish_with(site).ending == Ending::Done);
    office.options.dry_run = dry_run;
    site = office.build({{"b.html", "b"}, {"c.html", "a"}});
    site.entries[1].title = "T:a.html";
    const Report report = office.publish_with(site);
    CHECK(has_code(report, base::Code::PublishMoved));
    CHECK_FALSE(report.diagnostics.has_errors());
  }
}

TEST_CASE("a file may become a folder, and a folder a file, whenever a run is killed") {
  const Files with_files = {{"index.html", "i"}, {"docs/a.txt", "a"}, {"docs/x/y.txt", "y"}, {"plan", "p"}};
  const Files with_folders = {{"index.html", "i"}, {"docs", "d"}, {"plan/b.txt", "b"}};
  for (const bool is_forth : {true, false}) {
    const Files &before = is_forth ? with_files : with_folders, &after = is_forth ? with_folders : with_files;
    for (size_t nth = 1;; nth++) {
      CAPTURE(is_forth);
      CAPTURE(nth);
      Office office;
      REQUIRE(office.publish(before).ending == Ending::Done);
      REQUIRE(office.disk->remove_tree("public"));
      bool is_killed = false;
      office.host.operations = 0;
      office.host.fault = [&](size_t operation) {
        is_killed = is_killed || operation >= nth;
        return is_killed ? Fault::Before : Fault::None;
      };
      office.host.trouble = Trouble::Full;  // not worth another attempt
      (void)office.publish(after);
      office.host.fault = nullptr;
      const Report again = office.publish(after);
      CHECK(again.ending != Ending::Refused);
      CHECK(office.host.site() == after);
      if (!is_killed) break;
    }
  }
}

TEST_CASE("what differs in capitals alone goes before the other comes") {
  Office office;
  REQUIRE(office.publish({{"index.html", "i"}, {"assets/Logo.PNG", "x"}, {"Docs/a.txt", "a"}}).ending ==
          Ending::Done);
  const Files after = {{"index.html", "i"}, {"assets/logo.png", "x"}, {"docs/a.txt", "a"}};
  office.host.log.clear();
  CHECK(office.publish(after).ending == Ending::Done);
  CHECK(office.host.site() == after);
  const auto at = [&](const char* line) {
    return std::find(office.host.log.begin(), office.host.log.end(), line) - office.host.log.begin();
  };
  CHECK(at("remove assets/Logo.PNG") < at("put assets/logo.png"));
  CHECK(at("remove Docs/a.txt") < at("put docs/a.txt"));
}

TEST_CASE("a file of others in a folder that becomes a file is told of, and stays") {
  Office office;
  REQUIRE(office.publish({{"index.html", "i"}, {"docs/a.txt", "a"}}).ending == Ending::Done);
  office.host.files["docs/mine.txt"] = "mine";
  REQUIRE(office.disk->remove_tree("public"));
  const Report report = office.publish({{"index.html", "i"}, {"docs", "d"}});
  CHECK(report.ending == Ending::Refused);
  CHECK(has_code(report, base::Code::PublishForeign));
  CHECK(office.host.files.contains("docs/a.txt"));
  CHECK(office.host.files.at("docs/mine.txt") == "mine");
}

TEST_CASE("another site at the address is left alone until somebody says that it may go") {
  const Files other = {{"x.html", "x"}, {"y.html", "y"}, {"z.html", "z"}, {"index.html", "other"}};
  Office office;
  REQUIRE(office.publish(other).ending == Ending::Done);
  (void)office.disk->remove_tree(".herald");  // as on a machine that did not publish it
  const Report refused = office.publish(kSite);
  CHECK(refused.ending == Ending::Refused);
  CHECK(has_code(refused, base::Code::PublishOtherSite));
  CHECK(office.host.site() == other);
  Files grown = other;
  grown.erase("x.html");
  grown.erase("y.html");
  CHECK(office.publish(grown).ending == Ending::Done);  // one page is the same
  CHECK(office.publish(kSite).ending == Ending::Done);  // one page makes no site
  Office next;
  REQUIRE(next.publish(other).ending == Ending::Done);
  CHECK(next.publish(kSite).ending == Ending::Done);  // the next edition, from where the last one came
  CHECK(next.host.site() == kSite);
  (void)next.disk->remove_tree(".herald");
  CHECK(next.publish(other).ending == Ending::Done);  // two pages make no site
  (void)next.disk->remove_tree(".herald");
  next.options.deletes_max = 100;
  CHECK(next.publish(kSite).ending == Ending::Refused);
  next.options.deletes_said = true;
  CHECK(next.publish(kSite).ending == Ending::Done);
  CHECK(next.host.site() == kSite);
  CHECK(next.publish(other).ending == Ending::Done);
  CHECK(next.publish(kSite).ending == Ending::Done);
  next.options.task = Task::Rollback;
  CHECK(next.publish(kSite).ending == Ending::Done);
  CHECK(next.host.site() == other);
}

TEST_CASE("pages that a first publication did not get to the host are new in the next one, too") {
  Office office;
  office.host.fault = [&](size_t) {
    return office.host.files.contains("2026/a.html") ? Fault::Before : Fault::None;
  };
  CHECK(office.publish(kSite).ending == Ending::Failed);
  office.host.fault = nullptr;
  const Report next = office.publish(kSite);
  CHECK(next.ending == Ending::Done);
  CHECK(next.summary.changed.empty());
  REQUIRE(next.summary.added.size() == 1);
  CHECK(next.summary.added[0].path == "2026/b.html");
  CHECK(next.summary.files_sent == next.sent);
}
