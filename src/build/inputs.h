#pragma once
// Everything that a build reads, by name and stamp: enough to see that nothing has changed, and then nothing
// needs to be read. Private to the module.

#include <optional>
#include <vector>

#include "build/build.h"
#include "build/load.h"
#include "graph/log.h"
#include "io/files.h"

namespace herald::build {

/// What walks found, and the moment before them.
struct Inputs {
  io::Listing content, assets, themes;
  std::optional<io::FileInfo> config;
  base::Diagnostics diagnostics;  ///< Of the walks.
  int64_t begun_ns = 0;           ///< Options::clock_ns.
};

/// Walks the site's folders.
Inputs list_inputs(const io::Disk& disk, const Folders& folders, const Options& options);

/// The file's stamp, or 0 when it is not to be relied on (see stamps_of).
uint64_t reliable_stamp(const io::FileInfo& file, int64_t begun_ns);

/// The inputs for the log, sorted by path. A file that was touched just before the build has no stamp: it may
/// have been touched again within the same tick of the disk's clock, so that its stamp does not say what was
/// read.
std::vector<graph::Input> stamps_of(const Inputs& inputs);

/// The stamps of the files themselves, in their order.
std::vector<uint64_t> raw_stamps(const io::Listing& files);

/// What a build leaves to be told again: Log::extra.
struct LastBuild {
  bool drafts = false;
  std::string folder_name;   ///< Options::folder_name.
  std::string timezone;      ///< The site's.
  base::DateTime now;        ///< The build's.
  int until = 1440;          ///< The minute of that day at which pages come or go next.
  uint64_t site_record = 0;  ///< Which record of the site belongs to the log (site_record.h); 0: none.
  Report report;             ///< Its counts, hidden pages and diagnostics.
};

/// Packs what the finished build of `report` leaves.
std::string pack_last_build(const Report& report, const model::Site& site, const Options& options,
                            uint64_t site_record);
/// The same without a site, when it is the one of the build before.
std::string pack_last_build(const LastBuild& last);
/// What the log's build left; nothing when there is no log.
std::optional<LastBuild> read_last_build(const graph::Log& log);

/// The build's now, in the zone of the site as it was.
base::DateTime now_of(const Options& options, const std::string& timezone);
/// Whether all files of the output are as the last build left them.
bool outputs_are_there(const graph::Log& log, const io::Disk& disk, const Folders& folders, unsigned jobs);

/// What the last build found, when this one would find the same: the same program, inputs and options, at a
/// moment at which no output shows anything else, and all files of the output as they were left. Nothing when
/// the build has to look closer.
std::optional<Report> unchanged(const graph::Log& log, const Inputs& inputs, const io::Disk& disk,
                                const Folders& folders, const Options& options);

}  // namespace herald::build
