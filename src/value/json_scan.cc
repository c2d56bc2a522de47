#include "value/json_scan.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace herald::value {
namespace {

using base::Code;
using base::Span;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The bytes of numbers and words, also of wrong ones such as 2026-06-01 and True.
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
         c == '.' || c == '_' || (c & 0x80) != 0;
}

struct Replacement {
  std::string_view wide;
  std::string_view ascii;
};
constexpr std::array<Replacement, 8> kPunctuation = {
    {{"，", ","}, {"、", ","}, {"：", ":"}, {"；", ","}, {"｛", "{"}, {"｝", "}"}, {"［", "["}, {"］", "]"}}};
constexpr std::array<std::string_view, 7> kQuotes = {"'", "“", "”", "‘", "’", "＂", "`"};

/// One search for the fault; `at_` walks from the last good token.
class Explainer {
 public:
  Explainer(std::string_view text, const JsonProgress& progress)
      : text_(text), progress_(progress), scanner_(text, progress.at) {}

  JsonFault explain();

 private:
  JsonFault after_value();
  JsonFault after_comma(uint32_t comma);
  JsonFault at_key();
  JsonFault at_colon();
  JsonFault at_value();
  JsonFault in_string();
  JsonFault in_word();
  JsonFault at_escape(uint32_t backslash);
  std::optional<JsonFault> wide_punctuation(uint32_t at) const;
  JsonFault unclosed() const;
  JsonFault unexpected(uint32_t at) const;

  bool starts_with(uint32_t at, std::string_view what) const { return text_.substr(at).starts_with(what); }
  Span character(uint32_t at) const;
  Span word(uint32_t at) const;
  std::string view(Span span) const { return std::string(text_.substr(span.begin, span.size())); }
  bool in_object() const { return !progress_.open.empty() && text_[progress_.open.back()] == '{'; }

  std::string_view text_;
  const JsonProgress& progress_;
  JsonScanner scanner_;
};

JsonFault Explainer::explain() {
  if (!scanner_.skip_filler()) return {Code::JsonUnclosed, {scanner_.at(), scanner_.at() + 2}, {"/*"}, {}};
  switch (progress_.after) {
    case JsonAfter::OpenObject:
      return at_key();
    case JsonAfter::Key:
      return at_colon();
    case JsonAfter::Value:
      return after_value();
    case JsonAfter::OpenArray:
      if (scanner_.peek() == ',') {
        return {Code::JsonExtraComma, character(scanner_.at()), {}, {}};
      }
      return at_value();
    case JsonAfter::Nothing:
      if (scanner_.at_end()) return {Code::JsonEmpty, {scanner_.at(), scanner_.at()}, {}, {}};
      return at_value();
  }
  return unexpected(scanner_.at());
}

JsonFault Explainer::after_value() {
  uint32_t at = scanner_.at();
  if (progress_.open.empty()) return {Code::JsonAfterEnd, character(at), {}, {}};
  if (scanner_.at_end()) return unclosed();
  char c = scanner_.peek();
  if (c == ',') return after_comma(at);
  if (c == ']' || c == '}')
    return {
        Code::JsonUnclosed, character(progress_.open.back()), {view(character(progress_.open.back()))}, at};
  if (auto wide = wide_punctuation(at)) return *wide;
  // A word that goes on behind a number, such as 2026-06-01, was meant as one.
  if (at == progress_.at && is_word(c)) return in_word();
  if (c == ':' || c == '=' || c == '\0') return unexpected(at);
  return {Code::JsonMissingComma, {progress_.at, progress_.at}, {}, {}};
}

JsonFault Explainer::after_comma(uint32_t comma) {
  scanner_.skip_byte();
  if (!scanner_.skip_filler()) return {Code::JsonUnclosed, {scanner_.at(), scanner_.at() + 2}, {"/*"}, {}};
  if (scanner_.at_end()) return unclosed();
  char c = scanner_.peek();
  if (c == ']' || c == '}') return {Code::JsonExtraComma, {comma, comma + 1}, {}, {}};
  if (c == ',') return {Code::JsonExtraComma, character(scanner_.at()), {}, {}};
  return in_object() ? at_key() : at_value();
}

