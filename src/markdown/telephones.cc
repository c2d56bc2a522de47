#include "markdown/telephones.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/blocks.h"

namespace herald::markdown {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// How many digits stand at `at`.
size_t digits_at(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

/// The bytes of the hyphen at `at`, of either width; 0 for none.
size_t hyphen_at(std::string_view text, size_t at) {
  for (const std::string_view hyphen : {"-", "－", "—", "‐"}) {
    if (text.substr(at).starts_with(hyphen)) return hyphen.size();
  }
  return 0;
}

/// What stands directly before belongs to the number, so that it is another one: 86-…, A0571, 3.119.
bool is_continued(std::string_view text, size_t at) {
  if (at == 0) return false;
  const char before = text[at - 1];
  return is_digit(before) || is_letter(before) || std::strchr("._/+-=#@%$&~\\", before) != nullptr;
}

/// Likewise behind it.
bool goes_on(std::string_view text, size_t end) {
  if (end >= text.size()) return false;
  const char behind = text[end];
  if (is_digit(behind) || is_letter(behind) || std::strchr("%_/@=", behind) != nullptr) return true;
  return (behind == '-' || behind == '.') && end + 1 < text.size() && is_digit(text[end + 1]);
}

Telephone taken(std::string_view text, size_t at, size_t end) {
  Telephone found{end - at, {}};
  for (const char c : text.substr(at, end - at)) {
    if (is_digit(c)) found.digits += c;
  }
  return found;
}

/// 0571-55501234: an area code of three or four digits, a number of seven or eight. Returns its end, or 0.
size_t landline_end(std::string_view text, size_t at) {
  const size_t area = digits_at(text, at);
  if (text[at] != '0' || (area != 3 && area != 4)) return 0;
  const size_t hyphen = hyphen_at(text, at + area);
  const size_t number = at + area + hyphen;
  const size_t digits = hyphen == 0 ? 0 : digits_at(text, number);
  return digits == 7 || digits == 8 ? number + digits : 0;
}

/// （0571）55501234
size_t bracketed_end(std::string_view text, size_t at) {
  for (const auto& [open, close] : {std::pair{"（", "）"}, std::pair{"(", ")"}}) {
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with(open)) continue;
    const size_t area_at = at + std::strlen(open);
    const size_t area = digits_at(text, area_at);
    if ((area != 3 && area != 4) || text[area_at] != '0') return 0;
    if (!text.substr(area_at + area).starts_with(close)) return 0;
    size_t number = area_at + area + std::strlen(close);
    if (number < text.size() && text[number] == ' ') ++number;
    const size_t digits = digits_at(text, number);
    return digits == 7 || digits == 8 ? number + digits : 0;
  }
  return 0;
}

/// 13800000000, also as 138-0000-0000 and 138 0000 0000.
size_t mobile_end(std::string_view text, size_t at) {
  if (text[at] != '1' || at + 1 >= text.size() || text[at + 1] < '3' || text[at + 1] > '9') return 0;
  const size_t first = digits_at(text, at);
  if (first == 11) return at + first;
  if (first != 3) return 0;
  size_t end = at + first;
  for (int group = 0; group < 2; ++group) {
    if (end >= text.size() || (text[end] != '-' && text[end] != ' ')) return 0;
    if (digits_at(text, end + 1) != 4) return 0;
    end += 5;
  }
  return end;
}

/// 400-800-1234, 4008001234
size_t service_end(std::string_view text, size_t at) {
  if (!text.substr(at).starts_with("400") && !text.substr(at).starts_with("800")) return 0;
  if (digits_at(text, at) == 10) return at + 10;
  constexpr std::string_view kForm = "000-000-0000";
  for (size_t i = 0; i < kForm.size(); ++i) {
    if (at + i >= text.size() || (kForm[i] == '0' ? !is_digit(text[at + i]) : text[at + i] != '-')) return 0;
  }
  return at + kForm.size();
}

/// 110, 119, 12345, 95598, 961119: as long as they may be.
bool is_short(std::string_view number) {
  if (number.size() == 3) return number[0] == '1' && (number[1] == '1' || number[1] == '2');
  if (number.size() == 5) return number[0] == '1' || number.starts_with("95") || number.starts_with("96");
  return number.size() == 6 && (number.starts_with("95") || number.starts_with("96"));
}

/// Whether a word before `at` says that a number is to be called: 热线：119, 拨打12345或119.
bool is_announced(std::string_view text, size_t at) {
  constexpr std::array<std::string_view, 9> kWords = {"电话", "热线",   "拨打", "致电", "拨",
                                                      "请打", "直接打", "可打", "专线"};
  constexpr std::array<std::string_view, 6> kGaps = {"：", ":", " ", "“", "　", "**"};
  constexpr std::array<std::string_view, 6> kJoints = {"、", "或者", "或", "和", "及", "/"};
  constexpr int kJointsMax = 6;
  std::string_view before = text.substr(0, at);
  const auto drop = [&](const auto& endings) {
    for (const std::string_view ending : endings) {
      if (!before.ends_with(ending)) continue;
      before.remove_suffix(ending.size());
      return true;
    }
    return false;
  };
  for (int joints = 0; joints < kJointsMax; ++joints) {
    while (drop(kGaps)) continue;
    for (const std::string_view word : kWords) {
      if (before.ends_with(word)) return true;
    }
    if (!drop(kJoints)) return false;
    size_t digits = 0;
    while (!before.empty() && (is_digit(before.back()) || before.back() == '-')) {
      before.remove_suffix(1);
      ++digits;
    }
    if (digits < 3) return false;
  }
  return false;
}

/// 打120分, 拨119元: an amount.
bool is_counted(std::string_view text, size_t end) {
  for (const std::string_view unit : {"分", "折", "元", "天", "人", "个", "名", "户", "条", "项", "场", "次",
                                      "年", "月", "日", "号", "万", "余", "多"}) {
    if (text.substr(end).starts_with(unit)) return true;
  }
  return false;
}

/// A number in groups, as far as it was read.
struct Groups {
  std::string digits;    // without a +
  size_t last = 0;       // digits of the last group
  bool abroad = false;   // begins with + or 00
  bool bracket = false;  // the last group is an area code in brackets

