#include "serve/listener.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/system_words.h"

namespace herald::serve {
namespace {

/// How many ports behind the usual one are tried before any free one is taken.
constexpr int kPortsTried = 20;

base::Diagnostic listen_failure(const std::string& address, uint16_t port, int error) {
  const bool is_v6 = address.find(':') != std::string::npos;
  const std::string place = (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
  const base::Reason reason = base::system_reason(error);
  return base::failure(base::Code::ListenFailed, "", {place, reason.english, reason.chinese});
}

/// An address for the system; its length, 0 for what is no address.
socklen_t socket_address(const std::string& address, uint16_t port, sockaddr_storage& out) {
  std::memset(&out, 0, sizeof out);
  auto* v4 = reinterpret_cast<sockaddr_in*>(&out);
  if (inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    return sizeof *v4;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&out);
  std::memset(&out, 0, sizeof out);
  if (inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) != 1) return 0;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(port);
  return sizeof *v6;
}

/// A socket that listens, or -1 with errno.
int listen_at(const std::string& address, uint16_t port) {
  sockaddr_storage place;
  const socklen_t size = socket_address(address, port, place);
  if (size == 0) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  const int listener = ::socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) return -1;
  // The next preview may take the port although connections of the last one still fade away.
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&place), size) == 0 && ::listen(listener, 511) == 0)
    return listener;
  const int error = errno;
  ::close(listener);
  errno = error;
  return -1;
}

/// The first port that can be had, or -1 with errno.
int listen_anywhere(const Listening& listening) {
  int listener = listen_at(listening.address, listening.port);
  if (!listening.any_port) return listener;
  for (int i = 1; listener < 0 && errno == EADDRINUSE && i <= kPortsTried; i++)
    listener = listen_at(listening.address, static_cast<uint16_t>(listening.port + i));
  if (listener < 0 && errno == EADDRINUSE) listener = listen_at(listening.address, 0);
  return listener;
}

uint16_t port_of(int listener) {
  sockaddr_storage place{};
  socklen_t size = sizeof place;
  if (::getsockname(listener, reinterpret_cast<sockaddr*>(&place), &size) != 0) return 0;
  return ntohs(place.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(place).sin6_port
                                           : reinterpret_cast<const sockaddr_in&>(place).sin_port);
}

}  // namespace

base::Result<Listener> listen(const Listening& listening) {
  const int descriptor = listen_anywhere(listening);
  if (descriptor < 0) return listen_failure(listening.address, listening.port, errno);
  return Listener{descriptor, port_of(descriptor)};
}

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

bool is_every_address(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

std::vector<std::string> network_addresses() {
  ifaddrs* list = nullptr;
  std::vector<std::string> found;
  if (::getifaddrs(&list) != 0) return found;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, ::freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    // Of IPv6 nothing is told: link-local addresses need a zone, which browsers do not take.
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    if ((one->ifa_flags & IFF_UP) == 0 || (one->ifa_flags & IFF_LOOPBACK) != 0) continue;
    char text[INET_ADDRSTRLEN];
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    if (inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text) != nullptr) found.emplace_back(text);
  }
  return found;
}

}  // namespace herald::serve
