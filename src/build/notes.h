#pragma once
// Diagnostics as bytes, so that what was told of an output that is not made again can be told again. Private
// to the module.

#include <string>
#include <string_view>

#include "base/diagnostics.h"

namespace herald::build {

/// All of `diagnostics`; an empty text for none.
std::string pack_diagnostics(const base::Diagnostics& diagnostics);
/// Adds what pack_diagnostics packed. Damaged bytes add what was whole.
void unpack_diagnostics(std::string_view bytes, base::Diagnostics& diagnostics);

}  // namespace herald::build
