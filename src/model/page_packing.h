#pragma once
// Parsed pages as bytes. The metadata of all pages are kept in memory while a site is built; their texts lie
// in a store and are read when they are shown. Both outlast the build, so that the next one parses only what
// has changed.

#include <string>
#include <string_view>

#include "model/site.h"
#include "value/arena.h"

namespace herald::model {

/// Everything of a page but its text, its source's text and the places of both in a store.
std::string pack_metadata(const ParsedPage& page);
/// What pack_metadata packed. Fields, records and links are made in `arena`, which must outlive the page;
/// nothing is borrowed from `packed`. False when the bytes are damaged.
bool unpack_metadata(std::string_view packed, value::Arena& arena, ParsedPage& page);

/// The text of a page.
std::string pack_text(const PageText& text);
/// What pack_text packed; false when the bytes are damaged. `directives` is the table that the page was
/// parsed with; it must outlive the text.
bool unpack_text(std::string_view packed, markdown::DirectiveTable directives, PageText& text);

/// PageText::sections as a value, Undefined where there are none. Its texts are borrowed from `text`, the
/// rest is made in `arena`.
value::Value sections_of(const PageText& text, value::Arena& arena);

}  // namespace herald::model
