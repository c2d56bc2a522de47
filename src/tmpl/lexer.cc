#include "tmpl/lexer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

#include "base/utf8.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using base::Span;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

struct Operator {
  std::string_view sign;
  TokenKind kind;
};

/// Longest first, so that the first that fits is right.
constexpr std::array kOperators = {
    Operator{"**", TokenKind::StarStar},    Operator{"//", TokenKind::SlashSlash},
    Operator{"==", TokenKind::Equal},       Operator{"!=", TokenKind::NotEqual},
    Operator{"<=", TokenKind::LessEqual},   Operator{">=", TokenKind::GreaterEqual},
    Operator{"?.", TokenKind::SafeDot},     Operator{"?[", TokenKind::SafeBracket},
    Operator{"+", TokenKind::Plus},         Operator{"-", TokenKind::Minus},
    Operator{"*", TokenKind::Star},         Operator{"/", TokenKind::Slash},
    Operator{"%", TokenKind::Percent},      Operator{"~", TokenKind::Tilde},
    Operator{"<", TokenKind::Less},         Operator{">", TokenKind::Greater},
    Operator{"=", TokenKind::Assign},       Operator{".", TokenKind::Dot},
    Operator{",", TokenKind::Comma},        Operator{":", TokenKind::Colon},
    Operator{"|", TokenKind::Pipe},         Operator{"(", TokenKind::ParenOpen},
    Operator{")", TokenKind::ParenClose},   Operator{"[", TokenKind::BracketOpen},
    Operator{"]", TokenKind::BracketClose}, Operator{"{", TokenKind::BraceOpen},
    Operator{"}", TokenKind::BraceClose},
};

/// True for what may stand in a name beyond ASCII: letters of any script, not punctuation or blanks.
bool is_wide_name_character(char32_t c) {
  if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == 0xFFFD) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c >= 0x2000 && c <= 0x2BFF) return false;
  if (c >= 0x3000 && c <= 0x303F) return c == 0x3005 || c == 0x3007;
  if (c >= 0xFE00 && c <= 0xFE6F) return false;
  if (c >= 0xFF00 && c <= 0xFFEF)
    return (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A) || (c >= 0xFF10 && c <= 0xFF19);
  return true;
}

constexpr int kErrorsMax = 20;  ///< of a template

class Lexer {
 public:
  Lexer(const base::Source& source, value::Arena& arena, base::Diagnostics& diagnostics)
      : source_(source), arena_(arena), diagnostics_(diagnostics), text_(source.text) {
    // One line end at the very end is dropped, whichever of the three it is.
    for (std::string_view end : {"\r\n", "\n", "\r"}) {
      if (!text_.ends_with(end)) continue;
      text_.remove_suffix(end.size());
      break;
    }
  }

  std::vector<Token> run() {
    while (at_ < text_.size()) lex_text();
    add(TokenKind::End, {size(), size()});
    return std::move(tokens_);
  }

