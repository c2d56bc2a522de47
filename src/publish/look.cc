#include "publish/look.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace herald::publish {
namespace {

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// "", "a", "a/b" of "a/b".
std::vector<std::string> with_those_above(const std::string& folder) {
  std::vector<std::string> parts = {""};
  for (size_t end = folder.find('/'); !folder.empty(); end = folder.find('/', end + 1)) {
    parts.push_back(folder.substr(0, end));
    if (end == std::string::npos) break;
  }
  return parts;
}

}  // namespace

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::vector<std::string> folders_above(const std::string& path) {
  std::vector<std::string> all;
  for (std::string folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
    all.push_back(folder);
  return all;
}

Outcome Folders::find(const std::string& path, Folder*& folder) {
  folder = nullptr;
  for (const std::string& part : with_those_above(path)) {
    auto at = known_.find(part);
    if (at == known_.end()) {
      Folder found;
      found.there = part.empty();
      if (folder != nullptr) {
        const HostEntry* entry = nullptr;
        if (Outcome outcome = find_in(*folder, part, entry); !outcome) return outcome;
        found.there = entry != nullptr && entry->folder;
      }
      std::vector<HostEntry> entries;
      Outcome outcome;
      if (found.there) {
        outcome = attempts_.repeat([&] {
          entries.clear();
          return host_.list(part, entries);
        });
      }
      if (outcome.trouble == Trouble::Missing) found.there = false;
      found.listed = static_cast<bool>(outcome);
      if (!outcome && outcome.trouble != Trouble::Missing && outcome.trouble != Trouble::Refused)
        return outcome;
      for (const HostEntry& entry : entries) found.entries.emplace(entry.name, entry);
      at = known_.emplace(part, std::move(found)).first;
    }
    folder = &at->second;
    if (!folder->there) return {};
  }
  return {};
}

Outcome Folders::find_in(Folder& folder, const std::string& path, const HostEntry*& entry) {
  entry = nullptr;
  auto at = folder.entries.find(name_of(path));
  if (at == folder.entries.end() && !folder.listed && folder.there) {
    HostEntry found;
    Outcome outcome = attempts_.repeat([&] { return host_.find(path, found); });
    if (!outcome && outcome.trouble != Trouble::Missing) return outcome;
    at = folder.entries.emplace(name_of(path), outcome ? std::optional(found) : std::nullopt).first;
  }
  if (at != folder.entries.end() && at->second) entry = &*at->second;
  return {};
}

Outcome Folders::ask(const std::vector<std::string>& paths) {
  std::vector<std::string> unknown;
  for (const std::string& path : paths) {
    Folder* folder = nullptr;
    if (Outcome outcome = find(folder_of(path), folder); !outcome) return outcome;
    if (folder->there && !folder->listed && !folder->entries.contains(name_of(path))) unknown.push_back(path);
  }
  const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
    std::vector<std::string> some;
    for (const size_t index : indexes) some.push_back(unknown[index]);
    host_.find_all(some, [&](size_t at, const Outcome& outcome, const HostEntry& entry) {
      const bool is_missing = outcome.trouble == Trouble::Missing;
      if (outcome || is_missing) {
        Folder& folder = known_.at(folder_of(some[at]));
        folder.entries.emplace(name_of(some[at]), is_missing ? std::nullopt : std::optional(entry));
      }
      return done(at, is_missing ? Outcome() : outcome);
    });
  };
  std::vector<size_t> left;
  return attempts_.repeat_all(
      unknown.size(), run, [](size_t) {}, left);
}

Outcome Folders::find_entry(const std::string& path, const HostEntry*& entry) {
  entry = nullptr;
  Folder* folder = nullptr;
  if (Outcome outcome = find(folder_of(path), folder); !outcome || !folder->there) return outcome;
  return find_in(*folder, path, entry);
}

bool Folders::misses(const std::string& path, uint64_t size) const {
  const auto folder = known_.find(folder_of(path));
  const std::string name = name_of(path);
  if (folder == known_.end() || !folder->second.listed || name.starts_with('.')) return false;
  const auto at = folder->second.entries.find(name);
  return at == folder->second.entries.end() || !at->second || at->second->folder || at->second->size != size;
}

namespace {

/// The files below a folder that are none of `ours`.
Outcome find_others(Host& host, Attempts& attempts, const std::string& top, const std::set<std::string>& ours,
                    std::vector<std::string>& others) {
  std::vector<std::string> folders = {top};
  for (size_t i = 0; i < folders.size(); i++) {
    std::vector<HostEntry> entries;
    const std::string folder = folders[i];
    const Outcome listed = attempts.repeat([&] {
      entries.clear();
      return host.list(folder, entries);
    });
    if (!listed && listed.trouble != Trouble::Missing) return listed;
    for (const HostEntry& entry : entries) {
      std::string path = folder + "/" + entry.name;
      if (entry.folder) {
        folders.push_back(std::move(path));
      } else if (!ours.contains(path)) {
        others.push_back(std::move(path));
      }
    }
  }
  return {};
}

}  // namespace

