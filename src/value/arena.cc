#include "value/arena.h"

#include <algorithm>

namespace herald::value {
namespace {

// The first block is small, since a large site has an arena a page; each next one doubles.
constexpr size_t kBlockMin = 1024;
constexpr size_t kBlockMax = 256 * 1024;

}  // namespace

void* Arena::allocate_slow(size_t size, size_t alignment) {
  size_t next = blocks_.empty() ? kBlockMin : std::min(blocks_.back().size * 2, kBlockMax);
  next = std::max(next, size + alignment);
  // operator new[] gives memory at a multiple of 16, which is the largest alignment that is asked for.
  blocks_.push_back({std::unique_ptr<char[]>(new char[next]), next});
  current_ = blocks_.back().bytes.get();
  capacity_ = next;
  used_ = size;
  return current_;
}

void Arena::reset() {
  if (blocks_.empty()) return;
  auto largest = std::max_element(blocks_.begin(), blocks_.end(),
                                  [](const Block& a, const Block& b) { return a.size < b.size; });
  std::swap(blocks_.front(), *largest);
  blocks_.resize(1);
  current_ = blocks_.front().bytes.get();
  capacity_ = blocks_.front().size;
  used_ = 0;
}

size_t Arena::bytes_held() const {
  size_t sum = 0;
  for (const Block& block : blocks_) sum += block.size;
  return sum;
}

}  // namespace herald::value
