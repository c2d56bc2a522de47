// Raw HTML that a site allows: tags are read strictly and written anew, so that nothing of them is in the
// page but an element and attributes of short lists. What is not understood, or has no partner, stays text.

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/utf8.h"
#include "markdown/internal.h"

namespace herald::markdown {
namespace {

constexpr size_t npos = std::string_view::npos;

constexpr std::array<std::string_view, 32> kElements = {
    "abbr", "b",  "bdi",  "bdo",   "br",     "cite", "code",    "dd",  "del",  "details", "dfn",
    "dl",   "dt", "em",   "i",     "ins",    "kbd",  "mark",    "p",   "q",    "rp",      "rt",
    "ruby", "s",  "samp", "small", "strong", "sub",  "summary", "sup", "time", "u"};
constexpr std::array<std::string_view, 4> kAttributes = {"datetime", "dir", "lang", "title"};
constexpr size_t kTagMax = 1000;  // bytes

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

}  // namespace

std::span<const std::string_view> allowable_elements() { return kElements; }
std::span<const std::string_view> allowable_attributes() { return kAttributes; }

namespace internal {
namespace {

/// Reads one tag from the beginning of a text.
class TagReader {
 public:
  TagReader(std::string_view text, std::span<const HtmlRule> rules)
      : text_(text.substr(0, kTagMax)), rules_(rules) {}

  std::optional<AllowedTag> run() {
    if (!text_.starts_with('<')) return std::nullopt;
    at_ = 1;
    tag_.closes = at_ < text_.size() && text_[at_] == '/';
    at_ += tag_.closes;
    tag_.element = base::lower_ascii(name());
    const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                   [&](const HtmlRule& r) { return r.element == tag_.element; });
    const bool known = std::find(kElements.begin(), kElements.end(), tag_.element) != kElements.end();
    if (rule == rules_.end() || !known) return std::nullopt;
    tag_.markup = (tag_.closes ? "</" : "<") + tag_.element;
    for (;;) {
      const size_t before = at_;
      blanks();
      if (at_ >= text_.size()) return std::nullopt;
      if (text_.substr(at_).starts_with("/>")) ++at_;
      if (text_[at_] == '>') break;
      if (before == at_ || tag_.closes || !attribute(*rule)) return std::nullopt;
    }
    tag_.markup += '>';
    tag_.size = at_ + 1;
    tag_.stands_alone = tag_.element == "br";
    return std::move(tag_);
  }

 private:
  std::string_view name() {
    const size_t begin = at_;
    while (at_ < text_.size() &&
           (is_letter(text_[at_]) || (at_ > begin && (text_[at_] == '-' || text_[at_] == ':' ||
                                                      (text_[at_] >= '0' && text_[at_] <= '9')))))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  bool attribute(const HtmlRule& rule) {
    const std::string key = base::lower_ascii(name());
    if (key.empty()) return false;
    const size_t behind = at_;
    blanks();
    std::string_view value;
    if (at_ < text_.size() && text_[at_] == '=') {
      ++at_;
      blanks();
      if (at_ >= text_.size()) return false;
      const char quote = text_[at_];
      if (quote == '"' || quote == '\'') {
        const size_t end = text_.find(quote, at_ + 1);
        if (end == npos) return false;
        value = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
      } else {
        const size_t end = std::min(text_.find_first_of(" \t\n\"'=<>`", at_), text_.size());
        value = text_.substr(at_, end - at_);
        at_ = end;
      }
    } else {
      at_ = behind;
    }
    const bool allowed =
        std::find(rule.attributes.begin(), rule.attributes.end(), key) != rule.attributes.end() &&
        std::find(kAttributes.begin(), kAttributes.end(), key) != kAttributes.end();
    if (!allowed) {
      tag_.dropped.push_back(key);
      return true;
    }
    tag_.markup += ' ' + key + "=\"";
    append_attribute(value, tag_.markup);
    tag_.markup += '"';
    return true;
  }

  std::string_view text_;
  std::span<const HtmlRule> rules_;
  size_t at_ = 0;
  AllowedTag tag_;
};

}  // namespace

std::optional<AllowedTag> read_allowed_tag(std::string_view text, std::span<const HtmlRule> rules) {
  return TagReader(text, rules).run();
}

bool read_allowed_block(std::string_view html, std::span<const HtmlRule> rules, AllowedHtml& out) {
  std::vector<std::string> open;
  for (size_t at = 0; at < html.size();) {
    const size_t tag = std::min(html.find('<', at), html.size());
    append_text(html.substr(at, tag - at), out.markup);
    out.plain += html.substr(at, tag - at);
    if (tag == html.size()) break;
    std::optional<AllowedTag> read = read_allowed_tag(html.substr(tag), rules);
    if (!read) return false;
    if (read->closes && (open.empty() || open.back() != read->element)) return false;
    if (read->closes) open.pop_back();
    if (!read->closes && !read->stands_alone) open.push_back(read->element);
    out.markup += read->markup;
    out.dropped.insert(out.dropped.end(), read->dropped.begin(), read->dropped.end());
    if (out.element.empty()) out.element = read->element;
    at = tag + read->size;
  }
  return open.empty();
}

void pair_tags(const base::Source& source, Document& document, base::Diagnostics& diagnostics) {
  std::unordered_map<NodeId, std::vector<NodeId>> open;  // by parent
  const auto let_go = [&](NodeId id) {
    Node& node = document.nodes[id];
    node.kind = NodeKind::HtmlInline;
    node.text = node.title;
    diagnostics.add(base::Code::HtmlUnbalanced, source, node.span, {std::string(node.title)});
  };
  for (NodeId id = 0; id < document.nodes.size(); ++id) {
    const Node& node = document.at(id);
    if (node.kind != NodeKind::AllowedTag) continue;
    std::vector<NodeId>& stack = open[node.parent];
    if (node.level == 0) {
      stack.push_back(id);
    } else if (!stack.empty() && document.at(stack.back()).target == node.target) {
      stack.pop_back();
    } else {
      let_go(id);
    }
  }
  std::vector<NodeId> left;
  for (const auto& [parent, stack] : open) left.insert(left.end(), stack.begin(), stack.end());
  std::sort(left.begin(), left.end());
  for (const NodeId id : left) let_go(id);
}

}  // namespace internal
}  // namespace herald::markdown
