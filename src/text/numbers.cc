#include <array>

#include "base/utf8.h"
#include "text/numerals.h"
#include "text/text.h"

namespace herald::text {
namespace {

constexpr int64_t kSpelledMax = 99'999'999;
constexpr int64_t kReadMax = 999'999'999'999;  // up to 亿, with room to spare

/// 1 to 9,999. `after_higher` when something of a higher rank stands before, so that gaps and tens are
/// spelled out.
std::string spelled_section(int n, bool after_higher) {
  static constexpr std::array<std::string_view, 4> kUnits = {"千", "百", "十", ""};
  std::string out;
  bool gap = false;
  int divisor = 1000;
  for (const std::string_view unit : kUnits) {
    const int digit = n / divisor % 10;
    divisor /= 10;
    if (digit == 0) {
      gap = gap || !out.empty() || after_higher;
      continue;
    }
    if (gap) out += kChineseDigits[0];
    gap = false;
    const bool bare_ten = unit == "十" && digit == 1 && out.empty() && !after_higher;
    if (!bare_ten) out += kChineseDigits[static_cast<size_t>(digit)];
    out += unit;
  }
  return out;
}

/// What a character counts for in a number, or -1.
struct Numeral {
  int digit = -1;
  int64_t unit = 0;  ///< 10, 100, 1000, 10,000 …; 0 for a digit.
};

Numeral numeral_of(char32_t c) {
  if (const int digit = digit_of(c); digit >= 0) return {.digit = digit};
  switch (c) {
    case U'两':
    case U'贰':
      return {.digit = 2};
    case U'壹':
      return {.digit = 1};
    case U'叁':
      return {.digit = 3};
    case U'肆':
      return {.digit = 4};
    case U'伍':
      return {.digit = 5};
    case U'陆':
      return {.digit = 6};
    case U'柒':
      return {.digit = 7};
    case U'捌':
      return {.digit = 8};
    case U'玖':
      return {.digit = 9};
    case U'十':
    case U'拾':
      return {.unit = 10};
    case U'百':
    case U'佰':
      return {.unit = 100};
    case U'千':
    case U'仟':
      return {.unit = 1000};
    case U'万':
      return {.unit = 10'000};
    case U'亿':
      return {.unit = 100'000'000};
    default:
      return {};
  }
}

/// Reads 二十五, 一万零一百: digits and units in falling order. Nothing when the order is wrong.
class Reader {
 public:
  /// False when `c` cannot stand here.
  bool add(char32_t c) {
    if (c == U'廿') return add(U'二') && add(U'十');
    if (c == U'卅') return add(U'三') && add(U'十');
    const Numeral numeral = numeral_of(c);
    if (numeral.digit < 0 && numeral.unit == 0) return false;
    started_ = true;
    return numeral.unit == 0 ? add_digit(numeral.digit) : add_unit(numeral.unit);
  }

  std::optional<int64_t> value() const {
    if (!started_ || (zero_ && digit_ < 0)) return std::nullopt;
    // 一百二 is a hundred and twenty to some and no number to others.
    if (digit_ > 0 && last_unit_ > 10 && !zero_) return std::nullopt;
    return total_ + section_ + std::max(digit_, 0);
  }

 private:
  bool add_digit(int digit) {
    if (digit_ >= 0) return false;
    if (digit == 0) {
      if (zero_ || last_unit_ == 0) return false;
      zero_ = true;
      return true;
    }
    digit_ = digit;
    return true;
  }

  bool add_unit(int64_t unit) {
    if (unit >= 10'000) return add_rank(unit);
    const bool bare_ten = unit == 10 && digit_ < 0 && (last_unit_ == 0 || zero_);
    if (digit_ < 0 && !bare_ten) return false;
    if (section_unit_ != 0 && unit >= section_unit_) return false;
    section_ += std::max(digit_, 1) * unit;
    section_unit_ = last_unit_ = unit;
    digit_ = -1;
    zero_ = false;
    return true;
  }

  /// 万 and 亿 count what stands before them.
  bool add_rank(int64_t rank) {
    const int64_t count = section_ + std::max(digit_, 0);
    if (count == 0 || (rank_ != 0 && rank >= rank_)) return false;
    total_ += count * rank;
    section_ = 0;
    section_unit_ = 0;
    rank_ = last_unit_ = rank;
    digit_ = -1;
    zero_ = false;
    return true;
  }

  int64_t total_ = 0;         // ranks that are done
  int64_t section_ = 0;       // below the next rank
  int64_t section_unit_ = 0;  // the last unit in it
  int64_t rank_ = 0;          // the last rank
  int64_t last_unit_ = 0;     // the last unit or rank
  int digit_ = -1;            // that waits for its unit
  bool zero_ = false;         // 零 was read, and no unit since
  bool started_ = false;
};

}  // namespace

int digit_of(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
  constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (const size_t at = kDigits.find(c); at != std::u32string_view::npos) return static_cast<int>(at);
  return c == U'零' || c == U'○' ? 0 : -1;
}

std::string chinese_number(int64_t n) {
  if (n < 0 || n > kSpelledMax) return std::to_string(n);
  if (n == 0) return "零";
  const int high = static_cast<int>(n / 10'000);
  const int low = static_cast<int>(n % 10'000);
  std::string out;
  if (high > 0) out = spelled_section(high, false) + "万";
  if (low > 0) out += spelled_section(low, high > 0);
  return out;
}

std::optional<int64_t> parse_number(std::string_view text) {
  text = base::trim(text);
  if (text.empty()) return std::nullopt;
  bool is_positional = true;
  int64_t positional = 0;
  Reader reader;
  bool is_spelled = true;
  for (size_t at = 0; at < text.size() && (is_positional || is_spelled);) {
    const char32_t c = base::next_code_point(text, at);
    const int digit = digit_of(c);
    is_positional = is_positional && digit >= 0 && positional <= kReadMax;
    if (is_positional) positional = positional * 10 + digit;
    const bool is_arabic = c < 0x80 || (c >= U'０' && c <= U'９');
    is_spelled = is_spelled && !is_arabic && reader.add(c);
  }
  if (is_positional && positional <= kReadMax) return positional;
  return is_spelled ? reader.value() : std::nullopt;
}

}  // namespace herald::text
