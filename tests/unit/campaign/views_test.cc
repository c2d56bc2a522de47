#include "campaign/views.h"

#include <algorithm>
#include <vector>

#include "campaign/deadline_ids.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

struct File {
  std::string path, text;
};

/// A site of `files`, its views and what was told while they were gathered.
struct Gathered {
  model::Site site;
  Views views;
  base::Diagnostics diagnostics;

  const EditionView& edition() const { return views.editions.at(0); }
};

Gathered gather_files(const std::vector<File>& files) {
  model::SiteInput input;
  input.config = model::default_config("site");
  for (const File& file : files) {
    if (is_event_table(file.path)) {
      input.tables.push_back(parse_event_table({"content/" + file.path, file.text}, file.path));
    } else {
      input.pages.push_back(parse(file.path, file.text));
    }
  }
  base::Diagnostics assembling;
  Gathered gathered;
  gathered.site = model::assemble(std::move(input), assembling);
  gathered.views = gather(gathered.site, gathered.diagnostics);
  return gathered;
}

std::string shown_events(const EditionView& edition) {
  std::string out;
  for (const EventView& event : edition.events) {
    out += (out.empty() ? "" : " / ") + base::iso(event.date) + "|" + event.time_text + "|" + event.title +
           "|" + event.venue;
    out += event.page == model::kNone ? "" : "|page";
    out += event.schedule == model::kNone ? "" : "|row";
  }
  return out;
}

/// Every session as "day time key".
std::string shown_sessions(const EditionView& edition) {
  std::string out;
  for (const EventView& event : edition.events) {
    for (const SessionView& session : event.sessions)
      out +=
          (out.empty() ? "" : " / ") + base::iso(session.date) + " " + session.time_text + " " + session.key;
  }
  return out;
}

void check_events(const std::vector<File>& files, std::string_view expected,
                  std::string_view diagnostics = "") {
  const Gathered gathered = gather_files(files);
  CHECK(shown_events(gathered.edition()) == expected);
  CHECK(codes(gathered.diagnostics) == diagnostics);
}

File schedule(std::string_view lines) {
  return {"2026/schedule.md",
          "---\ntitle: 日程\n---\n| 日期 | 时间 | 活动 | 地点 |\n|---|---|---|---|\n" + std::string(lines)};
}
File event(std::string_view name, std::string_view head) {
  return {"2026/events/" + std::string(name) + ".md",
          "---\n" + std::string(head) + "organiser: 街道\n---\n文。\n"};
}
const File kIndex{"2026/_index.md",
                  "---\ntitle: 月\nkey_days:\n  - {date: 2026-06-16, name: 全国咨询日}\n---\n"};

}  // namespace

TEST_CASE("events come by day, then by time") {
  check_events(
      {kIndex,
       schedule("| 6月20日 | 9:00 | 丙 | |\n| 6月1日 | 14:00 | 乙 | |\n| 6月1日 | 9:00 | 甲 | 广场 |\n")},
      "2026-06-01|9:00|甲|广场|row / 2026-06-01|14:00|乙||row / 2026-06-20|9:00|丙||row");
}

/// Every event as "first..last words title", in order; `?` behind days that are not known.
std::string shown_days(const std::vector<File>& files, std::string_view diagnostics = "") {
  const Gathered gathered = gather_files(files);
  CHECK(codes(gathered.diagnostics) == diagnostics);
  std::string out;
  for (const EventView& event : gathered.edition().events) {
    out += (out.empty() ? "" : " / ") + base::iso(event.date) + ".." + base::iso(event.end_date);
    out += (is_day_known(event) ? " " : "? ") + event.date_text + " " + event.title;
  }
  return out;
}

TEST_CASE("a day of another year than the edition's says its year") {
  CHECK(shown_days({kIndex, schedule("| 2025年6月16日 | | 甲 | |\n| 6月16日 | | 乙 | |\n")}) ==
        "2025-06-16..2025-06-16 2025年6月16日 甲 / 2026-06-16..2026-06-16 6月16日 乙");
}

