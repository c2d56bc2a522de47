#include "publish/changes.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/utf8.h"
#include "publish/look.h"

namespace herald::publish {
namespace {

/// Whether editors know it as a page: 404.html has no title.
bool is_page(const io::ManifestEntry& entry) {
  return entry.file_class == io::FileClass::Page && !entry.title.empty();
}

bool has(const io::Manifest& site, const std::string& path) {
  const auto at =
      std::lower_bound(site.entries.begin(), site.entries.end(), path,
                       [](const auto& entry, const std::string& key) { return entry.path < key; });
  return at != site.entries.end() && at->path == path;
}

/// Some shares take "Logo.PNG" and "logo.png" for one file, and keep the name that came first.
void find_alike(const Changes& changes, InPlace& found) {
  std::set<std::string> names, alike;  // of files and folders that are sent, and in lower case
  const auto add = [&](const std::string& name) {
    if (names.insert(name).second) alike.insert(base::lower_ascii(name));
  };
  for (const io::ManifestEntry* entry : changes.send) {
    add(entry->path);
    for (const std::string& folder : folders_above(entry->path)) add(folder);
  }
  const auto is_alike = [&](const std::string& name) {
    return !names.contains(name) && alike.contains(base::lower_ascii(name));
  };
  for (const std::string& path : changes.remove) {
    bool is_one = is_alike(path);
    for (std::string& folder : folders_above(path)) {
      if (!is_alike(folder)) continue;
      is_one = true;
      found.folders.insert(std::move(folder));
    }
    if (is_one) found.files.insert(path);
  }
}

/// With fewer pages a site may well get all others at once.
constexpr size_t kPagesOfASite = 3;

/// By title; null for one that several pages have.
std::map<std::string_view, const Summary::Page*> by_title(const std::vector<Summary::Page>& pages) {
  std::map<std::string_view, const Summary::Page*> found;
  for (const Summary::Page& page : pages) {
    const auto [at, is_first] = found.try_emplace(page.title, &page);
    if (!is_first) at->second = nullptr;
  }
  return found;
}

}  // namespace

Changes compare(const Record& on_host, const io::Manifest& site) {
  Changes changes;
  const auto stays = [&](const std::string& path) { return has(site, path); };
  for (const io::ManifestEntry& entry : site.entries) {
    const auto there = on_host.files.find(entry.path);
    const bool is_known = there != on_host.files.end() && !on_host.pending.contains(entry.path);
    if (is_known && there->second.sha256 == entry.sha256 && there->second.size == entry.size) continue;
    changes.send.push_back(&entry);
    if (!on_host.owns(entry.path)) changes.fresh.push_back(entry.path);
  }
  std::stable_sort(changes.send.begin(), changes.send.end(),
                   [](const auto* a, const auto* b) { return a->file_class < b->file_class; });
  for (const auto& [path, entry] : on_host.files) {
    if (!stays(path)) changes.remove.push_back(path);
  }
  for (const std::string& path : on_host.pending) {
    if (!stays(path) && !on_host.files.contains(path)) changes.remove.push_back(path);
  }
  std::sort(changes.remove.begin(), changes.remove.end());
  return changes;
}

InPlace find_in_place(const Changes& changes) {
  InPlace found;
  if (changes.remove.empty()) return found;
  find_alike(changes, found);
  const std::vector<std::string>& gone = changes.remove;  // sorted
  for (const io::ManifestEntry* entry : changes.send) {
    const std::string& path = entry->path;
    for (std::string& above : folders_above(path)) {
      if (std::binary_search(gone.begin(), gone.end(), above)) found.files.insert(std::move(above));
    }
    const std::string below = path + "/";
    auto at = std::lower_bound(gone.begin(), gone.end(), below);
    for (; at != gone.end() && at->starts_with(below); at++) {
      found.files.insert(*at);
      for (size_t slash = at->rfind('/'); slash != std::string::npos && slash >= path.size();
           slash = at->rfind('/', slash - 1))
        found.folders.insert(at->substr(0, slash));
    }
  }
  return found;
}

Summary summarise(const Changes& changes, const Record& on_host,
                  const std::set<const io::ManifestEntry*>& arrived) {
  Summary summary;
  for (const io::ManifestEntry* entry : changes.send) {
    if (!arrived.contains(entry)) {
      summary.bytes_sent += entry->size;
      summary.files_sent++;
    }
    if (!is_page(*entry)) continue;
    // One that is in doubt and not on the record was on its way when a first publication of it broke off.
    const bool is_new = !on_host.files.contains(entry->path);
    (is_new ? summary.added : summary.changed).push_back({entry->title, entry->path});
  }
  for (const std::string& path : changes.remove) {
    const auto at = on_host.files.find(path);
    if (at != on_host.files.end() && is_page(at->second)) summary.removed.push_back({at->second.title, path});
  }
  summary.files_removed = changes.remove.size();
  return summary;
}

std::vector<MovedPage> moved_pages(const Summary& summary) {
  std::vector<MovedPage> moved;
  const auto added = by_title(summary.added);
  for (const auto& [title, from] : by_title(summary.removed)) {
    const auto to = added.find(title);
    if (from != nullptr && to != added.end() && to->second != nullptr)
      moved.push_back({from->title, from->path, to->second->path});
  }
  return moved;
}

bool is_another_site(const Record& on_host, const io::Manifest& site) {
  const bool is_known = std::any_of(site.entries.begin(), site.entries.end(), [&](const auto& entry) {
    return is_page(entry) && on_host.owns(entry.path);
  });
  const auto pages = std::count_if(on_host.files.begin(), on_host.files.end(),
                                   [](const auto& file) { return is_page(file.second); });
  return !is_known && static_cast<size_t>(pages) >= kPagesOfASite;
}

}  // namespace herald::publish
