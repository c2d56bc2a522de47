#include "publish/disk_file.h"

#include <system_error>

namespace herald::publish {

using net::Outcome;
using net::Trouble;

std::string temporary_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return path.substr(0, slash + 1) + "." + path.substr(slash + 1) + std::string(kTemporaryEnding);
}

Outcome outcome_of(int error, const std::string& path) {
  Trouble trouble = Trouble::Refused;
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      trouble = Trouble::Full;
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      trouble = Trouble::Denied;
      break;
    case ENOENT:
    case ENOTDIR:
      trouble = Trouble::Missing;
      break;
    case EEXIST:
    case ENOTEMPTY:
      trouble = Trouble::Exists;
      break;
    case EIO:  // What shares say whose server does not answer.
    case ESTALE:
    case ETIMEDOUT:
    case EHOSTDOWN:
    case EHOSTUNREACH:
      trouble = Trouble::Broken;
      break;
    default:
      break;
  }
  return {trouble, path + ": " + std::generic_category().message(error)};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace herald::publish
