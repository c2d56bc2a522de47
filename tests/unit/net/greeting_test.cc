#include "net/greeting.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "loopback.h"
#include "net/client.h"

using namespace herald::net;
using namespace herald::net::testing;

namespace {

constexpr std::chrono::milliseconds kPatience(500);

/// A host that greets whoever connects with the same words, and says nothing else.
class Host {
 public:
  /// Hangs up at once when `hangs_up`.
  explicit Host(std::string words, bool hangs_up = false)
      : words_(std::move(words)), hangs_up_(hangs_up), thread_([this] { serve(); }) {}
  ~Host() {
    is_over_ = true;
    thread_.join();
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  unsigned port() const { return listener_.port(); }
  std::string address(const std::string& scheme) const {
    return scheme + "://127.0.0.1:" + std::to_string(port()) + "/web/herald-manifest.sha256";
  }

 private:
  void serve() {
    std::vector<std::unique_ptr<Socket>> guests;  // whom nobody answers
    while (!is_over_) {
      pollfd waited{listener_.number(), POLLIN, 0};
      if (::poll(&waited, 1, 10) != 1) continue;
      auto guest = std::make_unique<Socket>(::accept(listener_.number(), nullptr, nullptr));
      (void)::send(guest->number(), words_.data(), words_.size(), MSG_NOSIGNAL);
      if (!hangs_up_) guests.push_back(std::move(guest));
    }
  }

  std::string words_;
  bool hangs_up_;
  Listener listener_;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

/// How the first transfer to `url` ends.
Outcome ask(const std::string& url) {
  Settings settings;
  settings.user = "clerk";
  settings.password = "word";
  settings.connections = 1;
  settings.connect_timeout_s = 1;
  settings.host_keys = {{"ssh-ed25519", "", "SHA256:" + std::string(43, 'A')}};
  return Client(settings).run({.url = url}).outcome;
}

}  // namespace

TEST_CASE("a greeting is the first line that a host says by itself") {
  const Host ssh("SSH-2.0-OpenSSH_9.2\r\nmore\r\n"), silent(""), odd("220 \x1b[31m\xe4\xbd\xa0\n"),
      hasty("", true);
  CHECK(greeting_of("127.0.0.1", ssh.port(), kPatience) == "SSH-2.0-OpenSSH_9.2");
  CHECK(greeting_of("127.0.0.1", odd.port(), kPatience) == "220 ?[31m???");
  CHECK(greeting_of("127.0.0.1", silent.port(), std::chrono::milliseconds(50)) == "");
  CHECK(greeting_of("127.0.0.1", hasty.port(), kPatience) == "");
  const Host long_winded(std::string(1000, 'x'));
  CHECK(greeting_of("127.0.0.1", long_winded.port(), kPatience).size() == 200);
}

TEST_CASE("some greetings are those of another service") {
  struct Case {
    const char *greeting, *scheme;
    bool is_other;
  };
  for (const Case& one : {
           Case{"SSH-2.0-OpenSSH_9.2", "ftp", true},
           Case{"SSH-2.0-OpenSSH_9.2", "sftp", false},
           Case{"220 (vsFTPd 3.0.3)", "sftp", true},
           Case{"220-welcome", "sftp", true},
           Case{"220 (vsFTPd 3.0.3)", "ftp", false},
           Case{"120 in a minute", "ftp", false},
           Case{"+OK POP3 ready", "ftp", true},
           Case{"* OK IMAP4 ready", "sftp", true},
           Case{"HTTP/1.1 400 Bad Request", "ftp", true},
           Case{"HTTP/1.1 400 Bad Request", "https", false},
           Case{"A line before the version (RFC 4253)", "sftp", false},
           Case{"", "ftp", false},
           Case{"", "sftp", false},
       }) {
    CAPTURE(std::string(one.greeting));
    CAPTURE(std::string(one.scheme));
    CHECK(is_of_other_service(one.greeting, one.scheme) == one.is_other);
  }
}

TEST_CASE("who waits in vain for the words of a protocol is told who else is there") {
  const Host ssh("SSH-2.0-OpenSSH_9.2\r\n"), ftp("220 (vsFTPd 3.0.3)\r\n"), silent(""), hasty("", true);
  Outcome outcome = ask(ssh.address("ftp"));
  CHECK(outcome.trouble == Trouble::OtherService);
  CHECK(outcome.words == "SSH-2.0-OpenSSH_9.2");
  outcome = ask(ftp.address("sftp"));
  CHECK(outcome.trouble == Trouble::OtherService);
  CHECK(outcome.words == "220 (vsFTPd 3.0.3)");
  for (const std::string scheme : {"ftp", "sftp"}) {
    CAPTURE(scheme);
    CHECK(ask(silent.address(scheme)).trouble == Trouble::Broken);
    CHECK(ask(hasty.address(scheme)).trouble == Trouble::Broken);
  }
  CHECK(ask(ssh.address("sftp")).trouble == Trouble::Broken);  // It may have been busy.
  CHECK(ask(ftp.address("ftp")).trouble == Trouble::Broken);

  // A web server that is spoken to by a client of SSH.
  const Host web("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", true);
  CHECK(ask(web.address("sftp")).trouble == Trouble::OtherService);
}
