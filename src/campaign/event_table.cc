// A CSV file in the folder of events: RFC 4180 as spreadsheets write it, commas or tabs, with a schedule's
// header in one of its first lines.

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "campaign/parse.h"
#include "campaign/schedule_rows.h"

namespace herald::campaign {
namespace {

using Row = std::vector<Cell>;

/// A spreadsheet may have a title above its header.
constexpr size_t kHeaderRowsMax = 5;

/// Takes `text` apart, from the byte behind a byte order mark on.
class CsvReader {
 public:
  CsvReader(const base::Source& source, base::Diagnostics& diagnostics)
      : source_(source), text_(source.text), diagnostics_(diagnostics) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    const std::string_view first = text_.substr(at_, text_.find('\n', at_) - at_);
    if (first.find(',') == std::string_view::npos && first.find('\t') != std::string_view::npos)
      separator_ = '\t';
  }

  /// All rows; nothing when a quotation mark has no partner, which was told.
  std::optional<std::vector<Row>> read() {
    std::vector<Row> rows;
    while (at_ < text_.size()) {
      Row row;
      do {
        std::optional<Cell> cell = read_cell();
        if (!cell) return std::nullopt;
        row.push_back(std::move(*cell));
      } while (skip(separator_));
      skip('\r');
      skip('\n');
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool skip(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    at_++;
    return true;
  }

  std::optional<Cell> read_cell() {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') at_++;
    const std::string_view raw = text_.substr(begin, at_ - begin);
    const std::string_view trimmed = base::trim(raw);
    Cell cell;
    cell.text = trimmed;
    const auto first = static_cast<uint32_t>(begin + (trimmed.empty() ? 0 : trimmed.data() - raw.data()));
    cell.span = {first, first + static_cast<uint32_t>(trimmed.size())};
    return cell;
  }

  std::optional<Cell> read_quoted() {
    const size_t open = at_++;
    Cell cell;
    while (at_ < text_.size()) {
      if (text_[at_] != '"') {
        cell.text += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell.text += '"';
        at_ += 2;
      } else {
        break;
      }
    }
    const bool closed = skip('"');
    while (closed && at_ < text_.size() && text_[at_] == ' ') at_++;
    const bool ends =
        at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r';
    if (!closed || !ends) {
      const auto begin = static_cast<uint32_t>(open);
      diagnostics_.add(base::Code::CsvQuote, source_, {begin, begin + 1});
      return std::nullopt;
    }
    cell.text = base::trim(cell.text);
    cell.span = {static_cast<uint32_t>(open + 1), static_cast<uint32_t>(at_ - 1)};
    return cell;
  }

  const base::Source& source_;
  std::string_view text_;
  base::Diagnostics& diagnostics_;
  size_t at_ = 0;
  char separator_ = ',';
};

Grid header_of(const Row& row) {
  Grid grid;
  for (const Cell& cell : row) {
    const Word* word = cell.text.empty() ? nullptr : find_word(WordUse::Schedule, cell.text);
    if (word != nullptr && grid.column(word->field) != SIZE_MAX) word = nullptr;
    grid.columns.push_back(word);
    grid.headers.push_back(cell.text);
  }
  return grid;
}

/// How much of a schedule's header a row is: an event and a day or time, either, nothing.
int rank(const Grid& grid) {
  const bool title = grid.column("title") != SIZE_MAX;
  const bool date = grid.column("date") != SIZE_MAX || grid.column("time") != SIZE_MAX;
  return (title ? 1 : 0) + (date ? 1 : 0);
}

void read_table(const model::ParsedPage& page, std::vector<Row> rows, ScheduleRows& events,
                base::Diagnostics& diagnostics) {
  const base::Source& source = page.source_head;
  size_t header = 0;
  Grid grid;
  for (size_t i = 0; i < std::min(rows.size(), kHeaderRowsMax) && rank(grid) < 2; i++) {
    Grid found = header_of(rows[i]);
    if (rank(found) <= rank(grid)) continue;
    grid = std::move(found);
    header = i;
  }
  const base::Span place = rows.empty() || rows[header].empty() ? base::Span{} : rows[header].front().span;
  const bool has_title = grid.column("title") != SIZE_MAX;
  const size_t width = grid.columns.size();
  for (size_t i = header + 1; i < rows.size(); i++) {
    const bool more =
        rows[i].size() > width && std::any_of(rows[i].begin() + static_cast<std::ptrdiff_t>(width),
                                              rows[i].end(), [](const Cell& c) { return !c.text.empty(); });
    if (more && rank(grid) == 2)
      diagnostics.add(base::Code::CsvCells, source, rows[i][width].span,
                      {std::to_string(rows[i].size()), std::to_string(width)});
    grid.rows.push_back(std::move(rows[i]));
  }
  if (rank(grid) == 2 && events.add(std::move(grid))) return;
  const bool lacks_date = has_title;
  diagnostics.add(base::Code::CsvHeader, source, place,
                  {lacks_date ? "日期" : "活动", lacks_date ? "the date (日期)" : "the event (活动)"});
}

}  // namespace

bool is_event_table(std::string_view content_path) {
  if (!base::lower_ascii(content_path).ends_with(".csv")) return false;
  const size_t slash = content_path.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view folder = content_path.substr(0, slash);
  return folder == "events" || folder.ends_with("/events");
}

std::unique_ptr<model::ParsedPage> parse_event_table(base::Source source, std::string content_path) {
  auto page = std::make_unique<model::ParsedPage>();
  page->path = std::move(content_path);
  page->kind = model::Kind::Schedule;
  page->source_head = std::move(source);
  std::string_view name = page->path;
  name.remove_prefix(name.rfind('/') + 1);
  page->title = name.substr(0, name.size() - std::string_view(".csv").size());
  page->fields = value::Value::map({});
  ScheduleRows events(page->source_head, model::year_of_path(page->path), page->arena, page->diagnostics);
  auto rows = CsvReader(page->source_head, page->diagnostics).read();
  if (rows) read_table(*page, std::move(*rows), events, page->diagnostics);
  page->records = value::MapBuilder().set("events", events.events()).build(page->arena);
  return page;
}

}  // namespace herald::campaign
