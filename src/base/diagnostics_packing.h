#pragma once
// Diagnostics as bytes, so that what was told of something that is not looked at again can be told again.

#include "base/diagnostics.h"
#include "base/packing.h"

namespace herald::base {

/// Appends all of `diagnostics`.
void pack(const Diagnostics& diagnostics, Packer& packer);
/// Adds what `pack` appended. Damaged bytes make the Unpacker fail; what was whole was added.
void unpack(Unpacker& bytes, Diagnostics& diagnostics);

}  // namespace herald::base
