#include "build/build.h"

#include "base/diagnostics_packing.h"
#include "base/hash.h"
#include "base/media_type.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "build/costs.h"
#include "build/history.h"
#include "build/hosts.h"
#include "build/inputs.h"
#include "build/lap.h"
#include "build/load.h"
#include "build/memory.h"
#include "build/page_cache.h"
#include "build/schemas.h"
#include "build/settings.h"
#include "build/theme.h"
#include "build/write.h"
#include "campaign/views.h"
#include "model/plan.h"
#include "render/renderer.h"
#include "text/text.h"

namespace herald::build {
namespace {

using base::Diagnostics;

bool is_cancelled(const Options& options) { return options.cancelled != nullptr && *options.cancelled; }

/// The file on disk that an output is a copy of.
std::string copied_path(const Folders& folders, const std::string& copy_of) {
  constexpr std::string_view kContent = "content/";
  if (copy_of.starts_with(kContent))
    return (folders.content == "." ? "" : folders.content + "/") + copy_of.substr(kContent.size());
  return folders.assets + copy_of.substr(std::string_view("assets").size());
}

/// Renders and stages all outputs that have to be made again, but the checksums.
void render_all(const render::Renderer& renderer, const model::Site& site, const model::OutputPlan& plan,
                const io::Disk& disk, const Folders& folders, const Options& options, Steps& steps,
                Writer& writer, Report& report) {
  Lap lap(report.timings.render);
  // When something is wrong already nothing will be written: rendering only goes on to find all errors in one
  // run.
  const bool only_looking = report.diagnostics.has_errors();
  std::vector<render::Scratch> scratch(options.jobs);
  std::vector<render::Rendered> results(options.jobs);
  std::vector<Diagnostics> found(plan.outputs.size());
  std::atomic<size_t> made = 0;
  Costs costs(options.profile ? options.jobs : 0);
  for (size_t worker = 0; options.profile && worker < scratch.size(); worker++)
    scratch[worker].profile = &costs.templates(worker);
  if (options.progress != nullptr) options.progress->total = plan.outputs.size();
  base::parallel_for(plan.outputs.size(), options.jobs, [&](size_t i, unsigned worker) {
    const model::Output& output = plan.outputs[i];
    if (options.progress != nullptr) options.progress->done++;
    if (output.kind == model::OutputKind::Checksums || is_cancelled(options)) return;
    if (steps.is_clean(i, disk, folders.output)) {
      base::Unpacker notes(steps.before(i).notes);
      if (!notes.at_end()) base::unpack(notes, found[i]);
      writer.keep(i, steps.before(i).sha256);
      return;
    }
    made++;
    render::Rendered& result = results[worker];
    const Costs::Lap lap_of_output(costs, worker, site, output);
    renderer.render(output, scratch[worker], result, found[i]);
    if (!result.ok || only_looking) return;
    steps.keep_made(i, result.reads, found[i]);
    if (!result.parts.empty()) {
      const auto read = [&](const std::string& copy_of) { return disk.read(copied_path(folders, copy_of)); };
      if (auto staged = writer.stage_parts(i, output.path, result.parts, read); !staged)
        found[i].add(staged.error());
      return;
    }
    if (!result.copy_of.empty()) {
      auto bytes = disk.read(copied_path(folders, result.copy_of));
      if (!bytes) {
        found[i].add(bytes.error());
        return;
      }
      result.bytes = std::move(*bytes);
    }
    if (auto staged = writer.stage(i, output.path, result.bytes); !staged) found[i].add(staged.error());
  });
  report.rendered = made;
  costs.report(report);
  for (Diagnostics& one : found) report.diagnostics.append(std::move(one));
}

void write_all(const model::OutputPlan& plan, Writer& writer, Report& report) {
  Lap lap(report.timings.write);
  for (size_t i = 0; i < plan.outputs.size(); i++) {
    if (plan.outputs[i].kind != model::OutputKind::Checksums) continue;
    if (auto staged = writer.stage(i, plan.outputs[i].path, writer.checksums(plan)); !staged)
      report.diagnostics.add(staged.error());
  }
  if (!report.diagnostics.has_errors()) {
    if (auto committed = writer.commit(plan); !committed) report.diagnostics.add(committed.error());
  }
  report.written = writer.written();
  report.removed = writer.removed();
  report.changed = writer.changed_paths();
  report.gone = writer.removed_paths();
}

bool is_disk_code(base::Code code) {
  using base::Code;
  return code == Code::FileUnwritable || code == Code::DiskFull || code == Code::FileUndeletable ||
         code == Code::OutputNotOurs || code == Code::BuildRunning || code == Code::FileUnreadable;
}

bool is_config_problem(const base::Diagnostic& diagnostic) {
  using base::Code;
  return diagnostic.place.path == "site.json" || diagnostic.code == Code::FolderMissing ||
         diagnostic.code == Code::OutputIsInput || diagnostic.code == Code::ThemeMissing ||
         diagnostic.code == Code::ThemeFile;
}

/// What the errors, if any, make of the build. A disk that fails counts first: what could not be read looks
/// like an error of the content elsewhere. A broken page counts before a broken setting: it is the editor's
/// to mend.
Outcome outcome_of(const Diagnostics& diagnostics) {
  bool any = false, disk = false, config = false;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.severity() != base::Severity::Error) continue;
    if (is_disk_code(diagnostic.code)) {
      disk = true;
    } else if (is_config_problem(diagnostic)) {
      config = true;
    } else {
      any = true;
    }
  }
  return disk     ? Outcome::DiskErrors
         : any    ? Outcome::ContentErrors
         : config ? Outcome::ConfigErrors
                  : Outcome::Done;
}

