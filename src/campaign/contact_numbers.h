#pragma once
// Numbers and mailboxes in a cell or a line of contacts: which are there, and how they are shown. Private to
// the module; what a number is, markdown/telephones.h knows.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace herald::campaign {

/// The first number of `text` from `from` on, or what was meant as one but has letters in it.
std::string_view find_number(std::string_view text, size_t from = 0);

/// The first mailbox of `text`, or an empty text.
std::string_view find_mail(std::string_view text);

/// The number of a cell as it is shown: all that was written, when a number is in it; without the mailbox
/// where there is nothing else, which is shown in its own place.
std::string shown_number(std::string_view cell);

/// One number of several, and the place of its own remark in brackets.
struct NumberPart {
  std::string number;
  size_t remark = 0, remark_size = 0;
};

/// The numbers of "119、96119", "0571-55501234/55501235" (the second in the same area) or two with a blank
/// between, each with the remark behind it, "110(报警)、119"; none when `text` is one number, or has other
/// words in it. The text is narrowed.
std::vector<NumberPart> number_parts(std::string_view text);

/// Those of a place where remarks are shown as they stand: none when there are any.
std::vector<std::string> several_numbers(std::string_view text);

/// The bytes of `written` that become the first `size` bytes when it is narrowed.
size_t written_size(std::string_view written, size_t size);

/// What stands behind a number or mailbox, without the brackets when all of it is in one.
std::string remark_of(std::string_view rest);

}  // namespace herald::campaign
