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

using campaign::EditionView;
using campaign::Occurrence;

Value occurrence_value(const Context& context, const EditionView& view, const Occurrence& occurrence) {
  return event_value(context, view.events[occurrence.event], occurrence.session);
}

/// On which days an occurrence is in lists and grids.
struct Days {
  base::Date first;        ///< Where that is not known, the latest day.
  base::Date last;         ///< The last day that is sure.
  std::string_view words;  ///< Where the first day is not known, what stands instead: 6月中旬.
};

template <class View>
Days days_of(const View& view) {
  if (!campaign::is_day_known(view)) return {view.end_date, view.end_date, view.date_text};
  return {view.date, view.fuzzy ? view.sure_until : view.end_date, {}};
}

Days days_of(const EditionView& view, const Occurrence& occurrence) {
  const EventView& event = view.events[occurrence.event];
  return occurrence.session == kNone ? days_of(event) : days_of(event.sessions[occurrence.session]);
}

Value day_cell(const Context& context, const EditionView& view, base::Date day, bool in_month) {
  value::ListBuilder list;
  for (size_t i = 0; in_month && i < view.occurrences.size(); i++) {
    const Days days = days_of(view, view.occurrences[i]);
    if (days.first > day) break;
    if (days.last >= day && days.words.empty())
      list.add(occurrence_value(context, view, view.occurrences[i]));
  }
  value::MapBuilder cell;
  cell.set("date", made_text(*context.arena, base::iso(day)));
  cell.set("day", Value::integer(day.day));
  cell.set("in_month", Value::boolean(in_month));
  cell.set("today", Value::boolean(day == context.site().time.now.date));
  cell.set("events", list.build(*context.arena));
  return cell.build(*context.arena);
}

/// The occurrences of a month that are on none of its days: those of 6月中旬, in the month of the latest.
Value without_day(const Context& context, const EditionView& view, int year, int month) {
  value::ListBuilder list;
  for (const Occurrence& occurrence : view.occurrences) {
    const Days days = days_of(view, occurrence);
    if (!days.words.empty() && days.last.year == year && days.last.month == month)
      list.add(occurrence_value(context, view, occurrence));
  }
  return list.build(*context.arena);
}

Value month_grid(const Context& context, const EditionView& view, int year, int month) {
  base::Date first{static_cast<int16_t>(year), static_cast<uint8_t>(month), 1};
  base::Date day = base::add_days(first, 1 - base::weekday(first));
  value::ListBuilder weeks;
  do {
    value::ListBuilder week;
    for (int i = 0; i < 7; i++, day = base::add_days(day, 1))
      week.add(day_cell(context, view, day, day.month == month && day.year == year));
    weeks.add(week.build(*context.arena));
  } while (day.month == month && day.year == year);
  value::MapBuilder grid;
  grid.set("year", Value::integer(year)).set("month", Value::integer(month));
  grid.set("title", made_text(*context.arena, fmt::format("{}年{}月", year, month)));
  grid.set("weeks", weeks.build(*context.arena));
  grid.set("without_day", without_day(context, view, year, month));
  return grid.build(*context.arena);
}

}  // namespace

const EventView* event_of_page(const Context& context, model::PageId page) {
  context.read(graph::Aspect::Field, page, "event");
  const auto at = context.shared->event_of_page.find(page);
  return at == context.shared->event_of_page.end() ? nullptr : at->second;
}

Value event_list(const Context& context, const std::vector<EventView>& events, model::EditionId edition,
                 value::Arena& arena) {
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  value::ListBuilder list;
  for (const EventView& event : events) list.add(event_value(context, event));
  return list.build(arena);
}

Value event_days(const Context& context, model::EditionId edition) {
  const EditionView* view = context.edition_view(edition);
  if (view == nullptr) return no_items();
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  value::ListBuilder groups;
  const std::vector<Occurrence>& all = view->occurrences;
  for (size_t i = 0; i < all.size();) {
    const Days days = days_of(*view, all[i]);
    const auto here = [&](const Days& other) {
      return other.first == days.first && other.words == days.words;
    };
    value::ListBuilder list;
    for (; i < all.size() && here(days_of(*view, all[i])); i++)
      list.add(occurrence_value(context, *view, all[i]));
    value::MapBuilder day;
    day.set("date", made_text(*context.arena, base::iso(days.first)));
    day.set("text", text_value(days.words));
    day.set("events", list.build(*context.arena));
    groups.add(day.build(*context.arena));
  }
  return groups.build(*context.arena);
}

Value event_months(const Context& context, model::EditionId edition) {
  const EditionView* view = context.edition_view(edition);
  if (view == nullptr || view->events.empty()) return no_items();
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  context.read_day();
  std::vector<std::pair<int, int>> months;
  for (const Occurrence& occurrence : view->occurrences) {
    const Days days = days_of(*view, occurrence);
    if (!days.first || !days.words.empty()) continue;
    for (int year = days.first.year, month = days.first.month;
         std::pair(year, month) <= std::pair<int, int>(days.last.year, days.last.month) &&
         months.size() < kMonthsMax;
         month == 12 ? (year++, month = 1) : month++) {
      if (std::find(months.begin(), months.end(), std::pair(year, month)) == months.end())
        months.emplace_back(year, month);
    }
  }
  std::sort(months.begin(), months.end());
  value::ListBuilder grids;
  for (auto [year, month] : months) grids.add(month_grid(context, *view, year, month));
  return grids.build(*context.arena);
}

Value event_calendar_url(const Context& context, model::PageId page) {
  const model::Page& p = context.site().pages[page];
  if (p.output.empty() || p.folder.empty() || context.site().parsed(page).kind != model::Kind::Event)
    return empty_text();
  return url_value(context, p.folder + ".ics");
}

}  // namespace herald::render
