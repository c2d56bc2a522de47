#include <algorithm>

#include "base/utf8.h"
#include "text/readings.h"
#include "text/text.h"

namespace herald::text {
namespace {

/// Ends each piece of a key: lower than all that a piece may go on with, so that "xi an" stands before
/// "xian".
constexpr char kEnd = '\x01';
/// Begins each piece: marks, then digits, then letters, then Chinese.
constexpr char kOther = '\x02';
constexpr char kNumber = '\x03';
constexpr char kLetters = '\x04';
constexpr char kHan = '\x05';

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A run of digits so that 9 stands before 10: how many there are, without leading zeros, and then they.
void append_number(std::string& key, std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  key += kNumber;
  key += static_cast<char>(std::min<size_t>(digits.size(), 100) + 2);  // above kEnd, below 0x80
  key += digits;
  key += kEnd;
}

void append_word(std::string& key, std::string_view word) {
  while (!word.empty()) {
    const auto end =
        std::find_if(word.begin(), word.end(), [&](char c) { return is_digit(c) != is_digit(word.front()); });
    const std::string_view run = word.substr(0, static_cast<size_t>(end - word.begin()));
    if (is_digit(run.front())) {
      append_number(key, run);
    } else {
      key += kLetters + base::lower_ascii(run) + kEnd;
    }
    word.remove_prefix(run.size());
  }
}

}  // namespace

std::string sort_key(std::string_view text) {
  std::string key;
  key.reserve(text.size() * 4);
  for (const Unit& unit : units_of(text)) {
    if (unit.kind == Unit::Kind::Word) {
      append_word(key, ascii_of(unit.text));
    } else {
      // What has no reading stands behind all that has one; UTF-8 keeps the order of code points.
      key += unit.kind == Unit::Kind::Han ? kHan : kOther;
      if (unit.kind == Unit::Kind::Han) key += unit.reading.empty() ? "~" : unit.reading;
      key += kEnd;
      key += unit.text;
      key += kEnd;
    }
  }
  key += '\0';
  key += text;  // what differs in case or width alone
  return key;
}

}  // namespace herald::text
