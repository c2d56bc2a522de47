#pragma once
// The site as a value: everything that rendering, checking and publishing look at. Plain structs with dense
// ids; immutable once assembled (law 4).

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/diagnostics.h"
#include "markdown/document.h"
#include "markdown/html.h"
#include "model/config.h"
#include "model/history.h"
#include "model/path_index.h"
#include "value/value.h"

namespace herald::model {

/// Indexes into the lists of Site.
using PageId = uint32_t;
using SectionId = uint32_t;
using EditionId = uint32_t;
using FileId = uint32_t;
using TermId = uint32_t;
inline constexpr uint32_t kNone = PathIndex::kNotThere;

/// A link or image of a text: what the rest of the site has to know of it.
struct PageLink {
  std::string_view target;  ///< As written (unescaped); in the page's arena.
  base::Span span;
  bool image = false;  ///< An image, or a file that a directive shows or hands out.
};

/// What is known of a page without its text: enough to list it, to link to it and to gather what it holds.
struct PageMetadata {
  std::string path;             ///< Below content/: "2026/notices/a.md".
  Kind kind = Kind::Page;       ///< What it is treated as.
  uint32_t own_kind = kNotOwn;  ///< The kind of site.json that it is: an index into KindTable::own.
  bool kind_stated = false;     ///< `kind:` stood in the front matter.
  value::Value fields;          ///< Typed Map by English keys.
  /// Map: the kind's data read out of the Markdown (campaign/records.h), but for PageText::sections.
  value::Value records;
  std::span<const PageLink> links;         ///< In the order of the text; in the page's arena.
  std::vector<FieldReference> references;  ///< What the front matter names (FieldContext::references).
  std::string title;                       ///< `title:`, else the first heading, else the file stem.
  std::string summary;                     ///< `summary:`, else the beginning of the text, cut; plain text.
  base::DateTime published, updated;
  bool draft = false;
  /// Of everything that this file says (body_hash), and of what other pages show of it without its text: its
  /// fields, title, summary and dates (metadata_hash).
  uint64_t body_hash = 0, metadata_hash = 0;
  std::vector<uint32_t> anchors;  ///< Hashes of all places that a link can lead to (anchor_hash), rising.
};

/// What is printed of a page.
struct PageText {
  markdown::Fragment body;  ///< Without the first heading when that became the title.
  /// What stands before the first list or table of a slogans, schedule, form or contact page, before the
  /// first heading of an event or material page; empty for other kinds, whose whole body is printed.
  markdown::Fragment intro;
  /// The top-level sections (and blocks) of such a page that its reader did not take as data, without the
  /// intro.
  markdown::Fragment rest;
  std::vector<markdown::Heading> headings;  ///< Of the body, likewise.
  std::string opening;                      ///< Plain text of the first block below the title,
  std::string closing;  ///< and of the paragraphs that sign it, a line each; empty where none do.
  /// Where a line of the title may end: byte offsets, rising, the last one its size. Empty when nobody
  /// looked.
  std::vector<uint32_t> title_breaks;
  /// The sections of a notice or plan (campaign/records.h), which only the page itself shows and which are
  /// more than all else that is read out of it: a packed List (value/packing.h); empty for other kinds.
  std::string sections;
};

/// What was found of one Markdown file, without a look at any other (law 3). Made by campaign::parse_page.
/// When it was put away (model/page_packing.h) only the metadata are here: whoever shows the text asks
/// text_of, and places in the source are found later (Place::pending).
struct ParsedPage : PageMetadata {
  std::unique_ptr<PageText> text;  ///< Null when it was put away, and where there is none.
  value::Arena arena;              ///< Owns `fields`, `records` and `links`, unless somebody else does.
  base::Source source_head;  ///< Path and the text, front matter and all; the text may be put away.
  base::Diagnostics diagnostics;
  /// Where the text lies, packed, when it is not here: in Site::texts.
  uint64_t text_at = 0;
  uint32_t text_size = 0;  ///< 0: it is here, if there is one.
};

/// Fills `links` with what is to be known of those of a document.
void keep_links(ParsedPage& page, std::span<const markdown::Link> links);
/// The hash of a place in a page, by its id.
uint32_t anchor_hash(std::string_view id);
/// Fills `anchors`: the ids of headings, of what else the body marks, and of records.
void collect_anchors(ParsedPage& page);
/// Whether a link can lead to the place called `id`.
bool has_anchor(const ParsedPage& page, std::string_view id);

/// Where the texts of pages lie while only their metadata are in memory, and the metadata too where a site
/// was unpacked (model/site_packing.h).
class Texts {
 public:
  virtual ~Texts() = default;
  /// Reads what pack_text packed; false when that is not possible. Any number of threads at once.
  virtual bool read(const ParsedPage& page, PageText& text) const = 0;
  /// The metadata of a page of an unpacked site; an empty page when they cannot be read. It stays where it
  /// is as long as this. Any number of threads at once.
  virtual const ParsedPage& page(PageId id) const = 0;
};

/// A file below content/ that is not Markdown, as load found it.
struct ContentFile {
  std::string path;  ///< Below content/.
  uint64_t size = 0;
  std::string sha256;
  uint32_t crc32 = 0;              ///< As ZIP counts it.
  uint32_t width = 0, height = 0;  ///< Pixels (or SVG units) of an image, else 0.
  uint32_t pages = 0;              ///< Of a PDF, else 0.
  // set by assemble:
  PageId owner = kNone;  ///< The page it belongs to; kNone: nothing names it, so it is not in the output.
  std::string output;    ///< "2026/notices/a/plan.pdf" (an ASCII name); empty when not in the output.
};

/// Why a page is not in the output.
enum class Hiding : uint8_t {
  None,       ///< it is shown
  Draft,      ///< `draft: true` or `status: draft`
  Review,     ///< `status: review`
  NotYet,     ///< `published` is still to come
  Over,       ///< `expires` is over
  Withdrawn,  ///< `status: withdrawn`: in no list, and a notice stands at its address
};

/// What pages are found by besides their sections.
enum class Taxonomy : uint8_t {
  Audiences,  ///< `audience`, one of the site's audiences
  Topics,     ///< `topic` and `topics`
  Weeks,      ///< `weeks`, of the campaign's weeks
  Tags,       ///< `tags`
};
inline constexpr size_t kTaxonomyCount = 4;
/// "audiences", "topics", … as in addresses and templates.
std::string_view name_of(Taxonomy taxonomy);

/// A word of a taxonomy that a shown page of an edition has.
struct Term {
  Taxonomy taxonomy = Taxonomy::Tags;
  EditionId edition = kNone;
  std::string name;           ///< "社区"; of a week its number.
  std::string output;         ///< "2026/audiences/she-qu.html"; empty where the theme has no term.html.
  std::vector<PageId> pages;  ///< Shown pages, newest first, each once.
};

struct Page {
  std::unique_ptr<ParsedPage> parsed;  ///< Null in an unpacked site: Site::parsed knows where it is.
  std::string id;                      ///< `id:`, else the content path without ".md".
  EditionId edition = kNone;           ///< kNone: belongs to the whole site.
  SectionId section = kNone;
  std::string output;  ///< "2026/notices/a.html"; empty for _index.md pages of sections and editions and for
                       ///< hidden pages.
  std::string folder;  ///< Where its attachments lie: "2026/notices/a".
  PageId previous = kNone;       ///< Neighbour in its section's order: the newer, of events the earlier.
  PageId next = kNone;           ///< The other: the older, of events the later.
  PageId supersedes = kNone;     ///< The shown page that it replaces, as either of the two says.
  PageId superseded_by = kNone;  ///< The shown page that replaces it, likewise.
  std::vector<TermId> terms;     ///< Rising.
  bool section_index = false;
  uint64_t links_hash = 0;       ///< Of where its links and what its fields name lead.
  bool hidden = false;           ///< A draft, not yet published or expired: not in the output.
  bool withdrawn = false;        ///< Its address holds a notice; it is in no list.
  Hiding hiding = Hiding::None;  ///< Why; also where drafts are shown, and `hidden` is false.
};

struct Section {
  std::string path;  ///< "2026/notices"
  std::string name;  ///< "notices"
  EditionId edition = kNone;
  Kind kind = Kind::Page;       ///< From the folder's name: what its pages are treated as.
  uint32_t own_kind = kNotOwn;  ///< The kind of site.json that the folder's name gives.
  PageId index = kNone;         ///< Its _index.md.
  std::vector<PageId> pages;    ///< Shown pages; newest first (`published`, else `date`), then by path;
                                ///< slogans, materials, forms, contacts, plans: by `weight`, then path.
  std::string output;           ///< "2026/notices/index.html"; empty while no page of it is shown.
};

struct Edition {
  std::string name;  ///< "2026"; the empty name is the one edition of a folder without years.
  int year = 0;
  PageId index = kNone;             ///< Its _index.md, whose fields are the campaign.
  std::vector<SectionId> sections;  ///< By path.
  std::vector<PageId> pages;        ///< All shown pages, in path order.
  std::string output;               ///< "2026/index.html"
  /// The terms of its pages, by Taxonomy: audiences in the order of the site, weeks by number, others by how
  /// many pages have them.
  std::array<std::vector<TermId>, kTaxonomyCount> terms;
  /// The pages that list them: "2026/tags/index.html"; empty without terms.
  std::array<std::string, kTaxonomyCount> term_lists;
};

/// An old address and where it leads now: from `aliases:` of a page, `redirects` of site.json, or the
/// history, when a page was published at another address.
struct Redirect {
  std::string from;         ///< The output that stood there: "old.html"; of a folder its "old/index.html".
  std::string to;           ///< The output that took its place; empty when `address` is given.
  std::string fragment;     ///< Without '#'.
  std::string address;      ///< An address of another site.
  PageId page = kNone;      ///< The page that names it; kNone: site.json.
  bool remembered = false;  ///< From the history: it gives way to whatever is there now.
  base::Span span;          ///< Of the old address in that file; empty when it is not known.

