#include "campaign/events.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "base/hash.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "campaign/event_reading.h"
#include "campaign/words.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using model::Kind;
using model::kNone;
using model::LinkTarget;
using model::PageId;
using model::Site;
using value::Type;
using value::Value;

/// A title without what is written differently and means the same: blanks, quotation marks.
std::string same_title(std::string_view title) {
  std::string text = squeezed(title);
  for (const std::string_view mark : {"“", "”", "\"", "「", "」", "《", "》"})
    text = base::replace_all(text, mark, "");
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "、") + text;
  return all;
}

/// A page or CSV file whose records hold rows.
struct RowList {
  const model::ParsedPage* file = nullptr;
  std::string id;
  PageId page = kNone;     ///< A schedule,
  uint32_t table = kNone;  ///< or a CSV file.
};

class EventGatherer {
 public:
  EventGatherer(const Site& site, const model::Edition& edition, base::Diagnostics& diagnostics)
      : site_(site), edition_(edition), diagnostics_(diagnostics) {}

  std::vector<EventView> gather(const std::vector<PageId>& pages) {
    for (const PageId id : pages) {
      if (site_.parsed(id).kind == Kind::Event) add_page(id);
    }
    compare_pages();
    for (const PageId id : pages) {
      if (site_.parsed(id).kind != Kind::Schedule) continue;
      add_rows({&site_.parsed(id), site_.pages[id].id, id, kNone});
    }
    for (uint32_t i = 0; i < site_.tables.size(); i++) {
      const model::ParsedPage& table = *site_.tables[i];
      const bool here =
          edition_.name.empty() || std::string_view(table.path).starts_with(edition_.name + "/");
      if (here) add_rows({&table, table.path.substr(0, table.path.size() - 4), kNone, i});
    }
    settle_ids();
    const int year = model::year_of_path(edition_.name + "/");
    for (EventView& event : events_) settle_event(site_, year, event);
    const auto order = [](const EventView& event) {
      return std::pair(order_of(event), std::string_view(event.title));
    };
    std::stable_sort(events_.begin(), events_.end(),
                     [&](const EventView& a, const EventView& b) { return order(a) < order(b); });
    return std::move(events_);
  }

 private:
  void add_page(PageId id) {
    const model::ParsedPage& page = site_.parsed(id);
    const Value name = page.fields.get("key_day");
    const Value day = name.text_or_empty().empty() ? Value() : find_key_day(page, name);
    EventView event = event_of_page(site_, id, day.is(Type::Map) ? day.get("date") : Value());
    if (event.date) {
      if (day.is(Type::Map)) compare_key_day(event, day.get("date"));
      events_.push_back(std::move(event));
    } else if (!name.text_or_empty().empty()) {
      diagnostics_.add(base::Code::EventUndated, place_of_value(page, name),
                       {page.title, std::string(name.text_or_empty())});
    }  // else the missing field was told
  }

  /// Says which pages tell of one event: of one title, day, time and place. Nothing tells them apart, so both
  /// are shown.
  void compare_pages() {
    std::map<std::string, const EventView*> known;
    for (const EventView& event : events_) {
      const std::string key = base::iso(event.date) + " " + std::to_string(event.start_minute) + "\n" +
                              same_title(event.title) + "\n" + squeezed(event.venue);
      const auto [first, is_new] = known.try_emplace(key, &event);
      if (is_new) continue;
      base::Diagnostic& diagnostic = diagnostics_.add(
          base::Code::ListedTwice, base::place_of_file(site_.parsed(event.page).source_head.path),
          {event.title, days_text(event)});
      diagnostic.notes.push_back(note_of(*first->second));
    }
  }

  /// The campaign's key day that `page` names; Undefined when there is none of that name, which is told.
  Value find_key_day(const model::ParsedPage& page, Value name) {
    std::vector<std::string_view> names;
    const Value days =
        edition_.index == kNone ? Value() : site_.parsed(edition_.index).fields.get("key_days");
    for (const Value& day : days.is(Type::List) ? days.items() : std::span<const Value>()) {
      if (!day.is(Type::Map)) continue;
      names.push_back(day.get("name").text_or_empty());
      if (names.back() == name.text_or_empty()) return day;
    }
    base::Diagnostic& diagnostic = diagnostics_.add(base::Code::KeyDayUnknown, place_of_value(page, name),
                                                    {std::string(name.text_or_empty())});
    const std::string_view meant = base::nearest(name.text_or_empty(), names);
    if (!meant.empty())
      diagnostic.notes.push_back(base::failure(base::Code::DidYouMean, "", {std::string(meant)}));
    return {};
  }