 private:
  uint32_t size() const { return static_cast<uint32_t>(text_.size()); }
  char peek(uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool looking_at(std::string_view sign) const { return text_.substr(at_).starts_with(sign); }
  std::string quoted(Span span) const { return std::string(source_.view(span)); }

  Token& add(TokenKind kind, Span span) {
    Token token;
    token.kind = kind;
    token.span = span;
    token.text = source_.view(span);
    tokens_.push_back(token);
    return tokens_.back();
  }

  /// Adds a diagnostic, unless more were told already than anyone reads.
  void tell(Code code, Span span, std::vector<std::string> arguments) {
    if (++errors_ <= kErrorsMax) diagnostics_.add(code, source_, span, std::move(arguments));
  }

  void add_text(uint32_t begin, uint32_t end) {
    if (begin < end) add(TokenKind::Text, {begin, end}).text = with_line_feeds({begin, end});
  }

  /// The text of `span` in which every line ends with \n alone, as templates print them.
  std::string_view with_line_feeds(Span span) const {
    std::string_view raw = source_.view(span);
    if (raw.find('\r') == std::string_view::npos) return raw;
    std::string out;
    for (size_t i = 0; i < raw.size(); ++i) {
      bool before_feed = i + 1 < raw.size() && raw[i + 1] == '\n';
      if (raw[i] != '\r') {
        out += raw[i];
      } else if (!before_feed) {
        out += '\n';
      }
    }
    return arena_.copy(out);
  }

  uint32_t find(std::string_view sign, uint32_t from) const {
    size_t found = text_.find(sign, from);
    return found == std::string_view::npos ? size() : static_cast<uint32_t>(found);
  }

  /// The end of the text before `end` when a tag there begins with `-`.
  uint32_t strip_right(uint32_t begin, uint32_t end) const {
    return begin + static_cast<uint32_t>(strip_blanks_right(text_.substr(begin, end - begin)).size());
  }

  void skip_blanks() { at_ = size() - static_cast<uint32_t>(strip_blanks_left(text_.substr(at_)).size()); }

  /// Copies text up to the next `{{`, `{%` or `{#` and hands over.
  void lex_text() {
    uint32_t begin = at_;
    uint32_t brace = at_;
    while (true) {
      brace = find("{", brace);
      if (brace >= size()) {
        add_text(begin, size());
        at_ = size();
        return;
      }
      char next = brace + 1 < size() ? text_[brace + 1] : '\0';
      if (next == '{' || next == '%' || next == '#') break;
      ++brace;
    }
    at_ = brace;
    bool strip = peek(2) == '-';
    bool sign = strip || peek(2) == '+';
    add_text(begin, strip ? strip_right(begin, brace) : brace);
    Span open{brace, brace + 2};
    char kind = peek(1);
    at_ += sign ? 3 : 2;
    if (kind == '#') {
      skip_comment(open);
    } else if (kind == '%' && take_raw_begin()) {
      lex_raw(open);
    } else {
      lex_tag(open, kind == '%');
    }
  }

  void skip_comment(Span open) {
    uint32_t end = find("#}", at_);
    // `{#-}`: the sign belongs to the opening, as in Jinja2.
    if (end >= size()) return unclosed(open, "#}");
    bool strip = end > at_ && text_[end - 1] == '-';
    at_ = end + 2;
    if (strip) skip_blanks();
  }

  void unclosed(Span open, std::string_view close) {
    tell(Code::TemplateUnclosed, open, {quoted(open), std::string(close)});
    at_ = size();
  }

  /// Reads `raw %}` behind a `{%`, or nothing.
  bool take_raw_begin() {
    uint32_t saved = at_;
    while (is_blank(peek())) ++at_;
    if (looking_at("raw")) {
      at_ += 3;
      while (is_blank(peek())) ++at_;
      bool strip = peek() == '-';
      if (strip || peek() == '+') ++at_;
      if (looking_at("%}")) {
        at_ += 2;
        if (strip) skip_blanks();
        return true;
      }
    }
    at_ = saved;
    return false;
  }

  void lex_raw(Span open) {
    uint32_t begin = at_;
    for (uint32_t tag = find("{%", at_); tag < size(); tag = find("{%", tag + 2)) {
      at_ = tag + 2;
      bool strip_before = peek() == '-';
      if (strip_before || peek() == '+') ++at_;
      while (is_blank(peek())) ++at_;
      if (!looking_at("endraw")) continue;
      at_ += 6;
      while (is_blank(peek())) ++at_;
      bool strip_after = peek() == '-';
      if (strip_after || peek() == '+') ++at_;
      if (!looking_at("%}")) continue;
      at_ += 2;
      add_text(begin, strip_before ? strip_right(begin, tag) : tag);
      if (strip_after) skip_blanks();
      return;
    }
    tell(Code::TemplateUnclosed, open, {"{% raw %}", "{% endraw %}"});
    add_text(begin, size());
    at_ = size();
  }

  /// Reads the inside of `{{ … }}` or `{% … %}` and its end. An error within is marked on the first token, so
  /// that the parser does not tell what follows from it.
  void lex_tag(Span open, bool is_tag) {
    size_t first = tokens_.size();
    int told = errors_;
    add(is_tag ? TokenKind::TagBegin : TokenKind::PrintBegin, open);
    brackets_.clear();
    while (!lex_tag_end(open, is_tag)) lex_word();
    tokens_[first].told = errors_ > told;
  }

  /// Takes the end of the tag, if it is here, or if there will be none.
  bool lex_tag_end(Span open, bool is_tag) {
    std::string_view close = is_tag ? "%}" : "}}", other = is_tag ? "}}" : "%}";
    TokenKind kind = is_tag ? TokenKind::TagEnd : TokenKind::PrintEnd;
    while (is_blank(peek())) ++at_;
    if (at_ >= size() || looking_at("{%") || looking_at("{#")) {
      tell(Code::TemplateUnclosed, open, {quoted(open), std::string(close)});
      give_up_tag(open, kind);
      return true;
    }
    if (!brackets_.empty()) return false;
    bool strip = peek() == '-';
    uint32_t sign = strip || (peek() == '+' && is_tag) ? 1 : 0;
    std::string_view rest = text_.substr(at_ + sign);
    bool closes = rest.starts_with(close);
    if (!closes && !rest.starts_with(other)) return false;
    if (!closes) {
      Span span{at_ + sign, at_ + sign + 2};
      tell(Code::TemplateExpected, span, {std::string(close), quoted(span)});
    }
    end_tag(kind, sign, strip);
    return true;
  }

  /// A tag without an end is taken to end with its line; what stood behind that is read as text again.
  void give_up_tag(Span open, TokenKind kind) {
    uint32_t line_end = std::min(find("\n", open.end), at_);
    while (tokens_.back().span.end > line_end && tokens_.back().span != open) tokens_.pop_back();
    at_ = line_end;
    brackets_.clear();
    add(kind, {at_, at_});
  }

  void end_tag(TokenKind kind, uint32_t sign, bool strip) {
    add(kind, {at_, at_ + sign + 2});
    at_ += sign + 2;
    if (strip) skip_blanks();
  }

  void lex_word() {
    char c = peek();
    bool behind_dot = !tokens_.empty() && tokens_.back().is(TokenKind::Dot) && tokens_.back().span.end == at_;
    if (is_digit(c)) return lex_number(!behind_dot);
    if (c == '\'' || c == '"') return lex_string(c);
    if (uint32_t length = name_length()) {
      add(TokenKind::Name, {at_, at_ + length});
      at_ += length;
      return;
    }
    lex_operator();
  }

  uint32_t name_length() const {
    size_t end = at_;
    while (end < text_.size()) {
      auto byte = static_cast<unsigned char>(text_[end]);
      if (byte < 0x80) {
        bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
        if (!letter && byte != '_' && !is_digit(static_cast<char>(byte))) break;
        ++end;
      } else {
        size_t next = end;
        if (!is_wide_name_character(base::next_code_point(text_, next))) break;
        end = next;
      }
    }
    return static_cast<uint32_t>(end - at_);
  }

  /// Digits with single underscores between them, appended to `digits` without those.
  uint32_t take_digits(uint32_t at, std::string& digits) const {
    while (at < size()) {
      if (is_digit(text_[at])) {
        digits += text_[at++];
      } else if (text_[at] == '_' && at + 1 < size() && is_digit(text_[at + 1]) && !digits.empty()) {
        ++at;
      } else {
        break;
      }
    }
    return at;
  }

  /// An integer begins with no zero: of 007 the number is 00, and what follows is out of place.
  uint32_t behind_zeros(uint32_t at, std::string& digits) const {
    digits.assign(1, '0');
    while (at < size() && (text_[at] == '0' || (text_[at] == '_' && at + 1 < size() && text_[at + 1] == '0')))
      ++at;
    return at;
  }

  void lex_number(bool float_allowed) {
    uint32_t begin = at_;
    char mark = static_cast<char>(peek(1) | 0x20);
    if (peek() == '0' && (mark == 'x' || mark == 'o' || mark == 'b')) return lex_based_integer(mark);
    std::string digits;
    uint32_t end = take_digits(begin, digits);
    bool is_float = false;
    if (float_allowed && end + 1 < size() && text_[end] == '.' && is_digit(text_[end + 1])) {
      digits += '.';
      end = take_digits(end + 1, digits);
      is_float = true;
    }
    if (float_allowed && end < size() && (text_[end] | 0x20) == 'e') {
      uint32_t exponent = end + 1;
      std::string sign;
      if (exponent < size() && (text_[exponent] == '-' || text_[exponent] == '+')) sign = text_[exponent++];
      if (exponent < size() && is_digit(text_[exponent])) {
        digits += sign == "-" ? "e-" : "e";
        end = take_digits(exponent, digits);
        is_float = true;
      }
    }
    if (!is_float && digits[0] == '0') end = behind_zeros(begin, digits);
    at_ = end;
    Token& token = add(is_float ? TokenKind::Float : TokenKind::Integer, {begin, end});
    const char* last = digits.data() + digits.size();
    std::errc error = is_float ? std::from_chars(digits.data(), last, token.number).ec
                               : std::from_chars(digits.data(), last, token.integer).ec;
    if (error != std::errc()) number_size(token.span);
  }

  void lex_based_integer(char mark) {
    uint32_t begin = at_;
    int base = mark == 'x' ? 16 : mark == 'o' ? 8 : 2;
    at_ += 2;
    std::string digits;
    while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '_') {
      if (peek() != '_') digits += peek();
      ++at_;
    }
    Token& token = add(TokenKind::Integer, {begin, at_});
    const char* last = digits.data() + digits.size();
    auto [end, error] = std::from_chars(digits.data(), last, token.integer, base);
    if (error != std::errc() || end != last) number_size(token.span);
  }

