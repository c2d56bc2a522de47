#pragma once
// A site of files and a host, and what it takes to make the second show the first: compare, lock, send in an
// order that never shows a page without its assets, record, delete, keep. It knows neither protocols (host.h)
// nor pages (a manifest comes in). The clock, chance and the terminal come in as functions.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "io/files.h"
#include "io/manifest.h"
#include "publish/changes.h"
#include "publish/host.h"
#include "publish/lock.h"

namespace herald::publish {

/// How far a publication is.
struct Progress {
  size_t files = 0, files_total = 0;
  uint64_t bytes = 0, bytes_total = 0;
};

/// How many files may go at once without anybody being asked.
inline constexpr size_t kDeletesMax = 20;

/// What a host said when it was asked for the seal of its record (record.h) before its turn.
struct Glimpse {
  Outcome outcome;
  std::string seal;
};

/// What to do with a site.
enum class Task : uint8_t {
  Publish,
  Audit,     ///< Changes nothing: reads the host's files back and compares them with the record there.
  Rollback,  ///< Publishes what was published last, before what the host has (Kept::before).
};

/// All that a publication needs to know besides the host.
struct Options {
  Task task = Task::Publish;
  std::string target;        ///< Its name, for messages.
  std::string site_folder;   ///< The output folder, that the manifest's paths are relative to.
  std::string state_folder;  ///< ".herald/publish/office-1f2e3d4c" of the site.
  Owner owner;
  /// Whether a process may still run: of another machine that is not known, so it may.
  bool (*is_alive)(const Process& process) = nullptr;
  std::function<void(int milliseconds)> sleep;
  std::function<uint32_t()> random;  ///< For waiting times alone.
  bool dry_run = false;
  bool verify = false;     ///< Read everything back, and send again what differs.
  bool take_over = false;  ///< Files in our way become ours.
  bool break_lock = false;
  size_t deletes_max = kDeletesMax;
  bool deletes_said = false;  ///< Somebody said that number, for this publication.
  /// Asked when more would go; no function means no.
  std::function<bool(size_t count)> may_delete;
  uint64_t file_size_max = 0;  ///< Of the host; 0: not known.
  size_t files_max = 0;
  uint64_t bytes_max = 0;      ///< Of all files together.
  std::string place;           ///< The target's address, for messages.
  bool windows_names = false;  ///< Names have to be such as Windows takes.
  /// Files of the site that lie elsewhere than in the output folder: path on the host, local file.
  std::map<std::string, std::string> elsewhere;
  const std::atomic<bool>* cancelled = nullptr;
  std::optional<Glimpse> glimpse;  ///< Taken for the first answer of the host.
  std::function<void(const Summary&)> before_sending;
  std::function<void(const Progress&)> progress;
};

/// How it ended.
enum class Ending : uint8_t {
  Done,       ///< The host has the site.
  Unchanged,  ///< It had it already.
  Planned,    ///< A dry run.
  Differs,    ///< An audit found differences.
  Refused,    ///< Something has to be decided or mended first; the host is as it was.
  Failed,     ///< The host, the network or the disk; what is not there is listed.
  Cancelled,
};

struct Report {
  Ending ending = Ending::Done;
  base::Diagnostics diagnostics;
  Summary summary;
  size_t sent = 0, removed = 0;  ///< Files.
  uint64_t bytes = 0;            ///< That were sent, of files that arrived.
  size_t audited = 0;            ///< Files read back.
  size_t unlisted = 0;           ///< Folders that an audit could not list: foreign files there go unseen.
  size_t repeated = 0;           ///< Operations that were tried again.
  bool lock_broken = false;
  bool lock_is_weak = false;  ///< Two who begin in the same moment may both have it (Host::locks_surely).
  bool had_gaps = false;      ///< Files that were replaced were away for a moment.
};

/// The files of a site. They are listed when somebody has to see them: a publication without a change need
/// not.
struct SiteFiles {
  /// Of the list and of all that it is held against here (limits, names): with the same digest there is
  /// nothing to be done that was not done. No spaces; empty: not known.
  std::string digest;
  std::function<base::Result<io::Manifest>()> list;  ///< Sorted by path; a failure ends the publication.
};

/// Whether a publication was noted on this machine, so that a glimpse may be all that the next one needs.
bool may_be_published(const io::Disk& disk, const std::string& state_folder);
/// Whether `glimpse` shows that the host has the site with this digest (SiteFiles), and that it is the one
/// that was published from here last: then there is nothing to send.
bool is_published(io::Disk& disk, const std::string& state_folder, const std::string& digest,
                  const Glimpse& glimpse);

/// Does what `options` say with `host`.
Report publish(Host& host, io::Disk& disk, const SiteFiles& site, const Options& options);
/// Likewise with a list that is at hand, sorted by path.
Report publish(Host& host, io::Disk& disk, const io::Manifest& site, const Options& options);

}  // namespace herald::publish
