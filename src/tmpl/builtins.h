#pragma once
// The filters, tests and functions that are there from the start, and what they are given beyond the public
// Call.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tmpl/operations.h"
#include "tmpl/tmpl.h"
#include "tmpl/work.h"

namespace herald::tmpl {

/// What a callable does that its signature cannot say.
enum CallableFlag : uint8_t {
  kTakesUndefined = 1,  ///< its subject may be undefined
  kVariadic = 2,        ///< takes any further positional arguments and keywords: see Invocation
};

/// Callables by name, with their flags; sorted by name.
class CallableTable {
 public:
  /// Adds or replaces.
  void add(Callable callable, uint8_t flags = 0);
  const Callable* find(std::string_view name) const;
  uint8_t flags_of(const Callable* callable) const {
    return flags_[static_cast<size_t>(callable - list_.data())];
  }
  std::span<const Callable> all() const { return list_; }
  std::vector<std::string_view> names() const;

 private:
  std::vector<Callable> list_;
  std::vector<uint8_t> flags_;  ///< of the callable with the same index
};

/// A keyword argument of a call.
struct NamedValue {
  std::string_view name;
  value::Value value;
};

/// The Call that the engine hands to every callable. Its own ones reach further into the render with it.
class Invocation final : public Call {
 public:
  Invocation(Work& w, void* context, Escape e, const CallableTable& f, const CallableTable& t)
      : work(w), escape(e), filters(f), tests(t), context_(context) {}

  value::Arena& arena() override { return work.arena; }
  void* context() override { return context_; }
  void error(std::string message) override { work.fail(base::Code::TemplateArgument, {std::move(message)}); }

  /// Notes that the argument `name` cannot be `given`; returns Undefined.
  value::Value refuse(std::string_view name, std::string given);
  /// An argument as an integer (also from true and whole numbers); fails otherwise.
  int64_t integer(value::Value argument, std::string_view name);
  /// An argument that counts characters: as above, from `least` up to what memory allows.
  int64_t count(value::Value argument, std::string_view name, int64_t least = 0);
  /// The items of a subject; fails when it has none.
  Sequence items(value::Value subject) { return need_sequence(name, subject, work); }
  /// Calls the filter or test called `callee` with `subject` and `arguments`.
  value::Value call(const CallableTable& table, std::string_view callee, value::Value subject,
                    std::span<const value::Value> arguments, std::span<const NamedValue> keywords);
  bool failed() const { return work.failed; }

  Work& work;
  Escape escape;  ///< of the place in the template
  const CallableTable& filters;
  const CallableTable& tests;
  std::string_view name;                ///< of the callable, for messages
  std::span<const value::Value> extra;  ///< of a variadic one: all positional arguments behind the parameters
  std::span<const NamedValue> keywords;  ///< of a variadic one: all keywords that are no parameters

 private:
  void* context_;
};

/// Puts arguments into the order of the parameters, with fallbacks; `out` gets one value a parameter. What is
/// left goes to the call's `extra` and `keywords` for a variadic callable, else it fails
/// (`template-argument-…`).
bool bind_arguments(const Callable& callable, uint8_t flags, std::span<const value::Value> positional,
                    std::span<const NamedValue> keywords, std::vector<value::Value>& out,
                    std::vector<NamedValue>& rest, Invocation& call);

/// Calls `function` with `arguments` (the subject first for filters and tests) after refusing undefined ones.
value::Value invoke(Function function, uint8_t flags, bool has_subject,
                    std::span<const value::Value> arguments, Invocation& call);

// Registration: each file adds its own.
/// Registers a file's callables.
void add_text_filters(CallableTable& filters);    // filters_text.cc
void add_markup_filters(CallableTable& filters);  // filters_markup.cc
void add_link_filter(CallableTable& filters);     // filters_urlize.cc
void add_list_filters(CallableTable& filters);    // filters_list.cc
void add_select_filters(CallableTable& filters);  // filters_select.cc
void add_number_filters(CallableTable& filters);  // filters_number.cc
void add_tests(CallableTable& tests);             // tests.cc
void add_functions(CallableTable& functions);     // functions.cc

// Callables that a walk (walk.h) knows and does itself where that is simple.
Function string_test();     ///< `is string`
Function default_filter();  ///< `default`
Function length_filter();   ///< `length`

/// A parameter that must be given, and one that need not.
Parameter required(std::string_view name);
Parameter optional(std::string_view name, value::Value fallback = {});

/// The engine's own callables reach what they are given beyond the public Call with this.
inline Invocation& invocation_of(Call& call) { return static_cast<Invocation&>(call); }

/// `subject` with `old` replaced, at most `limit` times unless that is negative. In SafeHtml texts are
/// escaped first.
value::Value replace_text(value::Value subject, value::Value old, value::Value with, int64_t limit,
                          Work& work);

/// `text % arguments` and `text.format(…)` (format.cc).
value::Value format_percent(value::Value text, value::Value arguments, Work& work);
value::Value format_percent(value::Value text, std::span<const value::Value> arguments,
                            std::span<const NamedValue> keywords, Work& work);
value::Value format_braces(value::Value text, std::span<const value::Value> arguments,
                           std::span<const NamedValue> keywords, Work& work);

/// A method of a text, list, map or native (methods.cc). False when `subject` has no such method.
bool call_method_of(value::Value subject, std::string_view method, std::span<const value::Value> arguments,
                    std::span<const NamedValue> keywords, Invocation& call, value::Value& result);
/// The methods that `subject` has, for "did you mean".
std::vector<std::string_view> method_names(value::Value subject);

/// The known name nearest to `word`, or an empty text.
std::string nearest_name(std::string_view word, std::span<const std::string_view> known);

/// What `path` ("a.b.0", or an index) leads to from `item`; a traced Undefined when there is nothing.
value::Value follow_path(value::Value item, value::Value path, Work& work);

}  // namespace herald::tmpl
