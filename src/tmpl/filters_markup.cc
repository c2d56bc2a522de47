// Filters between text and markup: escaping, what is safe, JSON, URLs, attributes.

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/context.h"
#include "tmpl/escapers.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

Value escape(Call& call, std::span<const Value> arguments) {
  return escaped(arguments[0], invocation_of(call).work);
}

Value force_escape(Call& call, std::span<const Value> arguments) {
  Work& work = invocation_of(call).work;
  return escaped(Value::string(string_of(arguments[0], work)), work);
}

Value safe(Call& call, std::span<const Value> arguments) {
  return Value::html(string_of(arguments[0], invocation_of(call).work));
}

/// `text` without comments and tags.
std::string without_tags(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t open = text.find('<');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    bool comment = text.starts_with("<!--");
    size_t close = text.find(comment ? "-->" : ">", comment ? 4 : 1);
    if (close == std::string_view::npos) {
      out += text;
      break;
    }
    text.remove_prefix(close + (comment ? 3 : 1));
  }
  return out;
}

/// Reads a reference like &lt; or &#60; at `at`; moves behind it, or by one character when it is none.
void append_reference(std::string& out, std::string_view text, size_t& at) {
  struct Named {
    std::string_view name;
    char32_t character;
  };
  static constexpr std::array kNamed = {
      Named{"amp", '&'},      Named{"lt", '<'},       Named{"gt", '>'},        Named{"quot", '"'},
      Named{"apos", '\''},    Named{"nbsp", 0xA0},    Named{"hellip", 0x2026}, Named{"mdash", 0x2014},
      Named{"ndash", 0x2013}, Named{"ldquo", 0x201C}, Named{"rdquo", 0x201D},  Named{"middot", 0xB7},
      Named{"copy", 0xA9},    Named{"emsp", 0x2003},  Named{"times", 0xD7}};
  size_t end = text.find(';', at);
  std::string_view name =
      end == std::string_view::npos || end - at > 10 ? "" : text.substr(at + 1, end - at - 1);
  char32_t character = 0;
  if (name.starts_with('#')) {
    bool hex = name.size() > 1 && (name[1] | 0x20) == 'x';
    uint32_t number = 0;
    const char* first = name.data() + (hex ? 2 : 1);
    auto [last, error] = std::from_chars(first, name.data() + name.size(), number, hex ? 16 : 10);
    if (error == std::errc() && last == name.data() + name.size()) character = number;
  } else {
    for (const Named& known : kNamed)
      if (known.name == name) character = known.character;
  }
  if (character == 0) {
    out += text[at++];
    return;
  }
  base::append_utf8(out, character);
  at = end + 1;
}

Value strip_tags(Call& call, std::span<const Value> arguments) {
  Work& work = invocation_of(call).work;
  std::string plain = without_tags(string_of(arguments[0], work));
  std::string out;
  std::string_view rest = plain;
  while (!rest.empty()) {
    // Each run of blanks becomes one blank, and those at the ends go.
    rest = strip_blanks_left(rest);
    size_t end = 0;
    while (end < rest.size()) {
      size_t next = end;
      if (is_blank_character(base::next_code_point(rest, next))) break;
      end = next;
    }
    if (end == 0) break;
    if (!out.empty()) out += ' ';
    out += rest.substr(0, end);
    rest.remove_prefix(end);
  }
  std::string unescaped;
  for (size_t at = 0; at < out.size();) {
    if (out[at] == '&') {
      append_reference(unescaped, out, at);
    } else {
      unescaped += out[at++];
    }
  }
  return work.text(unescaped);
}

enum class UrlPart : uint8_t { Path, Query };

void append_url_part(std::string& out, std::string_view text, UrlPart part) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    bool plain = letter || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == '~';
    if (plain || (c == '/' && part == UrlPart::Path)) {
      out += c;
    } else if (c == ' ' && part == UrlPart::Query) {
      out += '+';
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
}

void append_query(std::string& out, Value key, Value item, Work& work) {
  if (!out.empty()) out += '&';
  append_url_part(out, string_of(key, work), UrlPart::Query);
  out += '=';
  append_url_part(out, string_of(item, work), UrlPart::Query);
}

Value urlencode(Call& call, std::span<const Value> arguments) {
  Work& work = invocation_of(call).work;
  Value subject = arguments[0];
  std::string out;
  if (is_mapping(subject)) {
    for (const Pair& pair : pairs_of(subject, work)) append_query(out, pair.key, pair.value, work);
  } else if (is_sequence(subject)) {
    Sequence items = need_sequence("urlencode", subject, work);
    for (size_t i = 0; i < items.size && !work.failed; ++i) {
      Sequence pair = need_sequence("urlencode", items.at(i, work.arena), work);
      if (pair.size != 2) return work.fail(Code::TemplateUnpack, {std::to_string(pair.size), "2"});
      append_query(out, pair.at(0, work.arena), pair.at(1, work.arena), work);
    }
  } else {
    append_url_part(out, string_of(subject, work), UrlPart::Path);
  }
  return work.text(out);
}

/// How the attribute `name` of an unknown element is escaped; None when it cannot be.
Escape escape_of_attribute(std::string_view name) {
  PageContext place;
  place.place = Place::Value;
  place.attribute = attribute_kind(base::lower_ascii(name), Element::Other, 0);
  return escape_in(place).escape;
}

