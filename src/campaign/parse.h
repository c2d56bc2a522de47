#pragma once
// One Markdown file to a ParsedPage: head, fields by the kind's definition, body, and the kind's records read
// out of the Markdown. Pure, and a look at no other file (law 3).

#include <memory>
#include <span>
#include <string>

#include "base/diagnostics.h"
#include "base/source.h"
#include "markdown/parse.h"
#include "model/site.h"

namespace herald::campaign {

class Definitions;

/// What all files of a site are parsed with.
struct ParseContext {
  bool ask_for_missing = true;               ///< False in a folder without site.json.
  std::string default_source;                ///< site.json's sponsor, for `source`.
  const Definitions* definitions = nullptr;  ///< Of the site's kinds; null: the built-in ones.
  std::span<const markdown::HtmlRule> html = {};  ///< Raw HTML that texts may hold.
};

/// Parses `source`, whose path is "content/…" as diagnostics show it; `content_path` is the path below
/// content/. Never fails; diagnostics are in the result.
std::unique_ptr<model::ParsedPage> parse_page(base::Source source, std::string content_path,
                                              const ParseContext& context);

/// True for a CSV file that is a schedule: one directly in the folder of events.
bool is_event_table(std::string_view content_path);

/// Parses such a file likewise: kind Schedule, records.events, and no text. Adds the codes `csv-…` and those
/// of a schedule's rows at their places.
std::unique_ptr<model::ParsedPage> parse_event_table(base::Source source, std::string content_path);

}  // namespace herald::campaign
