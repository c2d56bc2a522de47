// Directives on their way to a template: what is in them is written into fragments of their own, and the
// place where they stand stays a hole. And the plain form, for where there is no theme.

#include <algorithm>

#include "base/utf8.h"
#include "markdown/telephones.h"
#include "markdown/writer.h"

namespace herald::markdown {
namespace internal {
namespace {

constexpr size_t npos = std::string_view::npos;

/// Where the first colon that parts a term stands, and what follows it; npos for none. 9:30 has none.
size_t find_colon(std::string_view text, size_t& behind) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("：")) {
      behind = at + std::string_view("：").size();
      return at;
    }
    const bool in_number = at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
    if (text[at] != ':' || in_number || text.substr(at).starts_with("://")) continue;
    behind = at + 1;
    return at;
  }
  return npos;
}

std::string_view trim_front(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

}  // namespace

/// True for a paragraph of nothing but a directive, which is then shown as a block.
bool Writer::stands_alone(const Node& paragraph) const {
  if (purpose_ != Purpose::Page || paragraph.kind != NodeKind::Paragraph || is_tight(paragraph)) return false;
  if (paragraph.first_child == kNoNode) return false;
  const Node& child = document_.at(paragraph.first_child);
  return child.kind == NodeKind::InlineDirective && child.next == kNoNode;
}

bool Writer::enter_directive(NodeId id, const Node& node) {
  const DirectiveUse& use = document_.directives[node.start];
  if (purpose_ == Purpose::Contents) {
    text(node.title);
    return false;
  }
  if (!use.definition) return true;  // What is in it, as if it were not there.
  DirectivePart part;
  part.definition = use.definition;
  part.values = use.values;
  part.is_block =
      node.kind == NodeKind::Directive || (node.parent != kNoNode && stands_alone(document_.at(node.parent)));
  directive_items(*use.definition, id, part);
  if (part.is_block) line();
  const auto index = static_cast<uint32_t>(fragment_.directives.size());
  fragment_.directives.push_back(std::move(part));
  hole(Hole::Kind::Directive, index);
  if (node.kind == NodeKind::Directive) html_ += '\n';
  return false;
}

void Writer::directive_items(const DirectiveDefinition& definition, NodeId directive, DirectivePart& part) {
  Writer intro(*this, part.intro);
  Writer content(*this, part.content);
  if (definition.content == DirectiveContent::Pictures) pictures(directive, part);
  for (NodeId id = document_.at(directive).first_child; id != kNoNode; id = document_.at(id).next) {
    const bool lists =
        definition.content == DirectiveContent::Items || definition.content == DirectiveContent::Pairs;
    if (lists && part.items.empty() && document_.at(id).kind == NodeKind::List) {
      list_items(id, definition.content == DirectiveContent::Pairs, part);
      continue;
    }
    const NodeId end = subtree_end(document_, id);
    bool taken = false;
    for (NodeId inner = id; inner < end && definition.content == DirectiveContent::Pictures; ++inner)
      taken |= document_.at(inner).kind == NodeKind::Image;
    if (taken) continue;
    (part.items.empty() || definition.content == DirectiveContent::Pictures ? intro : content).write(id);
  }
}

void Writer::pictures(NodeId directive, DirectivePart& part) {
  const NodeId end = subtree_end(document_, directive);
  for (NodeId id = directive + 1; id < end; ++id) {
    const Node& node = document_.at(id);
    if (node.kind != NodeKind::Image) continue;
    DirectivePart::Item& item = part.items.emplace_back();
    item.term = node.title.empty() ? plain_text(document_, id) : std::string(node.title);
    Writer(*this, item.body).write(id);
    id = subtree_end(document_, id) - 1;
  }
}

void Writer::list_items(NodeId list, bool pairs, DirectivePart& part) {
  for (NodeId item = document_.at(list).first_child; item != kNoNode; item = document_.at(item).next) {
    DirectivePart::Item& made = part.items.emplace_back();
    if (pairs) {
      pair(item, made);
    } else {
      Writer(*this, made.body).write_children(item);
    }
  }
}

