#include "model/field_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include "base/date.h"
#include "base/utf8.h"
#include "markdown/html.h"
#include "markdown/telephones.h"
#include "model/addresses.h"
#include "text/text.h"

namespace herald::model {
namespace {

using base::Code;
using value::Type;
using value::Value;

/// How a type is called in messages, and what an editor might write.
struct TypeWords {
  std::string_view zh, en, example;
};

TypeWords words_of(FieldType type) {
  switch (type) {
    case FieldType::Text:
      return {"一行文字", "a line of text", "文字"};
    case FieldType::LongText:
      return {"一段文字", "a text", "文字"};
    case FieldType::Integer:
      return {"整数", "a whole number", "25"};
    case FieldType::Boolean:
      return {"“是”或“否”", "yes or no", "yes"};
    case FieldType::Date:
      return {"日期", "a date", "2026-06-16"};
    case FieldType::DateTime:
    case FieldType::Occasion:
      return {"日期和时刻", "a date and a time", "2026-06-16 09:30"};
    case FieldType::Choice:
      return {"一个选项", "one of the choices", ""};
    case FieldType::Telephone:
      return {"电话号码", "a telephone number", "12350"};
    case FieldType::Email:
      return {"电子邮箱", "a mail address", "office@example.cn"};
    case FieldType::Address:
      return {"网址", "an address", "https://www.example.cn/"};
    case FieldType::File:
      return {"页面旁边的文件", "a file beside the page", "统计表.xlsx"};
    case FieldType::PageLink:
      return {"另一个页面的路径", "the path of another page", "../notices/a.md"};
    case FieldType::Object:
      return {"一组字段", "a group of fields", "{…}"};
    case FieldType::Any:
      return {"任意内容", "anything", "…"};
  }
  return {};
}

constexpr size_t kShownMax = 60;  ///< Bytes of a wrong value that a message repeats.

/// `text` for a message: its beginning, without line breaks.
std::string shown(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size() && out.size() < kShownMax;) {
    const char32_t c = base::next_code_point(text, at);
    base::append_utf8(out, c == U'\n' ? U' ' : c);
    if (out.size() >= kShownMax && at < text.size()) out += "…";
  }
  return out;
}

/// What was written, for a message, in both languages.
std::array<std::string, 2> seen(Value raw) {
  switch (raw.type()) {
    case Type::List:
      return {"几项组成的列表", "a list"};
    case Type::Map:
      return {"一组字段", "a group of fields"};
    case Type::Bool: {
      const char* word = raw.as_bool() ? "`true`" : "`false`";
      return {word, word};
    }
    case Type::Int: {
      std::string number = fmt::format("`{}`", raw.as_int());
      return {number, number};
    }
    case Type::Float: {
      std::string number = fmt::format("`{}`", raw.as_double());
      return {number, number};
    }
    default: {
      std::string text = "`" + shown(raw.text_or_empty()) + "`";
      return {text, text};
    }
  }
}

/// A number or text as a trimmed text; nothing for all else. Made texts live in the arena.
std::optional<std::string_view> scalar_text(Value raw, value::Arena& arena) {
  switch (raw.type()) {
    case Type::String:
    case Type::Html:
      return base::trim(raw.as_text());
    case Type::Int:
      return arena.copy(fmt::format("{}", raw.as_int()));
    case Type::Float:
      return arena.copy(fmt::format("{}", raw.as_double()));
    default:
      return std::nullopt;
  }
}

Value made_text(std::string_view text, value::Arena& arena) { return Value::string(arena.copy(text)); }

/// Full-width ASCII as ASCII, for what machines read: numbers, addresses.
std::string narrow(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::next_code_point(text, at);
    const bool wide = c >= 0xFF01 && c <= 0xFF5E;
    base::append_utf8(out, wide ? c - 0xFEE0 : c == 0x3000 ? U' ' : c);
  }
  return out;
}

bool has_wide(std::string_view text) { return text.find_first_of("\xEF\xE3") != std::string_view::npos; }

/// How many parts of a group that requires none its example shows.
constexpr size_t kShownParts = 2;

