#include "publish/s3_answers.h"

#include <doctest/doctest.h>

using namespace herald::publish;

namespace {

std::string words(const S3Page& page) {
  std::string out;
  for (const HostEntry& entry : page.entries)
    out += entry.name + (entry.folder ? "/" : " " + std::to_string(entry.size)) + "\n";
  return out + "next: " + page.next;
}

}  // namespace

TEST_CASE("a list is read: objects, what is below them, and the way to the next part") {
  const char* const answer = R"(<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>site</Name><Prefix>web/</Prefix>
<KeyCount>4</KeyCount><MaxKeys>4</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>
<NextContinuationToken> 1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM= </NextContinuationToken>
<Contents><Key>web/</Key><Size>0</Size></Contents>
<Contents><Key>web/a&amp;b&#39;&#x901A;.html</Key><ETag>"x"</ETag><Size>17</Size><Owner><ID>1</ID></Owner></Contents>
<Contents><Size>5</Size><Key>web/index.html</Key></Contents>
<CommonPrefixes><Prefix>web/2026/</Prefix></CommonPrefixes>
<CommonPrefixes><Prefix>web/theme/</Prefix></CommonPrefixes>
</ListBucketResult>)";
  const auto page = read_s3_page(answer, "web/");
  REQUIRE(page);
  CHECK(words(*page) ==
        "a&b'通.html 17\nindex.html 5\n2026/\ntheme/\nnext: 1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=");
  const auto top = read_s3_page("<ListBucketResult><Contents><Key>x</Key></Contents></ListBucketResult>", "");
  REQUIRE(top);
  CHECK(words(*top) == "x 0\nnext: ");
}

TEST_CASE("what is no list is none, and one that says there is more must say where") {
  for (const char* text : {"", "<html>login</html>", "<Error><Code>AccessDenied</Code></Error>", "<", "&#",
                           "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"}) {
    CAPTURE(text);
    CHECK_FALSE(read_s3_page(text, ""));
  }
}

TEST_CASE("keys outside of the prefix, and those below its folders, are left out") {
  const auto page = read_s3_page(
      "<ListBucketResult><Contents><Key>other/x</Key></Contents><Contents><Key>web/a/b</Key></Contents>"
      "<Contents><Key>web</Key></Contents><CommonPrefixes><Prefix>web/</Prefix></CommonPrefixes>"
      "<CommonPrefixes><Prefix>web/a//</Prefix></CommonPrefixes></ListBucketResult>",
      "web/");
  REQUIRE(page);
  CHECK(page->entries.empty());
}

TEST_CASE("numbers of characters that are none stay as they are") {
  const auto page = read_s3_page(
      "<ListBucketResult><Contents><Key>&#0;&#xD800;&#x110000;&#99999999999;&#;&#x;&#65</Key></Contents>"
      "</ListBucketResult>",
      "");
  REQUIRE(page);
  REQUIRE(page->entries.size() == 1);
  CHECK(page->entries[0].name == "&#0;&#xD800;&#x110000;&#99999999999;&#;&#x;&#65");
}

TEST_CASE("an error is read in the store's words, cut to what fits on a line") {
  const S3Error error = read_s3_error(
      "<?xml version=\"1.0\"?>\n<Error><Code>SlowDown</Code><Message>Please reduce\nyour rate.</Message>"
      "<RequestId>1</RequestId></Error>");
  CHECK(error.code == "SlowDown");
  CHECK(error.message == "Please reduce your rate.");
  CHECK(read_s3_error("<html><code>200</code></html>").code.empty());
  CHECK(read_s3_error("").code.empty());
  CHECK(read_s3_error("<Error><Code>no code at all</Code></Error>").code.empty());
  std::string many;
  for (int i = 0; i < 200; i++) many += "慢";
  CHECK(read_s3_error("<Error><Message>" + many + "</Message></Error>").message.size() == 198);
}

TEST_CASE("what an answer means goes by the code first, then by the status") {
  struct {
    long status;
    const char* code;
    Trouble trouble;
  } const cases[] = {
      {200, "", Trouble::None},
      {204, "", Trouble::None},
      {403, "AccessDenied", Trouble::Denied},
      {403, "", Trouble::Denied},
      {403, "SignatureDoesNotMatch", Trouble::Login},
      {403, "InvalidAccessKeyId", Trouble::Login},
      {400, "ExpiredToken", Trouble::Login},
      {403, "RequestTimeTooSkewed", Trouble::Clock},
      {404, "NoSuchKey", Trouble::Missing},
      {404, "NoSuchBucket", Trouble::Refused},
      {400, "RequestTimeout", Trouble::Broken},
      {400, "XAmzContentSHA256Mismatch", Trouble::Broken},
      {400, "AuthorizationHeaderMalformed", Trouble::Refused},
      {409, "OperationAborted", Trouble::Failing},
      {412, "PreconditionFailed", Trouble::Exists},
      {429, "", Trouble::Failing},
      {500, "InternalError", Trouble::Failing},
      {501, "NotImplemented", Trouble::Refused},
      {503, "SlowDown", Trouble::Failing},
      {507, "", Trouble::Full},
      {403, "QuotaExceeded", Trouble::Full},
      {301, "PermanentRedirect", Trouble::Refused},
  };
  for (const auto& one : cases) {
    CAPTURE(one.status);
    CAPTURE(one.code);
    CHECK(s3_trouble(one.status, one.code) == one.trouble);
  }
}

TEST_CASE("files whose names change with their bytes are kept for good, all others for a minute") {
  for (const char* path : {"theme/site.0123abcd.css", "theme/fonts/a.b.89abcdef.woff2"})
    CHECK(s3_cache_control(path) == "public, max-age=31536000, immutable");
  for (const char* path :
       {"index.html", "theme/site.css", "theme/site.0123ABCD.css", "theme/0123abcd.css",
        "theme/site.0123abc.css", "2026/a.0123abcd.css", "theme/site.0123abcd/x", "herald-lock-faq.html", ""})
    CHECK(s3_cache_control(path) == "public, max-age=60");
  CHECK(s3_cache_control("herald-manifest.json") == "no-store");
  CHECK(s3_cache_control("herald-manifest.sha256") == "no-store");
  CHECK(s3_cache_control("herald-lock/owner.json") == "no-store");
}
