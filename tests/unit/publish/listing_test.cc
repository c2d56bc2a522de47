#include "publish/listing.h"

#include <doctest/doctest.h>

#include <map>

using namespace herald::publish;

namespace {

/// "name size" or "name/", sorted.
std::vector<std::string> words(std::vector<HostEntry> entries) {
  std::map<std::string, std::string> sorted;
  for (const HostEntry& entry : entries)
    sorted[entry.name] = entry.folder ? entry.name + "/" : entry.name + " " + std::to_string(entry.size);
  std::vector<std::string> out;
  for (const auto& [name, text] : sorted) out.push_back(text);
  return out;
}

}  // namespace

TEST_CASE("a multistatus is read whatever its prefixes, addresses and order") {
  const char* const apache = R"(<?xml version="1.0" encoding="utf-8"?>
<D:multistatus xmlns:D="DAV:" xmlns:ns0="DAV:">
<D:response xmlns:lp1="DAV:"><D:href>/web/</D:href><D:propstat><D:prop><lp1:resourcetype><D:collection/></lp1:resourcetype>
</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>
<D:response><D:href>/web/2026/</D:href><D:propstat><D:prop><lp1:resourcetype><D:collection/></lp1:resourcetype></D:prop></D:propstat></D:response>
<D:response><D:href>/web/a%20b&amp;c.html</D:href><D:propstat><D:prop><lp1:resourcetype/><lp1:getcontentlength>17</lp1:getcontentlength></D:prop></D:propstat></D:response>
</D:multistatus>)";
  const auto entries = read_multistatus(apache, "/web");
  REQUIRE(entries);
  CHECK(words(*entries) == std::vector<std::string>{"2026/", "a b&c.html 17"});
  const char* const other =
      R"(<multistatus xmlns="DAV:"><!-- <response> --><response><propstat><prop><getcontentlength>
 5 </getcontentlength></prop></propstat><href><![CDATA[http://host:8080/x.txt]]></href></response></multistatus>)";
  const auto at_top = read_multistatus(other, "");
  REQUIRE(at_top);
  CHECK(words(*at_top) == std::vector<std::string>{"x.txt 5"});
}

TEST_CASE("what is no multistatus is none, and what is cut ends") {
  for (const char* text :
       {"", "<html><body>It works!</body></html>", "not xml", "<", "<!--", "<![CDATA[", "&amp"})
    CHECK_FALSE(read_multistatus(text, "/web"));
  const auto cut = read_multistatus("<multistatus><response><href>/web/a", "/web");
  REQUIRE(cut);
  CHECK(cut->empty());
}

TEST_CASE("entries outside of the folder, and below its folders, are left out") {
  const auto entries = read_multistatus(
      "<multistatus><response><href>/webber</href></response><response><href>/web/a/b</href></response>"
      "<response><href>/other/x</href></response><response><href>/web</href></response></multistatus>",
      "/web");
  REQUIRE(entries);
  CHECK(entries->empty());
}

TEST_CASE("lists of FTP servers are read, Unix and Windows") {
  CHECK(words(read_ftp_list("total 12\r\n"
                            "drwxr-xr-x   2 ftp      ftp          4096 Jun 16 09:00 2026\r\n"
                            "-rw-r--r--   1 ftp      ftp          1234 Jun 16  2025 a b.html\r\n"
                            "-rw-r--r--   1 ftp      ftp             0 Jun 16 09:00  leading\r\n"
                            "-rw-r--r--   1 ftp      ftp             7 Jun 16 09:00 ../up.html\r\n"
                            "lrwxrwxrwx   1 ftp      ftp             4 Jun 16 09:00 link -> 2026\r\n"
                            "drwxr-xr-x   2 ftp      ftp          4096 Jun 16 09:00 ..\r\n")) ==
        std::vector<std::string>{" leading 0", "2026/", "a b.html 1234", "link 4"});
  CHECK(words(read_ftp_list("06-16-26  09:00AM       <DIR>          2026\r\n"
                            "06-16-26  09:00AM                 1234 a b.html\r\n")) ==
        std::vector<std::string>{"2026/", "a b.html 1234"});
  CHECK(read_ftp_list("").empty());
  CHECK(read_ftp_list("-rw-r--r-- 1\n\n???\ntotal 0\n-").empty());
}

TEST_CASE("a listing tells where links lead") {
  const auto entries = read_ftp_list(
      "lrwxrwxrwx 1 u g 14 Jun 16 09:00 web -> web.releases/3\n"
      "lrwxrwxrwx 1 u g 14 Jun 16 09:00 bare\n"
      "-rw-r--r-- 1 u g 5 Jun 16 09:00 a -> b\n");
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].name == "web");
  CHECK(entries[0].link == "web.releases/3");
  CHECK(entries[1].name == "bare");
  CHECK(entries[1].link.empty());
  CHECK(entries[2].name == "a -> b");
  CHECK(entries[2].link.empty());
}

TEST_CASE("a listing tells the permissions of its own folder") {
  for (const auto& [letters, mode] : {std::pair{"drwxr-xr-x", 0755U},
                                      {"drwx------", 0700U},
                                      {"drwxrwsr-x+", 02775U},
                                      {"dr-xr-S--T", 03540U},
                                      {"drwsrwxrwt", 05777U},
                                      {"drw-------", 0600U}}) {
    CAPTURE(letters);
    const std::string line = std::string(letters) + "   2 u  g  4096 Jun 16 09:00 ";
    CHECK(read_own_mode("drwxrwxrwx 9 u g 1 Jun 16 09:00 ..\n" + line + ".\r\n") == mode);
  }
  for (const char* text : {"", "d .", "06-16-26  09:00AM  <DIR>  .", "-rw-r--r-- 1 u g 5 Jun 16 09:00 .",
                           "drwxr-xr-x 2 u g 4096 Jun 16 09:00 a."})
    CHECK(read_own_mode(text) == 0);
}