bool is_asked(const FieldDefinition& field) { return field.need != Need::Optional; }

/// The example of `field` as a part of a group in braces: quoted where it would end there.
std::string in_flow(const FieldDefinition& field) {
  std::string example = example_of(field);
  const bool group = field.type == FieldType::Object && field.example.empty();
  if (group || example.starts_with('[') || example.starts_with('{')) return example;
  if (example.find_first_of(",[]{}#\"") != std::string::npos || example.find(": ") != std::string::npos)
    example = "'" + example + "'";
  return field.list ? "[" + example + "]" : example;
}

void add_wrong_date(const FieldDefinition& field, Value raw, std::string_view text,
                    const FieldReading& reading) {
  const std::string_view example =
      field.type == FieldType::Date ? std::string_view("2026-06-16") : std::string_view("2026-06-16 09:30");
  reading.diagnostics.add(Code::WrongDate, *reading.context.source, span_of(raw, reading.context),
                          {std::string(reading.name_of(field)), shown(text), std::string(example)});
}

void add_reference(const FieldDefinition& field, Value raw, std::string_view text,
                   const FieldReading& reading) {
  if (reading.context.references == nullptr) return;
  reading.context.references->push_back({field.type, std::string(text), span_of(raw, reading.context)});
}

Value read_text(const FieldDefinition& field, std::string_view text, const FieldReading& reading) {
  if (field.type == FieldType::LongText || text.find('\n') == std::string_view::npos)
    return Value::string(text);
  return made_text(base::replace_all(text, "\n", " "), reading.arena);
}

/// The number in "约200人", "第25届", "300名左右": what editors write around a number.
std::string_view counted(std::string_view text) {
  constexpr std::array<std::string_view, 8> kBefore = {"大约", "约", "近",     "大概",
                                                       "共",   "第", "不少于", "不超过"};
  constexpr std::array<std::string_view, 18> kBehind = {"左右", "以上", "以内", "余", "多", "人次",
                                                        "人",   "名",   "个",   "份", "次", "场",
                                                        "届",   "期",   "件",   "条", "页", "周"};
  for (const std::string_view word : kBefore) {
    if (!text.starts_with(word)) continue;
    text = base::trim(text.substr(word.size()));
    break;
  }
  for (int rounds = 0; rounds < 3; ++rounds) {
    for (const std::string_view word : kBehind) {
      if (!text.ends_with(word) || text.size() == word.size()) continue;
      text = base::trim(text.substr(0, text.size() - word.size()));
      break;
    }
  }
  return text;
}

Value read_integer(const FieldDefinition& field, Value raw, const FieldReading& reading) {
  if (raw.is(Type::Int)) return raw;
  if (raw.is(Type::Float) && std::nearbyint(raw.as_double()) == raw.as_double() &&
      std::abs(raw.as_double()) < 1e15) {
    return Value::integer(static_cast<int64_t>(raw.as_double()));
  }
  const std::string_view text = base::trim(raw.text_or_empty());
  int64_t number = 0;
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (!digits.empty() && error == std::errc() && last == digits.data() + digits.size())
    return Value::integer(number);
  if (const auto words = text::parse_number(counted(text))) return Value::integer(*words);
  add_wrong_type(field, raw, reading);
  return {};
}

Value read_boolean(const FieldDefinition& field, Value raw, const FieldReading& reading) {
  constexpr std::array<std::string_view, 6> kTrue = {"true", "yes", "on", "是", "有", "对"};
  constexpr std::array<std::string_view, 6> kFalse = {"false", "no", "off", "否", "无", "不"};
  if (raw.is(Type::Bool)) return raw;
  const std::string text = base::lower_ascii(base::trim(raw.text_or_empty()));
  for (const std::string_view word : kTrue) {
    if (text == word) return Value::boolean(true);
  }
  for (const std::string_view word : kFalse) {
    if (text == word) return Value::boolean(false);
  }
  add_wrong_type(field, raw, reading);
  return {};
}

