#pragma once
// JSON written straight as templates print it, without a map of it before. Private to the module.

#include <algorithm>
#include <cassert>
#include <string>
#include <string_view>

#include "tmpl/json.h"
#include "value/value.h"

namespace herald::render {

/// Writes one text of JSON in the form of tmpl::append_json. The caller opens, closes, and names the members
/// of each map in the order of their keys' bytes.
class JsonWriter {
 public:
  /// `out` begins empty; `arena` is for temporaries.
  JsonWriter(std::string& out, value::Arena& arena) : out_(out), arena_(arena) {}

  /// Begins an item of a list, or the value of a member, that is a map or a list: '{' or '['.
  void open(char bracket) {
    separate();
    out_ += bracket;
  }
  void close(char bracket) { out_ += bracket; }

  /// Begins a member: `key` is plain ASCII of at most 40 bytes.
  void key(std::string_view key) {
    char made[48];
    assert(key.size() <= 40);
    char* to = made;
    if (out_.back() != '{') {
      *to++ = ',';
      *to++ = ' ';
    }
    *to++ = '"';
    to = std::copy_n(key.data(), key.size(), to);
    for (const char c : {'"', ':', ' '}) *to++ = c;
    out_.append(made, static_cast<size_t>(to - made));
  }

  /// The value of the member that was begun.
  void text(std::string_view text) { tmpl::append_json_text(out_, text); }
  void value(value::Value value) {
    if (value.is_text()) return text(value.as_text());
    tmpl::append_json(out_, value, arena_);
  }
  /// A member with a text that stands in JSON as it is: a word of ours.
  void set_word(std::string_view key_text, std::string_view word) {
    key(key_text);
    char made[64];
    assert(word.size() <= 60);
    char* to = made;
    *to++ = '"';
    to = std::copy_n(word.data(), word.size(), to);
    *to++ = '"';
    out_.append(made, static_cast<size_t>(to - made));
  }
  /// JSON that was written before, as a value or as items of a list.
  void again(std::string_view json) {
    separate();
    out_ += json;
  }

  /// A member, whatever its value.
  void set(std::string_view key_text, value::Value member) {
    key(key_text);
    value(member);
  }
  void set(std::string_view key_text, std::string_view member) {
    key(key_text);
    text(member);
  }
  /// A member, unless there is nothing to say.
  void say(std::string_view key_text, value::Value member) {
    if (!is_empty(member)) set(key_text, member);
  }
  void say(std::string_view key_text, std::string_view member) {
    if (!member.empty()) set(key_text, member);
  }
  /// A member that is a list of what `items` writes; none when that is nothing.
  template <class Items>
  void say_list(std::string_view key_text, Items items) {
    const size_t before = out_.size();
    key(key_text);
    open('[');
    items();
    if (out_.back() == '[') {
      out_.resize(before);
    } else {
      close(']');
    }
  }

  /// What was written so far.
  std::string& out() { return out_; }

  /// Whether there is nothing to say.
  static bool is_empty(value::Value value) {
    return value.is_nothing() || (value.is_text() && value.as_text().empty()) ||
           (value.is(value::Type::List) && value.items().empty());
  }

 private:
  /// Values end in a quote, a digit, a letter or a bracket; what needs no comma does not.
  void separate() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '[' && last != '{' && last != ' ') out_ += ", ";
  }

  std::string& out_;
  value::Arena& arena_;
};

}  // namespace herald::render
