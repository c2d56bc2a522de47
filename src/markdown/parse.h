#pragma once
// Markdown text to Document: cmark-gfm for blocks and inlines (tables, task lists, footnotes, and its own
// strikethrough and bare addresses made safe for threads), with passes of our own for what it gets wrong:
// emphasis beside Chinese punctuation, addresses that swallow Chinese, line breaks between Chinese
// characters; and for what it does not know: values {{ … }}, heading ids. Thread-safe: no global state is
// touched after the first call.

#include "base/diagnostics.h"
#include "base/source.h"
#include "markdown/document.h"

namespace herald::markdown {

enum class Dialect : uint8_t {
  Herald,  ///< GFM, right for Chinese; raw HTML is text; values and heading ids.
  Strict,  ///< Exactly GFM, raw HTML passes.
};

/// How to parse.
struct ParseOptions {
  Dialect dialect = Dialect::Herald;
};

/// Parses `body` of `source`. Never fails; spans are in `source`. In the Herald dialect it may add `raw-html`
/// (shown as text), `unclosed-comment`, `full-width-syntax` and `heading-space`; in both `table-too-wide`.
/// All are warnings. `unknown-value` is not its affair. <br> is understood as a line break without a warning.
Document parse(const base::Source& source, base::Span body, const ParseOptions& options,
               base::Diagnostics& diagnostics);

}  // namespace herald::markdown
