#pragma once
// The head of a page: which kind it is, and its fields by that kind's definitions. Private to the module.

#include "campaign/parse.h"
#include "value/front_matter.h"

namespace herald::campaign {

/// True for "2026/_index.md", and for "_index.md" in a folder without years: its fields are the campaign.
bool is_edition_index(std::string_view content_path);

/// Reads `front` into page.kind, kind_stated, fields, references, published, updated and draft. page.path and
/// page.source_head are set. Adds what read_fields adds, `kind-unknown`, `type-is-kind`,
/// `kind-material-type`, `event-order`.
void read_head(const value::FrontMatter& front, const ParseContext& context, model::ParsedPage& page);

}  // namespace herald::campaign