  /// Says that a page is held on other days than the key day that it names: the page counts. One that was put
  /// off may be.
  void compare_key_day(const EventView& event, Value date) {
    const base::Date day = base::parse_iso_date(date.text_or_empty()).value_or(base::Date());
    const bool within = event.date <= day && day <= event.end_date;
    if (!day || within || is_on(event, day) || event.status == "postponed") return;
    base::Diagnostic& diagnostic =
        diagnostics_.add(base::Code::EventDiffers, place_of_value(site_.parsed(edition_.index), date),
                         {"日期", text::period(day, day, true), days_text(event), "date"});
    diagnostic.notes.push_back(note_of(event));
  }

  /// The page that the row's link leads to, if it is an event's.
  PageId linked_page(Value row, const RowList& list) {
    const std::string_view link = row.get("link").text_or_empty();
    if (link.empty()) return kNone;
    const LinkTarget target = model::resolve_link(site_, list.page, link);
    if (target.type == LinkTarget::Type::Broken || target.type == LinkTarget::Type::Unsafe ||
        target.type == LinkTarget::Type::Outside) {
      return kNone;  // that was told
    }
    if (target.type == LinkTarget::Type::Page && site_.parsed(target.id).kind == Kind::Event)
      return target.id;
    const Value title = row.get("title");
    diagnostics_.add(base::Code::LinkNotAnEvent, place_of_value(*list.file, title),
                     {std::string(title.text_or_empty())});
    return kNone;
  }

  EventView* find_same(const EventView& row, PageId linked) {
    for (EventView& event : events_) {
      if (linked != kNone && event.page == linked) return &event;
    }
    if (linked != kNone) return nullptr;
    const std::string title = same_title(row.title);
    EventView* elsewhere = nullptr;
    for (EventView& event : events_) {
      const bool same_id = event.page != kNone ? event.id == row.anchor : event.anchor == row.anchor;
      if (same_id && same_title(event.title) == title && same_place(event, row)) return &event;
      if (same_id && !is_made(row)) return &event;
      if (!same_id && !(is_when(event, row) && same_title(event.title) == title)) continue;
      if (same_place(event, row)) return &event;
      if (elsewhere == nullptr && !is_beside(event, row)) elsewhere = &event;
    }
    return elsewhere;
  }

  /// Whether both may be held at one time: on the same day; or, told in two places, one on a day that the
  /// vague words of the other mean.
  static bool is_when(const EventView& known, const EventView& row) {
    return is_on(known, row.date) ||
           (!is_one_list(known, row) && (may_mean(known, row) || may_mean(row, known)));
  }

  /// Whether the words of `vague` may mean the days of `exact`.
  static bool may_mean(const EventView& vague, const EventView& exact) {
    const bool begins = vague.date == vague.end_date || vague.date <= exact.date;
    return vague.fuzzy && !exact.fuzzy && begins && exact.end_date <= vague.end_date;
  }

  static bool is_one_list(const EventView& known, const EventView& row) {
    return known.page == kNone && known.schedule == row.schedule && known.table == row.table;
  }

  static bool same_place(const EventView& a, const EventView& b) {
    return squeezed(a.venue) == squeezed(b.venue);
  }

  /// Two rows of one list that name two places at one time are two events: an editor wrote both on one page.
  static bool is_beside(const EventView& known, const EventView& row) {
    return is_one_list(known, row) && !known.venue.empty() && !row.venue.empty() &&
           known.start_minute == row.start_minute;
  }

  /// "2026-06-16-zi-xun-ri", which is what a row is called that states no id.
  static std::string made_anchor(const EventView& row) {
    return base::iso(row.date) + "-" + text::slug(row.title);
  }

