#include "io/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "base/utf8.h"
#include "io/handle.h"
#include "io/paths.h"

namespace herald::io {
namespace {

using base::Code;

/// Links to folders, one inside another: two in each of many folders would make the walk endless, though no
/// loop.
constexpr uint32_t kFolderLinksMax = 8;

/// What a folder is, by whatever name.
struct Identity {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(const Identity&) const = default;
};

Identity identity_of(const struct stat& info) { return {info.st_dev, info.st_ino}; }

/// A folder that was entered; the way to it leads through its parents.
struct Folder {
  Identity identity;
  uint32_t parent = 0;  ///< Index of the folder above; the root is its own.
};

/// A folder that is to be read.
struct Pending {
  std::string path;  ///< Relative to the root, empty for the root.
  uint32_t parent = 0;
  uint32_t links = 0;  ///< How many links to folders the path leads through.
  bool is_link = false;
};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Stream = std::unique_ptr<DIR, CloseFolder>;

/// The path without links, or nothing with errno.
std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> found(::realpath(c_path(path), nullptr), &std::free);
  if (!found) return std::nullopt;
  return std::string(found.get());
}

/// Sorts what a folder has added to the list. Some file systems list the newest first, which is mostly the
/// last by name.
void sort_added(std::span<FileInfo> files) {
  const auto is_before = [](const FileInfo& a, const FileInfo& b) { return a.path < b.path; };
  if (std::is_sorted(files.begin(), files.end(), is_before)) return;
  std::reverse(files.begin(), files.end());
  if (!std::is_sorted(files.begin(), files.end(), is_before))
    std::sort(files.begin(), files.end(), is_before);
}

/// One walk. Folders wait in a list, so that depth costs memory and no stack, and one is open at a time.
class Walk {
 public:
  Walk(const std::string& root, const std::vector<std::string>& skip, base::Diagnostics& diagnostics)
      : root_(root), diagnostics_(diagnostics) {
    for (const std::string& path : skipped_paths(root, skip)) {
      struct stat info {};
      if (::stat(c_path(path), &info) != 0) continue;
      skipped_.push_back(identity_of(info));
      if (auto real = real_path(path)) skipped_paths_.push_back(std::move(*real));
    }
  }

  Listing run() {
    if (has_zero(root_)) {
      fail("", ENOENT);
      return {};
    }
    pending_.push_back({});
    while (!pending_.empty()) {
      const Pending next = std::move(pending_.back());
      pending_.pop_back();
      read_folder(next);
    }
    sort_by_path(listing_);
    return std::move(listing_);
  }

 private:
  std::string shown(const std::string& relative) const {
    return relative.empty() ? root_ : joined(root_, relative);
  }

  void fail(const std::string& relative, int error) {
    diagnostics_.add(read_failure(shown(relative), error));
  }

  void report(Code code, const std::string& relative) {
    diagnostics_.add(base::failure(code, shown(relative), {shown(relative)}));
  }

