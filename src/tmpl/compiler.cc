// Statements, scopes and functions to instructions.

#include "tmpl/compiler.h"

#include <algorithm>

#include "tmpl/compiler_state.h"
#include "tmpl/mentions.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using base::Span;

constexpr uint16_t kSlotsMax = 60000;

class Compiler : ExpressionCompiler {
 public:
  using ExpressionCompiler::ExpressionCompiler;

  void run() {
    FunctionState root;
    begin_function(root, FunctionKind::Root, program_.name, {});
    statements(input_.body);
    end_function(root, 0);
    program_.extends = known_extends_ || maybe_extends_;
    if (too_many_) empty_program();
  }

 private:
  bool at_top() const { return function_->code.kind == FunctionKind::Root && function_->scopes.size() == 1; }

  /// Code with slots out of range must not run.
  void empty_program() {
    program_.functions.resize(1);
    program_.functions[0] = {};
    program_.functions[0].size = 1;
    program_.code.assign(1, {});
    program_.spans.assign(1, {});
    program_.blocks.clear();
  }

  // Functions.

  /// Starts a function; its number is given by the caller, who made room in the program.
  void begin_function(FunctionState& state, FunctionKind kind, std::string_view name, Span span) {
    bool sees_locals = kind != FunctionKind::Root && kind != FunctionKind::Block;
    state.escape = function_ != nullptr ? function_->escape : input_.escape;
    state.in_block = kind == FunctionKind::Block || (sees_locals && function_->in_block);
    state.parent = sees_locals ? function_ : nullptr;
    state.code.kind = kind;
    state.code.name = name;
    state.code.span = span;
    state.code.escape = state.escape;
    state.scopes.emplace_back();
    enclosing_.push_back(function_);
    function_ = &state;
    if (kind == FunctionKind::Root) program_.functions.emplace_back();
  }

  uint32_t reserve_function() {
    program_.functions.emplace_back();
    return static_cast<uint32_t>(program_.functions.size() - 1);
  }

  void end_function(FunctionState& state, uint32_t index) {
    emit(Op::Return, state.code.span, 0);
    state.code.begin = static_cast<uint32_t>(program_.code.size());
    state.code.size = here();
    program_.code.insert(program_.code.end(), state.instructions.begin(), state.instructions.end());
    program_.spans.insert(program_.spans.end(), state.spans.begin(), state.spans.end());
    program_.functions[index] = std::move(state.code);
    function_ = enclosing_.back();
    enclosing_.pop_back();
  }

  // Scopes and names.

  Binding& bind(std::string_view name, bool definite) {
    FunctionCode& code = function_->code;
    if (code.slots == kSlotsMax) {
      if (!too_many_) error(Code::TemplateTooManyNames, code.span, {});
      too_many_ = true;
      code.slots = 0;  // The code is never run.
    }
    if (!name.starts_with(' ')) code.locals.push_back(program_.names[name_index(name)]);
    Binding binding;
    binding.name = name;
    binding.slot = code.slots++;
    binding.definite = definite;
    return function_->scopes.back().add(binding);
  }

  void begin_scope() {
    function_->scopes.emplace_back();
    function_->scopes.back().branch = function_->branch;
  }

  void end_scope() { function_->scopes.pop_back(); }

  /// Makes slots for what `body` assigns in its own scope; in a loop they are unset again each time round.
  void bind_assigned(Body body, Span span, bool clear) {
    std::vector<std::string_view> names;
    collect_assigned(body, names);
    uint16_t first = function_->code.slots;
    for (std::string_view name : names)
      if (function_->scopes.back().find(name) == nullptr) bind(name, false);
    auto count = static_cast<uint16_t>(function_->code.slots - first);
    if (clear && count > 0) emit(Op::ClearSlots, span, 0, first, 0, count);
  }

  /// Statements in a scope of their own.
  void scoped_statements(Body body, Span span) {
    begin_scope();
    bind_assigned(body, span, true);
    statements(body);
    end_scope();
  }

