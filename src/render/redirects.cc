// Old addresses: pages that lead on by themselves, for any host, and the table of those hosts that read one.

#include <fmt/format.h>

#include "base/utf8.h"
#include "render/feeds.h"
#include "render/objects_internal.h"

namespace herald::render {
namespace {

std::string_view text_of(const Context& context, std::string_view key, std::string_view otherwise) {
  const value::Value text = string_of(context, key);
  return text.is_text() ? text.as_text() : otherwise;
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
  out += fmt::format("</head>\n<body>\n<p>{}<a href=\"{}\">{}</a></p>\n</body>\n</html>\n",
                     base::escaped(text), link, link);
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
