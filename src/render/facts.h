#pragma once
// What the reads of a render are of, as facts with values: the one place that knows what a page's text, its
// metadata, a list or a string is worth to the incremental build.

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "campaign/views.h"
#include "graph/facts.h"
#include "graph/reads.h"
#include "model/site.h"

namespace herald::render {

/// What a fact is about, for people.
enum class FactKind : uint8_t {
  Body,        ///< the text of a page
  Metadata,    ///< its title, dates and other fields, and when the history says that it changed
  Address,     ///< where a page is
  Versions,    ///< which page replaces a page
  Neighbours,  ///< the pages before and behind it
  PageFiles,   ///< the files beside it
  PageEvent,   ///< its event
  PageDeadlines,
  PageTerms,    ///< its audiences, topics, weeks and tags
  Section,      ///< which pages a section lists
  SectionFeed,  ///< whether a section has a feed
  Notices,
  Plans,
  News,
  Slogans,
  Materials,
  Forms,
  Contacts,
  Events,
  Deadlines,
  Hotlines,
  Archives,      ///< the ZIPs of an edition: their names, and what each holds
  EditionPages,  ///< which pages an edition holds
  AllPages,      ///< which pages the site holds
  Editions,      ///< which editions there are
  Term,          ///< which pages have an audience, a topic, a week or a tag
  Terms,         ///< which of them an edition has
  Day,           ///< the day of the build
  Minute,        ///< its minute
  Template,
  Asset,
  File,
  String,
};
inline constexpr size_t kFactKindCount = static_cast<size_t>(FactKind::String) + 1;

/// The facts of a site. Made once a build; then only read, by any number of threads.
class Facts {
 public:
  /// `site` and `views` must outlive it.
  Facts(const model::Site& site, const campaign::Views& views);
  /// Those that an earlier build found (graph::Log::facts), of the site as it was then. Its names are
  /// borrowed.
  Facts(const model::Site& site, const graph::FactSet& found);
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  const graph::FactSet& set() const { return set_; }
  /// Values the facts of a page anew whose text, title or summary is another now, while nothing else of the
  /// site is: the session's.
  void renew_page(const model::Site& site, model::PageId page);
  /// The same when the minute is another one, of the same day.
  void renew_clock(const model::Site& site);
  /// The fact that a read is of; kNoFact for what no fact is needed for (site.json: it is a setting, which
  /// all outputs depend on).
  graph::FactId fact_of(const graph::Read& read) const;
  /// What a fact of this set, or of one that was made by the same program, is about.
  static FactKind kind_of(const graph::FactSet& set, graph::FactId fact) {
    return static_cast<FactKind>(set.group_of(fact));
  }

 private:
  graph::FactId id(FactKind kind, uint32_t subject) const;

  std::deque<std::string> made_names_;  ///< Names of subjects that stand nowhere else: never moved.
  graph::FactSet set_;
  std::unordered_map<uint32_t, uint32_t> strings_;  ///< detail_of(key) -> its place among the strings
};

}  // namespace herald::render
