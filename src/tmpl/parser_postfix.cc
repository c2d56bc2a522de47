// What stands behind a value: attributes, items, slices, calls, filters and tests.

#include "tmpl/parser_state.h"

namespace herald::tmpl {

using base::Code;
using base::Span;
using value::Value;

const Expression* ExpressionParser::parse_postfix(const Expression* left) {
  while (left != nullptr) {
    switch (current().kind) {
      case TokenKind::Dot:
        left = parse_attribute(left, false);
        break;
      case TokenKind::SafeDot:
        left = parse_attribute(left, true);
        break;
      case TokenKind::BracketOpen:
        left = parse_subscript(left, false);
        break;
      case TokenKind::SafeBracket:
        left = parse_subscript(left, true);
        break;
      case TokenKind::ParenOpen:
        left = parse_call(left);
        break;
      default:
        return left;
    }
  }
  return left;
}

const Expression* ExpressionParser::parse_filters_and_tests(const Expression* left) {
  while (left != nullptr) {
    if (take_if(TokenKind::Pipe)) {
      left = parse_filter(left);
    } else if (current().is_name("is")) {
      left = parse_test(left);
    } else if (current().is(TokenKind::ParenOpen)) {
      left = parse_call(left);
    } else {
      return left;
    }
  }
  return left;
}

const Expression* ExpressionParser::parse_attribute(const Expression* left, bool safe) {
  take();
  const Token& token = current();
  if (token.is(TokenKind::Integer)) {
    take();
    Expression* index = make(ExpressionKind::Constant, token.span);
    index->constant = Value::integer(token.integer);
    Expression* item = make(ExpressionKind::Item, left->span);
    item->at = token.span;
    item->safe = safe;
    item->left = left;
    item->right = index;
    return finish(item, token.span);
  }
  const Token* name = expect_any_name();
  if (name == nullptr) return nullptr;
  Expression* attribute = make(ExpressionKind::Attribute, left->span);
  attribute->at = name->span;
  attribute->safe = safe;
  attribute->left = left;
  attribute->name = name->text;
  return finish(attribute, name->span);
}

const Expression* ExpressionParser::parse_subscript(const Expression* left, bool safe) {
  take();
  const Expression* index = nullptr;
  if (!current().is(TokenKind::Colon)) {
    index = parse_expression();
    if (index == nullptr) return nullptr;
  }
  if (current().is(TokenKind::Colon)) return parse_slice(left, index);
  Span end = current().span;
  if (!expect(TokenKind::BracketClose)) return nullptr;
  Expression* item = make(ExpressionKind::Item, left->span);
  item->at = index->span;
  item->safe = safe;
  item->left = left;
  item->right = index;
  return finish(item, end);
}

const Expression* ExpressionParser::parse_slice(const Expression* left, const Expression* first) {
  Expression* slice = make(ExpressionKind::Slice, left->span);
  slice->at = current().span;
  slice->left = left;
  std::vector<const Expression*> parts = {first, nullptr, nullptr};
  for (size_t i = 1; i < 3 && take_if(TokenKind::Colon); ++i) {
    if (current().is(TokenKind::Colon) || current().is(TokenKind::BracketClose)) continue;
    parts[i] = parse_expression();
    if (parts[i] == nullptr) return nullptr;
  }
  Span end = current().span;
  if (!expect(TokenKind::BracketClose)) return nullptr;
  slice->items = store(parts);
  return finish(slice, end);
}

const Expression* ExpressionParser::parse_filters(const Expression* subject) {
  const Expression* result = parse_filter(subject);
  while (result != nullptr && take_if(TokenKind::Pipe)) result = parse_filter(result);
  return result;
}

const Expression* ExpressionParser::parse_filter(const Expression* subject) {
  const Token* name = expect_any_name();
  if (name == nullptr) return nullptr;
  Expression* filter = make(ExpressionKind::Filter, subject != nullptr ? subject->span : name->span);
  filter->at = name->span;
  filter->name = name->text;
  filter->left = subject;
  if (current().is(TokenKind::ParenOpen) && !parse_arguments(filter->arguments)) return nullptr;
  return finish(filter, tokens_[at_ - 1].span);
}

const Expression* ExpressionParser::parse_test(const Expression* left) {
  take();
  Expression* test = make(ExpressionKind::Test, left->span);
  test->negated = take_if_name("not");
  const Token* name = expect_any_name();
  if (name == nullptr) return nullptr;
  test->at = name->span;
  test->name = name->text;
  test->left = left;
  const Token& next = current();
  bool plain = next.is(TokenKind::String) || next.is(TokenKind::Integer) || next.is(TokenKind::Float) ||
               next.is(TokenKind::BracketOpen) || next.is(TokenKind::BraceOpen) ||
               (next.is(TokenKind::Name) && next.text != "else" && next.text != "or" && next.text != "and" &&
                next.text != "if" && next.text != "is" && next.text != "recursive" && next.text != "not" &&
                next.text != "in");
  if (next.is(TokenKind::ParenOpen)) {
    if (!parse_arguments(test->arguments)) return nullptr;
  } else if (plain) {
    const Expression* argument = parse_primary();
    if (argument != nullptr) argument = parse_postfix(argument);
    if (argument == nullptr) return nullptr;
    test->arguments.positional = store(std::vector<const Expression*>{argument});
  }
  return finish(test, tokens_[at_ - 1].span);
}

const Expression* ExpressionParser::parse_call(const Expression* left) {
  Expression* call = make(ExpressionKind::Call, left->span);
  call->at = left->at;
  call->left = left;
  if (!parse_arguments(call->arguments)) return nullptr;
  return finish(call, tokens_[at_ - 1].span);
}

bool ExpressionParser::parse_arguments(Arguments& arguments) {
  take();
  std::vector<const Expression*> positional;
  std::vector<Keyword> keywords;
  while (!current().is(TokenKind::ParenClose)) {
    if (!parse_argument(arguments, positional, keywords)) return false;
    if (!take_if(TokenKind::Comma)) break;
  }
  if (!expect(TokenKind::ParenClose)) return false;
  arguments.positional = store(positional);
  arguments.keywords = store(keywords);
  return true;
}

bool ExpressionParser::parse_argument(Arguments& arguments, std::vector<const Expression*>& positional,
                                      std::vector<Keyword>& keywords) {
  const Token& token = current();
  if (token.is(TokenKind::Star) && arguments.star == nullptr && arguments.star_star == nullptr) {
    take();
    arguments.star = parse_expression();
    return arguments.star != nullptr;
  }
  if (token.is(TokenKind::StarStar) && arguments.star_star == nullptr) {
    take();
    arguments.star_star = parse_expression();
    return arguments.star_star != nullptr;
  }
  if (token.is(TokenKind::Name) && ahead().is(TokenKind::Assign)) {
    take();
    take();
    for (const Keyword& known : keywords) {
      if (known.name != token.text) continue;
      fail(Code::TemplateArgumentTwice, token.span, {std::string(token.text)});
      return false;
    }
    const Expression* item = parse_expression();
    if (item != nullptr) keywords.push_back({token.text, token.span, item});
    return item != nullptr;
  }
  if (!keywords.empty() || arguments.star != nullptr || arguments.star_star != nullptr) {
    fail(Code::TemplateArgumentOrder, token.span, {});
    return false;
  }
  const Expression* item = parse_expression();
  if (item != nullptr) positional.push_back(item);
  return item != nullptr;
}

}  // namespace herald::tmpl
