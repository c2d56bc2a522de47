#include "build/history.h"

#include <doctest/doctest.h>

#include "campaign/deadline_ids.h"

using namespace herald;

namespace {

/// An edition with one event of a table and one deadline.
campaign::Views views_of(base::Date day, base::Date due) {
  campaign::Views views;
  campaign::EditionView& edition = views.editions.emplace_back();
  campaign::EventView& event = edition.events.emplace_back();
  event.id = "2026/schedule#yan-lian";
  event.title = "演练";
  event.date = event.end_date = day;
  campaign::DeadlineView& deadline = edition.deadlines.emplace_back();
  deadline.what = {"总结"};
  deadline.who = "各社区";
  deadline.due = due;
  return views;
}

}  // namespace

TEST_CASE("an event that moves and a deadline that is put off are counted up, and what stays is not") {
  const auto disk = io::memory_disk({});
  const base::Date june{2026, 6, 16}, july{2026, 7, 3}, later{2026, 7, 10};
  model::Site site;
  const auto publish = [&](base::Date day, base::Date due) {
    site.history = build::advanced_history(*disk, {}, site, views_of(day, due), {{2026, 6, 1}, 0});
  };
  publish(june, july);
  const std::string due_id = campaign::deadline_ids(site, views_of(june, july).editions[0].deadlines)[0];
  const auto sequence = [&](const std::string& id) {
    const model::Remembered* entry = site.history.find(id);
    REQUIRE(entry != nullptr);
    return entry->sequence;
  };
  CHECK(sequence("2026/schedule#yan-lian") == 0);
  CHECK(sequence(due_id) == 0);
  publish(june, july);
  CHECK(sequence(due_id) == 0);
  publish(june, later);
  CHECK(sequence("2026/schedule#yan-lian") == 0);
  CHECK(sequence(due_id) == 1);
  publish(july, later);
  CHECK(sequence("2026/schedule#yan-lian") == 1);
  CHECK(sequence(due_id) == 1);
}
