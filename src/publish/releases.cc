#include "publish/releases.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace herald::publish {
namespace {

/// So many publications stay.
constexpr size_t kReleasesMax = 3;
/// A longer number is none of ours; one of this length can be counted on from.
constexpr size_t kDigitsMax = 18;

/// The number of a release by its folder's name; 0 for any other name.
uint64_t number_of(std::string_view name) {
  uint64_t number = 0;
  if (name.empty() || name.size() > kDigitsMax || name[0] == '0') return 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

}  // namespace

Releases read_releases(std::span<const HostEntry> entries, std::string_view live) {
  const std::string temporary = temporary_place_of("");
  Releases releases;
  for (const HostEntry& entry : entries) {
    const bool is_half = entry.name.starts_with(temporary);
    const uint64_t number = number_of(std::string_view(entry.name).substr(is_half ? temporary.size() : 0));
    if (number == 0) continue;
    releases.next = std::max(releases.next, number + 1);
    if (!entry.folder) continue;
    if (!is_half) releases.whole.push_back(number);
    if (is_half && entry.name != live) releases.halves.push_back(entry.name);
  }
  std::sort(releases.whole.begin(), releases.whole.end());
  return releases;
}

std::vector<uint64_t> releases_to_remove(const Releases& releases, std::string_view live) {
  std::vector<uint64_t> old = releases.whole;
  std::erase(old, number_of(live));
  const size_t kept = kReleasesMax - (old.size() < releases.whole.size() ? 1 : 0);
  old.resize(old.size() - std::min(old.size(), kept));
  return old;
}

std::string release_in(std::string_view link, std::string_view releases) {
  bool is_in_releases = false;
  for (const std::string_view part : base::split(link, '/')) {
    if (part.empty() || part == ".") continue;
    if (is_in_releases) return std::string(part);
    is_in_releases = part == releases;
  }
  return {};
}

}  // namespace herald::publish
