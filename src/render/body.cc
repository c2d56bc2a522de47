#include "render/body.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "campaign/values.h"
#include "render/archives.h"
#include "render/workspace.h"

namespace herald::render {
namespace {

using markdown::Hole;
using model::LinkTarget;

std::string address_of(const Context& context, const LinkTarget& target, Links links) {
  if (target.type == LinkTarget::Type::External) return target.address;
  if (target.type == LinkTarget::Type::Unsafe) return "#";
  std::string output = model::output_of(context.site(), target);
  if (!target.fragment.empty()) context.vary();
  if (output.empty()) return target.fragment.empty() ? "#" : "#" + base::url_path(target.fragment);
  if (links == Links::Absolute && !context.site().config.url.empty()) {
    std::string address = model::absolute_url(context.site().config, output);
    return target.fragment.empty() ? address : address + "#" + base::url_path(target.fragment);
  }
  return model::relative_url(context.output->path, output, target.fragment);
}

void record(const Context& context, const LinkTarget& target) {
  if (target.type == LinkTarget::Type::Page) context.read_address(target.id);
  if (target.type == LinkTarget::Type::File) context.read(graph::Aspect::File, target.id);
}

void append_link_attributes(const Context& context, const LinkTarget& target, std::string& out) {
  if (target.type == LinkTarget::Type::External && target.address.starts_with("http"))
    out += " rel=\"external\"";
  if (target.type != LinkTarget::Type::File) return;
  out += " download=\"";
  base::append_escaped(out, download_name(context, target.id));
  out += '"';
}

void append_image_size(const Context& context, const LinkTarget& target, std::string& out) {
  if (target.type != LinkTarget::Type::File) return;
  const model::ContentFile& file = context.site().files[target.id];
  if (file.width != 0 && file.height != 0)
    out += fmt::format(" width=\"{}\" height=\"{}\"", file.width, file.height);
}

/// Finds where links of one text lead, each once for all of its holes.
class Resolver {
 public:
  Resolver(const Context& context, model::PageId page, Links links)
      : context_(context), page_(page), links_(links) {
    if (links != Links::Relative || context.absolute || context.workspace == nullptr) return;
    known_ = &context.workspace->links;
    forget();
  }

  /// What `written`, the link with this index, is. Good until the next one.
  const KnownLinks::Link& find(uint32_t index, std::string_view written) {
    if (index_ == index) return *link_;
    index_ = index;
    link_ = known_ != nullptr && !written.empty() ? &known_->slot(written) : &own_;
    if (link_ == &own_ || link_->address.empty()) resolve(written);
    record(context_, link_->target);
    return *link_;
  }
  /// Other texts may have been filled meanwhile: what is known has to be looked for again.
  void forget() {
    index_ = UINT32_MAX;
    if (known_ != nullptr)
      known_->enter(folder_of(context_.site().parsed(page_).path), folder_of(context_.output->path));
  }

 private:
  static std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

  void resolve(std::string_view written) {
    link_->target = model::resolve_link(context_.site(), page_, written);
    link_->address.clear();
    append_address(link_->target, link_->address);
    // What has a fragment may lead to the page itself: then its address is another one there.
    if (link_ == &own_ || link_->target.fragment.empty()) return;
    own_ = std::move(*link_);
    *link_ = {};
    link_ = &own_;
  }

  /// Escaped. Most links lead to pages.
  void append_address(const LinkTarget& target, std::string& out) const {
    const model::Site& site = context_.site();
    if (target.type != LinkTarget::Type::Page || links_ != Links::Relative || !target.fragment.empty() ||
        site.pages[target.id].output.empty())
      return base::append_escaped(out, address_of(context_, target, links_));
    std::string& address = *context_.making;
    address.clear();
    model::append_relative_url(address, context_.output->path, site.pages[target.id].output, {});
    base::append_escaped(out, address);
  }

  const Context& context_;
  model::PageId page_;
  Links links_;
  KnownLinks* known_ = nullptr;
  uint32_t index_ = UINT32_MAX;
  KnownLinks::Link own_;
  KnownLinks::Link* link_ = &own_;
};

}  // namespace

bool find_content_value(const Context& context, model::PageId page, std::string_view name, std::string& out) {
  out.clear();
  if (!campaign::is_content_value(name)) return false;
  const model::Site& site = context.site();
  const size_t dot = name.find('.');
  const std::string_view key = name.substr(dot + 1);
  if (name.substr(0, dot) == "site") {
    context.read(graph::Aspect::Config, 0, key);
    out = site.config.values.get(key).text_or_empty();
    return true;
  }
  model::EditionId edition = page == model::kNone ? context.edition : site.pages[page].edition;
  if (edition == model::kNone) edition = site.current;
  if (edition == model::kNone || site.editions[edition].index == model::kNone) return true;
  const model::PageId index = site.editions[edition].index;
  context.read_metadata(index);
  const value::Value value = site.parsed(index).fields.get(key);
  out = value.is(value::Type::Int) ? std::to_string(value.as_int()) : std::string(value.text_or_empty());
  return true;
}

void append_filled(const Context& context, model::PageId page, const markdown::Fragment& fragment,
                   Links links, std::string& out) {
  std::string_view html = fragment.html;
  size_t at = 0;
  Resolver resolver(context, page, links);
  const auto append_up_to = [&](const Hole& hole) {
    out.append(html, at, hole.offset - at);
    at = hole.offset;
  };
  for (const Hole& hole : fragment.holes) {
    if (hole.kind == Hole::Kind::Directive) {
      append_up_to(hole);
      append_directive(context, page, fragment.directives[hole.index], links, out);
      resolver.forget();
      continue;
    }
    if (hole.kind == Hole::Kind::Value) {
      std::string text;
      find_content_value(context, page, fragment.targets[hole.index], text);
      append_up_to(hole);
      base::append_escaped(out, text);
      continue;
    }
    const KnownLinks::Link& link = resolver.find(hole.index, fragment.targets[hole.index]);
    // A link to a page says nothing of what it leads to.
    const bool is_address = hole.kind == Hole::Kind::LinkTarget || hole.kind == Hole::Kind::ImageTarget;
    if (!is_address && link.target.type == LinkTarget::Type::Page) continue;
    append_up_to(hole);
    if (is_address) out += link.address;
    if (hole.kind == Hole::Kind::LinkClass) append_link_attributes(context, link.target, out);
    if (hole.kind == Hole::Kind::ImageSize) append_image_size(context, link.target, out);
  }
  out.append(html.substr(at));
}

value::Value fill(const Context& context, model::PageId page, const markdown::Fragment& fragment) {
  context.read(graph::Aspect::Body, page);
  if (fragment.holes.empty()) return value::Value::html(fragment.html);
  if (context.workspace == nullptr) {
    std::string own;
    append_filled(context, page, fragment, Links::Relative, own);
    return value::Value::html(context.arena->copy(own));
  }
  std::string& out = context.workspace->texts.next();
  append_filled(context, page, fragment, Links::Relative, out);
  return value::Value::html(out);
}

}  // namespace herald::render
