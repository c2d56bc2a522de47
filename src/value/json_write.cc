#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "value/json.h"

namespace herald::value {
namespace {

constexpr char kHex[] = "0123456789abcdef";

void append_unicode_escape(std::string& out, unsigned unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 0xf];
}

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_unicode_escape(out, c);
  }
}

bool needs_escape(unsigned char c) {
  return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x7f;
}

/// The bytes that stand in JSON as they are, whatever is around them. 0xE2 may begin a separator of lines.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (size_t c = 0x20; c < 256; ++c) plain[c] = c != 0x7f && c != 0xE2;
  for (unsigned char c : {'"', '\\', '<', '>', '&'}) plain[c] = false;
  return plain;
}();

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;
  auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

class JsonWriter {
 public:
  JsonWriter(std::string& out, JsonStyle style, Arena& arena) : out_(out), style_(style), arena_(arena) {}

  void write(Value value, int depth);

 private:
  void write_list(std::span<const Value> items, int depth);
  void write_map(std::span<const Entry> entries, int depth);
  void write_object(const Object& object, int depth);
  void write_sequence(const Object& object, int depth);
  void write_record(const Object& object, int depth);
  void write_key(std::string_view key);
  void open(char bracket);
  void next(bool first);
  void close(char bracket, bool empty);
  void new_line();
  bool is_open(const Object& object) const;
  void make_room(size_t begin, size_t done, size_t count);

  std::string& out_;
  JsonStyle style_;
  Arena& arena_;
  size_t indent_ = 0;
  std::vector<const Object*> objects_;
};

void JsonWriter::write(Value value, int depth) {
  if (depth == 0) {
    out_ += "null";
    return;
  }
  switch (value.type()) {
    case Type::Undefined:
    case Type::Null:
      out_ += "null";
      break;
    case Type::Bool:
      out_ += value.as_bool() ? "true" : "false";
      break;
    case Type::Int:
      append_number(out_, value.as_int());
      break;
    case Type::Float:
      if (std::isfinite(value.as_double())) {
        append_number(out_, value.as_double());
      } else {
        out_ += "null";
      }
      break;
    case Type::String:
    case Type::Html:
      append_json_string(out_, value.as_text());
      break;
    case Type::List:
      write_list(value.items(), depth - 1);
      break;
    case Type::Map:
      write_map(value.entries(), depth - 1);
      break;
    case Type::Object:
      write_object(*value.as_object(), depth - 1);
      break;
  }
}

/// Makes room for a long list once some of its items are written, which began at `begin`: a text that grows
/// by doubling takes twice the memory at its end, and three times while it is copied.
void JsonWriter::make_room(size_t begin, size_t done, size_t count) {
  constexpr size_t kSample = 256, kLong = 8 * kSample;
  if (done != kSample || count < kLong) return;
  const size_t left = (out_.size() - begin) / kSample * (count - done);
  out_.reserve(out_.size() + left + left / 8);
}

void JsonWriter::write_list(std::span<const Value> items, int depth) {
  open('[');
  const size_t begin = out_.size();
  for (size_t i = 0; i < items.size(); ++i) {
    make_room(begin, i, items.size());
    next(i == 0);
    write(items[i], depth);
  }
  close(']', items.empty());
}

void JsonWriter::write_map(std::span<const Entry> entries, int depth) {
  open('{');
  for (size_t i = 0; i < entries.size(); ++i) {
    next(i == 0);
    write_key(entries[i].key);
    write(entries[i].value, depth);
  }
  close('}', entries.empty());
}

void JsonWriter::write_object(const Object& object, int depth) {
  if (objects_.size() >= static_cast<size_t>(kJsonObjectsMax) || is_open(object)) {
    out_ += "null";
    return;
  }
  objects_.push_back(&object);
  if (object.size() >= 0) {
    write_sequence(object, depth);
  } else {
    write_record(object, depth);
  }
  objects_.pop_back();
}

void JsonWriter::write_sequence(const Object& object, int depth) {
  size_t size = static_cast<size_t>(object.size());
  open('[');
  const size_t begin = out_.size();
  for (size_t i = 0; i < size; ++i) {
    make_room(begin, i, size);
    next(i == 0);
    write(object.item(i, arena_), depth);
  }
  close(']', size == 0);
}

void JsonWriter::write_record(const Object& object, int depth) {
  std::vector<std::string_view> names;
  object.names(names);
  open('{');
  for (size_t i = 0; i < names.size(); ++i) {
    next(i == 0);
    write_key(names[i]);
    write(object.attribute(names[i], arena_), depth);
  }
  close('}', names.empty());
}

void JsonWriter::write_key(std::string_view key) {
  append_json_string(out_, key);
  out_ += style_ == JsonStyle::Pretty ? ": " : ":";
}

void JsonWriter::open(char bracket) {
  out_ += bracket;
  ++indent_;
}

void JsonWriter::next(bool first) {
  if (!first) out_ += ',';
  new_line();
}

void JsonWriter::close(char bracket, bool empty) {
  --indent_;
  if (!empty) new_line();
  out_ += bracket;
}

void JsonWriter::new_line() {
  if (style_ == JsonStyle::Compact) return;
  out_ += '\n';
  out_.append(indent_ * 2, ' ');
}

bool JsonWriter::is_open(const Object& object) const {
  for (const Object* open : objects_) {
    if (open == &object) return true;
  }
  return false;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  size_t copied = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    while (i < text.size() && kPlain[static_cast<unsigned char>(text[i])]) ++i;
    if (i == text.size()) break;
    auto c = static_cast<unsigned char>(text[i]);
    // U+2028 and U+2029 are E2 80 A8 and E2 80 A9: JSON allows them, JavaScript's strings did not.
    bool separator = c == 0xE2 && i + 2 < text.size() && text[i + 1] == '\x80' &&
                     (text[i + 2] == '\xA8' || text[i + 2] == '\xA9');
    if (!separator && !needs_escape(c)) continue;
    out.append(text, copied, i - copied);
    if (separator) {
      append_unicode_escape(out, text[i + 2] == '\xA8' ? 0x2028 : 0x2029);
      i += 2;
    } else {
      append_escape(out, c);
    }
    copied = i + 1;
  }
  out.append(text, copied, text.size() - copied);
  out += '"';
}

void append_json(std::string& out, Value value, JsonStyle style, Arena& arena) {
  JsonWriter(out, style, arena).write(value, kDepthMax);
}

}  // namespace herald::value
