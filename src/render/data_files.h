#pragma once
// The lists of an edition as data: rows of plain values that are printed as JSON and as a table. Private to
// the module.

#include <optional>
#include <string>

#include "model/plan.h"
#include "render/context.h"
#include "value/value.h"

namespace herald::render {

/// The rows of one list: Maps of plain values (texts, numbers, booleans, lists, maps; null for what is
/// absent), all with the same names in the same order. Addresses are absolute where the site has one.
value::Value data_rows(const Context& context, model::EditionId edition, model::DataList list);

/// events.json and its like: {"version": 1, "items": […]}.
void append_data_json(const Context& context, model::EditionId edition, model::DataList list,
                      std::string& out);
/// events.csv and its like: RFC 4180, UTF-8 with a byte order mark and CRLF, as spreadsheets open it.
void append_data_csv(const Context& context, model::EditionId edition, model::DataList list,
                     std::string& out);

/// {name, json_url, csv_url} of a list's files, or none when the list is empty and has none.
value::Value data_links(const Context& context, model::EditionId edition, model::DataList list);
/// The list that a section of `kind` shows; nothing for kinds that are not published as data.
std::optional<model::DataList> data_list_of(model::Kind kind);

/// Appends one cell, quoted where it must be. A text that a spreadsheet would take for a formula (it begins
/// with = + - @ or a control character) is preceded by an apostrophe; what follows is the text, whole.
void append_csv_cell(std::string& out, std::string_view text);

}  // namespace herald::render
