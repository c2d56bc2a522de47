#include "publish/s3_sign.h"

#include <doctest/doctest.h>

#include "base/hash.h"

using namespace herald;
using namespace herald::publish;

namespace {

// The example keys and the moment of the S3 manual, "Signature Calculations for the Authorization Header".
const S3Keys kKeys = {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
constexpr int64_t kNow = 1369353600;  // 2013-05-24T00:00:00Z

std::string signature_of(const S3Request& request, const S3Keys& keys = kKeys) {
  const std::string last = s3_signed_headers(request, keys, "us-east-1", kNow).back();
  return last.substr(last.find("Signature=") + 10);
}

S3Request example(std::string method, std::string path) {
  S3Request request;
  request.method = std::move(method);
  request.host = "examplebucket.s3.amazonaws.com";
  request.path = std::move(path);
  request.payload_sha256 = kEmptySha256;
  return request;
}

}  // namespace

TEST_CASE("the examples of the S3 manual get the signatures printed there") {
  S3Request get = example("GET", "/test.txt");
  get.headers = {{"range", "bytes=0-9"}};
  CHECK(signature_of(get) == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

  S3Request put = example("PUT", "/test$file.text");
  put.headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
  put.payload_sha256 = base::sha256_hex("Welcome to Amazon S3.");
  CHECK(signature_of(put) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

  S3Request lifecycle = example("GET", "/");
  lifecycle.query = {{"lifecycle", ""}};
  CHECK(signature_of(lifecycle) == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

  S3Request list = example("GET", "/");
  list.query = {{"prefix", "J"}, {"max-keys", "2"}};
  CHECK(signature_of(list) == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("a canonical request encodes the path and sorts the encoded query") {
  S3Request request = example("GET", "/站/a b+c=d~e'(f).html");
  request.query = {{"prefix", "通知/"}, {"list-type", "2"}, {"a-b", "1"}, {"a", "2"}};
  CHECK(s3_canonical(request, {{"host", " h "}, {"x-amz-date", "t"}}) ==
        "GET\n"
        "/%E7%AB%99/a%20b%2Bc%3Dd~e%27%28f%29.html\n"
        "a=2&a-b=1&list-type=2&prefix=%E9%80%9A%E7%9F%A5%2F\n"
        "host:h\nx-amz-date:t\n\nhost;x-amz-date\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a session's token is sent and signed, and the secret never is") {
  S3Keys keys = kKeys;
  keys.token = "session-token";
  const auto lines = s3_signed_headers(example("GET", "/x"), keys, "us-east-1", kNow);
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  CHECK(all.find("x-amz-security-token: session-token\n") != std::string::npos);
  CHECK(all.find("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,") !=
        std::string::npos);
  CHECK(all.find("x-amz-date: 20130524T000000Z\n") != std::string::npos);
  CHECK(all.find("host:") == std::string::npos);
  CHECK(all.find(keys.secret) == std::string::npos);
  CHECK(signature_of(example("GET", "/x"), keys) != signature_of(example("GET", "/x")));
}

TEST_CASE("times of signatures are in UTC, to the second") {
  CHECK(s3_time(0) == "19700101T000000Z");
  CHECK(s3_time(1582934399) == "20200228T235959Z");
  CHECK(s3_time(1582934400) == "20200229T000000Z");
}
