#pragma once
// JSON Schemas of the kinds that a site defines or adds fields to, for the editors that its clerks write
// with.

#include <string>

#include "base/diagnostics.h"
#include "io/files.h"
#include "model/config.h"

namespace herald::build {

/// Writes `site_folder`/.herald/schema/KIND.schema.json for each kind that `kinds` of site.json defines or
/// extends; those of other kinds come with the manual. Files that are as they should be are left alone.
base::Status write_kind_schemas(io::Disk& disk, const std::string& site_folder, const model::Config& config);

}  // namespace herald::build