TEST_CASE("fuzzy dates are kept as written and sorted by their latest day") {
  CHECK(shown_days({kIndex, schedule("| 6月中旬 | | 甲 | |\n| 6月 | | 乙 | |\n| 6月20日 | | 丙 | |\n"
                                     "| 6月12日 | 9:00 | 丁 | |\n| 6月上旬至中旬 | | 戊 | |\n"
                                     "| 6月1日至12月底 | | 己 | |\n| 上半年 | | 庚 | |\n")}) ==
        "2026-06-01..2026-12-31 6月1日至12月底 己 / 2026-06-12..2026-06-12 6月12日 丁 / "
        "2026-06-20..2026-06-20 6月20日 丙 / 2026-06-01..2026-06-20? 6月上旬至中旬 戊 / "
        "2026-06-11..2026-06-20? 6月中旬 甲 / 2026-01-01..2026-06-30? 上半年 庚 / "
        "2026-06-01..2026-06-30? 6月 乙");
}

TEST_CASE("a page says when it is held in all forms that a row has") {
  const auto shown = [](const std::string& head) {
    return shown_days({kIndex, event("a", "title: 课\n" + head)});
  };
  CHECK(shown("start: 6月中旬\n") == "2026-06-11..2026-06-20? 6月中旬 课");
  CHECK(shown("日期: 6月上旬至中旬\n") == "2026-06-01..2026-06-20? 6月上旬至中旬 课");
  CHECK(shown("活动时间: 上半年\n") == "2026-01-01..2026-06-30? 上半年 课");
  CHECK(shown("日期: 6月5日至7月5日\n") == "2026-06-05..2026-07-05 6月5日至7月5日 课");
  CHECK(shown("开始: 6月1日\n结束: 12月底\n") == "2026-06-01..2026-12-31 6月1日至12月底 课");
  CHECK(shown("开始: 6月中旬\n结束: 6月30日\n") == "2026-06-11..2026-06-30? 6月中旬至6月30日 课");
  CHECK(shown("开始: 6月20日前\n") == "2026-06-20..2026-06-20? 6月20日前 课");
  CHECK(shown("场次: [6月8日 9:00, 6月下旬]\n") == "2026-06-08..2026-06-30 6月8日、6月下旬 课");
}

TEST_CASE("a page may say beginning and end in one line") {
  const auto fields = [](const std::string& head) {
    const auto page = parse("2026/events/a.md", "---\n" + head + "---\n文。\n");
    return std::string(page->fields.get("start").text_or_empty()) + " " +
           std::string(page->fields.get("end").text_or_empty()) + " " + codes(page->diagnostics);
  };
  CHECK(fields("活动时间: 6月16日 9:00—11:30\n") == "2026-06-16T09:00 2026-06-16T11:30 ");
  CHECK(fields("活动时间: 2026年6月16日（星期二）上午9时至11时\n") == "2026-06-16T09:00 2026-06-16T11:00 ");
  CHECK(fields("活动时间: 6月16日下午3点到5点半\n") == "2026-06-16T15:00 2026-06-16T17:30 ");
  CHECK(fields("活动时间: 6月16日晚上7:30—9:00\n") == "2026-06-16T19:30 2026-06-16T21:00 ");
  CHECK(fields("活动时间: 6月16日晚上10点到1点\n") == "2026-06-16T22:00 2026-06-17T01:00 ");
  CHECK(fields("活动时间: 6月16日15:00—5:30\n") == "2026-06-16T15:00 2026-06-16T05:30 2:7 event-order");
  CHECK(fields("活动时间: 6月16日22:00—1:00\n") == "2026-06-16T22:00 2026-06-17T01:00 ");
  CHECK(fields("活动时间: 6月8日9:00至6月12日17:00\n") == "2026-06-08T09:00 2026-06-12T17:00 ");
  CHECK(fields("活动时间: 6月16日 9:00\n") == "2026-06-16T09:00  ");
  CHECK(fields("活动时间: 6月16日 9:00—11:30\n结束时间: 2026-06-16 12:00\n") ==
        " 2026-06-16T12:00 2:7 wrong-date");
  CHECK(fields("活动时间: 6月16日 9:00—11:30在广场\n") == "  2:7 wrong-date");
}

