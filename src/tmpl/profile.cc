#include "tmpl/profile.h"

#include <algorithm>
#include <tuple>

#include "tmpl/program.h"

namespace herald::tmpl {
namespace {

std::string_view name_of(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::Root:
      return "";
    case FunctionKind::Block:
      return "block";
    case FunctionKind::Macro:
      return "macro";
    case FunctionKind::Caller:
      return "call";
    case FunctionKind::Loop:
      return "loop";
  }
  return "";
}

}  // namespace

Profile::Entry& Profile::entry_of(const Program& program, const FunctionCode& function) {
  const auto [at, is_new] = entries_.try_emplace(&function);
  if (is_new) {
    at->second.template_name = program.name;
    at->second.kind = name_of(function.kind);
    if (function.kind != FunctionKind::Root) at->second.name = function.name;
  }
  return at->second;
}

void Profile::run(const Program& program, const FunctionCode& function) {
  entry_of(program, function).runs++;
}

void Profile::charge(const Program& program, const FunctionCode& function) {
  const uint64_t now = clock_();
  entry_of(program, function).ticks += now - last_;
  last_ = now;
}

void Profile::add(const Profile& other) {
  for (const auto& [function, entry] : other.entries_) {
    const auto [at, is_new] = entries_.try_emplace(function, entry);
    if (is_new) continue;
    at->second.runs += entry.runs;
    at->second.ticks += entry.ticks;
  }
}

std::vector<Profile::Entry> Profile::entries() const {
  std::vector<Entry> sorted;
  for (const auto& [function, entry] : entries_) sorted.push_back(entry);
  std::sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) {
    return std::tie(b.ticks, b.runs, a.template_name, a.kind, a.name) <
           std::tie(a.ticks, a.runs, b.template_name, b.kind, b.name);
  });
  return sorted;
}

}  // namespace herald::tmpl