  /// Whether a page can stand at the old address and lead on: hosts send others under a type of their own.
  bool has_stub() const { return from.ends_with(".html") || from.ends_with(".htm"); }
};

/// A theme: templates, files and string tables, wherever they came from.
struct Theme {
  std::string name;
  struct Template {
    std::string name;
    base::Source source;
  };
  std::vector<Template> templates;  ///< By name.
  struct Asset {
    std::string path;
    std::string bytes;
    std::string output;
  };                          ///< "css/site.css"; output "theme/site.0a1b2c3d.css".
  std::vector<Asset> assets;  ///< By path.
  struct Strings {
    std::string language;
    value::Value table;
    base::Source source;
  };
  std::vector<Strings> strings;         ///< By language; table: Map of texts.
  std::shared_ptr<value::Arena> arena;  ///< Owns the tables.
};

/// The moment and the way of the build.
struct BuildTime {
  base::DateTime now;  ///< In the site's time zone; `--as-of` or the clock.
  int utc_offset_minutes = 480;
};

struct Site {
  Config config;
  BuildTime time;
  bool drafts = false;            ///< Drafts are shown.
  std::vector<Page> pages;        ///< In path order; the index is the PageId.
  std::vector<Section> sections;  ///< In path order.
  std::vector<Edition> editions;  ///< By name.
  EditionId current = kNone;      ///< The edition that `/` shows.
  std::vector<Term> terms;        ///< By edition, taxonomy and their order there.
  std::string years;              ///< "editions.html", the page of all editions; empty where there is one.
  /// CSV files of events folders, in path order: records as of a schedule, and no page of their own.
  std::vector<std::unique_ptr<ParsedPage>> tables;
  std::vector<ContentFile> files;   ///< In path order.
  std::vector<std::string> assets;  ///< Files below assets/, in path order: "css/x.css", "root/favicon.ico".
  std::vector<Redirect> redirects;  ///< By `from`, each once.
  History history;                  ///< What was published before.
  std::shared_ptr<const Texts> texts;  ///< Of pages whose text is not here; may be null when there are none.
  Theme theme;
  PathIndex page_by_path;  ///< Content path -> page.
  PathIndex file_by_path;
  PathIndex section_by_path;