/// `**1,200人次**：参加现场活动` and its like: what is before the first colon of the first paragraph, as
/// plain text, and the HTML of the rest.
void Writer::pair(NodeId item, DirectivePart::Item& out) {
  Writer body(*this, out.body);
  const NodeId paragraph = document_.at(item).first_child;
  if (paragraph == kNoNode) return;
  NodeId part =
      document_.at(paragraph).kind == NodeKind::Paragraph ? document_.at(paragraph).first_child : kNoNode;
  std::string term;
  size_t colon = npos;
  size_t behind = 0;
  std::string text;
  for (; part != kNoNode && colon == npos; part = document_.at(part).next) {
    if (document_.at(part).kind == NodeKind::AllowedTag) break;  // A pair may lie across the colon.
    text = document_.at(part).kind == NodeKind::Text ? std::string(document_.at(part).text)
                                                     : plain_text(document_, part);
    colon = find_colon(text, behind);
    term += text.substr(0, colon);
    if (colon != npos) break;
  }
  if (colon == npos) return body.write_children(item);
  out.term = base::trim(term);
  // Behind the colon inside of bold text nothing is expected but its end.
  if (document_.at(part).kind == NodeKind::Text)
    body.text(trim_front(document_.at(part).text.substr(behind)));
  for (part = document_.at(part).next; part != kNoNode; part = document_.at(part).next) body.write(part);
  for (NodeId id = document_.at(paragraph).next; id != kNoNode; id = document_.at(id).next) body.write(id);
}

namespace {

/// Appends `inner` and moves its holes and targets along.
void append_fragment(const Fragment& inner, Fragment& out) {
  const auto offset = static_cast<uint32_t>(out.html.size());
  const auto targets = static_cast<uint32_t>(out.targets.size());
  const auto directives = static_cast<uint32_t>(out.directives.size());
  for (Hole hole : inner.holes) {
    hole.offset += offset;
    hole.index += hole.kind == Hole::Kind::Directive ? directives : targets;
    out.holes.push_back(hole);
  }
  out.targets.insert(out.targets.end(), inner.targets.begin(), inner.targets.end());
  out.directives.insert(out.directives.end(), inner.directives.begin(), inner.directives.end());
  out.html += inner.html;
}

/// One value: a link where it is an address or a telephone number.
void append_value(const SettingDefinition& setting, const std::string& value, std::string_view shown,
                  Fragment& out) {
  const std::string digits = setting.type == SettingType::Phone ? dialled(value) : std::string();
  if (!digits.empty()) {
    out.html += "<a href=\"tel:" + digits + "\">";
    append_text(shown, out.html);
    out.html += "</a>";
    return;
  }
  const bool leads =
      (setting.type == SettingType::Link || setting.type == SettingType::File) && is_safe_address(value);
  if (leads) {
    const auto index = static_cast<uint32_t>(out.targets.size());
    out.targets.push_back(value);
    out.html += "<a href=\"";
    out.holes.push_back({static_cast<uint32_t>(out.html.size()), index, Hole::Kind::LinkTarget});
    out.html += '"';
    out.holes.push_back({static_cast<uint32_t>(out.html.size()), index, Hole::Kind::LinkClass});
    out.html += '>';
  }
  append_text(shown, out.html);
  if (leads) out.html += "</a>";
}

}  // namespace
}  // namespace internal

Fragment plain_directive(const DirectivePart& part) {
  using internal::append_fragment;
  using internal::append_text;
  Fragment out;
  const DirectiveDefinition& definition = *part.definition;
  const std::string_view tag = part.is_block ? "div" : "span";
  out.html += "<" + std::string(tag) + " class=\"directive directive-" + std::string(definition.name) + "\">";
  std::string title;
  for (size_t i = 0; i < part.values.size(); ++i) {
    if (definition.settings[i].name == definition.text_setting) title = part.values[i];
  }
  if (title.empty()) title = definition.label;
  if (part.is_block) out.html += "<p class=\"directive-title\">";
  append_text(title, out.html);
  if (part.is_block) out.html += "</p>\n";
  append_fragment(part.intro, out);
  if (!part.items.empty()) {
    const bool steps = definition.content == DirectiveContent::Items;
    out.html += steps ? "<ol>\n" : "<ul>\n";
    for (const DirectivePart::Item& item : part.items) {
      out.html += "<li>";
      append_text(item.term, out.html);
      if (!item.term.empty()) out.html += "：";
      append_fragment(item.body, out);
      out.html += "</li>\n";
    }
    out.html += steps ? "</ol>\n" : "</ul>\n";
  }
  append_fragment(part.content, out);
  bool is_first = true;
  for (size_t i = 0; i < part.values.size(); ++i) {
    const SettingDefinition& setting = definition.settings[i];
    if (part.values[i].empty() || setting.name == definition.text_setting ||
        setting.type == SettingType::Number)
      continue;
    out.html += is_first ? (part.is_block ? "<p>" : "（") : "；";
    is_first = false;
    append_text(setting.label, out.html);
    out.html += "：";
    internal::append_value(setting, part.values[i], part.values[i], out);
  }
  if (!is_first) out.html += part.is_block ? "</p>\n" : "）";
  out.html += "</" + std::string(tag) + ">";
  return out;
}

}  // namespace herald::markdown
