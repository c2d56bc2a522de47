// Truth, equality, order and membership.

#include <algorithm>
#include <cmath>

#include "tmpl/operations.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

/// An integer against a double without losing digits of either.
int order_mixed(int64_t i, double d) {
  if (d >= 0x1p63) return -1;
  if (d < -0x1p63) return 1;
  auto whole = static_cast<int64_t>(d);
  if (i != whole) return i < whole ? -1 : 1;
  double rest = d - static_cast<double>(whole);
  return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

/// Negative, zero, positive; NaN is 2: neither less, equal nor greater.
int order_numbers(Value a, Value b) {
  a = as_number(a);
  b = as_number(b);
  if (a.is(Type::Int) && b.is(Type::Int)) return a.as_int() < b.as_int() ? -1 : a.as_int() > b.as_int();
  if (std::isnan(a.as_double()) || std::isnan(b.as_double())) return 2;
  if (a.is(Type::Int)) return order_mixed(a.as_int(), b.as_double());
  if (b.is(Type::Int)) return -order_mixed(b.as_int(), a.as_double());
  return a.as_double() < b.as_double() ? -1 : a.as_double() > b.as_double();
}

/// A list proper or a sequence of the site's, a tuple, or a range. Different kinds are unequal.
enum class ListKind : uint8_t { None, List, Tuple, Range };
ListKind list_kind(Value v) {
  if (v.is(Type::List)) return ListKind::List;
  if (!v.is(Type::Object) || v.as_object()->size() < 0) return ListKind::None;
  if (as<Range>(v) != nullptr) return ListKind::Range;
  return as<Tuple>(v) != nullptr ? ListKind::Tuple : ListKind::List;
}

bool too_deep(int depth, Work& work) {
  if (depth <= kValueDepthMax) return false;
  work.fail(Code::TemplateLimit, {"depth of values"});
  return true;
}

bool equal_at(Value a, Value b, Work& work, int depth);

bool equal_sequences(Value a, Value b, Work& work, int depth) {
  Sequence left = *sequence_of(a, work), right = *sequence_of(b, work);
  if (left.size != right.size || !work.spend(left.size)) return false;
  for (size_t i = 0; i < left.size; ++i)
    if (!equal_at(left.at(i, work.arena), right.at(i, work.arena), work, depth)) return false;
  return true;
}

bool equal_mappings(Value a, Value b, Work& work, int depth) {
  std::vector<Pair> left = pairs_of(a, work), right = pairs_of(b, work);
  if (left.size() != right.size()) return false;
  for (const Pair& pair : left) {
    auto same_key = [&](const Pair& other) { return equal_at(pair.key, other.key, work, depth); };
    if (!work.spend(right.size())) return false;
    auto found = std::find_if(right.begin(), right.end(), same_key);
    if (found == right.end() || !equal_at(pair.value, found->value, work, depth)) return false;
  }
  return true;
}

bool equal_at(Value a, Value b, Work& work, int depth) {
  if (undefined::is_loud(a) || undefined::is_loud(b)) {
    work.fail_undefined(undefined::is_loud(a) ? a : b);
    return false;
  }
  if (a.is_text() && b.is_text()) return a.as_text() == b.as_text();
  if (is_numeric(a) && is_numeric(b)) return order_numbers(a, b) == 0;
  if (a.is(Type::Object) && b.is(Type::Object) && a.as_object() == b.as_object()) return true;
  if (too_deep(depth, work)) return false;
  ListKind kind = list_kind(a);
  if (kind != ListKind::None) return kind == list_kind(b) && equal_sequences(a, b, work, depth + 1);
  bool plain = (a.is(Type::Map) || as<Dict>(a) != nullptr) && (b.is(Type::Map) || as<Dict>(b) != nullptr);
  if (plain) return equal_mappings(a, b, work, depth + 1);
  return a.type() == b.type() && a.is_nothing();
}

int compare_at(Value a, Value b, Work& work, std::string_view sign, int depth);

int compare_sequences(Value a, Value b, Work& work, std::string_view sign, int depth) {
  Sequence left = *sequence_of(a, work), right = *sequence_of(b, work);
  size_t common = std::min(left.size, right.size);
  for (size_t i = 0; i < common && work.spend(1); ++i) {
    Value x = left.at(i, work.arena), y = right.at(i, work.arena);
    if (equal_at(x, y, work, depth)) continue;
    return compare_at(x, y, work, sign, depth);
  }
  return left.size < right.size ? -1 : left.size > right.size;
}

int compare_at(Value a, Value b, Work& work, std::string_view sign, int depth) {
  if (a.is_text() && b.is_text()) {
    // Bytes of UTF-8 are in the order of the code points.
    int order = a.as_text().compare(b.as_text());
    return order < 0 ? -1 : order > 0;
  }
  if (is_numeric(a) && is_numeric(b)) return order_numbers(a, b);
  if (too_deep(depth, work)) return 0;
  ListKind kind = list_kind(a);
  bool ordered = kind == ListKind::List || kind == ListKind::Tuple;
  if (ordered && kind == list_kind(b)) return compare_sequences(a, b, work, sign, depth + 1);
  work.fail_type(sign, a, b);
  return 0;
}

}  // namespace

bool truth(Value value, Work& work) {
  switch (value.type()) {
    case Type::Undefined:
      if (undefined::is_loud(value)) work.fail_undefined(value);
      return false;
    case Type::Null:
      return false;
    case Type::Bool:
      return value.as_bool();
    case Type::Int:
      return value.as_int() != 0;
    case Type::Float:
      return value.as_double() != 0;
    case Type::String:
    case Type::Html:
      return !value.as_text().empty();
    case Type::List:
      return !value.items().empty();
    case Type::Map:
      return !value.entries().empty();
    case Type::Object:
      break;
  }
  if (const auto* dict = as<Dict>(value)) return !dict->pairs.empty();
  if (as<Loop>(value) != nullptr) return true;
  return value.as_object()->size() != 0;
}

bool equal(Value a, Value b, Work& work) { return equal_at(a, b, work, 0); }

int compare(Value a, Value b, Work& work, std::string_view sign) { return compare_at(a, b, work, sign, 0); }

bool contains(Value haystack, Value needle, Work& work) {
  if (undefined::is_loud(needle)) {
    work.fail_undefined(needle);
    return false;
  }
  if (haystack.is_text()) {
    if (needle.is_text()) return contains_text(haystack.as_text(), needle.as_text());
    work.fail_type("in", needle, haystack);
    return false;
  }
  if (haystack.is(Type::Map)) {
    for (const value::Entry& entry : haystack.entries())
      if (needle.is_text() && entry.key == needle.as_text()) return true;
    return false;
  }
  Sequence sequence = need_sequence("in", haystack, work);
  for (size_t i = 0; i < sequence.size && work.spend(1); ++i)
    if (equal(sequence.at(i, work.arena), needle, work)) return true;
  return false;
}

bool compare_with(Operator op, Value a, Value b, Work& work) {
  switch (op) {
    case Operator::Equal:
      return equal(a, b, work);
    case Operator::NotEqual:
      return !equal(a, b, work);
    case Operator::In:
      return contains(b, a, work);
    case Operator::NotIn:
      return !contains(b, a, work);
    default:
      break;
  }
  int order = compare(a, b, work, operator_sign(op));
  if (order == 2) return false;
  switch (op) {
    case Operator::Less:
      return order < 0;
    case Operator::LessEqual:
      return order <= 0;
    case Operator::Greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

}  // namespace herald::tmpl