  /// Whether a group of `next` digits behind a - or a blank belongs to the same number. 55501234 55501235 and
  /// 12345-3 are done after the first group, 0571 55501234 and 555-0112 are not.
  bool goes_on_with(size_t next) const {
    if (next < 3) return false;
    if (bracket || digits.size() <= 2 || (abroad && last <= 4)) return true;
    if (digits.size() == 3 && is_short(digits)) return false;
    if (digits[0] == '0' && digits.size() <= 4) return true;
    const bool is_service = digits == "400" || digits == "800";
    if (is_service && (next == 3 || next == 7)) return true;
    if (digits.size() == 3 && digits[0] == '1' && next == 8) return true;
    return next == 4 && (last == 3 || last == 4);
  }
};

/// Blanks and a hyphen among them, which part the groups of a number.
size_t gap_at(std::string_view text, size_t at) {
  size_t end = at;
  const auto skip_blanks = [&] {
    while (end < text.size() && text[end] == ' ') ++end;
  };
  skip_blanks();
  end += hyphen_at(text, end);
  skip_blanks();
  return end - at;
}

/// （0571） or (0571): the bytes of the bracket before and behind the area code; 0 for none.
std::pair<size_t, size_t> area_brackets(std::string_view text, size_t at) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
    if (!text.substr(at).starts_with(open)) continue;
    const size_t area = digits_at(text, at + open.size());
    if (area < 2 || area > 5 || !text.substr(at + open.size() + area).starts_with(close)) continue;
    return {open.size(), close.size()};
  }
  return {0, 0};
}

/// What stands before or behind the digits says that they are part of something else.
bool is_part(std::string_view text, size_t begin, const StatedTelephone& found) {
  const auto is_word = [](char c) { return is_digit(c) || is_letter(c); };
  const char before = begin == 0 ? ' ' : text[begin - 1];
  if (is_word(before) || before == '@' || before == '/' || before == '_') {
    const bool is_second = before == '/' && begin > 1 && is_digit(text[begin - 2]);  // 55501234/55501235
    if (!is_second) return true;
  }
  if (before == '-' && begin > 1 && is_word(text[begin - 2])) return true;
  const size_t end = found.begin + found.size;
  const char behind = end < text.size() ? text[end] : ' ', next = end + 1 < text.size() ? text[end + 1] : ' ';
  if (is_letter(behind) || behind == '@' || behind == '_' || behind == '%') return true;
  if ((behind == '.' || behind == ':') && is_word(next)) return true;
  constexpr size_t kShortMax = 6, kYear = 4;
  const bool is_date = (behind == '-' || behind == '/') && is_word(next) && found.digits.size() == kYear;
  if (is_date) return true;  // 2026-06-16
  return found.digits.size() <= kShortMax && is_counted(text, end);
}