  /// The metadata of a page, and its text while that is in memory.
  const ParsedPage& parsed(PageId id) const {
    return pages[id].parsed != nullptr ? *pages[id].parsed : texts->page(id);
  }
  /// "notice", or the name of the site's own kind.
  std::string_view kind_name(PageId id) const {
    return name_of(config.kinds, {parsed(id).kind, parsed(id).own_kind});
  }
  /// Likewise of a section.
  std::string_view kind_name(const Section& section) const {
    return name_of(config.kinds, {section.kind, section.own_kind});
  }
};

/// What assemble is given.
struct SiteInput {
  Config config;
  BuildTime time;
  bool drafts = false;
  std::vector<std::unique_ptr<ParsedPage>> pages;   ///< Any order.
  std::vector<std::unique_ptr<ParsedPage>> tables;  ///< Any order.
  std::vector<ContentFile> files;
  std::vector<std::string> assets;
  Theme theme;
  History history;
  std::shared_ptr<const Texts> texts;  ///< See Site.
};

/// Puts the site together: editions and sections from folders, addresses, order, neighbours, who is shown,
/// attachments and their owners (by Markdown links and by fields of type File). Pure. Adds, at the place in
/// the page or site.json: `duplicate-url`, `duplicate-id`, `broken-link`, `broken-anchor`,
/// `missing-attachment`, `path-outside`, `unsafe-address`, `broken-column`, `wrong-redirect` …, and the
/// parsed pages' own diagnostics, which they keep.
Site assemble(SiteInput input, base::Diagnostics& diagnostics);

/// The minute of the build's day at which a page will appear or disappear next; 1440 when none will today.
int next_change_today(const Site& site);

/// The year of the edition that `content_path` lies in ("2026/notices/a.md" -> 2026), else 0.
int year_of_path(std::string_view content_path);
/// The audiences that pages may name: those of site.json, else 企业、机关、社区 ….
std::vector<std::string> audiences_of(const Config& config);

/// The text of a page: what is in memory, or what was read from Site::texts into `read`. Null when it cannot
/// be read.
const PageText* text_of(const Site& site, PageId id, PageText& read);

/// Where a link written in `from` leads.
struct LinkTarget {
  /// What it leads to.
  enum class Type : uint8_t {
    External,
    Page,
    Section,
    Edition,
    File,
    Fragment,
    Asset,
    Broken,
    Unsafe,
    Outside
  };
  Type type = Type::Broken;
  uint32_t id = kNone;   ///< PageId, SectionId, EditionId, FileId.
  std::string fragment;  ///< Without '#'.
  std::string address;   ///< External: as it is to be printed.
};
/// Resolves `target`, written in the page `from` (kNone: below content/, as in site.json). Understands
/// percent-encoded and plain Chinese names, "#id", "x.md#id", "x/" and "x/_index.md" for sections,
/// "/assets/…".
LinkTarget resolve_link(const Site& site, PageId from, std::string_view target);

/// The content path that `written` in the page `from` means where it is as plain as most links between pages:
/// "a.md", in the same folder. Empty for others, which only resolve_link understands.
class NeighbourPath {
 public:
  NeighbourPath(const Site& site, PageId from, std::string_view written);
  explicit operator bool() const { return size_ != 0; }
  std::string_view get() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 256> bytes_;
  size_t size_ = 0;
};

/// The output path that a resolved link leads to, without fragment; empty for External, Broken and the like.
std::string output_of(const Site& site, const LinkTarget& target);

/// The address of output `to` (plus "#fragment" when given) as written in output `from`: relative,
/// percent-encoded, naming the file.
std::string relative_url(std::string_view from, std::string_view to, std::string_view fragment = {});
/// Appends the same.
void append_relative_url(std::string& out, std::string_view from, std::string_view to,
                         std::string_view fragment = {});
/// The address of `output` on its host, without the host: "/path/notices/" for "notices/index.html" of a site
/// at https://host/path/; percent-encoded.
std::string host_path(const Config& config, std::string_view output);
/// Where `redirect` leads, as a host answers it: host_path and fragment, or the whole address of another
/// site.
std::string redirect_target(const Config& config, const Redirect& redirect);
/// The absolute address of `output`, or an empty text when site.json has no url. index.html is left off.
std::string absolute_url(const Config& config, std::string_view output);
/// Appends the same.
void append_absolute_url(std::string& out, const Config& config, std::string_view output);
/// The name of the host in ASCII, for ids that last (RFC 4151 tags, UIDs of calendars): the site's domain,
/// else that of its address; "localhost" for a site that has neither.
std::string_view host_name(const Config& config);

}  // namespace herald::model