TEST_CASE("vague words in a schedule and a day on the page that they mean are one event") {
  const std::string row = "| 6月中旬 | | 演练 | 广场 |\n";
  CHECK(shown_days({kIndex, schedule(row), event("a", "title: 演练\nstart: 2026-06-16 09:00\n")}) ==
        "2026-06-16..2026-06-16 6月16日 演练");
  CHECK(shown_days({kIndex, schedule(row), event("a", "title: 演练\nstart: 2026-06-21 09:00\n")}) ==
        "2026-06-11..2026-06-20? 6月中旬 演练 / 2026-06-21..2026-06-21 6月21日 演练");
  CHECK(shown_days({kIndex, schedule("| 6月16日 | 9:00 | [演练](events/a.md) | |\n"),
                    event("a", "title: 演练\nstart: 6月中旬\n")}) == "2026-06-16..2026-06-16 6月16日 演练");
  CHECK(shown_days({kIndex, schedule("| 6月下旬 | | [演练](events/a.md) | |\n"),
                    event("a", "title: 演练\nstart: 6月中旬\n")},
                   "6:12 event-differs") == "2026-06-11..2026-06-20? 6月中旬 演练");
}

TEST_CASE("an event of a key day has that day's date, whatever the campaign and the day are called") {
  CHECK(shown_days({kIndex, event("a", "title: 咨询\nkey_day: 全国咨询日\n")}) ==
        "2026-06-16..2026-06-16 6月16日 咨询");
  const File other{"2026/_index.md", "---\ntitle: 月\n重点日: [{日期: 11月9日, 名称: 消防日}]\n---\n"};
  CHECK(shown_days({other, event("a", "title: 消防\n重点日: 消防日\n")}) ==
        "2026-11-09..2026-11-09 11月9日 消防");
  CHECK(shown_days(
            {kIndex, event("a", "title: 咨询\nkey_day: 全国咨询日\nstart: 2026-06-14\nend: 2026-06-16\n")}) ==
        "2026-06-14..2026-06-16 6月14日至16日 咨询");
}

TEST_CASE("a page on another day than its key day is told where the key day stands, unless it was put off") {
  CHECK(shown_days({kIndex, event("a", "title: 咨询\nkey_day: 全国咨询日\nstart: 2026-06-15\n")},
                   "4:12 event-differs") == "2026-06-15..2026-06-15 6月15日 咨询");
  CHECK(shown_days({kIndex, event("a",
                                  "title: 咨询\nkey_day: 全国咨询日\nstart: 2026-06-20\n"
                                  "event_status: postponed\n")}) == "2026-06-20..2026-06-20 6月20日 咨询");
}

TEST_CASE("an event without a date whose key day has none is told") {
  const File undated{"2026/_index.md", "---\ntitle: 月\nkey_days: [{name: 咨询日}]\n---\n"};
  CHECK(shown_days({undated, event("a", "title: 咨询\nkey_day: 咨询日\n")}, "3:10 event-undated") == "");
  CHECK(shown_days({kIndex, event("a", "title: 咨询\nkey_day: 没有的\n")},
                   "3:10 key-day-unknown 3:10 event-undated") == "");
  const auto asked = [](std::string_view head) {
    const auto page = parse("2026/events/a.md", "---\n" + std::string(head) + "---\n文。\n", true);
    return codes(page->diagnostics);
  };
  CHECK(asked("title: 咨询\norganiser: 街道\nkey_day: 咨询日\n").find("missing-field") == std::string::npos);
  CHECK(asked("title: 咨询\norganiser: 街道\n").find("missing-field") != std::string::npos);
}

TEST_CASE("two pages of one event are told, unless something tells them apart") {
  const File first = event("a", "title: 咨询\nstart: 2026-06-16 09:00\nvenue: 文化广场\n");
  const auto told = [&](const std::string& head) {
    return codes(gather_files({kIndex, first, event("b", head)}).diagnostics);
  };
  CHECK(told("title: 咨询\nstart: 2026-06-16 09:00\nvenue: 文化广场\n") == "0:0 listed-twice");
  CHECK(told("title: “咨询”\nstart: 2026-06-16 09:00\nvenue: 文化 广场\n") == "0:0 listed-twice");
  CHECK(told("title: 咨询\nstart: 2026-06-16 09:00\nvenue: 公园\n") == "");
  CHECK(told("title: 咨询\nstart: 2026-06-16 14:00\nvenue: 文化广场\n") == "");
  CHECK(told("title: 咨询\nstart: 2026-06-17 09:00\nvenue: 文化广场\n") == "");
  CHECK(told("title: 演练\nstart: 2026-06-16 09:00\nvenue: 文化广场\n") == "");
}

