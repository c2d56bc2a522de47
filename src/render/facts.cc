#include "render/facts.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "base/packing.h"
#include "render/context.h"
#include "render/page_parts.h"

namespace herald::render {
namespace {

using graph::Aspect;
using model::kNone;
using model::PageId;

/// The spaces of subjects.
enum Space : uint32_t {
  kWhole,
  kPages,
  kSections,
  kEditions,
  kTemplates,
  kAssets,
  kFiles,
  kTerms,
  kTaxonomies,
  kStrings,
  kSpaces
};

uint64_t mix(uint64_t a, uint64_t b) {
  const uint64_t both[] = {a, b};
  return base::hash64({reinterpret_cast<const char*>(both), sizeof both});
}

uint64_t hash_bytes(const std::vector<uint64_t>& values) {
  return base::hash64({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(uint64_t)});
}

/// What a page shows besides what its own file says: where its links lead, and whether it is a draft, still
/// to come or withdrawn, in which the clock has a say.
uint64_t around_page(const model::Site& site, PageId id) {
  return mix(site.pages[id].links_hash, static_cast<uint64_t>(site.pages[id].hiding));
}
uint64_t body_value(const model::Site& site, PageId id) {
  return mix(site.parsed(id).body_hash, around_page(site, id));
}
/// When the history says that the page last changed: with `updated` it makes its date for machines.
uint64_t remembered_change(const model::Site& site, PageId id) {
  if (site.history.entries.empty()) return 0;
  const model::Remembered* before = site.history.find(site.pages[id].id);
  return before == nullptr || !before->changed ? 0 : base::hash64(base::iso(before->changed));
}
uint64_t metadata_value(const model::Site& site, PageId id) {
  const uint64_t own = mix(site.parsed(id).metadata_hash, around_page(site, id));
  const uint64_t change = remembered_change(site, id);
  return change == 0 ? own : mix(own, change);
}

uint64_t minute_value(const model::Site& site) { return base::hash64(base::iso(site.time.now)); }

/// Makes the values, group by group.
class Values {
 public:
  /// `made` keeps the names that are put together here.
  Values(const model::Site& site, const campaign::Views& views, graph::FactSet& set,
         std::deque<std::string>& made)
      : site_(site), views_(views), set_(set), made_(made) {
    for (const model::Page& page : site.pages) page_names_.push_back(base::hash64(page.parsed->path));
  }

  void name_spaces() {
    set_.spaces.resize(kSpaces);
    set_.spaces[kWhole] = {""};
    for (const model::Page& page : site_.pages) set_.spaces[kPages].push_back(page.parsed->path);
    for (const model::Section& section : site_.sections) set_.spaces[kSections].push_back(section.path);
    for (const model::Edition& edition : site_.editions) set_.spaces[kEditions].push_back(edition.name);
    for (const auto& entry : site_.theme.templates) set_.spaces[kTemplates].push_back(entry.name);
    for (const auto& asset : site_.theme.assets) set_.spaces[kAssets].push_back(asset.path);
    for (const model::ContentFile& file : site_.files) set_.spaces[kFiles].push_back(file.path);
    for (const model::Term& term : site_.terms)
      set_.spaces[kTerms].push_back(made_.emplace_back(name_of_term(term)));
    for (const model::Edition& edition : site_.editions) {
      for (size_t i = 0; i < model::kTaxonomyCount; i++)
        set_.spaces[kTaxonomies].push_back(
            made_.emplace_back(name_of_terms(edition, static_cast<model::Taxonomy>(i))));
    }
  }

  /// In the order of FactKind.
  void add_groups() {
    add_pages();
    add(kSections, site_.sections.size(), [&](uint32_t id) { return dated_list(site_.sections[id].pages); });
    add(kSections, site_.sections.size(),
        [&](uint32_t id) { return uint64_t{model::has_feed(site_, site_.sections[id])}; });
    add_editions();
    add(kWhole, 1, [&](uint32_t) { return all_pages(); });
    add(kWhole, 1, [&](uint32_t) {
      uint64_t value = 0;
      for (const model::Edition& edition : site_.editions) value = mix(value, base::hash64(edition.output));
      return value;
    });
    add(kTerms, site_.terms.size(), [&](uint32_t id) {
      return mix(dated_list(site_.terms[id].pages), uint64_t{model::has_feed(site_, site_.terms[id])});
    });
    add(kTaxonomies, site_.editions.size() * model::kTaxonomyCount, [&](uint32_t id) {
      return terms(site_.editions[id / model::kTaxonomyCount].terms[id % model::kTaxonomyCount]);
    });
    add(kWhole, 1, [&](uint32_t) { return static_cast<uint64_t>(base::days_of(site_.time.now.date)); });
    add(kWhole, 1, [&](uint32_t) { return minute_value(site_); });
    add(kTemplates, site_.theme.templates.size(),
        [&](uint32_t id) { return base::hash64(site_.theme.templates[id].source.text); });
    add(kAssets, site_.theme.assets.size(),
        [&](uint32_t id) { return base::hash64(site_.theme.assets[id].output); });
    add(kFiles, site_.files.size(), [&](uint32_t id) { return file(site_.files[id]); });
  }

