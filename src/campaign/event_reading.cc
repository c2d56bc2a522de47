#include "campaign/event_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "campaign/words.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using model::kNone;
using model::PageId;
using model::Site;
using value::Type;
using value::Value;

std::span<const Value> items_of(Value list) {
  return list.is(Type::List) ? list.items() : std::span<const Value>();
}

std::vector<std::string> texts_of(Value list) {
  std::vector<std::string> texts;
  for (const Value& item : items_of(list)) {
    if (item.is_text()) texts.emplace_back(item.as_text());
  }
  return texts;
}

std::string clock_text(int minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

std::string times_text(int start, int end, bool all_day) {
  if (start < 0) return all_day ? "全天" : "";
  return clock_text(start) + (end < 0 ? "" : "—" + clock_text(end));
}
std::string times_text(const SessionView& session) {
  return times_text(session.start_minute, session.end_minute, session.start_minute < 0);
}

base::Date date_of(Value text) {
  return base::parse_iso_date_time(text.text_or_empty()).value_or(base::DateTime()).date;
}

/// One field of type Occasion, or a Date.
struct Occasion {
  base::DateTime first, last;
  base::Date sure_until;  ///< As in text::WrittenDate.
  std::string words;

  bool is_vague() const { return sure_until != last.date; }
};

Occasion occasion_of(Value field) {
  Occasion made;
  if (field.is(Type::Map)) {
    made.first = base::parse_iso_date_time(field.get("earliest").text_or_empty()).value_or(base::DateTime());
    made.last = base::parse_iso_date_time(field.get("latest").text_or_empty()).value_or(base::DateTime());
    made.sure_until = date_of(field.get("sure_until"));
    made.words = field.get("text").text_or_empty();
    return made;
  }
  made.first = made.last = base::parse_iso_date_time(field.text_or_empty()).value_or(base::DateTime());
  made.sure_until = made.last.date;
  made.words = text::short_date(made.last.date);
  return made;
}

/// When something is held that begins at `start` and, where that is said, ends at `end`. Without words.
SessionView time_of(Value start, Value end) {
  const Occasion first = occasion_of(start);
  const Occasion last = end.is_nothing() ? first : occasion_of(end);
  SessionView time;
  time.date = first.first.date;
  time.end_date = std::max(last.last.date, first.last.date);
  time.fuzzy = !first.sure_until || last.is_vague();
  if (time.fuzzy && first.sure_until)
    time.sure_until = end.is_nothing() ? first.sure_until : std::max(last.first.date, first.sure_until);
  if (time.fuzzy) time.date_text = end.is_nothing() ? first.words : first.words + "至" + last.words;
  if (is_day_known(time) && first.first.has_time()) time.start_minute = first.first.minute;
  const bool ends = !time.fuzzy && last.last != first.first && last.last.has_time();
  if (ends) time.end_minute = last.last.minute;
  return time;
}

/// Puts sessions in order, each once, gives them their keys, and the event the time from first to last.
/// One alone is no session.
void settle_sessions(EventView& event) {
  std::vector<SessionView>& all = event.sessions;
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  const auto same = [](const auto& a, const auto& b) { return order_of(a) == order_of(b); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  if (all.empty()) return;
  if (all.size() == 1) {
    set_time(event, all.front());
    all.clear();
    return;
  }
  base::Date last;
  bool fuzzy = false;
  for (SessionView& session : all) {
    const auto on_day = [&](const SessionView& other) {
      return other.date == session.date && is_day_known(other) == is_day_known(session);
    };
    const bool shared = std::count_if(all.begin(), all.end(), on_day) > 1;
    session.key = base::iso(session.date);
    if (!is_day_known(session)) session.key += "--" + base::iso(session.end_date);
    if (shared && session.start_minute >= 0) session.key += "T" + base::clock(session.start_minute);
    last = std::max(last, session.end_date);
    fuzzy = fuzzy || session.fuzzy;
  }
  const std::string words = event.date_text;
  set_time(event, all.front());
  event.date_text = words;
  event.end_date = last;
  if (fuzzy && !event.fuzzy) event.sure_until = all.front().end_date;
  event.fuzzy = fuzzy;
}

/// The sessions of a row's record.
std::vector<SessionView> sessions_of_row(Value row) {
  std::vector<SessionView> sessions;
  for (const Value& item : items_of(row.get("sessions"))) {
    const EventView held = event_of_row(item, {});
    sessions.push_back(session_of(held));
  }
  return sessions;
}

/// The sessions that a page's head lists.
std::vector<SessionView> sessions_of_page(Value list) {
  std::vector<SessionView> sessions;
  for (const Value& item : items_of(list)) {
    if (!item.is(Type::Map)) continue;
    SessionView session = time_of(item.get("start"), item.get("end"));
    if (!session.date) continue;
    session.time_text = times_text(session);
    session.venue = item.get("venue").text_or_empty();
    session.note = item.get("note").text_or_empty();
    sessions.push_back(std::move(session));
  }
  return sessions;
}

/// The words of days that are known, and of all sessions together. A day of another year than `year` (0: no
/// year) has its own beside it.
void settle_words(int year, EventView& event) {
  bool fuzzy = false;
  std::string all;
  const auto days = [&](base::Date first, base::Date last) {
    return text::period(first, last, year != 0 && first.year != year);
  };
  for (SessionView& session : event.sessions) {
    if (!session.fuzzy) session.date_text = days(session.date, session.end_date);
    fuzzy = fuzzy || session.fuzzy;
    all += (all.empty() ? "" : "、") + session.date_text;
  }
  if (fuzzy) {
    event.date_text = all;
  } else if (!event.fuzzy) {
    event.date_text = days(event.date, event.end_date);
  }
}

bool is_online_place(std::string_view venue) {
  const Word* word = venue.empty() ? nullptr : find_word(WordUse::Mode, venue);
  return word != nullptr && word->field == "online";
}

/// Whether the event's page has parts that are held online.
bool has_online_parts(const Site& site, const EventView& event) {
  if (event.page == kNone) return false;
  const model::ParsedPage& page = site.parsed(event.page);
  return !items_of(page.records.get("online")).empty() || !items_of(page.fields.get("online")).empty();
}

void settle_mode(const Site& site, EventView& event) {
  if (event.mode.empty()) {
    const bool online = has_online_parts(site, event);
    const bool place = !event.address.empty() || (!event.venue.empty() && !is_online_place(event.venue));
    const bool named_online = is_online_place(event.venue);
    event.mode = place ? (online ? "mixed" : "offline") : online || named_online ? "online" : "offline";
  }
  if (event.status != "moved-online") return;
  event.mode = "online";
  for (SessionView& session : event.sessions) {
    if (!is_online_place(session.venue)) session.venue.clear();
  }
  if (is_online_place(event.venue)) return;
  event.former_venue = event.venue;
  if (!event.address.empty()) event.former_venue += (event.venue.empty() ? "" : "，") + event.address;
  event.venue.clear();
  event.address.clear();
}

}  // namespace

std::string times_text(const EventView& event) {
  return times_text(event.start_minute, event.end_minute, event.all_day);
}

SessionView session_of(const EventView& event) {
  SessionView session;
  session.date = event.date;
  session.end_date = event.end_date;
  session.fuzzy = event.fuzzy;
  session.sure_until = event.sure_until;
  session.start_minute = event.start_minute;
  session.end_minute = event.end_minute;
  session.date_text = event.date_text;
  session.time_text = event.time_text;
  return session;
}

void set_time(EventView& event, const SessionView& session) {
  event.date = session.date;
  event.end_date = session.end_date;
  event.fuzzy = session.fuzzy;
  event.sure_until = session.sure_until;
  event.start_minute = session.start_minute;
  event.end_minute = session.end_minute;
  event.all_day = session.start_minute < 0;
  event.date_text = session.date_text;
  event.time_text = session.time_text;
}

EventView event_of_row(Value row, std::string_view list_id) {
  EventView event;
  const auto text = [&](std::string_view key) { return std::string(row.get(key).text_or_empty()); };
  const auto is = [&](std::string_view key) { return row.get(key).is(Type::Bool) && row.get(key).as_bool(); };
  event.title = text("title");
  event.date = base::parse_iso_date(text("date")).value_or(base::Date());
  event.end_date = base::parse_iso_date(text("end_date")).value_or(event.date);
  event.fuzzy = is("fuzzy");
  event.sure_until = base::parse_iso_date(text("sure_until")).value_or(base::Date());
  event.start_minute = base::parse_clock(text("start")).value_or(-1);
  event.end_minute = base::parse_clock(text("end")).value_or(-1);
  event.all_day = is("all_day");
  event.date_text = text("date_text");
  event.time_text = text("time_text");
  event.mode = text("mode");
  event.status = text("status").empty() ? "scheduled" : text("status");
  event.venue = text("venue");
  event.organiser = text("organiser");
  event.note = text("note");
  event.co_organisers = texts_of(row.get("co_organisers"));
  event.audience = texts_of(row.get("audience"));
  event.extra = texts_of(row.get("extra"));
  event.anchor = text("id");
  event.id = std::string(list_id) + "#" + event.anchor;
  event.sessions = sessions_of_row(row);
  settle_sessions(event);
  return event;
}

EventView event_of_page(const Site& site, PageId id, Value key_day) {
  const model::ParsedPage& page = site.parsed(id);
  EventView event;
  const auto text = [&](std::string_view key) { return std::string(page.fields.get(key).text_or_empty()); };
  event.id = site.pages[id].id;
  event.title = page.title;
  const Value start = page.fields.get("start");
  set_time(event, time_of(start.is_nothing() ? key_day : start, page.fields.get("end")));
  const Value all_day = page.fields.get("all_day");
  if (all_day.is(Type::Bool)) event.all_day = all_day.as_bool();
  if (event.all_day) event.start_minute = event.end_minute = -1;
  event.time_text = event.fuzzy && event.start_minute < 0 ? "" : times_text(event);
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

void settle_event(const Site& site, int year, EventView& event) {
  settle_sessions(event);
  settle_words(year, event);
  settle_mode(site, event);
}

}  // namespace herald::campaign
