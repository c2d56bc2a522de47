#include "text/readings.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/utf8.h"

namespace herald::text {
namespace {

#include "text/pinyin_table.inc"

struct Reading {
  std::string_view word;
  std::string_view syllables;
};

/// In the order of their bytes, for binary search.
constexpr auto kWords = [] {
  auto words = std::to_array<Reading>({
#include "text/pinyin_words.inc"
  });
  std::sort(words.begin(), words.end(), [](const Reading& a, const Reading& b) { return a.word < b.word; });
  return words;
}();

/// Each word once, with a syllable a character.
constexpr bool kWordsAreWhole = [] {
  std::string_view before;
  for (const Reading& reading : kWords) {
    const auto blanks = std::count(reading.syllables.begin(), reading.syllables.end(), ' ');
    const bool fits = reading.word.size() == 3 * (static_cast<size_t>(blanks) + 1);
    if (!fits || reading.word == before) return false;
    before = reading.word;
  }
  return true;
}();
static_assert(kWordsAreWhole);

constexpr char32_t kFirstHan = 0x4E00;
constexpr char32_t kLastHan = 0x9FFF;
constexpr size_t kHanBytes = 3;  // all of those, in UTF-8

/// The ideograph that a word begins with, counted from kFirstHan.
constexpr uint16_t first_of(const Reading& reading) {
  const auto byte = [&](size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(reading.word[i]));
  };
  return static_cast<uint16_t>(((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)) -
                               kFirstHan);
}

/// For each ideograph the first of kWords that begins with it or with a later one. So kWords from [c] up to
/// [c + 1] begin with c: mostly none.
constexpr auto kWordsFrom = [] {
  std::array<uint16_t, kLastHan - kFirstHan + 2> starts{};
  size_t word = 0;
  for (size_t c = 0; c < starts.size(); ++c) {
    while (word < kWords.size() && first_of(kWords[word]) < c) ++word;
    starts[c] = static_cast<uint16_t>(word);
  }
  return starts;
}();

/// The longest word at the beginning of `text`, which begins with `c`; or nothing.
const Reading* find_word(std::string_view text, char32_t c) {
  if (c < kFirstHan || c > kLastHan) return nullptr;
  const Reading* longest = nullptr;
  for (size_t i = kWordsFrom[c - kFirstHan]; i < kWordsFrom[c - kFirstHan + 1]; ++i) {
    // A word stands behind those that it begins with.
    if (text.starts_with(kWords[i].word)) longest = &kWords[i];
  }
  return longest;
}

std::string_view syllable_of(char32_t c) {
  if (c >= kFirstHan && c <= kLastHan) return kSyllables[kReadingsOfUnified[c - kFirstHan]];
  if (c >= 0x3400 && c <= 0x4DBF) return kSyllables[kReadingsOfExtensionA[c - 0x3400]];
  if (c == 0x3007) return kSyllables[kReadingsOfZero[0]];
  return {};
}

bool is_ascii_word(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}

/// The ASCII letter or digit that `c` is a form of, or 0.
char32_t folded(char32_t c) {
  if (c < 0x80) return is_ascii_word(c) ? c : 0;
  if (c >= 0xFF01 && c <= 0xFF5E) return is_ascii_word(c - 0xFEE0) ? c - 0xFEE0 : 0;
  const bool is_marked_latin = (c >= 0xC0 && c <= 0x24F) || (c >= 0x1E00 && c <= 0x1EFF);
  if (!is_marked_latin) return 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString parts;
  if (U_FAILURE(status) || !decomposer->getDecomposition(static_cast<UChar32>(c), parts)) return 0;
  const auto letter = static_cast<char32_t>(parts.char32At(0));
  return is_ascii_word(letter) ? letter : 0;
}

/// Adds one unit for each character of a word.
void add_word(std::vector<Unit>& units, std::string_view word, std::string_view syllables) {
  while (!word.empty()) {
    const std::string_view syllable = syllables.substr(0, syllables.find(' '));
    units.push_back({Unit::Kind::Han, word.substr(0, kHanBytes), syllable});
    word.remove_prefix(kHanBytes);
    syllables.remove_prefix(std::min(syllable.size() + 1, syllables.size()));
  }
}

}  // namespace

std::vector<Unit> units_of(std::string_view text) {
  std::vector<Unit> units;
  units.reserve(text.size() / kHanBytes + 1);
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    const Reading* word = find_word(text.substr(begin), c);
    if (word) {
      at = begin + word->word.size();
      add_word(units, text.substr(begin, word->word.size()), word->syllables);
    } else if (base::is_han(c)) {
      units.push_back({Unit::Kind::Han, text.substr(begin, at - begin), syllable_of(c)});
    } else if (folded(c) == 0) {
      units.push_back({Unit::Kind::Other, text.substr(begin, at - begin), {}});
    } else if (!units.empty() && units.back().kind == Unit::Kind::Word) {
      Unit& last = units.back();
      last.text = {last.text.data(), last.text.size() + (at - begin)};
    } else {
      units.push_back({Unit::Kind::Word, text.substr(begin, at - begin), {}});
    }
  }
  return units;
}

std::string ascii_of(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (const char32_t c = folded(base::next_code_point(text, at)); c != 0) out += static_cast<char>(c);
  }
  return out;
}

}  // namespace herald::text
