#include "campaign/times.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "markdown/document.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

constexpr int kHour = 60;
constexpr int kDay = 24 * kHour;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// The part of the day that a word names: its shift of the hours 1 to 11, or nothing.
struct DayPart {
  std::string_view word;
  int shift;     ///< Added to hours below 12.
  int hour_min;  ///< From which hour it is added: 中午1点 is 13:00, 中午11点 is 11:00.
  int hour_max;
};
constexpr std::array<DayPart, 12> kDayParts = {{
    {"上午", 0, 0, 0},
    {"早上", 0, 0, 0},
    {"早晨", 0, 0, 0},
    {"凌晨", 0, 0, 0},
    {"清晨", 0, 0, 0},
    {"下午", 12 * kHour, 1, 11},
    {"晚上", 12 * kHour, 4, 11},
    {"晚间", 12 * kHour, 4, 11},
    {"夜间", 12 * kHour, 4, 11},
    {"傍晚", 12 * kHour, 4, 11},
    {"中午", 12 * kHour, 1, 3},
    {"晚", 12 * kHour, 4, 11},
}};

int take_number(std::string_view& text) {
  int value = 0;
  size_t count = 0;
  while (count < text.size() && count < 4 && is_digit(text[count]))
    value = value * 10 + (text[count++] - '0');
  text.remove_prefix(count);
  return value;
}

bool starts_with_digit(std::string_view text) { return !text.empty() && is_digit(text.front()); }

/// Reads the part of a time behind its hour; nothing when the number was no hour.
std::optional<int> take_minutes(std::string_view& text) {
  if (starts_with_digit(text)) return std::nullopt;
  if ((text.starts_with(":") || text.starts_with("∶")) &&
      starts_with_digit(text.substr(text[0] == ':' ? 1 : 3))) {
    text.remove_prefix(text[0] == ':' ? 1 : 3);
    return take_number(text);
  }
  if (!take(text, "时") && !take(text, "点")) return std::nullopt;
  if (take(text, "半")) return 30;
  if (take(text, "一刻")) return 15;
  if (take(text, "三刻")) return 45;
  std::string_view ahead = text;
  if (!starts_with_digit(ahead)) return 0;
  const int minutes = take_number(ahead);
  if (!take(ahead, "分")) return 0;
  text = ahead;
  return minutes;
}

/// The times in a text, in order; what is between them is passed over.
struct Times {
  std::vector<int> minutes;
  bool shifted_first = false;  ///< 下午 or the like stood before the first.
  bool wrong = false;
};

Times scan_times(std::string_view text) {
  Times times;
  const DayPart* part = nullptr;
  bool fresh_part = false;
  while (!text.empty()) {
    if (!starts_with_digit(text)) {
      const DayPart* found = nullptr;
      for (const DayPart& candidate : kDayParts) {
        if (found == nullptr && take(text, candidate.word)) found = &candidate;
      }
      if (found == nullptr) {
        text.remove_prefix(1);
        continue;
      }
      part = found;
      fresh_part = true;
      continue;
    }
    const int hour = take_number(text);
    const auto minute = take_minutes(text);
    if (!minute) continue;
    int value = hour * kHour + *minute;
    if (*minute > 59 || value > kDay) {
      times.wrong = true;
      continue;
    }
    const bool in_part = part != nullptr && hour >= part->hour_min && hour <= part->hour_max;
    const bool second_without_part = !fresh_part && !times.minutes.empty();
    if (in_part && (!second_without_part || value < times.minutes.back())) value += part->shift;
    if (times.minutes.empty()) times.shifted_first = part != nullptr;
    fresh_part = false;
    times.minutes.push_back(value);
  }
  return times;
}

constexpr std::array<std::string_view, 7> kWeekdays = {"一", "二", "三", "四", "五", "六", "日"};
constexpr std::array<std::string_view, 7> kEnglishWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                              "Friday", "Saturday", "Sunday"};

/// 1 to 7 for the numeral at the beginning of `text`, else 0.
int weekday_of(std::string_view text) {
  for (size_t i = 0; i < kWeekdays.size(); i++) {
    if (text.starts_with(kWeekdays[i])) return static_cast<int>(i) + 1;
  }
  return text.starts_with("天") ? 7 : 0;
}

