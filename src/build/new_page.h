#pragma once
// `herald new`: a page of a kind at its place in a site, with what such a page needs.

#include <string>

#include "base/date.h"
#include "base/diagnostics.h"
#include "io/files.h"

namespace herald::build {

/// What is to be made.
struct NewPage {
  std::string site_folder = ".";
  std::string kind;  ///< Its name or Chinese label.
  std::string title;
  std::string edition;  ///< "2026"; empty: the site's current one, else the latest year in content/.
  base::Date today;
  base::Language language = base::Language::Chinese;  ///< Of the keys in the head.
};

/// Writes the page and returns its path below the site's folder. Nothing when there was an error: the folder
/// is missing, `kind-unknown` (with "did you mean"), `page-exists`, or writing failed. No file is ever
/// overwritten.
std::string new_page(io::Disk& disk, const NewPage& page, base::Diagnostics& diagnostics);

}  // namespace herald::build
