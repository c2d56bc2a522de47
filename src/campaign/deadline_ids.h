#pragma once
// What deadlines are known by from build to build: in calendars (RFC 5545 §3.8.4.7) and in the history.

#include <string>
#include <vector>

#include "campaign/views.h"
#include "model/site.h"

namespace herald::campaign {

/// The ids of `deadlines`, in their order: the id of the page that names it and a mark made of what is owed
/// and by whom ("2026/notices/a#deadline-0a1b2c3d"). The day is no part of it, since a day that is put off
/// makes no other deadline; it tells apart those of a page that agree in the rest.
std::vector<std::string> deadline_ids(const model::Site& site, const std::vector<DeadlineView>& deadlines);

}  // namespace herald::campaign