  void add_strings(const std::vector<uint64_t>& values) { set_.add_group(kStrings, values); }

 private:
  template <class Value>
  void add(Space space, size_t count, Value value) {
    std::vector<uint64_t> values(count);
    for (uint32_t id = 0; id < count; id++) values[id] = value(id);
    set_.add_group(space, std::move(values));
  }

  /// Which pages are in a list, in which order.
  uint64_t list(const std::vector<PageId>& pages) const {
    std::vector<uint64_t> names;
    names.reserve(pages.size());
    for (const PageId id : pages) names.push_back(page_names_[id]);
    return hash_bytes(names);
  }

  /// The same, and when each was published: a feed leaves out what was not, and takes what is newest,
  /// whatever the order of its list goes by.
  uint64_t dated_list(const std::vector<PageId>& pages) const {
    std::vector<uint64_t> values;
    values.reserve(pages.size() * 2);
    for (const PageId id : pages) {
      values.push_back(page_names_[id]);
      values.push_back(base::hash64(base::iso(site_.parsed(id).published)));
    }
    return hash_bytes(values);
  }

  static std::string name_of_terms(const model::Edition& edition, model::Taxonomy taxonomy) {
    return edition.name + "/" + std::string(model::name_of(taxonomy));
  }
  std::string name_of_term(const model::Term& term) const {
    return name_of_terms(site_.editions[term.edition], term.taxonomy) + "/" + term.name;
  }

  /// Which terms are in a list, in which order, and where their pages are.
  uint64_t terms(const std::vector<model::TermId>& ids) const {
    uint64_t value = 0;
    for (const model::TermId id : ids)
      value =
          mix(value, base::hash64(name_of_term(site_.terms[id])) ^ base::hash64(site_.terms[id].output, 1));
    return value;
  }

  uint64_t page_name(PageId id) const { return id == kNone ? 0 : page_names_[id]; }

  uint64_t file(const model::ContentFile& file) const {
    base::Packer packer;
    packer.text(file.output);
    packer.text(file.sha256);
    packer.number(file.size);
    packer.number(file.width);
    packer.number(file.height);
    packer.number(file.pages);
    return base::hash64(packer.bytes());
  }

  void add_pages() {
    const size_t count = site_.pages.size();
    add(kPages, count, [&](uint32_t id) { return body_value(site_, id); });
    add(kPages, count, [&](uint32_t id) { return metadata_value(site_, id); });
    add(kPages, count, [&](uint32_t id) { return base::hash64(output_of_page(site_, id)); });
    add(kPages, count, [&](uint32_t id) {
      return mix(page_name(site_.pages[id].supersedes), page_name(site_.pages[id].superseded_by));
    });
    add(kPages, count, [&](uint32_t id) {
      return mix(page_name(site_.pages[id].previous), page_name(site_.pages[id].next));
    });
    std::vector<uint64_t> files(count), events(count), deadlines(count);
    for (const model::ContentFile& one : site_.files) {
      if (one.owner != kNone)
        files[one.owner] = mix(files[one.owner], base::hash64(one.path) ^ base::hash64(one.output, 1));
    }
    for (const campaign::EditionView& view : views_.editions) {
      for (const campaign::EventView& event : view.events) {
        if (event.page != kNone) events[event.page] = mix(events[event.page], value_of(event));
      }
      for (const campaign::DeadlineView& deadline : view.deadlines) {
        deadlines[deadline.page] = mix(deadlines[deadline.page], value_of(deadline));
        for (const PageId other : deadline.repeated_on)
          deadlines[other] = mix(deadlines[other], value_of(deadline));
      }
    }
    set_.add_group(kPages, std::move(files));
    set_.add_group(kPages, std::move(events));
    set_.add_group(kPages, std::move(deadlines));
    add(kPages, count, [&](uint32_t id) { return terms(site_.pages[id].terms); });
  }

