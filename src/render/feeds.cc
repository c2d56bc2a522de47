#include "render/feeds.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/utf8.h"
#include "render/body.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "value/json.h"

namespace herald::render {
namespace {

using model::kNone;

/// Notices, news and whatever else carries a date, newest first: what a subscriber waits for.
std::vector<model::PageId> feed_pages(const Context& context) {
  const model::Site& site = context.site();
  std::vector<model::PageId> pages;
  for (model::PageId id = 0; id < site.pages.size(); id++) {
    const model::Page& page = site.pages[id];
    if (!page.hidden && !page.output.empty() && page.parsed->published) pages.push_back(id);
  }
  size_t count = std::min(kFeedSize, pages.size());
  std::partial_sort(pages.begin(), pages.begin() + static_cast<std::ptrdiff_t>(count), pages.end(),
                    [&](model::PageId a, model::PageId b) {
                      const auto& x = site.parsed(a).published;
                      const auto& y = site.parsed(b).published;
                      return x != y ? x > y : a < b;
                    });
  pages.resize(count);
  context.read(graph::Aspect::Members, list_subject(ListName::Pages, 0xffffff));
  for (model::PageId id : pages) {
    for (std::string_view field : {"title", "published", "updated", "summary", "url"})
      context.read(graph::Aspect::Field, id, field);
    context.read(graph::Aspect::Body, id);
  }
  return pages;
}

/// The date that a page last changed on, as far as it says so.
base::DateTime changed(const model::ParsedPage& page) { return page.updated ? page.updated : page.published; }

/// An address for feeds: absolute when the site has one, else relative to the feed.
std::string feed_url(const Context& context, std::string_view output) {
  std::string address = model::absolute_url(context.site().config, output);
  return address.empty() ? model::relative_url(context.output->path, output) : address;
}

/// A stable name for a page: a tag URI (RFC 4151) made of the domain and the page's id, so that it survives a
/// change of address.
std::string entry_id(const Context& context, model::PageId id) {
  const model::Site& site = context.site();
  std::string_view domain =
      site.config.domain.empty() ? std::string_view("localhost") : std::string_view(site.config.domain);
  int year = site.pages[id].edition == kNone ? 0 : site.editions[site.pages[id].edition].year;
  return fmt::format("tag:{},{}:{}", domain, year != 0 ? year : 2000, base::url_path(site.pages[id].id));
}

void element(std::string& out, std::string_view name, std::string_view text) {
  out += fmt::format("<{}>", name);
  base::append_escaped(out, text);
  out += fmt::format("</{}>\n", name);
}

void append_entry(const Context& context, model::PageId id, std::string& out) {
  const model::Site& site = context.site();
  const model::ParsedPage& page = site.parsed(id);
  out += "<entry>\n";
  element(out, "title", page.title);
  out += fmt::format("<link href=\"{}\"/>\n", base::escaped(feed_url(context, site.pages[id].output)));
  element(out, "id", entry_id(context, id));
  element(out, "published", base::rfc3339(page.published, site.time.utc_offset_minutes));
  element(out, "updated", base::rfc3339(changed(page), site.time.utc_offset_minutes));
  if (!page.summary.empty()) element(out, "summary", page.summary);
  std::string html;
  append_filled(context, id, page.body, Links::Absolute, html);
  out += "<content type=\"html\">";
  base::append_escaped(out, html);
  out += "</content>\n</entry>\n";
}

}  // namespace

void append_atom(const Context& context, std::string& out) {
  const model::Site& site = context.site();
  std::vector<model::PageId> pages = feed_pages(context);
  base::DateTime newest{{2000, 1, 1}, 0};
  for (model::PageId id : pages) newest = std::max(newest, changed(site.parsed(id)));
  out += "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  out += fmt::format("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
                     base::escaped(site.config.language));
  element(out, "title", site.config.name);
  std::string_view domain =
      site.config.domain.empty() ? std::string_view("localhost") : std::string_view(site.config.domain);
  element(out, "id", fmt::format("tag:{},2000:site", domain));
  element(out, "updated", base::rfc3339(newest, site.time.utc_offset_minutes));
  out += fmt::format("<link rel=\"self\" href=\"{}\"/>\n<link href=\"{}\"/>\n",
                     base::escaped(feed_url(context, "feed.xml")),
                     base::escaped(feed_url(context, "index.html")));
  out += "<author><name>";
  base::append_escaped(out, site.config.sponsor.empty() ? site.config.name : site.config.sponsor);
  out += "</name></author>\n";
  for (model::PageId id : pages) append_entry(context, id, out);
  out += "</feed>\n";
}

