#pragma once
// Runs programs. One loop over instructions; macros, blocks, includes and imports are frames of the machine's
// own, so the depth of templates is no depth of the C++ stack.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tmpl/builtins.h"
#include "tmpl/environment_state.h"
#include "tmpl/natives.h"
#include "tmpl/parts.h"
#include "tmpl/program.h"
#include "tmpl/tmpl.h"
#include "tmpl/trace.h"
#include "tmpl/work.h"

namespace herald::tmpl {

/// The `part` of what is the same in all of them.
inline constexpr uint32_t kAnyPart = UINT32_MAX;

/// A name that a template set at its top, or a local that was handed to an include.
struct ContextEntry {
  uint32_t variable = 0;
  bool exported = false;
  std::string_view name;
  value::Value value;
  uint32_t part = 0;  ///< in which watched part of the render it was set; 0 outside of any
};

/// The templates of one chain of `extends`, the child first.
struct Inheritance {
  const Program** programs = nullptr;
  uint32_t count = 0;
  uint32_t capacity = 0;
};

/// What names mean at the top of a template. Included templates have their own, with the includer's as
/// parent.
struct Context {
  Context* parent = nullptr;
  Inheritance* chain = nullptr;
  bool sees_root = false;  ///< of the last parent: whether the render's root is behind it
  ContextEntry* entries = nullptr;
  uint32_t count = 0;
  uint32_t capacity = 0;
  uint64_t mentioned[4] = {};  ///< a bit for `variable % 256` of each entry: most names are not here

  /// False when `variable` is surely not set here.
  bool may_have(uint32_t variable) const {
    return (mentioned[variable / 64 % 4] >> (variable % 64) & 1) != 0;
  }
  /// Sets `variable`, in place if it is there.
  void set(uint32_t variable, std::string_view name, value::Value value, bool exported, value::Arena& arena,
           uint32_t part);
};

/// The slots of an enclosing function, for what was defined in it.
struct Outer {
  value::Value* slots = nullptr;
  Outer* outer = nullptr;
};

/// What becomes of the output of a frame when it ends.
enum class FrameKind : uint8_t {
  Output,  ///< it is where it belongs
  Result,  ///< it becomes a value for the caller
  Import,  ///< it is dropped; the caller gets the module
};

struct Frame {
  const Program* program = nullptr;
  const FunctionCode* function = nullptr;
  const Instruction* ip = nullptr;
  value::Value* sp = nullptr;
  value::Value* slots = nullptr;
  Context* context = nullptr;
  Outer* outer = nullptr;
  Loop* loop = nullptr;
  const Macro* macro = nullptr;  ///< the body of a recursive loop that runs here
  BlockPlace block;
  FrameKind kind = FrameKind::Output;
  uint8_t flags = 0;         ///< of the call, for a Result that is printed
  uint32_t chain_level = 0;  ///< which template of the chain a root is
  uint32_t loop_depth = 0;   ///< of a recursive loop
  size_t output_begin = 0;   ///< of a Result or Import
  size_t chunk = 0;          ///< the stack before this frame, to go back to
  size_t chunk_used = 0;
};

class Machine {
 public:
  Machine(const Environment& environment, const RenderInput& input, value::Arena& arena, std::string& out,
          base::Diagnostics& diagnostics);

  /// Runs the program and those that it extends. False when there was an error.
  bool render(const Program& program);

 private:
  /// The loop; with kRecord it takes down what it does (machine_record.cc).
  template <bool kRecord>
  bool run();
  template <bool kRecord>
  bool start(const Program& program);

  // Frames (machine_frames.cc).
  Frame* push_frame(const Program& program, uint32_t function, Context* context, Outer* outer);
  void pop_frame();
  /// Ends the running function; false when it was the last one.
  bool return_from();
  void give_result(const Frame& ended);
  bool run_parent();
  Context* make_context(Context* parent, bool sees_root);
  Context* derive_context(uint32_t scope);
  Inheritance* make_chain(const Program& program);
  bool add_to_chain(Inheritance& chain, const Program& program);
  void use(const Program& program);
  value::Value* take_stack(size_t count);
  void begin_result(Frame& frame, uint8_t flags, Escape body);

