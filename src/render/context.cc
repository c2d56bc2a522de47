#include "render/context.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "render/moments.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/workspace.h"

namespace herald::render {

using value::Value;

Value made_text(value::Arena& arena, std::string_view text) { return Value::string(arena.copy(text)); }

Value moment_value(value::Arena& arena, base::DateTime moment) {
  return made_text(arena, minute_text(moment, "T").view());
}

void append_url(std::string& out, const Context& context, std::string_view to, std::string_view fragment) {
  const model::Config& config = context.site().config;
  // A link to a place of the page itself names no file.
  if (!fragment.empty()) context.vary();
  if (!context.absolute || config.url.empty())
    return model::append_relative_url(out, context.output->path, to, fragment);
  model::append_absolute_url(out, config, to);
  if (!fragment.empty()) base::append_url_path(out += '#', fragment);
}

Value url_value(const Context& context, std::string_view to, std::string_view fragment) {
  std::string& address = *context.making;
  address.clear();
  append_url(address, context, to, fragment);
  return made_text(*context.arena, address);
}

Value known_url_value(const Context& context, std::string_view to) {
  if (context.absolute || context.workspace == nullptr) return url_value(context, to);
  const std::string_view from = context.output->path;
  std::string& known = context.workspace->addresses.slot(from.substr(0, from.rfind('/') + 1), to);
  if (known.empty()) append_url(known, context, to, {});
  return made_text(*context.arena, known);
}

Value target_url(const Context& context, const model::LinkTarget& target) {
  if (target.type == model::LinkTarget::Type::External) return made_text(*context.arena, target.address);
  if (target.type == model::LinkTarget::Type::Page) context.read_address(target.id);
  const std::string output = model::output_of(context.site(), target);
  return output.empty() ? Value::string("") : url_value(context, output, target.fragment);
}

Value string_of(const Context& context, std::string_view key) {
  context.read(graph::Aspect::String, 0, key);
  const auto at = context.shared->strings.find(key);
  return at == context.shared->strings.end() ? Value() : at->second;
}

std::unordered_map<std::string_view, Value> strings_of(const model::Site& site) {
  std::unordered_map<std::string_view, Value> table;
  for (const model::Theme::Strings& strings : site.theme.strings) {
    const bool own = strings.language == site.config.language;
    if (!own && strings.language != "zh-CN") continue;
    for (const value::Entry& entry : strings.table.entries()) {
      if (own) {
        table.insert_or_assign(entry.key, entry.value);
      } else {
        table.try_emplace(entry.key, entry.value);
      }
    }
  }
  return table;
}

std::string size_text(uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double size = static_cast<double>(bytes) / 1000;
  const char* unit = "KB";
  for (const char* larger : {"MB", "GB", "TB"}) {
    if (size < 999.5) break;
    size /= 1000;
    unit = larger;
  }
  return size < 9.95 ? fmt::format("{:.1f} {}", size, unit) : fmt::format("{:.0f} {}", size, unit);
}

Value as_list(Value value, value::Arena& arena) {
  if (value.is(value::Type::List)) return value;
  if (value.is_nothing()) return no_items();
  Value* one = arena.array<Value>(1);
  *one = value;
  return Value::list({one, 1});
}

Value text_list(std::span<const std::string> texts, value::Arena& arena) {
  Value* items = arena.array<Value>(texts.size());
  for (size_t i = 0; i < texts.size(); i++) items[i] = text_value(texts[i]);
  return Value::list({items, texts.size()});
}

Value field_of(const Context& context, model::PageId page, std::string_view key) {
  context.read_metadata(page);
  const Value fields = context.site().parsed(page).fields;
  if (page != context.page || context.workspace == nullptr) return fields.get(key);
  return context.workspace->fields.get(fields, key);
}

Value with_url(const Context& context, model::PageId page, Value item, std::string_view link_key) {
  if (!item.is(value::Type::Map)) return item;
  MapMaker map(*context.arena);
  for (const value::Entry& entry : item.entries()) map.set(entry.key, entry.value);
  std::string_view link = item.get(link_key).text_or_empty();
  if (link.empty()) {
    if (item.get("url").is_undefined()) map.set("url", empty_text());
    return map.build();
  }
  const model::LinkTarget target = model::resolve_link(context.site(), page, link);
  map.set("url", target_url(context, target));
  if (target.type == model::LinkTarget::Type::File) map.set("file", file_value(context, target.id));
  return map.build();
}

Value each_with_url(const Context& context, model::PageId page, Value list, std::string_view link_key) {
  Value items = as_list(list, *context.arena);
  ListMaker made(*context.arena);
  for (Value item : items.items()) made.add(with_url(context, page, item, link_key));
  return made.build();
}

}  // namespace herald::render
