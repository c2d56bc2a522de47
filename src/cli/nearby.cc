#include "cli/nearby.h"

#include <filesystem>
#include <system_error>

#include "cli/terminal.h"

namespace herald::cli {
namespace {

namespace fs = std::filesystem;

bool has_site(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "site.json", ignored);
}

/// The nearest folder above that has a site.json; an empty path when none has.
fs::path site_above(const fs::path& folder) {
  std::error_code failed;
  for (fs::path at = fs::canonical(folder, failed); !failed && at.has_relative_path();) {
    at = at.parent_path();
    if (has_site(at)) return at;
  }
  return {};
}

/// The first folder right in this one, by name, that has a site.json; an empty path when none has.
fs::path site_below(const fs::path& folder) {
  fs::path first;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const fs::path& path = at->path();
    const bool is_hidden = path.filename().native().starts_with('.');
    if (!is_hidden && (first.empty() || path < first) && has_site(path)) first = path;
  }
  return first;
}

}  // namespace

std::optional<base::Diagnostic> site_nearby(const std::string& folder) {
  if (has_site(folder)) return std::nullopt;
  fs::path nearby = site_above(folder);
  if (nearby.empty()) nearby = site_below(folder).lexically_normal();
  if (nearby.empty()) return std::nullopt;
  return base::failure(base::Code::SiteNearby, {}, {nearby.string(), as_word(nearby.string())});
}

}  // namespace herald::cli
