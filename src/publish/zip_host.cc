// One ZIP file, for the upload page of a host or a stick. A publication is collected in memory by name (the
// bytes stay where they are, in the old archive and in the output folder) and written at its end as a new
// archive, in the order of the paths and without times: same site, same bytes. The archive's own record,
// herald-manifest.json, lies in it like any other file.

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <set>

#include "archive/zip.h"
#include "archive/zip_read.h"
#include "base/hash.h"
#include "publish/disk_file.h"
#include "publish/hosts.h"
#include "publish/lock.h"
#include "publish/record.h"

namespace herald::publish {
namespace {

/// The largest directory that is read: of more files than an archive may have.
constexpr uint64_t kDirectoryBytesMax = uint64_t{128} << 20;

/// A file of the archive that is going to be.
struct Item {
  uint64_t size = 0;
  uint32_t crc32 = 0;
  std::string file;     // a local file that holds its bytes; else
  std::string bytes;    // they are here, or
  uint64_t header = 0;  // in the old archive, behind this header
  bool is_old = false;  // which is where they are
};

/// `size` bytes of an open file from `offset` on; fewer at its end.
std::string read_at(int file, uint64_t offset, uint64_t size) {
  std::string bytes(static_cast<size_t>(size), '\0');
  size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t some =
        ::pread(file, bytes.data() + got, bytes.size() - got, static_cast<off_t>(offset + got));
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) break;
    got += static_cast<size_t>(some);
  }
  bytes.resize(got);
  return bytes;
}

class ZipHost : public Host {
 public:
  explicit ZipHost(std::string path) : path_(std::move(path)) {
    const std::string folder = std::filesystem::path(path_).parent_path().string();
    beside_ = folder_host(folder.empty() ? "." : folder);
  }

  /// Reads what the archive holds. False when it is there and is none that was published.
  bool open() {
    const File file(path_, O_RDONLY);
    if (!file) return errno == ENOENT || errno == ENOTDIR;
    is_there_ = true;
    struct stat info {};
    if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
    const auto size = static_cast<uint64_t>(info.st_size);
    const uint64_t tail = std::min(size, archive::kTailBytes);
    const auto place = archive::find_directory(read_at(file.get(), size - tail, tail), size);
    if (!place || place->size > kDirectoryBytesMax) return false;
    const auto files = archive::read_directory(read_at(file.get(), place->offset, place->size), place->count);
    if (!files) return false;
    for (const archive::StoredFile& one : *files) {
      Item& item = items_[one.name];
      item.size = one.size;
      item.crc32 = one.crc32;
      item.header = one.header;
      item.is_old = true;
    }
    return items_.contains(std::string(kRecordPath));
  }

  /// Takes the file for none that is wanted.
  void replace() {
    replaces_ = true;
    forget();
  }

  Outcome read(const std::string& path, std::string& bytes) override {
    if (is_in_lock(path)) return beside_->read(path, bytes);
    bytes.clear();
    const auto at = items_.find(path);
    if (at == items_.end()) return {Trouble::Missing, path};
    return for_bytes(at->first, at->second, [&](std::string_view block) {
      bytes += block;
      return true;
    });
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    if (!is_there_ && items_.empty()) return {Trouble::Missing, path_};
    const std::string begin = folder.empty() ? "" : folder + "/";
    std::set<std::string> folders;
    for (auto at = items_.lower_bound(begin); at != items_.end() && at->first.starts_with(begin); ++at) {
      const std::string rest = at->first.substr(begin.size());
      const size_t slash = rest.find('/');
      if (slash == std::string::npos) {
        entries.push_back({rest, at->second.size, false});
      } else if (folders.insert(rest.substr(0, slash)).second) {
        entries.push_back({rest.substr(0, slash), 0, true});
      }
    }
    return entries.empty() && !folder.empty() ? Outcome{Trouble::Missing, folder} : Outcome();
  }

  Outcome make_folder(const std::string& folder) override {
    // An archive has no folders but those that its names speak of.
    if (folder != kLockFolder) return folder.empty() ? beside_->make_folder(folder) : Outcome();
    Outcome locked = beside_->make_folder(folder);
    if (!locked) return locked;
    // Another may have written the archive since we looked.
    forget();
    if (!open()) {
      if (!replaces_) return {Trouble::Refused, path_};
      forget();
    }
    return {};
  }

