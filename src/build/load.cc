#include "build/load.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <unordered_map>

#include "archive/zip.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "build/inputs.h"
#include "build/lap.h"
#include "build/page_cache.h"
#include "build/probe.h"
#include "build/theme.h"
#include "campaign/kinds.h"
#include "campaign/parse.h"
#include "text/text.h"

namespace herald::build {

base::DateTime local_time(int64_t unix_seconds, int offset_minutes) {
  const int64_t minutes = unix_seconds / 60 + offset_minutes;
  base::DateTime moment;
  moment.date = base::date_of_days(minutes / 1440);
  moment.minute = static_cast<int16_t>(minutes % 1440);
  return moment;
}

namespace {

using base::Code;
using base::Diagnostics;

/// What is at `path`; nothing when there is nothing. A disk that does not answer is told of: what it hides
/// would be missing from the site, or make it another one.
std::optional<io::FileInfo> look_at(const io::Disk& disk, const std::string& path, Diagnostics& diagnostics) {
  auto info = disk.stat(path);
  if (info) return *info;
  if (info.error().code != Code::FileMissing) diagnostics.add(info.error());
  return std::nullopt;
}

bool is_folder(const io::Disk& disk, const std::string& path, Diagnostics& diagnostics) {
  const auto info = look_at(disk, path, diagnostics);
  return info && info->directory;
}

std::string joined(const std::string& folder, std::string_view name) {
  return folder.empty() || folder == "." ? std::string(name) : folder + "/" + std::string(name);
}

/// The name of a folder, for a site that has no other: "." is asked for by its full path.
std::string_view last_name(std::string_view folder) {
  while (folder.ends_with('/')) folder.remove_suffix(1);
  return folder.substr(folder.rfind('/') + 1);
}

void measure(std::string_view bytes, model::ContentFile& file) {
  const Probe found = probe(file.path, bytes);
  file.size = bytes.size();
  file.sha256 = base::sha256_hex(bytes);
  file.crc32 = archive::crc32(bytes);
  file.width = found.width;
  file.height = found.height;
  file.pages = found.pages;
}

}  // namespace

struct ContentReader::State {
  State(const io::Disk& on_disk, const Folders& in_folders, const model::Config& config,
        PageCache* with_cache)
      : disk(on_disk), folders(in_folders), definitions(config.kinds), cache(with_cache) {
    context.ask_for_missing = folders.has_config;
    context.default_source = config.sponsor;
    context.html = config.html;
    context.definitions = &definitions;
    of_unreadable = context;
    of_unreadable.ask_for_missing = false;
  }

  std::unique_ptr<model::ParsedPage> parse(const std::string& path, std::string bytes) {
    parsed++;
    Diagnostics found;
    base::Source source;
    source.path = folders.content_prefix + path;
    source.text = text_of_bytes(std::move(bytes), source.path, found);
    const campaign::ParseContext& of_page = found.has_errors() ? of_unreadable : context;
    auto page = campaign::is_event_table(path) ? campaign::parse_event_table(std::move(source), path)
                                               : campaign::parse_page(std::move(source), path, of_page);
    page->diagnostics.append(
        std::move(found));  // so that they are told again when the page comes from the cache
    return page;
  }

