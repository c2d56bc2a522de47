#include "helpers.h"

namespace herald::campaign::test {
namespace {

std::unique_ptr<model::ParsedPage> parse_schedule(std::string_view table) {
  return parse("2026/schedule.md", "---\ntitle: 日程\n---\n" + std::string(table));
}

/// `lines` are the rows of a table with the header 日期 时间 活动 地点.
void check_schedule(std::string_view lines, std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(lines);
  const auto page = parse_schedule("| 日期 | 时间 | 活动 | 地点 |\n|---|---|---|---|\n" + std::string(lines));
  CHECK(rows(page->records.get("events"), {"date", "end_date", "start", "end", "title"}) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

void check_table(std::string_view table, std::initializer_list<std::string_view> keys,
                 std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(table);
  const auto page = parse_schedule(table);
  CHECK(rows(page->records.get("events"), keys) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("a row with a date and a name is an event") {
  check_schedule("| 6月16日 | 9:30—11:00 | 咨询日 | 广场 |\n", "2026-06-16||09:30|11:00|咨询日");
  check_schedule("| 2026-06-16 | 上午9:30 | 咨询日 | |\n", "2026-06-16||09:30||咨询日");
  check_schedule("| 2026年6月16日（周二） | 全天 | 咨询日 | |\n", "2026-06-16||||咨询日");
  check_schedule("| 6月8日至12日 | 全天 | 检查 | |\n", "2026-06-08|2026-06-12|||检查");
  check_schedule("| 6月28日—7月2日 | | 检查 | |\n", "2026-06-28|2026-07-02|||检查");
  check_schedule("| ６月１６日 | ９：３０ | 咨询日 | |\n", "2026-06-16||09:30||咨询日");
}

TEST_CASE("a cell joined to the one above means what that says") {
  check_schedule("| 6月16日 | 9:00 | 甲 | 广场 |\n| ^^ | 14:00 | 乙 | ^^ |\n",
                 "2026-06-16||09:00||甲 / 2026-06-16||14:00||乙");
}

TEST_CASE("an empty date means the row above") {
  check_schedule("| 6月16日 | 9:00 | 甲 | |\n| | 14:00 | 乙 | |\n| 同上 | 15:00 | 丙 | |\n",
                 "2026-06-16||09:00||甲 / 2026-06-16||14:00||乙 / 2026-06-16||15:00||丙");
  check_schedule("| | 9:00 | 甲 | |\n", "", "6:2 schedule-row-date");
}

TEST_CASE("the time of the row above is not taken over") {
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月16日 9:00—10:00 | 甲 |\n| | 乙 |\n", {"start", "title"},
              "09:00|甲 / 09:00|乙");
  check_schedule("| 6月16日 | 9:00 | 甲 | |\n| | | 乙 | |\n", "2026-06-16||09:00||甲 / 2026-06-16||||乙");
}

TEST_CASE("the date cell may hold the time, and a column of times the date") {
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月16日 9:00—11:30 | 咨询日 |\n",
              {"date", "start", "end", "time_text"}, "2026-06-16|09:00|11:30|09:00—11:30");
  check_table("| 时间 | 活动 |\n|---|---|\n| 6月16日上午9:00 | 咨询日 |\n", {"date", "start"},
              "2026-06-16|09:00");
}

TEST_CASE("fuzzy dates keep their words and bounds") {
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月中旬 | 回头看 |\n",
              {"date", "end_date", "date_text", "fuzzy"}, "2026-06-11|2026-06-20|6月中旬|true");
}

TEST_CASE("fuzzy dates of all sorts keep their words") {
  const auto check = [](const std::string& cell, std::string_view expected) {
    check_table("| 日期 | 活动 |\n|---|---|\n| " + cell + " | 甲 |\n",
                {"date", "end_date", "fuzzy", "sure_until", "date_text", "time_text"}, expected);
  };
  check("6月上旬至中旬", "2026-06-01|2026-06-20|true||6月上旬至中旬|");
  check("6月", "2026-06-01|2026-06-30|true||6月|");
  check("12月底", "2026-12-21|2026-12-31|true||12月底|");
  check("上半年", "2026-01-01|2026-06-30|true||上半年|");
  check("2026年下半年", "2026-07-01|2026-12-31|true||2026年下半年|");
  check("全年", "2026-01-01|2026-12-31|true||全年|");
  check("6月中旬（另行通知）", "2026-06-11|2026-06-20|true||6月中旬（另行通知）|");
  check("6月中旬 9:00—11:00", "2026-06-11|2026-06-20|true||6月中旬|09:00—11:00");
  check("6月中旬9:00", "2026-06-11|2026-06-20|true||6月中旬|09:00");
  check("6月20日前", "2026-06-20||true||6月20日前|");
  check("6月16日18:00前", "2026-06-16||true||6月16日18:00前|");
  check("6月16日左右", "2026-06-13|2026-06-19|true||6月16日左右|");
  check("6月1日至12月底", "2026-06-01|2026-12-31|true|2026-12-21|6月1日至12月底|");
}

TEST_CASE("a window of days is exact, with the times at both ends") {
  check_schedule("| 6月5日至7月5日 | | 甲 | |\n", "2026-06-05|2026-07-05|||甲");
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月8日9:00至6月12日17:00 | 甲 |\n",
              {"date", "end_date", "start", "end", "fuzzy"}, "2026-06-08|2026-06-12|09:00|17:00|");
}

TEST_CASE("times behind a date are those of its days, in a list each one of its own") {
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月8日至12日 9:00—11:00 | 甲 |\n",
              {"date", "end_date", "start", "end"}, "2026-06-08|2026-06-12|09:00|11:00");
  const auto check = [](const std::string& cell, std::string_view expected) {
    const auto page = parse_schedule("| 日期 | 活动 |\n|---|---|\n| " + cell + " | 甲 |\n");
    const value::Value events = page->records.get("events");
    REQUIRE(events.items().size() == 1);
    CHECK(rows(events.items()[0].get("sessions"), {"date", "start", "end"}) == expected);
  };
  check("6月16日9:00、14:00", "2026-06-16|09:00| / 2026-06-16|14:00|");
  check("6月16日上午9:00、下午2:00", "2026-06-16|09:00| / 2026-06-16|14:00|");
  check("6月16日下午2点到4点、晚上7点到9点", "2026-06-16|14:00|16:00 / 2026-06-16|19:00|21:00");
  check("6月16日 9:00—10:00、14:00—15:00", "2026-06-16|09:00|10:00 / 2026-06-16|14:00|15:00");
}

TEST_CASE("fuzzy dates may be among several, each with its own words") {
  const auto page =
      parse_schedule("| 日期 | 活动 |\n|---|---|\n| 6月8日、6月中旬 | 甲 |\n| 6月上旬、下旬 | 乙 |\n");
  const value::Value events = page->records.get("events");
  CHECK(rows(events.items()[0].get("sessions"), {"date", "fuzzy", "date_text"}) ==
        "2026-06-08||6月8日 / 2026-06-11|true|6月中旬");
  CHECK(rows(events.items()[1].get("sessions"), {"date", "fuzzy", "date_text"}) ==
        "2026-06-01|true|6月上旬 / 2026-06-21|true|6月下旬");
  CHECK(codes(page->diagnostics).empty());
}

TEST_CASE("a row without a readable date is an error at its cell") {
  check_schedule("| 待定 | 9:00 | 甲 | |\n", "", "6:3 schedule-row-date");
  check_schedule("| 6月16日 | 9:00 | 甲 | |\n| 6月31日 | 9:00 | 乙 | |\n", "2026-06-16||09:00||甲",
                 "7:3 schedule-row-date");
  check_schedule("| | | | |\n| 6月1日 | | 甲 | |\n", "2026-06-01||||甲");
}

TEST_CASE("a second date that is of no use is told at its place, and the row stays") {
  check_schedule("| 6月16日至6月31日 | 9:00 | 甲 | |\n", "2026-06-16||09:00||甲", "6:9 schedule-date-rest");
  check_schedule("| 6月16日—31日 | | 甲 | |\n", "2026-06-16||||甲", "6:9 schedule-date-rest");
  check_schedule("| 6月16日至6月10日 | | 甲 | |\n", "2026-06-16||||甲", "6:9 schedule-date-rest");
  check_schedule("| 6月16日至待定 | | 甲 | |\n", "2026-06-16||||甲", "6:9 schedule-date-rest");
  check_schedule("| 6月16日、待定 | | 甲 | |\n", "2026-06-16||||甲", "6:9 schedule-date-rest");
  check_schedule("| 6月16日、31日 | | 甲 | |\n", "2026-06-16||||甲", "6:9 schedule-date-rest");
  check_schedule("| 2026-06-16, 2026-06-31 | | 甲 | |\n", "2026-06-16||||甲", "6:15 schedule-date-rest");
  check_schedule("| 六月十六日、六月三十一日 | | 甲 | |\n", "2026-06-16||||甲", "6:9 schedule-date-rest");
}

TEST_CASE("a day that is not fixed after all is told, and its words are shown") {
  const auto check = [](const std::string& cell, std::string_view place) {
    check_table("| 日期 | 活动 |\n|---|---|\n| " + cell + " | 甲 |\n", {"date", "note"},
                "2026-06-18|日期：" + cell, std::string(place) + " schedule-date-rest");
  };
  check("6月18日（待定）", "6:8");
  check("6月18日(暂定)", "6:8");
  check("6月18日暂定", "6:8");
  check("6月18日或19日", "6:8");
  check("6月18日或6月19日", "6:8");
  check("2026年6月18日（周四），具体时间另行通知", "6:18");
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月下旬（暂定） | 甲 |\n", {"date_text", "note"},
              "6月下旬（暂定）|");
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月18日（雨天顺延） | 甲 |\n", {"date", "note"}, "2026-06-18|");
}