/// How the one event of `files` is held: "mode venue|address|former venue".
std::string shown_mode(const std::vector<File>& files) {
  const Gathered gathered = gather_files(files);
  REQUIRE(gathered.edition().events.size() == 1);
  const EventView& held = gathered.edition().events[0];
  return held.mode + " " + held.venue + "|" + held.address + "|" + held.former_venue;
}

TEST_CASE("what was moved online is held online, and says where it would have been") {
  CHECK(shown_mode({kIndex, event("a",
                                  "title: 课\nstart: 2026-06-16\nvenue: {name: 广场, address: 一路1号}\n"
                                  "event_status: 改为线上\n")}) == "online ||广场，一路1号");
  CHECK(shown_mode({kIndex, event("a",
                                  "title: 课\nstart: 2026-06-16\nvenue: 广场\nmode: offline\n"
                                  "event_status: moved-online\n")}) == "online ||广场");
  CHECK(shown_mode({kIndex, event("a",
                                  "title: 课\nstart: 2026-06-16\nvenue: 腾讯会议\n"
                                  "event_status: moved-online\n")}) == "online 腾讯会议||");
  CHECK(shown_mode({kIndex,
                    {"2026/schedule.md",
                     "---\ntitle: 日程\n---\n| 日期 | 活动 | 地点 | 状态 |\n|---|---|---|---|\n"
                     "| 6月16日 | 课 | 广场 | 改为线上 |\n"}}) == "online ||广场");
}

TEST_CASE("how an event is held follows from its parts where it is not said") {
  const std::string head = "---\ntitle: 课\nstart: 2026-06-16\norganiser: 街道\n";
  const std::string parts = "---\n## 线上活动\n\n### 云直播\n\n- 平台：直播间\n";
  const auto shown = [&](const std::string& more, const std::string& body, const std::string& row = "") {
    std::vector<File> files = {kIndex, {"2026/events/a.md", head + more + body}};
    if (!row.empty()) files.push_back(schedule(row));
    return shown_mode(files);
  };
  CHECK(shown("", parts) == "online ||");
  CHECK(shown("venue: 广场\n", parts) == "mixed 广场||");
  CHECK(shown("venue: 广场\nmode: 线下\n", parts) == "offline 广场||");
  CHECK(shown("online: [{kind: 云直播, platform: 直播间}]\n", "---\n文。\n") == "online ||");
  CHECK(shown("venue: 广场\n", "---\n文。\n") == "offline 广场||");
  CHECK(shown("venue: 线上\n", "---\n文。\n") == "online 线上||");
  CHECK(shown("", parts, "| 6月16日 | 9:00 | 课 | 广场 |\n") == "mixed 广场||");
}

TEST_CASE("a row and the page that it links to are one event") {
  check_events({kIndex, schedule("| 6月16日 | 9:00 | [咨询日](events/day.md) | 广场 |\n"),
                event("day", "title: 咨询日\nstart: 2026-06-16 09:00\n")},
               "2026-06-16|9:00|咨询日|广场|page|row");
}

TEST_CASE("a row and a page of the same day and title are one event") {
  check_events({kIndex, schedule("| 6月16日 | 9:00 | “大”咨询日 | 广场 |\n"),
                event("day", "title: 大 咨询日\nstart: 2026-06-16 09:00\n")},
               "2026-06-16|9:00|大 咨询日|广场|page|row");
}

TEST_CASE("another day without a link is another event") {
  check_events({kIndex, schedule("| 6月17日 | 9:00 | 咨询日 | |\n"),
                event("day", "title: 咨询日\nstart: 2026-06-16 09:00\n")},
               "2026-06-16|9:00|咨询日||page / 2026-06-17|9:00|咨询日||row");
}

TEST_CASE("where row and page differ the page wins and it is told at the row") {
  check_events({kIndex, schedule("| 6月17日 | 10:00 | [咨询日](events/day.md) | 公园 |\n"),
                event("day", "title: 咨询日\nstart: 2026-06-16 09:00\nend: 2026-06-16 11:00\nvenue: 广场\n")},
               "2026-06-16|9:00—11:00|咨询日|广场|page|row",
               "6:19 event-differs 6:19 event-differs 6:19 event-differs");
}

