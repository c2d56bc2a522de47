// The seal of the record: what it spares, that it never says more than the record, and a glimpse at it before
// its turn.

#include <doctest/doctest.h>

#include <thread>

#include "publish/approach.h"
#include "publish/publish.h"
#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

namespace {

constexpr const char* kRecord = "herald-manifest.json";
constexpr const char* kSeal = "herald-manifest.sha256";

/// A seal, where there is one, is that of the record, and nothing is in doubt.
void check_seal(const MemoryHost& host) {
  if (!host.files.contains(kSeal)) return;
  const std::string& record = host.files.at(kRecord);
  CHECK(sealed_sha256(host.files.at(kSeal)) == base::sha256_hex(record));
  CHECK(record.find("pending") == std::string::npos);
}

Report publish_after(Office& office, Glimpse glimpse) {
  office.options.glimpse = std::move(glimpse);
  office.host.reads = 0;
  Report report = office.publish_named(kSite, "one");
  office.options.glimpse.reset();
  return report;
}

}  // namespace

TEST_CASE("with the seal that was noted nothing else is read") {
  Office office;
  (void)office.publish_named(kSite, "one");
  check_seal(office.host);
  REQUIRE(office.host.files.contains(kSeal));
  office.host.files[kRecord] = "of no interest";
  office.host.reads = 0;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  CHECK(office.host.reads == 1);
}

TEST_CASE("without a seal, or with one that says something else, the record is read") {
  Office office;
  (void)office.publish_named(kSite, "one");
  const std::string seal = office.host.files.at(kSeal);
  office.host.files.erase(kSeal);
  office.host.reads = 0;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
  CHECK(office.host.reads == 2);
  CHECK(office.lists == 1);
  for (const std::string& other : {std::string("<html>"), seal_text(base::sha256_hex("other"))}) {
    office.host.files[kSeal] = other;
    const int lists = office.lists;
    CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
    CHECK(office.lists == lists + 1);
  }
}

TEST_CASE("a publication that is killed at any operation leaves no seal that is not true") {
  for (const Fault fault : {Fault::Before, Fault::After}) {
    for (size_t n = 1; n < 60; n++) {
      Office office;
      (void)office.publish_named(kSite, "one");
      bool is_dead = false;
      office.host.operations = 0;
      office.host.fault = [&](size_t operation) {
        check_seal(office.host);
        if (operation < n) return Fault::None;
        return std::exchange(is_dead, true) ? Fault::Before : fault;
      };
      (void)office.publish_named(kLater, "two");
      CAPTURE(n);
      check_seal(office.host);
      if (!is_dead) break;
      office.host.fault = nullptr;
      // The machine that noted the first site is not told that this is still what is there.
      office.options.break_lock = true;
      CHECK(office.publish_named(kSite, "one").ending != Ending::Failed);
      CHECK(office.host.site() == kSite);
      check_seal(office.host);
    }
  }
}

TEST_CASE("a host that does not take the seal has the site all the same") {
  Office office;
  office.host.fault = [&](size_t) {
    const bool is_over = office.host.files.contains("feed.xml") &&
                         office.host.files[kRecord].find("pending") == std::string::npos;
    return is_over && !office.host.folders.contains("given back") ? Fault::Before : Fault::None;
  };
  const Report report = office.publish_named(kSite, "one");
  CHECK(report.ending == Ending::Done);
  CHECK(office.host.site() == kSite);
  CHECK_FALSE(office.host.files.contains(kSeal));
  office.host.fault = nullptr;
  CHECK(office.publish_named(kSite, "one").ending == Ending::Unchanged);
}

TEST_CASE("a glimpse is the first answer, and the only one when it is enough") {
  Office office;
  (void)office.publish_named(kSite, "one");
  const std::string seal = office.host.files.at(kSeal);
  CHECK(publish_after(office, {{}, seal}).ending == Ending::Unchanged);
  CHECK(office.host.reads == 0);
  CHECK(publish_after(office, {{Trouble::Broken, "cut"}, {}}).ending == Ending::Unchanged);
  CHECK(office.host.reads == 1);
  CHECK(publish_after(office, {{Trouble::Missing, {}}, {}}).ending == Ending::Unchanged);
  CHECK(office.host.reads == 1);  // the record
  CHECK(publish_after(office, {{}, seal_text(base::sha256_hex("other"))}).ending == Ending::Unchanged);
  CHECK(office.host.reads == 1);
}

