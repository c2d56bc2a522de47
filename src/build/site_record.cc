#include "build/site_record.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/diagnostics_packing.h"
#include "base/hash.h"
#include "base/packing.h"
#include "base/parallel.h"
#include "build/lap.h"
#include "build/memory.h"
#include "build/page_cache.h"
#include "build/session_state.h"
#include "build/settings.h"
#include "build/theme.h"
#include "campaign/views_packing.h"
#include "model/site_packing.h"

namespace herald::build {
namespace {

using model::PageId;
using render::FactKind;

/// Raised with every change of the form below.
constexpr uint64_t kFormat = 1;
/// With more texts the long way is hardly longer.
constexpr size_t kTextsMax = 100;
constexpr auto kLastKind = static_cast<uint64_t>(model::OutputKind::Checksums);

std::string record_path(const Folders& folders) {
  std::string path = log_path(folders);
  path.erase(path.rfind('.'));
  return path + ".site";
}

void pack_plan(const model::OutputPlan& plan, base::Packer& packer) {
  packer.number(plan.outputs.size());
  for (const model::Output& output : plan.outputs) {
    const auto& [path, kind, subject, number] = output;
    packer.text(path);
    packer.number(static_cast<uint64_t>(kind));
    packer.number(subject);
    packer.number(number);
  }
}

void unpack_plan(base::Unpacker& bytes, model::OutputPlan& plan) {
  plan.outputs.resize(bytes.size());
  for (model::Output& output : plan.outputs) {
    output.path = bytes.text();
    output.kind = static_cast<model::OutputKind>(bytes.count(kLastKind));
    output.subject = bytes.count(UINT32_MAX);
    output.number = bytes.count(UINT32_MAX);
  }
}

/// The pages that were touched since the log was written, below content/, by the stamps of now; nothing when
/// anything else was, or came or went, or when there are too many.
std::optional<std::vector<std::string>> touched_texts(const graph::Log& log, const std::vector<Input>& now) {
  constexpr std::string_view kContent = "content/";
  if (now.size() != log.inputs.size()) return std::nullopt;
  std::vector<std::string> texts;
  for (size_t i = 0; i < now.size(); i++) {
    if (now[i].path != log.inputs[i].path) return std::nullopt;
    if (now[i].stamp == log.inputs[i].stamp && now[i].stamp != 0) continue;
    if (!now[i].path.starts_with(kContent) || !is_page_file(now[i].path) || texts.size() == kTextsMax)
      return std::nullopt;
    texts.push_back(now[i].path.substr(kContent.size()));
  }
  return texts;
}

}  // namespace

uint64_t save_site_record(io::Disk& disk, const Folders& folders, uint64_t maker, const SiteRecord& record) {
  base::Packer packer;
  packer.number(kFormat);
  packer.fixed(maker);
  model::pack_site(record.site, packer);
  campaign::pack_views(record.views, packer);
  pack_plan(record.plan, packer);
  base::pack(record.told, packer);
  const std::string bytes = std::move(packer).sealed();
  return disk.write(record_path(folders), bytes) ? base::hash64(bytes) : 0;
}

/// A session that begins with what the last process left, for one build.
class QuickBuild {
 public:
  QuickBuild(io::Disk& disk, const Folders& folders, const Options& options, const Inputs& inputs,
             Writer& writer)
      : disk_(disk),
        folders_(folders),
        options_(options),
        inputs_(inputs),
        writer_(writer),
        state_(disk, options) {
    state_.folders = folders;
  }

  std::optional<Report> run(graph::Log& log, LastBuild last) {
    if (!inputs_.diagnostics.empty()) return std::nullopt;
    stamps_ = stamps_of(inputs_);
    const auto texts = touched_texts(log, stamps_);
    auto found = texts && last.site_record != 0 ? found_by(last) : std::nullopt;
    if (!found || found->drafts != options_.drafts || found->folder_name != options_.folder_name ||
        !(last.is_seen || outputs_are_there(last, disk_, folders_, options_.jobs)))
      return std::nullopt;
    last_ = std::move(last);
    found_ = *std::move(found);
    Report report;
    state_.log = std::move(log);
    if (restore(*texts, report) && build(*texts, report)) return report;
    log = std::move(state_.log);
    return std::nullopt;
  }

