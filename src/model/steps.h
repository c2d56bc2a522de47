#pragma once
// The steps of assemble, in the order in which they run. Each completes a Site that the steps before it have
// begun. Private to the module.

#include <string_view>
#include <vector>

#include "model/site.h"

namespace herald::model {

/// The edition that a content path lies in ("2026"), or an empty text: a folder at the top whose name is four
/// digits.
std::string_view edition_name_of(std::string_view content_path);

/// Adds a diagnostic at `span` of the page's file, or at the file when its text is not kept.
base::Diagnostic& add_at(base::Diagnostics& diagnostics, base::Code code, const ParsedPage& page,
                         base::Span span, std::vector<std::string> arguments);
/// The span of a text that stands in `page`'s front matter, or an empty one.
base::Span span_in(const ParsedPage& page, value::Value value);

/// Sets Page::hidden by draft, published and expires, unless drafts are shown, and Page::withdrawn.
void mark_hidden(Site& site);

/// Makes editions and sections of the folders, and gives each page its place, address and index role.
/// Adds `duplicate-url` when a folder is described twice, and `unknown-edition`.
void place_pages(Site& site, base::Diagnostics& diagnostics);

/// Sets Page::id. Adds `duplicate-id`; the later page then goes by its path.
void name_pages(Site& site, base::Diagnostics& diagnostics);

/// Fills the lists of shown pages of sections and editions in their order, and the neighbours of pages.
/// Sections without a shown page lose their output.
void order_pages(Site& site);

/// Fills Site::terms and Page::terms, and the page of all editions, as far as the theme has templates for
/// them. Adds `audience-unknown`.
void collect_terms(Site& site, base::Diagnostics& diagnostics);

/// Smaller comes first: the newest page, by `published`, else its day; pages without a date come last.
int64_t newest_first(const ParsedPage& page);

/// Sets Page::supersedes and superseded_by.
void link_versions(Site& site);

/// Resolves everything that pages and site.json name and tells what leads nowhere; gives files that are named
/// an owner and an output.
void check_references(Site& site, base::Diagnostics& diagnostics);

/// Fills Site::redirects from shown pages and site.json. Adds `wrong-redirect`, `broken-redirect`,
/// `redirect-taken` when two name one old address (the first keeps it: pages before site.json),
/// `unsafe-address`.
void collect_redirects(Site& site, base::Diagnostics& diagnostics);

/// Gives the files of `named` (by the page that names each first; kNone: nobody, kByConfig: site.json) their
/// owner and output.
inline constexpr PageId kByConfig = kNone - 1;
void give_owners(Site& site, const std::vector<PageId>& named);

/// Where a file below assets/ goes: "root/x" to "x", "css/x.css" to "assets/css/x.css".
std::string asset_output(std::string_view asset);

}  // namespace herald::model
