#pragma once
// Larger parts of a page's view: table of contents, attachments, the schedule's days and months, shares.
// Private.

#include <initializer_list>
#include <string>
#include <string_view>

#include "render/context.h"
#include "value/value.h"

namespace herald::render {

/// Where a page stands in the output: its own file, or the list or home that an _index.md serves.
const std::string& output_of_page(const model::Site& site, model::PageId page);

/// When the text of a page last changed: what its field `updated` says, or what the history remembers,
/// whichever is later; no moment where neither says it. `updated` may be older: whoever changed the text left
/// it as it was. Readers then see the older one, which somebody wrote, and machines this. The read is
/// recorded.
base::DateTime modified(const Context& context, model::PageId page);
/// The same, else when the page was published.
base::DateTime last_change(const Context& context, model::PageId page);

/// Who says what the page says: as it states it, else who publishes the site.
value::Value source_of(const Context& context, model::PageId page);

/// [{level, id, text, html, children}], nested by level, at most three deep.
value::Value table_of_contents(const Context& context, model::PageId page);

/// The files of a page, in order, but those that stand in its text as a picture or in a directive and are
/// linked nowhere else: a reader has them already.
std::vector<model::FileId> files_to_take(const Context& context, model::PageId page);

/// Front matter's attachments, joined with what is known of the files: [{label, title, file, url}].
value::Value attachments(const Context& context, model::PageId page, value::Value field);

/// `list` with every one of `keys` present in each map (an empty text when absent).
value::Value with_keys(const Context& context, value::Value list,
                       std::initializer_list<std::string_view> keys);

/// The page that a field of type PageLink names, or none.
value::Value linked_page(const Context& context, model::PageId from, value::Value field);
value::Value linked_pages(const Context& context, model::PageId from, value::Value field);

/// The event view that a page stands for, or null.
const campaign::EventView* event_of_page(const Context& context, model::PageId page);
value::Value event_list(const Context& context, const std::vector<campaign::EventView>& events,
                        model::EditionId edition, value::Arena& arena);
/// [{date, events}] by day of beginning.
value::Value event_days(const Context& context, model::EditionId edition);
/// [{year, month, title, weeks: [[{date, day, in_month, today, events}…7]…]}], Monday first, for the months
/// that hold events.
value::Value event_months(const Context& context, model::EditionId edition);
/// The address of the event's own calendar file, or an empty text.
value::Value event_calendar_url(const Context& context, model::PageId page);
/// Online parts read from the text and from front matter: [{kind, text, platform, time, url}].
value::Value online_parts(const Context& context, value::Value records, value::Value field);

/// Shares from front matter and from the text, each once: [{kind, url, access_code, platform, expires}].
value::Value share_sources(const Context& context, value::Value field, value::Value records);
/// The address of a picture that shows what the page is about, or an empty text.
value::Value preview_url(const Context& context, model::PageId page);
/// The first file of `files:`, else the first that belongs to the page, or none.
value::Value main_file(const Context& context, model::PageId page);

}  // namespace herald::render