TEST_CASE("a part of the day behind the date is its time") {
  const auto check = [](const std::string& cell, std::string_view expected) {
    check_table("| 日期 | 活动 |\n|---|---|\n| " + cell + " | 甲 |\n",
                {"date", "start", "all_day", "time_text"}, expected);
  };
  check("6月20日上午", "2026-06-20||true|上午");
  check("6月16日（星期二）上午", "2026-06-16||true|上午");
  check("6月20日（晚上）", "2026-06-20||true|晚上");
  check("6月20日上午9时", "2026-06-20|09:00|false|09:00");
  check("6月20日上午、晚上", "2026-06-20||true|上午、晚上");
  check("6月20日上午场", "2026-06-20||true|");
}

TEST_CASE("below a row whose date cannot be read an empty date cannot be read either") {
  check_schedule(
      "| 6月16日 | 9:00 | 甲 | |\n| 待定 | | 乙 | |\n| | 14:00 | 丙 | |\n| 同上 | | 丁 | |\n"
      "| 6月18日 | | 戊 | |\n| | | 己 | |\n",
      "2026-06-16||09:00||甲 / 2026-06-18||||戊 / 2026-06-18||||己",
      "7:3 schedule-row-date 8:2 schedule-row-date 9:3 schedule-row-date");
}

