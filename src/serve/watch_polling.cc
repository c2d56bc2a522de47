// A watch that looks at everything again and again.
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "serve/watch_sources.h"

namespace herald::serve {
namespace {

using Clock = std::chrono::steady_clock;

/// A look may take this part of the time.
constexpr int kShare = 20;
/// Clocks of shares tick every two seconds at worst: a file that was touched less than that before a look may
/// have been touched again since.
constexpr int64_t kTickSeconds = 3;
constexpr int kDepthMax = 100;

/// A file as it was seen.
struct Seen {
  int64_t size = 0, modified_ns = 0, changed_ns = 0;
  uint64_t number = 0;
  bool operator==(const Seen&) const = default;
};

int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000LL + time.tv_nsec; }

class PollingSource final : public Source {
 public:
  PollingSource(const Scope& scope, int poll_ms) : scope_(scope), poll_ms_(poll_ms) { files_ = look(); }

  void read(std::vector<Event>& events) override {
    if (patience_ms() > 0) return;
    std::map<std::string, Seen> now = look();
    const auto differ = [&](const std::string& path) { events.push_back({Event::Kind::Whole, path}); };
    for (const auto& [path, seen] : now) {
      const auto before = files_.find(path);
      const bool same = before != files_.end() && before->second == seen;
      if (!same || unsettled_before_.contains(path)) differ(path);
    }
    for (const auto& [path, seen] : files_) {
      if (!now.contains(path)) differ(path);
    }
    files_ = std::move(now);
  }

  int patience_ms() const override {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_ - Clock::now());
    return static_cast<int>(std::max<int64_t>(left.count(), 0));
  }

 private:
  /// All files that are there.
  std::map<std::string, Seen> look() {
    std::map<std::string, Seen> files;
    const Clock::time_point begin = Clock::now();
    unsettled_before_ = std::exchange(unsettled_, {});
    const int64_t wall =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    look_into("", wall, files, kDepthMax);
    // What is still unsettled is told of later.
    for (const std::string& path : unsettled_) unsettled_before_.erase(path);
    const auto took = Clock::now() - begin;
    next_ = Clock::now() + std::max<Clock::duration>(std::chrono::milliseconds(poll_ms_), took * kShare);
    return files;
  }

  void look_into(const std::string& folder, int64_t wall, std::map<std::string, Seen>& files, int depth) {
    if (depth == 0 || !scope_.has_folder(folder)) return;
    for (const Entry& entry : entries_of(scope_.full(folder))) {
      const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      if (entry.is_folder) {
        look_into(path, wall, files, depth - 1);
        continue;
      }
      struct stat info {};
      if (!scope_.has_file(path) || ::stat(scope_.full(path).c_str(), &info) != 0) continue;
      files[path] = {info.st_size, nanoseconds(info.st_mtim), nanoseconds(info.st_ctim), info.st_ino};
      if (wall - info.st_mtim.tv_sec < kTickSeconds) unsettled_.insert(path);
    }
  }

  const Scope& scope_;
  int poll_ms_;
  Clock::time_point next_;
  std::map<std::string, Seen> files_;
  std::set<std::string> unsettled_, unsettled_before_;  // touched shortly before a look
};

}  // namespace

std::unique_ptr<Source> watch_by_polling(const Scope& scope, int poll_ms) {
  return std::make_unique<PollingSource>(scope, poll_ms);
}

}  // namespace herald::serve
