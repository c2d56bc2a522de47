#pragma once
// The paragraphs that sign a document, as the text has them: a name and a date at its end. Private to the
// module.

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "markdown/html.h"
#include "model/site.h"

namespace herald::campaign {

/// The blocks that sign a document, and the day at their end where it is another than the document's.
struct SignOffs {
  std::vector<markdown::SignOff> blocks;
  std::string other_day;
  base::Span span;  ///< Of that day.
};

/// The blocks that sign the document: its date, and the name above it. The first such, since what a
/// notice issues may follow in the same text. A notice that ends with a name and another day is signed as
/// well.
SignOffs find_sign_off(const markdown::Document& document, markdown::NodeId title_heading,
                       const model::ParsedPage& page);

/// Tells of a signature whose day is not the document's.
void tell_other_day(const base::Source& source, const SignOffs& sign_off, model::ParsedPage& page);

/// True for a paragraph of sentences; a heading that Word left as a paragraph, or an address (各有关单位：),
/// is none.
bool is_prose(std::string_view text);

}  // namespace herald::campaign
