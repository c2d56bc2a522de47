#pragma once
// Moments as texts on the stack: pages are full of them, and most are longer than what a string holds without
// memory of its own. Private to the module.

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "base/date.h"

namespace herald::render {

/// A moment as text.
class MomentText {
 public:
  std::string_view view() const { return {bytes_.data(), size_}; }
  MomentText& add(std::string_view text) {
    text = text.substr(0, bytes_.size() - size_);
    std::copy(text.begin(), text.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += text.size();
    return *this;
  }

  /// One character.
  MomentText& add(char c) {
    if (size_ < bytes_.size()) bytes_[size_++] = c;
    return *this;
  }
  /// `count` digits of `number`.
  template <size_t count>
  MomentText& add_digits(int number) {
    static_assert(count == 2 || count == 4);
    if (bytes_.size() - size_ < count) return *this;
    if (count == 4) add_pair(number / 100 % 100);
    add_pair(number % 100);
    return *this;
  }
  /// A number from 0 on, in as many digits as it needs.
  MomentText& add_number(int number) {
    if (number >= 1000 && number <= 9999) return add_digits<4>(number);
    if (number >= 10 && number <= 99) return add_digits<2>(number);
    std::array<char, 12> digits;
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return add({digits.data(), static_cast<size_t>(end - digits.data())});
  }
  /// base::iso and base::clock.
  MomentText& add_date(base::Date date) {
    if (!date) return *this;
    return add_digits<4>(date.year).add('-').add_digits<2>(date.month).add('-').add_digits<2>(date.day);
  }
  MomentText& add_clock(int minute) { return add_digits<2>(minute / 60).add(':').add_digits<2>(minute % 60); }

 private:
  static constexpr std::array<char, 200> make_pairs() {
    std::array<char, 200> pairs;
    for (size_t i = 0; i < 100; i++) {
      pairs[i * 2] = static_cast<char>('0' + i / 10);
      pairs[i * 2 + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
  }

  /// Two digits, for which there is room.
  void add_pair(int number) {
    static constexpr std::array<char, 200> kPairs = make_pairs();
    std::copy_n(kPairs.data() + number * 2, 2, bytes_.data() + size_);
    size_ += 2;
  }

  std::array<char, 32> bytes_;
  size_t size_ = 0;
};

/// "2026-06-16", or "2026-06-16 09:00" with `between` before the time of day if it has one.
inline MomentText minute_text(base::DateTime moment, std::string_view between) {
  MomentText text;
  text.add_date(moment.date);
  if (moment && moment.has_time()) text.add(between).add_clock(moment.minute);
  return text;
}

/// base::rfc3339.
inline MomentText rfc3339_text(base::DateTime moment, int offset_minutes) {
  MomentText text;
  const bool plain = moment && moment.has_time() && moment.minute < 24 * 60;  // 24:00 is the next day's
  if (!plain) return text.add(base::rfc3339(moment, offset_minutes));
  text.add_date(moment.date).add('T').add_clock(moment.minute).add(':').add_digits<2>(0);
  text.add(offset_minutes < 0 ? '-' : '+');
  return text.add_clock(offset_minutes < 0 ? -offset_minutes : offset_minutes);
}

}  // namespace herald::render
