#pragma once
// What a session holds. Private to the module.
//
// Three ways lead from files that were touched to the new site, each the next one's easy case:
//
//   quick  texts of pages that look to all others as before: the pages are exchanged, the outputs that read
//          them are made, nothing else is looked at (session_quick.cc);
//   again  anything else but site.json: what was touched is parsed, the site is put together again from all
//          pages, and facts decide as they do between two processes;
//   load   the first build, another site.json, somebody else's build in between, and whatever looks odd: all
//          is forgotten and read as by a new process (both in session.cc).
//
// The log of the outputs is kept in memory and written by `save`. The log on the disk may so be older than
// the files in the output folder: it has other stamps for those that were made since, so that a process that
// reads it makes them again.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "build/changes.h"
#include "build/load.h"
#include "build/page_cache.h"
#include "build/session.h"
#include "build/stages.h"
#include "build/write.h"
#include "campaign/views.h"
#include "graph/log.h"
#include "model/plan.h"
#include "model/site.h"
#include "render/facts.h"
#include "render/renderer.h"

namespace herald::build {

struct Session::State {
  State(io::Disk& on_disk, Options with) : disk(on_disk), options(std::move(with)) {}

  /// A page or table that was read again; null when it could not be read.
  struct ReadPage {
    std::string path;
    std::unique_ptr<model::ParsedPage> page;
  };

  /// See Session.
  Report build(const std::optional<std::vector<std::string>>& paths);
  void save();

  /// The three ways, and who chooses: `update` and `load` are false when the next one has to be gone, `quick`
  /// likewise, and then it has done nothing.
  bool update(const std::optional<std::vector<std::string>>& paths, Writer& writer, Report& report);
  bool quick(std::vector<ReadPage>& pages, Writer& writer, Report& report);
  void again(const Changes& changes, std::vector<ReadPage> pages, Look look, Writer& writer, Report& report);
  bool load(Writer& writer, Report& report);

  /// What they have in common (session.cc).
  std::vector<ReadPage> read_pages(const std::vector<std::string>& paths, Report& report);
  std::vector<model::ContentFile> take_files(const Changes& changes, Report& report);
  void take_pages(std::vector<ReadPage> fresh, model::SiteInput& input);
  void assemble(model::SiteInput input, Report& report);
  void make(Look look, Writer& writer, Report& report);
  bool write(Writer& writer, Report& report);
  void note_made(const std::string& output, Reason reason);
  void keep_log();
  uint64_t checksums_stamp_now() const;

  /// The steps of the quick way (session_quick.cc).
  bool keeps_shape(const std::vector<ReadPage>& pages) const;
  bool is_only_teller(model::PageId id) const;
  void exchange(std::vector<ReadPage>& pages);
  bool move_clock();
  std::vector<uint8_t> changed_facts() const;
  std::vector<uint32_t> readers_of(const std::vector<uint8_t>& changed, std::vector<graph::FactId>& why);
  graph::Made& record_of(uint32_t output);
  void tell_again(const std::vector<uint32_t>& made_now, std::vector<base::Diagnostics>& found,
                  Report& report);
  void keep_records(const std::vector<uint32_t>& made_now, const std::vector<graph::FactId>& why,
                    std::vector<graph::Made>& fresh);

  io::Disk& disk;
  Options options;
  Folders folders;
  size_t builds = 0;
  bool loaded = false;  ///< The site in memory is that of the inputs.
  bool good = false;    ///< And the output folder, the log and the facts are those of the site.
  /// The files of the output have to be looked at: when that was asked for last, an error came in between.
  bool has_to_look = false;
  bool saved = true;  ///< The log on the disk is the one in memory.

  KnownInputs inputs;
  std::shared_ptr<PageCache> cache;
  base::Diagnostics config_told, theme_told, history_told;
  model::Site site;
  campaign::Views views;
  model::OutputPlan plan;
  uint32_t checksums = 0;  ///< The output of the plan that is manifest.sha256.
  std::shared_ptr<const render::Templates> templates;
  std::unique_ptr<render::Facts> facts;
  std::unique_ptr<render::Renderer> renderer;
  base::Diagnostics told;  ///< All that was told before the outputs were made, in no order.
  int until = 1440;        ///< The minute of the day at which pages come or go next.
  size_t resident = 0;     ///< Pages that have come into memory with their texts since the cache was used.

  graph::Log log;                   ///< Of the last good build, as are the following.
  std::vector<std::string> sha256;  ///< By output of its plan.
  uint64_t checksums_stamp = 0;     ///< Of manifest.sha256: with another one somebody else has built here.
  Report last;
  std::map<std::string, std::pair<size_t, Reason>, std::less<>> made;  ///< By output: which build, and why.
};

}  // namespace herald::build
