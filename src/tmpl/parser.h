#pragma once
// Tokens in, a tree out.

#include <vector>

#include "base/diagnostics.h"
#include "tmpl/ast.h"
#include "tmpl/token.h"
#include "value/arena.h"

namespace herald::tmpl {

/// Parses `tokens` (of `source`) into a tree that lives in `arena`.
///
/// Never fails: a tag with an error is told and left out, and the rest is read on, so that all errors come in
/// one run (at most 20 a template). Adds `template-expected…`, `template-unknown-tag`, `template-unclosed`,
/// `template-stray-tag`, `template-nesting` and the like.
Body parse(const base::Source& source, std::span<const Token> tokens, value::Arena& arena,
           base::Diagnostics& diagnostics);

}  // namespace herald::tmpl
