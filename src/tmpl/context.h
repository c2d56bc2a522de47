#pragma once
// Where in a page a template's text has got to: in text, in an attribute's value, within a string of a
// script. A small pure state machine steps over pieces of template text and answers how a value that is
// printed next must be escaped, or why it cannot be. It knows HTML, XML, and as much of CSS, JavaScript and
// addresses as that takes; it knows nothing of templates, and it keeps no text. The compiler (contexts.h)
// walks a template with it.
//
// HTML is read as browsers read it (WHATWG HTML §13.2.5), with these limits: what stands in <svg> and <math>
// is taken for HTML, and a script that cannot be followed (`${` within a template literal, a `/` that may
// divide or begin a regular expression) is Lost: its text may go on, but no value can be printed in it.

#include <cstdint>
#include <string_view>
#include <vector>

#include "tmpl/tmpl.h"

namespace herald::tmpl {

/// The part of a page.
enum class Place : uint8_t {
  Free,         ///< no markup at all: style sheets, scripts, plain text as templates of their own
  Text,         ///< between tags
  TagOpen,      ///< behind `<`
  EndTagOpen,   ///< behind `</`
  InTag,        ///< behind a blank in a tag: an attribute may begin
  AfterName,    ///< behind a name or value in a tag: a blank, `/` or `>` must come first
  BeforeValue,  ///< behind `=`
  Value,        ///< in a quoted value
  Unquoted,     ///< in a value without quotes
  Comment,      ///< <!-- … -->
  Declaration,  ///< <!doctype …>, and what browsers take for a comment (`<?…>`, `</ …>`)
  Instruction,  ///< <? … ?> of XML
  Cdata,        ///< <![CDATA[ … ]]> of XML
  Rcdata,       ///< in title and textarea: text without tags
  Raw,          ///< in iframe, xmp and the like, and scripts of an unknown type
  Script,       ///< in a script element
  Style,        ///< in a style element
};

/// The elements that make a difference.
enum class Element : uint8_t {
  Other,
  Script,
  Style,
  Textarea,
  Title,
  Xmp,
  Iframe,
  Noembed,
  Noframes,
  Plaintext,
  Meta,
  Animate,  ///< of SVG: can set an address
};

/// What an attribute's value is.
enum class Attribute : uint8_t {
  None,  ///< not in an attribute
  Plain,
  Url,
  Srcset,
  Script,      ///< onclick and all that begins with `on`
  Style,       ///< style
  Refresh,     ///< content of <meta http-equiv="refresh">
  Content,     ///< content of another meta
  ScriptType,  ///< type of a script: it must be known
  Directive,   ///< http-equiv and attributeName: likewise
  Srcdoc,      ///< a page within an attribute
};

/// The quotes of a value.
enum class Quote : uint8_t { None, Double, Single };

/// How far an address has got.
enum class Url : uint8_t {
  Start,      ///< nothing yet
  Scheme,     ///< what there is may become a scheme
  Path,       ///< behind the scheme or the first `/`
  Query,      ///< behind `?`
  Fragment,   ///< behind `#`
  DataHead,   ///< behind `data:`, before the comma
  DataImage,  ///< in the picture of a data: address
  DataSvg,    ///< in an SVG as text
  Before,     ///< in a refresh, before `url=`
  Refused,    ///< behind javascript: and the like, or where it is not known
};

/// What of a script.
enum class Script : uint8_t {
  Code,
  Double,
  Single,
  Template,
  Regexp,
  RegexpClass,
  LineComment,
  BlockComment,
  Lost
};

/// What a `/` would be in a script.
enum class Slash : uint8_t { Regexp, Divide, Unknown };

/// What of a style sheet.
enum class Style : uint8_t {
  Plain,
  Double,
  Single,
  Comment,
  Url,        ///< in url( without quotes
  UrlDouble,  ///< in url("
  UrlSingle,
  UrlEnd,  ///< behind the quote, before the parenthesis
  Lost
};

/// Bits of PageContext::flags.
enum ContextFlag : uint8_t {
  kXml = 1,
  kClosing = 2,         ///< in an end tag
  kRefresh = 4,         ///< the meta has http-equiv="refresh"
  kContentPrinted = 8,  ///< the meta's content had a value before http-equiv was seen
  kScriptComment = 16,  ///< the script has `<!--`, behind which `<script` is read anew
  kImport = 32,         ///< behind @import, before the semicolon
  kJson = 64,           ///< the script is JSON
  kUnknownType = 128,   ///< the script is neither JSON nor JavaScript
};

/// The state of the machine. What a place does not use is zero, so equal states are equal bytes.
struct PageContext {
  Place place = Place::Free;
  Element element = Element::Other;
  Attribute attribute = Attribute::None;
  Quote quote = Quote::None;
  Url url = Url::Start;
  Script script = Script::Code;
  Slash slash = Slash::Regexp;
  Style style = Style::Plain;
  uint8_t flags = 0;

