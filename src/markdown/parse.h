#pragma once
// Markdown text to Document: cmark-gfm for blocks and inlines (tables, task lists and footnotes attached),
// with passes of our own for what it gets wrong: emphasis beside Chinese punctuation, bare addresses,
// strikethrough, line breaks between Chinese characters, values {{ … }}. Thread-safe: no global state is
// touched after the first call.

#include "base/diagnostics.h"
#include "base/source.h"
#include "markdown/document.h"

namespace herald::markdown {

enum class Dialect : uint8_t {
  Herald,  ///< GFM, right for Chinese; raw HTML is text; values and heading ids.
  Strict,  ///< Exactly GFM, raw HTML passes.
};

struct ParseOptions {
  Dialect dialect = Dialect::Herald;
};

/// Parses `body` of `source`. Never fails; spans are in `source`. May add `raw-html` (warning: shown as
/// text), `unknown-value` is not its affair. `<br>` inside a table cell is understood as a line break without
/// a warning.
Document parse(const base::Source& source, base::Span body, const ParseOptions& options,
               base::Diagnostics& diagnostics);

}  // namespace herald::markdown
