#include <algorithm>

#include "base/suggest.h"
#include "base/utf8.h"
#include "tmpl/compiler.h"
#include "tmpl/environment_state.h"
#include "tmpl/lexer.h"
#include "tmpl/parser.h"

namespace herald::tmpl {

using base::Code;
using base::Diagnostics;

Escape escape_of_name(std::string_view name) {
  std::string lower = base::lower_ascii(name);
  if (lower.ends_with(".html") || lower.ends_with(".htm")) return Escape::Html;
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

void Environment::add_template(std::string name, base::Source source) {
  State::Template& added = state_->templates[std::move(name)];
  added.source = std::move(source);
  added.program.reset();
}

namespace {

void compile_template(std::string_view name, const base::Source& source, Environment::State& state,
                      Program& program, Diagnostics& diagnostics) {
  value::Arena arena;
  std::vector<Token> tokens = lex(source, arena, diagnostics);
  Body body = parse(source, tokens, arena, diagnostics);
  program.name = name;
  program.source = &source;
  program.escape = escape_of_name(name);
  CompilerInput input{source, body, program.escape, state.filters, state.tests, state.variables};
  compile(input, program, diagnostics);
}

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
  uint32_t id = 0;
  for (auto& [name, entry] : state.templates) {
    entry.program = std::make_unique<Program>();
    entry.program->id = id++;
    compile_template(name, entry.source, state, *entry.program, found);
  }
  for (const auto& [name, entry] : state.templates) {
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
  auto found = state_->templates.find(name);
  return found == state_->templates.end() ? nullptr : found->second.program.get();
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
