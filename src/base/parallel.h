#pragma once
// Loops over independent items on several threads. Results go to where the index says, so that the outcome is
// the same with any number of threads; nothing is shared, nothing is locked.

#include <cstddef>
#include <functional>

namespace herald::base {

/// Calls `work(index, worker)` once for each index below `count`, on `jobs` threads (1 to 64, the caller's
/// own among them). `worker` is below `jobs`: one at a time runs for each, so it may index scratch space.
/// Items are handed out in blocks, in order. `work` must not throw.
void parallel_for(size_t count, unsigned jobs,
                  const std::function<void(size_t index, unsigned worker)>& work);

/// The number of threads to use when nobody said: the processors that this process may run on, at most 64.
unsigned default_jobs();

}  // namespace herald::base
