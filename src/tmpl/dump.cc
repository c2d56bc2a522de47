// Readable listings of each stage, for tests and for people who look at how a template was read.

#include <fmt/format.h>

#include "tmpl/environment_state.h"
#include "tmpl/lexer.h"
#include "tmpl/parser.h"
#include "tmpl/text.h"
#include "tmpl/work.h"

namespace herald::tmpl {

using base::Span;
using value::Value;

std::string_view op_name(Op op) {
  switch (op) {
#define HERALD_OP(name) \
  case Op::name:        \
    return #name;
    HERALD_OPS(HERALD_OP)
#undef HERALD_OP
  }
  return "";
}

namespace {

std::string literal(std::string_view text) {
  std::string out;
  append_literal(out, text);
  return out;
}

std::string shown(Value value) {
  if (undefined::is_quiet(value)) return "nothing";
  value::Arena arena;
  Work work(arena);
  work.steps_left = work.bytes_left = 100'000;
  std::string out;
  append_representation(out, value, work);
  return out;
}

std::string dump_tokens(const base::Source& source) {
  value::Arena arena;
  base::Diagnostics diagnostics;
  std::string out;
  for (const Token& token : lex(source, arena, diagnostics)) {
    out += fmt::format("{}-{} {}", token.span.begin, token.span.end, token_kind_name(token.kind));
    if (token.is(TokenKind::Text) || token.is(TokenKind::String)) out += ' ' + literal(token.text);
    if (token.is(TokenKind::Name)) out += fmt::format(" {}", token.text);
    if (token.is(TokenKind::Integer)) out += fmt::format(" {}", token.integer);
    if (token.is(TokenKind::Float)) append_number(out += ' ', token.number);
    out += '\n';
  }
  return out;
}

/// Writes expressions in parentheses and statements indented.
class TreeWriter {
 public:
  std::string write(Body body) {
    statements(body, 0);
    return std::move(out_);
  }

 private:
  void line(int depth, std::string text) {
    out_.append(static_cast<size_t>(depth) * 2, ' ');
    out_ += text;
    out_ += '\n';
  }

  void statements(Body body, int depth) {
    for (const Statement* part : body) statement(*part, depth);
  }

  void statement(const Statement& s, int depth);
  std::string expression(const Expression* e);
  std::string list(std::string_view head, std::span<const Expression* const> items);
  std::string arguments(const Arguments& given);
  std::string parameters(const Statement& s);

