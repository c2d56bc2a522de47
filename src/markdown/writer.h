#pragma once
// The writer of HTML, private to the module: html.cc has the walk and the inlines, html_blocks.cc the blocks.

#include <string>
#include <string_view>
#include <vector>

#include "markdown/html.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {

/// Whom the HTML is for: a page, a comparison with cmark-gfm, a table of contents.
enum class Purpose : uint8_t { Page, Strict, Contents };

/// How often footnotes are referred to; shared by the writers of one document's parts.
struct FootnoteCounts {
  std::vector<uint32_t> references;  ///< By number of the footnote: how many there are …
  std::vector<uint32_t> written;     ///< … and how many were written.
};

/// Walks a subtree and writes it. No recursion: the tree may be as deep as the text is long.
class Writer {
 public:
  /// Appends to `out`; the three references must outlive the writer.
  Writer(const Document& document, const HtmlOptions& options, Purpose purpose, Fragment& out)
      : document_(document), options_(options), purpose_(purpose), fragment_(out), html_(out.html) {}
  /// The same for a part of what `outer` writes, put elsewhere.
  Writer(const Writer& outer, Fragment& out)
      : document_(outer.document_),
        options_(outer.options_),
        purpose_(outer.purpose_),
        fragment_(out),
        html_(out.html),
        counts_(outer.counts_) {}

  /// Appends the HTML of `root` and all in it.
  void write(NodeId root);
  /// Appends the HTML of what is in `root`.
  void write_children(NodeId root) {
    for (NodeId id = document_.at(root).first_child; id != kNoNode; id = document_.at(id).next) write(id);
  }

 private:
  bool enter(NodeId id);
  bool enter_directive(NodeId id, const Node& node);
  void directive_items(const DirectiveDefinition& definition, NodeId directive, DirectivePart& part);
  void pictures(NodeId directive, DirectivePart& part);
  void list_items(NodeId list, bool pairs, DirectivePart& part);
  void pair(NodeId item, DirectivePart::Item& out);
  bool stands_alone(const Node& paragraph) const;
  void leave(NodeId id);
  void enter_callout(const Node& node);
  void leave_callout(const Node& node);
  void enter_callout_title(NodeId id, const Node& node);
  void enter_caption(NodeId id, const Node& node);
  void leave_caption(NodeId id, const Node& node);
  bool names_table(NodeId id, const Node& caption) const;
  bool is_named_below(NodeId table) const;
  bool names_rows(const Node& table) const;
  bool names_its_row(const Node& cell) const;
  void picture_style(const Node& image);
  const SignOff* sign_off(NodeId id) const;  ///< Null for a block that does not sign.
  bool print_sign_off(NodeId id);            ///< False when the block is printed as it is.
  void enter_paragraph(NodeId id);
  void leave_paragraph(NodeId id);
  void enter_heading(NodeId id, const Node& node);
  void enter_list(const Node& node);
  void enter_item(const Node& node);
  void enter_footnote(const Node& node);
  void enter_table(NodeId id, const Node& node);
  void leave_table(const Node& node);
  void enter_row(const Node& node);
  void leave_row(const Node& node);
  void enter_cell(const Node& node);
  void leave_cell(const Node& node);
  void code_block(const Node& node);
  void raw_html(const Node& node);
  void enter_link(const Node& node);
  void leave_link(const Node& node);
  void image(NodeId id, const Node& node);
  void alternative(NodeId id);
  void reference(const Node& node);
  void back_references(const Node& definition);
  void count_references();
  uint32_t add_target(std::string_view target);
  void hole(Hole::Kind kind, uint32_t index);
  bool is_tight(const Node& paragraph) const;
  bool is_figure(const Node& paragraph) const;
  bool has_empty_head(const Node& table) const;
  bool begins_task(NodeId paragraph, const Node& node) const;
  const OutlineEntry* outline_entry(NodeId paragraph);
  void open_lead(const OutlineEntry& entry);
  void blank(const Node& node);
  void literal(NodeId id, const Node& node);

  void text(std::string_view bytes) { strict() ? append_attribute(bytes, html_) : append_text(bytes, html_); }
  void attribute(std::string_view bytes) { append_attribute(bytes, html_); }
  bool strict() const { return purpose_ == Purpose::Strict; }
  /// Begins a line, as the reference does.
  void line() {
    if (!html_.empty() && html_.back() != '\n') html_ += '\n';
  }

  const Document& document_;
  const HtmlOptions& options_;
  Purpose purpose_;
  Fragment& fragment_;
  std::string& html_;
  NodeId root_ = 0;  // what is being written
  bool in_footnotes_ = false;
  bool in_captioned_table_ = false;
  bool named_below_ = false;            // the figure of the table ends with the caption that follows
  bool rows_are_named_ = false;         // the first cell of each row is its header
  size_t next_entry_ = 0;               // of the outline
  const OutlineEntry* lead_ = nullptr;  // whose sentence is being written
  FootnoteCounts own_counts_;
  FootnoteCounts* counts_ = &own_counts_;
};

}  // namespace herald::markdown::internal
