#pragma once
// The head of a Markdown file: where it ends, and what it says.

#include <string_view>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::value {

struct FrontMatter {
  Value fields;     ///< A Map, empty when there is none. Keys as written.
  base::Span head;  ///< The text between the fences, empty when there is none.
  base::Span body;  ///< Everything behind the head.
};

/// Whether a name is a field's, which the definitions of fields know.
using IsField = bool (*)(std::string_view key);

/// Splits and reads the head of `source`: YAML between `---` lines (the first line of the file; trailing
/// blanks allowed; also `----`, ` ---`, `－－－` and `———` as hands and Word make them, with the note
/// `front-matter-fence`), or a JSON object that begins with `{` on the first line and is followed by a blank
/// line or the end. An opened and never closed head is `front-matter-unclosed` at its first line, also where
/// a
/// `---` follows within the text; a closed and never opened one, if its first key `is_field`,
/// `front-matter-unopened`, and it is read; one that is neither is both, if two of its keys are fields. Never
/// fails; see parse_yaml and parse_json for further diagnostics.
FrontMatter parse_front_matter(const base::Source& source, Arena& arena, base::Diagnostics& diagnostics,
                               IsField is_field = nullptr);

}  // namespace herald::value
