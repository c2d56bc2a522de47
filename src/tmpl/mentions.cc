#include "tmpl/mentions.h"

#include <algorithm>

namespace herald::tmpl {
namespace {

bool mentions_in(const Expression* e, std::string_view name) {
  if (e == nullptr) return false;
  bool is_name = e->kind == ExpressionKind::Name || e->kind == ExpressionKind::Reference;
  if (is_name && e->name == name) return true;
  auto in_all = [&](std::span<const Expression* const> items) {
    return std::any_of(items.begin(), items.end(),
                       [&](const Expression* item) { return mentions_in(item, name); });
  };
  const Arguments& given = e->arguments;
  return mentions_in(e->left, name) || mentions_in(e->right, name) || mentions_in(e->third, name) ||
         in_all(e->items) || in_all(given.positional) ||
         std::any_of(given.keywords.begin(), given.keywords.end(),
                     [&](const Keyword& keyword) { return mentions_in(keyword.value, name); }) ||
         mentions_in(given.star, name) || mentions_in(given.star_star, name);
}

bool mentions_in(Body body, std::string_view name) {
  return std::any_of(body.begin(), body.end(), [&](const Statement* part) {
    auto in_all = [&](std::span<const Expression* const> items) {
      return std::any_of(items.begin(), items.end(),
                         [&](const Expression* item) { return mentions_in(item, name); });
    };
    return mentions_in(part->target, name) || mentions_in(part->value, name) ||
           mentions_in(part->test, name) || in_all(part->values) || mentions(*part, name) ||
           mentions_in(part->otherwise, name) ||
           std::any_of(part->branches.begin(), part->branches.end(), [&](const Branch& branch) {
             return mentions_in(branch.test, name) || mentions_in(branch.body, name);
           });
  });
}

void collect_target(const Expression* target, std::vector<std::string_view>& names) {
  if (target == nullptr) return;
  if (target->kind == ExpressionKind::Name) names.push_back(target->name);
  for (const Expression* item : target->items) collect_target(item, names);
}

}  // namespace

bool mentions(const Statement& statement, std::string_view name) {
  return std::any_of(statement.parameters.begin(), statement.parameters.end(),
                     [&](const ParameterNode& parameter) { return mentions_in(parameter.fallback, name); }) ||
         mentions_in(statement.body, name);
}

bool names_templates(const Expression& e) {
  auto literal = [](const Expression* part) {
    return part->kind == ExpressionKind::Constant && part->constant.is_text();
  };
  bool list = e.kind == ExpressionKind::List || e.kind == ExpressionKind::Tuple;
  return list ? std::all_of(e.items.begin(), e.items.end(), literal) : literal(&e);
}

void collect_assigned(Body body, std::vector<std::string_view>& names) {
  for (const Statement* statement : body) {
    switch (statement->kind) {
      case StatementKind::Set:
      case StatementKind::SetBlock:
        collect_target(statement->target, names);
        break;
      case StatementKind::Macro:
      case StatementKind::Import:
        names.push_back(statement->name);
        break;
      case StatementKind::FromImport:
        for (const ImportName& name : statement->imports) names.push_back(name.alias);
        break;
      case StatementKind::If:
        for (const Branch& branch : statement->branches) collect_assigned(branch.body, names);
        collect_assigned(statement->otherwise, names);
        break;
      default:
        break;
    }
  }
}

}  // namespace herald::tmpl
