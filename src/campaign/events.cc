#include "campaign/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/hash.h"
#include "base/suggest.h"
#include "base/utf8.h"
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

std::vector<std::string> texts_of(Value list) {
  std::vector<std::string> texts;
  if (!list.is(Type::List)) return texts;
  for (const Value& item : list.items()) {
    if (item.is_text()) texts.emplace_back(item.as_text());
  }
  return texts;
}

/// A title without what is written differently and means the same: blanks, quotation marks.
std::string same_title(std::string_view title) {
  std::string text = squeezed(title);
  for (const std::string_view mark : {"“", "”", "\"", "「", "」", "《", "》"})
    text = base::replace_all(text, mark, "");
  return text;
}

std::string clock_text(int minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

std::string times_text(int start, int end, bool all_day) {
  if (start < 0) return all_day ? "全天" : "";
  return clock_text(start) + (end < 0 ? "" : "—" + clock_text(end));
}
std::string times_text(const EventView& event) {
  return times_text(event.start_minute, event.end_minute, event.all_day);
}
std::string times_text(const SessionView& session) {
  return times_text(session.start_minute, session.end_minute, session.start_minute < 0);
}

auto order_of(const SessionView& session) { return std::tie(session.date, session.start_minute); }

/// Puts sessions in order, each once, gives them their keys, and the event the time from first to last.
/// One alone is no session.
void settle_sessions(EventView& event) {
  std::vector<SessionView>& all = event.sessions;
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  const auto same = [](const auto& a, const auto& b) { return order_of(a) == order_of(b); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  if (all.empty()) return;
  for (size_t i = 0; i < all.size(); i++) {
    const auto on_day = [&](const SessionView& other) { return other.date == all[i].date; };
    const bool shared = std::count_if(all.begin(), all.end(), on_day) > 1;
    all[i].key = base::iso(all[i].date);
    if (shared && all[i].start_minute >= 0) all[i].key += "T" + base::clock(all[i].start_minute);
    event.end_date = std::max(i == 0 ? all[i].end_date : event.end_date, all[i].end_date);
  }
  event.date = all.front().date;
  event.start_minute = all.front().start_minute;
  event.end_minute = all.front().end_minute;
  event.all_day = event.start_minute < 0;
  event.time_text = all.front().time_text;
  if (all.size() == 1) all.clear();
}

/// The event's own time as a session, to stand beside others.
SessionView session_of(const EventView& event) {
  SessionView session;
  session.date = event.date;
  session.end_date = event.end_date;
  session.start_minute = event.start_minute;
  session.end_minute = event.end_minute;
  session.date_text = event.date_text;
  session.time_text = event.time_text;
  return session;
}

/// The sessions of a row's record.
std::vector<SessionView> sessions_of_row(Value row) {
  std::vector<SessionView> sessions;
  const Value list = row.get("sessions");
  if (!list.is(Type::List)) return sessions;
  for (const Value& item : list.items()) {
    const auto text = [&](std::string_view key) { return item.get(key).text_or_empty(); };
    SessionView session;
    session.date = base::parse_iso_date(text("date")).value_or(base::Date());
    session.end_date = base::parse_iso_date(text("end_date")).value_or(session.date);
    session.start_minute = base::parse_clock(text("start")).value_or(-1);
    session.end_minute = base::parse_clock(text("end")).value_or(-1);
    session.date_text = text("date_text");
    session.time_text = text("time_text");
    sessions.push_back(std::move(session));
  }
  return sessions;
}

/// The sessions that a page's head lists.
std::vector<SessionView> sessions_of_page(Value list) {
  std::vector<SessionView> sessions;
  if (!list.is(Type::List)) return sessions;
  for (const Value& item : list.items()) {
    if (!item.is(Type::Map)) continue;
    const auto start = base::parse_iso_date_time(item.get("start").text_or_empty());
    if (!start) continue;
    const auto end = base::parse_iso_date_time(item.get("end").text_or_empty()).value_or(*start);
    SessionView session;
    session.date = start->date;
    session.end_date = std::max(end.date, start->date);
    session.start_minute = start->has_time() ? start->minute : -1;
    session.end_minute = end != *start && end.has_time() ? end.minute : -1;
    session.date_text = text::period(session.date, session.end_date, false);
    session.time_text = times_text(session);
    session.venue = item.get("venue").text_or_empty();
    session.note = item.get("note").text_or_empty();
    sessions.push_back(std::move(session));
  }
  return sessions;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "、") + text;
  return all;
}

EventView event_of_row(Value row, std::string_view list_id) {
  EventView event;
  const auto text = [&](std::string_view key) { return std::string(row.get(key).text_or_empty()); };
  event.title = text("title");
  event.date = base::parse_iso_date(text("date")).value_or(base::Date());
  event.end_date = base::parse_iso_date(text("end_date")).value_or(event.date);
  event.start_minute = base::parse_clock(text("start")).value_or(-1);
  event.end_minute = base::parse_clock(text("end")).value_or(-1);
  event.all_day = row.get("all_day").is(Type::Bool) && row.get("all_day").as_bool();
  event.date_text = text("date_text");
  event.time_text = text("time_text");
  event.mode = text("mode");
  event.status = text("status").empty() ? "scheduled" : text("status");
  event.venue = text("venue");
  event.organiser = text("organiser");
  event.note = text("note");
  event.co_organisers = texts_of(row.get("co_organisers"));
  event.audience = texts_of(row.get("audience"));
  event.anchor = text("id");
  event.id = std::string(list_id) + "#" + event.anchor;
  event.sessions = sessions_of_row(row);
  settle_sessions(event);
  return event;
}

EventView event_of_page(const Site& site, PageId id) {
  const model::ParsedPage& page = site.parsed(id);
  EventView event;
  const auto text = [&](std::string_view key) { return std::string(page.fields.get(key).text_or_empty()); };
  event.id = site.pages[id].id;
  event.title = page.title;
  const auto start = base::parse_iso_date_time(text("start")).value_or(base::DateTime());
  const auto end = base::parse_iso_date_time(text("end")).value_or(start);
  event.date = start.date;
  event.end_date = std::max(end.date, start.date);
  const Value all_day = page.fields.get("all_day");
  event.all_day = all_day.is(Type::Bool) ? all_day.as_bool() : !start.has_time();
  if (!event.all_day) {
    event.start_minute = start.minute;
    event.end_minute = end != start ? end.minute : -1;
  }
  event.date_text = text::period(event.date, event.end_date, false);
  event.time_text = times_text(event);
  const Value venue = page.fields.get("venue");
  if (venue.is(Type::Map)) {
    event.venue = venue.get("name").text_or_empty();
    event.address = venue.get("address").text_or_empty();
  }
  event.mode = text("mode");
  event.status = text("event_status").empty() ? "scheduled" : text("event_status");
  event.organiser = text("organiser");
  event.co_organisers = texts_of(page.fields.get("co_organisers"));
  event.audience = texts_of(page.fields.get("audience"));
  event.key_day = text("key_day");
  const Value capacity = page.fields.get("capacity");
  if (capacity.is(Type::Int)) event.capacity = capacity.as_int();
  event.page = id;
  event.sessions = sessions_of_page(page.fields.get("sessions"));
  // The head's own time is one of them, unless it is the time from first to last or their day alone.
  const bool on_day = std::any_of(event.sessions.begin(), event.sessions.end(),
                                  [&](const SessionView& session) { return session.date == event.date; });
  const bool one_day = event.date && event.date == event.end_date;
  if (!event.sessions.empty() && one_day && (event.start_minute >= 0 || !on_day))
    event.sessions.push_back(session_of(event));
  settle_sessions(event);
  event.anchor = base::iso(event.date) + "-" + text::slug(event.title);
  return event;
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
    for (EventView& event : events_) settle_sessions(event);
    for (EventView& event : events_) {
      if (event.mode.empty()) event.mode = "offline";
    }
    std::stable_sort(events_.begin(), events_.end(), [](const EventView& a, const EventView& b) {
      return std::tie(a.date, a.start_minute, a.title) < std::tie(b.date, b.start_minute, b.title);
    });
    return std::move(events_);
  }

 private:
  void add_page(PageId id) {
    EventView event = event_of_page(site_, id);
    if (!event.date) return;  // the missing field was told
    if (!event.key_day.empty()) check_key_day(id, event.key_day);
    events_.push_back(std::move(event));
  }

  void check_key_day(PageId id, const std::string& name) {
    std::vector<std::string_view> names;
    if (edition_.index != kNone) {
      const Value days = site_.parsed(edition_.index).fields.get("key_days");
      if (days.is(Type::List)) {
        for (const Value& day : days.items()) {
          if (day.is(Type::Map)) names.push_back(day.get("name").text_or_empty());
        }
      }
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    const model::ParsedPage& page = site_.parsed(id);
    base::Diagnostic& diagnostic =
        diagnostics_.add(base::Code::KeyDayUnknown, place_of_value(page, page.fields.get("key_day")), {name});
    const std::string_view meant = base::nearest(name, names);
    if (!meant.empty())
      diagnostic.notes.push_back(base::failure(base::Code::DidYouMean, "", {std::string(meant)}));
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
      if (!same_id && !(is_on(event, row.date) && same_title(event.title) == title)) continue;
      if (same_place(event, row)) return &event;
      if (elsewhere == nullptr && !is_beside(event, row)) elsewhere = &event;
    }
    return elsewhere;
  }

  static bool same_place(const EventView& a, const EventView& b) {
    return squeezed(a.venue) == squeezed(b.venue);
  }

  /// Two rows of one list that name two places at one time are two events: an editor wrote both on one page.
  static bool is_beside(const EventView& known, const EventView& row) {
    const bool one_list = known.page == kNone && known.schedule == row.schedule && known.table == row.table;
    return one_list && !known.venue.empty() && !row.venue.empty() && known.start_minute == row.start_minute;
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
      same->sessions.push_back(std::move(session));
    } else {
      merge(*same, event, row, list);
    }
  }

  /// Rows of one list that agree in id, or in day and title, and differ in time are times of one event.
  static bool is_further_session(const EventView& known, const EventView& row) {
    const bool one_list = known.page == kNone && known.schedule == row.schedule && known.table == row.table;
    if (!one_list || !row.sessions.empty()) return false;
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
    if (page.sessions.empty() && page.date == row.date) page.sessions = row.sessions;
    fill(page.venue, row.venue);
    fill(page.organiser, row.organiser);
    fill(page.note, row.note);
    fill(page.mode, row.mode);
    if (page.co_organisers.empty()) page.co_organisers = row.co_organisers;
    if (page.audience.empty()) page.audience = row.audience;
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

  void compare(const EventView& page, const EventView& row, Value record, const RowList& list) {
    const base::Code code = page.page != kNone ? base::Code::EventDiffers : base::Code::EventRowsDiffer;
    const auto differ = [&](std::string_view zh, std::string_view en, const std::string& in_row,
                            const std::string& in_page) {
      if (in_row.empty() || in_page.empty() || squeezed(in_row) == squeezed(in_page)) return;
      base::Diagnostic& diagnostic = diagnostics_.add(code, place_of_value(*list.file, record.get("title")),
                                                      {std::string(zh), in_row, in_page, std::string(en)});
      diagnostic.notes.push_back(note_of(page));
    };
    if (page.sessions.empty() || !is_on(page, row.date))
      differ("日期", "date", text::period(row.date, row.end_date, true),
             text::period(page.date, page.end_date, true));
    if (row.start_minute >= 0 && page.start_minute >= 0 && page.sessions.empty())
      differ("时间", "time", times_text(row), times_text(page));
    differ("地点", "venue", row.mode == "online" ? "" : row.venue, page.venue);
    differ("主办", "organiser", row.organiser, page.organiser);
    differ("协办", "co-organisers", joined(row.co_organisers), joined(page.co_organisers));
    differ("名称", "title", same_title(row.title), same_title(page.title));
    if (row.status != "scheduled") differ("状态", "status", row.status, page.status);
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
    return std::tuple(own ? event.date : event.sessions[occurrence.session].date,
                      own ? event.start_minute : event.sessions[occurrence.session].start_minute,
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
