#include "markdown/html.h"

#include <algorithm>

#include "markdown/internal.h"

namespace herald::markdown {
namespace {

using internal::append_address;
using internal::append_attribute;
using internal::append_filtered;
using internal::append_text;
using internal::is_filtered_tag;
using internal::is_small_picture;
using internal::subtree_end;

enum class Purpose : uint8_t { Page, Strict, Contents };

/// Walks a subtree and writes it. No recursion: the tree may be as deep as the text is long.
class Writer {
 public:
  Writer(const Document& document, const HtmlOptions& options, Purpose purpose, Fragment& out)
      : document_(document), options_(options), purpose_(purpose), fragment_(out), html_(out.html) {}

  void write(NodeId root) {
    NodeId id = root;
    for (;;) {
      bool descend = enter(id);
      NodeId child = document_.at(id).first_child;
      if (descend && child != kNoNode) {
        id = child;
        continue;
      }
      leave(id);
      while (id != root && document_.at(id).next == kNoNode) {
        id = document_.at(id).parent;
        leave(id);
      }
      if (id == root) break;
      id = document_.at(id).next;
    }
    if (in_footnotes_) html_ += "</ol>\n</section>\n";
  }

  void write_children(NodeId root) {
    for (NodeId id = document_.at(root).first_child; id != kNoNode; id = document_.at(id).next) write(id);
  }

 private:
  bool enter(NodeId id);
  void leave(NodeId id);
  void enter_paragraph(NodeId id);
  void leave_paragraph(NodeId id);
  void enter_heading(NodeId id, const Node& node);
  void enter_list(const Node& node);
  void enter_item(const Node& node);
  void enter_footnote(const Node& node);
  void enter_table(const Node& node);
  void leave_table(const Node& node);
  void enter_row(const Node& node);
  void leave_row(const Node& node);
  void enter_cell(const Node& node);
  void leave_cell(const Node& node);
  void code_block(const Node& node);
  void raw_html(const Node& node);
  void enter_link(const Node& node);
  void leave_link(const Node& node);
  void image(NodeId id, const Node& node);
  void alternative(NodeId id);
  void reference(const Node& node);
  void back_references(const Node& definition);
  void count_references();
  uint32_t add_target(std::string_view target);
  void hole(Hole::Kind kind, uint32_t index);
  bool is_tight(const Node& paragraph) const;
  bool is_figure(const Node& paragraph) const;
  bool has_empty_head(const Node& table) const;
  bool begins_task(NodeId paragraph, const Node& node) const;

  void text(std::string_view bytes) { strict() ? append_attribute(bytes, html_) : append_text(bytes, html_); }
  void attribute(std::string_view bytes) { append_attribute(bytes, html_); }
  bool strict() const { return purpose_ == Purpose::Strict; }
  /// Begins a line, as the reference does.
  void line() {
    if (!html_.empty() && html_.back() != '\n') html_ += '\n';
  }

