// Schedules: the tables whose headers have a date and an event.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>

#include "base/date.h"
#include "base/utf8.h"
#include "campaign/reading.h"
#include "campaign/times.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;
using value::Value;

/// What the cells of date and time say.
struct When {
  text::WrittenDate date;
  std::string date_text;
  TimeRange times;
  std::string time_text;
};

bool means_row_above(std::string_view text) {
  text = base::trim(text);
  for (const std::string_view word : {"", "同上", "〃", "″", "\"", "”", "同日", "当天", "当日"}) {
    if (text == word) return true;
  }
  return false;
}

class ScheduleReader {
 public:
  explicit ScheduleReader(Reading& reading) : reading_(reading) {}

  Value read() {
    bool any = false;
    for (const NodeId block : reading_.blocks()) {
      if (reading_.document().at(block).kind != NodeKind::Table) continue;
      Table table = reading_.table(block, WordUse::Schedule);
      if (!prepare(table)) continue;
      any = true;
      reading_.take(block);
      previous_.reset();
      for (size_t row = 1; row < table.rows.size(); row++) read_row(table, row);
    }
    reading_.take_headings();
    if (!any) {
      const auto& blocks = reading_.blocks();
      const base::Span body = reading_.input().body;
      reading_.add(base::Code::ScheduleNoTable,
                   blocks.empty() ? base::Span{body.begin, body.begin} : reading_.span_of(blocks.front()));
    }
    return value::MapBuilder().set("events", events_.build(reading_.arena())).build(reading_.arena());
  }

 private:
  /// True for a schedule's table. A column 时间 that holds dates is the column of dates where there is no
  /// other.
  bool prepare(Table& table) const {
    if (table.column("title") == SIZE_MAX) return false;
    if (table.column("date") != SIZE_MAX) return true;
    const size_t time = table.column("time");
    if (time == SIZE_MAX || table.rows.size() < 2) return false;
    static constexpr Word kDate{WordUse::Schedule, "date", "", "", ""};
    const bool holds_dates = std::any_of(table.rows.begin() + 1, table.rows.end(), [&](const auto& row) {
      return time < row.size() && text::read_period(row[time].text, reading_.year()).has_value();
    });
    if (holds_dates) table.columns[time] = &kDate;
    return holds_dates;
  }

  void read_row(const Table& table, size_t row) {
    if (table.empty_row(row)) return;
    const std::optional<When> when = read_when(table, row);
    if (!when) return;
    if (table.cell(row, "title").empty()) {
      reading_.add(base::Code::ScheduleRowTitle, span_of_row(table, row));
      return;
    }
    check_row(table, row, *when);
    add_event(table, row, *when);
  }

  base::Span span_of_cell(const Table& table, size_t row, std::string_view field) const {
    const NodeId node = table.cell_node(row, field);
    const base::Span span = node == markdown::kNoNode ? base::Span{} : reading_.span_of(node);
    return span.size() == 0 ? span_of_row(table, row) : span;
  }

  base::Span span_of_row(const Table& table, size_t row) const {
    const NodeId cell = table.rows[row].front().node;
    for (const auto& other : table.rows[row]) {
      if (other.node != markdown::kNoNode && reading_.span_of(other.node).size() != 0) {
        return reading_.span_of(other.node);
      }
    }
    return reading_.span_of(cell == markdown::kNoNode ? table.node : cell);
  }

  std::optional<When> read_when(const Table& table, size_t row) {
    const std::string_view cell = table.cell(row, "date");
    const std::string_view time = table.cell(row, "time");
    When when;
    if (means_row_above(cell) && previous_) {
      when = *previous_;
    } else {
      const auto date = text::read_period(cell, reading_.year());
      if (!date || !date->earliest) {
        reading_.add(base::Code::ScheduleRowDate, span_of_cell(table, row, "date"), {std::string(cell)});
        return std::nullopt;
      }
      when.date = *date;
      when.date_text = cell;
      read_rest_of_date(cell.substr(std::min(date->size, cell.size())), when);
    }
    previous_ = when;
    if (!time.empty()) {
      when.times = read_times(time);
      when.time_text = time;
    }
    return when;
  }

