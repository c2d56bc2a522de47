#include "campaign/schedule_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/date.h"
#include "base/utf8.h"
#include "campaign/reading.h"

namespace herald::campaign {
namespace {

using std::string_view_literals::operator""sv;
using value::Value;

bool means_row_above(std::string_view text) {
  text = base::trim(text);
  for (const std::string_view word : {"", "同上", "〃", "″", "\"", "”", "同日", "当天", "当日"}) {
    if (text == word) return true;
  }
  return false;
}

/// What stands between two dates of one cell.
constexpr std::array<std::string_view, 8> kSeparators = {"、", "，", "；", "和", "及", ",", ";", "\n"};
constexpr std::array<std::string_view, 3> kBlankSeparators = {" ", "　", "<br>"};

/// The size of the separator that `text` begins with, 0 when it begins with none.
size_t separator_size(std::string_view text) {
  for (const std::string_view separator : kSeparators) {
    if (text.starts_with(separator)) return separator.size();
  }
  for (const std::string_view separator : kBlankSeparators) {
    if (text.starts_with(separator)) return separator.size();
  }
  return 0;
}

std::string_view without_separator(std::string_view text) {
  for (size_t size = separator_size(text); size != 0; size = separator_size(text)) text.remove_prefix(size);
  return text;
}

/// What `text` holds before its first separator that is no blank.
std::string_view first_part(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    for (const std::string_view separator : kSeparators) {
      if (text.substr(at).starts_with(separator)) return text.substr(0, at);
    }
    if (text.substr(at).starts_with("<br>")) return text.substr(0, at);
    base::next_code_point(text, at);
  }
  return text;
}

/// Whether somebody meant a date: 6月31日, 31日, 2026-6-31. A number with 日 or 号 that goes on is none:
/// 1号会议室.
bool looks_like_date(std::string_view text) {
  constexpr std::u32string_view kNumerals = U"0123456789〇一二三四五六七八九十廿卅";
  const std::string plain = narrowed(base::trim(text));
  size_t at = 0;
  const auto next = [&] { return at < plain.size() ? base::next_code_point(plain, at) : U'\0'; };
  size_t digits = 0;
  char32_t c = next();
  for (; c != 0 && kNumerals.find(c) != std::u32string_view::npos; c = next()) digits++;
  while (c == U' ') c = next();
  if (digits == 0 || digits > 4) return false;
  if (c == U'月') return digits <= 2;
  if (c == U'年' || c == U'-' || c == U'/' || c == U'.') return digits == 4;
  if (c != U'日' && c != U'号') return false;
  c = next();
  return c < 0x80 || U"至到—–～（、。"sv.find(c) != std::u32string_view::npos;
}

/// Whether the day is left open: 待定, 另行通知.
bool is_left_open(std::string_view text) {
  const std::string_view words = base::trim(text);
  for (const std::string_view word : {"待定", "未定", "另定", "待通知", "另行通知", "时间待定", "时间未定",
                                      "日期待定", "时间另行通知", "具体时间"}) {
    if (words.starts_with(word)) return true;
  }
  return false;
}

/// Whether the day before it is not fixed after all: （待定）, 暂定.
bool unfixes(std::string_view text) {
  for (const std::string_view bracket : {"（", "("}) {
    if (text.starts_with(bracket)) text = base::trim(text.substr(bracket.size()));
  }
  for (const std::string_view word : {"暂定", "拟定", "预计", "待确定", "待确认"}) {
    if (text.starts_with(word)) return true;
  }
  return is_left_open(text);
}

/// Whether another day than the one before may be meant: 或19日.
bool is_other_choice(std::string_view text) {
  for (const std::string_view word : {"或者", "或"}) {
    if (text.starts_with(word)) return looks_like_date(text.substr(word.size()));
  }
  return false;
}

/// What should be the end of a period at the beginning of `text`, behind its 至, 到 or dash; empty when a
/// time of day stands there, or nothing that means a day.
std::string_view unread_end(std::string_view text, bool has_time) {
  std::string_view rest = base::trim(text);
  if (rest.starts_with("起")) rest = base::trim(rest.substr(std::string_view("起").size()));
  const bool until = rest.starts_with("至");
  const size_t all = rest.size();
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view joint : {"至", "到", "-", "—", "–", "~", "～", "－"}) {
      if (!rest.starts_with(joint)) continue;
      rest.remove_prefix(joint.size());
      again = true;
    }
  }
  if (rest.size() == all) return {};
  rest = base::trim(rest);
  if (looks_like_date(rest) || is_left_open(rest)) return rest;
  const bool names_day = until && !has_time && read_times(rest).start < 0;
  return names_day ? rest : std::string_view();
}

