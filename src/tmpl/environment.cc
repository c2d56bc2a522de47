#include <algorithm>
#include <map>
#include <optional>

#include "base/suggest.h"
#include "base/utf8.h"
#include "tmpl/compiler.h"
#include "tmpl/contexts.h"
#include "tmpl/environment_state.h"
#include "tmpl/lexer.h"
#include "tmpl/parser.h"

namespace herald::tmpl {

using base::Code;
using base::Diagnostics;

Escape escape_of_name(std::string_view name) {
  std::string lower = base::lower_ascii(name);
  if (lower.ends_with(".html") || lower.ends_with(".htm") || lower.ends_with(".svg")) return Escape::Html;
  return lower.ends_with(".xml") ? Escape::Xml : Escape::None;
}

Environment::Environment() : state_(std::make_unique<State>()) {
  add_text_filters(state_->filters);
  add_markup_filters(state_->filters);
  add_link_filter(state_->filters);
  add_list_filters(state_->filters);
  add_select_filters(state_->filters);
  add_number_filters(state_->filters);
  add_tests(state_->tests);
  add_functions(state_->functions);
}

Environment::~Environment() = default;
Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;

void Environment::add_filter(Callable callable) { state_->filters.add(std::move(callable)); }
void Environment::add_test(Callable callable) { state_->tests.add(std::move(callable)); }
void Environment::add_function(Callable callable) { state_->functions.add(std::move(callable)); }

void Environment::add_steady_name(std::string_view name) { state_->steady_names.push_back(name); }

void Environment::add_template(std::string name, base::Source source) {
  State::Template& added = state_->templates[std::move(name)];
  added.source = std::move(source);
  added.program.reset();
  state_->programs.clear();  // until it is compiled
}

namespace {

/// A template while the environment compiles.
struct Parsed {
  value::Arena arena;
  Body body;
  bool good = false;      ///< no error of syntax
  bool compiled = false;  ///< or begun to be
};

/// Whether the top of a template names macros and does nothing else that an import would notice.
bool names_only_macros(const Program& program) {
  if (program.functions.empty()) return false;
  const FunctionCode& top = program.functions[0];
  if (top.slots != 0 || top.size == 0) return false;
  const Instruction* code = program.code.data() + top.begin;
  for (uint32_t i = 0; i + 1 < top.size; ++i) {
    const bool stored = code[i].op == Op::MakeMacro && code[i + 1].op == Op::StoreName;
    const bool store = code[i].op == Op::StoreName && i > 0 && code[i - 1].op == Op::MakeMacro;
    if (!stored && !store && code[i].op != Op::Text) return false;
  }
  return code[top.size - 1].op == Op::Return;
}

/// Compiles all templates, each behind the one that it extends: blocks are escaped for the place that the
/// topmost template gives them.
class Linker {
 public:
  Linker(Environment::State& state, Diagnostics& diagnostics) : state_(state), diagnostics_(diagnostics) {}

  void run() {
    uint32_t id = 0;
    state_.is_steady.clear();
    for (auto& [name, entry] : state_.templates) {
      entry.program = std::make_unique<Program>();
      entry.program->id = id++;
      entry.program->name = name;
      entry.program->source = &entry.source;
      entry.program->escape = escape_of_name(name);
      parse_template(parsed_[name], entry.source);
    }
    for (std::string_view name : state_.steady_names) steady_.add(name);
    for (const auto& [name, parsed] : parsed_) steady_.drop_bound(parsed.body);
    state_.parts = 0;
    for (auto& [name, parsed] : parsed_) link(name, parsed);
    for (uint32_t i = 0; i < state_.variables.size(); ++i)
      state_.is_steady.push_back(steady_.mentions(state_.variables.text(i)) ? 1 : 0);
    mark_steady();
  }

 private:
  /// For traces, which know what templates use as names of their own.
  void mark_steady() {
    const std::vector<std::string_view>& steady = state_.steady_names;
    auto is_steady = [&](std::string_view name) {
      return std::find(steady.begin(), steady.end(), name) != steady.end();
    };
    state_.means_the_same.clear();
    for (uint32_t i = 0; i < state_.variables.size(); ++i)
      state_.means_the_same.push_back(is_steady(state_.variables.text(i)) ? 1 : 0);
    state_.gives_the_same.clear();
    for (const Callable& function : state_.functions.all())
      state_.gives_the_same.push_back(
          function.name == "range" || function.name == "dict" || is_steady(function.name) ? 1 : 0);
  }

