// Any bytes at the head of a file: no crash, and every place and span lies inside the text.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/source.h"
#include "base/utf8.h"
#include "value/front_matter.h"
#include "value/json.h"
#include "value/yaml.h"

namespace {

using namespace herald;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_places(value::Value value, const base::Source& source) {
  if (value.has_position()) require(value.position() <= source.text.size());
  if (value.is(value::Type::List)) {
    for (value::Value item : value.items()) check_places(item, source);
  }
  if (!value.is(value::Type::Map)) return;
  for (const value::Entry& entry : value.entries()) {
    require(entry.key_position <= source.text.size() + 1);
    check_places(entry.value, source);
  }
}

void check_span(base::Span span, const base::Source& source) {
  require(span.begin <= span.end && span.end <= source.text.size());
}

void check_diagnostics(const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    require(diagnostic.place.line > 0 && diagnostic.place.column > 0);
    require(!base::format_text(diagnostic, base::Language::Chinese, base::Colour::No).empty());
  }
}

bool is_field(std::string_view key) { return key.size() < 16; }

void read_head(const base::Source& source) {
  value::Arena arena;
  base::Diagnostics diagnostics;
  value::FrontMatter read = value::parse_front_matter(source, arena, diagnostics, is_field);
  require(read.fields.is(value::Type::Map));
  check_span(read.head, source);
  check_span(read.body, source);
  require(read.head.end <= read.body.begin);
  check_places(read.fields, source);
  check_diagnostics(diagnostics);
}

void read_whole(const base::Source& source) {
  base::Span span = {0, static_cast<uint32_t>(source.text.size())};
  value::Arena arena;
  base::Diagnostics diagnostics;
  check_places(value::parse_yaml(source, span, arena, diagnostics), source);
  value::Value json = value::parse_json(source, span, arena, diagnostics);
  check_places(json, source);
  check_diagnostics(diagnostics);
  std::string out;
  value::append_json(out, json, value::JsonStyle::Pretty, arena);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  herald::base::Source raw{"raw.md", text};
  read_whole(raw);
  herald::base::normalise_newlines(text);
  herald::base::Source source{"x.md", std::move(text)};
  read_head(source);
  return 0;
}