 private:
  bool restore(const std::vector<std::string>& texts, Report& report) {
    const Lap lap(report.timings.load_and_parse);
    bool is_read = false;
    base::parallel_for(2, options_.jobs,
                       [&](size_t part, unsigned) {  // Each sets its own members of the site.
                         part == 0 ? void(is_read = read_record()) : load_around();
                       });
    if (!is_read) return false;
    if (!lend_pages(texts) || !is_site_of_log() || !is_folder_of_log()) return false;
    state_.facts = std::make_unique<render::Facts>(state_.site, state_.log.facts);
    return std::all_of(texts.begin(), texts.end(), [&](const std::string& path) {
      return is_page_of_log(state_.site.page_by_path.find(path));
    });
  }

  bool read_record() {
    const auto bytes = disk_.read(record_path(folders_));
    if (!bytes || base::hash64(*bytes) != last_.site_record) return false;
    base::Unpacker packed(base::unsealed(*bytes));
    if (packed.number() != kFormat || packed.fixed() != options_.maker) return false;
    model::unpack_site(packed, state_.site);
    campaign::unpack_views(packed, state_.views);
    unpack_plan(packed, state_.plan);
    base::unpack(packed, state_.told);
    return !packed.failed() && packed.at_end();
  }

  /// Reads what all pages have in common. What is told of it was told before.
  void load_around() {
    base::Diagnostics told_before;
    model::Site& site = state_.site;
    site.config = load_config(disk_, folders_, told_before);
    site.theme = load_theme(disk_, folders_.site, site.config, told_before);
    site.history = load_history(disk_, folders_, told_before);
    site.time = build_time(options_, site.config);
    site.time.now = found_.now;  // State::move_clock sees what has come to pass since.
    site.drafts = options_.drafts;
    for (const io::FileInfo& file : inputs_.assets.files) site.assets.push_back(file.path);
    state_.cache = std::make_shared<PageCache>(disk_, folders_, options_.maker, options_.jobs);
    site.texts = state_.cache;
  }

  /// Takes the metadata of all pages from the cache, if it has those of the files as they are now, or as they
  /// were when they are among `texts`.
  bool lend_pages(const std::vector<std::string>& texts) {
    std::vector<const PageCache::Entry*> pages(state_.site.pages.size());
    const model::PathIndex& paths = state_.site.page_by_path;
    const std::span<const PageCache::Entry> entries = state_.cache->entries();
    auto entry = entries.begin();
    size_t found = 0;  // Pages and files are in one order.
    for (const io::FileInfo& file : inputs_.content.files) {
      if (found == paths.size() || file.path != paths.path(static_cast<model::PageId>(found))) continue;
      while (entry != entries.end() && entry->path < file.path) ++entry;
      if (entry == entries.end() || entry->path != file.path || entry->text_size == 0) return false;
      const bool is_same = entry->stamp != 0 && entry->stamp == reliable_stamp(file, inputs_.begun_ns);
      if (!is_same && !std::binary_search(texts.begin(), texts.end(), file.path)) return false;
      pages[found++] = &*entry;
    }
    state_.cache->lend(std::move(pages));
    return found == state_.site.pages.size() &&
           std::all_of(texts.begin(), texts.end(),
                       [&](const std::string& path) { return paths.contains(path); });
  }

  /// Whether the log tells of the site that was recorded, with the settings of now.
  bool is_site_of_log() const {
    const graph::Log& log = state_.log;
    const std::vector<model::Output>& outputs = state_.plan.outputs;
    if (log.facts.groups.size() != render::kFactKindCount || log.made.size() + 1 != outputs.size() ||
        log.facts.groups.front().values.size() != state_.site.pages.size())
      return false;
    auto made = log.made.begin();
    for (const model::Output& output : outputs) {
      if (output.kind == model::OutputKind::Checksums) continue;
      if (made == log.made.end() || made++->path != output.path) return false;
    }
    return log.settings == settings_of(state_.site, state_.views, campaign::edition_needs(state_.views));
  }

  /// Whether manifest.sha256 names what the log names: nobody else has built in that folder since.
  bool is_folder_of_log() {
    const std::vector<model::Output>& outputs = state_.plan.outputs;
    state_.sha256.resize(outputs.size());
    for (uint32_t i = 0, made = 0; i < outputs.size(); i++) {
      if (outputs[i].kind == model::OutputKind::Checksums) {
        state_.checksums = i;
      } else {
        state_.sha256[i] = state_.log.made[made++].sha256.view();
      }
    }
    writer_.expect_again(state_.plan, state_.sha256);
    return disk_.holds(folders_.output + "/manifest.sha256", writer_.checksums(state_.plan));
  }

