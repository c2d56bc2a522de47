#pragma once
// OpenSSH's `sftp` program, kept running for what libcurl's SFTP (libssh2 1.10, protocol 3) has no words for:
// renaming over a file or a link that is there, at once (posix-rename@openssh.com), and hard links
// (hardlink@openssh.com); symbolic links go the same way, since libssh2 fails at one now and then for no
// reason of the host's. Files never go through it. One process does many commands: each is written to its
// standard input with `lpwd` behind it, whose answer says that it is over.

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/ssh_keys.h"
#include "net/trouble.h"

namespace herald::net {

/// How to log in.
struct SshLogin {
  std::string host;  ///< Without port and brackets.
  unsigned port = 22;
  std::string user;
  std::string password;            ///< Of the user or, with a key, what opens that key; may be empty.
  std::string key_file;            ///< A private key; empty: the password is used.
  std::vector<HostKey> host_keys;  ///< Whole keys; no other host is spoken to.
};

/// The program and its commands. Not for two threads.
class SftpProgram {
 public:
  static constexpr size_t kWaitingMax = 100;
  /// Whether this machine has the program.
  static bool is_installed();
  /// A path as the program's commands take it: quoted.
  static std::string quoted(std::string_view path);

  /// Starts nothing yet.
  explicit SftpProgram(SshLogin login) : login_(std::move(login)) {}
  ~SftpProgram();
  SftpProgram(const SftpProgram&) = delete;
  SftpProgram& operator=(const SftpProgram&) = delete;

  /// Told of a command that is over, by its number.
  using Ended = std::function<void(size_t number, const Outcome& outcome)>;

  /// Hands over a command, to be carried out after those before it; starts the program when it does not run.
  /// `number` is the caller's.
  void post(size_t number, const std::string& command);
  /// How many commands are not over. With more than kWaitingMax it may lose answers: then pump first.
  size_t waiting() const { return commands_.size(); }
  /// Waits up to `timeout_ms` until a command is over, and tells of those that are, in their order. When the
  /// program ends early, all that were posted end as Broken, or as Login or OtherKey when it was not let in.
  void pump(int timeout_ms, const Ended& ended);
  /// Waits until all are over. When the program says nothing for `silence_ms`, those that are left end as
  /// Broken.
  void drain(const Ended& ended, int silence_ms = 30'000);
  /// One command, to its end. Not while others wait.
  Outcome run(const std::string& command);

 private:
  bool start();
  void stop();
  bool write_temporary_files();
  std::vector<std::string> words() const;
  void exchange(int timeout_ms);
  void take_answers(const Ended& ended);
  void fail_all(Outcome outcome, const Ended& ended);
  void remove_temporary_files();

  SshLogin login_;
  std::string folder_;  // of known_hosts and the script that hands over the password; empty: none yet
  int input_ = -1, output_ = -1;  // sockets: its standard input, and what it and its ssh print
  int process_ = -1;
  bool is_over_ = false;  // it closed its side
  std::string to_write_, heard_;
  std::deque<size_t> commands_;      // the numbers of those that are not over
  std::deque<std::string> to_send_;  // those of them that it has not got yet
  size_t written_ = 0;               // how many of the others
};

}  // namespace herald::net
