#include "base/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace herald::base {
namespace {

constexpr unsigned kJobsMax = 64;

/// Blocks small enough that the last one does not keep the others waiting, large enough to be cheap to hand
/// out.
size_t block_size(size_t count, unsigned jobs) {
  return std::clamp<size_t>(count / (jobs * size_t{16}), 1, 64);
}

}  // namespace

void parallel_for(size_t count, unsigned jobs,
                  const std::function<void(size_t index, unsigned worker)>& work) {
  jobs = static_cast<unsigned>(std::min<size_t>(std::clamp(jobs, 1U, kJobsMax), count));
  if (jobs <= 1) {
    for (size_t index = 0; index < count; ++index) work(index, 0);
    return;
  }
  const size_t block = block_size(count, jobs);
  std::atomic<size_t> next = 0;
  const auto run = [&](unsigned worker) {
    while (true) {
      const size_t begin = next.fetch_add(block, std::memory_order_relaxed);
      if (begin >= count) return;
      const size_t end = std::min(count, begin + block);
      for (size_t index = begin; index < end; ++index) work(index, worker);
    }
  };
  std::vector<std::jthread> threads;
  threads.reserve(jobs - 1);
  try {
    for (unsigned worker = 1; worker < jobs; ++worker) threads.emplace_back(run, worker);
  } catch (const std::system_error&) {
    // The system gives no more threads: those that run, the caller's among them, do it all.
  }
  run(0);
}

unsigned default_jobs() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // Fails on machines of more than 1,024 processors, where the mask is too small.
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return std::clamp(std::thread::hardware_concurrency(), 1U, kJobsMax);
  return std::clamp(static_cast<unsigned>(CPU_COUNT(&set)), 1U, kJobsMax);
}

}  // namespace herald::base
