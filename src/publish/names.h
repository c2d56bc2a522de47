#pragma once
// Which names a host can take, looked at before anything is sent. For this module alone.

#include <string_view>

#include "base/diagnostics.h"
#include "io/manifest.h"

namespace herald::publish {

/// Whose rules hold besides those of every host.
enum class NameRules : uint8_t {
  Any,
  Windows,  ///< A host with Windows, and archives that are unpacked on it.
};

/// The longest name of a file or folder, in bytes: file systems take 255, and temporary names are longer.
inline constexpr size_t kNameBytesMax = 240;

/// Adds `publish-name` for each file that cannot stand on the host: control characters, names that are too
/// long or herald's own and, with Windows' rules, what that system does not take, and names that differ in
/// capitals alone. `site` is sorted by path.
void check_names(const io::Manifest& site, NameRules rules, base::Diagnostics& diagnostics);

}  // namespace herald::publish
