#pragma once
// Facts: everything that outputs may read, numbered densely, each with a hash of what it is now. Two builds'
// facts are compared by the names of their subjects, because numbers shift when a page comes or goes.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace herald::graph {

/// The number of a fact in its FactSet.
using FactId = uint32_t;
inline constexpr FactId kNoFact = 0xffffffff;

/// All facts of one build. Groups (bodies, addresses, lists …) follow one another in the order of numbers;
/// the subjects of a group are those of its space.
struct FactSet {
  /// Stable names of the subjects, by space: paths of pages, names of templates. Without doubles; sorted ones
  /// are compared faster. Borrowed.
  std::vector<std::vector<std::string_view>> spaces;
  struct Group {
    uint32_t space = 0;
    FactId first = 0;              ///< The fact of its subject 0.
    std::vector<uint64_t> values;  ///< By subject.
  };
  std::vector<Group> groups;

  /// Adds a group, one value for each subject of `space`.
  void add_group(uint32_t space, std::vector<uint64_t> values);
  FactId id(size_t group, uint32_t subject) const { return groups[group].first + subject; }
  /// How many facts there are.
  FactId size() const {
    return groups.empty() ? 0 : groups.back().first + static_cast<FactId>(groups.back().values.size());
  }
  /// The group that a fact belongs to.
  size_t group_of(FactId fact) const;
  /// The name of what a fact is of.
  std::string_view name_of(FactId fact) const;
};

/// What became of the facts of an earlier build.
struct Comparison {
  std::vector<FactId> now;       ///< By old number: the new one, kNoFact when its subject is gone.
  std::vector<uint8_t> changed;  ///< By old number: 1 when it is gone or has another value.
  bool renumbered = false;       ///< Some number differs.
};

/// Compares by names. Sets with other groups have nothing in common.
Comparison compare(const FactSet& before, const FactSet& after);

/// A list of facts in a few bytes: sorted, each as its distance from the one before. `facts` is sorted in
/// place and doubles are dropped; kNoFact may not be in it.
std::string pack_facts(std::vector<FactId>& facts);
/// Calls `each(fact)` for all facts of such a list until it returns false. False when the list is damaged.
template <class Each>
bool for_each_fact(std::string_view packed, Each each) {
  FactId fact = 0;
  for (size_t at = 0; at < packed.size();) {
    uint32_t step = 0;
    for (int shift = 0;; shift += 7) {
      if (at == packed.size() || shift > 28) return false;
      const auto byte = static_cast<uint8_t>(packed[at++]);
      step |= static_cast<uint32_t>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    fact += step;
    if (!each(fact)) return true;
  }
  return true;
}

}  // namespace herald::graph
