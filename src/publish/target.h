#pragma once
// Where a site is published to: `publish` in site.json, read and checked.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "publish/host.h"
#include "value/value.h"

namespace herald::publish {

/// The protocols.
enum class HostKind : uint8_t { Folder, Dav, Ftp, S3, Sftp, Zip };

/// The web server whose settings are sent along, when the target asks for that.
enum class WebServer : uint8_t { None, Apache, Iis, Nginx };

/// One target.
struct Target {
  std::string name;
  HostKind kind = HostKind::Folder;
  std::string address;     ///< As it was written.
  bool encrypted = false;  ///< TLS from the first byte.
  bool upgraded = false;   ///< TLS that the client asks for (`ftpes`).
  std::string user;        ///< From the address; empty when it has none.
  std::string host;        ///< With ":port" when one was given.
  std::string path;        ///< The site's folder there, decoded: "/web/safety" or, of a folder, a local path.
  unsigned connections = 4;
  std::string credentials;  ///< A file with user name and password.
  std::string ca;           ///< A certificate file.
  uint64_t file_size_max = 0;
  size_t files_max = 0;
  // Of an object store alone; `host` is that of its endpoint, `path` begins below the bucket.
  std::string bucket;
  std::string region = "us-east-1";
  bool bucket_in_path = false;  ///< Else it stands before the name of the host.
  std::string host_key;         ///< SFTP: a fingerprint or a key of the host, as it was written.
  std::string known_hosts;      ///< SFTP: a file; empty: ~/.ssh/known_hosts.
  std::string key;              ///< SFTP: a file with a private key.
  WebServer web_server = WebServer::None;
  uint64_t bytes_max = 0;  ///< Of all files together.
};

/// Reads `publish` of site.json. Of a target that is wrong nothing comes back, and an error says why.
std::vector<Target> read_targets(value::Value publish, const base::Source& source,
                                 base::Diagnostics& diagnostics);

/// The kinds of address that can be used, for people: "file:// dav:// …".
std::string_view known_addresses();

/// The environment variable of a target: "HERALD_OFFICE_PASSWORD" for ("office", "PASSWORD").
std::string variable_of(std::string_view target, std::string_view what);

/// What the folder of a target's state below .herald/publish is called, "office-1f2e3d4c": of the same name
/// at another address it is another one, so that no rollback brings one address what only the other ever had.
std::string state_name_of(const Target& target);

/// The name and the word that let us in.
struct Credentials {
  std::string user, password;
  std::string token;  ///< Of a session with an object store; mostly empty.
};

/// Looks for them in the environment, the target's file, $NETRC or ~/.netrc; of a folder or ZIP nowhere. Both
/// may stay empty. `credentials-open` for a file that others may read; relative files are below
/// `site_folder`.
base::Result<Credentials> find_credentials(const Target& target, const std::string& site_folder);

/// What a file of netrc's form, with curl's quotation marks, says about `host` (no port) and any `user`.
Credentials read_netrc(std::string_view text, std::string_view host, std::string_view user);

/// The host of a target; no connection is made yet. `cancelled` is asked while it is waited for. Of SFTP,
/// `publish-host-key` when no key of the host is known, `publish-key` and `credentials-open` for a private
/// key that cannot be used. Of a ZIP file, `publish-archive` when another file stands there, unless it may be
/// replaced (`take_over`).
base::Result<std::unique_ptr<Host>> open_host(const Target& target, const Credentials& credentials,
                                              const std::string& site_folder, std::function<bool()> cancelled,
                                              bool take_over);

}  // namespace herald::publish
