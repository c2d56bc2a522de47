#pragma once
// Signatures of requests to an object store: AWS Signature Version 4 as S3 uses it (one chunk, the header
// `Authorization`). Pure functions: the time comes in. For this module alone.
//
// libcurl has a signer of its own; that of 7.88 encodes neither paths nor queries and signs the empty body
// for every upload, which S3 refuses.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::publish {

/// Who signs.
struct S3Keys {
  std::string id, secret;
  std::string token;  ///< Of a session; empty for keys that stay.
};

/// A request as far as it is signed.
struct S3Request {
  std::string method;
  std::string host;  ///< As in the header `Host`: with a port that is not the protocol's own.
  std::string path;  ///< Decoded, with a leading '/'.
  std::vector<std::pair<std::string, std::string>> query;    ///< Decoded, in any order.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Signed, too; in lower case.
  std::string payload_sha256;                                ///< Of the body, in hexadecimal digits.
};

/// The SHA-256 of no bytes.
inline constexpr std::string_view kEmptySha256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Percent-encodes all but `A-Z a-z 0-9 - . _ ~`, and '/' when `keep_slashes`, as signatures want it.
std::string s3_encoded(std::string_view text, bool keep_slashes);

/// The query as it is sent and signed: encoded, sorted, "a=1&b=" without the '?'.
std::string s3_query(const S3Request& request);

/// The time of a signature, "20130524T000000Z"; `seconds` since 1970.
std::string s3_time(int64_t seconds);

/// The canonical request that the signature is made of (without `authorization` itself). `headers` has them
/// all.
std::string s3_canonical(const S3Request& request,
                         const std::vector<std::pair<std::string, std::string>>& headers);

/// The headers "name: value" that the request is sent with: its own, and those of the signature. `host` is
/// left to libcurl.
std::vector<std::string> s3_signed_headers(const S3Request& request, const S3Keys& keys,
                                           std::string_view region, int64_t now);

}  // namespace herald::publish
