#pragma once
// Files of this machine as hosts use them: folders and ZIP files. Errors come back as outcomes of a host. For
// this module alone.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "net/trouble.h"

namespace herald::publish {

/// How the name of a file ends that is not whole yet; it begins with a dot.
inline constexpr std::string_view kTemporaryEnding = ".herald-tmp";

/// The place where a file is written before it gets its name: ".NAME.herald-tmp" in the same folder.
std::string temporary_of(const std::string& path);

/// What an error of the system (errno) means, with `path` before its words.
net::Outcome outcome_of(int error, const std::string& path);

/// An open file. Closes its descriptor at the end.
class File {
 public:
  /// As open(2) does.
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { (void)close(); }
  /// Whether it could be opened; errno says why not.
  explicit operator bool() const { return descriptor_ >= 0; }
  /// Its descriptor.
  int get() const { return descriptor_; }
  /// Closes it; false with errno when what was written could not be kept.
  bool close() { return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

/// Writes all of `bytes`. False with errno.
bool write_all(int file, std::string_view bytes);

/// Reads a file block by block. False with errno when that fails, or when `block` wants no more.
template <class Block>
bool read_blocks(int file, const Block& block) {
  std::string bytes(size_t{256} << 10, '\0');
  while (true) {
    const ssize_t got = ::read(file, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return true;
    if (!block(std::string_view(bytes.data(), static_cast<size_t>(got)))) return false;
  }
}

}  // namespace herald::publish
