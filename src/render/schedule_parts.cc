// The events of an edition by day and as month grids.

#include <fmt/format.h>
#include <algorithm>

#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"

namespace herald::render {

using campaign::EventView;
using model::kNone;
using value::Value;

namespace {

/// More months than this are not drawn: a campaign lasts weeks, and a typing error in a year must not make
/// pages of grids.
constexpr int kMonthsMax = 18;

std::vector<const EventView*> events_on(const std::vector<EventView>& events, base::Date day) {
  std::vector<const EventView*> found;
  for (const EventView& event : events) {
    if (event.date > day) break;
    if (event.end_date >= day) found.push_back(&event);
  }
  return found;
}

Value day_cell(const Context& context, const std::vector<EventView>& events, base::Date day, bool in_month) {
  value::ListBuilder list;
  if (in_month) {
    for (const EventView* event : events_on(events, day)) list.add(event_value(context, *event));
  }
  value::MapBuilder cell;
  cell.set("date", made_text(*context.arena, base::iso(day)));
  cell.set("day", Value::integer(day.day));
  cell.set("in_month", Value::boolean(in_month));
  cell.set("today", Value::boolean(day == context.site().time.now.date));
  cell.set("events", list.build(*context.arena));
  return cell.build(*context.arena);
}

Value month_grid(const Context& context, const std::vector<EventView>& events, int year, int month) {
  base::Date first{static_cast<int16_t>(year), static_cast<uint8_t>(month), 1};
  base::Date day = base::add_days(first, 1 - base::weekday(first));
  value::ListBuilder weeks;
  do {
    value::ListBuilder week;
    for (int i = 0; i < 7; i++, day = base::add_days(day, 1))
      week.add(day_cell(context, events, day, day.month == month && day.year == year));
    weeks.add(week.build(*context.arena));
  } while (day.month == month && day.year == year);
  value::MapBuilder grid;
  grid.set("year", Value::integer(year)).set("month", Value::integer(month));
  grid.set("title", made_text(*context.arena, fmt::format("{}年{}月", year, month)));
  grid.set("weeks", weeks.build(*context.arena));
  return grid.build(*context.arena);
}

}  // namespace

const EventView* event_of_page(const Context& context, model::PageId page) {
  const campaign::EditionView* view = context.edition_view(context.site().pages[page].edition);
  if (view == nullptr) return nullptr;
  context.read(graph::Aspect::Field, page, "event");
  for (const EventView& event : view->events) {
    if (event.page == page) return &event;
  }
  return nullptr;
}

Value event_list(const Context& context, const std::vector<EventView>& events, model::EditionId edition,
                 value::Arena& arena) {
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  value::ListBuilder list;
  for (const EventView& event : events) list.add(event_value(context, event));
  return list.build(arena);
}

Value event_days(const Context& context, model::EditionId edition) {
  const campaign::EditionView* view = context.edition_view(edition);
  if (view == nullptr) return no_items();
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  value::ListBuilder days;
  for (size_t i = 0; i < view->events.size();) {
    base::Date date = view->events[i].date;
    value::ListBuilder list;
    for (; i < view->events.size() && view->events[i].date == date; i++)
      list.add(event_value(context, view->events[i]));
    value::MapBuilder day;
    day.set("date", made_text(*context.arena, base::iso(date)));
    day.set("events", list.build(*context.arena));
    days.add(day.build(*context.arena));
  }
  return days.build(*context.arena);
}

Value event_months(const Context& context, model::EditionId edition) {
  const campaign::EditionView* view = context.edition_view(edition);
  if (view == nullptr || view->events.empty()) return no_items();
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  context.read_day();
  std::vector<std::pair<int, int>> months;
  for (const EventView& event : view->events) {
    if (!event.date) continue;
    for (int year = event.date.year, month = event.date.month;
         std::pair(year, month) <= std::pair<int, int>(event.end_date.year, event.end_date.month) &&
         months.size() < kMonthsMax;
         month == 12 ? (year++, month = 1) : month++) {
      if (std::find(months.begin(), months.end(), std::pair(year, month)) == months.end())
        months.emplace_back(year, month);
    }
  }
  std::sort(months.begin(), months.end());
  value::ListBuilder grids;
  for (auto [year, month] : months) grids.add(month_grid(context, view->events, year, month));
  return grids.build(*context.arena);
}

Value event_calendar_url(const Context& context, model::PageId page) {
  const model::Page& p = context.site().pages[page];
  if (p.output.empty() || p.folder.empty() || p.parsed->kind != model::Kind::Event) return empty_text();
  return url_value(context, p.folder + ".ics");
}

}  // namespace herald::render