  void put(std::span<const Upload> files, const OnDone& done) override {
    for (size_t i = 0; i < files.size(); i++) {
      Outcome outcome;
      if (is_in_lock(files[i].path)) {
        beside_->put(files.subspan(i, 1), [&](size_t, const Outcome& one) {
          outcome = one;
          return true;
        });
      } else {
        outcome = take(files[i]);
      }
      if (!done(i, outcome)) return;
    }
  }

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    for (size_t i = 0; i < paths.size(); i++) {
      base::Sha256 sha256;
      uint64_t size = 0;
      const auto at = items_.find(paths[i]);
      Outcome outcome = {Trouble::Missing, paths[i]};
      if (at != items_.end()) {
        outcome = for_bytes(at->first, at->second, [&](std::string_view block) {
          sha256.add(block);
          size += block.size();
          return true;
        });
      }
      if (!hashed(i, outcome, size, sha256.hex())) return;
    }
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    for (size_t i = 0; i < paths.size(); i++) {
      if (is_in_lock(paths[i])) {
        beside_->remove(paths.subspan(i, 1), done);
        continue;
      }
      items_.erase(paths[i]);
      if (!done(i, {})) return;
    }
  }

  Outcome remove_folder(const std::string& folder) override {
    return is_in_lock(folder) ? beside_->remove_folder(folder) : Outcome();
  }

  bool switches() const override { return true; }
  Outcome commit() override;

 private:
  void forget() {
    items_.clear();
    is_there_ = false;
  }

  /// Notes a file, after a look at its bytes.
  Outcome take(const Upload& upload) {
    Item item;
    item.size = upload.size;
    item.file = upload.file;
    item.bytes = upload.bytes;
    base::Sha256 sha256;
    const Outcome read = for_bytes(upload.path, item, [&](std::string_view block) {
      sha256.add(block);
      item.crc32 = archive::crc32(block, item.crc32);
      return true;
    });
    if (!read || sha256.hex() != upload.sha256) return {Trouble::Changed, upload.path};
    items_[upload.path] = std::move(item);
    return {};
  }

  /// Hands over the bytes of a file, wherever they are; `block` may refuse further ones.
  template <class Block>
  Outcome for_bytes(const std::string& path, const Item& item, const Block& block) const {
    if (item.file.empty() && !item.is_old) {
      block(std::string_view(item.bytes));
      return {};
    }
    const File file(item.is_old ? path_ : item.file, O_RDONLY);
    if (!file) return item.is_old ? outcome_of(errno, path_) : Outcome{Trouble::Changed, path};
    if (!item.is_old) {
      const bool is_read = read_blocks(file.get(), block);
      return is_read ? Outcome() : outcome_of(errno, path);
    }
    const archive::StoredFile stored{path, item.size, item.crc32, item.header};
    const auto begin =
        archive::find_bytes(read_at(file.get(), item.header, archive::kLocalHeaderBytes), stored);
    constexpr uint64_t kBlock = uint64_t{256} << 10;
    for (uint64_t at = 0; begin && at < item.size; at += kBlock) {
      const std::string bytes = read_at(file.get(), *begin + at, std::min(kBlock, item.size - at));
      if (bytes.empty()) break;
      if (!block(std::string_view(bytes))) break;
    }
    return {};
  }

  Outcome write_archive(const std::string& temporary) const;

  std::string path_;
  std::unique_ptr<Host> beside_;  // the folder that the archive lies in: the lock is there
  std::map<std::string, Item> items_;
  bool is_there_ = false, replaces_ = false;
};

Outcome ZipHost::write_archive(const std::string& temporary) const {
  std::vector<archive::Entry> entries;
  for (const auto& [path, item] : items_) entries.push_back({path, item.size, item.crc32, {}});
  if (entries.size() > archive::kEntriesMax || archive::size_of(entries) > archive::kBytesMax)
    return {Trouble::Refused, path_ + ": too large for a ZIP file"};
  File out(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
  if (!out) return outcome_of(errno, path_);
  size_t number = 0;
  for (const auto& [path, item] : items_) {
    if (!write_all(out.get(), archive::local_header(entries[number++]))) return outcome_of(errno, path_);
    uint32_t crc32 = 0;
    int error = 0;
    const Outcome read = for_bytes(path, item, [&](std::string_view block) {
      crc32 = archive::crc32(block, crc32);
      if (!write_all(out.get(), block)) error = errno;
      return error == 0;
    });
    if (error != 0) return outcome_of(error, path_);
    if (!read) return read;
    if (crc32 != item.crc32) return {Trouble::Changed, path};
  }
  if (!write_all(out.get(), archive::directory(entries))) return outcome_of(errno, path_);
  // A stick may be pulled out as soon as we say that all is there.
  if (::fsync(out.get()) != 0 && errno != EINVAL) return outcome_of(errno, path_);
  return out.close() ? Outcome() : outcome_of(errno, path_);
}

Outcome ZipHost::commit() {
  const std::string temporary = temporary_of(path_);
  Outcome outcome = write_archive(temporary);
  if (outcome && ::rename(temporary.c_str(), path_.c_str()) != 0) outcome = outcome_of(errno, path_);
  if (!outcome) ::unlink(temporary.c_str());
  return outcome;
}

}  // namespace

std::unique_ptr<Host> zip_host(const std::string& path, bool take_over) {
  auto host = std::make_unique<ZipHost>(path);
  if (host->open()) return host;
  if (!take_over) return nullptr;
  host->replace();
  return host;
}

}  // namespace herald::publish
