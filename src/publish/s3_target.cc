#include "publish/s3_target.h"

#include <algorithm>

#include "base/utf8.h"

namespace herald::publish {
namespace {

/// The names that stores take: S3 wants 3 to 63 letters, digits, '-' and '.'; some allow '_'.
bool is_bucket(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
         });
}

/// "name", "name:9000", "192.0.2.1", "[::1]:9000".
bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view(".-:[]").find(c) != std::string_view::npos;
  });
}

/// Whether a host is a number or this machine: a bucket cannot stand before such a name.
bool has_no_name(std::string_view host) {
  if (host.starts_with('[')) return true;
  const std::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || name.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// A path whose parts are names.
bool is_plain_path(std::string_view path) {
  for (const std::string_view part : base::split(path, '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  return !base::find_invalid_utf8(path);
}

}  // namespace

std::vector<StoreProblem> settle_store_target(const StoreOptions& options, Target& target) {
  std::vector<StoreProblem> problems;
  const std::string bucket = target.host;
  if (!is_bucket(bucket))
    problems.push_back({"to", "存储桶的名称应该是 3 到 63 个小写字母、数字和 `-`",
                        "the bucket must be 3 to 63 small letters, digits and `-`"});
  if (!target.path.empty() && !is_plain_path(std::string_view(target.path).substr(1)))
    problems.push_back({"to", "路径里有空的一段、`.` 或 `..`", "the path has an empty part, `.` or `..`"});
  std::string endpoint = base::lower_ascii(options.endpoint);
  target.encrypted = !endpoint.starts_with("http://");
  if (const size_t scheme = endpoint.find("://"); scheme != std::string::npos) {
    const bool is_known = endpoint.starts_with("https://") || endpoint.starts_with("http://");
    endpoint = is_known ? endpoint.substr(scheme + 3) : "";
  }
  while (endpoint.ends_with('/')) endpoint.pop_back();
  // A port that is the protocol's own is not part of the header `Host`, and that is signed.
  const std::string_view own_port = target.encrypted ? ":443" : ":80";
  if (endpoint.ends_with(own_port)) endpoint.resize(endpoint.size() - own_port.size());
  if (!is_host(endpoint))
    problems.push_back({"endpoint", "应该是对象存储的地址，例如 `https://store.example`，不带存储桶和路径",
                        "it must be the address of the store, for example `https://store.example`, without "
                        "bucket and path"});
  if (!options.style.empty() && options.style != "host" && options.style != "path")
    problems.push_back({"style", "应该是 `host` 或 `path`", "it must be `host` or `path`"});
  const bool is_region = std::all_of(target.region.begin(), target.region.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!is_region)
    problems.push_back({"region", "应该是区域的代号，例如 `cn-north-1`",
                        "it must be the name of a region, for example `cn-north-1`"});
  if (!problems.empty()) return problems;
  target.bucket = bucket;
  target.host = endpoint;
  target.bucket_in_path = options.style == "path" || (options.style.empty() && has_no_name(endpoint));
  if (target.file_size_max == 0) target.file_size_max = kObjectMax;
  return problems;
}

}  // namespace herald::publish