  void parse_template(Parsed& parsed, const base::Source& source) {
    Diagnostics found;
    std::vector<Token> tokens = lex(source, parsed.arena, found);
    parsed.body = parse(source, tokens, parsed.arena, found);
    parsed.good = !found.has_errors();
    diagnostics_.append(std::move(found));
  }

  Parsed* parent_of(const Parsed& parsed, std::string_view& name) {
    const Expression* parent = literal_parent(parsed.body);
    if (parent == nullptr) return nullptr;
    name = parent->constant.as_text();
    auto found = parsed_.find(name);
    return found == parsed_.end() ? nullptr : &found->second;
  }

  /// Without recursion: chains may be long. A circle ends where it was begun, and is told elsewhere.
  void link(std::string_view name, Parsed& parsed) {
    std::vector<std::pair<std::string_view, Parsed*>> waiting;
    for (Parsed* next = &parsed; next != nullptr && !next->compiled; next = parent_of(*next, name)) {
      next->compiled = true;
      waiting.emplace_back(name, next);
    }
    for (size_t i = waiting.size(); i-- > 0;) compile_template(waiting[i].first, *waiting[i].second);
  }

  void compile_template(std::string_view name, Parsed& parsed) {
    State::Template& entry = state_.templates.find(name)->second;
    Program& program = *entry.program;
    ContextResult contexts;
    ContextInput context_input = context_input_of(name, parsed, program.escape);
    if (program.escape == Escape::None) {
      program.plain_text = walk_plain(name, parsed) == context_of(Escape::Html);
    } else {
      Diagnostics found;
      contexts = find_contexts(context_input, found);
      // Markup is looked at when the template's own language is right.
      if (parsed.good) diagnostics_.append(std::move(found));
    }
    CompilerInput input{entry.source, parsed.body,      program.escape, state_.filters, state_.tests,
                        contexts,     state_.variables, steady_,        state_.parts};
    compile(input, program, diagnostics_);
    program.only_macros = names_only_macros(program);
  }

  std::optional<PageContext> walk_plain(std::string_view name, Parsed& parsed) {
    return walk_included(context_input_of(name, parsed, Escape::Html), context_of(Escape::Html));
  }

  ContextInput context_input_of(std::string_view name, const Parsed& parsed, Escape mode) {
    ContextInput input{state_.templates.find(name)->second.source, parsed.body, name, mode, {}, {}, {}};
    input.inherited = [this, &parsed](std::string_view block) { return inherited(parsed, block); };
    input.mode_of_template = [this](std::string_view other) -> std::optional<Escape> {
      auto found = state_.templates.find(other);
      return found == state_.templates.end() ? std::nullopt : std::optional(found->second.program->escape);
    };
    input.include = [this, mode](std::string_view other, const PageContext& context) {
      return include(other, mode, context);
    };
    return input;
  }

  std::optional<PageContext> inherited(const Parsed& parsed, std::string_view block) {
    int64_t variable = state_.variables.find(block);
    std::string_view name;
    const Parsed* parent = parent_of(parsed, name);
    for (size_t steps = 0; parent != nullptr && variable >= 0 && steps <= parsed_.size(); ++steps) {
      const Program& program = *state_.templates.find(name)->second.program;
      if (const BlockEntry* entry = program.find_block(static_cast<uint32_t>(variable)))
        return entry->context;
      parent = parent_of(*parent, name);
    }
    return std::nullopt;
  }

  std::optional<PageContext> include(std::string_view name, Escape mode, const PageContext& context) {
    constexpr int kIncludesMax = 16;   // within each other; deeper is a circle
    constexpr int kWalksMax = 10'000;  // of all templates together
    auto found = parsed_.find(name);
    if (found == parsed_.end() || depth_ == kIncludesMax || ++walks_ > kWalksMax) return std::nullopt;
    ++depth_;
    std::optional<PageContext> end = walk_included(context_input_of(name, found->second, mode), context);
    --depth_;
    return end;
  }

