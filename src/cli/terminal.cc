#include "cli/terminal.h"

#include <sys/resource.h>

#include <unistd.h>

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/utf8.h"

namespace herald::cli {

base::Language language_of(std::string_view flag) {
  if (!flag.empty()) return flag == "zh" ? base::Language::Chinese : base::Language::English;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != 0)
      return std::string_view(value).starts_with("zh") ? base::Language::Chinese : base::Language::English;
  }
  return base::Language::English;
}

Voice make_voice(std::string_view lang_flag, bool quiet) {
  Voice voice;
  voice.language = language_of(lang_flag);
  voice.quiet = quiet;
  const char* no_colour = std::getenv("NO_COLOR");
  bool wanted = no_colour == nullptr || *no_colour == 0;
  voice.colour = wanted && isatty(STDERR_FILENO) != 0 ? base::Colour::Yes : base::Colour::No;
  return voice;
}

void print(const base::Diagnostics& diagnostics, const Voice& voice) {
  std::string out;
  size_t shown = 0, left = 0;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    if (voice.quiet && diagnostic.severity() != base::Severity::Error) continue;
    if (shown == kDiagnosticsMax) {
      left++;
      continue;
    }
    out += base::format_text(diagnostic, voice.language, voice.colour);
    shown++;
  }
  if (left != 0)
    out += voice.language == base::Language::Chinese ? fmt::format("……还有 {} 条没有显示\n", left)
                                                     : fmt::format("… and {} more\n", left);
  write_stderr(out);
}

std::string read_stdin() {
  std::string text;
  char block[1 << 16];
  for (size_t got = 0; (got = std::fread(block, 1, sizeof block, stdin)) != 0;) text.append(block, got);
  return text;
}

bool write_stdout(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

void write_stderr(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

std::string as_word(std::string_view name) {
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || std::string_view("._-/+,:@%").find(c) != std::string_view::npos;
  };
  if (std::all_of(name.begin(), name.end(), is_plain)) return std::string(name);
  // Double quotes are those that every shell knows; the others are for what is of use inside of them.
  if (name.find_first_of("\"$`\\!") == std::string_view::npos) return fmt::format("\"{}\"", name);
  return fmt::format("'{}'", base::replace_all(name, "'", "'\\''"));
}

std::string hiding_text(model::Hiding why, std::string_view moment, base::Language language) {
  const bool zh = language == base::Language::Chinese;
  switch (why) {
    case model::Hiding::None:
      break;
    case model::Hiding::Draft:
      return zh ? "草稿" : "a draft";
    case model::Hiding::Review:
      return zh ? "审核中" : "in review";
    case model::Hiding::NotYet:
      return fmt::format(fmt::runtime(zh ? "{} 起显示" : "appears {}"), moment);
    case model::Hiding::Over:
      return fmt::format(fmt::runtime(zh ? "{} 已过期" : "ended {}"), moment);
    case model::Hiding::Withdrawn:
      return zh ? "已撤下，网址保留" : "withdrawn; a notice stands at its address";
  }
  return "";
}

double peak_memory_mib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

ProgressLine::ProgressLine(const build::Progress& progress, const Voice& voice) {
  if (voice.quiet || isatty(STDERR_FILENO) == 0) return;
  thread_ = std::thread([this, &progress, language = voice.language] { run(progress, language); });
}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ProgressLine::run(const build::Progress& progress, base::Language language) {
  constexpr auto kFirst = std::chrono::milliseconds(500);
  constexpr auto kEvery = std::chrono::milliseconds(100);
  bool is_shown = false;
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, is_shown ? kEvery : kFirst, [&] { return is_over_; })) {
    const size_t total = progress.total;
    const std::string_view reading = language == base::Language::Chinese ? "正在读取…" : "reading …";
    const std::string_view writing = language == base::Language::Chinese ? "正在生成" : "building";
    write_stderr(total == 0 ? fmt::format("\r\x1b[K{}", reading)
                            : fmt::format("\r\x1b[K{} {}/{}", writing, progress.done.load(), total));
    is_shown = true;
  }
  if (is_shown) write_stderr("\r\x1b[K");
}

}  // namespace herald::cli
