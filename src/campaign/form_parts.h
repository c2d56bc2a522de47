#pragma once
// The sentence of a form's cell: text, blanks （　）, boxes □. Pure; private to the module.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/reading.h"

namespace herald::campaign {

/// A piece of such a sentence.
struct FormPart {
  /// What the piece is.
  enum class Type : uint8_t { Text, Blank, Choice, Break };
  Type type = Type::Text;
  std::string text = {};                  ///< Text.
  std::string label = {};                 ///< Blank, Choice: the words before it.
  std::string unit = {};                  ///< Blank: 人次; it stands in the following text as well.
  std::string_view kind = "text";         ///< Blank: integer, decimal, text.
  int width = 0;                          ///< Blank: display columns between the brackets, at least 2.
  std::vector<std::string> options = {};  ///< Choice.
  size_t column = 0, nth = 0;             ///< In a roster: its column, from 1, and its number in the cell.
};

/// Takes a cell's text apart. The texts, blanks as （　） and options as □, give the cell again.
/// Brackets may be of different widths; runs of underscores are blanks too; boxes stand before or behind
/// their words.
std::vector<FormPart> parse_form_text(std::string_view text);

/// Adds `form-bracket` for each bracket in `span` that has no partner.
void check_brackets(Reading& reading, base::Span span);

/// One field of the line above a form: 填报单位（盖章）：
struct FormHeaderField {
  std::string id, label;
  bool seal = false;
};

/// Reads "填报单位（盖章）：　　联系人：　　电话：" ; empty when the line is something else.
std::vector<FormHeaderField> parse_form_header(std::string_view line);

}  // namespace herald::campaign
