#pragma once
// What a whole edition holds, gathered from its pages: the merged events, slogans, materials, deadlines,
// hotlines. Typed views over an assembled Site; plain data with page ids, so that templates, feeds and
// calendars share them.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/diagnostics.h"
#include "campaign/archives.h"
#include "model/plan.h"
#include "model/site.h"
#include "value/value.h"

namespace herald::campaign {

/// One of several times that an event is held.
struct SessionView {
  /// "2026-06-08", of two on one day "2026-06-08T14:00", of 6月中旬 "2026-06-11--2026-06-20": stays when
  /// others change.
  std::string key;
  base::Date date, end_date;
  bool fuzzy = false;                      ///< As in EventView.
  base::Date sure_until;                   ///< As in EventView.
  int start_minute = -1, end_minute = -1;  ///< -1: not stated.
  std::string date_text, time_text;        ///< To be shown: as written, or made from the numbers.
  std::string venue, note;                 ///< Where they differ from the event's.
  std::vector<std::string> extra;          ///< Likewise.
};

/// An event, wherever it stands.
struct EventView {
  std::string id;  ///< Stable: the page's id, or "<schedule page id>#<date>-<slug of the title>".
  std::string title;
  base::Date date, end_date;  ///< end_date equals date for one day.
  /// The days are the first and the last that vague words may mean: 6月中旬, 6月1日至12月底. When both are
  /// one day, it is known as the last alone: 6月20日前.
  bool fuzzy = false;
  /// Of a fuzzy one that begins on a known day, the first day that may be its last; else no date.
  base::Date sure_until;
  int start_minute = -1, end_minute = -1;  ///< -1: not stated.
  bool all_day = false;
  std::vector<SessionView> sessions;  ///< By time, two at least; empty for an event that is held once. The
                                      ///< times above are then those of the first, end_date of the last.
  std::string date_text, time_text;   ///< To be shown: as written where it is fuzzy.
  std::string mode;                   ///< offline, online, mixed: as it is held now
  std::string status;                 ///< scheduled, postponed, moved-online, cancelled, done
  std::string venue, address;         ///< Where it is held now: empty when it was moved online.
  std::string former_venue;  ///< Where one that was moved online would have been held, with the address.
  std::string organiser, note, key_day;
  int64_t capacity = -1;  ///< -1: not stated.
  std::vector<std::string> co_organisers, audience;
  std::vector<std::string> extra;  ///< What its row says in columns of another name: "带队领导：王某".
  model::PageId page = model::kNone;      ///< Its own page.
  model::PageId schedule = model::kNone;  ///< The schedule it stands in; its card there has the id `anchor`.
  std::string anchor;
  uint32_t table = model::kNone;  ///< The CSV file that it stands in: an index into Site::tables.
};

/// Whether the day on which an event or session begins is known.
template <class View>
bool is_day_known(const View& view) {
  return !view.fuzzy || view.sure_until;
}

/// The day by which it is sorted: its first; where that is not known, the latest.
template <class View>
base::Date order_day(const View& view) {
  return is_day_known(view) ? view.date : view.end_date;
}

/// When something of an event takes place: the event, or one of its sessions.
struct Occurrence {
  uint32_t event = 0;               ///< Index into EditionView::events.
  uint32_t session = model::kNone;  ///< Index into its sessions.
};

/// A slogan, wherever it stands.
struct SloganView {
  std::string text, group, anchor;
  std::string kind;  ///< "theme" where it is the campaign's theme, else "general".
  int number = 0;
  uint32_t characters = 0;
  model::PageId page = model::kNone;
};

/// What somebody owes by a day.
struct DeadlineView {
  std::string due_text;  ///< As written when fuzzy, else empty.
  base::Date due;        ///< The latest day.
  bool fuzzy = false;    ///< Earlier days may be meant: 7月上旬, but not 7月5日前.
  int minute = -1;
  std::string who, to, via;
  std::string spec;  ///< What it must be like: as the deadline says it, else of the plan's deliverables.
  std::vector<std::string> what;
  model::PageId page = model::kNone;
  model::PageId form = model::kNone;       ///< The form that is asked for, where there is one of its name.
  std::vector<model::PageId> repeated_on;  ///< Pages that name it again: the plan that a notice issues.
};

/// A number to call, a mailbox, or another way to reach somebody.
struct ContactView {
  std::string name, number, tel, email, role, purpose, hours, area, address;
  std::string kind;  ///< hotline, office, mailbox, miniapp, account, website
  std::string channel, link;  ///< 微信小程序“清波随手拍”, and the address that it is found under, absolute.
  int anonymous = -1;              ///< 1 yes, 0 no, -1 not said.
  std::vector<std::string> extra;  ///< As in EventView.
  model::PageId page = model::kNone;
};

/// Everything of one edition.
struct EditionView {
  std::vector<EventView> events;        ///< By order_day, start, title; behind known days those that are not.
  std::vector<Occurrence> occurrences;  ///< Of all events, in the same order.
  std::vector<SloganView> slogans;      ///< In the order of pages and lists.
  std::vector<model::PageId> materials;
  std::vector<model::PageId> forms;
  std::vector<ArchiveView> archives;
  std::vector<DeadlineView> deadlines;    ///< By day.
  std::vector<ContactView> contacts;      ///< Hotlines first.
  size_t key_event = SIZE_MAX;            ///< Index into events of the first one with a key day.
  model::PageId schedule = model::kNone;  ///< The first schedule page.
};

/// The views of all editions, by EditionId, and of the site.
struct Views {
  std::vector<EditionView> editions;
  model::PageId report = model::kNone;  ///< The page with `purpose: report`.
};

/// Gathers the views. Events of tables and of pages are one when their id, or date and title, agree; fields
/// that differ add `event-differs` (the page wins). Adds `key-day-unknown`, `event-undated`,
/// `link-not-an-event`, `share-expired`, `archive-too-large` …
Views gather(const model::Site& site, base::Diagnostics& diagnostics);

/// A hash of all that a view shows, for the incremental build; `page_names` (by PageId) says what pages are
/// called from build to build.
uint64_t hash_of(const EventView& view, std::span<const uint64_t> page_names);
/// See above.
uint64_t hash_of(const SloganView& view, std::span<const uint64_t> page_names);
/// See above.
uint64_t hash_of(const DeadlineView& view, std::span<const uint64_t> page_names);
/// See above.
uint64_t hash_of(const ContactView& view, std::span<const uint64_t> page_names);

/// Which lists of an edition hold something: what the plan wants to know.
model::HeldLists held_lists(const EditionView& view);
/// The same of all editions, by EditionId, with the names of their archives.
std::vector<model::EditionNeeds> edition_needs(const Views& views);

}  // namespace herald::campaign
