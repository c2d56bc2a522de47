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

TEST_CASE("another site at the address is left alone until it is taken over") {
  const Files other = {{"x.html", "x"}, {"y.html", "y"}, {"z.html", "z"}, {"index.html", "other"}};
  Office office;
  REQUIRE(office.publish(other).ending == Ending::Done);
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
  next.options.take_over = true;
  CHECK(next.publish(kSite).ending == Ending::Done);
  CHECK(next.host.site() == kSite);
  next.options.take_over = false;
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
