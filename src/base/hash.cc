#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <xxhash.h>

#include <algorithm>
#include <cassert>

namespace herald::base {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

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

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  size_t size = 0;
  [[maybe_unused]] const unsigned char* const done = EVP_Q_mac(
      nullptr, "HMAC", nullptr, "SHA1", nullptr, key.data(), key.size(),
      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), code.data(), code.size(), &size);
  assert(done != nullptr && size == 20);
  return {reinterpret_cast<const char*>(code.data()), size};
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  [[maybe_unused]] const bool done =
      context_ != nullptr && EVP_DigestInit_ex2(static_cast<EVP_MD_CTX*>(context_), sha256(), nullptr) == 1;
  assert(done);  // fails for want of memory alone
}

Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

void Sha256::add(std::string_view bytes) {
  [[maybe_unused]] const int done =
      EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size());
  assert(done == 1);
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  [[maybe_unused]] const int done =
      EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), digest.data(), &size);
  assert(done == 1 && size == 32);
  return base::hex({reinterpret_cast<const char*>(digest.data()), size});
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  [[maybe_unused]] const unsigned char* const done =
      HMAC(sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), code.data(), &size);
  assert(done != nullptr && size == 32);
  return {reinterpret_cast<const char*>(code.data()), size};
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
