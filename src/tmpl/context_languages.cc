// The languages within a page: scripts, style sheets and addresses, read as far as escaping takes.

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "tmpl/context.h"

namespace herald::tmpl {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Words behind which an expression begins, so that a `/` begins a regular expression.
bool begins_expression(std::string_view word) {
  static constexpr std::string_view kWords[] = {"await", "case",   "delete", "do",         "else",
                                                "in",    "of",     "return", "instanceof", "new",
                                                "throw", "typeof", "void",   "yield"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

/// Steps over a script, one sort of token at a time.
class ScriptStepper {
 public:
  ScriptStepper(PageContext& context, std::string_view text) : c_(context), text_(text) {}

  void run() {
    while (at_ < text_.size() && c_.script != Script::Lost) {
      if (c_.script == Script::Code) {
        code();
      } else if (c_.script == Script::LineComment) {
        line_comment();
      } else if (c_.script == Script::BlockComment) {
        block_comment();
      } else {
        quoted();
      }
    }
  }

 private:
  bool json() const { return (c_.flags & kJson) != 0; }
  char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

  void code() {
    char ch = text_[at_];
    if (is_blank(ch)) {
      ++at_;
    } else if (is_word(ch)) {
      word();
    } else if (ch == '"') {
      enter(Script::Double);
    } else if (ch == '\'' || ch == '`') {
      enter(json() ? Script::Lost : ch == '`' ? Script::Template : Script::Single);
    } else if (ch == '/') {
      slash();
    } else if (text_.substr(at_).starts_with("<!--") ||
               (begins_line() && text_.substr(at_).starts_with("-->"))) {
      enter(Script::LineComment);
    } else {
      sign(ch);
    }
  }

  bool begins_line() const {
    size_t back = at_;
    while (back > 0 && text_[back - 1] != '\n' && is_blank(text_[back - 1])) --back;
    return back == 0 || text_[back - 1] == '\n';
  }

  void enter(Script script) {
    c_.script = script;
    ++at_;
  }

  void word() {
    size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    bool part = begin > 0 && text_[begin - 1] == '.';
    bool opens = !part && begins_expression(text_.substr(begin, at_ - begin));
    // At the very beginning it may be the end of a word that was begun before.
    bool part_of_word = begin == 0 && c_.slash != Slash::Regexp;
    c_.slash = part_of_word ? Slash::Unknown : opens ? Slash::Regexp : Slash::Divide;
  }

  void slash() {
    bool last = at_ + 1 == text_.size();
    if (next() == '/' || next() == '*') {
      c_.script = json() ? Script::Lost : next() == '/' ? Script::LineComment : Script::BlockComment;
      at_ += 2;
    } else if (json() || last || c_.slash == Slash::Unknown) {
      enter(Script::Lost);
    } else if (c_.slash == Slash::Regexp) {
      enter(Script::Regexp);
    } else {
      c_.slash = Slash::Regexp;
      ++at_;
    }
  }

  void sign(char ch) {
    bool doubled = (ch == '+' || ch == '-') && next() == ch;
    if (ch == ')' || ch == ']') {
      c_.slash = Slash::Divide;
    } else if (ch == '}' || doubled) {
      // The end of a block or of an object; a++ / 2 or a + ++/x/.y.
      c_.slash = Slash::Unknown;
    } else {
      c_.slash = Slash::Regexp;
    }
    at_ += doubled ? 2 : 1;
  }

  void line_comment() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    if (at_ < text_.size()) c_.script = Script::Code;
  }

  void block_comment() {
    size_t end = text_.find("*/", at_);
    if (end == std::string_view::npos) {
      if (text_.ends_with('*')) c_.script = Script::Lost;
      at_ = text_.size();
      return;
    }
    at_ = end + 2;
    c_.script = Script::Code;
  }

  /// One character of a string, a template literal or a regular expression.
  void quoted() {
    char ch = text_[at_];
    if (ch == '\\') {
      // A backslash at the end would escape what a tag of the template prints.
      if (at_ + 1 == text_.size()) c_.script = Script::Lost;
      at_ += 2;
      return;
    }
    switch (c_.script) {
      case Script::Double:
      case Script::Single:
        if (ch == (c_.script == Script::Double ? '"' : '\'')) return leave();
        if (ch == '\n') c_.script = Script::Lost;
        break;
      case Script::Template:
        if (ch == '`') return leave();
        if (ch == '$' && (next() == '{' || at_ + 1 == text_.size())) c_.script = Script::Lost;
        break;
      case Script::Regexp:
        if (ch == '/') return leave();
        if (ch == '[') c_.script = Script::RegexpClass;
        if (ch == '\n') c_.script = Script::Lost;
        break;
      default:
        if (ch == ']') c_.script = Script::Regexp;
        if (ch == '\n') c_.script = Script::Lost;
        break;
    }
    ++at_;
  }

  void leave() {
    c_.script = Script::Code;
    c_.slash = Slash::Divide;
    ++at_;
  }

  PageContext& c_;
  std::string_view text_;
  size_t at_ = 0;
};

/// Reads an address a character at a time. The scheme must stand in one piece.
class UrlStepper {
 public:
  explicit UrlStepper(PageContext& context) : c_(context), whole_(context.url == Url::Start) {}

  void character(char ch) {
    bool blank = static_cast<unsigned char>(ch) <= 0x20;
    switch (c_.url) {
      case Url::Start:
        if (blank) return;
        c_.url = Url::Scheme;
        [[fallthrough]];
      case Url::Scheme:
        if (ch == ':') return colon();
        if (ch == '/' || ch == '\\' || ch == '?' || ch == '#') {
          c_.url = Url::Path;
          part(ch);
        } else if (ch != '\t' && ch != '\n' && ch != '\r') {
          head_ += ch;
        }
        return;
      case Url::DataHead:
        head_ += ch;
        if (ch == ',') data();
        return;
      default:
        part(ch);
    }
  }

  bool good() const { return good_; }

 private:
  void part(char ch) {
    if (ch == '?' && c_.url == Url::Path) c_.url = Url::Query;
    if (ch == '#' && (c_.url == Url::Path || c_.url == Url::Query)) c_.url = Url::Fragment;
  }

  void colon() {
    static constexpr std::string_view kRefused[] = {"javascript", "vbscript",   "livescript",  "mocha", "jar",
                                                    "blob",       "filesystem", "view-source", "about"};
    std::string scheme = base::lower_ascii(head_);
    bool refused = std::find(std::begin(kRefused), std::end(kRefused), scheme) != std::end(kRefused);
    good_ = good_ && whole_;
    c_.url = refused ? Url::Refused : scheme == "data" && whole_ ? Url::DataHead : Url::Path;
    head_.clear();
  }

  void data() {
    std::string head = base::lower_ascii(head_);
    bool base64 = head.find("base64") != std::string::npos;
    bool svg = head.starts_with("image/svg");
    bool picture = head.starts_with("image/") && head.find("xml") == std::string::npos;
    c_.url = svg && !base64 && whole_ ? Url::DataSvg : picture && whole_ ? Url::DataImage : Url::Refused;
  }

  PageContext& c_;
  bool whole_;
  bool good_ = true;
  std::string head_;
};

/// Steps over a style sheet or the value of a style attribute.
class StyleStepper {
 public:
  StyleStepper(PageContext& context, std::string_view text)
      : c_(context), text_(text), url_(std::in_place, context) {}

  void run() {
    for (; at_ < text_.size() && c_.style != Style::Lost; ++at_) character(text_[at_]);
    if (ends_in_part()) c_.style = Style::Lost;
  }

 private:
  void character(char ch) {
    if (ch == '\\' && c_.style != Style::Comment) {
      if (at_ + 1 == text_.size()) c_.style = Style::Lost;
      if (in_url()) url_->character(ch);
      ++at_;
      return;
    }
    switch (c_.style) {
      case Style::Plain:
        return plain(ch);
      case Style::Double:
      case Style::Single:
        if (ch == (c_.style == Style::Double ? '"' : '\'') || ch == '\n') c_.style = Style::Plain;
        return;
      case Style::Comment:
        if (ch == '/' && at_ > comment_ && text_[at_ - 1] == '*') c_.style = Style::Plain;
        return;
      case Style::Url:
        return bare_url(ch);
      case Style::UrlDouble:
      case Style::UrlSingle:
        if (ch == (c_.style == Style::UrlDouble ? '"' : '\'')) {
          c_.style = Style::UrlEnd;
        } else {
          url_->character(ch);
        }
        if (ch == '\n') c_.style = Style::Lost;
        return;
      default:
        if (ch == ')') c_.style = Style::Plain;
        if (ch != ')' && !is_blank(ch)) c_.style = Style::Lost;
    }
    if (c_.style == Style::Plain) c_.url = Url::Start;
  }

  /// Whether what follows may make `url(`, @import or the end of a comment of it.
  bool ends_in_part() const {
    if (c_.style == Style::Comment) return text_.ends_with('*');
    if (c_.style != Style::Plain) return false;
    size_t begin = text_.size();
    while (begin > 0 && (is_word(text_[begin - 1]) || text_[begin - 1] == '-')) --begin;
    std::string word = base::lower_ascii(text_.substr(begin));
    bool at = begin > 0 && text_[begin - 1] == '@';
    return at ? std::string_view("import").starts_with(word)
              : !word.empty() && std::string_view("url").starts_with(word);
  }

  bool in_url() const {
    return c_.style == Style::Url || c_.style == Style::UrlDouble || c_.style == Style::UrlSingle;
  }

  void plain(char ch) {
    if (ch == '"' || ch == '\'') {
      c_.style = ch == '"' ? Style::Double : Style::Single;
    } else if (ch == '/' && at_ + 1 < text_.size() && text_[at_ + 1] == '*') {
      c_.style = Style::Comment;
      ++at_;
      comment_ = at_ + 1;
    } else if (ch == '/' && at_ + 1 == text_.size()) {
      c_.style = Style::Lost;
    } else if (ch == '(' && word_before("url")) {
      c_.style = Style::Url;
      c_.url = Url::Start;
      url_.emplace(c_);
    } else if (ch == '@' && base::lower_ascii(text_.substr(at_, 7)) == "@import") {
      c_.flags |= kImport;
    } else if (ch == ';' || ch == '{' || ch == '}') {
      c_.flags &= static_cast<uint8_t>(~kImport);
    }
  }

  bool word_before(std::string_view word) const {
    if (at_ < word.size() || base::lower_ascii(text_.substr(at_ - word.size(), word.size())) != word)
      return false;
    char before = at_ == word.size() ? ' ' : text_[at_ - word.size() - 1];
    return !is_word(before) && before != '-';
  }

  void bare_url(char ch) {
    bool quote = ch == '"' || ch == '\'';
    if (quote && c_.url == Url::Start) {
      c_.style = ch == '"' ? Style::UrlDouble : Style::UrlSingle;
    } else if (ch == ')') {
      c_.style = Style::Plain;
      c_.url = Url::Start;
    } else if (quote || ch == '(') {
      c_.style = Style::Lost;
    } else {
      url_->character(ch);
    }
    if (!url_->good()) c_.style = Style::Lost;
  }

  PageContext& c_;
  std::string_view text_;
  std::optional<UrlStepper> url_;
  size_t at_ = 0;
  size_t comment_ = 0;  ///< where the comment's text begins in this piece
};

struct Named {
  std::string_view name;
  char character;
};
/// The named references that give one ASCII character each (WHATWG HTML §13.5).
constexpr Named kNamed[] = {
    {"Tab", '\t'},     {"NewLine", '\n'},     {"excl", '!'},   {"quot", '"'},   {"QUOT", '"'},
    {"num", '#'},      {"dollar", '$'},       {"percnt", '%'}, {"amp", '&'},    {"AMP", '&'},
    {"apos", '\''},    {"lpar", '('},         {"rpar", ')'},   {"ast", '*'},    {"midast", '*'},
    {"plus", '+'},     {"comma", ','},        {"period", '.'}, {"sol", '/'},    {"colon", ':'},
    {"semi", ';'},     {"lt", '<'},           {"LT", '<'},     {"equals", '='}, {"gt", '>'},
    {"GT", '>'},       {"quest", '?'},        {"commat", '@'}, {"lsqb", '['},   {"lbrack", '['},
    {"bsol", '\\'},    {"rsqb", ']'},         {"rbrack", ']'}, {"Hat", '^'},    {"lowbar", '_'},
    {"UnderBar", '_'}, {"grave", '`'},        {"lcub", '{'},   {"lbrace", '{'}, {"verbar", '|'},
    {"vert", '|'},     {"VerticalLine", '|'}, {"rcub", '}'},   {"rbrace", '}'},
};

}  // namespace

void step_script(PageContext& context, std::string_view text) { ScriptStepper(context, text).run(); }

void step_style(PageContext& context, std::string_view text) { StyleStepper(context, text).run(); }

bool step_url(PageContext& context, std::string_view text) {
  if (context.url == Url::Before) {
    std::string lower = base::lower_ascii(text);
    size_t begin = lower.find("url");
    if (begin == std::string::npos) return true;
    begin += 3;
    while (begin < text.size() && is_blank(text[begin])) ++begin;
    if (begin == text.size() || text[begin] != '=') return true;
    ++begin;
    while (begin < text.size() && is_blank(text[begin])) ++begin;
    if (begin < text.size() && (text[begin] == '"' || text[begin] == '\'')) ++begin;
    context.url = Url::Start;
    text.remove_prefix(begin);
  }
  UrlStepper stepper(context);
  for (char ch : text) stepper.character(ch);
  return stepper.good();
}

bool read_references(std::string_view text, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] != '&') {
      out += text[at++];
      continue;
    }
    size_t end = at + 1;
    if (end < text.size() && text[end] == '#') ++end;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
    if (end == text.size()) {
      out += text.substr(at);
      return false;
    }
    std::string_view name = text.substr(at + 1, end - at - 1);
    char32_t character = 0;
    if (name.starts_with('#')) {
      bool hex = name.size() > 1 && (name[1] | 0x20) == 'x';
      uint32_t number = 0;
      auto [last, error] =
          std::from_chars(name.data() + (hex ? 2 : 1), name.data() + name.size(), number, hex ? 16 : 10);
      if (error == std::errc() && last == name.data() + name.size()) character = number;
    } else {
      // Some old names need no semicolon; in an attribute a letter, digit or `=` must not follow then.
      bool closed = text[end] == ';';
      bool old = base::lower_ascii(name) == "amp" || base::lower_ascii(name) == "lt" ||
                 base::lower_ascii(name) == "gt" || base::lower_ascii(name) == "quot";
      for (const Named& known : kNamed)
        if (known.name == name && (closed || (old && text[end] != '=')))
          character = static_cast<unsigned char>(known.character);
    }
    if (character == 0) {
      out += text[at++];
      continue;
    }
    base::append_utf8(out, character);
    at = end + (text[end] == ';' ? 1 : 0);
  }
  return true;
}

}  // namespace herald::tmpl
