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
  // Some file systems list the newest first, which makes std::sort slow.
  std::stable_sort(listing.files.begin(), listing.files.end(),
                   [](const FileInfo& a, const FileInfo& b) { return a.path < b.path; });
}

}  // namespace herald::io
