// A watch by inotify. One watch a folder; a folder that comes is watched first and then looked into, so that
// what was put into it in between is found by one or the other.
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <unordered_map>
#include <utility>

#include "serve/watch_sources.h"

namespace herald::serve {
namespace {

constexpr uint32_t kMask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                           IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;
/// Folders lie no deeper in one another.
constexpr int kDepthMax = 100;

std::string joined(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : folder + "/" + std::string(name);
}

class EventSource final : public Source {
 public:
  EventSource(const Scope& scope, int descriptor) : scope_(scope), descriptor_(descriptor) {}
  ~EventSource() override { ::close(descriptor_); }
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;

  bool begin() {
    add_folder("", nullptr, kDepthMax);
    return is_well_;
  }

  int descriptor() const override { return descriptor_; }
  bool is_well() const override { return is_well_; }

  void read(std::vector<Event>& events) override {
    alignas(inotify_event) std::array<char, 64 << 10> buffer;
    while (true) {
      const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      for (size_t at = 0; at < static_cast<size_t>(got);) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        at += sizeof(inotify_event) + event->len;
        take(*event, events);
      }
    }
    settle_moves(events);
  }

 private:
  void take(const inotify_event& event, std::vector<Event>& events) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) {
      events.push_back({Event::Kind::Overflow, ""});
      add_folder("", nullptr, kDepthMax);  // Folders may have come; those that are known stay.
      return;
    }
    const auto at = folders_.find(event.wd);
    if (at == folders_.end()) return;
    const std::string folder = at->second;
    if ((event.mask & IN_IGNORED) != 0) {
      folders_.erase(at);
      return;
    }
    if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0) {
      if (folder.empty()) is_well_ = false;  // The site's own folder: whoever polls sees it come back.
      return;
    }
    if (event.len == 0) return;
    const std::string path = joined(folder, event.name);
    if ((event.mask & IN_ISDIR) != 0) {
      take_folder(event, path, events);
    } else {
      take_file(event, path, events);
    }
  }

  void take_folder(const inotify_event& event, const std::string& path, std::vector<Event>& events) {
    if (!scope_.has_folder(path)) return;
    if ((event.mask & IN_MOVED_FROM) != 0) {
      drop_folder(path);
      moved_[event.cookie] = path;
    } else if ((event.mask & IN_DELETE) != 0) {
      events.push_back({Event::Kind::Unsure, path});
    } else if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
      add_folder(path, &events, kDepthMax);
      if ((event.mask & IN_MOVED_TO) != 0) end_move(event, path, events);
    }
  }

  void take_file(const inotify_event& event, const std::string& path, std::vector<Event>& events) {
    const bool counts = scope_.has_file(path);
    if ((event.mask & IN_MOVED_FROM) != 0) {
      if (counts) moved_[event.cookie] = path;
      return;
    }
    if (!counts) return;
    if ((event.mask & IN_MOVED_TO) != 0) return end_move(event, path, events);
    const bool is_whole = (event.mask & IN_CLOSE_WRITE) != 0;
    events.push_back({is_whole ? Event::Kind::Whole : Event::Kind::Unsure, path});
  }

  /// From one name that counts to another: both are told of at once. What an editor only puts aside has gone
  /// to a name that does not count, and is going to come back.
  void end_move(const inotify_event& event, const std::string& path, std::vector<Event>& events) {
    events.push_back({Event::Kind::Whole, path});
    const auto from = moved_.find(event.cookie);
    if (from == moved_.end()) return;
    events.push_back({Event::Kind::Whole, std::move(from->second)});
    moved_.erase(from);
  }

  /// Where the other half of a move is not to be seen, the file went to where nobody looks.
  void settle_moves(std::vector<Event>& events) {
    for (auto& [cookie, path] : moved_) events.push_back({Event::Kind::Unsure, std::move(path)});
    moved_.clear();
  }

  /// Watches a folder and those in it. The files that are there are told of when `events` is given.
  void add_folder(const std::string& path, std::vector<Event>* events, int depth) {
    if (depth == 0 || !scope_.has_folder(path)) return;
    const std::string full = scope_.full(path);
    const uint32_t mask = path.empty() ? kMask & ~static_cast<uint32_t>(IN_DONT_FOLLOW) : kMask;
    const int watch = ::inotify_add_watch(descriptor_, full.c_str(), mask);
    if (watch < 0) {
      // Gone again, or not ours to read: the build tells of it. No watch left, no way to go on.
      if (errno == ENOSPC || errno == ENOMEM || path.empty()) is_well_ = false;
      return;
    }
    folders_[watch] = path;
    for (const Entry& entry : entries_of(full)) {
      const std::string inner = joined(path, entry.name);
      if (entry.is_folder) {
        add_folder(inner, events, depth - 1);
      } else if (events != nullptr && scope_.has_file(inner)) {
        events->push_back({Event::Kind::Whole, inner});
      }
    }
  }

  /// A watch follows its folder, wherever that is moved to.
  void drop_folder(const std::string& path) {
    for (auto next = folders_.begin(); next != folders_.end();) {
      const bool is_below = next->second == path || next->second.starts_with(path + "/");
      if (is_below) (void)::inotify_rm_watch(descriptor_, next->first);
      next = is_below ? folders_.erase(next) : std::next(next);
    }
  }

  const Scope& scope_;
  int descriptor_;
  bool is_well_ = true;
  std::unordered_map<int, std::string> folders_;  // by watch, below the site's folder
  std::map<uint32_t, std::string> moved_;         // by cookie: what has left its name
};

}  // namespace

std::unique_ptr<Source> watch_by_events(const Scope& scope) {
  const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) return nullptr;
  auto source = std::make_unique<EventSource>(scope, descriptor);
  return source->begin() ? std::move(source) : nullptr;
}

}  // namespace herald::serve