  void number_size(Span span) { tell(Code::TemplateNumberSize, span, {quoted(span)}); }

  void lex_string(char quote) {
    uint32_t begin = at_++;
    bool escapes = false;
    while (at_ < size() && peek() != quote) {
      if (peek() == '\\') {
        escapes = true;
        ++at_;
      }
      ++at_;
    }
    if (at_ >= size()) return unclosed_string(begin, quote);
    ++at_;
    Token& token = add(TokenKind::String, {begin, at_});
    token.text = with_line_feeds({begin + 1, at_ - 1});
    if (escapes) token.text = unescape({begin + 1, at_ - 1});
  }

  /// A quote without its partner: the rest of the line up to the tag's end is taken for the string.
  void unclosed_string(uint32_t begin, char quote) {
    Span span{begin, begin + 1};
    tell(Code::TemplateUnclosed, span, {std::string(1, quote), std::string(1, quote)});
    uint32_t end = std::min({find("\n", begin), find("}}", begin), find("%}", begin)});
    at_ = std::max(end, begin + 1);
    Token& token = add(TokenKind::String, {begin, at_});
    token.text = source_.view({begin + 1, at_});
  }

  std::string_view unescape(Span span) {
    std::string out;
    std::string_view raw = with_line_feeds(span);
    for (size_t i = 0; i < raw.size();) {
      if (raw[i] != '\\' || i + 1 >= raw.size()) {
        out += raw[i++];
        continue;
      }
      size_t used = read_escape(raw, i, out);
      if (used == 0) {
        uint32_t begin = span.begin + static_cast<uint32_t>(i);
        tell(Code::TemplateEscape, {begin, begin + 2}, {std::string(raw.substr(i, 2))});
        used = 2;
      }
      i += used;
    }
    return arena_.copy(out);
  }

