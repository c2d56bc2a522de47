#pragma once
// The words of a template. Text outside of tags is one token; inside of tags each name, literal and operator
// is one.

#include <cstdint>
#include <string_view>

#include "base/source.h"

namespace herald::tmpl {

/// What a token is. The operators are named by their sign's name.
enum class TokenKind : uint8_t {
  Text,        ///< what is copied to the output; `text` has whitespace control and raw already applied
  PrintBegin,  ///< {{
  PrintEnd,    ///< }}
  TagBegin,    ///< {%
  TagEnd,      ///< %}
  Name,
  Integer,  ///< `integer`
  Float,    ///< `number`
  String,   ///< `text` without quotes, escapes read
  Plus,
  Minus,
  Star,
  StarStar,
  Slash,
  SlashSlash,
  Percent,
  Tilde,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Assign,
  Dot,
  SafeDot,  ///< ?.
  Comma,
  Colon,
  Pipe,
  ParenOpen,
  ParenClose,
  BracketOpen,
  SafeBracket,  ///< ?[
  BracketClose,
  BraceOpen,
  BraceClose,
  End,  ///< the end of the template
};

/// A token and its place. `text` lives in the source or in the lexer's arena.
struct Token {
  TokenKind kind = TokenKind::End;
  bool told = false;  ///< of PrintBegin and TagBegin: an error within the tag was told already
  base::Span span;
  std::string_view text;
  int64_t integer = 0;
  double number = 0;

  bool is(TokenKind k) const { return kind == k; }
  bool is_name(std::string_view name) const { return kind == TokenKind::Name && text == name; }
};

/// The kind as dumps show it: "text", "name", "{{", "+" …
std::string_view token_kind_name(TokenKind kind);

}  // namespace herald::tmpl
