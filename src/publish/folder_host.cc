// A folder of this machine, or a share that is mounted on it.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "publish/disk_file.h"
#include "publish/host.h"
#include "publish/lock.h"
#include "publish/releases.h"

namespace herald::publish {
namespace {

namespace fs = std::filesystem;

/// What a new release has got of the live one: its path there, the number by which the disk knows it.
using Linked = std::unordered_map<std::string, ino_t>;

/// How a file is opened that others may have put there: a pipe would wait for somebody who writes.
constexpr int kToRead = O_RDONLY | O_NONBLOCK;

/// Whether a file with bytes was opened, no pipe and no device, which may have no end. False with errno.
bool is_file(const File& opened) {
  struct stat info {};
  if (!opened || ::fstat(opened.get(), &info) != 0) return false;
  errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
  return S_ISREG(info.st_mode);
}

class FolderHost : public Host {
 public:
  explicit FolderHost(std::string folder) : root_(std::move(folder)) {
    while (root_.size() > 1 && root_.ends_with('/')) root_.pop_back();
    std::error_code ignored;
    is_link_ = fs::is_symlink(root_, ignored) && fs::is_directory(root_, ignored);
  }

  Outcome read(const std::string& path, std::string& bytes) override {
    bytes.clear();
    const File file(place(path), kToRead);
    if (!is_file(file)) return outcome_of(errno, path);
    const bool is_read = read_blocks(file.get(), [&](std::string_view block) {
      bytes += block;
      return true;
    });
    return is_read ? Outcome() : outcome_of(errno, path);
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    std::error_code error;
    for (fs::directory_iterator at(place(folder), error), end; !error && at != end; at.increment(error)) {
      HostEntry entry;
      entry.name = at->path().filename().string();
      if (entry.name.starts_with('.') && entry.name.ends_with(kTemporaryEnding)) continue;
      std::error_code ignored;
      entry.folder = at->is_directory(ignored);
      if (!entry.folder) entry.size = at->file_size(ignored);
      if (ignored) entry.size = 0;  // A link that leads nowhere.
      entries.push_back(std::move(entry));
    }
    return error ? outcome_of(error.value(), folder.empty() ? root_ : folder) : Outcome();
  }

  Outcome make_folder(const std::string& folder) override {
    if (folder.empty()) {
      std::error_code error;
      fs::create_directories(root_, error);
      return error && !fs::is_directory(root_) ? outcome_of(error.value(), root_) : Outcome();
    }
    if (is_link_ && folder == kLockFolder) ::mkdir(releases().c_str(), 0777);
    return ::mkdir(place(folder).c_str(), 0777) == 0 ? Outcome() : outcome_of(errno, folder);
  }

  void put(std::span<const Upload> files, const OnDone& done) override {
    for (size_t i = 0; i < files.size(); i++) {
      if (!done(i, put_one(files[i]))) return;
    }
  }

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    for (size_t i = 0; i < paths.size(); i++) {
      const File file(place(paths[i]), kToRead);
      base::Sha256 sha256;
      uint64_t size = 0;
      const bool is_read = is_file(file) && read_blocks(file.get(), [&](std::string_view block) {
                             sha256.add(block);
                             size += block.size();
                             return true;
                           });
      const Outcome outcome = is_read ? Outcome() : outcome_of(errno, paths[i]);
      if (!hashed(i, outcome, size, sha256.hex())) return;
    }
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    for (size_t i = 0; i < paths.size(); i++) {
      const std::string place_of_it = place(paths[i]);
      ::unlink(temporary_of(place_of_it).c_str());  // Of a run that was killed.
      // Where a folder stands by now, our file is gone as well.
      const bool is_gone =
          ::unlink(place_of_it.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR || errno == EISDIR;
      if (!done(i, is_gone ? Outcome() : outcome_of(errno, paths[i]))) return;
    }
  }

  Outcome remove_folder(const std::string& folder) override {
    return ::rmdir(place(folder).c_str()) == 0 ? Outcome() : outcome_of(errno, folder);
  }