/// Adds what of `text`, the part between the date `before`, if there is one, and the next, is a date that
/// cannot be used, or says that an exact day is none. The words of a fuzzy one are shown as they are.
void find_unread(std::string_view text, const text::WrittenDate* before,
                 std::vector<std::string_view>& unread) {
  const bool has_time = before != nullptr && before->minute >= 0;
  const bool is_exact = before != nullptr && !before->fuzzy;
  bool first = true;
  while (!text.empty()) {
    const std::string_view whole = first_part(text);
    const std::string_view part = base::trim(whole);
    const std::string_view end = first ? unread_end(part, has_time) : std::string_view();
    if (!end.empty()) {
      unread.push_back(end);
    } else if (looks_like_date(part) || is_left_open(part) ||
               (is_exact && (unfixes(part) || is_other_choice(part)))) {
      unread.push_back(part);
    }
    first = false;
    text = without_separator(text.substr(whole.size()));
  }
}

/// The part of the day that `text` begins with; empty for none.
std::string_view leading_part_of_day(std::string_view text) {
  for (const std::string_view word :
       {"上午", "下午", "中午", "早上", "早晨", "清晨", "凌晨", "傍晚", "晚上", "晚间", "夜间", "晚"}) {
    if (text.starts_with(word)) return word;
  }
  return {};
}

/// 上午, or 上午、晚上, where that is all that `text` says of the time of day, else nothing.
std::string_view part_of_day(std::string_view text) {
  text = base::trim(text);
  for (const auto& [open, close] : {std::pair("（"sv, "）"sv), std::pair("("sv, ")"sv)}) {
    if (text.starts_with(open) && text.ends_with(close))
      text = base::trim(text.substr(open.size(), text.size() - open.size() - close.size()));
  }
  for (std::string_view rest = text; !rest.empty(); rest = without_separator(rest)) {
    const std::string_view word = leading_part_of_day(rest);
    if (word.empty()) return {};
    rest.remove_prefix(word.size());
  }
  return text;
}

/// The times behind a date, up to the next date: how much of `text` they take.
size_t size_of_times(std::string_view text, int year, int month) {
  // A separator ends them when a date follows it.
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const std::string_view behind = without_separator(rest);
    if (behind.size() == rest.size()) {
      base::next_code_point(text, at);
      continue;
    }
    if (text::read_period(behind, year) || looks_like_date(behind) || is_left_open(behind)) return at;
    const std::string named = fmt::format("{}月", month);
    const auto further = text::read_period(named + std::string(behind), year);
    if (further && further->size > named.size()) return at;
    at = text.size() - behind.size();
  }
  return text.size();
}

/// The parts of a cell of times that are each a time: "9:00—10:00、14:00—15:00".
std::vector<std::string_view> times_of(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    size_t skip = at == text.size() ? 1 : 0;
    for (const std::string_view separator : {"、", "；", ";", "\n", "，"}) {
      if (text.substr(at).starts_with(separator)) skip = separator.size();
    }
    if (skip == 0) {
      at++;
      continue;
    }
    const std::string_view part = base::trim(text.substr(begin, at - begin));
    if (!part.empty()) parts.push_back(part);
    at += skip;
    begin = at;
  }
  const bool all = std::all_of(parts.begin(), parts.end(), [&](const std::string_view& part) {
    const TimeRange times = read_times(part);
    const bool ends_first = &part == &parts.front() && times.end >= 0;  // of 下午2点到4点 the 到4点
    return (times.start >= 0 || ends_first) && !times.wrong;
  });
  if (all && parts.size() > 1) return parts;
  return {text};
}

std::string text_of(const TimeRange& times) {
  if (times.start < 0) return "";
  return base::clock(times.start) + (times.end >= 0 ? "—" + base::clock(times.end) : "");
}

}  // namespace

