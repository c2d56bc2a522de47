#include "markdown/telephones.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
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

constexpr std::string_view kHyphens[] = {"-", "－", "—", "‐"};

/// The bytes of the hyphen at `at`, of either width; 0 for none.
size_t hyphen_at(std::string_view text, size_t at) {
  for (const std::string_view hyphen : kHyphens) {
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

/// Whether numbers of a sort may have blanks between their groups: not in a sentence, where two amounts may
/// stand side by side.
enum class Gaps { Hyphens, Blanks };

/// Blanks and a hyphen among them, which part the groups of a number.
size_t gap_at(std::string_view text, size_t at, Gaps gaps = Gaps::Blanks) {
  if (gaps == Gaps::Hyphens) return hyphen_at(text, at);
  size_t end = at;
  const auto skip_blanks = [&] {
    while (end < text.size() && text[end] == ' ') ++end;
  };
  skip_blanks();
  end += hyphen_at(text, end);
  skip_blanks();
  return end - at;
}

/// The end of `total` digits in groups of three and more, however they are grouped; 0 when there are others.
size_t grouped_end(std::string_view text, size_t at, size_t total, Gaps gaps) {
  constexpr size_t kGroupMin = 3;
  size_t end = at;
  for (size_t digits = 0; digits < total;) {
    const size_t gap = digits == 0 ? 0 : gap_at(text, end, gaps);
    const size_t group = digits_at(text, end + gap);
    if (group < kGroupMin || (digits > 0 && gap == 0)) return 0;
    digits += group;
    end += gap + group;
    if (digits > total) return 0;
  }
  return end;
}

bool is_service(std::string_view digits) { return digits.starts_with("400") || digits.starts_with("800"); }

/// 400-800-1234, 400-1234-567, 4008-123-456, 4008001234
size_t service_end(std::string_view text, size_t at) {
  constexpr size_t kDigits = 10;
  return is_service(text.substr(at)) ? grouped_end(text, at, kDigits, Gaps::Hyphens) : 0;
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

/// 打120分, 拨119元: an amount; 305室: a place.
bool is_counted(std::string_view text, size_t end) {
  for (const std::string_view unit :
       {"分", "折", "元", "天", "人", "个", "名", "户", "条", "项", "场", "次", "年",
        "月", "日", "号", "万", "余", "多", "室", "楼", "栋", "幢", "层", "弄"}) {
    if (text.substr(end).starts_with(unit)) return true;
  }
  return false;
}

/// Longer ones are none; as many are read of a row of groups without end.
constexpr size_t kDigitsMax = 16;

/// A number in groups, as far as it was read.
struct Groups {
  std::string digits;    // without a +
  size_t last = 0;       // digits of the last group
  size_t count = 0;      // of groups
  bool abroad = false;   // begins with +, 00 or 86
  bool bracket = false;  // the last group is an area code in brackets

  /// Whether a group of `next` digits behind a - or a blank belongs to the same number. 55501234 55501235 and
  /// 12345-3 are done after the first group, 0571 55501234 and 555-0112 are not; 30 88001234 is a time and a
  /// number.
  bool goes_on_with(size_t next) const {
    if (next < (digits == "86" ? 2 : 3) || digits.size() > kDigitsMax) return false;
    if (digits == "86" && count == 1) return next <= 4 || next == 11;  // 86-571-55501234
    if (bracket || (abroad && last <= 4)) return true;
    if (digits.size() < 3 || (digits.size() == 3 && is_short(digits))) return false;
    if (digits[0] == '0' && digits.size() <= 4) return true;
    if (digits.size() == 3 && digits[0] == '1' && next == 8) return true;
    return next == 4 && (last == 3 || last == 4);
  }
};

/// （0571）, (0571) or （+86）: the bytes of the bracket before and behind the code; 0 for none.
std::pair<size_t, size_t> area_brackets(std::string_view text, size_t at) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
    if (!text.substr(at).starts_with(open)) continue;
    const size_t plus = text.substr(at + open.size()).starts_with('+') ? 1 : 0;
    const size_t code = at + open.size() + plus, area = digits_at(text, code);
    if (area < 2 || area > 5 || !text.substr(code + area).starts_with(close)) continue;
    if (text[code] != '0' && text.substr(code, area) != "86") continue;
    return {open.size() + plus, close.size()};
  }
  return {0, 0};
}

/// What the digits are by their form and what stands around them.
enum class Form {
  None,      ///< Part of something else: 305室, 邮编311100, 138****1234.
  Broken,    ///< A number of which something is missing: 0571-5550.
  Doubtful,  ///< Taken when there is nothing better: 8012, a number for faxes.
  Whole,     ///< 0571-55501234, 55501234, 13800000000, 400-800-1234, 12345.
};

/// A number as it was read, not yet looked at from outside.
struct Candidate {
  StatedTelephone found;
  size_t first = 0;  // bytes up to the end of the first group
  size_t area = 0;   // digits of the area code
  Groups groups;
};

/// Takes `ending` from the end of `text`; false when it does not stand there.
bool drop_end(std::string_view& text, std::string_view ending) {
  if (!text.ends_with(ending)) return false;
  text.remove_suffix(ending.size());
  return true;
}

/// `text` without what may stand between a word and its number.
std::string_view without_gaps(std::string_view text) {
  constexpr std::string_view kGaps[] = {"：", ":", " ", "　", "（", "(", "“", "为", "是"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view gap : kGaps) again = drop_end(text, gap) || again;
  }
  return text;
}

