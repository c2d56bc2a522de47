#include "build/inputs.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/diagnostics_packing.h"
#include "base/packing.h"
#include "base/parallel.h"
#include "build/memory.h"
#include "render/facts.h"
#include "text/text.h"

namespace herald::build {
namespace {

/// Clocks of disks tick in milliseconds; of some shares and old file systems every two seconds, and then the
/// times are whole seconds.
constexpr int64_t kTick = 50'000'000, kSlowTick = 2'100'000'000, kSecond = 1'000'000'000;

bool is_settled(const io::FileInfo& file, int64_t begun_ns) {
  if (begun_ns == 0) return true;
  const int64_t tick = file.modified_ns % kSecond == 0 ? kSlowTick : kTick;
  return file.modified_ns + tick < begun_ns;
}

void add_all(const io::Listing& listing, std::string_view folder, int64_t begun_ns,
             std::vector<graph::Input>& inputs) {
  for (const io::FileInfo& file : listing.files) {
    std::string path(folder);
    inputs.push_back({path += file.path, reliable_stamp(file, begun_ns)});
  }
}

bool same_inputs(const std::vector<graph::Input>& before, const std::vector<graph::Input>& now) {
  return std::equal(before.begin(), before.end(), now.begin(), now.end(),
                    [](const graph::Input& a, const graph::Input& b) {
                      return a.stamp == b.stamp && a.stamp != 0 && a.path == b.path;
                    });
}

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

}  // namespace

uint64_t reliable_stamp(const io::FileInfo& file, int64_t begun_ns) {
  return is_settled(file, begun_ns) ? file.stamp : 0;
}

Inputs list_inputs(const io::Disk& disk, const Folders& folders, const Options& options) {
  Inputs inputs;
  inputs.begun_ns = options.clock_ns;
  inputs.content = walk_content(disk, folders, inputs.diagnostics);
  inputs.assets = walk_assets(disk, folders, inputs.diagnostics);
  const std::string themes = folders.site + "/themes";
  base::Diagnostics told_when_read;
  if (disk.stat(themes)) inputs.themes = disk.walk(themes, {folders.output}, told_when_read);
  if (auto config = disk.stat(folders.site + "/site.json")) inputs.config = std::move(*config);
  return inputs;
}

std::vector<graph::Input> stamps_of(const Inputs& inputs) {
  std::vector<graph::Input> stamps;
  stamps.reserve(inputs.content.files.size() + inputs.assets.files.size() + inputs.themes.files.size() + 1);
  add_all(inputs.assets, "assets/", inputs.begun_ns, stamps);
  add_all(inputs.content, "content/", inputs.begun_ns, stamps);
  if (inputs.config) stamps.push_back({"site.json", reliable_stamp(*inputs.config, inputs.begun_ns)});
  add_all(inputs.themes, "themes/", inputs.begun_ns, stamps);
  return stamps;
}

std::vector<uint64_t> raw_stamps(const io::Listing& files) {
  std::vector<uint64_t> stamps;
  stamps.reserve(files.files.size());
  for (const io::FileInfo& file : files.files) stamps.push_back(file.stamp);
  return stamps;
}

std::string pack_last_build(const Report& report, const model::Site& site, const Options& options,
                            uint64_t site_record) {
  LastBuild last;
  last.drafts = options.drafts;
  last.folder_name = options.folder_name;
  last.timezone = site.config.timezone;
  last.now = site.time.now;
  last.until = model::next_change_today(site);
  last.site_record = site_record;
  last.report.pages = report.pages;
  last.report.outputs = report.outputs;
  last.report.hidden = report.hidden;
  last.report.diagnostics = report.diagnostics;
  return pack_last_build(last);
}

std::string pack_last_build(const LastBuild& last) {
  base::Packer packer;
  packer.number(last.drafts ? 1 : 0);
  packer.text(last.folder_name);
  packer.text(last.timezone);
  packer.text(base::iso(last.now));
  packer.number(static_cast<uint64_t>(last.until));
  packer.fixed(last.site_record);
  packer.number(last.report.pages);
  packer.number(last.report.outputs);
  packer.number(last.report.hidden.size());
  for (const HiddenPage& page : last.report.hidden) {
    packer.text(page.path);
    packer.number(static_cast<uint64_t>(page.why));
    packer.text(page.moment);
  }
  base::pack(last.report.diagnostics, packer);
  return packer.bytes();
}

std::optional<LastBuild> read_last_build(const graph::Log& log) {
  if (log.maker == 0) return std::nullopt;
  base::Unpacker extra(log.extra);
  LastBuild last;
  last.drafts = extra.number() != 0;
  last.folder_name = extra.text();
  last.timezone = extra.text();
  const auto now = base::parse_iso_date_time(extra.text());
  last.until = static_cast<int>(extra.count(1440));
  last.site_record = extra.fixed();
  last.report.pages = extra.number();
  last.report.outputs = extra.number();
  for (uint32_t left = extra.size(); left > 0 && !extra.failed(); left--) {
    HiddenPage page;
    page.path = extra.text();
    page.why = static_cast<model::Hiding>(extra.count(static_cast<uint64_t>(model::Hiding::Withdrawn)));
    page.moment = extra.text();
    last.report.hidden.push_back(std::move(page));
  }
  base::unpack(extra, last.report.diagnostics);
  if (extra.failed() || !now) return std::nullopt;
  last.now = *now;
  return last;
}

base::DateTime now_of(const Options& options, const std::string& timezone) {
  if (options.as_of) return *options.as_of;
  return local_time(options.unix_now, text::utc_offset_minutes(timezone, options.unix_now).value_or(480));
}

bool outputs_are_there(const graph::Log& log, const io::Disk& disk, const Folders& folders, unsigned jobs) {
  std::atomic<bool> all = true;
  base::parallel_for(log.made.size(), jobs, [&](size_t i, unsigned) {
    if (!all) return;
    const auto file = disk.stat(folders.output + "/" + log.made[i].path);
    if (!file || file->stamp != log.made[i].stamp) all = false;
  });
  return all;
}

std::optional<Report> unchanged(const graph::Log& log, const Inputs& inputs, const io::Disk& disk,
                                const Folders& folders, const Options& options) {
  if (log.maker == 0 || !same_inputs(log.inputs, stamps_of(inputs))) return std::nullopt;
  auto last = read_last_build(log);
  if (!last || last->drafts != options.drafts || last->folder_name != options.folder_name)
    return std::nullopt;
  const base::DateTime now = now_of(options, last->timezone);
  if (now.date != last->now.date || now < last->now || (now.minute >= last->until && last->until < 1440))
    return std::nullopt;
  if (now != last->now && reads_minute(log)) return std::nullopt;
  if (!outputs_are_there(log, disk, folders, options.jobs)) return std::nullopt;
  last->report.output_folder = folders.output;
  return std::move(last->report);
}

}  // namespace herald::build
