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
  source.may_hold_secrets = true;
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

TEST_CASE("addresses that log in, and an archive, are taken apart") {
  const Read all = read(R"({"a": "sftp://li@h:2022/srv/web/", "b": "sftp://h/~/web", "c": "ftps://h/x",
                            "d": "ftpes://h/x", "e": "zip:///mnt/u/a.zip", "f": "zip:a.ZIP"})");
  CHECK(all.diagnostics.empty());
  REQUIRE(all.targets.size() == 6);
  CHECK(all.targets[0].kind == HostKind::Sftp);
  CHECK(all.targets[0].user == "li");
  CHECK(all.targets[0].host == "h:2022");
  CHECK(all.targets[0].path == "/srv/web");
  CHECK(all.targets[1].path == "/~/web");
  CHECK(all.targets[2].encrypted);
  CHECK_FALSE(all.targets[2].upgraded);
  CHECK_FALSE(all.targets[3].encrypted);
  CHECK(all.targets[3].upgraded);
  CHECK(all.targets[4].kind == HostKind::Zip);
  CHECK(all.targets[4].path == "/mnt/u/a.zip");
  CHECK(all.targets[5].path == "a.ZIP");
}

TEST_CASE("settings are read, and wrong ones told") {
  const Read one = read(
      R"({"a": {"to": "sftp://h/x", "host_key": "SHA256:jU3Qv/0QVbhrER79hwOuRZq5CfHtQ9B9Uhpi0LMuiyc",
                "known_hosts": "k", "key": "~/.ssh/id", "host": "iis", "bytes_max": 1000}})");
  CHECK(one.diagnostics.empty());
  REQUIRE(one.targets.size() == 1);
  CHECK(one.targets[0].host_key.ends_with("uiyc"));
  CHECK(one.targets[0].known_hosts == "k");
  CHECK(one.targets[0].key == "~/.ssh/id");
  CHECK(one.targets[0].web_server == WebServer::Iis);
  CHECK(one.targets[0].bytes_max == 1000);
  for (const char* setting : {R"("host_key": "SHA256:x")", R"("host_key": 5)", R"("host": "caddy")",
                              R"("host": 1)", R"("key": "")", R"("known_hosts": [])", R"("bytes_max": 0)"}) {
    CAPTURE(setting);
    const Read wrong = read(R"({"a": {"to": "sftp://h/x", )" + std::string(setting) + "}}");
    CHECK(wrong.targets.empty());
    REQUIRE(wrong.diagnostics.all().size() == 1);
    CHECK(wrong.diagnostics.all()[0].code == base::Code::PublishOption);
  }
}

TEST_CASE("what cannot be used is told at its place, and the others stay") {
  const Read some = read("{\"ok\": \"file:///x\",\n \"bad\": \"gopher://x/\"}");
  CHECK(some.targets.size() == 1);
  REQUIRE(some.diagnostics.all().size() == 1);
  CHECK(some.diagnostics.all()[0].code == base::Code::PublishAddress);
  CHECK(some.diagnostics.all()[0].place.line == 2);
  for (const char* address : {"x", "", "scp://h/", "s3://h/", "sftp://", "sftp:h/x", "zip:", "zip:x.rar",
                              "zip://h/x.zip", "dav:", "dav://", "dav:///x", "davs://h/a b", "davs://h/a?b",
                              "davs://h/#", "file:", "file://host/x", "davs://ho$t/", "DAVS"}) {
    CAPTURE(address);
    CHECK(read(std::string("{\"a\": \"") + address + "\"}").targets.empty());
  }
}

