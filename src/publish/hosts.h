#pragma once
// One function a protocol. For this module alone; open_host (target.h) chooses.

#include <memory>

#include "net/client.h"
#include "publish/host.h"
#include "publish/target.h"

namespace herald::publish {

/// WebDAV.
std::unique_ptr<Host> dav_host(const Target& target, net::Settings settings);
/// FTP, in the clear or with TLS.
std::unique_ptr<Host> ftp_host(const Target& target, net::Settings settings);

}  // namespace herald::publish
