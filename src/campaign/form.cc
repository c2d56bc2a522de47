// Forms: tables with blanks and boxes, and the line above them.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "campaign/form_inputs.h"
#include "campaign/form_parts.h"
#include "campaign/reading.h"
#include "markdown/numbering.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;
using value::Value;

/// The cells of a table taken apart, by row and column.
using CellParts = std::vector<std::vector<std::vector<FormPart>>>;

/// What is asked for in a cell.
struct CellCount {
  size_t blanks = 0, boxes = 0;
  size_t all() const { return blanks + boxes; }
};

CellCount count_parts(const std::vector<FormPart>& parts) {
  CellCount count;
  for (const FormPart& part : parts) {
    if (part.type == FormPart::Type::Blank) count.blanks++;
    count.boxes += part.options.size();
  }
  return count;
}

/// Which column is what; SIZE_MAX for none.
struct Columns {
  size_t group = SIZE_MAX, title = SIZE_MAX, requirement = SIZE_MAX, answer = SIZE_MAX, unit = SIZE_MAX,
         remark = SIZE_MAX;
  size_t number = SIZE_MAX;
  std::vector<size_t> others;  ///< What no word names, and none of the above.
  bool answers_empty = false;  ///< The column of answers has no blanks: its empty cells are to be filled in.
};

class FormReader {
 public:
  explicit FormReader(Reading& reading) : reading_(reading) {
    roster_ = reading.input().fields.get("purpose").text_or_empty() == "roster";
  }

  Value read() {
    for (const NodeId block : reading_.blocks()) {
      const NodeKind kind = reading_.document().at(block).kind;
      if (kind == NodeKind::Paragraph) read_header(block);
      if (kind == NodeKind::Table) read_table(block);
    }
    close_group();
    reading_.take_headings();
    if (total_.all() == 0) add_no_blank();
    value::Arena& arena = reading_.arena();
    value::MapBuilder records;
    records.set("header", header_.build(arena))
        .set("columns", columns_.build(arena))
        .set("roles", roles_value())
        .set("groups", groups_.build(arena));
    records.set("fields", fields_.build(arena)).set("roster", Value::boolean(is_roster_));
    records.set("inputs", campaign::values_of(inputs_.all(), reading_));
    records.set("rows", Value::integer(static_cast<int64_t>(is_roster_ ? rows_ : 1)));
    records.set("blanks", Value::integer(static_cast<int64_t>(total_.blanks)));
    records.set("boxes", Value::integer(static_cast<int64_t>(total_.boxes)));
    return records.build(arena);
  }

 private:
  // The line above.

  void read_header(NodeId block) {
    std::vector<FormHeaderField> fields;
    for (const std::string& line : reading_.lines(block)) {
      const auto found = parse_form_header(line);
      if (found.empty() && !base::trim(line).empty()) return;
      fields.insert(fields.end(), found.begin(), found.end());
    }
    if (fields.empty()) return;
    reading_.take(block);
    for (const FormHeaderField& field : fields) {
      std::string id = field.id;
      for (int n = 2; std::find(header_ids_.begin(), header_ids_.end(), id) != header_ids_.end(); n++)
        id = fmt::format("{}-{}", field.id, n);
      header_ids_.push_back(id);
      inputs_.reserve(field.label);
      value::MapBuilder map;
      map.set("id", reading_.text(id))
          .set("label", reading_.text(field.label))
          .set("seal", Value::boolean(field.seal))
          .set("required", Value::boolean(field.id != "seal" && !is_signature(field.label)));
      header_.add(map.build(reading_.arena()));
    }
  }

  /// What is written by hand on paper.
  static bool is_signature(std::string_view label) {
    return label.find("签字") != std::string_view::npos || label.find("签名") != std::string_view::npos ||
           label.find("签章") != std::string_view::npos;
  }

  // Tables.

  void read_table(NodeId block) {
    const Table table = reading_.table(block, WordUse::FormColumn);
    CellParts parts(table.rows.size());
    std::vector<size_t> asked(table.columns.size());
    for (size_t row = 1; row < table.rows.size(); row++) {
      for (size_t column = 0; column < table.columns.size(); column++) {
        const markdown::TableCellView& cell = table.rows[row][column];
        parts[row].push_back(cell.covered ? std::vector<FormPart>() : parse_form_text(cell.text));
        asked[column] += count_parts(parts[row].back()).all();
      }
    }
    const auto columns_asked = std::count_if(asked.begin(), asked.end(), [](size_t n) { return n != 0; });
    const bool answer_stated = table.column("answer") != SIZE_MAX;
    if (columns_asked == 0 && !roster_ && !(answer_stated && table.column("title") != SIZE_MAX)) return;
    reading_.take(block);
    check_cells(table);
    if (roster_ || columns_asked > 2 || (columns_asked == 2 && !answer_stated)) {
      read_roster(table, parts);
    } else {
      read_rows(table, parts, find_columns(table, asked));
    }
  }

