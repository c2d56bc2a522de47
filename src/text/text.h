#pragma once
// Chinese text: exact Unicode properties, pinyin, order, dates and numbers in words, encodings, time zones.
// The one door to ICU. All functions are pure and may be called from any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/diagnostics.h"

namespace herald::text {

/// General category P or S as CommonMark 0.31 means punctuation; also full-width forms.
bool is_punctuation(char32_t c);
/// Letters and numbers of any script (general categories L and N).
bool is_alphanumeric(char32_t c);
/// Han, kana, bopomofo, CJK punctuation, full-width forms: what is set without spaces between words. Not the
/// quotes “ ” and other marks that Latin texts have too, and not Hangul.
bool is_cjk(char32_t c);
/// The White_Space property: also U+3000 and U+00A0.
bool is_space(char32_t c);
/// Lower case of any script, for ids and look-ups. Malformed bytes stay.
std::string lower(std::string_view text);

/// The syllables of `text` in pinyin without tones, ASCII: {"zhong", "qing"} for 重庆. Runs of ASCII letters
/// and digits are one part each, in their case (full-width forms and Latin letters with marks as ASCII); all
/// else separates. ü is v: {"lv"} for 绿. Readings: a table made when herald is built, plus words with
/// another reading (厦门 xia men, 长沙 chang sha, 银行 yin hang …).
std::vector<std::string> pinyin(std::string_view text);

/// A slug: pinyin and ASCII words in lower case joined by '-', at most 60 bytes, cut between parts. "page"
/// when nothing is left.
std::string slug(std::string_view text);

/// A key that orders Chinese by pinyin, then by character; compare bytewise. Marks stand before numbers (by
/// value, 9 before 10), those before Latin letters (whatever their case), those before Chinese. Not text: it
/// has control bytes.
std::string sort_key(std::string_view text);

/// Cuts `text` to at most `columns` display columns: behind the last 。！？； that fits, else before the last
/// ，or 、, else between characters, and then with '…' at the end. What keeps less than a third of the
/// columns does not count. Never inside a number or a Latin word when it can be helped.
std::string cut(std::string_view text, size_t columns);

/// 二十五, 一百零一 … for 0 to 99,999,999; outside of it the digits.
std::string chinese_number(int64_t n);
/// 25 for 二十五, 廿五 or 25 (also full-width), 2026 for 二〇二六; nothing for what is no number, nor for
/// 一百二, which is read in two ways.
std::optional<int64_t> parse_number(std::string_view text);

/// 2026年6月16日
std::string long_date(base::Date date);
/// 6月16日
std::string short_date(base::Date date);
/// 二〇二六年六月十六日
std::string formal_date(base::Date date);
/// 星期二. Like the others above, an empty text for no date.
std::string weekday_name(base::Date date);
/// 6月1日至30日, 6月1日至7月3日, 2025年12月1日至2026年1月5日; one day alone when both are equal. With the
/// year when `with_year`.
std::string period(base::Date from, base::Date to, bool with_year);

/// A date as documents write it. `earliest` and `latest` are equal for an exact day.
struct WrittenDate {
  base::Date earliest;
  base::Date latest;
  int16_t minute = -1;      ///< Time of day if stated.
  int16_t end_minute = -1;  ///< Of a period, the time at the end of its last day if stated.
  bool fuzzy = false;       ///< 6月中旬, 12月底: shown as written, sorted by `latest`.
  /// Up to when what goes on is sure to last, once it has begun: `latest` of exact days; of 6月1日至12月底
  /// the first day that may be the last. No date where the beginning is vague.
  base::Date sure_until;
  size_t size = 0;  ///< Bytes of the text that were read.
};
/// Reads a date at the beginning of `text`: 2026-06-16, 2026年6月16日, 6月16日 (of `year`),
/// 6月上旬|中旬|下旬|初|底, 2026年6月, 20260616, 二季度, 上半年, 2026年下半年, 全年, 年底; full-width digits
/// are understood; an optional （周二） or 星期二 and a time (9:30, 上午9时30分) behind it are read too.
/// Nothing when there is none; 6月31日 is none. 初 and 上旬 are days 1 to 10, 底, 末 and 下旬 from 21. Blanks
/// may stand before it and inside.
std::optional<WrittenDate> read_date(std::string_view text, int year);
/// Reads 6月8日至12日, 6月8日—7月2日, 6月1—7日, 12月1日至1月5日, 2026-06-08 ~ 2026-06-12; a single date is a
/// period of one day. `minute` is that of the beginning. Nothing when it runs backwards or an end is no day
/// of the calendar. What follows is left: of 6月16日9:00—11:30 the "—11:30".
std::optional<WrittenDate> read_period(std::string_view text, int year);
/// Reads when something is held: a period, and behind it 前, 以前 or 之前, where the last day alone is known
/// (`earliest` is `latest`), or 左右, 前后, which reach three days further to both sides. These are fuzzy.
std::optional<WrittenDate> read_occasion(std::string_view text, int year);
/// Whether `text` holds nothing but what times of day are written with: 9:00—11:30, （上午）, 全天.
bool is_time_of_day(std::string_view text);

/// GB18030 bytes as UTF-8; nothing when they are not well formed.
std::optional<std::string> from_gb18030(std::string_view bytes);

/// Minutes east of UTC in the IANA zone `zone` at the instant `unix_seconds`; nothing for an unknown zone.
std::optional<int> utc_offset_minutes(const std::string& zone, int64_t unix_seconds);

/// The name of a host in ASCII as UTS #46 maps it ("xn--…" for labels in other scripts); nothing for what is
/// no name of a host: blanks, marks, an empty label, a hyphen at the end of one, more than 63 bytes in one or
/// 253 in all. Full-width forms are none: whoever shows the name shows what was written.
std::optional<std::string> ascii_host(std::string_view name);

/// Where a line may break in a title: offsets in bytes between words, by ICU's dictionary.
std::vector<size_t> word_breaks(std::string_view text);

}  // namespace herald::text
