#pragma once
// A host in memory that can be told to fail, and that has a reader: after each change it looks whether every
// page finds what it needs.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "io/files.h"
#include "publish/host.h"
#include "publish/record.h"

namespace herald::publish::testing {

/// What happens at one operation.
enum class Fault : uint8_t {
  None,
  Before,  ///< It fails and has done nothing.
  After,   ///< It is done, but the answer is lost.
};

class MemoryHost : public Host {
 public:
  explicit MemoryHost(io::Disk& disk) : disk_(disk) {}

  std::map<std::string, std::string> files;
  std::set<std::string> folders = {""};
  std::vector<std::string> log;  ///< "put a.html", "remove …" of all that was changed.
  size_t operations = 0;
  size_t reads = 0;
  size_t settled = 0;  ///< So long was the log when what was put had to last.
  /// Asked before each operation, counted from 1.
  std::function<Fault(size_t operation)> fault;
  /// What a fault looks like.
  Trouble trouble = Trouble::Broken;
  bool may_rename_folders = false;                          ///< As one whose protocol can.
  std::function<bool(const std::string& to)> refuses_name;  ///< Of a folder.
  /// What a reader saw that was not right.
  std::vector<std::string> seen_broken;
  bool hides_dot_names = false;      ///< In lists.
  std::set<std::string> unreadable;  ///< Files that it does not hand out.

  Outcome read(const std::string& path, std::string& bytes) override {
    reads++;
    return act([&]() -> Outcome {
      const auto at = files.find(path);
      if (unreadable.contains(path)) return {Trouble::Denied, path};
      if (at == files.end()) return {Trouble::Missing, path};
      bytes = at->second;
      return {};
    });
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    reads++;
    return act([&]() -> Outcome {
      if (!folders.contains(folder)) return {Trouble::Missing, folder};
      const std::string prefix = folder.empty() ? "" : folder + "/";
      const auto is_inside = [&](const std::string& path) {
        return path.starts_with(prefix) && path.size() > prefix.size() &&
               path.find('/', prefix.size()) == std::string::npos &&
               !(hides_dot_names && path[prefix.size()] == '.');
      };
      for (const auto& [path, bytes] : files) {
        if (is_inside(path)) entries.push_back({path.substr(prefix.size()), bytes.size(), false});
      }
      for (const std::string& one : folders) {
        if (is_inside(one)) entries.push_back({one.substr(prefix.size()), 0, true});
      }
      return {};
    });
  }

  Outcome make_folder(const std::string& folder) override {
    return act([&]() -> Outcome {
      if (folders.contains(folder)) return {Trouble::Exists, folder};
      if (!folders.contains(parent(folder))) return {Trouble::Missing, folder};
      if (files.contains(folder)) return {Trouble::Denied, folder};
      folders.insert(folder);
      log.push_back("folder " + folder);
      return {};
    });
  }

  void put(std::span<const Upload> uploads, const OnDone& done) override {
    for (size_t i = 0; i < uploads.size(); i++) {
      const Outcome outcome = act([&]() -> Outcome {
        const Upload& upload = uploads[i];
        std::string bytes = upload.bytes;
        if (!upload.file.empty()) {
          const auto read = disk_.read(upload.file);
          if (!read) return {Trouble::Changed, upload.path};
          bytes = *read;
        }
        if (base::sha256_hex(bytes) != upload.sha256) return {Trouble::Changed, upload.path};
        if (!folders.contains(parent(upload.path))) return {Trouble::Missing, upload.path};
        if (folders.contains(upload.path)) return {Trouble::Denied, upload.path};
        files[upload.path] = bytes;
        log.push_back("put " + upload.path);
        look();
        return {};
      });
      if (!done(i, outcome)) return;
    }
  }

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    for (size_t i = 0; i < paths.size(); i++) {
      reads++;
      std::string bytes;
      const Outcome outcome = read(paths[i], bytes);
      if (!hashed(i, outcome, bytes.size(), base::sha256_hex(bytes))) return;
    }
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    for (size_t i = 0; i < paths.size(); i++) {
      const Outcome outcome = act([&]() -> Outcome {
        if (files.erase(paths[i]) != 0) log.push_back("remove " + paths[i]);
        look();
        return {};
      });
      if (!done(i, outcome)) return;
    }
  }

  Outcome remove_folder(const std::string& folder) override {
    return act([&]() -> Outcome {
      for (const auto& [path, bytes] : files) {
        if (path.starts_with(folder + "/")) return {Trouble::Exists, folder};
      }
      for (const std::string& one : folders) {
        if (one.starts_with(folder + "/")) return {Trouble::Exists, folder};
      }
      folders.erase(folder);
      log.push_back("remove folder " + folder);
      return {};
    });
  }

  bool renames_folders() const override { return may_rename_folders; }

  Outcome rename_folder(const std::string& from, const std::string& to) override {
    return act([&]() -> Outcome {
      if (!folders.contains(from)) return {Trouble::Missing, from};
      if (folders.contains(to) || files.contains(to)) return {Trouble::Exists, to};
      if (refuses_name && refuses_name(to)) return {Trouble::Denied, to};
      std::map<std::string, std::string> moved_files;
      std::set<std::string> moved_folders;
      const auto moved = [&](const std::string& path) {
        return path == from || path.starts_with(from + "/") ? to + path.substr(from.size()) : path;
      };
      for (auto& [path, bytes] : files) moved_files.emplace(moved(path), std::move(bytes));
      for (const std::string& path : folders) moved_folders.insert(moved(path));
      files = std::move(moved_files);
      folders = std::move(moved_folders);
      log.push_back("name " + to);
      look();
      return {};
    });
  }

  Outcome settle() override {
    settled = log.size();
    return {};
  }

  /// The files without the record, its seal and the lock.
  std::map<std::string, std::string> site() const {
    std::map<std::string, std::string> out;
    for (const auto& [path, bytes] : files) {
      if (!is_record_path(path) && !path.starts_with("herald-lock/")) out.emplace(path, bytes);
    }
    return out;
  }

 private:
  static std::string parent(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
  }

  Outcome act(const std::function<Outcome()>& operation) {
    const Fault what = fault ? fault(++operations) : Fault::None;
    if (what == Fault::Before) return {trouble, "cut"};
    const Outcome outcome = operation();
    return what == Fault::After ? Outcome{trouble, "cut"} : outcome;
  }

  /// Follows what pages say they need: "<PATH>" in their text.
  void look() {
    for (const auto& [path, bytes] : files) {
      if (!path.ends_with(".html") || path.find("herald-tmp-") != std::string::npos) continue;
      for (size_t at = bytes.find('<'); at != std::string::npos; at = bytes.find('<', at + 1)) {
        const std::string need = bytes.substr(at + 1, bytes.find('>', at) - at - 1);
        if (!files.contains(need)) seen_broken.push_back(path + " needs " + need);
      }
    }
  }

  io::Disk& disk_;
};

}  // namespace herald::publish::testing
