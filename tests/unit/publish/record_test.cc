#include "publish/record.h"

#include <doctest/doctest.h>

#include "base/hash.h"

using namespace herald;
using namespace herald::publish;

TEST_CASE("a record is read as it was written") {
  Record record;
  record.files["2026/a.html"] = {
      "2026/a.html", 5, base::sha256_hex("hello"), "text/html; charset=utf-8", io::FileClass::Page,
      "标题 \"一\""};
  record.files["assets/x.css"] = {"assets/x.css",       0, base::sha256_hex(""), "text/css",
                                  io::FileClass::Asset, ""};
  record.pending = {"2026/旧.html", "2026/a.html"};
  const std::string text = record_text(record);
  const auto read = parse_record(text);
  REQUIRE(read);
  CHECK(record_text(*read) == text);
  CHECK(read->files.at("2026/a.html").title == "标题 \"一\"");
  CHECK(read->files.at("assets/x.css").file_class == io::FileClass::Asset);
  CHECK(read->owns("2026/旧.html"));
  CHECK_FALSE(read->owns("mine.txt"));
}

TEST_CASE("a record that would lead out of the folder, or makes no sense, is none") {
  const std::string sha = base::sha256_hex("");
  for (const std::string path : {"../x", "/x", "a/../x", "a//b", "a/.", "", "herald-manifest.json",
                                 "herald-manifest.sha256", "herald-lock/owner.json", "a\\\\b", "a\\nb"}) {
    CAPTURE(path);
    CHECK_FALSE(parse_record(R"({"version": 1, "files": {")" + path + R"(": {"size": 0, "sha256": ")" + sha +
                             "\"}}}"));
    CHECK_FALSE(parse_record(R"({"version": 1, "files": {}, "pending": [")" + path + "\"]}"));
  }
  for (const std::string text :
       {"", "{", "[]", "{}", R"({"version": 2, "files": {}})", R"({"version": 1})",
        R"({"version": 1, "files": {"a": 1}})", R"({"version": 1, "files": {"a": {"size": -1}}})",
        "{\"version\": 1, \"files\": {}}\xff"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_record(text));
  }
  CHECK(parse_record(R"({"version": 1, "files": {}})"));
}

TEST_CASE("a seal is one line as sha256sum writes it, and nothing else is one") {
  const std::string sha = base::sha256_hex("record"), seal = seal_text(sha);
  CHECK(seal == sha + "  herald-manifest.json\n");
  CHECK(sealed_sha256(seal) == sha);
  const std::vector<std::string> others = {"",
                                           sha,
                                           sha + "\n",
                                           seal.substr(0, seal.size() - 1),
                                           seal.substr(1),
                                           " " + seal,
                                           seal + seal,
                                           sha + "  index.html\n",
                                           "<!DOCTYPE html>",
                                           seal_text(""),
                                           seal_text(std::string(64, 'A')),
                                           seal_text(sha.substr(1))};
  for (const std::string& text : others) {
    CAPTURE(text);
    CHECK(sealed_sha256(text).empty());
  }
}
