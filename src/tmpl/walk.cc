#include "tmpl/walk.h"

#include "tmpl/builtins.h"
#include "tmpl/program.h"
#include "tmpl/trace.h"

namespace herald::tmpl {
namespace {

using Kind = WalkStep::Kind;
using NodeKind = TraceNode::Kind;
using value::Type;

uint32_t size32(const auto& list) { return static_cast<uint32_t>(list.size()); }

/// How `print` writes a text (or markup) for this place.
Manner manner_of(Escape escape, bool is_html) {
  switch (escape) {
    case Escape::None:
      return Manner::Raw;
    case Escape::Html:
    case Escape::Xml:
      return is_html ? Manner::Raw : Manner::Markup;
    case Escape::Attribute:
    case Escape::Rcdata:
      return is_html ? Manner::Other : Manner::Markup;
    case Escape::UrlStart:
      return is_html ? Manner::Other : Manner::Start;
    case Escape::UrlPath:
      return is_html ? Manner::Other : Manner::Address;
    default:
      return Manner::Other;
  }
}

/// Lays out the nodes of one trace. Each chain of nodes becomes a stretch of steps, up to a node where a
/// stretch begins already; what branches lead to waits in `todo_`.
class Layout {
 public:
  Layout(const Trace& trace, Walk& walk) : trace_(trace), walk_(walk), begins_(trace.nodes.size()) {}

  void run() {
    walk_.steps.reserve(trace_.nodes.size());
    walk_.steps.emplace_back();
    take_operands();
    const uint32_t entry = wanted(trace_.root);
    while (!todo_.empty()) {
      const uint32_t node = todo_.back();
      todo_.pop_back();
      if (begins_[node] == 0) lay_chain(node);
    }
    walk_.entry = begins_[entry];
    for (WalkStep& step : walk_.steps) {
      step.other = begins_[step.other];
      step.missing = begins_[step.missing];
    }
    walk_.texts.append(Walk::kTextPadding, '\0');
  }

 private:
  /// The first node from `node` on that does something: what begins and ends functions leads on.
  uint32_t behind(uint32_t node) const {
    while (node != 0) {
      const TraceNode& there = trace_.nodes[node];
      if (there.kind == NodeKind::Sub) {
        node = there.y;
      } else if (there.kind == NodeKind::End &&
                 static_cast<TraceNode::Tree>(there.a) == TraceNode::Tree::Call) {
        node = trace_.nodes[there.x].next;
      } else {
        break;
      }
    }
    return node;
  }

  /// Likewise, where a stretch of steps has to begin. Up to the end of `run`, steps name nodes.
  uint32_t wanted(uint32_t node) {
    node = behind(node);
    if (node != 0 && begins_[node] == 0) todo_.push_back(node);
    return node;
  }

  uint32_t place_of(uint32_t operand) const {
    const bool is_constant = (operand & Trace::kConstant) != 0;
    return is_constant ? trace_.registers + (operand & ~Trace::kConstant) : operand;
  }

  void take_operands() {
    walk_.values.resize(trace_.registers);
    walk_.values.insert(walk_.values.end(), trace_.constants.begin(), trace_.constants.end());
    for (const uint32_t operand : trace_.operands) walk_.operands.push_back(place_of(operand));
    walk_.operands_most = trace_.operands_most;
  }

  /// Lays out what begins with `node`, up to where steps lie already.
  void lay_chain(uint32_t node) {
    while (node != 0 && begins_[node] == 0) {
      begins_[node] = size32(walk_.steps);
      node = lay(node);
      if (node == kEnded) return;
    }
    WalkStep jump;
    jump.kind = node == 0 ? Kind::Nowhere : Kind::Jump;
    jump.other = node;
    walk_.steps.push_back(jump);
  }

