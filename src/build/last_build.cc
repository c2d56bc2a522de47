#include "build/last_build.h"

#include <algorithm>
#include <atomic>

#include "base/diagnostics_packing.h"
#include "base/hash.h"
#include "base/packing.h"
#include "base/parallel.h"
#include "build/hosts.h"
#include "build/memory.h"
#include "build/write.h"
#include "render/facts.h"
#include "text/text.h"

namespace herald::build {
namespace {

/// Raised with every change of the form.
constexpr uint64_t kFormat = 3;
constexpr std::string_view kHistory = "content/history.json", kChecksums = "manifest.sha256";

/// ".herald/build.log" -> ".herald/build.last"
std::string path_of(const Folders& folders, std::string_view ending) {
  std::string path = log_path(folders);
  return path.replace(path.size() - 3, 3, ending);
}
std::string head_path(const Folders& folders) { return path_of(folders, "last"); }
std::string outputs_path(const Folders& folders) { return path_of(folders, "outputs"); }

/// Whether an output of the log shows something that depends on the minute.
bool reads_minute(const graph::Log& log) {
  const graph::FactId minute = log.facts.id(static_cast<size_t>(render::FactKind::Minute), 0);
  return std::any_of(log.made.begin(), log.made.end(), [&](const graph::Made& made) {
    bool found = false;
    graph::for_each_fact(made.facts, [&](graph::FactId fact) {
      found = fact == minute;
      return fact < minute;
    });
    return found;
  });
}

std::string packed(const Found& found) {
  base::Packer packer;
  packer.number(found.drafts ? 1 : 0);
  packer.text(found.folder_name);
  packer.text(found.timezone);
  packer.text(base::iso(found.now));
  packer.number(static_cast<uint64_t>(found.until));
  packer.number(found.report.pages);
  packer.number(found.report.outputs);
  packer.number(found.report.hidden.size());
  for (const HiddenPage& page : found.report.hidden) {
    packer.text(page.path);
    packer.number(static_cast<uint64_t>(page.why));
    packer.text(page.moment);
  }
  base::pack(found.report.diagnostics, packer);
  return packer.bytes();
}

/// What the last build found, when the options and the moment allow to find the same.
std::optional<Report> found_again(const LastBuild& last, const Folders& folders, const Options& options) {
  std::optional<Found> found = found_by(last);
  if (!found || found->drafts != options.drafts || found->folder_name != options.folder_name)
    return std::nullopt;
  const base::DateTime then = found->now, now = now_of(options, found->timezone);
  if (now.date != then.date || now < then || (now.minute >= found->until && found->until < 1440))
    return std::nullopt;
  if (now != then && last.reads_minute) return std::nullopt;
  found->report.output_folder = folders.output;
  found->report.by_stamps = true;
  return std::move(found->report);
}

/// Whether a publication finds all that one leaves besides the output folder.
bool is_published(const LastBuild& last, const io::Disk& disk) {
  return last.is_published && std::all_of(last.beside.begin(), last.beside.end(), [&](const auto& one) {
           const auto file = disk.stat(one.first);
           return file && file->bytes_stamp == one.second;
         });
}

/// Looks at all files of the output, as long as `same` stays true, and makes it false when one is another.
void look_at_outputs(LastBuild& last, const io::Disk& disk, const Folders& folders, unsigned jobs,
                     std::atomic<bool>& same) {
  if (!read_outputs(last, disk, folders)) same = false;
  const std::vector<io::PackedEntry> entries = io::entries_of(last.manifest);
  if (entries.size() != last.stamps.size()) same = false;
  base::parallel_for(same ? entries.size() : 0, jobs, [&](size_t i, unsigned) {
    if (!same) return;
    std::string path = folders.output;
    const auto file = disk.stat(path.append(1, '/').append(entries[i].path));
    if (!file || file->bytes_stamp != last.stamps[i]) same = false;
  });
}

/// Whether the file that a build writes last is as the last build left it.
bool checksums_are_there(const LastBuild& last, const io::Disk& disk, const Folders& folders) {
  const auto file = disk.stat(folders.output + "/" + std::string(kChecksums));
  return last.checksums != 0 && file && file->bytes_stamp == last.checksums;
}

/// The manifest of the output folder and the stamps of its files; `title_of` by output of the plan.
template <class TitleOf>
void note_outputs(LastBuild& last, const io::Disk& disk, const Folders& folders,
                  const model::OutputPlan& plan, const graph::Log& log,
                  const std::vector<std::string>& sha256, const TitleOf& title_of) {
  io::ManifestPacker packer;
  last.checksums = 0;
  last.stamps.clear();
  last.stamps.reserve(plan.outputs.size());
  auto made = log.made.begin();  // Log and plan are in one order.
  for (size_t i = 0; i < plan.outputs.size(); i++) {
    const model::Output& output = plan.outputs[i];
    io::PackedEntry entry{output.path, sha256[i], title_of(i), 0, class_of(output.kind)};
    uint64_t stamp = 0;
    while (made != log.made.end() && made->path.view() < output.path) ++made;
    if (made != log.made.end() && made->path == output.path) {
      entry.size = made->size;
      stamp = made->stamp;
    } else if (const auto file = disk.stat(folders.output + "/" + output.path)) {
      entry.size = file->size;
      stamp = file->bytes_stamp;
    }
    packer.add(entry);
    last.stamps.push_back(stamp);
    if (output.path == kChecksums) last.checksums = stamp;
  }
  last.manifest = std::move(packer).finish();
}

}  // namespace

base::DateTime now_of(const Options& options, const std::string& zone) {
  if (options.as_of) return *options.as_of;
  return local_time(options.unix_now, text::utc_offset_minutes(zone, options.unix_now).value_or(480));
}

std::optional<Found> found_by(const LastBuild& last) {
  base::Unpacker bytes(last.found);
  Found found;
  found.drafts = bytes.number() != 0;
  found.folder_name = bytes.text();
  found.timezone = bytes.text();
  const auto now = base::parse_iso_date_time(bytes.text());
  found.until = static_cast<int>(bytes.count(1440));
  found.report.pages = bytes.number();
  found.report.outputs = bytes.number();
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--) {
    HiddenPage page;
    page.path = bytes.text();
    page.why = static_cast<model::Hiding>(bytes.count(static_cast<uint64_t>(model::Hiding::Withdrawn)));
    page.moment = bytes.text();
    found.report.hidden.push_back(std::move(page));
  }
  base::unpack(bytes, found.report.diagnostics);
  if (!now || bytes.failed()) return std::nullopt;
  found.now = *now;
  return found;
}

