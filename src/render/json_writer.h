#pragma once
// JSON written straight as templates print it, without a map of it before. Private to the module.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "tmpl/json.h"
#include "value/value.h"

namespace herald::render {

/// Beside six bytes a byte, the room that write_json_utf8 needs.
inline constexpr size_t kJsonRoomMore = 16;

/// Writes `text`, valid UTF-8, as characters of a JSON text, without quotes, to where there is room for six
/// bytes a byte and kJsonRoomMore. The end of it. Characters beyond ASCII stay as they are, but for U+2028
/// and U+2029, which end lines in old scripts; what means something in markup is escaped as `tojson` does it.
char* write_json_utf8(char* to, std::string_view text);

/// Writes one text of JSON in the form of tmpl::append_json, but Chinese as it is (UTF-8): half the bytes.
/// The caller opens, closes, and names the members of each map in the order of their keys' bytes; `finish`
/// ends it.
///
/// Bytes go straight to where they will stand. What is the same in every text, keys and types, is given as
/// literals and inlined, so that it costs a few stores.
class JsonWriter {
 public:
  /// `out` is memory that is written over: what is in it is told by written(), or counts after finish().
  /// `arena` is for temporaries.
  JsonWriter(std::string& out, value::Arena& arena) : out_(out), arena_(arena) {
    if (out_.size() < kSizeFirst) out_.resize(kSizeFirst);
  }

  /// All is written, and nothing else is to be in the text.
  void finish() { out_.resize(at_); }
  /// How many bytes are written.
  size_t size() const { return at_; }
  /// What was written from `begin` on. Good until the next byte is written.
  std::string_view written(size_t begin) const { return {out_.data() + begin, at_ - begin}; }

  /// Begins an item of a list, or the value of a member, that is a map or a list: '{' or '['.
  void open(char bracket) {
    char* to = separated(room(4));
    *to++ = bracket;
    taken(to);
  }
  void close(char bracket) {
    char* to = room(1);
    *to++ = bracket;
    taken(to);
  }

  /// Begins a member: `key` is plain ASCII.
  [[gnu::always_inline]] void key(std::string_view key) {
    char* to = room(key.size() + 8);
    if (to[-1] != '{') {
      *to++ = ',';
      *to++ = ' ';
    }
    *to++ = '"';
    std::memcpy(to, key.data(), key.size());
    to += key.size();
    for (const char c : {'"', ':', ' '}) *to++ = c;
    taken(to);
  }

  /// The value of the member that was begun.
  void text(std::string_view text) {
    begin_text();
    characters(text);
    end_text();
  }
  /// The same in pieces.
  void begin_text() { close('"'); }
  void characters(std::string_view text) {
    taken(write_json_utf8(room(text.size() * 6 + kJsonRoomMore), text));
  }
  void end_text() { close('"'); }
  void value(value::Value value) {
    if (value.is_text()) return text(value.as_text());
    if (value.is(value::Type::Int)) return integer(value.as_int());
    std::string written;
    tmpl::append_json(written, value, arena_);
    as_it_is(written);
  }
  void integer(int64_t number) {
    constexpr size_t kDigitsMax = 20;
    char* to = room(kDigitsMax);
    taken(std::to_chars(to, to + kDigitsMax, number).ptr);
  }
  /// A member with a text that stands in JSON as it is: a word of ours.
  [[gnu::always_inline]] void set_word(std::string_view key_text, std::string_view word) {
    key(key_text);
    char* to = room(word.size() + 2);
    *to++ = '"';
    std::memcpy(to, word.data(), word.size());
    to += word.size();
    *to++ = '"';
    taken(to);
  }
  /// Bytes of JSON.
  void as_it_is(std::string_view json) {
    char* to = room(json.size());
    std::memcpy(to, json.data(), json.size());
    taken(to + json.size());
  }
  /// Bytes that were written here before.
  void repeat(size_t begin, size_t size) {
    char* to = room(size);
    std::memcpy(to, out_.data() + begin, size);
    taken(to + size);
  }
  /// JSON that was written before, as a value or as items of a list.
  void again(std::string_view json) {
    taken(separated(room(2)));
    as_it_is(json);
  }

  /// A member, whatever its value.
  [[gnu::always_inline]] void set(std::string_view key_text, value::Value member) {
    key(key_text);
    value(member);
  }
  [[gnu::always_inline]] void set(std::string_view key_text, std::string_view member) {
    key(key_text);
    text(member);
  }
  /// A member, unless there is nothing to say.
  [[gnu::always_inline]] void say(std::string_view key_text, value::Value member) {
    if (!is_empty(member)) set(key_text, member);
  }
  [[gnu::always_inline]] void say(std::string_view key_text, std::string_view member) {
    if (!member.empty()) set(key_text, member);
  }
  /// A member that is a list of what `items` writes; none when that is nothing.
  template <class Items>
  void say_list(std::string_view key_text, Items items) {
    const size_t before = at_;
    key(key_text);
    open('[');
    items();
    if (out_[at_ - 1] == '[') {
      at_ = before;
    } else {
      close(']');
    }
  }
  /// Takes the brackets off the list that was written last, whose first one stands at `bracket`.
  void unwrap(size_t bracket) {
    std::memmove(out_.data() + bracket, out_.data() + bracket + 1, at_ - bracket - 2);
    at_ -= 2;
  }

  /// Whether there is nothing to say.
  static bool is_empty(value::Value value) {
    return value.is_nothing() || (value.is_text() && value.as_text().empty()) ||
           (value.is(value::Type::List) && value.items().empty());
  }

 private:
  static constexpr size_t kSizeFirst = 4096;

  /// Room for `count` bytes more, where they will stand.
  [[gnu::always_inline]] char* room(size_t count) {
    if (out_.size() - at_ < count) [[unlikely]]
      grow(count);
    return out_.data() + at_;
  }
  [[gnu::noinline, gnu::cold]] void grow(size_t count) {
    out_.resize(std::max(out_.size() * 2, at_ + count));
  }
  void taken(const char* to) { at_ = static_cast<size_t>(to - out_.data()); }
  /// Values end in a quote, a digit, a letter or a bracket; what needs no comma does not.
  char* separated(char* to) const {
    if (at_ == 0 || to[-1] == '[' || to[-1] == '{' || to[-1] == ' ') return to;
    *to++ = ',';
    *to++ = ' ';
    return to;
  }

  std::string& out_;  ///< longer than what is written
  size_t at_ = 0;
  value::Arena& arena_;
};

}  // namespace herald::render