  template <class View>
  uint64_t value_of(const View& view) const {
    return campaign::hash_of(view, page_names_);
  }

  template <class View>
  uint64_t views(const std::vector<View>& list) const {
    std::vector<uint64_t> values;
    for (const View& view : list) values.push_back(value_of(view));
    return hash_bytes(values);
  }

  uint64_t of_kind(const model::Edition& edition, model::Kind kind) const {
    uint64_t value = 0;
    for (const model::SectionId id : edition.sections) {
      const model::Section& section = site_.sections[id];
      if (section.kind == kind) value = mix(value, list(section.pages));
    }
    return value;
  }

  void add_editions() {
    const auto& editions = site_.editions;
    const auto with_view = [&](auto&& value) {
      add(kEditions, editions.size(), [&](uint32_t id) {
        return id < views_.editions.size() ? value(views_.editions[id]) : uint64_t{0};
      });
    };
    for (const model::Kind kind : {model::Kind::Notice, model::Kind::Plan, model::Kind::News})
      add(kEditions, editions.size(), [&](uint32_t id) { return of_kind(editions[id], kind); });
    with_view([&](const campaign::EditionView& view) { return views(view.slogans); });
    add(kEditions, editions.size(), [&](uint32_t id) {
      return mix(of_kind(editions[id], model::Kind::Material),
                 id < views_.editions.size() ? list(views_.editions[id].materials) : 0);
    });
    add(kEditions, editions.size(), [&](uint32_t id) {
      return mix(of_kind(editions[id], model::Kind::Form),
                 id < views_.editions.size() ? list(views_.editions[id].forms) : 0);
    });
    with_view([&](const campaign::EditionView& view) { return views(view.contacts); });
    with_view([&](const campaign::EditionView& view) { return mix(views(view.events), view.key_event); });
    with_view([&](const campaign::EditionView& view) { return views(view.deadlines); });
    with_view([&](const campaign::EditionView& view) { return views(view.contacts); });
    with_view([&](const campaign::EditionView& view) { return archives(view.archives); });
    add(kEditions, editions.size(), [&](uint32_t id) { return list(editions[id].pages); });
  }

  uint64_t archives(const std::vector<campaign::ArchiveView>& list) const {
    base::Packer packer;
    for (const campaign::ArchiveView& view : list) {
      packer.text(view.name);
      packer.text(view.topic);
      packer.number(view.files.size());
      for (const campaign::ArchivedFile& one : view.files) {
        const model::ParsedPage& page = site_.parsed(one.page);
        packer.text(one.name);
        packer.fixed(file(site_.files[one.file]));
        packer.fixed(page_name(one.page));
        packer.text(base::iso(page.updated ? page.updated : page.published));
      }
    }
    return base::hash64(packer.bytes());
  }

  /// Which pages there are, and what orders them in the feeds and the list of addresses.
  uint64_t all_pages() const {
    std::vector<uint64_t> values;
    values.reserve(site_.pages.size() * 2);
    for (PageId id = 0; id < site_.pages.size(); id++) {
      const model::Page& page = site_.pages[id];
      if (page.hidden) continue;
      values.push_back(page_names_[id] ^ base::hash64(page.output, page.withdrawn ? 2 : 1));
      values.push_back(base::hash64(base::iso(page.parsed->published)));
    }
    return hash_bytes(values);
  }

