#include "graph/reads.h"

#include <algorithm>

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

void Reads::add_last(std::span<const Read> reads, std::span<const uint16_t> bits) {
  size_t begin = 0;  // of those that are to be added
  const auto add_up_to = [&](size_t end) {
    list_.insert(list_.end(), reads.begin() + static_cast<std::ptrdiff_t>(begin),
                 reads.begin() + static_cast<std::ptrdiff_t>(end));
  };
  for (size_t i = 0; i < reads.size(); i++) {
    if ((seen_[bits[i] / 64] >> (bits[i] % 64) & 1) == 0 || !is_there(reads[i])) continue;
    add_up_to(i);
    begin = i + 1;
  }
  add_up_to(reads.size());
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
