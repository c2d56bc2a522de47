#pragma once
// What an operation on values needs of the render that it runs in: memory, the limits, and where it says what
// went wrong. The first failure stays; the machine looks at `failed` behind each operation and turns it into
// a diagnostic.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "value/value.h"

namespace herald::tmpl {

struct Program;

/// Where an undefined value came from: the part `name` that `owner` does not have (or, for a bare name, no
/// owner).
struct Missing {
  std::string_view name;
  value::Value owner;
  const Program* program = nullptr;
  base::Span span;       ///< of the expression that has no value
  bool is_name = false;  ///< a name of the template, looked up in all scopes
};

/// Undefined values come in four sorts, told apart by their position (which data never gives to an
/// Undefined). Quiet ones come from `?.` and from `a if b` without else: they print as nothing, are false and
/// have no items. Unset ones mark slots that were not assigned yet and are never seen by a template. Traced
/// ones know their Missing; plain ones know nothing.
namespace undefined {
/// The traces that are not numbers of a Missing.
inline constexpr uint32_t kQuiet = 0;
inline constexpr uint32_t kUnset = 1;
inline constexpr uint32_t kFirstTrace = 2;
inline constexpr uint32_t kTracesMax = 4096;  ///< more are plain
inline value::Value quiet() { return value::Value().at_position(kQuiet); }
inline value::Value unset() { return value::Value().at_position(kUnset); }
inline bool is_quiet(value::Value v) {
  return v.is_undefined() && v.has_position() && v.position() == kQuiet;
}
inline bool is_unset(value::Value v) {
  return v.is_undefined() && v.has_position() && v.position() == kUnset;
}
/// True when using `v` is an error.
inline bool is_loud(value::Value v) { return v.is_undefined() && !is_quiet(v); }
}  // namespace undefined

/// The state that operations share within one render.
struct Work {
  value::Arena& arena;
  uint64_t steps_left = 0;
  size_t bytes_left = 0;  ///< of texts and lists made in the arena
  bool failed = false;
  base::Code code = base::Code::Count;
  std::vector<std::string> arguments;
  std::string near;                  ///< what was meant, for "did you mean"
  value::Value culprit;              ///< the undefined value that was used, for `template-undefined`
  std::vector<Missing> missing;      ///< what traced Undefined values point to
  const Program* program = nullptr;  ///< where the machine is, for `trace`
  base::Span span;
  std::string scratch;  ///< for texts in the making; free between operations

  explicit Work(value::Arena& a) : arena(a) {}

  /// Notes the failure if it is the first; always returns Undefined.
  value::Value fail(base::Code what, std::vector<std::string> with);
  /// Notes that `value` was used although it is undefined.
  value::Value fail_undefined(value::Value value);
  /// Notes that `what` (an operator, a filter) does not work with values of these types.
  value::Value fail_type(std::string_view what, value::Value a);
  value::Value fail_type(std::string_view what, value::Value a, value::Value b);

  /// Takes `count` steps of the limit. False when they are used up, which is then noted.
  bool spend(uint64_t count) {
    if (count > steps_left) return refuse_steps();
    steps_left -= count;
    return true;
  }
  /// Takes memory of the limit, likewise.
  bool spend_bytes(size_t count) {
    if (count > bytes_left) return refuse_bytes();
    bytes_left -= count;
    return true;
  }
  /// A text value with a copy of `text` in the arena; Undefined when memory is used up.
  value::Value text(std::string_view text);
  value::Value html(std::string_view text);
  /// A list value with a copy of `items`.
  value::Value list(const std::vector<value::Value>& items);
  /// An Undefined that knows what is missing.
  value::Value trace(std::string_view name, value::Value owner, bool is_name);

 private:
  bool refuse_steps();
  bool refuse_bytes();
};

/// The type's name in messages; more exact than value::type_name for the engine's own objects.
std::string type_name_of(value::Value value);

}  // namespace herald::tmpl
