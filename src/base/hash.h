#pragma once
// Hashes: XXH3 for what stays on this machine (caches, signatures), SHA-256 for what others check.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace herald::base {

/// XXH3-64 of the bytes. Stable across machines and versions of libxxhash (the XXH3 format is frozen).
uint64_t hash64(std::string_view bytes, uint64_t seed = 0);

/// A 128-bit hash, for signatures that must not collide by chance.
struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const Hash128&) const = default;
};
Hash128 hash128(std::string_view bytes);

/// HMAC-SHA-1 (RFC 2104): 20 raw bytes. For names in OpenSSH's known_hosts that are hashed so; no protection.
std::string hmac_sha1(std::string_view key, std::string_view bytes);

/// SHA-256 (FIPS 180-4), as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// The same of bytes that come piece by piece. One thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  /// Takes more bytes. Not after `hex`.
  void add(std::string_view bytes);
  /// The hash of all bytes so far. Once.
  std::string hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// HMAC-SHA-256 (RFC 2104) of `bytes` with a key of any length: 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Lower-case hexadecimal digits of each byte.
std::string hex(std::string_view bytes);

/// Lower-case hexadecimal digits of `value`, most significant first, cut to `digits` (1 to 16).
std::string hex(uint64_t value, int digits = 16);

}  // namespace herald::base
