#pragma once
// What hosts answer when they are asked for a folder, read into entries. Pure functions of text. For this
// module alone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/host.h"

namespace herald::publish {

/// Reads a WebDAV multistatus (RFC 4918 §14.16) of a folder asked for with depth 1. `folder` is the folder's
/// path on the server, decoded, without a '/' at its end; the folder itself is left out. Nothing when it is
/// none.
std::optional<std::vector<HostEntry>> read_multistatus(std::string_view xml, std::string_view folder);

/// Reads the answer to FTP's LIST: lines of `ls -l`, or of Windows' servers. Lines of another form are passed
/// over.
std::vector<HostEntry> read_ftp_list(std::string_view text);

/// The permissions (07777) of the very folder that a list in the form of `ls -la` is of; 0 when they are not
/// told.
uint32_t read_own_mode(std::string_view text);

}  // namespace herald::publish
