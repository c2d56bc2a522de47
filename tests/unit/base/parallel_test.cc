#include "base/parallel.h"

#include <doctest/doctest.h>

#include <atomic>
#include <numeric>
#include <vector>

namespace base = herald::base;

TEST_CASE("each index is worked on once, with any number of threads") {
  for (const size_t count : {0, 1, 2, 3, 63, 64, 65, 1000, 12345}) {
    for (const unsigned jobs : {0U, 1U, 2U, 3U, 8U, 64U, 1000U}) {
      CAPTURE(count);
      CAPTURE(jobs);
      std::vector<int> seen(count);
      base::parallel_for(count, jobs, [&](size_t index, unsigned) { ++seen[index]; });
      CHECK(std::accumulate(seen.begin(), seen.end(), size_t{0}) == count);
      CHECK(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));
    }
  }
}

TEST_CASE("a worker's scratch space is used by one thread at a time") {
  constexpr unsigned kJobs = 4;
  std::vector<size_t> scratch(kJobs);
  std::atomic<bool> in_range = true;
  base::parallel_for(10000, kJobs, [&](size_t, unsigned worker) {
    if (worker >= kJobs) {
      in_range = false;
    } else {
      ++scratch[worker];
    }
  });
  CHECK(in_range);
  CHECK(std::accumulate(scratch.begin(), scratch.end(), size_t{0}) == 10000);
}

TEST_CASE("there is at least one thread to use") {
  CHECK(base::default_jobs() >= 1);
  CHECK(base::default_jobs() <= 64);
}
