#pragma once
// The one door to cmark-gfm, private to this module. Its extensions for strikethrough and bare addresses flip
// a process-wide table of special characters while they parse, which is not safe on two threads
// (github/cmark-gfm#176). Here the table is set once, before the first parse, and nothing flips it again. It
// follows that nobody else in the process may attach these two extensions.

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <cmark-gfm/node.h>
#include <cmark-gfm/parser.h>
#include <cmark-gfm/syntax_extension.h>

#include <string_view>

namespace herald::markdown::internal {

/// The extensions that texts are parsed with. Made once; after that nothing in it, nor in cmark's tables,
/// changes.
struct Extensions {
  cmark_syntax_extension* table;
  cmark_syntax_extension* tasklist;
  cmark_syntax_extension* strikethrough;  // the original, as nodes name it
  cmark_syntax_extension* tilde;          // ours around it
  cmark_syntax_extension* autolink;       // the original
  cmark_syntax_extension* address;        // ours around it

  Extensions();
};

/// The extensions, made at the first call; safe from any thread.
const Extensions& extensions();

/// The bytes of a chunk, without a copy.
inline std::string_view view(const cmark_chunk& chunk) {
  return chunk.data
             ? std::string_view(reinterpret_cast<const char*>(chunk.data), static_cast<size_t>(chunk.len))
             : std::string_view();
}

}  // namespace herald::markdown::internal
