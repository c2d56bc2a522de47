#include "campaign/reading.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace herald::campaign {
namespace {

using markdown::Document;
using markdown::kNoNode;
using markdown::Node;
using markdown::NodeKind;

/// Inline markup within inline markup; deeper is cut off.
constexpr int kInlineDepthMax = 32;

/// So many * are no emphasis but stand for what is left out: 138****1234.
constexpr size_t kMaskMin = 4;

/// A line without the marks of emphasis, code and links: `**甲** [乙](a.md)` is 甲 乙.
std::string without_marks(std::string_view line) {
  std::string out;
  size_t middle = line.find("](");  // of the next link: kept, so that a line of brackets costs one look
  for (size_t at = 0; at < line.size(); at++) {
    const char c = line[at];
    if (middle < at) middle = line.find("](", at);
    const bool opens = c == '[' && middle != std::string_view::npos && line.find('[', at + 1) > middle;
    const size_t close = opens ? line.find(')', middle) : std::string_view::npos;
    if (opens && close == std::string_view::npos) middle = close;  // nor will one further on be closed
    if (close != std::string_view::npos) {
      out += line.substr(at + 1, middle - at - 1);
      at = close;
    } else if (c == '*') {
      const size_t stars = std::min(line.find_first_not_of('*', at), line.size()) - at;
      if (stars >= kMaskMin) out += line.substr(at, stars);
      at += stars - 1;
    } else if (c != '`' && c != '<' && c != '>' && c != '\\') {
      out += c;
    }
  }
  return out;
}

/// The first Link below `node`, from `begin` on. Nodes lie in document order, so the subtree is a run of ids.
NodeId find_link(const Document& document, NodeId node, NodeId begin) {
  const int levels_max = kInlineDepthMax;
  for (NodeId id = begin; id < document.nodes.size(); id++) {
    NodeId above = id;
    for (int level = 0; above != node && above != kNoNode && level < levels_max; level++)
      above = document.at(above).parent;
    if (above != node) return kNoNode;
    if (document.at(id).kind == NodeKind::Link) return id;
  }
  return kNoNode;
}

bool is_list(const Node& node) { return node.kind == NodeKind::List; }

/// 序号：3. It counts the rows of a table and says nothing of what is in one; 编号：A-12 does.
bool is_running_number(std::string_view header, std::string_view text) {
  constexpr std::string_view kHeaders[] = {"序号", "序", "编号", "项次", "no", "№", "#"};
  constexpr std::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  constexpr size_t kHeaderMax = 16;
  if (header.size() > kHeaderMax) return false;
  const std::string name = base::lower_ascii(base::replace_all(narrowed(header), " ", ""));
  if (std::find(std::begin(kHeaders), std::end(kHeaders), name) == std::end(kHeaders)) return false;
  const std::string plain = narrowed(text);
  size_t count = 0;
  for (std::string_view rest = trim_marks(plain); !rest.empty(); count++) {
    const bool is_digit = rest.front() >= '0' && rest.front() <= '9';
    const bool is_numeral = std::any_of(std::begin(kNumerals), std::end(kNumerals),
                                        [&](std::string_view numeral) { return rest.starts_with(numeral); });
    if (!is_digit && !is_numeral) return false;
    rest.remove_prefix(is_digit ? 1 : 3);
  }
  return count > 0 && count <= (name == "编号" ? 2 : 3);  // 编号：101 may be a name
}

}  // namespace

size_t Table::column(std::string_view field) const {
  for (size_t i = 0; i < columns.size(); i++) {
    if (columns[i] != nullptr && columns[i]->field == field) return i;
  }
  return SIZE_MAX;
}

std::string_view Table::cell(size_t row, std::string_view field) const {
  const size_t at = column(field);
  return at == SIZE_MAX || at >= rows[row].size() ? std::string_view() : std::string_view(rows[row][at].text);
}

NodeId Table::cell_node(size_t row, std::string_view field) const {
  const size_t at = column(field);
  return at == SIZE_MAX || at >= rows[row].size() ? kNoNode : rows[row][at].node;
}

bool Table::empty_row(size_t row) const {
  return std::all_of(rows[row].begin(), rows[row].end(), [](const auto& cell) { return cell.text.empty(); });
}

Reading::Reading(const ReadInput& input, value::Arena& arena, base::Diagnostics& diagnostics)
    : input_(input), arena_(arena), diagnostics_(diagnostics), taken_(input.document->nodes.size()) {
  for (NodeId id = document().at(0).first_child; id != kNoNode; id = document().at(id).next) {
    if (id != input.title_heading) blocks_.push_back(id);
  }
}

value::Value Reading::enumeration(std::string_view s) {
  value::ListBuilder list;
  for (const std::string_view part : split_enumeration(s)) list.add(text(part));
  return list.build(arena_);
}

