#include "campaign/contact_numbers.h"

#include "base/utf8.h"
#include "campaign/reading.h"
#include "markdown/telephones.h"

namespace herald::campaign {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_mail_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
         c == '-' || c == '+';
}

/// Whether a number begins at `at`: (0571)55501234.
bool is_number_at(std::string_view text, size_t at) {
  const auto found = markdown::stated_telephone(text, at);
  return found && found->begin == at;
}

/// The bytes of the bracket at `at` with what is in it; 0 for none.
size_t bracketed_at(std::string_view text, size_t at) {
  int open = 0;
  for (size_t end = at; end < text.size(); end++) {
    open += (text[end] == '(') - (text[end] == ')');
    if (open <= 0) return end > at ? end + 1 - at : 0;
  }
  return 0;
}

}  // namespace

std::string_view find_number(std::string_view text, size_t from) {
  const auto found = markdown::stated_telephone(text, from);
  if (found) return text.substr(found->begin, found->size);
  const std::string_view lettered = markdown::number_with_letters(text);
  return lettered.data() < text.data() + from ? std::string_view() : lettered;
}

std::string_view find_mail(std::string_view text) {
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t begin = at, end = at + 1;
    while (begin > 0 && is_mail_character(text[begin - 1])) begin--;
    while (end < text.size() && is_mail_character(text[end])) end++;
    while (end > at + 1 && text[end - 1] == '.') end--;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    if (begin < at && domain.find('.') != std::string_view::npos) return text.substr(begin, end - begin);
  }
  return {};
}

std::string shown_number(std::string_view cell) {
  const std::string plain = narrowed(cell);
  const std::string_view number = find_number(plain), mail = find_mail(plain);
  if (number.empty()) return "";
  const std::string_view trimmed = base::trim(plain);
  if (mail.empty()) return std::string(trimmed);
  const std::string rest = base::replace_all(base::replace_all(trimmed, mail, ""), number, "");
  return std::string(trim_marks(rest).empty() ? number : trimmed);
}

std::vector<NumberPart> number_parts(std::string_view text) {
  constexpr std::string_view kBetween[] = {" ", "\t", "\n", "/", "、", ",", ";", "，", "；", "或者", "或"};
  constexpr size_t kLocalMin = 7, kPartMax = 4, kTextMax = 2000;
  if (text.size() > kTextMax) return {};  // no cell; each number is looked for in all that follows
  std::vector<NumberPart> parts;
  std::string_view area;
  size_t at = 0;
  const auto skip = [&] {
    const size_t begin = at;
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view mark : kBetween) {
        if (!text.substr(at).starts_with(mark)) continue;
        at += mark.size();
        again = true;
      }
    }
    return at > begin;
  };
  for (skip(); at < text.size();) {
    const auto found = markdown::stated_telephone(text, at);
    if (!found || found->begin != at) return {};
    const bool is_long = found->digits.size() >= kLocalMin;
    const bool is_ending = found->digits.size() == kPartMax && !parts.empty();  // 55501234/1235
    if (is_ending) return {};
    const std::string_view number = text.substr(at, found->size);
    if (found->area_size > 0) area = number.substr(0, found->area_size);
    const bool is_local = is_long && found->digits.size() <= kLocalMin + 1 && found->area_size == 0;
    NumberPart part{(is_local ? std::string(area) : "") + std::string(number)};
    at += found->size;
    bool parted = skip();
    if (const size_t bracket = bracketed_at(text, at); bracket > 0 && !is_number_at(text, at)) {
      part.remark = at + 1;
      part.remark_size = bracket - 2;
      at += bracket;
      skip();
      parted = true;
    }
    parts.push_back(std::move(part));
    if (!parted && at < text.size()) return {};
  }
  if (parts.size() < 2) parts.clear();
  return parts;
}

std::vector<std::string> several_numbers(std::string_view text) {
  std::vector<std::string> numbers;
  for (NumberPart& part : number_parts(text)) {
    if (part.remark > 0) return {};
    numbers.push_back(std::move(part.number));
  }
  return numbers;
}

size_t written_size(std::string_view written, size_t size) {
  size_t at = 0;
  for (size_t narrow = 0; at < written.size() && narrow < size;) {
    const size_t begin = at;
    base::next_code_point(written, at);
    narrow += narrowed(written.substr(begin, at - begin)).size();
  }
  return at;
}

std::string remark_of(std::string_view rest) {
  rest = base::trim(rest);
  const std::string plain = narrowed(rest);
  const size_t bracket = bracketed_at(plain, 0);
  if (bracket == 0 || bracket < plain.size()) return std::string(trim_marks(rest));
  const size_t begin = written_size(rest, 1);
  return std::string(rest.substr(begin, written_size(rest, plain.size() - 1) - begin));
}

}  // namespace herald::campaign
