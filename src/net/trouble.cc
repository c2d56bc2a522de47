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
  return says("already exists") ? Trouble::Exists : Trouble::Refused;
}

}  // namespace herald::net
