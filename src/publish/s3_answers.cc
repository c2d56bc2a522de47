#include "publish/s3_answers.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "publish/lock.h"
#include "publish/record.h"
#include "publish/xml.h"

namespace herald::publish {
namespace {

using Token = XmlReader::Token;

/// So much of a store's own words is passed on.
constexpr size_t kMessageMax = 200;

/// Adds what stands at `key`, unless it is not directly below the prefix.
void add_entry(std::vector<HostEntry>& entries, std::string_view key, std::string_view prefix,
               std::string_view size, bool folder) {
  if (!key.starts_with(prefix)) return;
  key.remove_prefix(prefix.size());
  if (folder && key.ends_with('/')) key.remove_suffix(1);
  if (key.empty() || key.find('/') != std::string_view::npos) return;
  HostEntry entry{std::string(key), 0, folder};
  size = base::trim(size);
  std::from_chars(size.data(), size.data() + size.size(), entry.size);
  entries.push_back(std::move(entry));
}

}  // namespace

std::optional<S3Page> read_s3_page(std::string_view xml, std::string_view prefix) {
  XmlReader reader(xml);
  S3Page page;
  std::string text, element, key, size, folder, truncated, next;
  bool seen = false;
  for (Token token = reader.next(text); token != Token::End; token = reader.next(text)) {
    if (token == Token::Open) {
      element = text;
      seen = seen || text == "listbucketresult";
      if (text == "contents") key.clear(), size.clear();
      if (text == "commonprefixes") folder.clear();
      if (text == "prefix") folder.clear();  // There is one of the whole list, too.
    } else if (token == Token::Text) {
      if (element == "key") key += text;
      if (element == "size") size += text;
      if (element == "prefix") folder += text;
      if (element == "istruncated") truncated += text;
      if (element == "nextcontinuationtoken") next += text;
    } else {
      element.clear();
      if (text == "contents") add_entry(page.entries, key, prefix, size, false);
      if (text == "commonprefixes") add_entry(page.entries, folder, prefix, {}, true);
    }
  }
  if (!seen) return std::nullopt;
  if (base::trim(truncated) == "true") {
    page.next = base::trim(next);
    if (page.next.empty()) return std::nullopt;  // There is more, and no way to it.
  }
  return page;
}

S3Error read_s3_error(std::string_view xml) {
  XmlReader reader(xml);
  S3Error error;
  std::string text, element;
  bool seen = false;
  for (Token token = reader.next(text); token != Token::End; token = reader.next(text)) {
    if (token == Token::Open) {
      element = text;
      seen = seen || text == "error";
    } else if (token == Token::Close) {
      element.clear();
    } else if (seen && element == "code") {
      error.code += text;
    } else if (seen && element == "message") {
      error.message += text;
    }
  }
  const auto is_code = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
  };
  if (!std::all_of(error.code.begin(), error.code.end(), is_code) || error.code.size() > 80)
    error.code.clear();
  std::replace_if(
      error.message.begin(), error.message.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  if (base::find_invalid_utf8(error.message)) error.message.clear();
  if (error.message.size() > kMessageMax) {
    size_t end = kMessageMax;
    while (end > 0 && (static_cast<unsigned char>(error.message[end]) & 0xC0) == 0x80) end--;
    error.message.resize(end);
  }
  return error;
}

Trouble s3_trouble(long status, std::string_view code) {
  constexpr std::pair<std::string_view, Trouble> kCodes[] = {
      {"AccessDenied", Trouble::Denied},
      {"AllAccessDisabled", Trouble::Denied},
      {"BadDigest", Trouble::Broken},
      {"EntityTooLarge", Trouble::Full},
      {"ExpiredToken", Trouble::Login},
      {"IncompleteBody", Trouble::Broken},
      {"InvalidAccessKeyId", Trouble::Login},
      {"InvalidToken", Trouble::Login},
      {"NoSuchBucket", Trouble::Refused},
      {"QuotaExceeded", Trouble::Full},
      {"RequestTimeTooSkewed", Trouble::Clock},
      {"RequestTimeout", Trouble::Broken},
      {"SignatureDoesNotMatch", Trouble::Login},
      {"SlowDown", Trouble::Failing},
      {"XAmzContentSHA256Mismatch", Trouble::Broken},
  };
  if (status >= 200 && status < 300) return Trouble::None;
  const auto* const known =
      std::find_if(std::begin(kCodes), std::end(kCodes), [&](const auto& one) { return one.first == code; });
  if (known != std::end(kCodes)) return known->second;
  switch (status) {
    case 401:
      return Trouble::Login;
    case 403:
      return Trouble::Denied;
    case 404:
      return Trouble::Missing;
    case 409:  // Another request for the same object was faster.
    case 408:
    case 429:
      return Trouble::Failing;
    case 412:
      return Trouble::Exists;
    case 413:
    case 507:
      return Trouble::Full;
    default:
      return status >= 500 && status != 501 && status != 505 ? Trouble::Failing : Trouble::Refused;
  }
}

std::string s3_cache_control(std::string_view path) {
  if (is_record_path(path) || is_in_lock(path)) return "no-store";
  // "theme/site.0123abcd.css"
  const size_t last = path.rfind('.');
  const size_t before = last == std::string_view::npos || last == 0 ? last : path.rfind('.', last - 1);
  const bool is_named_by_bytes =
      path.starts_with("theme/") && before != std::string_view::npos && last - before == 9 &&
      path.substr(before + 1, 8).find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return is_named_by_bytes ? "public, max-age=31536000, immutable" : "public, max-age=60";
}

}  // namespace herald::publish
