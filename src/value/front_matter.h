#pragma once
// The head of a Markdown file: where it ends, and what it says.

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::value {

struct FrontMatter {
  Value fields;     ///< A Map, empty when there is none. Keys as written.
  base::Span head;  ///< The text between the fences, empty when there is none.
  base::Span body;  ///< Everything behind the head.
};

/// Splits and reads the head of `source`: YAML between `---` lines (the first line of the file; trailing
/// blanks allowed; also `－－－` and `———` as Word makes them, with the note `front-matter-fence`), or a JSON
/// object that begins with `{` on the first line and is followed by a blank line or the end. An opened and
/// never closed head is `front-matter-unclosed` at its first line. Never fails; see parse_yaml and parse_json
/// for further diagnostics.
FrontMatter parse_front_matter(const base::Source& source, Arena& arena, base::Diagnostics& diagnostics);

}  // namespace herald::value
