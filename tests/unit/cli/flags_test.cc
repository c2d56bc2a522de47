#include "cli/flags.h"

#include <doctest/doctest.h>

using namespace herald;
using cli::parse_command_line;

namespace {

std::string code_of(std::vector<std::string> words) {
  base::Diagnostics diagnostics;
  auto invocation = parse_command_line(words, diagnostics);
  CHECK(invocation.has_value() == diagnostics.empty());
  return diagnostics.empty() ? "" : std::string(base::text_of(diagnostics.all()[0].code).name);
}

cli::Invocation parsed(std::vector<std::string> words) {
  base::Diagnostics diagnostics;
  auto invocation = parse_command_line(words, diagnostics);
  REQUIRE(invocation.has_value());
  return *invocation;
}

}  // namespace

TEST_CASE("flags stand before or behind the command, joined to their value or not") {
  for (std::vector<std::string> words : {std::vector<std::string>{"-C", "site", "build", "--drafts"},
                                         {"build", "--drafts", "-Csite"},
                                         {"build", "--directory=site", "--drafts"},
                                         {"--drafts", "build", "--directory", "site"}}) {
    cli::Invocation invocation = parsed(words);
    CHECK(invocation.command->name == "build");
    CHECK(invocation.get("directory") == "site");
    CHECK(invocation.has("drafts"));
    CHECK(invocation.arguments.empty());
  }
}

TEST_CASE("the last of two values counts, and words behind -- are arguments") {
  CHECK(parsed({"build", "-o", "a", "-o", "b"}).get("output") == "b");
  CHECK(parsed({"build", "--", "-o"}).arguments == std::vector<std::string>{"-o"});
  CHECK(parsed({"markdown", "-"}).arguments == std::vector<std::string>{"-"});
}

TEST_CASE("wrong command lines are named") {
  CHECK(code_of({"biuld"}) == "usage-unknown-command");
  CHECK(code_of({"build", "--nothing"}) == "usage-unknown-flag");
  CHECK(code_of({"build", "-x"}) == "usage-unknown-flag");
  CHECK(code_of({"build", "--drafts=yes"}) == "usage-flag-value");
  CHECK(code_of({"build", "-o"}) == "usage-missing-value");
  CHECK(code_of({"build", "-o", ""}) == "usage-missing-value");
  CHECK(code_of({"build", "--output="}) == "usage-missing-value");
  CHECK(code_of({"build", "--lang", "fr"}) == "usage-wrong-value");
  CHECK(code_of({"--lang=ZH", "build"}) == "usage-wrong-value");
  CHECK(code_of({}) == "usage-no-command");
  CHECK(code_of({"init"}) == "usage-too-few");
  CHECK(code_of({"build", "a", "b"}) == "usage-too-many");
  CHECK(code_of({"--help"}).empty());
  CHECK(code_of({"init", "--help"}).empty());
}

TEST_CASE("the language of messages is one that there is") {
  const auto language = [](std::vector<std::string> words) { return cli::language_word(words); };
  CHECK(language({"build", "--lang", "zh"}) == "zh");
  CHECK(language({"--lang=en", "build", "--nothing"}) == "en");
  CHECK(language({"build", "--lang", "fr"}).empty());
  CHECK(language({"build", "--lang"}).empty());
}

TEST_CASE("every command and flag has help in both languages") {
  for (const cli::Command& command : cli::commands()) {
    CAPTURE(command.name);
    for (int language : {0, 1}) CHECK_FALSE(command.help[language].empty());
    for (const cli::Flag& flag : command.flags) {
      for (int language : {0, 1}) CHECK_FALSE(flag.help[language].empty());
    }
    for (base::Language language : {base::Language::English, base::Language::Chinese}) {
      CHECK(cli::help_text(&command, language).find(command.name) != std::string::npos);
    }
  }
}

TEST_CASE("what is missing behind a command is told in the reader's language") {
  base::Diagnostics diagnostics;
  const std::vector<std::string> words = {"new", "通知"};
  CHECK_FALSE(cli::parse_command_line(words, diagnostics));
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(base::message_of(diagnostics.all()[0], base::Language::Chinese) ==
        "`herald new` 后面要写：种类 标题");
  CHECK(base::message_of(diagnostics.all()[0], base::Language::English) == "`herald new` needs KIND TITLE");
}
