#pragma once
// Document to HTML. What depends on other files (where a link leads, what a value is) stays open as holes, so
// that the HTML of a page is made once, when its file is parsed, and filled when the page is rendered (law
// 3).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.h"
#include "markdown/outline.h"

namespace herald::markdown {

/// A place in Fragment::html where something is still to be put in.
struct Hole {
  enum class Kind : uint8_t {
    LinkTarget,   ///< inside href="": put in the escaped address of Fragment::targets[index]
    LinkClass,    ///< inside the <a>, before '>': may add attributes, for example ` rel="external"`
    ImageTarget,  ///< inside src=""
    ImageSize,    ///< inside the <img>, before '>': may add ` width=".." height=".."`
    Value,        ///< put in the escaped value called Fragment::targets[index]
    Directive,    ///< put in the HTML of Fragment::directives[index]
  };
  uint32_t offset = 0;  ///< In Fragment::html.
  uint32_t index = 0;
  Kind kind = Kind::LinkTarget;
};

struct DirectivePart;

/// HTML with holes. Compact: this, not the tree, is kept until a page is rendered.
struct Fragment {
  std::string html;
  std::vector<Hole> holes;           ///< By rising offset.
  std::vector<std::string> targets;  ///< Link and image addresses as written, names of values.
  std::vector<DirectivePart> directives;
};

/// A directive of a fragment: what a template makes HTML of. The fragments have holes of their own.
struct DirectivePart {
  /// One picture, item or pair.
  struct Item {
    std::string term;  ///< Plain text: what stands before the colon; the caption of a picture; else empty.
    Fragment body;     ///< What stands behind it; the <img>; the item.
  };
  const DirectiveDefinition* definition = nullptr;  ///< Never null.
  bool is_block = false;            ///< Not in a line of text: a block, or alone in its paragraph.
  std::vector<std::string> values;  ///< By index of the definition's settings; empty for absent ones.
  Fragment intro;                   ///< The blocks before what became items; all blocks where none did.
  std::vector<Item> items;
  Fragment content;  ///< The blocks behind.
};

/// A block that signs the document: a name, a date or both.
struct SignOff {
  NodeId node = kNoNode;
  /// What is printed in its place, one below the other; none where the paragraph is printed as it is.
  std::vector<std::string> lines = {};
  /// With `lines`: those of the same paragraph that do not sign, printed as a paragraph behind.
  std::vector<std::string> behind = {};
};

struct HtmlOptions {
  bool strict = false;  ///< As cmark-gfm prints it: no ids, no holes, raw HTML (tagfilter applied) passes.
  /// Headings are printed this many levels deeper (the page's title is the h1): `##` stays h2 with 0.
  int heading_offset = 0;
  /// Ids of footnotes begin with it, so that two documents fit one page.
  std::string footnote_prefix = "fn";
  /// Blocks of the same document that sign it: <p class="sign-off">.
  std::vector<SignOff> sign_off = {};
  /// Of the same document: its paragraphs that are headings get their ids and classes. Null for none.
  const Outline* outline = nullptr;
};

/// Appends the HTML of `node` (usually 0, the whole document) to `out`.
/// Output: semantic HTML5. What a theme may style: tables inside <div class="table" tabindex="0"
/// role="region"> with scope on header cells (an empty one is a <td>; a head of empty cells is left out) and
/// style="text-align:…"; ids on headings; lazy images, <figure> with <figcaption> for one that stands alone
/// and has a title; <li class="task"> with a disabled checkbox in a <label>; <sup class="footnote-ref"> and
/// <section class="footnotes">; <aside class="callout callout-tip"> (note, important, caution, warning,
/// requirement) and <blockquote class="callout callout-quote"> with <p class="callout-title">; colspan and
/// rowspan on cells; <figure class="table-figure"> with <figcaption> around a table that has a caption;
/// class="align-left" (center, right) and style="width:…" on pictures or their figures; <span class="blank">
/// and <span class="box"> around what is filled in; <pre tabindex="0">; with an outline <p id="…"
/// class="outline-1"> for a paragraph that is a heading by its number (一、 is 1, ① is 5) and <p id="…"><span
/// class="outline-2"> around the sentence that is one. Text is always escaped. Addresses only of http, https,
/// mailto, tel and relative ones, and data: for small pictures; other links lead to "#", other images are
/// their alternative text (the caller sees them in Document::links).
void append_html(const Document& document, NodeId node, const HtmlOptions& options, Fragment& out);

/// True when an address may stand in a link: relative, or of http, https, mailto, tel. Blanks and control
/// characters before the colon are seen through, as browsers do.
bool is_safe_address(std::string_view address);

/// A directive without a theme: a <div class="directive directive-NAME"> (a <span> in a line) with its title,
/// its items as a list and its settings by their Chinese names. May have holes.
Fragment plain_directive(const DirectivePart& part);

/// The fragment with every hole filled by what was written: addresses as they stand (unsafe ones "#"),
/// values as `{{ name }}`, directives in their plain form. For looking at a text alone, outside a site.
std::string plain_html(const Fragment& fragment);

}  // namespace herald::markdown
