#include "publish/names.h"
#include "publish/record.h"

#include <doctest/doctest.h>

using namespace herald;
using namespace herald::publish;

namespace {

/// The paths that are told of, each with a blank behind it.
std::string wrong(const std::vector<std::string>& paths, NameRules rules) {
  io::Manifest site;
  for (const std::string& path : paths) {
    io::ManifestEntry entry;
    entry.path = path;
    site.entries.push_back(entry);
  }
  base::Diagnostics diagnostics;
  check_names(site, rules, diagnostics);
  std::string out;
  for (const base::Diagnostic& one : diagnostics.all()) {
    CHECK(one.code == base::Code::PublishName);
    REQUIRE(one.arguments.size() == 3);
    CHECK_FALSE(one.arguments[1].empty());
    CHECK_FALSE(one.arguments[2].empty());
    out += one.arguments[0] + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("names that every host takes are not told of") {
  const std::vector<std::string> paths = {"2026/关于开展 检查的通知.html",
                                          ".well-known/x",
                                          "A/a.html",
                                          "a'b&c+d#%.txt",
                                          "concert/nullen.txt",
                                          "herald.html",
                                          "x/herald-lock",
                                          std::string(240, 'n')};
  CHECK(wrong(paths, NameRules::Any).empty());
  CHECK(wrong(paths, NameRules::Windows).empty());
}

TEST_CASE("names that no host takes are told of, each part once") {
  for (const NameRules rules : {NameRules::Any, NameRules::Windows}) {
    CHECK(wrong({"a\nb.html"}, rules) == "a?b.html ");
    CHECK(wrong({"a\x7f/1", "a\x7f/2"}, rules) == "a\x7f ");
    CHECK(wrong({std::string(241, 'n') + "/a"}, rules) == std::string(241, 'n') + " ");
    CHECK(wrong({"docs\\a.txt"}, rules) == "docs\\a.txt ");
    CHECK(wrong({"herald-lock", "herald-lock/a"}, rules) == "herald-lock herald-lock/a ");
    CHECK(wrong({"herald-manifest.json"}, rules) == "herald-manifest.json ");
    CHECK(wrong({"herald-manifest.sha256"}, rules) == "herald-manifest.sha256 ");
  }
}

TEST_CASE("a name that is not told of may stand in a record") {
  for (int c = 1; c < 128; c++) {
    const std::string path = std::string("a") + static_cast<char>(c) + "b/c";
    CAPTURE(c);
    if (wrong({path}, NameRules::Any).empty()) CHECK(is_safe_path(path));
  }
}

TEST_CASE("Windows takes fewer names") {
  const std::vector<std::string> paths = {"a:b", "a*",   "x/a?.html", "a\"",       "a<b",       "a>b", "a|b",
                                          "a.",  "b /c", "con",       "x/NUL.txt", "com1.html", "lpt9"};
  CHECK(wrong(paths, NameRules::Any).empty());
  CHECK(wrong(paths, NameRules::Windows) ==
        "a:b a* x/a?.html a\" a<b a>b a|b a. b  con x/NUL.txt com1.html lpt9 ");
  CHECK(wrong({"A.html", "a.html"}, NameRules::Any).empty());
  CHECK(wrong({"A.html", "a.html"}, NameRules::Windows) == "a.html ");
  CHECK(wrong({"News/a.html", "news/b.html", "news/c.html"}, NameRules::Windows) == "news news ");
}
