#include "publish/new_folders.h"

#include <algorithm>
#include <utility>

namespace herald::publish {
namespace {

/// When a folder appears: before files of this class are put elsewhere.
io::FileClass time_of(const NewFolders::Folder& folder) {
  using io::FileClass;
  if (folder.highest <= FileClass::Attachment)
    return static_cast<FileClass>(static_cast<uint8_t>(folder.highest) + 1);
  // With pages in it, as soon as the files are there that these load: pages elsewhere may load some of it.
  return std::max(folder.lowest, FileClass::Page);
}

}  // namespace

Outcome NewFolders::is_new(Folders& seen, const std::string& path, bool& is_new, bool& is_left_over) {
  const HostEntry* there = nullptr;
  is_new = is_left_over = false;
  if (Outcome looked = seen.find_entry(path, there); !looked) return looked;
  if (there != nullptr) return {};
  if (Outcome looked = seen.find_entry(temporary_place_of(path), there); !looked) return looked;
  is_left_over = there != nullptr && there->folder && (announced_.contains(path) || ours_.contains(path));
  is_new = there == nullptr || is_left_over;
  return {};
}

Outcome NewFolders::find(const Entries& send, const Record& on_host) {
  folders_.clear();
  if (is_given_up_ || !host_.renames_folders() || host_.switches()) return {};
  Folders seen(host_, attempts_);
  std::set<std::string> known;  // folders of the host that are none of the new ones
  const auto add_above = [](const std::string& path, std::set<std::string>& folders) {
    for (std::string& folder : folders_above(path)) {
      if (!folders.insert(std::move(folder)).second) break;
    }
  };
  announced_.clear();
  for (const std::string& path : on_host.pending) add_above(path, announced_);
  for (const auto& [path, entry] : on_host.files) {
    for (const std::string& folder : folders_above(path)) announced_.erase(folder);  // It was there before.
    if (!on_host.pending.contains(path)) add_above(path, known);
  }
  for (const io::ManifestEntry* entry : send) {
    std::vector<std::string> above = folders_above(entry->path);
    while (!above.empty() && known.contains(above.back())) above.pop_back();
    Folder* folder = folder_of(entry->path);
    for (; !above.empty() && folder == nullptr; above.pop_back()) {
      const std::string& path = above.back();
      bool is_one = false, is_left_over = false;
      if (Outcome looked = is_new(seen, path, is_one, is_left_over); !looked) return looked;
      if (is_one) {
        folder = &folders_.emplace(path, Folder{path, temporary_place_of(path)}).first->second;
        folder->is_left_over = is_left_over;
      } else {
        known.insert(path);
      }
    }
    if (folder == nullptr) continue;
    folder->lowest = std::min(folder->lowest, entry->file_class);
    folder->highest = std::max(folder->highest, entry->file_class);
  }
  announced_.insert(ours_.begin(), ours_.end());
  for (const auto& [path, folder] : folders_) ours_.insert(path);
  for (const std::string& path : announced_) {
    const HostEntry* there = nullptr;
    if (folders_.contains(path)) continue;
    if (Outcome looked = seen.find_entry(temporary_place_of(path), there); !looked) return looked;
    if (there == nullptr || !there->folder) continue;
    if (Outcome gone = remove_tree(temporary_place_of(path)); !gone) return gone;
  }
  return {};
}

const NewFolders::Folder* NewFolders::folder_of(std::string_view path) const {
  if (folders_.empty()) return nullptr;
  for (size_t end = path.find('/');; end = path.find('/', end + 1)) {
    if (const auto at = folders_.find(path.substr(0, end)); at != folders_.end()) return &at->second;
    if (end == std::string_view::npos) return nullptr;
  }
}

NewFolders::Folder* NewFolders::folder_of(std::string_view path) {
  return const_cast<Folder*>(std::as_const(*this).folder_of(path));
}

std::string NewFolders::place_of(const std::string& path) const {
  const Folder* folder = folder_of(path);
  return folder == nullptr ? path : folder->temporary + path.substr(folder->path.size());
}

/// All files and folders below `top`, which is not among them; those above come first.
Outcome NewFolders::list_tree(const std::string& top, std::map<std::string, uint64_t>& files,
                              std::vector<std::string>& folders) {
  for (size_t i = 0; i <= folders.size(); i++) {
    const std::string folder = i == 0 ? top : folders[i - 1];
    std::vector<HostEntry> entries;
    const Outcome listed = attempts_.repeat([&] {
      entries.clear();
      return host_.list(folder, entries);
    });
    if (listed.trouble == Trouble::Missing) continue;
    if (!listed) return listed;
    for (const HostEntry& entry : entries) {
      std::string path = folder + "/" + entry.name;
      if (entry.folder) {
        folders.push_back(std::move(path));
      } else {
        files.emplace(std::move(path), entry.size);
      }
    }
  }
  return {};
}

Outcome NewFolders::remove_files(const std::vector<std::string>& paths) {
  const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
    std::vector<std::string> some;
    for (const size_t index : indexes) some.push_back(paths[index]);
    host_.remove(some, done);
  };
  std::vector<size_t> left;
  return attempts_.repeat_all(
      paths.size(), run, [](size_t) {}, left);
}