  /// [value] -> []
  void store(std::string_view name, Span span, bool exported = true) {
    if (at_top()) {
      emit(Op::StoreName, span, -1, variable(name), exported ? 1 : 0);
      if (exported) program_.exports.push_back(program_.names[name_index(name)]);
      return;
    }
    size_t scope_index = function_->scopes.size() - 1;
    Scope& scope = function_->scopes.back();
    if (auto found = scope.places.find(name); found != scope.places.end()) {
      size_t i = found->second;
      Binding& binding = scope.bindings[i];
      emit(Op::StoreSlot, span, -1, binding.slot);
      if (!binding.definite && function_->branch > scope.branch)
        function_->made_definite.emplace_back(scope_index, i);
      binding.definite = true;
      return;
    }
    uint16_t slot = bind(name, true).slot;
    emit(Op::StoreSlot, span, -1, slot);
  }

  /// Assigns what is on the stack to a name, a namespace's attribute, or several.
  void store_target(const Expression& target) {
    if (target.kind == ExpressionKind::Tuple) {
      auto count = static_cast<uint32_t>(target.items.size());
      emit(Op::Unpack, target.span, static_cast<int>(count) - 1, count);
      for (const Expression* part : target.items) store_target(*part);
    } else if (target.kind == ExpressionKind::Reference) {
      load(target.name, target.span, Access::Traced);
      emit(Op::StoreAttribute, target.span, -2, name_index(target.attribute));
    } else {
      store(target.name, target.span);
    }
  }

  template <class Work>
  void branch(Work work) {
    size_t mark = function_->made_definite.size();
    ++function_->branch;
    work();
    --function_->branch;
    while (function_->made_definite.size() > mark) {
      auto [scope, binding] = function_->made_definite.back();
      function_->scopes[scope].bindings[binding].definite = false;
      function_->made_definite.pop_back();
    }
  }

  /// The locals that are visible here, by variable: the innermost of equal names first.
  uint32_t visible_scope() {
    std::vector<VisibleLocal> visible;
    uint8_t level = 0;
    for (FunctionState* state = function_; state != nullptr; state = state->parent, ++level) {
      for (size_t i = state->scopes.size(); i-- > 0;) {
        for (const Binding& binding : state->scopes[i].bindings) {
          if (binding.name.starts_with(' ')) continue;
          if (level > 0) state->code.closed_over = true;
          visible.push_back({variable(binding.name), level, binding.slot});
        }
      }
    }
    if (visible.empty()) return 0;
    program_.scopes.push_back(std::move(visible));
    return static_cast<uint32_t>(program_.scopes.size() - 1);
  }

  // Output of a template that extends another one goes nowhere, unless it is in a block.

  /// Runs `work`, which makes code that prints, so that nothing comes out where that is so.
  template <class Work>
  void output(Span span, Work work) {
    bool top = function_->code.kind == FunctionKind::Root && function_->captures == 0;
    if (top && known_extends_) {
      // Compiled for its errors alone.
      uint32_t begin = here();
      int depth = function_->depth;
      work();
      function_->instructions.resize(begin);
      function_->spans.resize(begin);
      function_->depth = depth;
    } else if (top && maybe_extends_) {
      uint32_t jump = emit(Op::JumpIfExtends, span, 0);
      work();
      land(jump);
    } else {
      work();
    }
  }

  // Statements.

  void statements(Body body) {
    for (size_t i = 0; i < body.size();) {
      // What may be printed into nothing is no part.
      const bool vanishes = function_->code.kind == FunctionKind::Root && (known_extends_ || maybe_extends_);
      const size_t end = vanishes ? i : end_of_part(body, i);
      if (end == i) {
        statement(*body[i++]);
        continue;
      }
      part(body[i]->span, false, [&] {
        for (; i < end; ++i) statement(*body[i]);
      });
    }
  }

  void statement(const Statement& s) {
    switch (s.kind) {
      case StatementKind::Text:
        output(s.span, [&] { text(lasting(s.text, s.span), s.span); });
        return;
      case StatementKind::Print:
        place_ = place_of(s);
        output(s.span, [&] { print(*s.value); });
        return;
      case StatementKind::If:
        if_statement(s);
        return;
      case StatementKind::For:
        for_statement(s);
        return;
      case StatementKind::Set:
        expression(*s.value);
        store_target(*s.target);
        return;
      case StatementKind::SetBlock:
        set_block(s);
        return;
      case StatementKind::With:
        with_statement(s);
        return;
      case StatementKind::Macro:
        macro_statement(s);
        return;
      case StatementKind::CallBlock:
        output(s.span, [&] { call_block(s); });
        return;
      case StatementKind::Block:
        block_statement(s);
        return;
      case StatementKind::Extends:
        extends_statement(s);
        return;
      case StatementKind::Include:
        output(s.span, [&] { include_statement(s); });
        return;
      case StatementKind::Import:
        import_statement(s);
        return;
      case StatementKind::FromImport:
        from_statement(s);
        return;
      case StatementKind::FilterBlock:
        output(s.span, [&] { filter_block(s); });
        return;
      case StatementKind::Autoescape:
        autoescape(s);
        return;
    }
  }

