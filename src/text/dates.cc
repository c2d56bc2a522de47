#include <fmt/format.h>

#include <array>

#include "text/numerals.h"
#include "text/text.h"

namespace herald::text {
namespace {

using base::Date;

int year_of(Date date) { return date.year; }
int month_of(Date date) { return date.month; }
int day_of(Date date) { return date.day; }

}  // namespace

std::string long_date(Date date) {
  if (!date) return "";
  std::string text = std::to_string(year_of(date));
  text.reserve(text.size() + 16);
  return text.append("年").append(short_date(date));
}

std::string short_date(Date date) {
  if (!date) return "";
  return std::to_string(month_of(date)).append("月").append(std::to_string(day_of(date))).append("日");
}

std::string formal_date(Date date) {
  if (!date) return "";
  std::string out;
  for (const char digit : std::to_string(year_of(date))) {
    out += digit == '0' ? "〇" : kChineseDigits[static_cast<size_t>(digit - '0')];
  }
  return fmt::format("{}年{}月{}日", out, chinese_number(month_of(date)), chinese_number(day_of(date)));
}

std::string weekday_name(Date date) {
  static constexpr std::array<std::string_view, 7> kNames = {"一", "二", "三", "四", "五", "六", "日"};
  if (!date) return "";
  return fmt::format("星期{}", kNames[static_cast<size_t>(base::weekday(date) - 1)]);
}

std::string period(Date from, Date to, bool with_year) {
  if (!from) from = to;
  if (!to || from == to) return with_year ? long_date(from) : short_date(from);
  if (from.year != to.year) return fmt::format("{}至{}", long_date(from), long_date(to));
  const std::string begin = with_year ? long_date(from) : short_date(from);
  return from.month == to.month ? fmt::format("{}至{}日", begin, day_of(to))
                                : fmt::format("{}至{}", begin, short_date(to));
}

}  // namespace herald::text
