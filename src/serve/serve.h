#pragma once
// `herald serve`: a site is built, shown on loopback, and built again whenever one of its files is saved.
// This is the loop around build::Session, the watcher and the server; what is told on the terminal is the
// caller's.

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "build/build.h"
#include "io/files.h"
#include "serve/listener.h"

namespace herald::serve {

/// What is served, and where.
struct Options {
  build::Options build;  ///< `output_folder` is not empty. `progress` and `cancelled` are set by `run`.
  Listening listening;
  std::string as_of;         ///< As the person wrote it; empty: today.
  bool opens_saved = false;  ///< The browser goes to the page of the file that was saved.
  base::Language language = base::Language::English;
};

/// Where the preview can be seen.
struct Addresses {
  std::vector<std::string> urls;  ///< Whole ones; for other machines with their token.
  uint16_t port = 0;              ///< Another one than was asked for when that was taken.
};

/// What the caller is told, on the thread that called `run`.
struct Hooks {
  std::function<void(const Addresses&)> on_listening;
  /// A build is over. `changed`: the files that had changed, none for the first build or when only time had
  /// passed; `seconds` all in all.
  std::function<void(const build::Report&, const std::vector<std::string>& changed, double seconds)> on_build;
  /// The reason of an output in words.
  std::function<std::string(const build::Reason&)> reason_words;
  /// Why a page is shown in a preview alone, in words.
  std::function<std::string(const build::HiddenPage&)> mark_words;
};

/// Serves until `cancelled` is true, which is looked at several times a second. Nothing that stands in the
/// site's files ends it. `listen-failed`.
base::Status run(io::Disk& disk, Options options, const Hooks& hooks, const std::atomic<bool>& cancelled);

}  // namespace herald::serve
