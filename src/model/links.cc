// Where a link leads. Everything here is asked for each link of each page, twice: look-ups and no searches.
#include <algorithm>

#include "base/utf8.h"
#include "markdown/html.h"
#include "model/addresses.h"
#include "model/site.h"
#include "model/steps.h"

namespace herald::model {
namespace {

using LinkType = LinkTarget::Type;

constexpr std::string_view kContent = "content";
constexpr std::string_view kHtml = ".html";
constexpr std::string_view kIndexHtml = "index.html";

/// Sets `target` to what page `id` is: an index page stands for its section or edition.
void lead_to_page(const Site& site, PageId id, LinkTarget& target) {
  const Page& page = site.pages[id];
  target.type = LinkType::Page;
  target.id = id;
  if (!page.section_index) return;
  const bool section = page.section != kNone;
  target.type = section ? LinkType::Section : LinkType::Edition;
  target.id = section ? page.section : page.edition != kNone ? page.edition : site.current;
}

bool lead_to_asset(const Site& site, const std::string& asset, LinkTarget& target) {
  const auto found = std::lower_bound(site.assets.begin(), site.assets.end(), asset);
  if (found == site.assets.end() || *found != asset) return false;
  target.type = LinkType::Asset;
  target.id = static_cast<uint32_t>(found - site.assets.begin());
  return true;
}

EditionId find_edition(const Site& site, std::string_view name) {
  const auto found =
      std::lower_bound(site.editions.begin(), site.editions.end(), name,
                       [](const Edition& edition, std::string_view wanted) { return edition.name < wanted; });
  if (found == site.editions.end() || found->name != name) return kNone;
  return static_cast<EditionId>(found - site.editions.begin());
}

/// Finds a folder below content/: a section, an edition, the content itself, or a page with its attachments.
bool lead_to_folder(const Site& site, const std::string& folder, LinkTarget& target) {
  if (folder.empty()) {
    target.type = LinkType::Edition;
    target.id = site.current;
    return site.current != kNone;
  }
  if (const PageId page = site.page_by_path.find(folder + "/index.md"); page != kNone) {
    lead_to_page(site, page, target);
    return true;
  }
  target.type = LinkType::Section;
  target.id = site.section_by_path.find(folder);
  if (target.id != kNone) return true;
  target.type = LinkType::Edition;
  target.id = find_edition(site, folder);
  return target.id != kNone;
}

/// Finds "x.html", written by hand for "x.md" or "x/index.md", when that is indeed its address.
bool lead_to_html(const Site& site, const std::string& path, LinkTarget& target) {
  const std::string stem = path.substr(0, path.size() - kHtml.size());
  if (name_in(path) == kIndexHtml) return lead_to_folder(site, std::string(folder_of(path)), target);
  for (const std::string_view ending : {".md", "/index.md"}) {
    const PageId page = site.page_by_path.find(stem + std::string(ending));
    if (page == kNone || site.pages[page].output != path) continue;
    lead_to_page(site, page, target);
    return true;
  }
  return false;
}

/// Finds what lies at `path` below content/, or what is listed there.
bool lead_to_path(const Site& site, const std::string& path, LinkTarget& target) {
  if (const PageId page = site.page_by_path.find(path); page != kNone) {
    lead_to_page(site, page, target);
    return true;
  }
  target.id = site.file_by_path.find(path);
  target.type = LinkType::File;
  if (target.id != kNone) return true;
  const std::string_view name = name_in(path);
  if (name == "_index.md" || name == "index.md")
    return lead_to_folder(site, std::string(folder_of(path)), target);
  if (lead_to_folder(site, path, target)) return true;
  return path.ends_with(kHtml) && lead_to_html(site, path, target);
}

/// The path that `written` means, counted from the site's folder: "content/…" or "assets/…". False when it
/// climbs out.
bool path_from_site(const Site& site, PageId from, std::string_view written, std::string& path) {
  path.reserve(kContent.size() + 2 + written.size() + (from == kNone ? 0 : site.parsed(from).path.size()));
  path = kContent;
  const bool absolute = written.starts_with('/') || written.starts_with('\\');
  if (!absolute && from != kNone) {
    path += '/';
    path += folder_of(site.parsed(from).path);
  }
  path += '/';
  path += written;
  return normalise(path);
}

/// Resolves the path of a link, without fragment and query. Sets type and id.
void resolve_path(const Site& site, PageId from, std::string_view written, LinkTarget& target) {
  std::string path;
  target.type = LinkType::Outside;
  if (!path_from_site(site, from, written, path)) return;
  if (path.starts_with("assets/")) {
    // An editor's own viewer finds assets beside content, so links of that form are right.
    if (!lead_to_asset(site, path.substr(std::string_view("assets/").size()), target))
      target.type = LinkType::Broken;
    return;
  }
  const bool inside =
      path.starts_with(kContent) && (path.size() == kContent.size() || path[kContent.size()] == '/');
  if (!inside) return;
  path.erase(0, std::min(kContent.size() + 1, path.size()));
  if (lead_to_path(site, path, target)) return;
  const bool rooted = from == kNone || written.starts_with('/') || written.starts_with('\\');
  if (rooted && path.starts_with("assets/") && lead_to_asset(site, path.substr(7), target)) return;
  if (rooted && lead_to_asset(site, "root/" + path, target)) return;
  target.type = LinkType::Broken;
  target.id = kNone;
}

}  // namespace

NeighbourPath::NeighbourPath(const Site& site, PageId from, std::string_view written) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  if (from == kNone || !written.ends_with(".md") || written.front() == '.' ||
      !std::all_of(written.begin(), written.end(), is_plain))
    return;
  std::string_view folder = site.page_by_path.path(from);
  folder = folder.substr(0, folder.rfind('/') + 1);
  if (folder.size() + written.size() > bytes_.size()) return;
  std::copy(written.begin(), written.end(), std::copy(folder.begin(), folder.end(), bytes_.begin()));
  size_ = folder.size() + written.size();
}

