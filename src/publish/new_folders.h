#pragma once
// Folders that a publication makes on a host. Such a folder is filled under a temporary name beside its
// place, where no reader is led, and gets its own name when all of its files are there with the right sizes:
// one renaming a folder, where each file would need one, and what is new in it appears at one stroke. It
// knows which folders these are, where their files lie until then, and what a killed run has left of them.
// For this module alone.
//
// Leftovers are found by the record (record.h): it names as pending what a killed run was about to put, from
// whatever machine, and "a/herald-tmp-b" is taken for ours only when something below "a/b" is pending. So a
// folder of that name that somebody else made is left alone.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "io/manifest.h"
#include "publish/attempts.h"
#include "publish/host.h"
#include "publish/look.h"
#include "publish/record.h"

namespace herald::publish {

/// The new folders of one publication, those alone that lie in a folder which is there.
class NewFolders {
 public:
  using Entries = std::vector<const io::ManifestEntry*>;  ///< Of the site's manifest.

  /// One of them.
  struct Folder {
    std::string path, temporary;
    io::FileClass lowest = io::FileClass::Data, highest = io::FileClass::Asset;  ///< Of the files in it.
    bool is_left_over = false;  ///< A killed run made it, and filled some of it.
    size_t sent = 0;            ///< Files of this run in it, for the caller to count.
    uint64_t bytes = 0;         ///< Theirs.
  };

  NewFolders(Host& host, Attempts& attempts) : host_(host), attempts_(attempts) {}

  /// Looks which folders of `send` are not on the host, which is asked for each folder that new ones are to
  /// be made in, and throws away what a killed run left of folders that are none of them. `on_host` is the
  /// record there. None when the host does not rename folders, or switches all of the site at once.
  Outcome find(const Entries& send, const Record& on_host);

  /// The new folder that `path` lies in, or is; null when there is none.
  const Folder* folder_of(std::string_view path) const;
  Folder* folder_of(std::string_view path);
  /// Where `path` lies as long as its folder has the temporary name; the same where there is none.
  std::string place_of(const std::string& path) const;
  bool empty() const { return folders_.empty(); }

  /// Of what a killed run left in these folders: which of `may_be_there` are there with their size. All that
  /// is not in `send` is thrown away, since it would appear with the folder.
  Outcome take_over(const Entries& send, const Entries& may_be_there, Entries& there);
  /// Those of `entries`, all in new folders, that do not lie in them with their size.
  Outcome find_wrong_sizes(const Entries& entries, Entries& wrong);
  /// Those that do not have their bytes: reads all of them back. `heard` is told after each.
  Outcome find_differences(const Entries& entries, const std::function<void()>& heard, Entries& wrong);

  /// The folders whose time comes before files of class `next` are put elsewhere: all that their pages load
  /// is there by then, and what refers to them is not. In the order in which they are to appear.
  std::vector<Folder*> due_before(io::FileClass next);
  /// Gives a folder its name. From then on it is none of the new ones, unless this fails.
  Outcome reveal(const Folder& folder);
  /// Throws away what lies in the folders that have no name yet, and finds no new ones any more: for a host
  /// that turns out not to rename folders.
  void give_up();

 private:
  Outcome is_new(Folders& seen, const std::string& path, bool& is_new, bool& is_left_over);
  Outcome list_tree(const std::string& top, std::map<std::string, uint64_t>& files,
                    std::vector<std::string>& folders);
  Outcome remove_tree(const std::string& top);
  Outcome remove_files(const std::vector<std::string>& paths);

  Host& host_;
  Attempts& attempts_;
  bool is_given_up_ = false;
  std::map<std::string, Folder, std::less<>> folders_;  // by path
  std::set<std::string> announced_;                     // folders that hold what is pending
  std::set<std::string> ours_;                          // those that this run has found to be new
};

}  // namespace herald::publish
