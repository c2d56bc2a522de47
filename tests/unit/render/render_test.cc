// Renders small sites that are built in memory: what templates see, what is recorded, what the field's
// filters do.

#include <doctest/doctest.h>

#include "base/utf8.h"
#include "site_maker.h"

using namespace herald;
using namespace herald::render_test;

namespace {

std::string news(const std::string& text) {
  Made made = make(kPages, with_template("news.html", text));
  Output output = rendered(made, "2026/news/a.html");
  for (const base::Diagnostic& diagnostic : made.diagnostics.all()) {
    if (diagnostic.severity() == base::Severity::Error)
      output.bytes += " error: " + base::message_of(diagnostic, base::Language::English);
  }
  return output.bytes;
}

}  // namespace

TEST_CASE("a page's attributes are those of its file, escaped") {
  CHECK(news("{{ page.title }}|{{ page.url }}|{{ page.kind }}|{{ page.source }}") ==
        "甲 &lt;b&gt;|a.html|news|办");
  CHECK(news("{{ page.body }}") == "<p>见<a href=\"b.html\">乙</a>。</p>\n");
  CHECK(news("{{ page.previous.title }}|{{ page.next }}") == "乙|None");
  CHECK(news("{{ page.absolute_url }}|{{ home_url }}|{{ asset('css/site.css') }}") ==
        "https://a.example/x/2026/news/a.html|../../index.html|../../theme/site.01234567.css");
  CHECK(news("{{ page.summary_stated }}{{ page.author }}{{ page.files|length }}") == "True0");
}

TEST_CASE("the sections of a notice come with its text, alone and among its records") {
  auto pages = kPages;
  pages["2026/notices/n.md"] =
      "---\ntitle: 通知\npublished: 2026-06-01 09:00\n---\n## 一、目标\n\n（一）看。\n\n## 二、要求\n";
  auto templates =
      with_template("notice.html",
                    "{% for s in page.numbered %}{{ s.number }}{{ s.title }}/{{ s.level }} {% endfor %}"
                    "{{ page.records.sections|length }}");
  templates["notice-list.html"] = "-";
  Made made = make(pages, templates);
  const Output output = rendered(made, "2026/notices/n.html");
  CHECK(output.bytes == "一、目标/1 （一）看/2 二、要求/1 3");
  CHECK(output.has_read(graph::Aspect::Body, made.site.page_by_path.find("2026/notices/n.md")));
  CHECK(news("{{ page.numbered|length }}{{ page.records.sections is defined }}") == "0False");
}

TEST_CASE("the steps above the site keep their addresses") {
  Made made = make(
      kPages, with_template("news.html", "{% for s in breadcrumb %}{{ s.name }}={{ s.url }} {% endfor %}"));
  made.site.config.trail = {{"大站", "https://a.example/", {}},
                            {"栏目", "https://a.example/an/address/longer/than/a/short/text/", {}},
                            {"乙", "2026/news/b.md", {}}};
  CHECK(rendered(made, "2026/news/a.html")
            .bytes.starts_with(
                "大站=https://a.example/ 栏目=https://a.example/an/address/longer/than/a/short/text/ "
                "乙=b.html 站="));
}

TEST_CASE("a field of no kind is an error that names the nearest") {
  CHECK(news("{{ page.titel }}").find("`page.titel` is not defined") != std::string::npos);
  CHECK(news("{{ asset('css/none.css') }}").find("css/none.css") != std::string::npos);
}

TEST_CASE("what a page reads is recorded, and nothing that it does not read") {
  Made made =
      make(kPages, with_template("news.html", "{{ page.title }}{{ page.next.title if page.next else '' }}"));
  Output output = rendered(made, "2026/news/a.html");
  model::PageId a = made.site.page_by_path.find("2026/news/a.md"),
                b = made.site.page_by_path.find("2026/news/b.md");
  CHECK(output.has_read(graph::Aspect::Field, a));
  CHECK_FALSE(output.has_read(graph::Aspect::Body, a));
  CHECK_FALSE(output.has_read(graph::Aspect::Field, b));
  CHECK_FALSE(output.has_read(graph::Aspect::Now, 0));
  CHECK(std::count_if(output.reads.begin(), output.reads.end(),
                      [](const graph::Read& read) { return read.aspect == graph::Aspect::Template; }) == 1);
}