namespace {

/// The date or period at the beginning of `text`; of one whose end is of no use the first day.
std::optional<text::WrittenDate> read_first(std::string_view text, int year) {
  const auto occasion = text::read_occasion(text, year);
  return occasion ? occasion : text::read_date(text, year);
}

/// The same of a further date of a list, which may leave out what it shares with `before`: the "10日" of
/// "6月8日、10日".
std::optional<text::WrittenDate> read_further(std::string_view text, const text::WrittenDate& before) {
  const std::string month = fmt::format("{}月", before.earliest.month);
  auto date = read_first(month + std::string(text), before.earliest.year);
  if (!date || date->size <= month.size()) return std::nullopt;
  date->size -= month.size();
  return date;
}

/// How much of `whole`, a date, says its days, where they are fuzzy: of "6月中旬 9:00" all before the time.
/// All of it where the time stands within: 6月16日18:00前.
size_t size_of_days(std::string_view whole, const text::WrittenDate& date, int year) {
  if (!date.fuzzy || date.minute < 0) return whole.size();
  for (size_t size = whole.size() - 1; size > 0; size--) {
    if ((static_cast<unsigned char>(whole[size]) & 0xC0) == 0x80) continue;  // within a character
    const auto days = read_first(whole.substr(0, size), year);
    if (!days || !days->fuzzy || days->earliest != date.earliest || days->latest != date.latest) break;
    if (days->minute < 0) return std::min(days->size, size);
  }
  return whole.size();
}

/// Joins the times that were read with the days and those behind them: of "6月16日 9:00—11:30" the 11:30, and
/// of "6月8日至12日 9:00—11:00", too, since the times of a period are those of each day. A time at the end
/// alone ends the period. `written` are the date and those times: 下午 before the first counts for both.
void add_times_of_date(const text::WrittenDate& date, std::string_view written, TimeRange& times) {
  const int begin = date.minute < 0 && times.start >= 0 ? date.end_minute : date.minute;
  if (begin >= 0) {
    times.end = times.end >= 0 ? times.end : times.start;
    times.start = begin;
  }
  if (date.end_minute >= 0 && times.end < 0) times.end = date.end_minute;
  if (times.end < 0 || times.end >= times.start) return;
  const TimeRange whole = read_times(written);
  if (whole.start == times.start && whole.end > whole.start) times.end = whole.end;
}

}  // namespace

WrittenTimes read_written_times(std::string_view written, int year) {
  WrittenTimes all;
  std::string_view rest = base::trim(written);
  while (!rest.empty()) {
    auto date = read_first(rest, year);
    if (!date && !all.times.empty()) date = read_further(rest, all.times.back().date);
    if ((!date || !date->earliest) && all.times.empty()) break;
    if (!date || !date->earliest) {
      const std::string_view part = first_part(rest);
      find_unread(part, nullptr, all.unread);
      rest = without_separator(rest.substr(part.size()));
      continue;
    }
    const size_t size = size_of_days(rest.substr(0, date->size), *date, year);
    std::string words(base::trim(rest.substr(0, size)));
    // A part of a month that is named with another one: the 中旬 of "6月上旬、中旬".
    if (date->fuzzy && !text::read_date(words, year))
      words.insert(0, fmt::format("{}月", date->earliest.month));
    if (date->fuzzy) date->minute = -1;
    const std::string_view whole = rest;
    rest.remove_prefix(size);
    const size_t behind = size_of_times(rest, year, date->earliest.month);
    std::string_view clocks = base::trim(rest.substr(0, behind));
    // A further time of the day, not the end of the first: 9:00、14:00.
    const bool is_list = date->minute >= 0 && !clocks.empty() && first_part(clocks).empty();
    if (is_list) all.times.push_back({*date, TimeRange{.start = date->minute}, words, {}});
    if (is_list) clocks = without_separator(clocks);
    const std::vector<std::string_view> times = times_of(clocks);
    for (size_t i = 0; i < times.size(); i++) {
      WrittenTime one{*date, read_times(times[i]), words, part_of_day(times[i])};
      if (is_list && one.times.start < 0 && !one.times.wrong) continue;  // words, which are no time
      if (i == 0 && !is_list) {
        const size_t end = times[0].empty() ? size : static_cast<size_t>(&times[0].back() + 1 - whole.data());
        add_times_of_date(*date, whole.substr(0, end), one.times);
      }
      all.times.push_back(one);
    }
    find_unread(rest.substr(0, behind), &*date, all.unread);
    rest = without_separator(rest.substr(behind));
  }
  return all;
}

