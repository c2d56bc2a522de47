#pragma once
// The types of fields, one value at a time: what was written comes in, the typed value or a diagnostic goes
// out. Private to the module; fields.cc walks maps and lists and asks here.

#include "model/fields.h"

namespace herald::model {

/// Everything that reading one file's fields carries along.
struct FieldReading {
  const FieldContext& context;
  value::Arena& arena;
  base::Diagnostics& diagnostics;
  std::string_view written = {};  ///< The name that the field stands under, for messages; empty: its key.

  /// What an editor knows the field by.
  std::string_view name_of(const FieldDefinition& field) const {
    return written.empty() ? field.key : written;
  }
};

/// The place of a value in its source: the whole scalar (with its quotes), or the rest of the line where a
/// list or map begins. FieldContext::whole when the position is unknown.
base::Span span_of(value::Value value, const FieldContext& context);
/// The place of a key, likewise; `position` is Entry::key_position.
base::Span span_of_key(std::string_view key, uint32_t position, const FieldContext& context);

/// What an editor would write for `field`, with its name: `title: 通知`, or `"title": "通知"` in a file of
/// JSON.
std::string example_line(const FieldDefinition& field, const FieldReading& reading);

/// Adds `wrong-type` for `raw`, which `field` cannot hold.
void add_wrong_type(const FieldDefinition& field, value::Value raw, const FieldReading& reading);

/// Reads one value of any type but Object. Undefined when nothing can be made of it, with a diagnostic unless
/// it is blank.
value::Value read_scalar(const FieldDefinition& field, value::Value raw, const FieldReading& reading);

/// True for nothing, null and blank texts: a key with nothing behind it.
bool is_blank(value::Value raw);

}  // namespace herald::model
