#include "base/hash.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <xxhash.h>

#include <algorithm>
#include <array>

namespace herald::base {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

const uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

template <size_t Size>
std::string text_of(const std::array<uint8_t, Size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), Size};
}

}  // namespace

uint64_t hash64(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {.low = hash.low64, .high = hash.high64};
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  hmac_sha1_ctx context;
  std::array<uint8_t, SHA1_DIGEST_SIZE> code;
  hmac_sha1_set_key(&context, key.size(), bytes_of(key));
  hmac_sha1_update(&context, bytes.size(), bytes_of(bytes));
  hmac_sha1_digest(&context, code.size(), code.data());
  return text_of(code);
}

struct Sha256::Context {
  sha256_ctx hash;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { sha256_init(&context_->hash); }

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { sha256_update(&context_->hash, bytes.size(), bytes_of(bytes)); }

std::string Sha256::hex() {
  std::array<uint8_t, SHA256_DIGEST_SIZE> digest;
  sha256_digest(&context_->hash, digest.size(), digest.data());
  return base::hex(text_of(digest));
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  hmac_sha256_ctx context;
  std::array<uint8_t, SHA256_DIGEST_SIZE> code;
  hmac_sha256_set_key(&context, key.size(), bytes_of(key));
  hmac_sha256_update(&context, bytes.size(), bytes_of(bytes));
  hmac_sha256_digest(&context, code.size(), code.data());
  return text_of(code);
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    out += kDigits[static_cast<unsigned char>(byte) >> 4];
    out += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return out;
}

std::string hex(uint64_t value, int digits) {
  const int count = std::clamp(digits, 1, 16);
  std::string out;
  for (int i = 0; i < count; ++i) out += kDigits[(value >> (60 - 4 * i)) & 15];
  return out;
}

}  // namespace herald::base
