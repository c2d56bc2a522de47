#pragma once
// Values as the places of a page ask for them. None allocates for a text that needs no change of type; `work`
// has the texts in the making.

#include <string>
#include <string_view>

#include "tmpl/tmpl.h"
#include "tmpl/work.h"
#include "value/value.h"

namespace herald::tmpl {

/// What `tojson` gives: SafeHtml that is known to be JSON, and is printed as it is within a script. Other
/// SafeHtml never has this position: data is never SafeHtml, and what the engine makes has none.
inline constexpr uint32_t kJsonPosition = 0xfffffd;
inline value::Value as_json(value::Value html) { return html.at_position(kJsonPosition); }
inline bool is_json(value::Value v) {
  return v.is(value::Type::Html) && v.has_position() && v.position() == kJsonPosition;
}

/// Appends `value` for a place other than text (Escape::Attribute and all behind it). An undefined value
/// fails.
void print_in_place(std::string& out, value::Value value, Escape escape, Work& work);

/// Whether the scheme of `address` is one that runs nothing: http, https, mailto, tel, sms, ftp, webcal, geo,
/// or none. Blanks at its front and line breaks within are passed over, as browsers do.
bool is_harmless_address(std::string_view address);

/// What stands for an address or a CSS value that is refused.
inline constexpr std::string_view kHarmlessAddress = "#";
inline constexpr std::string_view kHarmlessStyle = "unsafe-value";

}  // namespace herald::tmpl
