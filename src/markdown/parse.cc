// Drives the parser and walks its tree. See cmark.h for what is special about cmark-gfm.

#include "markdown/parse.h"

#include <cstring>

#include "base/utf8.h"
#include "markdown/arena.h"
#include "markdown/cmark.h"
#include "markdown/directive_header.h"
#include "markdown/internal.h"
#include "markdown/places.h"

namespace herald::markdown {
namespace {

using internal::Arena;
using internal::Builder;
using internal::ContentMap;
using internal::extensions;
using internal::Extensions;
using internal::Ground;
using internal::Marked;
using internal::view;

/// What a thread keeps from one text to the next.
struct Scratch {
  Arena arena;
  std::string marked;
  std::vector<uint32_t> lines;
};

// global: cmark_mem has no room for a pointer of ours, so the thread keeps it for the time of one parse.
thread_local Arena* current_arena = nullptr;  // cmark_mem has no room for a pointer of ours

Scratch& scratch() {
  // global: memory that a thread uses again; nothing of one text is seen by the next.
  static thread_local Scratch of_thread;
  return of_thread;
}

void* arena_calloc(size_t count, size_t size) { return current_arena->zeroed(count * size); }
void* arena_realloc(void* piece, size_t size) { return current_arena->resized(piece, size); }
void arena_free(void* piece) { current_arena->released(piece); }

// global: cmark wants a pointer to memory functions that is not const; nobody writes it.
cmark_mem arena_memory = {arena_calloc, arena_realloc, arena_free};  // read only

/// Sets the thread's arena for the time of one parse.
class ArenaScope {
 public:
  explicit ArenaScope(Arena& arena) { current_arena = &arena; }
  ~ArenaScope() {
    current_arena->reset();
    current_arena = nullptr;
  }
};

bool is_ascii_punctuation(char c) {
  return static_cast<unsigned char>(c) < 0x80 && internal::is_mark(static_cast<unsigned char>(c));
}

/// Hands the parser's tree to the builder in document order. Without recursion.
class Walk {
 public:
  Walk(const Ground& ground, const base::Source& source, const ParseOptions& options, Builder& builder,
       base::Diagnostics& diagnostics)
      : ground_(ground),
        source_(source),
        dialect_(options.dialect),
        directives_(options.directives),
        builder_(builder),
        diagnostics_(diagnostics),
        map_(ground) {}

  void run(cmark_node* root);

 private:
  void enter(cmark_node* node);
  bool enter_block(cmark_node* node);
  void enter_table_part(cmark_node* node);
  void enter_directive(const cmark_node* node, base::Span span);
  void enter_inline_directive(const cmark_node* node);
  void enter_list(const cmark_node* node, NodeId id);
  void enter_item(const cmark_node* node, NodeId id);
  void enter_inline(cmark_node* node);
  void enter_link(cmark_node* node);
  void footnote(const cmark_node* node);
  void text(const cmark_node* node);
  void stretch(std::string_view bytes, size_t begin);
  void joined(std::string_view bytes, size_t begin);
  char32_t first_behind(const cmark_node* node) const;
  base::Span inline_span(const cmark_node* node);
  bool opens(const cmark_node* node) const;

