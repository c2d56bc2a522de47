// Values as text: str, repr and JSON as Python writes them.

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "tmpl/escapers.h"
#include "tmpl/operations.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

bool too_deep(int depth, Work& work) {
  if (depth <= kValueDepthMax) return false;
  work.fail(Code::TemplateLimit, {"depth of values"});
  return true;
}

void append_items(std::string& out, Value value, char open, char close, Work& work, int depth) {
  Sequence sequence = need_sequence("str", value, work);
  if (!work.spend(sequence.size)) return;
  out += open;
  for (size_t i = 0; i < sequence.size && !work.failed; ++i) {
    if (i > 0) out += ", ";
    append_representation(out, sequence.at(i, work.arena), work, depth + 1);
    if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  }
  if (sequence.size == 1 && close == ')') out += ',';
  out += close;
}

void append_pairs(std::string& out, const std::vector<Pair>& pairs, Work& work, int depth) {
  out += '{';
  for (size_t i = 0; i < pairs.size() && !work.failed; ++i) {
    if (i > 0) out += ", ";
    append_representation(out, pairs[i].key, work, depth + 1);
    out += ": ";
    append_representation(out, pairs[i].value, work, depth + 1);
    if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  }
  out += '}';
}

void append_range(std::string& out, const Range& range) {
  out += "range(";
  append_integer(out, range.begin);
  out += ", ";
  append_integer(out, range.end);
  if (range.step != 1) {
    out += ", ";
    append_integer(out, range.step);
  }
  out += ')';
}

void append_object(std::string& out, Value value, Work& work, int depth) {
  if (as<Tuple>(value) != nullptr) return append_items(out, value, '(', ')', work, depth);
  if (const auto* dict = as<Dict>(value))
    return append_pairs(out, {dict->pairs.begin(), dict->pairs.end()}, work, depth);
  if (const auto* range = as<Range>(value)) return append_range(out, *range);
  if (as_native(value) == nullptr && value.as_object()->size() >= 0)
    return append_items(out, value, '[', ']', work, depth);
  work.fail(Code::TemplateNotPrintable, {type_name_of(value)});
}

void print_other(std::string& out, Value value, Escape escape, Work& work) {
  if (undefined::is_quiet(value)) return;
  if (escape == Escape::None) return append_string(out, value, work);
  std::string plain;
  append_string(plain, value, work);
  append_markup(out, plain);
}

void append_json_text(std::string& out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  auto unit = [&](uint32_t u) {
    const char written[] = {
        '\\', 'u', kDigits[u >> 12 & 15], kDigits[u >> 8 & 15], kDigits[u >> 4 & 15], kDigits[u & 15]};
    out.append(written, sizeof written);
  };
  auto is_plain = [](char c) {
    return c >= 0x20 && c <= 0x7E && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != '\'';
  };
  out += '"';
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    out.append(text, begin, at - begin);
    if (at == text.size()) break;
    char32_t c = base::next_code_point(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\b') {
      out += "\\b";
    } else if (c == '\f') {
      out += "\\f";
    } else if (c >= 0x10000) {
      unit(0xD800 + ((c - 0x10000) >> 10));
      unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      unit(c);
    }
  }
  out += '"';
}

void new_line(std::string& out, int64_t indent, int depth) {
  if (indent < 0) return;
  out += '\n';
  out.append(static_cast<size_t>(indent) * static_cast<size_t>(depth), ' ');
}

void append_json_list(std::string& out, Value value, int64_t indent, Work& work, int depth) {
  Sequence sequence = need_sequence("tojson", value, work);
  if (!work.spend(sequence.size)) return;
  out += '[';
  for (size_t i = 0; i < sequence.size && !work.failed; ++i) {
    if (i > 0) out += indent < 0 ? ", " : ",";
    new_line(out, indent, depth + 1);
    append_tojson(out, sequence.at(i, work.arena), indent, work, depth + 1);
  }
  if (sequence.size > 0) new_line(out, indent, depth);
  out += ']';
}