TEST_CASE("of an address that cannot be used it is told what is wrong with it") {
  const std::pair<const char*, const char*> cases[] = {
      {"http://www.h.example/", "where people read"},
      {"HTTPS://www.h.example/", "where people read"},
      {R"(C:\\\\web)", "drive letters"},
      {"www.h.example/x", "the way in which"},
      {"scp://h/", "the way in which"},
      {"file://server/web", "a path of this machine"},
      {"zip:site", "`.zip`"},
      {"dav:/x", "two slashes"},
      {"ftp:///x", "no host"},
      {"davs://h/a b", "blanks"},
      {"davs://主机.example/", "xn--"},
      {"davs://h:/x", "port"},
      {"davs://h:0/x", "port"},
      {"davs://h:65536/x", "port"},
      {"davs://[::1]:99999/x", "port"},
      {"ftp://h:21x/", "port"},
  };
  for (const auto& [address, words] : cases) {
    CAPTURE(address);
    const Read one = read(std::string("{\"a\": \"") + address + "\"}");
    CHECK(one.targets.empty());
    REQUIRE(one.diagnostics.all().size() == 1);
    CHECK(one.diagnostics.all()[0].code == base::Code::PublishAddress);
    CHECK(one.diagnostics.all()[0].arguments.back().find(words) != std::string::npos);
  }
  for (const char* address : {"davs://h:1/x", "davs://h:65535", "ftp://[::1]:2121/x", "sftp://li@[::1]/x"}) {
    CAPTURE(address);
    CHECK(read(std::string("{\"a\": \"") + address + "\"}").targets.size() == 1);
  }
}

