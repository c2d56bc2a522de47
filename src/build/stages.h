#pragma once
// The stages that a build and a session go through in the same way, from the plan of the outputs on: what is
// made is rendered, staged and put in place, and what was found is told. Private to the module.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "build/build.h"
#include "build/load.h"
#include "build/memory.h"
#include "build/write.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::build {

/// Whether who asked for the build has changed their mind.
bool is_cancelled(const Options& options);

/// What outputs are made with. Everything outlives it.
struct Making {
  io::Disk& disk;
  const Folders& folders;
  const Options& options;
  const model::Site& site;
  const model::OutputPlan& plan;
  const render::Renderer& renderer;
  Writer& writer;
};

/// Whether the files in the output folder are looked at: one that is gone or was changed is made again.
enum class Look : uint8_t { AtFiles, No };

/// Keeps the outputs that nothing has changed for as they are, and returns the others, in the order of the
/// plan. What was told of the former when they were made goes into `found`, which is by output.
std::vector<uint32_t> keep_clean(const Making& making, Look look, Steps& steps,
                                 std::vector<base::Diagnostics>& found);

/// What an output that was staged had read, and what was told while it was made. Called from several threads,
/// once for each output; the lists are good until it returns.
using NoteMade = std::function<void(uint32_t output, const std::vector<graph::Read>& reads,
                                    const base::Diagnostics& told)>;

/// Renders and stages the outputs of `which` (indexes into the plan), on as many threads as the options say.
/// Where there were errors before nothing is staged: rendering only goes on to find all of them. Adds to
/// `found`, which is by output, and to the report's timings and costs.
void render_outputs(const Making& making, std::span<const uint32_t> which, const NoteMade& note_made,
                    std::vector<base::Diagnostics>& found, Report& report);

/// Puts in place what was staged, with the checksums of all. Fills the report's counts and lists of changes.
void write_all(const model::OutputPlan& plan, Writer& writer, Report& report);

/// Counts what the site has, and lists what it hides.
void count_pages(const model::Site& site, const Folders& folders, Report& report);

/// The last words: what was found in order, the outcome of it.
void finish(Report& report, const Options& options);

}  // namespace herald::build
