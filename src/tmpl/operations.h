#pragma once
// What the operators, subscripts and prints of templates do with values: Python's rules, as Jinja2 has them.
// Each notes its failure in `work` and then returns Undefined, false or nothing.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tmpl/ast.h"
#include "tmpl/natives.h"
#include "tmpl/tmpl.h"
#include "tmpl/work.h"
#include "value/value.h"

namespace herald::tmpl {

/// How deep values within values are compared and printed.
inline constexpr int kValueDepthMax = 100;

// Truth and order (compare.cc).

/// Python's truth: empty, zero and none are false.
bool truth(value::Value value, Work& work);
/// Python's ==: 1 == 1.0 == true, "a" == SafeHtml "a", lists and tuples differ.
bool equal(value::Value a, value::Value b, Work& work);
/// Less than 0, 0, or more than 0. Numbers, texts, lists and tuples have an order among themselves; else it
/// fails.
int compare(value::Value a, value::Value b, Work& work, std::string_view sign);
/// `needle in haystack`.
bool contains(value::Value haystack, value::Value needle, Work& work);
bool compare_with(Operator op, value::Value a, value::Value b, Work& work);

// Arithmetic (arithmetic.cc).

/// Whether Python counts with it: numbers and bools.
inline bool is_numeric(value::Value v) { return v.is_number() || v.is(value::Type::Bool); }
/// Bools are the integers 0 and 1, as in Python; others stay.
inline value::Value as_number(value::Value v) {
  return v.is(value::Type::Bool) ? value::Value::integer(v.as_bool()) : v;
}
/// What an operator makes of its operands; an error of `work` for types that it does not know.
value::Value binary(Operator op, value::Value a, value::Value b, Work& work);
value::Value unary(Operator op, value::Value a, Work& work);
/// a ~ b ~ c. With `escape`, a SafeHtml among them makes the others escaped and the result SafeHtml.
value::Value concat(std::span<const value::Value> parts, Escape escape, Work& work);
/// Joins texts: SafeHtml if `a` or `b` is, the other one escaped then.
value::Value join_texts(value::Value a, value::Value b, Work& work);

// Parts (access.cc).

/// Whether `value` has items, made ready to be read one by one. Texts give their characters, maps their keys.
std::optional<Sequence> sequence_of(value::Value value, Work& work);
/// As above, but fails with `what` when there are no items.
Sequence need_sequence(std::string_view what, value::Value value, Work& work);
/// The number of items, characters or keys; -1 when `value` has none.
int64_t length_of(value::Value value);
/// value.name; a plain Undefined when there is none. Never fails for a defined value.
value::Value attribute_of(value::Value value, std::string_view name, Work& work);
/// value[key], likewise.
value::Value item_of(value::Value value, value::Value key, Work& work);
/// value[a:b:c]; absent parts are Undefined.
value::Value slice_of(value::Value value, std::span<const value::Value> parts, Work& work);
/// True for maps, dicts and records, which have keys.
bool is_mapping(value::Value value);
bool is_sequence(value::Value value);
/// The keys and values of a mapping.
std::vector<Pair> pairs_of(value::Value mapping, Work& work);
value::Value tuple_of(std::span<const value::Value> items, Work& work, bool group = false);
/// A Map, or a Dict when a key is no text. The last of equal keys wins.
value::Value make_dict(std::span<const Pair> pairs, Work& work);
/// The names that `value` has, for "did you mean".
std::vector<std::string_view> names_of(value::Value value);

// Printing (print.cc).

/// Appends `value` as a template prints it in a place of this kind. In text, SafeHtml stays as it is and all
/// else is escaped; for the other places see escapers.h. None escapes nothing.
void print(std::string& out, value::Value value, Escape escape, Work& work);
/// Appends Python's str(value).
void append_string(std::string& out, value::Value value, Work& work);
/// Appends Python's repr(value).
void append_representation(std::string& out, value::Value value, Work& work, int depth = 0);
/// The text of a String or SafeHtml, else str(value) in the arena.
std::string_view string_of(value::Value value, Work& work);
/// `value` as SafeHtml: itself, or escaped.
value::Value escaped(value::Value value, Work& work);
/// Appends JSON as Jinja2's tojson: keys sorted, ASCII alone, < > & ' as \u escapes. `indent` below 0 for one
/// line.
void append_tojson(std::string& out, value::Value value, int64_t indent, Work& work, int depth = 0);

}  // namespace herald::tmpl
