#pragma once
// Themes: a folder with theme.json, templates/, assets/ and strings/, or the default one inside the program.

#include <span>
#include <string_view>

#include "base/diagnostics.h"
#include "io/files.h"
#include "model/site.h"

namespace herald::build {

/// A file that was put into the program when it was built.
struct EmbeddedFile {
  std::string_view path;  ///< "templates/base.html", relative to themes/default.
  std::string_view bytes;
};

/// The default theme, by path. Made from themes/default by generate/embed.cc.
std::span<const EmbeddedFile> embedded_theme();

/// Loads themes/<name>/ below `site_folder`, by site.json's `theme`; when there is no such folder and the
/// name is "default", the embedded one. A theme.json with `"extends": "default"` takes what it lacks from the
/// embedded theme. Adds `theme-missing` (with the themes that exist), and what reading its files adds.
model::Theme load_theme(const io::Disk& disk, const std::string& site_folder, const model::Config& config,
                        base::Diagnostics& diagnostics);

}  // namespace herald::build
