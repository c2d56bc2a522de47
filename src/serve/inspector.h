#pragma once
// /_herald/: what the preview knows of the site, as pages for people: the last builds and their stages, what
// is wrong, every file of the output with the file that it is of, what it was made from and why.

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "build/build.h"
#include "build/session.h"
#include "serve/http_server.h"
#include "serve/status.h"

namespace herald::serve {

/// How many files of the output are listed at once.
inline constexpr size_t kOutputsShown = 500;

/// Makes the pages. What it refers to must outlive it; it is made for one request.
struct Inspector {
  base::Language language = base::Language::English;
  const Status& status;
  const build::Session& session;
  std::mutex& session_mutex;  ///< While somebody builds, a page that needs the session loads itself again.
  const std::function<std::string(const build::Reason&)>& reason_words;

  /// The builds, their times, what is wrong.
  Response overview() const;
  /// The files of the output of which path, title or source hold `wanted`; the first kOutputsShown.
  Response outputs(const std::string& wanted) const;
  /// One file: what it is, why it was made, what it read.
  Response output(const std::string& path) const;
};

/// What is shown while there is no site yet: how far the first build is, or what keeps it from being done.
/// Loads itself again.
std::string waiting_page(base::Language language, size_t done, size_t total, const Status& status);

}  // namespace herald::serve
