#include "publish/kept.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "publish/changes.h"

namespace herald::publish {

using base::Code;

namespace {

constexpr std::string_view kNote = "herald-published";

/// Whether a host with this record has the site of the other one, and nothing is in doubt.
bool has_site_of(const Record& on_host, const Record& other) {
  return on_host.pending.empty() && compare(on_host, manifest_of(other)).empty();
}

}  // namespace

std::vector<std::string> Kept::names() const {
  base::Diagnostics ignored;
  std::vector<std::string> names;
  if (!disk_.stat(folder_ + "/kept")) return names;
  for (io::FileInfo& file : disk_.walk(folder_ + "/kept", {}, ignored).files)
    names.push_back(std::move(file.path));
  return names;
}

std::optional<Record> Kept::read(const std::string& name) const {
  const auto text = disk_.read(folder_ + "/kept/" + name);
  return text ? parse_record(*text) : std::nullopt;
}

std::optional<Kept::Publication> Kept::before(const std::optional<Record>& on_host) const {
  const auto all = names();
  const auto kept = [&](const std::string& name) -> std::optional<Publication> {
    auto record = read(name);
    return record ? std::optional<Publication>({name, std::move(*record)}) : std::nullopt;
  };
  auto last = all.empty() ? std::nullopt : kept(all.back());
  if (!last || !on_host) return last;
  if (has_site_of(*on_host, last->record)) return all.size() < 2 ? std::nullopt : kept(all[all.size() - 2]);
  const auto noted = disk_.read(folder_ + "/rollback");
  if (!noted || std::find(all.begin(), all.end(), *noted) == all.end()) return last;
  auto goal = kept(*noted);
  const bool is_under_way =
      goal && (!on_host->pending.empty() || has_site_of(*on_host, goal->record));  // else others published
  return is_under_way ? goal : last;
}

bool Kept::holds(const Record& record) const {
  const std::string text = record_text(record);
  const auto all = names();
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& name) { return disk_.holds(folder_ + "/kept/" + name, text); });
}

base::Status Kept::begin_rollback(const std::string& name) {
  const auto noted = disk_.write(folder_ + "/rollback", name);
  return noted ? base::Status(base::Done{}) : noted.error();
}

base::Status Kept::end_rollback(const std::string& name) {
  for (const std::string& one : names()) {
    if (one <= name) continue;
    if (auto gone = disk_.remove(folder_ + "/kept/" + one, folder_); !gone) return gone;
  }
  if (auto gone = disk_.remove(folder_ + "/rollback", folder_); !gone) return gone;
  return forget_unused();
}

/// What is kept of a file already is as good as the file of the site when it is the same one, or a copy that
/// was made of it. Where it is older the site's file has been written anew since, perhaps because somebody
/// wrote into both.
base::Status Kept::keep_file(const io::ManifestEntry& entry, const std::string& file) {
  const std::string kept = folder_ + "/files/" + entry.sha256;
  const auto there = disk_.stat(kept);
  if (!there) return disk_.copy(file, kept);
  const auto source = disk_.stat(file);
  const bool is_good =
      source && there->size == entry.size &&
      (there->bytes_stamp == source->bytes_stamp || there->modified_ns > source->modified_ns);
  if (is_good || !source) return base::Done{};
  if (auto copied = disk_.copy(file, kept + ".new"); !copied) return copied;
  return disk_.move(kept + ".new", kept);
}

base::Status Kept::add(const io::Manifest& site, const FileOf& file_of) {
  const std::string text = record_text(site);
  std::vector<std::string> all = names();
  if (!all.empty() && disk_.holds(folder_ + "/kept/" + all.back(), text)) return base::Done{};
  for (const io::ManifestEntry& entry : site.entries) {
    const auto file = file_of(entry);
    if (!file) return file.error();
    if (auto kept = keep_file(entry, *file); !kept) return kept;
  }
  if (auto gone = disk_.remove(folder_ + "/rollback", folder_); !gone) return gone;
  uint64_t number = 0;
  if (!all.empty()) std::from_chars(all.back().data(), all.back().data() + all.back().size(), number);
  if (auto written = disk_.write(fmt::format("{}/kept/{:010}.json", folder_, number + 1), text); !written)
    return written.error();
  if (all.size() < kKeptMax) return base::Done{};
  for (size_t i = 0; i + kKeptMax <= all.size(); i++) {
    if (auto gone = disk_.remove(folder_ + "/kept/" + all[i], folder_); !gone) return gone;
  }
  return forget_unused();
}

void Kept::note(const std::string& site, const std::string& record_sha256) {
  const auto all = names();
  if (all.empty()) return;
  (void)disk_.write(note_of(folder_), fmt::format("{} 1 {} {} {}\n", kNote, all.back(), site, record_sha256));
}

std::string Kept::record_of(const std::string& site) const {
  const auto text = disk_.read(note_of(folder_));
  const auto all = text ? names() : std::vector<std::string>();
  if (all.empty()) return {};
  const std::string begin = fmt::format("{} 1 {} {} ", kNote, all.back(), site);
  const bool is_of_it =
      text->starts_with(begin) && text->size() == begin.size() + 65 && text->ends_with('\n');
  return is_of_it ? text->substr(begin.size(), 64) : std::string();
}

base::Status Kept::forget_unused() {
  std::set<std::string> used;
  for (const std::string& name : names()) {
    const auto record = read(name);
    if (!record) continue;
    for (const auto& [path, entry] : record->files) used.insert(entry.sha256);
  }
  base::Diagnostics ignored;
  if (!disk_.stat(folder_ + "/files")) return base::Done{};
  for (const io::FileInfo& file : disk_.walk(folder_ + "/files", {}, ignored).files) {
    if (used.contains(file.path)) continue;
    if (auto gone = disk_.remove(folder_ + "/files/" + file.path, folder_); !gone) return gone;
  }
  return base::Done{};
}

base::Result<std::string> Kept::file_of(const io::ManifestEntry& entry) const {
  const std::string path = folder_ + "/files/" + entry.sha256;
  const auto bytes = disk_.read(path);
  if (!bytes || base::sha256_hex(*bytes) != entry.sha256)
    return base::failure(Code::PublishLost, entry.path, {entry.path});
  return path;
}

}  // namespace herald::publish