std::optional<LastBuild> read_last_build(const io::Disk& disk, const Folders& folders,
                                         const Options& options) {
  const auto sealed = disk.read(head_path(folders));
  if (!sealed) return std::nullopt;
  base::Unpacker bytes(base::unsealed(*sealed));
  if (bytes.number() != kFormat || bytes.fixed() != options.maker || bytes.failed()) return std::nullopt;
  LastBuild last;
  last.inputs = bytes.fixed();
  last.history = {std::string(kHistory), bytes.fixed()};
  last.site_record = bytes.fixed();
  last.found = bytes.text();
  last.reads_minute = bytes.number() != 0;
  last.is_published = bytes.number() != 0;
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--) {
    std::string path(bytes.text());
    last.beside.emplace_back(std::move(path), bytes.fixed());
  }
  last.checksums = bytes.fixed();
  last.outputs = bytes.fixed();
  last.manifest.digest = bytes.text();
  if (bytes.failed() || !bytes.at_end()) return std::nullopt;
  return last;
}

bool read_outputs(LastBuild& last, const io::Disk& disk, const Folders& folders) {
  if (!last.manifest.bytes.empty()) return true;
  auto file = disk.read(outputs_path(folders));
  if (!file || base::hash64(*file) != last.outputs) return false;
  base::Unpacker bytes(*file);
  last.stamps.resize(bytes.size());
  for (uint64_t& stamp : last.stamps) stamp = bytes.fixed();
  const std::string_view manifest = bytes.text();
  if (bytes.failed() || !bytes.at_end()) return false;
  // It is most of the file, and keeps its place.
  file->erase(0, static_cast<size_t>(manifest.data() - file->data()));
  last.manifest.bytes = std::move(*file);
  return true;
}

namespace {

/// Writes what read_outputs reads, and notes which file that is.
void save_outputs(io::Disk& disk, const Folders& folders, LastBuild& last) {
  constexpr size_t kRoom = 32;  // for the numbers
  base::Packer packer;
  packer.reserve(kRoom + sizeof(uint64_t) * last.stamps.size() + last.manifest.bytes.size());
  packer.number(last.stamps.size());
  for (const uint64_t stamp : last.stamps) packer.fixed(stamp);
  packer.text(last.manifest.bytes);
  last.outputs = base::hash64(packer.bytes());
  (void)disk.write(outputs_path(folders), packer.bytes());
}

}  // namespace

void save_last_build(io::Disk& disk, const Folders& folders, const Options& options, LastBuild& last) {
  if (!last.manifest.bytes.empty()) save_outputs(disk, folders, last);
  base::Packer packer;
  packer.number(kFormat);
  packer.fixed(options.maker);
  packer.fixed(last.inputs);
  packer.fixed(last.history.stamp);
  packer.fixed(last.site_record);
  packer.text(last.found);
  packer.number(last.reads_minute ? 1 : 0);
  packer.number(last.is_published ? 1 : 0);
  packer.number(last.beside.size());
  for (const auto& [path, stamp] : last.beside) {
    packer.text(path);
    packer.fixed(stamp);
  }
  packer.fixed(last.checksums);
  packer.fixed(last.outputs);
  packer.text(last.manifest.digest);
  (void)disk.write(head_path(folders), std::move(packer).sealed());
}

