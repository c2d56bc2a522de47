#include "campaign/archives.h"

#include <fmt/format.h>

#include <algorithm>

#include "archive/zip.h"
#include "base/utf8.h"
#include "campaign/events.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using model::FileId;
using model::kNone;
using model::PageId;
using model::Site;
using value::Type;
using value::Value;

/// The file that `item` (a name, or a map with the name under `key`) of `page` means; kNone for none.
FileId file_of(const Site& site, PageId page, Value item, std::string_view key) {
  const std::string_view link = item.is(Type::Map) ? item.get(key).text_or_empty() : item.text_or_empty();
  if (link.empty()) return kNone;
  const model::LinkTarget target = model::resolve_link(site, page, link);
  return target.type == model::LinkTarget::Type::File ? target.id : kNone;
}

std::vector<Value> items_of(Value list) {
  if (!list.is(Type::List)) return {};
  return {list.items().begin(), list.items().end()};
}

std::string_view name_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view ending_of(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The title that the head of `page` gives `file`, else its table or list of materials; or an empty text.
std::string_view stated_title(const Site& site, PageId page, FileId file) {
  const Value fields = site.parsed(page).fields;
  for (const auto& [list, key] : {std::pair{"files", "src"}, std::pair{"attachments", "file"}}) {
    for (const Value& item : items_of(fields.get(list))) {
      if (!item.is(Type::Map) || file_of(site, page, item, key) != file) continue;
      const std::string_view title = item.get("title").text_or_empty();
      if (!title.empty()) return title;
    }
  }
  if (site.parsed(page).kind != model::Kind::Material) return {};
  for (const Value& item : items_of(site.parsed(page).records.get("items"))) {
    if (file_of(site, page, item, "link") == file) return item.get("title").text_or_empty();
  }
  return {};
}

/// The files that a material hands out: those of its head in their order, else all that belong to it; a cover
/// is none.
std::vector<FileId> files_of_material(const Site& site, PageId page,
                                      const std::vector<std::vector<FileId>>& owned) {
  std::vector<FileId> files;
  const auto add = [&](FileId file) {
    if (file == kNone || site.files[file].output.empty()) return;
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  };
  const Value fields = site.parsed(page).fields;
  for (const Value& item : items_of(fields.get("files"))) add(file_of(site, page, item, "src"));
  const FileId cover = file_of(site, page, fields.get("cover"), "src");
  for (const FileId file : owned[page]) {
    if (file != cover) add(file);
  }
  return files;
}

/// The material's title goes to its first file alone: that of the head, else the first by name.
bool is_first_file(const Site& site, PageId page, FileId file) {
  for (const Value& item : items_of(site.parsed(page).fields.get("files"))) {
    const FileId first = file_of(site, page, item, "src");
    if (first != kNone) return first == file;
  }
  const auto first = std::find_if(site.files.begin(), site.files.end(), [&](const model::ContentFile& other) {
    return other.owner == page && !other.output.empty();
  });
  return first == site.files.begin() + static_cast<std::ptrdiff_t>(file);
}

/// The ZIP's whole size; names alone may differ by a few bytes.
uint64_t size_of(const Site& site, const ArchiveView& view) {
  std::vector<archive::Entry> entries;
  for (const ArchivedFile& file : view.files)
    entries.push_back({file.name, site.files[file.file].size, 0, {}});
  return archive::size_of(entries);
}

void name_files(const Site& site, ArchiveView& view) {
  std::vector<std::string> names;
  for (const ArchivedFile& file : view.files) names.push_back(download_name(site, file.file));
  archive::make_unique(names);
  for (size_t i = 0; i < names.size(); i++) view.files[i].name = std::move(names[i]);
}

bool fits(const Site& site, const ArchiveView& view, base::Diagnostics& diagnostics) {
  const uint64_t size = size_of(site, view);
  if (size <= archive::kBytesMax && view.files.size() <= archive::kEntriesMax) return true;
  const base::Source& first = site.parsed(view.files.front().page).source_head;
  diagnostics.add(base::Code::ArchiveTooLarge, base::place_of_file(first.path),
                  {view.name + ".zip", fmt::format("{:.1f}", static_cast<double>(size) / 1e9)});
  return false;
}

}  // namespace

