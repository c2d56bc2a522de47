#pragma once
// The kinds: one definition each, which serves reading and validation, the skeletons of `new`, the manual's
// reference and a JSON Schema. The words that are read out of Markdown stand in words.h.

#include <span>
#include <string_view>

#include "model/fields.h"
#include "model/site.h"

namespace herald::campaign {

/// What a kind is called, where its pages lie, and what they may say.
struct KindDefinition {
  model::Kind kind;
  std::string_view name;                           ///< "notice"
  std::string_view label;                          ///< 通知
  std::string_view folder;                         ///< "notices", or empty
  std::span<const model::FieldDefinition> fields;  ///< Those of the kind itself; common_fields() come on top.
  std::string_view help_zh, help_en;
};

/// All kinds, in the order of model::Kind.
std::span<const KindDefinition> kinds();
/// The definition of `kind`.
const KindDefinition& definition_of(model::Kind kind);

/// The fields that every page may have (DOMAIN: id, kind, title, …).
std::span<const model::FieldDefinition> common_fields();
/// The fields of an edition's _index.md: the campaign.
std::span<const model::FieldDefinition> campaign_fields();

/// The fields of `kind` and the common ones together: what a page of it may have. The kind's own win (a
/// notice expects `published`).
std::span<const model::FieldDefinition> all_fields(model::Kind kind);
/// The campaign's fields and the common ones together: what an edition's _index.md may have.
std::span<const model::FieldDefinition> all_campaign_fields();

/// A `kind-unknown` error for `name` with all kinds and the nearest one; without a place.
base::Diagnostic unknown_kind(std::string_view name);

/// Finds a kind by its name or Chinese label; null when there is none.
const KindDefinition* find_kind(std::string_view name);

}  // namespace herald::campaign
