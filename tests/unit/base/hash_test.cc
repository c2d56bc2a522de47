#include "base/hash.h"

#include <doctest/doctest.h>

namespace base = herald::base;

TEST_CASE("SHA-256 of pieces is that of the whole") {
  const std::string text(200, 'x');
  for (const size_t cut : {size_t{0}, size_t{1}, size_t{63}, size_t{64}, size_t{200}}) {
    base::Sha256 hash;
    hash.add(text.substr(0, cut));
    hash.add(text.substr(cut));
    CHECK_EQ(hash.hex(), base::sha256_hex(text));
  }
}

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  CHECK(base::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base::sha256_hex(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("HMAC-SHA-256 gives the codes of RFC 4231") {
  const auto code = [](const std::string& key, const std::string& text) {
    return base::hex(base::hmac_sha256(key, text));
  };
  CHECK(code(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(code("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(code(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(code("", "") == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("HMAC-SHA-1 gives the codes of RFC 2202") {
  const auto digits = [](std::string_view key, std::string_view bytes) {
    std::string out;
    for (const char byte : base::hmac_sha1(key, bytes))
      out += base::hex(static_cast<unsigned char>(byte), 16).substr(14);
    return out;
  };
  CHECK(digits(std::string(20, '\x0b'), "Hi There") == "b617318655057264e28bc0b6fb378c8ef146be00");
  CHECK(digits("Jefe", "what do ya want for nothing?") == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST_CASE("XXH3 hashes are those of the frozen format") {
  CHECK(base::hash64("") == 0x2D06800538D394C2U);
  CHECK(base::hash128("").high == 0x99AA06D3014798D8U);
  CHECK(base::hash128("").low == 0x6001C324468D497FU);
  CHECK(base::hash64("a") != base::hash64("a", 1));
  CHECK(base::hash64("a") != base::hash64("b"));
  CHECK(base::hash128("a") == base::hash128("a"));
}

TEST_CASE("hexadecimal digits come most significant first") {
  CHECK(base::hex(0x0123456789ABCDEFU) == "0123456789abcdef");
  CHECK(base::hex(0x0123456789ABCDEFU, 4) == "0123");
  CHECK(base::hex(0, 1) == "0");
}
