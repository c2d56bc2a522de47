#pragma once
// The driver: load -> parse -> assemble -> plan -> render -> write. It calls the stages in order and decides
// nothing small. Only load and write touch the disk.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/diagnostics.h"
#include "graph/log.h"
#include "io/files.h"
#include "io/manifest.h"
#include "model/site.h"
#include "render/facts.h"

namespace herald::build {

/// How far a build is, for whoever watches: written by the build, read from another thread.
struct Progress {
  std::atomic<size_t> done = 0;   ///< Outputs made.
  std::atomic<size_t> total = 0;  ///< Outputs of the plan; 0 until it is known.
};

struct Options {
  std::string site_folder = ".";
  std::string folder_name;  ///< What a site without site.json is called; empty: the last part of site_folder.
  std::string output_folder;  ///< Empty: "public" below the site folder.
  bool drafts = false;
  std::optional<base::DateTime> as_of;  ///< The build's now, in the site's time zone.
  int64_t unix_now = 0;                 ///< The clock's now, when there is no as_of.
  /// The clock when the build began, in nanoseconds since 1970: the stamp of a file that was touched just
  /// before is not relied on. 0: every stamp is.
  int64_t clock_ns = 0;
  unsigned jobs = 1;
  const std::atomic<bool>* cancelled =
      nullptr;                   ///< When it becomes true the build ends and nothing was changed.
  Progress* progress = nullptr;  ///< When given, it is kept up to date.
  uint64_t maker = 1;            ///< Which program this is: another one's log is not trusted. Not 0.
  bool clean = false;            ///< Make everything again.
  bool explain = false;          ///< Fill Report::reasons.
  bool profile = false;          ///< Fill Report::template_costs and kind_costs.
  bool publishing = false;       ///< The site is going to be published: fill Report::manifest and history.
  /// When publishing: asked, when no input has changed, whether all hosts have the site of the last build.
  /// Then no file of the output is wanted and none is looked at, but for manifest.sha256. The manifest is
  /// mostly its digest alone (`complete`).
  std::function<bool(const io::PackedManifest& manifest)> is_there;
  bool leaving = false;          ///< The program ends after this build: fill Report::remains.
};

/// Seconds of wall time by stage.
struct Timings {
  double load_and_parse = 0, assemble = 0, render = 0, write = 0;
};

/// What a part of a template, or the outputs of a kind, took in all threads together.
struct Cost {
  std::string name;  ///< "macros.html macro card"; "page notice", "feed.xml".
  uint64_t runs = 0;
  double seconds = 0;
};

enum class Outcome : uint8_t {
  Done,           ///< The output folder is the site. There may be warnings.
  ContentErrors,  ///< The text of the site has errors; the output folder is as it was.
  ConfigErrors,   ///< site.json, the theme or the folder itself cannot be used; as it was.
  DiskErrors,     ///< Reading or writing failed.
  Cancelled,      ///< As it was.
};

/// What all outputs of a build depend on.
enum class Setting : uint8_t {
  Options,  ///< Whether drafts are shown; the zone of the clock.
  Config,   ///< site.json.
  Theme,    ///< Which templates and languages there are.
  Layout,   ///< Sections, editions, which lists are there, where the columns lead.
};

/// Why an output was made again, or why not.
struct Reason {
  std::string output;
  graph::Cause cause = graph::Cause::Clean;
  Setting setting = Setting::Options;              ///< Of Cause::Setting.
  render::FactKind fact = render::FactKind::Body;  ///< Of Cause::Fact: what it read that has changed,
  std::string subject;                             ///< and of which page, section, template …
};

/// A page that is not shown, or only because drafts were asked for.
struct HiddenPage {
  std::string path;  ///< From the site's folder.
  model::Hiding why = model::Hiding::None;
  std::string moment;  ///< When it appears or ended: "2026-07-01 09:00"; empty for drafts.
};

struct Report {
  Outcome outcome = Outcome::Done;
  base::Diagnostics diagnostics;   ///< Sorted.
  size_t pages = 0;                ///< Shown pages of content.
  std::vector<HiddenPage> hidden;  ///< In path order.
  bool by_stamps = false;          ///< Stamps alone told that nothing has changed: no input was read.
  size_t files_parsed = 0;
  size_t metadata_read = 0;  ///< Pages whose metadata came from the cache.
  size_t outputs = 0;        ///< Files of the site.
  size_t rendered = 0;       ///< Of them, those that were made; the others are as the last build left them.
  size_t written = 0;        ///< Of them, those whose bytes changed.
  size_t removed = 0;        ///< Files of earlier builds that are no longer part of the site.
  std::vector<std::string> changed;  ///< Paths of the files that were written, below the output folder.
  std::vector<std::string> gone;     ///< And of those that were removed.
  std::vector<Reason> reasons;       ///< When asked for: of all outputs but manifest.sha256, in path order.
  std::string output_folder;
  /// When publishing: all files of the output folder; the digest alone when nobody had to look at them
  /// (`complete`).
  io::PackedManifest manifest;
  /// When publishing: what content/history.json shall be afterwards; empty: it stays as it is.
  std::string history;
  std::string history_path;  ///< Where it lies.
  Timings timings;
  std::vector<Cost> template_costs;  ///< The costliest first; what a part calls is not counted to it.
  std::vector<Cost> kind_costs;      ///< Likewise, with staging the file.
  /// When leaving: what the build held in memory. Giving that back piece by piece takes a twentieth of a
  /// build; a program that ends need not do it.
  std::vector<std::shared_ptr<void>> remains;
};

/// Builds the site of a folder. Every file of the output changes whole; when there is an error nothing
/// changes.
Report build(io::Disk& disk, const Options& options);

/// Tells the next build that content/history.json has been written as `report` wanted, which came of a build
/// with `options`: for this alone it need not look closer.
void note_history(io::Disk& disk, const Options& options, const Report& report);

/// Gives the manifest of a report, which came of a build with `options`, the bytes that were left on the disk,
/// when it has its digest alone. `file-missing` when they are no longer there.
base::Status complete(io::PackedManifest& manifest, const io::Disk& disk, const Options& options);

}  // namespace herald::build
