#include "serve/watch.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <climits>
#include <cstdlib>
#include <map>
#include <set>

#include "serve/watch_sources.h"

namespace herald::serve {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// So long what vanished has time to come back.
constexpr milliseconds kPatience{60};
/// More files at one time are no save but a copy or a checkout, which is gathered until it is quiet.
constexpr size_t kFewFiles = 4;
constexpr milliseconds kQuiet{30}, kGatheringMax{500};
/// A caller that comes back so soon is followed by the rest of what woke it before.
constexpr milliseconds kSoon{100};

/// File systems whose files other machines change (statfs(2), linux/magic.h).
constexpr std::array<uint64_t, 11> kShares = {
    0x6969,      // NFS
    0x517b,      // SMB
    0xff534d42,  // CIFS
    0xfe534d42,  // SMB2
    0x01021997,  // 9p: folders shared with a virtual machine
    0x65735546,  // FUSE: sshfs and the like
    0x5346414f,  // AFS
    0x00c36400,  // Ceph
    0x786f4256,  // VirtualBox
    0xbacbacbc,  // VMware
    0x564c       // NCP
};

bool is_on_share(const std::string& folder) {
  struct statfs info {};
  if (::statfs(folder.c_str(), &info) != 0) return false;
  const auto type = static_cast<uint64_t>(info.f_type) & 0xffffffff;
  return std::find(kShares.begin(), kShares.end(), type) != kShares.end();
}

bool exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

/// The absolute path without links; of what is not there yet the part above it without links.
std::string real_path(std::string path) {
  std::string rest;
  while (true) {
    char real[PATH_MAX];
    if (::realpath(path.empty() ? "." : path.c_str(), real) != nullptr) return std::string(real) + rest;
    const size_t end = path.rfind('/');
    if (path.empty() || end == 0) return path + rest;
    rest = "/" + path.substr(end == std::string::npos ? 0 : end + 1) + rest;
    path.erase(end == std::string::npos ? 0 : end);
  }
}

}  // namespace

