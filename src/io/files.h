#pragma once
// Files, behind one seam so that tests can build a site in memory. Paths are UTF-8 and '/'-separated; an
// empty one is the current folder. Nothing is cached; every call touches the disk. Errors carry the path as
// it was given (for a walk: below the root as it was given) and the system's reason.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "io/store.h"

namespace herald::io {

/// What the disk knows of a file or folder.
struct FileInfo {
  std::string path;  ///< Relative to the folder that was walked; of stat: as it was given.
  uint64_t size = 0;
  int64_t modified_ns = 0;  ///< Nanoseconds since 1970; for noticing changes, never for content.
  /// A hash of size, both times (of the bytes, and of the file's own record) and identity. While it is the
  /// same the file was not touched, unless within one tick of the disk's clock. 0 for folders.
  uint64_t stamp = 0;
  /// Likewise without the time of the file's own record, which a further link or other rights change: for
  /// files that are ours, whose copies for a rollback are links.
  uint64_t bytes_stamp = 0;
  bool directory = false;
};

/// A folder that is ours alone, until it goes out of scope or the process ends in whatever way.
class Lock {
 public:
  virtual ~Lock() = default;
};

/// What the walk of a folder found. Sorted by path, bytewise.
struct Listing {
  std::vector<FileInfo> files;
};

/// Where files are read from and written to.
class Disk {
 public:
  virtual ~Disk() = default;

  /// The whole file. `file-missing`, `file-unreadable` (also for a folder, a pipe, a device),
  /// `file-too-large` (over 2 GiB).
  virtual base::Result<std::string> read(const std::string& path) const = 0;
  /// Size and time of a file or folder; `file-missing` when there is none.
  virtual base::Result<FileInfo> stat(const std::string& path) const = 0;
  /// All files below `root`, without those that nobody put there (is_hidden) and without the folders of
  /// `skip` (absolute, below root, or beginning with root), however they are reached. Symbolic links to files
  /// and folders are followed when they stay below `root`. What is left out adds a diagnostic, and the walk
  /// goes on: a link that leaves the root `symlink-outside`, one that leads to a folder on its own way (or
  /// through more than 8 links to folders) `symlink-loop`, one that leads nowhere or a missing root
  /// `file-missing`, an unreadable folder `file-unreadable`, a name in another encoding `name-not-utf8`.
  /// Pipes, sockets and devices are no files.
  virtual Listing walk(const std::string& root, const std::vector<std::string>& skip,
                       base::Diagnostics& diagnostics) const = 0;
  /// Writes the whole file or nothing: a temporary name beside it, then rename. Makes the folders above it.
  /// When the file is there with the same bytes already, it is left alone and false comes back. A symbolic
  /// link in its place is replaced, not written through. `file-unwritable`, `disk-full`. A process that is
  /// killed may leave its last temporary file, a dot file named `.herald-*.tmp`.
  virtual base::Result<bool> write(const std::string& path, std::string_view bytes) = 0;
  /// Whether a regular file at `path` holds exactly `bytes`. What cannot be read does not.
  virtual bool holds(const std::string& path, std::string_view bytes) const = 0;
  /// Writes a new file (or over an old one) in place, folders above it made: for files that nobody reads yet.
  /// Errors as `write`; a part of the file may be there then.
  virtual base::Status create(const std::string& path, std::string_view bytes) = 0;
  /// Whether the regular file at `path` holds `bytes` from `offset` on, with more behind them or not. What
  /// cannot be read does not. For files that are too large to be held in memory.
  virtual bool holds_at(const std::string& path, uint64_t offset, std::string_view bytes) const = 0;
  /// Adds to the end of a file that `create` made. Errors as `write`.
  virtual base::Status append(const std::string& path, std::string_view bytes) = 0;
  /// Renames a file or a folder, over a file or an empty folder that is there, folders above `to` made. A
  /// file that goes to another disk is copied whole to a temporary name first. Errors as `write`.
  virtual base::Status move(const std::string& from, const std::string& to) = 0;
  /// Makes `to` a file with the bytes of `from`, over what is there, folders above it made. Both may share
  /// their bytes on the disk (a hard link), so both may only be replaced from then on, not written in place.
  /// Errors as `write`.
  virtual base::Status copy(const std::string& from, const std::string& to) = 0;
  /// Removes a file; it is no error when it is not there. Folders above it that are empty then are removed up
  /// to `root`, which stays. `path-outside` when `path` is not below `root`, `file-undeletable`.
  virtual base::Status remove(const std::string& path, const std::string& root) = 0;
  /// Removes a folder that is ours with all that is in it; it is no error when it is not there. Links are
  /// removed, not followed. `file-undeletable`.
  virtual base::Status remove_tree(const std::string& folder) = 0;
  /// Removes a folder when it is there and empty.
  virtual void remove_if_empty(const std::string& folder) = 0;
  /// Removes the temporary files in `folder` itself that `write` left in processes which are no more. What
  /// cannot be removed stays.
  virtual void sweep(const std::string& folder) = 0;
  /// Makes `folder` when it is missing and keeps other processes from locking it too, without waiting.
  /// `build-running` when one has it, `file-unwritable` when it cannot be made. Nothing is left on the disk.
  /// Where the system has no locks (some network shares) or the folder may not be opened, the lock is empty
  /// and holds nobody up; two machines that write to one share do not see each other's locks.
  virtual base::Result<std::unique_ptr<Lock>> lock(const std::string& folder) = 0;
  /// Opens the store at `path`; `fresh` makes an empty one, folders above it made. Errors as `write`.
  virtual base::Result<std::unique_ptr<Store>> open_store(const std::string& path, bool fresh) = 0;
};

/// The machine's disk. May be used by several threads at once (for different paths when writing).
std::unique_ptr<Disk> real_disk();

/// A disk in memory, for tests: path -> bytes. A folder is there while a file is below it. It locks, so
/// threads may share it. Times are counts of writes.
std::unique_ptr<Disk> memory_disk(std::map<std::string, std::string> files);
/// The files of a memory disk as they are now; nothing for another disk.
std::map<std::string, std::string> files_of(const Disk& memory_disk);

/// `relative` below `root`, normalised ("a/./b/../c" is "a/c"). Nothing (`path-outside`) when it leaves root
/// or is absolute.
base::Result<std::string> join_below(std::string_view root, std::string_view relative);

/// Whether a walk leaves out `path` (below its root), for a part of it that is none of the author's: dot
/// files and folders; what an office program or an editor keeps beside an open document ("~$form.docx",
/// "a.md~"); and what Windows leaves in folders (Thumbs.db, desktop.ini).
bool is_hidden(std::string_view path);

/// "." and ".." resolved by text alone; no trailing '/', no doubled one. A path that climbs above its
/// beginning keeps its ".."; what comes back to its beginning ("a/..") is an empty text.
std::string normalise_path(std::string_view path);

}  // namespace herald::io