int64_t Reading::line_of(base::Span span) {
  if (span.begin < line_at_) {
    line_at_ = 0;
    line_ = 1;
  }
  const std::string_view all = source().text;
  const auto begin = all.begin() + line_at_;
  const auto end = all.begin() + std::min<size_t>(span.begin, all.size());
  line_ += std::count(begin, end, '\n');
  line_at_ = static_cast<uint32_t>(end - all.begin());
  return line_;
}

base::Diagnostic& Reading::add(base::Code code, base::Span span, std::vector<std::string> arguments) {
  return diagnostics_.add(code, source(), span, std::move(arguments));
}

size_t Reading::heading_above(NodeId block) const {
  size_t found = SIZE_MAX;
  for (size_t i = 0; i < document().headings.size(); i++) {
    const NodeId node = document().headings[i].node;
    if (node >= block) break;
    if (node != input_.title_heading && document().at(node).parent == 0) found = i;
  }
  return found;
}

std::string_view Reading::heading_text(size_t heading) const {
  return heading < document().headings.size() ? base::trim(document().headings[heading].text)
                                              : std::string_view();
}

Table Reading::table(NodeId node, WordUse use) const {
  Table table;
  table.node = node;
  table.rows = markdown::table_rows(document(), node);
  if (table.rows.empty()) return table;
  for (const auto& cell : table.rows.front()) {
    const Word* word = cell.text.empty() ? nullptr : find_word(use, cell.text);
    if (word != nullptr && table.column(word->field) != SIZE_MAX) word = nullptr;
    table.columns.push_back(word);
  }
  return table;
}

std::vector<std::string> Reading::extra(const Table& table, size_t row,
                                        std::initializer_list<std::string_view> unread) const {
  std::vector<std::string> extra;
  for (size_t i = 0; i < std::min(table.columns.size(), table.rows[row].size()); i++) {
    const Word* word = table.columns[i];
    if (word != nullptr && std::find(unread.begin(), unread.end(), word->field) == unread.end()) continue;
    const markdown::TableCellView& cell = table.rows[row][i];
    std::string text = extra_text(table.rows.front()[i].text, cell.text, first_link(cell.node));
    if (!text.empty()) extra.push_back(std::move(text));
  }
  return extra;
}