TEST_CASE("a link reads the other page's address, a value the campaign's field, a state the clock") {
  Made made = make(kPages, with_template("news.html", "{{ page.body }}{{ '2026-06-16'|days_until }}"));
  model::PageId b = made.site.page_by_path.find("2026/news/b.md"),
                index = made.site.page_by_path.find("2026/_index.md");
  Output first = rendered(made, "2026/news/a.html");
  CHECK(first.has_read(graph::Aspect::Field, b, "url"));
  CHECK(first.has_read(graph::Aspect::Now, 0));
  Output second = rendered(made, "2026/news/b.html");
  CHECK(second.has_read(graph::Aspect::Field, index));
  CHECK(second.bytes == "<p>主题：多看一眼</p>\n6");
}

TEST_CASE("a list reads its membership") {
  Made made = make(
      kPages,
      with_template("news-list.html", "{% for p in list.pages %}{{ p.title }} {% endfor %}{{ list.total }}"));
  Output output = rendered(made, "2026/news/index.html");
  CHECK(output.bytes == "乙 甲 &lt;b&gt; 2");
  CHECK(std::any_of(output.reads.begin(), output.reads.end(),
                    [](const graph::Read& read) { return read.aspect == graph::Aspect::Members; }));
}

TEST_CASE("the filters of the field") {
  const std::pair<const char*, const char*> cases[] = {
      {"{{ '2026-06-16'|date }}", "2026年6月16日"},
      {"{{ '2026-06-16T09:05'|date('minute') }}", "2026-06-16 09:05"},
      {"{{ '2026-06-16'|date('formal') }}", "二〇二六年六月十六日"},
      {"[{{ ''|date }}{{ none|date }}]", "[]"},
      {"{{ '2026-06-16'|weekday }}{{ '2026-06-16'|weekday_long }}", "周二星期二"},
      {"{{ '2026-06-01'|period('2026-06-30') }}", "6月1日至30日"},
      {"{{ 640000|filesize }} {{ 999|filesize }} {{ 1500000|filesize }}", "640 KB 999 B 1.5 MB"},
      {"{{ 25|chinese_number }}", "二十五"},
      {"{{ '2026-06-10'|relative_day }} {{ '2026-06-12'|relative_day }} {{ '2026-06-08'|relative_day }}",
       "今天 后天 前天"},
      {"{{ '2026-06-30'|relative_day }} {{ '2026-05-31T09:00'|relative_day }}", "20天后 10天前"},
      {"{{ '安全 ab'|width }} {{ ''|width }}", "7 0"},
      {"{{ 'abc'|sha256 }}", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"{{ '0000-555 0112'|tel }}", "00005550112"},
      {"{{ '0571-55501234转8012'|tel }}", "057155501234"},
      {"{{ '0571-55501234/55501235'|tel }}", "057155501234"},
      {"{{ '值班（0571）55501234（8:30—17:30）'|tel }}", "057155501234"},
      {"{{ '0571-555O1234'|tel }}|{{ '+86 571 55501234'|tel }}", "|+8657155501234"},
      {"{{ '（一）搞好学习'|strip_numbering }}{{ '一、安排'|strip_numbering }}{{ '3.要求'|strip_numbering "
       "}}{{ '三天'|strip_numbering }}",
       "搞好学习安排要求三天"},
      {"{{ 'a<b\nc'|nl2br }}", "a&lt;b<br>c"},
      {"{{ ['长沙', '安徽', '北京']|sort_pinyin|join(' ') }}", "安徽 北京 长沙"},
      {"{{ url('2026/news/b.md') }}", "b.html"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(news(text) == expected);
  }
}

TEST_CASE("a filter's wrong argument is an error at its place") {
  for (const char* text : {"{{ 'someday'|date }}", "{{ '2026-06-16'|date('short-ish') }}",
                           "{{ 'x'|filesize }}", "{{ 'x'|cut(0) }}", "{{ url('none.md') }}"}) {
    CAPTURE(text);
    CHECK(news(text).find(" error: ") != std::string::npos);
  }
}

TEST_CASE("calendar lines are folded at 75 octets between characters, and text is escaped") {
  std::map<std::string, std::string> pages = kPages;
  pages["2026/schedule.md"] =
      "---\ntitle: 日程\n---\n| 日期 | 时间 | 活动 | 地点 |\n|---|---|---|---|\n"
      "| 6月16日 | 9:00—11:30 | 一场名字很长很长很长很长很长很长很长很长很长很长的活动,带逗号;和分号 | 广场 "
      "|\n| 6月20日 | 全天 | 整天的活动 | 街口 |\n";
  Made made = make(pages, with_template("home.html", "-"));
  std::string text = rendered(made, "2026/calendar.ics").bytes;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= 75);
    if (end + 2 < text.size()) CHECK((static_cast<unsigned char>(text[end + 2]) & 0xc0) != 0x80);
    at = end + 2;
  }
  std::string unfolded;
  for (size_t i = 0; i < text.size(); i++) {
    if (text.compare(i, 3, "\r\n ") == 0) {
      i += 2;
    } else {
      unfolded += text[i];
    }
  }
  CHECK(unfolded.find("活动\\,带逗号\\;和分号") != std::string::npos);
  CHECK(unfolded.find("DTSTART;TZID=Asia/Shanghai:20260616T090000") != std::string::npos);
  CHECK(unfolded.find("DTSTART;VALUE=DATE:20260620\r\nDTEND;VALUE=DATE:20260621") != std::string::npos);
}

