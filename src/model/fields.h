#pragma once
// Fields: what a key of front matter or of site.json may hold. ONE table a kind serves reading, validation,
// skeletons, the manual and later a JSON Schema. Raw values (all scalars text, see value/yaml.h) come in,
// typed values go out.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::model {

enum class FieldType : uint8_t {
  Text,      ///< one line
  LongText,  ///< several lines
  Integer,
  Boolean,   ///< true/false, yes/no, on/off, 是/否, 有/无
  Date,      ///< stored as "2026-06-16"; fuzzy ones (6月中旬) as a map {text, earliest, latest}
  DateTime,  ///< stored as "2026-06-16T09:30" or the day alone
  /// A DateTime; what is fuzzy or a period as a map {text, earliest, latest, sure_until}: the words, ISO days
  /// (`latest` with the time of a last moment), and text::WrittenDate::sure_until where there is one.
  Occasion,
  Choice,  ///< one of `choices`
  Telephone,
  Email,
  Address,   ///< Address: http, https or a relative path
  File,      ///< a file beside the page
  PageLink,  ///< a .md file, relative to the page's folder
  Object,    ///< a map of `fields`
  Any,       ///< kept as it is
};

/// How much a field is asked for. Starred fields of a kind are Expected or Required.
enum class Need : uint8_t { Optional, Expected /* a warning when missing */, Required /* an error */ };

struct FieldDefinition {
  std::string_view key;
  std::string_view label;  ///< Chinese label, accepted as a key; further accepted names follow after '|'
  FieldType type = FieldType::Text;
  bool list = false;  ///< a list of it; a single value is a list of one
  Need need = Need::Optional;
  std::span<const FieldDefinition> fields = {};  ///< of an Object
  /// Of a Choice: "key" or "key|中文|…"; the key is stored. Of a Text: the usual words; what was written
  /// stays, and others are a warning.
  std::span<const std::string_view> choices = {};
  std::string_view example = {};                ///< as an editor would write it
  std::string_view help_zh = {}, help_en = {};  ///< a sentence each
  /// The least and the greatest number of an Integer; the characters of a Text or LongText.
  int64_t min = INT64_MIN, max = INT64_MAX;
};

/// A file or page that a field names: its type is File, PageLink or Address (a relative one). assemble
/// resolves them.
struct FieldReference {
  FieldType type = FieldType::File;
  std::string target;  ///< As written.
  base::Span span;
};

/// What reading needs to know of the file.
struct FieldContext {
  const base::Source* source = nullptr;
  base::Span whole;  ///< Where to point when a field is missing: the head, or the file's first line.
  int year = 0;      ///< Of the edition, for dates without a year; 0 when unknown.
  bool ask_for_missing = true;     ///< False in a folder without site.json.
  std::string_view supplied = {};  ///< A field that is not missed: another file has its say in it.
  std::string_view kind;           ///< For messages: "notice".
  bool as_json = false;            ///< The file is JSON, and so are examples in messages.
  std::vector<FieldReference>* references =
      nullptr;  ///< Takes what File, PageLink and Address fields name; may be null.
};

/// What an editor would write for `field` in front matter: its example, or one made from its type; of a group
/// its required parts, or the first two, as `{due: 2026-07-03, what: [总结]}`.
std::string example_of(const FieldDefinition& field);

/// Reads `raw` (a Map; Undefined counts as empty) against `definitions` into a typed Map with the English
/// keys, in the order written.
///
/// Unknown keys are kept as they are and add `unknown-key` (a warning, with "did you mean" over keys and
/// labels, sub-fields too); a wrong type adds `wrong-type`, a wrong date `wrong-date`, a wrong choice
/// `wrong-choice`, a wrong address `wrong-url` or `unsafe-address` (errors) and drops the value; a field
/// under two of its names adds `field-twice`, a time of day in a Date `time-unused`, a Text that is none of
/// its usual words `unusual-value` (warnings); missing fields add `missing-field` or `missing-expected-field`
/// by their need. A key with nothing behind it counts as missing. A scalar where a list is wanted is a list
/// of one; of texts and choices it is split at 、. Values keep the positions of what was written. All in one
/// run. Keys are those of the definitions, unknown ones are borrowed from `raw`, as are texts that need no
/// change: `raw` must live as long as `arena`.
value::Value read_fields(std::span<const FieldDefinition> definitions, value::Value raw,
                         const FieldContext& context, value::Arena& arena, base::Diagnostics& diagnostics);

/// The definition of `key` (an English key or any accepted label), or null.
const FieldDefinition* find_field(std::span<const FieldDefinition> definitions, std::string_view key);

}  // namespace herald::model
