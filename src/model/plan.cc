#include "model/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "base/utf8.h"
#include "model/addresses.h"
#include "model/steps.h"
#include "text/text.h"

namespace herald::model {
namespace {

using base::Code;

/// `path` as file systems that do not tell capitals apart see it; borrowed when it has none.
std::string_view folded(std::string_view path, std::deque<std::string>& storage) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80 && !(c >= 'A' && c <= 'Z');
  });
  return plain ? path : std::string_view(storage.emplace_back(text::lower(path)));
}

/// The files that an edition's pages ask for.
struct EditionFiles {
  bool calendar = false, deadlines = false, slogans = false;
};

EditionFiles files_of(const Site& site, const Edition& edition) {
  EditionFiles needs;
  needs.calendar = std::any_of(site.tables.begin(), site.tables.end(), [&](const auto& table) {
    return edition.name.empty() || edition_name_of(table->path) == edition.name;
  });
  for (const PageId id : edition.pages) {
    const ParsedPage& page = site.parsed(id);
    needs.calendar = needs.calendar || page.kind == Kind::Event || page.kind == Kind::Schedule;
    needs.slogans = needs.slogans || page.kind == Kind::Slogans;
    if (needs.deadlines) continue;
    const value::Value deadlines = page.fields.get("deadlines");
    needs.deadlines = deadlines.is(value::Type::List) && !deadlines.items().empty();
  }
  return needs;
}

class Planner {
 public:
  Planner(const Site& site, std::span<const EditionNeeds> needs, base::Diagnostics& diagnostics)
      : site_(site), needs_(needs), diagnostics_(diagnostics), whole_(has_whole_addresses(site.config)) {}

  OutputPlan run() {
    // Whatever comes first keeps a path: pages before what is made of them, all before what stands in for
    // nothing better.
    add_pages();
    add_lists();
    add_editions();
    add_files();
    add_site_outputs();
    add_redirects();
    settle();
    check_redirects_without_page();
    return std::move(plan_);
  }

 private:
  void add(std::string path, OutputKind kind, uint32_t subject = kNone, uint32_t number = 0) {
    plan_.outputs.push_back(Output{std::move(path), kind, subject, number});
  }

  void add_pages() {
    plan_.outputs.reserve(site_.pages.size() + site_.files.size() + site_.theme.assets.size() + 64);
    for (PageId id = 0; id < site_.pages.size(); ++id) {
      const Page& page = site_.pages[id];
      if (page.output.empty()) continue;
      add(page.output, OutputKind::Page, id);
      if (page.parsed->kind == Kind::Event) add(page.folder + ".ics", OutputKind::EventCalendar, id);
      if (page.parsed->kind != Kind::Form || !is_fillable(*page.parsed)) continue;
      add(page.folder + ".schema.json", OutputKind::FormSchema, id);
      add(page.folder + ".csv", OutputKind::FormTable, id);
    }
  }

  void add_lists() {
    for (SectionId id = 0; id < site_.sections.size(); ++id) {
      const Section& section = site_.sections[id];
      if (section.pages.empty()) continue;
      for (uint32_t number = 1; number <= list_count(section); ++number) {
        add(list_path(section, number), OutputKind::SectionList, id, number);
      }
      if (!has_feed(site_, section)) continue;
      add(beside_list(section, "feed.xml"), OutputKind::SectionAtom, id);
      if (whole_) add(beside_list(section, "feed.json"), OutputKind::SectionFeed, id);
    }
  }

  void add_editions() {
    for (EditionId id = 0; id < site_.editions.size(); ++id) {
      const Edition& edition = site_.editions[id];
      add(edition.output, OutputKind::EditionHome, id);
      EditionFiles needs = files_of(site_, edition);
      if (id < needs_.size()) {
        needs.deadlines = needs.deadlines || needs_[id].held[static_cast<size_t>(DataList::Deadlines)];
        add_data(id);
        add_archives(id);
      }
      if (needs.calendar) add(joined(edition.name, "calendar.ics"), OutputKind::Calendar, id);
      if (needs.deadlines) add(joined(edition.name, "deadlines.ics"), OutputKind::Deadlines, id);
      if (needs.slogans) add(joined(edition.name, "slogans.txt"), OutputKind::SlogansText, id);
      for (uint32_t list = 0; list < kTaxonomyCount; ++list) {
        if (!edition.term_lists[list].empty()) add(edition.term_lists[list], OutputKind::TermList, id, list);
      }
    }
    add_terms();
    if (!site_.years.empty()) add(site_.years, OutputKind::Years);
    const bool own_root = site_.current != kNone && site_.editions[site_.current].output == "index.html";
    if (!own_root && site_.current != kNone) add("index.html", OutputKind::RootHome, site_.current);
  }

