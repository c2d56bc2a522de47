#pragma once
// Filling the holes of a page's HTML: where links lead, what values are, how large images are. Private to the
// module.

#include "markdown/html.h"
#include "render/context.h"
#include "value/value.h"

namespace herald::render {

/// The fragment of `page` as safe HTML in the arena, links as seen from the context's output.
value::Value fill(const Context& context, model::PageId page, const markdown::Fragment& fragment);

/// Appends the same to `out`, with links absolute where the site has an address (for feeds).
enum class Links : uint8_t { Relative, Absolute };
void append_filled(const Context& context, model::PageId page, const markdown::Fragment& fragment,
                   Links links, std::string& out);

/// Appends a directive of `page`: what the theme's template directives/NAME.html makes of it, or the plain
/// form where there is no such template, and where links are absolute (for readers that have no style sheet).
/// The template sees `directive` beside its usual names; docs/themes.md says what is in it.
void append_directive(const Context& context, model::PageId page, const markdown::DirectivePart& part,
                      Links links, std::string& out);

/// The text of a whitelisted value such as "campaign.theme", or nothing for an unknown name.
/// The names are campaign::content_values().
bool find_content_value(const Context& context, model::PageId page, std::string_view name, std::string& out);

}  // namespace herald::render
