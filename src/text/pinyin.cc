#include "base/utf8.h"
#include "text/readings.h"
#include "text/text.h"

namespace herald::text {
namespace {

constexpr size_t kSlugBytesMax = 60;

}  // namespace

std::vector<std::string> pinyin(std::string_view text) {
  std::vector<std::string> parts;
  for (const Unit& unit : units_of(text)) {
    if (unit.kind == Unit::Kind::Word) {
      parts.push_back(ascii_of(unit.text));
    } else if (!unit.reading.empty()) {
      parts.emplace_back(unit.reading);
    }
  }
  return parts;
}

std::string slug(std::string_view text) {
  std::string out;
  for (const std::string& part : pinyin(text)) {
    const std::string word = base::lower_ascii(part);
    if (out.empty()) {
      out = word.substr(0, kSlugBytesMax);
    } else if (out.size() + 1 + word.size() > kSlugBytesMax) {
      break;
    } else {
      out += '-' + word;
    }
  }
  return out.empty() ? "page" : out;
}

}  // namespace herald::text
