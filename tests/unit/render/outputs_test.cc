// The outputs that no template makes, and what they were made from.

#include <doctest/doctest.h>

#include "base/utf8.h"
#include "render/data_files.h"
#include "render/facts.h"
#include "site_maker.h"
#include "tmpl/json.h"
#include "value/json.h"

using namespace herald;
using namespace herald::render_test;

namespace {

std::map<std::string, std::string> pages_with(const std::string& path, const std::string& text) {
  std::map<std::string, std::string> pages = kPages;
  pages[path] = text;
  return pages;
}

std::map<std::string, std::string> templates_with(std::initializer_list<const char*> names) {
  std::map<std::string, std::string> templates = with_template("news.html", "{{ json_ld|tojson }}");
  for (const char* name : names) templates[name] = "{{ json_ld|tojson }}";
  return templates;
}

/// JSON of the filter `tojson` with Chinese as it is.
std::string with_characters(const std::string& json) {
  std::string out;
  for (size_t at = 0; at < json.size();) {
    const bool is_unit = json.compare(at, 2, "\\u") == 0;
    const auto unit = is_unit ? static_cast<char32_t>(std::stoul(json.substr(at + 2, 4), nullptr, 16)) : 0;
    if (unit < 0x80) {
      out += json[at++];
    } else {
      base::append_utf8(out, unit);
      at += 6;
    }
  }
  return out;
}

/// The last node of the page's JSON-LD: what the page is about.
std::string about(const std::string& path, const std::string& text, const std::string& name) {
  Made made = make(pages_with(path, text), templates_with({name.c_str()}));
  const std::string output = path.substr(0, path.size() - 3) + ".html";
  const base::Source source{"json-ld", rendered(made, output).bytes};
  value::Arena arena;
  base::Diagnostics diagnostics;
  const value::Value graph =
      value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, arena, diagnostics)
          .get("@graph");
  REQUIRE(graph.is(value::Type::List));
  std::string whole;
  tmpl::append_json(
      whole, value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, arena, diagnostics),
      arena);
  // Written straight, it is what printing a map of it would give, but for Chinese.
  CHECK(with_characters(whole) == source.text);
  std::string out;
  value::append_json(out, graph.items().back(), value::JsonStyle::Compact, arena);
  return out;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("structured data is a map for templates that look into it") {
  Made made =
      make(kPages, with_template("news.html",
                                 "{{ json_ld is mapping }} {{ json_ld|length }} {{ json_ld['@context'] }} "
                                 "{{ json_ld['@graph'][-1]['@type'] }} {{ json_ld|list|join(',') }} "
                                 "{{ (json_ld|string)[:14] }} {{ json_ld.other is defined }}"));
  CHECK(rendered(made, "2026/news/a.html").bytes ==
        "True 2 https://schema.org NewsArticle @context,@graph {&#39;@context&#39;: &#39; False");
}

TEST_CASE("a cell is quoted where it must be, and never a formula") {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"安全", "安全"},
      {"a,b", "\"a,b\""},
      {"说\"好\"", "\"说\"\"好\"\"\""},
      {"=1+1", "'=1+1"},
      {"+86 1", "'+86 1"},
      {"-5", "'-5"},
      {"@x", "'@x"},
      {"1-2=3", "1-2=3"},
      {"=a,\"b", "\"'=a,\"\"b\""},
      {"a\nb", "\"a\nb\""},
      {" a", "\" a\""},
      {"\t=1", "'\t=1"},
      {"；", "；"},
  };
  for (const auto& [text, cell] : cases) {
    CAPTURE(text);
    std::string out;
    render::append_csv_cell(out, text);
    CHECK(out == cell);
  }
}

TEST_CASE("a list is data with absolute addresses, and reads its membership") {
  Made made = make(pages_with("2026/slogans/a.md", "---\ntitle: 标语\n---\n1. 一句，话\n2. 又\"一\"句\n"),
                   with_template("slogans.html", "-"));
  Output json = rendered(made, "2026/slogans.json");
  CHECK(has(json.bytes, "\"version\": 1"));
  CHECK(has(json.bytes, "\"url\": \"https://a.example/x/2026/slogans/a.html#slogan-1\""));
  CHECK(std::any_of(json.reads.begin(), json.reads.end(),
                    [](const graph::Read& read) { return read.aspect == graph::Aspect::Members; }));
  CHECK(rendered(made, "2026/slogans.csv").bytes ==
        "\xEF\xBB\xBFnumber,text,group,characters,url,kind\r\n"
        "1,一句，话,,4,https://a.example/x/2026/slogans/a.html#slogan-1,general\r\n"
        "2,\"又\"\"一\"\"句\",,5,https://a.example/x/2026/slogans/a.html#slogan-2,general\r\n");
}

