#include "build/memory.h"

#include <fmt/format.h>

#include <utility>

#include "base/diagnostics_packing.h"
#include "base/hash.h"

namespace herald::build {
namespace {

using graph::Cause;

/// What a fact is of, for people: the file that it comes from, as far as there is one.
std::string subject_of(const graph::FactSet& facts, graph::FactId fact) {
  return std::string(facts.name_of(fact));
}

}  // namespace

std::string log_path(const Folders& folders) {
  const std::string herald = folders.site + "/.herald/";
  const std::string usual = io::normalise_path(folders.site + "/public");
  const std::string output = io::normalise_path(folders.output);
  if (output == usual) return herald + "build.log";
  return fmt::format("{}build-{}.log", herald, base::hex(base::hash64(output), 8));
}

graph::Log read_log(const io::Disk& disk, const Folders& folders, uint64_t maker) {
  auto bytes = disk.read(log_path(folders));
  return bytes ? graph::read_log(std::move(*bytes), maker) : graph::Log();
}

void save_log(io::Disk& disk, const Folders& folders, const graph::Log& log) {
  (void)disk.write(log_path(folders), graph::write_log(log));
}

std::string pack_reads(const render::Facts& facts, const std::vector<graph::Read>& reads) {
  std::vector<graph::FactId> ids;
  ids.reserve(reads.size());
  for (const graph::Read& read : reads) {
    const graph::FactId fact = facts.fact_of(read);
    if (fact != graph::kNoFact) ids.push_back(fact);
  }
  return graph::pack_facts(ids);
}

std::string pack_told(const base::Diagnostics& told) {
  if (told.empty()) return {};
  base::Packer packer;
  base::pack(told, packer);
  return packer.bytes();
}

void unpack_told(std::string_view notes, base::Diagnostics& told) {
  base::Unpacker bytes(notes);
  if (!bytes.at_end()) base::unpack(bytes, told);
}

Steps::Steps(const graph::Log& log, const render::Facts& facts, const model::OutputPlan& plan,
             std::vector<uint64_t> settings, const Recipes& recipes)
    : log_(log), facts_(facts), plan_(plan), settings_(std::move(settings)), states_(plan.outputs.size()) {
  const graph::Verdict common = graph::judge_settings(log, settings_);
  if (log.maker != 0) comparison_ = graph::compare(log.facts, facts.set());
  auto known = log.made.begin();  // Log and plan are in one order.
  for (size_t i = 0; i < states_.size(); i++) {
    State& state = states_[i];
    const std::string& path = plan.outputs[i].path;
    state.recipe = recipes.of(plan.outputs[i]);
    state.verdict = common;
    if (common.cause != Cause::Clean) continue;
    while (known != log.made.end() && known->path.view() < path) ++known;
    if (known != log.made.end() && known->path == path) state.before = &*known;
    state.verdict = graph::judge(state.before, state.recipe, comparison_);
  }
}

void Steps::look_at_file(size_t output, const io::Disk& disk, const std::string& output_folder) {
  State& state = states_[output];
  if (state.verdict.cause != Cause::Clean) return;
  const auto file = disk.stat(output_folder + "/" + plan_.outputs[output].path);
  if (!file || file->directory || file->bytes_stamp != state.before->stamp)
    state.verdict.cause = Cause::Altered;
}

void Steps::keep_made(size_t output, const std::vector<graph::Read>& reads, const base::Diagnostics& told) {
  states_[output].facts = pack_reads(facts_, reads);
  states_[output].notes = pack_told(told);
}

graph::Text Steps::facts_now(const graph::Made& made) const {
  if (!comparison_.renumbered) return graph::Text::borrowed(made.facts);
  std::vector<graph::FactId> facts;
  graph::for_each_fact(made.facts, [&](graph::FactId fact) {
    facts.push_back(comparison_.now[fact]);
    return true;
  });
  return graph::pack_facts(facts);
}

Reason Steps::reason(size_t output) const {
  const graph::Verdict& verdict = states_[output].verdict;
  Reason reason{plan_.outputs[output].path, verdict.cause, {}, {}, {}};
  if (verdict.cause == Cause::Setting) reason.setting = static_cast<Setting>(verdict.which);
  if (verdict.cause == Cause::Fact) {
    reason.fact = render::Facts::kind_of(log_.facts, verdict.which);
    reason.subject = subject_of(log_.facts, verdict.which);
  }
  return reason;
}

graph::Log Steps::finished(const io::Disk& disk, const Folders& folders, graph::Log log,
                           const std::vector<std::string>& sha256) {
  log.settings = settings_;
  log.facts = facts_.set();
  log.made.reserve(states_.size());
  for (size_t i = 0; i < states_.size(); i++) {
    if (plan_.outputs[i].kind == model::OutputKind::Checksums) continue;
    State& state = states_[i];
    graph::Made made;
    made.path = graph::Text::borrowed(plan_.outputs[i].path);
    made.recipe = state.recipe;
    made.sha256 = graph::Text::borrowed(sha256[i]);
    if (state.verdict.cause == Cause::Clean) {
      made.facts = facts_now(*state.before);
      made.notes = graph::Text::borrowed(state.before->notes);
      made.size = state.before->size;
      made.stamp = state.before->stamp;
    } else {
      made.facts = graph::Text::borrowed(state.facts.view());
      made.notes = graph::Text::borrowed(state.notes.view());
      const auto file = disk.stat(folders.output + "/" + plan_.outputs[i].path);
      if (!file) continue;
      made.size = file->size;
      made.stamp = file->bytes_stamp;
    }
    log.made.push_back(std::move(made));
  }
  return log;
}

}  // namespace herald::build