TEST_CASE("a row says how an event stands where its page does not") {
  const auto check_status = [](std::string_view in_row, std::string_view in_page, std::string_view status,
                               std::string_view told) {
    CAPTURE(in_row);
    const Gathered gathered =
        gather_files({kIndex,
                      {"2026/schedule.md",
                       "---\ntitle: 日程\n---\n| 日期 | 活动 | 状态 |\n|---|---|---|\n| 6月16日 | "
                       "[咨询日](events/day.md) | " +
                           std::string(in_row) + " |\n"},
                      event("day", "title: 咨询日\nstart: 2026-06-16 09:00\n" + std::string(in_page))});
    REQUIRE(gathered.edition().events.size() == 1);
    CHECK(gathered.edition().events[0].status == status);
    std::string all;
    for (const base::Diagnostic& diagnostic : gathered.diagnostics.all())
      all += diagnostic.arguments.at(0) + " " + diagnostic.arguments.at(1) + " " + diagnostic.arguments.at(2);
    CHECK(all == told);
  };
  check_status("已结束", "", "done", "");
  check_status("取消", "", "cancelled", "");
  check_status("", "活动状态: 延期\n", "postponed", "");
  check_status("取消", "活动状态: 延期\n", "postponed", "状态 取消 延期");
  check_status("待定", "", "scheduled", "");
}

TEST_CASE("a page that lists its sessions is one event, held at each of them") {
  const Gathered gathered = gather_files(
      {kIndex,
       event("class", "title: 夜课\n场次: [6月8日 19:00—20:30, 6月10日 19:00, '2026-06-08 14:00']\n")});
  REQUIRE(gathered.edition().events.size() == 1);
  CHECK(shown_sessions(gathered.edition()) ==
        "2026-06-08 14:00 2026-06-08T14:00 / 2026-06-08 19:00—20:30 2026-06-08T19:00 / 2026-06-10 19:00 "
        "2026-06-10");
  const EventView& held = gathered.edition().events[0];
  CHECK(base::iso(held.date) == "2026-06-08");
  CHECK(base::iso(held.end_date) == "2026-06-10");
  CHECK(gathered.edition().occurrences.size() == 3);
}

TEST_CASE("a session that cannot be read is told at its place") {
  const auto page = parse("2026/events/a.md", "---\nstart: 2026-06-08\n场次:\n  - 周一上午\n---\n文。\n");
  CHECK(codes(page->diagnostics).find("4:5 session-unread") != std::string::npos);
}

TEST_CASE("a further date of a session that is of no use is told at its place, the others stand") {
  const auto page =
      parse("2026/events/a.md",
            "---\nstart: 2026-06-08\n场次:\n  - 6月8日 9:00、6月31日 9:00、6月9日\n---\n文。\n");
  CHECK(codes(page->diagnostics).find("4:15 session-unread") != std::string::npos);
  CHECK(rows(page->fields.get("sessions"), {"start"}) == "2026-06-08T09:00 / 2026-06-09");
}

TEST_CASE("the head's own time is one of the sessions, a span from first to last is none") {
  const auto sessions = [](std::string_view head) {
    return shown_sessions(gather_files({kIndex, event("a", "title: 课\n" + std::string(head))}).edition());
  };
  CHECK(sessions("start: 2026-06-07 09:00\nsessions: [2026-06-08 09:00]\n") ==
        "2026-06-07 9:00 2026-06-07 / 2026-06-08 9:00 2026-06-08");
  CHECK(sessions("start: 2026-06-08\nsessions: [2026-06-08 09:00, 2026-06-09 09:00]\n") ==
        "2026-06-08 9:00 2026-06-08 / 2026-06-09 9:00 2026-06-09");
  CHECK(sessions("start: 2026-06-08\nend: 2026-06-20\nsessions: [2026-06-08 09:00, 2026-06-09 09:00]\n") ==
        "2026-06-08 9:00 2026-06-08 / 2026-06-09 9:00 2026-06-09");
  CHECK(sessions("start: 2026-06-08 09:00\nsessions: [2026-06-08 09:00]\n") == "");
}

