#include "base/media_type.h"

#include <doctest/doctest.h>

namespace base = herald::base;

TEST_CASE("the media type is that of the file name's ending") {
  const auto check = [](std::string_view path, std::string_view expected) {
    CAPTURE(path);
    CHECK(base::media_type_of(path) == expected);
  };
  check("2026/index.html", "text/html; charset=utf-8");
  check("a.HTML", "text/html; charset=utf-8");
  check("theme/style.0123abcd.css", "text/css; charset=utf-8");
  check("poster.svg", "image/svg+xml");
  check("附件1.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  check("events.csv", "text/csv; charset=utf-8");
  check("calendar.ics", "text/calendar; charset=utf-8");
  check("forms/a.schema.json", "application/schema+json");
  check("portal.json", "application/json");
  check("2026/notices/feed.json", "application/feed+json");
  check("feed.xml", "application/atom+xml; charset=utf-8");
  check("sitemap.xml", "application/xml; charset=utf-8");
  check("manifest.sha256", "text/plain; charset=utf-8");
  check("_redirects", "text/plain; charset=utf-8");
  check("all.zip", "application/zip");
  check("font.woff2", "font/woff2");
  check("a.unknown", "application/octet-stream");
  check("no-ending", "application/octet-stream");
  check("folder.html/no-ending", "application/octet-stream");
  check(".html", "application/octet-stream");
  check("", "application/octet-stream");
}
