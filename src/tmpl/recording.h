#pragma once
// The state of a machine that takes down what it does (machine_record.cc). Private to the machine.

#include <string_view>
#include <vector>

#include "tmpl/machine.h"

namespace herald::tmpl {

/// Whether the value has a register: it differs between renders that are alike.
bool is_marked(value::Value value);

struct Machine::Recording {
  /// Which way on from a node.
  enum class Way : uint8_t { Root, Next, Other, Tree };
  /// What is known already on the way that the render has come.
  enum class Fact : uint8_t { Variable, Part, Truth, Step };
  struct Known {
    Fact fact;
    uint32_t of;  ///< the variable, a register, or the node of a Step
    std::string_view name;
    value::Value value;
  };
  /// A tree that is left again: what is known and numbered in it ends with it.
  struct Level {
    uint32_t node = 0;
    uint32_t registers = 0;
    size_t known = 0;
    size_t parts = 0;
  };
  struct RunningLoop {
    const Loop* loop;
    Level level;
  };

  /// The number of the node that follows.
  uint32_t& link();
  void leave(const Level& level);
  /// `value` with the mark of its register.
  value::Value mark_value(value::Value value, uint32_t number);
  /// The value without its mark.
  value::Value original(value::Value value) const;
  const Known* find(Fact fact, uint32_t of, std::string_view name) const {
    for (const Known& one : known)
      if (one.fact == fact && one.of == of && one.name == name) return &one;
    return nullptr;
  }

  Trace* trace = nullptr;
  bool failed = false;  ///< what this template does cannot be taken down
  uint32_t at = 0;
  Way way = Way::Root;
  size_t mark = 0;  ///< up to here the output is in the tree
  uint32_t registers = 0;
  std::vector<value::Value> originals;  ///< by register
  std::vector<Known> known;
  std::vector<uint32_t> parts;  ///< of the texts on the way: what they read needs no second note
  std::vector<Level> functions;
  std::vector<RunningLoop> loops;
  std::vector<value::Value> operands;  ///< of the step that runs
  std::vector<const Program*> used;    ///< templates since the last text
  value::Value captured;               ///< has the register of the frame that has just ended
};

}  // namespace herald::tmpl
