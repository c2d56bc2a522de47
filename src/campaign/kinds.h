#pragma once
// The kinds: one definition each, which serves reading and validation, the skeletons of `new`, the manual's
// reference and a JSON Schema. The words that are read out of Markdown stand in words.h.

#include <span>
#include <string_view>
#include <vector>

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

/// The kinds of one site: the built-in ones, and what its site.json adds. Immutable once made.
class Definitions {
 public:
  /// `table` must outlive this.
  explicit Definitions(const model::KindTable& table);

  /// What a page of the kind may have: its own fields, those of the kind it extends, the common ones.
  std::span<const model::FieldDefinition> fields(model::KindRef kind) const;
  /// Finds a kind by its name or label, the site's own ones too.
  bool find(std::string_view name, model::KindRef& found) const;
  /// What the kind is called here.
  std::string_view label(model::KindRef kind) const;
  /// A `kind-unknown` error for `name` with all kinds and the nearest one; without a place.
  base::Diagnostic unknown_kind(std::string_view name) const;
  /// What site.json says.
  const model::KindTable& table() const { return *table_; }

 private:
  const model::KindTable* table_;
  std::vector<std::vector<model::FieldDefinition>>
      fields_;  ///< Built-in kinds first; empty where nothing is added.
};

/// The definitions of a site that adds none.
const Definitions& built_in();

/// Reads `kinds` of site.json into config.kinds. Adds, at their places, what read_fields adds,
/// `name-unusable`, `name-taken`, `kind-fixed`, `field-incomplete`, `limit-unusable`, `too-many-fields`;
/// wrong parts are left out.
void read_own_kinds(model::Config& config, base::Diagnostics& diagnostics);

/// Makes the fields that `page_tags` of site.json names the English keys; own kinds have been read. Adds
/// `unknown-key` for one that no kind has.
void resolve_page_tags(model::Config& config, base::Diagnostics& diagnostics);

/// The fields of `kind` and the common ones together: what a page of it may have. The kind's own win (a
/// notice expects `published`).
std::span<const model::FieldDefinition> all_fields(model::Kind kind);
/// The campaign's fields and the common ones together: what an edition's _index.md may have.
std::span<const model::FieldDefinition> all_campaign_fields();

/// What a document is by its form, which its title ends in: "通知" for 关于…的通知（试行）. Empty for none.
std::string_view genre_of(std::string_view title);

/// Finds a built-in kind by its name or Chinese label; null when there is none.
const KindDefinition* find_kind(std::string_view name);

}  // namespace herald::campaign
