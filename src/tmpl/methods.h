#pragma once
// What the methods of values share: how they are called, and the tables that name them. Used by the files
// methods*.cc alone.

#include <span>
#include <string>
#include <string_view>

#include "tmpl/builtins.h"

namespace herald::tmpl {

/// What a method is called with: its subject, arguments in order, and the call.
struct Method {
  value::Value subject;
  std::span<const value::Value> arguments;
  std::span<const NamedValue> keywords;
  Invocation& call;

  Work& work() const { return call.work; }
  std::string_view text() const { return subject.as_text(); }
  bool given(size_t i) const { return i < arguments.size() && !arguments[i].is_nothing(); }
  value::Value argument(size_t i) const { return i < arguments.size() ? arguments[i] : value::Value(); }
  /// Argument `i` as a text, with markup escaped like the subject's.
  std::string_view text_argument(size_t i) const {
    if (arguments[i].is_text()) return arguments[i].as_text();
    call.refuse(std::to_string(i + 1), type_name_of(arguments[i]));
    return {};
  }
  value::Value like(std::string_view made) const {
    return subject.is(value::Type::Html) ? work().html(made) : work().text(made);
  }
  /// A part of the subject's own bytes.
  value::Value part(std::string_view own) const {
    return subject.is(value::Type::Html) ? value::Value::html(own) : value::Value::string(own);
  }
};

/// What a method does.
using Run = value::Value (*)(const Method& method);

/// A method of a table.
struct MethodEntry {
  std::string_view name;
  Run run;
  uint8_t least, most;  ///< arguments
};

/// The methods of texts (methods_text.cc).
std::span<const MethodEntry> text_methods();

}  // namespace herald::tmpl
