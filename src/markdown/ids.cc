// Ids of headings: what a reader would link to. Han stays, Latin is in lower case, blanks become '-',
// punctuation goes.

#include <string>
#include <unordered_map>

#include "base/utf8.h"
#include "markdown/internal.h"
#include "text/text.h"

namespace herald::markdown::internal {
namespace {

/// Ids that were given, and the number that the next equal one gets.
class Ids {
 public:
  std::string unique(std::string id) {
    auto [entry, is_new] = next_.try_emplace(id, 2);
    if (is_new) return id;
    std::string other;
    do {
      other = id + '-' + std::to_string(entry->second++);
    } while (next_.contains(other));
    next_.emplace(other, 2);
    return other;
  }

 private:
  std::unordered_map<std::string, uint32_t> next_;
};

}  // namespace

std::string heading_id(std::string_view heading) {
  std::string id;
  bool blank = false;
  bool other_script = false;
  auto append = [&](std::string_view bytes) {
    if (blank && !id.empty()) id += '-';
    blank = false;
    id += bytes;
  };
  for (size_t at = 0; at < heading.size();) {
    size_t begin = at;
    char32_t c = base::next_code_point(heading, at);
    std::string_view bytes = heading.substr(begin, at - begin);
    if (c < 0x80) {
      char ascii = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
      bool kept = (ascii >= 'a' && ascii <= 'z') || (ascii >= '0' && ascii <= '9') || ascii == '_';
      if (kept) append({&ascii, 1});
      blank |= ascii == '-' || ascii == ' ' || ascii == '\t' || ascii == '\n';
    } else if (base::is_han(c) || text::is_alphanumeric(c)) {
      other_script |= !base::is_han(c);
      append(bytes);
    } else {
      blank |= text::is_space(c);
    }
  }
  if (other_script) id = text::lower(id);
  return id.empty() ? "section" : id;
}

void name_headings(Document& document) {
  Ids ids;
  for (Heading& heading : document.headings) {  // What the author chose comes first.
    if (!heading.id.empty()) heading.id = ids.unique(std::move(heading.id));
  }
  for (Heading& heading : document.headings) {
    const Node& node = document.at(heading.node);
    heading.level = node.level;
    heading.span = node.span;
    heading.text = plain_text(document, heading.node);
    if (heading.id.empty()) heading.id = ids.unique(heading_id(heading.text));
    append_contents_html(document, heading.node, heading.html);
  }
  for (Link& link : document.links) {
    const Node& node = document.at(link.node);
    if (node.kind != NodeKind::Link && node.kind != NodeKind::Image) continue;  // A directive's is complete.
    link.target = node.target;
    link.text = plain_text(document, link.node);
    link.image = node.kind == NodeKind::Image;
    link.span = node.span;
  }
}

void name_outline(const Document& document, Outline& outline) {
  if (outline.entries.size() == document.headings.size()) return;  // Nothing but headings: they have ids.
  Ids ids;
  for (const Heading& heading : document.headings) ids.unique(heading.id);
  for (OutlineEntry& entry : outline.entries) {
    if (entry.lead == Lead::OwnLine || entry.lead == Lead::RunIn)
      entry.id = ids.unique(heading_id(entry.text));
  }
}

}  // namespace herald::markdown::internal
