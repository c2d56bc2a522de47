#pragma once
// JSON in and out; the one door to nlohmann/json.

#include <string>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::value {

/// Reads JSON (RFC 8259; // and /* */ comments allowed) from `span` of `source` into `arena`. Every value and
/// key has its position. Never fails: a syntax error adds one of the `json-*` codes (`json-comma`,
/// `json-unclosed` …, `json-syntax` when none says it better) at its place and gives Undefined; behind a slip
/// of punctuation the search goes on, so that ten of them may be told at once; a key that
/// stands twice adds `duplicate-key` and the last one wins, in the place of the first. Depth is limited to 64
/// (`json-too-deep`).
Value parse_json(const base::Source& source, base::Span span, Arena& arena, base::Diagnostics& diagnostics);

/// On one line, or indented for people.
enum class JsonStyle : uint8_t { Compact, Pretty };

/// Appends `value` as JSON. Keys in their order; texts as UTF-8, with < > & and U+2028/2029 as \u escapes so
/// that the result is safe inside <script>; Pretty indents by 2. Objects become their names and parts;
/// Undefined is null, and so is a number that is none (NaN, infinity). An Object inside itself, and one below
/// kJsonObjectsMax others, is null: pages know their section and sections their pages.
inline constexpr int kJsonObjectsMax = 4;
void append_json(std::string& out, Value value, JsonStyle style, Arena& arena);

/// Appends a JSON string with its quotes, escaped as above.
void append_json_string(std::string& out, std::string_view text);

}  // namespace herald::value