size_t Grid::column(std::string_view field) const {
  for (size_t i = 0; i < columns.size(); i++) {
    if (columns[i] != nullptr && columns[i]->field == field) return i;
  }
  return SIZE_MAX;
}

bool ScheduleRows::prepare(Grid& grid) const {
  if (grid.column("title") == SIZE_MAX) return false;
  if (grid.column("date") != SIZE_MAX) return true;
  const size_t time = grid.column("time");
  if (time == SIZE_MAX) return false;
  static constexpr Word kDate{WordUse::Schedule, "date", "", "", ""};
  const bool holds_dates = std::any_of(grid.rows.begin(), grid.rows.end(), [&](const Row& row) {
    return time < row.size() && text::read_period(row[time].text, year_).has_value();
  });
  if (holds_dates) grid.columns[time] = &kDate;
  return holds_dates;
}

bool ScheduleRows::add(Grid grid) {
  if (!prepare(grid)) return false;
  grid_ = std::move(grid);
  previous_.clear();
  is_above_undated_ = false;
  for (const Row& row : grid_.rows) read_row(row);
  return true;
}

const Cell& ScheduleRows::cell(const Row& row, std::string_view field) const {
  static const Cell kAbsent;
  const size_t at = grid_.column(field);
  return at < row.size() ? row[at] : kAbsent;
}

base::Span ScheduleRows::span_of(const Row& row, std::string_view field) const {
  if (cell(row, field).span.size() != 0) return cell(row, field).span;
  for (const Cell& other : row) {
    if (other.span.size() != 0) return other.span;
  }
  return row.empty() ? base::Span{} : row.front().span;
}

void ScheduleRows::read_row(const Row& row) {
  const bool empty = std::all_of(row.begin(), row.end(), [](const Cell& c) { return c.text.empty(); });
  if (empty) return;
  const std::vector<When> whens = read_whens(row);
  if (whens.empty()) return;
  if (cell(row, "title").text.empty()) return tell(base::Code::ScheduleRowTitle, span_of(row, "date"));
  for (const When& when : whens) check_times(row, when);
  add_event(row, whens);
}

/// The times in a cell of dates, which may hold several and times of day.
std::vector<ScheduleRows::When> ScheduleRows::read_dates(const Cell& date) {
  const WrittenTimes written = read_written_times(date.text, year_);
  const bool several = written.times.size() > 1;
  std::vector<When> whens;
  for (const WrittenTime& time : written.times) {
    When& when = whens.emplace_back();
    when.date = time.date;
    when.times = time.times;
    when.time_text = time.times.start < 0 ? std::string(time.part_of_day) : text_of(time.times);
    when.date_text = words_of(time, date.text, several);
  }
  tell_unread(date, written);
  return whens;
}

/// What the row says of the day: its cell, but of several dates each its own, and of a fuzzy one without the
/// time of day, which stands beside it.
std::string ScheduleRows::words_of(const WrittenTime& time, std::string_view cell, bool several) {
  if (time.date.fuzzy && (several || time.times.start >= 0)) return time.words;
  return several ? text::period(time.date.earliest, time.date.latest, false)
                 : base::replace_all(cell, "\n", " ");
}

/// At the words themselves, where the cell shows them as they are written in the file.
void ScheduleRows::tell_unread(const Cell& date, const WrittenTimes& written) {
  std::string used;
  for (const WrittenTime& time : written.times)
    used += (used.empty() ? "" : "、") + text::period(time.date.earliest, time.date.latest, false);
  for (const std::string_view unread : written.unread) {
    base::Span span = date.span;
    const size_t at = source_.view(span).rfind(unread);
    if (at != std::string_view::npos) {
      span.begin += static_cast<uint32_t>(at);
      span.end = span.begin + static_cast<uint32_t>(unread.size());
    }
    tell(base::Code::ScheduleDateRest, span, {std::string(unread), used});
  }
}