  /// Makes the step that begins with a node, and returns the node behind it, 0 where no render has been.
  uint32_t lay(uint32_t id) {
    const TraceNode& node = trace_.nodes[id];
    WalkStep& step = walk_.steps.emplace_back();
    step.result = node.result;
    step.escape = node.a;
    uint32_t next = behind(node.next);
    switch (node.kind) {
      case NodeKind::Nowhere:
      case NodeKind::Sub:
        break;  // neither is where a way leads
      case NodeKind::End:
        step.kind = static_cast<TraceNode::Tree>(node.a) == TraceNode::Tree::Round ? Kind::Round : Kind::End;
        next = kEnded;
        break;
      case NodeKind::Text:
        next = take_said(step, id);
        break;
      case NodeKind::Load:
        step.kind = Kind::Load;
        step.y = node.y;
        next = take_result(step, node);
        break;
      case NodeKind::Attribute:
        step.kind = Kind::Attribute;
        step.x = place_of(node.x);
        step.y = node.y;
        next = take_result(step, node);
        break;
      case NodeKind::Step:
        take_call(step, node);
        if (!node.prints) next = take_result(step, node);
        break;
      case NodeKind::Guard:
        step.kind = Kind::Guard;
        step.x = place_of(node.x);
        step.other = wanted(node.other);
        break;
      case NodeKind::Print:
        step.kind = Kind::Print;
        step.x = place_of(node.x);
        next = take_print(step, node);
        break;
      case NodeKind::Loop:
        step.kind = Kind::Loop;
        step.x = place_of(node.x);
        step.other = wanted(node.other);
        step.missing = wanted(node.next);
        next = behind(node.y);
        break;
      case NodeKind::Member:
        step.kind = Kind::Member;
        step.x = node.x;
        break;
      case NodeKind::CaptureBegin:
        step.kind = Kind::CaptureBegin;
        break;
      case NodeKind::CaptureEnd:
        step.kind = Kind::CaptureEnd;
        break;
    }
    return next;
  }

  /// What follows texts, and what they replay.
  struct Texts {
    uint32_t next = 0;
    bool replays = false;
  };

  /// The texts from `node` on become the text of `step`.
  Texts take_texts(WalkStep& step, uint32_t node) {
    Texts taken;
    WalkRun run{size32(walk_.parts), 0, size32(walk_.used), 0};
    step.text = size32(walk_.texts);
    for (size_t i = 0; i < kJoinedMax && trace_.nodes[node].kind == NodeKind::Text; i++) {
      const Trace::Stretch& stretch = trace_.stretches[trace_.nodes[node].x];
      walk_.texts += stretch.text;
      if (stretch.reads) walk_.parts.push_back(stretch.part);
      for (const Program* program : stretch.used) walk_.used.push_back(program);
      node = behind(trace_.nodes[node].next);
    }
    step.size = size32(walk_.texts) - step.text;
    run.parts_end = size32(walk_.parts);
    run.used_end = size32(walk_.used);
    taken.next = node;
    taken.replays = run.parts_end > run.parts_begin || run.used_end > run.used_begin;
    if (taken.replays) {
      step.part = size32(walk_.runs);
      walk_.runs.push_back(run);
    }
    return taken;
  }

  /// Texts, and what is printed behind them.
  uint32_t take_said(WalkStep& step, uint32_t node) {
    const Texts texts = take_texts(step, node);
    step.kind = texts.replays ? Kind::SayReading : Kind::Say;
    if (texts.replays) return texts.next;
    const TraceNode& behind_texts = trace_.nodes[texts.next];
    if (behind_texts.kind == NodeKind::Print) {
      step.kind = Kind::Print;
      step.x = place_of(behind_texts.x);
      return take_print(step, behind_texts);
    }
    const bool ends_round = behind_texts.kind == NodeKind::End &&
                            static_cast<TraceNode::Tree>(behind_texts.a) == TraceNode::Tree::Round;
    if (!ends_round) return texts.next;
    step.kind = Kind::Round;
    return kEnded;
  }

