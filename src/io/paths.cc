#include "io/paths.h"

#include <algorithm>

namespace herald::io {

std::string joined(std::string_view folder, std::string_view name) {
  if (folder.empty() || folder == ".") return std::string(name);
  std::string path(folder);
  if (!path.ends_with('/')) path += '/';
  return path += name;
}

std::string_view folder_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, std::max<size_t>(slash, 1));
}

bool is_within(std::string_view path, std::string_view folder) {
  if (folder.empty()) return !path.starts_with('/') && path != ".." && !path.starts_with("../");
  if (folder == "/") return path.starts_with('/');
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::vector<std::string> skipped_paths(const std::string& root, const std::vector<std::string>& skip) {
  std::vector<std::string> paths;
  const std::string base = normalise_path(root);
  for (const std::string& entry : skip) {
    const std::string path = normalise_path(entry);
    if (!path.starts_with('/')) paths.push_back(normalise_path(joined(base, path)));
    if (path.starts_with('/') || is_within(path, base)) paths.push_back(path);
  }
  return paths;
}

void sort_by_path(Listing& listing) {
  const auto is_before = [](const FileInfo& a, const FileInfo& b) { return a.path < b.path; };
  // What a walk has found is sorted folder by folder: such stretches are merged, two and two.
  std::vector<std::ptrdiff_t> ends;  // where they end
  const auto begin = listing.files.begin();
  for (auto at = begin; at != listing.files.end(); ends.push_back(at - begin)) {
    at = std::is_sorted_until(at, listing.files.end(), is_before);
  }
  while (ends.size() > 1) {
    size_t left = 0;
    std::ptrdiff_t from = 0;
    for (size_t i = 0; i < ends.size(); i += 2) {
      const std::ptrdiff_t to = ends[std::min(i + 1, ends.size() - 1)];
      std::inplace_merge(begin + from, begin + ends[i], begin + to, is_before);
      ends[left++] = from = to;
    }
    ends.resize(left);
  }
}

}  // namespace herald::io
