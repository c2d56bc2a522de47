// Notices and plans: the sections of their outline as records.

#include <algorithm>

#include "campaign/reading.h"
#include "markdown/outline.h"

namespace herald::campaign {
namespace {

/// Deeper numbers, （1） and ①, are parts of a section.
constexpr uint8_t kSectionLevelMax = 3;

void add_section(Reading& reading, value::ListBuilder& list, const markdown::OutlineEntry& entry, int level) {
  value::MapBuilder section;
  section.set("number", reading.text(entry.numbering.number));
  section.set("title", reading.text(entry.title).at_position(entry.span.begin));
  section.set("level", value::Value::integer(level));
  section.set("id", reading.text(entry.id));
  list.add(section.build(reading.arena()));
}

}  // namespace

value::Value read_numbered(Reading& reading) {
  const markdown::Document& document = reading.document();
  value::ListBuilder sections;
  int top = 6;  // the highest level of headings that are left
  for (const NodeId block : reading.blocks()) {
    if (document.at(block).kind == markdown::NodeKind::Heading)
      top = std::min<int>(top, document.at(block).level);
  }
  for (const markdown::OutlineEntry& entry : reading.input().outline->entries) {
    const bool is_heading = entry.lead == markdown::Lead::Heading;
    if (entry.node == reading.input().title_heading || entry.lead == markdown::Lead::Plain) continue;
    if (!is_heading && entry.numbering.level > kSectionLevelMax) continue;
    const bool numbered = entry.numbering.level > 0;
    add_section(reading, sections, entry,
                numbered ? entry.numbering.level : document.at(entry.node).level - top + 1);
  }
  return value::MapBuilder().set("sections", sections.build(reading.arena())).build(reading.arena());
}

}  // namespace herald::campaign
