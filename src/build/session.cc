#include "build/session.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/parallel.h"
#include "build/hosts.h"
#include "build/inputs.h"
#include "build/lap.h"
#include "build/last_build.h"
#include "build/memory.h"
#include "build/schemas.h"
#include "build/session_state.h"
#include "build/settings.h"
#include "build/site_record.h"
#include "build/theme.h"
#include "campaign/kinds.h"
#include "campaign/parse.h"

namespace herald::build {

using base::Diagnostics;
using model::kNone;
using model::OutputKind;
using model::PageId;

namespace {

/// So many pages with their texts are kept in memory; then the cache is used anew.
constexpr size_t kResidentMax = 1000;

bool is_text(std::string_view path) { return is_page_file(path) || campaign::is_event_table(path); }

void tell(const Diagnostics& some, Diagnostics& all) {
  for (const base::Diagnostic& one : some.all()) all.add(one);
}

}  // namespace

/// Reads pages and tables, which stay in memory with their texts.
std::vector<Session::State::ReadPage> Session::State::read_pages(const std::vector<std::string>& paths,
                                                                 Report& report) {
  const Lap lap(report.timings.load_and_parse);
  ContentReader reader(disk, folders, site.config, nullptr);
  std::vector<ReadPage> pages(paths.size());
  std::vector<Diagnostics> found(paths.size());
  base::parallel_for(paths.size(), options.jobs, [&](size_t i, unsigned worker) {
    pages[i].path = paths[i];
    pages[i].page = reader.page(paths[i], 0, worker, found[i]);
  });
  for (Diagnostics& one : found) report.diagnostics.append(std::move(one));
  report.files_parsed = reader.parsed();
  return pages;
}

/// Forgets everything and reads it as a new process does. False when the cache turned out to be damaged: then
/// it is gone, and this has to be done once more.
bool Session::State::load(Writer& writer, Report& report) {
  good = false;
  renderer.reset();
  facts.reset();
  views = {};
  plan = {};
  site = {};
  resident = 0;
  config_told = theme_told = history_told = {};
  model::SiteInput input;
  {
    const Lap lap(report.timings.load_and_parse);
    if (log.maker == 0) log = read_log(disk, folders, options.maker);
    checksums_stamp = checksums_stamp_now();
    inputs.learn(disk, folders, options);
    cache = std::make_shared<PageCache>(disk, folders, options.maker, options.jobs);
    input.config = load_config(disk, folders, config_told);
    input.theme = load_theme(disk, folders.site, input.config, theme_told);
    input.history = load_history(disk, folders, history_told);
    Content content =
        load_content(disk, folders, inputs.inputs(), input.config, options, cache.get(), report.diagnostics);
    report.files_parsed = content.parsed;
    loaded = !report.diagnostics.has_errors();  // What could not be read is looked for again.
    input.pages = std::move(content.pages);
    input.tables = std::move(content.tables);
    input.files = std::move(content.files);
    templates = std::make_shared<render::Templates>(input.theme);
  }
  assemble(std::move(input), report);
  make(Look::AtFiles, writer, report);
  cache->save();
  return !cache->is_damaged();
}

/// Puts the site together again from the pages in memory and those that were read.
void Session::State::again(const Changes& changes, std::vector<ReadPage> pages, Look look, Writer& writer,
                           Report& report) {
  good = false;
  renderer.reset();
  facts.reset();
  views = {};
  model::SiteInput input;
  {
    const Lap lap(report.timings.load_and_parse);
    if (changes.theme) {
      theme_told = {};
      input.theme = load_theme(disk, folders.site, site.config, theme_told);
      templates = std::make_shared<render::Templates>(input.theme);
    } else {
      input.theme = std::move(site.theme);
    }
    if (changes.history) {
      history_told = {};
      input.history = load_history(disk, folders, history_told);
    } else {
      input.history = std::move(site.history);
    }
    input.files = take_files(changes, report);
    take_pages(std::move(pages), input);
    loaded = loaded && !report.diagnostics.has_errors();
  }
  input.config = std::move(site.config);
  assemble(std::move(input), report);
  make(look, writer, report);
}

/// The files of the content that are no pages, with those measured again that were touched.
std::vector<model::ContentFile> Session::State::take_files(const Changes& changes, Report& report) {
  std::vector<model::ContentFile> files;
  ContentReader reader(disk, folders, site.config, nullptr);
  for (const io::FileInfo& file : inputs.inputs().content.files) {
    if (is_page_file(file.path)) continue;
    const model::FileId known = site.file_by_path.find(file.path);
    const bool touched = std::binary_search(changes.touched.begin(), changes.touched.end(), file.path);
    files.push_back(known != model::kNone && !touched
                        ? std::move(site.files[known])
                        : reader.file(file.path, 0, 0, report.diagnostics));
  }
  return files;
}

/// The pages and tables of the walk: those that were read, and the others out of the site that was.
void Session::State::take_pages(std::vector<ReadPage> fresh, model::SiteInput& input) {
  std::unordered_map<std::string_view, std::unique_ptr<model::ParsedPage>*> known;
  for (auto& table : site.tables) known.emplace(table->path, &table);
  for (ReadPage& one : fresh) known.insert_or_assign(one.path, &one.page);
  for (const io::FileInfo& file : inputs.inputs().content.files) {
    if (!is_text(file.path)) continue;
    std::unique_ptr<model::ParsedPage>* from = nullptr;
    if (const auto at = known.find(file.path); at != known.end()) {
      from = at->second;
    } else if (const PageId page = site.page_by_path.find(file.path); page != model::kNone) {
      from = &site.pages[page].parsed;
    }
    if (from == nullptr || *from == nullptr) {
      loaded = false;  // It could not be read, now or before.
    } else {
      (is_page_file(file.path) ? input.pages : input.tables).push_back(std::move(*from));
    }
  }
  resident += fresh.size();
}

void Session::State::assemble(model::SiteInput input, Report& report) {
  const Lap lap(report.timings.assemble);
  tell(config_told, report.diagnostics);
  tell(theme_told, report.diagnostics);
  tell(inputs.inputs().diagnostics, report.diagnostics);
  tell(history_told, report.diagnostics);
  // What could not be read is not told by its name when it can be.
  loaded = loaded && !report.diagnostics.has_errors();
  if (input.pages.empty())
    report.diagnostics.add(base::failure(base::Code::NothingToBuild, folders.content, {folders.content}));
  for (const io::FileInfo& file : inputs.inputs().assets.files) input.assets.push_back(file.path);
  input.time = build_time(options, input.config);
  input.drafts = options.drafts;
  input.texts = cache;
  site = model::assemble(std::move(input), report.diagnostics);
}

/// From the assembled site to the output folder.
void Session::State::make(Look look, Writer& writer, Report& report) {
  std::vector<model::EditionNeeds> needs;
  {
    const Lap lap(report.timings.assemble);
    views = campaign::gather(site, report.diagnostics);
    needs = campaign::edition_needs(views);
    plan = model::plan_outputs(site, report.diagnostics, needs);
    facts = std::make_unique<render::Facts>(site, views);
    renderer = std::make_unique<render::Renderer>(site, views, templates, report.diagnostics);
    until = model::next_change_today(site);
  }
  for (checksums = 0; checksums + 1 < plan.outputs.size(); checksums++) {
    if (plan.outputs[checksums].kind == OutputKind::Checksums) break;
  }
  count_pages(site, folders, report);
  report.outputs = plan.outputs.size();
  const std::vector<uint64_t> asset_stamps = raw_stamps(inputs.inputs().assets);
  const Recipes recipes(site, asset_stamps);
  Steps steps(log, *facts, plan, settings_of(site, views, needs), recipes);
  if (auto expected = writer.expect(plan); !expected) report.diagnostics.add(expected.error());
  find_places(disk, folders, report.diagnostics);
  told = report.diagnostics;

  const Making making{disk, folders, options, site, plan, *renderer, writer};
  if (options.progress != nullptr) options.progress->total = plan.outputs.size();
  std::vector<Diagnostics> found(plan.outputs.size());
  const std::vector<uint32_t> to_make = keep_clean(making, look, steps, found);
  const auto note = [&](uint32_t output, const auto& reads, const auto& was_told) {
    steps.keep_made(output, reads, was_told);
  };
  render_outputs(making, to_make, note, found, report);
  for (Diagnostics& one : found) report.diagnostics.append(std::move(one));
  has_to_look = !write(writer, report) && (has_to_look || look == Look::AtFiles);
  if (!good) return;

  for (const uint32_t i : to_make) note_made(plan.outputs[i].path, steps.reason(i));
  for (const std::string& path : writer.removed_paths()) made.erase(path);
  graph::Log next;
  next.maker = options.maker;
  next = steps.finished(disk, folders, std::move(next), writer.sha256());
  graph::own_texts(next);
  log = std::move(next);
  sha256 = writer.take_sha256();
  (void)write_host_snippets(disk, folders.site, site);
  (void)write_kind_schemas(disk, folders.site, site.config);
}

/// Puts in place what was staged, if nothing is wrong. False when the output folder is as it was, or is in
/// disorder: then everything is looked at next time.
bool Session::State::write(Writer& writer, Report& report) {
  const bool is_sound = !report.diagnostics.has_errors() && !cache->is_damaged() && !is_cancelled(options);
  if (is_sound) write_all(plan, writer, report);
  find_places(disk, folders, report.diagnostics);
  good = is_sound && !report.diagnostics.has_errors();
  if (good) {
    saved = false;
    checksums_stamp = checksums_stamp_now();
  } else {
    writer.abandon();
    loaded = loaded && !is_sound;
  }
  return good;
}

void Session::State::note_made(const std::string& output, Reason reason) {
  made.insert_or_assign(output, std::pair(builds, std::move(reason)));
}

uint64_t Session::State::checksums_stamp_now() const {
  const auto file = disk.stat(folders.output + "/manifest.sha256");
  return file ? file->bytes_stamp : 0;
}

/// Brings the site in memory and the output folder up to date. False when that cannot be done from what is in
/// memory.
bool Session::State::update(const std::optional<std::vector<std::string>>& paths, Writer& writer,
                            Report& report) {
  const Changes changes = inputs.update(disk, folders, options, paths);
  const std::vector<io::FileInfo>& files = inputs.inputs().content.files;
  std::vector<std::string> texts;
  for (const std::string& path : changes.touched) {
    const auto at = std::lower_bound(
        files.begin(), files.end(), path,
        [](const io::FileInfo& file, const std::string& wanted) { return file.path < wanted; });
    if (is_text(path) && at != files.end() && at->path == path) texts.push_back(path);
  }
  if (changes.config || resident + texts.size() > kResidentMax) return false;
  std::vector<ReadPage> pages = read_pages(texts, report);
  if (paths && changes.only_texts() && quick(pages, writer, report)) return true;
  again(changes, std::move(pages), paths && !has_to_look ? Look::No : Look::AtFiles, writer, report);
  return !cache->is_damaged();
}

Report Session::State::build(const std::optional<std::vector<std::string>>& paths) {
  Report report;
  Folders now = find_folders(disk, options, report.diagnostics);
  loaded = loaded && now == folders && !report.diagnostics.has_errors();
  folders = std::move(now);
  report.output_folder = folders.output;
  Writer writer(disk, folders.output);
  if (!report.diagnostics.has_errors()) {
    if (auto opened = writer.open(); !opened) report.diagnostics.add(opened.error());
  }
  if (report.diagnostics.has_errors()) {
    loaded = false;  // Another process that builds here may do so in another way.
    finish(report, options);
    return report;
  }
  if (writer.has_to_mend() || checksums_stamp_now() != checksums_stamp) {
    loaded = good = false;
    log = {};
  }
  bool is_done = loaded && update(paths, writer, report);
  for (int tries = 0; !is_done && tries < 2; tries++) {
    report = {};
    report.output_folder = folders.output;
    is_done = load(writer, report);
  }
  if (is_cancelled(options)) loaded = good = false;
  finish(report, options);
  if (good) last = report;
  return report;
}

/// The caller has locked the output folder.
void Session::State::keep_log() {
  const uint64_t record = save_site_record(disk, folders, options.maker, {site, views, plan, told});
  log.inputs = inputs.stamps();
  save_log(disk, folders, log);
  LastBuild left = left_by(disk, folders, options, site, plan, log, sha256, last);
  left.site_record = record;
  note_inputs(left, log.inputs);
  save_last_build(disk, folders, options, left);
  saved = true;
}

void Session::State::save() {
  if (saved || !good) return;
  const auto lock = disk.lock(folders.output);
  if (lock && checksums_stamp_now() == checksums_stamp) keep_log();
}

Session::Session(io::Disk& disk, Options options)
    : state_(std::make_unique<State>(disk, std::move(options))) {
  state_->options.clean = state_->options.explain = state_->options.publishing = false;
}

Session::~Session() { save(); }

Report Session::build(const std::optional<std::vector<std::string>>& changed, int64_t unix_now,
                      int64_t clock_ns) {
  State& state = *state_;
  state.builds++;
  state.options.unix_now = unix_now;
  state.options.clock_ns = clock_ns;
  if (state.options.progress != nullptr) state.options.progress->done = state.options.progress->total = 0;
  return state.build(changed);
}

void Session::save() { state_->save(); }

size_t Session::builds() const { return state_->builds; }

namespace {

/// What an output is of, as far as it is of something that has a name.
void name_kind(const campaign::Definitions& kinds, model::KindRef kind, OutputAccount& account) {
  account.page_kind = model::name_of(kinds.table(), kind);
  account.page_label = kinds.label(kind);
}

void name_subject(const model::Site& site, const campaign::Definitions& kinds, const model::Output& output,
                  const Folders& folders, OutputAccount& account) {
  switch (output.kind) {
    case OutputKind::Page:
    case OutputKind::EventCalendar:
    case OutputKind::FormSchema:
    case OutputKind::FormTable:
      account.title = site.parsed(output.subject).title;
      account.source = folders.content_prefix + site.parsed(output.subject).path;
      name_kind(kinds, {site.parsed(output.subject).kind, site.parsed(output.subject).own_kind}, account);
      break;
    case OutputKind::SectionList:
    case OutputKind::SectionAtom:
    case OutputKind::SectionFeed: {
      const model::Section& section = site.sections[output.subject];
      account.title = section.index == kNone ? section.name : site.parsed(section.index).title;
      if (section.index != kNone) account.source = folders.content_prefix + site.parsed(section.index).path;
      name_kind(kinds, {section.kind, section.own_kind}, account);
      break;
    }
    case OutputKind::Term:
    case OutputKind::TermAtom:
    case OutputKind::TermFeed:
      account.title = site.terms[output.subject].name;
      break;
    case OutputKind::Attachment:
      account.source = folders.content_prefix + site.files[output.subject].path;
      break;
    case OutputKind::SiteAsset:
      account.source = "assets/" + site.assets[output.subject];
      break;
    default:
      break;
  }
}

}  // namespace

std::vector<OutputAccount> Session::outputs() const {
  const State& state = *state_;
  const campaign::Definitions kinds(state.site.config.kinds);
  std::vector<OutputAccount> outputs;
  outputs.reserve(state.log.made.size());
  auto planned = state.plan.outputs.begin();
  for (const graph::Made& made : state.log.made) {
    OutputAccount account;
    account.path = made.path.view();
    // While the content has errors the plan may be another one.
    while (planned != state.plan.outputs.end() && planned->path < made.path.view()) ++planned;
    if (planned != state.plan.outputs.end() && planned->path == made.path) {
      account.kind = planned->kind;
      name_subject(state.site, kinds, *planned, state.folders, account);
    }
    if (const auto known = state.made.find(made.path.view()); known != state.made.end()) {
      account.build = known->second.first;
      account.reason = known->second.second;
    }
    outputs.push_back(std::move(account));
  }
  return outputs;
}

std::vector<FactAccount> Session::reads_of(std::string_view output) const {
  const graph::Log& log = state_->log;
  std::vector<FactAccount> reads;
  const graph::Made* made = graph::find_made(log, output);
  if (made == nullptr) return reads;
  graph::for_each_fact(made->facts, [&](graph::FactId fact) {
    reads.push_back({render::Facts::kind_of(log.facts, fact), std::string(log.facts.name_of(fact))});
    return true;
  });
  return reads;
}

std::string Session::page_of(std::string_view file) const {
  const State& state = *state_;
  if (!file.starts_with(state.folders.content_prefix)) return {};
  file.remove_prefix(state.folders.content_prefix.size());
  const PageId page = state.site.page_by_path.find(file);
  if (page == model::kNone) return {};
  for (const model::Section& section : state.site.sections) {
    if (section.index == page) return section.output;
  }
  for (const model::Edition& edition : state.site.editions) {
    if (edition.index == page) return edition.output;
  }
  return state.site.pages[page].output;
}

}  // namespace herald::build
