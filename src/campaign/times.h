#pragma once
// Times of day and weekdays as offices write them. Pure.

#include <span>
#include <string_view>

#include "base/date.h"
#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::campaign {

/// What a cell such as "上午9:30—11:00" says.
struct TimeRange {
  int start = -1;  ///< Minutes since midnight, -1 when not stated.
  int end = -1;
  bool all_day = false;  ///< 全天
  bool wrong = false;    ///< A number that is no time of day was there: 25:00.
};

/// Reads 9:30—11:00, 9：30～11：00, 上午9:30, 下午2时30分至4时, 9点半, 19:30起, 18:00前, 全天; of several the
/// first and the last.
TimeRange read_times(std::string_view text);

/// Looks for weekdays directly behind dates in `source`: 6月16日（周三）, 2026-06-16 星期三.
/// Adds `weekday-wrong` for each that does not agree. Dates without a year are of `year`; with 0 they are
/// passed over, and so is what stands in `code` (rising).
void check_weekdays(const base::Source& source, int year, std::span<const base::Span> code,
                    base::Diagnostics& diagnostics);

/// Adds `weekday-wrong` when `text` (周三, 星期三, 三) names another weekday than that of `date`.
void check_weekday(base::Date date, std::string_view text, const base::Source& source, base::Span span,
                   base::Diagnostics& diagnostics);

/// A day as fields of type Date hold it: an ISO text, or {text, earliest, latest} of a fuzzy one. Undefined
/// where `text` does not begin with a date.
value::Value date_value(std::string_view text, int year, value::Arena& arena);

}  // namespace herald::campaign
