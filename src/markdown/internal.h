#pragma once
// What the files of this module share and nobody else sees: the builder that turns what the parser reports
// into flat nodes, the characters that decide about Chinese, and the passes over a finished document.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "markdown/document.h"
#include "markdown/outline.h"
#include "markdown/parse.h"

namespace herald::markdown::internal {

/// A table with more columns than this is left as text: the parser needs the square of them.
inline constexpr size_t kTableColumnsMax = 100;
/// The most cells (columns times the lines of the file) that a table may promise; short rows are padded.
inline constexpr size_t kTableCellsMax = 500'000;
/// How many warnings of raw HTML one text gets.
inline constexpr size_t kRawHtmlWarningsMax = 50;
/// Bytes of addresses and titles that a text may have beyond its own size.
inline constexpr size_t kTargetBytesMax = 1'000'000;
/// Bytes of a marker; all candidates have four.
inline constexpr uint32_t kMarkerSize = 4;

/// Punctuation in the parser's sense: ASCII punctuation and Unicode's category P, without symbols.
bool is_mark(char32_t c);

/// Quotation marks, dashes and dots that Chinese and Latin share; what is beside them decides whose they are.
bool is_shared_mark(char32_t c);

/// Where bare addresses end: CJK and full-width characters and the shared marks.
bool ends_address(char32_t c);

/// The text that the parser gets, and what was put into it.
struct Marked {
  std::string_view text;             ///< The body itself, or the copy with markers.
  std::string_view marker;           ///< Empty when nothing was put in.
  std::vector<uint32_t> insertions;  ///< Rising offsets of the markers in `text`.
  mutable size_t near = 0;           ///< Index into `insertions`, where `original` begins to look.
  std::vector<uint32_t> nuls = {};   ///< Rising offsets in `text` of U+FFFD that stand for a NUL of the body.

  /// The offset in the body of the byte at `offset` of `text`. Cheap when asked in about rising order.
  uint32_t original(uint32_t offset) const {
    if (!nuls.empty()) offset = without_replacements(offset);
    const bool is_near = (near == 0 || insertions[near - 1] < offset) &&
                         (near == insertions.size() || insertions[near] >= offset);
    if (!is_near) near = markers_before(offset);
    return offset - static_cast<uint32_t>(near) * kMarkerSize;
  }

 private:
  uint32_t without_replacements(uint32_t offset) const;
  size_t markers_before(uint32_t offset) const;
};

/// Puts markers beside runs of `**` and `~~` that stand between Chinese punctuation and a letter, so that the
/// flanking rule of CommonMark lets them open and close. `scratch` holds the copy, if one is made; it must
/// outlive the result.
Marked mark_emphasis(std::string_view body, std::string& scratch);

/// Puts U+FFFD in the place of each NUL (CommonMark §2.3), as the parser would, so that the way back to the
/// body is known. `scratch` holds the copy, if one is made; it must outlive `marked`.
void replace_nuls(Marked& marked, std::string& scratch);

/// The ends of the delimiter rows of tables that are too large to be parsed. `lines` are where the lines of
/// `text` begin.
std::vector<uint32_t> find_wide_tables(std::string_view text, const std::vector<uint32_t>& lines);

/// A stretch of a run of text and where it stands in the source.
struct Piece {
  uint32_t at = 0;      ///< Bytes from the beginning of the run.
  uint32_t source = 0;  ///< Offset in the source.
};

/// What the passes over blocks look at, noted while they are made.
struct Blocks {
  std::vector<NodeId> quotes;
  std::vector<NodeId> above_tables;  // by table: the block before it, or kNoNode
};

/// Makes callouts of quotations that begin with a mark: `[!提示]` or 【提示】. Adds `unknown-callout`.
void find_callouts(const base::Source& source, const Blocks& blocks, bool has_han, Document& document,
                   base::Diagnostics& diagnostics);
/// Joins the cells of ^^ and <<. Adds `table-merge`.
void merge_cells(const base::Source& source, Document& document, base::Diagnostics& diagnostics);
/// Makes captions of the paragraphs right above tables that name them, else of those right below.
void find_captions(const Blocks& blocks, Document& document);
/// Reads `{width=50% align=right}` at the beginning of `text` into `image`; returns its size, 0 when there is
/// no such thing. `span` is of the braces' beginning in `source`. Adds `unknown-attribute`,
/// `attribute-value`.
size_t read_image_attributes(std::string_view text, Node& image, const base::Source& source, uint32_t place,
                             base::Diagnostics& diagnostics);
/// Reads what stands behind a directive's colons, at `place` in the source, against the table: what it is
/// told, and where each value stands (by index of the setting). Adds what parse.h names.
DirectiveUse read_directive(std::string_view text, uint32_t place, bool is_block, const base::Source& source,
                            DirectiveTable table, std::vector<base::Span>& spans,
                            base::Diagnostics& diagnostics);
/// Adds `directive-content` for directives that do not hold what they show.
void check_directive_content(const base::Source& source, const Document& document,
                             base::Diagnostics& diagnostics);
/// True for the beginning of a callout's mark: `[!` or `[！`.
bool begins_mark(std::string_view text);

/// Makes a Document out of what a parser reports in document order. Joins neighbouring texts, and in the
/// Herald dialect drops line breaks between Chinese characters, finds values, e-mail addresses, blanks and
/// boxes, and takes `{#id}` off headings.
class Builder {
 public:
  /// `marker` is removed from every text; empty for none.
  Builder(const base::Source& source, base::Span body, const ParseOptions& options, std::string_view marker,
          base::Diagnostics& diagnostics);

