#pragma once
// Bytes for what herald keeps for itself between two runs (logs, caches): numbers of few bytes when they are
// small, texts with their length, a checksum at the end. Not for exchange: another herald may not read it.

#include <cstdint>
#include <string>
#include <string_view>

namespace herald::base {

/// Appends to a growing text.
class Packer {
 public:
  /// A number in 7 bits a byte, least significant first (LEB128).
  void number(uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    bytes_ += static_cast<char>(value);
  }
  /// A number that may be negative: its sign in the lowest bit.
  void signed_number(int64_t value) {
    number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
  }
  /// Eight bytes, for hashes.
  void fixed(uint64_t value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(std::string_view text) {
    number(text.size());
    bytes_ += text;
  }

  /// Makes room for that many bytes in all, so that a large text does not grow by doubling.
  void reserve(size_t size) { bytes_.reserve(size); }

  size_t size() const { return bytes_.size(); }
  const std::string& bytes() const { return bytes_; }
  /// Everything so far, with a checksum behind it (Unpacker::is_whole).
  std::string sealed() &&;

 private:
  std::string bytes_;
};

/// Reads what a Packer wrote. Bytes that end too early, or a number that does not fit, make it fail: from
/// then on everything is 0 and empty, and `failed` says so once at the end.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  /// See Packer.
  uint64_t number();
  int64_t signed_number() {
    const uint64_t value = number();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  /// A number that counts or names something: at most `limit`, else it fails.
  uint32_t count(uint64_t limit);
  /// How many things follow, each of at least one byte: never more than there are bytes left.
  uint32_t size();
  /// See Packer.
  uint64_t fixed();
  /// Borrowed from the bytes.
  std::string_view text();

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  /// Makes it fail, for a reader that found sense missing.
  void fail() {
    failed_ = true;
    rest_ = {};
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

/// What Packer::sealed made, without its checksum; an empty text when it is damaged or cut.
std::string_view unsealed(std::string_view sealed);

}  // namespace herald::base
