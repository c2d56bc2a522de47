#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "text/numerals.h"
#include "text/text.h"

namespace herald::text {
namespace {

using base::Date;

/// What of a month is meant.
enum class Part : uint8_t { Day, Whole, Early, EarlyMiddle, Middle, MiddleLate, Late, Months };

/// A date as it was read, not yet held against the calendar.
struct Written {
  int year = 0;  ///< 0 when none was stated.
  int month = 0;
  int day = 0;
  Part part = Part::Day;
  int months = 0;          ///< Of Part::Months: how many, from `month` on.
  char32_t separator = 0;  ///< Of 2026-06-16; 0 for 2026年6月16日.
  bool is_bare = false;    ///< 6月16 without 日.
  int minute = -1;
};

bool is_one_of(char32_t c, std::u32string_view set) {
  return c != 0 && set.find(c) != std::u32string_view::npos;
}

bool is_arabic_digit(char32_t c) { return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９'); }

/// A place in the text. Copied where a reading may fail, so that failing leaves no trace.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  size_t at() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }

  /// The next code point, 0 at the end.
  char32_t peek() const {
    size_t next = at_;
    return at_end() ? 0 : base::next_code_point(text_, next);
  }

  void skip() { base::next_code_point(text_, at_); }

  void skip_blanks() {
    while (!at_end() && is_space(peek())) skip();
  }

  bool take_one_of(std::u32string_view set) {
    if (!is_one_of(peek(), set)) return false;
    skip();
    return true;
  }

  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  /// A number in Arabic digits, all that stand here, `least` to `most` of them.
  std::optional<int> number(size_t least, size_t most) {
    Cursor next = *this;
    int value = 0;
    size_t count = 0;
    for (; count <= most && is_arabic_digit(next.peek()); ++count) {
      value = value * 10 + digit_of(next.peek());
      next.skip();
    }
    if (count < least || count > most) return std::nullopt;
    *this = next;
    return value;
  }

  /// A number below 100 in either kind of digits: 16, 十六, 廿六.
  std::optional<int> small_number() {
    if (is_arabic_digit(peek())) return number(1, 2);
    Cursor next = *this;
    while (digit_of(next.peek()) >= 0 || is_one_of(next.peek(), U"十廿卅")) next.skip();
    const auto value = parse_number(text_.substr(at_, next.at_ - at_));
    if (!value || *value > 99) return std::nullopt;
    *this = next;
    return static_cast<int>(*value);
  }

  /// A year: 2026, 二〇二六.
  std::optional<int> year() {
    if (is_arabic_digit(peek())) return number(4, 4);
    Cursor next = *this;
    int value = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = digit_of(next.peek());
      if (digit < 0) return std::nullopt;
      value = value * 10 + digit;
      next.skip();
    }
    *this = next;
    return value;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

constexpr std::u32string_view kDateSeparators = U"-/.－／．";

/// Separators of the same look are one: a full-width one is its ASCII form.
char32_t narrowed(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

/// The day and the separator before it: "-16".
std::optional<int> take_part(Cursor& cursor, char32_t separator) {
  if (!is_one_of(cursor.peek(), kDateSeparators) || narrowed(cursor.peek()) != separator) return std::nullopt;
  cursor.skip();
  return cursor.number(1, 2);
}

/// 2026-06-16
std::optional<Written> take_western_date(Cursor& cursor) {
  Cursor next = cursor;
  Written date;
  const auto year = next.number(4, 4);
  if (!year) return std::nullopt;
  date.separator = narrowed(next.peek());
  const auto month = take_part(next, date.separator);
  const auto day = month ? take_part(next, date.separator) : std::nullopt;
  if (!day) return std::nullopt;
  date.year = *year;
  date.month = *month;
  date.day = *day;
  cursor = next;
  return date;
}

/// 20260616, as file names and spreadsheets have it; a number of another sort is none.
std::optional<Written> take_compact_date(Cursor& cursor) {
  Cursor next = cursor;
  const auto number = next.number(8, 8);
  if (!number) return std::nullopt;
  Written date;
  date.year = *number / 10000;
  date.month = *number / 100 % 100;
  date.day = *number % 100;
  date.separator = U'-';
  const bool likely = date.year >= 1900 && date.year < 2100 && date.month >= 1 && date.month <= 12;
  if (!likely || is_one_of(next.peek(), kDateSeparators) || next.peek() == U'号') return std::nullopt;
  cursor = next;
  return date;
}

/// What is meant of a year: 第二季度, 上半年, 全年, 年底. `stated`: the year stands before it, with its 年.
bool take_part_of_year(Cursor& cursor, bool stated, Written& date) {
  struct Name {
    std::string_view name;
    int month, months;
  };
  static constexpr std::array kNames = {Name{"上半年", 1, 6}, Name{"下半年", 7, 6}, Name{"全年", 1, 12}};
  for (const Name& name : kNames) {
    if (!cursor.take(name.name)) continue;
    date.part = Part::Months;
    date.month = name.month;
    date.months = name.months;
    return true;
  }
  Cursor end = cursor;
  if ((stated || end.take("年")) && end.take_one_of(U"底末")) {
    cursor = end;
    date.part = Part::Late;
    date.month = 12;
    return true;
  }
  cursor.take("第");
  const auto quarter = cursor.small_number();
  if (!quarter || *quarter < 1 || *quarter > 4 || !cursor.take("季度")) return false;
  date.part = Part::Months;
  date.month = *quarter * 3 - 2;
  date.months = 3;
  return true;
}

/// 二季度, 2026年第二季度, 2026年上半年, 年底.
std::optional<Written> take_months(Cursor& cursor) {
  Cursor next = cursor;
  Written date;
  Cursor with_year = next;
  const auto year = with_year.year();
  with_year.skip_blanks();
  const bool stated = year && with_year.take("年");
  if (stated) {
    date.year = *year;
    next = with_year;
    next.skip_blanks();
  }
  if (!take_part_of_year(next, stated, date)) return std::nullopt;
  cursor = next;
  return date;
}

/// 上旬, 中下旬, 初, 底 behind a month.
std::optional<Part> take_part_of_month(Cursor& cursor) {
  using Name = std::pair<std::string_view, Part>;
  static constexpr std::array kNames = {
      Name{"上旬", Part::Early},        Name{"上中旬", Part::EarlyMiddle}, Name{"中旬", Part::Middle},
      Name{"中下旬", Part::MiddleLate}, Name{"下旬", Part::Late},          Name{"底", Part::Late},
      Name{"末", Part::Late},
  };
  Cursor next = cursor;
  next.skip_blanks();
  for (const auto& [name, part] : kNames) {
    if (!next.take(name)) continue;
    cursor = next;
    return part;
  }
  // 6月初 is a date, 6月初级考试 is one and an examination.
  if (!next.take("初") || is_one_of(next.peek(), U"级中步次赛审评试一二三四五六七八九十"))
    return std::nullopt;
  cursor = next;
  return Part::Early;
}

/// The day behind a month, with its 日: 16日. Without it a number is a day only where nothing else follows,
/// or where the caller knows that a period goes on.
std::optional<int> take_day(Cursor& cursor, bool& is_bare) {
  Cursor next = cursor;
  next.skip_blanks();
  const auto day = next.small_number();
  if (!day) return std::nullopt;
  Cursor marked = next;
  marked.skip_blanks();
  if (marked.take_one_of(U"日号")) {
    is_bare = false;
    cursor = marked;
    return day;
  }
  const char32_t after = next.peek();
  const bool goes_on = is_alphanumeric(after) && !is_one_of(after, U"至到");
  if (goes_on || is_one_of(after, U".．:：%％")) return std::nullopt;
  is_bare = true;
  cursor = next;
  return day;
}

/// 2026年6月16日, 6月16日, 6月中旬, 6月
std::optional<Written> take_chinese_date(Cursor& cursor) {
  Cursor next = cursor;
  Written date;
  Cursor after_year = next;
  if (const auto year = after_year.year()) {
    after_year.skip_blanks();
    if (after_year.take("年")) {
      date.year = *year;
      next = after_year;
      next.skip_blanks();
    }
  }
  const auto month = next.small_number();
  next.skip_blanks();
  if (!month || !next.take("月")) return std::nullopt;
  date.month = *month;
  if (const auto part = take_part_of_month(next)) {
    date.part = *part;
  } else if (const auto day = take_day(next, date.is_bare)) {
    date.day = *day;
  } else {
    date.part = Part::Whole;
    next.take("份");
  }
  cursor = next;
  return date;
}

/// （星期二）, (周二) or 星期二; nothing is taken when there is none.
void take_weekday(Cursor& cursor) {
  Cursor next = cursor;
  next.skip_blanks();
  const bool is_bracketed = next.take_one_of(U"（(【[〔");
  next.skip_blanks();
  if (!next.take("星期") && !next.take("礼拜") && !next.take("周")) return;
  if (!next.take_one_of(U"一二三四五六日天")) return;
  next.skip_blanks();
  if (is_bracketed && !next.take_one_of(U"）)】]〕")) return;
  cursor = next;
}

enum class Daytime : uint8_t { Unknown, Night, Morning, Noon, Afternoon, Evening };

Daytime take_daytime(Cursor& cursor) {
  using Name = std::pair<std::string_view, Daytime>;
  static constexpr std::array kNames = {
      Name{"凌晨", Daytime::Night},     Name{"清晨", Daytime::Morning}, Name{"早上", Daytime::Morning},
      Name{"早晨", Daytime::Morning},   Name{"上午", Daytime::Morning}, Name{"早", Daytime::Morning},
      Name{"中午", Daytime::Noon},      Name{"正午", Daytime::Noon},    Name{"下午", Daytime::Afternoon},
      Name{"傍晚", Daytime::Afternoon}, Name{"晚上", Daytime::Evening}, Name{"晚间", Daytime::Evening},
      Name{"夜间", Daytime::Evening},   Name{"晚", Daytime::Evening},
  };
  for (const auto& [name, daytime] : kNames) {
    if (cursor.take(name)) return daytime;
  }
  return Daytime::Unknown;
}

/// The minutes behind an hour, with what stands between: ":30", "时30分", "点半", "时".
std::optional<int> take_minutes(Cursor& cursor) {
  if (cursor.take_one_of(U":：∶")) {
    const auto minutes = cursor.number(2, 2);
    Cursor seconds = cursor;
    if (minutes && seconds.take_one_of(U":：") && seconds.number(2, 2)) cursor = seconds;
    return minutes;
  }
  if (!cursor.take_one_of(U"时点")) return std::nullopt;
  if (cursor.take("半")) return 30;
  if (cursor.take("一刻")) return 15;
  if (cursor.take("整") || cursor.take("钟")) return 0;
  Cursor next = cursor;
  next.skip_blanks();
  const auto minutes = next.small_number();
  next.skip_blanks();
  if (!minutes || !next.take("分")) return 0;
  cursor = next;
  return minutes;
}

/// The hour on a clock of 24, for 下午3时 and 晚上12时.
int hour_of_day(int hour, Daytime daytime) {
  if (daytime == Daytime::Night && hour == 12) return 0;
  if (daytime == Daytime::Noon && hour >= 1 && hour <= 2) return hour + 12;
  if (daytime == Daytime::Evening && hour == 12) return 24;
  const bool is_late = daytime == Daytime::Afternoon || daytime == Daytime::Evening;
  if (is_late && hour >= 1 && hour <= 11) return hour + 12;
  return hour;
}

/// 9:30, 上午9时30分, 下午3点半, T09:30; -1 when there is none.
int take_time(Cursor& cursor, bool is_western) {
  Cursor next = cursor;
  if (!is_western || !next.take("T")) next.skip_blanks();
  const Daytime daytime = take_daytime(next);
  next.skip_blanks();
  const auto hour = next.small_number();
  if (!hour) return -1;
  next.skip_blanks();
  const auto minutes = take_minutes(next);
  if (!minutes || *minutes > 59 || is_arabic_digit(next.peek())) return -1;
  const int minute = hour_of_day(*hour, daytime) * 60 + *minutes;
  if (minute > 24 * 60) return -1;
  cursor = next;
  return minute;
}

/// What may stand behind a day.
void take_details(Cursor& cursor, Written& date) {
  if (date.part != Part::Day || date.is_bare) return;
  take_weekday(cursor);
  date.minute = take_time(cursor, date.separator != 0);
}

std::optional<Written> take_date(Cursor& cursor) {
  Cursor next = cursor;
  next.skip_blanks();
  auto date = take_western_date(next);
  if (!date) date = take_compact_date(next);
  if (!date) date = take_months(next);
  if (!date) date = take_chinese_date(next);
  if (!date) return std::nullopt;
  take_details(next, *date);
  cursor = next;
  return date;
}

/// The first and the last day that `date` may mean; no dates when there is no such day.
std::pair<Date, Date> days_of(const Written& date) {
  if (!base::is_valid(date.year, date.month, 1)) return {};
  const auto day = [&](int number) {
    return Date{static_cast<int16_t>(date.year), static_cast<uint8_t>(date.month),
                static_cast<uint8_t>(number)};
  };
  int last = 31;
  while (!base::is_valid(date.year, date.month, last)) --last;
  switch (date.part) {
    case Part::Day:
      if (!base::is_valid(date.year, date.month, date.day)) return {};
      return {day(date.day), day(date.day)};
    case Part::Whole:
      return {day(1), day(last)};
    case Part::Early:
      return {day(1), day(10)};
    case Part::EarlyMiddle:
      return {day(1), day(20)};
    case Part::Middle:
      return {day(11), day(20)};
    case Part::MiddleLate:
      return {day(11), day(last)};
    case Part::Late:
      return {day(21), day(last)};
    case Part::Months: {
      const int behind = date.month + date.months;  // the first month that is not meant any more
      const int year = date.year + (behind > 12 ? 1 : 0);
      const Date next_one{static_cast<int16_t>(year),
                          static_cast<uint8_t>(behind > 12 ? behind - 12 : behind), 1};
      return {day(1), base::add_days(next_one, -1)};
    }
  }
  return {};
}

std::optional<WrittenDate> checked(const Written& date, size_t size) {
  const auto [earliest, latest] = days_of(date);
  if (!earliest) return std::nullopt;
  WrittenDate out;
  out.earliest = earliest;
  out.latest = latest;
  out.minute = static_cast<int16_t>(date.minute);
  out.fuzzy = date.part != Part::Day;
  if (!out.fuzzy) out.sure_until = latest;
  out.size = size;
  return out;
}

/// What joins the ends of a period: 至, 到, 起至, — and its kin.
bool take_joint(Cursor& cursor) {
  Cursor next = cursor;
  next.skip_blanks();
  next.take_one_of(U"起");
  next.skip_blanks();
  if (!next.take_one_of(U"至到")) {
    int dashes = 0;
    while (next.take_one_of(U"-－—–―─‐‑−﹣~～〜∼")) ++dashes;
    if (dashes == 0) return false;
  }
  next.skip_blanks();
  cursor = next;
  return true;
}

/// The end of a period that leaves out what it shares with the beginning: 30日, 下旬, 月底.
std::optional<Written> take_rest_of_chinese(Cursor& cursor, const Written& first) {
  Cursor next = cursor;
  Written date = first;
  date.is_bare = false;
  if (next.take("月底") || next.take("月末")) {
    date.part = Part::Late;
  } else if (const auto part = take_part_of_month(next)) {
    date.part = *part;
  } else {
    const auto day = take_day(next, date.is_bare);
    if (!day || date.is_bare) return std::nullopt;
    date.part = Part::Day;
    date.day = *day;
  }
  take_details(next, date);
  cursor = next;
  return date;
}

/// The same for 2026-06-08 ~ 06-12 and 2026.6.8-12.
std::optional<Written> take_rest_of_western(Cursor& cursor, const Written& first) {
  Cursor next = cursor;
  Written date = first;
  const auto number = next.number(1, 2);
  if (!number) return std::nullopt;
  date.day = *number;
  Cursor longer = next;
  if (const auto day = take_part(longer, first.separator)) {
    date.month = *number;
    date.day = *day;
    next = longer;
  }
  if (is_one_of(next.peek(), U":：∶时点年月.％%-/")) return std::nullopt;  // a time, or another number
  take_details(next, date);
  cursor = next;
  return date;
}

/// The year of an end that states none: that of the beginning, or the next when the months say so
/// (12月1日至1月5日).
int year_of_end(const Written& first, const Written& second) {
  constexpr int kMonthsMax = 6;  // more than that is rather a mistake than a turn of the year
  const bool turns = second.month < first.month && second.month + 12 - first.month <= kMonthsMax;
  return first.year + (turns ? 1 : 0);
}

/// What says of the end of a period which year it is in, by that of its beginning: 次年3月31日. 0 for
/// nothing.
int take_year_by_name(Cursor& cursor, int first) {
  Cursor next = cursor;
  int year = 0;
  for (const std::string_view name : {"次年", "翌年", "来年", "第二年", "明年"}) {
    if (year == 0 && next.take(name)) year = first + 1;
  }
  for (const std::string_view name : {"当年", "同年", "本年"}) {
    if (year == 0 && next.take(name)) year = first;
  }
  next.take("的");
  if (year != 0) cursor = next;
  return year;
}

/// The end of the period that begins with `first`, and the joint before it.
std::optional<Written> take_end(Cursor& cursor, const Written& first) {
  Cursor next = cursor;
  if (!take_joint(next)) return std::nullopt;
  const int named = take_year_by_name(next, first.year);
  auto second = take_date(next);
  if (!second) {
    second = first.separator != 0 ? take_rest_of_western(next, first) : take_rest_of_chinese(next, first);
  }
  if (!second) return std::nullopt;
  if (named != 0) second->year = named;
  if (second->year == 0) second->year = year_of_end(first, *second);
  next.take("止");
  cursor = next;
  return second;
}

}  // namespace

std::optional<WrittenDate> read_date(std::string_view text, int year) {
  Cursor cursor(text);
  auto date = take_date(cursor);
  if (!date) return std::nullopt;
  if (date->year == 0) date->year = year;
  return checked(*date, cursor.at());
}

std::optional<WrittenDate> read_period(std::string_view text, int year) {
  Cursor cursor(text);
  auto first = take_date(cursor);
  if (!first) return std::nullopt;
  if (first->year == 0) first->year = year;
  const auto second = take_end(cursor, *first);
  auto period = checked(*first, cursor.at());
  if (!period || !second) return period;
  const auto end = checked(*second, cursor.at());
  if (!end || end->earliest < period->earliest) return std::nullopt;
  period->latest = end->latest;
  if (period->sure_until) period->sure_until = end->earliest;
  period->end_minute = end->minute;
  period->fuzzy = period->fuzzy || end->fuzzy;
  return period;
}

std::optional<WrittenDate> read_occasion(std::string_view text, int year) {
  constexpr int kAboutDays = 3;
  auto date = read_period(text, year);
  if (!date) return date;
  Cursor behind(text.substr(date->size));
  behind.skip_blanks();
  const bool about = behind.take("左右") || behind.take("前后");
  const bool before = !about && (behind.take("以前") || behind.take("之前") || behind.take("前"));
  // 6月16日前往 is a date and a journey.
  if ((!about && !before) || is_alphanumeric(behind.peek())) return date;
  date->size += behind.at();
  date->fuzzy = true;
  date->sure_until = {};
  if (before) date->earliest = date->latest;
  if (about) {
    date->earliest = base::add_days(date->earliest, -kAboutDays);
    date->latest = base::add_days(date->latest, kAboutDays);
  }
  return date;
}

bool is_time_of_day(std::string_view text) {
  constexpr std::u32string_view kOfTimes =
      U"0123456789０１２３４５６７８９:：∶—–－-~～至到时点分半刻整起上下中晚早傍午间夜清凌晨全天（）()";
  for (Cursor cursor(text); !cursor.at_end(); cursor.skip()) {
    if (!is_one_of(cursor.peek(), kOfTimes) && !is_space(cursor.peek())) return false;
  }
  return true;
}

}  // namespace herald::text
