#pragma once
// `--profile`: what renders cost, by template and by kind of output. Measured by thread, added up at the end.
// Private to the module.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "build/build.h"
#include "model/plan.h"
#include "tmpl/profile.h"

namespace herald::build {

/// The measurements of all threads; of no threads when nobody asked, and then it costs nothing.
class Costs {
 public:
  explicit Costs(unsigned jobs);

  /// Of one thread, for its renders.
  tmpl::Profile& templates(size_t worker) { return workers_[worker].templates; }
  /// Fills the report's lists of costs.
  void report(Report& report) const;

  /// Of one kind of output in one thread.
  struct Sum {
    uint64_t runs = 0;
    uint64_t ticks = 0;
  };
  /// The time from its making to its end is counted to the output.
  class Lap {
   public:
    Lap(Costs& costs, unsigned worker, const model::Site& site, const model::Output& output);
    ~Lap();
    Lap(const Lap&) = delete;
    Lap& operator=(const Lap&) = delete;

   private:
    Sum* sum_ = nullptr;
    uint64_t begin_ = 0;
  };

 private:
  /// By kind of output; pages and lists by kind of page behind them.
  static constexpr size_t kOutputKinds = static_cast<size_t>(model::OutputKind::Checksums) + 1;
  static constexpr size_t kSums = kOutputKinds + 2 * model::kKindCount;
  struct Worker {
    explicit Worker(tmpl::Profile::Clock clock) : templates(clock) {}
    tmpl::Profile templates;
    std::array<Sum, kSums> kinds{};
  };
  static size_t slot_of(const model::Site& site, const model::Output& output);
  static std::string name_of(size_t slot);

  std::vector<Worker> workers_;
};

}  // namespace herald::build
