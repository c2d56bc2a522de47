#include "tmpl/trace.h"

namespace herald::tmpl {

using Kind = TraceNode::Kind;

namespace {

uint32_t size32(const auto& list) { return static_cast<uint32_t>(list.size()); }

}  // namespace

/// The first node from `node` on that does something: what begins and ends functions leads on.
uint32_t Trace::behind(uint32_t node) const {
  while (node != 0) {
    const TraceNode& there = nodes[node];
    if (there.kind == Kind::Sub) {
      node = there.y;
    } else if (there.kind == Kind::End && static_cast<TraceNode::Tree>(there.a) == TraceNode::Tree::Call) {
      node = nodes[there.x].next;
    } else {
      break;
    }
  }
  return node;
}

void Trace::settle() {
  steps = nodes;
  steps[0].kind = Kind::Nowhere;
  for (TraceNode& step : steps) {
    step.next = behind(step.next);
    step.other = behind(step.other);
    if (step.kind == Kind::Loop) step.y = behind(step.y);
  }
  for (TraceNode& step : steps) {
    const bool gives =
        step.kind == Kind::Load || step.kind == Kind::Attribute || (step.kind == Kind::Step && !step.prints);
    const TraceNode& guard = steps[step.next];
    if (!gives || guard.kind != Kind::Guard || guard.x != step.result) continue;
    step.tests = true;
    step.missing = step.other;
    step.other = guard.other;
    step.next = guard.next;
  }
  join_texts();
}

void Trace::join_texts() {
  runs.clear();
  std::vector<bool> begins(steps.size());
  entry = behind(root);
  begins[entry] = true;
  for (const TraceNode& step : steps) {
    if (step.kind == Kind::Text) continue;
    for (const uint32_t way : {step.next, step.other, step.missing}) begins[way] = true;
    if (step.kind == Kind::Loop) begins[step.y] = true;
  }
  run_texts.clear();
  run_parts.clear();
  run_used.clear();
  std::vector<size_t> joined;  // where the text of each run begins in `run_texts`, which may still move
  for (size_t i = 0; i < steps.size(); i++) {
    if (steps[i].kind != Kind::Text || !begins[i]) continue;
    const size_t text_begin = run_texts.size();
    Run run{stretches[nodes[i].x].text, size32(run_parts), 0, size32(run_used), 0};
    uint32_t next = static_cast<uint32_t>(i);
    for (bool first = true; nodes[next].kind == Kind::Text; first = false) {
      const Stretch& stretch = stretches[nodes[next].x];
      if (stretch.reads) run_parts.push_back(stretch.part);
      run_used.insert(run_used.end(), stretch.used.begin(), stretch.used.end());
      next = behind(nodes[next].next);
      if (first && nodes[next].kind != Kind::Text) break;
      run_texts += stretch.text;
    }
    run.parts_end = size32(run_parts);
    run.used_end = size32(run_used);
    steps[i].next = next;
    steps[i].x = size32(runs);
    runs.push_back(run);
    joined.push_back(text_begin);
  }
  joined.push_back(run_texts.size());
  for (size_t i = 0; i < runs.size(); i++) {
    if (joined[i + 1] > joined[i])
      runs[i].text = std::string_view(run_texts).substr(joined[i], joined[i + 1] - joined[i]);
  }
}

}  // namespace herald::tmpl