  /// Reads one escape as Python does; returns how many bytes it took, 0 when it is malformed.
  static size_t read_escape(std::string_view raw, size_t at, std::string& out) {
    static constexpr std::string_view kFrom = "abfnrtv\\'\"", kTo = "\a\b\f\n\r\t\v\\'\"";
    char c = raw[at + 1];
    if (size_t known = kFrom.find(c); known != std::string_view::npos) {
      out += kTo[known];
      return 2;
    }
    if (c == '\n') return 2;
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    int base = 16;
    std::string_view number = raw.substr(at + 2, digits);
    if (c >= '0' && c <= '7') {
      base = 8;
      digits = 1;
      while (digits < 3 && at + 1 + digits < raw.size() && raw[at + 1 + digits] >= '0' &&
             raw[at + 1 + digits] <= '7')
        ++digits;
      number = raw.substr(at + 1, digits);
    } else if (c == 'N') {
      return 0;  // Python's names of characters are not known here.
    } else if (digits == 0) {
      out += '\\';
      return 1;
    }
    uint32_t code = 0;
    auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), code, base);
    if (error != std::errc() || end != number.data() + digits || code > 0x10FFFF) return 0;
    base::append_utf8(out, code);
    return (base == 8 ? 1 : 2) + digits;
  }

  void lex_operator() {
    for (const Operator& candidate : kOperators) {
      if (!looking_at(candidate.sign)) continue;
      Span span{at_, at_ + static_cast<uint32_t>(candidate.sign.size())};
      if (!balance(candidate.kind, span)) return;
      add(candidate.kind, span);
      at_ = span.end;
      return;
    }
    size_t next = at_;
    base::next_code_point(text_, next);
    Span span{at_, static_cast<uint32_t>(next)};
    tell(Code::TemplateCharacter, span, {quoted(span)});
    at_ = span.end;
  }

  /// Keeps track of brackets, so that `}}` inside of a dict does not end the tag. False when `span` was left
  /// out.
  bool balance(TokenKind kind, Span span) {
    if (kind == TokenKind::ParenOpen) brackets_ += ')';
    if (kind == TokenKind::BracketOpen || kind == TokenKind::SafeBracket) brackets_ += ']';
    if (kind == TokenKind::BraceOpen) brackets_ += '}';
    bool closes =
        kind == TokenKind::ParenClose || kind == TokenKind::BracketClose || kind == TokenKind::BraceClose;
    if (!closes) return true;
    if (!brackets_.empty() && brackets_.back() == text_[span.begin]) {
      brackets_.pop_back();
      return true;
    }
    if (brackets_.empty()) {
      tell(Code::TemplateStrayBracket, span, {quoted(span)});
      at_ = span.end;
      return false;
    }
    return mismatched_bracket(span);
  }

  /// `(]`, or the end of the tag while a bracket is open: the innermost brackets count as closed.
  bool mismatched_bracket(Span span) {
    std::string expected(1, brackets_.back());
    tell(Code::TemplateExpected, span, {expected, quoted(span)});
    size_t partner = brackets_.rfind(text_[span.begin]);
    bool ends_tag = looking_at("}}") || (span.begin > 0 && text_[span.begin - 1] == '%');
    if (ends_tag && partner == std::string::npos) {
      if (!looking_at("}}")) {  // `%}`, whose first half was read as an operator
        at_ = span.begin - 1;
        tokens_.pop_back();
      }
      close_brackets(0);
      return false;
    }
    if (partner != std::string::npos) {
      close_brackets(partner + 1);
      brackets_.pop_back();
      return true;
    }
    at_ = span.end;
    return false;
  }

  /// Closes all but `keep` brackets with empty tokens, so that the parser does not tell the same again.
  void close_brackets(size_t keep) {
    while (brackets_.size() > keep) {
      char sign = brackets_.back();
      brackets_.pop_back();
      add(sign == ')'   ? TokenKind::ParenClose
          : sign == ']' ? TokenKind::BracketClose
                        : TokenKind::BraceClose,
          {at_, at_});
    }
  }

  const base::Source& source_;
  value::Arena& arena_;
  base::Diagnostics& diagnostics_;
  std::string_view text_;
  uint32_t at_ = 0;
  int errors_ = 0;
  std::string brackets_;  ///< the closing signs that are awaited, innermost last
  std::vector<Token> tokens_;
};

}  // namespace

std::string_view token_kind_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::Text:
      return "text";
    case TokenKind::PrintBegin:
      return "{{";
    case TokenKind::PrintEnd:
      return "}}";
    case TokenKind::TagBegin:
      return "{%";
    case TokenKind::TagEnd:
      return "%}";
    case TokenKind::Name:
      return "name";
    case TokenKind::Integer:
      return "integer";
    case TokenKind::Float:
      return "float";
    case TokenKind::String:
      return "string";
    case TokenKind::End:
      return "end";
    default:
      break;
  }
  for (const Operator& known : kOperators)
    if (known.kind == kind) return known.sign;
  return "";
}

std::vector<Token> lex(const base::Source& source, value::Arena& arena, base::Diagnostics& diagnostics) {
  return Lexer(source, arena, diagnostics).run();
}

}  // namespace herald::tmpl
