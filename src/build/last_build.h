#pragma once
// What a build saw and left, beside the log: stamps of all inputs in one number, what it found, and in a file
// of their own the stamps and the manifest of its outputs. When all of that is still so the next build has
// nothing to do and reads nothing else, and a publication has the manifest, for which the metadata of all
// pages would be needed. One whose host has everything does not even read the second file, which is most of
// it. Losing either costs time and nothing else. Private to the module.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "build/build.h"
#include "build/inputs.h"
#include "build/load.h"
#include "graph/log.h"
#include "io/files.h"
#include "io/manifest.h"
#include "model/plan.h"
#include "model/site.h"

namespace herald::build {

/// What a build found, and when.
struct Found {
  bool drafts = false;      ///< Options::drafts.
  std::string folder_name;  ///< Options::folder_name.
  std::string timezone;     ///< The site's.
  base::DateTime now;       ///< The build's.
  int until = 1440;         ///< The minute of that day at which pages come or go next.
  Report report;            ///< Its counts, hidden pages and diagnostics.
};

struct LastBuild {
  uint64_t inputs = 0;        ///< digest_of the inputs.
  Input history;              ///< Of these, content/history.json; without a stamp when it is not there.
  uint64_t site_record = 0;   ///< Which record of the site belongs to it (site_record.h); 0: none.
  std::string found;          ///< A packed Found.
  bool reads_minute = false;  ///< An output shows something that depends on the minute.
  /// A publication would leave content/history.json as it is, and its files in .herald/hosts are there.
  bool is_published = false;
  std::vector<std::pair<std::string, uint64_t>> beside;  ///< Of a publication: those, and their stamps.
  uint64_t checksums = 0;       ///< bytes_stamp of manifest.sha256, which a build writes last; 0: none.
  io::PackedManifest manifest;  ///< All files of the output folder. Its bytes are read by read_outputs.
  std::vector<uint64_t> stamps;  ///< By entry of the manifest: bytes_stamp. Likewise.
  uint64_t outputs = 0;          ///< Which file has those two: a hash of its bytes.
  bool is_seen = false;  ///< Not recorded: `unchanged` saw all files of the output as they were left.
};

/// The last build into this output folder; nothing when there is none, or none that `options.maker` can read.
/// Of the outputs it has the manifest's digest alone.
std::optional<LastBuild> read_last_build(const io::Disk& disk, const Folders& folders,
                                         const Options& options);
/// Reads the manifest and the stamps when that was not done yet. False when they are lost or another build's.
bool read_outputs(LastBuild& last, const io::Disk& disk, const Folders& folders);
/// What that build found; nothing when its bytes make no sense.
std::optional<Found> found_by(const LastBuild& last);
/// Leaves it to the next build, without what read_outputs has not read. What cannot be written only makes that
/// one look closer.
void save_last_build(io::Disk& disk, const Folders& folders, const Options& options, LastBuild& last);

/// What a build has left: `log` is its own, `sha256` by output of the plan. Without inputs and a record.
LastBuild left_by(const io::Disk& disk, const Folders& folders, const Options& options,
                  const model::Site& site, const model::OutputPlan& plan, const graph::Log& log,
                  const std::vector<std::string>& sha256, const Report& report);
/// The same after a build that changed the texts of pages and nothing else, out of what the one before left,
/// whose outputs were read.
LastBuild left_again(const io::Disk& disk, const Folders& folders, LastBuild before, const Found& found,
                     const model::OutputPlan& plan, const graph::Log& log,
                     const std::vector<std::string>& sha256);
/// Notes what it had read.
void note_inputs(LastBuild& last, std::span<const Input> inputs);

/// The build's now, in the zone of the site as it was.
base::DateTime now_of(const Options& options, const std::string& zone);

/// Whether all files of the output are as the last build left them.
bool outputs_are_there(LastBuild& last, const io::Disk& disk, const Folders& folders, unsigned jobs);

/// What the last build found, when this one would find the same: the same inputs and options, at a moment at
/// which no output shows anything else, and all files of the output as they were left; of a publication, the
/// manifest of `last` goes over to it, with its bytes when they were read. Nothing when the build has to look
/// closer. Lists the inputs in any case, and says in `last` what it has seen of the output.
std::optional<Report> unchanged(std::optional<LastBuild>& last, const io::Disk& disk, const Folders& folders,
                                const Options& options, Inputs& inputs);

}  // namespace herald::build
