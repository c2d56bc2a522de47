#pragma once
// What the two halves of the compiler share: functions in the making, scopes, and how instructions are added.
// Used by compiler.cc (statements) and compiler_expression.cc (expressions) alone.

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tmpl/compiler.h"

namespace herald::tmpl {

/// A local name of a scope.
struct Binding {
  std::string_view name;
  uint16_t slot = 0;
  bool definite = false;  ///< it is assigned on every way that leads here
  bool is_loop = false;   ///< the `loop` of a for
};

struct Scope {
  std::vector<Binding> bindings;
  std::unordered_map<std::string_view, size_t> places;  ///< of bindings by name, the first of equal ones
  int branch = 0;  ///< how many `if` branches it stands in, within its function

  /// Appends `binding` and returns it; the reference holds until the next one.
  Binding& add(Binding binding) {
    places.emplace(binding.name, bindings.size());
    bindings.push_back(binding);
    return bindings.back();
  }
  /// The binding of `name`, or null.
  const Binding* find(std::string_view name) const {
    auto found = places.find(name);
    return found == places.end() ? nullptr : &bindings[found->second];
  }
};

/// A function whose code is being made.
struct FunctionState {
  FunctionState* parent = nullptr;  ///< whose locals it sees; null for roots and blocks
  FunctionCode code;
  std::vector<Instruction> instructions;
  std::vector<base::Span> spans;
  std::vector<Scope> scopes;
  std::vector<std::pair<size_t, size_t>> made_definite;  ///< scope and binding, since the branch began
  int branch = 0;
  int depth = 0;     ///< values on the stack here
  int captures = 0;  ///< set blocks and the like around this place
  Escape escape = Escape::None;
  bool in_block = false;  ///< `super` means something
};

/// Expressions to code. An expression leaves one value on the stack.
class ExpressionCompiler {
 public:
  ExpressionCompiler(const CompilerInput& input, Program& program, base::Diagnostics& diagnostics)
      : input_(input), program_(program), diagnostics_(diagnostics) {}

 protected:
  /// Where a name may be: a slot of the function `level` out.
  struct LocalPlace {
    uint8_t level = 0;
    uint16_t slot = 0;
    bool definite = false;
    bool is_loop = false;
  };

  /// Code that leaves the value of `e` on the stack.
  void expression(const Expression& e, Access access = Access::Traced);
  /// A call whose value is printed at once when `print` says so. `caller` is the function of a call block, or
  /// -1.
  void call(const Expression& e, bool print, int64_t caller = -1);
  /// A chain of filters over what is on the stack.
  void filters_over_top(const Expression& e);

  /// Appends an instruction and returns its index; `effect` is what it does to the height of the stack.
  uint32_t emit(Op op, base::Span span, int effect, uint32_t c = 0, uint8_t a = 0, uint16_t b = 0);
  /// Makes the jump at `instruction` lead to the next instruction.
  void land(uint32_t instruction) { function_->instructions[instruction].c = here(); }
  uint32_t here() const { return static_cast<uint32_t>(function_->instructions.size()); }
  base::Diagnostic& error(base::Code code, base::Span span, std::vector<std::string> arguments,
                          std::string_view near = {});
  void load(std::string_view name, base::Span span, Access access);
  std::vector<LocalPlace> places_of(std::string_view name);
  bool is_local(std::string_view name) { return !places_of(name).empty(); }
  uint32_t variable(std::string_view name) { return input_.variables.intern(name); }
  /// The index of `name` in the program's names.
  uint32_t name_index(std::string_view name);
  uint32_t constant(value::Value value);
  void push_constant(value::Value value, base::Span span) { emit(Op::Constant, span, 1, constant(value)); }
  uint32_t text_index(std::string_view text);
  /// Text is kept as a part of the source, unless the lexer had to change it.
  std::string_view lasting(std::string_view text, base::Span span) {
    return text.data() == input_.source.view(span).data() ? text : program_.arena.copy(text);
  }
  /// Makes what `work` compiles a part that may be kept; `value` says that it leaves one on the stack.
  template <class Work>
  void part(base::Span span, bool value, Work work) {
    const uint32_t number = input_.parts++;
    const uint32_t begin = emit(Op::PartBegin, span, 0, number, value ? 1 : 0);
    in_part_ = true;
    work();
    in_part_ = false;
    emit(Op::PartEnd, span, 0, number, value ? 1 : 0);
    const uint32_t size = here() - begin - 1;
    if (size > UINT16_MAX) {
      function_->instructions[begin] = {Op::Jump, 0, 0, begin + 1};
    } else {
      function_->instructions[begin].b = static_cast<uint16_t>(size);
    }
  }
  bool is_steady(const Expression& e);
  /// Where the part ends that begins with statement `begin`; `begin` itself when there is none. An include is
  /// a part of its own: it may come to read what is not steady.
  size_t end_of_part(Body body, size_t begin);

  const CompilerInput& input_;
  Program& program_;
  base::Diagnostics& diagnostics_;
  FunctionState* function_ = nullptr;
  bool in_part_ = false;         ///< parts do not lie within each other
  Escape place_ = Escape::None;  ///< of what is printed by the statement that is compiled

 private:
  std::unordered_map<std::string_view, uint32_t> name_indexes_;  ///< of the program's names

  void plain_expression(const Expression& e, Access access);
  void attribute(const Expression& e, Access access);
  void item(const Expression& e, Access access);
  void slice(const Expression& e);
  void sequence(const Expression& e);
  bool constant_sequence(const Expression& e);
  void compare_chain(const Expression& e);
  void condition(const Expression& e);
  void unary_expression(const Expression& e);
  void logical(const Expression& e);
  void filter(const Expression& e);
  void filter_use(const Expression& e);
  void test(const Expression& e);
  void use(const Expression& e, const CallableTable& table, const Callable& callable, bool is_filter);
  bool order_arguments(const Expression& e, const Callable& callable,
                       std::vector<const Expression*>& ordered);
  void check_callee_name(const Expression& e);
  uint32_t callable_index(const CallableTable& table, const Callable& callable);
  void arguments(const Arguments& given, CallSite& site);
  uint32_t add_site(CallSite site);
  bool special_call(const Expression& e, bool print);
  base::Diagnostic& unknown(base::Code code, const Expression& e, const CallableTable& table);
};

}  // namespace herald::tmpl
