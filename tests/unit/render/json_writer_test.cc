// Characters of JSON texts as structured data writes them, read again by the parser of JSON.

#include "render/json_writer.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "value/json.h"

namespace herald::render {
namespace {

std::string written(std::string_view text) {
  std::string out(text.size() * 6 + kJsonRoomMore, '~');
  const char* end = write_json_utf8(out.data(), text);
  out.resize(static_cast<size_t>(end - out.data()));
  return out;
}

std::string read_again(std::string_view characters) {
  const base::Source source{"", '"' + std::string(characters) + '"'};
  base::Diagnostics diagnostics;
  value::Arena arena;
  const value::Value value =
      value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, arena, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  return std::string(value.text_or_empty());
}

}  // namespace

TEST_CASE("Chinese stays as it is, and what means something in markup or JSON does not") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", ""},
      {"安全生产月", "安全生产月"},
      {"“一图读懂”——𠮷…", "“一图读懂”——𠮷…"},
      {"</script>", R"(\u003c/script\u003e)"},
      {"a&b'c", R"(a\u0026b\u0027c)"},
      {"\"\\\n\t\r\b\f", R"(\"\\\n\t\r\b\f)"},
      {std::string_view("\0\x01\x1f\x7f", 4), R"(\u0000\u0001\u001f\u007f)"},
      {"行\u2028段\u2029", R"(行\u2028段\u2029)"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(written(text) == expected);
  }
}

TEST_CASE("characters come back wherever in a text they stand") {
  for (const std::string_view character :
       {"a", "\"", "\\", "<", ">", "&", "'", "\n", "\x7f", "é", "安", "“", "\u2028", "\u2029", "𠮷"}) {
    for (const std::string_view around : {"x", "安", "—"}) {
      std::string before;
      for (size_t i = 0; i < 34; i++, before += around) {
        const std::string text = before + std::string(character) + before;
        CAPTURE(text);
        const std::string json = written(text);
        CHECK(json.find_first_of("<>&'\n\x7f") == std::string::npos);
        CHECK(json.find("\u2028") == std::string::npos);
        CHECK(read_again(json) == text);
      }
    }
  }
}

}  // namespace herald::render
