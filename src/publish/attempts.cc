#include "publish/attempts.h"

#include <algorithm>

namespace herald::publish {

void Attempts::pause(int attempt) {
  constexpr uint32_t kFirst = 500;
  const uint32_t pause = kFirst << attempt;
  // Half of it by chance, so that several who were thrown out together do not come back together.
  if (sleep_) sleep_(static_cast<int>(pause / 2 + (random_ ? random_() : 0) % (pause / 2 + 1)));
}

Outcome Attempts::repeat(const std::function<Outcome()>& operation) {
  for (int attempt = 0;; attempt++) {
    if (cancelled_()) return {Trouble::Cancelled, {}};
    Outcome outcome = operation();
    if (!net::may_pass(outcome.trouble) || attempt + 1 >= kAttemptsMax) return outcome;
    pause(attempt);
    repeated_++;
  }
}

Outcome Attempts::repeat_all(size_t count, const Run& run, const std::function<void(size_t)>& done,
                             std::vector<size_t>& left) {
  left.resize(count);
  for (size_t i = 0; i < count; i++) left[i] = i;
  for (int attempt = 0; !left.empty(); attempt++) {
    if (cancelled_()) return {Trouble::Cancelled, {}};
    std::vector<uint8_t> is_done(left.size(), 0);
    Outcome fatal, broken{Trouble::Broken, {}};
    size_t arrived = 0;
    run(left, [&](size_t position, const Outcome& outcome) {
      if (outcome) {
        is_done[position] = 1;
        arrived++;
        done(left[position]);
      } else if (net::may_pass(outcome.trouble)) {
        repeated_++;
        broken = outcome;
      } else if (fatal) {
        fatal = outcome;
      }
      return static_cast<bool>(fatal) && !cancelled_();
    });
    std::vector<size_t> rest;
    for (size_t i = 0; i < left.size(); i++) {
      if (is_done[i] == 0) rest.push_back(left[i]);
    }
    left = std::move(rest);
    if (!fatal) return fatal;
    if (left.empty()) break;
    if (cancelled_()) return {Trouble::Cancelled, {}};
    if (arrived != 0) attempt = 0;
    if (attempt + 1 >= kAttemptsMax) return broken;
    pause(attempt);
  }
  return {};
}

}  // namespace herald::publish