TEST_CASE("dates behind one that is of no use are read") {
  check_table(
      "| 日期 | 活动 |\n|---|---|\n| 6月8日、6月31日、6月10日 | 甲 |\n", {"date", "sessions"},
      "2026-06-08|[{\"date\":\"2026-06-08\",\"all_day\":true,\"time_text\":\"\",\"date_text\":\"6月8日\"}"
      ",{\"date\":\"2026-06-10\",\"all_day\":true,\"time_text\":\"\",\"date_text\":\"6月10日\"}]",
      "6:8 schedule-date-rest");
  check_schedule("| 6月8日 9:00、6月31日 14:00、待定 | | 甲 | |\n", "2026-06-08||09:00||甲",
                 "6:13 schedule-date-rest 6:25 schedule-date-rest");
}

TEST_CASE("words beside a date that mean no other day are left alone") {
  for (const std::string_view cell :
       {"6月16日，雨天顺延", "6月16日9:00至活动结束", "6月16日9:00—11:30", "6月16日（周二）", "6月16日起",
        "6月16日 上午、下午", "6月16日-咨询日"}) {
    const auto page = parse_schedule("| 日期 | 活动 |\n|---|---|\n| " + std::string(cell) + " | 甲 |\n");
    CAPTURE(cell);
    CHECK(rows(page->records.get("events"), {"date", "end_date", "date_text"}) ==
          "2026-06-16||" + std::string(cell));
    CHECK(codes(page->diagnostics).empty());
  }
}