/// Takes the site's folder off the beginning of paths: messages speak of the site, wherever it lies.
void make_relative(Diagnostics& diagnostics, const std::string& site) {
  if (site == "." || site.empty()) return;
  const std::string prefix = site.ends_with('/') ? site : site + "/";
  const auto strip = [&](std::string& path) {
    if (path.starts_with(prefix)) path.erase(0, prefix.size());
  };
  Diagnostics relative;
  for (base::Diagnostic diagnostic : diagnostics.all()) {
    strip(diagnostic.place.path);
    for (std::string& argument : diagnostic.arguments) strip(argument);
    relative.add(std::move(diagnostic));
  }
  diagnostics = std::move(relative);
}

/// Of several failures to write the first stays: a full or read-only folder fails for every file.
void keep_first_write_failure(Diagnostics& diagnostics) {
  Diagnostics kept;
  bool is_told = false;
  for (base::Diagnostic diagnostic : diagnostics.all()) {
    const bool is_write =
        diagnostic.code == base::Code::FileUnwritable || diagnostic.code == base::Code::DiskFull;
    if (is_write && is_told) continue;
    is_told = is_told || is_write;
    kept.add(std::move(diagnostic));
  }
  diagnostics = std::move(kept);
}

void finish(Report& report, const Options& options) {
  keep_first_write_failure(report.diagnostics);
  make_relative(report.diagnostics, options.site_folder);
  report.diagnostics.sort();
  report.outcome = is_cancelled(options) ? Outcome::Cancelled : outcome_of(report.diagnostics);
}

/// Counts what the site has, and lists what it hides.
void count_pages(const model::Site& site, const Folders& folders, Report& report) {
  for (const model::Page& page : site.pages) {
    report.pages += !page.hidden && !page.section_index ? 1 : 0;
    if (page.hidden || page.withdrawn) report.hidden.push_back(hidden_page(page, folders));
  }
}

/// One build that has something to do, with what it needs from beginning to end.
class Run {
 public:
  Run(io::Disk& disk, const Folders& folders, const Options& options, const graph::Log& log,
      const Inputs& inputs, Report& report)
      : disk_(disk), folders_(folders), options_(options), log_(log), inputs_(inputs), report_(report) {}

  /// False when the cache turned out to be damaged: then it is gone, and the build has to be run again.
  bool run(Writer& writer) {
    const auto cache =
        std::make_shared<PageCache>(disk_, folders_, options_.maker, parse_context(), options_.jobs);
    model::Site site = load_site(disk_, folders_, inputs_, options_, report_, cache);
    make(site, writer);
    cache->save();
    find_places(disk_, folders_, report_.diagnostics);
    return !cache->is_damaged();
  }

