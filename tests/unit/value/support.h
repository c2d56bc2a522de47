#pragma once
// What the tests of this module share: values as text, with their places.

#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/json.h"
#include "value/value.h"

namespace herald::value {

inline base::Span whole(const base::Source& source) { return {0, static_cast<uint32_t>(source.text.size())}; }

/// `line:column` of an offset, or "-" when there is none.
inline std::string place_text(const base::Source& source, uint32_t offset_plus_1) {
  if (offset_plus_1 == 0) return "-";
  base::Place place = base::place_of(source, {offset_plus_1 - 1, offset_plus_1 - 1});
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// The value as compact JSON in which every key and value is followed by @line:column.
inline std::string with_places(const base::Source& source, Value value) {
  std::string out;
  if (value.is(Type::List)) {
    out += '[';
    for (Value item : value.items()) out += (out.size() > 1 ? "," : "") + with_places(source, item);
    out += ']';
  } else if (value.is(Type::Map)) {
    out += '{';
    for (const Entry& entry : value.entries()) {
      out += (out.size() > 1 ? "," : "") + std::string(entry.key) + "@" +
             place_text(source, entry.key_position) + ":" + with_places(source, entry.value);
    }
    out += '}';
  } else {
    Arena arena;
    append_json(out, value, JsonStyle::Compact, arena);
  }
  return out + "@" + place_text(source, value.has_position() ? value.position() + 1 : 0);
}

/// The value as compact JSON.
inline std::string json_of(Value value) {
  Arena arena;
  std::string out;
  append_json(out, value, JsonStyle::Compact, arena);
  return out;
}

/// The fields of heads in these tests.
inline bool is_field(std::string_view key) {
  return key == "title" || key == "标题" || key == "status" || key == "状态";
}

/// The codes of the diagnostics with their places, as "code 1:2, code 3:4".
inline std::string codes_of(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    if (!out.empty()) out += ", ";
    out += std::string(base::text_of(diagnostic.code).name) + " " + std::to_string(diagnostic.place.line) +
           ":" + std::to_string(diagnostic.place.column);
  }
  return out;
}

}  // namespace herald::value
