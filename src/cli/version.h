#pragma once
// The program's version.

namespace herald::cli {

/// As `herald --version` prints it; the same as in CMakeLists.txt.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace herald::cli
