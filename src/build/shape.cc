#include "build/shape.h"

#include <algorithm>

namespace herald::build {
namespace {

/// What the typed views of an edition are gathered from has its title in them.
bool has_free_title(model::Kind kind) {
  using model::Kind;
  return kind == Kind::Page || kind == Kind::Notice || kind == Kind::Plan || kind == Kind::News;
}

bool same_value(value::Value a, value::Value b) { return value::hash_of(a) == value::hash_of(b); }

/// Whether two heads say the same, apart from what their own facts tell of.
bool same_fields(value::Value before, value::Value after) {
  if (!before.is(value::Type::Map) || !after.is(value::Type::Map)) return same_value(before, after);
  const auto skip = [](value::Value map, size_t at) {
    while (at < map.entries().size() &&
           (map.entries()[at].key == "title" || map.entries()[at].key == "summary"))
      at++;
    return at;
  };
  size_t a = skip(before, 0), b = skip(after, 0);
  while (a < before.entries().size() && b < after.entries().size()) {
    const value::Entry &old = before.entries()[a], &now = after.entries()[b];
    if (old.key != now.key || !same_value(old.value, now.value)) return false;
    a = skip(before, a + 1);
    b = skip(after, b + 1);
  }
  return a == before.entries().size() && b == after.entries().size();
}

}  // namespace

bool same_shape(const model::ParsedPage& before, const model::ParsedPage& after) {
  // Every member is named, so that one that is added and not looked at does not compile.
  const auto& [path, kind, own_kind, kind_stated, fields, records, links, references, title, summary,
               published, updated, draft, body_hash, metadata_hash, anchors] =
      static_cast<const model::PageMetadata&>(after);
  (void)path, (void)body_hash, (void)metadata_hash, (void)summary;
  const auto same_link = [](const model::PageLink& a, const model::PageLink& b) {
    return a.target == b.target && a.image == b.image;
  };
  const auto same_reference = [](const model::FieldReference& a, const model::FieldReference& b) {
    return a.type == b.type && a.target == b.target;
  };
  return kind == before.kind && own_kind == before.own_kind && kind_stated == before.kind_stated &&
         published == before.published && updated == before.updated && draft == before.draft &&
         (title == before.title || has_free_title(kind)) && anchors == before.anchors &&
         std::equal(links.begin(), links.end(), before.links.begin(), before.links.end(), same_link) &&
         std::equal(references.begin(), references.end(), before.references.begin(), before.references.end(),
                    same_reference) &&
         same_fields(before.fields, fields) && same_value(before.records, records);
}

}  // namespace herald::build
