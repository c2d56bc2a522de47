#pragma once
// What `herald publish` says: the changes before they are sent, how far it is, how it ended.

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "build/build.h"
#include "cli/terminal.h"
#include "publish/publish.h"

namespace herald::cli {

/// How many pages of each kind of change are named: all in a preview, which is there to be read.
enum class Named : uint8_t { First, All };

/// What is going to be sent and removed: pages by their titles, all else by numbers.
std::string changes_text(const publish::Summary& summary, std::string_view target, Named named,
                         base::Language language);

/// How it ended, on one line.
std::string publish_summary(const publish::Report& report, publish::Task task, std::string_view target,
                            double seconds, base::Language language);

/// That a site with errors was not sent.
std::string nothing_sent(const build::Report& report, base::Language language);

/// Asks on the terminal whether so many files may be deleted; not any more once `cancelled` is true.
bool ask_deletes(size_t count, base::Language language, const std::atomic<bool>& cancelled);

/// "18.2 MB"
std::string size_text(uint64_t bytes);

/// How far a publication is: one line that is written over on a terminal, a line now and then in a pipe.
class PublishLine {
 public:
  explicit PublishLine(const Voice& voice);
  /// May be called as often as one likes.
  void show(const publish::Progress& progress);
  /// Takes the line away.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  const Voice& voice_;
  bool is_terminal_ = false, is_shown_ = false;
  Clock::time_point begin_, next_;
};

}  // namespace herald::cli
