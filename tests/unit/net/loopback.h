#pragma once
// The other end of a connection, for tests of this module.

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

namespace herald::net::testing {

/// A socket that is closed at the end.
class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

/// Something that listens on loopback.
class Listener {
 public:
  explicit Listener(int backlog = 8) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket_.number(), address(), sizeof address_) == 0);
    socklen_t size = sizeof address_;
    REQUIRE(::getsockname(socket_.number(), reinterpret_cast<sockaddr*>(&address_), &size) == 0);
    REQUIRE(::listen(socket_.number(), backlog) == 0);
  }

  int number() const { return socket_.number(); }
  unsigned port() const { return ntohs(address_.sin_port); }
  const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static socklen_t size() { return sizeof(sockaddr_in); }

  /// The next that connects; without one within `patience` a socket of -1.
  Socket accept(std::chrono::milliseconds patience = std::chrono::seconds(2)) const {
    pollfd waited{socket_.number(), POLLIN, 0};
    if (::poll(&waited, 1, static_cast<int>(patience.count())) != 1) return Socket(-1);
    return Socket(::accept(socket_.number(), nullptr, nullptr));
  }

 private:
  Socket socket_;
  sockaddr_in address_{};
};

}  // namespace herald::net::testing
