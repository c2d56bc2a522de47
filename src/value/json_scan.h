#pragma once
// Walks over JSON text token by token beside the parser, which tells no places; and says what is wrong where
// the parser gave up. Inside this module only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace herald::value {

/// A cursor in JSON text. It trusts that the parser accepted the tokens that it walks over.
class JsonScanner {
 public:
  /// Reads `text` from `begin` to its end.
  JsonScanner(std::string_view text, uint32_t begin);

  uint32_t at() const { return at_; }
  /// Moves to the next token that is not a comma or a colon, and returns where it begins.
  uint32_t to_token();
  /// Moves over blanks and comments; false at a block comment that is never closed, where it stays.
  bool skip_filler();
  /// Moves behind the string, number, word or bracket that begins here.
  void skip_token();
  void skip_byte() { ++at_; }
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

 private:
  std::string_view text_;
  uint32_t at_;
};

/// What was read last, before the place that the parser did not understand.
enum class JsonAfter : uint8_t { Nothing, OpenObject, OpenArray, Key, Value };

/// How far the parser came.
struct JsonProgress {
  uint32_t at = 0;  ///< Behind the last good token.
  JsonAfter after = JsonAfter::Nothing;
  std::vector<uint32_t> open;  ///< Where the open brackets stand.
};

/// What is wrong: a code, its place and arguments, and the opening bracket if that helps.
struct JsonFault {
  base::Code code = base::Code::JsonSyntax;
  base::Span span;
  std::vector<std::string> arguments;
  std::optional<uint32_t> opened;
};

/// Explains why `text` is no JSON behind `progress`. Always has an answer; linear.
JsonFault explain_json(std::string_view text, const JsonProgress& progress);

/// Finds the end of the bracket that opens at `begin`: the offset behind its partner, or nothing. Minds
/// strings and comments, and nothing else.
std::optional<uint32_t> matching_bracket(std::string_view text, uint32_t begin);

}  // namespace herald::value