/// A date in words that must fill `text` to its end. `before` is set when it is followed by 前 or the like,
/// which documents write behind a last day.
std::optional<text::WrittenDate> read_whole_date(std::string_view text, int year, bool& before) {
  before = false;
  const auto date = text::read_date(text, year);
  if (!date || !date->latest) return std::nullopt;
  const std::string_view rest = base::trim(text.substr(std::min(date->size, text.size())));
  for (const std::string_view word : {"前", "以前", "之前", "左右", "前后"}) before = before || rest == word;
  if (!rest.empty() && !before) return std::nullopt;
  return date;
}

Value fuzzy_date(std::string_view text, base::Date earliest, base::Date latest, value::Arena& arena) {
  value::MapBuilder map;
  map.set("text", Value::string(text));
  map.set("earliest", made_text(base::iso(earliest), arena));
  map.set("latest", made_text(base::iso(latest), arena));
  return map.build(arena);
}

/// The day that a part of a map {text, earliest, latest} states, or no date.
base::Date day_of(Value part, int year) {
  bool before = false;
  const auto date = read_whole_date(base::trim(part.text_or_empty()), year, before);
  return date ? date->latest : base::Date();
}

/// What is held at a vague time, or over several days, with its words.
Value read_occasion(const FieldDefinition& field, Value raw, std::string_view text,
                    const FieldReading& reading) {
  const auto date = text::read_occasion(text, reading.context.year);
  const std::string_view rest =
      date ? base::trim(text.substr(std::min(date->size, text.size()))) : std::string_view();
  const bool exact_day = date && !date->fuzzy && date->earliest == date->latest;
  if (!date || (exact_day ? !rest.empty() : !text::is_time_of_day(rest))) {
    add_wrong_date(field, raw, text, reading);
    return {};
  }
  if (exact_day) return made_text(base::iso(base::DateTime{date->latest, date->minute}), reading.arena);
  const base::DateTime latest{date->latest,
                              date->earliest == date->latest ? date->minute : static_cast<int16_t>(-1)};
  value::MapBuilder map;
  map.set("text", Value::string(text));
  map.set("earliest", made_text(base::iso(date->earliest), reading.arena));
  map.set("latest", made_text(base::iso(latest), reading.arena));
  if (date->sure_until) map.set("sure_until", made_text(base::iso(date->sure_until), reading.arena));
  return map.build(reading.arena);
}

Value read_date_map(const FieldDefinition& field, Value raw, const FieldReading& reading) {
  const int year = reading.context.year;
  bool before = false;
  const std::string_view text = base::trim(raw.get("text").text_or_empty());
  const auto stated = text.empty() ? std::nullopt : read_whole_date(text, year, before);
  base::Date latest = day_of(raw.get("latest"), year);
  if (!latest && raw.get("latest").is_nothing() && stated) latest = stated->latest;
  base::Date earliest = day_of(raw.get("earliest"), year);
  if (!earliest && raw.get("earliest").is_nothing()) earliest = stated ? stated->earliest : latest;
  if (!latest || !earliest || earliest > latest) {
    add_wrong_date(field, raw, text.empty() ? raw.get("latest").text_or_empty() : text, reading);
    return {};
  }
  const std::string_view words =
      text.empty() ? reading.arena.copy(text::period(earliest, latest, false)) : text;
  return fuzzy_date(words, earliest, latest, reading.arena);
}

Value read_date(const FieldDefinition& field, Value raw, std::string_view text, const FieldReading& reading) {
  if (const auto day = base::parse_iso_date(text)) return made_text(base::iso(*day), reading.arena);
  bool before = false;
  const auto date = read_whole_date(text, reading.context.year, before);
  if (!date) {
    add_wrong_date(field, raw, text, reading);
    return {};
  }
  if (date->fuzzy || before || date->earliest != date->latest) {
    return fuzzy_date(text, date->earliest, date->latest, reading.arena);
  }
  if (date->minute >= 0) {
    reading.diagnostics.add(Code::TimeUnused, *reading.context.source, span_of(raw, reading.context),
                            {std::string(reading.name_of(field)), shown(text)});
  }
  return made_text(base::iso(date->latest), reading.arena);
}

