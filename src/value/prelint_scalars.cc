#include <algorithm>

#include "base/utf8.h"
#include "value/prelint_walk.h"

namespace herald::value {

using base::Code;
using Kind = SimpleEvent::Kind;

namespace {

constexpr size_t kGluedLabelMax = 8;

bool is_hex(std::string_view digits) {
  return digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// How many bytes the good escape at the backslash that begins `rest` has, or 0 for a bad one.
uint32_t escape_size(std::string_view rest) {
  if (rest.size() < 2) return 2;
  size_t digits = 0;
  switch (rest[1]) {
    case 'x':
      digits = 2;
      break;
    case 'u':
      digits = 4;
      break;
    case 'U':
      digits = 8;
      break;
    default:
      return std::string_view("0abt\tnvfre \"/\\N_LP\n").find(rest[1]) != std::string_view::npos ? 2 : 0;
  }
  std::string_view number = rest.substr(2, digits);
  if (number.size() < digits || !is_hex(number)) return 0;
  unsigned long code = std::stoul(std::string(number), nullptr, 16);
  bool good = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return good ? static_cast<uint32_t>(2 + digits) : 0;
}

}  // namespace

/// Reads the value that begins at `begin` of the current line and belongs to a key or dash at column
/// `parent`. `glued`: no blank stands before it, so that `#` opens no comment.
void Prelint::value(uint32_t begin, int parent, uint32_t null_at, bool glued) {
  uint32_t end = line().end;
  if (begin >= end || (text_[begin] == '#' && !glued)) return nothing(begin, null_at);
  switch (text_[begin]) {
    case '"':
    case '\'':
      return quoted(begin, parent);
    case '[':
    case '{':
      if (text_.substr(begin).starts_with("{{") || !flow(begin, parent)) plain(begin, parent, true);
      return;
    case '|':
    case '>':
      if (!block_text(begin, parent)) plain(begin, parent, true);
      return;
    case '&':
    case '*':
    case '!':
      if (is_node_property(begin, end)) return left_to_libyaml(begin, null_at);
      return plain(begin, parent, true);
    default:
      return plain(begin, parent, needs_quotes(begin, end));
  }
}

void Prelint::nothing(uint32_t begin, uint32_t null_at) {
  if (begin < line().end) warn_of_comment(begin);
  levels_.back().awaiting = true;
  levels_.back().null_at = null_at;
  ++at_;
}

/// A hashtag is no comment to those who write one: `tags: #随手拍` would vanish without a word.
void Prelint::warn_of_comment(uint32_t hash) {
  uint32_t end = line().end;
  bool hashtag = hash + 1 < end && blank_at(text_, hash + 1) == 0 && text_[hash + 1] != '#';
  if (!hashtag) return;
  bool simple = out_.simple;
  report(Code::YamlHash, hash, trim_end(text_, hash, end), {cut(hash, end)});
  out_.simple = simple;
}

void Prelint::plain(uint32_t begin, int parent, bool quote_it) {
  bool own_line = begin == line().content;
  uint32_t first = at_;
  Run run = measure(begin, line().end);
  run.quote |= quote_it;
  gather(run, parent, own_line);
  if (at_ > first + 1) out_.simple = false;
  if (run.quote) {
    quote(begin, run.end);
    emit(Kind::Quoted, begin, begin, run.end);
  } else {
    emit(Kind::Plain, begin, begin, run.end);
  }
  // YAML trims spaces and tabs; U+3000 at the end would stay.
  drop_odd_blanks(run.end, skip_blanks(text_, run.end, lines_[at_ - 1].end));
}

/// Measures the text from `begin` to a comment or the end of its line.
Run Prelint::measure(uint32_t begin, uint32_t end) const {
  Run run;
  uint32_t stop = end;
  for (uint32_t i = begin; i < end; ++i) {
    char c = text_[i];
    if (c == ':' && is_blank_or_end(text_, i + 1, end)) run.quote = true;
    if (c != '#' || i == begin || !is_blank_or_end(text_, i - 1, end)) continue;
    run.comment = true;
    stop = i;
    break;
  }
  run.end = trim_end(text_, begin, stop);
  // Blanks behind a colon that are none to YAML are dropped, and then the colon is the last.
  if (run.end > begin && text_[run.end - 1] == ':') run.quote = true;
  return run;
}

/// Adds the following lines that continue the text, and moves behind them.
void Prelint::gather(Run& run, int parent, bool own_line) {
  if (run.comment) warn_of_comment(static_cast<uint32_t>(text_.find('#', run.end)));
  uint32_t last = at_;
  for (uint32_t i = at_ + 1; i < lines_.size() && !run.comment; ++i) {
    const Line& next = lines_[i];
    if (next.is_blank()) continue;
    if (static_cast<int>(next.indent) <= parent || text_[next.content] == '#') break;
    if (begins_item(next, own_line)) break;
    for (uint32_t blank = last + 1; blank < i; ++blank) blank_out(lines_[blank]);
    set_indent(next, next.indent);
    drop_odd_blanks(trim_end(text_, lines_[last].content, lines_[last].end), lines_[last].end);
    Run more = measure(next.content, next.end);
    run = {more.end, run.quote || more.quote, more.comment};
    last = i;
  }
  at_ = last + 1;
}

/// True when a deeper line looks like a new item that slipped, and not like more of the text above.
bool Prelint::begins_item(const Line& next, bool own_line) const {
  if (is_dash(next.content, next.end)) return true;
  Separator separator = find_separator(text_, next.content, next.end, Tight::No);
  if (separator.kind == SeparatorKind::None || separator.quoted) return false;
  std::string_view key = text_.substr(next.content, separator.key_end - next.content);
  if (separator.kind == SeparatorKind::Wide) return !own_line && is_label(key, kGluedLabelMax, false);
  return is_label(key, kGluedLabelMax, false) || is_identifier(key);
}

void Prelint::quoted(uint32_t begin, int parent) {
  uint32_t end = line().end;
  uint32_t close = find_closing_quote(text_, begin, end);
  if (close < end) {
    if (!quoted_line(begin, close)) plain(begin, parent, true);
    return;
  }
  uint32_t last = at_;
  std::optional<uint32_t> far_close = quoted_lines(begin, parent, last);
  if (!far_close || !nothing_follows(*far_close + 1, lines_[last].end)) return unclosed_quote(begin, parent);
  if (text_[begin] == '"') check_escapes(begin, *far_close);
  drop_odd_blanks(*far_close + 1, skip_blanks(text_, *far_close + 1, lines_[last].end));
  out_.simple = false;
  at_ = last + 1;
}

/// A value in quotes that close on their line. Returns false when text follows them.
bool Prelint::quoted_line(uint32_t begin, uint32_t close) {
  uint32_t end = line().end;
  if (!nothing_follows(close + 1, end)) return false;
  std::string_view inside = text_.substr(begin + 1, close - begin - 1);
  if (inside.find(text_[begin] == '"' ? '\\' : '\'') != std::string_view::npos) out_.simple = false;
  if (text_[begin] == '"') check_escapes(begin, close);
  uint32_t rest = skip_blanks(text_, close + 1, end);
  drop_odd_blanks(close + 1, rest);
  if (rest < end) warn_of_comment(rest);
  emit(Kind::Quoted, begin, begin + 1, close);
  ++at_;
  return true;
}

/// Looks for the closing quote on the deeper lines below line `last`; sets `last` to the index of its line.
std::optional<uint32_t> Prelint::quoted_lines(uint32_t begin, int parent, uint32_t& last) const {
  char quote = text_[begin];
  for (uint32_t i = last + 1; i < lines_.size(); ++i) {
    const Line& next = lines_[i];
    if (next.is_blank()) continue;
    if (static_cast<int>(next.indent) <= parent) return {};
    // Escapes do not reach over lines: a backslash before a line end is the whole of one.
    for (uint32_t at = next.content; at < next.end; ++at) {
      bool pair = at + 1 < next.end && (quote == '"' ? text_[at] == '\\' : text_.substr(at, 2) == "''");
      if (pair) {
        ++at;
      } else if (text_[at] == quote) {
        last = i;
        return at;
      }
    }
  }
  return {};
}

/// Tells where the quote opens, and takes the rest for the text.
void Prelint::unclosed_quote(uint32_t begin, int parent) {
  uint32_t end = line().end;
  report(Code::YamlUnclosedQuote, begin, trim_end(text_, begin, end), {std::string(1, text_[begin])});
  Run run = measure(begin + 1, end);
  run.comment = false;
  run.end = trim_end(text_, begin + 1, end);
  gather(run, parent, false);
  out_.text.replace(begin, begin + 1, "");
  quote(begin + 1, std::max(run.end, begin + 1));
}

/// Looks for escapes that are none between the quotes at `begin` and `end`, and makes them plain backslashes.
void Prelint::check_escapes(uint32_t begin, uint32_t end) {
  for (uint32_t i = begin + 1; i < end; ++i) {
    if (text_[i] != '\\') continue;
    uint32_t size = escape_size(text_.substr(i, end - i));
    if (size == 0) {
      size_t behind = i + 1;
      base::next_code_point(text_, behind);
      report(Code::YamlEscape, i, static_cast<uint32_t>(behind), {std::string(text_.substr(i, behind - i))});
      out_.text.insert(i, "\\");
      size = 1;
    }
    i += size - 1;
  }
}

/// Anchors, aliases and tags: libyaml's events show the first two, which are refused; tags say nothing here.
void Prelint::left_to_libyaml(uint32_t begin, uint32_t null_at) {
  uint32_t end = line().end;
  uint32_t at = begin;
  while (!is_blank_or_end(text_, at, end)) ++at;
  levels_.back().awaiting = text_[begin] != '*' && nothing_follows(at, end);
  levels_.back().null_at = null_at;
  out_.simple = false;
  ++at_;
}

/// A text of lines behind | or >. Returns false when what stands there only looks like one.
bool Prelint::block_text(uint32_t begin, int parent) {
  uint32_t end = line().end;
  if (!is_block_header(text_.substr(begin, end - begin))) return false;
  size_t digit = text_.substr(0, end).find_first_of("123456789", begin);
  size_t comment = text_.substr(0, end).find('#', begin);
  out_.simple = false;
  ++at_;
  uint32_t column = 0;
  if (digit < comment) {
    column = static_cast<uint32_t>(std::max(parent, 0) + (text_[digit] - '0'));
  } else {
    for (uint32_t i = at_; i < lines_.size() && column == 0; ++i) {
      if (lines_[i].is_blank()) continue;
      if (static_cast<int>(lines_[i].indent) <= parent) break;
      // Wide blanks behind enough spaces are the text's own.
      uint32_t spaces = spaces_of(lines_[i]);
      column = static_cast<int>(spaces) > parent ? spaces : lines_[i].indent;
    }
  }
  block_lines(parent, column);
  return true;
}

void Prelint::block_lines(int parent, uint32_t column) {
  bool begun = false;
  for (; at_ < lines_.size(); ++at_) {
    const Line& next = lines_[at_];
    if (!next.is_blank() && static_cast<int>(next.indent) <= parent) return;
    if (next.is_blank() && !begun) {
      // libyaml would count the blanks of the lines before the first for its indent.
      if (next.begin < next.end) out_.text.replace(next.begin, next.end, "");
    } else {
      align_block_line(next, column);
    }
    begun |= !next.is_blank();
  }
}

uint32_t Prelint::spaces_of(const Line& any) const {
  uint32_t at = any.begin;
  while (at < any.end && text_[at] == ' ') ++at;
  return at - any.begin;
}

/// Gives a line of a block the indent of the block. What stands behind that many blanks is the line's own,
/// U+3000 that begin a paragraph among them.
void Prelint::align_block_line(const Line& next, uint32_t column) {
  if (spaces_of(next) >= column) return;
  if (next.is_blank()) {
    if (next.odd) out_.text.replace(next.begin, next.end, "");
  } else {
    out_.text.replace(next.begin, next.content, std::string(std::max(column, next.indent), ' '));
  }
}

/// &name and *name with an ASCII name, and !!type: YAML's own, and not text that begins with such a
/// character.
bool Prelint::is_node_property(uint32_t at, uint32_t end) const {
  bool tag = text_.substr(at, end - at).starts_with("!!");
  uint32_t name = at + (tag ? 2 : 1);
  if (text_[at] == '!' && !tag) return false;
  uint32_t name_end = name;
  while (name_end < end && std::string_view(" \t,]}").find(text_[name_end]) == std::string_view::npos)
    ++name_end;
  std::string_view word = text_.substr(name, name_end - name);
  bool named = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
  if (text_[at] != '*') return named;
  return named && (nothing_follows(name_end, end) || text_[name_end] == ',' || text_[name_end] == ']' ||
                   text_[name_end] == '}');
}

/// True when a plain text cannot begin with what stands at `at`.
bool Prelint::needs_quotes(uint32_t at, uint32_t end) const {
  char c = text_[at];
  if (std::string_view("@%`,]}#").find(c) != std::string_view::npos) return true;
  return (c == '-' || c == '?' || c == ':') && is_blank_or_end(text_, at + 1, end);
}

/// True when only blanks, or a comment behind a blank, stand from `at` to `end`.
bool Prelint::nothing_follows(uint32_t at, uint32_t end) const {
  uint32_t next = skip_blanks(text_, at, end);
  return next >= end || (text_[next] == '#' && next > at);
}

/// Replaces the blanks from `at` to `end` by as many spaces if there are others among them.
void Prelint::drop_odd_blanks(uint32_t at, uint32_t end) {
  uint32_t count = 0;
  bool odd = false;
  for (uint32_t i = at; i < end; i += std::max(1U, blank_at(text_, i))) {
    odd |= text_[i] != ' ';
    ++count;
  }
  if (odd) out_.text.replace(at, end, std::string(count, ' '));
}

/// Puts [begin, end) into single quotes, which know no escapes but ''.
void Prelint::quote(uint32_t begin, uint32_t end) {
  out_.text.insert(begin, "'");
  for (uint32_t i = begin; i < end; ++i) {
    if (text_[i] == '\'') out_.text.insert(i, "'");
  }
  out_.text.insert(end, "'");
}

}  // namespace herald::value