  void read_folder(const Pending& pending) {
    Handle handle(::open(c_path(shown(pending.path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat info {};
    if (!handle || ::fstat(handle.get(), &info) != 0) return fail_to_open(pending, errno);
    const Identity identity = identity_of(info);
    if (std::find(skipped_.begin(), skipped_.end(), identity) != skipped_.end()) return;
    if (pending.is_link && (is_on_way(identity, pending.parent) || pending.links > kFolderLinksMax)) {
      return report(Code::SymlinkLoop, pending.path);
    }
    const auto index = static_cast<uint32_t>(folders_.size());
    folders_.push_back({identity, index == 0 ? 0 : pending.parent});
    const Stream stream(::fdopendir(handle.get()));
    if (!stream) return fail(pending.path, errno);
    handle.release();  // the stream has it now
    read_entries(stream.get(), pending, index);
  }

  void fail_to_open(const Pending& pending, int error) {
    if (!pending.path.empty() && error == ENOENT) return;  // removed since its name was read
    if (pending.path.empty() && error == ENOTDIR) {
      struct stat info {};
      const bool is_file = ::stat(c_path(root_), &info) == 0;
      if (is_file) {
        diagnostics_.add(refusal(Code::FileUnreadable, root_, ENOTDIR));
        return;
      }
    }
    fail(pending.path, error);
  }

  /// Each file is looked at as soon as its name is read: by then the system has what it knows of it at hand.
  void read_entries(DIR* stream, const Pending& folder, uint32_t index) {
    const size_t added_from = listing_.files.size();
    const size_t name_at = folder.path.empty() ? 0 : folder.path.size() + 1;
    std::string path = folder.path.empty() ? std::string() : folder.path + '/';
    while (true) {
      errno = 0;
      const dirent* entry = ::readdir(stream);
      if (!entry) break;
      if (is_hidden(entry->d_name)) continue;  // and the folder itself and the one above
      path.replace(name_at, std::string::npos, entry->d_name);
      if (base::find_invalid_utf8(entry->d_name)) {
        report(Code::NameNotUtf8, path);
      } else if (entry->d_type == DT_DIR) {
        pending_.push_back({path, index, folder.links, false});
      } else if (entry->d_type == DT_REG || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) {
        add_entry(::dirfd(stream), name_at, path, folder.links, index);
      }
    }
    if (errno != 0) fail(folder.path, errno);
    sort_added(std::span(listing_.files).subspan(added_from));
  }

  /// Adds a file, or a folder where the file system does not tell types, or follows a link. Its name begins
  /// at `name_at` in the path.
  void add_entry(int folder, size_t name_at, const std::string& path, uint32_t links, uint32_t index) {
    struct stat info {};
    if (::fstatat(folder, path.c_str() + name_at, &info, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT) fail(path, errno);  // what was removed since is no error
      return;
    }
    if (S_ISREG(info.st_mode)) {
      listing_.files.push_back(info_of(path, info));
    } else if (S_ISDIR(info.st_mode)) {
      pending_.push_back({path, index, links, false});
    } else if (S_ISLNK(info.st_mode)) {
      follow(path, links, index);
    }
  }

  void follow(const std::string& path, uint32_t links, uint32_t index) {
    const auto target = real_path(shown(path));
    if (!target) {
      if (errno == ELOOP) return report(Code::SymlinkLoop, path);
      return fail(path, errno);
    }
    if (!real_root_) real_root_ = real_path(root_);
    if (!real_root_ || !is_within(*target, *real_root_)) return report(Code::SymlinkOutside, path);
    const auto holds_target = [&](const std::string& skipped) { return is_within(*target, skipped); };
    if (std::any_of(skipped_paths_.begin(), skipped_paths_.end(), holds_target)) return;
    struct stat info {};
    if (::stat(target->c_str(), &info) != 0) return fail(path, errno);
    if (S_ISREG(info.st_mode)) {
      listing_.files.push_back(info_of(path, info));
    } else if (S_ISDIR(info.st_mode)) {
      pending_.push_back({path, index, links + 1, true});
    }
  }

  /// Whether the folder is the one at `index` or above it.
  bool is_on_way(Identity identity, uint32_t index) const {
    while (true) {
      if (folders_[index].identity == identity) return true;
      if (index == folders_[index].parent) return false;
      index = folders_[index].parent;
    }
  }

  const std::string& root_;
  base::Diagnostics& diagnostics_;
  std::vector<Identity> skipped_;
  std::vector<std::string> skipped_paths_;  // without links
  std::optional<std::string> real_root_;    // made when the first link is met
  std::vector<Folder> folders_;
  std::vector<Pending> pending_;
  Listing listing_;
};

}  // namespace

Listing walk_folder(const std::string& root, const std::vector<std::string>& skip,
                    base::Diagnostics& diagnostics) {
  return Walk(root, skip, diagnostics).run();
}

}  // namespace herald::io