TEST_CASE("who was not let in at a glimpse does not knock again") {
  for (const bool is_noted : {true, false}) {
    Office office;
    if (is_noted) (void)office.publish_named(kSite, "one");
    const Report report = publish_after(office, {{Trouble::Login, "530"}, {}});
    CHECK(report.ending == Ending::Failed);
    CHECK(has_code(report, base::Code::HostLogin));
    CHECK(office.host.reads == 0);
  }
}

TEST_CASE("whether a glimpse shows the site that was published from here last") {
  Office office;
  CHECK_FALSE(may_be_published(*office.disk, office.options.state_folder));
  (void)office.publish_named(kSite, "one");
  CHECK(may_be_published(*office.disk, office.options.state_folder));
  const std::string seal = office.host.files.at(kSeal);
  const auto shows = [&](const std::string& digest, const Glimpse& glimpse) {
    return is_published(*office.disk, office.options.state_folder, digest, glimpse);
  };
  CHECK(shows("one", {{}, seal}));
  CHECK_FALSE(shows("two", {{}, seal}));
  CHECK_FALSE(shows("one", {{}, seal_text(base::sha256_hex("other"))}));
  CHECK_FALSE(shows("one", {{}, ""}));
  CHECK_FALSE(shows("", {{}, ""}));
  CHECK_FALSE(shows("one", {{Trouble::Broken, "cut"}, seal}));
}

TEST_CASE("an approach comes back with the host and what was seen there") {
  Office office;
  (void)office.publish(kSite);
  Approach approach([&](const std::atomic<bool>&) -> base::Result<std::unique_ptr<Host>> {
    auto host = std::make_unique<MemoryHost>(*office.disk);
    host->files = office.host.files;
    return std::unique_ptr<Host>(std::move(host));
  });
  CHECK(approach.glimpse().outcome);
  CHECK(approach.glimpse().seal == office.host.files.at(kSeal));
  REQUIRE(approach.host());
  std::string bytes;
  CHECK((*approach.host())->read("index.html", bytes));
  CHECK(bytes == kSite.at("index.html"));
}

TEST_CASE("an approach without a host says why there is none, and one that nobody wants is given up") {
  Approach none([](const std::atomic<bool>&) -> base::Result<std::unique_ptr<Host>> {
    return base::failure(base::Code::PublishHostKey, {}, {"office", "host", "host"});
  });
  CHECK_FALSE(none.glimpse().outcome);
  REQUIRE_FALSE(none.host());
  CHECK(none.host().error().code == base::Code::PublishHostKey);

  const Approach unwanted([](const std::atomic<bool>& given_up) -> base::Result<std::unique_ptr<Host>> {
    while (!given_up) std::this_thread::yield();
    return base::failure(base::Code::HostUnreachable, {}, {"office"});
  });
}

TEST_CASE("an approach that is given up while the host is looked for asks it nothing") {
  Office office;
  (void)office.publish(kSite);
  office.host.log.clear();
  struct Lent final : MemoryHost {
    Lent(io::Disk& disk, bool& was_read) : MemoryHost(disk), is_read(was_read) {}
    Outcome read(const std::string& path, std::string& bytes) override {
      is_read = true;
      return MemoryHost::read(path, bytes);
    }
    bool& is_read;
  };
  bool is_read = false;
  {
    const Approach unwanted([&](const std::atomic<bool>& given_up) -> base::Result<std::unique_ptr<Host>> {
      while (!given_up) std::this_thread::yield();
      return std::unique_ptr<Host>(std::make_unique<Lent>(*office.disk, is_read));
    });
  }
  CHECK_FALSE(is_read);
}
