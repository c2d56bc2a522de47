#pragma once
// Keys of SSH: which of them a host is known by, and what kind of key a file holds. Pure functions of text;
// who reads the files and who connects is elsewhere (publish, client.h).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::net {

/// A key by which a host is known.
struct HostKey {
  std::string type;    ///< "ssh-ed25519", "ecdsa-sha2-nistp256" …; empty when nothing but sha256 is known.
  std::string base64;  ///< The key as known_hosts has it; empty likewise.
  std::string sha256;  ///< Of the key's bytes, as OpenSSH prints it: "SHA256:…".
};

/// The key of these bytes (RFC 4253 §6.6): its type stands in them. Nothing when they are none.
std::optional<HostKey> host_key_of(std::string_view bytes);

/// What someone wrote down: "SHA256:…" as `ssh-keygen -l` prints it, or a key as it stands in a .pub file, in
/// known_hosts or in what `ssh-keyscan` prints. Nothing for anything else, and for kinds that are not used
/// (is_used_type).
std::optional<HostKey> read_host_key(std::string_view text);

/// Whether keys of this type are used: ed25519 and ecdsa. libssh2 1.10 takes RSA keys with SHA-1 alone.
bool is_used_type(std::string_view type);

/// The keys that a known_hosts file (sshd(8)) has for a host, of the kinds that are used: plain and hashed
/// names, patterns, and ports other than 22. Revoked keys and those of authorities are left out.
std::vector<HostKey> read_known_hosts(std::string_view text, std::string_view host, unsigned port);

/// What an address names behind its "sftp://" and a user, up to the next '/': the host, in lower case and
/// without brackets, and its port; `otherwise` when it names none.
std::pair<std::string, unsigned> host_and_port(std::string_view address, unsigned otherwise = 22);

/// The name of a host in known_hosts: "host", or "[host]:2022" when the port is not 22.
std::string known_host_name(std::string_view host, unsigned port);

/// What a file that should hold a private key holds.
enum class PrivateKey : uint8_t {
  None,    ///< No key at all.
  Public,  ///< The other half of a key.
  Usable,  ///< ed25519 or ecdsa, or a form that does not say.
  Rsa,
  Other,  ///< A kind that is not used: DSA, a key on a security token, PuTTY's own form.
};

/// Looks at a file's text.
PrivateKey kind_of_private_key(std::string_view text);

}  // namespace herald::net
