#include "model/config.h"

#include <doctest/doctest.h>

#include <set>

#include "site_maker.h"

namespace herald::model {
namespace {

/// Reads site.json and says what was told.
struct Reading {
  explicit Reading(std::string text) : config(parse_config({"site.json", std::move(text)}, diagnostics)) {}
  base::Diagnostics diagnostics;
  Config config;
  std::vector<std::string> told() const { return lines_of(diagnostics); }
};

TEST_CASE("site.json gives the identity of the site") {
  const Reading reading(R"({
  "name": "云桥街道安全生产月", "name_en": "Yunqiao Work Safety Month", "url": "https://a.example/x",
  "sponsor": "街道办事处", "operator": "应急办", "edition": "2026", "icp": "云ICP备00000000号-1",
  "contact": {"tel": "0000-5550112", "email": "a@b.example"},
  "columns": [{"name": "通知公告", "to": "2026/notices/", "column_type": "公告", "keywords": ["通知", "公告"]}],
  "footer_links": [{"label": "关于", "to": "about.md"}],
  "tone": "#a3171e"
})");
  CHECK(reading.told().empty());
  const Config& config = reading.config;
  CHECK(config.present);
  CHECK(config.name == "云桥街道安全生产月");
  CHECK(config.url == "https://a.example/x/");
  CHECK(config.operator_name == "应急办");
  CHECK(config.language == "zh-CN");
  CHECK(config.timezone == "Asia/Shanghai");
  CHECK(config.theme == "default");
  REQUIRE(config.columns.size() == 1);
  CHECK(config.columns[0].to == "2026/notices/");
  CHECK(config.columns[0].keywords == "通知,公告");
  CHECK(config.source.view(config.columns[0].span) == "\"2026/notices/\"");
  REQUIRE(config.footer_links.size() == 1);
  CHECK(config.footer_links[0].label == "关于");
  CHECK(config.values.get("contact").get("tel").text_or_empty() == "0000-5550112");
  CHECK(config.values.get("tone").items().size() == 1);
}

TEST_CASE("an edition may be written as a number") {
  CHECK(Reading(R"({"name": "a", "sponsor": "b", "edition": 2026})").config.edition == "2026");
}

TEST_CASE("Chinese keys are understood in site.json") {
  const Reading reading(R"({"网站名称": "甲", "主办单位": "乙"})");
  CHECK(reading.told().empty());
  CHECK(reading.config.name == "甲");
  CHECK(reading.config.sponsor == "乙");
}

TEST_CASE("the name is required and the sponsor expected") {
  const Reading reading("{}\n");
  CHECK(reading.told() ==
        std::vector<std::string>{
            "site.json:1:1 missing-field(name|网站名称|\"name\": \"云桥街道安全生产月\")",
            "site.json:1:1 missing-expected-field(sponsor|主办单位|\"sponsor\": \"岚川市云桥街道办事处\")"});
}

TEST_CASE("an unknown key is told with the nearest one") {
  const Reading reading(
      R"({"name": "a", "sponsor": "b", "sposnor": "c", "columns": [{"nam": "x", "to": "y.md"}]})");
  CHECK(reading.told() ==
        std::vector<std::string>{"site.json:1:31 unknown-key(sposnor) + did-you-mean(sponsor)",
                                 "site.json:1:60 unknown-key(nam) + did-you-mean(name)",
                                 "site.json:1:59 missing-field(name|栏目名称|\"name\": \"通知公告\")"});
  CHECK(reading.config.columns.empty());
}

TEST_CASE("addresses of the site end with a slash") {
  const auto check_url = [](std::string_view written, std::string_view read) {
    const Reading reading(R"({"name": "a", "sponsor": "b", "url": ")" + std::string(written) + "\"}");
    CAPTURE(written);
    CHECK(reading.config.url == read);
    CHECK(reading.told().size() == (read.empty() ? 1 : 0));
  };
  check_url("https://a.example", "https://a.example/");
  check_url("https://a.example/", "https://a.example/");
  check_url("HTTPS://a.example/x/index.html", "https://a.example/x/");
  check_url("http://10.0.0.1:8080/site", "http://10.0.0.1:8080/site/");
  check_url("a.example", "");
  check_url("ftp://a.example/", "");
  check_url("https:///x", "");
  check_url("https://a.example/?x=1", "");
  check_url("https://a.example/#x", "");
  check_url("https://a b.example/", "");
  check_url("javascript:alert(1)", "");
}

