#include "base/date.h"

#include <array>

namespace herald::base {
namespace {

constexpr int kMinutesPerDay = 1440;

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/// Reads digits at the front of `text` and removes them; nothing when there are fewer than `least` or more
/// than `most`.
std::optional<int> take_number(std::string_view& text, size_t least, size_t most) {
  size_t count = 0;
  int value = 0;
  while (count < text.size() && count <= most && text[count] >= '0' && text[count] <= '9') {
    value = value * 10 + (text[count++] - '0');
  }
  if (count < least || count > most) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

/// Writes the last `count` digits of `number`, which is not negative.
void write_digits(char* out, int count, int number) {
  for (int i = count; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Reads a date at the front of `text` and removes it.
std::optional<Date> take_date(std::string_view& text) {
  const auto year = take_number(text, 4, 4);
  if (!year || text.empty()) return std::nullopt;
  const char separator = text.front();
  if (separator != '-' && separator != '/' && separator != '.') return std::nullopt;
  text.remove_prefix(1);
  const auto month = take_number(text, 1, 2);
  if (!month || !text.starts_with(separator)) return std::nullopt;
  text.remove_prefix(1);
  const auto day = take_number(text, 1, 2);
  if (!day || !is_valid(*year, *month, *day)) return std::nullopt;
  return Date{static_cast<int16_t>(*year), static_cast<uint8_t>(*month), static_cast<uint8_t>(*day)};
}

/// Reads H:MM at the front of `text` and removes it.
std::optional<int> take_clock(std::string_view& text) {
  const auto hour = take_number(text, 1, 2);
  if (!hour || (!take(text, ":") && !take(text, "：") && !take(text, "∶"))) return std::nullopt;
  const auto minute = take_number(text, 2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const int value = *hour * 60 + *minute;
  return value <= kMinutesPerDay ? std::optional(value) : std::nullopt;
}

}  // namespace

bool is_valid(int year, int month, int day) {
  static constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  const int last = month == 2 && is_leap(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
  return day <= last;
}

// Both count in eras of 400 years (146,097 days) that begin on 1 March, so that the leap day is the last of
// its year.
int64_t days_of(Date date) {
  const int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t month = (date.month + 9) % 12;  // March is 0
  const int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;  // 0000-03-01 is so many days before 1970
}

Date date_of_days(int64_t days) {
  if (days < days_of({1, 1, 1}) || days > days_of({9999, 12, 31})) return {};
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day_of_year + 2) / 153;  // March is 0
  const int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
  const int64_t calendar_month = month < 10 ? month + 3 : month - 9;
  const int64_t year = year_of_era + era * 400 + (calendar_month <= 2 ? 1 : 0);
  return {static_cast<int16_t>(year), static_cast<uint8_t>(calendar_month), static_cast<uint8_t>(day)};
}

int weekday(Date date) {
  const int64_t from_thursday = days_of(date) % 7;  // 1970-01-01 was a Thursday
  return static_cast<int>((from_thursday + 7 + 3) % 7) + 1;
}

std::optional<Date> parse_iso_date(std::string_view text) {
  const auto date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::optional<DateTime> parse_iso_date_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return DateTime{*date, -1};
  if (!take(text, "T") && !take(text, " ")) return std::nullopt;
  const auto minute = take_clock(text);
  if (!minute) return std::nullopt;
  if (take(text, ":")) {
    const auto second = take_number(text, 2, 2);
    if (!second || *second > 60 || (*minute == kMinutesPerDay && *second > 0)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return DateTime{*date, static_cast<int16_t>(*minute)};
}

std::optional<int> parse_clock(std::string_view text) {
  const auto minute = take_clock(text);
  return text.empty() ? minute : std::nullopt;
}

// Pages are full of dates, so these are written digit by digit.
std::string iso(Date date) {
  if (!date) return "";
  char text[10];
  write_digits(text, 4, date.year);
  text[4] = text[7] = '-';
  write_digits(text + 5, 2, date.month);
  write_digits(text + 8, 2, date.day);
  return {text, sizeof text};
}

std::string iso(DateTime moment) {
  std::string text = iso(moment.date);
  if (!moment || !moment.has_time()) return text;
  text.reserve(16);
  text += 'T';
  return text += clock(moment.minute);
}

std::string rfc3339(DateTime moment, int offset_minutes) {
  if (!moment) return "";
  int minute = moment.has_time() ? moment.minute : 0;
  if (minute >= kMinutesPerDay) {  // RFC 3339 has no hour 24
    moment.date = add_days(moment.date, 1);
    minute -= kMinutesPerDay;
  }
  std::string text = iso(moment.date);
  text.reserve(25);
  text.append("T").append(clock(minute)).append(":00").append(offset_minutes < 0 ? "-" : "+");
  return text += clock(offset_minutes < 0 ? -offset_minutes : offset_minutes);
}

std::string clock(int minute) {
  char text[5];
  write_digits(text, 2, minute / 60);
  text[2] = ':';
  write_digits(text + 3, 2, minute % 60);
  return {text, sizeof text};
}

}  // namespace herald::base
