#pragma once
// The lock on the host: a folder herald-lock/ with owner.json in it. Making a folder either succeeds or says
// that it is there, on every protocol but S3, so of two editors one gets it.

#include <string>
#include <string_view>

#include "io/files.h"
#include "publish/host.h"

namespace herald::publish {

/// The folder that is the lock.
inline constexpr std::string_view kLockFolder = "herald-lock";

/// Who publishes.
struct Owner {
  std::string name;     ///< "user@machine"
  std::string since;    ///< "2026-06-16 09:00"
  std::string token;    ///< Drawn by chance for this run.
  int64_t process = 0;  ///< Its number on this machine.
};

/// The lock of one target. The token is kept at `path` on this machine, so that a run that was killed here is
/// known to be over and leaves no lock behind for the next run.
class Lock {
 public:
  Lock(Host& host, io::Disk& disk, std::string path) : host_(host), disk_(disk), path_(std::move(path)) {}

  /// Takes the lock, once. Exists when another holds it: `held_by` says who. A lock of a run of this machine
  /// whose process is over is taken over (`is_alive` tells).
  Outcome take(const Owner& owner, bool (*is_alive)(int64_t process), Owner& held_by);
  /// Removes the lock, whoever holds it.
  Outcome break_it();
  /// Gives it back.
  Outcome release();
  /// Gives a lock back that a run of this machine left when it was killed. Asks the host only when there may
  /// be one.
  void clear_leftover(bool (*is_alive)(int64_t process));

 private:
  /// What this machine noted of the lock that it took last.
  struct Note {
    std::string token;
    int64_t process = 0;
  };
  Note read_note() const;
  void drop_note();
  Outcome write_owner(const Owner& owner);

  Host& host_;
  io::Disk& disk_;
  std::string path_;
};

}  // namespace herald::publish