  void add_archives(EditionId id) {
    const ArchiveNames& names = needs_[id].archives;
    for (uint32_t i = 0; i < names.size(); ++i)
      add(archive_path(site_.editions[id], names[i]), OutputKind::Archive, id, i);
  }

  void add_terms() {
    for (TermId id = 0; id < site_.terms.size(); ++id) {
      const Term& term = site_.terms[id];
      if (term.output.empty()) continue;
      for (uint32_t number = 1; number <= list_count(term); ++number)
        add(list_path(term, number), OutputKind::Term, id, number);
      if (!has_feed(site_, term)) continue;
      add(feed_path(term, ".xml"), OutputKind::TermAtom, id);
      if (whole_) add(feed_path(term, ".json"), OutputKind::TermFeed, id);
    }
  }

  void add_data(EditionId id) {
    const HeldLists& held = needs_[id].held;
    if (held[static_cast<size_t>(DataList::Deadlines)] && has_deadline_board(site_))
      add(deadline_board_path(site_.editions[id]), OutputKind::DeadlineBoard, id);
    for (uint32_t list = 0; list < kDataListCount; ++list) {
      if (!held[list]) continue;
      const std::string path = data_path(site_.editions[id], static_cast<DataList>(list));
      add(path + ".json", OutputKind::DataJson, id, list);
      add(path + ".csv", OutputKind::DataCsv, id, list);
    }
  }

  void add_files() {
    for (FileId id = 0; id < site_.files.size(); ++id) {
      if (!site_.files[id].output.empty()) add(site_.files[id].output, OutputKind::Attachment, id);
    }
    for (uint32_t i = 0; i < site_.assets.size(); ++i)
      add(asset_output(site_.assets[i]), OutputKind::SiteAsset, i);
    for (uint32_t i = 0; i < site_.theme.assets.size(); ++i) {
      add(site_.theme.assets[i].output, OutputKind::ThemeAsset, i);
    }
  }

  /// To whoever means to have the site on a host: one that is read from a stick needs no address.
  void tell_without_url() {
    if (!site_.config.values.is(value::Type::Map)) return;
    for (const value::Entry& entry : site_.config.values.entries()) {
      const bool stated = entry.value.is(value::Type::Map) && !entry.value.entries().empty();
      if (entry.key != "publish" || !stated) continue;
      const uint32_t key = entry.key_position;
      diagnostics_.add(base::Code::SiteWithoutUrl, site_.config.source,
                       base::Span{key, key + static_cast<uint32_t>(entry.key.size())});
    }
  }

  void add_site_outputs() {
    add("404.html", OutputKind::NotFound);
    if (whole_) add("sitemap.xml", OutputKind::Sitemap);
    add("robots.txt", OutputKind::Robots);
    add("feed.xml", OutputKind::AtomFeed);
    if (whole_) add("feed.json", OutputKind::JsonFeed);
    if (!whole_) tell_without_url();
    if (site_.config.present && site_.current != kNone) add("portal.json", OutputKind::Portal);
    add("manifest.sha256", OutputKind::Checksums);
  }

  void add_redirects() {
    for (uint32_t i = 0; i < site_.redirects.size(); ++i) {
      if (site_.redirects[i].has_stub()) add(site_.redirects[i].from, OutputKind::Redirect, i);
    }
    if (!site_.redirects.empty()) add("_redirects", OutputKind::RedirectTable);
  }

  /// An old address that no page of ours can stand at ("old.pdf") must not be in use either.
  void check_redirects_without_page() {
    for (const Redirect& redirect : site_.redirects) {
      if (redirect.has_stub()) continue;
      const auto same = [&](const Output& output) {
        return folded(output.path, storage_) == folded(redirect.from, storage_);
      };
      const auto taken = std::find_if(plan_.outputs.begin(), plan_.outputs.end(), same);
      if (taken != plan_.outputs.end()) add_taken(redirect, *taken);
    }
  }

