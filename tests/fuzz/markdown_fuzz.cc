// Fuzzes parse and append_html in both dialects: no crash, no endless loop, spans inside of the body, valid
// UTF-8 out of valid UTF-8 in.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../unit/markdown/directive_table.h"
#include "base/utf8.h"
#include "markdown/html.h"
#include "markdown/parse.h"

using namespace herald;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void run(const base::Source& source, base::Span body, markdown::Dialect dialect) {
  base::Diagnostics diagnostics;
  markdown::Document document =
      markdown::parse(source, body, {dialect, markdown::test::kTestDirectives}, diagnostics);
  require(!document.nodes.empty());
  for (const markdown::Node& node : document.nodes) {
    require(node.span.begin >= body.begin && node.span.begin <= node.span.end && node.span.end <= body.end);
  }
  markdown::HtmlOptions options;
  options.strict = dialect == markdown::Dialect::Strict;
  const markdown::Outline outline = markdown::outline_of(document);
  options.outline = &outline;
  markdown::Fragment fragment;
  markdown::append_html(document, 0, options, fragment);
  for (const markdown::Hole& hole : fragment.holes) {
    const bool is_directive = hole.kind == markdown::Hole::Kind::Directive;
    require(hole.offset <= fragment.html.size() &&
            hole.index < (is_directive ? fragment.directives.size() : fragment.targets.size()));
  }
  const std::string plain = markdown::plain_html(fragment);
  if (!base::find_invalid_utf8(source.text)) require(!base::find_invalid_utf8(plain));
  markdown::plain_text(document, 0);
  markdown::sections(document);
  for (markdown::NodeId table : document.tables) markdown::table_rows(document, table);
  if (!base::find_invalid_utf8(source.text)) require(!base::find_invalid_utf8(fragment.html));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  base::normalise_newlines(text);
  base::Source source{"fuzz.md", std::move(text)};
  // The first byte says where the body begins, as front matter would.
  uint32_t begin = std::min<uint32_t>(data[0] % 16, static_cast<uint32_t>(source.text.size()));
  while (begin < source.text.size() && (source.text[begin] & 0xC0) == 0x80) ++begin;
  base::Span body{begin, static_cast<uint32_t>(source.text.size())};
  run(source, body, markdown::Dialect::Herald);
  run(source, body, markdown::Dialect::Strict);
  return 0;
}
