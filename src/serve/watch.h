#pragma once
// Watching a site's folder: which of its files were made, altered or removed. By inotify; on network shares,
// where other machines' changes do not show in that, by looking at everything again and again.
//
// An editor's save is one change, however it goes about it: written in place, by a temporary file that is
// renamed over the old one, or with the old one put aside first. So what was closed after writing, or renamed
// into place, is told of at once; what vanished, only when it does not come back; and where many files change
// at one time they are gathered. While nobody asks, the system keeps the news.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace herald::serve {

/// What was touched since somebody asked last.
struct Changes {
  bool everything = false;         ///< Names were lost: look at all.
  std::vector<std::string> paths;  ///< Below the watched folder, sorted, each once; a folder means all in it.
};

/// How a watch finds out.
enum class WatchWay : uint8_t { Events, Polling };

/// What is to be watched.
struct WatchOptions {
  std::string folder;                ///< The site's.
  std::vector<std::string> ignored;  ///< Folders that are passed over, named as `folder` is: the output.
  std::optional<WatchWay> way;       ///< Absent: as the file system asks for.
  int poll_ms = 1000;                ///< How long polling waits between two looks, at least.
};

/// One thread asks; `wake` may be called from any.
class Watch {
 public:
  /// Begins to watch. In a site (where there is a site.json or content/) that is site.json, content/, assets/
  /// and themes/, else the whole folder. Dot files are passed over, and what editors leave beside the file
  /// that they save.
  explicit Watch(WatchOptions options);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// How it finds out now: events give way to polling where there are none.
  WatchWay way() const;

  /// Waits until something has changed; nothing when that does not happen within `timeout_ms`, or when it is
  /// woken. Gathering may take half a second longer.
  std::optional<Changes> wait(int timeout_ms);
  /// Ends the wait of another thread, or the next one.
  void wake();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether a file of this name is one that an editor makes beside the file that it saves, or that nobody is
/// meant to see: ".notice.md.swp", "notice.md~", "4913", ".#notice.md", "~$notice.docx".
bool is_passing_name(std::string_view name);

}  // namespace herald::serve
