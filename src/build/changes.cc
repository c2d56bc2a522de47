#include "build/changes.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace herald::build {
namespace {

/// "." is no part of paths.
std::string joined(const std::string& folder, std::string_view name) {
  return folder.empty() || folder == "." ? std::string(name) : folder + "/" + std::string(name);
}

io::FileInfo* find_file(io::Listing& listing, std::string_view path) {
  const auto at =
      std::lower_bound(listing.files.begin(), listing.files.end(), path,
                       [](const io::FileInfo& file, std::string_view wanted) { return file.path < wanted; });
  return at != listing.files.end() && at->path == path ? &*at : nullptr;
}

/// Calls `each(path)` for the files that are in one listing only, or whose stamps differ or are not to be
/// relied on; `came_or_went` says the first.
template <class Each>
void each_difference(const io::Listing& before, const io::Listing& now, std::string_view folder,
                     const std::set<std::string>& unsettled, const Each& each) {
  auto old = before.files.begin();
  auto next = now.files.begin();
  while (old != before.files.end() || next != now.files.end()) {
    if (next == now.files.end() || (old != before.files.end() && old->path < next->path)) {
      each(old++->path, true);
    } else if (old == before.files.end() || next->path < old->path) {
      each(next++->path, true);
    } else {
      const bool same = old->stamp == next->stamp && !unsettled.contains(std::string(folder) + next->path);
      if (!same) each(next->path, false);
      ++old, ++next;
    }
  }
}

void note_content(const std::string& path, bool came_or_went, Changes& changes) {
  changes.touched.push_back(path);
  changes.content = changes.content || came_or_went || !is_page_file(path);
  changes.history = changes.history || path == "history.json";
}

}  // namespace

void KnownInputs::learn(const io::Disk& disk, const Folders& folders, const Options& options) {
  inputs_ = list_inputs(disk, folders, options);
  find_unsettled();
  find_doubles();
}

void KnownInputs::find_unsettled() {
  unsettled_.clear();
  for (const Input& input : stamps_of(inputs_)) {
    if (input.stamp == 0) unsettled_.insert(input.path);
  }
}

void KnownInputs::find_doubles() {
  std::vector<uint64_t> stamps;
  for (const io::Listing* listing : {&inputs_.content, &inputs_.assets, &inputs_.themes}) {
    for (const io::FileInfo& file : listing->files) stamps.push_back(file.stamp);
  }
  if (inputs_.config) stamps.push_back(inputs_.config->stamp);
  std::sort(stamps.begin(), stamps.end());
  has_doubles_ = std::adjacent_find(stamps.begin(), stamps.end()) != stamps.end();
}

std::vector<Input> KnownInputs::stamps() const {
  std::vector<Input> stamps = stamps_of(inputs_);
  for (Input& input : stamps) {
    if (unsettled_.contains(input.path)) input.stamp = 0;
  }
  return stamps;
}

Changes KnownInputs::update(const io::Disk& disk, const Folders& folders, const Options& options,
                            const std::optional<std::vector<std::string>>& paths) {
  Changes changes;
  bool is_enough = paths.has_value() && !has_doubles_;
  for (size_t i = 0; is_enough && i < paths->size(); i++)
    is_enough = note(disk, folders, options, (*paths)[i], changes);
  if (!is_enough) {
    const Inputs before = std::exchange(inputs_, list_inputs(disk, folders, options));
    compare(before, unsettled_, changes);  // Beside what was noted, which looks unchanged by now.
    find_unsettled();
    find_doubles();
  }
  std::sort(changes.touched.begin(), changes.touched.end());
  changes.touched.erase(std::unique(changes.touched.begin(), changes.touched.end()), changes.touched.end());
  // From here on `unsettled_` knows; the next files are looked at in another moment.
  inputs_.begun_ns = 0;
  return changes;
}

void KnownInputs::compare(const Inputs& before, const std::set<std::string>& unsettled,
                          Changes& changes) const {
  each_difference(
      before.content, inputs_.content, "content/", unsettled,
      [&](const std::string& path, bool came_or_went) { note_content(path, came_or_went, changes); });
  each_difference(before.assets, inputs_.assets, "assets/", unsettled,
                  [&](const std::string&, bool) { changes.assets = true; });
  each_difference(before.themes, inputs_.themes, "themes/", unsettled,
                  [&](const std::string&, bool) { changes.theme = true; });
  changes.config = changes.config || before.config.has_value() != inputs_.config.has_value() ||
                   (inputs_.config && before.config->stamp != inputs_.config->stamp) ||
                   unsettled.contains("site.json");
}

/// Notes one path that may have changed. False when only a walk can tell: it is not known, or it is no file
/// any more.
bool KnownInputs::note(const io::Disk& disk, const Folders& folders, const Options& options,
                       const std::string& path, Changes& changes) {
  if (io::is_hidden(path)) return true;
  if (path == "site.json") {
    changes.config = true;
    return true;  // Everything is read again.
  }
  if (path == "content" || path == "assets" || path == "themes") return false;
  struct Part {
    std::string_view prefix;
    std::string folder;
    std::string_view name;  ///< In the log.
    io::Listing& listing;
    bool Changes::*changed;
  };
  const Part parts[] = {
      {"themes/", joined(folders.site, "themes"), "themes/", inputs_.themes, &Changes::theme},
      {"assets/", folders.assets, "assets/", inputs_.assets, &Changes::assets},
      {folders.content_prefix, folders.content, "content/", inputs_.content, nullptr}};
  for (const Part& part : parts) {
    if (!path.starts_with(part.prefix)) continue;
    const std::string below = path.substr(part.prefix.size());
    io::FileInfo* known = find_file(part.listing, below);
    if (known == nullptr) return false;
    auto info = disk.stat(joined(part.folder, below));
    if (!info || info->directory) return false;
    info->path = below;
    *known = std::move(*info);
    // A link may have taken its place: from now on two names lead to one file.
    const uint64_t stamp = known->stamp;
    const auto of_this_stamp = std::count_if(part.listing.files.begin(), part.listing.files.end(),
                                             [&](const io::FileInfo& file) { return file.stamp == stamp; });
    has_doubles_ = has_doubles_ || of_this_stamp > 1;
    const std::string name = std::string(part.name) + below;
    if (reliable_stamp(*known, options.clock_ns) == 0) {
      unsettled_.insert(name);
    } else {
      unsettled_.erase(name);
    }
    if (part.changed != nullptr) {
      changes.*part.changed = true;
    } else {
      note_content(below, false, changes);
    }
    return true;
  }
  return true;  // Neither content nor theme: a read-me beside them.
}

}  // namespace herald::build