TEST_CASE("a section's feed has its pages alone and reads them") {
  Made made = make(pages_with("2026/notices/n.md", "---\ntitle: 通知\npublished: 2026-06-03\n---\n正文\n"),
                   with_template("notice.html", "-"));
  Output feed = rendered(made, "2026/news/feed.xml");
  CHECK(has(feed.bytes, "<id>tag:a.example,2000:section/2026/news</id>"));
  CHECK(has(
      feed.bytes,
      "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://a.example/x/2026/news/feed.xml\"/>"));
  CHECK(has(feed.bytes, "甲 &lt;b&gt;"));
  CHECK_FALSE(has(feed.bytes, "通知"));
  CHECK(feed.has_read(graph::Aspect::Body, made.site.page_by_path.find("2026/news/a.md")));
  CHECK_FALSE(feed.has_read(graph::Aspect::Body, made.site.page_by_path.find("2026/notices/n.md")));
  CHECK(has(rendered(made, "feed.xml").bytes, "通知"));
}

TEST_CASE("structured data is safe in a script and says what a notice is") {
  const std::string notice =
      about("2026/notices/n.md",
            "---\ntitle: 甲</script>\nissuer: 办\ndoc_number: 办〔2026〕1号\ndated: 2026-06-01\n"
            "published: 2026-06-02 09:00\nbasis:\n  - {title: 法, number: 主席令第88号}\n---\n正文\n",
            "notice.html");
  CHECK(has(notice, R"("name":"甲\u003c/script\u003e")"));
  CHECK(has(notice, R"({"@type":"PropertyValue","propertyID":"发文字号","value":"办〔2026〕1号"})"));
  CHECK(has(notice, R"("datePublished":"2026-06-02T09:00:00+08:00")"));
  CHECK(has(notice, R"("isBasedOn":[{"@type":"CreativeWork","identifier":"主席令第88号","name":"法"}])"));
}

TEST_CASE("an event says how it is held and whether it is") {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"mode: online", "OnlineEventAttendanceMode", "EventScheduled"},
      {"mode: mixed", "MixedEventAttendanceMode", "EventScheduled"},
      {"event_status: postponed", "OfflineEventAttendanceMode", "EventPostponed"},
      {"event_status: cancelled", "OfflineEventAttendanceMode", "EventCancelled"},
      {"event_status: moved-online", "OnlineEventAttendanceMode", "EventMovedOnline"},
  };
  for (const auto& [line, mode, status] : cases) {
    CAPTURE(line);
    const std::string event = about(
        "2026/events/e.md",
        std::string(
            "---\ntitle: 咨询日\nstart: 2026-06-16 09:00\nend: 2026-06-16 11:30\nvenue: {name: 广场}\n") +
            line + "\n---\n正文\n",
        "event.html");
    CHECK(has(event, std::string("\"eventAttendanceMode\":\"https://schema.org/") + mode + '"'));
    CHECK(has(event, std::string("\"eventStatus\":\"https://schema.org/") + status + '"'));
    CHECK(has(event, R"("startDate":"2026-06-16T09:00:00+08:00")"));
    CHECK(has(event, R"("endDate":"2026-06-16T11:30:00+08:00")"));
    CHECK(has(event, "\"Place\"") == (std::string(mode).find("Online") != 0));
  }
}

TEST_CASE("an event of a vague time says its words, and the days that they may mean") {
  const std::string vague =
      about("2026/events/e.md", "---\ntitle: 演练\nstart: 6月中旬\nsummary: 请参加\n---\n", "event.html");
  CHECK(has(vague, R"("startDate":"2026-06-11")"));
  CHECK(has(vague, R"("endDate":"2026-06-20")"));
  CHECK(has(vague, R"("description":"时间：6月中旬。请参加")"));
  const std::string last =
      about("2026/events/e.md", "---\ntitle: 演练\nstart: 6月20日前\n---\n", "event.html");
  CHECK_FALSE(has(last, "startDate"));
  CHECK(has(last, R"("endDate":"2026-06-20")"));
}

TEST_CASE("the twins of events have the words of vague times and where an event would have been held") {
  std::map<std::string, std::string> pages =
      pages_with("2026/events/a.md", "---\ntitle: 甲\nstart: 6月中旬\norganiser: 办\n---\n文\n");
  pages["2026/events/b.md"] =
      "---\ntitle: 乙\nstart: 2026-06-16 09:00\norganiser: 办\nvenue: 广场\nevent_status: "
      "moved-online\n---\n文\n";
  Made made = make(pages, with_template("event.html", "-"));
  const std::string json = rendered(made, "2026/events.json").bytes;
  CHECK(has(json, "\"end_date\": \"2026-06-20\",\n      \"date_text\": \"6月中旬\",\n      \"fuzzy\": true"));
  CHECK(has(json, "\"mode\": \"online\""));
  CHECK(has(json, "\"venue\": null"));
  CHECK(has(json, "\"former_venue\": \"广场\""));
  const std::string csv = rendered(made, "2026/events.csv").bytes;
  CHECK(has(csv, "2026-06-11,2026-06-20,6月中旬,true,"));
}

