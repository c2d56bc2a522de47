#pragma once
// What the tests of the readers share: a page out of a text in the test, and its records and diagnostics as
// short texts.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

#include "campaign/parse.h"
#include "value/json.h"

namespace herald::campaign::test {

/// Parses `text` as the page at `path` below content/. `ask` asks for missing fields.
inline std::unique_ptr<model::ParsedPage> parse(std::string path, std::string_view text, bool ask = false) {
  ParseContext context;
  context.ask_for_missing = ask;
  return parse_page({"content/" + path, std::string(text)}, path, context);
}

/// A value as compact JSON.
inline std::string json(value::Value value) {
  std::string out;
  value::Arena arena;
  value::append_json(out, value, value::JsonStyle::Compact, arena);
  return out;
}

/// The diagnostics as "line:column code", parted by blanks.
inline std::string codes(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    if (!out.empty()) out += ' ';
    out += std::to_string(diagnostic.place.line) + ":" + std::to_string(diagnostic.place.column) + " " +
           std::string(base::text_of(diagnostic.code).name);
  }
  return out;
}

/// The values under `keys` of each map in `list`, parted by '|' and '/'; numbers and truths as JSON.
inline std::string rows(value::Value list, std::initializer_list<std::string_view> keys) {
  std::string out;
  if (!list.is(value::Type::List)) return "no list";
  for (const value::Value& item : list.items()) {
    if (!out.empty()) out += " / ";
    bool first = true;
    for (const std::string_view key : keys) {
      if (!first) out += '|';
      first = false;
      const value::Value value = item.get(key);
      if (value.is_text()) {
        out += value.as_text();
      } else if (!value.is_nothing()) {
        out += json(value);
      }
    }
  }
  return out;
}

}  // namespace herald::campaign::test
