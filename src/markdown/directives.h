#pragma once
// Directives: `:::名称 {设置=值}` … `:::` around blocks, `:名称[文字]{设置=值}` in a line. Which there are,
// and what each may be told, is a table that the parser is given; this module knows the syntax alone. What is
// parsed against the table stays a typed node (Document::directives) until the theme makes HTML of it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace herald::markdown {

/// What a setting's value must be.
enum class SettingType : uint8_t {
  Text,
  Number,  ///< `least` to `most`.
  Phone,   ///< Digits, '-', '+', blanks and brackets; an extension behind 转.
  Link,    ///< A page of the site by its path, or an address. Checked as links are.
  File,    ///< A file beside the page, or an address. Checked as pictures are.
};

/// One setting of a directive.
struct SettingDefinition {
  std::string_view name = {};   ///< "poster"
  std::string_view label = {};  ///< "封面"; recognised as well.
  SettingType type = SettingType::Text;
  bool required = false;
  int least = 0, most = 0;  ///< Number.
  std::string_view help_zh = {}, help_en = {};
};

/// What a directive is made of.
enum class DirectiveContent : uint8_t {
  Blocks,    ///< Any blocks, or none.
  Pictures,  ///< Its pictures are the items, the title or else the alternative text the term of each.
  Items,     ///< The items of its first list.
  Pairs,     ///< The same, parted at the first colon: the term, and the rest.
};

/// One directive.
struct DirectiveDefinition {
  std::string_view name = {};    ///< "gallery", as templates are called.
  std::string_view label = {};   ///< "图集"
  std::string_view others = {};  ///< Further names, parted by '|'.
  DirectiveContent content = DirectiveContent::Blocks;
  bool in_line = false;  ///< May stand in a line of text.
  std::string_view text_setting =
      {};  ///< The setting that the text in square brackets gives; empty for none.
  std::span<const SettingDefinition> settings = {};
  std::string_view help_zh = {}, help_en = {};
  std::string_view example = {};
};

/// All directives of a program. The table and its texts must outlive the documents.
using DirectiveTable = std::span<const DirectiveDefinition>;

/// The directive called `name` in any of its names; ASCII letters in any case. Null for none.
const DirectiveDefinition* find_directive(DirectiveTable table, std::string_view name);

/// A directive as it stands in a document.
struct DirectiveUse {
  uint32_t node = 0xffffffff;                       ///< Of kind Directive or InlineDirective.
  const DirectiveDefinition* definition = nullptr;  ///< Null for an unknown one: only what is in it counts.
  std::vector<std::string> values;  ///< By index of the definition's settings; empty for absent ones.
};

}  // namespace herald::markdown