  const Ground& ground_;
  const base::Source& source_;
  Dialect dialect_;
  DirectiveTable directives_;
  Builder& builder_;
  base::Diagnostics& diagnostics_;
  ContentMap map_;
  uint32_t footnotes_ = 0;
  uint32_t column_ = 0;  // of the next cell
  const uint8_t* alignments_ = nullptr;
  uint32_t columns_ = 0;
  base::Span last_text_ = {};
};

/// True for what the builder opens and closes; the rest are leaves.
bool Walk::opens(const cmark_node* node) const {
  switch (node->type) {
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_FOOTNOTE_REFERENCE:
      return false;
    default:
      return true;
  }
}

void Walk::run(cmark_node* root) {
  cmark_node* node = root;
  for (;;) {
    enter(node);
    if (node->first_child && opens(node)) {
      node = node->first_child;
      continue;
    }
    if (opens(node)) builder_.close();
    while (node != root && !node->next) {
      node = node->parent;
      builder_.close();
    }
    if (node == root) return;
    node = node->next;
  }
}

void Walk::enter(cmark_node* node) {
  if (CMARK_NODE_BLOCK_P(node)) {
    if (enter_block(node)) map_.begin(node);
  } else {
    enter_inline(node);
  }
}

/// Returns true when the node's content is inlines.
bool Walk::enter_block(cmark_node* node) {
  base::Span span = ground_.span(node);
  last_text_ = {span.begin, span.begin};
  switch (node->type) {
    case CMARK_NODE_DOCUMENT:
      builder_.open(NodeKind::Document, span);
      return false;
    case CMARK_NODE_BLOCK_QUOTE:
      builder_.open(NodeKind::BlockQuote, span);
      return false;
    case CMARK_NODE_LIST:
      enter_list(node, builder_.open(NodeKind::List, span));
      return false;
    case CMARK_NODE_ITEM:
      enter_item(node, builder_.open(NodeKind::Item, span));
      return false;
    case CMARK_NODE_CODE_BLOCK: {
      NodeId id = builder_.open(NodeKind::CodeBlock, span);
      std::string_view literal = builder_.keep(view(node->as.code.literal));
      std::string_view info = builder_.keep(view(node->as.code.info));
      builder_.at(id).text = literal;
      builder_.at(id).target = info;
      return false;
    }
    case CMARK_NODE_HTML_BLOCK:
      builder_.html_block(view(node->as.literal), span);
      return false;
    case CMARK_NODE_PARAGRAPH:
      builder_.open(NodeKind::Paragraph, span);
      return true;
    case CMARK_NODE_HEADING:
      builder_.at(builder_.open(NodeKind::Heading, span)).level =
          static_cast<uint8_t>(node->as.heading.level);
      return true;
    case CMARK_NODE_THEMATIC_BREAK:
      builder_.open(NodeKind::ThematicBreak, span);
      return false;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
      builder_.at(builder_.open(NodeKind::FootnoteDefinition, span)).start = ++footnotes_;
      return false;
    default:
      if (node->type == extensions().directive_block) {
        enter_directive(node, span);
        return false;
      }
      enter_table_part(node);
      return true;
  }
}

/// Its line is read from the source: in the parser's text may stand markers.
void Walk::enter_directive(const cmark_node* node, base::Span span) {
  const size_t begin = ground_.offset(node->start_line, node->start_column);
  const size_t end = ground_.line_end(static_cast<size_t>(node->start_line) - 1);
  const base::Span line{ground_.source(begin), ground_.source(std::max(begin, end))};
  const auto fence = internal::read_fence(source_.view(line));
  const std::string_view header = fence ? fence->rest : std::string_view();
  const auto place = fence ? static_cast<uint32_t>(header.data() - source_.text.data()) : line.begin;
  builder_.directive(header, place, directives_, span);
  if (internal::is_closed_directive(node)) return;
  const size_t name = internal::directive_name_size(header);
  diagnostics_.add(base::Code::UnclosedDirective, source_, {place, place + static_cast<uint32_t>(name)},
                   {std::string(header.substr(0, name))});
}

void Walk::enter_inline_directive(const cmark_node* node) {
  const size_t begin = map_.offset_of(node->as.literal);
  last_text_ = map_.span(begin - 1, begin + static_cast<size_t>(node->as.literal.len));
  builder_.inline_directive(view(node->as.literal), directives_, last_text_);
}

void Walk::enter_table_part(cmark_node* node) {
  base::Span span = ground_.span(node);
  bool in_table = node->parent->extension == extensions().table;
  if (!in_table) {
    builder_.open(NodeKind::Table, span);
    alignments_ = cmark_gfm_extensions_get_table_alignments(node);
    columns_ = cmark_gfm_extensions_get_table_columns(node);
  } else if (node->parent->parent->extension != extensions().table) {
    builder_.at(builder_.open(NodeKind::TableRow, span)).header =
        cmark_gfm_extensions_get_table_row_is_header(node) != 0;
    column_ = 0;
  } else {
    Node& cell = builder_.at(builder_.open(NodeKind::TableCell, span));
    cell.header = cmark_gfm_extensions_get_table_row_is_header(node->parent) != 0;
    uint8_t alignment = column_ < columns_ ? alignments_[column_] : 0;
    cell.alignment = alignment == 'l'   ? Alignment::Left
                     : alignment == 'c' ? Alignment::Center
                     : alignment == 'r' ? Alignment::Right
                                        : Alignment::None;
    cell.level = 1;
    cell.start = 1;
    ++column_;
  }
}

void Walk::enter_list(const cmark_node* node, NodeId id) {
  Node& list = builder_.at(id);
  list.list_type = node->as.list.list_type == CMARK_ORDERED_LIST ? ListType::Ordered : ListType::Bullet;
  list.tight = node->as.list.tight;
  list.start = static_cast<uint32_t>(node->as.list.start);
}

void Walk::enter_item(const cmark_node* node, NodeId id) {
  if (node->as.list.list_type == CMARK_ORDERED_LIST)
    builder_.at(id).start = static_cast<uint32_t>(node->as.list.start);
  if (node->extension != extensions().tasklist) return;
  bool done = node->as.list.checked;
  if (dialect_ == Dialect::Herald) {  // The original looks for [x] anywhere in the line.
    size_t box = source_.text.find('[', builder_.at(id).span.begin);
    done = box != std::string::npos && box + 1 < source_.text.size() && (source_.text[box + 1] | 0x20) == 'x';
  }
  builder_.at(id).checkbox = done ? Checkbox::Done : Checkbox::Open;
}

base::Span Walk::inline_span(const cmark_node* node) {
  size_t begin = map_.offset_of(node->start_line, node->start_column);
  size_t end = map_.offset_of(node->end_line, node->end_column + 1);
  return map_.span(begin, std::max(begin, end));
}

void Walk::enter_inline(cmark_node* node) {
  switch (node->type) {
    case CMARK_NODE_TEXT:
      text(node);
      break;
    case CMARK_NODE_SOFTBREAK:
      builder_.soft_break(first_behind(node), {last_text_.end, last_text_.end});
      break;
    case CMARK_NODE_LINEBREAK:
      builder_.hard_break({last_text_.end, last_text_.end});
      break;
    case CMARK_NODE_CODE:
      last_text_ = inline_span(node);
      builder_.code(view(node->as.literal), last_text_);
      break;
    case CMARK_NODE_HTML_INLINE: {
      if (node->extension == extensions().directive) return enter_inline_directive(node);
      size_t begin = map_.offset_of(node->as.literal);
      size_t size = static_cast<size_t>(node->as.literal.len);
      last_text_ = begin == std::string_view::npos ? inline_span(node) : map_.span(begin, begin + size);
      builder_.html_inline(view(node->as.literal), last_text_);
      break;
    }
    case CMARK_NODE_EMPH:
      builder_.open(NodeKind::Emphasis, inline_span(node));
      break;
    case CMARK_NODE_STRONG:
      builder_.open(NodeKind::Strong, inline_span(node));
      break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
      enter_link(node);
      break;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
      footnote(node);
      break;
    default:
      builder_.open(NodeKind::Strikethrough, inline_span(node));
      break;
  }
}

void Walk::text(const cmark_node* node) {
  std::string_view bytes = view(node->as.literal);
  if (bytes.empty()) return;
  size_t begin = map_.offset_of(node->as.literal);
  if (begin != std::string_view::npos) {
    stretch(bytes, begin);
  } else {
    joined(bytes, map_.offset_of(node->start_line, node->start_column));
  }
}

/// A text that stands at `begin` of the content byte for byte.
void Walk::stretch(std::string_view bytes, size_t begin) {
  last_text_ = map_.span(begin, begin + bytes.size());
  uint32_t place = last_text_.begin;
  for (size_t cut = map_.stretch_end(begin); cut > begin && cut < begin + bytes.size();
       cut = map_.stretch_end(begin)) {
    builder_.text(bytes.substr(0, cut - begin), place);  // up to `\|` in a cell
    bytes.remove_prefix(cut - begin);
    begin = cut;
    place = map_.span(begin, begin).begin;
  }
  builder_.text(bytes, place);
}

/// A text that the parser has joined: between its stretches the content has backslashes and character
/// references.
void Walk::joined(std::string_view bytes, size_t begin) {
  size_t at = begin;    // in the content
  size_t done = 0;      // of the bytes
  size_t from = begin;  // where the stretch that begins at `done` stands
  auto end_stretch = [&](size_t byte, size_t next) {
    if (byte > done) stretch(bytes.substr(done, byte - done), from);
    done = byte;
    from = at = next;
  };
  for (size_t i = 0; i < bytes.size();) {
    unsigned char c = map_.byte_at(at);
    if (c == '\\' && bytes[i] == static_cast<char>(map_.byte_at(at + 1)) && is_ascii_punctuation(bytes[i])) {
      end_stretch(i, at + 1);
    } else if (c == '&') {
      size_t size = map_.reference_at(at);
      if (size > 0 && !map_.stands_at(at, bytes.substr(i, size))) {
        end_stretch(i, at);
        base::next_code_point(bytes, i);
        end_stretch(i, at + size);
        continue;
      }
    }
    ++i;
    ++at;
  }
  end_stretch(bytes.size(), at);
}

void Walk::enter_link(cmark_node* node) {
  const cmark_node* child = node->first_child;
  size_t end = map_.offset_of(node->end_line, node->end_column + 1);
  size_t begin = map_.offset_of(node->start_line, node->start_column);
  while (child && child->type != CMARK_NODE_TEXT && child->first_child) child = child->first_child;
  size_t text =
      child && child->type == CMARK_NODE_TEXT ? map_.offset_of(child->as.literal) : std::string_view::npos;
  if (text != std::string_view::npos) {
    unsigned char before = map_.byte_at(text - 1);
    bool bare = child->parent == node && before != '[' && before != '<' &&
                view(node->as.link.url).ends_with(view(child->as.literal));
    begin = text;
    if (bare && node->type == CMARK_NODE_LINK) {
      end = text + static_cast<size_t>(child->as.literal.len);
    } else {
      while (begin > 0 && map_.byte_at(begin) != '[' && map_.byte_at(begin) != '<') --begin;
      if (map_.byte_at(begin) == '<') end = text + static_cast<size_t>(child->as.literal.len) + 1;
      if (begin > 0 && node->type == CMARK_NODE_IMAGE) --begin;
    }
  }
  base::Span span = last_text_ = map_.span(begin, std::max(begin, end));
  NodeId id = builder_.open(node->type == CMARK_NODE_LINK ? NodeKind::Link : NodeKind::Image, span);
  std::string_view target = builder_.keep_target(view(node->as.link.url));
  std::string_view title = builder_.keep_target(view(node->as.link.title));
  builder_.at(id).target = target;
  builder_.at(id).title = title;
}

void Walk::footnote(const cmark_node* node) {
  uint32_t number = 0;
  for (char c : view(node->as.literal)) {
    if (c >= '0' && c <= '9') number = number * 10 + static_cast<uint32_t>(c - '0');
  }
  last_text_ = inline_span(node);
  builder_.footnote_reference(number, last_text_);
}

/// The first character behind a soft break, in the same block; 0 when it is an image or the like.
char32_t Walk::first_behind(const cmark_node* node) const {
  while (node) {
    while (!node->next) {
      node = node->parent;
      if (!node || CMARK_NODE_BLOCK_P(const_cast<cmark_node*>(node))) return 0;
    }
    node = node->next;
    while (node->type != CMARK_NODE_IMAGE && node->first_child) node = node->first_child;
    bool is_comment = node->type == CMARK_NODE_HTML_INLINE && view(node->as.literal).starts_with("<!--");
    if (is_comment) continue;
    if (node->type == CMARK_NODE_FOOTNOTE_REFERENCE) return U'注';
    if (node->type == CMARK_NODE_HTML_INLINE && node->extension == extensions().directive) return U'值';
    if (node->type != CMARK_NODE_TEXT && node->type != CMARK_NODE_CODE) return 0;
    std::string_view text = view(node->as.literal);
    if (!ground_.marked.marker.empty() && text.starts_with(ground_.marked.marker)) {
      text.remove_prefix(ground_.marked.marker.size());
    }
    if (text.empty()) continue;
    if (text.starts_with("{{") && dialect_ == Dialect::Herald) return U'值';
    size_t at = 0;
    return base::next_code_point(text, at);
  }
  return 0;
}

void find_lines(std::string_view text, std::vector<uint32_t>& lines) {
  lines.clear();
  for (size_t at = 0; at < text.size();) {
    lines.push_back(static_cast<uint32_t>(at));
    const void* end = std::memchr(text.data() + at, '\n', text.size() - at);
    at = end ? static_cast<size_t>(static_cast<const char*>(end) - text.data()) + 1 : text.size();
  }
}

/// Makes text of tables that are too large, by spoiling the last byte of their delimiter rows.
void break_wide_tables(Marked& marked, const base::Source& source, const Ground& ground, std::string& copy,
                       base::Diagnostics& diagnostics) {
  std::vector<uint32_t> rows = internal::find_wide_tables(marked.text, ground.lines);
  if (rows.empty()) return;
  if (marked.text.data() != copy.data()) copy = marked.text;
  marked.text = copy;
  for (uint32_t end : rows) {
    copy[end - 1] = '+';
    uint32_t place = ground.source(end);
    diagnostics.add(base::Code::TableTooWide, source, {place - 1, place},
                    {std::to_string(internal::kTableColumnsMax)});
  }
}

/// Tells of lines of colons that begin or end no directive.
void tell_notes(const internal::DirectiveNotes& notes, const base::Source& source, const Ground& ground,
                base::Diagnostics& diagnostics) {
  const auto tell = [&](const internal::DirectiveNotes::Place& place, base::Code code, std::string argument) {
    const size_t begin = ground.offset(place.line, place.column);
    const base::Span line{ground.source(begin),
                          ground.source(ground.line_end(static_cast<size_t>(place.line) - 1))};
    const std::string_view text = base::trim(source.view(line));
    if (argument.empty()) argument = text;
    diagnostics.add(code, source, {line.begin, line.begin + static_cast<uint32_t>(text.size())},
                    {std::move(argument)});
  };
  constexpr size_t kToldMax = 20;  // of a kind
  for (size_t i = 0; i < std::min(notes.stray.size(), kToldMax); ++i)
    tell(notes.stray[i], base::Code::StrayDirectiveEnd, {});
  for (size_t i = 0; i < std::min(notes.too_deep.size(), kToldMax); ++i)
    tell(notes.too_deep[i], base::Code::DirectiveTooDeep, std::to_string(internal::kDirectiveDepthMax));
}

}  // namespace

Document parse(const base::Source& source, base::Span body, const ParseOptions& options,
               base::Diagnostics& diagnostics) {
  const Extensions& all = extensions();
  Scratch& kept = scratch();
  ArenaScope scope(kept.arena);
  bool herald = options.dialect == Dialect::Herald;
  std::string_view text = source.view(body);
  Marked marked = herald ? internal::mark_emphasis(text, kept.marked) : Marked{text, {}, {}, 0};
  internal::replace_nuls(marked, kept.marked);
  find_lines(marked.text, kept.lines);
  Ground ground{marked, kept.lines, body.begin};
  break_wide_tables(marked, source, ground, kept.marked, diagnostics);

  int flags = CMARK_OPT_UNSAFE | CMARK_OPT_SOURCEPOS;
  if (herald) flags |= CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
  // The parser walks its whole tree for footnotes, whether there are any or not.
  if (herald && marked.text.find("[^") != std::string_view::npos) flags |= CMARK_OPT_FOOTNOTES;
  internal::DirectiveNotes notes{herald ? options.directives : DirectiveTable(), {}, {}};
  internal::DirectiveScope directives(notes);
  cmark_parser* parser = cmark_parser_new_with_mem(flags, &arena_memory);
  // Before the tables, which would take a line of colons for a row.
  if (!notes.table.empty()) cmark_parser_attach_syntax_extension(parser, all.directive);
  cmark_parser_attach_syntax_extension(parser, all.table);
  cmark_parser_attach_syntax_extension(parser, all.tilde);
  cmark_parser_attach_syntax_extension(parser, herald ? all.address : all.autolink);
  cmark_parser_attach_syntax_extension(parser, all.tasklist);
  cmark_parser_feed(parser, marked.text.data(), marked.text.size());
  cmark_node* root = cmark_parser_finish(parser);

  Builder builder(source, body, options, marked.marker, diagnostics);
  Walk(ground, source, options, builder, diagnostics).run(root);
  tell_notes(notes, source, ground, diagnostics);
  if (herald) internal::find_lookalikes(source, body, diagnostics);
  Document document = builder.finish();
  if (herald) internal::find_list_numbers(source, document, diagnostics);
  return document;
}

}  // namespace herald::markdown
