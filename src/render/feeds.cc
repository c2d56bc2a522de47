#include "render/feeds.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/media_type.h"
#include "base/utf8.h"
#include "render/archives.h"
#include "render/body.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "value/json.h"

namespace herald::render {
namespace {

using model::kNone;

/// A feed: of the whole site, of one section, or of one term.
struct Feed {
  model::SectionId section = kNone;
  model::TermId term = kNone;
};

/// Whether entries carry their whole text. Those of terms carry the summary: a page has many words, and its
/// text would be sent with each.
bool has_texts(const Feed& feed) { return feed.term == kNone; }

Feed feed_of(const Context& context) {
  const model::Output& output = *context.output;
  if (output.kind == model::OutputKind::SectionAtom || output.kind == model::OutputKind::SectionFeed)
    return {output.subject, kNone};
  return {kNone, context.term};
}

/// Notices, news and whatever else carries a date, newest first: what a subscriber waits for.
std::vector<model::PageId> feed_pages(const Context& context, const Feed& feed) {
  const model::Site& site = context.site();
  std::vector<model::PageId> pages;
  const auto add = [&](model::PageId id) {
    const model::Page& page = site.pages[id];
    if (!page.hidden && !page.withdrawn && !page.output.empty() && site.parsed(id).published)
      pages.push_back(id);
  };
  if (feed.term != kNone) {
    for (const model::PageId id : site.terms[feed.term].pages) add(id);
    context.read(graph::Aspect::Members, list_subject(ListName::Term, feed.term));
  } else if (feed.section == kNone) {
    for (model::PageId id = 0; id < site.pages.size(); id++) add(id);
    context.read(graph::Aspect::Members, list_subject(ListName::Pages, 0xffffff));
  } else {
    for (const model::PageId id : site.sections[feed.section].pages) add(id);
    context.read(graph::Aspect::Members, list_subject(ListName::Section, feed.section));
  }
  size_t count = std::min(kFeedSize, pages.size());
  std::partial_sort(pages.begin(), pages.begin() + static_cast<std::ptrdiff_t>(count), pages.end(),
                    [&](model::PageId a, model::PageId b) {
                      const auto& x = site.parsed(a).published;
                      const auto& y = site.parsed(b).published;
                      return x != y ? x > y : a < b;
                    });
  pages.resize(count);
  for (model::PageId id : pages) {
    context.read_metadata(id);
    context.read_address(id);
    if (has_texts(feed)) context.read(graph::Aspect::Body, id);
  }
  return pages;
}

std::string title_of(const Context& context, const Feed& feed) {
  const std::string& name = context.site().config.name;
  if (feed.section == kNone && feed.term == kNone) return name;
  const value::Value of =
      feed.term != kNone ? term_value(context, feed.term) : section_value(context, feed.section);
  return fmt::format("{} - {}", of.as_object()->attribute("title", *context.arena).text_or_empty(), name);
}

/// The page that the feed accompanies: the home page, or the section's list.
std::string_view home_of(const Context& context, const Feed& feed) {
  if (feed.term != kNone) return context.site().terms[feed.term].output;
  if (feed.section == kNone) return "index.html";
  return context.site().sections[feed.section].output;
}

/// The files that a subscriber gets with a page: those of a material.
std::vector<model::FileId> enclosures(const Context& context, model::PageId id) {
  if (context.metadata_of(id).kind != model::Kind::Material) return {};
  context.read(graph::Aspect::Members, list_subject(ListName::PageFiles, id));
  const std::vector<model::FileId>& files = context.shared->files_of_page[id];
  for (const model::FileId file : files) context.read(graph::Aspect::File, file);
  return files;
}

/// An address for feeds: absolute when the site has one, else relative to the feed.
std::string feed_url(const Context& context, std::string_view output) {
  std::string address = model::absolute_url(context.site().config, output);
  return address.empty() ? model::relative_url(context.output->path, output) : address;
}

/// A stable name for a page: a tag URI (RFC 4151) made of the domain and the page's id, so that it survives a
/// change of address.
std::string entry_id(const Context& context, model::PageId id) {
  const model::Site& site = context.site();
  int year = site.pages[id].edition == kNone ? 0 : site.editions[site.pages[id].edition].year;
  return fmt::format("tag:{},{}:{}", model::host_name(site.config), year != 0 ? year : 2000,
                     base::url_path(site.pages[id].id));
}

/// The same for a feed. A section's is made of its path in the content, which no change of a title changes.
std::string feed_id(const Context& context, const Feed& feed) {
  const model::Site& site = context.site();
  if (feed.term != kNone) {
    const model::Term& term = site.terms[feed.term];
    return fmt::format("tag:{},2000:{}/{}/{}", model::host_name(site.config),
                       site.editions[term.edition].name, model::name_of(term.taxonomy),
                       base::url_path(term.name));
  }
  if (feed.section == kNone) return fmt::format("tag:{},2000:site", model::host_name(site.config));
  return fmt::format("tag:{},2000:section/{}", model::host_name(site.config),
                     base::url_path(site.sections[feed.section].path));
}

void element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  base::append_escaped(out, text);
  out.append("</").append(name).append(">\n");
}

void append_entry(const Context& context, const Feed& feed, model::PageId id, std::string& out) {
  const model::Site& site = context.site();
  const model::ParsedPage& page = context.metadata_of(id);
  out += "<entry>\n";
  element(out, "title", page.title);
  out += fmt::format("<link href=\"{}\"/>\n", base::escaped(feed_url(context, site.pages[id].output)));
  element(out, "id", entry_id(context, id));
  element(out, "published", base::rfc3339(page.published, site.time.utc_offset_minutes));
  element(out, "updated", base::rfc3339(last_change(context, id), site.time.utc_offset_minutes));
  if (!page.summary.empty()) element(out, "summary", page.summary);
  for (const model::FileId file : enclosures(context, id)) {
    const model::ContentFile& content = site.files[file];
    out += fmt::format("<link rel=\"enclosure\" type=\"{}\" length=\"{}\" title=\"{}\" href=\"{}\"/>\n",
                       base::media_type_of(content.path), content.size,
                       base::escaped(download_name(context, file)),
                       base::escaped(feed_url(context, content.output)));
  }
  if (has_texts(feed)) {
    std::string html;
    append_filled(context, id, context.text_of(id).body, Links::Absolute, html);
    out += "<content type=\"html\">";
    base::append_escaped(out, html);
    out += "</content>\n";
  }
  out += "</entry>\n";
}

void append_atom_feed(const Context& context, const Feed& feed, std::string& out) {
  const model::Site& site = context.site();
  std::vector<model::PageId> pages = feed_pages(context, feed);
  base::DateTime newest{{2000, 1, 1}, 0};
  for (model::PageId id : pages) newest = std::max(newest, last_change(context, id));
  out += "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  out += fmt::format("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
                     base::escaped(site.config.language));
  element(out, "title", title_of(context, feed));
  element(out, "id", feed_id(context, feed));
  element(out, "updated", base::rfc3339(newest, site.time.utc_offset_minutes));
  out += fmt::format(
      "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n"
      "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
      base::escaped(feed_url(context, context.output->path)),
      base::escaped(feed_url(context, home_of(context, feed))));
  out += "<author><name>";
  base::append_escaped(out, site.config.sponsor.empty() ? site.config.name : site.config.sponsor);
  out += "</name></author>\n<generator>herald</generator>\n";
  for (model::PageId id : pages) append_entry(context, feed, id, out);
  out += "</feed>\n";
}

