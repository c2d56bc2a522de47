#include "render/forms.h"

#include <fmt/format.h>

#include "render/data_files.h"
#include "render/objects_internal.h"
#include "value/json.h"

namespace herald::render {
namespace {

using value::Value;

/// The longest answer: a page of text.
constexpr int64_t kTextCharactersMax = 5000;

value::Value text_schema(Value title, bool required, value::Arena& arena) {
  value::MapBuilder map;
  map.set("title", title).set("type", Value::string("string"));
  if (required) map.set("minLength", Value::integer(1));
  return map.set("maxLength", Value::integer(kTextCharactersMax)).build(arena);
}

/// An object with these properties and no others.
Value object_schema(value::MapBuilder& properties, value::ListBuilder& required, value::Arena& arena) {
  value::MapBuilder map;
  map.set("type", Value::string("object")).set("properties", properties.build(arena));
  return map.set("required", required.build(arena))
      .set("additionalProperties", Value::boolean(false))
      .build(arena);
}

/// The name of the input with `key`.
std::string_view name_of(Value inputs, std::string_view key) {
  for (const Value& input : inputs.items()) {
    if (input.get("key").text_or_empty() == key) return input.get("name").text_or_empty();
  }
  return key;
}

/// What no keyword of JSON Schema can say: a part is no more than its whole, a sum is that of its parts.
std::string relation_of(Value inputs, Value input) {
  const std::string_view whole = input.get("part_of").text_or_empty();
  if (!whole.empty()) return fmt::format("不大于“{}”", name_of(inputs, whole));
  std::string text;
  for (const Value& key : input.get("sum_of").items())
    text += fmt::format("{}“{}”", text.empty() ? "等于" : "加", name_of(inputs, key.text_or_empty()));
  return text;
}

Value input_schema(Value inputs, Value input, value::Arena& arena) {
  const std::string_view kind = input.get("kind").text_or_empty();
  const Value title = input.get("name");
  if (kind == "text") return text_schema(title, input.get("required").as_bool(), arena);
  value::MapBuilder map;
  map.set("title", title);
  if (kind == "integer" || kind == "decimal") {
    map.set("type", Value::string(kind == "integer" ? "integer" : "number"))
        .set("minimum", Value::integer(0));
    if (input.get("unit").text_or_empty() == "%") map.set("maximum", Value::integer(100));
    const std::string relation = relation_of(inputs, input);
    if (!relation.empty()) map.set("description", made_text(arena, relation));
  } else if (kind == "one") {
    map.set("type", Value::string("string")).set("enum", input.get("options"));
  } else {
    value::MapBuilder items;
    items.set("type", Value::string("string")).set("enum", input.get("options"));
    map.set("type", Value::string("array")).set("items", items.build(arena));
    map.set("minItems", Value::integer(1)).set("uniqueItems", Value::boolean(true));
  }
  return map.build(arena);
}

Value header_schema(Value header, value::Arena& arena) {
  value::MapBuilder properties;
  value::ListBuilder required;
  for (const Value& field : header.items()) {
    const bool needed = field.get("required").as_bool();
    properties.set(field.get("id").as_text(), text_schema(field.get("label"), needed, arena));
    if (needed) required.add(field.get("id"));
  }
  return object_schema(properties, required, arena);
}

Value rows_schema(Value records, value::Arena& arena) {
  value::MapBuilder properties;
  value::ListBuilder required;
  const Value inputs = records.get("inputs");
  for (const Value& input : inputs.items()) {
    properties.set(input.get("key").as_text(), input_schema(inputs, input, arena));
    if (input.get("required").as_bool()) required.add(input.get("key"));
  }
  value::MapBuilder map;
  map.set("type", Value::string("array")).set("items", object_schema(properties, required, arena));
  return map.set("minItems", Value::integer(1)).set("maxItems", records.get("rows")).build(arena);
}

Value constant(Value value, value::Arena& arena) {
  return value::MapBuilder().set("const", value).build(arena);
}

}  // namespace

void append_form_schema(const Context& context, model::PageId page, std::string& out) {
  value::Arena& arena = *context.arena;
  const model::Site& site = context.site();
  context.read(graph::Aspect::Body, page);
  context.read_metadata(page);
  const Value records = site.parsed(page).records;
  const Value version = field_of(context, page, "version");
  value::MapBuilder properties;
  properties.set("version", constant(Value::integer(1), arena));
  properties.set("form", constant(text_value(site.pages[page].id), arena));
  properties.set("form_version", constant(version.is(value::Type::Int) ? version : Value::integer(1), arena));
  properties.set("title", value::MapBuilder().set("type", Value::string("string")).build(arena));
  properties.set("header", header_schema(records.get("header"), arena));
  properties.set("rows", rows_schema(records, arena));
  value::ListBuilder required;
  for (const char* key : {"version", "form", "form_version", "header", "rows"})
    required.add(Value::string(key));
  value::MapBuilder schema;
  schema.set("$schema", Value::string("https://json-schema.org/draft/2020-12/schema"));
  const std::string address = model::absolute_url(site.config, context.output->path);
  if (!address.empty()) schema.set("$id", made_text(arena, address));
  schema.set("title", text_value(site.parsed(page).title));
  const Value object = object_schema(properties, required, arena);
  for (const value::Entry& entry : object.entries()) schema.set(entry.key, entry.value);
  value::append_json(out, schema.build(arena), value::JsonStyle::Pretty, arena);
  out += '\n';
}

void append_form_table(const Context& context, model::PageId page, std::string& out) {
  context.read(graph::Aspect::Body, page);
  const Value records = context.site().parsed(page).records;
  out += "\xEF\xBB\xBF";
  bool first = true;
  const auto add = [&](Value name) {
    if (!first) out += ',';
    first = false;
    append_csv_cell(out, name.text_or_empty());
  };
  for (const Value& field : records.get("header").items()) add(field.get("label"));
  for (const Value& input : records.get("inputs").items()) add(input.get("name"));
  out += "\r\n";
}

}  // namespace herald::render
