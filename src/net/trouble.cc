#include "net/trouble.h"

namespace herald::net {

Trouble trouble_of_ftp(long status) {
  switch (status) {
    case 452:
    case 552:
      return Trouble::Full;
    case 530:
    case 532:
    case 430:
      return Trouble::Login;
    case 550:
      return Trouble::Missing;
    case 553:
      return Trouble::Denied;
    default:
      return status >= 400 && status < 500 ? Trouble::Broken : Trouble::Refused;
  }
}

Trouble trouble_of_sftp_words(std::string_view words) {
  const auto says = [&](std::string_view part) { return words.find(part) != std::string_view::npos; };
  if (says("No such")) return Trouble::Missing;
  if (says("ermission denied")) return Trouble::Denied;
  if (says("already exists")) return Trouble::Exists;
  // libcurl's words for no code at all: libssh2 failed without an answer of the host.
  const bool no_answer = says("Unknown error in libssh2") || says("Not connected to") || says("server lost");
  return no_answer ? Trouble::Broken : Trouble::Refused;
}

}  // namespace herald::net
