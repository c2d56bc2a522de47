#pragma once
// What the builder tells and the server asks: how far the preview is, what was told, and which builds changed
// which files. One mutex around it all; texts are made before it is taken.

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "build/build.h"

namespace herald::serve {

/// One build that is over.
struct BuildNote {
  size_t number = 0;                       ///< From 1; 0 is none.
  bool is_all = false;                     ///< Too much changed to be listed.
  std::vector<std::string> changed, gone;  ///< Paths below the output folder, sorted.
  std::string saved, saved_title;  ///< The page of the file that was saved last; empty when there is none.
  size_t errors = 0, warnings = 0;
  bool is_good = false;  ///< The output folder is the site now.
};

/// A build as the inspector lists it.
struct BuildLine {
  size_t number = 0;
  std::string cause;  ///< The files that had changed, in words.
  size_t parsed = 0, rendered = 0, written = 0, removed = 0;
  size_t errors = 0, warnings = 0;
  build::Timings timings;
  double seconds = 0;  ///< From the first notice of the change to the last file.
};

/// How many builds are remembered. A page that is older is fetched again.
inline constexpr size_t kBuildsKept = 64;
/// How many changed files a build names to the browser.
inline constexpr size_t kChangedMax = 500;

/// Safe for several threads.
class Status {
 public:
  /// `run` tells this preview from another one at the same address. `is_marked`: all pages carry a mark.
  Status(std::string run, bool is_marked) : run_(std::move(run)), is_marked_(is_marked) {}

  /// A build is over: what `state_json` and `event` tell from now on. `marks` are the pages that only a
  /// preview shows, by path of the output, each with its reason in words.
  void finish(BuildNote note, BuildLine line, std::string problems, std::string base_path,
              std::map<std::string, std::string> marks);

  /// What changed since the page of build `since` was sent, as JSON.
  std::string state_json(size_t since) const;
  /// The same as an event.
  std::string event(size_t since) const;

  const std::string& run() const { return run_; }
  size_t number() const;
  /// Whether there ever was a site to show.
  bool has_site() const;
  size_t errors() const;
  std::string base_path() const;
  std::string problems() const;
  /// Why the page at `path` is only in the preview; empty when it is not.
  std::string mark(const std::string& path) const;
  /// The builds that are remembered, the last one first.
  std::vector<BuildLine> lines() const;

 private:
  std::string state_json_locked(size_t since) const;

  const std::string run_;
  const bool is_marked_;
  mutable std::mutex mutex_;
  std::deque<BuildNote> notes_;
  std::deque<BuildLine> lines_;
  std::string problems_, base_path_ = "/";
  std::map<std::string, std::string> marks_;
  bool has_site_ = false;
};

}  // namespace herald::serve
