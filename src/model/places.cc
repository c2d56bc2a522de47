// Editions and sections out of folders, and the place and address of each page.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/suggest.h"
#include "base/utf8.h"
#include "model/addresses.h"
#include "model/field_types.h"
#include "model/steps.h"
#include "model/urls.h"

namespace herald::model {
namespace {

using base::Code;

constexpr std::string_view kSectionIndex = "_index.md";
constexpr std::string_view kFolderPage = "index.md";

/// Finds the place of pages. Views are into the paths of parsed pages, which stay where they are.
class Places {
 public:
  Places(Site& site, base::Diagnostics& diagnostics) : site_(site), diagnostics_(diagnostics) {}

  void run() {
    make_editions();
    find_folders();
    make_sections();
    for (PageId id = 0; id < site_.pages.size(); ++id) place(id);
    choose_current();
  }

 private:
  /// What a file's name makes of it.
  enum class Role : uint8_t { Page, FolderPage, SectionIndex, EditionIndex };

  /// The folder of the edition that `path` lies in, or an empty text.
  std::string_view base_of(std::string_view path) const {
    return has_years_ ? edition_name_of(path) : std::string_view();
  }

  /// `folder` cut to its first part below `base`: the folder that is a section in any case. Empty for the
  /// base itself.
  static std::string_view top_folder(std::string_view folder, std::string_view base) {
    const size_t begin = base.empty() ? 0 : base.size() + 1;
    if (folder.size() <= begin) return {};
    return folder.substr(0, std::min(folder.find('/', begin), folder.size()));
  }

  Role role_of(std::string_view path) const {
    const bool is_section_index = is_file_named(path, kSectionIndex);
    if (!is_section_index && !is_file_named(path, kFolderPage)) return Role::Page;
    const std::string_view folder = folder_of(path);
    const std::string_view base = base_of(path);
    if (folder == base) return Role::EditionIndex;
    if (is_section_index) return Role::SectionIndex;
    // An index.md over further pages, directly below the edition, is meant as the section's text.
    const bool over_others =
        folder == top_folder(folder, base) && peopled_.contains(folder) && !described_.contains(folder);
    return over_others ? Role::SectionIndex : Role::FolderPage;
  }

  /// The folder whose list a page stands in, were it a section: that of the file, or the one above an
  /// index.md's own.
  static std::string_view list_folder(std::string_view path, Role role) {
    const std::string_view folder = folder_of(path);
    return role == Role::FolderPage ? folder_of(folder) : folder;
  }

  /// The section of a page whose list folder is `folder`; empty for none.
  std::string_view section_path(std::string_view folder, std::string_view base) const {
    const std::string_view top = top_folder(folder, base);
    if (top.empty()) return {};
    for (std::string_view at = folder; at.size() > top.size(); at = folder_of(at)) {
      if (described_.contains(at)) return at;
    }
    return top;
  }

  void make_editions() {
    for (const Page& page : site_.pages) {
      const std::string_view name = edition_name_of(page.parsed->path);
      if (name.empty() || (!site_.editions.empty() && site_.editions.back().name == name)) continue;
      Edition edition;
      edition.name = name;
      edition.year = year_of_path(page.parsed->path);
      edition.output = joined(name, "index.html");
      site_.editions.push_back(std::move(edition));
    }
    has_years_ = !site_.editions.empty();
    if (has_years_) return;
    site_.editions.emplace_back();
    site_.editions.back().output = "index.html";
  }

  /// Learns which folders have an _index.md, and which hold pages besides their own index.md.
  void find_folders() {
    for (const Page& page : site_.pages) {
      const std::string_view path = page.parsed->path;
      const std::string_view folder = folder_of(path);
      if (is_file_named(path, kSectionIndex)) described_.insert(folder);
      const std::string_view top = top_folder(folder, base_of(path));
      if (!top.empty() && (folder != top || !is_file_named(path, kFolderPage))) peopled_.insert(top);
    }
  }

  void make_sections() {
    std::vector<std::string_view> paths;
    for (const Page& page : site_.pages) {
      const std::string_view path = page.parsed->path;
      const std::string_view found = section_path(list_folder(path, role_of(path)), base_of(path));
      if (!found.empty() && (paths.empty() || paths.back() != found)) paths.push_back(found);
    }
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    for (const std::string_view path : paths) add_section(path);
  }

