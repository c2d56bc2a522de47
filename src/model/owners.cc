// Which page an attachment belongs to, and what it is called in the output.
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "model/addresses.h"
#include "model/steps.h"
#include "model/urls.h"

namespace herald::model {
namespace {

/// The shown pages that are folders (index.md), by their folder.
std::unordered_map<std::string_view, PageId> pages_of_folders(const Site& site) {
  std::unordered_map<std::string_view, PageId> pages;
  for (PageId id = 0; id < site.pages.size(); ++id) {
    const Page& page = site.pages[id];
    if (page.hidden || page.section_index || !is_file_named(page.parsed->path, "index.md")) continue;
    pages.emplace(folder_of(page.parsed->path), id);
  }
  return pages;
}

/// `path` with "-2", "-3" … before its ending until `taken` does not hold it.
std::string free_path(std::string path, std::unordered_set<std::string>& taken) {
  const size_t name = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
  const size_t dot =
      path.rfind('.') == std::string::npos || path.rfind('.') <= name ? path.size() : path.rfind('.');
  std::string free = path;
  for (int number = 2; !taken.insert(base::lower_ascii(free)).second; ++number) {
    free = path.substr(0, dot) + "-" + std::to_string(number) + path.substr(dot);
  }
  return free;
}

}  // namespace

void give_owners(Site& site, const std::vector<PageId>& named) {
  const std::unordered_map<std::string_view, PageId> folders = pages_of_folders(site);
  std::unordered_set<std::string> taken;
  for (FileId id = 0; id < site.files.size(); ++id) {
    if (named[id] == kNone) continue;
    ContentFile& file = site.files[id];
    const std::string_view name = name_in(file.path);
    file.owner = named[id] == kByConfig ? kNone : named[id];
    for (std::string_view folder = folder_of(file.path); !folder.empty(); folder = folder_of(folder)) {
      const auto found = folders.find(folder);
      if (found == folders.end()) continue;
      file.owner = found->second;
      break;
    }
    const std::string folder =
        file.owner == kNone ? folder_slug(folder_of(file.path)) : site.pages[file.owner].folder;
    file.output = free_path(joined(folder, file_slug(name)), taken);
  }
}

}  // namespace herald::model
