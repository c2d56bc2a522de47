#pragma once
// The tree of a template: plain structs in an arena, with the place of everything that an error may be about.
// An expression or statement uses the fields that its kind names; the others stay empty.

#include <cstdint>
#include <span>
#include <string_view>

#include "base/source.h"
#include "value/value.h"

namespace herald::tmpl {

struct Expression;
struct Statement;

/// The operators of `Binary`, `Compare` and `Unary`.
enum class Operator : uint8_t {
  Add,
  Subtract,
  Multiply,
  Divide,
  FloorDivide,
  Modulo,
  Power,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  NotIn,
  Not,
  Negative,
  Positive,
};

/// The sign as templates write it.
std::string_view operator_sign(Operator op);

enum class ExpressionKind : uint8_t {
  Constant,   ///< `constant`
  Name,       ///< `name`
  List,       ///< `items`
  Tuple,      ///< `items`
  Dict,       ///< `items`: key, value, key, value …
  Attribute,  ///< `left`.`name`, `safe` for ?.
  Item,       ///< `left`[`right`], `safe` for ?[
  Slice,      ///< `left`[`items[0]`:`items[1]`:`items[2]`], each may be null
  Call,       ///< `left`(`arguments`)
  Filter,     ///< `left`|`name`(`arguments`); `left` is null in a filter block
  Test,       ///< `left` is `name`(`arguments`), `negated` for `is not`
  Unary,      ///< `op` `left`
  Binary,     ///< `left` `op` `right`
  Compare,    ///< `left`, then `operators[i]` `items[i]`
  And,        ///< `left`, `right`
  Or,         ///< `left`, `right`
  Concat,     ///< `items` joined by ~
  Condition,  ///< `left` if `right` else `third`; `third` may be null
  Reference,  ///< namespace attribute as a target: `name`, attribute in `attribute`
};

/// name=value in a call.
struct Keyword {
  std::string_view name;
  base::Span span;
  const Expression* value = nullptr;
};

/// What stands in the parentheses of a call.
struct Arguments {
  std::span<const Expression* const> positional;
  std::span<const Keyword> keywords;
  const Expression* star = nullptr;       ///< *list
  const Expression* star_star = nullptr;  ///< **map
};

struct Expression {
  ExpressionKind kind = ExpressionKind::Constant;
  Operator op = Operator::Add;
  bool safe = false;
  bool negated = false;
  bool parenthesized = false;
  uint16_t height = 1;  ///< of the tree below; bounded, so that walking it by recursion is safe
  base::Span span;      ///< the whole expression
  base::Span at;        ///< what an error points to: the name behind the dot, the filter's name, the operator
  value::Value constant;
  std::string_view name;
  std::string_view attribute;
  const Expression* left = nullptr;
  const Expression* right = nullptr;
  const Expression* third = nullptr;
  std::span<const Expression* const> items;
  std::span<const Operator> operators;
  Arguments arguments;
};

enum class StatementKind : uint8_t {
  Text,         ///< `text`
  Print,        ///< `value`
  If,           ///< `branches`, `otherwise`
  For,          ///< `target` in `value` if `test`; `body`, `otherwise`, `recursive`
  Set,          ///< `target` = `value`
  SetBlock,     ///< `target`, `body`; `value` is a chain of filters or null
  With,         ///< `targets`, `values`, `body`
  Macro,        ///< `name`, `parameters`, `body`
  CallBlock,    ///< `value` is the call; `parameters`, `body`
  Block,        ///< `name`, `body`, `scoped`, `required`
  Extends,      ///< `value`
  Include,      ///< `value`, `ignore_missing`, `with_context`
  Import,       ///< `value` as `name`, `with_context`
  FromImport,   ///< `value`, `imports`, `with_context`
  FilterBlock,  ///< `value` is a chain of filters, `body`
  Autoescape,   ///< `value` is a constant, `body`
};

/// One arm of an if.
struct Branch {
  const Expression* test = nullptr;
  std::span<const Statement* const> body;
};

/// A parameter of a macro.
struct ParameterNode {
  std::string_view name;
  base::Span span;
  const Expression* fallback = nullptr;
};

/// A name of a from-import.
struct ImportName {
  std::string_view name;
  std::string_view alias;
  base::Span span;
};

/// Statements one after another.
using Body = std::span<const Statement* const>;

struct Statement {
  StatementKind kind = StatementKind::Text;
  bool recursive = false;
  bool scoped = false;
  bool required = false;
  bool ignore_missing = false;
  bool with_context = false;
  base::Span span;  ///< the opening tag's name, or the whole of a text or print
  base::Span at;    ///< the name that is defined, where there is one
  std::string_view text;
  std::string_view name;
  const Expression* target = nullptr;
  const Expression* value = nullptr;
  const Expression* test = nullptr;
  Body body;
  Body otherwise;
  std::span<const Branch> branches;
  std::span<const ParameterNode> parameters;
  std::span<const Expression* const> targets;
  std::span<const Expression* const> values;
  std::span<const ImportName> imports;
};

/// Bounds that keep every walk over a tree shallow.
inline constexpr int kNestingMax = 100;  ///< statements within statements, brackets within brackets
inline constexpr uint16_t kHeightMax =
    400;  ///< of an expression, chains of operators and attributes included

}  // namespace herald::tmpl
