#pragma once
// Who runs a command in the wrong folder is told where the site may be.

#include <optional>
#include <string>

#include "base/diagnostics.h"

namespace herald::cli {

/// The note `site-nearby` when `folder` has no site.json and another has: the nearest one above it, else the
/// first one right in it. Looks at names on the disk alone.
std::optional<base::Diagnostic> site_nearby(const std::string& folder);

}  // namespace herald::cli
