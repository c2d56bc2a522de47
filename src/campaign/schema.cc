#include "campaign/schema.h"

#include "base/utf8.h"
#include "value/json.h"

namespace herald::campaign {
namespace {

using model::FieldDefinition;
using model::FieldType;
using model::Need;
using value::Arena;
using value::ListBuilder;
using value::MapBuilder;
using value::Value;

class SchemaWriter {
 public:
  explicit SchemaWriter(Arena& arena) : arena_(arena) {}

  /// `at` is the JSON pointer of the schema that is being made.
  Value object(std::span<const FieldDefinition> fields, MapBuilder& schema, const std::string& at) {
    MapBuilder properties;
    ListBuilder required;
    bool asks = false;
    for (const FieldDefinition& field : fields) {
      const std::string place = at + "/properties/" + std::string(field.key);
      properties.set(field.key, field_schema(field, place));
      for (const std::string_view label : base::split(field.label, '|'))
        if (!label.empty()) properties.set(label, reference(place));
      if (field.need != Need::Required) continue;
      required.add(under_any_name(field));
      asks = true;
    }
    schema.set("type", text("object")).set("properties", properties.build(arena_));
    if (asks) schema.set("allOf", required.build(arena_));
    return schema.build(arena_);
  }

  Value text(std::string_view s) { return Value::string(arena_.copy(s)); }

 private:
  Value reference(const std::string& place) { return MapBuilder().set("$ref", text(place)).build(arena_); }

  Value list_of(std::initializer_list<std::string_view> texts) {
    ListBuilder list;
    for (const std::string_view one : texts) list.add(text(one));
    return list.build(arena_);
  }

  /// {"anyOf": [{"required": ["issuer"]}, {"required": ["发文机关"]}]}
  Value under_any_name(const FieldDefinition& field) {
    ListBuilder names;
    const auto add = [&](std::string_view name) {
      names.add(MapBuilder().set("required", list_of({name})).build(arena_));
    };
    add(field.key);
    for (const std::string_view label : base::split(field.label, '|'))
      if (!label.empty()) add(label);
    return MapBuilder().set("anyOf", names.build(arena_)).build(arena_);
  }

  Value field_schema(const FieldDefinition& field, const std::string& at) {
    MapBuilder schema;
    const std::string_view label = field.label.substr(0, field.label.find('|'));
    if (!label.empty()) schema.set("title", text(label));
    std::string description(field.help_zh);
    if (!field.help_zh.empty() && !field.help_en.empty()) description += '\n';
    description += field.help_en;
    if (!description.empty()) schema.set("description", text(description));
    set_examples(field, schema);
    if (!field.list) return typed(field, schema, at);
    // One thing alone may stand without brackets.
    MapBuilder one;
    const std::string place = at + "/anyOf/1";
    const Value item = typed(field, one, place);
    const Value items = MapBuilder().set("type", text("array")).set("items", reference(place)).build(arena_);
    ListBuilder either;
    either.add(items);
    either.add(item);
    schema.set("anyOf", either.build(arena_));
    return schema.build(arena_);
  }

  /// Its example, and of a text the usual words; others may stand there, too.
  void set_examples(const FieldDefinition& field, MapBuilder& schema) {
    if (field.type == FieldType::Text && !field.choices.empty()) {
      schema.set("examples", choices(field));
    } else if (!field.example.empty()) {
      schema.set("examples", list_of({field.example}));
    }
  }

  /// A group; in a list a name alone may stand for it: a file, an office.
  Value group(const FieldDefinition& field, MapBuilder& schema, const std::string& at) {
    if (!field.list) return object(field.fields, schema, at);
    MapBuilder whole, name;
    ListBuilder either;
    either.add(object(field.fields, whole, at + "/anyOf/0"));
    either.add(name.set("type", text("string")).build(arena_));
    schema.set("anyOf", either.build(arena_));
    return schema.build(arena_);
  }

  Value typed(const FieldDefinition& field, MapBuilder& schema, const std::string& at) {
    switch (field.type) {
      case FieldType::Object:
        return group(field, schema, at);
      case FieldType::Choice:
        return schema.set("enum", choices(field)).build(arena_);
      case FieldType::Integer:
        set_limits(field, schema, "minimum", "maximum");
        return schema.set("type", list_of({"integer", "string"})).build(arena_);
      case FieldType::Boolean:
        return schema.set("type", list_of({"boolean", "string"})).build(arena_);
      case FieldType::Date:
      case FieldType::Occasion:
        return schema.set("type", list_of({"string", "object"})).build(arena_);
      case FieldType::Email:
      case FieldType::Address:
      case FieldType::File:
      case FieldType::PageLink:
      case FieldType::DateTime:
        return schema.set("type", text("string")).build(arena_);
      case FieldType::Text:
      case FieldType::LongText:
        set_limits(field, schema, "minLength", "maxLength");
        return schema.set("type", list_of({"string", "number"})).build(arena_);
      case FieldType::Telephone:
        return schema.set("type", list_of({"string", "number"})).build(arena_);
      case FieldType::Any:
        return schema.build(arena_);
    }
    return schema.build(arena_);
  }

  static void set_limits(const FieldDefinition& field, MapBuilder& schema, std::string_view least,
                         std::string_view greatest) {
    if (field.min != INT64_MIN) schema.set(least, Value::integer(field.min));
    if (field.max != INT64_MAX) schema.set(greatest, Value::integer(field.max));
  }

  Value choices(const FieldDefinition& field) {
    ListBuilder names;
    for (const std::string_view choice : field.choices)
      for (const std::string_view name : base::split(choice, '|')) names.add(text(name));
    return names.build(arena_);
  }

  Arena& arena_;
};

}  // namespace

std::string json_schema(std::span<const FieldDefinition> fields, std::string_view title,
                        std::string_view description) {
  Arena arena;
  SchemaWriter writer(arena);
  MapBuilder schema;
  schema.set("$schema", Value::string("https://json-schema.org/draft/2020-12/schema"));
  schema.set("title", writer.text(title));
  if (!description.empty()) schema.set("description", writer.text(description));
  std::string out;
  value::append_json(out, writer.object(fields, schema, "#"), value::JsonStyle::Pretty, arena);
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

}  // namespace herald::campaign
