#include "publish/s3_sign.h"

#include <fmt/format.h>
#include <algorithm>
#include <ctime>

#include "base/hash.h"
#include "base/utf8.h"

namespace herald::publish {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;  // and the parts of a query

/// The names of headers, joined by ';'.
std::string names_of(const Headers& headers) {
  std::string names;
  for (const auto& [name, value] : headers) names += (names.empty() ? "" : ";") + name;
  return names;
}

/// What is signed: the request's own headers, the host, and what the signature is about.
Headers all_headers(const S3Request& request, const S3Keys& keys, const std::string& time) {
  Headers headers = request.headers;
  headers.emplace_back("host", request.host);
  headers.emplace_back("x-amz-content-sha256", request.payload_sha256);
  headers.emplace_back("x-amz-date", time);
  if (!keys.token.empty()) headers.emplace_back("x-amz-security-token", keys.token);
  std::sort(headers.begin(), headers.end());
  return headers;
}

}  // namespace

std::string s3_encoded(std::string_view text, bool keep_slashes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '-' || c == '.' || c == '_' || c == '~' || (c == '/' && keep_slashes);
    if (is_plain) {
      out += c;
      continue;
    }
    out += '%';
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string s3_query(const S3Request& request) {
  Headers parts;
  for (const auto& [name, value] : request.query)
    parts.emplace_back(s3_encoded(name, false), s3_encoded(value, false));
  std::sort(parts.begin(), parts.end());
  std::string query;
  for (const auto& [name, value] : parts) query += (query.empty() ? "" : "&") + name + "=" + value;
  return query;
}

std::string s3_time(int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string s3_canonical(const S3Request& request, const Headers& headers) {
  std::string text =
      fmt::format("{}\n{}\n{}\n", request.method, s3_encoded(request.path, true), s3_query(request));
  for (const auto& [name, value] : headers) text += fmt::format("{}:{}\n", name, base::trim(value));
  return text + "\n" + names_of(headers) + "\n" + request.payload_sha256;
}

std::vector<std::string> s3_signed_headers(const S3Request& request, const S3Keys& keys,
                                           std::string_view region, int64_t now) {
  const std::string time = s3_time(now);
  const std::string day = time.substr(0, 8);
  const std::string scope = fmt::format("{}/{}/s3/aws4_request", day, region);
  const Headers headers = all_headers(request, keys, time);
  const std::string to_sign = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", time, scope,
                                          base::sha256_hex(s3_canonical(request, headers)));
  std::string key = base::hmac_sha256("AWS4" + keys.secret, day);
  for (const std::string_view part : {region, std::string_view("s3"), std::string_view("aws4_request")})
    key = base::hmac_sha256(key, part);
  std::vector<std::string> lines;
  for (const auto& [name, value] : headers) {
    if (name != "host") lines.push_back(name + ": " + value);
  }
  lines.push_back(
      fmt::format("authorization: AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={},Signature={}", keys.id,
                  scope, names_of(headers), base::hex(base::hmac_sha256(key, to_sign))));
  return lines;
}

}  // namespace herald::publish
