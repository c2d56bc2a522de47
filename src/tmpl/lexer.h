#pragma once
// A template's text in, tokens out. Whitespace control, raw blocks and comments are done here, with Jinja2's
// defaults: nothing is trimmed but the one newline at the end of the template and what `-` asks for.

#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "tmpl/token.h"
#include "value/arena.h"

namespace herald::tmpl {

/// Splits `source` into tokens; the last one is `End`. Strings with escapes are made in `arena`.
///
/// Never fails: what it cannot read it tells (`template-unclosed`, `template-character`, `template-escape`,
/// `template-number-size`, `template-expected`) and leaves out. Every PrintBegin has its PrintEnd and every
/// TagBegin its TagEnd.
std::vector<Token> lex(const base::Source& source, value::Arena& arena, base::Diagnostics& diagnostics);

}  // namespace herald::tmpl
