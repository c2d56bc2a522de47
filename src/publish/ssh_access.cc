#include "publish/ssh_access.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace herald::publish {
namespace {

using base::Code;
using net::PrivateKey;

std::string home() {
  const char* const value = std::getenv("HOME");
  return value == nullptr ? std::string() : value;
}

/// A path as it was written: below the home with '~', else below the site's folder.
std::string place_of(const std::string& path, const std::string& site_folder) {
  if (path.starts_with("~/")) return home() + path.substr(1);
  return path.starts_with('/') ? path : site_folder + "/" + path;
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

base::Result<std::vector<net::HostKey>> find_host_keys(const Target& target, const std::string& site_folder) {
  if (auto key = net::read_host_key(target.host_key)) return std::vector{std::move(*key)};
  const auto [host, port] = net::host_and_port(target.host);
  const std::string path =
      target.known_hosts.empty() ? home() + "/.ssh/known_hosts" : place_of(target.known_hosts, site_folder);
  const auto text = read_file(path);
  if (!text && !target.known_hosts.empty()) return base::failure(Code::FileMissing, path, {path});
  std::vector<net::HostKey> keys = net::read_known_hosts(text ? *text : std::string(), host, port);
  if (!keys.empty()) return keys;
  std::string scan = "-t ed25519,ecdsa " + host;
  if (port != 22) scan = "-p " + std::to_string(port) + " " + scan;
  return base::failure(Code::PublishHostKey, {}, {target.name, target.host, scan});
}

/// Whether a private key can be used; the error says why not.
base::Status check_key(const std::string& path) {
  const auto wrong = [&](const char* zh, const char* en) {
    return base::failure(Code::PublishKey, {}, {path, zh, en});
  };
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return wrong("没有这个文件", "there is no such file");
  const auto text = read_file(path);
  if (!text) return wrong("读不了这个文件", "it cannot be read");
  switch (net::kind_of_private_key(*text)) {
    case PrivateKey::None:
      return wrong("它不是密钥文件", "it holds no key");
    case PrivateKey::Public:
      return wrong("它是公钥，这里要写没有 .pub 的私钥文件",
                   "it is the public half; the private one has no .pub in its name");
    case PrivateKey::Rsa:
      return wrong("它是 RSA 密钥", "it is an RSA key");
    case PrivateKey::Other:
      return wrong("它不是 ed25519 或 ecdsa 密钥", "it is of another kind than ed25519 and ecdsa");
    case PrivateKey::Usable:
      break;
  }
  if ((info.st_mode & 077) != 0) return base::failure(Code::CredentialsOpen, path, {path});
  return base::Done{};
}

}  // namespace

base::Result<SshAccess> find_ssh_access(const Target& target, const Credentials& credentials,
                                        const std::string& site_folder) {
  SshAccess access;
  auto host_keys = find_host_keys(target, site_folder);
  if (!host_keys) return host_keys.error();
  access.host_keys = std::move(*host_keys);
  if (!target.key.empty()) {
    access.key_file = place_of(target.key, site_folder);
    if (auto usable = check_key(access.key_file); !usable) return usable.error();
  } else if (credentials.password.empty()) {
    for (const char* name : {"/.ssh/id_ed25519", "/.ssh/id_ecdsa"}) {
      if (access.key_file.empty() && check_key(home() + name)) access.key_file = home() + name;
    }
  }
  const bool has_login =
      !credentials.user.empty() && !(credentials.password.empty() && access.key_file.empty());
  if (!has_login)
    return base::failure(
        Code::CredentialsMissing, {},
        {target.name, variable_of(target.name, "USER"), variable_of(target.name, "PASSWORD")});
  return access;
}

}  // namespace herald::publish