  const model::Site& site_;
  const campaign::Views& views_;
  graph::FactSet& set_;
  std::deque<std::string>& made_;
  std::vector<uint64_t> page_names_;  // by page: the hash of its path
};

/// The group of a list, by its name.
FactKind kind_of_list(ListName name) {
  switch (name) {
    case ListName::Section:
      return FactKind::Section;
    case ListName::Notices:
      return FactKind::Notices;
    case ListName::Plans:
      return FactKind::Plans;
    case ListName::News:
      return FactKind::News;
    case ListName::Slogans:
      return FactKind::Slogans;
    case ListName::Materials:
      return FactKind::Materials;
    case ListName::Forms:
      return FactKind::Forms;
    case ListName::Contacts:
      return FactKind::Contacts;
    case ListName::Events:
      return FactKind::Events;
    case ListName::Deadlines:
      return FactKind::Deadlines;
    case ListName::Hotlines:
      return FactKind::Hotlines;
    case ListName::Archives:
      return FactKind::Archives;
    case ListName::Pages:
      return FactKind::EditionPages;
    case ListName::Editions:
      return FactKind::Editions;
    case ListName::Term:
      return FactKind::Term;
    case ListName::Terms:
      return FactKind::Terms;
    case ListName::PageTerms:
      return FactKind::PageTerms;
    case ListName::Versions:
      return FactKind::Versions;
    case ListName::SectionFeeds:
      return FactKind::SectionFeed;
    case ListName::Neighbours:
      return FactKind::Neighbours;
    case ListName::PageFiles:
      return FactKind::PageFiles;
  }
  return FactKind::AllPages;
}

/// The group of a field: most of a page's metadata is one fact; what other pages have a say in is not.
FactKind kind_of_field(uint32_t detail) {
  static const uint32_t address = graph::detail_of("url"), event = graph::detail_of("event"),
                        deadlines = graph::detail_of("deadlines");
  if (detail == address) return FactKind::Address;
  if (detail == event) return FactKind::PageEvent;
  if (detail == deadlines) return FactKind::PageDeadlines;
  return FactKind::Metadata;
}

constexpr uint32_t kSubjectMask = 0xffffff;

/// The string table by key.
std::vector<std::pair<std::string_view, uint64_t>> sorted_strings(const model::Site& site) {
  std::vector<std::pair<std::string_view, uint64_t>> strings;
  for (const auto& [key, value] : strings_of(site))
    strings.emplace_back(key, base::hash64(value.text_or_empty()));
  std::sort(strings.begin(), strings.end());
  return strings;
}

}  // namespace

Facts::Facts(const model::Site& site, const campaign::Views& views) {
  Values values(site, views, set_, made_names_);
  values.name_spaces();
  values.add_groups();
  // Where a key is not there, its absence is what was read: the last "string" is the list of all keys.
  std::vector<uint64_t> hashes;
  uint64_t keys = 0;
  for (const auto& [key, hash] : sorted_strings(site)) {
    strings_.emplace(graph::detail_of(key), static_cast<uint32_t>(hashes.size()));
    set_.spaces[kStrings].push_back(key);
    hashes.push_back(hash);
    keys = mix(keys, base::hash64(key));
  }
  set_.spaces[kStrings].push_back("\xff");  // behind every key
  hashes.push_back(keys);
  values.add_strings(hashes);
}

Facts::Facts(const model::Site& site, const graph::FactSet& found) : set_(found) {
  uint32_t count = 0;
  for (const auto& [key, hash] : sorted_strings(site)) strings_.emplace(graph::detail_of(key), count++);
}

void Facts::renew_page(const model::Site& site, PageId page) {
  set_.spaces[kPages][page] = site.parsed(page).path;
  set_.groups[static_cast<size_t>(FactKind::Body)].values[page] = body_value(site, page);
  set_.groups[static_cast<size_t>(FactKind::Metadata)].values[page] = metadata_value(site, page);
}

void Facts::renew_clock(const model::Site& site) {
  set_.groups[static_cast<size_t>(FactKind::Minute)].values[0] = minute_value(site);
}

graph::FactId Facts::id(FactKind kind, uint32_t subject) const {
  const graph::FactSet::Group& group = set_.groups[static_cast<size_t>(kind)];
  return subject < group.values.size() ? group.first + subject : graph::kNoFact;
}

graph::FactId Facts::fact_of(const graph::Read& read) const {
  switch (read.aspect) {
    case Aspect::Body:
      return id(FactKind::Body, read.subject);
    case Aspect::Field:
      return id(kind_of_field(read.detail), read.subject);
    case Aspect::Members: {
      const auto name = static_cast<ListName>(read.subject >> 24);
      const uint32_t subject = read.subject & kSubjectMask;
      const bool whole = name == ListName::Editions || subject == kSubjectMask;
      if (whole) return id(name == ListName::Editions ? FactKind::Editions : FactKind::AllPages, 0);
      return id(kind_of_list(name), subject);
    }
    case Aspect::Template:
      return id(FactKind::Template, read.subject);
    case Aspect::String: {
      const auto at = strings_.find(read.detail);
      const auto last = static_cast<uint32_t>(strings_.size());
      return id(FactKind::String, at == strings_.end() ? last : at->second);
    }
    case Aspect::Asset:
      return id(FactKind::Asset, read.subject);
    case Aspect::Config:
      return graph::kNoFact;
    case Aspect::File:
      return id(FactKind::File, read.subject);
    case Aspect::Now:
      return id(read.detail == 0 ? FactKind::Day : FactKind::Minute, 0);
  }
  return graph::kNoFact;
}

}  // namespace herald::render
