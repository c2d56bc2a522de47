#pragma once
// What the readers of all kinds share: tables by the names of their columns, lists by their items, blocks
// that were taken. Private to the module.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/records.h"
#include "campaign/words.h"

namespace herald::campaign {

using markdown::NodeId;

/// A table whose header was looked up in the words of one use.
struct Table {
  NodeId node = markdown::kNoNode;
  std::vector<std::vector<markdown::TableCellView>> rows;  ///< The header first.
  std::vector<const Word*> columns;                        ///< By column; null for an unknown header.

  /// The column of `field`, or SIZE_MAX. The first of two.
  size_t column(std::string_view field) const;
  /// The text in `row` under `field`, or an empty text.
  std::string_view cell(size_t row, std::string_view field) const;
  /// The node of that cell, or kNoNode.
  NodeId cell_node(size_t row, std::string_view field) const;
  bool empty_row(size_t row) const;
};

/// One item of a list: its text without nested lists, and the first link in it.
struct Item {
  NodeId node = markdown::kNoNode;
  std::string text;
  std::string link;  ///< As written; empty when there is none.
  std::string link_text;
  base::Span span;
};

/// A link in a text.
struct TextLink {
  std::string target;  ///< As written.
  std::string text;    ///< An address as its own text is written so.
};

/// A label before a colon and what follows it.
struct Labelled {
  std::string_view label;
  std::string_view value;
  bool found = false;
};

/// One run of a reader over one document.
class Reading {
 public:
  Reading(const ReadInput& input, value::Arena& arena, base::Diagnostics& diagnostics);

  const markdown::Document& document() const { return *input_.document; }
  const base::Source& source() const { return *input_.source; }
  const ReadInput& input() const { return input_; }
  int year() const { return input_.year; }
  value::Arena& arena() { return arena_; }
  base::Diagnostics& diagnostics() { return diagnostics_; }

  /// A text value, copied into the page's arena.
  value::Value text(std::string_view s) { return value::Value::string(arena_.copy(s)); }
  /// The parts of an enumeration (parted by 、 ， , ； ; or a line break) as a list of texts.
  value::Value enumeration(std::string_view s);
  /// The line of `span` in the file, from 1. Cheap when asked in rising order.
  int64_t line_of(base::Span span);
  /// Where a node stands, without blanks around it.
  base::Span span_of(NodeId node) const;
  base::Diagnostic& add(base::Code code, base::Span span, std::vector<std::string> arguments = {});

  /// Top-level blocks in order, without the heading that became the title.
  const std::vector<NodeId>& blocks() const { return blocks_; }
  /// The heading that `block` stands under: an index into Document::headings, or SIZE_MAX.
  size_t heading_above(NodeId block) const;
  /// The plain text of that heading, or an empty text.
  std::string_view heading_text(size_t heading) const;

  /// A table with its columns named by the words of `use`.
  Table table(NodeId node, WordUse use) const;
  /// What stands in `row` under headers that no word names, or that name what another column has said
  /// already; and in the columns of `unread`, out of which the reader could make nothing. Each
  /// "带队领导：王某", in the order of the table: what an editor wrote is shown, also where the program knows
  /// nothing of it.
  std::vector<std::string> extra(const Table& table, size_t row,
                                 std::initializer_list<std::string_view> unread = {}) const;
  /// The items of a list.
  std::vector<Item> items(NodeId list) const;
  /// The lines of a top-level paragraph, as written one below the other, without marks of emphasis and links.
  std::vector<std::string> lines(NodeId paragraph) const;
  /// The address of the first link in `node` that is no image, or an empty text.
  std::string first_link(NodeId node) const;
  /// All links in `node`, in order.
  std::vector<TextLink> links(NodeId node) const;

  /// Says that a top-level block is data.
  void take(NodeId block) { taken_[block] = true; }
  /// Whether a block was said to be data.
  bool is_taken(NodeId block) const { return taken_[block]; }
  /// Takes the headings below which everything was taken. The last call of a reader.
  void take_headings();
  /// The blocks taken, rising.
  std::vector<NodeId> taken() const;

 private:
  const ReadInput& input_;
  value::Arena& arena_;
  base::Diagnostics& diagnostics_;
  std::vector<NodeId> blocks_;
  std::vector<bool> taken_;  ///< By node.
  uint32_t line_at_ = 0;
  int64_t line_ = 1;
};

/// Splits "平台：云桥直播间" at its first colon, of either width; a colon of an address ("https://") is none.
Labelled read_label(std::string_view text);

/// `text` trimmed, also of list marks, quotes of emphasis and trailing stops and commas.
std::string_view trim_marks(std::string_view text);

/// The parts of an enumeration.
std::vector<std::string_view> split_enumeration(std::string_view text);

/// True for what stands in a cell for "nothing": empty, —, -, 无, /.
bool is_blank_cell(std::string_view text);

/// A cell below a header that is no word, as it is shown: "带队领导：王某", with the address of an outside
/// `link` in it. Empty when nothing stands in the cell, and for the running number of a row (序号：3).
std::string extra_text(std::string_view header, std::string_view text, std::string_view link);

/// Gives a record the texts of its row that no other key has; an empty list is not set.
void set_extra(value::MapBuilder& record, const std::vector<std::string>& extra, value::Arena& arena);

/// The address in `text` that begins with http:// or https://, or an empty text.
std::string_view find_address(std::string_view text);

/// Full-width ASCII as ASCII, U+3000 as a blank.
std::string narrowed(std::string_view text);

// The readers, one a kind. Each returns its records.
/// The readers, one a kind; each returns its records.
value::Value read_slogans(Reading& reading);
value::Value read_schedule(Reading& reading);
value::Value read_event(Reading& reading);
value::Value read_material(Reading& reading);
value::Value read_form(Reading& reading);
value::Value read_contact(Reading& reading);
value::Value read_numbered(Reading& reading);
value::Value read_answers(Reading& reading);

/// The contact of a row whose columns are of WordUse::Contact, once for each of its numbers; none for an
/// empty row.
std::vector<value::Value> contacts_of_row(Reading& reading, const Table& table, size_t row);
/// Likewise out of "名称：号码（说明）"; none when there is no number and no mailbox in it.
std::vector<value::Value> contacts_of_item(Reading& reading, const Item& item);
/// True when a table's columns make its rows contacts.
bool is_contact_table(const Table& table);

}  // namespace herald::campaign
