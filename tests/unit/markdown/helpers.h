#pragma once
// What the tests of markdown share: a text to HTML with its holes made visible.

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "directive_table.h"
#include "markdown/html.h"
#include "markdown/parse.h"

namespace herald::markdown::test {

struct Parsed {
  base::Source source;
  base::Diagnostics diagnostics;
  Document document;
};

inline Parsed parse_text(std::string_view text, Dialect dialect = Dialect::Herald,
                         std::span<const HtmlRule> html = {}) {
  Parsed parsed;
  parsed.source = {"page.md", std::string(text)};
  parsed.document = parse(parsed.source, {0, static_cast<uint32_t>(text.size())},
                          {dialect, kTestDirectives, html}, parsed.diagnostics);
  return parsed;
}

/// The HTML with addresses put in, values shown as ⟦name⟧ and directives in their plain form.
inline std::string filled(const Fragment& fragment) {
  std::string out;
  size_t done = 0;
  for (const Hole& hole : fragment.holes) {
    out.append(fragment.html, done, hole.offset - done);
    done = hole.offset;
    if (hole.kind == Hole::Kind::Directive) {
      out += filled(plain_directive(fragment.directives.at(hole.index)));
      continue;
    }
    const std::string& target = fragment.targets.at(hole.index);
    if (hole.kind == Hole::Kind::LinkTarget || hole.kind == Hole::Kind::ImageTarget) out += target;
    if (hole.kind == Hole::Kind::Value) out += "⟦" + target + "⟧";
  }
  out.append(fragment.html, done);
  return out;
}

inline std::string html_of(const Document& document, const HtmlOptions& options = {}) {
  Fragment fragment;
  append_html(document, 0, options, fragment);
  std::string html = filled(fragment);
  while (html.ends_with('\n')) html.pop_back();
  return html;
}

inline std::string html_of(std::string_view text) { return html_of(parse_text(text).document); }

inline std::string strict_html(std::string_view text) {
  HtmlOptions options;
  options.strict = true;
  Fragment fragment;
  append_html(parse_text(text, Dialect::Strict).document, 0, options, fragment);
  return fragment.html;
}

struct Case {
  std::string_view markdown;
  std::string_view html;
};

/// Checks a whole text.
inline void check_html(const Case& c) {
  CAPTURE(std::string(c.markdown));
  CHECK(html_of(c.markdown) == std::string(c.html));
}

/// Checks a single paragraph, without its <p>.
inline void check_paragraph(const Case& c) {
  CAPTURE(std::string(c.markdown));
  CHECK(html_of(c.markdown) == "<p>" + std::string(c.html) + "</p>");
}

}  // namespace herald::markdown::test
