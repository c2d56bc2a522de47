#pragma once
// What can go wrong between us and a host, in the few ways that call for different answers.

#include <cstdint>
#include <string>
#include <string_view>

namespace herald::net {

/// How an operation on a host ended.
enum class Trouble : uint8_t {
  None,
  Missing,       ///< What was asked for is not there.
  Exists,        ///< What should be made is there already.
  Broken,        ///< No connection, one that broke, a timeout: the same may work a moment later.
  Failing,       ///< The host answered that it cannot do it now, which may pass, too.
  Clock,         ///< The host finds our time wrong.
  Login,         ///< The host refused the user name or the password.
  Untrusted,     ///< It cannot be shown that this is the right host: certificate or host key.
  OtherKey,      ///< SSH: the host shows another key than those that are known. Nothing was sent.
  Denied,        ///< The host knows us and does not allow it.
  Full,          ///< Disk or quota.
  OtherService,  ///< What is there does not speak what it should: another protocol, or HTTP without WebDAV.
  Changed,       ///< A local file is not what it should be.
  Refused,       ///< Any other answer that was not expected.
  Cancelled,     ///< We were asked to stop.
};

/// Whether trying again may help.
inline bool may_pass(Trouble trouble) { return trouble == Trouble::Broken || trouble == Trouble::Failing; }

/// How an operation ended, with the words of the host or the system. Never holds a password.
struct [[nodiscard]] Outcome {
  Trouble trouble = Trouble::None;
  std::string words;  ///< In the language that the host speaks; empty when it went well.

  explicit operator bool() const { return trouble == Trouble::None; }
};

/// What FTP's answers mean (RFC 959 §4.2).
Trouble trouble_of_ftp(long status);

/// What the words mean by which libcurl says why a command of SFTP failed.
Trouble trouble_of_sftp_words(std::string_view words);

}  // namespace herald::net
