// Statements: the tags, what they hold, and where they end.

#include "tmpl/parser.h"

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "tmpl/parser_state.h"

namespace herald::tmpl {
namespace {

using base::Code;
using base::Span;

/// A tag that was begun and waits for one of `ends`.
struct Open {
  std::string_view name;
  Span span;
  std::span<const std::string_view> ends;
};

constexpr std::array<std::string_view, 1> kEndFor = {"endfor"}, kEndIf = {"endif"}, kEndSet = {"endset"},
                                          kEndWith = {"endwith"}, kEndMacro = {"endmacro"},
                                          kEndCall = {"endcall"}, kEndBlock = {"endblock"},
                                          kEndFilter = {"endfilter"}, kEndAutoescape = {"endautoescape"};
constexpr std::array<std::string_view, 2> kForEnds = {"endfor", "else"};
constexpr std::array<std::string_view, 3> kIfEnds = {"endif", "elif", "else"};

class Parser : ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;

  Body parse() { return parse_body(); }

 private:
  using Method = const Statement* (Parser::*)();
  struct Tag {
    std::string_view name;
    Method parse;
  };
  static constexpr size_t kTagCount = 13;
  static const std::array<Tag, kTagCount> kTags;

  Statement* make_statement(StatementKind kind, Span span) {
    auto* statement = arena_.make<Statement>();
    statement->kind = kind;
    statement->span = statement->at = span;
    return statement;
  }

  /// Statements up to a tag that the innermost open tag ends with (its name is then the current token), or to
  /// one that an outer tag waits for, or to the end.
  Body parse_body() {
    std::vector<const Statement*> statements;
    while (!current().is(TokenKind::End)) {
      const Token& token = take();
      const Statement* statement = nullptr;
      if (token.is(TokenKind::Text)) {
        Statement* text = make_statement(StatementKind::Text, token.span);
        text->text = token.text;
        statement = text;
      } else if (token.is(TokenKind::PrintBegin)) {
        statement = parse_print(token);
      } else {
        if (is_end_tag()) break;
        statement = parse_tag(token.told);
      }
      if (statement != nullptr) statements.push_back(statement);
    }
    return store(statements);
  }

  const Statement* parse_print(const Token& begin) {
    failed_ = begin.told;
    Statement* print = make_statement(StatementKind::Print, begin.span);
    print->value = parse_tuple(Conditions::Allowed);
    if (print->value != nullptr && !current().is(TokenKind::PrintEnd)) fail_expected("}}");
    if (print->value != nullptr) print->span = print->at = print->value->span;
    skip_to(TokenKind::PrintEnd);
    return failed_ ? nullptr : print;
  }

  /// Leaves the tag; what stands in it up to the end is passed over.
  void skip_to(TokenKind end) {
    while (!current().is(end) && !current().is(TokenKind::End)) take();
    take_if(end);
  }

  /// Tells that something stands before the end of the tag, if nothing was told yet.
  void end_tag() {
    if (!failed_ && !current().is(TokenKind::TagEnd)) fail_expected("%}");
    skip_to(TokenKind::TagEnd);
  }