std::vector<Item> Reading::items(NodeId list) const {
  std::vector<Item> items;
  for (const NodeId id : markdown::children(document(), list)) {
    Item item;
    item.node = id;
    item.span = span_of(id);
    for (const NodeId child : markdown::children(document(), id)) {
      if (is_list(document().at(child))) continue;
      if (!item.text.empty()) item.text += '\n';
      item.text += markdown::plain_text(document(), child);
    }
    item.text = base::trim(item.text);
    const NodeId link = find_link(document(), id, id);
    if (link != kNoNode) {
      item.link = document().at(link).target;
      item.link_text = base::trim(markdown::plain_text(document(), link));
    }
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<std::string> Reading::lines(NodeId paragraph) const {
  // From the source: the tree has no line breaks between Chinese characters.
  std::vector<std::string> lines;
  for (const std::string_view line : base::split(source().view(document().at(paragraph).span), '\n')) {
    lines.push_back(without_marks(line));
  }
  return lines;
}

base::Span Reading::span_of(NodeId node) const {
  const base::Span span = document().at(node).span;
  const std::string_view text = source().view(span);
  const std::string_view trimmed = base::trim(text);
  if (trimmed.empty()) return span;
  const auto begin = span.begin + static_cast<uint32_t>(trimmed.data() - text.data());
  return {begin, begin + static_cast<uint32_t>(trimmed.size())};
}

std::string Reading::first_link(NodeId node) const {
  const NodeId link = node == kNoNode ? kNoNode : find_link(document(), node, node);
  return link == kNoNode ? std::string() : std::string(document().at(link).target);
}

std::vector<TextLink> Reading::links(NodeId node) const {
  std::vector<TextLink> links;
  if (node == kNoNode) return links;
  for (NodeId link = find_link(document(), node, node); link != kNoNode;
       link = find_link(document(), node, link + 1)) {
    const std::string text = markdown::plain_text(document(), link);
    links.push_back({std::string(document().at(link).target), std::string(base::trim(text))});
  }
  return links;
}

void Reading::take_headings() {
  // From the last block back: what stands below the heading that is come to, by level.
  struct Below {
    bool any = false;
    bool all_taken = true;
  };
  std::array<Below, 8> below{};
  for (auto at = blocks_.rbegin(); at != blocks_.rend(); ++at) {
    const Node& node = document().at(*at);
    if (node.kind == NodeKind::FootnoteDefinition) continue;
    bool taken = is_taken(*at);
    size_t level = 7;  // a block that is no heading
    if (node.kind == NodeKind::Heading) {
      level = std::clamp<size_t>(node.level, 1, 6);
      Below sum;
      for (size_t deeper = level + 1; deeper < below.size(); deeper++) {
        sum.any = sum.any || below[deeper].any;
        sum.all_taken = sum.all_taken && below[deeper].all_taken;
        below[deeper] = {};
      }
      if (!taken && sum.any && sum.all_taken) take(*at);
      taken = taken || (sum.any && sum.all_taken);
      taken = taken && sum.all_taken;
    }
    below[level].any = true;
    below[level].all_taken = below[level].all_taken && taken;
  }
}

std::vector<NodeId> Reading::taken() const {
  std::vector<NodeId> taken;
  for (const NodeId block : blocks_) {
    if (taken_[block]) taken.push_back(block);
  }
  return taken;
}

Labelled read_label(std::string_view text) {
  const size_t wide = text.find("：");
  size_t narrow = text.find(':');
  while (narrow != std::string_view::npos && text.substr(narrow).starts_with("://"))
    narrow = text.find(':', narrow + 1);
  if (wide == std::string_view::npos && narrow == std::string_view::npos) return {};
  const bool is_wide = wide < narrow;
  const size_t at = is_wide ? wide : narrow;
  return {base::trim(text.substr(0, at)), base::trim(text.substr(at + (is_wide ? 3 : 1))), true};
}

std::string_view trim_marks(std::string_view text) {
  constexpr std::array<std::string_view, 14> kMarks = {"。", "；", "，", "、", "：", ";", ",",
                                                       ":",  ".",  "*",  "-",  "—",  "–", "·"};
  bool again = true;
  while (again) {
    again = false;
    text = base::trim(text);
    for (const std::string_view mark : kMarks) {
      if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        again = true;
      }
      if (text.ends_with(mark)) {
        text.remove_suffix(mark.size());
        again = true;
      }
    }
  }
  return text;
}

std::vector<std::string_view> split_enumeration(std::string_view text) {
  constexpr std::array<std::string_view, 7> kSeparators = {"、", "，", "；", ",", ";", "\n", "　"};
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    size_t skip = at == text.size() ? 1 : 0;
    for (const std::string_view separator : kSeparators) {
      if (text.substr(at).starts_with(separator)) skip = separator.size();
    }
    if (skip == 0) {
      at++;
      continue;
    }
    const std::string_view part = base::trim(text.substr(begin, at - begin));
    if (!is_blank_cell(part)) parts.push_back(part);
    at += skip;
    begin = at;
  }
  return parts;
}

bool is_blank_cell(std::string_view text) {
  text = base::trim(text);
  constexpr std::array<std::string_view, 8> kNothing = {"", "—", "——", "-", "--", "无", "/", "／"};
  return std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end();
}

std::string extra_text(std::string_view header, std::string_view text, std::string_view link) {
  text = base::trim(text);
  if (is_blank_cell(text) && text != "无") return {};
  header = trim_marks(header);
  if (is_running_number(header, text)) return {};
  std::string out(header);
  if (!header.empty()) out += "：";
  out += base::replace_all(text, "\n", " ");
  const bool is_outside = !find_address(link).empty() && text.find(link) == std::string_view::npos;
  if (is_outside) out.append(" ").append(link);
  return out;
}

void set_extra(value::MapBuilder& record, const std::vector<std::string>& extra, value::Arena& arena) {
  if (extra.empty()) return;
  value::ListBuilder list;
  for (const std::string& text : extra) list.add(value::Value::string(arena.copy(text)));
  record.set("extra", list.build(arena));
}

std::string_view find_address(std::string_view text) {
  size_t at = text.find("http");
  while (at != std::string_view::npos) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("http://") || rest.starts_with("https://")) {
      size_t end = 0;
      while (end < rest.size() && rest[end] > ' ' && static_cast<unsigned char>(rest[end]) < 0x7f &&
             std::string_view("<>\"|`)]}").find(rest[end]) == std::string_view::npos) {
        end++;
      }
      while (end > 0 && std::string_view(".,;:!").find(rest[end - 1]) != std::string_view::npos) end--;
      return rest.substr(0, end);
    }
    at = text.find("http", at + 4);
  }
  return {};
}

std::string narrowed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::next_code_point(text, at);
    if (c >= 0xFF01 && c <= 0xFF5E) {
      base::append_utf8(out, c - 0xFEE0);
    } else {
      base::append_utf8(out, c == 0x3000 || c == 0xA0 ? U' ' : c);
    }
  }
  return out;
}

}  // namespace herald::campaign