TEST_CASE("a wrong address is told at its place") {
  const Reading reading(R"({"name": "a", "sponsor": "b", "url": "www.a.example"})");
  CHECK(reading.told() ==
        std::vector<std::string>{"site.json:1:38 wrong-url(url|www.a.example|https://www.example.cn/)"});
}

/// What is told of `member` of a site.json with nothing else to tell of.
std::vector<std::string> told_of(std::string_view member) {
  return Reading(R"({"name": "a", "sponsor": "b", )" + std::string(member) + "}").told();
}

TEST_CASE("codes and records have the form that they are issued in, or are told and stay") {
  const auto check = [](std::string_view key, std::string_view text, bool is_good) {
    CAPTURE(text);
    const Reading reading(R"({"name": "a", "sponsor": "b", "domain": "a.example", ")" + std::string(key) +
                          "\": \"" + std::string(text) + "\"}");
    CHECK(reading.config.values.get(key).text_or_empty() == text);
    REQUIRE(reading.told().size() == (is_good ? 0 : 1));
    if (!is_good) CHECK(reading.told()[0].find(" wrong-record(" + std::string(key)) != std::string::npos);
  };
  for (const std::string_view good : {"4403000081", "0000000000", "bm29000002"})
    check("site_id_code", good, true);
  for (const std::string_view bad :
       {"12", "44030000811", "bm2900000", "BM29000002", "４４０３００００８１", "x"})
    check("site_id_code", bad, false);
  for (const std::string_view good : {"粤ICP备19041158号-1", "云ICP备12345678号", "云ICP备2026123456号-12"})
    check("icp", good, true);
  for (const std::string_view bad :
       {"ICP备12345678号", "云ICP备1234567号", "云ICP备123456789号", "云icp备12345678号", "云ICP备12345678",
        "云ICP备12345678号-", "云ICP备12345678号-1x", "云ICP证123456号"})
    check("icp", bad, false);
  for (const std::string_view good : {"粤公网安备 44030402003002号", "粤公网安备44030402003002号"})
    check("police_record", good, true);
  for (const std::string_view bad : {"公网安备44030402003002号", "粤公网安备4403040200300号",
                                     "粤公网安备44030402003002", "粤公网安备440304020030021号"})
    check("police_record", bad, false);
}

TEST_CASE("a domain is the name of a host, a Chinese one too") {
  const auto check = [](std::string_view written, std::string_view host) {
    CAPTURE(written);
    const Reading reading(R"({"name": "a", "sponsor": "b", "domain": ")" + std::string(written) + "\"}");
    CHECK(reading.config.host == host);
    CHECK(reading.config.domain == (host.empty() ? std::string_view() : written));
    CHECK(reading.told().size() == (host.empty() ? 1 : 0));
  };
  check("www.example.cn", "www.example.cn");
  check("WWW.Example.CN", "www.example.cn");
  check("anquan", "anquan");
  check("10.0.0.1", "10.0.0.1");
  check("安全.example.cn", "xn--15qt0w.example.cn");
  check("xn--15qt0w.example.cn", "xn--15qt0w.example.cn");
  for (const std::string_view bad :
       {"不是 域名", "https://www.example.cn/", "www.example.cn:8080", "www..cn", ".cn", "www.example.cn.",
        "-a.cn", "a-.cn", "a_b.cn", "www．example．cn", "安全。cn", "xn--a.cn", "安、全.cn"})
    check(bad, "");
  check(std::string(64, 'a') + ".cn", "");
  CHECK(Reading(R"({"name": "a", "sponsor": "b", "url": "https://安全.example.cn:8080/x/"})").config.host ==
        "xn--15qt0w.example.cn");
}