  /// Whether the cache has the page as it was when the log was written: another build may have been here
  /// since, which has a log of its own.
  bool is_page_of_log(PageId id) {
    state_.facts->renew_page(state_.site, id);
    return std::all_of(std::begin(kOwn), std::end(kOwn), [&](FactKind kind) {
      const auto group = static_cast<size_t>(kind);
      return state_.facts->set().groups[group].values[id] == state_.log.facts.groups[group].values[id];
    });
  }

  /// False when nothing has been done.
  bool build(const std::vector<std::string>& texts, Report& report) {
    state_.templates = std::make_shared<render::Templates>(state_.site.theme);
    state_.renderer = std::make_unique<render::Renderer>(state_.site, state_.views, state_.templates);
    state_.until = found_.until;
    state_.last = found_.report;
    state_.good = state_.loaded = true;
    report.output_folder = folders_.output;
    std::vector<Session::State::ReadPage> pages = read_pages(texts, report);
    if (report.diagnostics.has_errors() || !state_.quick(pages, writer_, report)) return false;
    // With an error the long way tells all of them, unless the output folder is already another one.
    if (!state_.good) return !state_.loaded;
    report.metadata_read = state_.cache->metadata_read();
    find_places(disk_, folders_, report.diagnostics);
    found_.now = state_.site.time.now;
    found_.report.diagnostics = report.diagnostics;
    state_.log.inputs = std::move(stamps_);
    base::parallel_for(2, options_.jobs,
                       [&](size_t part, unsigned) { part == 0 ? save_known() : save_last(); });
    return true;
  }

  /// What the next build reads when something has changed, and what it reads first. A file of the one that is
  /// older than the other costs that build time, and nothing else.
  void save_known() {
    save_log(disk_, folders_, state_.log);
    state_.cache->save_changes();
  }
  void save_last() {
    LastBuild left =
        left_again(disk_, folders_, std::move(last_), found_, state_.plan, state_.log, state_.sha256);
    note_inputs(left, state_.log.inputs);
    save_last_build(disk_, folders_, options_, left);
  }

  std::vector<Session::State::ReadPage> read_pages(const std::vector<std::string>& texts, Report& report) {
    const Lap lap(report.timings.load_and_parse);
    ContentReader reader(disk_, folders_, state_.site.config, state_.cache.get());
    std::vector<Session::State::ReadPage> pages(texts.size());
    std::vector<base::Diagnostics> found(texts.size());
    base::parallel_for(texts.size(), options_.jobs, [&](size_t i, unsigned worker) {
      pages[i].path = texts[i];
      pages[i].page = reader.page(texts[i], stamp_of(texts[i]), worker, found[i]);
    });
    for (base::Diagnostics& one : found) report.diagnostics.append(std::move(one));
    report.files_parsed = reader.parsed();
    return pages;
  }

  uint64_t stamp_of(const std::string& path) const {
    const std::vector<io::FileInfo>& files = inputs_.content.files;
    const auto at = std::lower_bound(
        files.begin(), files.end(), path,
        [](const io::FileInfo& file, const std::string& wanted) { return file.path < wanted; });
    return reliable_stamp(*at, inputs_.begun_ns);
  }

  /// The facts that a page has of its own file.
  static constexpr FactKind kOwn[] = {FactKind::Body, FactKind::Metadata};

  io::Disk& disk_;
  const Folders& folders_;
  const Options& options_;
  const Inputs& inputs_;
  Writer& writer_;
  std::vector<Input> stamps_;  // of the inputs
  LastBuild last_;
  Found found_;  // by that build
  Session::State state_;
};

std::optional<Report> build_quickly(io::Disk& disk, const Folders& folders, const Options& options,
                                    const Inputs& inputs, LastBuild last, graph::Log& log, Writer& writer) {
  const auto quick = std::make_shared<QuickBuild>(disk, folders, options, inputs, writer);
  std::optional<Report> report = quick->run(log, std::move(last));
  if (report && options.leaving) report->remains.push_back(quick);
  return report;
}

}  // namespace herald::build