/// Where the date that ends at `end` may begin: behind the last character that no date holds.
size_t date_begin(std::string_view text, size_t end) {
  constexpr std::u32string_view kOfDates = U"0123456789-/.年月日号０１２３４５６７８９";
  size_t begin = end;
  for (int count = 0; begin > 0 && count < 12; count++) {
    const char32_t c = base::previous_code_point(text, begin);
    if (kOfDates.find(c) == std::u32string_view::npos) break;
    std::string one;
    base::append_utf8(one, c);
    begin -= one.size();
  }
  return begin;
}

void check_at(const base::Source& source, size_t name_begin, size_t name_size, int year,
              base::Diagnostics& diagnostics) {
  const std::string_view text = source.text;
  const int stated = weekday_of(text.substr(name_begin + name_size));
  if (stated == 0) return;
  std::string_view before = text.substr(0, name_begin);
  for (const std::string_view skip : {" ", "（", "(", "　", " "}) {
    if (before.ends_with(skip)) before.remove_suffix(skip.size());
  }
  const size_t begin = date_begin(text, before.size());
  if (begin == before.size()) return;
  const auto date = text::read_date(text.substr(begin, before.size() - begin), year);
  if (!date || date->fuzzy || date->earliest != date->latest || !date->earliest) return;
  if (begin + date->size != before.size()) return;
  const auto span_begin = static_cast<uint32_t>(name_begin);
  const auto span_end = static_cast<uint32_t>(name_begin + name_size + 3);
  check_weekday(date->earliest, text.substr(name_begin, name_size + 3), source, {span_begin, span_end},
                diagnostics);
}

}  // namespace

TimeRange read_times(std::string_view text) {
  TimeRange range;
  const std::string plain = narrowed(text);
  for (const std::string_view word : {"全天", "整天", "全日", "all day"}) {
    range.all_day = range.all_day || plain.find(word) != std::string::npos;
  }
  const Times times = scan_times(plain);
  range.wrong = times.wrong;
  if (times.wrong || times.minutes.empty()) return range;
  range.start = times.minutes.front();
  if (times.minutes.size() > 1) range.end = times.minutes.back();
  const bool noon_passed = range.end >= 0 && range.end < range.start && times.shifted_first;
  if (noon_passed && range.end + kDay / 2 > range.start && range.end + kDay / 2 <= kDay)
    range.end += kDay / 2;
  const std::string_view trimmed = base::trim(plain);
  const bool until = trimmed.starts_with("至") || trimmed.starts_with("到") || trimmed.ends_with("前") ||
                     trimmed.ends_with("止");
  if (until && times.minutes.size() == 1) std::swap(range.start, range.end);
  return range;
}

void check_weekday(base::Date date, std::string_view text, const base::Source& source, base::Span span,
                   base::Diagnostics& diagnostics) {
  std::string_view numeral = base::trim(text);
  for (const std::string_view name : {"星期", "礼拜", "周"}) {
    if (numeral.starts_with(name)) numeral.remove_prefix(name.size());
  }
  const int stated = weekday_of(numeral);
  const int right = base::weekday(date);
  if (stated == 0 || stated == right) return;
  const auto index = static_cast<size_t>(right - 1);
  diagnostics.add(base::Code::WeekdayWrong, source, span,
                  {base::iso(date), std::string(base::trim(text)), "星期" + std::string(kWeekdays[index]),
                   std::string(kEnglishWeekdays[index])});
}

void check_weekdays(const base::Source& source, int year, std::span<const base::Span> code,
                    base::Diagnostics& diagnostics) {
  const std::string_view text = source.text;
  for (const std::string_view name : {"周", "星期", "礼拜"}) {
    // By the second byte: the first ones begin every fourth character of a Chinese text.
    for (size_t at = text.find(name[1]); at != std::string_view::npos; at = text.find(name[1], at + 1)) {
      if (at == 0 || text.compare(at - 1, name.size(), name) != 0 || markdown::lies_in(code, at)) continue;
      check_at(source, at - 1, name.size(), year, diagnostics);
    }
  }
}

value::Value date_value(std::string_view written, int year, value::Arena& arena) {
  const std::string_view words = base::trim(written);
  const auto date = words.empty() ? std::nullopt : text::read_date(words, year);
  if (!date || !date->latest) return {};
  const auto text = [&](std::string_view made) { return value::Value::string(arena.copy(made)); };
  if (!date->fuzzy && date->earliest == date->latest) return text(base::iso(date->latest));
  value::MapBuilder map;
  map.set("text", text(words.substr(0, std::min(date->size, words.size()))));
  map.set("earliest", text(base::iso(date->earliest))).set("latest", text(base::iso(date->latest)));
  return map.build(arena);
}

}  // namespace herald::campaign
