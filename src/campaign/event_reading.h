#pragma once
// One event as a row or a page tells it, and what follows from that alone: its times in order, its words, how
// it is held now. Knows nothing of other events. Private to the module.

#include <string>
#include <string_view>
#include <tuple>

#include "campaign/views.h"

namespace herald::campaign {

/// What events, sessions and occurrences are sorted by, before their titles: known days come before vague
/// words that end on the same day.
template <class View>
auto order_of(const View& view) {
  return std::tuple(order_day(view), !is_day_known(view), view.date, view.start_minute);
}

/// The event of a schedule's row (records.h); `list_id` is that of the page or CSV file.
EventView event_of_row(value::Value row, std::string_view list_id);

/// The event of a page. `key_day` is the date field of the key day that it names, and its own date where the
/// page states none; without either the event has no date.
EventView event_of_page(const model::Site& site, model::PageId id, value::Value key_day);

/// The event's own time as a session, to stand beside others.
SessionView session_of(const EventView& event);

/// Gives the event the time of `session`.
void set_time(EventView& event, const SessionView& session);

/// Puts what was gathered of `event` in order: sessions, each once, with their keys; the words of its days;
/// how it is held where that is not said; and where, when it was moved online. `year` is the edition's, 0 for
/// none: days of another say theirs.
void settle_event(const model::Site& site, int year, EventView& event);

/// "9:00—11:30", 全天, or empty.
std::string times_text(const EventView& event);

}  // namespace herald::campaign
