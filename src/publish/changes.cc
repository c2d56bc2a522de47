#include "publish/changes.h"

#include <algorithm>

namespace herald::publish {
namespace {

/// Whether editors know it as a page: 404.html has no title.
bool is_page(const io::ManifestEntry& entry) {
  return entry.file_class == io::FileClass::Page && !entry.title.empty();
}

}  // namespace

Changes compare(const Record& on_host, const io::Manifest& site) {
  Changes changes;
  for (const io::ManifestEntry& entry : site.entries) {
    const auto there = on_host.files.find(entry.path);
    const bool is_known = there != on_host.files.end() && !on_host.pending.contains(entry.path);
    if (is_known && there->second.sha256 == entry.sha256 && there->second.size == entry.size) continue;
    changes.send.push_back(&entry);
    if (!on_host.owns(entry.path)) changes.fresh.push_back(entry.path);
  }
  std::stable_sort(changes.send.begin(), changes.send.end(),
                   [](const auto* a, const auto* b) { return a->file_class < b->file_class; });
  const auto stays = [&](const std::string& path) {
    const auto at =
        std::lower_bound(site.entries.begin(), site.entries.end(), path,
                         [](const auto& entry, const std::string& key) { return entry.path < key; });
    return at != site.entries.end() && at->path == path;
  };
  for (const auto& [path, entry] : on_host.files) {
    if (!stays(path)) changes.remove.push_back(path);
  }
  for (const std::string& path : on_host.pending) {
    if (!stays(path) && !on_host.files.contains(path)) changes.remove.push_back(path);
  }
  std::sort(changes.remove.begin(), changes.remove.end());
  return changes;
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

}  // namespace herald::publish