  void check_cells(const Table& table) {
    for (size_t row = 1; row < table.rows.size(); row++) {
      for (const auto& cell : table.rows[row]) {
        if (cell.node != markdown::kNoNode && cell.text.find_first_of("()\xEF") != std::string::npos) {
          check_brackets(reading_, reading_.span_of(cell.node));
        }
      }
    }
  }

  static Columns find_columns(const Table& table, const std::vector<size_t>& asked) {
    Columns columns;
    const size_t count = asked.size();
    const auto most = std::max_element(asked.begin(), asked.end());
    columns.answers_empty = *most == 0;
    columns.answer =
        columns.answers_empty ? table.column("answer") : static_cast<size_t>(most - asked.begin());
    columns.number = table.column("number");
    columns.group = table.column("group");
    columns.unit = table.column("unit");
    columns.remark = table.column("remark");
    const auto free = [&](size_t column) {
      return column < count && column != columns.answer && column != columns.number &&
             column != columns.group && column != columns.unit && column != columns.remark;
    };
    // "活动项目" over two columns: the first groups, the second names.
    if (count >= 4 && columns.group == SIZE_MAX && free(0) && free(1) && table.rows[0][1].text.empty())
      columns.group = 0;
    columns.title = table.column("title");
    if (!free(columns.title)) columns.title = SIZE_MAX;
    columns.requirement = table.column("requirement");
    if (!free(columns.requirement)) columns.requirement = SIZE_MAX;
    for (size_t column = 0; column < count; column++) {
      if (!free(column) || column == columns.requirement || column == columns.title) continue;
      if (columns.title == SIZE_MAX) {
        columns.title = column;
      } else if (columns.requirement == SIZE_MAX) {
        columns.requirement = column;
      } else {
        columns.others.push_back(column);
      }
    }
    // The unit of an answer stands behind it; of one that has its own blanks, in the column alone.
    if (columns.unit != SIZE_MAX && !columns.answers_empty) columns.others.push_back(columns.unit);
    return columns;
  }

  void set_columns(const Table& table, const Columns& columns) {
    if (columns_.size() != 0) return;
    for (size_t column = 0; column < table.columns.size(); column++) {
      const std::string_view role = role_of(columns, column);
      if (role.empty()) continue;
      columns_.add(reading_.text(table.rows[0][column].text));
      roles_.push_back(role);
      headers_.push_back(table.rows[0][column].text);
    }
  }

  /// What a column is on the page; empty for one that is none of its own there: groups, numbers, remarks.
  static std::string_view role_of(const Columns& columns, size_t column) {
    if (column == columns.title) return "title";
    if (column == columns.requirement) return "requirement";
    if (column == columns.answer) return "answer";
    const bool other =
        std::find(columns.others.begin(), columns.others.end(), column) != columns.others.end();
    return other ? "other" : "";
  }

  /// The words of a row by the page's columns: empty below the title and the answer, which the item has. What
  /// has no column there, since the first table lacks it, stands behind the answer.
  Value cells_of(const Table& table, size_t row, const Columns& columns, std::vector<FormPart>& answer) {
    std::vector<std::string_view> cells(roles_.size());
    for (size_t column = 0; column < table.columns.size(); column++) {
      const std::string_view role = role_of(columns, column);
      if (role != "requirement" && role != "other") continue;
      const std::string& header = table.rows[0][column].text;
      size_t at = 0;
      while (at < roles_.size() && (roles_[at] != role || (role == "other" && headers_[at] != header))) at++;
      if (at < roles_.size()) {
        cells[at] = table.rows[row][column].text;
        continue;
      }
      add_line(answer, extra_text(header, table.rows[row][column].text, {}));
    }
    value::ListBuilder list;
    for (const std::string_view cell : cells) list.add(reading_.text(cell));
    return list.build(reading_.arena());
  }

  static void add_line(std::vector<FormPart>& answer, std::string_view text) {
    if (is_blank_cell(text)) return;
    answer.push_back({.type = FormPart::Type::Break});
    answer.push_back({.type = FormPart::Type::Text, .text = std::string(text)});
  }

