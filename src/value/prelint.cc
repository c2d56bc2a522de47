#include "value/prelint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "value/prelint_walk.h"
#include "value/tree_builder.h"

namespace herald::value {

using base::Code;

namespace {

// A diagnostic finds its line by walking the text; a head of mistakes alone must not make that quadratic.
constexpr size_t kReportsMax = 50;
constexpr size_t kItemLabelMax = 12;

}  // namespace

Prelint::Prelint(const base::Source& source, base::Span span, base::Diagnostics& diagnostics)
    : source_(source),
      span_(span),
      diagnostics_(diagnostics),
      text_(source.view(span)),
      lines_(split_lines(text_)),
      out_{EditedText(text_), true, true, {}} {}

Prelinted Prelint::run() {
  out_.events.reserve(64);
  clean();
  while (at_ < lines_.size() && (lines_[at_].is_blank() || text_[lines_[at_].content] == '#')) {
    blank_out(lines_[at_++]);
  }
  if (at_ < lines_.size() && open_root()) {
    while (at_ < lines_.size() && !stopped_) place_line();
    while (!levels_.empty()) pop();
  }
  // Only now: a text whose walk was cut short ends where the walk ended.
  if (stopped_ && at_ < lines_.size()) {
    out_.text.replace(lines_[at_].begin, static_cast<uint32_t>(text_.size()), "");
  }
  out_.text.apply();
  return std::move(out_);
}

/// Finds what libyaml refuses or takes for line ends. Everything else reads on as if it were a blank.
void Prelint::clean() {
  uint32_t size = static_cast<uint32_t>(text_.size());
  for (uint32_t i = 0; i < size; ++i) {
    auto c = static_cast<unsigned char>(text_[i]);
    if (c >= 0x80) continue;
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) clean_character(i, 1);
  }
  for (std::string_view lead : {"\xC2", "\xE2\x80", "\xEF\xBF"}) {
    for (size_t i = text_.find(lead); i != std::string_view::npos; i = text_.find(lead, i + 1)) {
      auto at = static_cast<uint32_t>(i);
      size_t next = i;
      char32_t c = base::next_code_point(text_, next);
      bool refused = (c >= 0x80 && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFFFE || c == 0xFFFF;
      if (refused) clean_character(at, static_cast<uint32_t>(next - i));
    }
  }
  std::string_view rest = text_;
  while (auto bad = base::find_invalid_utf8(rest)) {
    auto at = static_cast<uint32_t>(size - rest.size() + *bad);
    auto byte = static_cast<unsigned char>(text_[at]);
    report(Code::YamlControl, at, at + 1, {fmt::format("0x{:02X}", byte)});
    out_.text.replace(at, at + 1, "\xEF\xBF\xBD");
    rest.remove_prefix(*bad + 1);
  }
}

void Prelint::clean_character(uint32_t at, uint32_t size) {
  size_t next = at;
  char32_t c = base::next_code_point(text_, next);
  bool line_end = c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  if (!line_end) {
    report(Code::YamlControl, at, at + size, {fmt::format("U+{:04X}", static_cast<uint32_t>(c))});
  }
  out_.text.replace(at, at + size, " ");
  out_.simple = false;
}

// The root's column is that of the line that stands furthest left, so that one slip at the top is one
// mistake.
bool Prelint::open_root() {
  uint32_t column = UINT32_MAX;
  for (size_t i = at_; i < lines_.size(); ++i) {
    if (!lines_[i].is_blank() && text_[lines_[i].content] != '#') column = std::min(column, lines_[i].indent);
  }
  char c = text_[line().content];
  bool braces = c == '{' && !text_.substr(line().content).starts_with("{{");
  if (braces) {
    levels_.push_back({0, false});
    out_.simple = false;
    value(line().content, -1, line().content, false);
    levels_.clear();
    return false;
  }
  if (c == '[' || is_dash(line().content, line().end) || !root_is_map(column)) {
    report(Code::FrontMatterNotAMapping, line().content, line().end);
    out_.mapping = false;
    return false;
  }
  return push({column, false}, line().content);
}

bool Prelint::root_is_map(uint32_t column) const {
  for (size_t i = at_; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    if (line.is_blank() || line.indent > column + 1 || text_[line.content] == '#') continue;
    if (find_separator(text_, line.content, line.end, Tight::Yes).kind != SeparatorKind::None) return true;
  }
  return false;
}

void Prelint::place_line() {
  const Line& line = lines_[at_];
  if (line.is_blank() || text_[line.content] == '#') {
    blank_out(line);
    ++at_;
    return;
  }
  bool dash = is_dash(line.content, line.end);
  uint32_t column = line.indent;
  std::optional<Level> popped = pop_deeper(column, dash);
  if (levels_.back().column < column) {
    if (!popped && levels_.back().awaiting) {
      set_indent(line, column);
      open_child(column);
      return;
    }
    // An item below a value that is complete is told as such by fit.
    bool glued = popped && popped->glued && popped->column == column + 1;
    if (!glued && (popped || levels_.back().list || !dash)) report_indent(line);
    out_.simple = false;
    if (popped) levels_.push_back(*popped);
    column = levels_.back().column;
    popped.reset();
  }
  std::optional<uint32_t> fitted = fit(column, dash, popped);
  if (!fitted) return;
  set_indent(line, *fitted);
  settle();
  if (levels_.back().list) {
    list_line(line.content, *fitted);
  } else {
    map_line(line.content, *fitted);
  }
}

/// Ends the levels that the line at `column` is not in; returns the outermost of them.
std::optional<Level> Prelint::pop_deeper(uint32_t column, bool dash) {
  std::optional<Level> popped;
  while (levels_.size() > 1) {
    const Level& top = levels_.back();
    // A list may stand at the column of its own key; then a line without a dash ends it.
    bool ends_list =
        top.list && !dash && top.column == column && levels_[levels_.size() - 2].column == column;
    if (top.column <= column && !ends_list) break;
    popped = top;
    pop();
  }
  return popped;
}

/// Makes the innermost level one that takes the line, reporting what does not fit; returns its column, or
/// nothing when the line was left out.
std::optional<uint32_t> Prelint::fit(uint32_t column, bool dash, const std::optional<Level>& popped) {
  const Line& line = lines_[at_];
  Level top = levels_.back();
  if (top.list == dash) return column;
  if (dash) {
    if (top.awaiting) {
      levels_.back().awaiting = false;
      if (!push({column, true, items_of(line.content, column)}, line.content)) return {};
      return column;
    }
    out_.simple = false;
    if (popped && popped->list) {
      report_indent(line);
      levels_.push_back(*popped);
      return popped->column;
    }
    report(Code::YamlStrayItem, line.content, line.end);
    skip_block(column);
    return {};
  }
  out_.simple = false;
  report_indent(line);
  if (popped && !popped->list) {
    levels_.push_back(*popped);
    return popped->column;
  }
  bool key = find_separator(text_, line.content, line.end, Tight::No).kind != SeparatorKind::None;
  if (key && levels_.size() > 1 && !levels_[levels_.size() - 2].list) {
    pop();
    return levels_.back().column;
  }
  skip_block(column);
  return {};
}

/// The current line is the value of the innermost level's last key or dash.
void Prelint::open_child(uint32_t column) {
  const Line& line = lines_[at_];
  int parent = static_cast<int>(levels_.back().column);
  levels_.back().awaiting = false;
  if (is_dash(line.content, line.end)) {
    if (push({column, true, items_of(line.content, column)}, line.content)) list_line(line.content, column);
  } else if (child_is_map(column)) {
    if (push({column, false}, line.content)) map_line(line.content, column);
  } else {
    value(line.content, parent, line.content, false);
  }
}

/// Whether the lines from the current one on, at `column`, are keys and not a text that begins on its own
/// line. A `: ` says so at once; full-width colons and tight ones stand in texts, too, so all lines must have
/// them.
bool Prelint::child_is_map(uint32_t column) const {
  char c = text_[line().content];
  if (std::string_view("[{|>&*!").find(c) != std::string_view::npos) return false;
  Separator first = find_separator(text_, line().content, line().end, Tight::Yes);
  if (first.kind == SeparatorKind::None) return false;
  if (first.kind == SeparatorKind::Colon) return true;
  size_t count = 0;
  for (size_t i = at_; i < lines_.size(); ++i) {
    const Line& other = lines_[i];
    if (other.is_blank() || other.indent > column) continue;
    if (other.indent < column) break;
    if (find_separator(text_, other.content, other.end, Tight::Yes).kind == SeparatorKind::None) return false;
    ++count;
  }
  bool named = is_identifier(text_.substr(line().content, first.key_end - line().content));
  return first.kind == SeparatorKind::Wide || named || count > 1;
}

void Prelint::map_line(uint32_t begin, uint32_t column) {
  const Line& line = lines_[at_];
  std::string_view rest = text_.substr(begin, line.end - begin);
  bool marker = column == 0 && (rest.starts_with("---") || rest.starts_with("...")) &&
                is_blank_or_end(text_, begin + 3, line.end);
  Separator separator = find_separator(text_, begin, line.end, Tight::Yes);
  if (marker || separator.kind == SeparatorKind::None) {
    report(Code::YamlMissingColon, begin, trim_end(text_, begin, line.end), {cut(begin, line.end)});
    skip_block(column);
    return;
  }
  if (separator.key_end == begin) {
    report(Code::YamlMissingKey, begin, separator.end);
    skip_block(column);
    return;
  }
  fix_separator(begin, separator);
  uint32_t quotes = separator.quoted ? 1 : 0;
  emit(SimpleEvent::Kind::Key, begin, begin + quotes, separator.key_end - quotes);
  uint32_t value_begin = skip_blanks(text_, separator.end, line.end);
  // A wide or tight colon has no blank behind it, so a `#` there opens no comment.
  bool glued = separator.kind != SeparatorKind::Colon && value_begin == separator.end;
  uint32_t null_at = separator.kind == SeparatorKind::Wide ? separator.begin : separator.end;
  value(value_begin, static_cast<int>(column), null_at, glued);
}

void Prelint::fix_separator(uint32_t begin, const Separator& separator) {
  std::string_view key = text_.substr(begin, separator.key_end - begin);
  if (separator.quoted && key.find_first_of("\\'") != std::string_view::npos) out_.simple = false;
  if (separator.quoted && key[0] == '"') check_escapes(begin, separator.key_end);
  bool reserved = std::string_view("[]{},@%`*&!|>#").find(key[0]) != std::string_view::npos;
  bool indicator = (key[0] == '?' || key[0] == ':') && is_blank_or_end(text_, begin + 1, separator.key_end);
  if (!separator.quoted && (reserved || indicator)) quote(begin, separator.key_end);
  drop_odd_blanks(separator.key_end, separator.begin);
  if (separator.kind == SeparatorKind::Wide) out_.text.replace(separator.begin, separator.end, ": ");
  if (separator.kind == SeparatorKind::Tight) out_.text.insert(separator.end, " ");
  uint32_t end = lines_[at_].end;
  drop_odd_blanks(separator.end, skip_blanks(text_, separator.end, end));
}

void Prelint::list_line(uint32_t dash, uint32_t column) {
  uint32_t end = lines_[at_].end;
  for (;;) {
    uint32_t content = skip_blanks(text_, dash + 1, end);
    bool glued = content == dash + 1 && content < end;
    if (glued) out_.text.insert(content, " ");
    drop_odd_blanks(dash + 1, content);
    uint32_t content_column = column + (glued ? 2 : 1);
    for (uint32_t i = dash + 1; i < content; i += blank_at(text_, i)) ++content_column;
    if (content < end && text_[content] == '-' && is_blank_or_end(text_, content + 1, end)) {
      if (!push({content_column, true, items_of(content, content_column)}, content)) return;
      dash = content;
      column = content_column;
    } else if (item_is_map(content, content_column, levels_.back().items)) {
      Level map{content_column, false};
      map.glued = glued;
      if (push(map, content)) map_line(content, content_column);
      return;
    } else {
      value(content, static_cast<int>(column), dash + 1, false);
      return;
    }
  }
}

/// Whether the item that begins at `begin` is a map. `- name: x` always is; a Chinese key before the colon
/// may be a label or the beginning of a text, and its neighbours tell (see items_of).
bool Prelint::item_is_map(uint32_t begin, uint32_t column, Items items) const {
  uint32_t end = lines_[at_].end;
  if (begin >= end || std::string_view("[{|>&*!@`%#").find(text_[begin]) != std::string_view::npos)
    return false;
  Separator separator = find_separator(text_, begin, end, Tight::No);
  if (separator.kind == SeparatorKind::None) return false;
  uint32_t quotes = separator.quoted ? 1 : 0;
  std::string_view key = text_.substr(begin + quotes, separator.key_end - begin - 2 * quotes);
  if (is_identifier(key) || key_follows(column)) return true;
  if (separator.kind == SeparatorKind::Colon && (separator.quoted || is_yaml_value(separator.end)))
    return true;
  if (!is_label(key, kItemLabelMax, false)) return false;
  if (items != Items::Unknown) return items == Items::Maps;
  return separator.kind == SeparatorKind::Colon;
}

/// Whether the next line is at `column` and has a key, so that the item above it has one, too.
bool Prelint::key_follows(uint32_t column) const {
  for (size_t i = at_ + 1; i < lines_.size(); ++i) {
    const Line& next = lines_[i];
    if (next.is_blank() || text_[next.content] == '#') continue;
    return next.indent == column && !is_dash(next.content, next.end) &&
           find_separator(text_, next.content, next.end, Tight::No).kind == SeparatorKind::Colon;
  }
  return false;
}

/// Whether what stands behind the colon of an item, at `at`, is what nobody writes in a sentence: brackets, a
/// text in quotes, or nothing but deeper lines.
bool Prelint::is_yaml_value(uint32_t at) const {
  const Line& item = lines_[at_];
  uint32_t value = skip_blanks(text_, at, item.end);
  std::string_view rest = text_.substr(value, item.end - value);
  if (nothing_follows(at, item.end) || is_block_header(rest)) return deeper_line_follows();
  char c = rest[0];
  if (c == '"' || c == '\'') {
    uint32_t close = find_closing_quote(text_, value, item.end);
    return close < item.end ? nothing_follows(close + 1, item.end) : deeper_line_follows();
  }
  if ((c != '[' && c != '{') || rest.starts_with("{{")) return false;
  uint32_t close = end_of_flow_item(value + 1, item.end);
  while (close < item.end && text_[close] == ',') close = end_of_flow_item(close + 1, item.end);
  return close < item.end ? nothing_follows(close + 1, item.end) : deeper_line_follows();
}

bool Prelint::deeper_line_follows() const {
  for (size_t i = at_ + 1; i < lines_.size(); ++i) {
    if (!lines_[i].is_blank()) return lines_[i].indent > lines_[at_].indent;
  }
  return false;
}

/// Looks ahead over the list whose first dash is at `first_dash` of the current line. It holds maps if one
/// item has an identifier for a key or a second key below the first; else texts if one item has no colon;
/// else maps if two items have the same label, as in a list of contacts; else texts if there are two labels.
Items Prelint::items_of(uint32_t first_dash, uint32_t column) const {
  std::set<std::string_view> labels;
  bool texts = false;
  bool repeated = false;
  for (size_t i = at_; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    if (line.is_blank() || text_[line.content] == '#') continue;
    bool first = i == at_;
    bool item = first || (line.indent == column && is_dash(line.content, line.end));
    if (!first && line.indent <= column && !item) break;
    uint32_t begin =
        item ? skip_blanks(text_, (first ? first_dash : line.content) + 1, line.end) : line.content;
    Separator separator = find_separator(text_, begin, line.end, Tight::No);
    uint32_t quotes = separator.quoted ? 1 : 0;
    std::string_view key = text_.substr(begin + quotes, std::max(separator.key_end, begin) - begin);
    key.remove_suffix(2 * quotes);
    bool label = separator.kind != SeparatorKind::None && is_label(key, kItemLabelMax, false);
    if (label && (!item || is_identifier(key))) return Items::Maps;
    if (label) repeated |= !labels.insert(key).second;
    if (item && begin < line.end && text_[begin] == '{') return Items::Maps;
    if (item && begin < line.end && !label) texts = true;
  }
  if (texts) return Items::Texts;
  if (repeated) return Items::Maps;
  return labels.size() > 1 ? Items::Texts : Items::Unknown;
}

bool Prelint::push(Level level, uint32_t position) {
  if (levels_.size() == kNestingMax) {
    report(Code::YamlTooDeep, position, position + 1, {std::to_string(kNestingMax)});
    stopped_ = true;
    return false;
  }
  levels_.push_back(level);
  emit(level.list ? SimpleEvent::Kind::OpenList : SimpleEvent::Kind::OpenMap, position);
  return true;
}

void Prelint::pop() {
  settle();
  levels_.pop_back();
  emit(SimpleEvent::Kind::Close, 0);
}

/// The innermost level's last key or dash got no value.
void Prelint::settle() {
  Level& level = levels_.back();
  if (!level.awaiting) return;
  level.awaiting = false;
  emit(SimpleEvent::Kind::Plain, level.null_at, level.null_at, level.null_at);
}

void Prelint::set_indent(const Line& line, uint32_t column) {
  if (!line.odd && column == line.indent) return;
  out_.text.replace(line.begin, line.content, std::string(column, ' '));
}

void Prelint::skip_block(uint32_t column) {
  blank_out(lines_[at_++]);
  while (at_ < lines_.size() && (lines_[at_].is_blank() || lines_[at_].indent > column))
    blank_out(lines_[at_++]);
  out_.simple = false;
}

/// Leaves a line out for libyaml, which minds tabs even before comments.
void Prelint::blank_out(const Line& line) {
  bool harmless = !line.odd && (line.is_blank() || text_[line.content] == '#');
  if (!harmless) out_.text.replace(line.begin, line.end, "");
}

/// A dash that begins an item; one that stands before a Chinese character lost its blank.
bool Prelint::is_dash(uint32_t at, uint32_t end) const {
  if (at >= end || text_[at] != '-') return false;
  return at + 1 == end || blank_at(text_, at + 1) > 0 || (text_[at + 1] & 0x80) != 0;
}

base::Diagnostic* Prelint::report(Code code, uint32_t begin, uint32_t end,
                                  std::vector<std::string> arguments) {
  out_.simple = false;
  if (reports_++ >= kReportsMax) return nullptr;
  return &diagnostics_.add(code, source_, {span_.begin + begin, span_.begin + std::max(begin, end)},
                           std::move(arguments));
}

/// Tells that a line is not aligned, once for neighbours that share the slip. Tabs and wide blanks are
/// aligned as well as can be without a word: nobody sees how wide they are meant.
void Prelint::report_indent(const Line& line) {
  bool told = reported_line_ == at_ || (reported_line_ != UINT32_MAX && reported_line_ + 1 == at_ &&
                                        lines_[at_ - 1].indent == line.indent);
  reported_line_ = at_;
  if (line.odd || told) return;
  report(Code::YamlIndent, line.content, line.end);
}

/// A few words of the text, for a message.
std::string Prelint::cut(uint32_t begin, uint32_t end) const {
  constexpr size_t kCharacters = 12;
  size_t at = begin;
  for (size_t n = 0; n < kCharacters && at < end; ++n) base::next_code_point(text_, at);
  std::string out(text_.substr(begin, std::min<size_t>(at, end) - begin));
  return at < end ? out + "…" : out;
}

Prelinted prelint(const base::Source& source, base::Span span, base::Diagnostics& diagnostics) {
  return Prelint(source, span, diagnostics).run();
}

}  // namespace herald::value