TEST_CASE("rows of one schedule that differ in time alone are sessions") {
  const Gathered gathered = gather_files(
      {kIndex,
       schedule("| 6月8日 | 9:00 | 甲 | |\n| 6月8日 | 14:00 | 甲 | |\n| 6月9日、11日 | 9:00 | 乙 | |\n")});
  CHECK(shown_sessions(gathered.edition()) ==
        "2026-06-08 9:00 2026-06-08T09:00 / 2026-06-08 14:00 2026-06-08T14:00 / 2026-06-09 9:00 2026-06-09 / "
        "2026-06-11 9:00 2026-06-11");
  CHECK(gathered.edition().events.size() == 2);
}

TEST_CASE(
    "rows of a CSV file, of a schedule and pages are one event; what differs is told with both places") {
  check_events(
      {kIndex,
       schedule("| 6月16日 | 9:00 | 咨询日 | 广场 |\n"),
       {"2026/events/list.csv", "日期,时间,活动,地点\n6月16日,10:00,咨询日,公园\n6月17日,9:00,检查,路口\n"}},
      "2026-06-16|9:00|咨询日|广场|row / 2026-06-17|9:00|检查|路口|row",
      "2:13 event-rows-differ 2:13 event-rows-differ");
  check_events({kIndex,
                event("day", "title: 咨询日\nstart: 2026-06-16 09:00\nvenue: 广场\n"),
                {"2026/events/list.csv", "日期,时间,活动,地点\n6月16日,10:00,咨询日,广场\n"}},
               "2026-06-16|9:00|咨询日|广场|page", "2:13 event-differs");
  check_events({kIndex,
                event("day", "id: zxr\ntitle: 咨询日\nstart: 2026-06-16 09:00\n"),
                {"2026/events/list.csv", "日期,活动,编号,地点\n6月16日,大咨询,zxr,广场\n"}},
               "2026-06-16|9:00|咨询日|广场|page", "2:7 event-differs");
}

/// The ids of all events, in their order.
std::string ids_of(std::string_view lines) {
  const Gathered gathered = gather_files({kIndex, schedule(lines)});
  CHECK(codes(gathered.diagnostics).empty());
  std::string all;
  for (const EventView& event : gathered.edition().events) {
    CHECK(event.id == "2026/schedule#" + event.anchor);
    all += (all.empty() ? "" : " ") + event.anchor;
  }
  return all;
}

TEST_CASE("rows of one schedule at two places are two events, at two times sessions with their places") {
  check_events({kIndex, schedule("| 6月8日 | 9:00 | 演练 | 广场 |\n| 6月8日 | 9:00 | 演练 | 公园 |\n")},
               "2026-06-08|9:00|演练|广场|row / 2026-06-08|9:00|演练|公园|row");
  const Gathered gathered =
      gather_files({kIndex, schedule("| 6月8日 | 9:00 | 演练 | 广场 |\n| 6月8日 | 14:00 | 演练 | 公园 |\n")});
  REQUIRE(gathered.edition().events.size() == 1);
  REQUIRE(gathered.edition().events[0].sessions.size() == 2);
  CHECK(gathered.edition().events[0].sessions[1].venue == "公园");
}

TEST_CASE("an event of a row is known by day and title, whatever stands above it") {
  const std::string row = "| 6月8日 | 9:00 | 演练 | 广场 |\n";
  const std::string known = ids_of(row);
  CHECK(known == "2026-06-08-yan-lian");
  CHECK(ids_of("| 6月8日 | 8:00 | 检查 | 路口 |\n" + row) == "2026-06-08-jian-cha " + known);
  CHECK(ids_of(row + "| 6月8日 | 14:00 | 演练 | 广场 |\n") == known);
}

TEST_CASE("rows of one day and title are told apart by what they are, not by their order") {
  const std::string a = "| 6月8日 | 9:00 | 演练 | 广场 |\n", b = "| 6月8日 | 9:00 | 演练 | 公园 |\n",
                    c = "| 6月8日 | 9:00 | 眼帘 | 公园 |\n";
  const std::string ab = ids_of(a + b);
  CHECK(ab.size() == 2 * std::string_view("2026-06-08-yan-lian-01234567").size() + 1);
  const size_t middle = ab.find(' ');
  const std::string id_a = ab.substr(0, middle), id_b = ab.substr(middle + 1);
  CHECK(id_a != id_b);
  CHECK(ids_of(b + a) == id_b + " " + id_a);
  const std::string cab = ids_of(c + a + b);
  CHECK(cab.find(id_a) != std::string::npos);
  CHECK(cab.find(id_b) != std::string::npos);
}

