#pragma once
// A compiled template: instructions of 8 bytes, the place of each, and the pools that they index.
//
// The machine has a stack of values and, for each running function, slots for its locals. Names that are no
// locals are looked up in the contexts (what templates set at their top) and then in the render's root. Jumps
// are relative to the function's first instruction. In the comments: [before] -> [after] is the top of the
// stack.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "tmpl/context.h"
#include "tmpl/tmpl.h"
#include "value/arena.h"
#include "value/value.h"

namespace herald::tmpl {

// HERALD_OP(Name): every instruction, in the order of the enum.
#define HERALD_OPS(HERALD_OP)                                                                               \
  HERALD_OP(Text)           /* appends texts[c] */                                                          \
  HERALD_OP(Print)          /* [value] -> []; a: Escape */                                                  \
  HERALD_OP(Constant)       /* [] -> [constants[c]] */                                                      \
  HERALD_OP(LoadSlot)       /* [] -> [value]; c: slot */                                                    \
  HERALD_OP(LoadOuter)      /* the same of the function a levels out */                                     \
  HERALD_OP(LoadIfSet)      /* if slot b of level a is set: [] -> [value] and jumps to c */                 \
  HERALD_OP(LoadName)       /* [] -> [value]; a: Access; c: variable */                                     \
  HERALD_OP(StoreSlot)      /* [value] -> []; c: slot */                                                    \
  HERALD_OP(StoreName)      /* [value] -> []; a: 1 when exported; c: variable */                            \
  HERALD_OP(StoreAttribute) /* [value, namespace] -> []; c: name */                                         \
  HERALD_OP(ClearSlots)     /* b slots from c on become unset */                                            \
  HERALD_OP(Pop)            /* [value] -> [] */                                                             \
  HERALD_OP(MakeList)       /* [c values] -> [list] */                                                      \
  HERALD_OP(MakeTuple)      /* [c values] -> [tuple] */                                                     \
  HERALD_OP(MakeDict)       /* [c keys and values] -> [map] */                                              \
  HERALD_OP(Attribute)      /* [value] -> [value.name]; a: Access; c: name */                               \
  HERALD_OP(Item)           /* [value, key] -> [value[key]]; a: Access */                                   \
  HERALD_OP(Slice)          /* [value, begin, end, step] -> [part] */                                       \
  HERALD_OP(LoopMember)     /* [] -> [member a of the loop in slot c] */                                    \
  HERALD_OP(Unary)          /* [x] -> [op x]; a: Operator */                                                \
  HERALD_OP(Binary)         /* [x, y] -> [x op y]; a: Operator */                                           \
  HERALD_OP(Compare)        /* [x, y] -> [bool]; a: Operator */                                             \
  HERALD_OP(CompareChain)   /* [x, y] -> [y], or [false] and jumps to c; a: Operator */                     \
  HERALD_OP(Concat)         /* [c values] -> [text]; a: Escape */                                           \
  HERALD_OP(Jump)           /* to c */                                                                      \
  HERALD_OP(JumpIfFalse)    /* [x] -> []; to c */                                                           \
  HERALD_OP(AndJump)        /* [x] -> [x] and jumps to c when false, else [] */                             \
  HERALD_OP(OrJump)         /* [x] -> [x] and jumps to c when true, else [] */                              \
  HERALD_OP(Filter)         /* [subject, parameters] -> [value]; a: Escape; b: values taken; c: callable */ \
  HERALD_OP(Test)           /* likewise -> [bool]; a: 1 when negated */                                     \
  HERALD_OP(FilterCall)     /* [subject, arguments] -> [value]; a: Escape; b: callable; c: call site */     \
  HERALD_OP(TestCall)       /* likewise -> [bool]; a: 1 when negated */                                     \
  HERALD_OP(Call)           /* [callee, arguments] -> [value]; a: PrintFlag; c: call site */                \
  HERALD_OP(CallMethod)     /* [object, arguments] -> [value]; a: PrintFlag; c: call site */                \
  HERALD_OP(CallSuper)      /* [] -> [value]; a: PrintFlag; b: how many templates up */                     \
  HERALD_OP(CallSelf)       /* [] -> [value]; a: PrintFlag; c: variable that names the block */             \
  HERALD_OP(HasBlock)       /* [] -> [true or an Undefined]; a: Access; c: variable that names the block */ \
  HERALD_OP(ForBegin)       /* [iterable] -> []; b: slot for `loop` plus 1, or 0; a: 1 when it filters */   \
  HERALD_OP(ForNext)        /* stores the next item in slot b, or pushes it when a is 1; at the end to c */ \
  HERALD_OP(ForKeep)        /* [condition] -> []; keeps the current item when true */                       \
  HERALD_OP(ForKept)        /* ends the filtering loop: [] -> [list] */                                     \
  HERALD_OP(ForEnd)         /* ends the loop; to c when it had an item */                                   \
  HERALD_OP(ForRecursive)   /* [iterable] -> []; runs function c */                                         \
  HERALD_OP(Unpack)         /* [value] -> [c items, the first on top] */                                    \
  HERALD_OP(MakeMacro)      /* [] -> [macro]; c: function */                                                \
  HERALD_OP(SlotDefault)    /* jumps to c when slot b is set */                                             \
  HERALD_OP(SlotMissing)    /* slot b, if unset, becomes an Undefined that is called names[c] */            \
  HERALD_OP(Block)          /* runs block; a: 1 when scoped; b: scope; c: variable that names it */         \
  HERALD_OP(Extends)        /* [template] -> [] */                                                          \
  HERALD_OP(JumpIfExtends)  /* to c when this template extends another */                                   \
  HERALD_OP(Include)        /* [template or list] -> []; a: IncludeFlag; c: scope */                        \
  HERALD_OP(Import)         /* [template] -> [module]; a: IncludeFlag; c: scope */                          \
  HERALD_OP(ImportName)     /* [module] -> [module, value]; c: name */                                      \
  HERALD_OP(PartBegin)      /* a part (parts.h); a: 1 for a value; b: how far to its end; c: number */      \
  HERALD_OP(PartEnd)        /* a, c: as there */                                                            \
  HERALD_OP(CaptureBegin)   /* output is collected from here on */                                          \
  HERALD_OP(CaptureEnd)     /* [] -> [what was collected]; a: Escape */                                     \
  HERALD_OP(Return)         /* ends the function */

/// The instructions of HERALD_OPS.
enum class Op : uint8_t {
#define HERALD_OP(name) name,
  HERALD_OPS(HERALD_OP)
#undef HERALD_OP
};

/// What happens when a name, attribute or item is not there. Soft gives a plain Undefined (its user allows
/// that), Safe a quiet one.
enum class Access : uint8_t { Traced, Soft, Safe };

/// Of calls: bit 0 says that the result is printed at once, the others hold the Escape of the place.
inline constexpr uint8_t kPrintResult = 1;
inline constexpr uint8_t call_flags(bool print, Escape escape) {
  return static_cast<uint8_t>((print ? kPrintResult : 0) | (static_cast<uint8_t>(escape) << 1));
}
inline constexpr Escape escape_of_flags(uint8_t flags) { return static_cast<Escape>(flags >> 1); }

/// Of includes and imports.
inline constexpr uint8_t kIgnoreMissing = 1;
inline constexpr uint8_t kWithContext = 2;
inline constexpr uint8_t kIntoHtml = 4;  ///< by an expression, into the text of a page: see Program::fits
inline constexpr uint8_t kIntoXml = 8;

/// One instruction; what a, b and c mean stands beside its name.
struct Instruction {
  Op op = Op::Return;
  uint8_t a = 0;
  uint16_t b = 0;
  uint32_t c = 0;
};
static_assert(sizeof(Instruction) == 8);

/// What a stretch of code belongs to.
enum class FunctionKind : uint8_t { Root, Block, Macro, Caller, Loop };

/// A stretch of code with its own slots. Parameters are the first slots.
struct FunctionCode {
  FunctionKind kind = FunctionKind::Root;
  Escape escape =
      Escape::None;          ///< of the body: SafeHtml comes out unless it is None (blocks in scripts too)
  bool closed_over = false;  ///< functions inside read its slots, which therefore live in the arena
  uint32_t begin = 0;        ///< of its instructions
  uint32_t size = 0;
  uint16_t slots = 0;
  uint32_t stack = 0;  ///< values it holds at most, beside the slots
  int caller_slot = -1;
  int varargs_slot = -1;
  int kwargs_slot = -1;
  std::string_view name;
  base::Span span;  ///< where it is defined
  std::vector<std::string_view> parameters;
  std::vector<std::string_view> locals;  ///< names of all its slots, for "did you mean"
};

/// How arguments stand on the stack: positional, then keywords, then * and ** where used.
struct CallSite {
  uint32_t positional = 0;
  bool star = false;
  bool star_star = false;
  bool safe = false;  ///< of a method: nothing comes out of nothing
  std::vector<std::string_view> keywords;
  std::string_view name;  ///< of the method, or of what is called, for messages

