#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "text/text.h"

namespace base = herald::base;
namespace text = herald::text;

namespace {

/// "2026-06-16", "2026-06-11..2026-06-20 fuzzy", "2026-06-16 09:30 |rest of the text", or "none".
std::string described(const std::optional<text::WrittenDate>& date, std::string_view whole) {
  if (!date) return "none";
  std::string out = base::iso(date->earliest);
  if (date->latest != date->earliest) out += ".." + base::iso(date->latest);
  if (date->minute >= 0) out += ' ' + base::clock(date->minute);
  if (date->fuzzy) out += " fuzzy";
  if (date->size < whole.size()) out += " |" + std::string(whole.substr(date->size));
  return out;
}

void check_date(std::string_view whole, std::string_view expected) {
  CAPTURE(whole);
  CHECK(described(text::read_date(whole, 2026), whole) == expected);
}

/// With " sure to" and a day where that is another than the latest.
void check_occasion(std::string_view whole, std::string_view expected) {
  CAPTURE(whole);
  const auto date = text::read_occasion(whole, 2026);
  std::string out = described(date, whole);
  if (date && date->sure_until != date->latest)
    out += date->sure_until ? " sure to " + base::iso(date->sure_until) : " never sure";
  CHECK(out == expected);
}

void check_period(std::string_view whole, std::string_view expected) {
  CAPTURE(whole);
  CHECK(described(text::read_period(whole, 2026), whole) == expected);
}

}  // namespace

TEST_CASE("dates are read as documents write them") {
  check_date("2026-06-16", "2026-06-16");
  check_date("2026/6/16", "2026-06-16");
  check_date("2026.6.16", "2026-06-16");
  check_date("2026－06－16", "2026-06-16");
  check_date("20200529", "2020-05-29");
  check_date("20260616 9:30", "2026-06-16 09:30");
  check_date("20261316", "none");
  check_date("20260631", "none");
  check_date("202606161", "none");
  check_date("20260616号", "none");
  check_date("2026年6月16日", "2026-06-16");
  check_date("2026年06月16日", "2026-06-16");
  check_date("2026年6月16号", "2026-06-16");
  check_date("6月16日", "2026-06-16");
  check_date("２０２６年６月１６日", "2026-06-16");
  check_date("2026 年 6 月 16 日", "2026-06-16");
  check_date("　2026年\u00A06月16日", "2026-06-16");
  check_date("二〇二六年六月十六日", "2026-06-16");
  check_date("二○二五年十二月三十一日", "2025-12-31");
  check_date("六月廿六日", "2026-06-26");
  check_date("6月16", "2026-06-16");
  check_date("6月16日前报送", "2026-06-16 |前报送");
  check_date("6月16、17日", "2026-06-16 |、17日");
}

TEST_CASE("quarters are fuzzy") {
  check_date("二季度", "2026-04-01..2026-06-30 fuzzy");
  check_date("第四季度前", "2026-10-01..2026-12-31 fuzzy |前");
  check_date("2025年第1季度", "2025-01-01..2025-03-31 fuzzy");
  check_date("五季度", "none");
}

TEST_CASE("halves of a year, a whole one and its end are fuzzy") {
  check_date("上半年", "2026-01-01..2026-06-30 fuzzy");
  check_date("下半年", "2026-07-01..2026-12-31 fuzzy");
  check_date("2027年上半年完成", "2027-01-01..2027-06-30 fuzzy |完成");
  check_date("2026 年 全年", "2026-01-01..2026-12-31 fuzzy");
  check_date("年底前", "2026-12-21..2026-12-31 fuzzy |前");
  check_date("2025年末", "2025-12-21..2025-12-31 fuzzy");
  check_date("上半天", "none");
  check_date("年轻人", "none");
  check_date("2026年年会", "none");
  check_period("6月1日至年底", "2026-06-01..2026-12-31 fuzzy");
  CHECK_FALSE(text::read_date("上半年", 0));
}

TEST_CASE("when something is held is known up to a day, or about a day") {
  check_occasion("6月16日", "2026-06-16");
  check_occasion("6月5日至7月5日", "2026-06-05..2026-07-05");
  check_occasion("6月中旬", "2026-06-11..2026-06-20 fuzzy never sure");
  check_occasion("6月上旬至中旬", "2026-06-01..2026-06-20 fuzzy never sure");
  check_occasion("6月中旬至6月25日", "2026-06-11..2026-06-25 fuzzy never sure");
  check_occasion("6月1日至12月底", "2026-06-01..2026-12-31 fuzzy sure to 2026-12-21");
  check_occasion("6月20日前", "2026-06-20 fuzzy never sure");
  check_occasion("6月底之前，分批", "2026-06-30 fuzzy |，分批 never sure");
  check_occasion("6月16日18:00前", "2026-06-16 18:00 fuzzy never sure");
  check_occasion("6月16日左右", "2026-06-13..2026-06-19 fuzzy never sure");
  check_occasion("6月中旬前后", "2026-06-08..2026-06-23 fuzzy never sure");
  check_occasion("6月16日前往广场", "2026-06-16 |前往广场");
  check_occasion("6月16日左右两侧", "2026-06-16 |左右两侧");
  check_occasion("6月31日前", "none");
}

