// Writes the table of pinyin readings that the module text is built with: one syllable without tone for each
// ideograph that ICU knows a reading for. Runs while herald is built, because loading the transliterator
// takes longer than building a small site.
//
//   pinyin_table OUTPUT
//
// The output is the text of an initialiser list: the syllables in order, then for each range of code points
// an index into them, 0 (the empty syllable) where there is no reading.

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Range {
  const char* name;
  UChar32 first;
  UChar32 last;
};

constexpr Range kRanges[] = {
    {"kReadingsOfZero", 0x3007, 0x3007},
    {"kReadingsOfExtensionA", 0x3400, 0x4DBF},
    {"kReadingsOfUnified", 0x4E00, 0x9FFF},
};

/// Makes readings; nothing when this ICU has no such rules.
class Reader {
 public:
  bool open() {
    UErrorCode status = U_ZERO_ERROR;
    pinyin_.reset(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
    plain_.reset(icu::Transliterator::createInstance("Latin-ASCII; Lower()", UTRANS_FORWARD, status));
    return U_SUCCESS(status) != 0;
  }

  /// The reading in ASCII, v for ü; empty when there is none.
  std::string reading(UChar32 c) const {
    icu::UnicodeString text(c);
    pinyin_->transliterate(text);
    for (const char16_t* form : {u"\u00FC", u"\u01D6", u"\u01D8", u"\u01DA", u"\u01DC"})
      text.findAndReplace(form, u"v");
    plain_->transliterate(text);
    std::string syllable;
    text.toUTF8String(syllable);
    return syllable.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos ? syllable : "";
  }

 private:
  std::unique_ptr<icu::Transliterator> pinyin_;
  std::unique_ptr<icu::Transliterator> plain_;
};

void write_table(std::ofstream& out, const std::map<std::string, size_t>& syllables,
                 const std::vector<std::vector<std::string>>& readings) {
  out << "constexpr std::string_view kSyllables[] = {\n";
  for (const auto& [syllable, index] : syllables) out << '"' << syllable << "\",\n";
  out << "};\n";
  for (size_t i = 0; i < readings.size(); ++i) {
    out << "constexpr uint16_t " << kRanges[i].name << "[] = {";
    size_t column = 0;
    for (const std::string& reading : readings[i]) {
      out << (column++ % 24 == 0 ? "\n" : "") << syllables.at(reading) << ',';
    }
    out << "};\n";
  }
}

}  // namespace

int main(int count, char** arguments) {
  Reader reader;
  if (count != 2 || !reader.open()) {
    std::fputs("pinyin_table: wants the name of its output, and ICU with Han-Latin\n", stderr);
    return 2;
  }
  std::map<std::string, size_t> syllables = {{"", 0}};
  std::vector<std::vector<std::string>> readings;
  for (const Range& range : kRanges) {
    readings.emplace_back();
    for (UChar32 c = range.first; c <= range.last; ++c) {
      readings.back().push_back(reader.reading(c));
      syllables[readings.back().back()] = 0;
    }
  }
  size_t next = 0;
  for (auto& [syllable, index] : syllables) index = next++;
  std::ofstream out(arguments[1]);
  write_table(out, syllables, readings);
  out.close();
  return out ? 0 : 3;
}