/// The lines of the calendar of one event with `head`, that begin with one of `names`, unfolded.
std::string calendar_lines(const std::string& head, const std::string& body,
                           std::initializer_list<const char*> names) {
  std::map<std::string, std::string> pages = kPages;
  pages["2026/events/e.md"] = "---\ntitle: 课\norganiser: 办\n" + head + "---\n" + body;
  Made made = make(pages, with_template("event.html", "-"));
  std::string text = rendered(made, "2026/events/e.ics").bytes;
  text = base::replace_all(text, "\r\n ", "");
  text = text.substr(text.find("BEGIN:VEVENT"));
  std::string out;
  for (const std::string_view line : base::split(text, '\n')) {
    for (const char* name : names) {
      if (line.starts_with(name)) out.append(line.substr(0, line.size() - 1)).append("\n");
    }
  }
  return out;
}

TEST_CASE("an entry says no end that nobody has said") {
  const auto times = [](const std::string& head) {
    return calendar_lines(head, "", {"DTSTART", "DTEND", "TRANSP"});
  };
  CHECK(times("start: 2026-06-16 09:00\n") == "DTSTART;TZID=Asia/Shanghai:20260616T090000\n");
  CHECK(times("start: 2026-06-16 09:00\nend: 2026-06-16 11:30\n") ==
        "DTSTART;TZID=Asia/Shanghai:20260616T090000\nDTEND;TZID=Asia/Shanghai:20260616T113000\n");
  CHECK(times("start: 2026-06-16 09:00\nend: 2026-06-18\n") ==
        "DTSTART;TZID=Asia/Shanghai:20260616T090000\nDTEND;TZID=Asia/Shanghai:20260619T000000\n");
  CHECK(times("start: 2026-06-16 22:00\nend: 2026-06-17 01:00\n") ==
        "DTSTART;TZID=Asia/Shanghai:20260616T220000\nDTEND;TZID=Asia/Shanghai:20260617T010000\n");
}

