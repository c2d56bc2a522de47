// Slogans: ordered lists, and lines that begin with a number as Word leaves them; bullets below a heading
// where there are neither.

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "markdown/numbering.h"

namespace herald::campaign {
namespace {

using markdown::ListType;
using markdown::NodeKind;
using value::Value;

/// Characters that are printed: all but blanks.
uint32_t count_characters(std::string_view text) {
  return static_cast<uint32_t>(base::count_code_points(squeezed(text)));
}

class SloganReader {
 public:
  explicit SloganReader(Reading& reading) : reading_(reading) {}

  Value read() {
    look_at_sections();
    const std::vector<NodeId>& blocks = reading_.blocks();
    for (const NodeId block : blocks) {
      const bool is_read = is_list(block) ? has_slogans(block) : is_numbered_lines(block);
      if (!is_read || is_explanation(block)) continue;
      if (is_list(block))
        read_list(block);
      else
        read_lines(block);
    }
    reading_.take_headings();
    if (list_.size() == 0) add_empty();
    return value::MapBuilder().set("slogans", list_.build(reading_.arena())).build(reading_.arena());
  }

 private:
  bool is_explanation(NodeId block) const { return find_suffix(WordUse::Aside, group_of(block)) != nullptr; }

  const markdown::Node& node(NodeId block) const { return reading_.document().at(block); }
  bool is_list(NodeId block) const { return node(block).kind == NodeKind::List; }
  bool is_ordered(NodeId block) const { return is_list(block) && node(block).list_type == ListType::Ordered; }

  /// Paragraphs all of whose lines begin with a number: "1、…" is no list in Markdown, but means one. A
  /// single such line above a list is its heading.
  bool is_numbered_lines(NodeId block) const {
    if (node(block).kind != NodeKind::Paragraph) return false;
    const std::vector<std::string> lines = reading_.lines(block);
    const NodeId next = node(block).next;
    if (lines.size() == 1 && next != markdown::kNoNode && is_list(next)) return false;
    return std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
      const auto numbering = markdown::read_numbering(line);
      return numbering && numbering->level >= 3;
    });
  }

  /// Finds the sections that have numbered slogans: bullets beside them say something else.
  void look_at_sections() {
    for (const NodeId block : reading_.blocks()) {
      if (!(is_ordered(block) || is_numbered_lines(block)) || is_explanation(block)) continue;
      const size_t section = reading_.heading_above(block);
      if (numbered_.empty() || numbered_.back() != section) numbered_.push_back(section);
    }
  }

  bool has_slogans(NodeId list) const {
    if (is_ordered(list) || numbered_.empty()) return true;
    const size_t section = reading_.heading_above(list);
    if (section == SIZE_MAX) return false;  // an introduction
    return std::find(numbered_.begin(), numbered_.end(), section) == numbered_.end();
  }

  void read_list(NodeId block) {
    reading_.take(block);
    for (const Item& item : reading_.items(block)) add(item.text, group_of(block), item.span);
  }

  void read_lines(NodeId block) {
    reading_.take(block);
    for (const std::string& line : reading_.lines(block))
      add(std::string(markdown::without_numbering(line)), group_of(block), reading_.span_of(block));
  }

  std::string_view group_of(NodeId block) const {
    return markdown::without_numbering(reading_.heading_text(reading_.heading_above(block)));
  }

  void add(std::string text, std::string_view group, base::Span span) {
    text = base::trim(base::replace_all(text, "\n", ""));
    if (text.empty()) {
      reading_.add(base::Code::SloganBlank, span, {fmt::format("{}", list_.size() + 1)});
      return;
    }
    const auto number = static_cast<int64_t>(list_.size()) + 1;
    value::MapBuilder slogan;
    slogan.set("number", Value::integer(number));
    slogan.set("text", reading_.text(text).at_position(span.begin));
    slogan.set("group", reading_.text(group));
    const bool is_theme = !group.empty() && find_word(WordUse::ThemeSlogan, group) != nullptr;
    slogan.set("kind", Value::string(is_theme ? "theme" : "general"));
    slogan.set("characters", Value::integer(count_characters(text)));
    slogan.set("id", reading_.text(fmt::format("slogan-{}", number)));
    list_.add(slogan.build(reading_.arena()));
  }

  void add_empty() {
    const auto& blocks = reading_.blocks();
    const base::Span body = reading_.input().body;
    reading_.add(base::Code::SloganEmpty,
                 blocks.empty() ? base::Span{body.begin, body.begin} : reading_.span_of(blocks.front()));
  }

  Reading& reading_;
  value::ListBuilder list_;
  std::vector<size_t> numbered_;  // headings above numbered slogans, SIZE_MAX for none
};

}  // namespace

Value read_slogans(Reading& reading) { return SloganReader(reading).read(); }

}  // namespace herald::campaign