  void add_section(std::string_view path) {
    const auto id = static_cast<SectionId>(site_.sections.size());
    Section section;
    section.path = path;
    section.name = name_in(path);
    const KindRef kind = kind_of_folder(path, site_.config.kinds);
    section.kind = kind.kind;
    section.own_kind = kind.own;
    section.edition = edition_of(joined(path, ""));
    section.output = joined(folder_slug(path), "index.html");
    if (section.edition != kNone) site_.editions[section.edition].sections.push_back(id);
    site_.section_by_path.add(section.path);
    site_.sections.push_back(std::move(section));
  }

  EditionId edition_of(std::string_view path) const {
    if (!has_years_) return 0;
    const std::string_view name = edition_name_of(path);
    if (name.empty()) return kNone;
    const auto at = std::lower_bound(
        site_.editions.begin(), site_.editions.end(), name,
        [](const Edition& edition, std::string_view wanted) { return edition.name < wanted; });
    return static_cast<EditionId>(at - site_.editions.begin());
  }

  void place(PageId id) {
    Page& page = site_.pages[id];
    const std::string_view path = page.parsed->path;
    const Role role = role_of(path);
    const std::string_view folder = list_folder(path, role);
    page.edition = edition_of(path);
    const std::string_view found = section_path(folder, base_of(path));
    if (!found.empty()) page.section = site_.section_by_path.find(found);
    if (folder != folder_ || folder_slug_.empty()) {
      folder_ = folder;
      folder_slug_ = folder_slug(folder);
    }
    if (role == Role::SectionIndex || role == Role::EditionIndex) {
      page.section_index = true;
      page.hidden = false;
      page.folder = folder_slug_;
      describe(id, role);
      return;
    }
    page.folder = joined(folder_slug_, page_slug(*page.parsed, role));
    if (!page.hidden) page.output = page.folder + ".html";
  }

  static std::string page_slug(const ParsedPage& page, Role role) {
    std::string_view stated = base::trim(page.fields.get("slug").text_or_empty());
    if (stated.ends_with(".html")) stated.remove_suffix(std::string_view(".html").size());
    if (!stated.empty()) return slug_of(stated);
    const std::string_view path = page.path;
    if (role == Role::FolderPage) return slug_of(name_in(folder_of(path)));
    return slug_of(without_md(name_in(path)));
  }

  /// Makes page `id` the text of its section or edition. The first in path order keeps the place.
  void describe(PageId id, Role role) {
    const Page& page = site_.pages[id];
    PageId* place = &site_index_;
    const std::string* output = nullptr;
    if (role == Role::SectionIndex) {
      place = &site_.sections[page.section].index;
      output = &site_.sections[page.section].output;
    } else if (page.edition != kNone) {
      place = &site_.editions[page.edition].index;
      output = &site_.editions[page.edition].output;
    }
    if (*place == kNone) {
      *place = id;
      return;
    }
    add_at(diagnostics_, Code::DuplicateUrl, *page.parsed, {},
           {site_.parsed(*place).path, page.parsed->path, output != nullptr ? *output : "index.html"});
  }

  void choose_current() {
    site_.current = static_cast<EditionId>(site_.editions.size() - 1);
    const std::string& wanted = site_.config.edition;
    if (wanted.empty()) return;
    std::vector<std::string_view> names;
    for (EditionId id = 0; id < site_.editions.size(); ++id) {
      if (site_.editions[id].name == wanted) {
        site_.current = id;
        return;
      }
      names.push_back(site_.editions[id].name);
    }
    const base::Source& source = site_.config.source;
    const value::Value stated = site_.config.values.get("edition");
    const base::Span span = span_of(stated, FieldContext{.source = &source, .whole = {}, .kind = "site"});
    base::Diagnostic& diagnostic = diagnostics_.add(Code::UnknownEdition, source, span, {wanted});
    const std::string_view meant = base::nearest(wanted, names);
    if (!meant.empty()) diagnostic.notes.push_back(base::failure(Code::DidYouMean, "", {std::string(meant)}));
  }

  Site& site_;
  base::Diagnostics& diagnostics_;
  bool has_years_ = false;
  PageId site_index_ = kNone;                       ///< The text of the whole site, above the editions.
  std::unordered_set<std::string_view> described_;  ///< Folders with an _index.md.
  std::unordered_set<std::string_view> peopled_;    ///< Top folders with pages besides their own index.md.
  std::string_view folder_;                         ///< The folder of the page before, and its slug:
  std::string folder_slug_;                         ///< pages come by folders, so one is made for many.
};

}  // namespace

void place_pages(Site& site, base::Diagnostics& diagnostics) { Places(site, diagnostics).run(); }

}  // namespace herald::model
