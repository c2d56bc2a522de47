#pragma once
// Printing for people: diagnostics on standard error, in their language, in colour on a terminal.

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/diagnostics.h"
#include "build/build.h"

namespace herald::cli {

/// How this run speaks.
struct Voice {
  base::Language language = base::Language::English;
  base::Colour colour = base::Colour::No;
  bool quiet = false;
};

/// The language of `--lang`, else of LC_ALL, LC_MESSAGES, LANG: zh* is Chinese, all else English.
base::Language language_of(std::string_view flag);

/// The voice of standard error: colour only on a terminal and without NO_COLOR.
Voice make_voice(std::string_view lang_flag, bool quiet);

/// Prints diagnostics; at most kDiagnosticsMax of them, then how many more there are.
void print(const base::Diagnostics& diagnostics, const Voice& voice);
inline constexpr size_t kDiagnosticsMax = 200;

/// Why a page is not shown, and since or until when (`moment`), in words; an empty text for one that is.
std::string hiding_text(model::Hiding why, std::string_view moment, base::Language language);

/// All of standard input.
std::string read_stdin();

/// Writes all of `text` to standard output. False when that failed (a closed pipe, a full disk).
bool write_stdout(std::string_view text);
void write_stderr(std::string_view text);

/// `name` as a word of a command line that is pasted: in quotes where a shell would take it for more.
std::string as_word(std::string_view name);

/// The most memory that this process has held, in MiB.
double peak_memory_mib();

/// Shows how far a build is on a terminal's last line until it ends; nothing in a pipe or a quiet run, and
/// nothing in the first moments: a small site is done before a line could be read.
class ProgressLine {
 public:
  ProgressLine(const build::Progress& progress, const Voice& voice);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void run(const build::Progress& progress, base::Language language);

  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace herald::cli
