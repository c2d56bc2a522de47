// Notices and plans: the sections of their outline as records, and the theme and the period where a section
// of its own states them.

#include <algorithm>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "markdown/outline.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

/// Deeper numbers, （1） and ①, are parts of a section.
constexpr uint8_t kSectionLevelMax = 3;
/// No theme is wider, in columns (a Han character has two).
constexpr size_t kThemeColumnsMax = 80;

void add_section(Reading& reading, value::ListBuilder& list, const markdown::OutlineEntry& entry, int level) {
  value::MapBuilder section;
  section.set("number", reading.text(entry.numbering.number));
  section.set("title", reading.text(entry.title).at_position(entry.span.begin));
  section.set("level", value::Value::integer(level));
  section.set("id", reading.text(entry.id));
  list.add(section.build(reading.arena()));
}

/// The only paragraph of the section that `entry` heads, as text; empty when there is more in it, or less.
std::string only_paragraph(const Reading& reading, const std::vector<markdown::OutlineEntry>& entries,
                           size_t entry) {
  const markdown::Document& document = reading.document();
  const NodeId heading = entries[entry].node;
  const NodeId end = entry + 1 < entries.size() ? entries[entry + 1].node : markdown::kNoNode;
  const NodeId paragraph = document.at(heading).next;
  if (paragraph == markdown::kNoNode || paragraph >= end ||
      document.at(paragraph).kind != markdown::NodeKind::Paragraph)
    return {};
  const NodeId next = document.at(paragraph).next;
  if (next != markdown::kNoNode && next < end) return {};
  return std::string(trim_marks(markdown::plain_text(document, paragraph)));
}

/// A theme is a line; what is longer, or has a stop in it, speaks about one.
bool is_theme(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos &&
         text.find("。") == std::string_view::npos && base::display_width(text) <= kThemeColumnsMax;
}

/// `text` as {start, end} when it is a period and nothing else.
value::Value period_of(Reading& reading, std::string_view text) {
  const auto period = text::read_period(text, reading.year());
  if (!period || !period->earliest || period->fuzzy || period->size != text.size()) return {};
  value::MapBuilder map;
  map.set("start", reading.text(base::iso(period->earliest)));
  map.set("end", reading.text(base::iso(period->latest)));
  return map.build(reading.arena());
}

/// Sets what the sections 活动主题 and 活动时间 state, the first of each.
void set_stated(Reading& reading, value::MapBuilder& records) {
  const std::vector<markdown::OutlineEntry>& entries = reading.input().outline->entries;
  bool has_theme = false, has_period = false;
  for (size_t i = 0; i < entries.size(); i++) {
    if (entries[i].lead == markdown::Lead::Plain || entries[i].lead == markdown::Lead::RunIn) continue;
    const Word* word = find_word(WordUse::PlanHeading, entries[i].title);
    if (word == nullptr) continue;
    const std::string text = only_paragraph(reading, entries, i);
    if (word->field == "theme" && !has_theme && is_theme(text)) {
      records.set("theme", reading.text(text));
      has_theme = true;
    } else if (word->field == "period" && !has_period) {
      const value::Value period = period_of(reading, text);
      has_period = !period.is_undefined();
      if (has_period) records.set("period", period);
    }
  }
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
  value::MapBuilder records;
  records.set("sections", sections.build(reading.arena()));
  set_stated(reading, records);
  return records.build(reading.arena());
}

}  // namespace herald::campaign