TEST_CASE("a page that leads on names the new address, seen from the old one") {
  Made made =
      make(pages_with("2026/news/c.md",
                      "---\ntitle: 丙\npublished: 2026-06-01\naliases: [2025/x/丙.html]\n---\n正文\n"),
           with_template("home.html", "-"));
  const std::string page = rendered(made, "2025/x/丙.html").bytes;
  CHECK(has(page, "<meta http-equiv=\"refresh\" content=\"0; url=../../2026/news/c.html\">"));
  CHECK(has(page, "<link rel=\"canonical\" href=\"https://a.example/x/2026/news/c.html\">"));
  CHECK(rendered(made, "_redirects").bytes == "/x/2025/x/%E4%B8%99.html /x/2026/news/c.html 301!\n");
}

TEST_CASE("the card for other portals names the campaign and reads what it names") {
  Made made = make(kPages, with_template("home.html", "-"));
  Output card = rendered(made, "portal.json");
  CHECK(has(card.bytes, "\"theme\": \"多看一眼\""));
  CHECK(has(card.bytes, "\"url\": \"https://a.example/x/2026/\""));
  CHECK(has(card.bytes, "\"events\": []"));
  CHECK(card.has_read(graph::Aspect::Field, made.site.page_by_path.find("2026/_index.md")));
}

namespace {

/// The dates of change that machines are told of the page news/a, of which its head says `updated` and the
/// history `changed`: Atom, JSON Feed, JSON-LD, site map and `page.modified`.
std::vector<std::string> told_changes(const std::string& updated, base::DateTime changed) {
  std::map<std::string, std::string> pages = kPages;
  pages["2026/news/a.md"] =
      "---\ntitle: 甲\npublished: 2026-06-01 09:00\n" + updated + "summary: 摘要\n---\n文。\n";
  Made made =
      make(pages, with_template("news.html", "{{ page.modified }}|{{ json_ld['@graph'][-1].dateModified }}"));
  if (changed) made.site.history.entries["2026/news/a"].changed = changed;
  const auto between = [&](const std::string& path, const std::string& from, const std::string& behind,
                           const std::string& end) {
    const std::string bytes = rendered(made, path).bytes;
    const size_t page = bytes.find(from), at = bytes.find(behind, page) + behind.size();
    REQUIRE(page != std::string::npos);
    return bytes.substr(at, bytes.find(end, at) - at);
  };
  return {between("feed.xml", "<title>甲<", "<updated>", "<"),
          between("feed.json", "\"title\": \"甲\"", "\"date_modified\": \"", "\""),
          between("sitemap.xml", "news/a.html", "<lastmod>", "<"), rendered(made, "2026/news/a.html").bytes};
}

}  // namespace

TEST_CASE("machines are told the later of what a page and what the history say of its last change") {
  const auto check = [](const std::string& updated, base::DateTime changed, const std::string& moment,
                        const std::string& page) {
    CAPTURE(updated);
    CAPTURE(base::iso(changed));
    CHECK(told_changes(updated, changed) == std::vector<std::string>{moment, moment, moment, page});
  };
  const base::DateTime none, june_3{{2026, 6, 3}, 600};
  check("", none, "2026-06-01T09:00:00+08:00", "|");
  check("", june_3, "2026-06-03T10:00:00+08:00", "2026-06-03T10:00|2026-06-03T10:00:00+08:00");
  check("updated: 2026-06-02 08:00\n", june_3, "2026-06-03T10:00:00+08:00",
        "2026-06-03T10:00|2026-06-03T10:00:00+08:00");
  check("updated: 2026-06-04 08:00\n", june_3, "2026-06-04T08:00:00+08:00",
        "2026-06-04T08:00|2026-06-04T08:00:00+08:00");
  check("updated: 2026-06-02 08:00\n", none, "2026-06-02T08:00:00+08:00",
        "2026-06-02T08:00|2026-06-02T08:00:00+08:00");
}

TEST_CASE("a page whose history is read has it among its facts") {
  Made made = make(kPages, with_template("home.html", "-"));
  const model::PageId a = made.site.page_by_path.find("2026/news/a.md"),
                      b = made.site.page_by_path.find("2026/news/b.md");
  const auto value_of = [&](model::PageId page) {
    const render::Facts facts(made.site, made.views);
    const graph::FactId fact = facts.fact_of({graph::Aspect::Field, page, 0});
    return facts.set().groups[facts.set().group_of(fact)].values[page];
  };
  const uint64_t a_before = value_of(a), b_before = value_of(b);
  made.site.history.entries["2026/news/a"].sequence = 2;
  CHECK(value_of(a) == a_before);  // an event's affair
  made.site.history.entries["2026/news/a"].changed = {{2026, 6, 3}, -1};
  CHECK(value_of(a) != a_before);
  CHECK(value_of(b) == b_before);
  Output feed = rendered(made, "feed.xml");
  CHECK(feed.has_read(graph::Aspect::Field, a));
  CHECK(feed.has_read(graph::Aspect::Field, b));
}
