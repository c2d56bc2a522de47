#pragma once
// content/history.json: what must outlive a machine. A successful `publish` writes it; a build reads it, so
// that a clean build on another machine is the same build.
//
//   {"version": 1, "pages": {"2026/notices/a": {"address": "2026/notices/a.html", "published":
//   "2026-05-25T09:00",
//    "changed": "2026-05-26T10:00", "hash": "…", "earlier": ["2026/notices/old.html"], "sequence": 2,
//    "when": "…"}}}
//
// A key is a page's id, or the id of an event that stands in a table and has no page, or of a deadline. Names
// that are not known are passed over: a later herald may have written them.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/diagnostics.h"
#include "base/source.h"

namespace herald::model {

/// What is remembered of one page or event; all of it may be absent.
struct Remembered {
  std::string address;               ///< The output that it was published as.
  std::vector<std::string> earlier;  ///< Those before that one; each leads to the page for good.
  base::DateTime published;          ///< The first time.
  base::DateTime changed;            ///< When its text last changed.
  std::string hash;                  ///< Of that text.
  std::string when;                  ///< A hash of an event's time and place.
  int sequence = 0;                  ///< RFC 5545 §3.8.7.4: how often an event's time or place changed.
};

/// All that is remembered, by id.
struct History {
  std::unordered_map<std::string, Remembered> entries;

  /// The entry of `id`, or null.
  const Remembered* find(std::string_view id) const {
    const auto at = entries.find(std::string(id));
    return at == entries.end() ? nullptr : &at->second;
  }
};

/// Reads the file. Never fails: adds what parse_json adds; parts of another form than the one above are
/// passed over.
History parse_history(const base::Source& source, base::Diagnostics& diagnostics);

/// The text of the file: one line an entry, sorted by id, so that version control shows what changed.
std::string history_text(const History& history);

}  // namespace herald::model
