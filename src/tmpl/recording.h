#pragma once
// The state of a machine that takes down what it does (machine_record.cc). Private to the machine.

#include <array>
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
    uint32_t before = 0;  ///< the last one of its bucket before, plus 1
    uint8_t bucket = 0;
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
  /// Where facts of this kind are; `key` is what they are of, of a step what tells its instruction from
  /// others.
  static uint8_t bucket_of(Fact fact, uint32_t key, std::string_view name) {
    const size_t letters = name.empty() ? 0 : name.size() * 13 + static_cast<unsigned char>(name.back());
    return static_cast<uint8_t>(key * 31 + static_cast<uint32_t>(fact) * 57 + letters * 5);
  }
  /// The first fact of a bucket for which `is` says so, or null.
  const Known* find_in(uint8_t bucket, const auto& is) const {
    for (uint32_t one = buckets[bucket]; one != 0; one = known[one - 1].before)
      if (is(known[one - 1])) return &known[one - 1];
    return nullptr;
  }
  const Known* find(Fact fact, uint32_t of, std::string_view name) const {
    return find_in(bucket_of(fact, of, name),
                   [&](const Known& one) { return one.fact == fact && one.of == of && one.name == name; });
  }
  /// From here on it is known, up to the end of the tree.
  void remember(Fact fact, uint32_t of, std::string_view name, value::Value value, uint32_t key) {
    const uint8_t bucket = bucket_of(fact, key, name);
    known.push_back({fact, of, name, value, buckets[bucket], bucket});
    buckets[bucket] = static_cast<uint32_t>(known.size());
  }

  Trace* trace = nullptr;
  bool failed = false;  ///< what this template does cannot be taken down
  uint32_t at = 0;
  Way way = Way::Root;
  size_t mark = 0;  ///< up to here the output is in the tree
  uint32_t registers = 0;
  std::vector<value::Value> originals;  ///< by register
  std::vector<Known> known;
  std::array<uint32_t, 256> buckets = {};  ///< the last of `known` in each, plus 1
  std::vector<uint32_t> parts;  ///< of the texts on the way: what they read needs no second note
  std::vector<Level> functions;
  std::vector<RunningLoop> loops;
  std::vector<value::Value> operands;  ///< of the step that runs
  std::vector<const Program*> used;    ///< templates since the last text
  value::Value captured;               ///< has the register of the frame that has just ended
};

}  // namespace herald::tmpl
