// Directives of a page's text to HTML, by the templates of the theme.

#include <fmt/format.h>

#include "base/utf8.h"
#include "markdown/telephones.h"
#include "render/body.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "text/text.h"

namespace herald::render {
namespace {

using markdown::DirectivePart;
using markdown::SettingType;
using model::LinkTarget;
using value::Value;

/// What a template of a directive sees: `directive`, and all that the page's template sees.
struct DirectiveRoot final : value::Object {
  DirectiveRoot(Value d, Value o) : directive(d), others(o) {}
  Value directive, others;

  Value attribute(std::string_view name, value::Arena& arena) const override {
    return name == "directive" ? directive : others.as_object()->attribute(name, arena);
  }
  void names(std::vector<std::string_view>& out) const override {
    out.push_back("directive");
    others.as_object()->names(out);
  }
  std::string_view type_name() const override { return "template"; }
};

Value filled(const Context& context, model::PageId page, const markdown::Fragment& fragment) {
  if (fragment.holes.empty()) return Value::html(fragment.html);
  std::string out;
  append_filled(context, page, fragment, Links::Relative, out);
  return Value::html(context.arena->copy(out));
}

/// Where a setting leads: {url, external, file, page, event}.
Value target_value(const Context& context, model::PageId page, const std::string& written) {
  const LinkTarget target = model::resolve_link(context.site(), page, written);
  value::MapBuilder map;
  map.set("url", target_url(context, target));
  map.set("external", Value::boolean(target.type == LinkTarget::Type::External));
  const bool is_file = target.type == LinkTarget::Type::File;
  const bool is_page = target.type == LinkTarget::Type::Page;
  if (is_file) context.read(graph::Aspect::File, target.id);
  map.set("file", is_file ? file_value(context, target.id) : Value::null());
  map.set("page", is_page ? page_value(context, target.id) : Value::null());
  const campaign::EventView* event = is_page ? event_of_page(context, target.id) : nullptr;
  map.set("event", event ? event_value(context, *event) : Value::null());
  return map.build(*context.arena);
}

/// The day that the term of an item states, as ISO text; empty for none.
Value date_of(const Context& context, model::PageId page, std::string_view term) {
  const int year = page == model::kNone ? 0 : model::year_of_path(context.site().parsed(page).path);
  const auto date = text::read_date(term, year);
  const bool whole = date && date->size == term.size() && date->earliest == date->latest;
  return whole && date->earliest.year != 0 ? made_text(*context.arena, base::iso(date->earliest))
                                           : empty_text();
}

Value directive_value(const Context& context, model::PageId page, const DirectivePart& part) {
  value::MapBuilder map;
  map.set("name", text_value(part.definition->name));
  map.set("label", text_value(part.definition->label));
  map.set("block", Value::boolean(part.is_block));
  for (size_t i = 0; i < part.values.size(); i++) {
    const markdown::SettingDefinition& setting = part.definition->settings[i];
    const std::string& written = part.values[i];
    Value value = text_value(written);
    if (setting.type == SettingType::Link || setting.type == SettingType::File)
      value = written.empty() ? Value::null() : target_value(context, page, written);
    if (setting.type == SettingType::Number)
      value = written.empty() ? Value::null() : Value::integer(std::stoi(written));
    map.set(setting.name, value);
    if (setting.type == SettingType::Phone)
      map.set("tel", made_text(*context.arena, markdown::dialled(written)));
  }
  value::ListBuilder items;
  for (const DirectivePart::Item& item : part.items) {
    value::MapBuilder row;
    row.set("term", text_value(item.term));
    row.set("html", filled(context, page, item.body));
    row.set("date", item.term.empty() ? empty_text() : date_of(context, page, item.term));
    items.add(row.build(*context.arena));
  }
  map.set("intro", filled(context, page, part.intro));
  map.set("items", items.build(*context.arena));
  map.set("content", filled(context, page, part.content));
  return map.build(*context.arena);
}

}  // namespace

void append_directive(const Context& context, model::PageId page, const DirectivePart& part, Links links,
                      std::string& out) {
  bool is_whole = true;  // What is missing was told where the page was parsed.
  for (size_t i = 0; i < part.values.size(); i++)
    is_whole = is_whole && (!part.values[i].empty() || !part.definition->settings[i].required);
  const tmpl::Environment* environment = is_whole ? context.shared->environment : nullptr;
  const tmpl::Program* program =
      environment ? environment->find(fmt::format("directives/{}.html", part.definition->name)) : nullptr;
  if (program == nullptr || links == Links::Absolute || page == model::kNone)
    return append_filled(context, page, markdown::plain_directive(part), links, out);
  tmpl::RenderInput input;
  input.root = Value::object(
      context.arena->make<DirectiveRoot>(directive_value(context, page, part), root_value(context)));
  input.context = const_cast<Context*>(&context);
  input.subject = "content/" + context.site().parsed(page).path;
  input.used = [&](std::string_view used) {
    const auto at = context.shared->template_by_name.find(used);
    if (at != context.shared->template_by_name.end()) context.read(graph::Aspect::Template, at->second);
  };
  tmpl::render(*environment, *program, input, *context.arena, out, *context.diagnostics);
}

}  // namespace herald::render
