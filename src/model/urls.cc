// Addresses: from names in content to paths in the output, and from one output to another.
#include "model/urls.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/utf8.h"
#include "model/addresses.h"
#include "model/site.h"
#include "text/text.h"

namespace herald::model {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

/// An ending that stays as it is: a few ASCII letters and digits.
bool is_ending(std::string_view text) {
  constexpr size_t kEndingMax = 10;
  return !text.empty() && text.size() <= kEndingMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) && c != '.'; });
}

/// The bytes that both folders have in common, up to and with their last common '/'.
size_t common_folder(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t same = 0;
  for (; most - same >= sizeof(uint64_t); same += sizeof(uint64_t)) {
    uint64_t left, right;
    std::memcpy(&left, a.data() + same, sizeof left);
    std::memcpy(&right, b.data() + same, sizeof right);
    if (left != right) break;
  }
  while (same < most && a[same] == b[same]) ++same;
  while (same > 0 && a[same - 1] != '/') --same;
  return same;
}

}  // namespace

std::string slug_of(std::string_view name) {
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_plain)) {
    std::string slug = base::lower_ascii(name);
    // A name of dots alone would climb or hide.
    slug.erase(0, std::min(slug.find_first_not_of('.'), slug.size()));
    if (!slug.empty()) return slug;
  }
  return text::slug(name);
}

std::string_view without_md(std::string_view name) {
  constexpr size_t kSize = 3;
  const bool ends = name.size() >= kSize && base::lower_ascii(name.substr(name.size() - kSize)) == ".md";
  return ends ? name.substr(0, name.size() - kSize) : name;
}

bool is_file_named(std::string_view path, std::string_view name) {
  const bool fits =
      path.size() == name.size() || (path.size() > name.size() && path[path.size() - name.size() - 1] == '/');
  return fits && std::equal(name.rbegin(), name.rend(), path.rbegin(), [](char known, char written) {
           return known == written || (written >= 'A' && written <= 'Z' && known == written - 'A' + 'a');
         });
}

std::string file_slug(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || !is_ending(name.substr(dot + 1))) return slug_of(name);
  return slug_of(name.substr(0, dot)) + base::lower_ascii(name.substr(dot));
}

std::string folder_slug(std::string_view folder) {
  std::string out;
  out.reserve(folder.size());
  while (!folder.empty()) {
    const size_t slash = std::min(folder.find('/'), folder.size());
    if (!out.empty()) out += '/';
    out += slug_of(folder.substr(0, slash));
    folder.remove_prefix(std::min(slash + 1, folder.size()));
  }
  return out;
}

void append_relative_url(std::string& out, std::string_view from, std::string_view to,
                         std::string_view fragment) {
  if (from != to || fragment.empty()) {
    const size_t common = common_folder(from, to);
    for (size_t i = common; i < from.size(); ++i) {
      if (from[i] == '/') out += "../";
    }
    base::append_url_path(out, to.substr(common));
  }
  if (!fragment.empty()) {
    out += '#';
    base::append_url_path(out, fragment);
  }
}

std::string relative_url(std::string_view from, std::string_view to, std::string_view fragment) {
  std::string url;
  append_relative_url(url, from, to, fragment);
  return url;
}

std::string host_path(const Config& config, std::string_view output) {
  std::string path = "/";
  const size_t host = config.url.find("://");
  if (host != std::string::npos) path = config.url.substr(config.url.find('/', host + 3));
  constexpr std::string_view kIndex = "index.html";
  if (output == kIndex || output.ends_with("/index.html")) output.remove_suffix(kIndex.size());
  base::append_url_path(path, output);
  return path;
}

std::string redirect_target(const Config& config, const Redirect& redirect) {
  if (!redirect.address.empty()) return redirect.address;
  std::string target = host_path(config, redirect.to);
  if (redirect.fragment.empty()) return target;
  target += '#';
  base::append_url_path(target, redirect.fragment);
  return target;
}

void append_absolute_url(std::string& out, const Config& config, std::string_view output) {
  if (config.url.empty()) return;
  constexpr std::string_view kIndex = "index.html";
  if (output == kIndex || output.ends_with("/index.html")) output.remove_suffix(kIndex.size());
  out += config.url;
  base::append_url_path(out, output);
}

std::string absolute_url(const Config& config, std::string_view output) {
  std::string url;
  append_absolute_url(url, config, output);
  return url;
}

std::string_view host_name(const Config& config) {
  if (!config.host.empty()) return config.host;
  if (!config.domain.empty()) return config.domain;
  std::string_view host = config.url;
  const size_t scheme = host.find("://");
  if (scheme == std::string_view::npos) return "localhost";
  host.remove_prefix(scheme + 3);
  return host.substr(0, host.find_first_of(":/"));
}

}  // namespace herald::model