/// Without the offset of China's one time zone, which feeds and other generators write.
std::string_view without_offset(std::string_view text) {
  for (const std::string_view offset : {"+08:00", "+0800"}) {
    if (text.size() > 16 && text.ends_with(offset))
      return base::trim(text.substr(0, text.size() - offset.size()));
  }
  return text;
}

Value read_date_time(const FieldDefinition& field, Value raw, std::string_view text,
                     const FieldReading& reading) {
  text = without_offset(text);
  if (const auto moment = base::parse_iso_date_time(text))
    return made_text(base::iso(*moment), reading.arena);
  if (field.type == FieldType::Occasion) return read_occasion(field, raw, text, reading);
  bool before = false;
  const auto date = read_whole_date(text, reading.context.year, before);
  if (!date || date->fuzzy || before || date->earliest != date->latest) {
    add_wrong_date(field, raw, text, reading);
    return {};
  }
  return made_text(base::iso(base::DateTime{date->latest, date->minute}), reading.arena);
}

/// The key of the choice that is called `text`, or an empty text.
std::string_view chosen(const FieldDefinition& field, std::string_view text) {
  const std::string lower = base::lower_ascii(text);
  for (const std::string_view choice : field.choices) {
    for (const std::string_view name : base::split(choice, '|')) {
      if (name == text || base::lower_ascii(name) == lower) return choice.substr(0, choice.find('|'));
    }
  }
  return {};
}

/// Adds `code` for a text that is none of the field's choices, and what they are.
void add_no_choice(Code code, const FieldDefinition& field, Value raw, std::string_view text,
                   const FieldReading& reading) {
  std::string all;
  for (const std::string_view choice : field.choices) {
    const size_t bar = choice.find('|');
    const std::string_view key = choice.substr(0, bar);
    const std::string_view label = bar == std::string_view::npos
                                       ? std::string_view()
                                       : choice.substr(bar + 1, choice.find('|', bar + 1) - bar - 1);
    if (!all.empty()) all += "、";
    all += label.empty() ? fmt::format("`{}`", key) : fmt::format("`{}`（{}）", key, label);
  }
  base::Diagnostic& diagnostic =
      reading.diagnostics.add(code, *reading.context.source, span_of(raw, reading.context),
                              {std::string(reading.name_of(field)), shown(text)});
  diagnostic.notes.push_back(base::failure(Code::AllowedValues, "", {std::move(all)}));
}

Value read_choice(const FieldDefinition& field, Value raw, std::string_view text,
                  const FieldReading& reading) {
  const std::string_view key = chosen(field, text);
  if (!key.empty()) return Value::string(key);
  add_no_choice(Code::WrongChoice, field, raw, text, reading);
  return {};
}

Value read_telephone(const FieldDefinition& field, Value raw, std::string_view text,
                     const FieldReading& reading) {
  const std::string number = has_wide(text) ? narrow(text) : std::string(text);
  int digits = 0;
  for (const char c : number) digits += c >= '0' && c <= '9' ? 1 : 0;
  if (const std::string_view wrong = markdown::number_with_letters(number); !wrong.empty()) {
    reading.diagnostics.add(Code::TelephoneLetter, *reading.context.source, span_of(raw, reading.context),
                            {std::string(wrong)});
  }
  if (digits >= 3) return made_text(number, reading.arena);
  add_wrong_type(field, raw, reading);
  return {};
}

Value read_email(const FieldDefinition& field, Value raw, std::string_view text,
                 const FieldReading& reading) {
  const std::string address = narrow(text);
  const size_t at = address.find('@');
  bool good = at != std::string::npos && at > 0 && address.find('@', at + 1) == std::string::npos;
  const size_t dot = good ? address.find('.', at) : std::string::npos;
  good = good && dot != std::string::npos && dot > at + 1 && address.back() != '.';
  for (const char c : address)
    good = good && c > 0x20 && c < 0x7f && std::strchr("<>(),;:\"\\[]", c) == nullptr;
  if (!good) {
    add_wrong_type(field, raw, reading);
    return {};
  }
  if (address != text) {
    reading.diagnostics.add(Code::FullWidthMail, *reading.context.source, span_of(raw, reading.context),
                            {std::string(text), address});
  }
  return made_text(address, reading.arena);
}