TEST_CASE("an entry of a vague time has the days that it may mean, and its words") {
  CHECK(calendar_lines("start: 6月中旬\n", "", {"DTSTART", "DTEND", "DESCRIPTION", "STATUS", "TRANSP"}) ==
        "DTSTART;VALUE=DATE:20260611\nDTEND;VALUE=DATE:20260621\nDESCRIPTION:时间：6月中旬\\n主办：办\n"
        "STATUS:TENTATIVE\nTRANSP:TRANSPARENT\n");
  CHECK(calendar_lines("start: 2026-06-01 09:00\nend: 12月底\n", "",
                       {"DTSTART", "DTEND", "DESCRIPTION", "STATUS"}) ==
        "DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20270101\n"
        "DESCRIPTION:时间：6月1日至12月底 9:00\\n主办：办\nSTATUS:CONFIRMED\n");
}

TEST_CASE("an entry says in words what became of its event") {
  const auto entry = [](const std::string& status) {
    return calendar_lines(
        "start: 2026-06-16 09:00\nend: 2026-06-16 11:30\nvenue: 广场\nevent_status: " + status + "\n", "",
        {"SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP"});
  };
  CHECK(entry("scheduled") == "SUMMARY:课\nLOCATION:广场\nDESCRIPTION:主办：办\nSTATUS:CONFIRMED\n");
  CHECK(entry("postponed") ==
        "SUMMARY:【延期】课\nLOCATION:广场\nDESCRIPTION:延期：公布过的时间是6月16日 9:00—11:30\\n主办：办\n"
        "STATUS:TENTATIVE\nTRANSP:TRANSPARENT\n");
  CHECK(entry("moved-online") ==
        "SUMMARY:【改为线上】课\nDESCRIPTION:改为线上：原定地点是广场\\n主办：办\nSTATUS:CONFIRMED\n");
  CHECK(entry("cancelled") ==
        "SUMMARY:【取消】课\nLOCATION:广场\nDESCRIPTION:活动取消\\n主办：办\nSTATUS:CANCELLED\n");
}

TEST_CASE("an online part is a conference of its own sort") {
  const auto part = [](const std::string& fields) {
    return calendar_lines("start: 2026-06-16\nonline: [{" + fields + "}]\n", "", {"CONFERENCE"});
  };
  const std::string url = ", url: 'https://x.example/1'", at = ":https://x.example/1\n";
  CHECK(part("kind: 云直播" + url) == "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"云直播\"" + at);
  CHECK(part("kind: 视频会议" + url) == "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"视频会议\"" + at);
  CHECK(part("kind: 图文直播" + url) == "CONFERENCE;VALUE=URI;FEATURE=FEED;LABEL=\"图文直播\"" + at);
  CHECK(part("kind: 网上答疑" + url) == "CONFERENCE;VALUE=URI;FEATURE=CHAT;LABEL=\"网上答疑\"" + at);
  CHECK(part("kind: 云体验" + url) == "CONFERENCE;VALUE=URI;LABEL=\"云体验\"" + at);
  CHECK(part("kind: 云互动, platform: 街道公众号" + url) ==
        "CONFERENCE;VALUE=URI;FEATURE=FEED;LABEL=\"云互动\"" + at);
  CHECK(part("platform: '“甲”\"乙\"展厅'" + url) == "CONFERENCE;VALUE=URI;LABEL=\"“甲”'乙'展厅\"" + at);
  CHECK(part("text: 看" + url) == "CONFERENCE;VALUE=URI" + at);
  CHECK(part("kind: 电话咨询, platform: 0000-5550123") ==
        "CONFERENCE;VALUE=URI;FEATURE=PHONE;LABEL=\"电话咨询\":tel:00005550123\n");
  CHECK(part("kind: 热线, text: 9:00起拨打12350") ==
        "CONFERENCE;VALUE=URI;FEATURE=PHONE;LABEL=\"热线\":tel:12350\n");
  CHECK(part("kind: 电话咨询" + url) == "CONFERENCE;VALUE=URI;LABEL=\"电话咨询\"" + at);
  CHECK(part("kind: 云直播, platform: 直播间") == "");
}

