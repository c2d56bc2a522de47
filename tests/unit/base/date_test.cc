#include "base/date.h"

#include <doctest/doctest.h>

#include <string>

namespace base = herald::base;
using base::Date;
using base::DateTime;

TEST_CASE("days exist as the Gregorian calendar says") {
  CHECK(base::is_valid(2024, 2, 29));
  CHECK(base::is_valid(2000, 2, 29));
  CHECK(base::is_valid(1, 1, 1));
  CHECK(base::is_valid(9999, 12, 31));
  CHECK_FALSE(base::is_valid(2026, 2, 29));
  CHECK_FALSE(base::is_valid(1900, 2, 29));
  CHECK_FALSE(base::is_valid(2026, 6, 31));
  CHECK_FALSE(base::is_valid(2026, 13, 1));
  CHECK_FALSE(base::is_valid(2026, 0, 1));
  CHECK_FALSE(base::is_valid(2026, 1, 0));
  CHECK_FALSE(base::is_valid(0, 1, 1));
  CHECK_FALSE(base::is_valid(10000, 1, 1));
}

TEST_CASE("days are counted from 1970 and back, over every day of the years 1 to 9999") {
  CHECK(base::days_of({1970, 1, 1}) == 0);
  CHECK(base::days_of({2026, 6, 16}) == 20620);
  Date expected{1, 1, 1};
  for (int64_t days = base::days_of({1, 1, 1}); days <= base::days_of({9999, 12, 31}); ++days) {
    const Date date = base::date_of_days(days);
    if (date != expected || base::days_of(date) != days) FAIL("day ", days, " is ", base::iso(date));
    ++expected.day;
    if (!base::is_valid(expected.year, expected.month, expected.day)) {
      expected.day = 1;
      if (++expected.month == 13) {
        expected.month = 1;
        ++expected.year;
      }
    }
  }
  CHECK_FALSE(base::date_of_days(base::days_of({1, 1, 1}) - 1));
  CHECK_FALSE(base::date_of_days(base::days_of({9999, 12, 31}) + 1));
}

TEST_CASE("weekdays count from Monday") {
  CHECK(base::weekday({2026, 6, 16}) == 2);
  CHECK(base::weekday({2020, 6, 16}) == 2);
  CHECK(base::weekday({1970, 1, 1}) == 4);
  CHECK(base::weekday({1969, 12, 28}) == 7);
  CHECK(base::weekday({2026, 6, 1}) == 1);
}

TEST_CASE("a date is read with one kind of separator and nothing around it") {
  const auto check = [](std::string_view text, std::string_view expected) {
    CAPTURE(text);
    const auto date = base::parse_iso_date(text);
    CHECK((date ? base::iso(*date) : "none") == expected);
  };
  check("2026-06-16", "2026-06-16");
  check("2026-6-1", "2026-06-01");
  check("2026/06/16", "2026-06-16");
  check("2026.6.16", "2026-06-16");
  for (const std::string_view bad :
       {"", "2026", "2026-06", "2026-06-", "2026-06-31", "2026-06/16", "26-06-16", "2026-006-16",
        " 2026-06-16", "2026-06-16 ", "2026-06-16T09:30", "2026-06-161", "0000-01-01", "-2026-06-16",
        "2026--6-16", "20260616"}) {
    check(bad, "none");
  }
}

TEST_CASE("a date may be followed by a time") {
  const auto check = [](std::string_view text, std::string_view expected) {
    CAPTURE(text);
    const auto moment = base::parse_iso_date_time(text);
    CHECK((moment ? base::iso(*moment) : "none") == expected);
  };
  check("2026-06-16", "2026-06-16");
  check("2026-06-16T09:30", "2026-06-16T09:30");
  check("2026-06-16 9:30", "2026-06-16T09:30");
  check("2026-06-16 09:30:59", "2026-06-16T09:30");
  check("2026/6/16 24:00", "2026-06-16T24:00");
  for (const std::string_view bad :
       {"", "2026-06-16T", "2026-06-16 24:01", "2026-06-16 24:00:01", "2026-06-16 09:60", "2026-06-16 09:3",
        "2026-06-16 09:30:", "2026-06-16 09:30:61", "2026-06-16T09:30Z", "2026-06-16  09:30", "09:30"}) {
    check(bad, "none");
  }
}

TEST_CASE("a clock time is read with either colon") {
  CHECK(base::parse_clock("9:05") == 545);
  CHECK(base::parse_clock("09：05") == 545);
  CHECK(base::parse_clock("0:00") == 0);
  CHECK(base::parse_clock("24:00") == 1440);
  for (const std::string_view bad :
       {"", "9", "9:5", "25:00", "24:01", "9:60", "9:05 ", "-9:05", "009:05", ":05"}) {
    CAPTURE(bad);
    CHECK_FALSE(base::parse_clock(bad));
  }
}

TEST_CASE("moments are written as ISO 8601 and RFC 3339 want them") {
  const Date day{2026, 6, 16};
  CHECK(base::iso(DateTime{day, -1}) == "2026-06-16");
  CHECK(base::iso(Date{}).empty());
  CHECK(base::rfc3339({day, 570}, 480) == "2026-06-16T09:30:00+08:00");
  CHECK(base::rfc3339({day, -1}, 0) == "2026-06-16T00:00:00+00:00");
  CHECK(base::rfc3339({day, 0}, -210) == "2026-06-16T00:00:00-03:30");
  CHECK(base::rfc3339({{2026, 12, 31}, 1440}, 480) == "2027-01-01T00:00:00+08:00");
  CHECK(base::rfc3339({}, 480).empty());
  CHECK(base::clock(5) == "00:05");
}

TEST_CASE("days are added over the ends of months and years") {
  CHECK(base::add_days({2026, 12, 31}, 1) == Date{2027, 1, 1});
  CHECK(base::add_days({2024, 3, 1}, -1) == Date{2024, 2, 29});
}
