#include "graph/facts.h"

#include <algorithm>
#include <unordered_map>

#include "base/packing.h"

namespace herald::graph {
namespace {

/// For each name of `before` its place in `after`, or kNoFact.
std::vector<uint32_t> places_of(const std::vector<std::string_view>& before,
                                const std::vector<std::string_view>& after) {
  std::vector<uint32_t> places(before.size(), kNoFact);
  if (!std::is_sorted(before.begin(), before.end()) || !std::is_sorted(after.begin(), after.end())) {
    std::unordered_map<std::string_view, uint32_t> found;
    for (uint32_t i = 0; i < after.size(); i++) found.emplace(after[i], i);
    for (size_t i = 0; i < before.size(); i++) {
      if (const auto known = found.find(before[i]); known != found.end()) places[i] = known->second;
    }
    return places;
  }
  size_t at = 0;
  for (size_t i = 0; i < before.size(); i++) {
    while (at < after.size() && after[at] < before[i]) at++;
    if (at < after.size() && after[at] == before[i]) places[i] = static_cast<uint32_t>(at);
  }
  return places;
}

bool same_groups(const FactSet& before, const FactSet& after) {
  return before.spaces.size() == after.spaces.size() &&
         std::equal(before.groups.begin(), before.groups.end(), after.groups.begin(), after.groups.end(),
                    [](const auto& a, const auto& b) { return a.space == b.space; });
}

}  // namespace

void FactSet::add_group(uint32_t space, std::vector<uint64_t> values) {
  groups.push_back({space, size(), std::move(values)});
}

size_t FactSet::group_of(FactId fact) const {
  const auto after = std::upper_bound(groups.begin(), groups.end(), fact,
                                      [](FactId wanted, const Group& group) { return wanted < group.first; });
  return static_cast<size_t>(after - groups.begin()) - 1;
}

std::string_view FactSet::name_of(FactId fact) const {
  const Group& group = groups[group_of(fact)];
  const std::vector<std::string_view>& names = spaces[group.space];
  const uint32_t subject = fact - group.first;
  return subject < names.size() ? names[subject] : std::string_view();
}

Comparison compare(const FactSet& before, const FactSet& after) {
  Comparison result;
  result.now.assign(before.size(), kNoFact);
  result.changed.assign(before.size(), 1);
  result.renumbered = true;
  if (!same_groups(before, after)) return result;
  std::vector<std::vector<uint32_t>> places;
  for (size_t space = 0; space < before.spaces.size(); space++)
    places.push_back(places_of(before.spaces[space], after.spaces[space]));
  result.renumbered = before.size() != after.size();
  for (size_t g = 0; g < before.groups.size(); g++) {
    const FactSet::Group& old = before.groups[g];
    for (uint32_t subject = 0; subject < old.values.size(); subject++) {
      const uint32_t place = places[old.space][subject];
      const FactId fact = old.first + subject;
      if (place != kNoFact) {
        result.now[fact] = after.id(g, place);
        result.changed[fact] = after.groups[g].values[place] == old.values[subject] ? 0 : 1;
      }
      result.renumbered = result.renumbered || result.now[fact] != fact;
    }
  }
  return result;
}

std::string pack_facts(std::vector<FactId>& facts) {
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  base::Packer packer;
  FactId before = 0;
  for (const FactId fact : facts) {
    packer.number(fact - before);
    before = fact;
  }
  return packer.bytes();
}

}  // namespace herald::graph
