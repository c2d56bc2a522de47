#pragma once
// The folder NAME.releases beside a site's folder NAME that is a link: its publications, each a folder that
// is called by its number. One that is not whole yet has a temporary name, so that no other is ever taken for
// it, wherever the link leads. Pure functions of names; hosts list, make and remove. For this module alone.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "publish/host.h"

namespace herald::publish {

/// So often the live release is looked through again when something in it is gone as soon as it was seen:
/// somebody's upload got its name in that moment.
inline constexpr int kLooksMax = 3;

/// What stands in a folder of releases.
struct Releases {
  std::vector<uint64_t> whole;      ///< The numbers of the folders that were published, ascending.
  std::vector<std::string> halves;  ///< The names of the folders that killed runs left.
  uint64_t next = 1;                ///< The number of the next publication: above all that is there.
};

/// Reads what a host lists of a folder of releases. `live`, the name of the folder in it that the site's link
/// leads to, is never one of the halves.
Releases read_releases(std::span<const HostEntry> entries, std::string_view live);

/// The numbers of the publications that have had their time: all but the last three. `live` stays, too, until
/// the publication after that which replaces it: an administrator may have gone back to it by hand.
std::vector<uint64_t> releases_to_remove(const Releases& releases, std::string_view live);

/// The name of the folder in `releases` (the last part of its path) that the text of a link leads to, or
/// into: "3" of "web.releases/3/". Empty when it does neither, or over another link.
std::string release_in(std::string_view link, std::string_view releases);

/// What ends a publication while which somebody made the link `root` lead elsewhere: that is his to decide.
inline Outcome link_changed(const std::string& root) {
  return {Trouble::Refused, root + ": somebody made this link lead elsewhere meanwhile"};
}

}  // namespace herald::publish
