// herald: reads the command line, runs the command, gives the exit status.

#include <atomic>
#include <csignal>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace {

// global: a signal handler can reach nothing else.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

/// The first Ctrl-C asks the command to end, the second ends the program as if there were no handler.
void on_interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace herald;
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> words(argv + 1, argv + argc);
  base::Diagnostics diagnostics;
  auto invocation = cli::parse_command_line(words, diagnostics);
  // Also for a command line that was not understood: the message about it is the first that the user reads.
  const std::string lang = cli::language_word(words);
  cli::Voice voice = cli::make_voice(lang, invocation && invocation->has("quiet"));
  if (!invocation) {
    cli::print(diagnostics, voice);
    return cli::kUsage;
  }
  return cli::run(*invocation, voice, interrupted);
}
