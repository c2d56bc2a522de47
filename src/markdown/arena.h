#pragma once
// Memory for one parse: handed out in order, given back all at once. Private to the parser's door.

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <vector>

namespace herald::markdown::internal {

/// A bump allocator with the interface of calloc, realloc and free. Freed pieces of small sizes are handed
/// out again; `reset` gives everything back but keeps a block for the next text.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// `size` zeroed bytes, aligned to 16.
  void* zeroed(size_t size);
  /// As realloc; new bytes are not zeroed.
  void* resized(void* piece, size_t size);
  void released(void* piece);
  void reset();

 private:
  struct Header;
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    size_t size = 0;
  };
  static constexpr size_t kClasses = 33;  // sizes of 16 to 512 bytes

  Header* take(size_t size);
  void grow(size_t size);

  std::vector<Block> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  void* free_[kClasses] = {};
};

}  // namespace herald::markdown::internal
