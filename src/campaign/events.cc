#include "campaign/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

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

std::string times_text(const EventView& event) {
  if (event.start_minute < 0) return event.all_day ? "全天" : "";
  return clock_text(event.start_minute) + (event.end_minute < 0 ? "" : "—" + clock_text(event.end_minute));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "、") + text;
  return all;
}

EventView event_of_row(Value row, PageId schedule, const model::Page& page) {
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
  event.id = page.id + "#" + event.anchor;
  event.schedule = schedule;
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
  event.anchor = base::iso(event.date) + "-" + text::slug(event.title);
  event.page = id;
  return event;
}

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
      const Value rows = site_.parsed(id).records.get("events");
      if (!rows.is(Type::List)) continue;
      for (const Value& row : rows.items()) add_row(row, id);
    }
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
  PageId linked_page(Value row, PageId schedule) {
    const std::string_view link = row.get("link").text_or_empty();
    if (link.empty()) return kNone;
    const LinkTarget target = model::resolve_link(site_, schedule, link);
    if (target.type == LinkTarget::Type::Broken || target.type == LinkTarget::Type::Unsafe ||
        target.type == LinkTarget::Type::Outside) {
      return kNone;  // that was told
    }
    if (target.type == LinkTarget::Type::Page && site_.parsed(target.id).kind == Kind::Event)
      return target.id;
    const Value title = row.get("title");
    diagnostics_.add(base::Code::LinkNotAnEvent, place_of_value(site_.parsed(schedule), title),
                     {std::string(title.text_or_empty())});
    return kNone;
  }

  EventView* find_same(const EventView& row, PageId linked) {
    for (EventView& event : events_) {
      if (linked != kNone && event.page == linked) return &event;
    }
    if (linked != kNone) return nullptr;
    const std::string title = same_title(row.title);
    for (EventView& event : events_) {
      if (event.page != kNone && event.id == row.anchor) return &event;
      if (event.date == row.date && same_title(event.title) == title) return &event;
    }
    return nullptr;
  }

  void add_row(Value row, PageId schedule) {
    EventView event = event_of_row(row, schedule, site_.pages[schedule]);
    if (!event.date) return;
    EventView* same = find_same(event, linked_page(row, schedule));
    if (same == nullptr) {
      events_.push_back(std::move(event));
    } else {
      merge(*same, event, row);
    }
  }

  /// Says where row and page differ, then gives the page what it lacks.
  void merge(EventView& page, const EventView& row, Value record) {
    if (page.page != kNone) compare(page, row, record);
    const auto fill = [](std::string& into, const std::string& from) {
      if (into.empty()) into = from;
    };
    if (page.schedule == kNone) {
      page.schedule = row.schedule;
      page.anchor = row.anchor;
    }
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

  void compare(const EventView& page, const EventView& row, Value record) {
    const auto differ = [&](std::string_view zh, std::string_view en, const std::string& in_row,
                            const std::string& in_page) {
      if (in_row.empty() || in_page.empty() || squeezed(in_row) == squeezed(in_page)) return;
      const model::ParsedPage& schedule = site_.parsed(row.schedule);
      base::Diagnostic& diagnostic =
          diagnostics_.add(base::Code::EventDiffers, place_of_value(schedule, record.get("title")),
                           {std::string(zh), in_row, in_page, std::string(en)});
      diagnostic.notes.push_back(
          {base::Code::EventPageHere, base::place_of_file(site_.parsed(page.page).source_head.path), {}, {}});
    };
    differ("日期", "date", text::period(row.date, row.end_date, true),
           text::period(page.date, page.end_date, true));
    if (row.start_minute >= 0 && page.start_minute >= 0)
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
  std::vector<EventView> events_;
};

}  // namespace

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
