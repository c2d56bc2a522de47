#pragma once
// Wall time of a stage. Private to the module.

#include <chrono>

namespace herald::build {

/// Adds the seconds that it lived to a timing.
class Lap {
 public:
  explicit Lap(double& seconds) : seconds_(seconds), begin_(std::chrono::steady_clock::now()) {}
  ~Lap() { seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }
  Lap(const Lap&) = delete;
  Lap& operator=(const Lap&) = delete;

 private:
  double& seconds_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace herald::build
