// Slogans: ordered lists; bullets where there is no ordered list; lines that begin with a number as Word
// leaves them.

#include <fmt/format.h>

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
    if (!read_lists(ListType::Ordered) && !read_lists(ListType::Bullet)) read_numbered_lines();
    reading_.take_headings();
    if (list_.size() == 0) add_empty();
    return value::MapBuilder().set("slogans", list_.build(reading_.arena())).build(reading_.arena());
  }

 private:
  bool is_explanation(NodeId block) const {
    const std::string_view heading =
        markdown::without_numbering(reading_.heading_text(reading_.heading_above(block)));
    return !heading.empty() && find_word(WordUse::Aside, heading) != nullptr;
  }

  bool read_lists(ListType type) {
    bool any = false;
    for (const NodeId block : reading_.blocks()) {
      const markdown::Node& node = reading_.document().at(block);
      if (node.kind != NodeKind::List || node.list_type != type || is_explanation(block)) continue;
      any = true;
      reading_.take(block);
      const std::string_view group = group_of(block);
      for (const Item& item : reading_.items(block)) add(item.text, group, item.span);
    }
    return any;
  }

  /// Paragraphs all of whose lines begin with a number: "1、…" is no list in Markdown, but means one.
  void read_numbered_lines() {
    for (const NodeId block : reading_.blocks()) {
      if (reading_.document().at(block).kind != NodeKind::Paragraph) continue;
      const std::vector<std::string> lines = reading_.lines(block);
      bool all = true;
      for (const std::string& line : lines) {
        const auto numbering = markdown::read_numbering(line);
        all = all && numbering && numbering->level >= 3;
      }
      if (!all) continue;
      reading_.take(block);
      for (const std::string& line : lines)
        add(std::string(markdown::without_numbering(line)), group_of(block), reading_.span_of(block));
    }
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
};

}  // namespace

Value read_slogans(Reading& reading) { return SloganReader(reading).read(); }

}  // namespace herald::campaign
