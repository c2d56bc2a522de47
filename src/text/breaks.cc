#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>

#include "base/utf8.h"
#include "text/text.h"

namespace herald::text {
namespace {

struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool is_digit(char32_t c) { return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９'); }

/// What no line begins with (GB/T 15834-2011 section 5.1) and units that belong to the number before them.
bool clings_backwards(char32_t c) {
  return is_space(c) || is_one_of(c, U"。，、；：？！）》〉」』】〕”’…—～·.,;:?!)]}%‰℃°/");
}

/// What no line ends with.
bool clings_forwards(char32_t c) { return is_one_of(c, U"（《〈「『【〔“‘([{第#¥￥"); }

bool may_break(char32_t before, char32_t after) {
  if (clings_backwards(after) || clings_forwards(before)) return false;
  // 6月16日, 第25个, “6·16” and 0000-5550112 are read as one; ICU cuts between digits and the rest.
  return !(is_digit(before) && (is_alphanumeric(after) || after == U'-')) &&
         !(is_digit(after) && is_one_of(before, U"年月日时点第·.:/-"));
}

/// ICU's way to find words. To make one costs as much as to cut a title.
icu::BreakIterator* iterator_of_thread() {
  auto make = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(icu::BreakIterator::createWordInstance("zh", status));
    if (U_FAILURE(status)) made.reset();
    return made;
  };
  // global: memory that a thread uses again; nothing of one text is seen by the next.
  static thread_local const std::unique_ptr<icu::BreakIterator> of_thread = make();
  return of_thread.get();
}

}  // namespace

std::vector<size_t> word_breaks(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, CloseText> input(
      utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status));
  icu::BreakIterator* words = iterator_of_thread();
  if (words == nullptr || U_FAILURE(status)) return {};
  words->setText(input.get(), status);
  if (U_FAILURE(status)) return {};
  std::vector<size_t> breaks;
  breaks.reserve(16);
  for (int32_t at = words->first(); at != icu::BreakIterator::DONE; at = words->next()) {
    const auto offset = static_cast<size_t>(at);
    if (offset == 0 || offset >= text.size()) continue;
    size_t next = offset;
    const char32_t after = base::next_code_point(text, next);
    if (may_break(base::previous_code_point(text, offset), after)) breaks.push_back(offset);
  }
  return breaks;
}

}  // namespace herald::text
