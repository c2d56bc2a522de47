#include "markdown/numbering.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/text.h"

namespace herald::markdown {
namespace {

constexpr std::u32string_view kHanDigits = U"〇零一二三四五六七八九十百";

/// Numbers of houses that 、 parts are shorter than 119 and 2026.
constexpr size_t kTelephoneDigitsMin = 3;

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
  // 1.5万 and 6.16 are numbers, 1、2号楼 counts up; 3、12350举报热线 and 4、一人安全 are numbered.
  const std::string behind = han ? std::string() : read_digits(text.substr(at + stop)).ascii;
  const bool is_apart = text.substr(at, stop) == "、" && behind.size() >= kTelephoneDigitsMin;
  if (!behind.empty() && !is_apart) return std::nullopt;
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

/// The bytes of the blanks that stand before a number as an indent.
size_t indent_size(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    size_t at = begin;
    const char32_t c = base::next_code_point(text, at);
    if (c != ' ' && c != '\t' && c != 0x3000 && c != 0xA0) break;
    begin = at;
  }
  return begin;
}

}  // namespace

bool may_begin_numbering(std::string_view text) {
  size_t at = indent_size(text);
  if (at == text.size()) return true;
  const char32_t c = base::next_code_point(text, at);
  if (c < 0x80) return c == '(' || is_ascii_digit(c);
  if (c == U'（' || (c >= 0xFF10 && c <= 0xFF19) || (c >= U'①' && c <= U'⒇')) return true;
  return kHanDigits.find(c) != std::u32string_view::npos;
}

std::optional<Numbering> read_numbering(std::string_view text) {
  if (!may_begin_numbering(text)) return std::nullopt;
  const size_t begin = indent_size(text);
  const std::string_view rest = text.substr(begin);
  if (rest.empty()) return std::nullopt;
  const size_t open = prefix_size(rest, kOpen);
  std::optional<Numbering> numbering = open != 0 ? read_bracketed(rest, open) : read_plain(rest);
  if (!numbering) numbering = read_enclosed(rest);
  if (numbering) numbering->size += begin;
  return numbering;
}

std::string number_text(uint8_t level, int value) {
  switch (level) {
    case 1:
      return text::chinese_number(value) + "、";
    case 2:
      return "（" + text::chinese_number(value) + "）";
    case 4:
      return "（" + std::to_string(value) + "）";
    case 5: {
      constexpr int kCircledMax = 20;
      if (value < 1 || value > kCircledMax) break;
      std::string circled;
      base::append_utf8(circled, U'①' + static_cast<char32_t>(value - 1));
      return circled;
    }
    default:
      break;
  }
  return std::to_string(value) + ".";
}

std::string_view without_numbering(std::string_view text) {
  const auto numbering = read_numbering(text);
  return base::trim(numbering ? text.substr(numbering->size) : text);
}

}  // namespace herald::markdown
