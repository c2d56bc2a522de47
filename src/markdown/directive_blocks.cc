// Directives in the parser: a block of its own that begins with a line of colons and a name and ends with one
// of colons alone, and an inline at a colon. What the lines say is read later, from the source
// (directives.cc).

#include <algorithm>
#include <cstring>

#include "markdown/cmark.h"
#include "markdown/directive_header.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {
namespace {

// global: the parser hands its callbacks no pointer of ours, so the thread keeps it for one parse.
thread_local DirectiveNotes* current_notes = nullptr;  // of the text being parsed

struct OpenDirective {
  int colons;
  bool closed;
};

OpenDirective& open_part(const cmark_node* node) { return *static_cast<OpenDirective*>(node->as.opaque); }

bool is_directive(const cmark_node* node) { return node->type == extensions().directive_block; }

const cmark_node* open_child(const cmark_node* node) {
  const cmark_node* child = node->last_child;
  return child && (child->flags & CMARK_NODE__OPEN) ? child : nullptr;
}

/// The open directive in `outer`, itself among them, that a line of so many colons ends: the innermost of
/// exactly as many, else the innermost that has no more. Null inside of fenced code.
const cmark_node* ended_by(const cmark_node* outer, int colons) {
  const cmark_node* exact = nullptr;
  const cmark_node* fewer = nullptr;
  for (const cmark_node* node = outer; node; node = open_child(node)) {
    if (node->type == CMARK_NODE_CODE_BLOCK && node->as.code.fenced) return nullptr;
    if (!is_directive(node) || open_part(node).closed) continue;
    if (open_part(node).colons == colons) exact = node;
    if (open_part(node).colons <= colons) fewer = node;
  }
  return exact ? exact : fewer;
}

bool is_within(const cmark_node* node, const cmark_node* outer) {
  while (node && node != outer) node = node->parent;
  return node != nullptr;
}

bool may_be_fence(unsigned char c) { return c == ':' || c == 0xEF; }

std::optional<Fence> fence_at(cmark_parser* parser, const unsigned char* input, int size) {
  const int first = cmark_parser_get_first_nonspace(parser);
  if (cmark_parser_get_indent(parser) >= 4 || first >= size || !may_be_fence(input[first]))
    return std::nullopt;
  return read_fence({reinterpret_cast<const char*>(input) + first, static_cast<size_t>(size - first)});
}

void take_line(cmark_parser* parser, const unsigned char* input, int size) {
  const int end = size > 0 && input[size - 1] == '\n' ? size - 1 : size;
  cmark_parser_advance_offset(parser, reinterpret_cast<const char*>(input),
                              end - cmark_parser_get_offset(parser), 0);
}

/// Whether an open directive takes the line. The line that ends it belongs to it, and is empty for all that
/// is in it.
int matches(cmark_syntax_extension*, cmark_parser* parser, unsigned char* input, int size,
            cmark_node* container) {
  if (open_part(container).closed) return 0;
  const auto fence = fence_at(parser, input, size);
  if (!fence || !fence->rest.empty() || ended_by(container, fence->colons) != container) return 1;
  open_part(container).closed = true;
  current_notes->just_closed = container;
  take_line(parser, input, size);
  return 1;
}

/// Whether the line behind the colons begins a directive: a known name, or an unknown one that stands as
/// only a directive's does.
bool begins_directive(std::string_view rest) {
  const size_t size = directive_name_size(rest);
  if (size == 0) return false;
  if (find_directive(current_notes->table, rest.substr(0, size))) return true;
  const std::string_view behind = rest.substr(size);
  const size_t next = behind.find_first_not_of(" \t");
  return next == std::string_view::npos || behind[next] == '{' || behind[next] == '[' ||
         behind.substr(next).starts_with("｛");
}

cmark_node* open_block(cmark_syntax_extension* self, int, cmark_parser* parser, cmark_node* parent,
                       unsigned char* input, int size) {
  if (cmark_node* closed = current_notes->just_closed; closed && closed->parent != nullptr) {
    // What was left of the line of its end is no empty line: a list that it is in stays tight.
    if (!is_within(parent, closed)) {
      closed->flags = static_cast<uint16_t>(closed->flags & ~CMARK_NODE__LAST_LINE_BLANK);
      current_notes->just_closed = nullptr;
    }
  }
  const auto fence = fence_at(parser, input, size);
  if (!fence) return nullptr;
  const DirectiveNotes::Place place{cmark_parser_get_line_number(parser),
                                    cmark_parser_get_first_nonspace(parser) + 1};
  if (fence->rest.empty()) {
    current_notes->stray.push_back(place);
    return nullptr;
  }
  if (!begins_directive(fence->rest)) return nullptr;
  int depth = 1;
  for (const cmark_node* node = parent; node; node = node->parent)
    depth += is_directive(node) && !open_part(node).closed;
  if (depth > kDirectiveDepthMax) {
    current_notes->too_deep.push_back(place);
    return nullptr;
  }
  cmark_node* node = cmark_parser_add_child(parser, parent, extensions().directive_block, place.column);
  node->extension = self;
  node->as.opaque = parser->mem->calloc(1, sizeof(OpenDirective));
  open_part(node).colons = fence->colons;
  take_line(parser, input, size);
  return node;
}

int can_contain(cmark_syntax_extension*, cmark_node*, cmark_node_type child) {
  return CMARK_NODE_TYPE_BLOCK_P(child) && child != CMARK_NODE_ITEM;
}

int contains_inlines(cmark_syntax_extension*, cmark_node*) { return 0; }

/// What may not stand before the colon of an inline directive: http://…, 9:00, ::x.
bool binds_colon(unsigned char c) {
  return c == ':' || c == '/' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

}  // namespace

DirectiveScope::DirectiveScope(DirectiveNotes& notes) { current_notes = &notes; }
DirectiveScope::~DirectiveScope() { current_notes = nullptr; }

void make_directives(Extensions& all) {
  all.directive_block = cmark_syntax_extension_add_node(0);
  all.directive = cmark_syntax_extension_new("herald-directive");
  all.directive->last_block_matches = matches;
  all.directive->try_opening_block = open_block;
  all.directive->can_contain_func = can_contain;
  all.directive->contains_inlines_func = contains_inlines;
}

bool is_closed_directive(const cmark_node* node) { return open_part(node).closed; }

cmark_node* match_inline_directive(cmark_parser* parser, cmark_inline_parser* inline_parser) {
  if (!current_notes || current_notes->table.empty()) return nullptr;
  cmark_chunk* chunk = cmark_inline_parser_get_chunk(inline_parser);
  const auto at = static_cast<size_t>(cmark_inline_parser_get_offset(inline_parser));
  const auto size = static_cast<size_t>(chunk->len);
  if (at + 2 >= size || (at > 0 && binds_colon(chunk->data[at - 1]))) return nullptr;
  std::string_view text(reinterpret_cast<char*>(chunk->data) + at + 1,
                        std::min(size - at - 1, kDirectiveHeaderMax));
  const size_t name = directive_name_size(text);
  if (name == 0 || name >= text.size() || (text[name] != '[' && text[name] != '{')) return nullptr;
  const DirectiveDefinition* known = find_directive(current_notes->table, text.substr(0, name));
  if (known && !known->in_line) return nullptr;
  text = text.substr(0, text.find('\n'));
  const char* ends = text[name] == '{' ? "}" : "]}";
  if (text.find_first_of(ends, name) == std::string_view::npos) return nullptr;
  const DirectiveHeader header = read_directive_header(text);
  if (header.wrong_end == text.size() && !header.has_braces) return nullptr;  // Something has no end: text.
  // An unknown name counts only where nothing else can be meant.
  if (!known && (!header.label || header.settings.empty() || header.wrong_end > 0)) return nullptr;
  // Blanks between the parts are none of an inline directive.
  if (header.has_braces && header.label && text[header.label_end + 1] != '{') return nullptr;
  // Of a type that cells of tables hold; told from others by its extension.
  cmark_node* node = cmark_node_new_with_mem(CMARK_NODE_HTML_INLINE, parser->mem);
  node->extension = extensions().directive;
  node->as.literal = {chunk->data + at + 1, static_cast<bufsize_t>(header.size), 0};
  cmark_inline_parser_set_offset(inline_parser, static_cast<int>(at + 1 + header.size));
  return node;
}

}  // namespace herald::markdown::internal
