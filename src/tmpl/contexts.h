#pragma once
// Walks a template's tree with the context machine (context.h): what escapes each print, where blocks begin,
// and what is wrong with the template's markup. Knows nothing of instructions; the compiler asks it.

#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "tmpl/ast.h"
#include "tmpl/context.h"

namespace herald::tmpl {

/// Where a block begins.
struct BlockContext {
  std::string_view name;
  PageContext begin;
};

/// What is known of the templates around the one that is walked.
struct ContextInput {
  const base::Source& source;
  Body body;
  std::string_view name;
  Escape mode = Escape::Html;  ///< Html or Xml
  /// The context of a block of the templates that this one extends; nothing when they have none of the name.
  std::function<std::optional<PageContext>(std::string_view block)> inherited;
  /// How a template prints, by its name; nothing when there is none.
  std::function<std::optional<Escape>(std::string_view name)> mode_of_template;
  /// The context behind a template that prints no values and is included in a context; nothing when it prints
  /// some, or cannot stand there.
  std::function<std::optional<PageContext>(std::string_view name, const PageContext& context)> include;
};

/// What came of the walk.
struct ContextResult {
  /// Of prints, call blocks and filter blocks: what escapes what they print. None too for what is already
  /// right there: `super()` in a block, a text under `autoescape false`.
  std::unordered_map<const Statement*, Escape> prints;
  std::vector<BlockContext> blocks;

  /// The context of the block `name`, or null.
  const PageContext* find_block(std::string_view name) const;
};

/// Walks the template. Adds `template-context`, `template-branches`, `template-unfinished`, `template-split`,
/// `template-block-place` and `template-include-place`.
ContextResult find_contexts(const ContextInput& input, base::Diagnostics& diagnostics);

/// The context behind `body`, which is included in `context`, if it prints no values and all is well with it;
/// `input` is that of the included template.
std::optional<PageContext> walk_included(const ContextInput& input, const PageContext& context);

/// The template that `body` extends, when it is named by a literal: the expression, or null.
const Expression* literal_parent(Body body);

}  // namespace herald::tmpl
