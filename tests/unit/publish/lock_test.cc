// Whose the lock is: after runs that were killed or cut off anywhere, and while somebody else has it.

#include "publish/lock.h"

#include <doctest/doctest.h>

#include "publish/attempts.h"
#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

namespace {

constexpr const char* kFolder = "herald-lock";
constexpr const char* kOwner = "herald-lock/owner.json";
const std::string kWang = R"({"owner": "wang@desk", "since": "2026-06-16 08:00", "token": "t"})";

/// A publication that is over without giving back its lock: from the operation `n` on nothing works.
void kill_at(Office& office, size_t n) {
  office.host.operations = 0;
  office.host.fault = [n](size_t operation) { return operation >= n ? Fault::Before : Fault::None; };
  (void)office.publish(kLater);
  office.host.fault = nullptr;
  office.host.operations = 0;
}

/// An office whose last run was killed while it sent files.
struct Interrupted : Office {
  Interrupted() {
    (void)publish(kSite);
    kill_at(*this, 8);
    REQUIRE(host.files.contains(kOwner));
  }
};

}  // namespace

TEST_CASE("whatever breaks once in the run after, the lock of a killed run is still known") {
  for (const Trouble trouble : {Trouble::Broken, Trouble::Failing}) {
    for (const Fault fault : {Fault::Before, Fault::After}) {
      for (size_t n = 1; n < 12; n++) {
        Interrupted office;
        office.host.trouble = trouble;
        office.host.fault = [&](size_t operation) { return operation == n ? fault : Fault::None; };
        CAPTURE(n);
        CHECK(office.publish(kLater).ending == Ending::Done);
        CHECK_FALSE(office.host.folders.contains(kFolder));
      }
    }
  }
}

TEST_CASE("a run that is killed after a killed one, wherever, leaves a lock that is known") {
  for (size_t n = 1; n < 12; n++) {
    Interrupted office;
    kill_at(office, n);
    CAPTURE(n);
    CHECK(office.publish(kLater).ending == Ending::Done);
    CHECK_FALSE(office.host.folders.contains(kFolder));
  }
}

TEST_CASE("a run that finds the lock of another leaves the note of its own lock as it was") {
  Interrupted office;
  const std::string ours = office.host.files.at(kOwner);
  office.host.files[kOwner] = kWang;
  CHECK(has_code(office.publish(kLater), base::Code::PublishLocked));
  office.host.files[kOwner] = ours;
  CHECK(office.publish(kLater).ending == Ending::Done);
}

TEST_CASE("a lock that nobody signs is waited for and taken over, on every machine") {
  Office office;
  office.host.folders.insert(kFolder);
  CHECK(office.publish(kSite).ending == Ending::Done);
  CHECK(office.pauses.size() == kAttemptsMax - 2);
  CHECK_FALSE(office.host.folders.contains(kFolder));
}

TEST_CASE("when the answer to making the lock is lost, the lock is taken all the same") {
  Office office;
  (void)office.publish(kSite);
  office.host.operations = 0;
  office.host.fault = [](size_t operation) { return operation == 2 ? Fault::After : Fault::None; };
  CHECK(office.publish(kLater).ending == Ending::Done);
  CHECK_FALSE(office.host.folders.contains(kFolder));
}

TEST_CASE("a lock that is signed while it is waited for is another's") {
  Office office;
  office.host.folders.insert(kFolder);
  office.options.sleep = [&](int) { office.host.files[kOwner] = kWang; };
  const Report report = office.publish(kSite);
  REQUIRE(has_code(report, base::Code::PublishLocked));
  CHECK(report.diagnostics.all()[0].arguments[0] == "wang@desk");
}

TEST_CASE("a lock that could not be signed is given back") {
  for (const bool is_cancelled : {true, false}) {
    Office office;
    std::atomic<bool> cancelled = false;
    office.options.cancelled = &cancelled;
    (void)office.publish(kSite);
    office.host.operations = 0;
    office.host.trouble = is_cancelled ? Trouble::Broken : Trouble::Denied;
    office.host.fault = [&](size_t operation) {
      if (operation == 3) cancelled = is_cancelled;
      return operation == 3 ? Fault::Before : Fault::None;
    };
    const Report report = office.publish(kLater);
    CHECK(report.ending == (is_cancelled ? Ending::Cancelled : Ending::Failed));
    CHECK_FALSE(office.host.folders.contains(kFolder));
  }
}

TEST_CASE("a run whose lock was broken meanwhile stops before the record and leaves the lock of the other") {
  for (const bool is_held : {true, false}) {
    Office office;
    (void)office.publish(kSite);
    office.options.progress = [&](const Progress&) {
      office.host.files.erase(kOwner);
      if (is_held) office.host.files[kOwner] = kWang;
    };
    const Report report = office.publish(kLater);
    CHECK(report.ending == Ending::Failed);
    CHECK(has_code(report, base::Code::PublishLockLost));
    CHECK(office.host.files.at("herald-manifest.json").find("pending") != std::string::npos);
    CHECK(office.host.files.contains(kOwner) == is_held);
    CHECK(office.host.folders.contains(kFolder));
  }
}

TEST_CASE("a run that is cancelled after its lock was broken leaves the lock of the other") {
  Office office;
  std::atomic<bool> cancelled = false;
  office.options.cancelled = &cancelled;
  office.options.progress = [&](const Progress&) {
    office.host.files[kOwner] = kWang;
    cancelled = true;
  };
  CHECK(office.publish(kSite).ending == Ending::Cancelled);
  CHECK(office.host.files.at(kOwner) == kWang);
}

TEST_CASE("who left a lock is noted with machine and time") {
  Office office;
  (void)office.publish(kSite);
  kill_at(office, 8);
  static std::vector<Process> asked;
  office.options.is_alive = [](const Process& process) {
    asked.push_back(process);
    return true;
  };
  CHECK(has_code(office.publish(kLater), base::Code::PublishLocked));
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].number == 1002);
  CHECK(asked[0].begin == "boot/1002");
  CHECK(asked[0].machine == "machine/office");
}