  /// Drops outputs whose path is taken, then sorts.
  void settle() {
    std::vector<Output>& all = plan_.outputs;
    std::vector<bool> dropped(all.size());
    taken_.reserve(all.size());
    for (uint32_t i = 0; i < all.size(); ++i) {
      const auto [first, fresh] = taken_.try_emplace(folded(all[i].path, storage_), i);
      if (fresh) continue;
      dropped[i] = true;
      if (!stands_in(all[first->second], all[i])) add_duplicate(all[first->second], all[i]);
    }
    for (uint32_t i = 0; i < all.size(); ++i) {
      if (!dropped[i]) drop_files_above(all[i], dropped);
    }
    std::vector<Output> kept;
    kept.reserve(all.size());
    for (uint32_t i = 0; i < all.size(); ++i) {
      if (!dropped[i]) kept.push_back(std::move(all[i]));
    }
    std::sort(kept.begin(), kept.end(), [](const Output& a, const Output& b) { return a.path < b.path; });
    all = std::move(kept);
  }

  /// True when `asset` is the office's own file in place of one that we would make (assets/root/robots.txt).
  static bool stands_in(const Output& asset, const Output& made) {
    return asset.kind == OutputKind::SiteAsset &&
           (made.kind == OutputKind::Robots || made.kind == OutputKind::NotFound ||
            made.kind == OutputKind::RedirectTable);
  }

  /// Drops, with a diagnostic, a file of the plan that is itself a folder of `output`: no disk can hold both.
  void drop_files_above(const Output& output, std::vector<bool>& dropped) {
    const std::string_view folder = folder_of(output.path);
    if (folder == clear_folder_) return;
    clear_folder_ = folder;
    for (std::string_view at = folder; !at.empty(); at = folder_of(at)) {
      const auto found = taken_.find(folded(at, storage_));
      if (found == taken_.end() || dropped[found->second]) continue;
      dropped[found->second] = true;
      add_duplicate(output, plan_.outputs[found->second]);
    }
  }

  /// The file that `output` is made from, as an editor knows it.
  std::string subject_of(const Output& output) const {
    switch (output.kind) {
      case OutputKind::Page:
      case OutputKind::EventCalendar:
      case OutputKind::FormSchema:
      case OutputKind::FormTable:
        return joined("content", site_.parsed(output.subject).path);
      case OutputKind::Attachment:
        return joined("content", site_.files[output.subject].path);
      case OutputKind::SiteAsset:
        return joined("assets", site_.assets[output.subject]);
      case OutputKind::ThemeAsset:
        return site_.theme.assets[output.subject].path;
      case OutputKind::SectionList:
        return joined("content", site_.sections[output.subject].path) + "/";
      default:
        return output.path;
    }
  }

  base::Diagnostic& add_for(base::Diagnostics& list, Code code, const Output& output,
                            std::vector<std::string> arguments) {
    const bool page = output.kind == OutputKind::Page || output.kind == OutputKind::EventCalendar;
    if (!page) return list.add(code, base::place_of_file(subject_of(output)), std::move(arguments));
    const ParsedPage& parsed = site_.parsed(output.subject);
    const base::Span slug = span_in(parsed, parsed.fields.get("slug"));
    if (slug.size() == 0)
      return list.add(code, base::place_of_file(subject_of(output)), std::move(arguments));
    return add_at(list, code, parsed, slug, std::move(arguments));
  }

  void add_taken(const Redirect& redirect, const Output& first) {
    if (redirect.remembered) return;
    std::vector<std::string> arguments = {redirect.from, subject_of(first)};
    if (redirect.page == kNone) {
      diagnostics_.add(Code::RedirectTaken, site_.config.source, redirect.span, std::move(arguments));
    } else {
      add_at(diagnostics_, Code::RedirectTaken, site_.parsed(redirect.page), redirect.span,
             std::move(arguments));
    }
  }

  void add_duplicate(const Output& first, const Output& second) {
    for (const Output* stub : {&second, &first}) {
      if (stub->kind != OutputKind::Redirect) continue;
      return add_taken(site_.redirects[stub->subject], stub == &first ? second : first);
    }
    // An event's calendar beside its page would tell the same twice.
    if (second.kind == OutputKind::EventCalendar && first.kind == OutputKind::EventCalendar) return;
    base::Diagnostic& diagnostic = add_for(diagnostics_, Code::DuplicateUrl, second,
                                           {subject_of(first), subject_of(second), second.path});
    base::Diagnostics note;
    diagnostic.notes.push_back(add_for(note, Code::FirstHere, first, {}));
  }

