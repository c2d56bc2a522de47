#include "tmpl/contexts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.h"

namespace herald::tmpl {
namespace {

using base::Code;
using base::Span;

/// A template whose loops are walked more often than this is refused (loops within loops within scripts).
constexpr size_t kVisitsMax = 200'000;

bool is_filter(const Expression& e, std::string_view name) {
  return e.kind == ExpressionKind::Filter && e.name == name;
}

bool is_super(const Expression& e) {
  if (e.kind != ExpressionKind::Call || e.left == nullptr) return false;
  const Expression* callee = e.left;
  while (callee->kind == ExpressionKind::Attribute && callee->name == "super") callee = callee->left;
  return callee->kind == ExpressionKind::Name && callee->name == "super";
}

/// The block that `self.name()` shows; empty for other expressions.
std::string_view block_of_self(const Expression& e) {
  if (e.kind != ExpressionKind::Call || e.left == nullptr || e.left->kind != ExpressionKind::Attribute)
    return {};
  const Expression& owner = *e.left->left;
  return owner.kind == ExpressionKind::Name && owner.name == "self" ? e.left->name : std::string_view();
}

class Walker {
 public:
  Walker(const ContextInput& input, base::Diagnostics& diagnostics, bool included)
      : input_(input), diagnostics_(&diagnostics), included_(included) {}

  ContextResult run() {
    c_ = context_of(input_.mode);
    statements(input_.body);
    auto end = static_cast<uint32_t>(input_.source.text.size());
    if (c_.place != Place::Text) unfinished(std::string(input_.name), {end, end});
    return std::move(result_);
  }

  std::optional<PageContext> run_included(const PageContext& context) {
    c_ = context;
    statements(input_.body);
    return prints_ || diagnostics_->has_errors() ? std::nullopt : std::optional(c_);
  }

 private:
  base::Diagnostic& error(Code code, Span span, std::vector<std::string> arguments) {
    return diagnostics_->add(code, input_.source, span, std::move(arguments));
  }

  void statements(Body body) {
    for (const Statement* part : body) statement(*part);
  }

  void statement(const Statement& s) {
    if (++visits_ > kVisitsMax) {
      if (visits_ == kVisitsMax + 1) error(Code::TemplateNesting, s.span, {std::to_string(kNestingMax)});
      return;
    }
    switch (s.kind) {
      case StatementKind::Text:
        if (!dropped()) text(s);
        return;
      case StatementKind::Print:
        if (!dropped()) print(s, s.value->span, s.value);
        return;
      case StatementKind::If:
        return if_statement(s);
      case StatementKind::For:
        return for_statement(s);
      case StatementKind::SetBlock:
        return own_text(s, "set");
      case StatementKind::Macro:
        return own_text(s, "macro " + std::string(s.name));
      case StatementKind::With:
        return inner([&] { statements(s.body); });
      case StatementKind::Autoescape:
        return autoescape(s);
      case StatementKind::CallBlock:
        own_text(s, "call");
        if (!dropped()) print(s, s.span, nullptr);
        return;
      case StatementKind::FilterBlock:
        own_text(s, "filter");
        if (!dropped()) print(s, s.span, nullptr);
        return;
      case StatementKind::Block:
        return block(s);
      case StatementKind::Extends:
        return extends(s);
      case StatementKind::Include:
        if (!dropped()) include(s);
        return;
      case StatementKind::Set:
      case StatementKind::Import:
      case StatementKind::FromImport:
        return;
    }
  }

  /// What a template prints outside of blocks once it extends another goes nowhere.
  bool dropped() const { return extends_ && own_depth_ == 0; }

  template <class Work>
  void inner(Work work) {
    ++inner_;
    work();
    --inner_;
  }

