#pragma once
// Every file that will exist, known before any is made: path collisions, progress and stale files come from
// it.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "model/site.h"

namespace herald::model {

enum class OutputKind : uint8_t {
  ThemeAsset,   ///< subject: index into Theme::assets
  SiteAsset,    ///< subject: index into Site::assets
  Attachment,   ///< subject: FileId
  Page,         ///< subject: PageId
  SectionList,  ///< subject: SectionId; number: page of the list, from 1
  EditionHome,  ///< subject: EditionId
  RootHome,     ///< subject: EditionId: the current edition's home again
  NotFound,
  Sitemap,
  Robots,
  AtomFeed,
  JsonFeed,
  Calendar,       ///< subject: EditionId; calendar.ics
  Deadlines,      ///< subject: EditionId; deadlines.ics
  EventCalendar,  ///< subject: PageId
  SlogansText,    ///< subject: EditionId
  Checksums,      ///< manifest.sha256, made by the driver from all others
};

/// One file of the output.
struct Output {
  std::string path;  ///< Relative to the output folder, '/'-separated.
  OutputKind kind = OutputKind::Page;
  uint32_t subject = kNone;
  uint32_t number = 0;
};

struct OutputPlan {
  std::vector<Output> outputs;  ///< Sorted by path; paths are unique, also when letters' case is ignored.
};

/// How many entries one page of a section's list shows.
inline constexpr uint32_t kListSize = 20;

/// Lists the outputs of `site`. Two for one path add `duplicate-url` (naming both pages); the first in path
/// order keeps it.
OutputPlan plan_outputs(const Site& site, base::Diagnostics& diagnostics);

/// How many pages the list of `section` has, at least 1. Notices, news, events and plain pages are cut by
/// kListSize; the other kinds are libraries that are looked through as a whole and have one page.
uint32_t list_count(const Section& section);

/// The indexes into Section::pages, half-open, that page `number` (from 1) of the list shows.
std::pair<size_t, size_t> list_range(const Section& section, uint32_t number);

/// The path of page `number` (from 1) of a section's list: "2026/notices/index.html",
/// "2026/notices/index-2.html".
std::string list_path(const Section& section, uint32_t number);

}  // namespace herald::model
