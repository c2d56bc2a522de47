#pragma once
// Trying again: what broke is tried anew after a growing, somewhat random pause, as long as it may help.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "publish/host.h"

namespace herald::publish {

/// How often something is tried without any success before we give up: pauses of about 0.5, 1, 2, 4, 8 s.
inline constexpr int kAttemptsMax = 6;

/// The pauses of one publication.
class Attempts {
 public:
  /// `cancelled` ends all trying.
  Attempts(std::function<void(int)> sleep, std::function<uint32_t()> random, std::function<bool()> cancelled)
      : sleep_(std::move(sleep)), random_(std::move(random)), cancelled_(std::move(cancelled)) {}

  /// One operation, until it ends in a way that trying again does not change.
  Outcome repeat(const std::function<Outcome()>& operation);

  /// Many independent ones. `run` is given the indexes that are not done and tells how each ended; `done`
  /// hears of each that went well. A round in which some went well begins the counting of attempts anew.
  /// Stops at the first that failed for good. Returns how the whole ended; `left` are the indexes that are
  /// not done.
  using Run = std::function<void(std::span<const size_t> indexes, const OnDone& done)>;
  Outcome repeat_all(size_t count, const Run& run, const std::function<void(size_t)>& done,
                     std::vector<size_t>& left);

  /// How many operations were tried again.
  size_t repeated() const { return repeated_; }

 private:
  void pause(int attempt);

  std::function<void(int)> sleep_;
  std::function<uint32_t()> random_;
  std::function<bool()> cancelled_;
  size_t repeated_ = 0;
};

}  // namespace herald::publish