TEST_CASE("an id that a row states is what its event is known by") {
  const Gathered gathered = gather_files({kIndex,
                                          {"2026/schedule.md",
                                           "---\ntitle: 日程\n---\n| 日期 | 活动 | 地点 | 编号 "
                                           "|\n|---|---|---|---|\n| 6月8日 | 演练 | 广场 | yl-1 |\n| "
                                           "6月8日 | 演练 | 公园 | yl-2 |\n"}});
  REQUIRE(gathered.edition().events.size() == 2);
  CHECK(gathered.edition().events[0].id == "2026/schedule#yl-1");
  CHECK(gathered.edition().events[1].id == "2026/schedule#yl-2");
}

TEST_CASE("a note names the place that was read first") {
  const Gathered gathered = gather_files({kIndex,
                                          schedule("| 6月16日 | 9:00 | 咨询日 | 广场 |\n"),
                                          {"2026/events/list.csv", "日期,活动,地点\n6月16日,咨询日,公园\n"}});
  REQUIRE(gathered.diagnostics.all().size() == 1);
  const base::Diagnostic& told = gathered.diagnostics.all()[0];
  REQUIRE(told.notes.size() == 1);
  CHECK(told.place.path == "content/2026/events/list.csv");
  CHECK(told.notes[0].place.path == "content/2026/schedule.md");
  CHECK(told.notes[0].place.line == 6);
}

TEST_CASE("a link to something else is noted and the row stands alone") {
  check_events(
      {kIndex, schedule("| 6月16日 | 9:00 | [咨询日](news/a.md) | |\n"), {"2026/news/a.md", "# 甲\n"}},
      "2026-06-16|9:00|咨询日||row", "6:18 link-not-an-event");
}

TEST_CASE("a draft's row is shown without its page") {
  check_events({kIndex, schedule("| 6月16日 | 9:00 | [咨询日](events/day.md) | |\n"),
                event("day", "title: 咨询日\nstart: 2026-06-16 09:00\nstatus: draft\n")},
               "2026-06-16|9:00|咨询日||row");
}

TEST_CASE("the first event with a key day is the key event") {
  const Gathered gathered =
      gather_files({kIndex, schedule("| 6月1日 | 9:00 | 甲 | |\n"),
                    event("day", "title: 咨询日\nstart: 2026-06-16\nkey_day: 全国咨询日\n")});
  REQUIRE(gathered.edition().key_event == 1);
  CHECK(gathered.edition().events[1].title == "咨询日");
  CHECK(gathered.edition().events[1].all_day);
  CHECK(codes(gathered.diagnostics) == "");
}

TEST_CASE("a key day that the campaign does not have is told") {
  const Gathered gathered =
      gather_files({kIndex, event("day", "title: 咨询日\nstart: 2026-06-16\nkey_day: 全国咨询\n")});
  CHECK(codes(gathered.diagnostics) == "4:10 key-day-unknown");
  CHECK(gathered.diagnostics.all()[0].notes.size() == 1);
}

TEST_CASE("deadlines of notices and plans come once, by day") {
  const std::string head =
      "deadlines:\n  - due: 2026-07-03\n    what: [总结, 统计表]\n  - due: 6月中旬\n    what: "
      "[照片]\n---\n文。\n";
  const Gathered gathered =
      gather_files({kIndex,
                    {"2026/notices/a.md", "---\ntitle: 通知\n" + head},
                    {"2026/plans/a.md", "---\ntitle: 方案\n" + head},
                    {"2026/forms/a.md", "---\ntitle: 活动统计表\ndue: 2026-07-03\n---\n"},
                    {"2026/forms/b.md", "---\ntitle: 信息表\ndue: 2026-05-29\n---\n"}});
  std::string all;
  for (const DeadlineView& deadline : gathered.edition().deadlines) {
    all += std::to_string(1 + deadline.repeated_on.size()) + "x ";
    all += base::iso(deadline.due) + "|" + deadline.due_text + "|" + deadline.what[0] + " ";
  }
  CHECK(all == "1x 2026-05-29||信息表 2x 2026-06-20|6月中旬|照片 2x 2026-07-03||总结 ");
}

