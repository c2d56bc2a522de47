#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>

#include "io/files.h"
#include "io/handle.h"
#include "io/paths.h"
#include "io/walk.h"

namespace herald::io {
namespace {

using base::Code;

constexpr uint64_t kFileBytesMax = uint64_t{2} << 30;
constexpr size_t kCompareBlock = size_t{64} << 10;

enum class ReadOutcome { Done, Failed, TooLarge };

/// Reads to the end into `out`, which is made one byte longer than expected so that one call shows the end.
ReadOutcome read_all(int file, uint64_t expected, std::string& out) {
  out.resize(static_cast<size_t>(expected) + 1);
  size_t size = 0;
  while (true) {
    const ssize_t got = ::read(file, out.data() + size, out.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ReadOutcome::Failed;
    size += static_cast<size_t>(got);
    if (got == 0) break;
    if (size == out.size()) {  // it grew while it was read
      if (size > kFileBytesMax) return ReadOutcome::TooLarge;
      out.resize(size * 2);
    }
  }
  out.resize(size);
  return ReadOutcome::Done;
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

/// Whether a regular file (no link to one) at `path` holds exactly `bytes`. What cannot be read does not.
bool file_holds(const std::string& path, std::string_view bytes) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  if (static_cast<uint64_t>(info.st_size) != bytes.size()) return false;
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file) return false;
  std::array<char, kCompareBlock> block;
  while (true) {
    const ssize_t got = ::read(file.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return bytes.empty();
    const auto size = static_cast<size_t>(got);
    if (size > bytes.size() || std::memcmp(block.data(), bytes.data(), size) != 0) return false;
    bytes.remove_prefix(size);
  }
}

/// Whether a regular file at `path` holds `bytes` from `offset` on.
bool file_holds_at(const std::string& path, uint64_t offset, std::string_view bytes) {
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat info {};
  if (!file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  std::array<char, kCompareBlock> block;
  while (!bytes.empty()) {
    const size_t wanted = std::min(block.size(), bytes.size());
    const ssize_t got = ::pread(file.get(), block.data(), wanted, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || std::memcmp(block.data(), bytes.data(), static_cast<size_t>(got)) != 0) return false;
    bytes.remove_prefix(static_cast<size_t>(got));
    offset += static_cast<uint64_t>(got);
  }
  return true;
}

}  // namespace

bool make_folders(const std::string& folder) {
  for (size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
    const std::string part = folder.substr(0, end);
    if (::mkdir(part.c_str(), 0777) != 0 && errno != EEXIST) {
      const int error = errno;  // some shares refuse to make what is there already with another error
      struct stat info {};
      if (::stat(part.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
        errno = error;
        return false;
      }
    }
    if (end == std::string::npos) return true;
  }
}

namespace {

base::Diagnostic write_failure(const std::string& path, int error) {
  if (error == ENOSPC || error == EDQUOT) return base::failure(Code::DiskFull, path, {path});
  return refusal(Code::FileUnwritable, path, error);
}

/// Keeps a folder locked while its descriptor is open.
class FolderLock : public Lock {
 public:
  explicit FolderLock(Handle folder) : folder_(std::move(folder)) {}

 private:
  Handle folder_;
};

/// The process that made a temporary file of `write`, by its name; 0 for another file.
pid_t maker_of_temporary(std::string_view name) {
  constexpr std::string_view kPrefix = ".herald-", kSuffix = ".tmp";
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return 0;
  name.remove_prefix(kPrefix.size());
  pid_t process = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
  return error == std::errc() && *end == '-' ? process : 0;
}

/// Removes what is in the open folder, which is closed, links not followed. False with errno when something
/// stays. Names are read before anything is removed: a folder that changes while it is read may skip some.
bool empty_folder(int folder, int depth) {
  DIR* entries = ::fdopendir(folder);
  if (entries == nullptr) {
    ::close(folder);
    return false;
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(entries)) names.emplace_back(entry->d_name);
  int error = 0;
  for (const std::string& name : names) {
    if (name == "." || name == ".." || ::unlinkat(folder, name.c_str(), 0) == 0) continue;
    const int inner =
        depth > 0 ? ::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (inner < 0 || !empty_folder(inner, depth - 1) || ::unlinkat(folder, name.c_str(), AT_REMOVEDIR) != 0)
      error = errno;
  }
  ::closedir(entries);
  errno = error;
  return error == 0;
}

class RealDisk : public Disk {
 public:
  base::Result<std::string> read(const std::string& path) const override {
    if (has_zero(path)) return read_failure(path, ENOENT);
    // Without waiting, so that a pipe in the content does not hold the build.
    const Handle file(::open(c_path(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0) return read_failure(path, errno);
    if (S_ISDIR(info.st_mode)) return read_failure(path, EISDIR);
    if (!S_ISREG(info.st_mode))
      return base::failure(Code::FileUnreadable, path, {path, "Not a regular file", "它不是普通的文件"});
    const auto size = static_cast<uint64_t>(info.st_size);
    if (size > kFileBytesMax) return too_large(path, size);
    std::string bytes;
    switch (read_all(file.get(), size, bytes)) {
      case ReadOutcome::Done:
        return bytes;
      case ReadOutcome::TooLarge:
        return too_large(path, bytes.size());
      case ReadOutcome::Failed:
        break;
    }
    return read_failure(path, errno);
  }

  base::Result<FileInfo> stat(const std::string& path) const override {
    struct stat info {};
    if (has_zero(path)) return read_failure(path, ENOENT);
    if (::stat(c_path(path), &info) != 0) return read_failure(path, errno);
    return info_of(path, info);
  }

  Listing walk(const std::string& root, const std::vector<std::string>& skip,
               base::Diagnostics& diagnostics) const override {
    return walk_folder(root, skip, diagnostics);
  }

  base::Result<bool> write(const std::string& path, std::string_view bytes) override {
    if (path.empty() || has_zero(path)) return write_failure(path, EINVAL);
    if (file_holds(path, bytes)) return false;
    std::string temporary;
    Handle file = open_temporary(path, temporary);
    if (!file) return write_failure(path, errno);
    const bool written = write_all(file.get(), bytes);
    const int write_error = errno;
    const bool closed = file.close();  // a share may tell of a full disk only now
    if (written && closed && ::rename(temporary.c_str(), path.c_str()) == 0) return true;
    const int error = written ? errno : write_error;
    ::unlink(temporary.c_str());
    return write_failure(path, error);
  }

  bool holds(const std::string& path, std::string_view bytes) const override {
    return !has_zero(path) && file_holds(path, bytes);
  }

  base::Status create(const std::string& path, std::string_view bytes) override {
    if (path.empty() || has_zero(path)) return write_failure(path, EINVAL);
    const auto open = [&] {
      return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    };
    int descriptor = open();
    if (descriptor < 0 && errno == ENOENT && make_folders(std::string(folder_of(path)))) descriptor = open();
    Handle file(descriptor);
    if (!file) return write_failure(path, errno);
    if (!write_all(file.get(), bytes)) return write_failure(path, errno);
    if (!file.close()) return write_failure(path, errno);
    return base::Done{};
  }

  bool holds_at(const std::string& path, uint64_t offset, std::string_view bytes) const override {
    return !has_zero(path) && file_holds_at(path, offset, bytes);
  }

  base::Status append(const std::string& path, std::string_view bytes) override {
    if (path.empty() || has_zero(path)) return write_failure(path, EINVAL);
    Handle file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
    if (!file || !write_all(file.get(), bytes) || !file.close()) return write_failure(path, errno);
    return base::Done{};
  }

  base::Status move(const std::string& from, const std::string& to) override {
    if (has_zero(from) || has_zero(to)) return write_failure(to, EINVAL);
    if (::rename(from.c_str(), to.c_str()) == 0) return base::Done{};
    const std::string folder(folder_of(to));
    if (errno == ENOENT && !folder.empty() && make_folders(folder) &&
        ::rename(from.c_str(), to.c_str()) == 0) {
      return base::Done{};
    }
    return errno == EXDEV ? move_across(from, to) : write_failure(to, errno);
  }

  base::Status copy(const std::string& from, const std::string& to) override {
    if (has_zero(from) || has_zero(to)) return write_failure(to, EINVAL);
    if (::link(from.c_str(), to.c_str()) == 0) return base::Done{};
    // Another disk, a share without links, a folder that is missing, a file that is there already.
    base::Result<std::string> bytes = read(from);
    if (!bytes) return bytes.error();
    base::Result<bool> written = write(to, *bytes);
    if (!written) return written.error();
    return base::Done{};
  }

  base::Status remove(const std::string& path, const std::string& root) override {
    const std::string below = normalise_path(path);
    const std::string folder = normalise_path(root);
    if (!is_within(below, folder) || below == folder || has_zero(path)) {
      return base::failure(Code::PathOutside, path, {path});
    }
    if (::unlink(below.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
      return refusal(Code::FileUndeletable, path, errno);
    }
    // Also when the file was gone already: the last run may have been killed between the two steps.
    for (std::string_view above = folder_of(below); above != folder && !above.empty();
         above = folder_of(above)) {
      if (::rmdir(std::string(above).c_str()) != 0 && errno != ENOENT) break;
    }
    return base::Done{};
  }

  base::Status remove_tree(const std::string& folder) override {
    constexpr int kDepthMax = 100;
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (opened < 0 && errno == ENOENT) return base::Done{};
    if (opened < 0 || !empty_folder(opened, kDepthMax) || ::rmdir(folder.c_str()) != 0)
      return refusal(Code::FileUndeletable, folder, errno);
    return base::Done{};
  }

  void remove_if_empty(const std::string& folder) override { (void)::rmdir(folder.c_str()); }

  void sweep(const std::string& folder) override {
    DIR* entries = ::opendir(c_path(folder));
    if (entries == nullptr) return;
    while (const dirent* entry = ::readdir(entries)) {
      const pid_t maker = maker_of_temporary(entry->d_name);
      // A number that another process has by now only keeps the file until a later build.
      if (maker > 0 && ::kill(maker, 0) != 0 && errno == ESRCH)
        (void)::unlinkat(::dirfd(entries), entry->d_name, 0);
    }
    ::closedir(entries);
  }

  base::Result<std::unique_ptr<Lock>> lock(const std::string& folder) override {
    if (has_zero(folder)) return write_failure(folder, EINVAL);
    constexpr int kAttemptsMax = 1000;  // a link that leads nowhere can be neither made nor opened
    for (int attempt = 0; attempt < kAttemptsMax; attempt++) {
      Handle opened(::open(c_path(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (!opened && errno == ENOENT) {  // or another build that failed took it away
        if (!make_folders(folder)) return write_failure(folder, errno);
        continue;
      }
      if (!opened && errno == ENOTDIR) return write_failure(folder, ENOTDIR);
      if (!opened) return std::unique_ptr<Lock>();
      if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return base::failure(Code::BuildRunning, folder, {folder});
        if (errno == EINTR) continue;
        return std::unique_ptr<Lock>();
      }
      // What was locked may have been taken away in between, and made anew by a third.
      struct stat ours {
      }, there{};
      if (::fstat(opened.get(), &ours) == 0 && ::stat(c_path(folder), &there) == 0 &&
          ours.st_ino == there.st_ino && ours.st_dev == there.st_dev) {
        return std::unique_ptr<Lock>(std::make_unique<FolderLock>(std::move(opened)));
      }
    }
    return write_failure(folder, ENOENT);
  }

  base::Result<std::unique_ptr<Store>> open_store(const std::string& path, bool fresh) override {
    if (path.empty() || has_zero(path)) return write_failure(path, EINVAL);
    return open_real_store(path, fresh);
  }

 private:
  /// What a move to another disk is: a folder of the output may be a link to one.
  base::Status move_across(const std::string& from, const std::string& to) {
    const base::Result<std::string> bytes = read(from);
    if (!bytes) return write_failure(to, EXDEV);
    if (const base::Result<bool> written = write(to, *bytes); !written) return written.error();
    (void)::unlink(from.c_str());
    return base::Done{};
  }

  static base::Diagnostic too_large(const std::string& path, uint64_t size) {
    return base::failure(Code::FileTooLarge, path,
                         {path, std::to_string(size), std::to_string(kFileBytesMax)});
  }

  /// Opens a new file in the folder of `path`, which is made when it is missing. No file with errno when that
  /// fails.
  Handle open_temporary(const std::string& path, std::string& temporary) {
    const std::string folder(folder_of(path));
    bool made = false;
    while (true) {
      const std::string name =
          ".herald-" + std::to_string(::getpid()) + '-' + std::to_string(++temporaries_) + ".tmp";
      temporary = joined(folder, name);
      const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
      if (file >= 0) return Handle(file);
      if (errno == EEXIST || errno == EINTR) continue;  // a killed process with our number left it
      if (errno != ENOENT || made || folder.empty() || !make_folders(folder)) return Handle();
      made = true;
    }
  }

  std::atomic<uint64_t> temporaries_ = 0;
};

}  // namespace

std::unique_ptr<Disk> real_disk() { return std::make_unique<RealDisk>(); }

}  // namespace herald::io