/// Whether a word before `at` says that the number is no telephone's: 邮编, QQ群, 短号. 电话（微信） is one.
bool is_of_other_sort(std::string_view text, size_t at) {
  constexpr std::string_view kAccounts[] = {"QQ", "qq", "群", "微信", "公众", "抖音", "快手", "微博"};
  constexpr std::string_view kOthers[] = {"邮编", "邮政编码", "内线", "分机", "V网",  "v网",   "短号",
                                          "工号", "警号",     "编号", "账号", "帐号", "证号",  "学号",
                                          "房号", "虚拟网",   "门牌", "代码", "密码", "提取码"};
  constexpr std::string_view kPhones[] = {"电话", "手机", "联系方式"};
  constexpr std::string_view kJoints[] = {"/", "、", "及", "和", "与", "兼", "或", "(", "（"};
  std::string_view before = without_gaps(text.substr(0, at));
  const auto drops = [&](std::string_view ending) { return drop_end(before, ending); };
  const auto drops_any = [&](const auto& endings) {
    return std::any_of(std::begin(endings), std::end(endings), drops);
  };
  if (drops_any(kOthers)) return true;
  for (const std::string_view ending : {"码", "号"}) {  // QQ号码, 短号码
    if (drops(ending) && drops_any(kOthers)) return true;
  }
  if (!drops_any(kAccounts)) return false;
  drops_any(kJoints);
  return !drops_any(kPhones);
}

/// 6688（短号）, 8012（内线）
bool is_called_inside(std::string_view text, size_t end) {
  while (end < text.size() && text[end] == ' ') ++end;
  for (const std::string_view open : {"（", "("}) {
    if (!text.substr(end).starts_with(open)) continue;
    const std::string_view rest = text.substr(end + open.size());
    return rest.starts_with("短号") || rest.starts_with("内线") || rest.starts_with("分机");
  }
  return false;
}

/// Digits are left out before or behind: 138****1234, 138-xxxx-1234, 0571-5550×××.
bool is_masked(std::string_view text, size_t begin, size_t end) {
  constexpr std::string_view kMasks[] = {"**", "×", "●", "○", "■", "□", "…", "..", "xx", "XX"};
  constexpr size_t kLocalMin = 7;  // 88001234*802 has an extension
  std::string_view before = text.substr(0, begin);
  const std::string_view behind = text.substr(end), next = behind.substr(gap_at(text, end));
  if (behind.starts_with('*') && !behind.starts_with("**") && end - begin < kLocalMin) return true;
  const bool is_bold = before.ends_with("**") && !before.ends_with("***");
  const bool begins = std::any_of(std::begin(kMasks), std::end(kMasks), [&](std::string_view mask) {
    return next.starts_with(mask) && !(is_bold && mask == "**");
  });
  if (begins) return true;
  const auto drops = [&](std::string_view mask) { return drop_end(before, mask); };
  bool any = false;
  while (drops(" ") || drops("-")) continue;
  while (drops("*") || std::any_of(std::begin(kMasks), std::end(kMasks), drops)) any = true;
  while (drops(" ") || drops("-")) continue;
  return any && !before.empty() && is_digit(before.back());
}

/// What stands before or behind the digits says that they are part of something else.
bool is_part(std::string_view text, const StatedTelephone& found) {
  const auto is_word = [](char c) { return is_digit(c) || is_letter(c); };
  const size_t begin = found.begin, end = begin + found.size;
  const char before = begin == 0 ? ' ' : text[begin - 1];
  if (is_word(before) || before == '@' || before == '/' || before == '_') {
    const bool is_second = before == '/' && begin > 1 && is_digit(text[begin - 2]);  // 55501234/55501235
    if (!is_second) return true;
  }
  for (const std::string_view hyphen : kHyphens) {
    const bool joined = text.substr(0, begin).ends_with(hyphen) && begin > hyphen.size();
    if (joined && is_word(text[begin - hyphen.size() - 1])) return true;
  }
  const char behind = end < text.size() ? text[end] : ' ', next = end + 1 < text.size() ? text[end + 1] : ' ';
  if (is_letter(behind) || behind == '@' || behind == '_' || behind == '%') return true;
  constexpr size_t kShortMax = 6, kYear = 4;
  if (behind == '.' && is_word(next)) return true;
  if (behind == ':' && is_word(next) && found.digits.size() <= kShortMax) return true;  // 55501234:8:30—17:30
  const bool is_date = (behind == '-' || behind == '/') && is_word(next) && found.digits.size() == kYear;
  if (is_date) return true;  // 2026-06-16
  if (is_masked(text, begin, end)) return true;
  return found.digits.size() <= kShortMax && (is_counted(text, end) || is_called_inside(text, end));
}

