#pragma once
// What a page may be: the built-in kinds, and what site.json adds to them. An own kind is treated as the
// built-in one that it extends: its reader, its lists, its template where the theme has none of its name.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/fields.h"

namespace herald::model {

/// What a page is treated as. The order is that of the kinds' table in campaign.
enum class Kind : uint8_t { Page, Notice, Plan, Slogans, Schedule, Event, Material, Form, Contact, News };
inline constexpr size_t kKindCount = 10;
/// "page", "notice", … as in front matter and template names.
std::string_view name_of(Kind kind);

/// A kind that site.json defines. Its texts and those of its fields are borrowed from the settings' arena.
struct OwnKind {
  std::string_view name;                   ///< "story": of the template, and in front matter.
  std::string_view label, label_en;        ///< 安全故事; label_en may be empty.
  std::string_view folder;                 ///< "stories"; empty when no folder gives it.
  Kind extends = Kind::Page;               ///< What it is treated as.
  std::vector<FieldDefinition> fields;     ///< Those that it adds to the fields of the kind it extends.
  std::vector<std::string_view> headings;  ///< Of the skeleton.
  std::string_view help_zh, help_en;
};

/// What site.json says of kinds.
struct KindTable {
  std::vector<OwnKind> own;
  std::array<std::vector<FieldDefinition>, kKindCount> further;  ///< Fields added to built-in kinds.
  std::array<std::string_view, kKindCount>
      labels;  ///< What built-in kinds are called here; empty: as always.
};

/// Of KindRef::own: a built-in kind.
inline constexpr uint32_t kNotOwn = 0xffffffff;

/// A built-in kind, or an own one with the kind that it extends.
struct KindRef {
  Kind kind = Kind::Page;
  uint32_t own = kNotOwn;  ///< Index into KindTable::own.

  bool operator==(const KindRef&) const = default;
};

/// The name of a kind: "notice", "story".
inline std::string_view name_of(const KindTable& table, KindRef ref) {
  return ref.own < table.own.size() ? table.own[ref.own].name : name_of(ref.kind);
}

/// The kind that the folders of `content_path` give, by DESIGN's section names and those of `table`; also
/// `schedule.md`.
KindRef kind_of_path(std::string_view content_path, const KindTable& table = {});
/// The kind that a folder's own name or, failing that, a folder above it gives.
KindRef kind_of_folder(std::string_view folder, const KindTable& table = {});

}  // namespace herald::model
