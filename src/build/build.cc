#include "build/build.h"

#include <memory>
#include <utility>

#include "build/history.h"
#include "build/hosts.h"
#include "build/inputs.h"
#include "build/lap.h"
#include "build/last_build.h"
#include "build/load.h"
#include "build/memory.h"
#include "build/page_cache.h"
#include "build/schemas.h"
#include "build/settings.h"
#include "build/site_record.h"
#include "build/stages.h"
#include "build/write.h"
#include "campaign/views.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::build {
namespace {

/// Moves parts of a build that is over to its report, when the program ends after it.
template <class... Parts>
void leave(const Options& options, Report& report, Parts&... parts) {
  if (options.leaving) (report.remains.push_back(std::make_shared<Parts>(std::move(parts))), ...);
}

/// One build that has something to do, with what it needs from beginning to end.
class Run {
 public:
  Run(io::Disk& disk, const Folders& folders, const Options& options, const graph::Log& log,
      const Inputs& inputs, Report& report)
      : disk_(disk), folders_(folders), options_(options), log_(log), inputs_(inputs), report_(report) {}

  /// False when the cache turned out to be damaged: then it is gone, and the build has to be run again.
  bool run(Writer& writer) {
    const auto cache = std::make_shared<PageCache>(disk_, folders_, options_.maker, options_.jobs);
    model::Site site = load_site(disk_, folders_, inputs_, options_, report_, cache);
    make(site, writer);
    report_.metadata_read = cache->metadata_read();
    cache->save();
    find_places(disk_, folders_, report_.diagnostics);
    const bool is_whole = !cache->is_damaged();
    if (is_whole) leave(options_, report_, site);  // And with it the cache.
    return is_whole;
  }

 private:
  void make(model::Site& site, Writer& writer) {
    campaign::Views views = campaign::gather(site, report_.diagnostics);
    if (options_.publishing) advance(site, views);
    const std::vector<model::EditionNeeds> needs = campaign::edition_needs(views);
    model::OutputPlan plan = model::plan_outputs(site, report_.diagnostics, needs);
    count_pages(site, folders_, report_);
    report_.outputs = plan.outputs.size();

    const render::Facts facts(site, views);
    const std::vector<uint64_t> asset_stamps = raw_stamps(inputs_.assets);
    const Recipes recipes(site, asset_stamps);
    Steps steps(log_, facts, plan, settings_of(site, views, needs), recipes);
    const render::Renderer renderer(site, views, report_.diagnostics);
    if (auto expected = writer.expect(plan); !expected) report_.diagnostics.add(expected.error());
    find_places(disk_, folders_, report_.diagnostics);
    const base::Diagnostics told_of_site = report_.diagnostics;
    const Making making{disk_, folders_, options_, site, plan, renderer, writer};
    if (options_.progress != nullptr) options_.progress->total = plan.outputs.size();
    std::vector<base::Diagnostics> found(plan.outputs.size());
    std::vector<uint32_t> to_make;
    {
      const Lap lap(report_.timings.render);
      to_make = keep_clean(making, Look::AtFiles, steps, found);
    }
    const auto note_made = [&](uint32_t output, const auto& reads, const auto& told) {
      steps.keep_made(output, reads, told);
    };
    render_outputs(making, to_make, note_made, found, report_);
    for (base::Diagnostics& one : found) report_.diagnostics.append(std::move(one));
    for (size_t i = 0; options_.explain && i < plan.outputs.size(); i++) {
      if (plan.outputs[i].kind != model::OutputKind::Checksums) report_.reasons.push_back(steps.reason(i));
    }
    if (report_.diagnostics.has_errors() || is_cancelled(options_)) {
      writer.abandon();
      return;
    }
    write_all(plan, writer, report_);
    // Help for whoever looks after the host: a site in a folder that cannot be written builds all the same.
    (void)write_host_snippets(disk_, folders_.site, site, options_.publishing);
    (void)write_kind_schemas(disk_, folders_.site, site.config);
    if (!report_.diagnostics.has_errors()) remember({site, views, plan, told_of_site}, steps, writer);
    leave(options_, report_, views, plan, steps, found);
  }

  /// What this publication changes is made as changed already: else the next one would send it once more.
  void advance(model::Site& site, const campaign::Views& views) {
    site.history = advanced_history(disk_, folders_, site, views, site.time.now);
    report_.history = model::history_text(site.history);
    report_.history_path = (folders_.content == "." ? "" : folders_.content + "/") + "history.json";
  }

  void remember(const SiteRecord& record, Steps& steps, const Writer& writer) {
    graph::Log next;
    next.maker = options_.maker;
    find_places(disk_, folders_, report_.diagnostics);
    next.inputs = stamps_of(inputs_);
    const uint64_t site_record = save_site_record(disk_, folders_, options_.maker, record);
    next = steps.finished(disk_, folders_, std::move(next), writer.sha256());
    save_log(disk_, folders_, next);
    LastBuild left =
        left_by(disk_, folders_, options_, record.site, record.plan, next, writer.sha256(), report_);
    left.site_record = site_record;
    note_inputs(left, next.inputs);
    save_last_build(disk_, folders_, options_, left);
    if (options_.publishing) report_.manifest = std::move(left.manifest);
    leave(options_, report_, next, left);
  }

  io::Disk& disk_;
  const Folders& folders_;
  const Options& options_;
  const graph::Log& log_;
  const Inputs& inputs_;
  Report& report_;
};

}  // namespace

Report build(io::Disk& disk, const Options& options) {
  Report report;
  const Folders folders = find_folders(disk, options, report.diagnostics);
  report.output_folder = folders.output;
  if (report.diagnostics.has_errors()) {
    finish(report, options);
    return report;
  }
  Writer writer(disk, folders.output);
  if (auto opened = writer.open(); !opened) {
    report.diagnostics.add(opened.error());
    finish(report, options);
    return report;
  }
  disk.sweep(folders.site + "/.herald");
  disk.sweep(folders.site + "/.herald/hosts");
  const bool may_stop = !options.clean && !options.explain && !options.profile && !writer.has_to_mend();
  double seconds = 0;
  graph::Log log;
  Inputs inputs;
  auto last = may_stop ? read_last_build(disk, folders, options) : std::nullopt;
  {
    const Lap lap(seconds);
    auto same = unchanged(last, disk, folders, options, inputs);
    if (same) report = *std::move(same);
    if (!same && !options.clean) log = read_log(disk, folders, options.maker);
  }
  if (last && report.outputs == 0 && !options.publishing) {
    if (auto quick = build_quickly(disk, folders, options, inputs, *std::move(last), log, writer))
      report = *std::move(quick);
  }
  report.timings.load_and_parse += seconds;
  for (int tries = 0; report.outputs == 0 && tries < 2; tries++) {
    if (Run(disk, folders, options, log, inputs, report).run(writer) || tries == 1) break;
    report = {};
    report.output_folder = folders.output;
  }
  leave(options, report, log, inputs);
  finish(report, options);
  return report;
}

}  // namespace herald::build