  static std::string_view text_at(const Table& table, size_t row, size_t column) {
    return column == SIZE_MAX ? std::string_view() : std::string_view(table.rows[row][column].text);
  }

  void read_rows(const Table& table, const CellParts& parts, const Columns& columns) {
    set_columns(table, columns);
    close_group();
    if (columns.group == SIZE_MAX) group_ = reading_.heading_text(reading_.heading_above(table.node));
    std::string title;
    for (size_t row = 1; row < table.rows.size(); row++) {
      if (table.empty_row(row)) continue;
      if (is_group_row(table, row, columns)) {
        close_group();
        group_ = table.rows[row][first_filled(table, row)].text;
        title.clear();
        continue;
      }
      const std::string_view group = text_at(table, row, columns.group);
      if (!group.empty() && group != group_) {
        close_group();
        group_ = group;
        title.clear();
      }
      if (!text_at(table, row, columns.title).empty()) title = text_at(table, row, columns.title);
      add_item(table, row, columns, title, parts[row]);
    }
  }

  static size_t first_filled(const Table& table, size_t row) {
    size_t column = 0;
    while (table.rows[row][column].text.empty()) column++;
    return column;
  }

  bool is_group_row(const Table& table, size_t row, const Columns& columns) const {
    const size_t first = first_filled(table, row);
    const bool alone = std::all_of(table.rows[row].begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                   table.rows[row].end(), [](const auto& cell) { return cell.text.empty(); });
    if (!alone || first == columns.answer || first == columns.requirement || first > 1) return false;
    if (first == columns.group) return true;
    if (!columns.answers_empty) return true;
    const auto numbering = markdown::read_numbering(table.rows[row][first].text);
    const std::string_view raw = reading_.source().view(reading_.span_of(table.rows[row][first].node));
    return (numbering && numbering->level <= 2) || base::trim(raw).starts_with("**");
  }

  void add_item(const Table& table, size_t row, const Columns& columns, std::string_view title,
                const std::vector<std::vector<FormPart>>& parts) {
    std::vector<FormPart> answer =
        columns.answer == SIZE_MAX ? std::vector<FormPart>() : parts[columns.answer];
    if (columns.answers_empty && answer.empty())
      answer = empty_answer(text_at(table, row, columns.unit), title);
    const Value cells = cells_of(table, row, columns, answer);
    add_line(answer, text_at(table, row, columns.remark));
    value::MapBuilder item;
    inputs_.begin_cell(title.empty() ? text_at(table, row, columns.requirement) : title);
    item.set("title", reading_.text(title));
    item.set("requirement", reading_.text(text_at(table, row, columns.requirement)));
    item.set("cells", cells);
    item.set("parts", values_of(answer));
    items_.add(item.build(reading_.arena()));
  }

  /// A cell that is to be filled in, with the unit of its row.
  static std::vector<FormPart> empty_answer(std::string_view unit, std::string_view title) {
    FormPart blank{.type = FormPart::Type::Blank};
    blank.width = 8;
    blank.label = title;
    size_t size = 0;
    const Word* word = find_prefix(WordUse::Unit, unit, size);
    if (word == nullptr) return {blank};
    blank.unit = unit;
    blank.kind = word->field;
    return {blank, {.type = FormPart::Type::Text, .text = std::string(unit)}};
  }

  void close_group() {
    if (items_.size() != 0) {
      value::MapBuilder group;
      group.set("title", reading_.text(group_)).set("items", items_.build(reading_.arena()));
      groups_.add(group.build(reading_.arena()));
    }
    items_ = {};
    group_.clear();
  }

  // Rosters: each column is a field, each row an entry.

  void read_roster(const Table& table, const CellParts& parts) {
    is_roster_ = true;
    close_group();
    group_ = reading_.heading_text(reading_.heading_above(table.node));
    if (fields_.size() == 0) {
      for (const auto& cell : table.rows[0]) fields_.add(reading_.text(cell.text));
    }
    for (size_t row = 1; row < table.rows.size(); row++) add_roster_row(table, row, parts[row]);
    if (table.rows.size() == 1) add_roster_row(table, 0, {});
    close_group();
  }

