#pragma once
// Small things around POSIX calls. For this module alone.

#include <sys/stat.h>

#include <string>
#include <utility>

#include "io/files.h"

namespace herald::io {

/// Owns a file descriptor.
class Handle {
 public:
  Handle() = default;
  explicit Handle(int descriptor) : descriptor_(descriptor) {}
  Handle(Handle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() { close(); }

  explicit operator bool() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  /// Gives the descriptor away.
  int release() { return std::exchange(descriptor_, -1); }
  /// Closes it now; false with errno when the system failed to. Leaves errno alone otherwise.
  bool close();

 private:
  int descriptor_ = -1;
};

/// `code` about `path`, with the system's reason in both languages.
base::Diagnostic refusal(base::Code code, const std::string& path, int error);

/// `file-missing` or `file-unreadable`, by what errno says.
base::Diagnostic read_failure(const std::string& path, int error);

/// What stat found, under the name `path`.
FileInfo info_of(std::string path, const struct stat& info);

/// Makes `folder` and what is missing above it. False with errno when that fails.
bool make_folders(const std::string& folder);

/// The stores behind Disk::open_store.
base::Result<std::unique_ptr<Store>> open_real_store(const std::string& path, bool fresh);
/// See above; the bytes may be kept for the next one who opens it.
std::unique_ptr<Store> make_memory_store(std::shared_ptr<std::string> bytes);

/// Whether `path` has a zero byte, where the system would stop to read it.
bool has_zero(const std::string& path);

/// `path` for the system: "." for an empty one.
const char* c_path(const std::string& path);

}  // namespace herald::io
