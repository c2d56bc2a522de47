#pragma once
// Ids by path. The paths lie one behind the other and are looked up in a table of hashes: of a site that is
// larger than what the processor keeps at hand, a look-up waits for memory once or twice, where a map of
// strings waits for each of its pointers.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace herald::model {

/// Paths with the ids 0, 1, 2 … in the order in which they are added. Looked up by any number of threads
/// while nobody adds.
class PathIndex {
 public:
  static constexpr uint32_t kNotThere = 0xffffffff;

  /// Makes room for so many paths.
  void reserve(size_t count);
  /// Gives the next id to `path`, at most 4 GiB of paths in all. A path that is there already keeps the id
  /// that is found by it.
  void add(std::string_view path);

  /// The id of a path; kNotThere when it was not added.
  uint32_t find(std::string_view path) const;
  bool contains(std::string_view path) const { return find(path) != kNotThere; }
  /// A path that will be looked for soon: has the memory where that begins fetched. For `likely`.
  uint64_t expect(std::string_view path) const;
  /// The id of an expected path, without a look at the path: mostly right, or kNotThere. Has the memory
  /// fetched where `find` ends.
  uint32_t likely(uint64_t expected) const;
  /// The path that got this id.
  std::string_view path(uint32_t id) const;
  size_t size() const { return ends_.size(); }

  bool operator==(const PathIndex& other) const { return paths_ == other.paths_ && ends_ == other.ends_; }

 private:
  struct Slot {
    uint32_t hash = 0;  // the upper half; the lower one says where to look first
    uint32_t id = kNotThere;
  };
  /// The first slot with such a hash whose path is the right one as `is_it` says; a free one when there is
  /// none.
  template <class Test>
  const Slot& find_slot(uint64_t hash, Test is_it) const;
  void insert(uint32_t id);

  std::string paths_;           // one behind the other
  std::vector<uint32_t> ends_;  // by id: where its path ends
  std::vector<Slot> slots_;     // a power of two, at least half of them free
};

}  // namespace herald::model