  static bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  /// At the first token of a tag: whether it ends the innermost open tag, or an outer one.
  bool is_end_tag() const {
    if (!current().is(TokenKind::Name)) return false;
    std::string_view name = current().text;
    if (open_.empty()) return false;
    if (contains(open_.back().ends, name)) return true;
    if (!name.starts_with("end")) return false;
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Open& open) { return contains(open.ends, name); });
  }

  const Statement* parse_tag(bool told) {
    failed_ = told;
    const Statement* statement = nullptr;
    if (!current().is(TokenKind::Name)) {
      fail(Code::TemplateExpectedName, current().span, {found()});
      skip_to(TokenKind::TagEnd);
      return nullptr;
    }
    for (const Tag& tag : kTags) {
      if (tag.name != current().text) continue;
      if (++depth_ > kNestingMax) {
        fail(Code::TemplateNesting, current().span, {std::to_string(kNestingMax)});
        skip_to(TokenKind::TagEnd);
      } else {
        statement = (this->*tag.parse)();
      }
      --depth_;
      return statement;
    }
    fail_unknown_tag();
    skip_to(TokenKind::TagEnd);
    return nullptr;
  }

  void fail_unknown_tag() {
    std::string name(current().text);
    std::vector<std::string_view> known;
    for (const Tag& tag : kTags) known.push_back(tag.name);
    for (std::string_view end : {"endfor", "endif", "endset", "endwith", "endmacro", "endcall", "endblock",
                                 "endfilter", "endautoescape", "else", "elif", "raw"})
      known.push_back(end);
    if (contains(known, name)) {
      fail(Code::TemplateStrayTag, current().span, {name});
    } else {
      std::string_view near = name == "elseif" || name == "elsif" ? "elif" : base::nearest(name, known);
      fail(Code::TemplateUnknownTag, current().span, {name}, near);
    }
  }

  /// The body of a tag whose head has just been read, up to one of `ends`, whose name becomes current.
  Body parse_open_body(const Statement* statement, std::string_view name,
                       std::span<const std::string_view> ends) {
    end_tag();
    bool head_failed = failed_;
    open_.push_back({name, statement->span, ends});
    Body body = parse_body();
    open_.pop_back();
    failed_ = head_failed;
    if (current().is(TokenKind::Name) && contains(ends, current().text)) {
      closed_ = true;
      return body;
    }
    closed_ = false;
    tell_unclosed(statement, name, ends);
    return body;
  }

  void tell_unclosed(const Statement* statement, std::string_view name,
                     std::span<const std::string_view> ends) {
    if (++errors_ > kErrorsMax) return;
    std::string end = "{% " + std::string(ends[0]) + " %}";
    base::Diagnostic& added = diagnostics_.add(Code::TemplateUnclosed, source_, statement->span,
                                               {"{% " + std::string(name) + " %}", std::move(end)});
    if (current().is(TokenKind::Name)) {
      base::Diagnostic note;
      note.code = Code::TemplateEndFound;
      note.place = base::place_of(source_, current().span);
      note.arguments = {"{% " + std::string(current().text) + " %}"};
      added.notes.push_back(std::move(note));
    }
  }

  /// The body up to the only tag that can end it; takes that tag.
  Body parse_whole_body(const Statement* statement, std::string_view name,
                        std::span<const std::string_view> ends) {
    Body body = parse_open_body(statement, name, ends);
    take_end();
    return body;
  }

  /// Takes the end tag that `parse_open_body` stopped at, if it did.
  void take_end() {
    if (!closed_) {
      // The tag belongs to an outer one: give its `{%` back.
      if (!current().is(TokenKind::End)) --at_;
      return;
    }
    bool head_failed = failed_;
    failed_ = false;
    take();
    end_tag();
    failed_ = head_failed;
  }

  const Statement* finished(const Statement* statement) const { return failed_ ? nullptr : statement; }

  const Statement* parse_for();
  const Statement* parse_if();
  const Statement* parse_set();
  const Statement* parse_with();
  const Statement* parse_macro();
  const Statement* parse_call();
  const Statement* parse_block();
  const Statement* parse_extends();
  const Statement* parse_include();
  const Statement* parse_import();
  const Statement* parse_from();
  const Statement* parse_filter_block();
  const Statement* parse_autoescape();
  void parse_parameters(Statement* statement);
  bool parse_context(Statement* statement);
  Body parse_otherwise(const Statement* statement, std::string_view name,
                       std::span<const std::string_view> ends);

  std::vector<Open> open_;
  bool closed_ = false;  ///< whether the last body ended with its own end tag, which is then current
};

const std::array<Parser::Tag, Parser::kTagCount> Parser::kTags = {{
    {"for", &Parser::parse_for},
    {"if", &Parser::parse_if},
    {"set", &Parser::parse_set},
    {"with", &Parser::parse_with},
    {"macro", &Parser::parse_macro},
    {"call", &Parser::parse_call},
    {"block", &Parser::parse_block},
    {"extends", &Parser::parse_extends},
    {"include", &Parser::parse_include},
    {"import", &Parser::parse_import},
    {"from", &Parser::parse_from},
    {"filter", &Parser::parse_filter_block},
    {"autoescape", &Parser::parse_autoescape},
}};

Body Parser::parse_otherwise(const Statement* statement, std::string_view name,
                             std::span<const std::string_view> ends) {
  if (!closed_ || !current().is_name("else")) {
    take_end();
    return {};
  }
  bool head_failed = failed_;
  failed_ = false;
  Span other = take().span;
  if (current().is_name("if")) fail(Code::TemplateUnknownTag, other, {"else if"}, "elif");
  Body body = parse_whole_body(statement, name, ends);
  failed_ = failed_ || head_failed;
  return body;
}