/// Why a cell gives no day, and what to write instead.
void ScheduleRows::tell_no_date(const Row& row) {
  constexpr std::string_view kZh = "写成 6月16日、6月8日至12日、2026-06-16；定不下哪天的写 6月中旬";
  constexpr std::string_view kEn =
      "write 6月16日, 6月8日至12日 or 2026-06-16; where the day is not fixed, 6月中旬";
  constexpr int kAnyYear = 2000;  // one with a 29th of February
  const std::string& text = cell(row, "date").text;
  std::string_view zh = "没有这一天，或者不认得这种写法",
                   en = "there is no such day, or it is written unusually";
  std::string_view hint_zh = kZh, hint_en = kEn;
  if (is_above_undated_ && means_row_above(text)) {
    zh = "上一行的日期没有读出来";
    en = "the date of the row above cannot be read";
  } else if (text.empty()) {
    zh = "这一格空着";
    en = "the cell is empty";
  } else if (is_left_open(text)) {
    zh = "还没有定下哪天";
    en = "the day is not fixed";
  } else if (year_ == 0 && !read_written_times(text, kAnyYear).times.empty()) {
    zh = "文件不在年度文件夹里，不知道是哪一年";
    en = "the file is in no folder of a year, so the year is not known";
    hint_zh = "写上年份，例如 2026年6月16日；或者把文件移进年度文件夹，例如 content/2026/";
    hint_en =
        "write the year, for example 2026年6月16日, or move the file to the folder of a year, content/2026/";
  }
  tell(base::Code::ScheduleRowDate, span_of(row, "date"),
       {text, std::string(zh), std::string(en), std::string(hint_zh), std::string(hint_en)});
}

std::vector<ScheduleRows::When> ScheduleRows::read_whens(const Row& row) {
  const Cell& date = cell(row, "date");
  std::vector<When> whens;
  const bool is_as_above = means_row_above(date.text) && !previous_.empty();
  whens = is_as_above ? previous_ : read_dates(date);
  if (whens.empty()) tell_no_date(row);
  is_above_undated_ = whens.empty();
  previous_ = whens;
  if (whens.empty()) return whens;
  const Cell& time = cell(row, "time");
  if (!time.text.empty() && grid_.column("time") != grid_.column("date")) set_times(time, whens);
  return whens;
}

/// The column of times: one for all dates, or one a date, or several of one date.
void ScheduleRows::set_times(const Cell& time, std::vector<When>& whens) {
  const std::vector<std::string_view> parts = times_of(time.text);
  if (whens.size() == 1) whens.resize(parts.size(), When(whens.front()));
  for (size_t i = 0; i < whens.size(); i++) {
    const std::string_view part = parts.size() == whens.size() ? parts[i] : std::string_view(time.text);
    whens[i].times = read_times(part);
    whens[i].time_text = part;
  }
}

void ScheduleRows::check_times(const Row& row, const When& when) {
  if (when.times.wrong) tell(base::Code::EventTime, span_of(row, "time"), {when.time_text});
  const bool one_day = !when.date.fuzzy && when.date.earliest == when.date.latest;
  const bool over_midnight = when.times.start >= 18 * 60 && when.times.end <= 6 * 60;
  if (one_day && when.times.end >= 0 && when.times.start >= 0 && when.times.end < when.times.start &&
      !over_midnight) {
    tell(base::Code::EventOrder, span_of(row, "time"),
         {base::clock(when.times.start), base::clock(when.times.end)});
  }
  const std::string_view weekday = cell(row, "weekday").text;
  if (!weekday.empty() && one_day)
    check_weekday(when.date.earliest, weekday, source_, span_of(row, "weekday"), diagnostics_);
}

/// "2026-06-16-zi-xun-ri"; a second one of that name gets -2. An id that is stated is kept: rows that share
/// one are times of one event.
std::string ScheduleRows::id_of(const When& when, std::string_view stated, std::string_view title) {
  if (!stated.empty()) return std::string(stated);
  const std::string id = base::iso(when.date.earliest) + "-" + text::slug(title);
  std::string unique = id;
  for (int n = 2; !ids_.insert(unique).second; n++) unique = fmt::format("{}-{}", id, n);
  return unique;
}

std::string_view ScheduleRows::mode_of(const Row& row) const {
  for (const std::string_view field : {"mode", "venue"}) {
    const std::string_view text = cell(row, field).text;
    if (const Word* word = text.empty() ? nullptr : find_word(WordUse::Mode, text)) return word->field;
  }
  return {};
}

