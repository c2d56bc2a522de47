#include "graph/log.h"

#include <algorithm>
#include <utility>

#include "base/packing.h"

namespace herald::graph {
namespace {

/// Raised with every change of the form below.
constexpr uint64_t kFormat = 2;

void pack_fact_set(const FactSet& facts, base::Packer& packer) {
  packer.number(facts.spaces.size());
  for (const std::vector<std::string_view>& names : facts.spaces) {
    packer.number(names.size());
    for (const std::string_view name : names) packer.text(name);
  }
  packer.number(facts.groups.size());
  for (const FactSet::Group& group : facts.groups) {
    packer.number(group.space);
    packer.number(group.values.size());
    for (const uint64_t value : group.values) packer.fixed(value);
  }
}

FactSet unpack_fact_set(base::Unpacker& bytes) {
  FactSet facts;
  facts.spaces.resize(bytes.size());
  for (std::vector<std::string_view>& names : facts.spaces) {
    names.resize(bytes.size());
    for (std::string_view& name : names) name = bytes.text();
  }
  const uint32_t groups = bytes.size();
  for (uint32_t i = 0; i < groups && !bytes.failed(); i++) {
    const uint32_t space = bytes.count(facts.spaces.empty() ? 0 : facts.spaces.size() - 1);
    std::vector<uint64_t> values(bytes.size());
    for (uint64_t& value : values) value = bytes.fixed();
    if (space >= facts.spaces.size() || values.size() != facts.spaces[space].size()) bytes.fail();
    facts.add_group(space, std::move(values));
  }
  return facts;
}

void pack_made(const Made& made, base::Packer& packer) {
  packer.text(made.path);
  packer.fixed(made.recipe);
  packer.text(made.facts);
  packer.number(made.size);
  packer.fixed(made.stamp);
  packer.text(made.sha256);
  packer.text(made.notes);
}

Made unpack_made(base::Unpacker& bytes) {
  Made made;
  made.path = Text::borrowed(bytes.text());
  made.recipe = bytes.fixed();
  made.facts = Text::borrowed(bytes.text());
  made.size = bytes.number();
  made.stamp = bytes.fixed();
  made.sha256 = Text::borrowed(bytes.text());
  made.notes = Text::borrowed(bytes.text());
  return made;
}

/// Every fact of every list is one of the set.
bool is_sound(const Log& log) {
  return std::all_of(log.made.begin(), log.made.end(), [&](const Made& made) {
    bool inside = true;
    const bool whole =
        for_each_fact(made.facts, [&](FactId fact) { return inside = fact < log.facts.size(); });
    return whole && inside;
  });
}

/// At least the bytes that write_log will make.
size_t room_for(const Log& log) {
  constexpr size_t kRoom = 64;  // for the numbers of an entry
  size_t size = kRoom * (2 + log.made.size() + log.inputs.size() + log.facts.groups.size()) +
                sizeof(uint64_t) * (log.settings.size() + log.facts.size());
  for (const Input& input : log.inputs) size += input.path.size();
  for (const Made& made : log.made) {
    size += made.path.view().size() + made.facts.view().size() + made.sha256.view().size() +
            made.notes.view().size();
  }
  for (const std::vector<std::string_view>& names : log.facts.spaces) {
    for (const std::string_view name : names) size += name.size() + 5;
  }
  return size;
}

}  // namespace

void own_texts(Log& log) {
  std::vector<std::string_view*> names;
  std::vector<Text*> texts;
  for (std::vector<std::string_view>& space : log.facts.spaces) {
    for (std::string_view& name : space) names.push_back(&name);
  }
  for (Made& made : log.made) {
    for (Text* const text : {&made.path, &made.facts, &made.sha256, &made.notes}) texts.push_back(text);
  }
  size_t size = 0;
  for (const std::string_view* name : names) size += name->size();
  for (const Text* text : texts) size += text->view().size();
  std::string owned;
  owned.reserve(std::max<size_t>(size, 64));  // It must not move: not now, and not with the log.
  const auto own = [&](std::string_view text) {
    const size_t begin = owned.size();
    owned += text;
    return std::string_view(owned).substr(begin);
  };
  for (std::string_view* name : names) *name = own(*name);
  for (Text* text : texts) *text = Text::borrowed(own(*text));
  log.bytes = std::move(owned);
}

std::string write_log(const Log& log) {
  base::Packer packer;
  packer.reserve(room_for(log));
  packer.number(kFormat);
  packer.fixed(log.maker);
  packer.number(log.settings.size());
  for (const uint64_t setting : log.settings) packer.fixed(setting);
  packer.number(log.inputs.size());
  for (const Input& input : log.inputs) {
    packer.text(input.path);
    packer.fixed(input.stamp);
  }
  pack_fact_set(log.facts, packer);
  packer.number(log.made.size());
  for (const Made& made : log.made) pack_made(made, packer);
  return std::move(packer).sealed();
}

Log read_log(std::string sealed, uint64_t maker) {
  Log log;
  log.bytes = std::move(sealed);
  base::Unpacker bytes(base::unsealed(log.bytes));
  if (bytes.number() != kFormat || bytes.fixed() != maker || bytes.failed()) return {};
  log.maker = maker;
  log.settings.resize(bytes.size());
  for (uint64_t& setting : log.settings) setting = bytes.fixed();
  log.inputs.resize(bytes.size());
  for (Input& input : log.inputs) {
    input.path = bytes.text();
    input.stamp = bytes.fixed();
  }
  log.facts = unpack_fact_set(bytes);
  log.made.resize(bytes.size());
  for (Made& made : log.made) made = unpack_made(bytes);
  if (bytes.failed() || !bytes.at_end() || !is_sound(log)) return {};
  return log;
}

Verdict judge_settings(const Log& log, const std::vector<uint64_t>& settings) {
  if (log.maker == 0 || log.settings.size() != settings.size()) return {Cause::NoLog, 0};
  const auto [old, now] = std::mismatch(log.settings.begin(), log.settings.end(), settings.begin());
  if (old == log.settings.end()) return {};
  return {Cause::Setting, static_cast<uint32_t>(old - log.settings.begin())};
}

Verdict judge(const Made* made, uint64_t recipe, const Comparison& comparison) {
  if (made == nullptr) return {Cause::New, 0};
  if (made->recipe != recipe) return {Cause::Recipe, 0};
  Verdict verdict;
  for_each_fact(made->facts, [&](FactId fact) {
    if (comparison.changed[fact] == 0) return true;
    verdict = {Cause::Fact, fact};
    return false;
  });
  return verdict;
}

const Made* find_made(const Log& log, std::string_view path) {
  const auto at =
      std::lower_bound(log.made.begin(), log.made.end(), path,
                       [](const Made& made, std::string_view wanted) { return made.path.view() < wanted; });
  return at != log.made.end() && at->path == path ? &*at : nullptr;
}

}  // namespace herald::graph
