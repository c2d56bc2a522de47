#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "io/files.h"
#include "io/handle.h"
#include "io/paths.h"

namespace herald::io {
namespace {

using base::Code;

struct File {
  std::string bytes;
  int64_t modified_ns = 0;
};

/// Behaves as the real disk does, so far as files and folders go; there are no links, rights or limits.
class MemoryDisk : public Disk {
 public:
  explicit MemoryDisk(std::map<std::string, std::string> files) {
    for (auto& [path, bytes] : files) files_[normalise_path(path)] = {std::move(bytes), ++writes_};
  }

  base::Result<std::string> read(const std::string& path) const override {
    const std::lock_guard lock(mutex_);
    const std::string key = normalise_path(path);
    if (const auto found = files_.find(key); found != files_.end()) return found->second.bytes;
    if (is_folder(key)) return refusal(Code::FileUnreadable, path, EISDIR);
    return base::failure(Code::FileMissing, path, {path});
  }

  base::Result<FileInfo> stat(const std::string& path) const override {
    const std::lock_guard lock(mutex_);
    const std::string key = normalise_path(path);
    if (const auto found = files_.find(key); found != files_.end()) return info_of(path, found->second);
    if (is_folder(key)) return FileInfo{.path = path, .directory = true};
    return base::failure(Code::FileMissing, path, {path});
  }

  Listing walk(const std::string& root, const std::vector<std::string>& skip,
               base::Diagnostics& diagnostics) const override {
    const std::lock_guard lock(mutex_);
    const std::string folder = normalise_path(root);
    if (!folder.empty() && !is_folder(folder)) {
      report_root(root, files_.contains(folder), diagnostics);
      return {};
    }
    const std::vector<std::string> skipped = skipped_paths(root, skip);
    Listing listing;
    std::set<std::string> told;  // folders with a name in another encoding
    const size_t prefix = folder.empty() || folder == "/" ? folder.size() : folder.size() + 1;
    for (const auto& [path, file] : files_) {
      if (!is_within(path, folder)) continue;
      const bool is_skipped = std::any_of(skipped.begin(), skipped.end(),
                                          [&](const std::string& other) { return is_within(path, other); });
      const std::string relative = path.substr(prefix);
      if (is_skipped || is_hidden(relative)) continue;
      if (const auto bad = base::find_invalid_utf8(relative)) {
        const std::string name = relative.substr(0, relative.find('/', *bad));
        if (!told.insert(name).second) continue;
        diagnostics.add(base::failure(Code::NameNotUtf8, joined(root, name), {joined(root, name)}));
      } else {
        listing.files.push_back(info_of(relative, file));
      }
    }
    sort_by_path(listing);
    return listing;
  }

  base::Result<bool> write(const std::string& path, std::string_view bytes) override {
    const std::lock_guard lock(mutex_);
    const std::string key = normalise_path(path);
    if (key.empty() || is_folder(key)) return refusal(Code::FileUnwritable, path, EISDIR);
    if (is_below_file(key)) return refusal(Code::FileUnwritable, path, ENOTDIR);
    const auto found = files_.find(key);
    if (found != files_.end() && found->second.bytes == bytes) return false;
    files_[key] = {std::string(bytes), ++writes_};
    return true;
  }

  bool holds(const std::string& path, std::string_view bytes) const override {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(normalise_path(path));
    return found != files_.end() && found->second.bytes == bytes;
  }

  base::Status create(const std::string& path, std::string_view bytes) override {
    const base::Result<bool> written = write(path, bytes);
    if (!written) return written.error();
    return base::Done{};
  }

  bool holds_at(const std::string& path, uint64_t offset, std::string_view bytes) const override {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(normalise_path(path));
    if (found == files_.end() || offset > found->second.bytes.size()) return false;
    return std::string_view(found->second.bytes).substr(offset).starts_with(bytes);
  }

  base::Status append(const std::string& path, std::string_view bytes) override {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(normalise_path(path));
    if (found == files_.end()) return refusal(Code::FileUnwritable, path, ENOENT);
    found->second.bytes += bytes;
    return base::Done{};
  }

  base::Status move(const std::string& from, const std::string& to) override {
    const std::lock_guard lock(mutex_);
    const std::string source = normalise_path(from);
    const std::string target = normalise_path(to);
    const bool is_file = files_.contains(source);
    const auto refused = [&](int error) { return refusal(Code::FileUnwritable, to, error); };
    if (!is_file && !is_folder(source)) return refused(ENOENT);
    if (is_folder(target)) return refused(is_file ? EISDIR : ENOTEMPTY);
    if (is_below_file(target) || (!is_file && files_.contains(target))) return refused(ENOTDIR);
    std::vector<std::string> moved;
    // Not from `source` on: "a-b/c" stands between "a" and "a/c".
    for (auto next = files_.lower_bound(source + "/"); next != files_.end() && is_within(next->first, source);
         ++next)
      moved.push_back(next->first);
    if (is_file) moved = {source};
    for (const std::string& path : moved) {
      auto file = files_.extract(path);
      file.key() = target + path.substr(source.size());
      files_.erase(file.key());
      files_.insert(std::move(file));
    }
    return base::Done{};
  }