int64_t ScheduleRows::line_of(base::Span span) {
  if (span.begin < line_at_) {
    line_at_ = 0;
    line_ = 1;
  }
  const std::string_view all = source_.text;
  const size_t end = std::min<size_t>(span.begin, all.size());
  line_ += std::count(all.begin() + line_at_, all.begin() + static_cast<std::ptrdiff_t>(end), '\n');
  line_at_ = static_cast<uint32_t>(end);
  return line_;
}

void ScheduleRows::set_when(const When& when, value::MapBuilder& map) {
  const bool told = !when.times.wrong;
  map.set("date", text(base::iso(when.date.earliest)));
  if (when.date.latest != when.date.earliest) map.set("end_date", text(base::iso(when.date.latest)));
  if (when.times.start >= 0 && told) map.set("start", text(base::clock(when.times.start)));
  if (when.times.end >= 0 && told) map.set("end", text(base::clock(when.times.end)));
  map.set("all_day", Value::boolean(when.times.start < 0));
  if (when.date.fuzzy) map.set("fuzzy", Value::boolean(true));
  if (when.date.fuzzy && when.date.sure_until) map.set("sure_until", text(base::iso(when.date.sure_until)));
  map.set("time_text", text(when.time_text));
  map.set("date_text", text(when.date_text));
}

/// The row's note. Where not all of the dates could be read, the reader gets them as they are written: a page
/// shows the days of an event, not its cell.
std::string ScheduleRows::note_of(const Row& row) const {
  std::string note;
  if (!is_blank_cell(cell(row, "note").text)) note = cell(row, "note").text;
  const std::string& date = cell(row, "date").text;
  if (read_written_times(date, year_).unread.empty()) return note;
  return note + (note.empty() ? "" : "；") + "日期：" + base::replace_all(date, "\n", "、");
}

/// What the row says in columns of which an event has no field, or in words that none of the field's is.
std::vector<std::string> ScheduleRows::extra_of(const Row& row) const {
  std::vector<std::string> extra;
  for (size_t i = 0; i < std::min(grid_.columns.size(), row.size()); i++) {
    const Word* word = grid_.columns[i];
    const auto is_unread = [&](std::string_view field, WordUse use) {
      return word->field == field && find_word(use, row[i].text) == nullptr;
    };
    if (word != nullptr && !is_unread("mode", WordUse::Mode) && !is_unread("status", WordUse::Status))
      continue;
    std::string text = extra_text(grid_.headers[i], row[i].text, row[i].link);
    if (!text.empty()) extra.push_back(std::move(text));
  }
  return extra;
}

void ScheduleRows::add_event(const Row& row, const std::vector<When>& whens) {
  const Cell& title = cell(row, "title");
  const base::Span span = span_of(row, "title");
  value::MapBuilder event;
  set_when(whens.front(), event);
  if (whens.size() > 1) {
    value::ListBuilder sessions;
    for (const When& when : whens) {
      value::MapBuilder session;
      set_when(when, session);
      sessions.add(session.build(arena_));
    }
    event.set("sessions", sessions.build(arena_));
  }
  event.set("title", text(base::replace_all(title.text, "\n", "")).at_position(span.begin));
  if (!title.link.empty()) event.set("link", text(title.link));
  for (const std::string_view key : {"venue", "organiser"}) {
    const Cell& part = cell(row, key);
    if (!is_blank_cell(part.text)) event.set(key, text(part.text).at_position(span_of(row, key).begin));
  }
  const std::string note = note_of(row);
  if (!note.empty()) event.set("note", text(note).at_position(span_of(row, "note").begin));
  for (const std::string_view key : {"co_organisers", "audience"}) {
    value::ListBuilder list;
    for (const std::string_view part : split_enumeration(cell(row, key).text)) list.add(text(part));
    event.set(key, list.build(arena_));
  }
  if (const std::string_view mode = mode_of(row); !mode.empty()) event.set("mode", Value::string(mode));
  if (const Word* status = find_word(WordUse::Status, cell(row, "status").text))
    event.set("status", Value::string(status->field));
  set_extra(event, extra_of(row), arena_);
  const std::string_view stated = cell(row, "id").text;
  event.set("id", text(id_of(whens.front(), stated, title.text)));
  event.set("line", Value::integer(line_of(span)));
  events_.add(event.build(arena_));
}

}  // namespace herald::campaign
