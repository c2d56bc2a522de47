#pragma once
// A small new site that builds: what `herald init` writes.

#include <cstddef>
#include <string>

#include "base/diagnostics.h"
#include "io/files.h"

namespace herald::build {

/// Writes a small site for the campaign of `year` into `folder`, which must be missing or empty
/// (`init-not-empty`). Returns how many files.
size_t init(io::Disk& disk, const std::string& folder, int year, base::Diagnostics& diagnostics);

}  // namespace herald::build
