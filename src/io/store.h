#pragma once
// A file that only grows: pieces are put behind one another and read by their place. For what is too large
// for memory and is read in no order.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostics.h"

namespace herald::io {

/// Any number of threads may append and read at once.
class Store {
 public:
  virtual ~Store() = default;
  /// Puts `bytes` at the end and returns where they begin. `file-unwritable`, `disk-full`.
  virtual base::Result<uint64_t> append(std::string_view bytes) = 0;
  /// Reads `size` bytes from `at` into `out`; false when there are not so many, or reading fails.
  virtual bool read(uint64_t at, size_t size, std::string& out) const = 0;
  /// Bytes so far.
  virtual uint64_t size() const = 0;
};

}  // namespace herald::io
