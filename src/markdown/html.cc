#include "markdown/html.h"

#include <algorithm>

#include "markdown/internal.h"
#include "markdown/writer.h"

namespace herald::markdown {
namespace internal {

void Writer::write(NodeId root) {
  root_ = root;
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

/// The entry of a paragraph that is a heading; asked for in document order.
void Writer::open_lead(const OutlineEntry& entry) {
  html_ += "<span class=\"outline-";
  html_ += std::to_string(entry.numbering.level);
  html_ += "\">";
}

void Writer::blank(const Node& node) {
  if (purpose_ == Purpose::Contents) return text(node.text);
  html_ += node.kind == NodeKind::Blank ? "<span class=\"blank\">" : "<span class=\"box\">";
  text(node.text);
  html_ += "</span>";
}

/// A text, with the end of the sentence that is a heading where that lies inside of it.
void Writer::literal(NodeId id, const Node& node) {
  if (!lead_ || lead_->lead_end != id || lead_->lead_bytes == SIZE_MAX) return text(node.text);
  text(node.text.substr(0, lead_->lead_bytes));
  html_ += "</span>";
  text(node.text.substr(lead_->lead_bytes));
  lead_ = nullptr;
}

bool Writer::enter(NodeId id) {
  const Node& node = document_.at(id);
  if (lead_ && lead_->lead_begin == id) open_lead(*lead_);
  switch (node.kind) {
    case NodeKind::Document:
      break;
    case NodeKind::BlockQuote:
      line();
      html_ += "<blockquote>\n";
      break;
    case NodeKind::Callout:
      enter_callout(node);
      break;
    case NodeKind::CalloutTitle:
      enter_callout_title(id, node);
      break;
    case NodeKind::Caption:
      enter_caption(id, node);
      break;
    case NodeKind::List:
      enter_list(node);
      break;
    case NodeKind::Item:
      enter_item(node);
      break;
    case NodeKind::CodeBlock:
      if (print_sign_off(id)) return false;
      code_block(node);
      break;
    case NodeKind::HtmlBlock:
    case NodeKind::HtmlInline:
      raw_html(node);
      break;
    case NodeKind::Paragraph:
      if (print_sign_off(id)) return false;
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
      enter_table(id, node);
      break;
    case NodeKind::TableRow:
      if (node.header && has_empty_head(document_.at(node.parent))) return false;
      enter_row(node);
      break;
    case NodeKind::TableCell:
      if (node.level == 0) return false;  // Another cell covers it.
      enter_cell(node);
      break;
    case NodeKind::FootnoteDefinition:
      enter_footnote(node);
      break;
    case NodeKind::Text:
      literal(id, node);
      break;
    case NodeKind::Blank:
    case NodeKind::Box:
      blank(node);
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
    case NodeKind::AllowedBlock:
      line();
      html_ += node.text;
      line();
      break;
    case NodeKind::AllowedTag:
      if (purpose_ == Purpose::Page) html_ += node.text;
      break;
    case NodeKind::Directive:
    case NodeKind::InlineDirective:
      return enter_directive(id, node);
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
    case NodeKind::Callout:
      leave_callout(node);
      break;
    case NodeKind::CalloutTitle:
      html_ += "</p>\n";
      break;
    case NodeKind::Caption:
      leave_caption(id, node);
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
      if (node.level > 0) leave_cell(node);
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
  if (lead_ && lead_->lead_end == id) {
    html_ += "</span>";
    lead_ = nullptr;
  }
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
  if (!captioned && !strict()) picture_style(node);
  if (!strict()) html_ += " loading=\"lazy\" decoding=\"async\"";
  if (!strict() && !picture) hole(Hole::Kind::ImageSize, index);
  html_ += strict() ? " />" : ">";
}

void Writer::reference(const Node& node) {
  if (purpose_ != Purpose::Page) return;
  count_references();
  std::string number = std::to_string(node.start);
  uint32_t times = ++counts_->written[node.start];
  html_ += "<sup class=\"footnote-ref\"><a href=\"#";
  attribute(options_.footnote_prefix);
  html_ += "-" + number + "\" id=\"";
  attribute(options_.footnote_prefix);
  html_ += "ref-" + number;
  if (times > 1) html_ += "-" + std::to_string(times);
  html_ += "\" role=\"doc-noteref\">" + number + "</a></sup>";
}

void append_contents_html(const Document& document, NodeId node, std::string& out) {
  Fragment fragment;
  HtmlOptions options;
  Writer(document, options, Purpose::Contents, fragment).write_children(node);
  out += fragment.html;
}

}  // namespace internal

void append_html(const Document& document, NodeId node, const HtmlOptions& options, Fragment& out) {
  if (node >= document.nodes.size()) return;
  if (node == 0 && out.html.empty()) {
    size_t bytes = 0;
    for (const auto& chunk : document.storage) bytes += chunk->size();
    out.html.reserve(bytes + document.nodes.size() * 12 + 64);
  }
  internal::Writer(document, options, options.strict ? internal::Purpose::Strict : internal::Purpose::Page,
                   out)
      .write(node);
}

}  // namespace herald::markdown