TEST_CASE("a weekday behind the date is read along, a broken one is left") {
  check_date("6月16日（星期二）上午", "2026-06-16 |上午");
  check_date("6月16日(周二)", "2026-06-16");
  check_date("6月16日（ 周二 ）", "2026-06-16");
  check_date("2026-06-16 星期二", "2026-06-16");
  check_date("6月16日礼拜天", "2026-06-16");
  check_date("6月16日（周二至周五）", "2026-06-16 |（周二至周五）");
  check_date("6月16日（星期八）", "2026-06-16 |（星期八）");
  check_date("6月16日（农历五月初二）", "2026-06-16 |（农历五月初二）");
  check_date("6月16日周末", "2026-06-16 |周末");
}

TEST_CASE("a time behind the date is read along") {
  check_date("6月16日 9:30", "2026-06-16 09:30");
  check_date("6月16日09：30", "2026-06-16 09:30");
  check_date("2026-06-16T09:30", "2026-06-16 09:30");
  check_date("2026-06-16 09:30:00", "2026-06-16 09:30");
  check_date("6月16日上午9时30分", "2026-06-16 09:30");
  check_date("6月16日（星期二）上午 9 时 30 分", "2026-06-16 09:30");
  check_date("6月16日上午９时", "2026-06-16 09:00");
  check_date("6月16日下午3点半", "2026-06-16 15:30");
  check_date("6月16日下午3时", "2026-06-16 15:00");
  check_date("6月16日下午15:00", "2026-06-16 15:00");
  check_date("6月16日下午12:30", "2026-06-16 12:30");
  check_date("6月16日中午12时", "2026-06-16 12:00");
  check_date("6月16日中午1时", "2026-06-16 13:00");
  check_date("6月16日晚7:30", "2026-06-16 19:30");
  check_date("6月16日晚上十二时", "2026-06-16 24:00");
  check_date("6月16日凌晨12时", "2026-06-16 00:00");
  check_date("6月16日24时", "2026-06-16 24:00");
  check_date("6月16日十时整", "2026-06-16 10:00");
  check_date("6月16日9:00—11:30", "2026-06-16 09:00 |—11:30");
  check_date("6月16日9时至11时", "2026-06-16 09:00 |至11时");
}

TEST_CASE("what is no time is left") {
  check_date("6月16日9个部门", "2026-06-16 |9个部门");
  check_date("6月16日 12350热线", "2026-06-16 | 12350热线");
  check_date("6月16日 25:00", "2026-06-16 | 25:00");
  check_date("6月16日 9:60", "2026-06-16 | 9:60");
  check_date("6月16日 24:01", "2026-06-16 | 24:01");
  check_date("6月16日 3:2", "2026-06-16 | 3:2");
  check_date("6月16日上午", "2026-06-16 |上午");
}

TEST_CASE("parts of a month are spans of days") {
  check_date("6月上旬", "2026-06-01..2026-06-10 fuzzy");
  check_date("6月中旬下发", "2026-06-11..2026-06-20 fuzzy |下发");
  check_date("2月下旬", "2026-02-21..2026-02-28 fuzzy");
  check_date("2024年2月下旬", "2024-02-21..2024-02-29 fuzzy");
  check_date("6月中下旬", "2026-06-11..2026-06-30 fuzzy");
  check_date("6月初", "2026-06-01..2026-06-10 fuzzy");
  check_date("12月底", "2026-12-21..2026-12-31 fuzzy");
  check_date("2026年6月", "2026-06-01..2026-06-30 fuzzy");
  check_date("6月份", "2026-06-01..2026-06-30 fuzzy");
  check_date("6月初级考试", "2026-06-01..2026-06-30 fuzzy |初级考试");
  check_date("6月3场活动", "2026-06-01..2026-06-30 fuzzy |3场活动");
  check_date("6月3.5亿元", "2026-06-01..2026-06-30 fuzzy |3.5亿元");
}

