#include "io/files.h"

#include <algorithm>

#include "base/utf8.h"

namespace herald::io {

std::string normalise_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::string out;
  size_t climbs_end = 0;  // what stands before it is "../.." and cannot be climbed out of
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." && out.size() > climbs_end) {
      const size_t slash = out.rfind('/');
      out.resize(slash == std::string::npos ? 0 : std::max(slash, climbs_end));
    } else if (part != ".." || !absolute) {
      if (!out.empty()) out += '/';
      out += part;
      if (part == "..") climbs_end = out.size();
    }
  }
  return absolute ? '/' + out : out;
}

bool is_hidden(std::string_view path) {
  constexpr std::string_view kThumbnails = "thumbs.db", kFolderView = "desktop.ini";
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('/'));
    if (name.starts_with('.') || name.starts_with("~$") || name.ends_with('~')) return true;
    if (name.size() == kThumbnails.size() && base::lower_ascii(name) == kThumbnails) return true;
    if (name.size() == kFolderView.size() && base::lower_ascii(name) == kFolderView) return true;
    path.remove_prefix(std::min(name.size() + 1, path.size()));
  }
  return false;
}

base::Result<std::string> join_below(std::string_view root, std::string_view relative) {
  const std::string path = normalise_path(relative);
  const bool climbs = path == ".." || path.starts_with("../");
  if (climbs || path.starts_with('/') || path.find('\0') != std::string::npos) {
    return base::failure(base::Code::PathOutside, "", {std::string(relative)});
  }
  std::string joined = normalise_path(root);
  if (!joined.empty() && !joined.ends_with('/') && !path.empty()) joined += '/';
  return joined + path;
}

}  // namespace herald::io
