#include "model/history.h"

#include <doctest/doctest.h>

using namespace herald;

namespace {

model::History parse(const std::string& text) {
  base::Source source;
  source.path = "content/history.json";
  source.text = text;
  base::Diagnostics diagnostics;
  model::History history = model::parse_history(source, diagnostics);
  CHECK(diagnostics.empty());
  return history;
}

}  // namespace

TEST_CASE("a history is read as it was written, sorted and with all that is remembered") {
  model::History history;
  model::Remembered& page = history.entries["2026/notices/b"];
  page.address = "2026/notices/b.html";
  page.earlier = {"2026/notices/old.html", "2026/notices/older.html"};
  page.published = {{2026, 5, 25}, 540};
  page.changed = {{2026, 5, 26}, 600};
  page.hash = "0a";
  history.entries["2026/events/a"].sequence = 2;
  history.entries["2026/events/a"].when = "ff";
  history.entries["空"];
  const std::string text = model::history_text(history);
  CHECK(text ==
        "{\"version\": 1, \"pages\": {\n"
        "\"2026/events/a\": {\"when\": \"ff\", \"sequence\": 2},\n"
        "\"2026/notices/b\": {\"address\": \"2026/notices/b.html\", \"published\": \"2026-05-25T09:00\", \"changed\": "
        "\"2026-05-26T10:00\", \"hash\": \"0a\", \"earlier\": [\"2026/notices/old.html\", "
        "\"2026/notices/older.html\"]},\n"
        "\"空\": {}\n"
        "}}\n");
  CHECK(model::history_text(parse(text)) == text);
}

TEST_CASE("a history without entries is written, too") {
  CHECK(model::history_text({}) == "{\"version\": 1, \"pages\": {\n}}\n");
  CHECK(parse(model::history_text({})).entries.empty());
}
