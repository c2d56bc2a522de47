#pragma once
// The words that the kinds' readers recognise in ordinary Markdown: headers of tables, headings, labels
// before a colon. ONE table, which the readers search and the manual prints. Knows nothing of documents.

#include <span>
#include <string>
#include <string_view>

namespace herald::campaign {

/// Where a word is recognised.
enum class WordUse : uint8_t {
  Schedule,      ///< headers of a schedule's table
  Programme,     ///< headers of a programme's table
  Booth,         ///< headers of a table of stands
  EventHeading,  ///< headings of an event's page
  Online,        ///< labels and headers of an online part
  Material,      ///< headers of a list of materials
  Share,         ///< labels of a netdisk's share text
  Contact,       ///< headers and labels of contacts
  FormHeader,    ///< labels of the line above a form
  FormColumn,    ///< headers of a form's table
  Unit,          ///< what is counted behind a blank
  TextBlank,     ///< what follows a blank for words
  Yes,           ///< may be done without a name
  No,            ///< may not
  Mode,          ///< how an event is held
  Status,        ///< whether it takes place
  Aside,         ///< headings whose lists are explanations, not data
  HotlineName,   ///< part of the name of a number for everybody
  ChannelName,   ///< part of what is neither a number nor a mailbox: a mini-program, an account, a site
  PlanHeading,   ///< headings of a plan whose one paragraph is data
  ThemeSlogan,   ///< headings whose slogans are the campaign's theme
};

/// One row of the table.
struct Word {
  WordUse use;
  std::string_view field;    ///< The English name in records: "venue".
  std::string_view names;    ///< What is recognised, parted by '|'; the first is the one to recommend.
  std::string_view help_zh;  ///< A sentence for the manual.
  std::string_view help_en;
};

/// The whole table, grouped by use.
std::span<const Word> words();

/// What a group of words is, for the manual: {"日程表的表头", "headers of a schedule's table"}.
struct UseText {
  std::string_view zh, en;
};
UseText text_of(WordUse use);

/// The row of `use` that has `text` among its names, or null. Blanks, emphasis marks, a bracketed remark at
/// the end and a colon do not count: "联 系 人：" and "时间（北京时间）" are found.
const Word* find_word(WordUse use, std::string_view text);

/// The row of `use` one of whose names begins `text`; the longest name wins; `size` gets its bytes. Null when
/// none does.
const Word* find_prefix(WordUse use, std::string_view text, size_t& size);

/// The row of `use` one of whose names ends `text`, compared as find_word does. Null when none does.
const Word* find_suffix(WordUse use, std::string_view text);

/// The row of `use` one of whose names is somewhere in `text`; the longest name wins. Null when none is.
const Word* find_inside(WordUse use, std::string_view text);

/// `text` without blanks of any sort and without `*`, as words are compared.
std::string squeezed(std::string_view text);

}  // namespace herald::campaign
