#include <doctest/doctest.h>

#include "helpers.h"

namespace herald::campaign::test {
namespace {

std::unique_ptr<model::ParsedPage> parse_table(std::string_view text) {
  return parse_event_table({"content/2026/events/list.csv", std::string(text)}, "2026/events/list.csv");
}

void check_csv(std::string_view text, std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(text);
  const auto page = parse_table(text);
  CHECK(rows(page->records.get("events"), {"date", "start", "end", "title", "venue"}) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("CSV files directly in the folder of events are schedules") {
  CHECK(is_event_table("2026/events/list.csv"));
  CHECK(is_event_table("events/list.CSV"));
  CHECK_FALSE(is_event_table("2026/events/day/list.csv"));
  CHECK_FALSE(is_event_table("2026/notices/list.csv"));
  CHECK_FALSE(is_event_table("list.csv"));
  CHECK_FALSE(is_event_table("2026/events/list.md"));
}

TEST_CASE("a CSV file has the headers of a schedule's table") {
  check_csv("日期,时间,活动,地点\n6月16日,9:30—11:00,咨询日,广场\n2026/6/17,,检查,\n",
            "2026-06-16|09:30|11:00|咨询日|广场 / 2026-06-17|||检查|");
  check_csv("\xEF\xBB\xBF日期,活动\n20260616,甲\n", "2026-06-16|||甲|");
  check_csv("日期\t活动\n6月16日\t甲,乙\n", "2026-06-16|||甲,乙|");
  check_csv("云桥街道活动表,,\n日期,活动,地点\n6月16日,甲,广场\n", "2026-06-16|||甲|广场");
}

TEST_CASE("cells in quotation marks hold commas, marks and line breaks") {
  check_csv("日期,活动,地点\n6月16日,\"“一”、\"\"二\"\"\",\"广场, 东门\"\n",
            "2026-06-16|||“一”、\"二\"|广场, 东门");
  check_csv("日期,活动,地点\n6月16日,甲,\"广场\n东门\"\n6月17日,乙,\n",
            "2026-06-16|||甲|广场\n东门 / 2026-06-17|||乙|");
}

TEST_CASE("what is wrong in a CSV file is told with its line and column") {
  check_csv("日期,活动\n6月16日,\"甲\n", "", "2:7 csv-quote");
  check_csv("日期,活动\n6月16日,\"甲\"乙\n", "", "2:7 csv-quote");
  check_csv("名称,地点\n甲,广场\n", "", "1:1 csv-header");
  check_csv("日期,地点\n6月16日,广场\n", "", "1:1 csv-header");
  check_csv("", "", "1:1 csv-header");
  check_csv("日期,活动\n6月31日,甲\n6月30日,乙,丙\n", "2026-06-30|||乙|",
            "3:9 csv-cells 2:1 schedule-row-date");
  check_csv("日期,活动\n6月16日,\n", "", "2:1 schedule-row-title");
  check_csv("日期,时间,活动\n6月16日,25:00,甲\n", "2026-06-16|||甲|", "2:7 event-time");
}

TEST_CASE("several dates or times of a row are sessions of one event") {
  const auto page = parse_table(
      "日期,时间,活动\n6月8日、10日,9:00—10:00,甲\n6月8日 9:00、6月9日 "
      "14:00,,乙\n6月8日,9:00—10:00；14:00—15:00,丙\n");
  CHECK(codes(page->diagnostics) == "");
  const value::Value events = page->records.get("events");
  REQUIRE(events.items().size() == 3);
  CHECK(rows(events.items()[0].get("sessions"), {"date", "start", "end"}) ==
        "2026-06-08|09:00|10:00 / 2026-06-10|09:00|10:00");
  CHECK(rows(events.items()[1].get("sessions"), {"date", "start"}) == "2026-06-08|09:00 / 2026-06-09|14:00");
  CHECK(rows(events.items()[2].get("sessions"), {"start", "end"}) == "09:00|10:00 / 14:00|15:00");
}

TEST_CASE("columns of other names are kept under their own headers") {
  const auto page = parse_table("日期,活动,带队领导\n6月1日,甲,王某\n6月2日,乙,\n");
  CHECK(rows(page->records.get("events"), {"title", "extra"}) == "甲|[\"带队领导：王某\"] / 乙|");
}

}  // namespace herald::campaign::test