JsonFault Explainer::at_key() {
  uint32_t at = scanner_.at();
  if (scanner_.at_end()) return unclosed();
  char c = scanner_.peek();
  if (c == '"') return in_string();
  if (c == ',') return {Code::JsonExtraComma, character(at), {}, {}};
  if (c == ']') return {Code::JsonUnclosed, character(progress_.open.back()), {"{"}, at};
  if (auto wide = wide_punctuation(at)) return *wide;
  for (std::string_view quote : kQuotes) {
    if (starts_with(at, quote)) return {Code::JsonQuotes, character(at), {std::string(quote)}, {}};
  }
  if (is_word(c)) return {Code::JsonUnquoted, word(at), {view(word(at))}, {}};
  return unexpected(at);
}

JsonFault Explainer::at_colon() {
  uint32_t at = scanner_.at();
  if (scanner_.at_end()) return unclosed();
  if (scanner_.peek() != ':') {
    if (auto wide = wide_punctuation(at)) return *wide;
    return {Code::JsonMissingColon, {progress_.at, progress_.at}, {}, {}};
  }
  scanner_.skip_byte();
  if (!scanner_.skip_filler()) return {Code::JsonUnclosed, {scanner_.at(), scanner_.at() + 2}, {"/*"}, {}};
  return at_value();
}

JsonFault Explainer::at_value() {
  uint32_t at = scanner_.at();
  if (scanner_.at_end()) return unclosed();
  char c = scanner_.peek();
  if (c == '"') return in_string();
  if (c == ',' || c == '}' || c == ']') return {Code::JsonMissingValue, character(at), {}, {}};
  for (std::string_view quote : kQuotes) {
    if (starts_with(at, quote)) return {Code::JsonQuotes, character(at), {std::string(quote)}, {}};
  }
  if (auto wide = wide_punctuation(at)) return *wide;
  if (is_word(c)) return in_word();
  return unexpected(at);
}

JsonFault Explainer::in_word() {
  // The number before may have been taken for a good one: its beginning is the word's.
  uint32_t begin = scanner_.at();
  while (begin > 0 && is_word(text_[begin - 1])) --begin;
  Span span = word(begin);
  std::string_view text = text_.substr(begin, span.size());
  bool numeric = text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  bool date = numeric && std::count(text.begin(), text.end(), '-') == 2 && text[0] != '-';
  return {numeric && !date ? Code::JsonNumber : Code::JsonUnquoted, span, {std::string(text)}, {}};
}

JsonFault Explainer::in_string() {
  uint32_t begin = scanner_.at();
  std::string_view rest = text_.substr(begin);
  std::optional<size_t> invalid = base::find_invalid_utf8(rest);
  for (uint32_t i = 1; i < rest.size(); ++i) {
    auto c = static_cast<unsigned char>(rest[i]);
    if (invalid && *invalid == i) return unexpected(begin + i);
    if (c == '"') return unexpected(begin);
    if (c == '\n') break;
    if (c < 0x20) return {Code::JsonControl, {begin + i, begin + i + 1}, {}, {}};
    if (c != '\\') continue;
    if (i + 1 == rest.size() || rest[i + 1] == '\n') break;
    JsonFault escape = at_escape(begin + i);
    if (escape.span.size() > 0) return escape;
    ++i;
  }
  return {Code::JsonUnclosed, {begin, begin + 1}, {"\""}, {}};
}

// A fault with an empty span when the escape is a good one.
JsonFault Explainer::at_escape(uint32_t backslash) {
  auto hex4 = [this](uint32_t at) -> int {
    int value = 0;
    for (uint32_t i = at; i < at + 4; ++i) {
      char c = i < text_.size() ? text_[i] : ' ';
      int digit = c >= '0' && c <= '9'   ? c - '0'
                  : c >= 'a' && c <= 'f' ? c - 'a' + 10
                  : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                         : -1;
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  };
  char c = text_[backslash + 1];
  if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) return {};
  int unit = c == 'u' ? hex4(backslash + 2) : -1;
  bool high = unit >= 0xD800 && unit < 0xDC00;
  bool low = unit >= 0xDC00 && unit < 0xE000;
  int second = high && starts_with(backslash + 6, "\\u") ? hex4(backslash + 8) : -1;
  if (unit >= 0 && !low && (!high || (second >= 0xDC00 && second < 0xE000))) return {};
  Span next = character(backslash + 1);
  return {Code::JsonEscape, {backslash, next.end}, {view({backslash, next.end})}, {}};
}

std::optional<JsonFault> Explainer::wide_punctuation(uint32_t at) const {
  for (const Replacement& pair : kPunctuation) {
    if (!starts_with(at, pair.wide)) continue;
    return JsonFault{
        Code::JsonFullWidth, character(at), {std::string(pair.wide), std::string(pair.ascii)}, {}};
  }
  return {};
}

