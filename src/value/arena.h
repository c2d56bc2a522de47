#pragma once
// Memory that is freed all at once. Values and what they point to live in one.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace herald::value {

/// A bump allocator. What it hands out stays where it is until `reset` or the end of the arena, also when the
/// Arena itself is moved. Nothing's destructor runs. Not for two threads at once.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept { swap(other); }
  Arena& operator=(Arena&& other) noexcept {
    Arena moved(std::move(other));
    swap(moved);
    return *this;
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// `size` bytes at a multiple of `alignment` (a power of two, at most 16). Never null; aborts without
  /// memory.
  void* allocate(size_t size, size_t alignment) {
    size_t at = (used_ + alignment - 1) & ~(alignment - 1);
    if (current_ == nullptr || at + size > capacity_) return allocate_slow(size, alignment);
    used_ = at + size;
    return current_ + at;
  }

  /// A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* bytes = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(bytes, text.data(), text.size());
    return {bytes, text.size()};
  }

  /// Room for `count` objects, not constructed.
  template <class T>
  T* array(size_t count) {
    return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
  }

  /// One object, constructed.
  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Arguments>(arguments)...);
  }

  /// Forgets everything and keeps one block for reuse. All that was handed out dangles.
  void reset();

  /// Bytes held from the system, used or not.
  size_t bytes_held() const;

 private:
  void* allocate_slow(size_t size, size_t alignment);

  void swap(Arena& other) noexcept {
    std::swap(blocks_, other.blocks_);
    std::swap(current_, other.current_);
    std::swap(used_, other.used_);
    std::swap(capacity_, other.capacity_);
  }

  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size;
  };
  std::vector<Block> blocks_;
  char* current_ = nullptr;
  size_t used_ = 0;
  size_t capacity_ = 0;
};

}  // namespace herald::value