Value read_address(const FieldDefinition& field, Value raw, std::string_view text,
                   const FieldReading& reading) {
  if (is_web_address(text)) return Value::string(text);
  const bool relative = scheme_of(text).empty() && !base::lower_ascii(text).starts_with("www.");
  if (relative) {
    if (!text.starts_with('#')) add_reference(field, raw, text, reading);
    return Value::string(text);
  }
  const base::Span span = span_of(raw, reading.context);
  if (!markdown::is_safe_address(text)) {
    reading.diagnostics.add(Code::UnsafeAddress, *reading.context.source, span, {shown(text)});
  } else {
    reading.diagnostics.add(
        Code::WrongUrl, *reading.context.source, span,
        {std::string(reading.name_of(field)), shown(text), std::string(example_of(field))});
  }
  return {};
}

Value read_path(const FieldDefinition& field, Value raw, std::string_view text, const FieldReading& reading) {
  if (!scheme_of(text).empty() || text.starts_with("//")) {
    add_wrong_type(field, raw, reading);
    return {};
  }
  add_reference(field, raw, text, reading);
  return Value::string(text);
}

/// The types that are written as one text.
Value read_written(const FieldDefinition& field, Value raw, std::string_view text,
                   const FieldReading& reading) {
  switch (field.type) {
    case FieldType::Date:
      return read_date(field, raw, text, reading);
    case FieldType::DateTime:
    case FieldType::Occasion:
      return read_date_time(field, raw, text, reading);
    case FieldType::Choice:
      return read_choice(field, raw, text, reading);
    case FieldType::Telephone:
      return read_telephone(field, raw, text, reading);
    case FieldType::Email:
      return read_email(field, raw, text, reading);
    case FieldType::Address:
      return read_address(field, raw, text, reading);
    case FieldType::File:
    case FieldType::PageLink:
      return read_path(field, raw, text, reading);
    default:
      // What was written stays: an official wording is never made into another.
      if (!field.choices.empty() && chosen(field, text).empty())
        add_no_choice(Code::UnusualValue, field, raw, text, reading);
      return read_text(field, text, reading);
  }
}

Value read_unplaced(const FieldDefinition& field, Value raw, const FieldReading& reading) {
  if (field.type == FieldType::Any) return raw;
  const bool may_be_fuzzy = field.type == FieldType::Date || field.type == FieldType::Occasion;
  if (may_be_fuzzy && raw.is(Type::Map)) return read_date_map(field, raw, reading);
  if (raw.is(Type::List) || raw.is(Type::Map)) {
    add_wrong_type(field, raw, reading);
    return {};
  }
  if (field.type == FieldType::Integer) return read_integer(field, raw, reading);
  if (field.type == FieldType::Boolean) return read_boolean(field, raw, reading);
  const auto text = scalar_text(raw, reading.arena);
  if (text) return read_written(field, raw, *text, reading);
  add_wrong_type(field, raw, reading);
  return {};
}

}  // namespace

base::Span span_of(Value value, const FieldContext& context) {
  const std::string_view all = context.source->text;
  if (!value.has_position() || value.position() >= all.size()) return context.whole;
  const uint32_t begin = value.position();
  const std::string_view text = value.text_or_empty();
  if (!text.empty() && all.substr(begin, text.size()) == text) {
    return {begin, begin + static_cast<uint32_t>(text.size())};
  }
  const std::string_view line = all.substr(begin, all.find('\n', begin) - begin);
  const bool quoted = line.starts_with('"') || line.starts_with('\'');
  const size_t close = quoted ? line.find(line[0], 1) : std::string_view::npos;
  if (close != std::string_view::npos) return {begin, begin + static_cast<uint32_t>(close) + 1};
  std::string_view rest = base::trim(line);
  while (!value.is(Type::List) && !value.is(Type::Map) && rest.ends_with(',')) rest.remove_suffix(1);
  return {begin, begin + static_cast<uint32_t>(std::max<size_t>(rest.size(), 1))};
}

