#pragma once
// Transfers to and from a host: HTTP, FTP, with and without TLS, and SFTP. The one door to libcurl. Several
// go at once over connections that are kept. Certificates are always verified, passwords never leave by
// another way than the login, and nothing is logged. What an answer means is for the caller (publish, check):
// here it is a number, or a Trouble when there was no answer.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/ssh_keys.h"
#include "net/trouble.h"

namespace herald::net {

/// One client's way to one host.
struct Settings {
  std::string user, password;  ///< Sent with the first request; no login when both are empty.
  std::string
      ca_file;  ///< A PEM file of authorities that are trusted besides none else; empty: the system's.
  bool upgrade_to_tls = false;  ///< FTP: ask for TLS, and go no further without it.
  /// Each connection keeps to itself what it remembers of TLS: for FTP, whose data connections have to resume
  /// the session of their own control connection and of no other.
  bool apart = false;
  std::vector<HostKey> host_keys;  ///< SFTP: a host that shows another key is sent nothing (OtherKey).
  std::string key_file;            ///< SFTP: a private key; then the password is what opens it.
  unsigned connections = 4;
  std::string early_host;   ///< Connected to before a transfer wants it (dial.h); may be empty.
  unsigned early_port = 0;  ///< The port there.
  int connect_timeout_s = 15;
  int stall_timeout_s = 30;         ///< Without a byte for so long a transfer is broken.
  std::function<bool()> cancelled;  ///< Asked again and again; true ends what is under way.
};

/// What shall be done.
struct Transfer {
  std::string method =
      "GET";  ///< Of HTTP. Else: "GET" retrieves or lists, "PUT" stores, "HEAD" only sends commands.
  std::string url{};
  std::vector<std::string> headers{};
  std::string body{};    ///< What is sent; of a PUT when `file` is empty.
  std::string file{};    ///< The local file that a PUT sends.
  uint64_t size = 0;     ///< Of the file.
  std::string sha256{};  ///< Of the file: another content is not sent to its end (Trouble::Changed).
  std::vector<std::string> commands{};        ///< FTP, SFTP (in libcurl's words): sent before the transfer.
  std::vector<std::string> commands_after{};  ///< Likewise: sent when it went well.
  bool hash_only = false;                     ///< The answer's bytes are hashed and counted, not kept.
};

/// How a transfer ended.
struct Reply {
  Outcome outcome;  ///< Trouble when there was no answer; `words` of libcurl.
  long status = 0;  ///< Of HTTP, or the last one of FTP.
  std::string body;
  uint64_t size = 0;             ///< Bytes received.
  std::string sha256;            ///< Of them, when hash_only.
  bool commands_failed = false;  ///< FTP, SFTP: a command before or after the transfer was refused.
  std::string moved_to;          ///< Where a redirect leads; it is not followed.
};

/// The most bytes of an answer that are kept.
inline constexpr uint64_t kBodyMax = uint64_t{256} << 20;

/// Keeps connections to one host. Not for two threads.
class Client {
 public:
  explicit Client(Settings settings);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// One transfer.
  Reply run(const Transfer& transfer);
  /// Many, several at once: `make` is asked for each when its turn comes, `done` told as each ends. After a
  /// false no further one is begun; those under way are told of as cancelled.
  void run_all(size_t count, const std::function<Transfer(size_t)>& make,
               const std::function<bool(size_t, Reply&)>& done);
  /// SFTP: the key by which the host was recognised; nothing before the first transfer.
  const std::optional<HostKey>& host_key() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace herald::net