  /// Whether the row's anchor was made and not stated; the second of a name has -2 behind it.
  static bool is_made(const EventView& row) {
    const std::string made = made_anchor(row);
    if (!row.anchor.starts_with(made)) return false;
    const std::string_view rest = std::string_view(row.anchor).substr(made.size());
    return rest.empty() || (rest.size() > 1 && rest[0] == '-' &&
                            rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
  }

  /// Gives the events of rows without an id what they are known by, in calendars and in the history: day and
  /// title, and of several that share these (one title at two places, titles that sound alike) a mark made of
  /// title and place. So what stands above a row has no say in it (RFC 5545 §3.8.4.7: the UID of an event
  /// lasts).
  void settle_ids() {
    std::map<std::string, std::vector<size_t>> by_id;
    for (size_t i = 0; i < made_.size(); i++) by_id[made_[i].id].push_back(i);
    for (const auto& [id, members] : by_id) {
      for (const size_t member : members) {
        const Made& made = made_[member];
        EventView& event = events_[made.event];
        const std::string words = same_title(event.title) + "\n" + squeezed(event.venue);
        const std::string mark = members.size() < 2 ? "" : "-" + base::sha256_hex(words).substr(0, 8);
        event.id = id + mark;
        event.anchor = made.anchor + mark;
      }
    }
  }

  /// Whether the event, or one of its sessions, begins on `day`.
  static bool is_on(const EventView& event, base::Date day) {
    const auto on_day = [&](const SessionView& session) { return session.date == day; };
    return event.date == day || std::any_of(event.sessions.begin(), event.sessions.end(), on_day);
  }

  void add_rows(const RowList& list) {
    const Value rows = list.file->records.get("events");
    if (!rows.is(Type::List)) return;
    for (const Value& row : rows.items()) add_row(row, list);
  }

  void add_row(Value row, const RowList& list) {
    EventView event = event_of_row(row, list.id);
    event.schedule = list.page;
    event.table = list.table;
    if (!event.date) return;
    EventView* same = find_same(event, linked_page(row, list));
    if (same == nullptr) {
      titles_.push_back(row.get("title"));
      event_of_title_.push_back(events_.size());
      if (is_made(event)) {
        const std::string anchor = made_anchor(event);
        made_.push_back({events_.size(), anchor, list.id + "#" + anchor});
      }
      events_.push_back(std::move(event));
    } else if (is_further_session(*same, event)) {
      if (same->sessions.empty()) same->sessions.push_back(session_of(*same));
      SessionView session = session_of(event);
      if (!event.venue.empty() && !same_place(*same, event)) session.venue = event.venue;
      if (event.note != same->note) session.note = event.note;
      if (event.extra != same->extra) session.extra = std::move(event.extra);
      same->sessions.push_back(std::move(session));
    } else {
      merge(*same, event, row, list);
    }
  }

  /// Rows of one list that agree in id, or in day and title, and differ in time are times of one event.
  static bool is_further_session(const EventView& known, const EventView& row) {
    if (!is_one_list(known, row) || !row.sessions.empty()) return false;
    if (known.date != row.date) return true;
    return known.start_minute >= 0 && row.start_minute >= 0 && known.start_minute != row.start_minute;
  }

  /// Says where row and page differ, then gives the page what it lacks.
  void merge(EventView& page, const EventView& row, Value record, const RowList& list) {
    compare(page, row, record, list);
    const auto fill = [](std::string& into, const std::string& from) {
      if (into.empty()) into = from;
    };
    if (page.schedule == kNone && row.schedule != kNone) {
      page.schedule = row.schedule;
      page.anchor = row.anchor;
    }
    if (page.table == kNone) page.table = row.table;
    if (row.status != "scheduled" && !states_status(page)) page.status = row.status;
    if (page.sessions.empty() && page.date == row.date) page.sessions = row.sessions;
    if (page.sessions.empty() && may_mean(page, row)) set_time(page, session_of(row));
    fill(page.venue, row.venue);
    fill(page.organiser, row.organiser);
    fill(page.note, row.note);
    fill(page.mode, row.mode);
    if (page.co_organisers.empty()) page.co_organisers = row.co_organisers;
    if (page.audience.empty()) page.audience = row.audience;
    for (const std::string& text : row.extra) {
      const bool known = std::find(page.extra.begin(), page.extra.end(), text) != page.extra.end();
      if (!known) page.extra.push_back(text);
    }
    if (page.start_minute < 0 && page.all_day && row.start_minute >= 0) {
      page.start_minute = row.start_minute;
      page.end_minute = row.end_minute;
      page.all_day = false;
      page.time_text = row.time_text;
    }
  }

  /// Where the event that a row was merged into stands.
  base::Diagnostic note_of(const EventView& event) const {
    if (event.page != kNone)
      return {
          base::Code::EventPageHere, base::place_of_file(site_.parsed(event.page).source_head.path), {}, {}};
    const model::ParsedPage& file =
        event.schedule != kNone ? site_.parsed(event.schedule) : *site_.tables[event.table];
    Value title;
    for (size_t i = 0; i < titles_.size(); i++) {
      if (&events_[event_of_title_[i]] == &event) title = titles_[i];
    }
    return {base::Code::FirstHere, place_of_value(file, title), {}, {}};
  }

  static std::string days_text(const EventView& event) {
    return event.fuzzy ? event.date_text : text::period(event.date, event.end_date, true);
  }

  void compare(const EventView& page, const EventView& row, Value record, const RowList& list) {
    const base::Code code = page.page != kNone ? base::Code::EventDiffers : base::Code::EventRowsDiffer;
    const auto differ = [&](std::string_view zh, std::string_view en, const std::string& in_row,
                            const std::string& in_page) {
      if (in_row.empty() || in_page.empty() || squeezed(in_row) == squeezed(in_page)) return;
      base::Diagnostic& diagnostic = diagnostics_.add(code, place_of_value(*list.file, record.get("title")),
                                                      {std::string(zh), in_row, in_page, std::string(en)});
      diagnostic.notes.push_back(note_of(page));
    };
    const bool may_agree = may_mean(page, row) || may_mean(row, page);
    if (!may_agree && (page.sessions.empty() || !is_on(page, row.date)))
      differ("日期", "date", days_text(row), days_text(page));
    if (row.start_minute >= 0 && page.start_minute >= 0 && page.sessions.empty())
      differ("时间", "time", times_text(row), times_text(page));
    differ("地点", "venue", row.mode == "online" ? "" : row.venue, page.venue);
    differ("主办", "organiser", row.organiser, page.organiser);
    differ("协办", "co-organisers", joined(row.co_organisers), joined(page.co_organisers));
    differ("名称", "title", same_title(row.title), same_title(page.title));
    if (row.status != "scheduled" && states_status(page))
      differ("状态", "status", status_word(row.status), status_word(page.status));
  }

  /// Whether the page says how the event stands; of a row that is not known, and taken for a yes.
  bool states_status(const EventView& event) const {
    return event.page == kNone ||
           !site_.parsed(event.page).fields.get("event_status").text_or_empty().empty();
  }

  /// "延期" for "postponed".
  static std::string status_word(std::string_view status) {
    const Word* word = find_word(WordUse::Status, status);
    return std::string(word == nullptr ? status : word->names.substr(0, word->names.find('|')));
  }

  const Site& site_;
  const model::Edition& edition_;
  base::Diagnostics& diagnostics_;
  /// An event of a row that states no id.
  struct Made {
    size_t event;  ///< Index into events_.
    std::string anchor, id;
  };

  std::vector<EventView> events_;
  std::vector<Made> made_;
  std::vector<Value> titles_;           ///< Of rows that became events, for notes:
  std::vector<size_t> event_of_title_;  ///< which event each is.
};

}  // namespace