value::Value json_item(const Context& context, const Feed& feed, model::PageId id) {
  const model::Site& site = context.site();
  value::Arena& arena = *context.arena;
  const model::ParsedPage& page = context.metadata_of(id);
  value::MapBuilder item;
  item.set("id", made_text(arena, entry_id(context, id)));
  item.set("url", made_text(arena, feed_url(context, site.pages[id].output)));
  item.set("title", text_value(page.title));
  if (!page.summary.empty()) item.set("summary", text_value(page.summary));
  if (has_texts(feed)) {
    std::string html;
    append_filled(context, id, context.text_of(id).body, Links::Absolute, html);
    item.set("content_html", made_text(arena, html));
  } else {
    item.set("content_text", text_value(page.summary));
  }
  item.set("date_published", made_text(arena, base::rfc3339(page.published, site.time.utc_offset_minutes)));
  item.set("date_modified",
           made_text(arena, base::rfc3339(last_change(context, id), site.time.utc_offset_minutes)));
  value::ListBuilder files;
  for (const model::FileId file : enclosures(context, id)) {
    const model::ContentFile& content = site.files[file];
    value::MapBuilder attachment;
    attachment.set("url", made_text(arena, feed_url(context, content.output)));
    attachment.set("mime_type", text_value(base::media_type_of(content.path)));
    attachment.set("title", made_text(arena, download_name(context, file)));
    attachment.set("size_in_bytes", value::Value::integer(static_cast<int64_t>(content.size)));
    files.add(attachment.build(arena));
  }
  if (files.size() != 0) item.set("attachments", files.build(arena));
  return item.build(arena);
}

void append_feed_as_json(const Context& context, const Feed& subject, std::string& out) {
  const model::Site& site = context.site();
  value::Arena& arena = *context.arena;
  value::ListBuilder items;
  for (model::PageId id : feed_pages(context, subject)) items.add(json_item(context, subject, id));
  value::MapBuilder author, feed;
  author.set("name", text_value(site.config.sponsor.empty() ? site.config.name : site.config.sponsor));
  value::ListBuilder authors;
  authors.add(author.build(arena));
  feed.set("version", text_value("https://jsonfeed.org/version/1.1"));
  feed.set("title", made_text(arena, title_of(context, subject)));
  feed.set("language", text_value(site.config.language));
  feed.set("home_page_url", made_text(arena, feed_url(context, home_of(context, subject))));
  feed.set("feed_url", made_text(arena, feed_url(context, context.output->path)));
  feed.set("authors", authors.build(arena));
  feed.set("items", items.build(arena));
  value::append_json(out, feed.build(arena), value::JsonStyle::Pretty, arena);
  out += '\n';
}

}  // namespace

void append_atom(const Context& context, std::string& out) {
  append_atom_feed(context, feed_of(context), out);
}

void append_json_feed(const Context& context, std::string& out) {
  append_feed_as_json(context, feed_of(context), out);
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
  for (const model::Edition& edition : site.editions) {
    for (const std::string& list : edition.term_lists) {
      if (!list.empty()) add(list, {});
    }
  }
  for (model::TermId id = 0; id < site.terms.size(); id++) {
    context.read(graph::Aspect::Members, list_subject(ListName::Term, id));
    if (!site.terms[id].output.empty()) add(site.terms[id].output, {});
  }
  if (!site.years.empty()) add(site.years, {});
  for (model::PageId id = 0; id < site.pages.size(); id++) {
    const model::Page& page = site.pages[id];
    if (page.hidden || page.withdrawn || page.output.empty()) continue;
    add(page.output, last_change(context, id));
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
