#pragma once
// The commands. Each returns the exit status: 0 done (warnings included), 1 the content has errors, 2 usage
// or configuration, 3 disk, 130 Ctrl-C.

#include <atomic>
#include <filesystem>
#include <optional>

#include "base/date.h"
#include "cli/flags.h"
#include "cli/terminal.h"

namespace herald::cli {

/// What the process ends with.
enum ExitStatus : int { kDone = 0, kContentErrors = 1, kUsage = 2, kDisk = 3, kInterrupted = 130 };

/// Runs `invocation`. `cancelled` becomes true on Ctrl-C.
int run(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled);

/// The moment of --as-of, at midnight when it is a day alone; nothing when it was not given or is no date
/// (told in `diagnostics`).
std::optional<base::DateTime> as_of_of(const Invocation& invocation, base::Diagnostics& diagnostics);

/// `herald build`.
int run_build(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled);
/// `herald serve`. Ends with 130 when it is told to end.
int run_serve(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled);
/// `herald publish`.
int run_publish(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled);
/// Whether a folder is another or lies in it, wherever links lead. Neither has to exist.
bool lies_in(const std::filesystem::path& one, const std::filesystem::path& other);
/// The options that `build` and its relatives share.
build::Options build_options_of(const Invocation& invocation, const std::string& site_folder,
                                base::Diagnostics& diagnostics);
/// The exit status of a build.
int exit_status_of(build::Outcome outcome);
/// That Ctrl-C ended a build.
std::string_view stopped_words(base::Language language);
/// `herald new`.
int run_new(const Invocation& invocation, const Voice& voice);
/// `herald init`.
int run_init(const Invocation& invocation, const Voice& voice);
/// `herald explain`.
int run_explain(const Invocation& invocation, const Voice& voice);
/// `herald markdown`.
int run_markdown(const Invocation& invocation, const Voice& voice);
/// `herald template`.
int run_template(const Invocation& invocation, const Voice& voice);

}  // namespace herald::cli
