#pragma once
// Why the system refused something, in words: from errno to English and Chinese.

#include <string>

namespace herald::base {

/// A reason in both languages, for the two arguments of a message (diagnostics.h).
struct Reason {
  std::string english, chinese;
};

/// The reason that `error`, an errno, stands for. English are the system's own words, and so is the Chinese
/// of what editors hardly ever meet.
Reason system_reason(int error);

}  // namespace herald::base
