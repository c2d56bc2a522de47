// Blocks to HTML: paragraphs, headings, lists, tables, code, footnotes.

#include <algorithm>

#include "markdown/writer.h"

namespace herald::markdown::internal {

bool Writer::is_tight(const Node& paragraph) const {
  if (paragraph.parent == kNoNode || document_.at(paragraph.parent).kind != NodeKind::Item) return false;
  return document_.at(document_.at(paragraph.parent).parent).tight;
}

bool Writer::is_figure(const Node& paragraph) const {
  if (purpose_ != Purpose::Page || paragraph.kind != NodeKind::Paragraph) return false;
  if (paragraph.first_child == kNoNode) return false;
  const Node& child = document_.at(paragraph.first_child);
  return child.kind == NodeKind::Image && child.next == kNoNode && !child.title.empty() &&
         !is_tight(paragraph);
}

bool Writer::begins_task(NodeId paragraph, const Node& node) const {
  if (strict() || node.parent == kNoNode) return false;
  const Node& item = document_.at(node.parent);
  return item.checkbox != Checkbox::None && item.first_child == paragraph;
}

bool Writer::has_empty_head(const Node& table) const {
  if (strict() || table.first_child == kNoNode) return false;
  NodeId cell = document_.at(table.first_child).first_child;
  for (; cell != kNoNode; cell = document_.at(cell).next) {
    if (document_.at(cell).first_child != kNoNode) return false;
  }
  return true;
}

const OutlineEntry* Writer::outline_entry(NodeId paragraph) {
  if (!options_.outline || purpose_ != Purpose::Page) return nullptr;
  const auto& entries = options_.outline->entries;
  while (next_entry_ < entries.size() && entries[next_entry_].node < paragraph) ++next_entry_;
  bool found = next_entry_ < entries.size() && entries[next_entry_].node == paragraph;
  return found && !entries[next_entry_].id.empty() ? &entries[next_entry_] : nullptr;
}

void Writer::enter_callout(const Node& node) {
  line();
  const bool quotes = node.text == "quote";
  html_ += quotes ? "<blockquote class=\"callout callout-" : "<aside class=\"callout callout-";
  html_ += node.text;
  html_ += "\">\n";
  const bool titled =
      node.first_child != kNoNode && document_.at(node.first_child).kind == NodeKind::CalloutTitle;
  if (titled || quotes) return;
  html_ += "<p class=\"callout-title\">";
  text(node.title);
  html_ += "</p>\n";
}

void Writer::leave_callout(const Node& node) {
  line();
  html_ += node.text == "quote" ? "</blockquote>\n" : "</aside>\n";
}

void Writer::enter_callout_title(NodeId id, const Node& node) {
  line();
  html_ += "<p class=\"callout-title\">";
  const NodeId first = node.first_child;
  const bool says_nothing =
      first == kNoNode || (document_.at(first).next == kNoNode &&
                           document_.at(first).kind == NodeKind::Text && document_.at(first).text.empty());
  if (says_nothing && id != root_) text(document_.at(node.parent).title);
}

/// A caption stands in a figure with its table; alone, when the table is not written with it, it is a
/// paragraph.
bool Writer::names_table(NodeId id, const Node& caption) const {
  return id != root_ && caption.next != kNoNode && document_.at(caption.next).kind == NodeKind::Table;
}

/// True when the block behind a table is its caption.
bool Writer::is_named_below(NodeId table) const {
  const NodeId next = document_.at(table).next;
  return !strict() && table != root_ && next != kNoNode && document_.at(next).kind == NodeKind::Caption &&
         !names_table(next, document_.at(next)) && !in_captioned_table_;
}

void Writer::enter_caption(NodeId id, const Node& node) {
  line();
  in_captioned_table_ = names_table(id, node);
  html_ += named_below_          ? "<figcaption>"
           : in_captioned_table_ ? "<figure class=\"table-figure\"><figcaption>"
                                 : "<p>";
}

void Writer::leave_caption(NodeId id, const Node& node) {
  html_ += named_below_ ? "</figcaption>\n</figure>\n" : names_table(id, node) ? "</figcaption>\n" : "</p>\n";
  named_below_ = false;
}

/// The settings of a picture, or of the figure around it.
void Writer::picture_style(const Node& image) {
  static constexpr std::string_view kNames[] = {"", "left", "center", "right"};
  if (image.alignment != Alignment::None) {
    html_ += " class=\"align-";
    html_ += kNames[static_cast<size_t>(image.alignment)];
    html_ += '"';
  }
  if (image.start == 0) return;
  html_ += " style=\"width:" + std::to_string(image.start) + (image.percent ? "%\"" : "px\"");
}

const SignOff* Writer::sign_off(NodeId id) const {
  for (const SignOff& sign : options_.sign_off) {
    if (sign.node == id) return &sign;
  }
  return nullptr;
}

bool Writer::print_sign_off(NodeId id) {
  const SignOff* sign = sign_off(id);
  if (sign == nullptr || sign->lines.empty()) return false;
  line();
  const auto print = [&](const std::vector<std::string>& lines) {
    for (const std::string& text_line : lines) {
      if (&text_line != &lines.front()) html_ += "<br>\n";
      text(text_line);
    }
  };
  html_ += "<p class=\"sign-off\">";
  print(sign->lines);
  if (!sign->behind.empty()) html_ += "</p>\n<p>";
  print(sign->behind);
  if (document_.at(id).kind != NodeKind::Paragraph) html_ += "</p>\n";  // A paragraph ends itself.
  return true;
}

void Writer::enter_paragraph(NodeId id) {
  const Node& node = document_.at(id);
  bool task = begins_task(id, node);
  if (stands_alone(node)) return line();
  const OutlineEntry* entry = outline_entry(id);
  const bool in_item = entry != nullptr && entry->in_item;
  if (!is_tight(node)) {
    line();
    html_ += is_figure(node)     ? "<figure"
             : entry && !in_item ? "<p id=\""
             : sign_off(id)      ? "<p class=\"sign-off\">"
                                 : "<p>";
    if (is_figure(node)) {
      picture_style(document_.at(node.first_child));
      html_ += '>';
    } else if (entry && !in_item) {
      attribute(entry->id);
      html_ += '"';
      if (entry->lead == Lead::OwnLine)
        html_ += " class=\"outline-" + std::to_string(entry->numbering.level) + '"';
      html_ += '>';
    }
  }
  if (entry && !is_figure(node)) {
    lead_ = entry->lead == Lead::RunIn && entry->lead_begin != kNoNode ? entry : nullptr;
    if (in_item && entry->lead == Lead::OwnLine) open_lead(*entry);
  }
  if (!task) return;
  html_ += "<label><input type=\"checkbox\" disabled";
  html_ += document_.at(node.parent).checkbox == Checkbox::Done ? " checked> " : "> ";
}

void Writer::leave_paragraph(NodeId id) {
  const Node& node = document_.at(id);
  if (stands_alone(node)) {
    html_ += '\n';  // What fills the hole ends without one.
    return;
  }
  if (begins_task(id, node)) html_ += "</label>";
  if (const OutlineEntry* entry = outline_entry(id);
      entry && entry->in_item && entry->lead == Lead::OwnLine && !is_figure(node))
    html_ += "</span>";
  if (is_tight(node)) return;
  if (is_figure(node)) {
    html_ += "<figcaption>";
    text(document_.at(node.first_child).title);
    html_ += "</figcaption></figure>\n";
    return;
  }
  const Node& parent = document_.at(node.parent == kNoNode ? 0 : node.parent);
  if (parent.kind == NodeKind::FootnoteDefinition && node.next == kNoNode) {
    html_ += ' ';
    back_references(parent);
  }
  html_ += "</p>\n";
}

void Writer::enter_heading(NodeId id, const Node& node) {
  line();
  html_ += "<h";
  html_ += static_cast<char>('0' + std::clamp(node.level + options_.heading_offset, 1, 6));
  if (!strict()) {
    const auto& headings = document_.headings;
    auto heading = std::lower_bound(headings.begin(), headings.end(), id,
                                    [](const Heading& h, NodeId value) { return h.node < value; });
    if (heading != headings.end() && heading->node == id) {
      html_ += " id=\"";
      attribute(heading->id);
      html_ += '"';
    }
  }
  html_ += '>';
}

void Writer::enter_list(const Node& node) {
  line();
  if (node.list_type == ListType::Bullet) {
    html_ += "<ul>\n";
  } else if (node.start == 1) {
    html_ += "<ol>\n";
  } else {
    html_ += "<ol start=\"";
    html_ += std::to_string(node.start);
    html_ += "\">\n";
  }
}

void Writer::enter_item(const Node& node) {
  line();
  if (node.checkbox == Checkbox::None) {
    const OutlineEntry* entry = node.first_child == kNoNode ? nullptr : outline_entry(node.first_child);
    html_ += entry ? "<li id=\"" : "<li>";
    if (entry) {
      attribute(entry->id);
      html_ += "\">";
    }
  } else if (strict()) {
    bool done = node.checkbox == Checkbox::Done;
    html_ += done ? "<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> "
                  : "<li><input type=\"checkbox\" disabled=\"\" /> ";
  } else {
    html_ += "<li class=\"task\">";
    bool labelled = node.first_child != kNoNode && document_.at(node.first_child).kind == NodeKind::Paragraph;
    if (!labelled)
      html_ += node.checkbox == Checkbox::Done ? "<input type=\"checkbox\" disabled checked> "
                                               : "<input type=\"checkbox\" disabled> ";
  }
}

void Writer::code_block(const Node& node) {
  line();
  size_t end = std::min(node.target.find_first_of(" \t\n\v\f\r"), node.target.size());
  html_ += strict() ? "<pre><code" : "<pre tabindex=\"0\"><code";
  if (!node.target.empty()) {
    html_ += " class=\"language-";
    attribute(node.target.substr(0, end));
    html_ += '"';
  }
  html_ += '>';
  text(node.text);
  html_ += "</code></pre>\n";
}

/// True when the first cell of each row says what the row is: the head has nothing to say of the first column
/// (and of others it has), or all its cells are bold.
bool Writer::names_rows(const Node& table) const {
  if (strict() || table.first_child == kNoNode) return false;
  const NodeId corner = document_.at(table.first_child).first_child;
  if (corner == kNoNode || document_.at(corner).next == kNoNode) return false;
  const bool is_empty = document_.at(corner).first_child == kNoNode;
  if (is_empty && !has_empty_head(table)) return true;
  NodeId row = document_.at(table.first_child).next;
  if (row == kNoNode) return false;
  for (; row != kNoNode; row = document_.at(row).next) {
    const NodeId cell = document_.at(row).first_child;
    if (cell == kNoNode || document_.at(cell).level == 0) continue;
    const NodeId inside = document_.at(cell).first_child;
    if (inside == kNoNode || document_.at(inside).kind != NodeKind::Strong ||
        document_.at(inside).next != kNoNode)
      return false;
  }
  return true;
}

void Writer::enter_table(NodeId id, const Node& node) {
  line();
  rows_are_named_ = names_rows(node);
  named_below_ = is_named_below(id);
  if (named_below_) html_ += "<figure class=\"table-figure\">";
  if (!strict()) html_ += "<div class=\"table\" tabindex=\"0\" role=\"region\">";
  html_ += "<table>\n";
  if (has_empty_head(node) && document_.at(node.first_child).next != kNoNode) html_ += "<tbody>\n";
}

void Writer::leave_table(const Node& node) {
  if (node.first_child != kNoNode && document_.at(node.first_child).next != kNoNode) html_ += "</tbody>\n";
  html_ += strict() ? "</table>\n" : "</table></div>\n";
  if (in_captioned_table_) html_ += "</figure>\n";
  in_captioned_table_ = false;
}

void Writer::enter_row(const Node& node) {
  line();
  html_ += node.header ? "<thead>\n<tr>" : "<tr>";
}

void Writer::leave_row(const Node& node) {
  if (node.header && has_empty_head(document_.at(node.parent))) return;
  line();
  html_ += "</tr>\n";
  if (!node.header) return;
  html_ += "</thead>\n";
  if (node.next != kNoNode) html_ += "<tbody>\n";
}

/// True for a cell of the body that says what its row is.
bool Writer::names_its_row(const Node& cell) const {
  return rows_are_named_ && !cell.header && cell.first_child != kNoNode &&
         &document_.at(document_.at(cell.parent).first_child) == &cell;
}

void Writer::enter_cell(const Node& node) {
  static constexpr std::string_view kNames[] = {"", "left", "center", "right"};
  line();
  const bool heads_row = names_its_row(node);
  const bool heads = heads_row || (node.header && (strict() || node.first_child != kNoNode));
  html_ += heads ? "<th" : "<td";
  if (heads && !strict())
    html_ += !heads_row ? " scope=\"col\"" : node.start > 1 ? " scope=\"rowgroup\"" : " scope=\"row\"";
  if (node.alignment != Alignment::None) {
    html_ += strict() ? " align=\"" : " style=\"text-align:";
    html_ += kNames[static_cast<size_t>(node.alignment)];
    html_ += '"';
  }
  if (node.level > 1) html_ += " colspan=\"" + std::to_string(node.level) + '"';
  if (node.start > 1) html_ += " rowspan=\"" + std::to_string(node.start) + '"';
  html_ += '>';
}

void Writer::leave_cell(const Node& node) {
  const bool heads = names_its_row(node) || (node.header && (strict() || node.first_child != kNoNode));
  html_ += heads ? "</th>" : "</td>";
}

void Writer::count_references() {
  if (!counts_->references.empty()) return;
  for (const Node& node : document_.nodes) {
    if (node.kind != NodeKind::FootnoteReference) continue;
    if (counts_->references.size() <= node.start) counts_->references.resize(node.start + 1);
    ++counts_->references[node.start];
  }
  counts_->references.resize(std::max<size_t>(counts_->references.size(), 1));
  counts_->written.resize(counts_->references.size());
}

void Writer::enter_footnote(const Node& node) {
  line();
  if (!in_footnotes_) html_ += "<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n";
  in_footnotes_ = true;
  html_ += "<li id=\"";
  attribute(options_.footnote_prefix);
  html_ += "-" + std::to_string(node.start) + "\">\n";
}

void Writer::back_references(const Node& definition) {
  count_references();
  uint32_t count = definition.start < counts_->references.size() ? counts_->references[definition.start] : 0;
  for (uint32_t i = 1; i <= count; ++i) {
    if (i > 1) html_ += ' ';
    html_ += "<a href=\"#";
    attribute(options_.footnote_prefix);
    html_ += "ref-" + std::to_string(definition.start);
    if (i > 1) html_ += "-" + std::to_string(i);
    html_ += "\" role=\"doc-backlink\">↩";
    if (i > 1) html_ += "<sup>" + std::to_string(i) + "</sup>";
    html_ += "</a>";
  }
}

}  // namespace herald::markdown::internal
