#include "campaign/times.h"

#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_times(std::string_view text, int start, int end, bool all_day = false, bool wrong = false) {
  CAPTURE(text);
  const TimeRange range = read_times(text);
  CHECK(range.start == start);
  CHECK(range.end == end);
  CHECK(range.all_day == all_day);
  CHECK(range.wrong == wrong);
}

void check_weekdays_of(std::string_view text, std::string_view expected, int year = 2026) {
  CAPTURE(text);
  base::Diagnostics diagnostics;
  check_weekdays({"a.md", std::string(text)}, year, {}, diagnostics);
  CHECK(codes(diagnostics) == expected);
}

}  // namespace

TEST_CASE("times of day are read as offices write them") {
  check_times("9:30—11:00", 570, 660);
  check_times("9:30-11:00", 570, 660);
  check_times("9：30～11：00", 570, 660);
  check_times("９：３０—１１：００", 570, 660);
  check_times("09:30 至 11:00", 570, 660);
  check_times("上午9:30", 570, -1);
  check_times("下午2:30—4:00", 870, 960);
  check_times("上午10:00—1:00", 600, 780);
  check_times("上午9:30—下午4:00", 570, 960);
  check_times("下午14:30", 870, -1);
  check_times("下午2时30分至4时", 870, 960);
  check_times("9点半", 570, -1);
  check_times("9点一刻", 555, -1);
  check_times("晚上7点", 1140, -1);
  check_times("中午12:00", 720, -1);
  check_times("中午1点", 780, -1);
  check_times("凌晨2:00", 120, -1);
  check_times("19:30起", 1170, -1);
  check_times("18:00前", -1, 1080);
  check_times("至18:00", -1, 1080);
  check_times("8:30—11:30、14:00—17:00", 510, 1020);
  check_times("22:00—24:00", 1320, 1440);
}

TEST_CASE("what is no time of day is none") {
  check_times("", -1, -1);
  check_times("全天", -1, -1, true);
  check_times("会后", -1, -1);
  check_times("3天", -1, -1);
  check_times("第2期", -1, -1);
  check_times("25:00", -1, -1, false, true);
  check_times("9:75", -1, -1, false, true);
}

TEST_CASE("a weekday that does not agree with the date before it is told") {
  check_weekdays_of("6月16日（周二）", "");
  check_weekdays_of("6月16日（周三）", "1:7 weekday-wrong");
  check_weekdays_of("2026年6月16日星期三", "1:11 weekday-wrong");
  check_weekdays_of("2026-06-16 (周一)", "1:13 weekday-wrong");
  check_weekdays_of("6月14日（星期天）", "");
  check_weekdays_of("6月14日（周日）", "");
  check_weekdays_of("6月14日，礼拜六", "");
  check_weekdays_of("６月１６日（星期三）", "1:7 weekday-wrong");
  check_weekdays_of("2025年6月16日（周一）", "");
  check_weekdays_of("一行\n6月16日（周二）和6月17日（周四）", "2:17 weekday-wrong");
}

TEST_CASE("a weekday without a date before it is left alone") {
  check_weekdays_of("每周三下午", "");
  check_weekdays_of("6月第三周三", "");
  check_weekdays_of("一周一次，周五下午", "");
  check_weekdays_of("6月16日至18日（周四）", "");
  check_weekdays_of("6月31日（周三）", "");
  check_weekdays_of("6月16日（周三）", "", 0);
}

TEST_CASE("the right weekday is named in both languages") {
  base::Diagnostics diagnostics;
  check_weekdays({"a.md", "6月16日（周三）"}, 2026, {}, diagnostics);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(message_of(diagnostics.all()[0], base::Language::Chinese) == "2026-06-16是星期二，不是周三");
  CHECK(message_of(diagnostics.all()[0], base::Language::English) == "2026-06-16 is a Tuesday, not 周三");
}

}  // namespace herald::campaign::test