  std::string out_;
};

std::string TreeWriter::list(std::string_view head, std::span<const Expression* const> items) {
  std::string out = "(" + std::string(head);
  for (const Expression* item : items) out += ' ' + expression(item);
  return out + ")";
}

std::string TreeWriter::arguments(const Arguments& given) {
  std::string out;
  for (const Expression* item : given.positional) out += ' ' + expression(item);
  for (const Keyword& keyword : given.keywords)
    out += fmt::format(" {}={}", keyword.name, expression(keyword.value));
  if (given.star != nullptr) out += " *" + expression(given.star);
  if (given.star_star != nullptr) out += " **" + expression(given.star_star);
  return out;
}

std::string TreeWriter::expression(const Expression* e) {
  if (e == nullptr) return "_";
  switch (e->kind) {
    case ExpressionKind::Constant:
      return shown(e->constant);
    case ExpressionKind::Name:
      return std::string(e->name);
    case ExpressionKind::List:
      return list("list", e->items);
    case ExpressionKind::Tuple:
      return list("tuple", e->items);
    case ExpressionKind::Dict:
      return list("dict", e->items);
    case ExpressionKind::Attribute:
      return fmt::format("({} {} {})", e->safe ? "?." : ".", expression(e->left), e->name);
    case ExpressionKind::Item:
      return fmt::format("({} {} {})", e->safe ? "?[]" : "[]", expression(e->left), expression(e->right));
    case ExpressionKind::Slice:
      return fmt::format("([:] {} {})", expression(e->left), list("slice", e->items));
    case ExpressionKind::Call:
      return fmt::format("(call {}{})", expression(e->left), arguments(e->arguments));
    case ExpressionKind::Filter:
      return fmt::format("(| {} {}{})", expression(e->left), e->name, arguments(e->arguments));
    case ExpressionKind::Test:
      return fmt::format("(is{} {} {}{})", e->negated ? "-not" : "", expression(e->left), e->name,
                         arguments(e->arguments));
    case ExpressionKind::Unary:
      return fmt::format("({} {})", operator_sign(e->op), expression(e->left));
    case ExpressionKind::Binary:
      return fmt::format("({} {} {})", operator_sign(e->op), expression(e->left), expression(e->right));
    case ExpressionKind::Compare: {
      std::string out = "(compare " + expression(e->left);
      for (size_t i = 0; i < e->items.size(); ++i)
        out += fmt::format(" {} {}", operator_sign(e->operators[i]), expression(e->items[i]));
      return out + ")";
    }
    case ExpressionKind::And:
      return fmt::format("(and {} {})", expression(e->left), expression(e->right));
    case ExpressionKind::Or:
      return fmt::format("(or {} {})", expression(e->left), expression(e->right));
    case ExpressionKind::Concat:
      return list("~", e->items);
    case ExpressionKind::Condition:
      return fmt::format("(if {} {} {})", expression(e->right), expression(e->left), expression(e->third));
    case ExpressionKind::Reference:
      return fmt::format("{}.{}", e->name, e->attribute);
  }
  return "";
}

std::string TreeWriter::parameters(const Statement& s) {
  std::string out;
  for (const ParameterNode& parameter : s.parameters) {
    out += fmt::format(" {}", parameter.name);
    if (parameter.fallback != nullptr) out += "=" + expression(parameter.fallback);
  }
  return out;
}

void TreeWriter::statement(const Statement& s, int depth) {
  auto flags = [&] {
    return std::string(s.ignore_missing ? " ignore-missing" : "") + (s.with_context ? " with-context" : "");
  };
  switch (s.kind) {
    case StatementKind::Text:
      return line(depth, "text " + literal(s.text));
    case StatementKind::Print:
      return line(depth, "print " + expression(s.value));
    case StatementKind::If:
      for (const Branch& branch : s.branches) {
        line(depth, "if " + expression(branch.test));
        statements(branch.body, depth + 1);
      }
      break;
    case StatementKind::For:
      line(depth, fmt::format("for {} in {}{}{}", expression(s.target), expression(s.value),
                              s.test != nullptr ? " if " + expression(s.test) : "",
                              s.recursive ? " recursive" : ""));
      break;
    case StatementKind::Set:
      return line(depth, fmt::format("set {} = {}", expression(s.target), expression(s.value)));
    case StatementKind::SetBlock:
      line(depth, fmt::format("set {}{}", expression(s.target),
                              s.value != nullptr ? " | " + expression(s.value) : ""));
      break;
    case StatementKind::With:
      line(depth, "with " + list("", s.targets) + " = " + list("", s.values));
      break;
    case StatementKind::Macro:
      line(depth, fmt::format("macro {}{}", s.name, parameters(s)));
      break;
    case StatementKind::CallBlock:
      line(depth, fmt::format("call{} {}", parameters(s), expression(s.value)));
      break;
    case StatementKind::Block:
      line(depth,
           fmt::format("block {}{}{}", s.name, s.scoped ? " scoped" : "", s.required ? " required" : ""));
      break;
    case StatementKind::Extends:
      return line(depth, "extends " + expression(s.value));
    case StatementKind::Include:
      return line(depth, "include " + expression(s.value) + flags());
    case StatementKind::Import:
      return line(depth, fmt::format("import {} as {}{}", expression(s.value), s.name, flags()));
    case StatementKind::FromImport: {
      std::string names;
      for (const ImportName& name : s.imports) names += fmt::format(" {}={}", name.alias, name.name);
      return line(depth, fmt::format("from {} import{}{}", expression(s.value), names, flags()));
    }
    case StatementKind::FilterBlock:
      line(depth, "filter " + expression(s.value));
      break;
    case StatementKind::Autoescape:
      line(depth, "autoescape " + expression(s.value));
      break;
  }
  statements(s.body, depth + 1);
  if (s.otherwise.empty()) return;
  line(depth, "else");
  statements(s.otherwise, depth + 1);
}

std::string operand_of(const Program& program, const Instruction& i, const Names& variables) {
  switch (i.op) {
    case Op::Text:
      return literal(program.texts[i.c]);
    case Op::Constant:
      return shown(program.constants[i.c]);
    case Op::LoadName:
    case Op::StoreName:
    case Op::Block:
    case Op::CallSelf:
    case Op::HasBlock:
      return std::string(variables.text(i.c));
    case Op::Attribute:
    case Op::StoreAttribute:
    case Op::SlotMissing:
    case Op::ImportName:
      return std::string(program.names[i.c]);
    case Op::Unary:
    case Op::Binary:
    case Op::Compare:
    case Op::CompareChain:
      return std::string(operator_sign(static_cast<Operator>(i.a)));
    case Op::Filter:
    case Op::Test:
      return std::string(program.callables[i.c].name);
    case Op::FilterCall:
    case Op::TestCall:
      return std::string(program.callables[i.b].name);
    case Op::Call:
    case Op::CallMethod:
      return fmt::format("{}/{}", program.call_sites[i.c].name, program.call_sites[i.c].values());
    case Op::MakeMacro:
    case Op::ForRecursive:
      return std::string(program.functions[i.c].name);
    default:
      return "";
  }
}

std::string dump_code(const Program& program, const Names& variables) {
  static constexpr std::string_view kKinds[] = {"root", "block", "macro", "caller", "loop"};
  std::string out;
  for (const FunctionCode& function : program.functions) {
    out +=
        fmt::format("{} {} slots={} stack={}{}\n", kKinds[static_cast<size_t>(function.kind)], function.name,
                    function.slots, function.stack, function.closed_over ? " closed-over" : "");
    for (uint32_t at = 0; at < function.size; ++at) {
      const Instruction& i = program.code[function.begin + at];
      Span span = program.spans[function.begin + at];
      std::string operand = operand_of(program, i, variables);
      out += fmt::format("{:4} {:<14} {} {} {}{}{} @{}-{}\n", at, op_name(i.op), i.a, i.b, i.c,
                         operand.empty() ? "" : " ", operand, span.begin, span.end);
    }
  }
  return out;
}

}  // namespace

std::string Environment::dump(std::string_view name, Stage stage) const {
  auto found = state_->templates.find(name);
  if (found == state_->templates.end()) return "";
  const base::Source& source = found->second.source;
  if (stage == Stage::Tokens) return dump_tokens(source);
  if (stage == Stage::Code)
    return found->second.program != nullptr ? dump_code(*found->second.program, state_->variables) : "";
  value::Arena arena;
  base::Diagnostics diagnostics;
  std::vector<Token> tokens = lex(source, arena, diagnostics);
  return TreeWriter().write(parse(source, tokens, arena, diagnostics));
}

}  // namespace herald::tmpl
