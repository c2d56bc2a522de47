#include "build/stages.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/parallel.h"
#include "build/costs.h"
#include "build/lap.h"

namespace herald::build {
namespace {

using base::Diagnostics;

/// The file on disk that an output is a copy of.
std::string copied_path(const Folders& folders, const std::string& copy_of) {
  constexpr std::string_view kContent = "content/";
  if (copy_of.starts_with(kContent))
    return (folders.content == "." ? "" : folders.content + "/") + copy_of.substr(kContent.size());
  return folders.assets + copy_of.substr(std::string_view("assets").size());
}

/// Takes a rendered output to the place where it waits.
base::Status stage(const Making& making, uint32_t index, render::Rendered& result) {
  const model::Output& output = making.plan.outputs[index];
  const auto read = [&](const std::string& copy_of) {
    return making.disk.read(copied_path(making.folders, copy_of));
  };
  if (!result.parts.empty()) return making.writer.stage_parts(index, output.path, result.parts, read);
  if (!result.copy_of.empty()) {
    auto bytes = read(result.copy_of);
    if (!bytes) return bytes.error();
    result.bytes = std::move(*bytes);
  }
  return making.writer.stage(index, output.path, result.bytes);
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

}  // namespace

bool is_cancelled(const Options& options) { return options.cancelled != nullptr && *options.cancelled; }

std::vector<uint32_t> keep_clean(const Making& making, Look look, Steps& steps,
                                 std::vector<Diagnostics>& found) {
  const std::vector<model::Output>& outputs = making.plan.outputs;
  base::parallel_for(outputs.size(), making.options.jobs, [&](size_t i, unsigned) {
    if (outputs[i].kind == model::OutputKind::Checksums) return;
    if (look == Look::AtFiles) steps.look_at_file(i, making.disk, making.folders.output);
    if (!steps.is_clean(i)) return;
    if (making.options.progress != nullptr) making.options.progress->done++;
    unpack_told(steps.before(i).notes, found[i]);
    making.writer.keep(i, steps.before(i).sha256);
  });
  std::vector<uint32_t> others;
  for (uint32_t i = 0; i < outputs.size(); i++) {
    if (outputs[i].kind != model::OutputKind::Checksums && !steps.is_clean(i)) others.push_back(i);
  }
  return others;
}

void render_outputs(const Making& making, std::span<const uint32_t> which, const NoteMade& note_made,
                    std::vector<Diagnostics>& found, Report& report) {
  const Options& options = making.options;
  const Lap lap(report.timings.render);
  const bool only_looking = report.diagnostics.has_errors();
  const auto jobs = static_cast<unsigned>(std::clamp<size_t>(which.size(), 1, options.jobs));
  std::vector<render::Scratch> scratch(jobs);
  std::vector<render::Rendered> results(jobs);
  std::atomic<size_t> count = 0;
  Costs costs(options.profile ? jobs : 0);
  for (size_t worker = 0; options.profile && worker < scratch.size(); worker++)
    scratch[worker].profile = &costs.templates(worker);
  base::parallel_for(which.size(), jobs, [&](size_t i, unsigned worker) {
    const uint32_t index = which[i];
    const model::Output& output = making.plan.outputs[index];
    if (options.progress != nullptr) options.progress->done++;
    if (is_cancelled(options)) return;
    count++;
    render::Rendered& result = results[worker];
    const Costs::Lap lap_of_output(costs, worker, making.site, output);
    // Workers take several outputs that follow each other.
    for (size_t ahead = 1; ahead <= render::Renderer::kAhead && i + ahead < which.size(); ahead++)
      making.renderer.expect(making.plan.outputs[which[i + ahead]], ahead, scratch[worker]);
    making.renderer.render(output, scratch[worker], result, found[index]);
    if (!result.ok || only_looking) return;
    note_made(index, result.reads, found[index]);
    if (auto staged = stage(making, index, result); !staged) found[index].add(staged.error());
  });
  report.rendered = count;
  costs.report(report);
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

void finish(Report& report, const Options& options) {
  // Pages that were not read any more would be missed by those that were.
  if (is_cancelled(options)) report.diagnostics = {};
  keep_first_write_failure(report.diagnostics);
  make_relative(report.diagnostics, options.site_folder);
  report.diagnostics.sort();
  report.outcome = is_cancelled(options) ? Outcome::Cancelled : outcome_of(report.diagnostics);
}

void count_pages(const model::Site& site, const Folders& folders, Report& report) {
  for (const model::Page& page : site.pages) {
    report.pages += !page.hidden && !page.section_index ? 1 : 0;
    if (page.hiding != model::Hiding::None) report.hidden.push_back(hidden_page(page, folders));
  }
}

}  // namespace herald::build
