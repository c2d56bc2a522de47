#pragma once
// The way to a host, gone while the site is looked at: to connect and to log in takes longer than that, and
// either waits for something else. Nothing is changed on the host.

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "base/diagnostics.h"
#include "publish/host.h"
#include "publish/publish.h"

namespace herald::publish {

/// A thread that opens a host and takes a glimpse at the seal of its record. Who wants the host, or what was
/// seen, waits for the thread; from then on the host belongs to the thread of its owner.
class Approach {
 public:
  /// Opens the host; `given_up` becomes true when nobody wants it any more.
  using Open = std::function<base::Result<std::unique_ptr<Host>>(const std::atomic<bool>& given_up)>;

  /// Sets out at once; where the system gives no thread, when it is asked for.
  explicit Approach(Open open);
  /// Gives up what is under way.
  ~Approach();
  Approach(const Approach&) = delete;
  Approach& operator=(const Approach&) = delete;

  /// The host, or why there is none.
  const base::Result<std::unique_ptr<Host>>& host();
  /// What was seen; Refused without a host.
  const Glimpse& glimpse();

 private:
  void go();
  void arrive();

  Open open_;
  std::atomic<bool> given_up_ = false;
  base::Result<std::unique_ptr<Host>> host_{nullptr};
  Glimpse glimpse_;
  bool has_gone_ = false;  // true once `go` is somebody's task
  std::thread thread_;
};

}  // namespace herald::publish