TEST_CASE("what is no date is none") {
  for (const std::string_view bad :
       {"",       " ",    "安全生产月", "6月31日", "2026-02-29", "2026年13月1日", "0月1日",     "6月0日",
        "2026年", "2026", "16日",       "星期二",  "9:30",       "2026-06",       "2026-06/16", "12026-06-16",
        "6.16",   "6/16", "第6月16日",  "2026年6", "〇月一日",   "\xFF\xFE",      "2026年6\xE6"}) {
    check_date(bad, "none");
  }
  CHECK_FALSE(text::read_date("6月16日", 0));
  CHECK(text::read_date("2026年6月16日", 0));
}

TEST_CASE("periods are read with every joint and with what both ends share left out") {
  check_period("6月8日至12日", "2026-06-08..2026-06-12");
  check_period("6月1日至30日", "2026-06-01..2026-06-30");
  check_period("6月8日—7月2日", "2026-06-08..2026-07-02");
  check_period("6月8日——7月2日", "2026-06-08..2026-07-02");
  check_period("2026年6月8日 - 7月2日", "2026-06-08..2026-07-02");
  check_period("6月8日~12日", "2026-06-08..2026-06-12");
  check_period("6月8日～12日", "2026-06-08..2026-06-12");
  check_period("6月8日到12日", "2026-06-08..2026-06-12");
  check_period("6月8日起至12日止", "2026-06-08..2026-06-12");
  check_period("2026年6月1日起至2026年12月31日止", "2026-06-01..2026-12-31");
  check_period("６月１日至３０日", "2026-06-01..2026-06-30");
  check_period("6 月 1 日 至 30 日", "2026-06-01..2026-06-30");
  check_period("6月1—7日", "2026-06-01..2026-06-07");
  check_period("6月1至7日", "2026-06-01..2026-06-07");
  check_period("六月一日至三十日", "2026-06-01..2026-06-30");
  check_period("2026-06-08 ~ 2026-06-12", "2026-06-08..2026-06-12");
  check_period("2026-06-08至2026-06-12", "2026-06-08..2026-06-12");
  check_period("2026-06-08 ~ 06-12", "2026-06-08..2026-06-12");
  check_period("2026.6.8-6.12", "2026-06-08..2026-06-12");
  check_period("2026.6.8-12", "2026-06-08..2026-06-12");
  check_period("6月8日（周一）至12日（周五）", "2026-06-08..2026-06-12");
  check_period("6月8日（周一）9:00至6月12日17:00，大厅", "2026-06-08..2026-06-12 09:00 |，大厅");
  check_period("6月1日至30日开展", "2026-06-01..2026-06-30 |开展");
}

TEST_CASE("a period may turn the year") {
  check_period("12月1日至1月5日", "2026-12-01..2027-01-05");
  check_period("2025年12月1日至1月5日", "2025-12-01..2026-01-05");
  check_period("12月1日至2027年1月5日", "2026-12-01..2027-01-05");
  check_period("11月1日至次年3月31日", "2026-11-01..2027-03-31");
  check_period("2025年9月1日起至翌年8月31日止", "2025-09-01..2026-08-31");
  check_period("6月1日至当年12月31日", "2026-06-01..2026-12-31");
  check_period("11月至次年3月", "2026-11-01..2027-03-31 fuzzy");
  check_period("11月1日至次年", "2026-11-01 |至次年");
}

TEST_CASE("a period with a vague end is vague") {
  check_period("6月1日至12月底", "2026-06-01..2026-12-31 fuzzy");
  check_period("6月中旬至下旬", "2026-06-11..2026-06-30 fuzzy");
  check_period("6月8日至月底", "2026-06-08..2026-06-30 fuzzy");
  check_period("6月至7月", "2026-06-01..2026-07-31 fuzzy");
}

TEST_CASE("a single date is a period of one day, and what is no end is left") {
  check_period("6月16日", "2026-06-16");
  check_period("6月中旬", "2026-06-11..2026-06-20 fuzzy");
  check_period("6月16日起", "2026-06-16 |起");
  check_period("6月16日至", "2026-06-16 |至");
  check_period("6月16日—咨询日", "2026-06-16 |—咨询日");
  check_period("6月16日9:00-11:30", "2026-06-16 09:00 |-11:30");
  check_period("2026-06-16 9:00-11:30", "2026-06-16 09:00 |-11:30");
  check_period("2026-06-16 - 9:30", "2026-06-16 | - 9:30");
  check_period("6月16日9时至11时30分", "2026-06-16 09:00 |至11时30分");
}

TEST_CASE("a period that runs backwards or ends on no day is none") {
  for (const std::string_view bad :
       {"6月12日至8日", "6月8日至31日", "6月31日至7月2日", "7月2日至6月8日", "2026-06-12 ~ 2026-06-08",
        "至6月30日", "", "2026年6月8日至2025年6月12日"}) {
    check_period(bad, "none");
  }
}