  bool operator==(const PageContext&) const = default;
  bool xml() const { return (flags & kXml) != 0; }
};

/// Where a template of this sort of escaping begins: Html and Xml in text, None nowhere.
PageContext context_of(Escape mode);

/// What is wrong with a text, whatever is printed in it.
enum class Fault : uint8_t {
  SplitName,       ///< a tag's or attribute's name is cut by a tag of the template
  SplitMarkup,     ///< `<!-` or an end tag within script, style, title, textarea is cut
  SplitReference,  ///< a character reference is cut where that matters
  SplitType,       ///< the type of a script, or http-equiv, is cut
  LateRefresh,     ///< http-equiv="refresh" behind a content with a value
  LateScheme,      ///< a colon makes a scheme of a value
  ScriptInScript,  ///< `<script` behind `<!--` within a script
};
struct ContextFault {
  Fault fault;
  size_t offset;  ///< in the text
};

/// The context behind `text`, which begins in `context`. A text is a piece of a template between two tags.
PageContext step(PageContext context, std::string_view text, std::vector<ContextFault>& faults);

/// Why a value cannot be printed.
enum class Refusal : uint8_t {
  None,
  Name,
  Unquoted,
  Comment,
  Declaration,
  Cdata,
  Raw,
  Directive,
  Srcdoc,
  Address,
  Delay,
  Script,
  ScriptComment,
  Template,
  Regexp,
  Style,
  Loop,  ///< a recursive loop outside of text
};

/// How a value in `context` is escaped, or why it cannot be printed (`escape` is then None).
struct Answer {
  Escape escape = Escape::None;
  Refusal refusal = Refusal::None;
};
Answer escape_in(const PageContext& context);

/// The context behind a value.
PageContext behind_value(PageContext context);
/// The context in which a block begins that stands in `context`: how blanks stand around it does not matter.
PageContext block_begin(PageContext context);

/// The context behind a block that begins in `begin`, whatever a template that extends this one puts into it.
PageContext behind_block(PageContext begin);
/// Whether what begins in `begin` and ends in `end` can be a block.
bool can_be_block(const PageContext& begin, const PageContext& end);

/// Joins two ways that lead to one place into `joined`. False when they lead to different ones.
bool join(const PageContext& a, const PageContext& b, PageContext& joined);

/// Whether what comes out in `context` is right as text of a page too.
bool gives_markup(const PageContext& context);

/// What people call a place: "in a comment". Chinese and English.
struct PlaceName {
  std::string_view zh, en;
};
PlaceName name_of(const PageContext& context);
PlaceName name_of(Refusal refusal);
PlaceName hint_of(Refusal refusal);
PlaceName name_of(Fault fault);
/// Empty for faults that are cuts: writing it in one piece mends them all.
PlaceName hint_of(Fault fault);

/// What the value of the attribute `name` (in lower case) is.
Attribute attribute_kind(std::string_view name, Element element, uint8_t flags);

// The languages within (context_languages.cc).
/// Steps over a piece of a script whose character references are read.
void step_script(PageContext& context, std::string_view text);
/// Steps over a piece of a style sheet, likewise.
void step_style(PageContext& context, std::string_view text);
/// Steps over a piece of an address, likewise. False when a colon makes a scheme of what a value began.
bool step_url(PageContext& context, std::string_view text);
/// Appends `text` with its character references read: all that give ASCII characters. False when it ends
/// within one.
bool read_references(std::string_view text, std::string& out);

}  // namespace herald::tmpl
