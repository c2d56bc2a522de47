#include "markdown/document.h"

#include <algorithm>

#include "base/utf8.h"
#include "markdown/internal.h"

namespace herald::markdown {
namespace {

bool is_block(NodeKind kind) { return kind < NodeKind::Text; }

void begin_block(const Node& node, bool first_cell, std::string& out) {
  if (out.empty() || out.back() == '\n') return;
  if (node.kind == NodeKind::TableCell) {
    if (!first_cell) out += ' ';
  } else {
    out += '\n';
  }
}

}  // namespace

namespace internal {

NodeId subtree_end(const Document& document, NodeId node) {
  for (NodeId id = node; id != kNoNode; id = document.at(id).parent) {
    if (document.at(id).next != kNoNode) return document.at(id).next;
  }
  return static_cast<NodeId>(document.nodes.size());
}

}  // namespace internal

std::string plain_text(const Document& document, NodeId node) {
  std::string out;
  NodeId end = internal::subtree_end(document, node);
  for (NodeId id = node; id < end; ++id) {
    const Node& part = document.at(id);
    if (is_block(part.kind) && id != node) {
      if (part.kind == NodeKind::FootnoteDefinition) {
        id = internal::subtree_end(document, id) - 1;
        continue;
      }
      begin_block(part, part.parent != kNoNode && document.at(part.parent).first_child == id, out);
    }
    switch (part.kind) {
      case NodeKind::Text:
      case NodeKind::Blank:
      case NodeKind::Box:
      case NodeKind::Code:
      case NodeKind::HtmlInline:
      case NodeKind::HtmlBlock:
        out += part.text;
        break;
      case NodeKind::CodeBlock:
        out += part.text.substr(0, part.text.size() - part.text.ends_with('\n'));
        break;
      case NodeKind::SoftBreak:
        out += ' ';
        break;
      case NodeKind::LineBreak:
        out += '\n';
        break;
      case NodeKind::AllowedBlock:
      case NodeKind::InlineDirective:
        out += part.title;
        break;
      default:
        break;
    }
  }
  return out;
}

std::vector<base::Span> code_spans(const Document& document) {
  std::vector<base::Span> spans;
  for (const Node& node : document.nodes) {
    if (node.kind == NodeKind::Code || node.kind == NodeKind::CodeBlock ||
        node.kind == NodeKind::InlineDirective)
      spans.push_back(node.span);
  }
  std::sort(spans.begin(), spans.end(), [](base::Span a, base::Span b) { return a.begin < b.begin; });
  return spans;
}

bool lies_in(std::span<const base::Span> spans, size_t at) {
  const auto behind = std::upper_bound(spans.begin(), spans.end(), at,
                                       [](size_t value, base::Span span) { return value < span.begin; });
  return behind != spans.begin() && at < std::prev(behind)->end;
}

std::vector<std::vector<TableCellView>> table_rows(const Document& document, NodeId table) {
  std::vector<std::vector<TableCellView>> rows;
  for (NodeId row = document.at(table).first_child; row != kNoNode; row = document.at(row).next) {
    std::vector<TableCellView>& cells = rows.emplace_back();
    for (NodeId cell = document.at(row).first_child; cell != kNoNode; cell = document.at(cell).next) {
      cells.push_back(
          {cell, std::string(base::trim(plain_text(document, cell))), document.at(cell).level == 0});
      if (!cells.back().covered) continue;
      const bool by_above = cells.back().text == "^^" && rows.size() > 1;
      const TableCellView* above = by_above ? &rows[rows.size() - 2][cells.size() - 1] : nullptr;
      cells.back().text = above ? above->text : std::string();
      if (above) cells.back().node = above->node;
    }
    cells.resize(rows.front().size());
  }
  return rows;
}

std::vector<NodeId> children(const Document& document, NodeId node) {
  std::vector<NodeId> ids;
  for (NodeId id = document.at(node).first_child; id != kNoNode; id = document.at(id).next) ids.push_back(id);
  return ids;
}

std::vector<SectionView> sections(const Document& document) {
  std::vector<SectionView> list;
  size_t heading = 0;  // the next one in document.headings; those inside quotes and lists begin no section
  if (document.nodes.empty()) return list;
  for (NodeId id = document.at(0).first_child; id != kNoNode; id = document.at(id).next) {
    const Node& node = document.at(id);
    if (node.kind == NodeKind::FootnoteDefinition) continue;
    if (node.kind != NodeKind::Heading) {
      if (list.empty()) list.emplace_back();
      list.back().blocks.push_back(id);
      continue;
    }
    while (document.headings[heading].node != id) ++heading;
    size_t parent = list.empty() ? SIZE_MAX : list.size() - 1;
    while (parent != SIZE_MAX && (list[parent].heading == SIZE_MAX ||
                                  document.headings[list[parent].heading].level >= node.level)) {
      parent = list[parent].parent;
    }
    list.push_back({heading, parent, {}});
  }
  return list;
}

}  // namespace herald::markdown
