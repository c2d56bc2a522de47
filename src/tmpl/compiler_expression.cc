// Expressions to instructions.

#include <algorithm>

#include "base/suggest.h"
#include "tmpl/compiler_state.h"

namespace herald::tmpl {

using base::Code;
using base::Span;
using value::Value;

uint32_t ExpressionCompiler::emit(Op op, Span span, int effect, uint32_t c, uint8_t a, uint16_t b) {
  function_->instructions.push_back({op, a, b, c});
  function_->spans.push_back(span);
  function_->depth += effect;
  function_->code.stack =
      std::max(function_->code.stack, static_cast<uint32_t>(std::max(function_->depth, 0)));
  return here() - 1;
}

base::Diagnostic& ExpressionCompiler::error(Code code, Span span, std::vector<std::string> arguments,
                                            std::string_view near) {
  base::Diagnostic& added = diagnostics_.add(code, input_.source, span, std::move(arguments));
  if (!near.empty()) added.notes.push_back(base::failure(Code::DidYouMean, {}, {std::string(near)}));
  return added;
}

uint32_t ExpressionCompiler::name_index(std::string_view name) {
  auto found = name_indexes_.find(name);
  if (found != name_indexes_.end()) return found->second;
  auto index = static_cast<uint32_t>(program_.names.size());
  program_.names.push_back(program_.arena.copy(name));
  name_indexes_.emplace(program_.names.back(), index);
  return index;
}

uint32_t ExpressionCompiler::constant(Value value) {
  if (value.is_text()) {
    std::string_view copy = program_.arena.copy(value.as_text());
    value = value.is(value::Type::Html) ? Value::html(copy) : Value::string(copy);
  }
  program_.constants.push_back(value);
  return static_cast<uint32_t>(program_.constants.size() - 1);
}

uint32_t ExpressionCompiler::text_index(std::string_view text) {
  program_.texts.push_back(text);
  return static_cast<uint32_t>(program_.texts.size() - 1);
}

std::vector<ExpressionCompiler::LocalPlace> ExpressionCompiler::places_of(std::string_view name) {
  std::vector<LocalPlace> places;
  uint8_t level = 0;
  for (FunctionState* state = function_; state != nullptr; state = state->parent, ++level) {
    for (size_t i = state->scopes.size(); i-- > 0;) {
      const Binding* binding = state->scopes[i].find(name);
      if (binding == nullptr) continue;
      if (level > 0) state->code.closed_over = true;
      places.push_back({level, binding->slot, binding->definite, binding->is_loop});
      if (binding->definite) return places;
    }
  }
  return places;
}

/// Takes the innermost place that is set when the program gets there; what may be unset is tried first.
void ExpressionCompiler::load(std::string_view name, Span span, Access access) {
  std::vector<uint32_t> jumps;
  bool found = false;
  for (const LocalPlace& place : places_of(name)) {
    if (place.definite) {
      emit(place.level == 0 ? Op::LoadSlot : Op::LoadOuter, span, 1, place.slot, place.level);
      found = true;
      break;
    }
    jumps.push_back(emit(Op::LoadIfSet, span, 0, 0, place.level, place.slot));
  }
  if (!found) emit(Op::LoadName, span, 1, variable(name), static_cast<uint8_t>(access));
  for (uint32_t jump : jumps) land(jump);
}

bool ExpressionCompiler::is_steady(const Expression& e) {
  return SteadyWalk(input_.steady, [&](std::string_view name) { return is_local(name); }).expression(&e);
}

size_t ExpressionCompiler::end_of_part(Body body, size_t begin) {
  if (in_part_ || input_.steady.empty()) return begin;
  SteadyWalk walk(input_.steady, [&](std::string_view name) { return is_local(name); });
  bool worth = false;
  size_t end = begin;
  for (; end < body.size() && walk.statement(*body[end]); ++end) {
    if (body[end]->kind == StatementKind::Include) return end == begin ? end + 1 : end;
    worth = worth || body[end]->kind != StatementKind::Text;
  }
  return worth ? end : begin;
}

void ExpressionCompiler::expression(const Expression& e, Access access) {
  const bool worth = e.kind == ExpressionKind::Call || e.kind == ExpressionKind::Attribute;
  if (!worth || in_part_ || input_.steady.empty() || !is_steady(e)) return plain_expression(e, access);
  part(e.span, true, [&] { plain_expression(e, access); });
}

void ExpressionCompiler::plain_expression(const Expression& e, Access access) {
  switch (e.kind) {
    case ExpressionKind::Constant:
      push_constant(e.constant, e.span);
      return;
    case ExpressionKind::Name:
      load(e.name, e.span, access);
      return;
    case ExpressionKind::List:
    case ExpressionKind::Tuple:
    case ExpressionKind::Dict:
      sequence(e);
      return;
    case ExpressionKind::Attribute:
      attribute(e, access);
      return;
    case ExpressionKind::Item:
      item(e, access);
      return;
    case ExpressionKind::Slice:
      slice(e);
      return;
    case ExpressionKind::Call:
      call(e, false);
      return;
    case ExpressionKind::Filter:
      filter(e);
      return;
    case ExpressionKind::Test:
      test(e);
      return;
    case ExpressionKind::Unary:
      unary_expression(e);
      return;
    case ExpressionKind::Binary:
      expression(*e.left);
      expression(*e.right);
      emit(Op::Binary, e.at, -1, 0, static_cast<uint8_t>(e.op));
      return;
    case ExpressionKind::Compare:
      compare_chain(e);
      return;
    case ExpressionKind::And:
    case ExpressionKind::Or:
      logical(e);
      return;
    case ExpressionKind::Concat:
      for (const Expression* part : e.items) expression(*part);
      emit(Op::Concat, e.at, 1 - static_cast<int>(e.items.size()), static_cast<uint32_t>(e.items.size()),
           static_cast<uint8_t>(function_->escape));
      return;
    case ExpressionKind::Condition:
      condition(e);
      return;
    case ExpressionKind::Reference:
      load(e.name, e.span, access);
      return;
  }
}

void ExpressionCompiler::attribute(const Expression& e, Access access) {
  if (e.left->kind == ExpressionKind::Name && e.left->name == "loop") {
    std::vector<LocalPlace> places = places_of("loop");
    LoopMember member = find_loop_member(e.name);
    if (!places.empty() && places[0].is_loop && places[0].level == 0 && member != LoopMember::Count) {
      emit(Op::LoopMember, e.span, 1, places[0].slot, static_cast<uint8_t>(member));
      return;
    }
  }
  if (e.safe) access = Access::Safe;
  if (e.left->kind == ExpressionKind::Name && e.left->name == "self" && !is_local("self")) {
    emit(Op::HasBlock, e.span, 1, variable(e.name), static_cast<uint8_t>(access));
    return;
  }
  expression(*e.left, e.safe ? Access::Soft : Access::Traced);
  emit(Op::Attribute, e.span, 0, name_index(e.name), static_cast<uint8_t>(access));
}

void ExpressionCompiler::item(const Expression& e, Access access) {
  if (e.safe) access = Access::Safe;
  expression(*e.left, e.safe ? Access::Soft : Access::Traced);
  expression(*e.right);
  emit(Op::Item, e.span, -1, 0, static_cast<uint8_t>(access));
}

void ExpressionCompiler::slice(const Expression& e) {
  expression(*e.left);
  for (const Expression* part : e.items) {
    if (part != nullptr) {
      expression(*part);
    } else {
      push_constant({}, e.at);
    }
  }
  emit(Op::Slice, e.span, -3);
}

/// Lists and dicts of constants are made once, here. False when `e` is none.
bool ExpressionCompiler::constant_sequence(const Expression& e) {
  if (e.kind == ExpressionKind::Tuple) return false;
  bool dict = e.kind == ExpressionKind::Dict;
  for (size_t i = 0; i < e.items.size(); ++i) {
    if (e.items[i]->kind != ExpressionKind::Constant) return false;
    if (dict && i % 2 == 0 && !e.items[i]->constant.is_text()) return false;
  }
  std::vector<Value> items;
  for (const Expression* part : e.items) items.push_back(program_.constants[constant(part->constant)]);
  if (dict) {
    value::MapBuilder map;
    for (size_t i = 0; i < items.size(); i += 2) map.set(items[i].as_text(), items[i + 1]);
    push_constant(map.build(program_.arena), e.span);
  } else {
    push_constant(value::make_list(items, program_.arena), e.span);
  }
  return true;
}

void ExpressionCompiler::sequence(const Expression& e) {
  if (constant_sequence(e)) return;
  for (const Expression* part : e.items) expression(*part);
  Op op = e.kind == ExpressionKind::List    ? Op::MakeList
          : e.kind == ExpressionKind::Tuple ? Op::MakeTuple
                                            : Op::MakeDict;
  emit(op, e.span, 1 - static_cast<int>(e.items.size()), static_cast<uint32_t>(e.items.size()));
}

void ExpressionCompiler::compare_chain(const Expression& e) {
  expression(*e.left);
  std::vector<uint32_t> jumps;
  for (size_t i = 0; i < e.items.size(); ++i) {
    expression(*e.items[i]);
    bool last = i + 1 == e.items.size();
    auto op = static_cast<uint8_t>(e.operators[i]);
    uint32_t instruction = emit(last ? Op::Compare : Op::CompareChain, e.at, -1, 0, op);
    if (!last) jumps.push_back(instruction);
  }
  for (uint32_t jump : jumps) land(jump);
}

void ExpressionCompiler::condition(const Expression& e) {
  expression(*e.right);
  uint32_t otherwise = emit(Op::JumpIfFalse, e.right->span, -1);
  expression(*e.left);
  uint32_t end = emit(Op::Jump, e.span, 0);
  land(otherwise);
  --function_->depth;
  if (e.third != nullptr) {
    expression(*e.third);
  } else {
    push_constant(undefined::quiet(), e.span);
  }
  land(end);
}

void ExpressionCompiler::unary_expression(const Expression& e) {
  const Expression& operand = *e.left;
  bool number = operand.kind == ExpressionKind::Constant && operand.constant.is_number();
  if (number && e.op == Operator::Negative) {
    const Value& c = operand.constant;
    return push_constant(c.is(value::Type::Int) ? Value::integer(-c.as_int()) : Value::number(-c.as_double()),
                         e.span);
  }
  expression(operand);
  emit(Op::Unary, e.at, 0, 0, static_cast<uint8_t>(e.op));
}

void ExpressionCompiler::logical(const Expression& e) {
  expression(*e.left);
  uint32_t jump = emit(e.kind == ExpressionKind::And ? Op::AndJump : Op::OrJump, e.left->span, -1);
  expression(*e.right);
  land(jump);
}

base::Diagnostic& ExpressionCompiler::unknown(Code code, const Expression& e, const CallableTable& table) {
  return error(code, e.at, {std::string(e.name)}, base::nearest(e.name, table.names()));
}

void ExpressionCompiler::filter(const Expression& e) {
  const Callable* callable = input_.filters.find(e.name);
  bool soft = callable != nullptr && (input_.filters.flags_of(callable) & kTakesUndefined) != 0;
  if (e.left != nullptr) expression(*e.left, soft ? Access::Soft : Access::Traced);
  filter_use(e);
}

void ExpressionCompiler::filters_over_top(const Expression& e) {
  if (e.left != nullptr) filters_over_top(*e.left);
  filter_use(e);
}

void ExpressionCompiler::filter_use(const Expression& e) {
  const Callable* callable = input_.filters.find(e.name);
  if (callable == nullptr) {
    unknown(Code::TemplateUnknownFilter, e, input_.filters);
    return;
  }
  check_callee_name(e);
  use(e, input_.filters, *callable, true);
}

void ExpressionCompiler::test(const Expression& e) {
  const Callable* callable = input_.tests.find(e.name);
  bool soft = callable != nullptr && (input_.tests.flags_of(callable) & kTakesUndefined) != 0;
  expression(*e.left, soft ? Access::Soft : Access::Traced);
  if (callable == nullptr) {
    unknown(Code::TemplateUnknownTest, e, input_.tests);
    return;
  }
  use(e, input_.tests, *callable, false);
}

/// `map('upper')`, `select('odd')` and their like name a filter or test as text.
void ExpressionCompiler::check_callee_name(const Expression& e) {
  size_t at = 0;
  const CallableTable* table = &input_.tests;
  if (e.name == "map") {
    table = &input_.filters;
  } else if (e.name == "selectattr" || e.name == "rejectattr") {
    at = 1;
  } else if (e.name != "select" && e.name != "reject") {
    return;
  }
  if (at >= e.arguments.positional.size()) return;
  const Expression& named = *e.arguments.positional[at];
  if (named.kind != ExpressionKind::Constant || !named.constant.is_text()) return;
  std::string_view name = named.constant.as_text();
  if (table->find(name) != nullptr) return;
  Code code = e.name == "map" ? Code::TemplateUnknownFilter : Code::TemplateUnknownTest;
  error(code, named.span, {std::string(name)}, base::nearest(name, table->names()));
}

uint32_t ExpressionCompiler::callable_index(const CallableTable& table, const Callable& callable) {
  for (size_t i = 0; i < program_.callables.size(); ++i)
    if (program_.callables[i].callable == &callable) return static_cast<uint32_t>(i);
  program_.callables.push_back(
      {callable.function, program_.arena.copy(callable.name), table.flags_of(&callable), &callable});
  return static_cast<uint32_t>(program_.callables.size() - 1);
}

/// Arguments are put in order here, so that nothing is left to do at run time; only `*`, `**` and variadic
/// callables are bound then.
void ExpressionCompiler::use(const Expression& e, const CallableTable& table, const Callable& callable,
                             bool is_filter) {
  uint8_t flags = table.flags_of(&callable);
  uint32_t index = callable_index(table, callable);
  uint8_t a = is_filter ? static_cast<uint8_t>(function_->escape) : static_cast<uint8_t>(e.negated ? 1 : 0);
  bool late = (flags & kVariadic) != 0 || e.arguments.star != nullptr || e.arguments.star_star != nullptr;
  if (late) {
    CallSite site;
    site.name = callable.name;
    arguments(e.arguments, site);
    int effect = -static_cast<int>(site.values());
    emit(is_filter ? Op::FilterCall : Op::TestCall, e.at, effect, add_site(std::move(site)), a,
         static_cast<uint16_t>(index));
    return;
  }
  std::vector<const Expression*> ordered(callable.parameters.size(), nullptr);
  if (!order_arguments(e, callable, ordered)) return;
  for (size_t i = 0; i < ordered.size(); ++i) {
    if (ordered[i] != nullptr) {
      expression(*ordered[i]);
    } else {
      push_constant(callable.parameters[i].fallback, e.at);
    }
  }
  auto count = static_cast<int>(ordered.size());
  emit(is_filter ? Op::Filter : Op::Test, e.at, -count, index, a, static_cast<uint16_t>(count + 1));
}

bool ExpressionCompiler::order_arguments(const Expression& e, const Callable& callable,
                                         std::vector<const Expression*>& ordered) {
  const Arguments& given = e.arguments;
  if (given.positional.size() > ordered.size()) {
    error(Code::TemplateArgumentCount, given.positional[ordered.size()]->span,
          {std::string(e.name), std::to_string(ordered.size()), std::to_string(given.positional.size())});
    return false;
  }
  std::copy(given.positional.begin(), given.positional.end(), ordered.begin());
  std::vector<std::string_view> known;
  for (const Parameter& parameter : callable.parameters) known.push_back(parameter.name);
  for (const Keyword& keyword : given.keywords) {
    auto at = static_cast<size_t>(std::find(known.begin(), known.end(), keyword.name) - known.begin());
    if (at == known.size()) {
      error(Code::TemplateArgumentUnknown, keyword.span, {std::string(e.name), std::string(keyword.name)},
            base::nearest(keyword.name, known));
      return false;
    }
    if (ordered[at] != nullptr) {
      error(Code::TemplateArgumentTwice, keyword.span, {std::string(keyword.name)});
      return false;
    }
    ordered[at] = keyword.value;
  }
  for (size_t i = 0; i < ordered.size(); ++i) {
    if (ordered[i] != nullptr || !callable.parameters[i].required) continue;
    error(Code::TemplateArgumentMissing, e.at, {std::string(e.name), std::string(known[i])});
    return false;
  }
  return true;
}

void ExpressionCompiler::arguments(const Arguments& given, CallSite& site) {
  for (const Expression* argument : given.positional) expression(*argument);
  site.positional = static_cast<uint32_t>(given.positional.size());
  for (const Keyword& keyword : given.keywords) {
    expression(*keyword.value);
    site.keywords.push_back(program_.names[name_index(keyword.name)]);
  }
  if (given.star != nullptr) expression(*given.star);
  if (given.star_star != nullptr) expression(*given.star_star);
  site.star = given.star != nullptr;
  site.star_star = given.star_star != nullptr;
}

uint32_t ExpressionCompiler::add_site(CallSite site) {
  site.name = program_.arena.copy(site.name);
  program_.call_sites.push_back(std::move(site));
  return static_cast<uint32_t>(program_.call_sites.size() - 1);
}

/// super(), super.super() and self.block().
bool ExpressionCompiler::special_call(const Expression& e, bool print) {
  uint8_t flags = call_flags(print, print ? place_ : function_->escape);
  int effect = print ? 0 : 1;
  uint16_t up = 1;
  const Expression* callee = e.left;
  while (callee->kind == ExpressionKind::Attribute && callee->name == "super") {
    callee = callee->left;
    ++up;
  }
  if (callee->kind == ExpressionKind::Name && callee->name == "super" && !is_local("super")) {
    if (!function_->in_block) error(Code::TemplateSuperPlace, callee->span, {});
    emit(Op::CallSuper, e.span, effect, 0, flags, up);
    return true;
  }
  callee = e.left;
  bool of_self = callee->kind == ExpressionKind::Attribute && callee->left->kind == ExpressionKind::Name &&
                 callee->left->name == "self" && !is_local("self");
  if (of_self) emit(Op::CallSelf, e.span, effect, variable(callee->name), flags);
  return of_self;
}

void ExpressionCompiler::call(const Expression& e, bool print, int64_t caller) {
  if (caller < 0 && special_call(e, print)) return;
  // A place of the page that lets `super()` pass unescaped must not let anything else of that name pass.
  const Expression& callee = *e.left;
  bool raw = print && place_ == Escape::None && function_->escape != Escape::None;
  if (caller < 0 && raw)
    error(Code::TemplateReservedName, callee.span, {std::string(input_.source.view(callee.span))});
  bool method = callee.kind == ExpressionKind::Attribute;
  CallSite site;
  site.name = method ? callee.name : input_.source.view(callee.span);
  site.safe = method && callee.safe;
  if (method) {
    expression(*callee.left, callee.safe ? Access::Soft : Access::Traced);
  } else {
    expression(callee);
  }
  Arguments given = e.arguments;
  const Expression* star = std::exchange(given.star, nullptr);
  const Expression* star_star = std::exchange(given.star_star, nullptr);
  arguments(given, site);
  if (caller >= 0) {
    emit(Op::MakeMacro, e.span, 1, static_cast<uint32_t>(caller));
    site.keywords.push_back("caller");
  }
  for (const Expression* more : {star, star_star})
    if (more != nullptr) expression(*more);
  site.star = star != nullptr;
  site.star_star = star_star != nullptr;
  int effect = (print ? -1 : 0) - static_cast<int>(site.values());
  emit(method ? Op::CallMethod : Op::Call, e.span, effect, add_site(std::move(site)),
       call_flags(print, print ? place_ : function_->escape));
}

}  // namespace herald::tmpl
