#include "campaign/numbering.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;

/// A run-in heading is its first sentence; a longer one is cut.
constexpr size_t kTitleColumnsMax = 80;
/// A paragraph without a stop is a heading of its own line when it is not longer than this.
constexpr size_t kOwnLineColumnsMax = 80;

constexpr std::u32string_view kHanDigits = U"〇零一二三四五六七八九十百";

bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }

/// Digits of either width or Chinese numerals at the beginning of `text`.
struct Digits {
  std::string ascii;  ///< The digits, narrow; empty for Chinese ones.
  std::string han;
  size_t size = 0;
};

Digits read_digits(std::string_view text) {
  Digits digits;
  while (digits.size < text.size()) {
    size_t at = digits.size;
    char32_t c = base::next_code_point(text, at);
    if (c >= 0xFF10 && c <= 0xFF19) c = c - 0xFF10 + '0';
    if (is_ascii_digit(c) && digits.han.empty()) {
      digits.ascii += static_cast<char>(c);
    } else if (kHanDigits.find(c) != std::u32string_view::npos && digits.ascii.empty()) {
      base::append_utf8(digits.han, c);
    } else {
      break;
    }
    digits.size = at;
  }
  return digits;
}

size_t blanks_at(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  return rest.size() - static_cast<size_t>(rest.end() - std::find_if(rest.begin(), rest.end(), [](char c) {
                                             return c != ' ' && c != '\t';
                                           }));
}

/// The bytes of the first of `choices` that begins `text`, or 0.
template <size_t N>
size_t prefix_size(std::string_view text, const std::array<std::string_view, N>& choices) {
  for (const std::string_view choice : choices) {
    if (text.starts_with(choice)) return choice.size();
  }
  return 0;
}

constexpr std::array<std::string_view, 2> kOpen = {"（", "("};
constexpr std::array<std::string_view, 2> kClose = {"）", ")"};
constexpr std::array<std::string_view, 4> kHanStops = {"、", "．", ".", "，"};
constexpr std::array<std::string_view, 3> kStops = {"．", ".", "、"};

std::optional<Numbering> finished(Numbering numbering, const Digits& digits, std::string_view text) {
  const auto value = text::parse_number(digits.ascii.empty() ? digits.han : digits.ascii);
  if (!value || *value < 1 || *value > 999) return std::nullopt;
  numbering.value = static_cast<int>(*value);
  while (numbering.size < text.size()) {
    size_t at = numbering.size;
    const char32_t c = base::next_code_point(text, at);
    if (c != ' ' && c != '\t' && c != 0x3000 && c != 0xA0) break;
    numbering.size = at;
  }
  return numbering;
}

std::optional<Numbering> read_bracketed(std::string_view text, size_t open) {
  size_t at = open + blanks_at(text, open);
  const Digits digits = read_digits(text.substr(at));
  if (digits.size == 0 || digits.ascii.size() > 2) return std::nullopt;
  at += digits.size;
  at += blanks_at(text, at);
  const size_t close = prefix_size(text.substr(at), kClose);
  if (close == 0) return std::nullopt;
  Numbering numbering;
  numbering.level = digits.ascii.empty() ? 2 : 4;
  numbering.number = "（" + (digits.ascii.empty() ? digits.han : digits.ascii) + "）";
  numbering.size = at + close;
  return finished(numbering, digits, text);
}

std::optional<Numbering> read_plain(std::string_view text) {
  const Digits digits = read_digits(text);
  if (digits.size == 0 || digits.ascii.size() > 2) return std::nullopt;
  const bool han = digits.ascii.empty();
  const size_t at = digits.size + blanks_at(text, digits.size);
  const size_t stop = han ? prefix_size(text.substr(at), kHanStops) : prefix_size(text.substr(at), kStops);
  if (stop == 0) return std::nullopt;
  // 1.5万 and 6.16 are numbers, not numbering.
  if (!han && read_digits(text.substr(at + stop)).size != 0) return std::nullopt;
  Numbering numbering;
  numbering.level = han ? 1 : 3;
  numbering.number = han ? digits.han + "、" : digits.ascii + ".";
  numbering.size = at + stop;
  return finished(numbering, digits, text);
}