TEST_CASE("a setting that is not known is told with the one that may have been meant") {
  const Read one = read(R"({"a": {"to": "davs://h/", "conections": 2}})");
  REQUIRE(one.diagnostics.all().size() == 1);
  REQUIRE(one.diagnostics.all()[0].notes.size() == 1);
  CHECK(one.diagnostics.all()[0].notes[0].arguments[0] == "connections");
  CHECK(read(R"({"a": {"to": "davs://h/", "colour": "red"}})").diagnostics.all()[0].notes.empty());
}

TEST_CASE("an object store is its bucket, its endpoint and how the two go together") {
  struct {
    const char* options;
    const char* found;  // "SCHEME HOST BUCKET PATH REGION STYLE"
  } const cases[] = {
      {R"("endpoint": "https://store.example")", "https store.example site /web us-east-1 host"},
      {R"("endpoint": "STORE.example:443/")", "https store.example site /web us-east-1 host"},
      {R"("endpoint": "http://store.example:80")", "http store.example site /web us-east-1 host"},
      {R"("endpoint": "http://store.example:9000", "region": "cn-north-1", "style": "path")",
       "http store.example:9000 site /web cn-north-1 path"},
      {R"("endpoint": "http://127.0.0.1:9000")", "http 127.0.0.1:9000 site /web us-east-1 path"},
      {R"("endpoint": "http://[::1]:9000")", "http [::1]:9000 site /web us-east-1 path"},
      {R"("endpoint": "http://localhost:9000", "style": "host")",
       "http localhost:9000 site /web us-east-1 host"},
      {"", "endpoint"},
      {R"("endpoint": "ftp://store.example")", "endpoint"},
      {R"("endpoint": "https://store.example/site")", "endpoint"},
      {R"("endpoint": "https://")", "endpoint"},
      {R"("endpoint": "https://key:geheim@store.example")", "endpoint"},
      {R"("endpoint": "https://store.example", "style": "both")", "style"},
      {R"("endpoint": "https://store.example", "region": "cn north")", "region"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.options);
    const Read got = read(std::string(R"({"a": {"to": "s3://site/web/")") + (*one.options == 0 ? "" : ", ") +
                          one.options + "}}");
    if (std::string(one.found).find(' ') == std::string::npos) {
      CHECK(got.targets.empty());
      REQUIRE(got.diagnostics.all().size() == 1);
      CHECK(got.diagnostics.all()[0].code == base::Code::PublishOption);
      CHECK(got.diagnostics.all()[0].arguments[1] == one.found);
      continue;
    }
    REQUIRE(got.targets.size() == 1);
    const Target& target = got.targets[0];
    CHECK(std::string(target.encrypted ? "https " : "http ") + target.host + " " + target.bucket + " " +
              target.path + " " + target.region + (target.bucket_in_path ? " path" : " host") ==
          one.found);
    CHECK(target.file_size_max == uint64_t{5} << 30);
  }
  for (const char* address :
       {"s3://b/", "s3://si:te/", "s3://site//x", "s3://site/a/../b", "s3://site/a/./b"}) {
    CAPTURE(address);
    CHECK(read(std::string(R"({"a": {"endpoint": "https://store.example", "to": ")") + address + "\"}}")
              .targets.empty());
  }
}

TEST_CASE("settings of an object store belong to no other target, and are those of one alone") {
  for (const char* option :
       {R"("endpoint": "https://x.example")", R"("region": "r")", R"("style": "path")"}) {
    const Read got = read(std::string(R"({"a": {"to": "dav://h/", )") + option + "}}");
    CHECK(got.targets.empty());
    REQUIRE(got.diagnostics.all().size() == 1);
    CHECK(got.diagnostics.all()[0].code == base::Code::PublishOption);
  }
  const Read two = read(R"({"a": {"to": "s3://site", "endpoint": "https://x.example"}, "b": "s3://site"})");
  CHECK(two.targets.size() == 1);
}

/// Nothing of what is told has the word `geheim`.
void check_shows_no_secret(const Read& read) {
  for (const base::Diagnostic& told : read.diagnostics.all()) {
    const std::string shown = format_text(told, base::Language::Chinese, base::Colour::No);
    CHECK(shown.find("geheim") == std::string::npos);
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
    check_shows_no_secret(one);
  }
}

TEST_CASE("no message shows a password that stands beside what it is about") {
  for (const char* text :
       {R"({"a": {"to": "gopher://h/", "password": "geheim"}})", R"({"a": "sfpt://li:geheim@h/"})",
        R"({"a": "ftp://li:geheim@h:99999/"})", R"({"a": "ftp://li:ge/geheim@h/ x"})",
        R"({"a": {"to": "ftp://h/", "mima": "geheim"}})",
        R"({"a": {"to": "ftp://h/", "connections": 99, "口令": "geheim"}})",
        R"({"a": 5, "b": "ftp://li:geheim@h/"})"}) {
    const Read one = read(text);
    CAPTURE(text);
    CHECK_FALSE(one.diagnostics.all().empty());
    check_shows_no_secret(one);
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
  CHECK(read_netrc("machine x login k password s account session", "x", "").token == "session");
  CHECK(read_netrc("machine", "x", "").password.empty());
  CHECK(read_netrc("machine x login", "x", "").password.empty());
  CHECK(variable_of("city-site", "USER") == "HERALD_CITY_SITE_USER");
}

TEST_CASE("a target's state is that of its address") {
  Target target;
  target.name = "office";
  target.host = "web.example:2222";
  target.path = "/srv/web";
  const std::string name = state_name_of(target);
  CHECK(name.starts_with("office-"));
  CHECK(name.size() == 15);
  Target other = target;
  other.user = "li";
  other.connections = 1;
  CHECK(state_name_of(other) == name);
  for (std::string Target::*field : {&Target::name, &Target::host, &Target::path, &Target::bucket}) {
    other = target;
    other.*field += "2";
    CHECK(state_name_of(other) != name);
  }
}

TEST_CASE(
    "words of a netrc may stand in quotation marks, and comments and the mark of Windows are no words") {
  const std::pair<const char*, const char*> cases[] = {
      {R"(machine h login li password "my word")", "li:my word"},
      {R"(machine h login li password "a\"b\\c")", R"(li:a"b\c)"},
      {R"(machine h login "li wang" password x)", "li wang:x"},
      {R"(machine h login li password "")", ":"},
      {R"(machine h login li password a"b)", R"(li:a"b)"},
      {R"(machine h login li password "open)", R"(li:"open)"},  // no end: a word like others
      {R"(machine h login li password "a"b)", R"(li:"a"b)"},    // it goes on behind the mark
      {"machine h login li password \"\\", "li:\"\\"},          // ends behind a backslash
      {"machine h login li password \"a\nb\"", "li:\"a"},       // another line is another word
      {R"(machine h login li password \x)", R"(li:\x)"},
      {"machine h login li password #1", "li:#1"},
      {"# machine h login no password no\nmachine h login li password x", "li:x"},
      {"machine h login li password x # of the office\nmachine h password y", "li:x"},
      {"\xEF\xBB\xBFmachine h login li password x\r\n", "li:x"},
      {"#", ":"},
      {"machine h login li password \"", "li:\""},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    const Credentials found = read_netrc(text, "h", "");
    CHECK(found.user + ":" + found.password == expected);
  }
}
