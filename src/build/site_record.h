#pragma once
// What a build leaves of the site beside its log: the site as it was put together, without the metadata of
// its pages, its views, its plan, and what was told of it. With that the next process takes the quick way of
// a session (session_state.h) when only the texts of a few pages have changed: it reads neither the metadata
// of the others nor puts them together again. Private to the module.
//
// The record lies beside the log, with the same name, and is written only when the site is put together. What
// the build left (last_build.h) names it by its hash, so that a record of another build is as good as none.
// It could be a part of the log; then each changed text would write it again.

#include <cstdint>
#include <optional>

#include "base/diagnostics.h"
#include "build/build.h"
#include "build/inputs.h"
#include "build/last_build.h"
#include "build/load.h"
#include "build/write.h"
#include "campaign/views.h"
#include "graph/log.h"
#include "io/files.h"
#include "model/plan.h"
#include "model/site.h"

namespace herald::build {

/// What is recorded.
struct SiteRecord {
  const model::Site& site;
  const campaign::Views& views;
  const model::OutputPlan& plan;
  const base::Diagnostics& told;  ///< All that was told before the outputs were made; without open places.
};

/// Writes the record of what `maker` has built; its hash, for LastBuild::site_record, or 0 when that fails.
uint64_t save_site_record(io::Disk& disk, const Folders& folders, uint64_t maker, const SiteRecord& record);

/// Builds a site of which, since the build of `log` and `last`, only the texts of a few pages have changed.
/// The report, or nothing when more has changed, or is not known: then nothing has been done, `log` is as it
/// was, and the build has to go the long way from Writer::expect on.
std::optional<Report> build_quickly(io::Disk& disk, const Folders& folders, const Options& options,
                                    const Inputs& inputs, LastBuild last, graph::Log& log, Writer& writer);

}  // namespace herald::build
