#pragma once
// What a host says first. FTP, SSH and mail servers greet whoever connects; a client of another protocol
// waits for words that never come, and its timeout does not tell that somebody else lives there.

#include <chrono>
#include <string>
#include <string_view>

namespace herald::net {

/// The first line that a host says without having been asked, at most 200 bytes, printable ASCII; empty when
/// it says nothing within `patience`, cannot be reached, or is reached by a proxy.
std::string greeting_of(const std::string& host, unsigned port, std::chrono::milliseconds patience);

/// Whether who greets so is no server of this scheme ("ftp", "sftp"; RFC 959 §5.4, RFC 4253 §4.2), but one
/// that is known to greet so. False for what might be one, and for no greeting at all.
bool is_of_other_service(std::string_view greeting, std::string_view scheme);

}  // namespace herald::net
