#pragma once
// Markdown text to Document: cmark-gfm for blocks and inlines (tables, task lists, footnotes, and its own
// strikethrough and bare addresses made safe for threads), with passes of our own for what it gets wrong:
// emphasis beside Chinese punctuation, addresses that swallow Chinese, line breaks between Chinese
// characters; and for what it does not know: values {{ … }}, heading ids. Thread-safe: no global state is
// touched after the first call.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "markdown/document.h"

namespace herald::markdown {

enum class Dialect : uint8_t {
  Herald,  ///< GFM, right for Chinese; raw HTML is text; values and heading ids.
  Strict,  ///< Exactly GFM, raw HTML passes.
};

/// An element that a site lets texts hold as raw HTML, and its attributes.
struct HtmlRule {
  std::string element;
  std::vector<std::string> attributes;
};

/// The elements and the attributes that a site may allow at all: none of them runs, fetches, styles or names
/// anything. Sorted.
std::span<const std::string_view> allowable_elements();
std::span<const std::string_view> allowable_attributes();

/// How to parse.
struct ParseOptions {
  Dialect dialect = Dialect::Herald;
  DirectiveTable directives = {};       ///< Herald alone. Without a table their lines are text.
  std::span<const HtmlRule> html = {};  ///< Herald alone. What is not allowed is shown as text.
};

/// Parses `body` of `source`. Never fails; spans are in `source`. In the Herald dialect it may add `raw-html`
/// (shown as text), `unclosed-comment`, `full-width-syntax` and `heading-space`; in both `table-too-wide`.
/// All are warnings. Of directives it may add the errors `unknown-directive`, `directive-syntax`,
/// `missing-setting`, `setting-value` and `unclosed-directive`, and the warnings `unknown-setting`,
/// `stray-directive-end`, `directive-too-deep` and `directive-content`. Of allowed HTML `html-attribute` and
/// `html-unbalanced`; of pictures the error `inline-picture`; of lines that were meant as paragraphs
/// `glued-lines`. `unknown-value` is not its affair. <br>
/// is understood as a line break without a warning.
Document parse(const base::Source& source, base::Span body, const ParseOptions& options,
               base::Diagnostics& diagnostics);

}  // namespace herald::markdown
