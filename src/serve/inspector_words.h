#pragma once
// What kinds of outputs and of facts are called.

#include <string_view>

#include "base/diagnostics.h"
#include "build/session.h"

namespace herald::serve {

/// "page", "list of a section" …
std::string_view words_of(model::OutputKind kind, base::Language language);
/// What was read: "text", "title and fields" …
std::string_view words_of(render::FactKind kind, base::Language language);

}  // namespace herald::serve