  /// What escapes the values that `s` prints.
  Escape place_of(const Statement& s) const {
    auto found = input_.contexts.prints.find(&s);
    return found == input_.contexts.prints.end() ? function_->escape : found->second;
  }

  void text(std::string_view text, Span span) { emit(Op::Text, span, 0, text_index(text)); }

  void print(const Expression& e) {
    if (e.kind == ExpressionKind::Call) return call(e, true);
    bool markup = place_ <= Escape::Rcdata;
    if (markup && e.kind == ExpressionKind::Constant && e.constant.is(value::Type::String))
      return constant_text(e);
    expression(e);
    emit(Op::Print, e.span, -1, 0, static_cast<uint8_t>(place_));
  }

  void constant_text(const Expression& e) {
    std::string out;
    if (place_ == Escape::None) {
      out = e.constant.as_text();
    } else {
      append_markup(out, e.constant.as_text());
    }
    text(program_.arena.copy(out), e.span);
  }

  void if_statement(const Statement& s) {
    std::vector<uint32_t> ends;
    for (size_t i = 0; i < s.branches.size(); ++i) {
      const Branch& part = s.branches[i];
      expression(*part.test);
      uint32_t next = emit(Op::JumpIfFalse, part.test->span, -1);
      branch([&] { statements(part.body); });
      if (i + 1 < s.branches.size() || !s.otherwise.empty()) ends.push_back(emit(Op::Jump, s.span, 0));
      land(next);
    }
    branch([&] { statements(s.otherwise); });
    for (uint32_t end : ends) land(end);
  }

  void for_statement(const Statement& s) {
    if (s.recursive) return output(s.span, [&] { recursive_loop(s); });
    expression(*s.value);
    loop(s);
  }

  /// The loop becomes a function, which `loop(…)` calls again.
  void recursive_loop(const Statement& s) {
    expression(*s.value);
    uint32_t index = reserve_function();
    FunctionState state;
    begin_function(state, FunctionKind::Loop, "loop", s.span);
    bind(" items", true).is_loop = true;
    state.code.parameters = {"items"};
    emit(Op::LoadSlot, s.span, 1, 0);
    loop(s);
    end_function(state, index);
    emit(Op::ForRecursive, s.value->span, -1, index, call_flags(true, function_->escape));
  }

  /// Binds the names of a target and returns how the items get there: the one slot, or -1 for several.
  int bind_target(const Expression& target) {
    if (target.kind != ExpressionKind::Tuple) return bind(target.name, true).slot;
    for (const Expression* part : target.items) bind_target(*part);
    return -1;
  }

  uint32_t next_item(const Expression& target, int slot) {
    uint32_t next = emit(Op::ForNext, target.span, slot < 0 ? 1 : 0, 0, slot < 0 ? uint8_t{1} : uint8_t{0},
                         static_cast<uint16_t>(std::max(slot, 0)));
    if (slot < 0) store_target(target);
    return next;
  }

  void loop(const Statement& s) {
    if (s.test != nullptr) filter_items(s);
    begin_scope();
    Binding& loop_binding = bind("loop", true);
    loop_binding.is_loop = true;
    uint16_t loop_slot = loop_binding.slot;
    uint8_t recursion = s.recursive ? 2 : 0;
    emit(Op::ForBegin, s.value->span, -1, 0, recursion, static_cast<uint16_t>(loop_slot + 1));
    int slot = bind_target(*s.target);
    uint32_t begin = here();
    uint32_t next = next_item(*s.target, slot);
    bind_assigned(s.body, s.span, true);
    statements(s.body);
    emit(Op::Jump, s.span, 0, begin);
    land(next);
    end_scope();
    uint32_t end = emit(Op::ForEnd, s.span, 0);
    branch([&] { scoped_statements(s.otherwise, s.span); });
    land(end);
  }