  /// A time behind the date: "6月16日 9:00—11:30".
  static void read_rest_of_date(std::string_view rest, When& when) {
    const TimeRange times = read_times(rest);
    if (when.date.minute >= 0) {
      when.times.start = when.date.minute;
      when.times.end = times.end >= 0 ? times.end : times.start;
    } else {
      when.times = times;
    }
    if (when.times.start < 0) return;
    when.time_text = base::clock(when.times.start);
    if (when.times.end >= 0) when.time_text += "—" + base::clock(when.times.end);
  }

  void check_row(const Table& table, size_t row, const When& when) {
    if (when.times.wrong)
      reading_.add(base::Code::EventTime, span_of_cell(table, row, "time"), {when.time_text});
    const bool one_day = when.date.earliest == when.date.latest;
    const bool over_midnight = when.times.start >= 18 * 60 && when.times.end <= 6 * 60;
    if (one_day && when.times.end >= 0 && when.times.start >= 0 && when.times.end < when.times.start &&
        !over_midnight) {
      reading_.add(base::Code::EventOrder, span_of_cell(table, row, "time"),
                   {base::clock(when.times.start), base::clock(when.times.end)});
    }
    const std::string_view weekday = table.cell(row, "weekday");
    if (!weekday.empty() && one_day) {
      check_weekday(when.date.earliest, weekday, reading_.source(), span_of_cell(table, row, "weekday"),
                    reading_.diagnostics());
    }
  }

  /// "2026-06-16-zi-xun-ri"; a second one of that name gets -2.
  std::string id_of(const When& when, std::string_view stated, std::string_view title) {
    std::string id(stated);
    if (id.empty()) id = base::iso(when.date.earliest) + "-" + text::slug(title);
    std::string unique = id;
    for (int n = 2; !ids_.insert(unique).second; n++) unique = fmt::format("{}-{}", id, n);
    return unique;
  }

  std::string_view mode_of(const Table& table, size_t row) const {
    const std::string_view stated = table.cell(row, "mode");
    if (const Word* word = stated.empty() ? nullptr : find_word(WordUse::Mode, stated)) return word->field;
    const std::string_view venue = table.cell(row, "venue");
    if (const Word* word = venue.empty() ? nullptr : find_word(WordUse::Mode, venue)) return word->field;
    return "offline";
  }

  void add_event(const Table& table, size_t row, const When& when) {
    const std::string_view title = table.cell(row, "title");
    const base::Span span = span_of_cell(table, row, "title");
    value::MapBuilder event;
    const auto set = [&](std::string_view key, std::string_view text) {
      if (!text.empty()) event.set(key, reading_.text(text));
    };
    set("date", base::iso(when.date.earliest));
    if (when.date.latest != when.date.earliest) set("end_date", base::iso(when.date.latest));
    if (when.times.start >= 0 && !when.times.wrong) set("start", base::clock(when.times.start));
    if (when.times.end >= 0 && !when.times.wrong) set("end", base::clock(when.times.end));
    event.set("all_day", Value::boolean(when.times.start < 0));
    if (when.date.fuzzy) event.set("fuzzy", Value::boolean(true));
    event.set("time_text", reading_.text(when.time_text));
    event.set("date_text", reading_.text(when.date_text));
    event.set("title", reading_.text(base::replace_all(title, "\n", "")).at_position(span.begin));
    set("link", reading_.first_link(table.cell_node(row, "title")));
    for (const std::string_view key : {"venue", "organiser", "note"}) {
      const std::string_view text = table.cell(row, key);
      if (!is_blank_cell(text))
        event.set(key, reading_.text(text).at_position(span_of_cell(table, row, key).begin));
    }
    event.set("co_organisers", reading_.enumeration(table.cell(row, "co_organisers")));
    event.set("audience", reading_.enumeration(table.cell(row, "audience")));
    event.set("mode", Value::string(mode_of(table, row)));
    if (const Word* status = find_word(WordUse::Status, table.cell(row, "status")))
      event.set("status", Value::string(status->field));
    set("id", id_of(when, table.cell(row, "id"), title));
    event.set("line", Value::integer(reading_.line_of(span)));
    events_.add(event.build(reading_.arena()));
  }

  Reading& reading_;
  value::ListBuilder events_;
  std::optional<When> previous_;
  std::unordered_set<std::string> ids_;
};

}  // namespace

Value read_schedule(Reading& reading) { return ScheduleReader(reading).read(); }

}  // namespace herald::campaign