  void text(const Statement& s) {
    faults_.clear();
    c_ = step(c_, s.text, faults_);
    const std::string& whole = input_.source.text;
    bool within =
        s.text.data() >= whole.data() && s.text.data() + s.text.size() <= whole.data() + whole.size();
    for (const ContextFault& found : faults_) {
      Span span = s.span;
      if (within) {
        auto at = static_cast<uint32_t>(static_cast<size_t>(s.text.data() - whole.data()) + found.offset);
        span = {at, std::min(at + 1, static_cast<uint32_t>(whole.size()))};
      }
      PlaceName name = name_of(found.fault), hint = hint_of(found.fault);
      std::vector<std::string> arguments = {std::string(name.zh), std::string(name.en)};
      // With a hint of its own it is about a value, not about what is cut.
      if (!hint.en.empty()) arguments.insert(arguments.end(), {std::string(hint.zh), std::string(hint.en)});
      error(hint.en.empty() ? Code::TemplateSplit : Code::TemplateContext, span, std::move(arguments));
    }
  }

  void refuse(Refusal refusal, Span span) {
    PlaceName name = name_of(refusal), hint = hint_of(refusal);
    error(Code::TemplateContext, span,
          {std::string(name.zh), std::string(name.en), std::string(hint.zh), std::string(hint.en)});
  }

  void print(const Statement& s, Span span, const Expression* value) {
    prints_ = true;
    if (value != nullptr && c_.place != Place::Text && is_own_block(*value)) {
      result_.prints[&s] = Escape::None;
      c_ = behind_block(c_);
      return;
    }
    Answer answer = escape_in(c_);
    bool in_tag = c_.place == Place::InTag || c_.place == Place::AfterName;
    bool attributes =
        in_tag && value != nullptr && is_filter(*value, "xmlattr") && (c_.flags & kClosing) == 0;
    // `xmlattr(false)` brings no blank of its own.
    bool spaced = c_.place == Place::InTag ||
                  (attributes && value->arguments.positional.empty() && value->arguments.keywords.empty());
    if (attributes && spaced) answer = {Escape::Attributes};
    if (answer.refusal != Refusal::None) {
      refuse(answer.refusal, span);
      answer.escape = Escape::Html;
    }
    // What is encoded for a query already is not encoded twice.
    bool encoded = value != nullptr && is_filter(*value, "urlencode");
    if (encoded && answer.escape == Escape::UrlQuery) answer.escape = Escape::UrlPath;
    if (encoded && answer.escape == Escape::StyleUrlQuery) answer.escape = Escape::StyleUrlPath;
    if (raw_ && c_.place == Place::Text) answer.escape = Escape::None;
    result_.prints[&s] = answer.escape;
    c_ = behind_value(c_);
  }

  /// `super()`, or a block of this template, printed where such a block stands: it is escaped for that.
  bool is_own_block(const Expression& e) const {
    if (is_super(e)) return in_block_ && block_begin(c_) == block_;
    std::string_view name = block_of_self(e);
    const PageContext* known = name.empty() ? nullptr : result_.find_block(name);
    return known != nullptr && *known == block_begin(c_);
  }

  static Span end_of(Body body, Span otherwise) { return body.empty() ? otherwise : body.back()->span; }

  /// Joins the end of a way with the ends before it; tells when they differ.
  void meet(std::optional<PageContext>& joined, const PageContext& end, const std::string& tag, Span span,
            Span other) {
    if (!joined) {
      joined = end;
      return;
    }
    PageContext both;
    if (join(*joined, end, both)) {
      joined = both;
      return;
    }
    PlaceName a = name_of(*joined), b = name_of(end);
    base::Diagnostic& told =
        error(Code::TemplateBranches, span,
              {tag, std::string(a.zh), std::string(a.en), std::string(b.zh), std::string(b.en)});
    base::Diagnostic note;
    note.code = Code::TemplateOtherEnd;
    note.place = base::place_of(input_.source, other);
    told.notes.push_back(std::move(note));
  }