  base::Status copy(const std::string& from, const std::string& to) override {
    const base::Result<std::string> bytes = read(from);
    if (!bytes) return bytes.error();
    return create(to, *bytes);
  }

  base::Status remove(const std::string& path, const std::string& root) override {
    const std::lock_guard lock(mutex_);
    const std::string key = normalise_path(path);
    const std::string folder = normalise_path(root);
    if (!is_within(key, folder) || key == folder) return base::failure(Code::PathOutside, path, {path});
    if (is_folder(key)) return refusal(Code::FileUndeletable, path, EISDIR);
    files_.erase(key);
    stores_.erase(key);
    return base::Done{};
  }

  base::Status remove_tree(const std::string& folder) override {
    const std::lock_guard lock(mutex_);
    const std::string key = normalise_path(folder);
    std::erase_if(files_, [&](const auto& file) { return is_within(file.first, key); });
    return base::Done{};
  }

  void remove_if_empty(const std::string&) override {}  // a folder is there while a file is below it

  void sweep(const std::string&) override {}  // no process but this one writes here

  base::Result<std::unique_ptr<Lock>> lock(const std::string& folder) override {
    const std::lock_guard guard(mutex_);
    const std::string key = normalise_path(folder);
    if (files_.contains(key) || is_below_file(key)) return refusal(Code::FileUnwritable, folder, ENOTDIR);
    if (!locked_.insert(key).second) return base::failure(Code::BuildRunning, folder, {folder});
    return std::unique_ptr<Lock>(std::make_unique<MemoryLock>(*this, key));
  }

  base::Result<std::unique_ptr<Store>> open_store(const std::string& path, bool fresh) override {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<std::string>& bytes = stores_[normalise_path(path)];
    if (fresh || bytes == nullptr) bytes = std::make_shared<std::string>();
    return make_memory_store(bytes);
  }

  std::map<std::string, std::string> files() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::string> out;
    for (const auto& [path, file] : files_) out[path] = file.bytes;
    return out;
  }

 private:
  /// Gives the folder free again.
  class MemoryLock : public Lock {
   public:
    MemoryLock(MemoryDisk& disk, std::string key) : disk_(disk), key_(std::move(key)) {}
    ~MemoryLock() override {
      const std::lock_guard guard(disk_.mutex_);
      disk_.locked_.erase(key_);
    }
    MemoryLock(const MemoryLock&) = delete;
    MemoryLock& operator=(const MemoryLock&) = delete;

   private:
    MemoryDisk& disk_;
    std::string key_;
  };

  static FileInfo info_of(const std::string& path, const File& file) {
    return {.path = path,
            .size = file.bytes.size(),
            .modified_ns = file.modified_ns,
            .stamp = static_cast<uint64_t>(file.modified_ns),
            .bytes_stamp = static_cast<uint64_t>(file.modified_ns),
            .directory = false};
  }

  static void report_root(const std::string& root, bool is_file, base::Diagnostics& diagnostics) {
    if (is_file) {
      diagnostics.add(refusal(Code::FileUnreadable, root, ENOTDIR));
    } else {
      diagnostics.add(base::failure(Code::FileMissing, root, {root}));
    }
  }

  bool is_folder(const std::string& key) const {
    if (key.empty() || key == "/") return true;
    const auto next = files_.lower_bound(key + '/');
    return next != files_.end() && next->first.starts_with(key + '/');
  }

  bool is_below_file(const std::string& key) const {
    for (std::string_view above = folder_of(key); !above.empty() && above != "/"; above = folder_of(above)) {
      if (files_.contains(std::string(above))) return true;
    }
    return false;
  }

  mutable std::mutex mutex_;
  std::set<std::string> locked_;                                // folders, normalised
  std::map<std::string, File> files_;                           // by normalised path
  std::map<std::string, std::shared_ptr<std::string>> stores_;  // by normalised path
  int64_t writes_ = 0;
};

}  // namespace

std::unique_ptr<Disk> memory_disk(std::map<std::string, std::string> files) {
  return std::make_unique<MemoryDisk>(std::move(files));
}

std::map<std::string, std::string> files_of(const Disk& memory_disk) {
  const auto* disk = dynamic_cast<const MemoryDisk*>(&memory_disk);
  return disk ? disk->files() : std::map<std::string, std::string>();
}

}  // namespace herald::io