Outcome NewFolders::remove_tree(const std::string& top) {
  std::map<std::string, uint64_t> files;
  std::vector<std::string> folders, paths;
  if (Outcome listed = list_tree(top, files, folders); !listed) return listed;
  for (const auto& [path, size] : files) paths.push_back(path);
  if (Outcome gone = remove_files(paths); !gone) return gone;
  folders.insert(folders.begin(), top);
  for (size_t i = folders.size(); i > 0; i--) {
    const Outcome gone = attempts_.repeat([&] { return host_.remove_folder(folders[i - 1]); });
    // One that stays, since it holds what is not listed, is no harm.
    if (net::may_pass(gone.trouble) || gone.trouble == Trouble::Cancelled) return gone;
  }
  return {};
}

Outcome NewFolders::take_over(const Entries& send, const Entries& may_be_there, Entries& there) {
  std::map<std::string, uint64_t> files;
  std::vector<std::string> folders, unwanted;
  for (const auto& [path, folder] : folders_) {
    if (!folder.is_left_over) continue;
    if (Outcome listed = list_tree(folder.temporary, files, folders); !listed) return listed;
  }
  if (files.empty() && folders.empty()) return {};
  std::set<std::string> wanted;
  for (const io::ManifestEntry* entry : send) {
    for (std::string path = place_of(entry->path); !path.empty() && wanted.insert(path).second;)
      path = publish::folder_of(path);
  }
  for (const auto& [path, size] : files) {
    if (!wanted.contains(path)) unwanted.push_back(path);
  }
  if (Outcome gone = remove_files(unwanted); !gone) return gone;
  for (size_t i = folders.size(); i > 0; i--) {
    if (!wanted.contains(folders[i - 1])) (void)host_.remove_folder(folders[i - 1]);
  }
  for (const io::ManifestEntry* entry : may_be_there) {
    const auto at = folder_of(entry->path) == nullptr ? files.end() : files.find(place_of(entry->path));
    if (at != files.end() && at->second == entry->size) there.push_back(entry);
  }
  return {};
}

Outcome NewFolders::find_wrong_sizes(const Entries& entries, Entries& wrong) {
  std::map<std::string, Entries> by_folder;
  Entries hidden;  // Some hosts do not list names that begin with a dot.
  for (const io::ManifestEntry* entry : entries)
    by_folder[publish::folder_of(place_of(entry->path))].push_back(entry);
  for (const auto& [folder, inside] : by_folder) {
    std::vector<HostEntry> listed;
    const Outcome outcome = attempts_.repeat([&] {
      listed.clear();
      return host_.list(folder, listed);
    });
    if (!outcome && outcome.trouble != Trouble::Missing) return outcome;
    std::map<std::string, uint64_t> sizes;
    for (HostEntry& entry : listed) {
      if (!entry.folder) sizes.emplace(std::move(entry.name), entry.size);
    }
    for (const io::ManifestEntry* entry : inside) {
      const std::string name = entry->path.substr(entry->path.rfind('/') + 1);
      const auto at = sizes.find(name);
      if (at == sizes.end() && name.starts_with('.')) {
        hidden.push_back(entry);
      } else if (at == sizes.end() || at->second != entry->size) {
        wrong.push_back(entry);
      }
    }
  }
  return find_differences(
      hidden, [] {}, wrong);
}

Outcome NewFolders::find_differences(const Entries& entries, const std::function<void()>& heard,
                                     Entries& wrong) {
  std::vector<io::ManifestEntry> moved;
  moved.reserve(entries.size());
  Entries pointers;
  for (const io::ManifestEntry* entry : entries) {
    pointers.push_back(&moved.emplace_back(*entry));
    moved.back().path = place_of(entry->path);
  }
  std::vector<Difference> differences;
  const auto one_heard = [&](const io::ManifestEntry&) { heard(); };
  const Outcome outcome = publish::find_differences(host_, attempts_, pointers, one_heard, differences);
  for (Difference& one : differences) one.entry = entries[static_cast<size_t>(one.entry - moved.data())];
  return !outcome ? outcome : add_wrong(differences, wrong);
}

std::vector<NewFolders::Folder*> NewFolders::due_before(io::FileClass next) {
  std::vector<Folder*> due;
  for (auto& [path, folder] : folders_) {
    if (time_of(folder) <= next) due.push_back(&folder);
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const Folder* a, const Folder* b) { return a->highest < b->highest; });
  return due;
}

Outcome NewFolders::reveal(const Folder& folder) {
  Outcome renamed = attempts_.repeat([&] { return host_.rename_folder(folder.temporary, folder.path); });
  const bool may_be_done =
      !renamed && !net::may_pass(renamed.trouble) && renamed.trouble != Trouble::Cancelled;
  if (may_be_done) {
    // An attempt before may have done it, whose answer got lost.
    Folders seen(host_, attempts_);
    const HostEntry *there = nullptr, *temporary = nullptr;
    if (Outcome looked = seen.find_entry(folder.path, there); !looked) return looked;
    if (Outcome looked = seen.find_entry(folder.temporary, temporary); !looked) return looked;
    if (there != nullptr && there->folder && temporary == nullptr) renamed = {};
  }
  if (renamed) folders_.erase(folders_.find(folder.path));
  return renamed;
}

void NewFolders::give_up() {
  is_given_up_ = true;
  for (const auto& [path, folder] : folders_) (void)remove_tree(folder.temporary);
  folders_.clear();
}

}  // namespace herald::publish
