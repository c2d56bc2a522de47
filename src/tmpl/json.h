#pragma once
// JSON as the filter `tojson` prints it: ASCII alone, nothing that means something in markup, ", " and ": "
// between, keys in the order of their bytes. For hosts that write some of it themselves, because a map of it
// would be made only to be printed once.

#include <string>
#include <string_view>

#include "value/value.h"

namespace herald::tmpl {

/// Appends `text` (UTF-8; what is none becomes U+FFFD) as a JSON string with its quotes. Pure.
void append_json_text(std::string& out, std::string_view text);

/// Appends `value`, plain data, on one line; null for what `tojson` refuses. Temporaries live in `arena`.
void append_json(std::string& out, value::Value value, value::Arena& arena);

/// A map of which there is the JSON alone. Printed in a script, or by `tojson`, it is that text; a template
/// that asks for its parts gets them as of any map, out of the text, which is then parsed once.
class PrintedMap final : public value::Object {
 public:
  /// `json` is a map as append_json writes one, or with what is not ASCII as it is; it and `arena` must
  /// outlive the render.
  PrintedMap(std::string_view json, value::Arena& arena) : json_(json), arena_(arena) {}

  std::string_view json() const { return json_; }
  /// The same as plain data. Parses at the first call.
  value::Value plain() const;

  value::Value attribute(std::string_view name, value::Arena&) const override { return plain().get(name); }
  void names(std::vector<std::string_view>& out) const override;
  std::string_view type_name() const override { return kName; }

 private:
  friend const PrintedMap* as_printed_map(value::Value value);
  static constexpr char kName[] = "map";  ///< Its address is the mark of these objects.

  std::string_view json_;
  value::Arena& arena_;
  mutable value::Value plain_;
};

/// The PrintedMap that `value` is, or null.
const PrintedMap* as_printed_map(value::Value value);

}  // namespace herald::tmpl