std::vector<Occurrence> occurrences_of(const std::vector<EventView>& events) {
  std::vector<Occurrence> all;
  for (uint32_t i = 0; i < events.size(); i++) {
    if (events[i].sessions.empty()) all.push_back({i, kNone});
    for (uint32_t session = 0; session < events[i].sessions.size(); session++) all.push_back({i, session});
  }
  const auto key = [&](const Occurrence& occurrence) {
    const EventView& event = events[occurrence.event];
    const bool own = occurrence.session == kNone;
    return std::pair(own ? order_of(event) : order_of(event.sessions[occurrence.session]),
                     std::string_view(event.title));
  };
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return all;
}

base::Place place_of_value(const model::ParsedPage& page, Value value) {
  const base::Source& source = page.source_head;
  if (value.has_position() && page.text_size != 0) {
    const auto size = static_cast<uint32_t>(std::max<size_t>(value.text_or_empty().size(), 1));
    return base::pending_place(source.path, {value.position(), value.position() + size});
  }
  if (!value.has_position() || value.position() >= source.text.size())
    return base::place_of_file(source.path);
  const uint32_t begin = value.position();
  const std::string_view rest = std::string_view(source.text).substr(begin);
  const std::string_view text = value.text_or_empty();
  const size_t size = !text.empty() && rest.starts_with(text)
                          ? text.size()
                          : std::min(rest.find_first_of("\n|"), rest.size());
  return base::place_of(source, {begin, begin + static_cast<uint32_t>(std::max<size_t>(size, 1))});
}

std::vector<EventView> gather_events(const Site& site, const model::Edition& edition,
                                     const std::vector<PageId>& pages, base::Diagnostics& diagnostics) {
  return EventGatherer(site, edition, diagnostics).gather(pages);
}

}  // namespace herald::campaign
