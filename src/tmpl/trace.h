#pragma once
// What a template did for one render, as a tree of steps, so that the next render that is alike (parts.h)
// does only what depends on it: looks up its values, tests them, prints them, and appends the text between.
//
// The machine runs a template once while it takes down what it does. A value that means the same in all
// renders that are alike leaves no step; what is printed of it becomes a part of the text. Every other value
// gets a register, and every test of one a Guard with a branch for each outcome. A branch that no render has
// taken yet leads nowhere: the render is then made by the machine, which adds the branch. Functions, blocks
// and includes are trees of their own, behind which the branches meet again; so is the body of a loop.
//
// What the machine cannot take down (a namespace that is changed, a recursive loop over what differs) makes
// the trace `broken`, and the machine runs that template as ever. So it does where anything goes wrong: an
// error is always told by the machine itself.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tmpl/walk.h"
#include "value/arena.h"
#include "value/value.h"

namespace herald::tmpl {

class Loop;          // natives.h
struct Instruction;  // program.h
struct Program;      // program.h

/// One step, and where to go on.
struct TraceNode {
  enum class Kind : uint8_t {
    Nowhere,       ///< no render has been here
    End,           ///< of a tree: a render, or with `a` a Tree of which node `x` is the one around it
    Text,          ///< appends stretch `x`
    Load,          ///< result: variable `x` of the root, which selector `y` names
    Attribute,     ///< result: the part of operand `x` that selector `y` names
    Step,          ///< result: what `instruction` makes of the `y` operands from `x` on
    Guard,         ///< whether operand `x` is true
    Print,         ///< prints operand `x`; a: Escape
    Loop,          ///< runs tree `y` for each item of operand `x`; the item is the result
    Member,        ///< result: member `a` of running loop number `x`
    Sub,           ///< runs tree `y`
    CaptureBegin,  ///< output is collected from here on
    CaptureEnd,    ///< result: what was collected; a: Escape
  };
  /// What ends with an End.
  enum class Tree : uint8_t { Render, Call, Round };
  Kind kind = Kind::End;
  uint8_t a = 0;
  bool prints = false;  ///< of a Step: it printed what it made
  uint16_t result = 0;  ///< a register
  uint32_t next = 0;    ///< 0 where no render has been yet
  uint32_t other = 0;   ///< when a Guard is false, a Loop has no items, or a result is undefined
  uint32_t x = 0, y = 0;
  const Program* program = nullptr;
  const Instruction* instruction = nullptr;
};

/// The steps of one template for one group of renders that are alike.
struct Trace {
  /// Text that is the same in all of them, with what making it read and which templates took part.
  struct Stretch {
    std::string text;
    uint32_t part = 0;   ///< for KeptParts::replay_part
    bool reads = false;  ///< whether there is anything to be replayed
    std::vector<const Program*> used;
  };
  /// An operand with this bit is a constant, else it is a register.
  static constexpr uint32_t kConstant = 1u << 31;
  static constexpr size_t kNodesMax = 16'384;
  static constexpr uint32_t kRegistersMax = 4096;
  static constexpr uint32_t kGrowthsMax = 64;    ///< how often branches are added
  static constexpr uint32_t kRendersBefore = 2;  ///< a group of fewer gains nothing

  bool broken = false;
  uint32_t root = 0;     ///< the first node; 0 while there is none
  uint32_t renders = 0;  ///< that asked for it
  uint32_t growths = 0;
  uint32_t misses = 0;     ///< renders that came to a branch that leads nowhere
  uint32_t registers = 0;  ///< how many are needed
  std::vector<TraceNode> nodes = std::vector<TraceNode>(1);  ///< the first stands for "nowhere"
  std::vector<uint32_t> operands;
  std::vector<value::Value> constants;  ///< in `arena`, or scalars
  std::vector<Stretch> stretches;
  std::vector<Selector> selectors;
  value::Arena arena;
  size_t operands_most = 0;  ///< of one Step

  /// What becomes of a part that is kept (parts.h).
  enum class PartUse : uint8_t { Unknown, Taken, Run };
  std::vector<PartUse> part_uses;  ///< by number; empty at first

  Walk walk;  ///< the tree as it is walked; made anew when that has grown

  /// A loop that runs while a trace is done again.
  struct Running {
    const WalkStep* step = nullptr;
    Loop* loop = nullptr;
  };
  std::vector<Running> running;  ///< kept for their memory, as is the next
  std::vector<size_t> captured;  ///< where what is collected begins in the output
};

}  // namespace herald::tmpl
