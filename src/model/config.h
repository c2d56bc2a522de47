#pragma once
// site.json: the identity of a site and its settings.

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "markdown/parse.h"
#include "model/fields.h"
#include "model/kinds.h"
#include "value/value.h"

namespace herald::model {

/// An entry of the navigation.
struct Column {
  std::string name;
  std::string to;  ///< Path below content/: "2026/notices/" or "report.md". Its span, for diagnostics:
  base::Span span;
  std::string column_type, description, keywords;
};

struct LabelledLink {
  std::string label;
  std::string to;  ///< Path below content/, or an absolute address.
  base::Span span;
};

/// Where a page tag may stand; an output is of one sort.
enum class TagPlace : uint8_t {
  Home = 1,     ///< the homes of the site and of its editions
  Column = 2,   ///< lists: of sections, of terms, of deadlines, of editions
  Article = 4,  ///< pages
  Other = 8,    ///< what is none of these: 404.html
};

/// The tags of the guide to government sites (国办发〔2017〕47号, annex, 网页标签), in the order of a page's
/// head.
enum class KnownTag : uint8_t {
  SiteName,
  SiteDomain,
  SiteIdCode,
  ColumnName,
  ColumnDescription,
  ColumnKeywords,
  ColumnType,
  ArticleTitle,
  PubDate,
  ContentSource,
  Author,
  Keywords,
  Description,
  Image,
  Url
};

/// Such a tag as it is when site.json says nothing of it.
struct UsualTag {
  KnownTag tag;
  std::string_view name;
  uint8_t places;  ///< Bits of TagPlace; 0: on no page.
};
/// All of them, in the order of KnownTag.
std::span<const UsualTag> usual_page_tags();

/// An entry of `page_tags`: a tag in the <head> of pages, `<meta name="…" content="…">`.
struct PageTag {
  std::string_view name;   ///< "ArticleTitle", or a tag of the site's own. Borrowed from the settings' arena,
  std::string_view value;  ///< like what it always says; empty when not given,
  std::string field;       ///< and the key of the page's field that it says; empty when not given.
  base::Span field_span;   ///< Of `field` as it was written, for diagnostics.
  uint8_t places = 0;      ///< Bits of TagPlace: where it stands.
};

/// All of site.json. Immutable once read; `values` holds everything, typed, for templates.
struct Config {
  base::Source source;  ///< path "site.json"; an empty text when there is no such file.
  value::Arena arena;
  value::Value values;  ///< Map of all keys, read by their definitions.
  std::string name, name_en, domain, language = "zh-CN", timezone = "Asia/Shanghai", edition,
                                     theme = "default";
  std::string sponsor, operator_name;
  std::string url;  ///< "https://host/path/", always ending in '/'; empty when not given.
  std::string
      host;  ///< The domain, else the host of `url`, in ASCII (a Chinese one as "xn--…"); may be empty.
  std::vector<Column> columns;
  std::vector<PageTag>
      page_tags;  ///< In their order; a name may come several times, the first that fits counts.
  std::vector<LabelledLink> footer_links;
  std::vector<LabelledLink> trail;  ///< The pages of the host's site above this one, from its home page down.
  std::vector<markdown::HtmlRule> html;  ///< The raw HTML that texts may hold.
  KindTable kinds;                       ///< Filled by campaign::read_own_kinds.
  bool present = false;                  ///< False in a folder without site.json: nothing is asked for.
};

/// The definitions of site.json's keys.
std::span<const FieldDefinition> config_fields();

/// Whether the site is one of those that inspections of government sites look at: it states its code or its
/// page tags.
bool wants_page_tags(const Config& config);

/// Reads site.json. Never fails: diagnostics as parse_json and read_fields, `wrong-url` for a url that is not
/// http(s), and what is told of the site's identity and page tags (identity.h).
Config parse_config(base::Source source, base::Diagnostics& diagnostics);

/// The configuration of a folder without site.json: named after the folder.
Config default_config(std::string_view folder_name);

}  // namespace herald::model
