// Old addresses: pages that lead on by themselves, for any host, and the table of those hosts that read one.

#include <fmt/format.h>

#include "base/utf8.h"
#include "render/feeds.h"
#include "render/objects.h"
#include "render/objects_internal.h"

namespace herald::render {
namespace {

using model::kNone;
using LinkType = model::LinkTarget::Type;

std::string_view text_of(const Context& context, std::string_view key, std::string_view otherwise) {
  const value::Value text = string_of(context, key);
  return text.is_text() ? text.as_text() : otherwise;
}

std::string title_in(value::Value object, const Context& context) {
  return std::string(object.as_object()->attribute("title", *context.arena).text_or_empty());
}

/// Where a redirect of site.json leads; Broken when its entry is not found.
model::LinkTarget target_in_config(const model::Site& site, const model::Redirect& redirect) {
  const value::Value redirects = site.config.values.get("redirects");
  if (!redirects.is(value::Type::Map) || redirect.span.size() == 0) return {};
  for (const value::Entry& entry : redirects.entries()) {
    if (entry.key_position == redirect.span.begin)
      return model::resolve_link(site, kNone, base::trim(entry.value.text_or_empty()));
  }
  return {};
}

/// Where a redirect of a page leads: to the page, or to the list or home that it describes.
model::LinkTarget target_of_page(const model::Site& site, model::PageId id) {
  const model::Page& page = site.pages[id];
  model::LinkTarget target;
  target.type = LinkType::Page;
  target.id = id;
  if (!page.section_index) return target;
  target.type = page.section != kNone ? LinkType::Section : LinkType::Edition;
  target.id = page.section != kNone ? page.section : page.edition;
  return target;
}

/// What stands at the new address, in its own words; empty where that is another site's.
std::string title_of_target(const Context& context, const model::Redirect& redirect) {
  const model::Site& site = context.site();
  if (!redirect.address.empty()) return {};
  const model::LinkTarget target =
      redirect.page == kNone ? target_in_config(site, redirect) : target_of_page(site, redirect.page);
  if (target.id == kNone) return {};
  switch (target.type) {
    case LinkType::Page:
      return context.metadata_of(target.id).title;
    case LinkType::Section:
      return title_in(section_value(context, target.id), context);
    case LinkType::Edition:
      return title_in(edition_value(context, target.id), context);
    default:
      return {};
  }
}

}  // namespace

void append_redirect_page(const Context& context, const model::Redirect& redirect, std::string& out) {
  const model::Site& site = context.site();
  const bool away = !redirect.address.empty();
  const std::string here =
      away ? redirect.address : model::relative_url(context.output->path, redirect.to, redirect.fragment);
  const std::string canonical = away ? redirect.address : model::absolute_url(site.config, redirect.to);
  const std::string title(text_of(context, "redirect.title", "页面已经搬走"));
  const std::string text(text_of(context, "redirect.text", "这个页面搬到了新的地址："));
  const std::string link = base::escaped(here);
  out += fmt::format("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
                     base::escaped(site.config.language));
  out += fmt::format("<title>{} - {}</title>\n", base::escaped(title), base::escaped(site.config.name));
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<meta name=\"robots\" content=\"noindex\">\n";
  out += fmt::format("<meta http-equiv=\"refresh\" content=\"0; url={}\">\n", link);
  if (!canonical.empty())
    out += fmt::format("<link rel=\"canonical\" href=\"{}\">\n", base::escaped(canonical));
  const std::string target = title_of_target(context, redirect);
  out += fmt::format("</head>\n<body>\n<p>{}<a href=\"{}\">{}</a></p>\n</body>\n</html>\n",
                     base::escaped(text), link, target.empty() ? link : base::escaped(target));
}

void append_redirect_table(const Context& context, std::string& out) {
  const model::Site& site = context.site();
  for (const model::Redirect& redirect : site.redirects) {
    const std::string to = model::redirect_target(site.config, redirect);
    // The mark makes the host answer 301 although a page stands there for hosts that read no table.
    out += fmt::format("{} {} 301!\n", model::host_path(site.config, redirect.from), to);
  }
}

}  // namespace herald::render