base::Span span_of_key(std::string_view key, uint32_t position, const FieldContext& context) {
  const std::string_view all = context.source->text;
  if (position == 0 || position > all.size()) return context.whole;
  const uint32_t begin = position - 1;
  const uint32_t quotes = all[begin] == '"' || all[begin] == '\'' ? 2 : 0;
  if (all.substr(begin + quotes / 2, key.size()) == key) {
    return {begin, begin + static_cast<uint32_t>(key.size()) + quotes};
  }
  const std::string_view line = all.substr(begin, all.find_first_of(":\n", begin) - begin);
  return {begin, begin + static_cast<uint32_t>(std::max<size_t>(base::trim(line).size(), 1))};
}

std::string example_line(const FieldDefinition& field, const FieldReading& reading) {
  const std::string example = example_of(field);
  if (!reading.context.as_json) return fmt::format("{}: {}", reading.name_of(field), example);
  const std::string_view quote = example.starts_with('{') || example.starts_with('[') ? "" : "\"";
  return fmt::format("\"{}\": {}{}{}", reading.name_of(field), quote, example, quote);
}

void add_wrong_type(const FieldDefinition& field, Value raw, const FieldReading& reading) {
  const TypeWords words = words_of(field.type);
  const std::array<std::string, 2> what = seen(raw);
  reading.diagnostics.add(Code::WrongType, *reading.context.source, span_of(raw, reading.context),
                          {std::string(reading.name_of(field)), std::string(words.zh), std::string(words.en),
                           what[0], what[1], example_line(field, reading)});
}

std::string example_of(const FieldDefinition& field) {
  if (!field.example.empty()) return std::string(field.example);
  if (field.type == FieldType::Choice && !field.choices.empty()) {
    return std::string(field.choices[0].substr(0, field.choices[0].find('|')));
  }
  if (field.type != FieldType::Object || field.fields.empty())
    return std::string(words_of(field.type).example);
  const bool asks = std::any_of(field.fields.begin(), field.fields.end(), is_asked);
  std::string parts;
  size_t count = 0;
  for (const FieldDefinition& part : field.fields) {
    if (asks ? !is_asked(part) : count == kShownParts) continue;
    count++;
    parts += (parts.empty() ? "" : ", ") + fmt::format("{}: {}", part.key, in_flow(part));
  }
  return field.list ? "[{" + parts + "}]" : "{" + parts + "}";
}

bool is_blank(Value raw) { return raw.is_nothing() || (raw.is_text() && base::trim(raw.as_text()).empty()); }

/// Tells when `typed` is beyond the limits of its definition.
bool is_within_limits(const FieldDefinition& field, Value raw, Value typed, const FieldReading& reading) {
  if (field.min == INT64_MIN && field.max == INT64_MAX) return true;
  const bool number = typed.is(Type::Int);
  if (!number && (!typed.is_text() || (field.type != FieldType::Text && field.type != FieldType::LongText)))
    return true;
  const int64_t size =
      number ? typed.as_int() : static_cast<int64_t>(base::count_code_points(typed.as_text()));
  if (size >= field.min && size <= field.max) return true;
  const bool low = size < field.min;
  const int64_t limit = low ? field.min : field.max;
  const std::string_view unit_zh = number ? "" : "个字", unit_en = number ? "" : " characters";
  reading.diagnostics.add(
      Code::FieldLimit, *reading.context.source, span_of(raw, reading.context),
      {std::string(reading.name_of(field)), fmt::format("{}{}{}", low ? "至少" : "最多", limit, unit_zh),
       fmt::format("wants {} {}{}", low ? "at least" : "at most", limit, unit_en),
       fmt::format("{}{}", size, unit_zh), fmt::format("{}{}", size, unit_en)});
  return false;
}

Value read_scalar(const FieldDefinition& field, Value raw, const FieldReading& reading) {
  if (is_blank(raw)) return {};
  const Value typed = read_unplaced(field, raw, reading);
  if (!typed.is_undefined() && !is_within_limits(field, raw, typed, reading)) return {};
  if (typed.is_undefined() || !raw.has_position()) return typed;
  return typed.at_position(raw.position());
}

}  // namespace herald::model
