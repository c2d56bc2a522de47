#include "graph/reads.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/hash.h"

namespace herald::graph {
namespace {

/// As many as most outputs need.
constexpr size_t kSlotsKept = 512;

size_t slot_of(const Read& read, size_t mask) {
  // Subjects and aspects are small numbers: each has to have a say in the bits that count.
  uint64_t key = static_cast<uint64_t>(read.subject) << 32 | read.detail;
  key += static_cast<uint64_t>(read.aspect) * 0xbf58476d1ce4e5b9ull;
  key *= 0x9e3779b97f4a7c15ull;
  return static_cast<size_t>(key >> 40) & mask;
}

}  // namespace

uint32_t detail_of(std::string_view name) { return static_cast<uint32_t>(base::hash64(name)); }

void Reads::insert(const Read& read) {
  if (watcher_ != nullptr) watcher_->push_back(read);
  if (slots_.empty()) grow();
  const size_t mask = slots_.size() - 1;
  size_t at = slot_of(read, mask);
  while (const uint32_t slot = slots_[at]) {
    if (list_[slot - 1] == read) return;
    at = (at + 1) & mask;
  }
  const uint32_t bit = bit_of(read);
  seen_[bit / 64] |= uint64_t{1} << (bit % 64);
  list_.push_back(read);
  slots_[at] = static_cast<uint32_t>(list_.size());
  if ((list_.size() + 1) * 2 > slots_.size()) grow();
}

bool Reads::is_there(const Read& read) const {
  if (slots_.empty()) return false;
  const size_t mask = slots_.size() - 1;
  for (size_t at = slot_of(read, mask); slots_[at] != 0; at = (at + 1) & mask)
    if (list_[slots_[at] - 1] == read) return true;
  return false;
}

ReadGroup::ReadGroup(std::vector<Read> reads) : reads_(std::move(reads)) {
  // By bit, then by place.
  for (size_t i = 0; i < reads_.size(); i++)
    places_.push_back(static_cast<uint64_t>(Reads::bit_of(reads_[i])) << 32 | i);
  std::sort(places_.begin(), places_.end());
  for (uint32_t i = 0; i < places_.size(); i++) {
    const uint64_t bit = places_[i] >> 32;
    if ((bits_[bit / 64] >> (bit % 64) & 1) == 0) begins_.push_back(i);
    bits_[bit / 64] |= uint64_t{1} << (bit % 64);
    places_[i] &= UINT32_MAX;
  }
  begins_.push_back(static_cast<uint32_t>(places_.size()));
  for (size_t i = 1; i < bits_.size(); i++)
    ranks_[i] = ranks_[i - 1] + static_cast<size_t>(std::popcount(bits_[i - 1]));
}

void Reads::add_last(const ReadGroup& group) {
  // Few of them can be there already, and mostly even fewer are.
  std::array<uint64_t, 64> there;
  size_t count = 0;
  for (size_t word = 0; word < seen_.size(); word++) {
    for (uint64_t bits = seen_[word] & group.bits_[word]; bits != 0; bits &= bits - 1) {
      const uint64_t below = (bits & -bits) - 1;
      const size_t rank = group.ranks_[word] + static_cast<size_t>(std::popcount(group.bits_[word] & below));
      for (uint32_t i = group.begins_[rank]; i < group.begins_[rank + 1]; i++) {
        const uint64_t place = group.places_[i];
        if (!is_there(group.reads_[place])) continue;
        if (count == there.size()) return add_each(group);
        there[count++] = place;
      }
    }
  }
  std::sort(there.data(), there.data() + count);
  const Read* begin = group.reads_.data();
  for (size_t i = 0; i < count; i++) {
    const Read* end = group.reads_.data() + there[i];
    list_.insert(list_.end(), begin, end);
    begin = end + 1;
  }
  list_.insert(list_.end(), begin, group.reads_.data() + group.reads_.size());
}

void Reads::add_each(const ReadGroup& group) {
  for (const Read& read : group.reads_) insert(read);
}

void Reads::clear() {
  if (list_.empty()) return;
  list_.clear();
  last_ = {};
  seen_ = {};
  // What is made of all pages has a table as large as the site: no page behind it shall sweep that.
  slots_.assign(std::min(slots_.size(), kSlotsKept), 0);
}

std::vector<Read> Reads::take() {
  std::vector<Read> taken(list_.begin(), list_.end());
  clear();
  return taken;
}

void Reads::take(std::vector<Read>& taken) {
  taken.assign(list_.begin(), list_.end());
  clear();
}

void Reads::grow() {
  size_t size = slots_.empty() ? 64 : slots_.size() * 2;
  slots_.assign(size, 0);
  for (size_t i = 0; i < list_.size(); i++) {
    size_t at = slot_of(list_[i], size - 1);
    while (slots_[at] != 0) at = (at + 1) & (size - 1);
    slots_[at] = static_cast<uint32_t>(i + 1);
  }
}

}  // namespace herald::graph
