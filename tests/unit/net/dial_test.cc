#include "net/dial.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "loopback.h"
#include "net/client.h"

using namespace herald::net;
using namespace herald::net::testing;

namespace {

constexpr std::chrono::milliseconds kPatience(2000);

/// An environment variable for a while.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

}  // namespace

TEST_CASE("an early connection is given to who wants that address, and once") {
  const Listener host;
  Dial dial("127.0.0.1", host.port());
  const Socket served = host.accept();
  REQUIRE(served.number() >= 0);
  const Socket taken(dial.take(host.address(), Listener::size(), kPatience));
  REQUIRE(taken.number() >= 0);
  REQUIRE(::send(served.number(), "220", 3, 0) == 3);
  pollfd waited{taken.number(), POLLIN, 0};
  CHECK(::poll(&waited, 1, 2000) == 1);
  CHECK(dial.take(host.address(), Listener::size(), kPatience) == -1);
}

TEST_CASE("an early connection ends when another address is wanted") {
  const Listener host, other;
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_addr = in6addr_loopback;
  six.sin6_port = htons(static_cast<uint16_t>(host.port()));
  for (const sockaddr* wanted : {other.address(), reinterpret_cast<const sockaddr*>(&six)}) {
    Dial dial("127.0.0.1", host.port());
    const Socket served = host.accept();
    REQUIRE(served.number() >= 0);
    CHECK(dial.take(wanted, sizeof six, kPatience) == -1);
    pollfd waited{served.number(), POLLIN, 0};
    REQUIRE(::poll(&waited, 1, 2000) == 1);
    char byte = 0;
    CHECK(::recv(served.number(), &byte, 1, 0) == 0);
    CHECK(dial.take(host.address(), Listener::size(), kPatience) == -1);
  }
}

TEST_CASE("nobody listens, nobody is called so, nobody answers, nobody is asked for") {
  const Listener there;
  unsigned closed_port = 0;
  sockaddr_in closed{};
  {
    const Listener gone;
    closed_port = gone.port();
    closed = *reinterpret_cast<const sockaddr_in*>(gone.address());
  }
  CHECK(Dial("127.0.0.1", closed_port)
            .take(reinterpret_cast<const sockaddr*>(&closed), sizeof closed, kPatience) == -1);
  CHECK(Dial("nobody.invalid", 21).take(there.address(), Listener::size(), kPatience) == -1);
  CHECK(Dial("", there.port()).take(there.address(), Listener::size(), kPatience) == -1);
  CHECK(there.accept(std::chrono::milliseconds(50)).number() == -1);

  // A queue that is full: further connections are kept waiting.
  const Listener busy(0);
  Dial first("127.0.0.1", busy.port()), second("127.0.0.1", busy.port()), third("127.0.0.1", busy.port());
  CHECK(third.take(busy.address(), Listener::size(), std::chrono::milliseconds(100)) == -1);
}

TEST_CASE("who goes through a proxy does not call the host") {
  for (const char* name :
       {"all_proxy", "http_proxy", "HTTPS_PROXY", "ftp_proxy", "sftp_proxy", "SFTP_PROXY"}) {
    CAPTURE(std::string(name));
    const Listener host;
    const Variable proxy(name, "http://127.0.0.1:1");
    Dial dial("127.0.0.1", host.port());
    CHECK(host.accept(std::chrono::milliseconds(50)).number() == -1);
    CHECK(dial.take(host.address(), Listener::size(), kPatience) == -1);
  }
}

TEST_CASE("a client's first transfer goes over the connection that was begun early") {
  const Listener host;
  std::vector<std::string> heard;  // by connection
  std::thread serving([&] {
    constexpr std::string_view kAnswer =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    for (int i = 0; i < 2; i++) {
      const Socket next = host.accept();
      std::string bytes(4096, '\0');
      const ssize_t got = ::recv(next.number(), bytes.data(), bytes.size(), 0);
      heard.push_back(bytes.substr(0, got > 0 ? bytes.find('\r') : 0));
      (void)::send(next.number(), kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
    }
  });
  Settings settings;
  settings.early_host = "127.0.0.1";
  settings.early_port = host.port();
  settings.connections = 1;
  Client client(settings);
  const std::string server = "http://127.0.0.1:" + std::to_string(host.port());
  for (const char* path : {"/first", "/second"}) {
    const Reply reply = client.run({.url = server + path});
    CHECK(reply.outcome);
    CHECK(reply.body == "ok");
  }
  serving.join();
  CHECK(heard == std::vector<std::string>{"GET /first HTTP/1.1", "GET /second HTTP/1.1"});
}