  /// What is printed behind the texts of `step`.
  uint32_t take_print(WalkStep& step, const TraceNode& node) {
    step.escape = node.a;
    step.text_manner = manner_of(static_cast<Escape>(node.a), false);
    step.html_manner = manner_of(static_cast<Escape>(node.a), true);
    return behind(node.next);
  }

  /// Where a step leads that gives a result; it takes along that the result is tested, and printed.
  uint32_t take_result(WalkStep& step, const TraceNode& node) {
    step.missing = wanted(node.other);
    uint32_t next = behind(node.next);
    if (trace_.nodes[next].kind == NodeKind::Guard && trace_.nodes[next].x == node.result) {
      step.tests = true;
      step.other = wanted(trace_.nodes[next].other);
      next = behind(trace_.nodes[next].next);
    }
    uint32_t said = next;
    for (size_t i = 0; i < kJoinedMax && is_silent(trace_.nodes[said]); i++)
      said = behind(trace_.nodes[said].next);
    const TraceNode& print = trace_.nodes[said];
    if (print.kind != NodeKind::Print || print.x != node.result) return next;
    take_texts(step, next);
    step.says = true;
    return take_print(step, print);
  }

  /// Whether it is a text, and saying it replays nothing.
  bool is_silent(const TraceNode& text) const {
    return text.kind == NodeKind::Text && !trace_.stretches[text.x].reads &&
           trace_.stretches[text.x].used.empty();
  }

  void take_call(WalkStep& step, const TraceNode& node) {
    const uint32_t* operands = walk_.operands.data() + node.x;
    step.part = size32(walk_.calls);
    const Instruction& i = *node.instruction;
    const bool filters = i.op == Op::Filter || i.op == Op::Test;
    walk_.calls.push_back(
        {node.program, &i, filters ? &node.program->callables[i.c] : nullptr, node.x, node.x + node.y});
    step.kind = node.prints ? Kind::CallPrinting : kind_of_call(node);
    if (step.kind == Kind::Call || step.kind == Kind::CallPrinting) return;
    step.x = operands[0];
    if (node.y > 1) step.y = operands[1];
  }

  /// Call, or the step that does the same of most values.
  Kind kind_of_call(const TraceNode& node) const {
    const Instruction& i = *node.instruction;
    if (i.op == Op::Unary && static_cast<Operator>(i.a) == Operator::Not) return Kind::Not;
    if (i.op == Op::Compare && static_cast<Operator>(i.a) == Operator::Equal) return Kind::Equal;
    if (i.op != Op::Test && i.op != Op::Filter) return Kind::Call;
    const Function function = node.program->callables[i.c].function;
    if (i.op == Op::Test) return i.a == 0 && function == string_test() ? Kind::IsText : Kind::Call;
    if (function == length_filter()) return Kind::Length;
    if (function != default_filter() || node.y != 3) return Kind::Call;
    // default(x, y, false), where x is a register and so never undefined.
    const uint32_t subject = trace_.operands[node.x], all_false = trace_.operands[node.x + 2];
    if ((subject & Trace::kConstant) != 0 || (all_false & Trace::kConstant) == 0) return Kind::Call;
    const value::Value flag = trace_.constants[all_false & ~Trace::kConstant];
    return flag.is(Type::Bool) && !flag.as_bool() ? Kind::Same : Kind::Call;
  }

  static constexpr uint32_t kEnded = UINT32_MAX;
  /// Texts that are joined in one step: they are also those of other steps that lead to one of them.
  static constexpr size_t kJoinedMax = 8;

  const Trace& trace_;
  Walk& walk_;
  std::vector<uint32_t> begins_;  ///< by node: the step where a stretch begins with it, 0 where none does
  std::vector<uint32_t> todo_;    ///< nodes where one has to begin
};

}  // namespace

void Walk::lay_out(const Trace& trace) {
  *this = {};
  Layout(trace, *this).run();
}

}  // namespace herald::tmpl
