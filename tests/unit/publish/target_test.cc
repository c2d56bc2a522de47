#include "publish/target.h"

#include <doctest/doctest.h>

#include "value/arena.h"
#include "value/json.h"

using namespace herald;
using namespace herald::publish;

namespace {

struct Read {
  std::vector<Target> targets;
  base::Diagnostics diagnostics;
};

Read read(const std::string& json) {
  Read read;
  value::Arena arena;
  base::Source source;
  source.path = "site.json";
  source.text = json;
  const auto value =
      value::parse_json(source, {0, static_cast<uint32_t>(json.size())}, arena, read.diagnostics);
  read.targets = read_targets(value, source, read.diagnostics);
  return read;
}

}  // namespace

TEST_CASE("addresses of every kind are taken apart") {
  const Read all =
      read(R"({"a": "file:///mnt/web/%E5%AE%89", "b": "dav://Host:8080/x/y/", "c": "davs://li@[::1]/",
                            "d": "ftp://h//abs/x", "e": {"to": "ftp://h/x", "connections": 2}})");
  CHECK(all.diagnostics.empty());
  REQUIRE(all.targets.size() == 5);
  CHECK(all.targets[0].path == "/mnt/web/安");
  CHECK(all.targets[1].host == "host:8080");
  CHECK(all.targets[1].path == "/x/y");
  CHECK_FALSE(all.targets[1].encrypted);
  CHECK(all.targets[2].encrypted);
  CHECK(all.targets[2].user == "li");
  CHECK(all.targets[2].host == "[::1]");
  CHECK(all.targets[2].path.empty());
  CHECK(all.targets[3].path == "//abs/x");
  CHECK(all.targets[4].connections == 2);
}

TEST_CASE("what cannot be used is told at its place, and the others stay") {
  const Read some = read("{\"ok\": \"file:///x\",\n \"bad\": \"gopher://x/\"}");
  CHECK(some.targets.size() == 1);
  REQUIRE(some.diagnostics.all().size() == 1);
  CHECK(some.diagnostics.all()[0].code == base::Code::PublishAddress);
  CHECK(some.diagnostics.all()[0].place.line == 2);
  for (const char* address :
       {"x", "", "ftps://h/", "sftp://h/", "s3://h/", "dav:", "dav://", "dav:///x", "davs://h/a b",
        "davs://h/a?b", "davs://h/#", "file:", "file://host/x", "davs://ho$t/", "DAVS"}) {
    CAPTURE(address);
    CHECK(read(std::string("{\"a\": \"") + address + "\"}").targets.empty());
  }
}

TEST_CASE("a password in site.json is an error, wherever it stands") {
  for (const char* text :
       {R"({"a": "davs://li:geheim@h/"})", R"({"a": {"to": "davs://h/", "password": "geheim"}})",
        R"({"a": {"to": "davs://h/", "密码": "geheim"}})"}) {
    const Read one = read(text);
    CHECK(one.targets.empty());
    REQUIRE(one.diagnostics.all().size() == 1);
    CHECK(one.diagnostics.all()[0].code == base::Code::SecretInSite);
    for (const std::string& argument : one.diagnostics.all()[0].arguments)
      CHECK(argument.find("geheim") == std::string::npos);
  }
}

TEST_CASE("a netrc is read by host and user") {
  const char* const text =
      "machine a.example login li password one\n"
      "machine b.example\n  login wang\n  password two\n"
      "macdef init\n machine b.example password macro\n\n"
      "machine b.example login zhao password three\n"
      "default login anybody password four\n";
  const auto check = [&](const char* host, const char* user, const std::string& expected) {
    const Credentials found = read_netrc(text, host, user);
    CHECK(found.user + ":" + found.password == expected);
  };
  check("a.example", "", "li:one");
  check("b.example", "", "wang:two");
  check("b.example", "zhao", "zhao:three");
  check("c.example", "", "anybody:four");
  CHECK(read_netrc("machine", "x", "").password.empty());
  CHECK(read_netrc("machine x login", "x", "").password.empty());
  CHECK(variable_of("city-site", "USER") == "HERALD_CITY_SITE_USER");
}
