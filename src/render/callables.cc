// Filters and functions of the field, for every template.

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/hash.h"
#include "base/utf8.h"
#include "markdown/telephones.h"
#include "render/moments.h"
#include "render/objects_internal.h"
#include "render/qr.h"
#include "render/renderer.h"
#include "render/workspace.h"
#include "text/text.h"

namespace herald::render {
namespace {

using tmpl::Call;
using value::Value;
using Arguments = std::span<const Value>;

const Context* context_of(Call& call) { return static_cast<const Context*>(call.context()); }

/// "2026-06-16" or "2026-06-16T09:00", as fields have been written; nothing for other forms of the same.
std::optional<base::DateTime> plain_moment(std::string_view text) {
  if (text.size() != 10 && text.size() != 16) return std::nullopt;
  bool good = text[4] == '-' && text[7] == '-';
  const auto pair = [&](size_t at) {
    const auto high = static_cast<unsigned>(text[at] - '0'), low = static_cast<unsigned>(text[at + 1] - '0');
    good = good && high <= 9 && low <= 9;
    return static_cast<int>(high * 10 + low);
  };
  const int year = pair(0) * 100 + pair(2), month = pair(5), day = pair(8);
  if (!good) return std::nullopt;
  if (!base::is_valid(year, month, day)) return std::nullopt;
  base::DateTime moment;
  moment.date = {static_cast<int16_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
  moment.minute = -1;
  if (text.size() == 10) return moment;
  const int hour = pair(11), minute = pair(14);
  if (!good || text[10] != 'T' || text[13] != ':' || hour > 23 || minute > 59) return std::nullopt;
  moment.minute = static_cast<int16_t>(hour * 60 + minute);
  return moment;
}

/// A date that an editor wrote as 12月底: {text, earliest, latest}.
bool is_in_words(Value value) { return value.is(value::Type::Map) && !value.get("latest").is_undefined(); }

/// The date of a text "2026-06-16" or "2026-06-16T09:00", the latest of one in words; an error of the call
/// for anything else.
std::optional<base::DateTime> date_argument(Call& call, Value value) {
  if (is_in_words(value)) value = value.get("latest");
  if (auto date = plain_moment(value.text_or_empty())) return date;
  if (auto date = base::parse_iso_date_time(value.text_or_empty())) return date;
  call.error(fmt::format("a date such as 2026-06-16 is needed, not {}",
                         value.is_text() ? fmt::format("\"{}\"", value.as_text())
                                         : std::string(value::type_name(value.type()))));
  return std::nullopt;
}

/// text::long_date.
MomentText long_date_text(base::Date date) {
  MomentText text;
  if (!date) return text;
  text.add_number(date.year).add("年").add_number(date.month).add("月").add_number(date.day).add("日");
  return text;
}

Value date(Call& call, Arguments a) {
  // An absent date prints as nothing: themes need no test around each optional date.
  if (a[0].is_nothing() || (a[0].is_text() && a[0].as_text().empty())) return empty_text();
  std::string_view style = a[1].text_or_empty();
  if (is_in_words(a[0]) && (style == "long" || style == "short" || style == "formal"))
    return text_value(a[0].get("text").text_or_empty());
  auto moment = date_argument(call, a[0]);
  if (!moment) return {};
  if (style == "long") return made_text(call.arena(), long_date_text(moment->date).view());
  if (style == "short") return made_text(call.arena(), text::short_date(moment->date));
  if (style == "formal") return made_text(call.arena(), text::formal_date(moment->date));
  if (style == "iso") return made_text(call.arena(), MomentText().add_date(moment->date).view());
  if (style == "minute") return made_text(call.arena(), minute_text(*moment, " ").view());
  if (style == "rfc3339") {
    if (!moment->has_time()) return made_text(call.arena(), base::iso(moment->date));
    const int offset = context_of(call)->site().time.utc_offset_minutes;
    return made_text(call.arena(), rfc3339_text(*moment, offset).view());
  }
  call.error(fmt::format("unknown date style \"{}\": long, short, formal, iso, minute or rfc3339", style));
  return {};
}

Value weekday_long(Call& call, Arguments a) {
  if (is_in_words(a[0])) return empty_text();
  auto moment = date_argument(call, a[0]);
  return moment ? made_text(call.arena(), text::weekday_name(moment->date)) : Value();
}

Value weekday(Call& call, Arguments a) {
  if (is_in_words(a[0])) return empty_text();
  auto moment = date_argument(call, a[0]);
  if (!moment) return {};
  std::string name = text::weekday_name(moment->date);
  return made_text(call.arena(), "周" + name.substr(name.size() - std::string_view("一").size()));
}

Value period(Call& call, Arguments a) {
  auto from = date_argument(call, a[0]);
  auto to = a[1].is_nothing() ? from : date_argument(call, a[1]);
  if (!from || !to) return {};
  return made_text(call.arena(),
                   text::period(from->date, to->date, a[2].is(value::Type::Bool) && a[2].as_bool()));
}

Value days_until(Call& call, Arguments a) {
  auto moment = date_argument(call, a[0]);
  const Context* context = context_of(call);
  if (!moment) return {};
  context->read_day();
  return Value::integer(base::days_of(moment->date) - base::days_of(context->site().time.now.date));
}

/// 今天, 明天, 3天后 …: right at build only, so beside it a page states the date.
Value relative_day(Call& call, Arguments a) {
  const Value days = days_until(call, a);
  if (!days.is(value::Type::Int)) return {};
  static constexpr std::string_view kNear[] = {"前天", "昨天", "今天", "明天", "后天"};
  const int64_t n = days.as_int();
  if (n >= -2 && n <= 2) return Value::string(kNear[n + 2]);
  return made_text(call.arena(), n > 0 ? fmt::format("{}天后", n) : fmt::format("{}天前", -n));
}

Value width(Call&, Arguments a) {
  return Value::integer(static_cast<int64_t>(base::display_width(a[0].text_or_empty())));
}

Value sha256(Call& call, Arguments a) {
  return made_text(call.arena(), base::sha256_hex(a[0].text_or_empty()));
}

Value filesize(Call& call, Arguments a) {
  if (a[0].is_number())
    return made_text(call.arena(), size_text(static_cast<uint64_t>(std::max(0.0, a[0].as_double()))));
  call.error("a number of bytes is needed");
  return {};
}

Value chinese_number(Call& call, Arguments a) {
  if (a[0].is(value::Type::Int)) return made_text(call.arena(), text::chinese_number(a[0].as_int()));
  call.error("a whole number is needed");
  return {};
}

Value cut(Call& call, Arguments a) {
  if (!a[1].is(value::Type::Int) || a[1].as_int() < 1) {
    call.error("the width in columns must be a number from 1");
    return {};
  }
  return made_text(call.arena(), text::cut(a[0].text_or_empty(), static_cast<size_t>(a[1].as_int())));
}

Value pinyin(Call& call, Arguments a) {
  std::string joined;
  for (const std::string& part : text::pinyin(a[0].text_or_empty())) {
    if (!joined.empty()) joined += ' ';
    joined += part;
  }
  return made_text(call.arena(), joined);
}

Value sort_pinyin(Call& call, Arguments a) {
  std::vector<Value> items;
  if (a[0].is(value::Type::List)) items.assign(a[0].items().begin(), a[0].items().end());
  int64_t size = a[0].is(value::Type::Object) ? a[0].as_object()->size() : 0;
  for (int64_t i = 0; i < size; i++)
    items.push_back(a[0].as_object()->item(static_cast<size_t>(i), call.arena()));
  if (!a[0].is(value::Type::List) && size < 0) {
    call.error("a list is needed");
    return {};
  }
  std::vector<std::pair<std::string, Value>> keyed;
  std::string_view by = a[1].text_or_empty();
  for (Value item : items) {
    Value key = by.empty()                     ? item
                : item.is(value::Type::Map)    ? item.get(by)
                : item.is(value::Type::Object) ? item.as_object()->attribute(by, call.arena())
                                               : Value();
    keyed.emplace_back(text::sort_key(key.text_or_empty()), item);
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& x, const auto& y) { return x.first < y.first; });
  value::ListBuilder list;
  for (const auto& [key, item] : keyed) list.add(item);
  return list.build(call.arena());
}

/// Where the words of `text` end. Those of the page's own title were found when it was parsed.
std::span<const uint32_t> word_ends(Call& call, std::string_view text) {
  const Context* context = context_of(call);
  if (context->page != model::kNone && text.data() == context->site().parsed(context->page).title.data()) {
    const std::span<const uint32_t> known = context->text_of(context->page).title_breaks;
    if (!known.empty() && known.back() == text.size()) return known;
  }
  const std::vector<size_t> found = text::word_breaks(text);
  auto* ends = call.arena().array<uint32_t>(found.size());
  std::copy(found.begin(), found.end(), ends);
  return {ends, found.size()};
}

/// Writes `piece`, escaped unless it is plain; `work` is free memory.
char* append_piece(std::string_view piece, bool is_plain, std::string& work, char* to) {
  if (!is_plain) {
    work.clear();
    base::append_escaped(work, piece);
    piece = work;
  }
  return std::copy(piece.begin(), piece.end(), to);
}

Value breaks(Call& call, Arguments a) {
  constexpr std::string_view kBreak = "<wbr>";
  const std::string_view text = a[0].text_or_empty();
  const std::span<const uint32_t> ends = word_ends(call, text);
  std::string& html = *context_of(call)->making;
  html.clear();
  base::append_escaped(html, text);
  const bool is_plain = html.size() == text.size();  // as nearly every title: nothing to be escaped in pieces
  char* const made = call.arena().array<char>(html.size() + ends.size() * kBreak.size());
  char* to = made;
  size_t at = 0;
  for (const size_t stop : ends) {
    if (stop <= at || stop >= text.size()) continue;
    to = append_piece(text.substr(at, stop - at), is_plain, html, to);
    to = std::copy(kBreak.begin(), kBreak.end(), to);
    at = stop;
  }
  to = append_piece(text.substr(at), is_plain, html, to);
  return Value::html({made, static_cast<size_t>(to - made)});
}

Value tel(Call& call, Arguments a) {
  return made_text(call.arena(), markdown::dialled(a[0].text_or_empty()));
}

Value qr(Call& call, Arguments a) {
  const Context& context = *context_of(call);
  std::string& svg = context.workspace->texts.next();
  if (append_qr_svg(a[0].text_or_empty(), context.workspace->qr, svg)) return Value::html(svg);
  call.error("the text is too long for a QR code (at most about 2,000 bytes)");
  return {};
}

Value strip_numbering(Call&, Arguments a) {
  std::string_view text = base::trim(a[0].text_or_empty());
  static constexpr std::string_view kNumerals = "一二三四五六七八九十百〇零0123456789";
  std::string_view rest = text;
  bool bracket = rest.starts_with("（") || rest.starts_with("(");
  if (bracket) rest.remove_prefix(rest[0] == '(' ? 1 : std::string_view("（").size());
  size_t at = 0, before = 0;
  while (at < rest.size()) {
    before = at;
    base::next_code_point(rest, at);
    if (kNumerals.find(rest.substr(before, at - before)) == std::string_view::npos) break;
    before = at;
  }
  if (before == 0) return a[0];
  rest.remove_prefix(before);
  static constexpr std::string_view kBracketEnds[] = {"）", ")"};
  static constexpr std::string_view kStops[] = {"、", ".", "．"};
  const std::span<const std::string_view> ends =
      bracket ? std::span<const std::string_view>(kBracketEnds) : std::span<const std::string_view>(kStops);
  for (std::string_view mark : ends) {
    if (rest.starts_with(mark)) return Value::string(base::trim(rest.substr(mark.size())));
  }
  return a[0];
}

Value nl2br(Call& call, Arguments a) {
  std::string html;
  bool first = true;
  for (std::string_view line : base::split(a[0].text_or_empty(), '\n')) {
    if (!first) html += "<br>";
    first = false;
    base::append_escaped(html, line);
  }
  return Value::html(call.arena().copy(html));
}

// ---- functions ----

Value asset(Call& call, Arguments a) {
  const Context* context = context_of(call);
  std::string_view path = a[0].text_or_empty();
  auto at = context->shared->asset_by_path.find(path);
  if (at == context->shared->asset_by_path.end()) {
    call.error(fmt::format("the theme has no file assets/{}", path));
    return {};
  }
  context->read(graph::Aspect::Asset, at->second);
  return url_value(*context, context->site().theme.assets[at->second].output);
}

Value url(Call& call, Arguments a) {
  const Context* context = context_of(call);
  std::string_view path = a[0].text_or_empty();
  const Value url = target_url(*context, model::resolve_link(context->site(), model::kNone, path));
  if (!url.as_text().empty()) return url;
  call.error(fmt::format("\"{}\" is no page, section or file of the site", path));
  return {};
}

/// t('key', n=3): {n} in the text becomes 3. Any keyword is a value.
Value translate(Call& call, Arguments a) {
  const Context* context = context_of(call);
  std::string_view key = a[0].text_or_empty();
  Value text = string_of(*context, key);
  if (text.is_undefined() && context->output == nullptr)
    text = a[0];  // no site: there are no texts to look in
  if (text.is_undefined()) {
    call.error(fmt::format("no language of the theme has the text \"{}\"", key));
    return {};
  }
  if (std::all_of(a.begin() + 1, a.end(), [](Value with) { return with.is_undefined(); }) && text.is_text())
    return text;
  static constexpr std::string_view kPlaces[] = {"{n}", "{name}", "{date}", "{count}", "{total}", "{title}"};
  std::string filled(text.text_or_empty());
  for (size_t i = 0; i < std::size(kPlaces); i++) {
    Value with = a[i + 1];
    if (with.is_undefined()) continue;
    filled = base::replace_all(
        filled, kPlaces[i],
        with.is(value::Type::Int) ? std::to_string(with.as_int()) : std::string(with.text_or_empty()));
  }
  return made_text(call.arena(), filled);
}

using tmpl::Parameter;

Parameter optional(std::string_view name, Value fallback = {}) { return {name, false, fallback}; }
Parameter required(std::string_view name) { return {name, true, {}}; }

}  // namespace

void register_callables(tmpl::Environment& environment) {
  environment.add_filter(
      {"date",
       &date,
       {optional("style", Value::string("long"))},
       "把日期写成文字：long 2026年6月16日，short 6月16日，formal "
       "二〇二六年六月十六日，iso，minute，rfc3339。",
       "Writes a date in words: long, short, formal; or in figures: iso, minute, rfc3339."});
  environment.add_filter({"weekday", &weekday, {}, "日期是周几：周二。", "The weekday of a date, short."});
  environment.add_filter(
      {"weekday_long", &weekday_long, {}, "日期是星期几：星期二。", "The weekday of a date in full."});
  environment.add_filter({"period",
                          &period,
                          {optional("end"), optional("with_year", Value::boolean(false))},
                          "起止日期：6月1日至30日。",
                          "A period in words."});
  environment.add_filter({"days_until",
                          &days_until,
                          {},
                          "距离生成网站那天还有几天。",
                          "Days from the build's date to this one."});
  environment.add_filter(
      {"relative_day",
       &relative_day,
       {},
       "与生成网站那天相比：今天、明天、3天后。网页上请同时写出日期。",
       "The day as seen from the build's date: today, tomorrow, in 3 days (in Chinese). Show the "
       "date beside it."});
  environment.add_filter({"width",
                          &width,
                          {},
                          "显示宽度：汉字两列，西文一列。",
                          "The display width in columns: two for Han characters, one for Latin letters."});
  environment.add_filter(
      {"sha256",
       &sha256,
       {},
       "文字（UTF-8）的 SHA-256，十六进制。文件的见 material 和 attachments 的 sha256。",
       "The SHA-256 of a text (UTF-8) in hexadecimal digits. Files have theirs in `sha256`."});
  environment.add_filter(
      {"filesize", &filesize, {}, "字节数写成 640 KB。", "A number of bytes as people read it."});
  environment.add_filter(
      {"chinese_number", &chinese_number, {}, "数字写成二十五。", "A number in Chinese characters."});
  environment.add_filter({"cut",
                          &cut,
                          {required("columns")},
                          "按显示宽度截短，尽量断在句末。",
                          "Cuts a text to a display width, at the end of a sentence where it can."});
  environment.add_filter({"pinyin", &pinyin, {}, "拼音。", "Pinyin, syllables separated by blanks."});
  environment.add_filter(
      {"sort_pinyin", &sort_pinyin, {optional("attribute")}, "按拼音排序。", "Sorts a list by pinyin."});
  environment.add_filter({"breaks",
                          &breaks,
                          {},
                          "在词与词之间加入可换行处，用于标题。",
                          "A text with line-break opportunities between words."});
  environment.add_filter(
      {"tel",
       &tel,
       {},
       "第一个电话号码的数字，用于 tel: 链接；没有号码就是空的。",
       "The digits of the first telephone number, for a tel: link; empty where there is none."});
  environment.add_filter({"qr", &qr, {}, "二维码（SVG）。", "A QR code as inline SVG."});
  environment.add_filter({"strip_numbering",
                          &strip_numbering,
                          {},
                          "去掉开头的 一、（一）1. 等序号。",
                          "Removes official numbering at the beginning."});
  environment.add_filter({"nl2br", &nl2br, {}, "换行变成 <br>。", "Line ends become <br>."});
  environment.add_function(
      {"asset", &asset, {required("path")}, "主题文件的地址。", "The address of a file of the theme."});
  environment.add_function({"url",
                            &url,
                            {required("path")},
                            "站内页面或文件的地址。",
                            "The address of a page, section or file of the site."});
  environment.add_function({"t",
                            &translate,
                            {required("key"), optional("n"), optional("name"), optional("date"),
                             optional("count"), optional("total"), optional("title")},
                            "按网站语言取文字。",
                            "A text of the theme in the site's language."});
}

}  // namespace herald::render
