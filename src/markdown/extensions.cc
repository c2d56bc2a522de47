// Strikethrough and bare addresses as cmark-gfm has them, made safe for threads and for Chinese. What they
// match is left to the originals, so that English stays exactly GFM.

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "markdown/cmark.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {
namespace {

/// Stands for '~' on the parser's stack of delimiters. NUL never occurs in a text (the parser replaces it),
/// so that the flipping of its entry in the table of special characters says nothing to anyone.
constexpr unsigned char kTildeDelimiter = 0;

// ---- extensions
// -------------------------------------------------------------------------------------------------

/// An inline extension that lets go of its special characters at the first character it is asked about. They
/// were set in the parser's table when its text began, and are not unset when it ends, since the list is
/// empty by then.
cmark_node* match_primer(cmark_syntax_extension* self, cmark_parser*, cmark_node*, unsigned char,
                         cmark_inline_parser*) {
  self->special_inline_chars = nullptr;
  return nullptr;
}

/// cmark's own strikethrough, its delimiters renamed.
cmark_node* match_tilde(cmark_syntax_extension* self, cmark_parser* parser, cmark_node* parent,
                        unsigned char character, cmark_inline_parser* inline_parser) {
  if (character != '~') return nullptr;
  auto* original = static_cast<cmark_syntax_extension*>(self->priv);
  delimiter* before = cmark_inline_parser_get_last_delimiter(inline_parser);
  cmark_node* node = original->match_inline(original, parser, parent, character, inline_parser);
  delimiter* pushed = cmark_inline_parser_get_last_delimiter(inline_parser);
  if (pushed != before) pushed->delim_char = kTildeDelimiter;
  return node;
}

delimiter* insert_strikethrough(cmark_syntax_extension* self, cmark_parser* parser,
                                cmark_inline_parser* inline_parser, delimiter* opener, delimiter* closer) {
  auto* original = static_cast<cmark_syntax_extension*>(self->priv);
  return original->insert_inline_from_delim(original, parser, inline_parser, opener, closer);
}

/// True where http or https and "://" stand around the colon at `at`, or "www." at it. GFM's ftp is no
/// address that a page may link to.
bool may_be_address(std::string_view text, size_t at) {
  if (text[at] == 'w') return text.substr(at, 4) == "www.";
  if (text.substr(at, 3) != "://") return false;
  size_t begin = at;
  while (begin > 0 && at - begin < 6 && (text[begin - 1] | 0x20) >= 'a' && (text[begin - 1] | 0x20) <= 'z')
    --begin;
  std::string scheme = base::lower_ascii(text.substr(begin, at - begin));
  return scheme == "http" || scheme == "https";
}

/// cmark's own bare addresses, shown a text that ends where Chinese begins; "www." may stand behind Chinese
/// too.
cmark_node* match_address(cmark_syntax_extension* self, cmark_parser* parser, cmark_node* parent,
                          unsigned char character, cmark_inline_parser* inline_parser) {
  if (character != ':' && character != 'w') return nullptr;
  if (character == ':') {
    if (cmark_node* directive = match_inline_directive(parser, inline_parser)) return directive;
  }
  cmark_chunk* chunk = cmark_inline_parser_get_chunk(inline_parser);
  std::string_view text(reinterpret_cast<char*>(chunk->data), static_cast<size_t>(chunk->len));
  size_t at = static_cast<size_t>(cmark_inline_parser_get_offset(inline_parser));
  if (!may_be_address(text, at)) return nullptr;
  size_t end = at;
  while (end < text.size()) {
    size_t begin = end;
    char32_t c = base::next_code_point(text, end);
    if (c > ' ' && c != '<' && !ends_address(c)) continue;
    end = begin;
    break;
  }
  auto* original = static_cast<cmark_syntax_extension*>(self->priv);
  bool behind_chinese = character == 'w' && at > 0 && ends_address(base::previous_code_point(text, at));
  unsigned char kept = at > 0 ? chunk->data[at - 1] : 0;
  bufsize_t size = chunk->len;
  chunk->len = static_cast<bufsize_t>(end);
  if (behind_chinese)
    chunk->data[at - 1] = ' ';  // The original asks for a blank there, and looks no further back.
  cmark_node* node = original->match_inline(original, parser, parent, character, inline_parser);
  if (behind_chinese) chunk->data[at - 1] = kept;
  chunk->len = size;
  return node;
}

void prime(std::initializer_list<unsigned char> characters, bool emphasis) {
  cmark_mem* memory = cmark_get_default_mem_allocator();
  cmark_syntax_extension* primer = cmark_syntax_extension_new("herald-primer");
  cmark_llist* list = nullptr;
  for (unsigned char c : characters)
    list = cmark_llist_append(memory, list, reinterpret_cast<void*>(size_t{c}));
  primer->special_inline_chars = list;
  primer->emphasis = emphasis;
  primer->match_inline = match_primer;
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  cmark_parser_attach_syntax_extension(parser, primer);
  cmark_parser_feed(parser, "a", 1);
  cmark_node_free(cmark_parser_finish(parser));
  cmark_parser_free(parser);
  cmark_llist_free(memory, list);
  cmark_syntax_extension_free(memory, primer);
}

}  // namespace

Extensions::Extensions() {
  cmark_gfm_core_extensions_ensure_registered();
  table = cmark_find_syntax_extension("table");
  tasklist = cmark_find_syntax_extension("tasklist");
  strikethrough = cmark_find_syntax_extension("strikethrough");
  autolink = cmark_find_syntax_extension("autolink");
  prime({'~'}, true);
  prime({':', 'w'}, false);
  cmark_llist_free(cmark_get_default_mem_allocator(), autolink->special_inline_chars);
  autolink->special_inline_chars = nullptr;  // They are set for good.
  tilde = cmark_syntax_extension_new("herald-strikethrough");
  tilde->priv = strikethrough;
  tilde->match_inline = match_tilde;
  tilde->insert_inline_from_delim = insert_strikethrough;
  tilde->special_inline_chars = cmark_llist_append(cmark_get_default_mem_allocator(), nullptr,
                                                   reinterpret_cast<void*>(size_t{kTildeDelimiter}));
  address = cmark_syntax_extension_new("herald-autolink");
  address->priv = autolink;
  address->match_inline = match_address;
  make_directives(*this);
}

const Extensions& extensions() {
  static const Extensions made;
  return made;
}

}  // namespace herald::markdown::internal
