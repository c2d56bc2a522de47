// What is asked, taken apart: cases as data.
#include "serve/request.h"

#include <doctest/doctest.h>

using namespace herald::serve;

namespace {

void check_path(const char* target, const char* path) {
  CAPTURE(target);
  const auto got = site_path(target);
  REQUIRE(got);
  CHECK(*got == path);
}

void check_refused(std::string_view target) {
  CAPTURE(target);
  CHECK_FALSE(site_path(target));
}

void check_range(const char* header, uint64_t size, uint64_t begin, uint64_t length) {
  CAPTURE(header);
  Range range;
  REQUIRE(parse_range(header, size, range) == RangeKind::Part);
  CHECK(range.begin == begin);
  CHECK(range.size == length);
}

void check_range_kind(const char* header, uint64_t size, RangeKind kind) {
  CAPTURE(header);
  Range range;
  CHECK(parse_range(header, size, range) == kind);
}

}  // namespace

TEST_CASE("a path is decoded once") {
  check_path("/", "");
  check_path("/a.html", "a.html");
  check_path("/2026/notices/", "2026/notices/");
  check_path("/a%20b/%E9%80%9A%E7%9F%A5.html", "a b/通知.html");
  check_path("/通知.html", "通知.html");
  check_path("/100%2525", "100%25");
  check_path("/a+b", "a+b");
  check_path("/a..b/c...", "a..b/c...");
}

TEST_CASE("what is no plain path below the site is refused") {
  for (const char* target : {"",
                             "a",
                             "http://127.0.0.1/",
                             "*",
                             "//",
                             "//evil.example/",
                             "/a//b",
                             "/..",
                             "/../",
                             "/../etc/passwd",
                             "/a/../b",
                             "/a/./b",
                             "/.",
                             "/./",
                             "/%2e%2e/",
                             "/%2E%2E/etc",
                             "/.%2e/",
                             "/a%2f..%2f..%2fetc",
                             "/..%2f",
                             "/a%2f%2fb",
                             "/..%5cetc",
                             "/a%5cb",
                             "/a\\b",
                             "/%00",
                             "/a%00.html",
                             "/a%0a",
                             "/a%7f",
                             "/%",
                             "/%2",
                             "/%zz",
                             "/%c0%ae%c0%ae/",
                             "/%ff",
                             "/%ed%a0%80",
                             "/.herald/build.log",
                             "/.git/config",
                             "/a/.hidden",
                             "/%2eherald/x"})
    check_refused(target);
  check_refused(std::string_view("/a\0b", 4));
  check_refused("/" + std::string(kTargetMax, 'a'));
}

TEST_CASE("one range of bytes is understood, in its three forms") {
  check_range("bytes=0-9", 100, 0, 10);
  check_range("bytes=90-", 100, 90, 10);
  check_range("bytes=90-1000", 100, 90, 10);
  check_range("bytes=-10", 100, 90, 10);
  check_range("bytes=-1000", 100, 0, 100);
  check_range("Bytes=99-99", 100, 99, 1);
  check_range("bytes=5-18446744073709551615", 100, 5, 95);
}

TEST_CASE("a range behind the end is told so, and what is no range asks for the whole file") {
  check_range_kind("bytes=100-", 100, RangeKind::Outside);
  check_range_kind("bytes=0-", 0, RangeKind::Outside);
  check_range_kind("bytes=-0", 100, RangeKind::Outside);
  for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-1", "bytes=0-1,5-6",
                             "lines=0-1", "bytes=+1-2", "bytes=1 - 2", "bytes=99999999999999999999-"})
    check_range_kind(header, 100, RangeKind::Whole);
}

TEST_CASE("a tag is found in a list, weak or not") {
  CHECK(names_tag("\"a\"", "\"a\""));
  CHECK(names_tag("\"b\", W/\"a\"", "\"a\""));
  CHECK(names_tag(" * ", "\"a\""));
  CHECK_FALSE(names_tag("", "\"a\""));
  CHECK_FALSE(names_tag("\"ab\"", "\"a\""));
  CHECK_FALSE(names_tag("a", "\"a\""));
}

TEST_CASE("a host is known by its name, with any port and in any case") {
  const std::vector<std::string> names = {"localhost", "127.0.0.1", "::1"};
  for (const char* host :
       {"localhost", "LOCALHOST:4000", "127.0.0.1:4000", "127.0.0.1", "[::1]", "[::1]:4000"}) {
    CAPTURE(host);
    CHECK(is_host_of(host, names));
  }
  for (const char* host :
       {"", "evil.example", "localhost.evil.example", "evil.example:4000", "127.0.0.1.evil.example", "[::1",
        "[::1]x", "::1", "localhost:", "localhost:80@evil.example", ":4000", "127.0.0.2", "[]"}) {
    CAPTURE(host);
    CHECK_FALSE(is_host_of(host, names));
  }
}

TEST_CASE("cookies and queries give their values") {
  CHECK(cookie_value("a=1; herald_token=xyz; b=2", "herald_token") == "xyz");
  CHECK(cookie_value("herald_token_old=1", "herald_token").empty());
  CHECK(query_value("a=1&token=x%20y&b", "token") == "x y");
  CHECK(query_value("q=%E6%B4%BB+%E5%8A%A8", "q") == "活 动");
  CHECK(query_value("token", "token").empty());
  CHECK(query_value("token=%z", "token").empty());
  CHECK(equal_secrets("abc", "abc"));
  CHECK_FALSE(equal_secrets("abc", "abd"));
  CHECK_FALSE(equal_secrets("", "abc"));
}

TEST_CASE("the base path is the path of the site's address") {
  CHECK(base_path_of("") == "/");
  CHECK(base_path_of("https://a.example/") == "/");
  CHECK(base_path_of("https://a.example") == "/");
  CHECK(base_path_of("https://a.example/safety/2026/") == "/safety/2026/");
  CHECK(base_path_of("https://a.example/b?x#y") == "/b/");
}
