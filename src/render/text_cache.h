#pragma once
// The texts that one render has read: kept until it ends, because what templates print borrows from them.

#include <memory>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "model/site.h"

namespace herald::render {

/// Not for threads: each has its own.
class TextCache {
 public:
  /// The text of a page, as long as the cache is not cleared. An empty one, and `file-unreadable`, when it
  /// cannot be read.
  const model::PageText& get(const model::Site& site, model::PageId id, base::Diagnostics& diagnostics);
  void clear() { read_.clear(); }

 private:
  std::vector<std::pair<model::PageId, std::unique_ptr<model::PageText>>>
      read_;  // few: a page shows few texts
};

}  // namespace herald::render
