#pragma once
// A tree in, a program out. Names become slots where the template says that they are local; filters and tests
// are looked up and their arguments put in order; what can be told without data is told.

#include "base/diagnostics.h"
#include "tmpl/ast.h"
#include "tmpl/builtins.h"
#include "tmpl/contexts.h"
#include "tmpl/names.h"
#include "tmpl/parts.h"
#include "tmpl/program.h"

namespace herald::tmpl {

/// What the compiler knows beside the tree.
struct CompilerInput {
  const base::Source& source;
  Body body;
  Escape escape;
  const CallableTable& filters;
  const CallableTable& tests;
  const ContextResult& contexts;  ///< empty for templates that are not escaped
  Names& variables;               ///< of the environment: all templates number their variables alike
  const SteadyNames& steady;
  uint32_t& parts;  ///< how many the environment has; the next one's number
};

/// Fills `program` (whose name, source and id are set). Never fails: what is wrong is told
/// (`template-unknown-filter`, `template-unknown-test`, `template-argument-…`, `template-block-twice`, …) and
/// left out of the code.
void compile(const CompilerInput& input, Program& program, base::Diagnostics& diagnostics);

}  // namespace herald::tmpl
