#pragma once
// A connection that is begun early. Loading libcurl and the thirty libraries behind it takes as long as a
// host takes to say its first words (sshd starts a process before it does), and neither waits for the other.

#include <sys/socket.h>

#include <chrono>
#include <string>

namespace herald::net {

/// One connection on its way. Not for two threads.
class Dial {
 public:
  /// Looks `host` up (a name or an address, no brackets) and begins to connect to the first of its
  /// addresses, without waiting for it. Best effort: of what goes wrong nothing is said, and whoever connects
  /// next finds out. Makes no connection where the environment names a proxy (curl(1), ENVIRONMENT).
  Dial(const std::string& host, unsigned port);
  /// Hangs up when nobody took it.
  ~Dial();
  Dial(const Dial&) = delete;
  Dial& operator=(const Dial&) = delete;

  /// The connected socket, which is the caller's from now on. -1 when it leads to another address, is not
  /// through within `patience`, or was taken. Whoever asks first decides: what he does not want ends, since
  /// hosts count the connections of a client.
  int take(const sockaddr* address, socklen_t size, std::chrono::milliseconds patience);
  /// The same, wherever it leads.
  int take(std::chrono::milliseconds patience);

 private:
  bool is_through(std::chrono::milliseconds patience) const;
  void hang_up();

  int socket_ = -1;
  sockaddr_storage address_{};
  socklen_t size_ = 0;
};

}  // namespace herald::net
