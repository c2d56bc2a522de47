#pragma once
// Moments as texts on the stack: pages are full of them, and most are longer than what a string holds without
// memory of its own. Private to the module.

#include <algorithm>
#include <array>
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

 private:
  std::array<char, 32> bytes_ = {};
  size_t size_ = 0;
};

/// "2026-06-16", or "2026-06-16 09:00" with `between` before the time of day if it has one.
inline MomentText minute_text(base::DateTime moment, std::string_view between) {
  MomentText text;
  text.add(base::iso(moment.date));
  if (moment && moment.has_time()) text.add(between).add(base::clock(moment.minute));
  return text;
}

/// base::rfc3339.
inline MomentText rfc3339_text(base::DateTime moment, int offset_minutes) {
  MomentText text;
  const bool plain = moment && moment.has_time() && moment.minute < 24 * 60;  // 24:00 is the next day's
  if (!plain) return text.add(base::rfc3339(moment, offset_minutes));
  text.add(base::iso(moment.date)).add("T").add(base::clock(moment.minute)).add(":00");
  text.add(offset_minutes < 0 ? "-" : "+");
  return text.add(base::clock(offset_minutes < 0 ? -offset_minutes : offset_minutes));
}

}  // namespace herald::render
