#include "io/handle.h"

#include <unistd.h>

#include <cerrno>

#include "base/hash.h"
#include "base/system_words.h"

namespace herald::io {

bool Handle::close() {
  if (descriptor_ < 0) return true;
  const int before = errno;
  // Not again after EINTR: on Linux the descriptor is gone then.
  if (::close(release()) != 0 && errno != EINTR) return false;
  errno = before;
  return true;
}

base::Diagnostic refusal(base::Code code, const std::string& path, int error) {
  const base::Reason reason = base::system_reason(error);
  return base::failure(code, path, {path, reason.english, reason.chinese});
}

base::Diagnostic read_failure(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) return base::failure(base::Code::FileMissing, path, {path});
  return refusal(base::Code::FileUnreadable, path, error);
}

FileInfo info_of(std::string path, const struct stat& info) {
  FileInfo out;
  out.path = std::move(path);
  out.directory = S_ISDIR(info.st_mode);
  out.size = out.directory ? 0 : static_cast<uint64_t>(info.st_size);
  const auto nanoseconds = [](const timespec& time) {
    return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  };
  out.modified_ns = nanoseconds(info.st_mtim);
  if (!out.directory) {
    const uint64_t facts[] = {out.size, static_cast<uint64_t>(out.modified_ns), uint64_t{info.st_ino},
                              static_cast<uint64_t>(nanoseconds(info.st_ctim))};
    const std::string_view bytes(reinterpret_cast<const char*>(facts), sizeof facts);
    out.stamp = base::hash64(bytes);
    out.bytes_stamp = base::hash64(bytes.substr(0, sizeof facts - sizeof facts[0]));
  }
  return out;
}

bool has_zero(const std::string& path) { return path.find('\0') != std::string::npos; }

const char* c_path(const std::string& path) { return path.empty() ? "." : path.c_str(); }

}  // namespace herald::io