/// What `candidate` is by its digits alone.
Form form_of(const Candidate& candidate) {
  constexpr size_t kDigitsMin = 3, kAbroadMin = 8, kMobile = 11, kService = 10;
  const std::string_view digits = candidate.groups.digits;
  const size_t count = digits.size();
  const auto is_local = [](std::string_view number) { return number.size() == 7 || number.size() == 8; };
  if (candidate.found.size == 0 || count < kDigitsMin || count > kDigitsMax) return Form::None;
  if (candidate.groups.abroad) return count >= kAbroadMin ? Form::Whole : Form::Broken;
  if (digits[0] == '0') {
    const std::string_view number = digits.substr(candidate.area);
    if (candidate.area == 0) return count >= kService && count <= kMobile + 1 ? Form::Whole : Form::Broken;
    return is_local(number) || is_short(number) ? Form::Whole : Form::Broken;
  }
  if (is_service(digits) && count == kService) return Form::Whole;
  if (is_service(digits) && count == 7) return Form::Doubtful;  // the rest may follow
  const bool is_mobile = count == kMobile && digits[0] == '1' && digits[1] >= '3';
  const bool is_national = count == 8 && digits.starts_with("101");  // 1010 5858
  const bool is_known =
      is_mobile || is_national || (is_local(digits) && digits[0] != '1') || is_short(digits);
  if (is_known) return Form::Whole;
  return candidate.groups.count == 1 ? Form::Doubtful : Form::None;
}

/// The groups that begin at `at`, whatever stands around them.
Candidate groups_at(std::string_view text, size_t at) {
  Candidate candidate;
  candidate.found.begin = at;
  Groups& groups = candidate.groups;
  size_t end = at;
  const auto take = [&](size_t from, size_t digits) {
    groups.digits += text.substr(from, digits);
    groups.last = digits;
    groups.count++;
  };
  if (text[at] == '+') {
    groups.abroad = true;
    end++;
  }
  if (const auto [open, close] = area_brackets(text, end); open > 0) {
    take(end + open, digits_at(text, end + open));
    groups.bracket = true;
    end += open + groups.last + close;
    candidate.area = groups.last;
  } else {
    take(end, digits_at(text, end));
    end += groups.last;
    constexpr size_t kYear = 4;  // 00 alone is the end of a time: 9:00
    groups.abroad = groups.abroad || (groups.digits.starts_with("00") && groups.last >= kYear);
  }
  candidate.first = end - at;
  while (groups.last > 0) {
    const bool is_area_point =
        groups.count == 1 && groups.digits[0] == '0' && text.substr(end).starts_with('.');
    const size_t begin = end + (is_area_point ? 1 : gap_at(text, end));  // 0571.55501234
    const size_t digits = digits_at(text, begin);
    if (begin == end && !groups.bracket) break;
    if (!groups.goes_on_with(digits) || is_counted(text, begin + digits)) break;
    groups.abroad = groups.abroad || groups.digits == "86";
    const bool is_area = !groups.abroad && groups.digits.size() <= 4 && groups.digits[0] == '0';
    if (is_area) candidate.area = groups.digits.size();
    if (is_area) candidate.found.area_size = begin - at;
    take(begin, digits);
    groups.bracket = false;
    end = begin + digits;
  }
  if (groups.bracket) return candidate;  // （2026）15号
  candidate.found.size = end - at;
  return candidate;
}

