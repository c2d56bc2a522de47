#pragma once
// The socket that browsers come to, and this machine's addresses. Knows nothing of HTTP.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace herald::serve {

/// Where to listen.
struct Listening {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6, in digits; "0.0.0.0" and "::" are all of them.
  uint16_t port = 4000;               ///< 0: any free one.
  bool any_port = false;              ///< When the port is taken, one of the next twenty, else any free one.
};

/// A socket that listens. Whoever is given it closes it.
struct Listener {
  int descriptor = -1;
  uint16_t port = 0;
};

/// Opens it. `listen-failed`, with the system's reason.
base::Result<Listener> listen(const Listening& listening);

/// Whether only this machine reaches an address.
bool is_loopback(std::string_view address);
/// Whether it stands for all addresses of the machine.
bool is_every_address(std::string_view address);
/// This machine's IPv4 addresses in its networks, in digits, without loopback.
std::vector<std::string> network_addresses();

}  // namespace herald::serve