  // Templates by name (machine_frames.cc).
  const Program* find_template(value::Value name, bool ignore_missing);
  void refuse_template(const Program& program, Escape mode);
  bool check_block(const BlockEntry& entry, const PageContext& place);
  void extend(value::Value name);
  void include(const Instruction& instruction, value::Value name);
  void import(const Instruction& instruction, value::Value name);
  Module* keep_module(const Program& program);
  void import_name(const Instruction& instruction, value::Value& module, value::Value& result);
  void run_block(const Instruction& instruction);
  void call_block(uint32_t name, uint32_t from_level, uint8_t flags);
  value::Value has_block(const Instruction& instruction);

  // Calls (machine_calls.cc).
  value::Value filtered(const Instruction& instruction, const CallableUse& use,
                        std::span<const value::Value> operands);
  void filter(const Instruction& instruction);
  void filter_call(const Instruction& instruction);
  void call(const Instruction& instruction);
  void call_method(const Instruction& instruction);
  void call_super(const Instruction& instruction);
  void call_value(value::Value callee, const CallSite& site, uint8_t flags);
  const Macro* find_kept_macro(value::Value object, const CallSite& site);
  bool call_by_place(const Macro* macro, const CallSite& site, uint8_t flags);
  void enter_macro(const Macro& macro, std::span<const value::Value> positional,
                   std::span<const NamedValue> keywords, uint8_t flags);
  bool bind_macro(Frame& frame, const FunctionCode& code, std::span<const value::Value> positional,
                  std::span<const NamedValue> keywords);
  bool bind_keyword(Frame& frame, const FunctionCode& code, const NamedValue& keyword,
                    std::vector<Pair>& rest);
  void enter_loop(const Macro& body, value::Value items, uint32_t depth, uint8_t flags);
  void call_function(const FunctionObject& function, uint8_t flags);
  bool collect_arguments(const CallSite& site);
  value::Value settle_result(value::Value result, std::string_view name);
  void give(value::Value value, uint8_t flags);
  value::Value make_macro(uint32_t function);

  // Names and parts (machine_access.cc).
  value::Value* slots_of(uint32_t level);
  value::Value lookup(uint32_t variable);
  value::Value look_in_root(uint32_t variable);
  value::Value missing_name(uint32_t variable, Access access);
  value::Value missing_part(value::Value owner, std::string_view name, value::Value found, Access access);
  value::Value item(const Instruction& instruction, value::Value owner, value::Value key);
  void store_attribute(std::string_view name, value::Value target, value::Value value);
  void unpack(uint32_t count);
  void begin_loop(const Instruction& instruction, value::Value items);
  void keep_item();
  value::Value end_filter();

  // Parts that are kept (machine_parts.cc).
  bool take_part(const Instruction& instruction, value::Value*& sp);
  void begin_part(uint32_t number);
  void end_part(bool is_value, value::Value top);
  void part_varies();

