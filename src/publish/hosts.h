#pragma once
// One function a protocol. For this module alone; open_host (target.h) chooses.

#include <functional>
#include <memory>

#include "net/client.h"
#include "publish/host.h"
#include "publish/target.h"

namespace herald::publish {

/// Adds to a transfer what it shall bring.
inline void load(net::Transfer& transfer, const Upload& file) {
  transfer.body = file.bytes;
  transfer.file = file.file;
  transfer.size = file.size;
  transfer.sha256 = file.sha256;
}

/// WebDAV.
std::unique_ptr<Host> dav_host(const Target& target, net::Settings settings);
/// SFTP; the settings hold the keys by which the two sides recognise each other.
std::unique_ptr<Host> sftp_host(const Target& target, net::Settings settings);
/// One ZIP file. Nothing when `path` is there and is none that was published.
std::unique_ptr<Host> zip_host(const std::string& path, bool take_over);
/// FTP, in the clear or with TLS.
std::unique_ptr<Host> ftp_host(const Target& target, net::Settings settings);
/// An object store; its keys are the user's name and password. `now` is in seconds since 1970.
std::unique_ptr<Host> s3_host(const Target& target, const Credentials& credentials, net::Settings settings,
                              std::function<int64_t()> now);

}  // namespace herald::publish