  const Site& site_;
  std::span<const EditionNeeds> needs_;
  base::Diagnostics& diagnostics_;
  bool whole_;  ///< Of has_whole_addresses.
  OutputPlan plan_;
  std::unordered_map<std::string_view, uint32_t> taken_;  ///< Folded path -> index of the output that has it.
  std::deque<std::string> storage_;                       ///< Folded paths that could not be borrowed.
  std::string_view clear_folder_;  ///< The folder checked last; outputs come by folders.
};

}  // namespace

OutputPlan plan_outputs(const Site& site, base::Diagnostics& diagnostics,
                        std::span<const EditionNeeds> needs) {
  return Planner(site, needs, diagnostics).run();
}

std::string_view name_of(DataList list) {
  constexpr std::array<std::string_view, kDataListCount> kNames = {"events",   "slogans",   "materials",
                                                                   "contacts", "deadlines", "forms"};
  return kNames[static_cast<size_t>(list)];
}

std::string data_path(const Edition& edition, DataList list) { return joined(edition.name, name_of(list)); }

std::string archive_path(const Edition& edition, std::string_view name) {
  return joined(edition.name, fmt::format("materials/{}.zip", name));
}

std::string deadline_board_path(const Edition& edition) { return joined(edition.name, "deadlines.html"); }

bool has_deadline_board(const Site& site) {
  const auto& templates = site.theme.templates;
  return std::any_of(templates.begin(), templates.end(),
                     [](const Theme::Template& entry) { return entry.name == "deadlines.html"; });
}

bool is_fillable(const ParsedPage& page) {
  const value::Value groups = page.records.get("groups");
  return groups.is(value::Type::List) && !groups.items().empty();
}

namespace {

bool any_published(const Site& site, const std::vector<PageId>& pages) {
  return std::any_of(pages.begin(), pages.end(),
                     [&](PageId id) { return static_cast<bool>(site.parsed(id).published); });
}

uint32_t count_of_lists(size_t pages) {
  return pages == 0 ? 1 : static_cast<uint32_t>((pages + kListSize - 1) / kListSize);
}

std::pair<size_t, size_t> range_of_list(size_t pages, uint32_t number) {
  const size_t begin = std::min(pages, size_t{number - 1} * kListSize);
  return {begin, std::min(pages, begin + kListSize)};
}

/// "a-2.html" for page 2 of "a.html".
std::string numbered(const std::string& output, uint32_t number) {
  if (number <= 1) return output;
  constexpr std::string_view kEnding = ".html";
  return fmt::format("{}-{}{}", output.substr(0, output.size() - kEnding.size()), number, kEnding);
}

}  // namespace

bool has_whole_addresses(const Config& config) { return !config.url.empty(); }

bool has_feed(const Site& site, const Section& section) {
  return !section.output.empty() && any_published(site, section.pages);
}

bool has_feed(const Site& site, const Term& term) {
  return !term.output.empty() && any_published(site, term.pages);
}

std::string feed_path(const Term& term, std::string_view ending) {
  return term.output.substr(0, term.output.size() - std::string_view(".html").size()) + std::string(ending);
}

uint32_t list_count(const Term& term) { return count_of_lists(term.pages.size()); }

std::pair<size_t, size_t> list_range(const Term& term, uint32_t number) {
  return range_of_list(term.pages.size(), number);
}

std::string list_path(const Term& term, uint32_t number) { return numbered(term.output, number); }

std::string beside_list(const Section& section, std::string_view name) {
  return joined(folder_of(section.output), name);
}

uint32_t list_count(const Section& section) {
  const bool cut = section.kind == Kind::Page || section.kind == Kind::Notice || section.kind == Kind::News ||
                   section.kind == Kind::Event;
  return cut ? count_of_lists(section.pages.size()) : 1;
}

std::pair<size_t, size_t> list_range(const Section& section, uint32_t number) {
  const size_t all = section.pages.size();
  if (list_count(section) == 1) return {0, all};
  return range_of_list(all, number);
}

std::string list_path(const Section& section, uint32_t number) { return numbered(section.output, number); }

}  // namespace herald::model
