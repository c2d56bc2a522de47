#include <doctest/doctest.h>

#include "model/addresses.h"
#include "model/site.h"
#include "model/urls.h"

namespace herald::model {
namespace {

TEST_CASE("relative addresses name the file, from wherever they are written") {
  struct Case {
    std::string_view from, to, fragment, url;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"index.html", "about.html", "", "about.html"},
           {"index.html", "2026/index.html", "", "2026/index.html"},
           {"2026/index.html", "index.html", "", "../index.html"},
           {"2026/notices/a.html", "2026/notices/b.html", "", "b.html"},
           {"2026/notices/a.html", "2026/notices/index.html", "", "index.html"},
           {"2026/notices/a.html", "2026/forms/b.html", "", "../forms/b.html"},
           {"2026/notices/a.html", "2026/index.html", "", "../index.html"},
           {"2026/notices/a.html", "theme/site.0a1b.css", "", "../../theme/site.0a1b.css"},
           {"2026/notices/a.html", "2026/notices/a/x.pdf", "", "a/x.pdf"},
           {"2026/notices/a.html", "2026/notices2/a.html", "", "../notices2/a.html"},
           {"2026/notices/ab.html", "2026/notices/abc.html", "", "abc.html"},
           {"a.html", "a.html", "", "a.html"},
           {"a.html", "a.html", "top", "#top"},
           {"a.html", "b.html", "top", "b.html#top"},
           {"a.html", "a.html", "报送方式", "#%E6%8A%A5%E9%80%81%E6%96%B9%E5%BC%8F"},
           {"a.html", "assets/海报 1.png", "", "assets/%E6%B5%B7%E6%8A%A5%201.png"},
           {"a.html", "a:b.html", "", "a%3Ab.html"},
           {"x/a.html", "x/b?c#d.html", "", "b%3Fc%23d.html"},
       }) {
    CAPTURE(c.from);
    CAPTURE(c.to);
    CHECK(relative_url(c.from, c.to, c.fragment) == c.url);
  }
}

TEST_CASE("the ending of a page's file is .md in any case") {
  CHECK(without_md("2026/通知.md") == "2026/通知");
  CHECK(without_md("通知.MD") == "通知");
  CHECK(without_md("a.md.Md") == "a.md");
  CHECK(without_md("md") == "md");
}

TEST_CASE("absolute addresses leave index.html off") {
  Config config;
  CHECK(absolute_url(config, "a.html").empty());
  config.url = "https://a.example/x/";
  CHECK(absolute_url(config, "index.html") == "https://a.example/x/");
  CHECK(absolute_url(config, "2026/index.html") == "https://a.example/x/2026/");
  CHECK(absolute_url(config, "2026/myindex.html") == "https://a.example/x/2026/myindex.html");
  CHECK(absolute_url(config, "2026/表.pdf") == "https://a.example/x/2026/%E8%A1%A8.pdf");
}

TEST_CASE("what lasts is named by the site's domain, else by the host of its address") {
  struct Case {
    const char *domain, *url, *host;
  };
  for (const Case& c :
       {Case{"a.example", "https://b.example/x/", "a.example"}, Case{"", "https://b.example/x/", "b.example"},
        Case{"", "http://b.example:8080/", "b.example"}, Case{"", "", "localhost"}}) {
    Config config;
    config.domain = c.domain;
    config.url = c.url;
    CHECK(host_name(config) == c.host);
  }
}

TEST_CASE("ASCII names stay, in lower case; all else becomes pinyin") {
  struct Case {
    std::string_view name, slug;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"work-safety-month", "work-safety-month"},
           {"Opening_2", "opening_2"},
           {"v1.2", "v1.2"},
           {"通知", "tong-zhi"},
           {"2026年通知", "2026-nian-tong-zhi"},
           {"two words", "two-words"},
           {"a/b", "a-b"},
           {"..", "page"},
           {".hidden", "hidden"},
           {"", "page"},
           {"！！", "page"},
       }) {
    CAPTURE(c.name);
    CHECK(slug_of(c.name) == c.slug);
  }
}

TEST_CASE("file names keep their ending, in lower case") {
  struct Case {
    std::string_view name, slug;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"plan.pdf", "plan.pdf"},
           {"Plan.PDF", "plan.pdf"},
           {"统计表.XLSX", "tong-ji-biao.xlsx"},
           {"附件 1.docx", "fu-jian-1.docx"},
           {"data.tar.gz", "data.tar.gz"},
           {"无后缀", "wu-hou-zhui"},
           {"表.文件", "biao-wen-jian"},
           {".htaccess", "htaccess"},
       }) {
    CAPTURE(c.name);
    CHECK(file_slug(c.name) == c.slug);
  }
}

TEST_CASE("folders become addresses part by part") {
  CHECK(folder_slug("2026/通知/A") == "2026/tong-zhi/a");
  CHECK(folder_slug("").empty());
}

TEST_CASE("paths are put in order by their text alone") {
  struct Case {
    std::string_view path, normal;
    bool inside;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"a/b", "a/b", true},
           {"a/./b//c/", "a/b/c", true},
           {"a/../b", "b", true},
           {"a/b/../../c", "c", true},
           {"a/..", "", true},
           {"", "", true},
           {"a\\b\\..\\c", "a/c", true},
           {"../a", "", false},
           {"a/../../b", "", false},
           {"a/...", "a/...", true},
       }) {
    CAPTURE(c.path);
    std::string path(c.path);
    CHECK(normalise(path) == c.inside);
    if (c.inside) CHECK(path == c.normal);
  }
}

TEST_CASE("web addresses name a host") {
  for (const char* good : {"https://a.example", "http://a/", "HTTPS://a.example/文", "https://[::1]/"}) {
    CAPTURE(good);
    CHECK(is_web_address(good));
  }
  for (const char* bad :
       {"", "https:", "https:/a", "https://", "https:///a", "ftp://a/", "a.example", "//a.example",
        "https://a b/", "https://a\n/", "https://:80/", "https://a\u3000b/"}) {
    CAPTURE(bad);
    CHECK(!is_web_address(bad));
  }
}

TEST_CASE("kinds and years come from folders") {
  struct Case {
    std::string_view path;
    Kind kind;
    int year;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"2026/notices/a.md", Kind::Notice, 2026},
           {"2026/notices/x/index.md", Kind::Notice, 2026},
           {"2026/materials/forms/index.md", Kind::Material, 2026},
           {"2026/materials/posters/a.md", Kind::Material, 2026},
           {"2026/notices/_index.md", Kind::Notice, 2026},
           {"2026/schedule.md", Kind::Schedule, 2026},
           {"2026/SCHEDULE.MD", Kind::Schedule, 2026},
           {"2026/_index.md", Kind::Page, 2026},
           {"events/a.md", Kind::Event, 0},
           {"about.md", Kind::Page, 0},
           {"2026.md", Kind::Page, 0},
           {"20261/a.md", Kind::Page, 0},
           {"202x/news/a.md", Kind::News, 0},
           {"1999/contacts/a.md", Kind::Contact, 1999},
           {"notices/index.md", Kind::Page, 0},
           {"notices/Index.MD", Kind::Page, 0},
       }) {
    CAPTURE(c.path);
    CHECK(kind_of_path(c.path).kind == c.kind);
    CHECK(year_of_path(c.path) == c.year);
  }
}

TEST_CASE("kinds are named as in front matter") {
  CHECK(name_of(Kind::Page) == "page");
  CHECK(name_of(Kind::Schedule) == "schedule");
  CHECK(name_of(Kind::News) == "news");
}

}  // namespace
}  // namespace herald::model
