// Schedules on a page: the tables whose headers have a date and an event.

#include "campaign/reading.h"
#include "campaign/schedule_rows.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;
using value::Value;

Grid grid_of(const Reading& reading, NodeId block) {
  const Table table = reading.table(block, WordUse::Schedule);
  Grid grid;
  grid.columns = table.columns;
  if (table.column("title") == SIZE_MAX) return grid;
  for (const markdown::TableCellView& header : table.rows.front()) grid.headers.push_back(header.text);
  for (size_t row = 1; row < table.rows.size(); row++) {
    std::vector<Cell>& cells = grid.rows.emplace_back();
    for (size_t i = 0; i < table.rows[row].size(); i++) {
      const markdown::TableCellView& cell = table.rows[row][i];
      Cell& made = cells.emplace_back();
      made.text = cell.text;
      if (cell.node == markdown::kNoNode) continue;
      made.span = reading.span_of(cell.node);
      const Word* word = i < grid.columns.size() ? grid.columns[i] : nullptr;
      if (word == nullptr || word->field == "title") made.link = reading.first_link(cell.node);
    }
  }
  return grid;
}

}  // namespace

Value read_schedule(Reading& reading) {
  ScheduleRows rows(reading.source(), reading.year(), reading.arena(), reading.diagnostics());
  bool any = false;
  for (const NodeId block : reading.blocks()) {
    if (reading.document().at(block).kind != NodeKind::Table) continue;
    if (!rows.add(grid_of(reading, block))) continue;
    any = true;
    reading.take(block);
  }
  reading.take_headings();
  if (!any) {
    const auto& blocks = reading.blocks();
    const base::Span body = reading.input().body;
    reading.add(base::Code::ScheduleNoTable,
                blocks.empty() ? base::Span{body.begin, body.begin} : reading.span_of(blocks.front()));
  }
  return value::MapBuilder().set("events", rows.events()).build(reading.arena());
}

}  // namespace herald::campaign