/// Likewise, also where the groups of 400 and mobile numbers are unusual ones: 4008-123-456, 13800 000000.
Candidate candidate_at(std::string_view text, size_t at) {
  constexpr size_t kService = 10, kMobile = 11;
  const bool is_mobile =
      text[at] == '1' && at + 1 < text.size() && text[at + 1] >= '3' && text[at + 1] <= '9';
  const size_t total = is_service(text.substr(at)) ? kService : kMobile;
  const bool is_grouped = total == kService || is_mobile;
  Candidate candidate;
  if (const size_t end = is_grouped ? grouped_end(text, at, total, Gaps::Blanks) : 0; end != 0) {
    candidate.found.begin = at;
    candidate.found.size = end - at;
    candidate.first = candidate.found.size;
    candidate.groups.count = 1;
    candidate.groups.digits = taken(text, at, end).digits;
  } else {
    candidate = groups_at(text, at);
  }
  std::string& digits = candidate.groups.digits;
  const bool is_written_together = digits.size() == kMobile + 2 && digits.starts_with("861");
  const bool needs_plus = is_written_together || (candidate.groups.abroad && !digits.starts_with("00"));
  if (needs_plus && digits.starts_with("860")) digits.erase(2, 1);  // +86 0571: the 0 is for calls within
  candidate.groups.abroad = candidate.groups.abroad || needs_plus;
  candidate.found.digits = (needs_plus ? "+" : "") + digits;
  return candidate;
}

/// What `candidate` is.
Form judged(std::string_view text, const Candidate& candidate) {
  const StatedTelephone& found = candidate.found;
  const Form form = form_of(candidate);
  if (form < Form::Doubtful) return form;
  if (is_part(text, found) || is_of_other_sort(text, found.begin)) return Form::None;
  const std::string_view before = without_gaps(text.substr(0, found.begin));
  if (form == Form::Whole) return before.ends_with("传真") ? Form::Doubtful : form;
  const size_t end = found.begin + found.size, hyphen = hyphen_at(text, end);
  const bool goes_on = hyphen > 0 && digits_at(text, end + hyphen) > 0;  // 571-55501234, 400-1234-56
  return goes_on || before.ends_with("转") ? Form::None : form;
}

/// The first number from `from` on that is whole, or else the first one of `least`. Those that begin or end
/// in `lettered`, bytes of the text, are passed over.
std::optional<StatedTelephone> find_stated(std::string_view text, size_t from, Form least,
                                           std::pair<size_t, size_t> lettered = {}) {
  std::optional<StatedTelephone> doubtful;
  for (size_t at = from; at < text.size(); at++) {
    if (!is_digit(text[at]) && text[at] != '+' && area_brackets(text, at).first == 0) continue;
    if (at >= lettered.first && at < lettered.second) continue;
    Candidate candidate = candidate_at(text, at);
    StatedTelephone& found = candidate.found;
    const Form form = judged(text, candidate);
    if (form == Form::Whole) return std::move(found);
    if (form == Form::Doubtful && least <= form && !doubtful) doubtful = std::move(found);
    if (digits_at(text, at) > 0) at += (form == Form::Broken ? found.size : candidate.first) - 1;
  }
  return doubtful;
}

/// `text` with digits for the letters that stand for them, byte by byte; empty when there is none: 555O1OI.
std::string with_digits_for_letters(std::string_view text) {
  const auto is_like_digit = [](char c) { return c == 'O' || c == 'o' || c == 'I' || c == 'l'; };
  std::string mapped;
  for (size_t at = 0; at < text.size();) {
    size_t end = at, digits = 0, others = 0;
    for (; end < text.size() && (is_digit(text[end]) || is_letter(text[end])); ++end) {
      digits += is_digit(text[end]);
      others += is_letter(text[end]) && !is_like_digit(text[end]);
    }
    if (digits > 0 && digits < end - at && others == 0) {
      if (mapped.empty()) mapped = text;
      for (size_t i = at; i < end; ++i) {
        if (is_letter(text[i])) mapped[i] = (text[i] | 0x20) == 'o' ? '0' : '1';
      }
    }
    at = end + 1;
  }
  return mapped;
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
  const std::string_view wrong = number_with_letters(text);
  const size_t begin = wrong.empty() ? 0 : static_cast<size_t>(wrong.data() - text.data());
  return find_stated(text, from, Form::Doubtful, {begin, begin + wrong.size()});
}

std::string dialled(std::string_view text) {
  std::optional<StatedTelephone> found = stated_telephone(text);
  return found ? std::move(found->digits) : std::string();
}

std::string_view number_with_letters(std::string_view text) {
  constexpr std::ptrdiff_t kDigitsMin = 3;
  const std::string mapped = with_digits_for_letters(text);
  if (mapped.empty()) return {};
  for (auto found = find_stated(mapped, 0, Form::Whole); found;
       found = find_stated(mapped, found->begin + found->size, Form::Whole)) {
    const std::string_view number = text.substr(found->begin, found->size);
    const char before = found->begin == 0 ? ' ' : text[found->begin - 1];
    const bool has_letter = std::any_of(number.begin(), number.end(), is_letter);
    const bool is_number = std::count_if(number.begin(), number.end(), is_digit) >= kDigitsMin;
    if (has_letter && is_number && before != '.') return number;
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
