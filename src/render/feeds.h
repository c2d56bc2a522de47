#pragma once
// The outputs that no template makes: feeds, calendars, sitemap, plain lists. Private to the module.

#include <string>

#include "render/context.h"

namespace herald::render {

/// sitemap.xml (sitemaps.org 0.9) with the dates of the last change. Only planned when the site has an
/// address.
void append_sitemap(const Context& context, std::string& out);
/// robots.txt (RFC 9309): everything may be read; names the sitemap.
void append_robots(const Context& context, std::string& out);
/// feed.xml: Atom (RFC 4287) of the newest kFeedSize pages that carry a date; of the section or the term that
/// the context's output is of, else of the whole site.
void append_atom(const Context& context, std::string& out);
/// feed.json: JSON Feed 1.1 of the same. Only planned when the site has an address.
void append_json_feed(const Context& context, std::string& out);
/// portal.json: the site, its current campaign, and the addresses of what it holds, for a parent's or child's
/// portal to import.
void append_portal(const Context& context, std::string& out);
/// The page that stands at an old address and leads on.
void append_redirect_page(const Context& context, const model::Redirect& redirect, std::string& out);
/// _redirects, as Netlify and its like read it: old address, new address, status.
void append_redirect_table(const Context& context, std::string& out);

/// iCalendar (RFC 5545, RFC 7986) of an edition's events.
void append_calendar(const Context& context, model::EditionId edition, std::string& out);
/// iCalendar of an edition's deadlines, each with an alarm three days before.
void append_deadlines(const Context& context, model::EditionId edition, std::string& out);
/// iCalendar of one event page.
void append_event_calendar(const Context& context, model::PageId page, std::string& out);

/// The slogans of an edition, one a line.
void append_slogans_text(const Context& context, model::EditionId edition, std::string& out);

/// Entries of a feed.
inline constexpr size_t kFeedSize = 30;

}  // namespace herald::render
