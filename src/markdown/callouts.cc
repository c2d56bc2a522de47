// Callouts: quotations that begin with a mark. GitHub's `> [!NOTE]`, the same with Chinese names, and
// 【注意】 as notices have it. What stands on the mark's line is the callout's own title when more follows
// below.

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "base/utf8.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;
/// Bytes of a name; what is longer between the brackets is no mark.
constexpr size_t kNameMax = 40;

struct Kind {
  std::string_view name;     // in capitals
  std::string_view css;      // the class behind "callout-"
  std::string_view label;    // in a Chinese text
  std::string_view english;  // in another; empty for Chinese names
};

constexpr std::array<Kind, 12> kKinds = {{{"提示", "tip", "提示", ""},
                                          {"说明", "note", "说明", ""},
                                          {"重要", "important", "重要", ""},
                                          {"注意", "caution", "注意", ""},
                                          {"警告", "warning", "警告", ""},
                                          {"要求", "requirement", "要求", ""},
                                          {"引用", "quote", "引用", ""},
                                          {"NOTE", "note", "说明", "Note"},
                                          {"TIP", "tip", "提示", "Tip"},
                                          {"IMPORTANT", "important", "重要", "Important"},
                                          {"WARNING", "warning", "警告", "Warning"},
                                          {"CAUTION", "caution", "注意", "Caution"}}};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 0x20 : c);
  return out;
}

const Kind* find_kind(std::string_view name) {
  const std::string capitals = upper(name);
  const auto kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.name == capitals; });
  return kind == kKinds.end() ? nullptr : &*kind;
}

/// The mark at the beginning of a text.
struct Mark {
  std::string_view name;
  size_t size = 0;         // with the blanks behind it; 0 for none
  bool bracketed = false;  // [!…] and not 【…】
};

Mark read_mark(std::string_view text) {
  Mark mark;
  mark.bracketed = begins_mark(text);
  const std::string_view open = mark.bracketed ? text.substr(0, text[1] == '!' ? 2 : 4) : "【";
  const std::string_view close = mark.bracketed ? "]" : "】";
  if (!text.starts_with(open)) return {};
  const size_t end = text.substr(0, open.size() + kNameMax).find(close, open.size());
  if (end == npos) return {};
  mark.name = base::trim(text.substr(open.size(), end - open.size()));
  const size_t behind = text.find_first_not_of(" \t", end + close.size());
  mark.size = behind == npos ? text.size() : behind;
  return mark.name.empty() ? Mark{} : mark;
}

void warn(const base::Source& source, const Mark& mark, const Node& paragraph,
          base::Diagnostics& diagnostics) {
  std::string names;
  std::array<std::string_view, kKinds.size()> known;
  for (size_t i = 0; i < kKinds.size(); ++i) {
    known[i] = kKinds[i].name;
    names += (i == 0 ? "" : "、") + std::string(known[i]);
  }
  const auto begin = paragraph.span.begin;
  const base::Span place{begin, std::min(begin + static_cast<uint32_t>(mark.size), paragraph.span.end)};
  base::Diagnostic& added =
      diagnostics.add(base::Code::UnknownCallout, source, place, {std::string(mark.name), names});
  const std::string capitals = upper(mark.name);
  const std::string_view near = base::nearest(capitals, known);
  if (!near.empty()) added.notes.push_back({base::Code::DidYouMean, {}, {std::string(near)}, {}});
}

/// Parts the first paragraph of a quotation: the line of the mark becomes the title, the line break behind it
/// the paragraph of the rest. Nodes stay in document order, because the break stands where its paragraph
/// begins.
void part_title(Document& document, NodeId quote, NodeId paragraph, bool empty) {
  Node& title = document.nodes[paragraph];
  NodeId last = kNoNode;
  NodeId line_break = title.first_child;
  const auto is_break = [&](NodeId id) {
    return document.at(id).kind == NodeKind::SoftBreak || document.at(id).kind == NodeKind::LineBreak;
  };
  while (line_break != kNoNode && !is_break(line_break)) {
    last = line_break;
    line_break = document.at(line_break).next;
  }
  if (line_break == kNoNode) {
    if (empty || title.next != kNoNode)
      title.kind = NodeKind::CalloutTitle;  // Else the line is all there is.
    return;
  }
  title.kind = NodeKind::CalloutTitle;
  document.nodes[last].next = kNoNode;
  Node& rest = document.nodes[line_break];
  rest.kind = NodeKind::Paragraph;
  rest.parent = quote;
  rest.first_child = rest.next;
  rest.next = title.next;
  title.next = line_break;
  for (NodeId id = rest.first_child; id != kNoNode; id = document.at(id).next)
    document.nodes[id].parent = line_break;
  rest.span = {rest.span.begin, std::max(rest.span.begin, title.span.end)};
  title.span.end = std::clamp(rest.span.begin, title.span.begin, title.span.end);
}

}  // namespace

bool begins_mark(std::string_view text) { return text.starts_with("[!") || text.starts_with("[！"); }

void find_callouts(const base::Source& source, const Blocks& blocks, bool has_han, Document& document,
                   base::Diagnostics& diagnostics) {
  for (const NodeId quote : blocks.quotes) {
    const NodeId paragraph = document.at(quote).first_child;
    if (paragraph == kNoNode || document.at(paragraph).kind != NodeKind::Paragraph) continue;
    const NodeId first = document.at(paragraph).first_child;
    if (first == kNoNode || document.at(first).kind != NodeKind::Text) continue;
    Node& text = document.nodes[first];
    const Mark mark = read_mark(text.text);
    const uint32_t place = document.at(first).span.begin;
    const bool escaped = place > 0 && source.text[place - 1] == '\\';
    if (mark.size == 0 || escaped) continue;
    const Kind* kind = find_kind(mark.name);
    if (!kind) {
      if (mark.bracketed) warn(source, mark, document.at(paragraph), diagnostics);
      continue;
    }
    Node& callout = document.nodes[quote];
    callout.kind = NodeKind::Callout;
    callout.text = kind->css;
    callout.title = has_han || kind->english.empty() ? kind->label : kind->english;
    text.text.remove_prefix(mark.size);
    const bool alone = text.text.empty() && text.next == kNoNode;
    if (mark.bracketed || alone) part_title(document, quote, paragraph, alone);
  }
}

}  // namespace herald::markdown::internal
