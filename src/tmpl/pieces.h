#pragma once
// Small pieces of output, collected so that they need no call each: a page is made of some hundred texts of a
// few bytes. They are copied in blocks into a buffer, which goes to the output when it is full, and before
// anything else writes there.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "tmpl/blocks.h"

namespace herald::tmpl {

/// Collects pieces for the end of one text. What writes there otherwise calls `output`.
class Pieces {
 public:
  /// `size_max` is what `out` may come to.
  Pieces(std::string& out, size_t size_max) : out_(out), size_max_(size_max) {}

  /// The text, with all pieces. It is to be asked for anew when others have followed.
  std::string& output() {
    out_.append(buffer_, static_cast<size_t>(to_ - buffer_));
    to_ = buffer_;
    return out_;
  }

  /// Whether the text has become too long.
  bool is_too_long() const { return out_.size() + static_cast<size_t>(to_ - buffer_) > size_max_; }

  /// A text of a template: up to kSlack bytes behind it may be read.
  void say(const char* text, size_t size) {
    if (size > room()) return say_long(text, size);
    if (size > kSlack) {
      std::memcpy(to_, text, size);
    } else {
      std::memcpy(to_, text, kSlack);
    }
    to_ += size;
  }

  /// A text that stays as it is.
  void say(std::string_view text) {
    if (text.size() > std::min(room(), kLong)) return say_long(text.data(), text.size());
    to_ = std::copy(text.begin(), text.end(), to_);  // An empty text may have no address.
  }

  /// A text unless it holds what is special: false then, and nothing is said.
  template <class Test>
  bool say_plain(std::string_view text, Test is_special) {
    if (text.size() > room()) {
      output();
      if (text.size() > kSize) return false;
    }
    if (copy_looking(to_, text, is_special)) return false;
    to_ += text.size();
    return true;
  }

  static constexpr size_t kSlack = 32;
  static constexpr size_t kLong = 1024;  ///< texts that go to the output themselves

 private:
  static constexpr size_t kSize = 4064;

  size_t room() const { return static_cast<size_t>(buffer_ + kSize - to_); }

  [[gnu::noinline]] void say_long(const char* text, size_t size) { output().append(text, size); }

  std::string& out_;
  size_t size_max_;
  char* to_ = buffer_;
  char buffer_[kSize + kSlack];
};

}  // namespace herald::tmpl
