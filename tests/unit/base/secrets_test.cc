#include "base/secrets.h"

#include <doctest/doctest.h>

#include "base/source.h"

namespace herald::base {

TEST_CASE("a line that looks as if it had a password is told from others") {
  for (const char* line :
       {R"("to": "ftp://li:geheim@host/")", R"(  "Password": "geheim")", R"("secret_key": "x")",
        R"("密码": "x")", R"("a": "https://x.example/", "b": "sftp://li:ge/heim@host/")",
        R"("connections": 4, "ftp_passwd": "x")", R"("pasword": "x")", R"("a": "//li:x@h/)"}) {
    CAPTURE(line);
    CHECK(may_hold_secret(line));
  }
  for (const char* line :
       {"", R"("to": "sftp://li@host/web/")", R"("to": "ftp://[::1]:2121/")",
        R"("mail": "li@x.example", "url": "https://x.example:8080/")", R"("name": "密云")"}) {
    CAPTURE(line);
    CHECK_FALSE(may_hold_secret(line));
  }
}

TEST_CASE("an address is shown without its password") {
  CHECK(without_password("ftp://li:geheim@host/x") == "ftp://li:…@host/x");
  CHECK(without_password("ftp://li:ge@he/im@host/x") == "ftp://li:…@host/x");
  CHECK(without_password("ftp://li@host:21/x") == "ftp://li@host:21/x");
  CHECK(without_password("C:\\web") == "C:\\web");
  CHECK(without_password("") == "");
}

TEST_CASE("of a text that may hold passwords such lines are not shown, others are") {
  const Source source{
      .path = "site.json", .text = "{\n\"a\": 1,\n\"password\": 2}\n", .may_hold_secrets = true};
  CHECK(place_of(source, {2, 5}).excerpt == "\"a\": 1,");
  const Place hidden = place_of(source, {10, 20});
  CHECK(hidden.line == 3);
  CHECK(hidden.column == 1);
  CHECK(hidden.excerpt.empty());
  CHECK(place_of(source, {26, 26}).excerpt.empty());
}

}  // namespace herald::base