  size_t values() const { return positional + keywords.size() + (star ? 1 : 0) + (star_star ? 1 : 0); }
};

/// A filter or test as it was when the template was compiled.
struct CallableUse {
  Function function = nullptr;
  std::string_view name;
  uint8_t flags = 0;  ///< see builtins.h
  const Callable* callable = nullptr;
};

/// A local that an include, import or scoped block may see.
struct VisibleLocal {
  uint32_t variable = 0;
  uint8_t level = 0;
  uint16_t slot = 0;
};

struct BlockEntry {
  uint32_t name = 0;  ///< variable
  uint32_t function = 0;
  bool required = false;
  base::Span span;
  PageContext context;  ///< where it begins
};

/// A template that is named by a literal, for checks without data.
struct TemplateReference {
  std::string_view name;
  base::Span span;
  bool extends = false;
  std::vector<std::pair<std::string_view, base::Span>> imports;  ///< names that must exist there
};

struct Program {
  uint32_t id = 0;
  std::string_view name;
  const base::Source* source = nullptr;
  Escape escape = Escape::None;
  std::vector<Instruction> code;
  std::vector<base::Span> spans;  ///< of each instruction
  std::vector<value::Value> constants;
  std::vector<std::string_view> texts;
  std::vector<std::string_view> names;
  std::vector<FunctionCode> functions;  ///< the first is the root
  std::vector<CallSite> call_sites;
  std::vector<CallableUse> callables;
  std::vector<std::vector<VisibleLocal>> scopes;
  std::vector<BlockEntry> blocks;
  std::vector<TemplateReference> references;
  std::vector<std::string_view> exports;  ///< what the top sets
  bool extends = false;                   ///< it may extend another one
  bool only_macros = false;               ///< its top does nothing but name macros
  bool plain_text = false;  ///< prints no values, and its text begins and ends in text of a page
  value::Arena arena;       ///< of constants and names

  /// Whether it may stand in text of a template of `mode`: its values are escaped for that.
  bool fits(Escape mode) const {
    return mode == Escape::None || escape == mode || (mode == Escape::Xml && escape == Escape::Html) ||
           plain_text;
  }
  /// The block called `name` (a variable), or null.
  const BlockEntry* find_block(uint32_t block_name) const {
    for (const BlockEntry& block : blocks)
      if (block.name == block_name) return &block;
    return nullptr;
  }
};

/// The instruction's name, for dumps.
std::string_view op_name(Op op);

}  // namespace herald::tmpl
