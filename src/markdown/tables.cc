// What tables have beyond GFM: cells that cover others, captions. Both are written so that another Markdown
// program shows a plain table with the marks in it, and a paragraph above.

#include <algorithm>

#include "base/utf8.h"
#include "markdown/internal.h"
#include "text/text.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kCaptionColumnsMax = 80;

/// One table as a grid of cells, while its marks are read.
class Grid {
 public:
  Grid(Document& document, NodeId table) : document_(document) {
    for (NodeId row = document.at(table).first_child; row != kNoNode; row = document.at(row).next) {
      rows_.push_back(cells_.size());
      for (NodeId cell = document.at(row).first_child; cell != kNoNode; cell = document.at(cell).next)
        cells_.push_back({cell});
      columns_ = std::max(columns_, cells_.size() - rows_.back());
    }
    rows_.push_back(cells_.size());
  }

  void merge(const base::Source& source, base::Diagnostics& diagnostics) {
    bool any = false;
    for (size_t row = 0; row + 1 < rows_.size(); ++row) {
      for (size_t at = rows_[row]; at < rows_[row + 1]; ++at) any |= find_owner(row, at, source, diagnostics);
    }
    if (!any) return;
    for (size_t row = 0; row + 1 < rows_.size(); ++row) {
      for (size_t at = rows_[row]; at < rows_[row + 1]; ++at) extend(row, at);
    }
    check_shapes(source, diagnostics);
    cover();
  }

 private:
  struct Cell {
    NodeId node;
    size_t owner = npos;  // index of the cell that it is joined to; its own index for the others
    size_t row = 0, column = 0;
    size_t last_row = 0, last_column = 0, count = 0;  // of an owner: what is joined to it, itself included
  };

  /// "^^" or "<<" when the cell holds nothing else.
  std::string_view mark_of(const Cell& cell) const {
    const NodeId child = document_.at(cell.node).first_child;
    if (child == kNoNode || document_.at(child).next != kNoNode || document_.at(child).kind != NodeKind::Text)
      return {};
    const std::string_view text = base::trim(document_.at(child).text);
    return text == "^^" || text == "<<" ? text : std::string_view();
  }

  void warn(const Cell& cell, std::string_view mark, const base::Source& source,
            base::Diagnostics& diagnostics) {
    const base::Span span = document_.at(document_.at(cell.node).first_child).span;
    diagnostics.add(base::Code::TableMerge, source, span, {std::string(mark)});
  }

  bool find_owner(size_t row, size_t at, const base::Source& source, base::Diagnostics& diagnostics) {
    Cell& cell = cells_[at];
    cell.owner = at;
    cell.row = row;
    cell.column = at - rows_[row];
    const std::string_view mark = mark_of(cell);
    if (mark.empty()) return false;
    size_t other = npos;
    if (mark == "<<" && cell.column > 0) other = at - 1;
    if (mark == "^^" && row > 0 && rows_[row - 1] + cell.column < rows_[row])
      other = rows_[row - 1] + cell.column;
    if (other == npos || document_.at(cells_[other].node).header != document_.at(cell.node).header) {
      warn(cell, mark, source, diagnostics);
      return false;
    }
    cell.owner = cells_[other].owner;
    return true;
  }

  void extend(size_t row, size_t at) {
    Cell& owner = cells_[cells_[at].owner];
    owner.last_row = std::max(owner.last_row, row);
    owner.last_column = std::max(owner.last_column, cells_[at].column);
    ++owner.count;
  }

  /// What is joined to one cell must be a rectangle that begins with it; what is none is let go.
  void check_shapes(const base::Source& source, base::Diagnostics& diagnostics) {
    for (size_t at = 0; at < cells_.size(); ++at) {
      const Cell& owner = cells_[cells_[at].owner];
      if (cells_[at].owner == at || is_rectangle(owner)) continue;
      warn(cells_[at], mark_of(cells_[at]), source, diagnostics);
    }
  }

  static bool is_rectangle(const Cell& owner) {
    const size_t area = (owner.last_row - owner.row + 1) * (owner.last_column - owner.column + 1);
    return owner.count == area;
  }

