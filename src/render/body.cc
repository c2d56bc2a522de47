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
  if (target.type == LinkTarget::Type::Page) context.read(graph::Aspect::Field, target.id, "url");
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
    content_ = folder_of(context.site().parsed(page).path);
    outputs_ = folder_of(context.output->path);
  }

  /// What `written`, the link with this index, is. Good until the next one.
  const KnownLinks::Link& find(uint32_t index, std::string_view written) {
    if (index_ == index) return *link_;
    index_ = index;
    link_ = known_ != nullptr && !written.empty() ? &known_->slot(content_, outputs_, written) : &own_;
    if (link_ == &own_ || link_->address.empty()) resolve(written);
    record(context_, link_->target);
    return *link_;
  }
  /// Other texts may have been filled meanwhile: what is known has to be looked for again.
  void forget() { index_ = UINT32_MAX; }

 private:
  static std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

  void resolve(std::string_view written) {
    link_->target = model::resolve_link(context_.site(), page_, written);
    link_->address.clear();
    base::append_escaped(link_->address, address_of(context_, link_->target, links_));
    // What has a fragment may lead to the page itself: then its address is another one there.
    if (link_ == &own_ || link_->target.fragment.empty()) return;
    own_ = std::move(*link_);
    *link_ = {};
    link_ = &own_;
  }

  const Context& context_;
  model::PageId page_;
  Links links_;
  KnownLinks* known_ = nullptr;
  std::string_view content_, outputs_;
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
  for (const Hole& hole : fragment.holes) {
    out.append(html.substr(at, hole.offset - at));
    at = hole.offset;
    if (hole.kind == Hole::Kind::Directive) {
      append_directive(context, page, fragment.directives[hole.index], links, out);
      resolver.forget();
      continue;
    }
    if (hole.kind == Hole::Kind::Value) {
      std::string text;
      find_content_value(context, page, fragment.targets[hole.index], text);
      base::append_escaped(out, text);
      continue;
    }
    const KnownLinks::Link& link = resolver.find(hole.index, fragment.targets[hole.index]);
    if (hole.kind == Hole::Kind::LinkTarget || hole.kind == Hole::Kind::ImageTarget) out += link.address;
    if (hole.kind == Hole::Kind::LinkClass) append_link_attributes(context, link.target, out);
    if (hole.kind == Hole::Kind::ImageSize) append_image_size(context, link.target, out);
  }
  out.append(html.substr(at));
}

value::Value fill(const Context& context, model::PageId page, const markdown::Fragment& fragment) {
  context.read(graph::Aspect::Body, page);
  if (fragment.holes.empty()) return value::Value::html(fragment.html);
  // A directive's template may show another text, in the middle of this one.
  const bool apart = context.workspace == nullptr || !fragment.directives.empty();
  std::string own;
  std::string& out = apart ? own : context.workspace->filled;
  out.clear();
  append_filled(context, page, fragment, Links::Relative, out);
  return value::Value::html(context.arena->copy(out));
}

}  // namespace herald::render
