#include "value/yaml_lines.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace herald::value {
namespace {

constexpr std::string_view kWideColon = "：";
constexpr uint32_t kTabMax = 8;
// libyaml refuses keys of more than 1,024 characters; no key is that long.
constexpr uint32_t kKeyMax = 1000;
constexpr size_t kLabelMax = 20;

uint32_t size_of(std::string_view text) { return static_cast<uint32_t>(text.size()); }

uint32_t width_of_blank(std::string_view text, uint32_t at, uint32_t column, uint32_t tab) {
  switch (text[at]) {
    case '\t':
      return tab - column % tab;
    case '\xE3':
      return 2;
    case '\xEF':
      return 0;
    default:
      return 1;
  }
}

Line make_line(std::string_view text, uint32_t begin, uint32_t end) {
  uint32_t content = begin;
  while (content < end && text[content] == ' ') ++content;
  return {begin, end, content, content - begin, content < end && blank_at(text, content) > 0};
}

// The unit of indentation: the first indented line is one level deep.
uint32_t tab_width(const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    if (!line.odd && !line.is_blank() && line.indent > 0) return std::min(line.indent, kTabMax);
  }
  return 2;
}

void measure_odd_indent(std::string_view text, Line& line, uint32_t tab) {
  while (line.content < line.end) {
    uint32_t bytes = blank_at(text, line.content);
    if (bytes == 0) return;
    line.indent += width_of_blank(text, line.content, line.indent, tab);
    line.content += bytes;
  }
}

Separator separator_of_quoted(std::string_view text, uint32_t begin, uint32_t end, Tight tight) {
  uint32_t close = find_closing_quote(text, begin, end);
  if (close == end) return {};
  uint32_t at = skip_blanks(text, close + 1, end);
  if (text.substr(at, end - at).starts_with(kWideColon)) {
    return {SeparatorKind::Wide, close + 1, at, at + size_of(kWideColon), true};
  }
  if (at >= end || text[at] != ':') return {};
  bool spaced = at + 1 == end || blank_at(text, at + 1) > 0;
  if (!spaced && tight == Tight::No) return {};
  return {spaced ? SeparatorKind::Colon : SeparatorKind::Tight, close + 1, at, at + 1, true};
}

/// The search in a line whose key is not quoted.
class SeparatorSearch {
 public:
  SeparatorSearch(std::string_view text, uint32_t begin, uint32_t end, Tight tight)
      : text_(text), begin_(begin), end_(end), tight_(tight) {}

  Separator run() {
    for (uint32_t i = begin_; i < end_; ++i) {
      char c = text_[i];
      if (c == ':') {
        if (i + 1 == end_ || blank_at(text_, i + 1) > 0) return best_with_colon(i);
        note_tight(i);
      } else if (c == kWideColon[0] && text_.substr(i, end_ - i).starts_with(kWideColon)) {
        if (is_label(key_before(i), kLabelMax, true))
          return make(SeparatorKind::Wide, i, size_of(kWideColon));
      } else if (c == '#' && i > begin_ && is_blank_or_end(text_, i - 1, end_)) {
        break;
      }
    }
    return candidate_;
  }

 private:
  // A `: ` may belong to the value of a tight key: 标题:说明: 好. But dc:title: is a key.
  Separator best_with_colon(uint32_t at) const {
    if (candidate_.kind == SeparatorKind::Tight &&
        !is_identifier(text_.substr(candidate_.end, at - candidate_.end))) {
      return candidate_;
    }
    return make(SeparatorKind::Colon, at, 1);
  }

  void note_tight(uint32_t at) {
    if (tight_ == Tight::No || candidate_.kind != SeparatorKind::None) return;
    if (text_.substr(at + 1, end_ - at - 1).starts_with("//")) return;
    if (is_label(key_before(at), kLabelMax, false)) candidate_ = make(SeparatorKind::Tight, at, 1);
  }

  std::string_view key_before(uint32_t at) const {
    return text_.substr(begin_, trim_end(text_, begin_, at) - begin_);
  }

  Separator make(SeparatorKind kind, uint32_t at, uint32_t size) const {
    uint32_t key_end = trim_end(text_, begin_, at);
    if (key_end - begin_ > kKeyMax) return {};
    return {kind, key_end, at, at + size, false};
  }

  std::string_view text_;
  uint32_t begin_;
  uint32_t end_;
  Tight tight_;
  Separator candidate_;
};