  /// `row` 0 stands for a row that the table lacks.
  void add_roster_row(const Table& table, size_t row, const std::vector<std::vector<FormPart>>& parts) {
    const size_t number = table.column("number");
    std::string title(row == 0 ? std::string_view() : text_at(table, row, number));
    if (title.empty()) title = fmt::format("{}", std::max<size_t>(row, 1));
    std::vector<FormPart> flat;
    for (size_t column = 0; column < table.columns.size(); column++) {
      if (column == number) continue;
      const std::string& label = table.rows[0][column].text;
      std::vector<FormPart> cell = row == 0 ? std::vector<FormPart>() : parts[column];
      if (cell.empty()) cell.push_back({.type = FormPart::Type::Blank, .width = 8});
      size_t nth = 0;
      for (FormPart& part : cell) {
        if (part.label.empty()) part.label = label;
        part.column = column + 1;
        const bool asks = part.type == FormPart::Type::Blank || part.type == FormPart::Type::Choice;
        part.nth = asks ? nth++ : 0;
      }
      if (!flat.empty()) flat.push_back({.type = FormPart::Type::Break});
      flat.push_back({.type = FormPart::Type::Text, .text = label + "："});
      flat.insert(flat.end(), cell.begin(), cell.end());
    }
    rows_++;
    value::MapBuilder item;
    item.set("title", reading_.text(title)).set("requirement", reading_.text(""));
    item.set("parts", values_of(flat));
    items_.add(item.build(reading_.arena()));
  }

  // Values.

  Value roles_value() {
    value::ListBuilder roles;
    for (const std::string_view role : roles_) roles.add(Value::string(role));
    return roles.build(reading_.arena());
  }

  Value values_of(const std::vector<FormPart>& parts) {
    value::ListBuilder list;
    for (const FormPart& part : parts) list.add(value_of(part));
    return list.build(reading_.arena());
  }

  Value value_of(const FormPart& part) {
    value::MapBuilder map;
    switch (part.type) {
      case FormPart::Type::Text:
        inputs_.pass(part.text);
        map.set("type", Value::string("text")).set("text", reading_.text(part.text));
        break;
      case FormPart::Type::Break:
        map.set("type", Value::string("break"));
        break;
      case FormPart::Type::Blank:
        total_.blanks++;
        map.set("type", Value::string("blank"));
        set_input(map, part, fmt::format("blank-{}", total_.blanks));
        map.set("width", Value::integer(part.width)).set("unit", reading_.text(part.unit));
        map.set("kind", Value::string(part.kind)).set("label", reading_.text(part.label));
        break;
      case FormPart::Type::Choice: {
        total_.boxes += part.options.size();
        value::ListBuilder options;
        for (const std::string& option : part.options) options.add(reading_.text(option));
        map.set("type", Value::string("choice"));
        set_input(map, part, fmt::format("choice-{}", ++choices_));
        map.set("options", options.build(reading_.arena())).set("label", reading_.text(part.label));
        map.set("multiple", Value::boolean(part.options.size() != 2));
        break;
      }
    }
    return map.build(reading_.arena());
  }

  /// What the page calls the field, and what a return does.
  void set_input(value::MapBuilder& map, const FormPart& part, const std::string& id) {
    const FormInput& input =
        part.column == 0 ? inputs_.add(part, id) : inputs_.add_column(part, part.column, part.nth);
    map.set("id", reading_.text(id)).set("key", reading_.text(input.key));
    map.set("name", reading_.text(input.name)).set("required", Value::boolean(input.required));
    map.set("part_of", reading_.text(input.part_of));
    value::ListBuilder keys;
    for (const std::string& key : input.sum_of) keys.add(reading_.text(key));
    map.set("sum_of", keys.build(reading_.arena()));
  }

  void add_no_blank() {
    const auto& blocks = reading_.blocks();
    const base::Span body = reading_.input().body;
    base::Span span{body.begin, body.begin};
    if (!blocks.empty()) span = reading_.span_of(blocks.front());
    for (const NodeId block : blocks) {
      if (reading_.document().at(block).kind == NodeKind::Table) {
        span = reading_.span_of(block);
        break;
      }
    }
    reading_.add(base::Code::FormNoBlank, span);
  }

  Reading& reading_;
  bool roster_ = false;     ///< purpose: roster
  bool is_roster_ = false;  ///< What the table turned out to be.
  value::ListBuilder header_, columns_, fields_, groups_, items_;
  std::vector<std::string_view> roles_;  ///< By column of the page; see records.h.
  std::vector<std::string> headers_;     ///< Likewise, as written.
  std::vector<std::string> header_ids_;
  std::string group_;
  CellCount total_;
  size_t choices_ = 0;
  size_t rows_ = 0;  ///< Of a roster.
  FormInputs inputs_;
};

}  // namespace

Value read_form(Reading& reading) { return FormReader(reading).read(); }

}  // namespace herald::campaign