  bool switches() const override { return is_link_; }
  Outcome begin() override;
  Outcome settle() override;
  Outcome commit() override;

 private:
  std::string releases() const { return root_ + ".releases"; }

  /// Where a path of the host lies on the disk. The lock stays outside of what is switched.
  std::string place(const std::string& path) const {
    if (is_link_ && is_in_lock(path)) return releases() + "/" + path;
    const std::string& root = next_.empty() ? root_ : next_;
    return path.empty() ? root : root + "/" + path;
  }

  Outcome put_one(const Upload& upload) {
    const std::string goal = place(upload.path), temporary = temporary_of(goal);
    Outcome outcome = write_temporary(upload, temporary);
    if (outcome && ::rename(temporary.c_str(), goal.c_str()) != 0) outcome = outcome_of(errno, upload.path);
    if (!outcome) ::unlink(temporary.c_str());
    return outcome;
  }

  static Outcome write_temporary(const Upload& upload, const std::string& temporary) {
    File out(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    if (!out) return outcome_of(errno, upload.path);
    base::Sha256 sha256;
    bool is_written = true;
    const auto block = [&](std::string_view bytes) {
      sha256.add(bytes);
      return is_written = write_all(out.get(), bytes);
    };
    if (upload.file.empty()) {
      block(upload.bytes);
    } else {
      const File in(upload.file, O_RDONLY);
      if (!in || (!read_blocks(in.get(), block) && is_written)) return {Trouble::Changed, upload.path};
    }
    const int error = errno;
    if (!is_written) return outcome_of(error, upload.path);
    if (!out.close()) return outcome_of(errno, upload.path);  // A share may tell of a full disk only now.
    if (sha256.hex() != upload.sha256) return {Trouble::Changed, upload.path};
    return {};
  }

  Outcome copy_live(const fs::path& live);
  Releases find_releases() const;

  std::string root_;
  std::string next_;     // the folder that becomes the site at the commit; empty before `begin`
  uint64_t number_ = 0;  // of this publication, when it is whole
  fs::path begun_;       // where the link led at `begin`
  std::string live_;     // the release that this is; empty: it is none
  Linked linked_;
  bool is_link_ = false;
};

/// The number by which the disk knows a file; 0 where there is none.
ino_t number_of(const fs::path& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 ? info.st_ino : 0;
}

/// Folders that are open to us until they are filled, and the permissions that they get then.
using Closed = std::vector<std::pair<fs::path, fs::perms>>;

/// Makes a folder with the permissions of another. Nobody may look into it before it has them.
void make_folder_like(const fs::path& other, const fs::path& folder, Closed& closed, std::error_code& error) {
  std::error_code ignored;
  const fs::file_status status = fs::status(other, ignored);
  const fs::perms mode = status.permissions(), open = mode | fs::perms::owner_all;
  errno = ENOENT;
  if (!fs::is_directory(status) || ::mkdir(folder.c_str(), 0700) != 0)
    return error.assign(errno, std::generic_category());
  fs::permissions(folder, open, ignored);
  if (mode != open) closed.emplace_back(folder, mode);
}

/// Makes `goal` what one entry of the live release is: a file shares its bytes where the disk can do so, a
/// folder is empty.
void copy_entry(const fs::directory_entry& entry, const fs::path& goal, Closed& closed,
                std::error_code& error) {
  std::error_code ignored;
  if (entry.is_symlink(ignored)) {
    fs::copy_symlink(entry.path(), goal, error);
  } else if (entry.is_directory(ignored)) {
    make_folder_like(entry.path(), goal, closed, error);
  } else {
    fs::create_hard_link(entry.path(), goal, error);
    if (error) fs::copy_file(entry.path(), goal, error);
  }
}

/// Makes `to` hold what is new in `from`, or was replaced there, since the last call. What this publication
/// itself puts or removes is its own affair. `linked` is what `to` has got so far.
bool copy_tree(const fs::path& from, const fs::path& to, Linked& linked, std::error_code& error) {
  Closed closed;
  error.clear();
  if (linked.try_emplace("", 0).second) make_folder_like(from, to, closed, error);
  if (error) return false;
  for (fs::recursive_directory_iterator at(from, error), end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().native().substr(from.native().size());  // behind a '/'
    const std::string goal = to.native() + path;
    const ino_t number = number_of(at->path());
    const auto [known, is_new] = linked.try_emplace(path, number);
    if (!is_new) {
      const bool is_done = known->second == number || number_of(goal) != known->second;
      if (is_done) continue;
      ::unlink(goal.c_str());
      known->second = number;
    }
    copy_entry(*at, goal, closed, error);
    if (error == std::errc::file_exists) error.clear();  // This publication has put it there.
    if (!error) continue;
    linked.erase(known);
    break;
  }
  std::error_code ignored;
  for (; !closed.empty(); closed.pop_back())  // those below come first
    fs::permissions(closed.back().first, closed.back().second, ignored);
  return !error;
}

/// Brings the new release what stands in the live one.
Outcome FolderHost::copy_live(const fs::path& live) {
  std::error_code error;
  for (int i = 0; i < kLooksMax; i++) {
    if (copy_tree(live, next_, linked_, error)) return {};
    if (error != std::errc::no_such_file_or_directory) break;
  }
  return outcome_of(error.value(), next_);
}

Releases FolderHost::find_releases() const {
  std::vector<HostEntry> entries;
  std::error_code error;
  for (fs::directory_iterator at(releases(), error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const bool is_folder = at->is_directory(ignored) && !at->is_symlink(ignored);
    entries.push_back({at->path().filename().string(), 0, is_folder});
  }
  return read_releases(entries, live_);
}

Outcome FolderHost::begin() {
  next_.clear();
  linked_.clear();
  if (!is_link_) return {};
  std::error_code error;
  const fs::path current = fs::canonical(root_, error);
  if (error) return outcome_of(error.value(), root_);
  begun_ = current;
  const fs::path within = current.lexically_relative(fs::weakly_canonical(releases(), error));
  live_ = within.empty() || *within.begin() == ".." ? std::string() : within.begin()->string();
  const Releases there = find_releases();
  for (const std::string& half : there.halves) fs::remove_all(releases() + "/" + half, error);
  next_ = temporary_place_of(releases() + "/" + std::to_string(there.next));
  if (Outcome copied = copy_live(current); !copied) return copied;
  number_ = there.next;
  return {};
}

Outcome FolderHost::settle() {
  const std::string& folder = next_.empty() ? root_ : next_;
  const File opened(folder, O_RDONLY | O_DIRECTORY);
  return !opened || ::syncfs(opened.get()) == 0 ? Outcome() : outcome_of(errno, folder);
}

Outcome FolderHost::commit() {
  std::error_code ignored;
  if (!next_.empty() && fs::canonical(root_, ignored) != begun_) return link_changed(root_);
  // Meanwhile somebody else may have put something there.
  if (Outcome copied = next_.empty() ? Outcome() : copy_live(begun_); !copied) return copied;
  // A stick may be pulled out as soon as we say that all is there.
  if (Outcome settled = settle(); !settled || next_.empty()) return settled;
  const std::string number = std::to_string(number_), whole = releases() + "/" + number;
  if (next_ != whole && ::rename(next_.c_str(), whole.c_str()) != 0) return outcome_of(errno, whole);
  next_ = whole;
  const std::string goal = fs::path(releases()).filename().string() + "/" + number;
  const std::string temporary = temporary_of(root_);
  ::unlink(temporary.c_str());
  if (::symlink(goal.c_str(), temporary.c_str()) != 0) return outcome_of(errno, root_);
  if (::rename(temporary.c_str(), root_.c_str()) != 0) return outcome_of(errno, root_);
  for (const uint64_t old : releases_to_remove(find_releases(), live_))
    fs::remove_all(releases() + "/" + std::to_string(old), ignored);
  return {};
}

}  // namespace

std::unique_ptr<Host> folder_host(std::string folder) {
  return std::make_unique<FolderHost>(std::move(folder));
}

}  // namespace herald::publish
