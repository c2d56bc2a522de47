#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <algorithm>
#include <cassert>
#include <memory>

namespace herald::base {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Fetched once: OpenSSL 3 looks an algorithm up anew, under locks, for every digest that names it by
/// EVP_sha256.
const EVP_MD* sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

uint64_t hash64(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {.low = hash.low64, .high = hash.high64};
}

std::string sha256_hex(std::string_view bytes) {
  const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context(EVP_MD_CTX_new());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  [[maybe_unused]] const bool done = context && EVP_DigestInit_ex2(context.get(), sha256(), nullptr) == 1 &&
                                     EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                                     EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1;
  assert(done && size == 32);  // fails for want of memory alone
  std::string out;
  out.reserve(64);
  for (size_t i = 0; i < 32; ++i) {
    out += kDigits[digest[i] >> 4];
    out += kDigits[digest[i] & 15];
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
