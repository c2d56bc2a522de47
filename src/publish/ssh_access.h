#pragma once
// By what an SFTP host and we recognise each other: its key, and ours. For this module alone.

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "net/ssh_keys.h"
#include "publish/target.h"

namespace herald::publish {

/// Keys of both sides.
struct SshAccess {
  std::vector<net::HostKey> host_keys;  ///< At least one.
  std::string key_file;                 ///< A private key to log in with; empty: the password does.
};

/// Finds them: the host's key in the target, in its file known_hosts or in ~/.ssh/known_hosts; ours in the
/// target or, without a password, as ~/.ssh/id_ed25519 or id_ecdsa. Reads files, and connects to nobody.
/// `publish-host-key`, `publish-key`, `credentials-open`, `credentials-missing` without a user's name.
base::Result<SshAccess> find_ssh_access(const Target& target, const Credentials& credentials,
                                        const std::string& site_folder);

}  // namespace herald::publish