TEST_CASE("an address where a domain is wanted is told with its host") {
  CHECK(told_of(R"("domain": "https://www.a.example/x")") ==
        std::vector<std::string>{"site.json:1:41 wrong-domain(https://www.a.example/x|www.a.example)"});
  CHECK(told_of(R"("域名": "不是 域名")") ==
        std::vector<std::string>{"site.json:1:37 wrong-domain(不是 域名|www.example.cn)"});
}

TEST_CASE("a site that states its code is asked for its domain") {
  const std::vector<std::string> asked = {
      "site.json:1:1 missing-expected-field(domain|域名|\"domain\": \"www.example.cn\")"};
  CHECK(told_of(R"("site_id_code": "0000000000")") == asked);
  CHECK(told_of(R"("page_tags": [{"name": "Author"}])") == asked);
  CHECK(told_of(R"("site_id_code": "0000000000", "url": "https://a.example/")").empty());
  CHECK(told_of(R"("icp": "云ICP备00000000号")").empty());
}

/// The tags as "name@places=field/value".
std::string tags_of(std::string_view list) {
  const Reading reading(R"({"name": "a", "sponsor": "b", "domain": "a.example", "page_tags": )" +
                        std::string(list) + "}");
  std::string all;
  for (const PageTag& tag : reading.config.page_tags) {
    all += (all.empty() ? "" : " ") + std::string(tag.name) + "@" + std::to_string(tag.places) + "=" +
           tag.field + "/" + std::string(tag.value);
  }
  for (const std::string& line : reading.told()) all += "\n" + line;
  return all;
}

TEST_CASE("page tags stand where site.json says, or where they usually do") {
  CHECK(
      tags_of(
          R"([{"name": "SiteName"}, {"name": "ArticleTitle"}, {"name": "Description"}, {"name": "x-y"}])") ==
      "SiteName@15=/ ArticleTitle@4=/ Description@4=/ x-y@4=/");
  CHECK(tags_of(R"([{"名称": "Author", "页面": "首页、文章页", "字段": "editor", "内容": "某办"}])") ==
        "Author@5=editor/某办");
  CHECK(
      tags_of(
          R"([{"name": "Url", "on": []}, {"name": "Image", "on": "none"}, {"name": "Author", "on": "全部"}])") ==
      "Url@0=/ Image@0=/ Author@15=/");
  CHECK(tags_of(R"({"name": "Author"})") == "Author@4=/");
}

TEST_CASE("a page tag that nobody knows is told, and of others nothing is said") {
  CHECK(tags_of(R"([{"name": "SitName"}])").ends_with(") + did-you-mean(SiteName)"));
  CHECK(tags_of(R"([{"name": "pubdate"}])").ends_with(") + did-you-mean(PubDate)"));
  CHECK(tags_of(R"([{"name": "Publisher"}])").find("unknown-tag(Publisher|SiteName、") != std::string::npos);
  CHECK(tags_of(R"([{"name": "site-verification"}, {"name": "dc.creator"}])") ==
        "site-verification@4=/ dc.creator@4=/");
}

TEST_CASE("an unknown time zone is told, and Shanghai stays") {
  const Reading reading(R"({"name": "a", "sponsor": "b", "timezone": "Asia/Beijing"})");
  CHECK(reading.told() == std::vector<std::string>{"site.json:1:43 unknown-timezone(Asia/Beijing)"});
  CHECK(reading.config.timezone == "Asia/Shanghai");
  CHECK(Reading(R"({"name": "a", "sponsor": "b", "timezone": "Asia/Urumqi"})").config.timezone ==
        "Asia/Urumqi");
}

TEST_CASE("a column without a place to lead to is left out") {
  const Reading reading(
      R"({"name": "a", "sponsor": "b", "columns": [{"name": "x"}, {"name": "y", "to": "y.md"}]})");
  CHECK(reading.told().size() == 1);
  REQUIRE(reading.config.columns.size() == 1);
  CHECK(reading.config.columns[0].name == "y");
}

TEST_CASE("site.json that is no object is told and gives an empty configuration") {
  const Reading reading("[1, 2]");
  REQUIRE(reading.told().size() == 1);
  CHECK(reading.told()[0].starts_with("site.json:1:1 wrong-type(site.json|"));
  CHECK(reading.config.name.empty());
  CHECK(reading.config.values.is(value::Type::Map));
}

TEST_CASE("site.json that cannot be read is told once") {
  const Reading reading("{\"name\": ");
  CHECK(reading.diagnostics.count(base::Severity::Error) == 1);
  CHECK(reading.config.present);
}

TEST_CASE("a folder without site.json is named after the folder") {
  const Config config = default_config("安全月");
  CHECK(!config.present);
  CHECK(config.name == "安全月");
  CHECK(config.values.get("name").text_or_empty() == "安全月");
  CHECK(config.theme == "default");
  CHECK(config.url.empty());
}

/// Every definition of a table has what the manual prints, and no two share a name.
void check_table(std::span<const FieldDefinition> fields) {
  std::set<std::string_view> keys;
  for (const FieldDefinition& field : fields) {
    CAPTURE(field.key);
    CHECK(keys.insert(field.key).second);
    CHECK(!field.label.empty());
    CHECK(!field.example.empty());
    CHECK(!field.help_zh.empty());
    CHECK(!field.help_en.empty());
    check_table(field.fields);
  }
}

TEST_CASE("the table of site.json is complete") { check_table(config_fields()); }

TEST_CASE("colours and languages are codes") {
  const auto told = [](std::string_view line) {
    return Reading(R"({"name": "a", "sponsor": "b", )" + std::string(line) + "}").told();
  };
  using Told = std::vector<std::string>;
  CHECK(told(R"("tone": ["#A3171e", "#123"])") == Told{});
  CHECK(told(R"("tone": "红")") == Told{"site.json:1:39 wrong-colour(红)"});
  CHECK(told(R"("tone": ["#12345", "#12345g"])") ==
        Told{"site.json:1:40 wrong-colour(#12345)", "site.json:1:50 wrong-colour(#12345g)"});
  CHECK(told(R"("tone": ["#111", "#222", "#333", "#444"])") == Told{"site.json:1:64 too-many-colours(4)"});
  for (const char* good : {"zh-CN", "en", "zh-Hant-TW", "yue"})
    CHECK(told("\"language\": \"" + std::string(good) + "\"") == Told{});
  for (const char* bad : {"中文", "zh_CN", "chinese", "zh-", "-CN", "zh--CN"})
    CHECK(told("\"language\": \"" + std::string(bad) + "\"") ==
          Told{"site.json:1:43 wrong-language(" + std::string(bad) + ")"});
}

TEST_CASE("what others read of site.json has to be a map") {
  for (const char* key : {"tags", "kinds", "redirects", "html", "publish"}) {
    CAPTURE(key);
    const Reading reading(R"({"name": "a", "sponsor": "b", ")" + std::string(key) + R"(": "x"})");
    REQUIRE(reading.diagnostics.all().size() == 1);
    CHECK(reading.diagnostics.all()[0].code == base::Code::WrongType);
  }
  CHECK(Reading(R"({"name": "a", "sponsor": "b", "tags": {"甲": ["乙"]}})").diagnostics.all().size() == 1);
}

}  // namespace
}  // namespace herald::model