TEST_CASE("a deadline's entry is on its last day and has the document's words") {
  std::map<std::string, std::string> pages = kPages;
  pages["2026/notices/n.md"] =
      "---\ntitle: 通知\ndeadlines:\n  - {due: 7月上旬, what: 总结, who: 社区, to: 办}\n"
      "  - {due: 2026-07-03, time: \"17:00\", what: 照片}\n---\n文\n";
  Made made = make(pages, with_template("notice.html", "-"));
  const std::string text = rendered(made, "2026/deadlines.ics").bytes;
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  CHECK(
      has("DTSTART;VALUE=DATE:20260710\r\nDTEND;VALUE=DATE:20260711\r\nSUMMARY:截止：总结\r\n"
          "DESCRIPTION:期限：7月上旬\\n社区，报送：办\r\n"));
  CHECK(has("SUMMARY:截止：照片\r\nDESCRIPTION:期限：17:00前\r\n"));
}

/// The state of an event with `when` at `now`.
std::string state_at(const std::string& when, base::DateTime now) {
  std::map<std::string, std::string> pages = kPages;
  pages["2026/events/e.md"] = "---\ntitle: 课\norganiser: 办\n" + when + "\n---\n";
  Made made = make(pages, with_template("event.html", "{{ page.event.state }}"));
  made.site.time.now = now;
  return rendered(made, "2026/events/e.html").bytes;
}

TEST_CASE("the state of a vague time is never more than is known") {
  const auto states = [](const std::string& when, std::initializer_list<base::Date> days) {
    std::string all;
    for (const base::Date day : days) all += (all.empty() ? "" : " ") + state_at(when, {day, 600});
    return all;
  };
  CHECK(states("start: 6月中旬", {{2026, 6, 10}, {2026, 6, 11}, {2026, 6, 20}, {2026, 6, 21}}) ==
        "upcoming open open past");
  CHECK(states("start: 6月20日前", {{2026, 1, 1}, {2026, 6, 20}, {2026, 6, 21}}) == "open open past");
  CHECK(states("start: 6月1日至12月底",
               {{2026, 5, 31}, {2026, 6, 1}, {2026, 12, 21}, {2026, 12, 22}, {2027, 1, 1}}) ==
        "upcoming running running open past");
  CHECK(states("start: 6月5日至7月5日", {{2026, 6, 4}, {2026, 6, 5}, {2026, 7, 5}, {2026, 7, 6}}) ==
        "upcoming running running past");
}

TEST_CASE("a date in words is printed in its words, and sorted and counted by its latest day") {
  const std::pair<const char*, const char*> cases[] = {
      {"{{ {'text': '12月底', 'earliest': '2026-12-21', 'latest': '2026-12-31'}|date('short') }}", "12月底"},
      {"{{ {'text': '12月底', 'earliest': '2026-12-21', 'latest': '2026-12-31'}|date('iso') }}",
       "2026-12-31"},
      {"[{{ {'text': '12月底', 'earliest': '2026-12-21', 'latest': '2026-12-31'}|weekday }}]", "[]"},
      {"{{ {'text': '6月中旬', 'earliest': '2026-06-11', 'latest': '2026-06-20'}|days_until }}", "10"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(news(text) == expected);
  }
}

TEST_CASE("a missing template is told once for all pages of a kind") {
  Made made = make(kPages, {{"home.html", "-"}, {"404.html", "-"}, {"news-list.html", "-"}});
  render::Renderer renderer(made.site, made.views, made.diagnostics);
  size_t missing = 0;
  for (const base::Diagnostic& diagnostic : made.diagnostics.all())
    missing += diagnostic.code == base::Code::MissingTemplate;
  CHECK(missing == 1);
}
