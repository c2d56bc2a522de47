// The fields that site.json's page tags say: any kind's, under any of their names.

#include <vector>

#include "base/suggest.h"
#include "base/utf8.h"
#include "campaign/kinds.h"

namespace herald::campaign {
namespace {

/// The fields of all kinds of the site. Equal ones come several times.
std::vector<model::FieldDefinition> fields_of(const model::KindTable& table) {
  std::vector<model::FieldDefinition> all;
  const auto add = [&](std::span<const model::FieldDefinition> fields) {
    all.insert(all.end(), fields.begin(), fields.end());
  };
  add(common_fields());
  for (const KindDefinition& kind : kinds()) add(kind.fields);
  for (const auto& further : table.further) add(further);
  for (const model::OwnKind& kind : table.own) add(kind.fields);
  return all;
}

std::string_view nearest_name(const std::vector<model::FieldDefinition>& fields, std::string_view name) {
  std::vector<std::string_view> names;
  for (const model::FieldDefinition& field : fields) {
    names.push_back(field.key);
    for (const std::string_view label : base::split(field.label, '|')) names.push_back(label);
  }
  return base::nearest(name, names);
}

}  // namespace

void resolve_page_tags(model::Config& config, base::Diagnostics& diagnostics) {
  if (config.page_tags.empty()) return;
  const std::vector<model::FieldDefinition> fields = fields_of(config.kinds);
  for (model::PageTag& tag : config.page_tags) {
    if (tag.field.empty()) continue;
    if (const model::FieldDefinition* field = model::find_field(fields, tag.field)) {
      tag.field = field->key;
      continue;
    }
    base::Diagnostic& told =
        diagnostics.add(base::Code::UnknownKey, config.source, tag.field_span, {tag.field});
    const std::string_view near = nearest_name(fields, tag.field);
    if (!near.empty()) told.notes.push_back(base::failure(base::Code::DidYouMean, "", {std::string(near)}));
    tag.field.clear();
  }
}

}  // namespace herald::campaign
