// The functions of OpenSSL's libcrypto that hash.cc calls. They stand here under their own names and hand
// every call on to the library, which is loaded by the first of them (base/library.h): 25,000 addresses in it
// are put right when it is loaded, a third of the time in which the program starts, and most commands hash
// nothing.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/library.h"

#define HAND_ON(result, name, parameters, arguments) \
  HERALD_HAND_ON(HERALD_LIBCRYPTO, result, name, parameters, arguments)

HAND_ON(EVP_MD*, EVP_MD_fetch, (OSSL_LIB_CTX * context, const char* name, const char* properties),
        (context, name, properties))
HAND_ON(EVP_MD_CTX*, EVP_MD_CTX_new, (), ())
HAND_ON(void, EVP_MD_CTX_free, (EVP_MD_CTX * digest), (digest))
HAND_ON(int, EVP_DigestInit_ex2, (EVP_MD_CTX * digest, const EVP_MD* kind, const OSSL_PARAM* settings),
        (digest, kind, settings))
HAND_ON(int, EVP_DigestUpdate, (EVP_MD_CTX * digest, const void* bytes, size_t size), (digest, bytes, size))
HAND_ON(int, EVP_DigestFinal_ex, (EVP_MD_CTX * digest, unsigned char* out, unsigned* size),
        (digest, out, size))
HAND_ON(unsigned char*, EVP_Q_mac,
        (OSSL_LIB_CTX * context, const char* name, const char* properties, const char* kind,
         const OSSL_PARAM* settings, const void* key, size_t key_size, const unsigned char* bytes,
         size_t size, unsigned char* out, size_t room, size_t* out_size),
        (context, name, properties, kind, settings, key, key_size, bytes, size, out, room, out_size))
HAND_ON(unsigned char*, HMAC,
        (const EVP_MD* kind, const void* key, int key_size, const unsigned char* bytes, size_t size,
         unsigned char* out, unsigned* out_size),
        (kind, key, key_size, bytes, size, out, out_size))
