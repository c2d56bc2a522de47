#pragma once
// The line that begins a directive, taken apart: colons, name, text in brackets, settings in braces. Private
// to the module; judges nothing (directives.cc does).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::markdown::internal {

/// Bytes that a directive's line may have behind its colons; a longer one is text.
inline constexpr size_t kDirectiveHeaderMax = 1000;

/// Three or more colons, of either width, at the beginning of a line, and what is behind them.
struct Fence {
  int colons = 0;
  std::string_view rest;  ///< Trimmed; empty for the end of a directive.
};
std::optional<Fence> read_fence(std::string_view line);

/// Bytes of the name at the beginning of `text`: letters, digits, '-', '_' and what is not ASCII, up to 60.
size_t directive_name_size(std::string_view text);

/// What stands behind the colons. Offsets are bytes in the text that was read.
struct DirectiveHeader {
  struct Setting {
    std::string_view name;
    std::string value;
    size_t begin = 0, end = 0;              ///< Of the whole setting,
    size_t value_begin = 0, value_end = 0;  ///< of the value without its quotes.
  };
  std::string_view name;
  std::optional<std::string> label;  ///< What is in the square brackets, backslashes taken away.
  size_t label_begin = 0, label_end = 0;
  std::vector<Setting> settings;
  bool has_braces = false;
  size_t size = 0;                        ///< Bytes that belong to the directive.
  size_t wrong_begin = 0, wrong_end = 0;  ///< What is not understood; both 0 when all is.
};

/// Reads a header from the beginning of `text`, which is one line. In braces `=`, `＝`, `:` and `：` all part
/// name and value; values may stand in "", “” or ''; full-width braces do.
DirectiveHeader read_directive_header(std::string_view text);

}  // namespace herald::markdown::internal
