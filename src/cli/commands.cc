#include "cli/commands.h"

#include "cli/version.h"

namespace herald::cli {

int run(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled) {
  if (invocation.has("help"))
    return write_stdout(help_text(invocation.command, voice.language)) ? kDone : kDisk;
  if (invocation.has("version"))
    return write_stdout(std::string("herald ") + kVersion + "\n") ? kDone : kDisk;
  std::string_view name = invocation.command->name;
  if (name == "build") return run_build(invocation, voice, cancelled);
  if (name == "serve") return run_serve(invocation, voice, cancelled);
  if (name == "publish") return run_publish(invocation, voice, cancelled);
  if (name == "new") return run_new(invocation, voice);
  if (name == "init") return run_init(invocation, voice);
  if (name == "explain") return run_explain(invocation, voice);
  if (name == "markdown") return run_markdown(invocation, voice);
  return run_template(invocation, voice);
}

}  // namespace herald::cli
