#include "serve/request.h"

#include <charconv>

#include "base/utf8.h"

namespace herald::serve {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Decodes %XX once; nothing when an escape is damaged.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); at++) {
    if (text[at] != '%') {
      out += text[at];
      continue;
    }
    if (at + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[at + 1]), low = hex_digit(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return out;
}

std::optional<uint64_t> number_of(std::string_view digits) {
  uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

/// Without the port, and without the brackets of an IPv6 address.
std::string_view host_name(std::string_view host) {
  if (host.starts_with('[')) {
    const size_t end = host.find(']');
    const std::string_view rest = end == std::string_view::npos ? host : host.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return {};
    return host.substr(1, end - 1);
  }
  const size_t colon = host.find(':');
  if (colon == std::string_view::npos) return host;
  return number_of(host.substr(colon + 1)) ? host.substr(0, colon) : std::string_view();
}

}  // namespace

std::optional<std::string> site_path(std::string_view target) {
  if (target.empty() || target[0] != '/' || target.size() > kTargetMax) return std::nullopt;
  const std::optional<std::string> path = decoded(target.substr(1));
  if (!path || base::find_invalid_utf8(*path)) return std::nullopt;
  for (const char c : *path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return std::nullopt;
  }
  const auto parts = base::split(*path, '/');
  for (size_t i = 0; i < parts.size(); i++) {
    const bool is_last = i + 1 == parts.size();
    if ((parts[i].empty() && !is_last) || parts[i].starts_with('.')) return std::nullopt;
  }
  return path;
}

std::string query_value(std::string_view query, std::string_view name) {
  for (const std::string_view pair : base::split(query, '&')) {
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    // Forms write a blank as '+'.
    return decoded(base::replace_all(pair.substr(equals + 1), "+", " ")).value_or("");
  }
  return "";
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
  for (const std::string_view part : base::split(header, ';')) {
    const std::string_view pair = base::trim(part);
    const size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

RangeKind parse_range(std::string_view header, uint64_t size, Range& range) {
  constexpr std::string_view kUnit = "bytes=";
  if (base::lower_ascii(header.substr(0, kUnit.size())) != kUnit) return RangeKind::Whole;
  const std::string_view spec = base::trim(header.substr(kUnit.size()));
  const size_t dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return RangeKind::Whole;
  const auto first = number_of(spec.substr(0, dash)), last = number_of(spec.substr(dash + 1));
  if (dash == 0) {  // The last so many bytes.
    if (!last) return RangeKind::Whole;
    if (*last == 0 || size == 0) return RangeKind::Outside;
    range.size = *last < size ? *last : size;
    range.begin = size - range.size;
    return RangeKind::Part;
  }
  const bool is_open = dash + 1 == spec.size();
  if (!first || (!is_open && !last) || (last && *last < *first)) return RangeKind::Whole;
  if (*first >= size) return RangeKind::Outside;
  range.begin = *first;
  range.size = (last && *last < size ? *last + 1 : size) - *first;
  return RangeKind::Part;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  if (base::trim(if_none_match) == "*") return true;
  for (const std::string_view part : base::split(if_none_match, ',')) {
    std::string_view one = base::trim(part);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

bool is_host_of(std::string_view host, const std::vector<std::string>& names) {
  const std::string name = base::lower_ascii(host_name(host));
  for (const std::string& one : names) {
    if (!name.empty() && name == one) return true;
  }
  return false;
}

bool equal_secrets(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (size_t i = 0; i < a.size(); i++) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

std::string base_path_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "/";
  const size_t slash = url.find('/', scheme + 3);
  if (slash == std::string_view::npos) return "/";
  std::string path(url.substr(slash, url.find_first_of("?#", slash) - slash));
  if (!path.ends_with('/')) path += '/';
  return path;
}

bool wants_page(std::string_view accept) { return accept.find("text/html") != std::string_view::npos; }

}  // namespace herald::serve