  void if_statement(const Statement& s) {
    PageContext begin = c_;
    bool extends_before = extends_;
    std::optional<PageContext> joined;
    inner([&] {
      for (const Branch& part : s.branches) {
        c_ = begin;
        statements(part.body);
        meet(joined, c_, "if", s.span, end_of(part.body, part.test->span));
      }
      c_ = begin;
      statements(s.otherwise);
      meet(joined, c_, "if", s.span, end_of(s.otherwise, s.span));
    });
    extends_ = extends_before;
    c_ = *joined;
  }

  void for_statement(const Statement& s) {
    if (s.recursive && c_.place != Place::Text) refuse(Refusal::Loop, s.span);
    PageContext begin = c_;
    inner([&] {
      // The body may begin where it ends: walked again until that changes nothing.
      base::Diagnostics* outer = diagnostics_;
      for (int round = 0; round < 4; ++round) {
        base::Diagnostics found;
        diagnostics_ = &found;
        PageContext before = c_;
        statements(s.body);
        std::optional<PageContext> joined = before;
        meet(joined, c_, "for", s.span, end_of(s.body, s.span));
        diagnostics_ = outer;
        c_ = *joined;
        if (c_ != before && !found.has_errors() && round < 3) continue;
        outer->append(std::move(found));
        break;
      }
      std::optional<PageContext> joined = c_;
      c_ = begin;
      statements(s.otherwise);
      meet(joined, c_, "for", s.span, end_of(s.otherwise, s.span));
      c_ = *joined;
    });
  }

  void unfinished(const std::string& what, Span span) {
    PlaceName name = name_of(c_);
    error(Code::TemplateUnfinished, span, {what, std::string(name.zh), std::string(name.en)});
  }

  /// The body of a macro, a capture, a call or a filter: a text of its own.
  void own_text(const Statement& s, const std::string& what) {
    PageContext before = c_;
    bool printed = prints_, raw = raw_;
    c_ = context_of(input_.mode);
    ++own_depth_;
    inner([&] { statements(s.body); });
    --own_depth_;
    if (c_.place != Place::Text) unfinished(what, s.span);
    c_ = before;
    raw_ = raw;
    prints_ = printed;  // What it prints is a value that is printed elsewhere, or never.
  }

  void block(const Statement& s) {
    std::optional<PageContext> given = input_.inherited ? input_.inherited(s.name) : std::nullopt;
    PageContext place = block_begin(c_);
    PageContext begin = given.value_or(place);
    if (given && !dropped() && *given != place) {
      PlaceName a = name_of(*given), b = name_of(place);
      error(
          Code::TemplateBlockPlace, s.at,
          {std::string(s.name), std::string(a.zh), std::string(a.en), std::string(b.zh), std::string(b.en)});
    }
    PageContext outer_block = std::exchange(block_, begin);
    bool was_in_block = std::exchange(in_block_, true);
    PageContext before = std::exchange(c_, begin);
    set_block(s.name, begin);
    ++own_depth_;
    inner([&] { statements(s.body); });
    --own_depth_;
    if (!can_be_block(begin, c_)) {
      PlaceName a = name_of(begin), b = name_of(c_);
      base::Diagnostic& told = error(Code::TemplateBranches, s.at,
                                     {"block " + std::string(s.name), std::string(a.zh), std::string(a.en),
                                      std::string(b.zh), std::string(b.en)});
      base::Diagnostic note;
      note.code = Code::TemplateOtherEnd;
      note.place = base::place_of(input_.source, end_of(s.body, s.at));
      told.notes.push_back(std::move(note));
    }
    block_ = outer_block;
    in_block_ = was_in_block;
    c_ = dropped() ? before : behind_block(before);
  }

  void set_block(std::string_view name, const PageContext& begin) {
    for (BlockContext& known : result_.blocks) {
      if (known.name != name) continue;
      known.begin = begin;
      return;
    }
    result_.blocks.push_back({name, begin});
  }

