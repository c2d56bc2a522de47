#include <algorithm>

#include "value/prelint_walk.h"
#include "value/tree_builder.h"

namespace herald::value {

using base::Code;
using Kind = SimpleEvent::Kind;

namespace {

constexpr std::string_view kWideColon = "：";
constexpr uint32_t kWideSize = 3;  // of `：`, `，` and `、`
constexpr size_t kFlowLabelMax = 12;

bool is_flow_end(char c) { return c == ',' || c == ']' || c == '}'; }

}  // namespace

/// Walks over the brackets that open at `begin`, mending single items. Returns false, with all as it was,
/// when text follows them on their line: `[重要] 关于` is a title.
bool Prelint::flow(uint32_t begin, int parent) {
  size_t edits = out_.text.count();
  size_t events = out_.events.size();
  bool simple = out_.simple;
  Flow flow{.at = begin, .line = at_, .parent = parent, .open = {}};
  bool going = true;
  while (going && flow_filler(flow)) going = flow_token(flow);
  if (stopped_) return true;
  bool closed = flow.open.empty();
  if (!closed && going) {
    unclosed_flow(flow, begin);
    return true;
  }
  if (closed && end_flow(flow, at_)) return true;
  // What was wrong inside is told; all of it as a text is the better guess then.
  out_.text.rewind(edits);
  out_.events.resize(events);
  out_.simple = simple && closed;
  return false;
}

/// Moves over blanks, comments and line ends to the next token; false when the lines end before it, or one
/// stands too far left to belong here.
bool Prelint::flow_filler(Flow& flow) {
  for (;;) {
    const Line& current = lines_[flow.line];
    uint32_t next = skip_blanks(text_, flow.at, current.end);
    drop_odd_blanks(flow.at, next);
    bool behind_blank = next == current.content || is_blank_or_end(text_, next - 1, current.end);
    flow.at = next;
    bool comment = next < current.end && text_[next] == '#' && (behind_blank || flow.item);
    if (next < current.end && (!comment || flow_hash_is_text(flow))) return true;
    if (!flow_next_line(flow)) return false;
  }
}

bool Prelint::flow_next_line(Flow& flow) {
  if (flow.line == at_) flow.first_line_edits = out_.text.count();
  for (uint32_t i = flow.line + 1; i < lines_.size(); ++i) {
    const Line& next = lines_[i];
    if (next.is_blank()) continue;
    char c = text_[next.content];
    bool closer = c == ']' || c == '}';
    if (static_cast<int>(next.indent) <= flow.parent && !closer && c != '#') return false;
    out_.simple = false;
    set_indent(next, next.indent);
    flow.line = i;
    flow.at = next.content;
    return true;
  }
  return false;
}

/// `[#多看一眼#, #云桥#]`: a hashtag where an item may begin, if the brackets go on behind it on the line.
bool Prelint::flow_hash_is_text(const Flow& flow) const {
  uint32_t end = lines_[flow.line].end;
  bool glued = flow.at + 1 < end && blank_at(text_, flow.at + 1) == 0;
  return flow.item && glued && end_of_flow_item(flow.at, end) < end;
}

/// Moves over one token. Returns false at the end of the flow, or where nothing can be made of it.
bool Prelint::flow_token(Flow& flow) {
  char c = text_[flow.at];
  uint32_t end = lines_[flow.line].end;
  if ((c == '[' || c == '{') && !text_.substr(flow.at).starts_with("{{")) return open_bracket(flow);
  if (c == ']' || c == '}') return close_bracket(flow);
  if (c == ',') {
    if (flow.item) {
      report(Code::YamlExtraComma, flow.at, flow.at + 1);
      out_.text.replace(flow.at, flow.at + 1, " ");
    }
    flow.item = true;
    flow.comma = true;
    ++flow.at;
    return true;
  }
  if (!flow.item) out_.simple = false;
  if (c == '"' || c == '\'') return flow_quoted(flow);
  bool own = c == '&' || c == '*' || c == '!';
  if (own) out_.simple = false;
  bool reserved =
      std::string_view("@%`|>#{:?").find(c) != std::string_view::npos || needs_quotes(flow.at, end);
  bool value_colon = c == ':' && !flow.item;
  if (own ? !is_node_property(flow.at, end) : reserved && !value_colon) {
    flow_text(flow, flow.at);
  } else {
    flow_plain(flow);
  }
  return true;
}

bool Prelint::open_bracket(Flow& flow) {
  if (levels_.size() + flow.open.size() >= kNestingMax) {
    report(Code::YamlTooDeep, flow.at, flow.at + 1, {std::to_string(kNestingMax)});
    stopped_ = true;
    return false;
  }
  bool list = text_[flow.at] == '[';
  if (!list || !flow.item) out_.simple = false;
  flow.open.push_back({flow.at, list});
  emit(Kind::OpenList, flow.at);
  flow.item = true;
  ++flow.at;
  return true;
}

bool Prelint::close_bracket(Flow& flow) {
  if (flow.open.back().list != (text_[flow.at] == ']')) {
    mismatch(flow);
    return false;
  }
  emit(Kind::Close, flow.at);
  flow.open.pop_back();
  flow.item = false;
  ++flow.at;
  return !flow.open.empty();
}

bool Prelint::flow_quoted(Flow& flow) {
  uint32_t begin = flow.at;
  uint32_t end = lines_[flow.line].end;
  uint32_t close = find_closing_quote(text_, begin, end);
  if (close == end) return flow_quoted_lines(flow);
  std::string_view inside = text_.substr(begin + 1, close - begin - 1);
  if (!after_flow_quote(flow, close, end)) {
    flow_text(flow, begin);
    return true;
  }
  if (inside.find(text_[begin] == '"' ? '\\' : '\'') != std::string_view::npos) out_.simple = false;
  if (text_[begin] == '"') check_escapes(begin, close);
  emit(Kind::Quoted, begin, begin + 1, close);
  return true;
}

/// Moves behind the quote at `close` if what follows there may follow an item, mending what was meant so.
bool Prelint::after_flow_quote(Flow& flow, uint32_t close, uint32_t end) {
  uint32_t next = skip_blanks(text_, close + 1, end);
  bool wide_colon = text_.substr(next, end - next).starts_with(kWideColon);
  bool blank = next > close + 1;
  bool quote = blank && next < end && (text_[next] == '"' || text_[next] == '\'');
  uint32_t behind_comma = is_wide_comma(next) ? skip_blanks(text_, next + kWideSize, end) : end;
  bool comma = behind_comma < end && (text_[behind_comma] == '"' || text_[behind_comma] == '\'');
  bool good = next == end || is_flow_end(text_[next]) || text_[next] == ':' || (text_[next] == '#' && blank);
  if (!good && !wide_colon && !quote && !comma) return false;
  flow.item = quote || comma;
  flow.at = close + 1;
  if (quote) {
    report(Code::YamlMissingComma, close + 1, close + 1);
    out_.text.insert(close + 1, ",");
  }
  if (wide_colon || comma) {
    drop_odd_blanks(close + 1, next);
    out_.text.replace(next, next + kWideSize, wide_colon ? ": " : ", ");
    if (wide_colon) out_.simple = false;
    flow.at = next + kWideSize;
  }
  return true;
}

bool Prelint::is_wide_comma(uint32_t at) const {
  std::string_view rest = text_.substr(std::min<size_t>(at, text_.size()));
  return rest.starts_with("，") || rest.starts_with("、");
}

/// `{name: 甲，tel: 1}`: whether a key and its colon stand behind the wide comma at `at`. A wide colon makes
/// a key only where keys have wide colons: `{a: 甲，乙：丙}` is one text.
bool Prelint::key_behind_comma(const Flow& flow, uint32_t at, uint32_t end) const {
  uint32_t begin = skip_blanks(text_, at + kWideSize, end);
  // A label is short; without a limit a line of commas would be quadratic.
  constexpr uint32_t kLookAheadMax = 64;
  Separator separator = find_separator(text_, begin, std::min(end, begin + kLookAheadMax), Tight::No);
  bool key =
      separator.kind == SeparatorKind::Colon || (separator.kind == SeparatorKind::Wide && flow.wide_keys);
  return key && is_label(text_.substr(begin, separator.key_end - begin), kFlowLabelMax, false);
}

/// An item in quotes that do not close on their line.
bool Prelint::flow_quoted_lines(Flow& flow) {
  uint32_t begin = flow.at;
  uint32_t end = lines_[flow.line].end;
  uint32_t last = flow.line;
  std::optional<uint32_t> close = quoted_lines(begin, flow.parent, last);
  uint32_t next = close ? skip_blanks(text_, *close + 1, lines_[last].end) : end;
  bool good = close && (next == lines_[last].end || is_flow_end(text_[next]) || text_[next] == ':');
  if (!good) {
    report(Code::YamlUnclosedQuote, begin, end_of_flow_item(begin, end), {std::string(1, text_[begin])});
    return false;
  }
  if (text_[begin] == '"') check_escapes(begin, *close);
  if (flow.line == at_) flow.first_line_edits = out_.text.count();
  out_.simple = false;
  flow.line = last;
  flow.at = *close + 1;
  flow.item = false;
  return true;
}

/// A plain item, or a key of braces with its colon.
void Prelint::flow_plain(Flow& flow) {
  uint32_t begin = flow.at;
  uint32_t end = lines_[flow.line].end;
  bool list = flow.open.back().list;
  bool in_value = !flow.item;
  uint32_t i = begin;
  for (; i < end && !is_flow_end(text_[i]); ++i) {
    char c = text_[i];
    if (c == '[' || c == '{') return flow_text(flow, begin);
    if (c == '#' && i > begin && is_blank_or_end(text_, i - 1, end)) break;
    if (is_wide_comma(i)) {
      if (!list && key_behind_comma(flow, i, end)) return flow_wide(flow, begin, i, ", ");
      if (list && flow.wide_comma == 0) flow.wide_comma = i;
    }
    std::string_view before = text_.substr(begin, trim_end(text_, begin, i) - begin);
    if (c == ':' && i + 1 < end && text_[i + 1] == '?') return flow_text(flow, begin);
    if (c == ':' && (is_blank_or_end(text_, i + 1, end) || is_flow_end(text_[i + 1]))) {
      bool value_colon = in_value && i == begin;
      if (list && !value_colon && !is_identifier(before)) return flow_text(flow, begin);
      return flow_colon(flow, begin, i);
    }
    bool wide = !list && !in_value && text_.substr(i, end - i).starts_with(kWideColon);
    if (wide && is_label(before, kFlowLabelMax, true)) return flow_wide(flow, begin, i, ": ");
  }
  uint32_t text_end = trim_end(text_, begin, i);
  drop_odd_blanks(text_end, skip_blanks(text_, text_end, i));
  emit(Kind::Plain, begin, begin, text_end);
  flow.item = false;
  flow.at = i;
}

/// The key from `begin` ends at the colon at `at`.
void Prelint::flow_colon(Flow& flow, uint32_t begin, uint32_t at) {
  out_.simple = false;
  drop_odd_blanks(trim_end(text_, begin, at), at);
  if (at + 1 < lines_[flow.line].end && is_flow_end(text_[at + 1])) out_.text.insert(at + 1, " ");
  flow.at = at + 1;
  flow.item = false;
}

/// A full-width colon or comma at `at` that is meant as `by`.
void Prelint::flow_wide(Flow& flow, uint32_t begin, uint32_t at, std::string by) {
  out_.simple = false;
  flow.item = by[0] == ',';
  flow.wide_keys |= by[0] == ':';
  flow.at = at + kWideSize;
  drop_odd_blanks(trim_end(text_, begin, at), at);
  out_.text.replace(at, at + kWideSize, std::move(by));
}

/// An item that YAML would not read as text, and is meant as such.
void Prelint::flow_text(Flow& flow, uint32_t begin) {
  uint32_t end = end_of_flow_item(begin, lines_[flow.line].end);
  uint32_t text_end = trim_end(text_, begin, end);
  quote(begin, text_end);
  drop_odd_blanks(text_end, end);
  emit(Kind::Quoted, begin, begin, text_end);
  flow.item = false;
  flow.at = end;
}

/// The comma or closing bracket that ends the item, brackets inside it minded; or `end`.
uint32_t Prelint::end_of_flow_item(uint32_t begin, uint32_t end) const {
  size_t depth = 0;
  for (uint32_t i = begin; i < end; ++i) {
    char c = text_[i];
    if (c == '[' || c == '{') ++depth;
    if (depth == 0 && is_flow_end(c)) return i;
    if (c == ']' || c == '}') --depth;
  }
  return end;
}

/// `[a}`: tells where the one opens and where the other closes.
void Prelint::mismatch(const Flow& flow) {
  Bracket inner = flow.open.back();
  base::Diagnostic* told = report(Code::YamlUnclosedBracket, inner.at, inner.at + 1,
                                  {std::string(1, text_[inner.at]), inner.list ? "]" : "}"});
  if (told == nullptr) return;
  base::Diagnostic note;
  note.code = Code::NotItsPartner;
  note.place = base::place_of(source_, {span_.begin + flow.at, span_.begin + flow.at + 1});
  note.arguments = {std::string(1, text_[flow.at])};
  told->notes.push_back(std::move(note));
}

/// The brackets are closed. Returns false when text follows that makes it all a text.
bool Prelint::end_flow(Flow& flow, uint32_t first) {
  uint32_t end = lines_[flow.line].end;
  bool alone = nothing_follows(flow.at, end);
  if (!alone && flow.line == first) return false;
  uint32_t rest = skip_blanks(text_, flow.at, end);
  drop_odd_blanks(flow.at, rest);
  if (alone && rest < end) warn_of_comment(rest);
  warn_of_wide_comma(flow);
  if (!alone) out_.simple = false;
  at_ = flow.line + 1;
  return true;
}

/// `[企业，社区]`: who opens brackets means more than one item.
void Prelint::warn_of_wide_comma(const Flow& flow) {
  if (flow.comma || flow.wide_comma == 0) return;
  bool simple = out_.simple;
  uint32_t end = flow.wide_comma + kWideSize;
  report(Code::YamlWideComma, flow.wide_comma, end, {std::string(text_.substr(flow.wide_comma, kWideSize))});
  out_.simple = simple;
}

/// Tells which bracket is not closed, and closes all at the end of their first line.
void Prelint::unclosed_flow(Flow& flow, uint32_t begin) {
  const Line& first = line();
  Bracket inner = flow.open.back();
  report(Code::YamlUnclosedBracket, inner.at, inner.at + 1,
         {std::string(1, text_[inner.at]), inner.list ? "]" : "}"});
  out_.text.rewind(std::min(flow.first_line_edits, out_.text.count()));
  std::string closers;
  for (auto open = flow.open.rbegin(); open != flow.open.rend(); ++open) {
    if (open->at < first.end) closers += open->list ? ']' : '}';
  }
  out_.text.insert(measure(begin, first.end).end, closers);
  ++at_;
  while (at_ < lines_.size() &&
         (lines_[at_].is_blank() || static_cast<int>(lines_[at_].indent) > flow.parent)) {
    blank_out(lines_[at_++]);
  }
}

}  // namespace herald::value
