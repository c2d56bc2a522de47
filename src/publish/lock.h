#pragma once
// The lock on the host: a folder herald-lock/ with owner.json in it. Making a folder either succeeds or says
// that it is there, on every protocol but S3, so of two editors one gets it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.h"
#include "publish/host.h"

namespace herald::publish {

/// The folder that is the lock.
inline constexpr std::string_view kLockFolder = "herald-lock";

/// Whether a path of the host is that folder or lies in it. A page may well be called "herald-lock-faq.html".
inline bool is_in_lock(std::string_view path) {
  return path.starts_with(kLockFolder) &&
         (path.size() == kLockFolder.size() || path[kLockFolder.size()] == '/');
}

/// A process, so that it is told from every other one, also those of other machines and those that get its
/// number later. Words without spaces.
struct Process {
  int64_t number = 0;
  std::string begin = "-";  ///< When it began: of two with the same number on a machine, which one it is.
  std::string machine =
      "-";  ///< Where its number means something; of another machine nobody knows who lives there.
};

/// Who publishes.
struct Owner {
  std::string name;   ///< "user@machine"
  std::string since;  ///< "2026-06-16 09:00"
  std::string token;  ///< Drawn by chance for this run.
  Process process;
};

/// The lock of one target. A note at `path` on this machine says with which tokens runs from here may have
/// signed it, so that a run that was killed leaves no lock behind for the next one. It is written before the
/// lock is signed and not sooner: whoever merely asked for the lock has not touched what an earlier run
/// noted.
class Lock {
 public:
  Lock(Host& host, io::Disk& disk, std::string path) : host_(host), disk_(disk), path_(std::move(path)) {}

  /// Takes the lock; may be repeated when it breaks. Exists when another holds it: `held_by` says who. A lock
  /// of a run from here whose process is over is taken over (`is_alive` tells). One that names nobody belongs
  /// to somebody who is just about to sign it (Broken: ask again), or who was cut off before: after some
  /// repetitions it is taken over, too.
  Outcome take(const Owner& owner, bool (*is_alive)(const Process& process), Owner& held_by);
  /// Whether the folder was made or taken over by `take`, though that may have ended badly later.
  bool is_begun() const { return is_begun_; }
  /// Who holds the lock now; without name and token when nobody has signed it or it is not there.
  Outcome find_holder(Owner& held_by);
  /// Removes the lock, whoever holds it.
  Outcome break_it();
  /// Gives it back.
  Outcome release();
  /// Gives a lock back that a run of this machine left when it was killed. Asks the host only when there may
  /// be one.
  void clear_leftover(bool (*is_alive)(const Process& process));

 private:
  /// A line of the note: a run that may have signed the lock.
  struct Claim {
    std::string token;
    Process process;
  };
  std::vector<Claim> read_note() const;
  Outcome write_note(const std::vector<Claim>& claims);
  void drop_note();
  Outcome write_owner(const Owner& owner);

  Host& host_;
  io::Disk& disk_;
  std::string path_;
  std::optional<std::vector<Claim>> before_;  // what was noted before this run wrote anything
  bool is_begun_ = false;
  int unsigned_ = 0;  // how often the lock was seen that names nobody
};

}  // namespace herald::publish
