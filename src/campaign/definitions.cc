// The built-in kinds and those of site.json, joined once a site.

#include <fmt/format.h>

#include "base/suggest.h"
#include "campaign/kinds.h"

namespace herald::campaign {

using model::FieldDefinition;
using model::Kind;
using model::KindRef;

Definitions::Definitions(const model::KindTable& table) : table_(&table) {
  fields_.resize(model::kKindCount + table.own.size());
  const auto join = [&](size_t at, Kind kind, const std::vector<FieldDefinition>& own) {
    const auto& further = table.further[static_cast<size_t>(kind)];
    const bool built_in_kind = at < model::kKindCount;
    if (built_in_kind && further.empty()) return;
    std::vector<FieldDefinition>& all = fields_[at];
    all = own;
    if (!built_in_kind) all.insert(all.end(), further.begin(), further.end());
    const std::span<const FieldDefinition> known = all_fields(kind);
    all.insert(all.end(), known.begin(), known.end());
  };
  for (size_t i = 0; i < model::kKindCount; i++) join(i, static_cast<Kind>(i), table.further[i]);
  for (size_t i = 0; i < table.own.size(); i++)
    join(model::kKindCount + i, table.own[i].extends, table.own[i].fields);
}

std::span<const FieldDefinition> Definitions::fields(KindRef kind) const {
  const size_t at =
      kind.own < table_->own.size() ? model::kKindCount + kind.own : static_cast<size_t>(kind.kind);
  if (fields_[at].empty()) return all_fields(kind.kind);
  return fields_[at];
}

bool Definitions::find(std::string_view name, KindRef& found) const {
  for (uint32_t i = 0; i < table_->own.size(); i++) {
    const model::OwnKind& kind = table_->own[i];
    if (kind.name != name && kind.label != name) continue;
    found = {kind.extends, i};
    return true;
  }
  for (size_t i = 0; i < model::kKindCount; i++) {
    if (table_->labels[i].empty() || table_->labels[i] != name) continue;
    found = {static_cast<Kind>(i), model::kNotOwn};
    return true;
  }
  const KindDefinition* kind = find_kind(name);
  if (kind == nullptr) return false;
  found = {kind->kind, model::kNotOwn};
  return true;
}

std::string_view Definitions::label(KindRef kind) const {
  if (kind.own < table_->own.size()) return table_->own[kind.own].label;
  const std::string_view here = table_->labels[static_cast<size_t>(kind.kind)];
  return here.empty() ? definition_of(kind.kind).label : here;
}

base::Diagnostic Definitions::unknown_kind(std::string_view name) const {
  std::vector<std::string_view> names;
  std::string zh, en;
  const auto add = [&](std::string_view kind, std::string_view label) {
    names.push_back(kind);
    names.push_back(label);
    zh += fmt::format("{}{}（{}）", zh.empty() ? "" : "、", kind, label);
    en += fmt::format("{}{}", en.empty() ? "" : ", ", kind);
  };
  for (const KindDefinition& kind : kinds()) add(kind.name, label({kind.kind, model::kNotOwn}));
  for (const model::OwnKind& kind : table_->own) add(kind.name, kind.label);
  base::Diagnostic unknown = base::failure(base::Code::KindUnknown, "", {std::string(name), zh, en});
  const std::string_view meant = base::nearest(name, names);
  if (!meant.empty())
    unknown.notes.push_back(base::failure(base::Code::DidYouMean, "", {std::string(meant)}));
  return unknown;
}

const Definitions& built_in() {
  static const model::KindTable kNothing;
  static const Definitions kDefinitions{kNothing};
  return kDefinitions;
}

}  // namespace herald::campaign