  // Traces: taking down what the machine does (machine_record.cc) …
  struct Recording;
  bool render_traced(const Program& program);
  Trace* trace_of(const Program& program);
  bool record(const Program& program, Trace& trace);
  void begin_again(size_t output_begin, size_t told);
  void give_up();
  uint32_t emit(const TraceNode& node, std::span<const value::Value> operands = {});
  uint32_t add_node(TraceNode node, std::span<const value::Value> operands);
  bool matches(const TraceNode& there, const TraceNode& node, std::span<const value::Value> operands);
  bool repeats(uint32_t id, TraceNode node);
  uint32_t make_operand(value::Value value);
  value::Value new_register(TraceNode& node, value::Value value, std::span<const value::Value> operands);
  enum class Flush : uint8_t { Text, All };
  void flush_text(Flush flush);
  void begin_dynamic();
  void end_dynamic();
  void record_print(value::Value value, Escape escape);
  value::Value record_lookup(uint32_t variable);
  value::Value record_attribute(const Instruction& instruction, value::Value owner);
  bool record_begin(std::span<value::Value> operands, bool always, bool prints);
  value::Value record_end(const Instruction& instruction, value::Value result);
  void record_end_printed(const Instruction& instruction);
  value::Value record_static(value::Value result);
  bool record_test(value::Value value);
  void record_loop(value::Value items);
  value::Value record_next(bool& more);
  value::Value record_member(const Instruction& instruction, const value::Object* loop, value::Value value);
  void record_capture();
  value::Value record_captured(Escape escape, value::Value text);
  void record_enter();
  void record_leave();
  void record_given(uint8_t flags);
  bool record_part(const Instruction& instruction, value::Value*& sp);
  bool is_steady_call(value::Value callee) const;
  void record_call(const Instruction& instruction);
  void record_call_method(const Instruction& instruction);
  void record_result(const Instruction& instruction, bool dynamic);
  // … and doing again (machine_replay.cc).
  bool replay(Trace& trace);
  bool replay_step(const Program& program, const Instruction& i, value::Value*& sp);
  bool replay_call(const WalkCall& call, const Walk& walk, value::Value* stack, value::Value& result);
  void replay_run(const Walk& walk, const WalkRun& run);

  // Errors (machine_errors.cc).
  bool report();
  void describe_undefined(base::Diagnostic& diagnostic, base::Place& used);
  std::string near_of(const Missing& missing);
  void add_stack(base::Diagnostic& diagnostic);
  base::Place place_of_frame(const Frame& frame) const;
  static base::Code note_of(const Frame& frame);

  /// Tells `work_` where the machine is, for errors and traces.
  void locate() {
    work_.program = frame_->program;
    work_.span = span_of(*frame_);
  }
  static base::Span span_of(const Frame& frame) {
    return frame.program->spans[static_cast<size_t>(frame.ip - frame.program->code.data()) - 1];
  }
  void begin_capture() {
    if (captures_++ == 0) first_capture_ = out_.size();
  }
  void end_capture(size_t begin) {
    out_.resize(begin);
    --captures_;
  }

  const Environment::State& state_;
  const RenderInput& input_;
  std::string& out_;
  base::Diagnostics& diagnostics_;
  Work work_;
  Invocation invocation_;
  size_t output_end_;  ///< the size that `out` may reach
  Frame* frames_;
  Frame* frame_ = nullptr;
  uint32_t depth_ = 0;  ///< frames in use
  uint32_t depth_max_;
  value::Value* globals_;  ///< by variable: what the root has, Unset when not asked yet
  uint8_t* used_;          ///< by program: whether it took part
  struct Chunk {
    value::Value* values;
    size_t size;
  };
  std::vector<Chunk> chunks_;
  size_t chunk_ = 0;
  size_t chunk_used_ = 0;
  size_t captures_ = 0;  ///< within each other
  size_t first_capture_ = 0;
  std::vector<value::Value> positional_;  ///< of the call that is being made
  std::vector<NamedValue> keywords_;
  std::vector<value::Value> bound_;
  std::vector<NamedValue> rest_;
  std::vector<Module*> modules_;  ///< imported without context

  /// The part that is being watched, so that it can be kept.
  struct Watched {
    bool on = false;
    uint32_t number = 0;
    uint32_t serial = 0;  ///< of the render's watched parts, from 1
    uint32_t depth = 0;   ///< of the frame that it is in
    size_t output_begin = 0;
    size_t modules = 0;  ///< imported before it
    std::vector<const Program*> used;
  };
  Watched watched_;
  Recording* recording_ = nullptr;  ///< while the machine takes down what it does
};

}  // namespace herald::tmpl