Outcome find_in_our_way(Host& host, Attempts& attempts, const Changes& changes, InOurWay& found) {
  Folders folders(host, attempts);
  const InPlace in_place = find_in_place(changes);  // ours, and about to go
  std::vector<const io::ManifestEntry*> alike, unlisted;
  const std::set<std::string> fresh(changes.fresh.begin(), changes.fresh.end());
  std::set<std::string> seen;  // folders of ours in whose place a file stands
  if (Outcome outcome = folders.ask(changes.fresh); !outcome) return outcome;
  for (const io::ManifestEntry* entry : changes.send) {
    if (!fresh.contains(entry->path)) continue;
    for (const std::string& above : with_those_above(folder_of(entry->path))) {
      const HostEntry* there = nullptr;
      if (above.empty()) continue;
      if (Outcome outcome = folders.find_entry(above, there); !outcome) return outcome;
      const bool is_file = there != nullptr && !there->folder && !in_place.files.contains(above);
      if (is_file && seen.insert(above).second) found.foreign.push_back(above);
    }
    const HostEntry* there = nullptr;
    if (Outcome outcome = folders.find_entry(entry->path, there); !outcome) return outcome;
    if (there == nullptr) {
      // Some hosts do not list names that begin with a dot.
      if (name_of(entry->path).starts_with('.')) unlisted.push_back(entry);
    } else if (there->folder && in_place.folders.contains(entry->path)) {
      if (Outcome outcome = find_others(host, attempts, entry->path, in_place.files, found.foreign); !outcome)
        return outcome;
    } else if (!there->folder && there->size == entry->size) {
      alike.push_back(entry);
    } else {
      found.foreign.push_back(entry->path);
    }
  }
  alike.insert(alike.end(), unlisted.begin(), unlisted.end());
  std::vector<Difference> differences;
  if (Outcome outcome = find_differences(host, attempts, alike, {}, differences); !outcome) return outcome;
  std::map<std::string, bool> different;  // to whether it is not there at all
  for (const Difference& one : differences) different[one.entry->path] = one.missing;
  for (const io::ManifestEntry* entry : alike) {
    const auto at = different.find(entry->path);
    if (at == different.end()) {
      found.same.push_back(entry->path);
    } else if (!at->second) {
      found.foreign.push_back(entry->path);
    }
  }
  std::sort(found.foreign.begin(), found.foreign.end());
  return {};
}

Outcome find_wrong_sizes(Host& host, Attempts& attempts, Folders& folders,
                         const std::vector<const io::ManifestEntry*>& entries,
                         std::vector<const io::ManifestEntry*>& wrong) {
  std::vector<const io::ManifestEntry*> hidden;  // Some hosts do not list names that begin with a dot.
  std::vector<std::string> paths;
  for (const io::ManifestEntry* entry : entries) paths.push_back(entry->path);
  if (Outcome outcome = folders.ask(paths); !outcome) return outcome;
  for (const io::ManifestEntry* entry : entries) {
    const HostEntry* there = nullptr;
    if (Outcome outcome = folders.find_entry(entry->path, there); !outcome) return outcome;
    if (there == nullptr && name_of(entry->path).starts_with('.')) {
      hidden.push_back(entry);
    } else if (there == nullptr || there->folder || there->size != entry->size) {
      wrong.push_back(entry);
    }
  }
  std::vector<Difference> differences;
  if (Outcome outcome = find_differences(host, attempts, hidden, {}, differences); !outcome) return outcome;
  return add_wrong(differences, wrong);
}

Outcome add_wrong(const std::vector<Difference>& differences, std::vector<const io::ManifestEntry*>& wrong) {
  for (const Difference& one : differences) {
    if (!one.unreadable) return one.unreadable;
    wrong.push_back(one.entry);
  }
  return {};
}

Outcome find_differences(Host& host, Attempts& attempts, const std::vector<const io::ManifestEntry*>& entries,
                         const std::function<void(const io::ManifestEntry&)>& heard,
                         std::vector<Difference>& differences) {
  std::map<size_t, Difference> found;
  std::vector<size_t> left;
  const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
    std::vector<std::string> paths;
    for (const size_t index : indexes) paths.push_back(entries[index]->path);
    host.hash(paths, [&](size_t at, const Outcome& outcome, uint64_t size, const std::string& sha256) {
      const io::ManifestEntry& entry = *entries[indexes[at]];
      const bool is_unreadable = outcome.trouble == Trouble::Denied || outcome.trouble == Trouble::Refused;
      if (outcome.trouble == Trouble::Missing || is_unreadable) {
        found[indexes[at]] = {&entry, !is_unreadable, is_unreadable ? outcome : Outcome()};
        return done(at, Outcome());
      }
      if (outcome && (size != entry.size || sha256 != entry.sha256)) found[indexes[at]] = {&entry};
      return done(at, outcome);
    });
  };
  const auto one_done = [&](size_t index) {
    if (heard) heard(*entries[index]);
  };
  if (Outcome outcome = attempts.repeat_all(entries.size(), run, one_done, left); !outcome) return outcome;
  for (auto& [index, difference] : found) differences.push_back(std::move(difference));
  return {};
}

}  // namespace herald::publish