TEST_CASE("a deadline is fuzzy where earlier days may be meant, and comes behind those of its last day") {
  const Gathered gathered = gather_files(
      {kIndex,
       {"2026/notices/a.md",
        "---\ntitle: 通知\ndeadlines:\n  - {due: 上半年, what: 甲}\n  - {due: 6月30日前, what: 乙}\n  - "
        "{due: 6月下旬, what: 丙}\n---\n"}});
  std::string all;
  for (const DeadlineView& deadline : gathered.edition().deadlines)
    all += base::iso(deadline.due) + (deadline.fuzzy ? "? " : " ") + deadline.due_text + " ";
  CHECK(all == "2026-06-30 6月30日前 2026-06-30? 上半年 2026-06-30? 6月下旬 ");
}

TEST_CASE("a deadline may have a time and its own words") {
  const Gathered gathered =
      gather_files({kIndex,
                    {"2026/notices/a.md",
                     "---\ntitle: 通知\ndeadlines:\n  - {due: 2026-07-03, time: \"17:00\", due_text: "
                     "7月3日下班前, what: 总结, to: 应急办}\n---\n"}});
  REQUIRE(gathered.edition().deadlines.size() == 1);
  const DeadlineView& deadline = gathered.edition().deadlines[0];
  CHECK(deadline.minute == 1020);
  CHECK(deadline.due_text == "7月3日下班前");
  CHECK(deadline.to == "应急办");
}

/// The ids of the deadlines of a notice whose list is `lines`, in the order of their days.
std::vector<std::string> deadline_ids_of(std::string_view lines) {
  const Gathered gathered = gather_files(
      {kIndex, {"2026/notices/a.md", "---\ntitle: 通知\ndeadlines:\n" + std::string(lines) + "---\n"}});
  return deadline_ids(gathered.site, gathered.edition().deadlines);
}

TEST_CASE("a deadline is known by what is owed, whatever stands above it and when it is put off") {
  const std::string photos = "  - {due: 2026-06-20, what: 照片, who: 各社区}\n",
                    summary = "  - {due: 2026-07-03, what: 总结, who: 各社区}\n";
  const std::vector<std::string> both = deadline_ids_of(photos + summary);
  REQUIRE(both.size() == 2);
  CHECK(both[0].starts_with("2026/notices/a#deadline-"));
  CHECK(both[0] != both[1]);
  CHECK(deadline_ids_of(summary) == std::vector{both[1]});
  CHECK(deadline_ids_of("  - {due: 2026-07-10, what: 总结, who: 各社区}\n") == std::vector{both[1]});
  const std::vector<std::string> twice =
      deadline_ids_of(summary + "  - {due: 2026-07-10, what: 总结, who: 各社区}\n");
  CHECK(twice == std::vector{both[1] + "-2026-07-03", both[1] + "-2026-07-10"});
}

TEST_CASE("hotlines come before offices, those of the whole site too") {
  const Gathered gathered =
      gather_files({kIndex,
                    {"2026/contacts/a.md", "---\ntitle: 电话\n---\n- 应急办：0000-5550112\n- 火警：119\n"},
                    {"phones.md", "---\ntitle: 电话\nkind: contact\n---\n- 急救：120\n"}});
  std::string all;
  for (const ContactView& contact : gathered.edition().contacts) all += contact.name + " ";
  CHECK(all == "火警 急救 应急办 ");
}

TEST_CASE("slogans, materials, schedule and the page for reports are found") {
  const Gathered gathered =
      gather_files({kIndex,
                    {"2026/slogans/a.md", "# 标语\n\n1. 甲\n2. 乙\n"},
                    {"2026/materials/a.md", "# 海报\n"},
                    schedule("| 6月1日 | | 甲 | |\n"),
                    {"report.md", "---\ntitle: 举报\nkind: contact\npurpose: report\n---\n"}});
  CHECK(gathered.edition().slogans.size() == 2);
  CHECK(gathered.edition().slogans[1].anchor == "slogan-2");
  CHECK(gathered.edition().materials.size() == 1);
  CHECK(gathered.edition().schedule != model::kNone);
  REQUIRE(gathered.views.report != model::kNone);
  CHECK(gathered.site.parsed(gathered.views.report).title == "举报");
}

TEST_CASE("an empty site has no views") {
  const Gathered gathered = gather_files({});
  CHECK(codes(gathered.diagnostics) == "");
  CHECK(gathered.views.report == model::kNone);
}

}  // namespace herald::campaign::test