TEST_CASE("a date that is of no use is shown as it is written") {
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月16日至6月31日 | 甲 |\n", {"note"}, "日期：6月16日至6月31日",
              "6:9 schedule-date-rest");
  check_table("| 日期 | 活动 | 备注 |\n|---|---|---|\n| 6月16日、待定 | 甲 | 请带水杯 |\n", {"note"},
              "请带水杯；日期：6月16日、待定", "6:9 schedule-date-rest");
}

TEST_CASE("a row without a name is told") {
  check_schedule("| 6月16日 | 9:00 | | 广场 |\n", "", "6:3 schedule-row-title");
}

TEST_CASE("times that cannot be are told") {
  check_schedule("| 6月16日 | 25:00 | 甲 | |\n", "2026-06-16||||甲", "6:11 event-time");
  check_schedule("| 6月16日 | 14:00—11:00 | 甲 | |\n", "2026-06-16||14:00|11:00|甲", "6:11 event-order");
  check_schedule("| 6月16日 | 22:00—1:00 | 甲 | |\n", "2026-06-16||22:00|01:00|甲");
}

TEST_CASE("a weekday in the cell or in its own column is held against the date") {
  check_schedule("| 6月16日（周三） | 9:00 | 甲 | |\n", "2026-06-16||09:00||甲", "6:9 weekday-wrong");
  check_table("| 日期 | 星期 | 活动 |\n|---|---|---|\n| 6月16日 | 三 | 甲 |\n", {"date"}, "2026-06-16",
              "6:11 weekday-wrong");
  check_table("| 日期 | 星期 | 活动 |\n|---|---|---|\n| 6月16日 | 周二 | 甲 |\n", {"date"}, "2026-06-16");
}

TEST_CASE("headers have synonyms, letter-spacing and remarks") {
  check_table(
      "| 活动日期 | 具体时间 | 活动名称 | 活动地点 | 主办单位 |\n|---|---|---|---|---|\n| 6月1日 | 9:00 | 甲 "
      "| 乙 | 丙 |\n",
      {"date", "start", "title", "venue", "organiser"}, "2026-06-01|09:00|甲|乙|丙");
  check_table("| 日 期 | 时间（北京时间） | 活 动 |\n|---|---|---|\n| 6月1日 | 9:00 | 甲 |\n",
              {"date", "start", "title"}, "2026-06-01|09:00|甲");
}

TEST_CASE("enumerations become lists") {
  check_table(
      "| 日期 | 活动 | 协办 | 对象 |\n|---|---|---|---|\n| 6月1日 | 甲 | 消防站、供电站，燃气站 | 企业、社区 "
      "|\n| 6月2日 | 乙 | — | |\n",
      {"co_organisers", "audience"}, "[\"消防站\",\"供电站\",\"燃气站\"]|[\"企业\",\"社区\"] / []|[]");
}

TEST_CASE("the mode comes from its column or from the place") {
  check_table("| 日期 | 活动 | 地点 |\n|---|---|---|\n| 6月1日 | 甲 | 线上 |\n| 6月2日 | 乙 | 广场 |\n",
              {"mode"}, "online / ");
  check_table(
      "| 日期 | 活动 | 方式 |\n|---|---|---|\n| 6月1日 | 甲 | 线上线下 |\n| 6月2日 | 乙 | 网络直播 |\n",
      {"mode"}, "mixed / online");
}