LinkTarget resolve_link(const Site& site, PageId from, std::string_view target) {
  LinkTarget result;
  target = base::trim(target);
  if (const NeighbourPath path(site, from, target); path) {
    if (const PageId page = site.page_by_path.find(path.get()); page != kNone) {
      lead_to_page(site, page, result);
      return result;
    }
  }
  if (!markdown::is_safe_address(target)) {
    result.type = LinkType::Unsafe;
    return result;
  }
  if (target.starts_with("//") || !scheme_of(target).empty()) {
    result.type = LinkType::External;
    // "//host/" would be a file's path when the page is read from a disk.
    result.address = target.starts_with("//") ? "https:" : "";
    result.address += target;
    return result;
  }
  const size_t hash = std::min(target.find('#'), target.size());
  if (hash < target.size()) result.fragment = base::url_decoded(target.substr(hash + 1));
  const std::string_view path = target.substr(0, hash);
  if (path.empty()) {
    if (hash < target.size()) result.type = LinkType::Fragment;
    return result;
  }
  const std::string_view without_query = path.substr(0, path.find('?'));
  if (without_query.empty()) return result;
  if (without_query.find('%') == std::string_view::npos) {
    resolve_path(site, from, without_query, result);
    return result;
  }
  resolve_path(site, from, base::url_decoded(without_query), result);
  if (result.type == LinkType::Broken) {
    resolve_path(site, from, without_query, result);  // A file whose own name holds "%20" or the like.
  }
  return result;
}

std::string asset_output(std::string_view asset) {
  constexpr std::string_view kRoot = "root/";
  if (asset.starts_with(kRoot)) return std::string(asset.substr(kRoot.size()));
  return joined("assets", asset);
}

std::string output_of(const Site& site, const LinkTarget& target) {
  switch (target.type) {
    case LinkType::Page:
      return site.pages[target.id].output;
    case LinkType::Section:
      return site.sections[target.id].output;
    case LinkType::Edition:
      return site.editions[target.id].output;
    case LinkType::File:
      return site.files[target.id].output;
    case LinkType::Asset:
      return asset_output(site.assets[target.id]);
    default:
      return {};
  }
}

}  // namespace herald::model
