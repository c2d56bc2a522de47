#pragma once
// The rows of a schedule, out of a table or a CSV file: cells under the words of WordUse::Schedule become
// events. Private to the module.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "campaign/times.h"
#include "campaign/words.h"
#include "text/text.h"
#include "value/arena.h"
#include "value/value.h"

namespace herald::campaign {

/// One cell, with its place; the span of an absent one is empty.
struct Cell {
  std::string text;
  base::Span span;
  std::string link;  ///< The first link in it, as written.
};

/// A table with a schedule's header: what is in each column, and the cells below it.
struct Grid {
  std::vector<const Word*> columns;  ///< Null for a header that is no word of a schedule.
  std::vector<std::string> headers;  ///< As written, by column.
  std::vector<std::vector<Cell>> rows;

  /// The column of `field`, or SIZE_MAX. The first of two.
  size_t column(std::string_view field) const;
};

/// One date of a text, with a time of day.
struct WrittenTime {
  text::WrittenDate date;
  TimeRange times;
  std::string words;  ///< The date as it is written; with its month, which a further date may leave out.
  std::string_view part_of_day;  ///< 上午 where no more is said of the time of day. A part of the text.
};
/// What a text of dates and times says.
struct WrittenTimes {
  std::vector<WrittenTime> times;  ///< One a date; or of one date the several times.
  /// What stands where a further date should, and cannot be used as one: 6月31日, 待定. Parts of the text.
  std::vector<std::string_view> unread;
};
/// Reads "6月8日 9:30—11:00、6月10日 14:00". A time of day within a fuzzy date (6月16日18:00前) is part of
/// its words alone. Empty when it does not begin with a date that can be read; of a period without a usable
/// end the first day. Words that are no date at all ("雨天顺延") are passed over.
WrittenTimes read_written_times(std::string_view text, int year);

/// Reads grids into one list of events. Shapes as in records.h.
class ScheduleRows {
 public:
  /// `year` is that of dates without one. All three outlive this.
  ScheduleRows(const base::Source& source, int year, value::Arena& arena, base::Diagnostics& diagnostics)
      : source_(source), year_(year), arena_(arena), diagnostics_(diagnostics) {}

  /// Adds the events of `grid`. False, and nothing added, when its header has no event or no date; a column
  /// 时间 that holds dates is the column of dates where there is no other.
  bool add(Grid grid);
  /// The list of all events.
  value::Value events() { return events_.build(arena_); }

 private:
  /// One time that an event is held.
  struct When {
    text::WrittenDate date;
    std::string date_text;
    TimeRange times;
    std::string time_text;
  };
  using Row = std::vector<Cell>;

  static std::string words_of(const WrittenTime& time, std::string_view cell, bool several);
  bool prepare(Grid& grid) const;
  const Cell& cell(const Row& row, std::string_view field) const;
  base::Span span_of(const Row& row, std::string_view field) const;
  void read_row(const Row& row);
  std::vector<When> read_whens(const Row& row);
  std::vector<When> read_dates(const Cell& date);
  void tell_no_date(const Row& row);
  void tell_unread(const Cell& date, const WrittenTimes& written);
  void set_times(const Cell& time, std::vector<When>& whens);
  void check_times(const Row& row, const When& when);
  std::string id_of(const When& when, std::string_view stated, std::string_view title);
  std::string_view mode_of(const Row& row) const;
  void set_when(const When& when, value::MapBuilder& map);
  std::string note_of(const Row& row) const;
  std::vector<std::string> extra_of(const Row& row) const;
  void add_event(const Row& row, const std::vector<When>& whens);
  value::Value text(std::string_view s) { return value::Value::string(arena_.copy(s)); }
  void tell(base::Code code, base::Span span, std::vector<std::string> arguments = {}) {
    diagnostics_.add(code, source_, span, std::move(arguments));
  }
  int64_t line_of(base::Span span);

  const base::Source& source_;
  int year_;
  value::Arena& arena_;
  base::Diagnostics& diagnostics_;
  Grid grid_;
  value::ListBuilder events_;
  std::vector<When> previous_;     ///< Of the row above, for 同上; none where that has no date
  bool is_above_undated_ = false;  ///< because it could not be read.
  std::unordered_set<std::string> ids_;
  uint32_t line_at_ = 0;
  int64_t line_ = 1;
};

}  // namespace herald::campaign
