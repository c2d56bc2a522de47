#include "base/packing.h"

#include <cstring>

#include "base/hash.h"

namespace herald::base {

std::string Packer::sealed() && {
  const uint64_t sum = hash64(bytes_);
  fixed(sum);
  return std::move(bytes_);
}

std::string_view unsealed(std::string_view sealed) {
  uint64_t sum = 0;
  if (sealed.size() < sizeof sum) return {};
  const std::string_view bytes = sealed.substr(0, sealed.size() - sizeof sum);
  std::memcpy(&sum, sealed.data() + bytes.size(), sizeof sum);
  return hash64(bytes) == sum ? bytes : std::string_view();
}

uint64_t Unpacker::number() {
  uint64_t value = 0;
  for (size_t i = 0; i < rest_.size() && i < 10; i++) {
    const auto byte = static_cast<uint8_t>(rest_[i]);
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte >= 0x80) continue;
    rest_.remove_prefix(i + 1);
    return value;
  }
  fail();
  return 0;
}

uint32_t Unpacker::count(uint64_t limit) {
  const uint64_t value = number();
  if (value <= limit && value <= UINT32_MAX) return static_cast<uint32_t>(value);
  fail();
  return 0;
}

uint32_t Unpacker::size() {
  const uint32_t value = count(UINT32_MAX);
  if (value <= rest_.size()) return value;
  fail();
  return 0;
}

uint64_t Unpacker::fixed() {
  uint64_t value = 0;
  if (rest_.size() < sizeof value) {
    fail();
    return 0;
  }
  std::memcpy(&value, rest_.data(), sizeof value);
  rest_.remove_prefix(sizeof value);
  return value;
}

std::string_view Unpacker::text() {
  const uint32_t length = size();
  const std::string_view text = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return text;
}

}  // namespace herald::base