Value xml_attributes(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  if (!is_mapping(arguments[0])) return c.work.fail_type("xmlattr", arguments[0]);
  std::string out;
  bool leading = truth(arguments[1], c.work);
  for (const Pair& pair : pairs_of(arguments[0], c.work)) {
    if (pair.value.is_nothing()) continue;
    std::string_view key = string_of(pair.key, c.work);
    if (key.empty() || key.find_first_of(" \t\n\r\f\v/>=") != std::string_view::npos)
      return c.refuse("xmlattr", std::string(key));
    Escape escape = escape_of_attribute(key);
    if (escape == Escape::None) return c.refuse("xmlattr", std::string(key));
    if (!out.empty() || leading) out += ' ';
    append_markup(out, key);
    out += "=\"";
    print(out, pair.value, escape, c.work);
    out += '"';
  }
  return c.escape == Escape::None ? c.work.text(out) : c.work.html(out);
}

Value to_json(Call& call, std::span<const Value> arguments) {
  Invocation& c = invocation_of(call);
  int64_t indent = arguments[1].is_nothing() ? -1 : c.integer(arguments[1], "indent");
  if (indent > 16) return c.refuse("indent", std::to_string(indent));
  std::string out;
  append_tojson(out, arguments[0], indent, c.work);
  return as_json(c.work.html(out));
}

/// `value` with the keys of every map in it in order.
Value with_sorted_keys(Value value, Work& work, int depth) {
  if (depth > kValueDepthMax || !work.spend(1)) return value;
  if (value.is(Type::Map)) {
    std::vector<Pair> pairs = pairs_of(value, work);
    for (Pair& pair : pairs) pair.value = with_sorted_keys(pair.value, work, depth + 1);
    std::sort(pairs.begin(), pairs.end(),
              [](const Pair& a, const Pair& b) { return a.key.as_text() < b.key.as_text(); });
    return make_dict(pairs, work);
  }
  const auto* tuple = as<Tuple>(value);
  if (!value.is(Type::List) && tuple == nullptr) return value;
  std::vector<Value> items;
  for (Value item : tuple != nullptr ? tuple->items : value.items())
    items.push_back(with_sorted_keys(item, work, depth + 1));
  return tuple != nullptr ? tuple_of(items, work) : work.list(items);
}

/// Python's pprint in small: one line if it fits, else an item a line. The keys of `value` are in order.
void append_pretty(std::string& out, Value value, size_t column, size_t behind, Work& work, int depth) {
  std::string flat;
  bool map = value.is(Type::Map), list = value.is(Type::List);
  std::vector<Pair> pairs;
  if (map) pairs = pairs_of(value, work);
  append_representation(flat, value, work, depth);
  bool fits = base::count_code_points(flat) + column + behind <= 80;
  if (fits || depth > kValueDepthMax || !(map || list) || work.failed) {
    out += flat;
    return;
  }
  out += map ? '{' : '[';
  size_t count = map ? pairs.size() : value.items().size();
  for (size_t i = 0; i < count && work.spend(1); ++i) {
    if (i > 0) out.append(",\n").append(column + 1, ' ');
    size_t tail = i + 1 == count ? behind + 1 : 1;
    std::string key;
    if (map) {
      append_literal(key, pairs[i].key.as_text());
      key += ": ";
    }
    out += key;
    Value item = map ? pairs[i].value : value.items()[i];
    append_pretty(out, item, column + 1 + base::count_code_points(key), tail, work, depth + 1);
    if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  }
  out += map ? '}' : ']';
}

Value pretty(Call& call, std::span<const Value> arguments) {
  Work& work = invocation_of(call).work;
  std::string out;
  append_pretty(out, with_sorted_keys(arguments[0], work, 0), 0, 0, work, 0);
  return work.text(out);
}

}  // namespace

void add_markup_filters(CallableTable& filters) {
  auto add = [&](std::string_view name, Function function, std::vector<Parameter> parameters,
                 std::string_view zh, std::string_view en) {
    filters.add({name, function, std::move(parameters), zh, en});
  };
  for (std::string_view name : {"escape", "e"})
    add(name, escape, {}, "转义 & < > 和引号；已是安全标记的不变。",
        "Text with & < > and quotes as references; safe markup stays.");
  add("forceescape", force_escape, {}, "一律转义，安全标记也转义。", "Escaped even if it is safe markup.");
  add("safe", safe, {}, "声明为安全标记，不再转义。",
      "The text as markup that is not escaped; only for text of your own.");
  add("striptags", strip_tags, {}, "去掉标签，合并空白。", "Without tags, runs of blanks as one.");
  add("urlencode", urlencode, {}, "编码为网址的一部分或查询串。", "Percent-encoded; a map becomes a query.");
  add("xmlattr", xml_attributes, {optional("autospace", Value::boolean(true))}, "把字典写成元素属性。",
      "A map as attributes of an element; nothing and undefined are left out.");
  add("tojson", to_json, {optional("indent")}, "写成 JSON，可放在 script 中。",
      "As JSON that is safe inside of a script element.");
  add("pprint", pretty, {}, "以便于调试的形式写出。", "As Python's pprint shows it, for looking at data.");
}

}  // namespace herald::tmpl
