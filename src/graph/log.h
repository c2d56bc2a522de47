#pragma once
// The log: what was built from what, kept from one build to the next. Losing it costs time and nothing else:
// a log that cannot be read, or that another herald wrote, is as good as none.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/facts.h"

namespace herald::graph {

/// One output as it was made.
struct Made {
  std::string path;     ///< Below the output folder.
  uint64_t recipe = 0;  ///< A hash of how it is made, besides the facts.
  std::string facts;    ///< What it read: pack_facts.
  uint64_t size = 0;
  uint64_t stamp = 0;  ///< io::FileInfo::bytes_stamp of the file, when it had been written.
  std::string sha256;  ///< 64 hexadecimal digits.
  std::string notes;   ///< What was told while it was made, in the driver's own form; usually empty.
};

/// A file that was read.
struct Input {
  std::string path;  ///< As the driver calls it.
  uint64_t stamp = 0;
};

struct Log {
  uint64_t maker = 0;              ///< Which program wrote it.
  std::vector<uint64_t> settings;  ///< Hashes of what all outputs depend on; the driver knows their order.
  FactSet facts;                   ///< Its names lie in `names`.
  std::vector<Made> made;          ///< Sorted by path.
  std::vector<Input> inputs;       ///< Sorted by path.
  std::string names;               ///< Keeps the names of a log that was read, or owns them.
};

/// Makes the log the owner of its facts' names, which it has borrowed so far.
void own_names(Log& log);

/// The log as bytes, with a checksum.
std::string write_log(const Log& log);
/// The log in `bytes`, if `maker` wrote it and no byte is damaged; else an empty one, whose maker is 0.
Log read_log(std::string bytes, uint64_t maker);

/// Why an output is made again, or not.
enum class Cause : uint8_t {
  Clean,    ///< It is not: nothing that it was made from has changed.
  NoLog,    ///< Nothing is known of the last build.
  New,      ///< The last build did not make it.
  Setting,  ///< Something that all outputs depend on has changed: `which` is its place in Log::settings.
  Recipe,   ///< It is made in another way, or of something else.
  Fact,     ///< Something that it read has changed: `which` is the old number of the first such fact.
  Altered,  ///< Its file is gone, or was changed by somebody else.
};

/// A cause, and what it was.
struct Verdict {
  Cause cause = Cause::Clean;
  uint32_t which = 0;
};

/// What all outputs have in common: the first setting that changed, or Clean.
Verdict judge_settings(const Log& log, const std::vector<uint64_t>& settings);
/// Whether the output of `made` (null when there is no record) has to be made again. Whether its file is
/// still there is the caller's to see.
Verdict judge(const Made* made, uint64_t recipe, const Comparison& comparison);

/// The record of `path`, or null.
const Made* find_made(const Log& log, std::string_view path);

}  // namespace herald::graph
