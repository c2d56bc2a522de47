// What raw HTML of a text becomes: text with a warning, or the few elements that the site allows, written
// anew. Comments never reach a page.

#include <algorithm>

#include "base/utf8.h"
#include "markdown/internal.h"
#include "text/text.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;

std::string_view first_tag(std::string_view html) {
  size_t begin = html.find('<');
  size_t end = html.find_first_of(" \t\n>", begin + 1);
  std::string_view name = html.substr(begin, end == npos ? npos : end - begin);
  return name.substr(0, 40);
}

}  // namespace

void Builder::warn_of_html(std::string_view html, base::Span span) {
  if (++raw_html_warnings_ > kRawHtmlWarningsMax) return;
  diagnostics_.add(base::Code::RawHtml, source_, span, {std::string(first_tag(html)) + ">"});
}

void Builder::html_inline(std::string_view literal, base::Span span) {
  if (herald_ && literal.starts_with("<!--")) return;
  flush();
  if (herald_) {
    if (is_line_break_tag(literal)) return hard_break(span);
    if (!html_.empty() && allowed_tag(literal, span)) return;
    if (!literal.starts_with("</")) {
      warn_of_html(literal, span);
    }
  }
  leaf(NodeKind::HtmlInline, keep(literal), span);
  last_ = U'>';
}

void Builder::warn_of_attributes(const std::string& element, const std::vector<std::string>& dropped,
                                 base::Span span) {
  for (const std::string& name : dropped)
    diagnostics_.add(base::Code::HtmlAttribute, source_, span, {"<" + element + ">", name});
}

bool Builder::allowed_tag(std::string_view literal, base::Span span) {
  const std::optional<AllowedTag> tag = read_allowed_tag(literal, html_);
  if (!tag || tag->size != literal.size()) return false;
  warn_of_attributes(tag->element, tag->dropped, span);
  const NodeId id = leaf(NodeKind::AllowedTag, keep(tag->markup), span);
  at(id).title = keep(literal);
  at(id).target = keep(tag->element);
  at(id).level = tag->closes;
  has_allowed_tags_ = true;
  return true;
}

bool Builder::allowed_block(std::string_view text, base::Span span) {
  AllowedHtml html;
  if (!read_allowed_block(text, html_, html)) return false;
  warn_of_attributes(html.element, html.dropped, span);
  const NodeId id = leaf(NodeKind::AllowedBlock, keep(html.markup), span);
  at(id).title = keep(html.plain);
  return true;
}

/// Pictures inside of their address are judged here: they are no links, and no other stage knows them.
void Builder::judge_inline_pictures() {
  if (source_.text.find("data:") == npos) return;
  std::erase_if(document_.links, [&](const Link& link) {
    const Node& node = at(link.node);
    if (node.kind != NodeKind::Image || !node.target.starts_with("data:")) return false;
    const std::string_view kind = node.target.substr(0, std::min(node.target.find(','), node.target.size()));
    if (!is_small_picture(node.target))
      diagnostics_.add(base::Code::InlinePicture, source_, node.span, {text::cut(kind, 40)});
    return true;
  });
}

void Builder::html_block(std::string_view literal, base::Span span) {
  flush();
  last_ = 0;
  if (!herald_) {
    leaf(NodeKind::HtmlBlock, keep(literal), span);
    return;
  }
  bool unclosed = false;
  std::string rest = without_comments(literal, unclosed);
  if (unclosed) diagnostics_.add(base::Code::UnclosedComment, source_, span, {});
  std::string_view text = base::trim(rest);
  while (text.starts_with('<') && text.find('>') != npos &&
         is_line_break_tag(text.substr(0, text.find('>') + 1))) {
    text = base::trim(text.substr(text.find('>') + 1));
  }
  if (text.empty()) return;
  if (text.find('<') == npos) {
    open(NodeKind::Paragraph, span);
    leaf(NodeKind::Text, keep(text), span);
    close();
    return;
  }
  if (!html_.empty() && allowed_block(text, span)) return;
  warn_of_html(text, span);
  leaf(NodeKind::HtmlBlock, keep(text), span);
}

std::string without_comments(std::string_view html, bool& unclosed) {
  std::string rest;
  size_t at = 0;
  for (size_t begin; (begin = html.find("<!--", at)) != npos;) {
    rest.append(html, at, begin - at);
    size_t end = html.find("-->", begin + 4);
    unclosed = end == npos;
    if (unclosed) return rest;
    at = end + 3;
  }
  rest.append(html, at);
  return rest;
}

bool is_line_break_tag(std::string_view tag) {
  if (tag.size() < 4 || tag.size() > 16 || tag[0] != '<' || (tag[1] | 0x20) != 'b' || (tag[2] | 0x20) != 'r')
    return false;
  std::string_view rest = base::trim(tag.substr(3, tag.size() - 4));
  return tag.back() == '>' && (rest.empty() || rest == "/");
}

}  // namespace herald::markdown::internal