JsonFault Explainer::unclosed() const {
  uint32_t end = static_cast<uint32_t>(text_.size());
  if (progress_.open.empty()) return {Code::JsonEmpty, {end, end}, {}, {}};
  Span bracket = character(progress_.open.back());
  return {Code::JsonUnclosed, bracket, {view(bracket)}, {}};
}

JsonFault Explainer::unexpected(uint32_t at) const {
  Span span = character(at);
  auto c = static_cast<unsigned char>(at < text_.size() ? text_[at] : '\0');
  if (c < 0x20 || c == 0x7f) return {Code::JsonControl, span, {}, {}};
  bool valid = !base::find_invalid_utf8(text_.substr(at, span.size()));
  return {Code::JsonSyntax, span, {valid ? view(span) : "\xEF\xBF\xBD"}, {}};
}

Span Explainer::character(uint32_t at) const {
  if (at >= text_.size()) return {static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(text_.size())};
  size_t end = at;
  base::next_code_point(text_, end);
  return {at, static_cast<uint32_t>(end)};
}

Span Explainer::word(uint32_t at) const {
  uint32_t end = at;
  while (end < text_.size() && is_word(text_[end])) {
    bool wide = wide_punctuation(end).has_value();
    if (wide) break;
    end = character(end).end;
  }
  return {at, std::max(end, character(at).end)};
}

}  // namespace

JsonScanner::JsonScanner(std::string_view text, uint32_t begin) : text_(text), at_(begin) {
  if (text_.substr(at_).starts_with("\xEF\xBB\xBF")) at_ += 3;
}

bool JsonScanner::skip_filler() {
  for (;;) {
    while (!at_end() && is_blank(text_[at_])) ++at_;
    if (text_.substr(std::min<size_t>(at_, text_.size()), 2) == "//") {
      at_ = static_cast<uint32_t>(std::min(text_.find_first_of("\n\r", at_), text_.size()));
    } else if (text_.substr(std::min<size_t>(at_, text_.size()), 2) == "/*") {
      size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return false;
      at_ = static_cast<uint32_t>(end + 2);
    } else {
      return true;
    }
  }
}

uint32_t JsonScanner::to_token() {
  while (skip_filler() && (peek() == ',' || peek() == ':')) ++at_;
  return at_;
}

void JsonScanner::skip_token() {
  if (at_end()) return;
  if (text_[at_] == '"') {
    for (++at_; !at_end() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    at_ = static_cast<uint32_t>(std::min<size_t>(at_ + 1, text_.size()));
    return;
  }
  if (std::string_view("[]{}").find(text_[at_]) != std::string_view::npos) {
    ++at_;
    return;
  }
  // As the parser reads: a number ends before what cannot go on with it, so "1true" is two tokens.
  std::string_view bytes = text_.substr(at_);
  for (std::string_view literal : {"true", "false", "null"}) {
    if (bytes.starts_with(literal)) {
      at_ += static_cast<uint32_t>(literal.size());
      return;
    }
  }
  bool leading_zero = bytes.starts_with("0") || bytes.starts_with("-0");
  size_t i = bytes[0] == '-' ? 1 : 0;
  auto digits = [&] {
    while (i < bytes.size() && bytes[i] >= '0' && bytes[i] <= '9') ++i;
  };
  if (leading_zero) {
    ++i;
  } else {
    digits();
  }
  if (i < bytes.size() && bytes[i] == '.') {
    ++i;
    digits();
  }
  if (i < bytes.size() && (bytes[i] == 'e' || bytes[i] == 'E')) {
    ++i;
    if (i < bytes.size() && (bytes[i] == '+' || bytes[i] == '-')) ++i;
    digits();
  }
  at_ += static_cast<uint32_t>(std::max<size_t>(i, 1));
}

JsonFault explain_json(std::string_view text, const JsonProgress& progress) {
  return Explainer(text, progress).explain();
}

std::optional<uint32_t> matching_bracket(std::string_view text, uint32_t begin) {
  JsonScanner scanner(text, begin);
  size_t depth = 0;
  while (scanner.skip_filler() && !scanner.at_end()) {
    char c = scanner.peek();
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == '"') {
      scanner.skip_token();
    } else {
      scanner.skip_byte();
    }
    if (depth == 0) return scanner.at();
  }
  return {};
}

}  // namespace herald::value