  /// Begins a node that may have children, or a block without any; to be closed.
  NodeId open(NodeKind kind, base::Span span);
  /// Ends the node opened last.
  void close();
  /// The node, to set its fields until the next call.
  Node& at(NodeId id) { return document_.nodes[id]; }
  /// Copies a text into the document.
  std::string_view keep(std::string_view text);
  /// Copies an address or title. What a definition states once may be asked for in thousands of places; past
  /// kTargetBytesMax beyond the size of the text all are empty.
  std::string_view keep_target(std::string_view text);

  /// A stretch of literal text that begins at `source` and stands there as it is, or stands for `width` bytes
  /// there.
  void text(std::string_view literal, uint32_t source);
  void code(std::string_view literal, base::Span span);
  void html_inline(std::string_view literal, base::Span span);
  void html_block(std::string_view literal, base::Span span);
  void hard_break(base::Span span);
  /// A line break in a paragraph; `next` is the first character behind it, 0 when that is no character.
  void soft_break(char32_t next, base::Span span);
  void footnote_reference(uint32_t number, base::Span span);
  /// Begins a directive of which `header` stands at `place`; to be closed.
  void directive(std::string_view header, uint32_t place, DirectiveTable table, base::Span span);
  /// A directive in a line: `header` stands behind the colon that `span` begins with.
  void inline_directive(std::string_view header, DirectiveTable table, base::Span span);

  /// The document, with headings named and links listed.
  Document finish();

 private:
  struct Open {
    NodeId id;
    NodeId last_child;
  };

  NodeId leaf(NodeKind kind, std::string_view text, base::Span span);
  void flush();
  char32_t last_of(std::string_view run) const;
  void drop_indent();
  void drop_front(size_t size);
  void tell_spaced_addresses(std::string_view run);
  void split_run(std::string_view run);
  void text_part(std::string_view run, size_t begin, size_t end);
  size_t value_at(std::string_view run, size_t at, size_t done);
  size_t mail_at(std::string_view run, size_t at, size_t done);
  size_t telephone_at(std::string_view run, size_t at, size_t done);
  void bare_link(std::string_view scheme, std::string_view address, std::string_view text, base::Span span);
  size_t place_at(std::string_view run, size_t at, size_t done);
  base::Span span_of(size_t begin, size_t end) const;
  void append_run(std::string_view literal, uint32_t source);
  uint32_t append_text(std::string_view literal, uint32_t source);
  void take_image_attributes();
  bool begins_with_mark() const;
  void take_heading_id(Node& heading, Heading& entry);
  std::string& room(size_t size);
  bool allowed_tag(std::string_view literal, base::Span span);
  bool allowed_block(std::string_view text, base::Span span);
  void warn_of_attributes(const std::string& element, const std::vector<std::string>& dropped,
                          base::Span span);
  void judge_inline_pictures();
  void warn_of_html(std::string_view html, base::Span span);
  void add_directive(NodeId id, DirectiveUse use, const std::vector<base::Span>& spans);

