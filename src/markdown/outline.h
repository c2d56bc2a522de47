#pragma once
// The section tree of an official document: its headings and the numbered paragraphs that are headings. Such
// a paragraph is a heading of its own line (一、指导思想) or begins with one
// (（一）搞好学习。街道各办公室……). An item of an ordered list below such a heading (1. 网络课堂。每周一讲。)
// is one as well: Markdown makes a list of what the document numbers. Document in, outline out; nothing in
// the text is renumbered or moved. html.h prints its anchors, the kinds make tables of contents of it, and
// its findings say where the numbers go wrong.

#include <cstdint>
#include <string>
#include <vector>

#include "markdown/document.h"
#include "markdown/numbering.h"

namespace herald::markdown {

/// How an entry of the outline stands in the text.
enum class Lead : uint8_t {
  Heading,  ///< A heading of Markdown, with a number or without.
  OwnLine,  ///< A paragraph that is a heading: 一、指导思想
  RunIn,    ///< The first sentence of a paragraph: （一）搞好学习。街道各办公室……
  Plain,  ///< A numbered paragraph that is no heading: a line of a list, a long sentence. It counts, no more.
};

struct OutlineEntry {
  NodeId node = kNoNode;  ///< The Heading, the top-level Paragraph, or the first Paragraph of an item.
  Lead lead = Lead::Heading;
  /// As the level of a heading. Of a heading its own; a paragraph without anything above it is on the level
  /// of the document's highest heading (2 when there is none). All are at least one below their parent.
  uint8_t level = 0;
  size_t parent = SIZE_MAX;  ///< Index of the entry it stands under.
  Numbering numbering;
  bool in_item = false;  ///< The number is the list's: it does not stand in the text of the node.
  std::string text;   ///< "（一）搞好学习": as written, without the stop behind it. Empty for a Plain.
  std::string title;  ///< "搞好学习"
  std::string id;     ///< Unique among the headings' ids and these; a heading's own. Empty for a Plain.
  /// The sentence of a RunIn stands from before `lead_begin` to `lead_bytes` bytes inside of the text of
  /// `lead_end` (SIZE_MAX: to the end of that node). kNoNode where marks of emphasis cross its end.
  NodeId lead_begin = kNoNode;
  NodeId lead_end = kNoNode;
  size_t lead_bytes = SIZE_MAX;
  base::Span span;  ///< Of the node.
};

/// What is wrong with the order of an outline's numbers. The number of an entry is right when it is one more
/// than that of the entry before it under the same parent; the first is 1, or goes on from the last of its
/// form in the section before (numbered through, 1 to 16).
struct NumberingFinding {
  enum class Kind : uint8_t {
    Gap,           ///< 一、三、
    Double,        ///< 二、二、
    Backwards,     ///< 三、一、
    BadBeginning,  ///< The first under its parent is neither 1 nor goes on.
  };
  Kind kind = Kind::Gap;
  size_t entry = 0;  ///< Index into Outline::entries.
  int expected = 0;  ///< The value that would be right.
};

struct Outline {
  std::vector<OutlineEntry> entries;  ///< In document order.
  std::vector<NumberingFinding> findings;
};

/// The outline of a document: every heading, and the numbered top-level paragraphs that are headings or count
/// with them; and below 一、 and （一） the items of top-level lists numbered 1. 2. 3., unless the list is a
/// plain one (find it in the text: nothing but a line an item). A paragraph is taken where its number begins
/// at one or goes on. None are: clauses (ending in ； or ，), paragraphs that enumerate in themselves
/// (（一）…；（二）…), 一、二年级. Runs of numbered lines with no text below them (slogans) are Plain. Linear
/// in the size of the document.
Outline outline_of(const Document& document);

}  // namespace herald::markdown
