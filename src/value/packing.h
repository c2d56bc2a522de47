#pragma once
// Plain data as bytes, for what herald keeps for itself (base/packing.h).

#include "base/packing.h"
#include "value/value.h"

namespace herald::value {

/// Appends plain data, positions included; an Object becomes Undefined.
void pack(Value value, base::Packer& packer);

/// What `pack` appended. Lists and maps are made in `arena`; texts and keys are borrowed from the packed
/// bytes. Damaged bytes make the Unpacker fail and give Undefined.
Value unpack(base::Unpacker& bytes, Arena& arena);

}  // namespace herald::value