  const base::Source& source_;
  base::Diagnostics& diagnostics_;
  std::string_view marker_;
  bool has_nul_;
  uint32_t body_end_;
  bool herald_;
  std::span<const HtmlRule> html_;
  bool has_allowed_tags_ = false;
  bool may_have_values_;
  bool may_have_mail_;
  bool may_have_blanks_;
  bool may_have_spaced_;
  bool may_have_ids_;
  Document document_;
  std::vector<Open> open_;
  Blocks blocks_;
  bool in_mark_line_ = false;     // at the beginning of a quotation: where the mark of a callout would be
  std::vector<Piece> pieces_;     // of the run
  std::string* chunk_ = nullptr;  // what `keep` appends to
  size_t run_begin_ = 0;          // in *chunk_
  size_t run_size_ = 0;
  uint32_t links_open_ = 0;
  size_t raw_html_warnings_ = 0;
  size_t target_bytes_left_ = 0;
  char32_t last_ = 0;  // the last character of the current block, 0 when that is no character
};

/// False when no address of the text holds a blank. Cheap: it looks at links alone.
bool may_have_spaced_address(std::string_view text);

/// Warns of full-width signs that stand where Markdown's own were meant, and of headings without a blank.
/// Adds `full-width-syntax` and `heading-space`.
void find_lookalikes(const base::Source& source, base::Span body, base::Diagnostics& diagnostics);

/// Gives every heading its text, id and HTML, and every link its text.
void name_headings(Document& document);
/// Gives the paragraphs of an outline ids that no heading has.
void name_outline(const Document& document, Outline& outline);
/// Adds `list-number` for the first item of each ordered list that is written with another number than it is
/// shown with. Lists whose items all have the number of the first are meant to be counted.
void find_list_numbers(const base::Source& source, const Document& document, base::Diagnostics& diagnostics);

/// The id that a heading of this text gets, before doubles are told apart; "section" when nothing is left.
std::string heading_id(std::string_view text);

/// The id behind the subtree of `node`: nodes lie in document order, so the subtree is [node, end).
NodeId subtree_end(const Document& document, NodeId node);

/// Appends the inlines below `node` for a table of contents: without links, footnotes, images and values.
void append_contents_html(const Document& document, NodeId node, std::string& out);

/// Appends with & < > as references, for text between tags.
void append_text(std::string_view text, std::string& out);
/// Appends with & < > " as references, for quoted attributes; also what the reference renderer does to text.
void append_attribute(std::string_view text, std::string& out);
/// Appends an address for href or src, what may not stand there percent-encoded, as the reference renderer
/// does.
void append_address(std::string_view address, std::string& out);
/// True for an image inside the address itself, small and of pixels: nothing in it can run.
bool is_small_picture(std::string_view address);
/// True when GFM's tagfilter takes the '<' from what `html` begins with.
bool is_filtered_tag(std::string_view html);
/// Appends raw HTML through GFM's tagfilter.
void append_filtered(std::string_view html, std::string& out);

/// One tag of allowed HTML, written anew.
struct AllowedTag {
  std::string element;               ///< In lower case.
  std::string markup;                ///< With its allowed attributes.
  std::vector<std::string> dropped;  ///< Names of attributes that are not allowed.
  bool closes = false;
  bool stands_alone = false;  ///< <br>
  size_t size = 0;            ///< Bytes of the text.
};
/// The tag at the beginning of `text`, when it is well formed and `rules` allow its element.
std::optional<AllowedTag> read_allowed_tag(std::string_view text, std::span<const HtmlRule> rules);

/// A stretch of HTML all of whose tags are allowed.
struct AllowedHtml {
  std::string markup, plain;
  std::string element;  ///< Of the first tag.
  std::vector<std::string> dropped;
};
/// False when a tag is not allowed or has no partner.
bool read_allowed_block(std::string_view html, std::span<const HtmlRule> rules, AllowedHtml& out);
/// Makes text of allowed tags that have no partner under the same node. Adds `html-unbalanced`.
void pair_tags(const base::Source& source, Document& document, base::Diagnostics& diagnostics);

/// A comment-free copy of raw HTML. `unclosed` is set when a comment has no end.
std::string without_comments(std::string_view html, bool& unclosed);
/// True for <br>, <br/>, <br /> in any case.
bool is_line_break_tag(std::string_view tag);

}  // namespace herald::markdown::internal