void append_json_feed(const Context& context, std::string& out) {
  const model::Site& site = context.site();
  value::Arena& arena = *context.arena;
  value::ListBuilder items;
  for (model::PageId id : feed_pages(context)) {
    const model::ParsedPage& page = site.parsed(id);
    std::string html;
    append_filled(context, id, page.body, Links::Absolute, html);
    value::MapBuilder item;
    item.set("id", made_text(arena, entry_id(context, id)));
    item.set("url", made_text(arena, feed_url(context, site.pages[id].output)));
    item.set("title", text_value(page.title));
    if (!page.summary.empty()) item.set("summary", text_value(page.summary));
    item.set("content_html", made_text(arena, html));
    item.set("date_published", made_text(arena, base::rfc3339(page.published, site.time.utc_offset_minutes)));
    item.set("date_modified", made_text(arena, base::rfc3339(changed(page), site.time.utc_offset_minutes)));
    items.add(item.build(arena));
  }
  value::MapBuilder author, feed;
  author.set("name", text_value(site.config.sponsor.empty() ? site.config.name : site.config.sponsor));
  value::ListBuilder authors;
  authors.add(author.build(arena));
  feed.set("version", text_value("https://jsonfeed.org/version/1.1"));
  feed.set("title", text_value(site.config.name));
  feed.set("language", text_value(site.config.language));
  feed.set("home_page_url", made_text(arena, feed_url(context, "index.html")));
  feed.set("feed_url", made_text(arena, feed_url(context, "feed.json")));
  feed.set("authors", authors.build(arena));
  feed.set("items", items.build(arena));
  value::append_json(out, feed.build(arena), value::JsonStyle::Pretty, arena);
  out += '\n';
}

void append_sitemap(const Context& context, std::string& out) {
  const model::Site& site = context.site();
  context.read(graph::Aspect::Members, list_subject(ListName::Pages, 0xffffff));
  out +=
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset "
      "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  auto add = [&](std::string_view output, base::DateTime moment) {
    out += "<url><loc>";
    base::append_escaped(out, model::absolute_url(site.config, output));
    out += "</loc>";
    if (moment)
      out += fmt::format("<lastmod>{}</lastmod>", moment.has_time()
                                                      ? base::rfc3339(moment, site.time.utc_offset_minutes)
                                                      : base::iso(moment.date));
    out += "</url>\n";
  };
  for (const model::Edition& edition : site.editions) add(edition.output, {});
  for (const model::Section& section : site.sections) {
    if (!section.output.empty() && !section.pages.empty()) add(section.output, {});
  }
  for (model::PageId id = 0; id < site.pages.size(); id++) {
    const model::Page& page = site.pages[id];
    if (page.hidden || page.output.empty()) continue;
    context.read(graph::Aspect::Field, id, "updated");
    add(page.output, changed(*page.parsed));
  }
  out += "</urlset>\n";
}

void append_robots(const Context& context, std::string& out) {
  out += "User-agent: *\nAllow: /\n";
  std::string sitemap = model::absolute_url(context.site().config, "sitemap.xml");
  if (!sitemap.empty()) out += fmt::format("Sitemap: {}\n", sitemap);
}

void append_slogans_text(const Context& context, model::EditionId edition, std::string& out) {
  context.read(graph::Aspect::Members, list_subject(ListName::Slogans, edition));
  if (const campaign::EditionView* view = context.edition_view(edition)) {
    for (const campaign::SloganView& slogan : view->slogans) out += slogan.text + "\n";
  }
}

}  // namespace herald::render
