#pragma once
// Which program this is.

#include <cstdint>

namespace herald::base {

/// A number that differs between two builds of herald from different sources: a hash of the build id that the
/// linker put into the running program (the GNU note of its ELF file). 1 where there is none. Never 0.
uint64_t program_id();

}  // namespace herald::base
