#pragma once
// Which characters are digits and numbers: the property Numeric_Type of Unicode 14, as Python 3.11 has it.

namespace herald::tmpl {

/// 0 to 9 for a decimal digit of any script, ASCII's and full-width ones among them; else -1.
int decimal_value(char32_t c);
/// Decimal digits, and what is a digit in other ways: superscripts, circled digits.
bool is_digit_character(char32_t c);
/// Digits, and what else means a number: 一, 壹, 〇, Ⅷ, ½.
bool is_numeric_character(char32_t c);

}  // namespace herald::tmpl
