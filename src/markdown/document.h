#pragma once
// A parsed Markdown text: a tree of nodes with places, and what is asked of it most: headings, links, tables,
// lists, plain text. Plain data by dense ids; made by parse.h, read by the kinds, made HTML by html.h.
// Depends on no file.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "markdown/directives.h"

namespace herald::markdown {

/// An index into Document::nodes.
using NodeId = uint32_t;
inline constexpr NodeId kNoNode = 0xffffffff;

enum class NodeKind : uint8_t {
  // blocks
  Document,
  BlockQuote,
  List,
  Item,
  CodeBlock,
  HtmlBlock,
  Paragraph,
  Heading,
  ThematicBreak,
  Table,
  TableRow,
  TableCell,
  FootnoteDefinition,
  Callout,       ///< `> [!提示]`: `text` is its class ("tip"), `title` its label ("提示").
  CalloutTitle,  ///< What the editor wrote on the line of the mark; empty for none. First child of a Callout.
  Caption,       ///< The paragraph right above or below a table that names it: 表1 各周安排.
  AllowedBlock,  ///< Raw HTML that the site allows: `text` is safe markup, `title` its text alone.
  Directive,     ///< `:::名称` … `:::`: `start` is its index in Document::directives.
  // inlines
  Text,
  SoftBreak,
  LineBreak,
  Code,
  HtmlInline,
  Emphasis,
  Strong,
  Strikethrough,
  Link,
  Image,
  FootnoteReference,
  Value,            ///< {{ campaign.theme }}: `text` is the dotted name; filled when rendered.
  Blank,            ///< （　） or ＿＿: a place to write in (blanks.h); `text` is as written.
  Box,              ///< □ or ☑: a place to tick; `text` is as written.
  AllowedTag,       ///< One tag that the site allows, of a pair: `text` is safe markup.
  InlineDirective,  ///< `:名称[文字]{…}`: as Directive; `title` is what it shows as plain text.
};

/// How the items of a list are marked.
enum class ListType : uint8_t { Bullet, Ordered };
enum class Alignment : uint8_t { None, Left, Center, Right };
enum class Checkbox : uint8_t { None, Open, Done };

/// One node. Children are linked by ids; nodes lie in document order, a parent before its children.
struct Node {
  NodeKind kind = NodeKind::Document;
  uint8_t level = 0;  ///< Heading: 1 to 6. TableCell: the columns it covers, 0 when another cell covers it.
  ListType list_type = ListType::Bullet;
  Alignment alignment = Alignment::None;  ///< TableCell, Image.
  Checkbox checkbox = Checkbox::None;     ///< Item of a task list, Box.
  bool tight = false;                     ///< List.
  bool header = false;                    ///< TableRow, TableCell: of the table's head.
  bool percent = false;                   ///< Image: its width is a part of the column.
  uint32_t start = 0;  ///< Ordered list: its first number. Item of one: its number as written (shown is what
                       ///< counting from the list's first gives). FootnoteReference/Definition: its number.
                       ///< TableCell: the rows it covers. Image: its width in pixels or per cent, 0 for its
                       ///< own. Directive, InlineDirective: an index.
  NodeId parent = kNoNode;
  NodeId first_child = kNoNode;
  NodeId next = kNoNode;  ///< Next sibling.
  std::string_view
      text;  ///< Text, Code, CodeBlock, Html*: the literal. Value: the name. Into Document::storage.
  std::string_view target;  ///< Link, Image: the address as written, unescaped. CodeBlock: the info string.
  std::string_view title;   ///< Link, Image.
  base::Span span;          ///< In the Source that was parsed; empty where the parser cannot tell.
};

struct Heading {
  NodeId node = kNoNode;
  uint8_t level = 1;
  std::string id;    ///< Unique in the document; Han characters kept; `{#id}` wins; equal ones get -2, -3.
  std::string text;  ///< Plain text.
  std::string html;  ///< Inline markup without links and footnotes, for a table of contents.
  base::Span span;
};

struct Link {
  NodeId node = kNoNode;
  std::string target;  ///< As written (unescaped), for example "../forms/statistics.md#due".
  std::string text;    ///< Plain text of the link, or the image's alternative text.
  bool image = false;  ///< An image, or a file that a directive shows or hands out.
  base::Span span;
};

/// The whole of one text. Movable; views in nodes stay right when it is moved.
struct Document {
  std::vector<Node> nodes;        ///< nodes[0] is the Document.
  std::vector<Heading> headings;  ///< In document order.
  std::vector<Link> links;        ///< In document order: images, autolinks and settings of directives too.
  std::vector<NodeId> tables;     ///< In document order.
  std::vector<DirectiveUse> directives;               ///< In document order.
  std::vector<std::unique_ptr<std::string>> storage;  ///< What the views point into.

  const Node& at(NodeId id) const { return nodes[id]; }
};

/// The text of a node and what is in it, without markup: soft breaks become a space or nothing (Chinese),
/// code and alternative texts are kept, footnotes and values are left out; an inline directive is its text.
/// Blocks are separated by '\n'.
std::string plain_text(const Document& document, NodeId node);

/// Where code and directives' settings stand, rising: what reads the raw text of a page passes over them.
std::vector<base::Span> code_spans(const Document& document);
/// True when `at` lies in one of rising spans.
bool lies_in(std::span<const base::Span> spans, size_t at);

/// A table as rows of cells, the header row first; each row has as many cells as the header. A cell that the
/// one above covers has the text of that one; a cell that the one to its left covers is empty.
struct TableCellView {
  NodeId node = kNoNode;
  std::string text;      ///< Plain text, trimmed; <br> is '\n'.
  bool covered = false;  ///< Its place is taken by another cell.
};
std::vector<std::vector<TableCellView>> table_rows(const Document& document, NodeId table);

/// The children of `node`, in order.
std::vector<NodeId> children(const Document& document, NodeId node);

/// A heading and the blocks below it, up to the next heading of the same or a higher level: the section tree
/// of a document flattened. `blocks` holds the top-level blocks directly below (before any deeper heading).
struct SectionView {
  size_t heading =
      SIZE_MAX;  ///< Index into Document::headings; SIZE_MAX for what stands before the first heading.
  size_t parent = SIZE_MAX;  ///< Index of the enclosing section in the same list.
  std::vector<NodeId> blocks;
};
std::vector<SectionView> sections(const Document& document);

}  // namespace herald::markdown