 private:
  void make(model::Site& site, Writer& writer) {
    const campaign::Views views = campaign::gather(site, report_.diagnostics);
    if (options_.publishing) advance(site, views);
    const std::vector<model::EditionNeeds> needs = campaign::edition_needs(views);
    const model::OutputPlan plan = model::plan_outputs(site, report_.diagnostics, needs);
    count_pages(site, folders_, report_);
    report_.outputs = plan.outputs.size();

    const render::Facts facts(site, views);
    const std::vector<uint64_t> asset_stamps = stamps(inputs_.assets);
    const Recipes recipes(site, asset_stamps);
    Steps steps(log_, facts, plan, settings_of(site, views, needs), recipes);
    const render::Renderer renderer(site, views, report_.diagnostics);
    if (auto expected = writer.expect(plan); !expected) report_.diagnostics.add(expected.error());
    render_all(renderer, site, plan, disk_, folders_, options_, steps, writer, report_);
    for (size_t i = 0; options_.explain && i < plan.outputs.size(); i++) {
      if (plan.outputs[i].kind != model::OutputKind::Checksums) report_.reasons.push_back(steps.reason(i));
    }
    if (report_.diagnostics.has_errors() || is_cancelled(options_)) {
      writer.abandon();
      return;
    }
    write_all(plan, writer, report_);
    if (!report_.diagnostics.has_errors()) remember(site, steps, writer);
    // Help for whoever looks after the host: a site in a folder that cannot be written builds all the same.
    (void)write_host_snippets(disk_, folders_.site, site);
    (void)write_kind_schemas(disk_, folders_.site, site.config);
    if (options_.publishing) report_.manifest = manifest_of(site, plan, writer.sha256());
  }

  /// What parsing depends on besides the files.
  uint64_t parse_context() const {
    const auto config = disk_.read(folders_.site + "/site.json");
    return base::hash64(config ? std::string_view(*config) : std::string_view(), folders_.has_config ? 1 : 0);
  }

  /// What this publication changes is made as changed already: else the next one would send it once more.
  void advance(model::Site& site, const campaign::Views& views) {
    site.history = advanced_history(disk_, folders_, site, views, site.time.now);
    report_.history = model::history_text(site.history);
    report_.history_path = (folders_.content == "." ? "" : folders_.content + "/") + "history.json";
  }

  /// What publishing will need to know of the output folder.
  io::Manifest manifest_of(const model::Site& site, const model::OutputPlan& plan,
                           const std::vector<std::string>& sha256) const {
    io::Manifest manifest;
    for (size_t i = 0; i < plan.outputs.size(); i++) {
      const model::Output& output = plan.outputs[i];
      const auto file = disk_.stat(folders_.output + "/" + output.path);
      io::ManifestEntry entry{output.path,
                              file ? file->size : 0,
                              sha256[i],
                              std::string(base::media_type_of(output.path)),
                              class_of(output.kind),
                              {}};
      if (output.kind == model::OutputKind::Page) entry.title = site.parsed(output.subject).title;
      manifest.entries.push_back(std::move(entry));
    }
    return manifest;
  }

  static std::vector<uint64_t> stamps(const io::Listing& files) {
    std::vector<uint64_t> stamps;
    for (const io::FileInfo& file : files.files) stamps.push_back(file.stamp);
    return stamps;
  }

  void remember(const model::Site& site, Steps& steps, const Writer& writer) {
    graph::Log next;
    next.maker = options_.maker;
    next.inputs = stamps_of(inputs_);
    find_places(disk_, folders_, report_.diagnostics);
    next.extra = report_for_log(report_, site, options_);
    steps.save(disk_, folders_, std::move(next), writer.sha256());
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
  double seconds = 0;
  graph::Log log;
  Inputs inputs;
  {
    const Lap lap(seconds);
    if (!options.clean) log = read_log(disk, folders, options.maker);
    inputs = list_inputs(disk, folders, options);
    const bool may_stop =
        !options.explain && !options.profile && !options.publishing && !writer.has_to_mend();
    if (auto same = may_stop ? unchanged(log, inputs, disk, folders, options) : std::nullopt)
      report = *std::move(same);
  }
  report.timings.load_and_parse += seconds;
  for (int tries = 0; report.outputs == 0 && tries < 2; tries++) {
    if (Run(disk, folders, options, log, inputs, report).run(writer) || tries == 1) break;
    report = {};
    report.output_folder = folders.output;
  }
  finish(report, options);
  return report;
}

}  // namespace herald::build
