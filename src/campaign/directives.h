#pragma once
// The directives of a campaign's pages: one table, which the parser reads by, the manual prints, and each of
// whose names a template of the theme answers (directives/NAME.html). Knows nothing of documents.

#include "markdown/directives.h"

namespace herald::campaign {

/// The whole table, in the order of the manual.
markdown::DirectiveTable directives();

}  // namespace herald::campaign
