#pragma once
// Looking at a host: its folders, files that are in our way, files that are not what they should be.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/manifest.h"
#include "publish/attempts.h"
#include "publish/changes.h"
#include "publish/host.h"

namespace herald::publish {

/// The folders of a host as they were when they were asked for, each asked for once.
class Folders {
 public:
  Folders(Host& host, Attempts& attempts) : host_(host), attempts_(attempts) {}

  /// What is known of a folder.
  struct Folder {
    bool there = false;
    bool listed = false;  ///< Else its entries are those that were asked for one by one.
    std::map<std::string, std::optional<HostEntry>> entries;  ///< By name; nothing: it is not there.
  };
  /// A folder. One whose parent does not have it is not asked for.
  Outcome find(const std::string& path, Folder*& folder);
  /// Asks for those of `paths` that lie in folders which are not listed, several at once, so that
  /// `find_entry` knows them.
  Outcome ask(const std::vector<std::string>& paths);
  /// Whether a file that should be at `path` is known not to be there with that size. Asks nothing: false
  /// where its folder was not listed so far.
  bool misses(const std::string& path, uint64_t size) const;
  /// The file or folder at `path`; null when there is none.
  Outcome find_entry(const std::string& path, const HostEntry*& entry);

 private:
  Outcome find_in(Folder& folder, const std::string& path, const HostEntry*& entry);

  Host& host_;
  Attempts& attempts_;
  std::map<std::string, Folder> known_;
};

/// Files of the host in the place of files that we have never put there.
struct InOurWay {
  std::vector<std::string>
      foreign;                    ///< By path; a folder in the place of a file, and the other way round, too.
  std::vector<std::string> same;  ///< These have our bytes already.
};
Outcome find_in_our_way(Host& host, Attempts& attempts, const Changes& changes, InOurWay& found);

/// Those of `entries` that are not on the host with their size. `folders` remembers what was listed for it.
Outcome find_wrong_sizes(Host& host, Attempts& attempts, Folders& folders,
                         const std::vector<const io::ManifestEntry*>& entries,
                         std::vector<const io::ManifestEntry*>& wrong);

/// How a file on the host differs from what it should be.
struct Difference {
  const io::ManifestEntry* entry = nullptr;
  bool missing = false;
  Outcome unreadable{};  ///< Denied or Refused: the host has something there that it does not hand out.
};
/// Reads files back and compares hashes. `heard` is told after each. A file that cannot be read stops
/// nothing.
Outcome find_differences(Host& host, Attempts& attempts, const std::vector<const io::ManifestEntry*>& entries,
                         const std::function<void(const io::ManifestEntry&)>& heard,
                         std::vector<Difference>& differences);
/// Adds the files of differences to those that are wrong; ends with the first that could not be read.
Outcome add_wrong(const std::vector<Difference>& differences, std::vector<const io::ManifestEntry*>& wrong);

/// The folder of a path; "" for one at the top.
std::string folder_of(const std::string& path);
/// "a/b", "a" of "a/b/c".
std::vector<std::string> folders_above(const std::string& path);

}  // namespace herald::publish
