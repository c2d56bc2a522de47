#pragma once
// What belongs to a form beside its page: the JSON Schema of a return, and the header row of a table of
// returns. A return is what the page saves: {"version": 1, "form": the page's id, "form_version", "title",
// "header": {…}, "rows": [{…}]}, a statistics form having one row and a roster one an entry. Private to the
// module.

#include <string>

#include "render/context.h"

namespace herald::render {

/// forms/<slug>.schema.json: JSON Schema 2020-12.
void append_form_schema(const Context& context, model::PageId page, std::string& out);
/// forms/<slug>.csv: the names of the header's fields and of a row's, as the page's own table begins.
void append_form_table(const Context& context, model::PageId page, std::string& out);

}  // namespace herald::render
