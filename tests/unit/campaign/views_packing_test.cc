#include "campaign/views_packing.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace herald::campaign {
namespace {

/// Views with something in every list.
Views full_views() {
  Views views;
  views.report = 7;
  EditionView& edition = views.editions.emplace_back();
  EventView& event = edition.events.emplace_back();
  event.id = "2026/events/day";
  event.title = "咨询日";
  event.date = {2026, 6, 16};
  event.end_date = {2026, 6, 17};
  event.start_minute = 540;
  event.capacity = 120;
  event.all_day = true;
  event.co_organisers = {"消防救援站", "社区"};
  event.page = 3;
  event.fuzzy = true;
  event.sure_until = {2026, 6, 16};
  event.former_venue = "广场";
  SessionView& first = event.sessions.emplace_back();
  first.key = "2026-06-16";
  first.date = first.end_date = {2026, 6, 16};
  first.start_minute = 540;
  first.end_minute = 600;
  first.venue = "广场";
  SessionView& second = event.sessions.emplace_back();
  second.date = {2026, 6, 17};
  second.fuzzy = true;
  edition.occurrences = {{0, 0}, {0, 1}};
  edition.slogans = {{"人人讲安全", "主题", "s-1", "theme", 1, 5, 2}};
  edition.materials = {4, 5};
  edition.forms = {6};
  edition.archives = {{"all", "", {{1, 4, "海报.pdf"}, {2, 5, "折页.pdf"}}}};
  DeadlineView& deadline = edition.deadlines.emplace_back();
  deadline.due_text = "6月底前";
  deadline.due = {2026, 6, 30};
  deadline.fuzzy = true;
  deadline.minute = 1020;
  deadline.what = {"总结", "照片"};
  deadline.form = 6;
  deadline.repeated_on = {1, 2};
  ContactView& contact = edition.contacts.emplace_back();
  contact.name = "值班室";
  contact.kind = "hotline";
  contact.anonymous = 1;
  edition.key_event = 0;
  views.editions.emplace_back();  // An empty one: nothing is 0, and no date no day.
  return views;
}

std::string packed(const Views& views) {
  base::Packer packer;
  pack_views(views, packer);
  return packer.bytes();
}

}  // namespace

TEST_CASE("views that were unpacked are those that were packed") {
  const std::string bytes = packed(full_views());
  Views views;
  base::Unpacker unpacker(bytes);
  unpack_views(unpacker, views);
  REQUIRE(!unpacker.failed());
  CHECK(unpacker.at_end());
  CHECK(packed(views) == bytes);
  const EventView& event = views.editions[0].events[0];
  CHECK(event.sessions[1].end_date == base::Date());
  CHECK(event.sessions[1].start_minute == -1);
  CHECK(event.sessions[1].fuzzy);
  CHECK(event.sure_until == base::Date{2026, 6, 16});
  CHECK(event.capacity == 120);
  CHECK(views.editions[0].archives[0].files[1].name == "折页.pdf");
  CHECK(views.editions[1].key_event == SIZE_MAX);
}

TEST_CASE("views that were cut anywhere are not unpacked") {
  const std::string bytes = packed(full_views());
  for (size_t size = 0; size < bytes.size(); size++) {
    Views views;
    base::Unpacker unpacker(std::string_view(bytes).substr(0, size));
    unpack_views(unpacker, views);
    CHECK(unpacker.failed());
  }
}

}  // namespace herald::campaign