/// ① to ⑳ and ⑴ to ⒇.
std::optional<Numbering> read_enclosed(std::string_view text) {
  size_t at = 0;
  const char32_t c = base::next_code_point(text, at);
  Numbering numbering;
  if (c >= U'①' && c <= U'⑳') {
    numbering.level = 5;
    numbering.value = static_cast<int>(c - U'①') + 1;
    numbering.number = text.substr(0, at);
  } else if (c >= U'⑴' && c <= U'⒇') {
    numbering.level = 4;
    numbering.value = static_cast<int>(c - U'⑴') + 1;
    numbering.number = "（" + std::to_string(numbering.value) + "）";
  } else {
    return std::nullopt;
  }
  numbering.size = at + blanks_at(text, at);
  return numbering;
}

/// The first sentence of a run-in heading; the whole of a paragraph that is a heading of its own line.
std::string run_in_title(std::string_view text) {
  size_t end = text.size();
  for (const std::string_view stop : {"。", "：", "！", "？", "；", ":", "\n"})
    end = std::min(end, text.find(stop));
  const std::string_view title = base::trim(text.substr(0, end));
  const size_t columns_max = end == text.size() ? kOwnLineColumnsMax : kTitleColumnsMax;
  return base::display_width(title) <= columns_max ? std::string(title) : text::cut(title, columns_max);
}

/// Without the "[bookmark: _Hlk…]" that converters leave before a numbered paragraph.
std::string_view without_bookmark(std::string_view text) {
  if (!text.starts_with("[bookmark:")) return text;
  const size_t close = text.find(']');
  return close == std::string_view::npos ? text : text.substr(close + 1);
}

void add_section(Reading& reading, value::ListBuilder& list, const Numbering& numbering,
                 std::string_view title, std::string_view id, base::Span span) {
  value::MapBuilder section;
  section.set("number", reading.text(numbering.number));
  section.set("title", reading.text(title).at_position(span.begin));
  section.set("level", value::Value::integer(numbering.level));
  section.set("id", reading.text(id));
  list.add(section.build(reading.arena()));
}

}  // namespace

std::optional<Numbering> read_numbering(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {  // blanks before it, as an indent
    size_t at = begin;
    const char32_t c = base::next_code_point(text, at);
    if (c != ' ' && c != '\t' && c != 0x3000 && c != 0xA0) break;
    begin = at;
  }
  const std::string_view rest = text.substr(begin);
  if (rest.empty()) return std::nullopt;
  const size_t open = prefix_size(rest, kOpen);
  std::optional<Numbering> numbering = open != 0 ? read_bracketed(rest, open) : read_plain(rest);
  if (!numbering) numbering = read_enclosed(rest);
  if (numbering) numbering->size += begin;
  return numbering;
}

std::string_view without_numbering(std::string_view text) {
  const auto numbering = read_numbering(text);
  return base::trim(numbering ? text.substr(numbering->size) : text);
}

value::Value read_numbered(Reading& reading) {
  const markdown::Document& document = reading.document();
  value::ListBuilder sections;
  size_t heading = 0;
  int top = 6;  // the highest level of headings that are left
  for (const NodeId block : reading.blocks()) {
    if (document.at(block).kind == NodeKind::Heading) top = std::min<int>(top, document.at(block).level);
  }
  for (const NodeId block : reading.blocks()) {
    const markdown::Node& node = document.at(block);
    if (node.kind == NodeKind::Heading) {
      while (heading < document.headings.size() && document.headings[heading].node < block) heading++;
      if (heading >= document.headings.size() || document.headings[heading].node != block) continue;
      const markdown::Heading& found = document.headings[heading];
      auto numbering = read_numbering(found.text);
      if (!numbering) numbering = Numbering{static_cast<uint8_t>(node.level - top + 1), 0, "", 0};
      add_section(reading, sections, *numbering,
                  base::trim(std::string_view(found.text).substr(numbering->size)), found.id, node.span);
    } else if (node.kind == NodeKind::Paragraph) {
      const std::string plain = markdown::plain_text(document, block);
      const std::string_view text = without_bookmark(plain);
      const auto numbering = read_numbering(text);
      if (!numbering || numbering->level > 3) continue;
      const std::string title = run_in_title(text.substr(numbering->size));
      if (!title.empty()) add_section(reading, sections, *numbering, title, "", node.span);
    }
  }
  return value::MapBuilder().set("sections", sections.build(reading.arena())).build(reading.arena());
}

}  // namespace herald::campaign