  /// The items that pass the `if` of a for: [iterable] -> [list].
  void filter_items(const Statement& s) {
    begin_scope();
    emit(Op::ForBegin, s.value->span, -1, 0, 1, 0);
    int slot = bind_target(*s.target);
    uint32_t begin = here();
    uint32_t next = next_item(*s.target, slot);
    expression(*s.test);
    emit(Op::ForKeep, s.test->span, -1);
    emit(Op::Jump, s.span, 0, begin);
    land(next);
    emit(Op::ForKept, s.span, 1);
    end_scope();
  }

  void capture(const Statement& s) {
    emit(Op::CaptureBegin, s.span, 0);
    ++function_->captures;
    scoped_statements(s.body, s.span);
    --function_->captures;
    emit(Op::CaptureEnd, s.span, 1, 0, static_cast<uint8_t>(function_->escape));
    if (s.value != nullptr) filters_over_top(*s.value);
  }

  void set_block(const Statement& s) {
    capture(s);
    store_target(*s.target);
  }

  void filter_block(const Statement& s) {
    capture(s);
    emit(Op::Print, s.span, -1, 0, static_cast<uint8_t>(place_of(s)));
  }

  void with_statement(const Statement& s) {
    // All values are those outside; of equal names the last counts.
    begin_scope();
    for (size_t i = 0; i < s.targets.size(); ++i) bind(" value", true);
    uint16_t first = static_cast<uint16_t>(function_->code.slots - s.targets.size());
    for (size_t i = 0; i < s.targets.size(); ++i) {
      expression(*s.values[i]);
      emit(Op::StoreSlot, s.values[i]->span, -1, static_cast<uint32_t>(first + i));
    }
    for (const Expression* target : s.targets) bind_target(*target);
    for (size_t i = 0; i < s.targets.size(); ++i) {
      emit(Op::LoadSlot, s.targets[i]->span, 1, static_cast<uint32_t>(first + i));
      store_target(*s.targets[i]);
    }
    bind_assigned(s.body, s.span, true);
    statements(s.body);
    end_scope();
  }

  /// The function of a macro, or of the body of a call block.
  uint32_t macro_function(const Statement& s, FunctionKind kind, std::string_view name) {
    uint32_t index = reserve_function();
    FunctionState state;
    begin_function(state, kind, program_.names[name_index(name)], s.at);
    for (const ParameterNode& parameter : s.parameters) {
      bind(parameter.name, true);
      state.code.parameters.push_back(program_.names[name_index(parameter.name)]);
    }
    auto extra = [&](std::string_view special) {
      bool named = std::any_of(s.parameters.begin(), s.parameters.end(),
                               [&](const ParameterNode& p) { return p.name == special; });
      return !named && mentions(s, special) ? static_cast<int>(bind(special, true).slot) : -1;
    };
    state.code.caller_slot = extra("caller");
    state.code.varargs_slot = extra("varargs");
    state.code.kwargs_slot = extra("kwargs");
    for (size_t i = 0; i < s.parameters.size(); ++i)
      parameter_default(s.parameters[i], static_cast<uint16_t>(i));
    bind_assigned(s.body, s.span, false);
    statements(s.body);
    end_function(state, index);
    return index;
  }

  void parameter_default(const ParameterNode& parameter, uint16_t slot) {
    if (parameter.fallback == nullptr) {
      emit(Op::SlotMissing, parameter.span, 0, name_index(parameter.name), 0, slot);
      return;
    }
    uint32_t given = emit(Op::SlotDefault, parameter.span, 0, 0, 0, slot);
    expression(*parameter.fallback);
    emit(Op::StoreSlot, parameter.span, -1, slot);
    land(given);
  }

  void macro_statement(const Statement& s) {
    uint32_t index = macro_function(s, FunctionKind::Macro, s.name);
    emit(Op::MakeMacro, s.at, 1, index);
    store(s.name, s.at);
  }

  void call_block(const Statement& s) {
    uint32_t index = macro_function(s, FunctionKind::Caller, "caller");
    place_ = place_of(s);
    call(*s.value, true, index);
  }

