#pragma once
// XML as far as the answers of hosts need it: names without prefixes, texts with their entities resolved.
// Comments, instructions and attributes are passed over, nothing is declared or fetched, and whatever is
// wrong with the text ends in fewer tokens. For this module alone.

#include <cstdint>
#include <string>
#include <string_view>

namespace herald::publish {

/// Takes an XML text apart, token by token. Linear in its length; no recursion.
class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  /// What comes next.
  enum class Token : uint8_t { Open, Close, Text, End };

  /// The next token; `text` is its name, in lower case, or its content. An element that is empty by itself is
  /// an Open and a Close.
  Token next(std::string& text);

 private:
  void skip_behind(std::string_view mark);

  std::string_view rest_;
  std::string pending_;
};

}  // namespace herald::publish
