#pragma once
// What a build remembers of the last one, and what it leaves to the next: which outputs need not be made
// again, and why the others do. Private to the module.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "build/build.h"
#include "build/load.h"
#include "build/settings.h"
#include "graph/log.h"
#include "graph/reads.h"
#include "io/files.h"
#include "model/plan.h"
#include "render/facts.h"

namespace herald::build {

/// Where the log of builds into `folders.output` lies: in .herald/ of the site's folder, one for each output
/// folder.
std::string log_path(const Folders& folders);

/// The last build's log; an empty one when there is none, or none that `maker` can read.
graph::Log read_log(const io::Disk& disk, const Folders& folders, uint64_t maker);

/// Leaves a log to the next build. What cannot be written only makes that one a full build.
void save_log(io::Disk& disk, const Folders& folders, const graph::Log& log);

/// The facts that `reads` are of: Made::facts.
std::string pack_reads(const render::Facts& facts, const std::vector<graph::Read>& reads);
/// What was told while an output was made: Made::notes.
std::string pack_told(const base::Diagnostics& told);
/// Adds what pack_told packed.
void unpack_told(std::string_view notes, base::Diagnostics& told);

/// One build's steps: an output each. Made before rendering; `look_at_file` and `keep_made` may be called
/// from several threads for different outputs.
class Steps {
 public:
  /// Everything must outlive it; `log` is the last build's.
  Steps(const graph::Log& log, const render::Facts& facts, const model::OutputPlan& plan,
        std::vector<uint64_t> settings, const Recipes& recipes);

  /// Looks at the file in the output folder: an output that is gone or was changed is made again.
  void look_at_file(size_t output, const io::Disk& disk, const std::string& output_folder);
  /// Whether nothing has changed that the output was made from.
  bool is_clean(size_t output) const { return states_[output].verdict.cause == graph::Cause::Clean; }
  /// The record of an output that is clean.
  const graph::Made& before(size_t output) const { return *states_[output].before; }
  /// Notes what a made output read, and what was told while it was made.
  void keep_made(size_t output, const std::vector<graph::Read>& reads, const base::Diagnostics& told);

  /// Why an output was made again, in words that the caller finds.
  Reason reason(size_t output) const;

  /// The log of this build, once its outputs are in place: `begun` has its maker; `sha256` is by output. It
  /// borrows from these steps and all that they know, from the plan and from `sha256` (graph::own_texts).
  graph::Log finished(const io::Disk& disk, const Folders& folders, graph::Log begun,
                      const std::vector<std::string>& sha256);

 private:
  struct State {
    uint64_t recipe = 0;
    graph::Verdict verdict;
    const graph::Made* before = nullptr;
    graph::Text facts, notes;  // Of their own, or empty.
  };
  graph::Text facts_now(const graph::Made& made) const;

  const graph::Log& log_;
  const render::Facts& facts_;
  const model::OutputPlan& plan_;
  std::vector<uint64_t> settings_;
  graph::Comparison comparison_;
  std::vector<State> states_;  // by output
};

}  // namespace herald::build
