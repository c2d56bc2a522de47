#include "build/new_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "build/load.h"
#include "campaign/skeleton.h"
#include "text/text.h"

namespace herald::build {
namespace {

using base::Code;

bool is_year(std::string_view name) {
  return name.size() == 4 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The latest year that content/ has a folder of; an empty text when there is none.
std::string latest_year(const io::Disk& disk, const Folders& folders) {
  base::Diagnostics ignored;
  std::string latest;
  for (const io::FileInfo& file : disk.walk(folders.content, {}, ignored).files) {
    const std::string top = file.path.substr(0, file.path.find('/'));
    if (is_year(top) && top.size() < file.path.size() && top > latest) latest = top;
  }
  return latest;
}

std::string edition_of(const io::Disk& disk, const Folders& folders, const model::Config& config,
                       const NewPage& page) {
  if (!page.edition.empty()) return page.edition;
  return config.edition.empty() ? latest_year(disk, folders) : config.edition;
}

/// Where the page lies below content/.
std::string path_of(model::KindRef kind, std::string_view folder, const std::string& edition,
                    const NewPage& page) {
  std::vector<std::string> parts;
  const bool own = kind.own != model::kNotOwn;
  const bool whole_site = kind.kind == model::Kind::Page && !own && page.edition.empty();
  if (!edition.empty() && !whole_site) parts.push_back(edition);
  if (!folder.empty()) parts.emplace_back(folder);
  parts.push_back((kind.kind == model::Kind::Schedule && !own ? "schedule" : text::slug(page.title)) + ".md");
  std::string path;
  for (const std::string& part : parts) path += (path.empty() ? "" : "/") + part;
  return path;
}

bool exists(const io::Disk& disk, const std::string& path) {
  const std::string as_folder = path.substr(0, path.size() - std::string_view(".md").size()) + "/index.md";
  return disk.stat(path) || disk.stat(as_folder);
}

}  // namespace

std::string new_page(io::Disk& disk, const NewPage& page, base::Diagnostics& diagnostics) {
  Options options;
  options.site_folder = page.site_folder;
  const Folders folders = find_folders(disk, options, diagnostics);
  base::Diagnostics ignored;  // What is wrong in site.json is told by the next build.
  const model::Config config = load_config(disk, folders, ignored);
  const campaign::Definitions definitions(config.kinds);
  model::KindRef kind;
  if (!definitions.find(page.kind, kind)) diagnostics.add(definitions.unknown_kind(page.kind));
  if (diagnostics.has_errors()) return "";
  const bool own = kind.own != model::kNotOwn;
  const std::string_view folder =
      own ? config.kinds.own[kind.own].folder : campaign::definition_of(kind.kind).folder;
  const std::string edition = edition_of(disk, folders, config, page);

  campaign::SkeletonInput input;
  input.title = page.title;
  input.sponsor = config.sponsor;
  input.today = page.today;
  const bool known_without_folder = kind.kind == model::Kind::Page || kind.kind == model::Kind::Schedule;
  input.state_kind = folder.empty() && (own || !known_without_folder);
  input.language = page.language;
  const std::string path = folders.content_prefix + path_of(kind, folder, edition, page);
  const std::string full = page.site_folder == "." ? path : page.site_folder + "/" + path;
  if (exists(disk, full)) {
    diagnostics.add(base::failure(Code::PageExists, path, {path}));
    return "";
  }
  if (auto written = disk.write(full, campaign::skeleton(definitions, kind, input)); !written) {
    diagnostics.add(written.error());
    return "";
  }
  return path;
}

}  // namespace herald::build
