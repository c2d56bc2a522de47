#include "net/dial.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace herald::net {
namespace {

/// Whether transfers may go through a proxy: then the host itself is nobody's to connect to.
bool has_proxy() {
  constexpr std::array kNames = {"all_proxy",   "ALL_PROXY",  "http_proxy", "https_proxy",
                                 "HTTPS_PROXY", "ftp_proxy",  "FTP_PROXY",  "ftps_proxy",
                                 "FTPS_PROXY",  "sftp_proxy", "SFTP_PROXY"};
  for (const char* name : kNames) {
    const char* const proxy = std::getenv(name);
    if (proxy != nullptr && *proxy != '\0') return true;
  }
  return false;
}

/// Whether two addresses are one, with the port and whatever else belongs to them.
bool is_same(const sockaddr* one, const sockaddr* other) {
  if (one->sa_family != other->sa_family) return false;
  if (one->sa_family == AF_INET) {
    const auto *a = reinterpret_cast<const sockaddr_in*>(one),
               *b = reinterpret_cast<const sockaddr_in*>(other);
    return a->sin_port == b->sin_port && a->sin_addr.s_addr == b->sin_addr.s_addr;
  }
  if (one->sa_family != AF_INET6) return false;
  const auto *a = reinterpret_cast<const sockaddr_in6*>(one),
             *b = reinterpret_cast<const sockaddr_in6*>(other);
  return a->sin6_port == b->sin6_port && a->sin6_scope_id == b->sin6_scope_id &&
         std::memcmp(&a->sin6_addr, &b->sin6_addr, sizeof a->sin6_addr) == 0;
}

}  // namespace

Dial::Dial(const std::string& host, unsigned port) {
  if (host.empty() || has_proxy()) return;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* answer = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &answer) != 0) return;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(answer, &::freeaddrinfo);
  socket_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, found->ai_protocol);
  if (socket_ < 0) return;
  size_ = found->ai_addrlen;
  std::memcpy(&address_, found->ai_addr, size_);
  if (::connect(socket_, found->ai_addr, size_) != 0 && errno != EINPROGRESS) hang_up();
}

Dial::~Dial() { hang_up(); }

void Dial::hang_up() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

bool Dial::is_through(std::chrono::milliseconds patience) const {
  pollfd waited{socket_, POLLOUT, 0};
  if (::poll(&waited, 1, static_cast<int>(patience.count())) != 1) return false;
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

int Dial::take(const sockaddr* address, socklen_t size, std::chrono::milliseconds patience) {
  if (size < size_ || !is_same(address, reinterpret_cast<const sockaddr*>(&address_))) hang_up();
  return take(patience);
}

int Dial::take(std::chrono::milliseconds patience) {
  if (socket_ >= 0 && !is_through(patience)) hang_up();
  return std::exchange(socket_, -1);
}

}  // namespace herald::net