void append_json_map(std::string& out, Value value, int64_t indent, Work& work, int depth) {
  std::vector<Pair> pairs = pairs_of(value, work);
  if (value.is(Type::Map)) {  // whose keys are texts, each once
    std::sort(pairs.begin(), pairs.end(),
              [](const Pair& a, const Pair& b) { return a.key.as_text() < b.key.as_text(); });
  } else {
    std::stable_sort(pairs.begin(), pairs.end(),
                     [&](const Pair& a, const Pair& b) { return compare(a.key, b.key, work, "tojson") < 0; });
  }
  out += '{';
  for (size_t i = 0; i < pairs.size() && !work.failed; ++i) {
    if (i > 0) out += indent < 0 ? ", " : ",";
    new_line(out, indent, depth + 1);
    std::string key;
    if (pairs[i].key.is_text()) {
      append_json_text(out, pairs[i].key.as_text());
    } else {
      append_tojson(key, pairs[i].key, -1, work, depth + 1);
      append_json_text(out, key);
    }
    out += ": ";
    append_tojson(out, pairs[i].value, indent, work, depth + 1);
  }
  if (!pairs.empty()) new_line(out, indent, depth);
  out += '}';
}

}  // namespace

void append_representation(std::string& out, Value value, Work& work, int depth) {
  if (too_deep(depth, work)) return;
  switch (value.type()) {
    case Type::Undefined:
      out += "Undefined";
      return;
    case Type::Null:
      out += "None";
      return;
    case Type::Bool:
      out += value.as_bool() ? "True" : "False";
      return;
    case Type::Int:
      append_integer(out, value.as_int());
      return;
    case Type::Float:
      append_number(out, value.as_double());
      return;
    case Type::String:
      append_literal(out, value.as_text());
      return;
    case Type::Html:
      out += "Markup(";
      append_literal(out, value.as_text());
      out += ')';
      return;
    case Type::List:
      append_items(out, value, '[', ']', work, depth);
      return;
    case Type::Map:
      append_pairs(out, pairs_of(value, work), work, depth);
      return;
    case Type::Object:
      append_object(out, value, work, depth);
      return;
  }
}

void append_string(std::string& out, Value value, Work& work) {
  if (value.is_text()) {
    out += value.as_text();
  } else if (value.is_undefined()) {
    if (undefined::is_loud(value)) work.fail_undefined(value);
  } else {
    append_representation(out, value, work);
  }
}

void print(std::string& out, Value value, Escape escape, Work& work) {
  if (escape > Escape::Xml) return print_in_place(out, value, escape, work);
  switch (value.type()) {
    case Type::String:
      if (escape == Escape::None) {
        out += value.as_text();
      } else {
        append_markup(out, value.as_text());
      }
      return;
    case Type::Html:
      out += value.as_text();
      return;
    case Type::Int:
      append_integer(out, value.as_int());
      return;
    default:
      print_other(out, value, escape, work);
  }
}

std::string_view string_of(Value value, Work& work) {
  if (value.is_text()) return value.as_text();
  std::string out;
  append_string(out, value, work);
  return work.text(out).text_or_empty();
}

Value escaped(Value value, Work& work) {
  if (value.is(Type::Html)) return value;
  std::string out;
  print(out, value, Escape::Html, work);
  return work.html(out);
}

void append_tojson(std::string& out, Value value, int64_t indent, Work& work, int depth) {
  if (too_deep(depth, work)) return;
  if (out.size() > work.bytes_left) work.spend_bytes(out.size());
  switch (value.type()) {
    case Type::Undefined:
      if (undefined::is_loud(value)) work.fail_undefined(value);
      out += "null";
      return;
    case Type::Null:
      out += "null";
      return;
    case Type::Bool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Type::Int:
      append_integer(out, value.as_int());
      return;
    case Type::Float:
      if (std::isfinite(value.as_double())) return append_number(out, value.as_double());
      out += std::isnan(value.as_double()) ? "NaN" : value.as_double() > 0 ? "Infinity" : "-Infinity";
      return;
    case Type::String:
    case Type::Html:
      append_json_text(out, value.as_text());
      return;
    default:
      break;
  }
  if (is_sequence(value)) return append_json_list(out, value, indent, work, depth);
  if (is_mapping(value)) return append_json_map(out, value, indent, work, depth);
  work.fail_type("tojson", value);
}

}  // namespace herald::tmpl
