#include "model/suggestions.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/utf8.h"
#include "model/addresses.h"
#include "model/urls.h"

namespace herald::model {
namespace {

/// The name that a path is looked for under: the file's, or for an index.md that of its folder with it.
std::string key_of(std::string_view path) {
  std::string_view name = name_in(path);
  if (is_file_named(path, "index.md") || is_file_named(path, "_index.md")) {
    const std::string_view folder = folder_of(path);
    name = path.substr(folder.size() - name_in(folder).size());
  }
  return base::lower_ascii(name);
}

/// A page's path without what every page's path has: "2026/a" for 2026/a.md and for 2026/a/index.md.
std::string_view stem_of(std::string_view path) {
  if (is_file_named(path, "index.md") || is_file_named(path, "_index.md")) return folder_of(path);
  return without_md(path);
}

}  // namespace

std::string Suggestions::written_from(PageId from, std::string_view content_path) const {
  const std::string_view here =
      from == kNone ? std::string_view() : std::string_view(site_.parsed(from).path);
  return base::url_decoded(relative_url(here, content_path));
}

std::string Suggestions::content_path_of(PageId from, std::string_view target) const {
  const std::string written = base::url_decoded(target.substr(0, target.find_first_of("?#")));
  const bool absolute = written.starts_with('/') || written.starts_with('\\') || from == kNone;
  std::string path = absolute ? written : joined(folder_of(site_.parsed(from).path), written);
  if (!normalise(path)) path.clear();
  return path;
}

size_t Suggestions::count(What what) const {
  return what == What::Pages ? site_.pages.size() : site_.files.size();
}

std::string_view Suggestions::path_at(What what, size_t index) const {
  return what == What::Pages ? site_.pages[index].parsed->path : site_.files[index].path;
}

const std::unordered_map<std::string, uint32_t>& Suggestions::by_name(What what) {
  std::unordered_map<std::string, uint32_t>& names = by_name_[static_cast<size_t>(what)];
  if (!names.empty()) return names;
  for (uint32_t i = 0; i < count(what); ++i) names.try_emplace(key_of(path_at(what, i)), i);
  return names;
}

std::optional<Suggestion> Suggestions::elsewhere(What what, PageId from, std::string_view path) {
  const auto& names = by_name(what);
  const auto found = names.find(key_of(path));
  if (found == names.end()) return std::nullopt;
  if (what == What::Pages && found->second == from) return std::nullopt;  // the page itself is not meant
  const std::string_view there = path_at(what, found->second);
  return Suggestion{written_from(from, there), base::lower_ascii(there) == base::lower_ascii(path)};
}

std::optional<Suggestion> Suggestions::in_folder(What what, PageId from, std::string_view path) {
  const std::string_view stem = what == What::Pages ? stem_of(path) : path;
  const std::string_view folder = folder_of(stem);
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
  // Pages and files are in path order, so those of a folder stand together.
  size_t low = 0;
  for (size_t high = count(what); low < high;) {
    const size_t middle = (low + high) / 2;
    path_at(what, middle) < prefix ? low = middle + 1 : high = middle;
  }
  std::vector<std::string_view> paths;
  std::vector<std::string_view> names;
  for (size_t i = low; i < count(what) && path_at(what, i).starts_with(prefix) && comparisons_left_ > 0;
       ++i) {
    --comparisons_left_;
    const std::string_view there = what == What::Pages ? stem_of(path_at(what, i)) : path_at(what, i);
    if (there.size() <= prefix.size() || there.find('/', prefix.size()) != std::string_view::npos) continue;
    if (what == What::Pages && i == from) continue;
    paths.push_back(path_at(what, i));
    names.push_back(there.substr(prefix.size()));
  }
  const std::string_view word = stem.substr(prefix.size());
  const std::string_view meant = base::nearest(word, names);
  if (meant.empty()) return std::nullopt;
  const auto at = std::find(names.begin(), names.end(), meant) - names.begin();
  return Suggestion{written_from(from, paths[static_cast<size_t>(at)]),
                    base::lower_ascii(meant) == base::lower_ascii(word)};
}

std::optional<Suggestion> Suggestions::by_output(PageId from, std::string_view path) {
  if (by_output_.empty()) {
    for (PageId id = 0; id < site_.pages.size(); ++id) {
      if (!site_.pages[id].output.empty()) by_output_.try_emplace(site_.pages[id].output, id);
    }
  }
  const auto found = by_output_.find(path);
  if (found == by_output_.end() || found->second == from) return std::nullopt;
  return Suggestion{written_from(from, site_.parsed(found->second).path), false};
}

std::optional<Suggestion> Suggestions::page_for(PageId from, std::string_view target) {
  std::string path = content_path_of(from, target);
  if (path.empty() || comparisons_left_ == 0) return std::nullopt;
  if (path.ends_with(".html")) {
    if (auto page = by_output(from, path)) return page;
    path.replace(path.size() - 5, 5, ".md");
  } else if (!path.ends_with(".md")) {
    path += ".md";
  }
  if (site_.page_by_path.contains(path)) return Suggestion{written_from(from, path), false};
  if (auto page = elsewhere(What::Pages, from, path)) return page;
  if (auto page = in_folder(What::Pages, from, path)) return page;
  // "notices/" for "2026/notices/": a folder of that name.
  const std::string_view stem = std::string_view(path).substr(0, path.size() - 3);
  for (const Section& section : site_.sections) {
    if (comparisons_left_ == 0) break;
    --comparisons_left_;
    if (section.name == name_in(stem)) return Suggestion{written_from(from, section.path) + "/", false};
  }
  return std::nullopt;
}

std::optional<Suggestion> Suggestions::file_for(PageId from, std::string_view target) {
  const std::string path = content_path_of(from, target);
  if (path.empty() || comparisons_left_ == 0) return std::nullopt;
  if (auto file = in_folder(What::Files, from, path)) return file;
  return elsewhere(What::Files, from, path);
}

std::optional<Suggestion> Suggestions::nearest(std::string_view word,
                                               const std::vector<std::string_view>& candidates) {
  if (candidates.size() > comparisons_left_) return std::nullopt;
  comparisons_left_ -= candidates.size();
  const std::string_view meant = base::nearest(word, candidates);
  if (meant.empty()) return std::nullopt;
  return Suggestion{std::string(meant), false};
}

std::string Suggestions::link_to(PageId from, const LinkTarget& target) const {
  if (target.type == LinkTarget::Type::Page) return written_from(from, site_.parsed(target.id).path);
  if (target.type == LinkTarget::Type::Section)
    return written_from(from, site_.sections[target.id].path + "/_index.md");
  const std::string& name = site_.editions[target.id].name;
  return written_from(from, joined(name, "_index.md"));
}

void Suggestions::note(base::Diagnostic& diagnostic, const std::optional<Suggestion>& suggestion) {
  if (!suggestion || suggestion->text.empty()) return;
  const base::Code code = suggestion->case_alone ? base::Code::DiffersInCase : base::Code::DidYouMean;
  diagnostic.notes.push_back(base::failure(code, "", {suggestion->text}));
}

}  // namespace herald::model
