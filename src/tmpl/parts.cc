#include "tmpl/parts.h"

#include <algorithm>

namespace herald::tmpl {

bool SteadyNames::has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

bool SteadyNames::has_part(std::string_view name, std::string_view attribute) const {
  return std::any_of(names_.begin(), names_.end(), [&](std::string_view known) {
    return known.size() == name.size() + 1 + attribute.size() && known[name.size()] == '.' &&
           known.starts_with(name) && known.ends_with(attribute);
  });
}

bool SteadyNames::mentions(std::string_view name) const {
  return std::any_of(names_.begin(), names_.end(), [&](std::string_view known) {
    return known.starts_with(name) && (known.size() == name.size() || known[name.size()] == '.');
  });
}

void SteadyNames::drop(std::string_view name) {
  std::erase_if(names_, [&](std::string_view known) { return known.substr(0, known.find('.')) == name; });
}

void SteadyNames::drop_target(const Expression* target) {
  if (target == nullptr) return;
  if (target->kind == ExpressionKind::Name) drop(target->name);
  for (const Expression* item : target->items) drop_target(item);
}

void SteadyNames::drop_bound(Body body) {
  for (const Statement* s : body) {
    drop_target(s->target);
    for (const Expression* target : s->targets) drop_target(target);
    for (const ParameterNode& parameter : s->parameters) drop(parameter.name);
    for (const ImportName& name : s->imports) drop(name.alias);
    if (s->kind == StatementKind::Macro || s->kind == StatementKind::Import) drop(s->name);
    for (const Branch& branch : s->branches) drop_bound(branch.body);
    drop_bound(s->body);
    drop_bound(s->otherwise);
  }
}

bool SteadyWalk::name(std::string_view name) const {
  if (std::find(bound_.begin(), bound_.end(), name) != bound_.end()) return true;
  return names_.has(name) && !is_local_(name);
}

bool SteadyWalk::all(std::span<const Expression* const> items) {
  return std::all_of(items.begin(), items.end(), [&](const Expression* item) { return expression(item); });
}

bool SteadyWalk::arguments(const Arguments& given) {
  return all(given.positional) && expression(given.star) && expression(given.star_star) &&
         std::all_of(given.keywords.begin(), given.keywords.end(),
                     [&](const Keyword& keyword) { return expression(keyword.value); });
}

bool SteadyWalk::expression(const Expression* e) {
  if (e == nullptr) return true;
  if (e->kind == ExpressionKind::Name) return name(e->name);
  if (e->kind == ExpressionKind::Reference) return false;
  if (e->kind == ExpressionKind::Attribute && e->left->kind == ExpressionKind::Name &&
      names_.has_part(e->left->name, e->name) && !is_local_(e->left->name))
    return true;
  return expression(e->left) && expression(e->right) && expression(e->third) && all(e->items) &&
         arguments(e->arguments);
}

void SteadyWalk::bind(const Expression& target) {
  if (target.kind == ExpressionKind::Name) bound_.push_back(target.name);
  for (const Expression* item : target.items) bind(*item);
}

bool SteadyWalk::loop(const Statement& s) {
  if (s.recursive || !expression(s.value)) return false;
  const size_t around = bound_.size();
  bind(*s.target);
  bool steady = expression(s.test);
  bound_.push_back("loop");
  steady = steady && body(s.body);
  bound_.resize(around);
  return steady && body(s.otherwise);
}

bool SteadyWalk::body(Body statements) {
  return std::all_of(statements.begin(), statements.end(), [&](const Statement* s) { return statement(*s); });
}

bool SteadyWalk::statement(const Statement& s) {
  switch (s.kind) {
    case StatementKind::Text:
      return true;
    case StatementKind::Print:
    case StatementKind::Include:
      return expression(s.value);
    case StatementKind::If:
      return body(s.otherwise) && std::all_of(s.branches.begin(), s.branches.end(), [&](const Branch& b) {
               return expression(b.test) && body(b.body);
             });
    case StatementKind::For:
      return loop(s);
    default:
      return false;
  }
}

}  // namespace herald::tmpl
