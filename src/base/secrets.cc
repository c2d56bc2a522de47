#include "base/secrets.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/source.h"
#include "base/utf8.h"

namespace herald::base {
namespace {

/// Where the password stands in the first address from `from` on that has one.
std::optional<Span> find_password(std::string_view text, size_t from = 0) {
  for (size_t at = text.find("//", from); at != std::string_view::npos; at = text.find("//", at)) {
    at += 2;
    // A password may have slashes that should have been written as %2F.
    const std::string_view rest = text.substr(at, text.substr(at).find_first_of("\" \t\n"));
    const size_t host = rest.rfind('@'), colon = rest.find(':');
    if (host != std::string_view::npos && colon < host)
      return Span{static_cast<uint32_t>(at + colon + 1), static_cast<uint32_t>(at + host)};
  }
  return std::nullopt;
}

}  // namespace

bool may_hold_secret(std::string_view line) {
  constexpr std::array<std::string_view, 9> kNames = {"pass", "pasw", "pwd",  "secret", "token",
                                                      "密码", "口令", "密钥", "授权码"};
  const std::string lower = lower_ascii(line);
  const auto is_named = [&](std::string_view name) { return lower.find(name) != std::string::npos; };
  return find_password(line) || std::any_of(kNames.begin(), kNames.end(), is_named);
}

std::string without_password(std::string_view address) {
  std::string shown(address);
  if (const auto password = find_password(address)) shown.replace(password->begin, password->size(), "…");
  return shown;
}

}  // namespace herald::base
