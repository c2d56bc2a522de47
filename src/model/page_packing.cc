#include "model/page_packing.h"

#include <utility>

#include "base/diagnostics_packing.h"
#include "base/packing.h"
#include "value/packing.h"

namespace herald::model {
namespace {

using base::Packer;
using base::Unpacker;

// Every member is named where it is packed, so that one that is added and not packed does not compile.

void pack_span(base::Span span, Packer& packer) {
  packer.number(span.begin);
  packer.number(span.end - span.begin);
}

base::Span unpack_span(Unpacker& bytes) {
  const uint32_t begin = bytes.count(UINT32_MAX);
  return {begin, begin + bytes.count(UINT32_MAX - begin)};
}

void pack_moment(base::DateTime moment, Packer& packer) {
  packer.signed_number(moment.date ? base::days_of(moment.date) : INT32_MIN);
  packer.signed_number(moment.minute);
}

base::DateTime unpack_moment(Unpacker& bytes) {
  base::DateTime moment;
  const int64_t days = bytes.signed_number();
  if (days != INT32_MIN) moment.date = base::date_of_days(days);
  moment.minute = static_cast<int16_t>(bytes.signed_number());
  return moment;
}

void pack_fragment(const markdown::Fragment& fragment, Packer& packer) {
  const auto& [html, holes, targets] = fragment;
  packer.text(html);
  packer.number(holes.size());
  uint32_t before = 0;
  for (const markdown::Hole& hole : holes) {
    const auto& [offset, index, kind] = hole;
    packer.number(offset - before);
    packer.number(index);
    packer.number(static_cast<uint64_t>(kind));
    before = offset;
  }
  packer.number(targets.size());
  for (const std::string& target : targets) packer.text(target);
}

void unpack_fragment(Unpacker& bytes, markdown::Fragment& fragment) {
  fragment.html = bytes.text();
  fragment.holes.resize(bytes.size());
  uint32_t before = 0;
  for (markdown::Hole& hole : fragment.holes) {
    hole.offset = before + bytes.count(fragment.html.size());
    hole.index = bytes.count(UINT32_MAX);
    hole.kind = static_cast<markdown::Hole::Kind>(bytes.count(UINT8_MAX));
    before = hole.offset;
    if (hole.offset > fragment.html.size()) bytes.fail();
  }
  fragment.targets.resize(bytes.size());
  for (std::string& target : fragment.targets) target = bytes.text();
  for (const markdown::Hole& hole : fragment.holes) {
    if (hole.index >= fragment.targets.size()) bytes.fail();
  }
}

void pack_heading(const markdown::Heading& heading, Packer& packer) {
  const auto& [node, level, id, text, html, span] = heading;
  packer.number(node);
  packer.number(level);
  packer.text(id);
  packer.text(text);
  packer.text(html);
  pack_span(span, packer);
}

markdown::Heading unpack_heading(Unpacker& bytes) {
  markdown::Heading heading;
  heading.node = bytes.count(UINT32_MAX);
  heading.level = static_cast<uint8_t>(bytes.count(UINT8_MAX));
  heading.id = bytes.text();
  heading.text = bytes.text();
  heading.html = bytes.text();
  heading.span = unpack_span(bytes);
  return heading;
}

void pack_link(const markdown::Link& link, Packer& packer) {
  const auto& [node, target, text, image, span] = link;
  packer.number(node);
  packer.text(target);
  packer.text(text);
  packer.number(image ? 1 : 0);
  pack_span(span, packer);
}

markdown::Link unpack_link(Unpacker& bytes) {
  markdown::Link link;
  link.node = bytes.count(UINT32_MAX);
  link.target = bytes.text();
  link.text = bytes.text();
  link.image = bytes.number() != 0;
  link.span = unpack_span(bytes);
  return link;
}

void pack_reference(const FieldReference& reference, Packer& packer) {
  const auto& [type, target, span] = reference;
  packer.number(static_cast<uint64_t>(type));
  packer.text(target);
  pack_span(span, packer);
}

FieldReference unpack_reference(Unpacker& bytes) {
  FieldReference reference;
  reference.type = static_cast<FieldType>(bytes.count(UINT8_MAX));
  reference.target = bytes.text();
  reference.span = unpack_span(bytes);
  return reference;
}

}  // namespace

std::string pack_metadata(const ParsedPage& page) {
  const auto& [path, kind, kind_stated, fields, records, links, references, title, summary, published,
               updated, draft, body_hash, metadata_hash, anchors] = static_cast<const PageMetadata&>(page);
  Packer packer;
  packer.text(path);
  packer.number(static_cast<uint64_t>(kind));
  packer.number(kind_stated ? 1 : 0);
  value::pack(fields, packer);
  value::pack(records, packer);
  packer.number(links.size());
  for (const markdown::Link& link : links) pack_link(link, packer);
  packer.number(references.size());
  for (const FieldReference& reference : references) pack_reference(reference, packer);
  packer.text(title);
  packer.text(summary);
  pack_moment(published, packer);
  pack_moment(updated, packer);
  packer.number(draft ? 1 : 0);
  packer.fixed(body_hash);
  packer.fixed(metadata_hash);
  packer.number(anchors.size());
  uint32_t before = 0;
  for (const uint32_t anchor : anchors) {
    packer.number(anchor - before);
    before = anchor;
  }
  packer.text(page.source_head.path);
  base::pack(page.diagnostics, packer);
  return packer.bytes();
}

bool unpack_metadata(std::string_view packed, value::Arena& arena, ParsedPage& page) {
  Unpacker bytes(packed);
  page.path = bytes.text();
  page.kind = static_cast<Kind>(bytes.count(kKindCount - 1));
  page.kind_stated = bytes.number() != 0;
  page.fields = value::unpack(bytes, arena);
  page.records = value::unpack(bytes, arena);
  page.links.resize(bytes.size());
  for (markdown::Link& link : page.links) link = unpack_link(bytes);
  page.references.resize(bytes.size());
  for (FieldReference& reference : page.references) reference = unpack_reference(bytes);
  page.title = bytes.text();
  page.summary = bytes.text();
  page.published = unpack_moment(bytes);
  page.updated = unpack_moment(bytes);
  page.draft = bytes.number() != 0;
  page.body_hash = bytes.fixed();
  page.metadata_hash = bytes.fixed();
  page.anchors.resize(bytes.size());
  uint32_t before = 0;
  for (uint32_t& anchor : page.anchors) anchor = before += bytes.count(UINT32_MAX);
  page.source_head.path = bytes.text();
  base::unpack(bytes, page.diagnostics);
  return !bytes.failed() && bytes.at_end();
}

std::string pack_text(const PageText& text) {
  const auto& [body, intro, rest, headings, opening, closing] = text;
  Packer packer;
  for (const markdown::Fragment* fragment : {&body, &intro, &rest}) pack_fragment(*fragment, packer);
  packer.number(headings.size());
  for (const markdown::Heading& heading : headings) pack_heading(heading, packer);
  packer.text(opening);
  packer.text(closing);
  return std::move(packer).sealed();
}

bool unpack_text(std::string_view packed, PageText& text) {
  Unpacker bytes(base::unsealed(packed));
  for (markdown::Fragment* fragment : {&text.body, &text.intro, &text.rest})
    unpack_fragment(bytes, *fragment);
  text.headings.resize(bytes.size());
  for (markdown::Heading& heading : text.headings) heading = unpack_heading(bytes);
  text.opening = bytes.text();
  text.closing = bytes.text();
  return !bytes.failed() && bytes.at_end();
}

}  // namespace herald::model
