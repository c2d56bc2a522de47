#pragma once
// Digits of numbers and dates. For this module alone.

#include <array>
#include <string_view>

namespace herald::text {

/// As numbers are spelled; years have 〇 for 零.
inline constexpr std::array<std::string_view, 10> kChineseDigits = {"零", "一", "二", "三", "四",
                                                                    "五", "六", "七", "八", "九"};

/// 0 to 9 for an ASCII, full-width or Chinese digit (also 〇 and 零), else -1.
int digit_of(char32_t c);

}  // namespace herald::text
