#pragma once
// The commands and their flags, as one table: reading the command line, the help and the manual come from it.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace herald::cli {

/// A flag of a command, or of all. `name` is without dashes.
struct Flag {
  std::string_view name;
  char letter = 0;           ///< One-letter form, or 0.
  std::string_view value;    ///< What its value is called in the help; empty when it takes none.
  std::string_view help[2];  ///< By base::Language.
};

/// A command. `arguments` is how the help shows what comes behind it, by base::Language.
struct Command {
  std::string_view name;
  std::string_view arguments[2];
  std::span<const Flag> flags;
  size_t arguments_min = 0;
  size_t arguments_max = 0;
  std::string_view help[2];
};

/// The flags that every command has.
std::span<const Flag> global_flags();
/// All commands, in the order of the help.
std::span<const Command> commands();

/// A command line that was understood.
struct Invocation {
  const Command* command = nullptr;  ///< Null for --help and --version alone.
  std::vector<std::string> arguments;
  struct Value {
    std::string_view name;
    std::string value;
  };
  std::vector<Value> flags;

  /// Whether the flag was given.
  bool has(std::string_view flag) const;
  /// The flag's last value, or `otherwise`.
  std::string get(std::string_view flag, std::string_view otherwise = {}) const;
};

/// Reads a command line (without the program's name). Adds `usage-…` diagnostics; nothing when there was one.
std::optional<Invocation> parse_command_line(std::span<const std::string> words,
                                             base::Diagnostics& diagnostics);

/// The value of `--lang` in a command line, whether that is understood or not; empty when there is none that
/// is one.
std::string language_word(std::span<const std::string> words);

/// The help of one command, or of the program for null.
std::string help_text(const Command* command, base::Language language);

}  // namespace herald::cli
