#pragma once
// Calendar dates and times of day as documents state them: Gregorian, without a zone of their own (the site
// has one). Only reading, writing and counting; dates in words are in the module text.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::base {

/// A day. `year` 0 means no date at all; any other value was checked.
struct Date {
  int16_t year = 0;
  uint8_t month = 0;  ///< 1 to 12
  uint8_t day = 0;    ///< 1 to 31, valid in its month

  auto operator<=>(const Date&) const = default;
  explicit operator bool() const { return year != 0; }
};

/// A day with a time of day, to the minute; `minute` counts from midnight, -1 when no time was stated.
struct DateTime {
  Date date;
  int16_t minute = -1;

  auto operator<=>(const DateTime&) const = default;
  explicit operator bool() const { return static_cast<bool>(date); }
  bool has_time() const { return minute >= 0; }
};

/// True when the day exists in the Gregorian calendar, years 1 to 9999.
bool is_valid(int year, int month, int day);

/// Days since 1970-01-01.
int64_t days_of(Date date);
/// The day that is so many days after 1970-01-01; no date when it is outside the years 1 to 9999.
Date date_of_days(int64_t days);
inline Date add_days(Date date, int64_t days) { return date_of_days(days_of(date) + days); }

/// 1 Monday to 7 Sunday (ISO 8601).
int weekday(Date date);

/// Reads YYYY-MM-DD (also with single digits, '/' or '.'), nothing else around it. Checks that the day
/// exists.
std::optional<Date> parse_iso_date(std::string_view text);

/// Reads a date as above, optionally followed by a blank or 'T' and HH:MM (or HH:MM:SS, seconds dropped).
std::optional<DateTime> parse_iso_date_time(std::string_view text);

/// Reads H:MM or HH:MM, also with a full-width colon; minutes since midnight. 24:00 is 1440.
std::optional<int> parse_clock(std::string_view text);

/// "2026-06-16".
std::string iso(Date date);
/// "2026-06-16T09:30", or the date alone when there is no time.
std::string iso(DateTime moment);
/// "2026-06-16T09:30:00+08:00"; midnight when there is no time. `offset_minutes` east of UTC.
std::string rfc3339(DateTime moment, int offset_minutes);
/// "09:30"
std::string clock(int minute);

}  // namespace herald::base
