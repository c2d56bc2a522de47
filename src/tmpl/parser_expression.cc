// long: the ranks of expressions are one ladder, and read best from top to bottom in one place.
// Expressions, with Jinja2's ranks: or, and, not, comparisons, + -, ~, * / // %, **, unary, filters and
// tests.

#include <algorithm>
#include <array>

#include "tmpl/parser_state.h"

namespace herald::tmpl {

using base::Code;
using base::Span;
using value::Value;

std::string_view operator_sign(Operator op) {
  static constexpr std::array<std::string_view, 18> kSigns = {
      "+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "not", "-", "+"};
  return kSigns[static_cast<size_t>(op)];
}

std::nullptr_t ExpressionParser::fail(Code code, Span span, std::vector<std::string> arguments,
                                      std::string_view near) {
  if (failed_) return nullptr;
  failed_ = true;
  if (++errors_ > kErrorsMax) return nullptr;
  base::Diagnostic& added = diagnostics_.add(code, source_, span, std::move(arguments));
  if (!near.empty()) added.notes.push_back(base::failure(Code::DidYouMean, {}, {std::string(near)}));
  return nullptr;
}

std::string ExpressionParser::found() const {
  std::string_view text = source_.view(current().span);
  return std::string(text.substr(0, 40));
}

std::nullptr_t ExpressionParser::fail_expected(std::string expected) {
  return fail(Code::TemplateExpected, current().span, {std::move(expected), found()});
}

bool ExpressionParser::expect(TokenKind kind) {
  if (take_if(kind)) return true;
  fail_expected(std::string(token_kind_name(kind)));
  return false;
}

bool ExpressionParser::expect_name(std::string_view name) {
  if (take_if_name(name)) return true;
  fail_expected(std::string(name));
  return false;
}

const Token* ExpressionParser::expect_any_name() {
  if (current().is(TokenKind::Name)) return &take();
  return fail(Code::TemplateExpectedName, current().span, {found()});
}

bool ExpressionParser::enter() {
  if (++depth_ <= kNestingMax) return true;
  fail(Code::TemplateNesting, current().span, {std::to_string(kNestingMax)});
  return false;
}

const Expression* ExpressionParser::finish(Expression* expression, Span end) {
  uint16_t height = 0;
  auto count = [&](const Expression* part) {
    if (part != nullptr) height = std::max(height, part->height);
  };
  count(expression->left);
  count(expression->right);
  count(expression->third);
  for (const Expression* item : expression->items) count(item);
  for (const Expression* item : expression->arguments.positional) count(item);
  for (const Keyword& keyword : expression->arguments.keywords) count(keyword.value);
  count(expression->arguments.star);
  count(expression->arguments.star_star);
  expression->height = static_cast<uint16_t>(height + 1);
  expression->span.end = std::max(expression->span.end, end.end);
  if (expression->height > kHeightMax)
    return fail(Code::TemplateNesting, expression->at, {std::to_string(kHeightMax)});
  return expression;
}

const Expression* ExpressionParser::binary(ExpressionKind kind, Operator op, Span at, const Expression* left,
                                           const Expression* right) {
  if (left == nullptr || right == nullptr) return nullptr;
  Expression* expression = make(kind, left->span);
  expression->op = op;
  expression->at = at;
  expression->left = left;
  expression->right = right;
  return finish(expression, right->span);
}

const Expression* ExpressionParser::parse_expression(Conditions conditions) {
  if (!enter()) return nullptr;
  const Expression* result = conditions == Conditions::Allowed ? parse_condition() : parse_or();
  leave();
  return result;
}

const Expression* ExpressionParser::parse_tuple(Conditions conditions, std::string_view end_name) {
  Span begin = current().span;
  std::vector<const Expression*> items;
  bool is_tuple = false;
  auto at_end = [&] {
    return current().is(TokenKind::PrintEnd) || current().is(TokenKind::TagEnd) ||
           current().is(TokenKind::ParenClose) || (!end_name.empty() && current().is_name(end_name));
  };
  while (!at_end()) {
    const Expression* item = parse_expression(conditions);
    if (item == nullptr) return nullptr;
    items.push_back(item);
    if (!take_if(TokenKind::Comma)) break;
    is_tuple = true;
  }
  if (items.empty()) return fail(Code::TemplateExpectedExpression, current().span, {found()});
  if (!is_tuple) return items[0];
  Expression* tuple = make(ExpressionKind::Tuple, begin);
  tuple->items = store(items);
  return finish(tuple, items.back()->span);
}

const Expression* ExpressionParser::parse_target(bool references, std::string_view end_name) {
  if (!enter()) return nullptr;
  Span begin = current().span;
  std::vector<const Expression*> items;
  bool is_tuple = false;
  while (const Expression* item = parse_target_part(references)) {
    items.push_back(item);
    if (!take_if(TokenKind::Comma)) break;
    is_tuple = true;
    bool more =
        current().is(TokenKind::ParenOpen) || (current().is(TokenKind::Name) && !current().is_name(end_name));
    if (!more) break;
  }
  leave();
  if (failed_) return nullptr;
  if (!is_tuple) return items[0];
  Expression* tuple = make(ExpressionKind::Tuple, begin);
  tuple->items = store(items);
  return finish(tuple, items.back()->span);
}

const Expression* ExpressionParser::parse_target_part(bool references) {
  if (take_if(TokenKind::ParenOpen)) {
    const Expression* inner = parse_target(references);
    return inner != nullptr && expect(TokenKind::ParenClose) ? inner : nullptr;
  }
  const Token* token = expect_any_name();
  if (token == nullptr) return nullptr;
  static constexpr std::array<std::string_view, 7> kReserved = {"true",  "false", "none", "True",
                                                                "False", "None",  "loop"};
  if (std::find(kReserved.begin(), kReserved.end(), token->text) != kReserved.end())
    return fail(Code::TemplateReservedName, token->span, {std::string(token->text)});
  if (references && take_if(TokenKind::Dot)) {
    const Token* attribute = expect_any_name();
    if (attribute == nullptr) return nullptr;
    Expression* reference = make(ExpressionKind::Reference, token->span);
    reference->name = token->text;
    reference->attribute = attribute->text;
    return finish(reference, attribute->span);
  }
  Expression* name = make(ExpressionKind::Name, token->span);
  name->name = token->text;
  return name;
}

const Expression* ExpressionParser::parse_condition() {
  const Expression* left = parse_or();
  while (left != nullptr && current().is_name("if")) {
    Span at = take().span;
    Expression* condition = make(ExpressionKind::Condition, left->span);
    condition->at = at;
    condition->left = left;
    condition->right = parse_or();
    if (condition->right == nullptr) return nullptr;
    if (take_if_name("else")) {
      condition->third = parse_expression();
      if (condition->third == nullptr) return nullptr;
    }
    left = finish(condition, (condition->third != nullptr ? condition->third : condition->right)->span);
  }
  return left;
}

const Expression* ExpressionParser::parse_or() {
  const Expression* left = parse_and();
  while (left != nullptr && current().is_name("or")) {
    Span at = take().span;
    left = binary(ExpressionKind::Or, Operator::Add, at, left, parse_and());
  }
  return left;
}

const Expression* ExpressionParser::parse_and() {
  const Expression* left = parse_not();
  while (left != nullptr && current().is_name("and")) {
    Span at = take().span;
    left = binary(ExpressionKind::And, Operator::Add, at, left, parse_not());
  }
  return left;
}

const Expression* ExpressionParser::parse_not() {
  if (!current().is_name("not")) return parse_compare();
  if (!enter()) return nullptr;
  Expression* expression = make(ExpressionKind::Unary, take().span);
  expression->op = Operator::Not;
  expression->left = parse_not();
  leave();
  return expression->left != nullptr ? finish(expression, expression->left->span) : nullptr;
}

const Expression* ExpressionParser::parse_compare() {
  const Expression* left = parse_sum();
  if (left == nullptr) return nullptr;
  std::vector<Operator> operators;
  std::vector<const Expression*> items;
  Span at;
  while (true) {
    TokenKind kind = current().kind;
    Operator op;
    Span here = current().span;
    if (kind >= TokenKind::Equal && kind <= TokenKind::GreaterEqual) {
      op = static_cast<Operator>(static_cast<int>(Operator::Equal) + static_cast<int>(kind) -
                                 static_cast<int>(TokenKind::Equal));
    } else if (current().is_name("in")) {
      op = Operator::In;
    } else if (current().is_name("not") && ahead().is_name("in")) {
      op = Operator::NotIn;
      take();
    } else {
      break;
    }
    take();
    const Expression* right = parse_sum();
    if (right == nullptr) return nullptr;
    if (operators.empty()) at = here;
    operators.push_back(op);
    items.push_back(right);
  }
  if (operators.empty()) return left;
  Expression* compare = make(ExpressionKind::Compare, left->span);
  compare->at = at;
  compare->left = left;
  compare->items = store(items);
  compare->operators = store(operators);
  return finish(compare, items.back()->span);
}

const Expression* ExpressionParser::parse_sum() {
  const Expression* left = parse_concat();
  while (left != nullptr && (current().is(TokenKind::Plus) || current().is(TokenKind::Minus))) {
    const Token& sign = take();
    Operator op = sign.is(TokenKind::Plus) ? Operator::Add : Operator::Subtract;
    left = binary(ExpressionKind::Binary, op, sign.span, left, parse_concat());
  }
  return left;
}

const Expression* ExpressionParser::parse_concat() {
  const Expression* left = parse_product();
  if (left == nullptr || !current().is(TokenKind::Tilde)) return left;
  std::vector<const Expression*> items = {left};
  Expression* concat = make(ExpressionKind::Concat, left->span);
  concat->at = current().span;
  while (take_if(TokenKind::Tilde)) {
    const Expression* right = parse_product();
    if (right == nullptr) return nullptr;
    items.push_back(right);
  }
  concat->items = store(items);
  return finish(concat, items.back()->span);
}

const Expression* ExpressionParser::parse_product() {
  const Expression* left = parse_power();
  while (left != nullptr) {
    Operator op;
    switch (current().kind) {
      case TokenKind::Star:
        op = Operator::Multiply;
        break;
      case TokenKind::Slash:
        op = Operator::Divide;
        break;
      case TokenKind::SlashSlash:
        op = Operator::FloorDivide;
        break;
      case TokenKind::Percent:
        op = Operator::Modulo;
        break;
      default:
        return left;
    }
    Span at = take().span;
    left = binary(ExpressionKind::Binary, op, at, left, parse_power());
  }
  return left;
}

const Expression* ExpressionParser::parse_power() {
  const Expression* left = parse_unary(true);
  while (left != nullptr && current().is(TokenKind::StarStar)) {
    Span at = take().span;
    left = binary(ExpressionKind::Binary, Operator::Power, at, left, parse_unary(true));
  }
  return left;
}

const Expression* ExpressionParser::parse_unary(bool with_filters) {
  const Expression* result = nullptr;
  if (current().is(TokenKind::Minus) || current().is(TokenKind::Plus)) {
    if (!enter()) return nullptr;
    const Token& sign = take();
    Expression* expression = make(ExpressionKind::Unary, sign.span);
    expression->op = sign.is(TokenKind::Minus) ? Operator::Negative : Operator::Positive;
    expression->left = parse_unary(false);
    leave();
    if (expression->left == nullptr) return nullptr;
    result = finish(expression, expression->left->span);
  } else {
    result = parse_primary();
  }
  if (result != nullptr) result = parse_postfix(result);
  if (result != nullptr && with_filters) result = parse_filters_and_tests(result);
  return result;
}

const Expression* ExpressionParser::parse_primary() {
  const Token& token = current();
  switch (token.kind) {
    case TokenKind::Name:
      return parse_name();
    case TokenKind::String:
      return parse_string();
    case TokenKind::Integer:
    case TokenKind::Float: {
      take();
      Expression* number = make(ExpressionKind::Constant, token.span);
      number->constant =
          token.is(TokenKind::Integer) ? Value::integer(token.integer) : Value::number(token.number);
      return number;
    }
    case TokenKind::ParenOpen:
      return parse_parentheses();
    case TokenKind::BracketOpen:
      return parse_list();
    case TokenKind::BraceOpen:
      return parse_dict();
    default:
      return fail(Code::TemplateExpectedExpression, token.span, {found()});
  }
}

const Expression* ExpressionParser::parse_name() {
  const Token& token = take();
  Expression* expression = make(ExpressionKind::Constant, token.span);
  if (token.text == "true" || token.text == "True") {
    expression->constant = Value::boolean(true);
  } else if (token.text == "false" || token.text == "False") {
    expression->constant = Value::boolean(false);
  } else if (token.text == "none" || token.text == "None") {
    expression->constant = Value::null();
  } else {
    expression->kind = ExpressionKind::Name;
    expression->name = token.text;
  }
  return expression;
}

/// Strings that stand side by side are one.
const Expression* ExpressionParser::parse_string() {
  const Token& first = take();
  Expression* string = make(ExpressionKind::Constant, first.span);
  std::string_view text = first.text;
  if (current().is(TokenKind::String)) {
    std::string joined(text);
    while (current().is(TokenKind::String)) {
      string->span.end = current().span.end;
      joined += take().text;
    }
    text = arena_.copy(joined);
  }
  string->constant = Value::string(text);
  return string;
}

const Expression* ExpressionParser::parse_parentheses() {
  Span open = take().span;
  if (current().is(TokenKind::ParenClose)) {
    Expression* empty = make(ExpressionKind::Tuple, open);
    empty->span.end = take().span.end;
    return empty;
  }
  const Expression* inner = parse_tuple(Conditions::Allowed);
  if (inner == nullptr || !expect(TokenKind::ParenClose)) return nullptr;
  auto* result = arena_.make<Expression>(*inner);
  result->parenthesized = true;
  return result;
}

const Expression* ExpressionParser::parse_list() {
  Expression* list = make(ExpressionKind::List, take().span);
  std::vector<const Expression*> items;
  while (!current().is(TokenKind::BracketClose)) {
    const Expression* item = parse_expression();
    if (item == nullptr) return nullptr;
    items.push_back(item);
    if (!take_if(TokenKind::Comma)) break;
  }
  Span end = current().span;
  if (!expect(TokenKind::BracketClose)) return nullptr;
  list->items = store(items);
  return finish(list, end);
}

const Expression* ExpressionParser::parse_dict() {
  Expression* dict = make(ExpressionKind::Dict, take().span);
  std::vector<const Expression*> items;
  while (!current().is(TokenKind::BraceClose)) {
    const Expression* key = parse_expression();
    if (key == nullptr || !expect(TokenKind::Colon)) return nullptr;
    const Expression* item = parse_expression();
    if (item == nullptr) return nullptr;
    items.push_back(key);
    items.push_back(item);
    if (!take_if(TokenKind::Comma)) break;
  }
  Span end = current().span;
  if (!expect(TokenKind::BraceClose)) return nullptr;
  dict->items = store(items);
  return finish(dict, end);
}

}  // namespace herald::tmpl
