#include "model/addresses.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace herald::model {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string_view scheme_of(std::string_view address) {
  if (address.empty() || !is_letter(address[0])) return {};
  for (size_t i = 1; i < address.size(); ++i) {
    const char c = address[i];
    if (c == ':') return address.substr(0, i);
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return {};
  }
  return {};
}

bool is_web_address(std::string_view address) {
  const std::string scheme = base::lower_ascii(scheme_of(address));
  if (scheme != "http" && scheme != "https") return false;
  std::string_view rest = address.substr(scheme.size() + 1);
  if (!rest.starts_with("//")) return false;
  rest.remove_prefix(2);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  if (host.empty() || host.front() == ':' || host.front() == '.') return false;
  return std::none_of(address.begin(), address.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }) &&
         address.find("\u3000") == std::string_view::npos;
}

bool normalise(std::string& path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  // Parts are moved to the front of the same text: the result is never longer.
  size_t out = 0;
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = std::string_view(path).substr(at, end - at);
    if (part == "..") {
      if (out == 0) return false;
      const size_t slash = path.rfind('/', out - 1);
      out = slash == std::string::npos || slash >= out ? 0 : slash;
    } else if (!part.empty() && part != ".") {
      if (out != 0) path[out++] = '/';
      std::copy(part.begin(), part.end(), path.begin() + static_cast<std::ptrdiff_t>(out));
      out += part.size();
    }
    at = end + 1;
  }
  path.resize(out);
  return true;
}

std::string_view folder_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_in(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string joined(std::string_view folder, std::string_view name) {
  std::string path;
  path.reserve(folder.size() + 1 + name.size());
  path.append(folder);
  if (!folder.empty()) path += '/';
  path.append(name);
  return path;
}

}  // namespace herald::model