const Statement* Parser::parse_for() {
  Statement* loop = make_statement(StatementKind::For, take().span);
  loop->target = parse_target(false, "in");
  if (loop->target != nullptr && expect_name("in")) {
    loop->value = parse_tuple(Conditions::Absent, "recursive");
    if (loop->value != nullptr && take_if_name("if")) loop->test = parse_expression();
    loop->recursive = take_if_name("recursive");
  }
  loop->body = parse_open_body(loop, "for", kForEnds);
  loop->otherwise = parse_otherwise(loop, "for", kEndFor);
  return finished(loop);
}

const Statement* Parser::parse_if() {
  Statement* statement = make_statement(StatementKind::If, take().span);
  std::vector<Branch> branches;
  bool any_failed = false;
  while (true) {
    Branch branch;
    branch.test = parse_tuple(Conditions::Absent);
    branch.body = parse_open_body(statement, "if", kIfEnds);
    any_failed = any_failed || failed_;
    branches.push_back(branch);
    if (!closed_ || !current().is_name("elif")) break;
    take();
    failed_ = false;
  }
  failed_ = any_failed;
  statement->otherwise = parse_otherwise(statement, "if", kEndIf);
  statement->branches = store(branches);
  return finished(statement);
}

const Statement* Parser::parse_set() {
  Statement* set = make_statement(StatementKind::Set, take().span);
  set->target = parse_target(true);
  if (set->target != nullptr && take_if(TokenKind::Assign)) {
    set->value = parse_tuple(Conditions::Allowed);
    end_tag();
    return finished(set);
  }
  set->kind = StatementKind::SetBlock;
  if (set->target != nullptr && take_if(TokenKind::Pipe)) set->value = parse_filters(nullptr);
  if (!failed_ && !current().is(TokenKind::TagEnd)) fail_expected("=");
  if (failed_) {
    end_tag();
    return nullptr;
  }
  set->body = parse_whole_body(set, "set", kEndSet);
  return finished(set);
}

const Statement* Parser::parse_with() {
  Statement* with = make_statement(StatementKind::With, take().span);
  std::vector<const Expression*> targets, values;
  while (!failed_ && !current().is(TokenKind::TagEnd)) {
    const Expression* target = parse_target(false);
    if (target == nullptr || !expect(TokenKind::Assign)) break;
    const Expression* item = parse_expression();
    if (item == nullptr) break;
    targets.push_back(target);
    values.push_back(item);
    if (!take_if(TokenKind::Comma)) break;
  }
  with->targets = store(targets);
  with->values = store(values);
  with->body = parse_whole_body(with, "with", kEndWith);
  return finished(with);
}

void Parser::parse_parameters(Statement* statement) {
  if (!expect(TokenKind::ParenOpen)) return;
  std::vector<ParameterNode> parameters;
  while (!current().is(TokenKind::ParenClose)) {
    const Token* name = expect_any_name();
    if (name == nullptr) return;
    ParameterNode parameter{name->text, name->span, nullptr};
    for (const ParameterNode& known : parameters)
      if (known.name == name->text) fail(Code::TemplateArgumentTwice, name->span, {std::string(name->text)});
    if (take_if(TokenKind::Assign)) {
      parameter.fallback = parse_expression();
      if (parameter.fallback == nullptr) return;
    } else if (!parameters.empty() && parameters.back().fallback != nullptr) {
      fail(Code::TemplateParameterOrder, name->span, {std::string(name->text)});
    }
    parameters.push_back(parameter);
    if (!take_if(TokenKind::Comma)) break;
  }
  expect(TokenKind::ParenClose);
  statement->parameters = store(parameters);
}

const Statement* Parser::parse_macro() {
  Statement* macro = make_statement(StatementKind::Macro, take().span);
  if (const Token* name = expect_any_name()) {
    macro->name = name->text;
    macro->at = name->span;
    parse_parameters(macro);
  }
  macro->body = parse_whole_body(macro, "macro", kEndMacro);
  return finished(macro);
}

