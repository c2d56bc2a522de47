#include "markdown/arena.h"

#include <algorithm>
#include <cstring>

namespace herald::markdown::internal {
namespace {

constexpr size_t kFirstBlock = 64 * 1024;
constexpr size_t kKeptMax = 1024 * 1024;

size_t rounded(size_t size) { return size == 0 ? 16 : (size + 15) & ~size_t{15}; }

}  // namespace

/// Stands before every piece.
struct alignas(16) Arena::Header {
  size_t size;  // of the piece, rounded
};

void Arena::grow(size_t size) {
  size_t last = blocks_.empty() ? kFirstBlock / 2 : blocks_.back().size;
  Block block;
  block.size = std::max(last * 2, size);
  block.bytes.reset(new std::byte[block.size]);
  next_ = block.bytes.get();
  end_ = next_ + block.size;
  blocks_.push_back(std::move(block));
}

Arena::Header* Arena::take(size_t size) {
  if (size / 16 < kClasses && free_[size / 16]) {
    void* piece = free_[size / 16];
    std::memcpy(&free_[size / 16], piece, sizeof(void*));
    return static_cast<Header*>(piece) - 1;
  }
  size_t whole = size + sizeof(Header);
  if (static_cast<size_t>(end_ - next_) < whole) grow(whole);
  Header* header = new (next_) Header{size};
  next_ += whole;
  return header;
}

void* Arena::zeroed(size_t size) {
  Header* header = take(rounded(size));
  return std::memset(header + 1, 0, size);
}

void* Arena::resized(void* piece, size_t size) {
  size = rounded(size);
  if (!piece) return take(size) + 1;
  Header* header = static_cast<Header*>(piece) - 1;
  if (size <= header->size) return piece;
  std::byte* behind = static_cast<std::byte*>(piece) + header->size;
  if (behind == next_ && static_cast<size_t>(end_ - next_) >= size - header->size) {
    next_ += size - header->size;  // The piece is the last one: it grows in place.
    header->size = size;
    return piece;
  }
  void* larger = take(size) + 1;
  std::memcpy(larger, piece, header->size);
  released(piece);
  return larger;
}

void Arena::released(void* piece) {
  if (!piece) return;
  Header* header = static_cast<Header*>(piece) - 1;
  if (static_cast<std::byte*>(piece) + header->size == next_) {
    next_ = reinterpret_cast<std::byte*>(header);
  } else if (header->size / 16 < kClasses) {
    std::memcpy(piece, &free_[header->size / 16], sizeof(void*));
    free_[header->size / 16] = piece;
  }
}

void Arena::reset() {
  std::fill(std::begin(free_), std::end(free_), nullptr);
  if (blocks_.empty()) return;
  // The last block is the largest. One that serves the next text is enough.
  if (blocks_.size() > 1) {
    Block kept = std::move(blocks_.back());
    blocks_.clear();
    if (kept.size <= kKeptMax) blocks_.push_back(std::move(kept));
  }
  if (!blocks_.empty() && blocks_.back().size > kKeptMax) blocks_.clear();
  next_ = blocks_.empty() ? nullptr : blocks_.back().bytes.get();
  end_ = blocks_.empty() ? nullptr : next_ + blocks_.back().size;
}

}  // namespace herald::markdown::internal
