#pragma once
// What the two halves of the parser share: the place in the tokens, errors, and lists that go into the arena.
// Used by parser.cc (statements), parser_expression.cc (expressions) and parser_postfix.cc (what stands
// behind a value) alone.

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "tmpl/ast.h"
#include "tmpl/token.h"
#include "value/arena.h"

namespace herald::tmpl {

/// Reads expressions. An error makes `failed` true: the caller then leaves the tag.
class ExpressionParser {
 public:
  ExpressionParser(const base::Source& source, std::span<const Token> tokens, value::Arena& arena,
                   base::Diagnostics& diagnostics)
      : source_(source), tokens_(tokens), arena_(arena), diagnostics_(diagnostics) {}

  static constexpr int kErrorsMax = 20;  ///< a template

 protected:
  enum class Conditions : uint8_t { Allowed, Absent };  ///< whether `a if b else c` may stand there

  /// An expression; null after an error.
  const Expression* parse_expression(Conditions conditions = Conditions::Allowed);
  /// An expression, or several with commas, which make a tuple. Ends also before the name `end_name`.
  const Expression* parse_tuple(Conditions conditions, std::string_view end_name = {});
  /// Names to assign to: `a`, `a, b`, `(a, (b, c))`, and with `references` also `ns.a`.
  const Expression* parse_target(bool references, std::string_view end_name = {});
  /// `name(arguments)|name …` applied to `subject`, which is null in filter blocks. The first `|` was taken.
  const Expression* parse_filters(const Expression* subject);
  const Expression* parse_filter(const Expression* subject);

  const Token& current() const { return tokens_[at_]; }
  const Token& ahead() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  const Token& take() {
    const Token& token = tokens_[at_];
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool take_if(TokenKind kind) {
    if (!current().is(kind)) return false;
    take();
    return true;
  }
  bool take_if_name(std::string_view name) {
    if (!current().is_name(name)) return false;
    take();
    return true;
  }
  /// Takes a token of `kind`, or tells that it is missing.
  bool expect(TokenKind kind);
  bool expect_name(std::string_view name);
  /// Takes any name, or tells that one is missing and returns null.
  const Token* expect_any_name();

  /// Tells an error, with "did you mean `near`" if that is not empty. One a tag and 20 a template; returns
  /// null.
  std::nullptr_t fail(base::Code code, base::Span span, std::vector<std::string> arguments,
                      std::string_view near = {});
  std::nullptr_t fail_expected(std::string expected);
  /// The current token's text for messages.
  std::string found() const;

  /// A copy of `items` in the arena.
  template <class T>
  std::span<const T> store(const std::vector<T>& items) {
    T* copy = arena_.array<T>(items.size());
    for (size_t i = 0; i < items.size(); ++i) new (copy + i) T(items[i]);
    return {copy, items.size()};
  }
  Expression* make(ExpressionKind kind, base::Span span) {
    auto* expression = arena_.make<Expression>();
    expression->kind = kind;
    expression->span = expression->at = span;
    return expression;
  }

  const base::Source& source_;
  std::span<const Token> tokens_;
  value::Arena& arena_;
  base::Diagnostics& diagnostics_;
  size_t at_ = 0;
  bool failed_ = false;  ///< an error was told in this tag
  int errors_ = 0;
  int depth_ = 0;

 private:
  const Expression* parse_condition();
  const Expression* parse_or();
  const Expression* parse_and();
  const Expression* parse_not();
  const Expression* parse_compare();
  const Expression* parse_sum();
  const Expression* parse_concat();
  const Expression* parse_product();
  const Expression* parse_power();
  const Expression* parse_unary(bool with_filters);
  const Expression* parse_primary();
  const Expression* parse_name();
  const Expression* parse_string();
  const Expression* parse_parentheses();
  const Expression* parse_list();
  const Expression* parse_dict();
  const Expression* parse_postfix(const Expression* left);
  const Expression* parse_filters_and_tests(const Expression* left);
  const Expression* parse_attribute(const Expression* left, bool safe);
  const Expression* parse_subscript(const Expression* left, bool safe);
  const Expression* parse_slice(const Expression* left, const Expression* first);
  const Expression* parse_test(const Expression* left);
  const Expression* parse_call(const Expression* left);
  const Expression* parse_target_part(bool references);
  bool parse_arguments(Arguments& arguments);
  bool parse_argument(Arguments& arguments, std::vector<const Expression*>& positional,
                      std::vector<Keyword>& keywords);
  const Expression* binary(ExpressionKind kind, Operator op, base::Span at, const Expression* left,
                           const Expression* right);
  /// Sets span and height from the parts; null when the tree grew too high.
  const Expression* finish(Expression* expression, base::Span end);
  /// True when an operand may still follow: keeps recursion in bounds.
  bool enter();
  void leave() { --depth_; }
};

}  // namespace herald::tmpl
