#include "model/path_index.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "base/same_text.h"

namespace herald::model {

void PathIndex::reserve(size_t count) {
  const size_t wanted = std::bit_ceil(2 * std::max<size_t>(count, 4));
  if (wanted <= slots_.size()) return;
  ends_.reserve(count);
  slots_.assign(wanted, {});
  for (uint32_t id = 0; id < ends_.size(); id++) insert(id);
}

void PathIndex::add(std::string_view path) {
  if (ends_.size() == slots_.size() / 2) reserve(2 * ends_.size());
  paths_.append(path);
  ends_.push_back(static_cast<uint32_t>(paths_.size()));
  insert(static_cast<uint32_t>(ends_.size() - 1));
}

template <class Test>
const PathIndex::Slot& PathIndex::find_slot(uint64_t hash, Test is_it) const {
  const size_t mask = slots_.size() - 1;
  const auto upper = static_cast<uint32_t>(hash >> 32);
  size_t at = hash & mask;
  while (slots_[at].id != kNotThere && !(slots_[at].hash == upper && is_it(slots_[at].id)))
    at = (at + 1) & mask;
  return slots_[at];
}

uint32_t PathIndex::find(std::string_view path) const {
  if (slots_.empty()) return kNotThere;
  return find_slot(base::hash64(path), [&](uint32_t id) { return base::same_text(this->path(id), path); }).id;
}

uint64_t PathIndex::expect(std::string_view path) const {
  const uint64_t hash = base::hash64(path);
  if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  return hash;
}

uint32_t PathIndex::likely(uint64_t expected) const {
  if (slots_.empty()) return kNotThere;
  const uint32_t id = find_slot(expected, [](uint32_t) { return true; }).id;
  if (id != kNotThere) __builtin_prefetch(&ends_[id]);
  return id;
}

void PathIndex::insert(uint32_t id) {
  const uint64_t hash = base::hash64(path(id));
  const Slot& slot = find_slot(hash, [&](uint32_t other) { return path(other) == path(id); });
  if (slot.id == kNotThere)
    slots_[static_cast<size_t>(&slot - slots_.data())] = {static_cast<uint32_t>(hash >> 32), id};
}

std::string_view PathIndex::path(uint32_t id) const {
  const uint32_t begin = id == 0 ? 0 : ends_[id - 1];
  return std::string_view(paths_).substr(begin, ends_[id] - begin);
}

}  // namespace herald::model