  void cover() {
    for (size_t at = 0; at < cells_.size(); ++at) {
      const Cell& owner = cells_[cells_[at].owner];
      if (!is_rectangle(owner)) continue;
      Node& node = document_.nodes[cells_[at].node];
      const bool covered = cells_[at].owner != at;
      node.level = covered ? 0 : static_cast<uint8_t>(owner.last_column - owner.column + 1);
      node.start = covered ? 0 : static_cast<uint32_t>(owner.last_row - owner.row + 1);
    }
  }

  Document& document_;
  std::vector<Cell> cells_;
  std::vector<size_t> rows_;  // where each begins in cells_, and the end
  size_t columns_ = 0;
};

/// Bytes of "表1", "表一", "表2-1" at the beginning.
size_t table_number_size(std::string_view text) {
  if (!text.starts_with("表")) return 0;
  size_t at = std::string_view("表").size();
  if (at < text.size() && text[at] == ' ') ++at;
  const size_t digits = at;
  constexpr std::u32string_view kDigits = U"0123456789０１２３４５６７８９一二三四五六七八九十-—.．";
  while (at < text.size()) {
    size_t next = at;
    if (kDigits.find(base::next_code_point(text, next)) == std::u32string_view::npos) break;
    at = next;
  }
  return at == digits ? 0 : at;
}

/// Whether `text` names a table; `mark` is set to the bytes of "表：" and its like, which are not shown.
bool is_caption(std::string_view text, size_t& mark) {
  for (const std::string_view word : {"表：", "表:", "Table:"}) {
    if (!text.starts_with(word)) continue;
    mark = word.size();
    return !base::trim(text.substr(mark)).empty();
  }
  mark = 0;
  const size_t number = table_number_size(text);
  if (number == 0 || base::display_width(text) > kCaptionColumnsMax) return false;
  for (const std::string_view stop : {"。", "；", "：", "，", "！", "？", ":", ";"}) {
    if (text.ends_with(stop)) return false;
  }
  size_t at = number;
  if (at == text.size()) return true;
  const char32_t behind = base::next_code_point(text, at);
  return behind == ' ' || behind == 0x3000 || behind == U'：' || behind == ':';
}

}  // namespace

void merge_cells(const base::Source& source, Document& document, base::Diagnostics& diagnostics) {
  for (const NodeId table : document.tables) Grid(document, table).merge(source, diagnostics);
}

namespace {

/// Makes a caption of `paragraph` when it is one.
bool make_caption(NodeId paragraph, Document& document) {
  if (paragraph == kNoNode || document.at(paragraph).kind != NodeKind::Paragraph) return false;
  const NodeId first = document.at(paragraph).first_child;
  if (first == kNoNode || document.at(first).kind != NodeKind::Text) return false;
  Node& text = document.nodes[first];
  if (!text.text.starts_with("表") && !text.text.starts_with("Table:")) return false;
  for (NodeId id = first; id != kNoNode; id = document.at(id).next) {
    const NodeKind kind = document.at(id).kind;
    if (kind == NodeKind::SoftBreak || kind == NodeKind::LineBreak) return false;
  }
  size_t mark = 0;
  if (!is_caption(base::trim(plain_text(document, paragraph)), mark)) return false;
  document.nodes[paragraph].kind = NodeKind::Caption;
  text.text.remove_prefix(std::min(mark, text.text.size()));
  if (mark > 0) text.text.remove_prefix(std::min(text.text.find_first_not_of(" \t"), text.text.size()));
  return true;
}

}  // namespace

void find_captions(const Blocks& blocks, Document& document) {
  std::vector<bool> named;
  for (const NodeId above : blocks.above_tables) named.push_back(make_caption(above, document));
  for (size_t i = 0; i < document.tables.size() && i < named.size(); ++i) {
    // What stands between two tables was asked above: it is the caption of the second.
    if (!named[i]) make_caption(document.at(document.tables[i]).next, document);
  }
}

}  // namespace herald::markdown::internal
