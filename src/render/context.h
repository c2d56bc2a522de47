#pragma once
// What the lazy objects and the filters of one render share. Private to the module.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "campaign/views.h"
#include "graph/reads.h"
#include "model/plan.h"
#include "model/site.h"
#include "render/field_index.h"
#include "render/text_cache.h"
#include "tmpl/tmpl.h"
#include "value/value.h"

namespace herald::render {

/// The string table of a site: of its language, and of zh-CN where that one lacks a key.
std::unordered_map<std::string_view, value::Value> strings_of(const model::Site& site);

/// Look-ups that all renders share; made once.
struct Shared {
  const model::Site* site = nullptr;
  const campaign::Views* views = nullptr;
  std::unordered_map<std::string_view, uint32_t> asset_by_path;     ///< Theme::assets
  std::unordered_map<std::string_view, uint32_t> template_by_name;  ///< Theme::templates
  std::unordered_map<std::string_view, value::Value> strings;       ///< Of the site's language, else zh-CN's.
  std::vector<NameSet> fields;                               ///< By Kind: keys that any page of it may have.
  std::vector<std::vector<model::FileId>> files_of_page;     ///< By PageId, in path order.
  std::unordered_map<model::PageId, const campaign::EventView*> event_of_page;  ///< Pages that are events.
  struct ColumnTarget {
    model::LinkTarget target;
    std::string output;
  };
  std::vector<ColumnTarget> columns;                 ///< Where site.json's columns lead, by index.
  std::string now;                                   ///< Site::time.now as ISO text.
  std::vector<std::vector<uint64_t>> archive_bytes;  ///< By EditionId, of EditionView::archives.
  /// The structured data that all outputs say alike, and what it was made from; empty where addresses are
  /// relative.
  struct SiteNodes {
    std::string json;
    std::string root;  ///< the site's address, as it stands between quotes
    std::vector<graph::Read> reads;
  };
  SiteNodes site_nodes;
  const tmpl::Environment* environment = nullptr;  ///< For the templates of directives; null without a theme.
};

/// Lists whose membership is recorded: subject = list_subject(which, id).
enum class ListName : uint32_t {
  Section,
  Notices,
  Plans,
  News,
  Slogans,
  Materials,
  Forms,
  Contacts,
  Events,
  Deadlines,
  Hotlines,
  Pages,
  Editions,
  Archives,     ///< id: an edition; its ZIPs, and name, size and hash of what each holds
  Term,         ///< id: a term; the pages that have it
  Terms,        ///< id: an edition * kTaxonomyCount + a taxonomy; its terms and how many pages each has
  PageTerms,    ///< id: a page; the terms that it has
  Versions,     ///< id: a page; which page replaces it, and which it replaces
  Neighbours,   ///< id: a page; the pages before and behind it
  PageFiles,    ///< id: a page; the files beside it
  SectionFeeds  ///< Whether a section has feeds: one entry or none. Each page of it asks, and none of them
                ///< is to be made again for every new neighbour.
};
inline uint32_t list_subject(ListName which, uint32_t id) {
  return static_cast<uint32_t>(which) << 24 | (id & 0xffffff);
}

struct Workspace;  // workspace.h

/// One render.
struct Context {
  const Shared* shared = nullptr;
  const model::Output* output = nullptr;
  graph::Reads* reads = nullptr;
  value::Arena* arena = nullptr;
  base::Diagnostics* diagnostics = nullptr;
  model::PageId page = model::kNone;  ///< What the output is of, where it is of one.
  model::SectionId section = model::kNone;
  model::TermId term = model::kNone;
  model::EditionId edition = model::kNone;  ///< The page's, else the current one.
  TextCache* texts = nullptr;               ///< Of the render.
  std::string* making = nullptr;            ///< For texts in the making; free between calls.
  Workspace* workspace = nullptr;           ///< Of the worker.
  size_t column = SIZE_MAX;                 ///< The column that the output belongs to.
  bool* varied = nullptr;  ///< Set when something was asked for that outputs of one group do not share.
  bool absolute = false;   ///< Addresses name the host, where the site has one: the output is read elsewhere.

  const model::Site& site() const { return *shared->site; }
  const campaign::EditionView* edition_view(model::EditionId id) const {
    return id < shared->views->editions.size() ? &shared->views->editions[id] : nullptr;
  }
  void read(graph::Aspect aspect, uint32_t subject, std::string_view detail = {}) const {
    reads->add(aspect, subject, detail.empty() ? 0 : graph::detail_of(detail));
  }
  /// Some field, the title, the summary or a date of a page was read: all of them are one fact (facts.cc), so
  /// that one read is enough. What other pages have a say in has reads of its own: "url", "event",
  /// "deadlines".
  void read_metadata(model::PageId id) const {
    if (id == page && !reads->is_watched()) return;  // an output of a page has read them from the start
    reads->add(graph::Aspect::Field, id);
  }
  /// Where a page stands: its address, as others name it.
  void read_address(model::PageId id) const {
    static const uint32_t kAddress = graph::detail_of("url");
    reads->add(graph::Aspect::Field, id, kAddress);
  }
  /// The page's fields, title, summary and dates; that they were read is recorded. Its text is another
  /// matter: whoever shows it records Aspect::Body.
  const model::ParsedPage& metadata_of(model::PageId id) const {
    read_metadata(id);
    return shared->site->parsed(id);
  }
  /// The text of a page; that it was read is recorded. An empty one, and an error, when it cannot be read.
  const model::PageText& text_of(model::PageId id) const {
    read(graph::Aspect::Body, id);
    return texts->get(*shared->site, id, *diagnostics);
  }
  /// Something depends on the day of the build, or even on its minute.
  void read_day() const { reads->add(graph::Aspect::Now, 0); }
  void read_minute() const { reads->add(graph::Aspect::Now, 0, 1); }
  /// What is asked for belongs to this output alone: see kept_parts.h.
  void vary() const {
    if (varied != nullptr) *varied = true;
  }
};

/// The address of output path `to` as seen from the output being rendered, or absolute when the context says
/// so, as a text in the arena.
value::Value url_value(const Context& context, std::string_view to, std::string_view fragment = {});

/// The same of an output that many in one folder name: its path lies in the site.
value::Value known_url_value(const Context& context, std::string_view to);

/// The same, appended to `out`.
void append_url(std::string& out, const Context& context, std::string_view to, std::string_view fragment);

/// Where a resolved link leads, as seen from the output being rendered, in the arena; an empty text when it
/// leads nowhere. The read of a page's address is recorded.
value::Value target_url(const Context& context, const model::LinkTarget& target);

/// An entry of the string table, or Undefined. The read is recorded.
value::Value string_of(const Context& context, std::string_view key);
/// The column that the context's output belongs to: the one that leads to it, else that of its section;
/// SIZE_MAX for none.
size_t column_of_output(const Context& context);
/// Whether the column with this index leads to the context's output itself.
bool column_is_here(const Context& context, size_t index);
/// 640 KB, 1.1 MB, 87 B: decimal units as file managers show them.
std::string size_text(uint64_t bytes);

/// A text borrowed from what outlives the render.
inline value::Value text_value(std::string_view text) { return value::Value::string(text); }
/// A text made for this render: copied into the arena.
value::Value made_text(value::Arena& arena, std::string_view text);
/// base::iso(moment) as a text in the arena.
value::Value moment_value(value::Arena& arena, base::DateTime moment);

}  // namespace herald::render