TEST_CASE("a state in its column is read") {
  check_table("| 日期 | 活动 | 状态 |\n|---|---|---|\n| 6月1日 | 甲 | 取消 |\n| 6月2日 | 乙 | |\n",
              {"status"}, "cancelled / ");
}

TEST_CASE("a link on the name is kept") {
  check_table("| 日期 | 活动 |\n|---|---|\n| 6月1日 | [启动会](events/opening.md) |\n",
              {"title", "link", "line"}, "启动会|events/opening.md|6");
}

TEST_CASE("ids are the day and the name, and unique") {
  check_table(
      "| 日期 | 活动 | 编号 |\n|---|---|---|\n| 6月1日 | 咨询日 | |\n| 6月1日 | 咨询日 | |\n| 6月2日 | 甲 | "
      "kai-mu |\n",
      {"id"}, "2026-06-01-zi-xun-ri / 2026-06-01-zi-xun-ri-2 / kai-mu");
}

TEST_CASE("several tables are one schedule, other tables are left") {
  const auto page = parse_schedule(
      "## 6月\n\n| 日期 | 活动 |\n|---|---|\n| 6月1日 | 甲 |\n\n## 7月\n\n| 日期 | 活动 |\n|---|---|\n| "
      "7月1日 | 乙 |\n\n"
      "## 联系\n\n| 岗位 | 电话 |\n|---|---|\n| 值班 | 119 |\n");
  CHECK(rows(page->records.get("events"), {"date", "title"}) == "2026-06-01|甲 / 2026-07-01|乙");
  CHECK(page->text->rest.html.find("联系") != std::string::npos);
  CHECK(page->text->rest.html.find("7月") == std::string::npos);
}

TEST_CASE("a row without a day says why") {
  const auto why = [](std::string path, std::string_view date) {
    const auto page =
        parse(std::move(path), "---\ntitle: 日程\nkind: schedule\n---\n| 日期 | 活动 |\n|---|---|\n| " +
                                   std::string(date) + " | 甲 |\n");
    return page->diagnostics.all().empty() ? "" : page->diagnostics.all()[0].arguments.at(1);
  };
  CHECK(why("richeng.md", "6月1日") == "文件不在年度文件夹里，不知道是哪一年");
  CHECK(why("richeng.md", "2026年6月1日") == "");
  CHECK(why("richeng.md", "会后") == "没有这一天，或者不认得这种写法");
  CHECK(why("2026/schedule.md", "6月31日") == "没有这一天，或者不认得这种写法");
  CHECK(why("2026/schedule.md", "待定") == "还没有定下哪天");
}

TEST_CASE("a page without a table of events is told") {
  check_table("6月1日启动会。\n", {"date"}, "", "4:1 schedule-no-table");
  check_table("", {"date"}, "", "4:1 schedule-no-table");
  check_table("| 岗位 | 电话 |\n|---|---|\n| 值班 | 119 |\n", {"date"}, "", "4:1 schedule-no-table");
  check_table("| 时间 | 活动 |\n|---|---|\n| 会后 | 甲 |\n", {"date"}, "", "4:1 schedule-no-table");
}

TEST_CASE("columns of other names are kept under their own headers") {
  check_table(
      "| 日期 | 带队领导 | 活动 | 联系电话 |\n|---|---|---|---|\n| 6月1日 | 王某 | 甲 | 0000-5550100 |\n"
      "| 6月2日 | — | 乙 | [见](https://a.example/) |\n| 6月3日 | | 丙 | |\n",
      {"title", "extra"},
      "甲|[\"带队领导：王某\",\"联系电话：0000-5550100\"] / 乙|[\"联系电话：见 https://a.example/\"] / 丙|");
  check_table("| 日期 | 活动 | 状态 | 方式 |\n|---|---|---|---|\n| 6月1日 | 甲 | 报名中 | 现场 |\n",
              {"mode", "extra"}, "offline|[\"状态：报名中\"]");
}

}  // namespace herald::campaign::test