std::string download_name(const Site& site, FileId file) {
  const model::ContentFile& known = site.files[file];
  const std::string_view own = name_part(known.path);
  const std::string_view ending = ending_of(own);
  const auto named = [&](std::string_view title) {
    std::string name(title);
    if (!base::lower_ascii(name).ends_with(base::lower_ascii(ending))) name += ending;
    return archive::safe_name(name);
  };
  if (known.owner >= site.pages.size()) return archive::safe_name(own);
  const std::string_view stated = stated_title(site, known.owner, file);
  if (!stated.empty()) return named(stated);
  const model::ParsedPage& page = site.parsed(known.owner);
  const bool is_material = page.kind == model::Kind::Material;
  if (!is_ascii(own) || !is_material || !is_first_file(site, known.owner, file))
    return archive::safe_name(own);
  return named(page.title);
}

std::vector<ArchiveView> gather_archives(const Site& site, const std::vector<PageId>& materials,
                                         base::Diagnostics& diagnostics) {
  if (materials.empty()) return {};
  std::vector<std::vector<FileId>> owned(site.pages.size());
  for (FileId id = 0; id < site.files.size(); id++) {
    if (site.files[id].owner < site.pages.size()) owned[site.files[id].owner].push_back(id);
  }
  std::vector<ArchiveView> archives(1);
  archives[0].name = "all";
  for (const PageId page : materials) {
    const std::vector<FileId> files = files_of_material(site, page, owned);
    if (files.empty()) continue;
    std::vector<size_t> indexes = {0};
    for (const Value& topic : items_of(site.parsed(page).fields.get("topics"))) {
      const std::string_view name = base::trim(topic.text_or_empty());
      if (name.empty()) continue;
      size_t at = 1;
      while (at < archives.size() && archives[at].topic != name) at++;
      if (at == archives.size()) archives.push_back({text::slug(name), std::string(name), {}});
      if (std::find(indexes.begin(), indexes.end(), at) == indexes.end()) indexes.push_back(at);
    }
    for (const size_t at : indexes) {
      for (const FileId file : files) {
        auto& list = archives[at].files;
        const bool known = std::any_of(list.begin(), list.end(),
                                       [&](const ArchivedFile& other) { return other.file == file; });
        if (!known) list.push_back({file, page, {}});
      }
    }
  }
  std::vector<std::string> names;
  for (const ArchiveView& view : archives) names.push_back(view.name);
  archive::make_unique(names);
  for (size_t i = 0; i < archives.size(); i++) {
    archives[i].name = names[i];
    name_files(site, archives[i]);
  }
  std::erase_if(archives, [&](const ArchiveView& view) {
    return view.files.empty() || !fits(site, view, diagnostics);
  });
  return archives;
}

void check_expired_shares(const Site& site, PageId id, base::Diagnostics& diagnostics) {
  const model::ParsedPage& page = site.parsed(id);
  for (const Value& list :
       {page.fields.get("sources"), page.records.get("sources"), page.records.get("items")}) {
    for (const Value& source : items_of(list)) {
      if (!source.is(Type::Map)) continue;
      const Value expires = source.get("expires");
      const Value latest = expires.is(Type::Map) ? expires.get("latest") : expires;
      const auto day = base::parse_iso_date(latest.text_or_empty().substr(0, 10));
      if (!day || *day >= site.time.now.date) continue;
      const Value place = latest.has_position() ? latest : source.get("url");
      diagnostics.add(base::Code::ShareExpired, place_of_value(page, place),
                      {base::iso(*day), std::string(source.get("url").text_or_empty())});
    }
  }
}

}  // namespace herald::campaign