  void block_statement(const Statement& s) {
    uint32_t name = variable(s.name);
    if (const BlockEntry* known = program_.find_block(name)) {
      base::Diagnostic& added = error(Code::TemplateBlockTwice, s.at, {std::string(s.name)});
      base::Diagnostic note;
      note.code = Code::FirstHere;
      note.place = base::place_of(input_.source, known->span);
      added.notes.push_back(std::move(note));
      return;
    }
    uint32_t index = reserve_function();
    const PageContext* context = input_.contexts.find_block(s.name);
    program_.blocks.push_back({name, index, s.required, s.at, context != nullptr ? *context : PageContext()});
    if (s.required) check_required(s);
    FunctionState state;
    begin_function(state, FunctionKind::Block, program_.names[name_index(s.name)], s.at);
    if (context != nullptr && !gives_markup(*context)) state.code.escape = Escape::None;
    bind_assigned(s.body, s.span, false);
    statements(s.body);
    end_function(state, index);
    output(s.span, [&] {
      emit(Op::Block, s.at, 0, name, s.scoped ? 1 : 0,
           s.scoped ? static_cast<uint16_t>(std::min<uint32_t>(visible_scope(), 0xffff)) : uint16_t{0});
    });
  }

  void check_required(const Statement& s) {
    for (const Statement* part : s.body) {
      bool blank = part->kind == StatementKind::Text && strip_blanks_left(part->text).empty();
      if (!blank) error(Code::TemplateRequiredBlock, part->span, {std::string(s.name)});
    }
  }

  void extends_statement(const Statement& s) {
    if (!at_top()) {
      error(Code::TemplateExtendsPlace, s.span, {});
      return;
    }
    if (known_extends_) {
      error(Code::TemplateExtendsTwice, s.span, {});
      return;
    }
    expression(*s.value);
    emit(Op::Extends, s.value->span, -1);
    refer(*s.value, true);
    if (function_->branch == 0) {
      known_extends_ = true;
    } else {
      maybe_extends_ = true;
    }
  }

  /// Notes a template that is named by a literal, so that it is missed before anything is rendered.
  TemplateReference* refer(const Expression& e, bool extends) {
    if (e.kind != ExpressionKind::Constant || !e.constant.is_text()) return nullptr;
    program_.references.push_back({program_.arena.copy(e.constant.as_text()), e.span, extends, {}});
    return &program_.references.back();
  }

  uint8_t include_flags(const Statement& s) {
    return static_cast<uint8_t>((s.ignore_missing ? kIgnoreMissing : 0) |
                                (s.with_context ? kWithContext : 0));
  }

  uint32_t include_scope(const Statement& s) { return s.with_context ? visible_scope() : 0; }

  void include_statement(const Statement& s) {
    expression(*s.value);
    if (!s.ignore_missing) refer(*s.value, false);
    uint8_t into = names_templates(*s.value)       ? 0
                   : input_.escape == Escape::Html ? kIntoHtml
                   : input_.escape == Escape::Xml  ? kIntoXml
                                                   : 0;
    emit(Op::Include, s.value->span, -1, include_scope(s), include_flags(s) | into);
  }

  void import_statement(const Statement& s) {
    expression(*s.value);
    refer(*s.value, false);
    emit(Op::Import, s.value->span, 0, include_scope(s), include_flags(s));
    store(s.name, s.at, false);
  }

  void from_statement(const Statement& s) {
    expression(*s.value);
    TemplateReference* reference = refer(*s.value, false);
    emit(Op::Import, s.value->span, 0, include_scope(s), include_flags(s));
    for (const ImportName& name : s.imports) {
      uint32_t index = name_index(name.name);
      if (reference != nullptr) reference->imports.emplace_back(program_.names[index], name.span);
      emit(Op::ImportName, name.span, 1, index);
      store(name.alias, name.span, false);
    }
    emit(Op::Pop, s.span, -1);
  }

  void autoescape(const Statement& s) {
    Escape on = input_.escape == Escape::None ? Escape::Html : input_.escape;
    Escape before = std::exchange(function_->escape, s.value->constant.as_bool() ? on : Escape::None);
    scoped_statements(s.body, s.span);
    function_->escape = before;
  }

  std::vector<FunctionState*> enclosing_;
  bool too_many_ = false;
  bool known_extends_ = false;  ///< from here on the template extends another one
  bool maybe_extends_ = false;  ///< it may, depending on an `if`
};

}  // namespace

void compile(const CompilerInput& input, Program& program, base::Diagnostics& diagnostics) {
  program.scopes.emplace_back();  // the empty one, for includes without context
  Compiler(input, program, diagnostics).run();
}

}  // namespace herald::tmpl
