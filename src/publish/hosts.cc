#include "publish/hosts.h"

#include <unistd.h>

#include <ctime>
#include <tuple>
#include <utility>

#include "base/utf8.h"
#include "publish/ssh_access.h"

namespace herald::publish {
namespace {

/// The port of a protocol (RFC 959, RFC 4217, RFC 4253, RFC 9110).
unsigned usual_port(const Target& target) {
  if (target.kind == HostKind::Sftp) return 22;
  if (target.kind == HostKind::Ftp) return target.encrypted ? 990 : 21;
  return target.encrypted ? 443 : 80;
}

/// The name of the host as its transfers will have it.
std::string name_of_host(const Target& target) {
  const bool is_bucket = target.kind == HostKind::S3 && !target.bucket_in_path;
  return is_bucket ? target.bucket + "." + target.host : target.host;
}

}  // namespace

base::Result<std::unique_ptr<Host>> open_host(const Target& target, const Credentials& credentials,
                                              const std::string& site_folder, std::function<bool()> cancelled,
                                              bool take_over) {
  const auto local = [&](const std::string& path) {
    return path.empty() || path.starts_with('/') ? path : site_folder + "/" + path;
  };
  if (target.kind == HostKind::Folder) return folder_host(local(target.path));
  if (target.kind == HostKind::Zip) {
    auto host = zip_host(local(target.path), take_over);
    if (!host) return base::failure(base::Code::PublishArchive, target.path, {target.path});
    return host;
  }
  net::Settings settings;
  settings.user = credentials.user;
  settings.password = credentials.password;
  settings.ca_file = local(target.ca);
  if (!settings.ca_file.empty() && ::access(settings.ca_file.c_str(), F_OK) != 0)
    return base::failure(base::Code::FileMissing, settings.ca_file, {settings.ca_file});
  settings.upgrade_to_tls = target.upgraded;
  settings.connections = target.connections;
  settings.cancelled = std::move(cancelled);
  std::tie(settings.early_host, settings.early_port) =
      net::host_and_port(name_of_host(target), usual_port(target));
  if (target.kind == HostKind::Dav) return dav_host(target, std::move(settings));
  if (target.kind == HostKind::S3)
    return s3_host(target, credentials, std::move(settings), [] { return int64_t{std::time(nullptr)}; });
  if (target.kind == HostKind::Sftp) {
    auto access = find_ssh_access(target, credentials, site_folder);
    if (!access) return access.error();
    settings.host_keys = std::move(access->host_keys);
    settings.key_file = std::move(access->key_file);
    return sftp_host(target, std::move(settings));
  }
  settings.apart = target.encrypted || target.upgraded;
  return ftp_host(target, std::move(settings));
}

}  // namespace herald::publish
