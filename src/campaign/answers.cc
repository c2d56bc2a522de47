// Plain pages: questions with their answers, and steps to follow. They stay where they are in the text; the
// records tell search engines of them.

#include <algorithm>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "markdown/numbering.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;
using value::Value;

/// One question may be a figure of speech; a page of answers has several.
constexpr size_t kQuestionsMin = 2;
constexpr size_t kStepsMin = 2;

bool is_question(std::string_view text) { return text.ends_with("？") || text.ends_with('?'); }

/// Whether a heading or the line above a list announces steps.
bool announces_steps(std::string_view text) {
  constexpr std::string_view kWords[] = {"步骤", "流程", "怎么", "怎样", "如何", "步："};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// "问：…" without its mark, or an empty text.
std::string_view behind_mark(std::string_view text, std::string_view mark) {
  if (!text.starts_with(mark)) return {};
  text.remove_prefix(mark.size());
  for (const std::string_view colon : {"：", ":"}) {
    if (text.starts_with(colon)) return base::trim(text.substr(colon.size()));
  }
  return {};
}

class AnswerReader {
 public:
  explicit AnswerReader(Reading& reading) : reading_(reading) {}

  Value read() {
    const std::vector<NodeId>& blocks = reading_.blocks();
    for (size_t at = 0; at < blocks.size(); at++) {
      if (kind(blocks[at]) == NodeKind::Heading) read_heading(at);
      if (kind(blocks[at]) == NodeKind::Paragraph) read_pair(at);
      if (kind(blocks[at]) == NodeKind::List) read_steps(at);
    }
    value::MapBuilder records;
    if (questions_.size() >= kQuestionsMin) records.set("questions", questions_.build(reading_.arena()));
    if (!steps_.is_undefined()) records.set("steps", steps_);
    return records.build(reading_.arena());
  }

 private:
  NodeKind kind(NodeId block) const { return reading_.document().at(block).kind; }
  std::string text_of(NodeId block) const {
    return std::string(base::trim(markdown::plain_text(reading_.document(), block)));
  }

  void add(std::string_view question, std::string_view answer) {
    if (question.empty() || answer.empty()) return;
    value::MapBuilder map;
    map.set("question", reading_.text(question)).set("answer", reading_.text(answer));
    questions_.add(map.build(reading_.arena()));
  }

  /// A heading that asks; the blocks below it up to the next heading of its level answer.
  void read_heading(size_t at) {
    const std::vector<NodeId>& blocks = reading_.blocks();
    const std::string title = text_of(blocks[at]);
    if (!is_question(title)) return;
    const int level = reading_.document().at(blocks[at]).level;
    std::string answer;
    for (size_t next = at + 1; next < blocks.size(); next++) {
      const markdown::Node& node = reading_.document().at(blocks[next]);
      if (node.kind == NodeKind::Heading && node.level <= level) break;
      if (node.kind != NodeKind::FootnoteDefinition)
        answer += (answer.empty() ? "" : "\n") + text_of(blocks[next]);
    }
    add(markdown::without_numbering(title), answer);
  }

  /// "问：…" and "答：…", in one paragraph or in two.
  void read_pair(size_t at) {
    const std::vector<NodeId>& blocks = reading_.blocks();
    const std::vector<std::string> lines = reading_.lines(blocks[at]);
    const std::string_view question = behind_mark(base::trim(lines.front()), "问");
    if (question.empty()) return;
    std::string_view answer;
    if (lines.size() > 1) {
      answer = behind_mark(base::trim(lines[1]), "答");
      return add(question, answer);
    }
    if (at + 1 >= blocks.size() || kind(blocks[at + 1]) != NodeKind::Paragraph) return;
    const std::string next = text_of(blocks[at + 1]);
    add(question, behind_mark(next, "答"));
  }

  /// The first numbered list that the heading or line above it announces as steps.
  void read_steps(size_t at) {
    const NodeId list = reading_.blocks()[at];
    if (!steps_.is_undefined() || reading_.document().at(list).list_type != markdown::ListType::Ordered)
      return;
    const size_t heading = reading_.heading_above(list);
    std::string title(reading_.heading_text(heading));
    const std::string before = at > 0 && kind(reading_.blocks()[at - 1]) == NodeKind::Paragraph
                                   ? text_of(reading_.blocks()[at - 1])
                                   : "";
    const bool announced = announces_steps(title) || (before.ends_with("：") && announces_steps(before));
    const std::vector<Item> items = reading_.items(list);
    if (!announced || items.size() < kStepsMin) return;
    value::ListBuilder texts;
    for (const Item& item : items) texts.add(reading_.text(item.text));
    value::MapBuilder map;
    if (!announces_steps(title)) title = trim_marks(before);
    map.set("title", reading_.text(markdown::without_numbering(title)));
    map.set("items", texts.build(reading_.arena()));
    steps_ = map.build(reading_.arena());
  }

  Reading& reading_;
  value::ListBuilder questions_;
  Value steps_;
};

}  // namespace

Value read_answers(Reading& reading) { return AnswerReader(reading).read(); }

}  // namespace herald::campaign
