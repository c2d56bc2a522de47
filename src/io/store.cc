#include "io/store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>

#include "io/handle.h"
#include "io/paths.h"

namespace herald::io {
namespace {

base::Diagnostic store_failure(const std::string& path, int error) {
  if (error == ENOSPC || error == EDQUOT) return base::failure(base::Code::DiskFull, path, {path});
  return refusal(base::Code::FileUnwritable, path, error);
}

class RealStore final : public Store {
 public:
  RealStore(std::string path, Handle file, uint64_t size)
      : path_(std::move(path)), file_(std::move(file)), size_(size) {}

  base::Result<uint64_t> append(std::string_view bytes) override {
    const uint64_t begin = size_.fetch_add(bytes.size());
    for (size_t done = 0; done < bytes.size();) {
      const ssize_t written =
          ::pwrite(file_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(begin + done));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return store_failure(path_, errno);
      done += static_cast<size_t>(written);
    }
    return begin;
  }

  bool read(uint64_t at, size_t size, std::string& out) const override {
    out.resize(size);
    for (size_t done = 0; done < size;) {
      const ssize_t got = ::pread(file_.get(), out.data() + done, size - done, static_cast<off_t>(at + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      done += static_cast<size_t>(got);
    }
    return true;
  }

  uint64_t size() const override { return size_; }

 private:
  std::string path_;
  Handle file_;
  std::atomic<uint64_t> size_;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<std::string> bytes) : bytes_(std::move(bytes)) {}

  base::Result<uint64_t> append(std::string_view bytes) override {
    const std::lock_guard lock(mutex_);
    const uint64_t begin = bytes_->size();
    *bytes_ += bytes;
    return begin;
  }

  bool read(uint64_t at, size_t size, std::string& out) const override {
    const std::lock_guard lock(mutex_);
    if (at > bytes_->size() || size > bytes_->size() - at) return false;
    out.assign(*bytes_, at, size);
    return true;
  }

  uint64_t size() const override {
    const std::lock_guard lock(mutex_);
    return bytes_->size();
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<std::string> bytes_;
};

}  // namespace

base::Result<std::unique_ptr<Store>> open_real_store(const std::string& path, bool fresh) {
  const std::string folder(folder_of(path));
  if (fresh && !folder.empty() && !make_folders(folder)) return store_failure(path, errno);
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (fresh ? O_TRUNC : 0);
  Handle file(::open(path.c_str(), flags, 0666));
  struct stat info {};
  if (!file || ::fstat(file.get(), &info) != 0) return store_failure(path, errno);
  if (!S_ISREG(info.st_mode)) return store_failure(path, EINVAL);
  return std::unique_ptr<Store>(
      std::make_unique<RealStore>(path, std::move(file), static_cast<uint64_t>(info.st_size)));
}

std::unique_ptr<Store> make_memory_store(std::shared_ptr<std::string> bytes) {
  return std::make_unique<MemoryStore>(std::move(bytes));
}

}  // namespace herald::io
