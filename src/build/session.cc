#include "build/session.h"

#include <map>
#include <utility>

#include "build/load.h"
#include "build/memory.h"

namespace herald::build {

struct Session::State {
  State(io::Disk& on_disk, Options with) : disk(on_disk), options(std::move(with)) {}

  io::Disk& disk;
  Options options;
  Folders folders;
  graph::Log log;  ///< Of the last good build.
  size_t builds = 0;
  /// By output: the build that made it, and why.
  std::map<std::string, std::pair<size_t, Reason>, std::less<>> made;
};

Session::Session(io::Disk& disk, Options options)
    : state_(std::make_unique<State>(disk, std::move(options))) {
  state_->options.clean = state_->options.publishing = false;
  state_->options.explain = true;
}

Session::~Session() { save(); }

Report Session::build(const std::optional<std::vector<std::string>>&, int64_t unix_now, int64_t clock_ns) {
  State& state = *state_;
  state.builds++;
  state.options.unix_now = unix_now;
  state.options.clock_ns = clock_ns;
  Report report = herald::build::build(state.disk, state.options);
  if (report.outcome != Outcome::Done) return report;
  base::Diagnostics told;
  state.folders = find_folders(state.disk, state.options, told);
  state.log = read_log(state.disk, state.folders, state.options.maker);
  for (Reason& reason : report.reasons) {
    if (reason.cause == graph::Cause::Clean) continue;
    std::string output = reason.output;
    state.made[std::move(output)] = {state.builds, std::move(reason)};
  }
  report.reasons.clear();
  return report;
}

void Session::save() {}

size_t Session::builds() const { return state_->builds; }

std::vector<OutputAccount> Session::outputs() const {
  std::vector<OutputAccount> outputs;
  for (const graph::Made& made : state_->log.made) {
    OutputAccount account;
    account.path = made.path;
    if (const auto known = state_->made.find(made.path); known != state_->made.end()) {
      account.build = known->second.first;
      account.reason = known->second.second;
    }
    outputs.push_back(std::move(account));
  }
  return outputs;
}

std::vector<FactAccount> Session::reads_of(std::string_view output) const {
  std::vector<FactAccount> reads;
  const graph::Made* made = graph::find_made(state_->log, output);
  if (made == nullptr) return reads;
  graph::for_each_fact(made->facts, [&](graph::FactId fact) {
    reads.push_back({render::Facts::kind_of(state_->log.facts, fact),
                     std::string(state_->log.facts.name_of(fact))});
    return true;
  });
  return reads;
}

std::string Session::page_of(std::string_view file) const {
  constexpr std::string_view kContent = "content/";
  if (file.starts_with(kContent)) file.remove_prefix(kContent.size());
  if (!file.ends_with(".md")) return {};
  const std::string path = std::string(file.substr(0, file.size() - 3)) + ".html";
  return graph::find_made(state_->log, path) == nullptr ? std::string() : path;
}

}  // namespace herald::build
