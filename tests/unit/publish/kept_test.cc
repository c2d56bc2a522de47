// What a rollback goes back to.

#include "publish/kept.h"

#include <doctest/doctest.h>

#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

namespace {

const std::string kState = ".herald/publish/office";
const Files kThird = {
    {"assets/site.css", "css 3"},
    {"index.html", "home 3 <assets/site.css>"},
    {"2026/d.html", "d <assets/site.css>"},
};

void cut_at(Office& office, size_t n) {
  office.host.operations = 0;
  office.host.fault = [n](size_t operation) { return operation >= n ? Fault::Before : Fault::None; };
}

Report roll_back(Office& office) {
  office.host.fault = nullptr;
  office.options.task = Task::Rollback;
  Report report = office.publish({});
  office.options.task = Task::Publish;
  return report;
}

/// The host has all of `site`, and says so.
bool has(const Office& office, const Files& site) {
  return office.host.site() == site &&
         office.host.files.at("herald-manifest.json").find("pending") == std::string::npos;
}

}  // namespace

TEST_CASE("after a publication that was broken off a rollback restores the last one that was not") {
  for (size_t n = 1; n < 60; n++) {
    Office office;
    (void)office.publish(kSite);
    (void)office.publish(kLater);
    cut_at(office, n);
    const bool is_over = office.publish(kThird).ending == Ending::Done;
    const bool was_begun = !has(office, kLater);
    CAPTURE(n);
    CHECK(roll_back(office).ending == Ending::Done);
    CHECK(has(office, was_begun ? kLater : kSite));
    if (was_begun) CHECK(roll_back(office).ending == Ending::Done);
    CHECK(has(office, kSite));
    CHECK(has_code(roll_back(office), base::Code::PublishNoRollback));
    if (is_over) break;
  }
}

TEST_CASE("the only publication that is kept is restored when the next one was broken off") {
  Office office;
  (void)office.publish(kSite);
  cut_at(office, 14);
  (void)office.publish(kLater);
  REQUIRE_FALSE(has(office, kSite));
  CHECK(roll_back(office).ending == Ending::Done);
  CHECK(has(office, kSite));
}

TEST_CASE("what another machine published is rolled back to what this one published last") {
  Office office, other;
  (void)office.publish(kSite);
  (void)office.publish(kLater);
  other.host.files = office.host.files;
  other.host.folders = office.host.folders;
  (void)other.publish(kThird);
  office.host.files = other.host.files;
  office.host.folders = other.host.folders;
  CHECK(roll_back(office).ending == Ending::Done);
  CHECK(has(office, kLater));
  CHECK(roll_back(office).ending == Ending::Done);
  CHECK(has(office, kSite));
}

TEST_CASE("a rollback that was broken off anywhere goes on, and not further") {
  for (size_t n = 1; n < 60; n++) {
    Office office;
    (void)office.publish(kSite);
    (void)office.publish(kLater);
    (void)office.publish(kThird);
    cut_at(office, n);
    office.options.task = Task::Rollback;
    const bool is_over = office.publish({}).ending == Ending::Done;
    CAPTURE(n);
    if (is_over) break;
    CHECK(roll_back(office).ending == Ending::Done);
    CHECK(has(office, kLater));
    CHECK(roll_back(office).ending == Ending::Done);
    CHECK(has(office, kSite));
  }
}

TEST_CASE("a rollback that was killed when the host had it all is over with the next one") {
  Office office;
  (void)office.publish(kSite);
  (void)office.publish(kLater);
  const auto before = io::files_of(*office.disk);
  (void)roll_back(office);
  for (const auto& [path, bytes] : before) (void)office.disk->write(path, bytes);
  (void)office.disk->write(kState + "/rollback", "0000000001.json");
  CHECK(roll_back(office).ending == Ending::Unchanged);
  CHECK(has(office, kSite));
  CHECK_FALSE(office.disk->stat(kState + "/kept/0000000002.json"));
  CHECK(has_code(roll_back(office), base::Code::PublishNoRollback));
}

TEST_CASE("a rollback that was broken off is forgotten once something else was published") {
  Office office, other;
  (void)office.publish(kSite);
  (void)office.publish(kLater);
  (void)office.disk->write(kState + "/rollback", "0000000001.json");
  other.host.files = office.host.files;
  other.host.folders = office.host.folders;
  (void)other.publish(kThird);
  office.host.files = other.host.files;
  office.host.folders = other.host.folders;
  CHECK(roll_back(office).ending == Ending::Done);
  CHECK(has(office, kLater));
}
