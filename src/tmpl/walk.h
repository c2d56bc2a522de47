#pragma once
// What a trace (trace.h) is done again from: its tree laid out in the order in which it is walked, one step
// behind the other, so that most steps lead to the next one in memory. Ways lead through the ends of
// functions to where something is done; texts are joined; a value is looked up, tested, and printed behind
// the text before it in one step. Operators, filters and tests that are everywhere have steps of their own.
// Made anew when the tree has grown (walk.cc); run by Machine::replay (machine_replay.cc).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace herald::tmpl {

struct CallableUse;  // program.h
struct Instruction;  // program.h
struct Program;      // program.h
struct Trace;        // trace.h

/// A part of a value by its name, and where the last one had it: values that are alike have it there again.
struct Selector {
  std::string_view name;
  uint32_t place = 0;          ///< among the entries of a map
  int number = 0;              ///< of an object
  const void* kind = nullptr;  ///< of which `number` is; null before the first
};

/// How a text is written where it is printed; what is neither so nor so is printed as ever.
enum class Manner : uint8_t {
  Other,    ///< or with what `print` does for it
  Raw,      ///< as it is
  Markup,   ///< with references for what means something in markup
  Address,  ///< within an address
  Start,    ///< as the beginning of an address
};

/// One step. It leads to the one behind it in memory unless it says where else.
struct WalkStep {
  enum class Kind : uint8_t {
    Nowhere,       ///< no render has been here
    End,           ///< of the render
    Round,         ///< the end of a loop's body: says the text, then goes on with the next item
    Jump,          ///< to `other`
    Say,           ///< says the text
    SayReading,    ///< likewise, and replays run `part`
    Load,          ///< gives what selector `y` names of the root
    Attribute,     ///< gives what selector `y` names of `x`
    Call,          ///< gives what call `part` makes
    CallPrinting,  ///< likewise, and it prints what it makes
    Not,           ///< gives `not x`; this and what follows may fall back on call `part`
    Equal,         ///< gives `x == y`
    IsText,        ///< gives whether `x` is a text
    Same,          ///< gives `x`
    Length,        ///< gives how many items `x` has
    Guard,         ///< whether `x` is true
    Print,         ///< says the text, then `x`
    Loop,    ///< runs the steps behind it for each item of `x`, the item is the result; then to `missing`
    Member,  ///< gives member `escape` of running loop number `x`
    CaptureBegin,  ///< output is collected from here on
    CaptureEnd,    ///< gives what was collected, as markup unless `escape` is None
  };
  Kind kind = Kind::Nowhere;
  bool tests = false;                                               ///< the result is tested
  bool says = false;                                                ///< the text is said, then the result
  uint8_t escape = 0;                                               ///< an Escape: how it is said
  Manner text_manner = Manner::Other, html_manner = Manner::Other;  ///< the same for String and Html
  uint16_t result = 0;                                              ///< a place in Walk::values
  uint32_t other = 0;           ///< when a test is false, a loop has no items
  uint32_t missing = 0;         ///< when a result is undefined
  uint32_t x = 0, y = 0;        ///< places in Walk::values, unless the kind says otherwise
  uint32_t part = 0;            ///< a WalkCall or WalkRun
  uint32_t text = 0, size = 0;  ///< in Walk::texts; up to kTextPadding bytes more may be read
};

/// What a step has an instruction do.
struct WalkCall {
  const Program* program = nullptr;
  const Instruction* instruction = nullptr;
  const CallableUse* use = nullptr;               ///< of a filter or test
  uint32_t operands_begin = 0, operands_end = 0;  ///< in Walk::operands
};

/// What saying a text replays.
struct WalkRun {
  uint32_t parts_begin = 0, parts_end = 0;  ///< in Walk::parts
  uint32_t used_begin = 0, used_end = 0;    ///< in Walk::used
};

/// The steps of a trace, with what they need.
struct Walk {
  static constexpr size_t kTextPadding = 32;

  std::vector<WalkStep> steps;  ///< the first is Nowhere
  uint32_t entry = 0;           ///< the first step of a render
  std::string texts;
  std::vector<value::Value> values;  ///< the registers, then the constants
  std::vector<uint32_t> operands;    ///< places in `values`
  size_t operands_most = 0;          ///< of one call
  std::vector<WalkCall> calls;
  std::vector<WalkRun> runs;
  std::vector<uint32_t> parts;
  std::vector<const Program*> used;

  /// Lays out what the trace has taken down. O(its nodes).
  void lay_out(const Trace& trace);
};

}  // namespace herald::tmpl
