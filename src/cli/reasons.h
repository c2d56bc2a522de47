#pragma once
// `build --explain`: why an output was made again, or why not, as a sentence.

#include <string>

#include "base/diagnostics.h"
#include "build/build.h"

namespace herald::cli {

/// The reason alone, without the name of the output.
std::string reason_sentence(const build::Reason& reason, base::Language language);

/// One line: the output and its reason. Ends in '\n'.
std::string reason_text(const build::Reason& reason, base::Language language);

/// The reasons of all outputs that were made again, or of `all` of them, a line each.
std::string reasons_text(const build::Report& report, bool all, base::Language language);

}  // namespace herald::cli
