#pragma once
// The walk behind prelint.h, in three files: prelint.cc has the block structure, prelint_scalars.cc the
// values of one key or item, prelint_flow.cc what stands in brackets. Inside this module only.

#include <optional>
#include <string>
#include <vector>

#include "value/prelint.h"
#include "value/yaml_lines.h"

namespace herald::value {

/// What the items of a list with colons in them are.
enum class Items : uint8_t { Unknown, Maps, Texts };

/// An open list or map of the block structure.
struct Level {
  uint32_t column;
  bool list;
  Items items = Items::Unknown;  ///< Of a list.
  bool awaiting = false;         ///< Its last key or dash has no value yet.
  uint32_t null_at = 0;          ///< Where the value is missing.
  bool glued = false;  ///< A map behind a dash without a blank: one column further right than it looks.
};

/// A plain text, perhaps over several lines, as far as it was measured.
struct Run {
  uint32_t end = 0;      ///< Behind its last byte.
  bool quote = false;    ///< YAML would not read it as one text.
  bool comment = false;  ///< A comment follows, so that no line continues it.
};

/// One open bracket of a flow.
struct Bracket {
  uint32_t at;
  bool list;
};

/// A walk through brackets.
struct Flow {
  uint32_t at;
  uint32_t line;     ///< Index of the line of `at`.
  int parent;        ///< The column of the key or dash; later lines must stand deeper.
  bool item = true;  ///< An item may begin here.
  std::vector<Bracket> open;
  size_t first_line_edits = 0;  ///< Edits when the first line ended.
  bool comma = false;           ///< There was one.
  bool wide_keys = false;       ///< A key had a full-width colon.
  uint32_t wide_comma = 0;      ///< The first full-width comma in a plain item, 0 when there is none.
};

class Prelint {
 public:
  Prelint(const base::Source& source, base::Span span, base::Diagnostics& diagnostics);
  Prelinted run();

 private:
  // Block structure.
  void clean();
  void clean_character(uint32_t at, uint32_t size);
  bool open_root();
  bool root_is_map(uint32_t column) const;
  void place_line();
  std::optional<Level> pop_deeper(uint32_t column, bool dash);
  std::optional<uint32_t> fit(uint32_t column, bool dash, const std::optional<Level>& popped);
  void open_child(uint32_t column);
  bool child_is_map(uint32_t column) const;
  void map_line(uint32_t begin, uint32_t column);
  void list_line(uint32_t dash, uint32_t column);
  bool item_is_map(uint32_t begin, uint32_t column, Items items) const;
  bool key_follows(uint32_t column) const;
  bool is_yaml_value(uint32_t at) const;
  bool deeper_line_follows() const;
  Items items_of(uint32_t first_dash, uint32_t column) const;
  bool push(Level level, uint32_t position);
  void pop();
  void settle();
  void fix_separator(uint32_t begin, const Separator& separator);
  void set_indent(const Line& line, uint32_t column);
  void skip_block(uint32_t column);
  void blank_out(const Line& line);
  bool is_dash(uint32_t at, uint32_t end) const;

  // Values. Each begins on the current line and leaves at_ on the line behind the value.
  void value(uint32_t begin, int parent, uint32_t null_at, bool glued);
  void nothing(uint32_t begin, uint32_t null_at);
  void plain(uint32_t begin, int parent, bool quote);
  void quoted(uint32_t begin, int parent);
  bool quoted_line(uint32_t begin, uint32_t close);
  void unclosed_quote(uint32_t begin, int parent);
  std::optional<uint32_t> quoted_lines(uint32_t begin, int parent, uint32_t& last) const;
  void check_escapes(uint32_t begin, uint32_t end);
  void left_to_libyaml(uint32_t begin, uint32_t null_at);
  bool block_text(uint32_t begin, int parent);
  void block_lines(int parent, uint32_t column);
  uint32_t spaces_of(const Line& any) const;
  void align_block_line(const Line& line, uint32_t column);
  void warn_of_comment(uint32_t hash);
  Run measure(uint32_t begin, uint32_t end) const;
  void gather(Run& run, int parent, bool own_line);
  bool begins_item(const Line& line, bool own_line) const;
  bool is_node_property(uint32_t at, uint32_t end) const;
  bool needs_quotes(uint32_t at, uint32_t end) const;
  bool nothing_follows(uint32_t at, uint32_t end) const;
  void drop_odd_blanks(uint32_t at, uint32_t end);
  void quote(uint32_t begin, uint32_t end);

  // Flow.
  bool flow(uint32_t begin, int parent);
  bool flow_filler(Flow& flow);
  bool flow_next_line(Flow& flow);
  bool flow_token(Flow& flow);
  bool open_bracket(Flow& flow);
  bool close_bracket(Flow& flow);
  void flow_colon(Flow& flow, uint32_t begin, uint32_t at);
  void flow_wide(Flow& flow, uint32_t begin, uint32_t at, std::string by);
  bool flow_quoted(Flow& flow);
  bool flow_quoted_lines(Flow& flow);
  bool after_flow_quote(Flow& flow, uint32_t close, uint32_t line_end);
  bool is_wide_comma(uint32_t at) const;
  bool key_behind_comma(const Flow& flow, uint32_t at, uint32_t end) const;
  void flow_plain(Flow& flow);
  void flow_text(Flow& flow, uint32_t begin);
  bool flow_hash_is_text(const Flow& flow) const;
  uint32_t end_of_flow_item(uint32_t begin, uint32_t end) const;
  void mismatch(const Flow& flow);
  void warn_of_wide_comma(const Flow& flow);
  bool end_flow(Flow& flow, uint32_t first);
  void unclosed_flow(Flow& flow, uint32_t begin);

  const Line& line() const { return lines_[at_]; }
  void emit(SimpleEvent::Kind kind, uint32_t position, uint32_t begin = 0, uint32_t end = 0) {
    out_.events.push_back({kind, position, begin, end});
  }
  base::Diagnostic* report(base::Code code, uint32_t begin, uint32_t end,
                           std::vector<std::string> arguments = {});
  void report_indent(const Line& line);
  std::string cut(uint32_t begin, uint32_t end) const;

  const base::Source& source_;
  base::Span span_;
  base::Diagnostics& diagnostics_;
  std::string_view text_;
  std::vector<Line> lines_;
  std::vector<Level> levels_;
  Prelinted out_;
  uint32_t at_ = 0;  ///< Index of the current line.
  size_t reports_ = 0;
  uint32_t reported_line_ = UINT32_MAX;
  bool stopped_ = false;
};

}  // namespace herald::value