  const Document& document_;
  const HtmlOptions& options_;
  Purpose purpose_;
  Fragment& fragment_;
  std::string& html_;
  size_t next_heading_ = 0;
  bool in_footnotes_ = false;
  std::vector<uint32_t> references_;  // by number of the footnote: how many there are
  std::vector<uint32_t> written_;     // … and how many were written
};

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

bool Writer::enter(NodeId id) {
  const Node& node = document_.at(id);
  switch (node.kind) {
    case NodeKind::Document:
      break;
    case NodeKind::BlockQuote:
      line();
      html_ += "<blockquote>\n";
      break;
    case NodeKind::List:
      enter_list(node);
      break;
    case NodeKind::Item:
      enter_item(node);
      break;
    case NodeKind::CodeBlock:
      code_block(node);
      break;
    case NodeKind::HtmlBlock:
    case NodeKind::HtmlInline:
      raw_html(node);
      break;
    case NodeKind::Paragraph:
      enter_paragraph(id);
      break;
    case NodeKind::Heading:
      enter_heading(id, node);
      break;
    case NodeKind::ThematicBreak:
      line();
      html_ += strict() ? "<hr />\n" : "<hr>\n";
      break;
    case NodeKind::Table:
      enter_table(node);
      break;
    case NodeKind::TableRow:
      if (node.header && has_empty_head(document_.at(node.parent))) return false;
      enter_row(node);
      break;
    case NodeKind::TableCell:
      enter_cell(node);
      break;
    case NodeKind::FootnoteDefinition:
      enter_footnote(node);
      break;
    case NodeKind::Text:
      text(node.text);
      break;
    case NodeKind::SoftBreak:
      html_ += purpose_ == Purpose::Contents ? ' ' : '\n';
      break;
    case NodeKind::LineBreak:
      if (purpose_ == Purpose::Contents) {
        html_ += ' ';
      } else {
        html_ += strict() ? "<br />\n" : "<br>\n";
      }
      break;
    case NodeKind::Code:
      html_ += "<code>";
      text(node.text);
      html_ += "</code>";
      break;
    case NodeKind::Emphasis:
      html_ += "<em>";
      break;
    case NodeKind::Strong:
      html_ += "<strong>";
      break;
    case NodeKind::Strikethrough:
      html_ += "<del>";
      break;
    case NodeKind::Link:
      enter_link(node);
      break;
    case NodeKind::Image:
      image(id, node);
      return false;
    case NodeKind::FootnoteReference:
      reference(node);
      break;
    case NodeKind::Value:
      if (purpose_ == Purpose::Page) hole(Hole::Kind::Value, add_target(node.text));
      break;
  }
  return true;
}

void Writer::leave(NodeId id) {
  const Node& node = document_.at(id);
  switch (node.kind) {
    case NodeKind::BlockQuote:
      line();
      html_ += "</blockquote>\n";
      break;
    case NodeKind::List:
      html_ += node.list_type == ListType::Bullet ? "</ul>\n" : "</ol>\n";
      break;
    case NodeKind::Item:
      html_ += "</li>\n";
      break;
    case NodeKind::Paragraph:
      leave_paragraph(id);
      break;
    case NodeKind::Heading:
      html_ += "</h";
      html_ += static_cast<char>('0' + std::clamp(node.level + options_.heading_offset, 1, 6));
      html_ += ">\n";
      break;
    case NodeKind::Table:
      leave_table(node);
      break;
    case NodeKind::TableRow:
      leave_row(node);
      break;
    case NodeKind::TableCell:
      leave_cell(node);
      break;
    case NodeKind::FootnoteDefinition: {
      NodeId last = node.first_child;
      while (last != kNoNode && document_.at(last).next != kNoNode) last = document_.at(last).next;
      if (last == kNoNode || document_.at(last).kind != NodeKind::Paragraph) {
        html_ += "<p>";
        back_references(node);
        html_ += "</p>\n";
      }
      html_ += "</li>\n";
      break;
    }
    case NodeKind::Emphasis:
      html_ += "</em>";
      break;
    case NodeKind::Strong:
      html_ += "</strong>";
      break;
    case NodeKind::Strikethrough:
      html_ += "</del>";
      break;
    case NodeKind::Link:
      leave_link(node);
      break;
    default:
      break;
  }
}

void Writer::enter_paragraph(NodeId id) {
  const Node& node = document_.at(id);
  bool task = begins_task(id, node);
  if (!is_tight(node)) {
    line();
    html_ += is_figure(node) ? "<figure>" : "<p>";
  }
  if (!task) return;
  html_ += "<label><input type=\"checkbox\" disabled";
  html_ += document_.at(node.parent).checkbox == Checkbox::Done ? " checked> " : "> ";
}

void Writer::leave_paragraph(NodeId id) {
  const Node& node = document_.at(id);
  if (begins_task(id, node)) html_ += "</label>";
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
    html_ += "<li>";
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

void Writer::raw_html(const Node& node) {
  bool block = node.kind == NodeKind::HtmlBlock;
  if (block) line();
  if (!strict()) {
    if (block) html_ += "<p>";
    text(node.text);
    if (block) html_ += "</p>\n";
    return;
  }
  if (block) {
    append_filtered(node.text, html_);
    line();
  } else if (is_filtered_tag(node.text)) {
    html_ += "&lt;";
    html_ += node.text.substr(1);
  } else {
    html_ += node.text;
  }
}

void Writer::enter_table(const Node& node) {
  line();
  if (!strict()) html_ += "<div class=\"table\" tabindex=\"0\" role=\"region\">";
  html_ += "<table>\n";
  if (has_empty_head(node) && document_.at(node.first_child).next != kNoNode) html_ += "<tbody>\n";
}

void Writer::leave_table(const Node& node) {
  if (node.first_child != kNoNode && document_.at(node.first_child).next != kNoNode) html_ += "</tbody>\n";
  html_ += strict() ? "</table>\n" : "</table></div>\n";
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

void Writer::enter_cell(const Node& node) {
  static constexpr std::string_view kNames[] = {"", "left", "center", "right"};
  line();
  bool heads = node.header && (strict() || node.first_child != kNoNode);
  html_ += heads ? "<th" : "<td";
  if (heads && !strict()) html_ += " scope=\"col\"";
  if (node.alignment != Alignment::None) {
    html_ += strict() ? " align=\"" : " style=\"text-align:";
    html_ += kNames[static_cast<size_t>(node.alignment)];
    html_ += '"';
  }
  html_ += '>';
}

void Writer::leave_cell(const Node& node) {
  html_ += node.header && (strict() || node.first_child != kNoNode) ? "</th>" : "</td>";
}

uint32_t Writer::add_target(std::string_view target) {
  fragment_.targets.emplace_back(target);
  return static_cast<uint32_t>(fragment_.targets.size() - 1);
}

void Writer::hole(Hole::Kind kind, uint32_t index) {
  fragment_.holes.push_back({static_cast<uint32_t>(html_.size()), index, kind});
}

void Writer::enter_link(const Node& node) {
  if (purpose_ == Purpose::Contents) return;
  html_ += "<a href=\"";
  bool filled = !strict() && is_safe_address(node.target);
  uint32_t index = 0;
  if (filled) {
    index = add_target(node.target);
    hole(Hole::Kind::LinkTarget, index);
  } else if (strict()) {
    append_address(node.target, html_);
  } else {
    html_ += '#';
  }
  html_ += '"';
  if (!node.title.empty()) {
    html_ += " title=\"";
    attribute(node.title);
    html_ += '"';
  }
  if (filled) hole(Hole::Kind::LinkClass, index);
  html_ += '>';
}

void Writer::leave_link(const Node&) {
  if (purpose_ != Purpose::Contents) html_ += "</a>";
}

void Writer::alternative(NodeId id) {
  NodeId end = subtree_end(document_, id);
  for (NodeId part = id + 1; part < end; ++part) {
    const Node& node = document_.at(part);
    if (node.kind == NodeKind::SoftBreak || node.kind == NodeKind::LineBreak) {
      html_ += ' ';
    } else if (node.kind == NodeKind::Text || node.kind == NodeKind::Code ||
               node.kind == NodeKind::HtmlInline) {
      attribute(node.text);
    }
  }
}

void Writer::image(NodeId id, const Node& node) {
  if (purpose_ == Purpose::Contents) return;
  bool picture = is_small_picture(node.target);
  if (!strict() && !picture && !is_safe_address(node.target)) return alternative(id);
  html_ += "<img src=\"";
  uint32_t index = 0;
  if (strict() || picture) {
    append_address(node.target, html_);
  } else {
    index = add_target(node.target);
    hole(Hole::Kind::ImageTarget, index);
  }
  html_ += "\" alt=\"";
  alternative(id);
  html_ += '"';
  bool captioned = node.parent != kNoNode && is_figure(document_.at(node.parent));
  if (!node.title.empty() && !captioned) {
    html_ += " title=\"";
    attribute(node.title);
    html_ += '"';
  }
  if (!strict()) html_ += " loading=\"lazy\" decoding=\"async\"";
  if (!strict() && !picture) hole(Hole::Kind::ImageSize, index);
  html_ += strict() ? " />" : ">";
}

void Writer::count_references() {
  if (!references_.empty()) return;
  for (const Node& node : document_.nodes) {
    if (node.kind != NodeKind::FootnoteReference) continue;
    if (references_.size() <= node.start) references_.resize(node.start + 1);
    ++references_[node.start];
  }
  references_.resize(std::max<size_t>(references_.size(), 1));
  written_.resize(references_.size());
}

void Writer::reference(const Node& node) {
  if (purpose_ != Purpose::Page) return;
  count_references();
  std::string number = std::to_string(node.start);
  uint32_t times = ++written_[node.start];
  html_ += "<sup class=\"footnote-ref\"><a href=\"#";
  attribute(options_.footnote_prefix);
  html_ += "-" + number + "\" id=\"";
  attribute(options_.footnote_prefix);
  html_ += "ref-" + number;
  if (times > 1) html_ += "-" + std::to_string(times);
  html_ += "\" role=\"doc-noteref\">" + number + "</a></sup>";
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
  uint32_t count = definition.start < references_.size() ? references_[definition.start] : 0;
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

}  // namespace

void append_html(const Document& document, NodeId node, const HtmlOptions& options, Fragment& out) {
  if (node >= document.nodes.size()) return;
  if (node == 0 && out.html.empty()) {
    size_t bytes = 0;
    for (const auto& chunk : document.storage) bytes += chunk->size();
    out.html.reserve(bytes + document.nodes.size() * 12 + 64);
  }
  Writer(document, options, options.strict ? Purpose::Strict : Purpose::Page, out).write(node);
}

namespace internal {

void append_contents_html(const Document& document, NodeId node, std::string& out) {
  Fragment fragment;
  HtmlOptions options;
  Writer(document, options, Purpose::Contents, fragment).write_children(node);
  out += fragment.html;
}

}  // namespace internal

}  // namespace herald::markdown
