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
#include <vector>

#include "markdown/directives.h"

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
  cmark_syntax_extension* directive;      // ours: blocks between lines of colons
  cmark_node_type directive_block;

  Extensions();
};

/// What the parser must know of directives, and what it cannot tell otherwise. Of the text being parsed.
struct DirectiveNotes {
  /// Where a line of colons stands.
  struct Place {
    int line, column;  // from 1, as the parser counts
  };
  DirectiveTable table;
  std::vector<Place> stray;     // ends of nothing
  std::vector<Place> too_deep;  // beginnings that are text
  cmark_node* just_closed = nullptr;
};

/// Sets the thread's notes for the time of one parse.
class DirectiveScope {
 public:
  explicit DirectiveScope(DirectiveNotes& notes);
  ~DirectiveScope();
};

/// Directives may stand in each other this deep.
inline constexpr int kDirectiveDepthMax = 8;

/// Makes the extension for blocks; sets the two types of nodes.
void make_directives(Extensions& all);
/// What the parser found of a block: whether it was ended.
bool is_closed_directive(const cmark_node* node);
/// An inline directive at the colon that the inline parser stands before, or null: raw HTML whose extension
/// is the directives', and whose literal is what stands behind the colon.
cmark_node* match_inline_directive(cmark_parser* parser, cmark_inline_parser* inline_parser);

/// The extensions, made at the first call; safe from any thread.
const Extensions& extensions();

/// The bytes of a chunk, without a copy.
inline std::string_view view(const cmark_chunk& chunk) {
  return chunk.data
             ? std::string_view(reinterpret_cast<const char*>(chunk.data), static_cast<size_t>(chunk.len))
             : std::string_view();
}

}  // namespace herald::markdown::internal