LastBuild left_by(const io::Disk& disk, const Folders& folders, const Options& options,
                  const model::Site& site, const model::OutputPlan& plan, const graph::Log& log,
                  const std::vector<std::string>& sha256, const Report& report) {
  LastBuild last;
  Found found{options.drafts,
              options.folder_name,
              site.config.timezone,
              site.time.now,
              model::next_change_today(site),
              {}};
  found.report.pages = report.pages;
  found.report.outputs = report.outputs;
  found.report.hidden = report.hidden;
  found.report.diagnostics = report.diagnostics;
  last.found = packed(found);
  last.reads_minute = reads_minute(log);
  last.is_published = options.publishing && disk.holds(report.history_path, report.history);
  for (std::string& path : options.publishing ? host_snippets(folders.site) : std::vector<std::string>()) {
    if (const auto file = disk.stat(path)) last.beside.emplace_back(std::move(path), file->bytes_stamp);
  }
  note_outputs(last, disk, folders, plan, log, sha256, [&](size_t i) -> std::string_view {
    const model::Output& output = plan.outputs[i];
    if (output.kind != model::OutputKind::Page) return {};
    return site.parsed(output.subject).title;
  });
  return last;
}

LastBuild left_again(const io::Disk& disk, const Folders& folders, LastBuild before, const Found& found,
                     const model::OutputPlan& plan, const graph::Log& log,
                     const std::vector<std::string>& sha256) {
  const io::PackedManifest manifest = std::move(before.manifest);
  const std::vector<io::PackedEntry> entries = io::entries_of(manifest);
  before.found = packed(found);
  before.reads_minute = reads_minute(log);
  before.is_published = false;
  before.beside.clear();
  note_outputs(before, disk, folders, plan, log, sha256, [&](size_t i) -> std::string_view {
    return i < entries.size() ? entries[i].title : std::string_view();
  });
  return before;
}

void note_inputs(LastBuild& last, std::span<const Input> inputs) {
  last.inputs = digest_of(inputs);
  last.history = {std::string(kHistory), 0};
  for (const Input& input : inputs) {
    if (input.path == kHistory) last.history = input;
  }
}

bool outputs_are_there(LastBuild& last, const io::Disk& disk, const Folders& folders, unsigned jobs) {
  std::atomic<bool> same = true;
  look_at_outputs(last, disk, folders, jobs, same);
  return same;
}

std::optional<Report> unchanged(std::optional<LastBuild>& last, const io::Disk& disk, const Folders& folders,
                                const Options& options, Inputs& inputs) {
  std::optional<Report> report;
  if (last && (!options.publishing || is_published(*last, disk)))
    report = found_again(*last, folders, options);
  std::atomic<bool> outputs_same = report.has_value();
  const bool may_be_there = outputs_same && options.publishing && options.is_there;
  bool inputs_same = false;
  const unsigned jobs = std::max(1U, options.jobs / 2);
  // The walk of the inputs and the look at the outputs take about as long: a thread each. The look goes on
  // where an input has changed: that may be a text, and then it need not be done again (site_record.h).
  base::parallel_for(outputs_same && !may_be_there ? 2 : 1, options.jobs, [&](size_t i, unsigned) {
    if (i == 1) return look_at_outputs(*last, disk, folders, jobs, outputs_same);
    inputs = list_inputs(disk, folders, options);
    if (!outputs_same) return;
    const uint64_t now = digest_of(inputs);
    inputs_same = now != 0 && now == last->inputs;
  });
  bool is_seen = outputs_same && !may_be_there;
  if (may_be_there && inputs_same &&
      !(checksums_are_there(*last, disk, folders) && options.is_there(last->manifest))) {
    look_at_outputs(*last, disk, folders, options.jobs, outputs_same);
    is_seen = outputs_same;
  }
  if (last) last->is_seen = is_seen;
  if (!inputs_same || !outputs_same) return std::nullopt;
  if (options.publishing) report->manifest = std::move(last->manifest);
  return report;
}

void note_history(io::Disk& disk, const Options& options, const Report& report) {
  base::Diagnostics ignored;
  const Folders folders = find_folders(disk, options, ignored);
  auto last = read_last_build(disk, folders, options);
  const auto file = disk.stat(report.history_path);
  if (!last || !file || last->inputs == 0 || last->manifest.digest != report.manifest.digest) return;
  if (last->beside.empty()) return;  // Of a build in between that was not for a publication.
  if (last->history.stamp != 0) last->inputs -= digest_of(last->history);
  last->history.stamp = file->stamp;
  last->inputs += digest_of(last->history);
  last->is_published = true;
  save_last_build(disk, folders, options, *last);
}

base::Status complete(io::PackedManifest& manifest, const io::Disk& disk, const Options& options) {
  if (!manifest.bytes.empty()) return base::Done();
  base::Diagnostics ignored;
  const Folders folders = find_folders(disk, options, ignored);
  auto last = read_last_build(disk, folders, options);
  if (!last || last->manifest.digest != manifest.digest || !read_outputs(*last, disk, folders)) {
    const std::string path = outputs_path(folders);
    return base::failure(base::Code::FileMissing, path, {path});
  }
  manifest = std::move(last->manifest);
  return base::Done();
}

}  // namespace herald::build