  const io::Disk& disk;
  const Folders& folders;
  const campaign::Definitions definitions;
  campaign::ParseContext context;
  campaign::ParseContext of_unreadable;  ///< Of files that cannot be read, whatever may be in them.
  PageCache* cache;
  std::atomic<size_t> parsed = 0;
};

ContentReader::ContentReader(const io::Disk& disk, const Folders& folders, const model::Config& config,
                             PageCache* cache)
    : state_(std::make_unique<State>(disk, folders, config, cache)) {}

ContentReader::~ContentReader() = default;

std::unique_ptr<model::ParsedPage> ContentReader::page(const std::string& path, uint64_t stamp,
                                                       unsigned worker, Diagnostics& diagnostics) {
  PageCache* cache = state_->cache;
  const PageCache::Entry* known = cache == nullptr ? nullptr : cache->find(path);
  if (known != nullptr && stamp != 0 && known->stamp == stamp) {
    if (auto page = cache->restore(*known, stamp, worker)) return page;
  }
  auto bytes = state_->disk.read(joined(state_->folders.content, path));
  if (!bytes) {
    diagnostics.add(bytes.error());
    return nullptr;
  }
  const uint64_t hash = base::hash64(*bytes);
  if (known != nullptr && known->source_hash == hash) {
    if (auto page = cache->restore(*known, stamp, worker)) return page;
  }
  auto page = state_->parse(path, std::move(*bytes));
  return cache == nullptr ? std::move(page) : cache->keep(std::move(page), stamp, hash, worker);
}

model::ContentFile ContentReader::file(const std::string& path, uint64_t stamp, unsigned worker,
                                       Diagnostics& diagnostics) {
  model::ContentFile file;
  file.path = path;
  PageCache* cache = state_->cache;
  const PageCache::Entry* known = cache == nullptr ? nullptr : cache->find_file(path);
  if (known != nullptr && stamp != 0 && known->stamp == stamp && cache->restore(*known, stamp, file, worker))
    return file;
  auto bytes = state_->disk.read(joined(state_->folders.content, path));
  if (!bytes) {
    diagnostics.add(bytes.error());
    return file;
  }
  measure(*bytes, file);
  if (cache != nullptr) cache->keep(file, stamp, worker);
  return file;
}

size_t ContentReader::parsed() const { return state_->parsed; }

bool is_page_file(std::string_view path) { return base::lower_ascii(path).ends_with(".md"); }

model::BuildTime build_time(const Options& options, const model::Config& config) {
  model::BuildTime time;
  time.utc_offset_minutes = text::utc_offset_minutes(config.timezone, options.unix_now).value_or(480);
  if (options.as_of) {
    time.now = *options.as_of;
    return time;
  }
  time.now = local_time(options.unix_now, time.utc_offset_minutes);
  return time;
}

std::string text_of_bytes(std::string bytes, const std::string& path, Diagnostics& diagnostics) {
  if (auto bad = base::find_invalid_utf8(bytes)) {
    auto converted = text::from_gb18030(bytes);
    base::Span span{static_cast<uint32_t>(*bad), static_cast<uint32_t>(*bad + 1)};
    if (!converted) {
      // The place is shown in what was readable: the excerpt must itself be text.
      std::string readable = bytes.substr(0, *bad);
      diagnostics.add(Code::EncodingUnknown, base::place_of(path, readable, {span.begin, span.begin}));
      return {};
    }
    diagnostics.add(Code::EncodingConverted, base::place_of_file(path));
    bytes = std::move(*converted);
  }
  base::normalise_newlines(bytes);
  return bytes;
}

Folders find_folders(const io::Disk& disk, const Options& options, Diagnostics& diagnostics) {
  Folders folders;
  folders.site = options.site_folder;
  while (folders.site.size() > 1 && folders.site.ends_with('/')) folders.site.pop_back();
  if (!is_folder(disk, folders.site, diagnostics) && !diagnostics.has_errors())
    diagnostics.add(base::failure(Code::FolderMissing, folders.site, {folders.site}));
  folders.name = options.folder_name.empty() ? std::string(last_name(folders.site)) : options.folder_name;
  folders.has_config = look_at(disk, joined(folders.site, "site.json"), diagnostics).has_value();
  bool has_content = is_folder(disk, joined(folders.site, "content"), diagnostics);
  folders.content = folders.has_config || has_content ? joined(folders.site, "content") : folders.site;
  folders.content_prefix = folders.has_config || has_content ? "content/" : "";
  folders.assets = joined(folders.site, "assets");
  folders.output = options.output_folder.empty() ? joined(folders.site, "public") : options.output_folder;
  const std::string output = io::normalise_path(folders.output);
  if (output == io::normalise_path(folders.site) || output == io::normalise_path(folders.content)) {
    diagnostics.add(base::failure(Code::OutputIsInput, folders.output, {folders.output}));
  }
  return folders;
}

model::Config config_of_bytes(std::string bytes, const std::string& folder_name, Diagnostics& diagnostics) {
  base::Source source;
  source.path = "site.json";
  const size_t errors = diagnostics.count(base::Severity::Error);
  source.text = text_of_bytes(std::move(bytes), source.path, diagnostics);
  const bool is_text = diagnostics.count(base::Severity::Error) == errors;
  return is_text ? model::parse_config(std::move(source), diagnostics) : model::default_config(folder_name);
}

model::Config load_config(const io::Disk& disk, const Folders& folders, Diagnostics& diagnostics) {
  if (!folders.has_config) return model::default_config(folders.name);
  auto bytes = disk.read(joined(folders.site, "site.json"));
  if (!bytes) {
    diagnostics.add(bytes.error());
    return model::default_config(folders.name);
  }
  model::Config config = config_of_bytes(*std::move(bytes), folders.name, diagnostics);
  campaign::read_own_kinds(config, diagnostics);
  campaign::resolve_page_tags(config, diagnostics);
  return config;
}

model::History load_history(const io::Disk& disk, const Folders& folders, Diagnostics& diagnostics) {
  const std::string path = joined(folders.content, "history.json");
  auto bytes = disk.read(path);
  if (!bytes && bytes.error().code == Code::FileMissing) return {};
  if (!bytes) {
    diagnostics.add(bytes.error());
    return {};
  }
  base::Source source;
  source.path = folders.content_prefix + "history.json";
  source.text = text_of_bytes(std::move(*bytes), source.path, diagnostics);
  return model::parse_history(source, diagnostics);
}

io::Listing walk_content(const io::Disk& disk, const Folders& folders, Diagnostics& diagnostics) {
  std::vector<std::string> skip = {folders.output};
  if (folders.content == folders.site) {
    for (const char* other : {"public", "themes", "assets", "node_modules"})
      skip.push_back(joined(folders.site, other));
  }
  return disk.walk(folders.content, skip, diagnostics);
}

io::Listing walk_assets(const io::Disk& disk, const Folders& folders, Diagnostics& diagnostics) {
  if (folders.content == folders.site || !is_folder(disk, folders.assets, diagnostics)) return {};
  return disk.walk(folders.assets, {folders.output}, diagnostics);
}

Content load_content(const io::Disk& disk, const Folders& folders, const Inputs& inputs,
                     const model::Config& config, const Options& options, PageCache* cache,
                     Diagnostics& diagnostics) {
  const std::vector<io::FileInfo>& files = inputs.content.files;
  // A CSV file of events is read and, where a page names it, handed out as well.
  std::vector<size_t> texts, others;
  for (size_t i = 0; i < files.size(); i++) {
    const bool is_page = is_page_file(files[i].path);
    if (is_page || campaign::is_event_table(files[i].path)) texts.push_back(i);
    if (!is_page) others.push_back(i);
  }

  Content content;
  content.pages.resize(texts.size());
  content.files.resize(others.size());
  std::vector<Diagnostics> found(texts.size() + others.size());
  ContentReader reader(disk, folders, config, cache);
  base::parallel_for(found.size(), options.jobs, [&](size_t i, unsigned worker) {
    if (options.cancelled != nullptr && *options.cancelled) return;
    const bool is_text = i < texts.size();
    const io::FileInfo& file = files[is_text ? texts[i] : others[i - texts.size()]];
    const uint64_t stamp = reliable_stamp(file, inputs.begun_ns);
    if (is_text) {
      content.pages[i] = reader.page(file.path, stamp, worker, found[i]);
    } else {
      content.files[i - texts.size()] = reader.file(file.path, stamp, worker, found[i]);
    }
  });
  for (Diagnostics& one : found) diagnostics.append(std::move(one));
  std::erase(content.pages, nullptr);
  content.parsed = reader.parsed();
  const auto table = std::stable_partition(content.pages.begin(), content.pages.end(), [](const auto& page) {
    return !campaign::is_event_table(page->path);
  });
  content.tables.assign(std::make_move_iterator(table), std::make_move_iterator(content.pages.end()));
  content.pages.erase(table, content.pages.end());
  return content;
}

model::Site load_site(const io::Disk& disk, const Folders& folders, const Inputs& inputs,
                      const Options& options, Report& report, std::shared_ptr<PageCache> cache) {
  model::SiteInput input;
  {
    Lap lap(report.timings.load_and_parse);
    input.config = load_config(disk, folders, report.diagnostics);
    input.theme = load_theme(disk, folders.site, input.config, report.diagnostics);
    input.time = build_time(options, input.config);
    input.drafts = options.drafts;
    for (const base::Diagnostic& found : inputs.diagnostics.all()) report.diagnostics.add(found);
    Content content =
        load_content(disk, folders, inputs, input.config, options, cache.get(), report.diagnostics);
    report.files_parsed = content.parsed;
    if (content.pages.empty())
      report.diagnostics.add(base::failure(base::Code::NothingToBuild, folders.content, {folders.content}));
    input.pages = std::move(content.pages);
    input.tables = std::move(content.tables);
    input.files = std::move(content.files);
    for (const io::FileInfo& file : inputs.assets.files) input.assets.push_back(file.path);
    input.texts = std::move(cache);
    input.history = load_history(disk, folders, report.diagnostics);
  }
  Lap lap(report.timings.assemble);
  return model::assemble(std::move(input), report.diagnostics);
}

void find_places(const io::Disk& disk, const Folders& folders, Diagnostics& diagnostics) {
  std::unordered_map<std::string, std::string> texts;
  const auto find = [&](base::Place& place) {
    if (place.pending.size() == 0) return;
    const auto [at, fresh] = texts.try_emplace(place.path);
    if (fresh) {
      Diagnostics told_before;
      auto bytes = disk.read(joined(folders.content, place.path.substr(folders.content_prefix.size())));
      if (bytes) at->second = text_of_bytes(std::move(*bytes), place.path, told_before);
    }
    base::find_pending(place, at->second);
  };
  Diagnostics found;
  for (base::Diagnostic diagnostic : diagnostics.all()) {
    find(diagnostic.place);
    for (base::Diagnostic& note : diagnostic.notes) find(note.place);
    found.add(std::move(diagnostic));
  }
  diagnostics = std::move(found);
}

HiddenPage hidden_page(const model::Page& page, const Folders& folders) {
  HiddenPage hidden{folders.content_prefix + page.parsed->path, page.hiding, {}};
  const auto text = [](base::DateTime moment) { return base::replace_all(base::iso(moment), "T", " "); };
  if (page.hiding == model::Hiding::NotYet) hidden.moment = text(page.parsed->published);
  if (page.hiding == model::Hiding::Over) {
    const value::Value expires = page.parsed->fields.get("expires");
    hidden.moment =
        expires.is(value::Type::Map) ? expires.get("text").text_or_empty() : expires.text_or_empty();
    hidden.moment = base::replace_all(hidden.moment, "T", " ");
  }
  return hidden;
}

}  // namespace herald::build