bool is_label_character(char32_t c) {
  bool ascii = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-' || c == '(' || c == ')';
  bool wide = (c >= U'０' && c <= U'９') || (c >= U'Ａ' && c <= U'Ｚ') || (c >= U'ａ' && c <= U'ｚ');
  return ascii || wide || c == U'（' || c == U'）' || base::is_han(c);
}

}  // namespace

std::vector<Line> split_lines(std::string_view text) {
  std::vector<Line> lines;
  lines.reserve(32);
  bool odd = false;
  for (uint32_t begin = 0; begin < text.size();) {
    const void* found = std::memchr(text.data() + begin, '\n', text.size() - begin);
    uint32_t end = found == nullptr ? size_of(text)
                                    : static_cast<uint32_t>(static_cast<const char*>(found) - text.data());
    lines.push_back(make_line(text, begin, end));
    odd |= lines.back().odd;
    begin = end + 1;
  }
  if (!odd) return lines;
  uint32_t tab = tab_width(lines);
  for (Line& line : lines) {
    if (line.odd) measure_odd_indent(text, line, tab);
  }
  return lines;
}

uint32_t blank_at(std::string_view text, uint32_t at) {
  if (at >= text.size()) return 0;
  switch (text[at]) {
    case ' ':
    case '\t':
      return 1;
    case '\xC2':
      return text.substr(at).starts_with("\xC2\xA0") ? 2 : 0;
    case '\xE3':
      return text.substr(at).starts_with("\xE3\x80\x80") ? 3 : 0;
    case '\xEF':
      return text.substr(at).starts_with("\xEF\xBB\xBF") ? 3 : 0;
    default:
      return 0;
  }
}

uint32_t skip_blanks(std::string_view text, uint32_t at, uint32_t end) {
  while (at < end) {
    uint32_t bytes = blank_at(text, at);
    if (bytes == 0) break;
    at += bytes;
  }
  return std::min(at, end);
}

uint32_t trim_end(std::string_view text, uint32_t begin, uint32_t end) {
  for (;;) {
    uint32_t size = end - begin;
    if (size >= 1 && (text[end - 1] == ' ' || text[end - 1] == '\t')) {
      end -= 1;
    } else if (size >= 2 && text[end - 1] == '\xA0' && text[end - 2] == '\xC2') {
      end -= 2;
    } else if (size >= 3 && (text[end - 1] == '\x80' || text[end - 1] == '\xBF') &&
               blank_at(text, end - 3) == 3) {
      end -= 3;
    } else {
      return end;
    }
  }
}

bool is_blank_or_end(std::string_view text, uint32_t at, uint32_t end) {
  return at >= end || text[at] == ' ' || text[at] == '\t';
}

Separator find_separator(std::string_view text, uint32_t begin, uint32_t end, Tight tight) {
  if (begin >= end) return {};
  if (text[begin] == '"' || text[begin] == '\'') return separator_of_quoted(text, begin, end, tight);
  return SeparatorSearch(text, begin, end, tight).run();
}

bool is_identifier(std::string_view key) {
  if (key.empty() || (key[0] >= '0' && key[0] <= '9') || key[0] == '-') return false;
  return std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

bool is_label(std::string_view key, size_t length_max, bool blanks) {
  if (key.empty() || key.size() > length_max * 4) return false;
  size_t length = 0;
  bool blank_before = false;
  for (size_t at = 0; at < key.size();) {
    char32_t c = base::next_code_point(key, at);
    bool blank = c == ' ';
    if (blank && (!blanks || blank_before)) return false;
    if (!blank && !is_label_character(c)) return false;
    blank_before = blank;
    if (++length > length_max) return false;
  }
  return true;
}

bool is_block_header(std::string_view text) {
  if (text.empty() || (text[0] != '|' && text[0] != '>')) return false;
  size_t i = 1;
  bool indent = false;
  bool chomp = false;
  for (; i < text.size(); ++i) {
    char c = text[i];
    if (!indent && c >= '1' && c <= '9') {
      indent = true;
    } else if (!chomp && (c == '+' || c == '-')) {
      chomp = true;
    } else {
      break;
    }
  }
  size_t rest = text.find_first_not_of(" \t", i);
  return rest == std::string_view::npos || (text[rest] == '#' && rest > i);
}

uint32_t find_closing_quote(std::string_view text, uint32_t begin, uint32_t end) {
  char quote = text[begin];
  for (uint32_t i = begin + 1; i < end; ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      bool doubled = quote == '\'' && i + 1 < end && text[i + 1] == quote;
      if (!doubled) return i;
      ++i;
    }
  }
  return end;
}

}  // namespace herald::value
