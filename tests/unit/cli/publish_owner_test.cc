#include "cli/publish_owner.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace herald;
using cli::is_alive;

namespace {

const publish::Process kUs = cli::make_owner("token").process;

/// `begin` with another part between its slashes.
publish::Process with_other(size_t part) {
  publish::Process other = kUs;
  size_t at = 0;
  for (size_t i = 0; i < part; i++) at = other.begin.find('/', at) + 1;
  other.begin = kUs.begin.substr(0, at) + '7' + kUs.begin.substr(at);
  return other;
}

}  // namespace

TEST_CASE("this process is alive, and its words go into a line") {
  CHECK(is_alive(kUs));
  CHECK((kUs.begin + kUs.machine).find_first_of(" \t\n") == std::string::npos);
}

TEST_CASE("a process is told from those of other machines, containers, starts of the machine and times") {
  publish::Process elsewhere = kUs;
  elsewhere.machine += "7";
  elsewhere.number = 999'999'999;
  CHECK(is_alive(elsewhere));            // who knows
  CHECK_FALSE(is_alive(with_other(0)));  // the machine was started anew
  CHECK(is_alive(with_other(1)));        // in another container
  CHECK_FALSE(is_alive(with_other(2)));  // its number went to another
}

TEST_CASE("a process that is over is not alive") {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  publish::Process over = kUs;
  over.number = child;
  CHECK_FALSE(is_alive(over));
}

TEST_CASE("a process of another user is alive, though it may not be sent a signal") {
  const pid_t child = ::fork();
  if (child == 0) {  // as another user, if this one may be one: else the case is that of our own process
    (void)::setuid(65534);
    ::_exit(is_alive(kUs) ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