const Statement* Parser::parse_call() {
  Statement* call = make_statement(StatementKind::CallBlock, take().span);
  if (current().is(TokenKind::ParenOpen)) parse_parameters(call);
  if (!failed_) call->value = parse_expression();
  if (call->value != nullptr && call->value->kind != ExpressionKind::Call)
    fail(Code::TemplateExpectedCall, call->value->span, {std::string(source_.view(call->value->span))});
  call->body = parse_whole_body(call, "call", kEndCall);
  return finished(call);
}

const Statement* Parser::parse_block() {
  Statement* block = make_statement(StatementKind::Block, take().span);
  if (const Token* name = expect_any_name()) {
    block->name = name->text;
    block->at = name->span;
  }
  block->scoped = take_if_name("scoped");
  block->required = take_if_name("required");
  if (!block->scoped) block->scoped = take_if_name("scoped");
  Body body = parse_open_body(block, "block", kEndBlock);
  block->body = body;
  if (closed_ && ahead().is(TokenKind::Name)) {
    // {% endblock name %}
    if (ahead().text != block->name && !failed_)
      fail(Code::TemplateExpected, ahead().span, {std::string(block->name), std::string(ahead().text)});
    take();
  }
  take_end();
  return finished(block);
}

const Statement* Parser::parse_extends() {
  Statement* extends = make_statement(StatementKind::Extends, take().span);
  extends->value = parse_expression();
  end_tag();
  return finished(extends);
}

/// `with context` or `without context`; false when neither stands there.
bool Parser::parse_context(Statement* statement) {
  bool with = current().is_name("with");
  if (!(with || current().is_name("without")) || !ahead().is_name("context")) return false;
  take();
  take();
  statement->with_context = with;
  return true;
}

const Statement* Parser::parse_include() {
  Statement* include = make_statement(StatementKind::Include, take().span);
  include->with_context = true;
  include->value = parse_expression();
  if (current().is_name("ignore") && ahead().is_name("missing")) {
    take();
    take();
    include->ignore_missing = true;
  }
  parse_context(include);
  end_tag();
  return finished(include);
}

const Statement* Parser::parse_import() {
  Statement* import = make_statement(StatementKind::Import, take().span);
  import->value = parse_expression();
  if (import->value != nullptr && expect_name("as")) {
    if (const Token* name = expect_any_name()) {
      import->name = name->text;
      import->at = name->span;
    }
    parse_context(import);
  }
  end_tag();
  return finished(import);
}

const Statement* Parser::parse_from() {
  Statement* import = make_statement(StatementKind::FromImport, take().span);
  import->value = parse_expression();
  std::vector<ImportName> names;
  bool more = import->value != nullptr && expect_name("import");
  while (more && !failed_) {
    if (!names.empty() && parse_context(import)) break;
    const Token* name = expect_any_name();
    if (name == nullptr) break;
    ImportName imported{name->text, name->text, name->span};
    if (name->text.starts_with('_')) fail(Code::TemplatePrivateName, name->span, {std::string(name->text)});
    if (take_if_name("as")) {
      const Token* alias = expect_any_name();
      if (alias == nullptr) break;
      imported.alias = alias->text;
    }
    names.push_back(imported);
    if (parse_context(import)) break;
    more = take_if(TokenKind::Comma) && !current().is(TokenKind::TagEnd);
  }
  import->imports = store(names);
  end_tag();
  return finished(import);
}

const Statement* Parser::parse_filter_block() {
  Statement* block = make_statement(StatementKind::FilterBlock, take().span);
  block->value = parse_filters(nullptr);
  block->body = parse_whole_body(block, "filter", kEndFilter);
  return finished(block);
}

const Statement* Parser::parse_autoescape() {
  Statement* block = make_statement(StatementKind::Autoescape, take().span);
  block->value = parse_expression();
  bool constant = block->value != nullptr && block->value->kind == ExpressionKind::Constant &&
                  block->value->constant.is(value::Type::Bool);
  if (!constant && !failed_)
    fail(Code::TemplateExpected, block->value->span, {"true", std::string(source_.view(block->value->span))});
  block->body = parse_whole_body(block, "autoescape", kEndAutoescape);
  return finished(block);
}

}  // namespace

Body parse(const base::Source& source, std::span<const Token> tokens, value::Arena& arena,
           base::Diagnostics& diagnostics) {
  return Parser(source, tokens, arena, diagnostics).parse();
}

}  // namespace herald::tmpl
