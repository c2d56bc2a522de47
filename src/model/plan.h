#pragma once
// Every file that will exist, known before any is made: path collisions, progress and stale files come from
// it.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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
  DataJson,       ///< subject: EditionId; number: DataList; events.json and its like
  DataCsv,        ///< the same list as a table
  Archive,        ///< subject: EditionId; number: index into the edition's archives; a ZIP of materials
  DeadlineBoard,  ///< subject: EditionId; deadlines.html, where the theme has a template for it
  FormSchema,     ///< subject: PageId; the JSON Schema of a form's returns
  FormTable,      ///< subject: PageId; the header row of a table of a form's returns
  SectionAtom,    ///< subject: SectionId; feed.xml of its pages
  SectionFeed,    ///< subject: SectionId; feed.json of its pages
  Term,           ///< subject: TermId; number: page of the list, from 1
  TermAtom,       ///< subject: TermId; feed of its pages, beside it: "she-qu.xml"
  TermFeed,       ///< subject: TermId; "she-qu.json"
  TermList,       ///< subject: EditionId; number: Taxonomy; the page of all its terms
  Years,          ///< the page of all editions
  Portal,         ///< portal.json, the card of the site and its current campaign
  Redirect,       ///< subject: index into Site::redirects; a page that leads on
  RedirectTable,  ///< _redirects
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

/// The lists of an edition that are published as data, each as JSON and as a table.
enum class DataList : uint8_t { Events, Slogans, Materials, Contacts, Deadlines, Forms };
inline constexpr size_t kDataListCount = 6;
/// "events", … as in the names of the files.
std::string_view name_of(DataList list);

/// Which lists of an edition hold something, by DataList. The plan has never heard of events or slogans:
/// campaign::held_lists tells.
using HeldLists = std::array<bool, kDataListCount>;

/// The names of an edition's archives of materials, without ".zip": "all" and one a topic.
using ArchiveNames = std::vector<std::string>;

/// What the plan has to be told of each edition.
struct EditionNeeds {
  HeldLists held = {};
  ArchiveNames archives;
};

/// How many entries one page of a section's list shows.
inline constexpr uint32_t kListSize = 20;

/// Lists the outputs of `site`. Two for one path add `duplicate-url` (naming both pages); the first in path
/// order keeps it. An old address in the place of something else adds `redirect-taken`. `needs` is by
/// EditionId; editions beyond its end have no lists and no archives.
OutputPlan plan_outputs(const Site& site, base::Diagnostics& diagnostics,
                        std::span<const EditionNeeds> needs = {});

/// The path of a list's file, without its ending: "2026/events".
std::string data_path(const Edition& edition, DataList list);

/// The path of an archive of materials: "2026/materials/all.zip".
std::string archive_path(const Edition& edition, std::string_view name);
/// The path of the board of deadlines: "2026/deadlines.html".
std::string deadline_board_path(const Edition& edition);
/// Whether the theme has a template for the board of deadlines.
bool has_deadline_board(const Site& site);
/// Whether there is something to fill in on the form `page`: then it has a schema and a table.
bool is_fillable(const ParsedPage& page);

/// Whether the site has a site map and JSON feeds: all addresses in them are whole ones (sitemaps.org; JSON
/// Feed 1.1, which knows no base for others), and `url` of site.json is needed to make them. In Atom feeds
/// and calendars an address may be relative (RFC 4287 §2, RFC 3986 §5.1.3) or absent.
bool has_whole_addresses(const Config& config);
/// Whether `section` has feeds of its own: it is shown and a page of it carries a date.
bool has_feed(const Site& site, const Section& section);
/// The path of a file beside a section's list: "2026/notices/feed.xml".
std::string beside_list(const Section& section, std::string_view name);

/// Whether a term has feeds: a page of it carries a date.
bool has_feed(const Site& site, const Term& term);
/// The path of a term's feed; `ending` is ".xml" or ".json".
std::string feed_path(const Term& term, std::string_view ending);

/// How many pages the list of `term` has, at least 1.
uint32_t list_count(const Term& term);
/// The indexes into Term::pages, half-open, of page `number` (from 1).
std::pair<size_t, size_t> list_range(const Term& term, uint32_t number);
/// Its path: "2026/tags/a.html", "2026/tags/a-2.html".
std::string list_path(const Term& term, uint32_t number);

/// How many pages the list of `section` has, at least 1. Notices, news, events and plain pages are cut by
/// kListSize; the other kinds are libraries that are looked through as a whole and have one page.
uint32_t list_count(const Section& section);

/// The indexes into Section::pages, half-open, that page `number` (from 1) of the list shows.
std::pair<size_t, size_t> list_range(const Section& section, uint32_t number);

/// The path of page `number` (from 1) of a section's list: "2026/notices/index.html",
/// "2026/notices/index-2.html".
std::string list_path(const Section& section, uint32_t number);

}  // namespace herald::model