  using State = Environment::State;
  State& state_;
  Diagnostics& diagnostics_;
  std::map<std::string_view, Parsed> parsed_;
  SteadyNames steady_;  ///< without those that a template uses for something else
  int depth_ = 0;
  int walks_ = 0;
};

/// Checks what a template says of others: that they exist and have what is imported.
void check_references(const Program& program, const Environment::State& state, Diagnostics& diagnostics) {
  std::vector<std::string_view> known;
  for (const auto& [name, unused] : state.templates) known.push_back(name);
  auto tell = [&](Code code, base::Span span, std::vector<std::string> arguments, std::string_view near) {
    base::Diagnostic& added = diagnostics.add(code, *program.source, span, std::move(arguments));
    if (!near.empty()) added.notes.push_back(base::failure(Code::DidYouMean, {}, {std::string(near)}));
  };
  for (const TemplateReference& reference : program.references) {
    auto found = state.templates.find(reference.name);
    if (found == state.templates.end()) {
      tell(Code::TemplateMissing, reference.span, {std::string(reference.name)},
           base::nearest(reference.name, known));
      continue;
    }
    const std::vector<std::string_view>& exports = found->second.program->exports;
    if (found->second.program->extends) continue;  // its parent may set more
    for (const auto& [name, span] : reference.imports) {
      if (std::find(exports.begin(), exports.end(), name) != exports.end()) continue;
      tell(Code::TemplateImportName, span, {std::string(reference.name), std::string(name)},
           base::nearest(name, exports));
    }
  }
}

/// The literal parent of `program`, or null.
const TemplateReference* parent_of(const Program& program) {
  for (const TemplateReference& reference : program.references)
    if (reference.extends) return &reference;
  return nullptr;
}

/// Tells a template that extends itself, be it by way of others.
void check_circle(const Program& program, const Environment::State& state, Diagnostics& diagnostics) {
  const TemplateReference* parent = parent_of(program);
  for (size_t steps = 0; parent != nullptr && steps <= state.templates.size(); ++steps) {
    if (parent->name == program.name) {
      diagnostics.add(Code::TemplateExtendsCircle, *program.source, parent_of(program)->span,
                      {std::string(program.name)});
      return;
    }
    auto found = state.templates.find(parent->name);
    parent = found == state.templates.end() ? nullptr : parent_of(*found->second.program);
  }
}

}  // namespace

bool Environment::compile(Diagnostics& diagnostics) {
  State& state = *state_;
  Diagnostics found;
  Linker(state, found).run();
  state.programs.clear();
  for (const auto& [name, entry] : state.templates) {
    state.programs.emplace(name, entry.program.get());
    check_references(*entry.program, state, found);
    check_circle(*entry.program, state, found);
  }
  state.function_objects.clear();
  state.function_of_variable.assign(state.variables.size(), -1);
  for (uint32_t i = 0; i < state.functions.all().size(); ++i) {
    state.function_objects.emplace_back(i);
    int64_t variable = state.variables.find(state.functions.all()[i].name);
    if (variable >= 0) state.function_of_variable[static_cast<size_t>(variable)] = static_cast<int32_t>(i);
  }
  bool good = !found.has_errors();
  found.sort();
  diagnostics.append(std::move(found));
  return good;
}

const Program* Environment::find(std::string_view name) const {
  auto found = state_->programs.find(name);
  return found == state_->programs.end() ? nullptr : found->second;
}

std::vector<std::string_view> Environment::template_names() const {
  std::vector<std::string_view> names;
  for (const auto& [name, unused] : state_->templates) names.push_back(name);
  return names;
}

std::vector<std::string_view> Environment::references(std::string_view name) const {
  std::vector<std::string_view> names;
  const Program* program = find(name);
  if (program == nullptr) return names;
  for (const TemplateReference& reference : program->references) names.push_back(reference.name);
  return names;
}

std::span<const Callable> Environment::filters() const { return state_->filters.all(); }
std::span<const Callable> Environment::tests() const { return state_->tests.all(); }
std::span<const Callable> Environment::functions() const { return state_->functions.all(); }

}  // namespace herald::tmpl
