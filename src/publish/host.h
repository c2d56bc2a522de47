#pragma once
// What publishing wants of a host, whatever its protocol: a handful of operations on files below one folder.
// The order of things, retries, locks and records are not a host's affair (publish.h). Paths are relative to
// the site's folder on the host, '/'-separated, without a leading '/'; "" is that folder. Not for two
// threads.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "net/trouble.h"

namespace herald::publish {

using net::Outcome;
using net::Trouble;

/// A file on its way to the host.
struct Upload {
  std::string path;
  std::string file;  ///< The local file that holds its bytes; when empty, they are in `bytes`.
  std::string bytes;
  uint64_t size = 0;
  std::string
      sha256;  ///< Of the bytes; a local file that turns out to be another is not put there (Changed).
  std::string media_type;
  /// No reader is led to where it goes: it may be there in part for a while, and needs no temporary name.
  bool unseen = false;
};

/// What a folder of the host holds.
struct HostEntry {
  std::string name;
  uint64_t size = 0;
  bool folder = false;
  std::string link{};  ///< Where a symbolic link leads; empty for anything else, and where it is not told.
};

/// Told as each of several operations ends, in any order. Returns whether to go on: after a false no further
/// one is begun, and those that were not begun are not told of.
using OnDone = std::function<bool(size_t index, const Outcome& outcome)>;
/// Likewise, with what was read back.
using OnHashed =
    std::function<bool(size_t index, const Outcome& outcome, uint64_t size, const std::string& sha256)>;

/// Likewise, with what was found.
using OnFound = std::function<bool(size_t index, const Outcome& outcome, const HostEntry& entry)>;

/// A place where a site is published.
class Host {
 public:
  virtual ~Host() = default;

  /// The whole of a small file. Missing.
  virtual Outcome read(const std::string& path, std::string& bytes) = 0;
  /// What stands in a folder, in any order. Missing. It may leave out files whose names begin with a dot.
  virtual Outcome list(const std::string& folder, std::vector<HostEntry>& entries) = 0;
  /// One file or folder. Missing. For hosts that do not list a folder (`list` ends as Refused).
  virtual Outcome find(const std::string& path, HostEntry& entry) {
    (void)entry;
    return {Trouble::Refused, path};
  }
  /// Several of them.
  virtual void find_all(std::span<const std::string> paths, const OnFound& found) {
    for (size_t i = 0; i < paths.size(); i++) {
      HostEntry entry;
      const Outcome outcome = find(paths[i], entry);
      if (!found(i, outcome, entry)) return;
    }
  }
  /// Makes one folder in a folder that is there. Exists when it is there already: of two who try at once, one
  /// is told so.
  virtual Outcome make_folder(const std::string& folder) = 0;
  /// Puts files in folders that are there, over what is there: each appears whole or not at all, where the
  /// protocol can do so.
  virtual void put(std::span<const Upload> files, const OnDone& done) = 0;
  /// Reads files back and hashes them.
  virtual void hash(std::span<const std::string> paths, const OnHashed& hashed) = 0;
  /// Removes files. One that is not there is done; a folder that stands in its place by now is left alone.
  virtual void remove(std::span<const std::string> paths, const OnDone& done) = 0;
  /// Removes a folder if nothing is in it; Exists when something is.
  virtual Outcome remove_folder(const std::string& folder) = 0;

  /// Whether giving a whole folder its name costs less than giving it to each of its files.
  virtual bool renames_folders() const { return false; }
  /// Gives a folder, with all that is in it, another name in the same folder, where nothing stands: all of it
  /// is there at once.
  virtual Outcome rename_folder(const std::string& from, const std::string& to) {
    (void)to;
    return {Trouble::Refused, from};
  }

  /// Whether what is changed from `begin` on is seen by nobody before `commit`: all of it at once, or
  /// nothing.
  virtual bool switches() const { return false; }
  /// Whether a file that was replaced was away for a moment, because the host does not rename over another.
  virtual bool had_gaps() const { return false; }
  /// Before the first change.
  virtual Outcome begin() { return {}; }
  /// Makes what was put so far outlast a power cut, or a stick that is pulled out, where that is ours to do.
  virtual Outcome settle() { return {}; }
  /// After the last one.
  virtual Outcome commit() { return {}; }

  /// Whether `make_folder` told one of two who tried at once that it was there, the last time. False: two
  /// editors who begin in the same moment may not see each other.
  virtual bool locks_surely() const { return true; }
};

/// Where something lies until it is there as a whole: "a/herald-tmp-b" of "a/b".
inline std::string temporary_place_of(const std::string& path) {
  const size_t slash = path.rfind('/') + 1;
  return path.substr(0, slash) + "herald-tmp-" + path.substr(slash);
}

/// A folder of this machine or a mounted share (`file:`). When `folder` is a symbolic link, each publication
/// becomes a new folder `NAME.releases/ID` beside it and the link is switched at once; the last three stay.
/// Else files are replaced one by one, each whole.
std::unique_ptr<Host> folder_host(std::string folder);

}  // namespace herald::publish
