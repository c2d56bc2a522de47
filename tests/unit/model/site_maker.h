#pragma once
// Small sites for tests: a map from content path to the whole text of a page, and lists of other files.

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/plan.h"
#include "model/site.h"

namespace herald::model {

struct SiteDrawing {
  std::map<std::string, std::string> pages;  ///< "2026/notices/a.md" -> "---\ntitle: A\n---\n[b](b.md)"
  std::vector<std::string> files = {};       ///< Below content/.
  std::vector<std::string> assets = {};      ///< Below assets/.
  std::string config = {};                   ///< site.json; empty: none.
  std::string now = "2026-06-10T10:00";
  bool drafts = false;
  std::string history = {};                 ///< content/history.json; empty: none.
  std::vector<std::string> templates = {};  ///< Names of the theme's templates.
};

/// A site and what was told while it was made.
struct DrawnSite {
  Site site;
  base::Diagnostics diagnostics;

  PageId page(const std::string& path) const;
  const Page& at(const std::string& path) const { return site.pages[page(path)]; }
  const ContentFile& file(const std::string& path) const { return site.files[site.file_by_path.find(path)]; }
  /// The shown pages of a section, by their paths below it, in order: "b.md a.md".
  std::string members(const std::string& section) const;
};

DrawnSite draw(const SiteDrawing& drawing);

/// Each diagnostic as "path:line:column code(argument|argument)", its notes behind " + ".
std::vector<std::string> lines_of(const base::Diagnostics& diagnostics);

/// The paths of a plan, in order.
std::vector<std::string> paths_of(const OutputPlan& plan);

}  // namespace herald::model

/// Lists of texts in messages of failed checks, one a line.
template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += "\n    " + line;
    return out.c_str();
  }
};
