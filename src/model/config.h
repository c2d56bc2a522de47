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

/// All of site.json. Immutable once read; `values` holds everything, typed, for templates.
struct Config {
  base::Source source;  ///< path "site.json"; an empty text when there is no such file.
  value::Arena arena;
  value::Value values;  ///< Map of all keys, read by their definitions.
  std::string name, name_en, domain, language = "zh-CN", timezone = "Asia/Shanghai", edition,
                                     theme = "default";
  std::string sponsor, operator_name;
  std::string url;  ///< "https://host/path/", always ending in '/'; empty when not given.
  std::vector<Column> columns;
  std::vector<LabelledLink> footer_links;
  std::vector<LabelledLink> trail;  ///< The pages of the host's site above this one, from its home page down.
  std::vector<markdown::HtmlRule> html;  ///< The raw HTML that texts may hold.
  KindTable kinds;                       ///< Filled by campaign::read_own_kinds.
  bool present = false;                  ///< False in a folder without site.json: nothing is asked for.
};

/// The definitions of site.json's keys.
std::span<const FieldDefinition> config_fields();

/// Reads site.json. Never fails: diagnostics as parse_json and read_fields, and `wrong-url` for a url that is
/// not http(s).
Config parse_config(base::Source source, base::Diagnostics& diagnostics);

/// The configuration of a folder without site.json: named after the folder.
Config default_config(std::string_view folder_name);

}  // namespace herald::model