bool is_passing_name(std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name.starts_with('.') || name.starts_with("~$") || name.ends_with('~')) return true;
  if (name.starts_with('#') && name.ends_with('#')) return true;
  // vim tries whether it may write into the folder: 4913, and 123 more each time that name is taken.
  if (name.size() == 4 && std::all_of(name.begin(), name.end(), is_digit))
    return (std::atoi(std::string(name).c_str()) - 4913) % 123 == 0;
  for (const std::string_view ending :
       {".swp", ".swx", ".swo", ".tmp", ".part", ".crdownload", "___jb_tmp___", "___jb_old___"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

std::vector<Entry> entries_of(const std::string& folder) {
  std::vector<Entry> entries;
  DIR* opened = ::opendir(folder.c_str());
  if (opened == nullptr) return entries;
  while (const dirent* entry = ::readdir(opened)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    struct stat info {};
    bool is_folder = entry->d_type == DT_DIR;
    if (entry->d_type == DT_UNKNOWN)
      is_folder =
          ::fstatat(::dirfd(opened), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
    entries.push_back({std::string(name), is_folder});
  }
  ::closedir(opened);
  return entries;
}

Scope::Scope(const WatchOptions& options) : folder_(options.folder.empty() ? "." : options.folder) {
  is_site_ = exists(full("site.json")) || exists(full("content"));
  for (const std::string& path : options.ignored) {
    if (!path.empty()) ignored_.push_back(real_path(path));
  }
}

std::string Scope::full(std::string_view path) const {
  return path.empty() ? folder_ : folder_ + "/" + std::string(path);
}

bool Scope::is_top(std::string_view name) const {
  if (!is_site_) return name != "node_modules";
  return name == "content" || name == "assets" || name == "themes";
}

bool Scope::has_folder(const std::string& path) const {
  if (path.empty()) return true;
  if (path.starts_with('.') || path.find("/.") != std::string::npos) return false;
  if (!is_top(std::string_view(path).substr(0, path.find('/')))) return false;
  return ignored_.empty() ||
         std::find(ignored_.begin(), ignored_.end(), real_path(full(path))) == ignored_.end();
}

bool Scope::has_file(std::string_view path) const {
  const size_t slash = path.rfind('/');
  if (is_passing_name(slash == path.npos ? path : path.substr(slash + 1))) return false;
  return slash != path.npos || !is_site_ || path == "site.json" || is_top(path);
}

struct Watch::State {
  explicit State(WatchOptions with) : options(std::move(with)), scope(options) {}

  void poll_instead() { source = watch_by_polling(scope, options.poll_ms); }
  void take(const std::vector<Event>& events, Clock::time_point now);
  void release(Clock::time_point now);
  bool has_news() const { return everything || !ready.empty(); }
  bool is_gathering(Clock::time_point now) const;
  bool sleep(Clock::time_point now, Clock::time_point until);
  Changes hand_out(Clock::time_point now);

  WatchOptions options;
  Scope scope;
  std::unique_ptr<Source> source;
  WatchWay way = WatchWay::Events;
  int waker = -1;

  std::set<std::string> ready;                      ///< What is told of.
  std::map<std::string, Clock::time_point> unsure;  ///< What is told of from that moment on.
  bool everything = false;
  Clock::time_point first_news, last_news;  ///< When the oldest and the newest of `ready` came.
  Clock::time_point last_told;              ///< When a wait returned something.
};

/// Sorts events into what is ready and what is waited for.
void Watch::State::take(const std::vector<Event>& events, Clock::time_point now) {
  for (const Event& event : events) {
    if (event.kind == Event::Kind::Unsure) {
      if (!ready.contains(event.path)) unsure.try_emplace(event.path, now + kPatience);
      continue;
    }
    if (!has_news()) first_news = now;
    last_news = now;
    everything = everything || event.kind == Event::Kind::Overflow;
    if (event.kind == Event::Kind::Whole) ready.insert(event.path);
    unsure.erase(event.path);
  }
}

/// What was waited for long enough is ready.
void Watch::State::release(Clock::time_point now) {
  for (auto next = unsure.begin(); next != unsure.end();) {
    if (next->second > now) {
      ++next;
      continue;
    }
    if (!has_news()) first_news = last_news = now;
    ready.insert(next->first);
    next = unsure.erase(next);
  }
}

/// Whether more is going to come with what is there.
bool Watch::State::is_gathering(Clock::time_point now) const {
  const bool is_many = everything || ready.size() > kFewFiles || first_news - last_told < kSoon;
  return is_many && now - last_news < kQuiet && now - first_news < kGatheringMax;
}

/// Sleeps until something comes, or `until`. False when it was woken.
bool Watch::State::sleep(Clock::time_point now, Clock::time_point until) {
  auto wait = std::chrono::ceil<milliseconds>(until - now);
  if (source->patience_ms() >= 0) wait = std::min(wait, milliseconds(source->patience_ms()));
  for (const auto& [path, moment] : unsure)
    wait = std::min(wait, std::chrono::ceil<milliseconds>(moment - now));
  if (has_news()) wait = std::min(wait, kQuiet);
  pollfd files[] = {{waker, POLLIN, 0}, {source->descriptor(), POLLIN, 0}};
  (void)::poll(files, 2, static_cast<int>(std::max<int64_t>(wait.count(), 0)));
  uint64_t woken = 0;
  return ::read(waker, &woken, sizeof woken) != static_cast<ssize_t>(sizeof woken);
}

Changes Watch::State::hand_out(Clock::time_point now) {
  Changes changes;
  changes.everything = everything;
  changes.paths.assign(ready.begin(), ready.end());
  everything = false;
  ready.clear();
  last_told = now;
  return changes;
}

Watch::Watch(WatchOptions options) : state_(std::make_unique<State>(std::move(options))) {
  State& state = *state_;
  state.waker = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  const bool polls =
      state.options.way ? *state.options.way == WatchWay::Polling : is_on_share(state.scope.folder());
  if (!polls) state.source = watch_by_events(state.scope);
  if (state.source == nullptr) {
    state.way = WatchWay::Polling;
    state.poll_instead();
  }
}

Watch::~Watch() {
  if (state_->waker >= 0) ::close(state_->waker);
}

WatchWay Watch::way() const { return state_->way; }

void Watch::wake() {
  const uint64_t one = 1;
  (void)!::write(state_->waker, &one, sizeof one);
}

std::optional<Changes> Watch::wait(int timeout_ms) {
  State& state = *state_;
  const Clock::time_point until = Clock::now() + milliseconds(timeout_ms);
  std::vector<Event> events;
  while (true) {
    events.clear();
    state.source->read(events);
    if (!state.source->is_well()) {
      events.push_back({Event::Kind::Overflow, ""});
      state.way = WatchWay::Polling;
      state.poll_instead();
    }
    const Clock::time_point now = Clock::now();
    state.take(events, now);
    state.release(now);
    const bool is_gathering = state.has_news() && state.is_gathering(now);
    if (state.has_news() && !is_gathering) return state.hand_out(now);
    if (!is_gathering && now >= until) return std::nullopt;
    if (!state.sleep(now, is_gathering ? now + kQuiet : until)) return std::nullopt;
  }
}

}  // namespace herald::serve
