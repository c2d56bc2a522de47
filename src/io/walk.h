#pragma once
// The walk of a real folder. For this module alone.

#include <string>
#include <vector>

#include "io/files.h"

namespace herald::io {

/// Disk::walk on the machine's disk.
Listing walk_folder(const std::string& root, const std::vector<std::string>& skip,
                    base::Diagnostics& diagnostics);

}  // namespace herald::io