/// The number that begins at `at`, whatever stands around it.
StatedTelephone groups_at(std::string_view text, size_t at) {
  StatedTelephone found{.begin = at};
  Groups groups;
  size_t end = at;
  const auto take = [&](size_t from, size_t digits) {
    groups.digits += text.substr(from, digits);
    groups.last = digits;
  };
  if (text[at] == '+') {
    groups.abroad = true;
    end++;
  }
  if (const auto [open, close] = area_brackets(text, end); open > 0) {
    take(end + open, digits_at(text, end + open));
    groups.bracket = true;
    end += open + groups.last + close;
    found.area_size = end - at;
  } else {
    take(end, digits_at(text, end));
    end += groups.last;
    groups.abroad = groups.abroad || groups.digits.starts_with("00");
  }
  while (groups.last > 0) {
    const size_t begin = end + gap_at(text, end);
    const size_t digits = digits_at(text, begin);
    if (begin == end && !groups.bracket) break;
    if (!groups.goes_on_with(digits) || is_counted(text, begin + digits)) break;
    const bool is_area = !groups.abroad && groups.digits.size() <= 4 && groups.digits[0] == '0';
    if (is_area) found.area_size = begin - at;
    take(begin, digits);
    groups.bracket = false;
    end = begin + digits;
  }
  if (groups.bracket) return found;  // （2026）15号
  found.size = end - at;
  found.digits = (text[at] == '+' ? "+" : "") + groups.digits;
  return found;
}

size_t short_end(std::string_view text, size_t at) {
  const size_t digits = digits_at(text, at);
  if (!is_short(text.substr(at, digits)) || !is_announced(text, at)) return 0;
  return is_counted(text, at + digits) ? 0 : at + digits;
}

}  // namespace

std::optional<Telephone> telephone_at(std::string_view text, size_t at) {
  if (at >= text.size()) return std::nullopt;
  size_t end = 0;
  if (is_digit(text[at])) {
    if (is_continued(text, at)) return std::nullopt;
    for (const auto form : {landline_end, mobile_end, service_end, short_end}) {
      end = form(text, at);
      if (end != 0) break;
    }
  } else {
    end = bracketed_end(text, at);
  }
  if (end == 0 || goes_on(text, end)) return std::nullopt;
  return taken(text, at, end);
}

std::optional<StatedTelephone> stated_telephone(std::string_view text, size_t from) {
  constexpr size_t kDigitsMin = 3, kDigitsMax = 16;
  for (size_t at = from; at < text.size(); at++) {
    if (!is_digit(text[at]) && text[at] != '+' && area_brackets(text, at).first == 0) continue;
    StatedTelephone found = groups_at(text, at);
    const size_t digits = found.digits.size() - (found.digits.starts_with('+') ? 1 : 0);
    if (digits >= kDigitsMin && digits <= kDigitsMax && !is_part(text, at, found)) return found;
    at += digits_at(text, at) > 0 ? digits_at(text, at) - 1 : 0;
  }
  return std::nullopt;
}

std::string dialled(std::string_view text) {
  std::optional<StatedTelephone> found = stated_telephone(text);
  return found ? std::move(found->digits) : std::string();
}

std::string_view number_with_letters(std::string_view text) {
  constexpr size_t kDigitsMin = 3;
  const auto is_like_digit = [](char c) { return c == 'O' || c == 'o' || c == 'I' || c == 'l'; };
  const auto is_of_word = [](char c) { return is_digit(c) || is_letter(c) || c == '-'; };
  for (size_t at = 0; at < text.size();) {
    size_t end = at, digits = 0, letters = 0, others = 0;
    for (; end < text.size() && is_of_word(text[end]); ++end) {
      const char c = text[end];
      digits += is_digit(c);
      letters += is_like_digit(c);
      others += is_letter(c) && !is_like_digit(c);
    }
    const char before = at == 0 ? ' ' : text[at - 1], behind = end < text.size() ? text[end] : ' ';
    const bool of_address =
        std::strchr("@./_:", before) != nullptr || std::strchr("@./_:", behind) != nullptr;
    if (digits >= kDigitsMin && letters > 0 && others == 0 && !of_address) return text.substr(at, end - at);
    at = end + 1;
  }
  return {};
}

bool may_have_telephones(std::string_view text) {
  // Sixteen bytes at a time: most texts are Chinese with a digit here and there.
  using base::kBlock;
  const auto has_digit = [](const char* bytes) {
    const base::Sixteen c = base::load_block(bytes);
    return base::any(static_cast<base::Sixteen>((c >= '0') & (c <= '9')));
  };
  size_t at = 0;
  const auto look = [&](size_t end) {
    for (; at < end; ++at) {
      if (!is_digit(text[at])) continue;
      const size_t digits = digits_at(text, at);
      const bool in_brackets = text[at] == '0' && at > 0 && (text[at - 1] == '(' || text[at - 1] == '\x88');
      if (digits >= 3 && (in_brackets || telephone_at(text, at))) return true;
      at += digits - 1;
    }
    return false;
  };
  while (at + kBlock <= text.size()) {
    if (!has_digit(text.data() + at)) {
      at += kBlock;
    } else if (look(at + kBlock)) {
      return true;
    }
  }
  return look(text.size());
}

}  // namespace herald::markdown
