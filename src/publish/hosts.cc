#include "publish/hosts.h"

#include <ctime>

#include "base/utf8.h"

namespace herald::publish {

std::unique_ptr<Host> open_host(const Target& target, const Credentials& credentials,
                                const std::string& site_folder, const std::atomic<bool>* cancelled) {
  const auto local = [&](const std::string& path) {
    return path.empty() || path.starts_with('/') ? path : site_folder + "/" + path;
  };
  if (target.kind == HostKind::Folder) return folder_host(local(target.path));
  net::Settings settings;
  settings.user = credentials.user;
  settings.password = credentials.password;
  settings.ca_file = local(target.ca);
  settings.upgrade_to_tls = target.upgraded;
  settings.connections = target.connections;
  settings.cancelled = cancelled;
  if (target.kind == HostKind::Dav) return dav_host(target, std::move(settings));
  if (target.kind == HostKind::S3)
    return s3_host(target, credentials, std::move(settings), [] { return int64_t{std::time(nullptr)}; });
  return ftp_host(target, std::move(settings));
}

}  // namespace herald::publish
