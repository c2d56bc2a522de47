#pragma once
// The events of an edition: rows of its schedules and pages of its events, the same one once. Private to the
// module.

#include <vector>

#include "campaign/views.h"

namespace herald::campaign {

/// The events of `pages` (the shown pages of `edition`, in order) and of the edition's CSV files, by date,
/// start and title. Adds `event-differs`, `event-rows-differ`, `key-day-unknown`, `link-not-an-event`.
std::vector<EventView> gather_events(const model::Site& site, const model::Edition& edition,
                                     const std::vector<model::PageId>& pages, base::Diagnostics& diagnostics);

/// The place of `value` in the file of `page`: the words themselves, else the rest of their line; the file
/// where the position is not known.
base::Place place_of_value(const model::ParsedPage& page, value::Value value);
/// When the events take place: one entry an event, or one a session, by date, start and title.
std::vector<Occurrence> occurrences_of(const std::vector<EventView>& events);

}  // namespace herald::campaign
