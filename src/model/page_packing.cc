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

void pack_fragment(const markdown::Fragment& fragment, Packer& packer);

void pack_directive(const markdown::DirectivePart& part, Packer& packer) {
  const auto& [definition, is_block, values, intro, items, content] = part;
  packer.text(definition->name);
  packer.number(is_block ? 1 : 0);
  packer.number(values.size());
  for (const std::string& value : values) packer.text(value);
  pack_fragment(intro, packer);
  packer.number(items.size());
  for (const markdown::DirectivePart::Item& item : items) {
    const auto& [term, body] = item;
    packer.text(term);
    pack_fragment(body, packer);
  }
  pack_fragment(content, packer);
}

void pack_fragment(const markdown::Fragment& fragment, Packer& packer) {
  const auto& [html, holes, targets, directives] = fragment;
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
  packer.number(directives.size());
  for (const markdown::DirectivePart& part : directives) pack_directive(part, packer);
}

/// Reads fragments; directives are those of a table.
class FragmentReader {
 public:
  FragmentReader(Unpacker& bytes, markdown::DirectiveTable table) : bytes_(bytes), table_(table) {}

  void read(markdown::Fragment& fragment, int depth = 0) {
    read_html(bytes_, fragment);
    if (depth > kDepthMax) bytes_.fail();
    const uint32_t count = bytes_.size();
    for (uint32_t i = 0; i < count && !bytes_.failed(); i++) {
      read_directive(fragment.directives.emplace_back(), depth + 1);
      if (bytes_.failed()) fragment.directives.pop_back();  // Its definition may be missing.
    }
    check_holes(fragment);
  }

 private:
  /// Directives lie in one another no deeper.
  static constexpr int kDepthMax = 100;

  static void read_html(Unpacker& bytes, markdown::Fragment& fragment);

  void read_directive(markdown::DirectivePart& part, int depth) {
    part.definition = markdown::find_directive(table_, bytes_.text());
    if (part.definition == nullptr) return bytes_.fail();
    part.is_block = bytes_.number() != 0;
    part.values.resize(bytes_.size());
    for (std::string& value : part.values) value = bytes_.text();
    if (part.values.size() != part.definition->settings.size()) bytes_.fail();
    read(part.intro, depth);
    part.items.resize(bytes_.size());
    for (markdown::DirectivePart::Item& item : part.items) {
      item.term = bytes_.text();
      read(item.body, depth);
    }
    read(part.content, depth);
  }

  void check_holes(const markdown::Fragment& fragment) {
    for (const markdown::Hole& hole : fragment.holes) {
      const bool is_directive = hole.kind == markdown::Hole::Kind::Directive;
      if (hole.index >= (is_directive ? fragment.directives.size() : fragment.targets.size())) bytes_.fail();
    }
  }

  Unpacker& bytes_;
  markdown::DirectiveTable table_;
};

void FragmentReader::read_html(Unpacker& bytes, markdown::Fragment& fragment) {
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

void pack_link(const PageLink& link, Packer& packer) {
  const auto& [target, span, image] = link;
  packer.text(target);
  pack_span(span, packer);
  packer.number(image ? 1 : 0);
}

std::span<const PageLink> unpack_links(Unpacker& bytes, value::Arena& arena) {
  const uint32_t size = bytes.size();
  PageLink* const links = arena.array<PageLink>(size);
  for (uint32_t i = 0; i < size; i++) {
    PageLink& link = *new (&links[i]) PageLink;
    link.target = arena.copy(bytes.text());
    link.span = unpack_span(bytes);
    link.image = bytes.number() != 0;
  }
  return {links, size};
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
  const auto& [path, kind, own_kind, kind_stated, fields, records, links, references, title, summary,
               published, updated, draft, body_hash, metadata_hash, anchors] =
      static_cast<const PageMetadata&>(page);
  Packer packer;
  packer.text(path);
  packer.number(static_cast<uint64_t>(kind));
  packer.number(own_kind);
  packer.number(kind_stated ? 1 : 0);
  Packer values;
  value::pack(fields, values);
  value::pack(records, values);
  packer.text(values.bytes());
  packer.number(links.size());
  for (const PageLink& link : links) pack_link(link, packer);
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
  return std::move(packer).sealed();
}

bool unpack_metadata(std::string_view packed, value::Arena& arena, ParsedPage& page) {
  Unpacker bytes(base::unsealed(packed));
  page.path = bytes.text();
  page.kind = static_cast<Kind>(bytes.count(kKindCount - 1));
  page.own_kind = bytes.count(UINT32_MAX);
  page.kind_stated = bytes.number() != 0;
  Unpacker values(arena.copy(bytes.text()));  // Their texts are borrowed from there.
  page.fields = value::unpack(values, arena);
  page.records = value::unpack(values, arena);
  page.links = unpack_links(bytes, arena);
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
  return !bytes.failed() && bytes.at_end() && !values.failed() && values.at_end();
}

std::string pack_text(const PageText& text) {
  const auto& [body, intro, rest, headings, opening, closing, title_breaks, sections] = text;
  constexpr size_t kAroundMax = 4096;  // What lies around the HTML, of most pages.
  Packer packer;
  packer.reserve(body.html.size() + intro.html.size() + rest.html.size() + sections.size() + kAroundMax);
  for (const markdown::Fragment* fragment : {&body, &intro, &rest}) pack_fragment(*fragment, packer);
  packer.number(headings.size());
  for (const markdown::Heading& heading : headings) pack_heading(heading, packer);
  packer.text(opening);
  packer.text(closing);
  packer.number(title_breaks.size());
  uint32_t before = 0;
  for (const uint32_t at : title_breaks) {
    packer.number(at - before);
    before = at;
  }
  packer.text(sections);
  return std::move(packer).sealed();
}

bool unpack_text(std::string_view packed, markdown::DirectiveTable directives, PageText& text) {
  Unpacker bytes(base::unsealed(packed));
  for (markdown::Fragment* fragment : {&text.body, &text.intro, &text.rest})
    FragmentReader(bytes, directives).read(*fragment);
  text.headings.resize(bytes.size());
  for (markdown::Heading& heading : text.headings) heading = unpack_heading(bytes);
  text.opening = bytes.text();
  text.closing = bytes.text();
  text.title_breaks.resize(bytes.size());
  uint32_t before = 0;
  for (uint32_t& at : text.title_breaks) at = before += bytes.count(UINT32_MAX - before);
  text.sections = bytes.text();
  return !bytes.failed() && bytes.at_end();
}

value::Value sections_of(const PageText& text, value::Arena& arena) {
  if (text.sections.empty()) return {};
  Unpacker bytes(text.sections);
  return value::unpack(bytes, arena);
}

}  // namespace herald::model