  void extends(const Statement& s) {
    prints_ = true;
    if (c_.place != Place::Text && !dropped()) unfinished(std::string(input_.name), s.span);
    if (inner_ == 0) extends_ = true;
    if (s.value->kind != ExpressionKind::Constant || !s.value->constant.is_text()) return;
    std::string_view name = s.value->constant.as_text();
    std::optional<Escape> mode = input_.mode_of_template(name);
    if (mode && *mode != input_.mode) include_error(name, s.value->span);
  }

  void include_error(std::string_view name, Span span) {
    PlaceName place = name_of(c_);
    error(Code::TemplateIncludePlace, span,
          {std::string(name), std::string(place.zh), std::string(place.en)});
  }

  void include(const Statement& s) {
    const Expression& e = *s.value;
    bool list = e.kind == ExpressionKind::List || e.kind == ExpressionKind::Tuple;
    std::vector<const Expression*> names(1, &e);
    if (list) names.assign(e.items.begin(), e.items.end());
    PageContext begin = c_;
    std::optional<PageContext> joined;
    if (s.ignore_missing || list) joined = begin;
    for (const Expression* name : names) {
      if (name->kind == ExpressionKind::Constant && name->constant.is_text()) {
        c_ = begin;
        include_literal(name->constant.as_text(), name->span);
        meet(joined, c_, "include", s.span, name->span);
      } else {
        // The machine looks at what comes (Program::fits).
        prints_ = true;
        if (c_.place != Place::Text) include_error(input_.source.view(name->span), name->span);
      }
    }
    c_ = joined.value_or(begin);
  }

  void include_literal(std::string_view name, Span span) {
    std::optional<Escape> mode = input_.mode_of_template(name);
    if (!mode) return;  // It is told elsewhere.
    bool page = *mode == input_.mode || (input_.mode == Escape::Xml && *mode == Escape::Html);
    if (c_.place == Place::Text && page && !included_) {
      prints_ = true;
      return;
    }
    std::optional<PageContext> end = input_.include(name, c_);
    PageContext both;
    if (end && join(c_, *end, both)) {
      c_ = both;
    } else {
      include_error(name, span);
    }
  }

  void autoescape(const Statement& s) {
    bool before = std::exchange(raw_, !s.value->constant.as_bool());
    inner([&] { statements(s.body); });
    raw_ = before;
  }

  const ContextInput& input_;
  base::Diagnostics* diagnostics_;
  bool included_;  ///< only its texts are looked at
  ContextResult result_;
  PageContext c_;
  PageContext block_;  ///< where the innermost block begins
  bool in_block_ = false;
  bool extends_ = false;
  bool raw_ = false;     ///< under `autoescape false`
  bool prints_ = false;  ///< something other than text is printed
  int inner_ = 0;        ///< tags around this place
  int own_depth_ = 0;    ///< blocks, macros and captures around it
  size_t visits_ = 0;
  std::vector<ContextFault> faults_;
};

}  // namespace

const PageContext* ContextResult::find_block(std::string_view name) const {
  for (const BlockContext& block : blocks)
    if (block.name == name) return &block.begin;
  return nullptr;
}

ContextResult find_contexts(const ContextInput& input, base::Diagnostics& diagnostics) {
  return Walker(input, diagnostics, false).run();
}

std::optional<PageContext> walk_included(const ContextInput& input, const PageContext& context) {
  base::Diagnostics dropped;
  return Walker(input, dropped, true).run_included(context);
}

const Expression* literal_parent(Body body) {
  for (const Statement* s : body) {
    if (s->kind == StatementKind::Extends && s->value->kind == ExpressionKind::Constant &&
        s->value->constant.is_text())
      return s->value;
    if (s->kind != StatementKind::If) continue;
    for (const Branch& part : s->branches)
      if (const Expression* found = literal_parent(part.body)) return found;
    if (const Expression* found = literal_parent(s->otherwise)) return found;
  }
  return nullptr;
}

}  // namespace herald::tmpl
