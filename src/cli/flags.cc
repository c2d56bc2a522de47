#include "cli/flags.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/utf8.h"

namespace herald::cli {
namespace {

using base::Code;

constexpr Flag kGlobal[] = {
    {"directory",
     'C',
     "DIR",
     {"the folder of the site (default: here)", "网站所在的文件夹（默认：当前文件夹）"}},
    {"output",
     'o',
     "OUT",
     {"where the site is written (default: DIR/public; of serve: DIR/.herald/serve)",
      "网站生成到哪里（默认：DIR/public；serve 为 DIR/.herald/serve）"}},
    {"lang", 0, "zh|en", {"the language of messages", "提示使用的语言"}},
    {"quiet", 'q', "", {"say only what is wrong", "只显示问题"}},
    {"version", 0, "", {"print the version", "显示版本"}},
    {"help", 'h', "", {"print this help", "显示帮助"}},
};

constexpr Flag kBuild[] = {
    {"drafts", 0, "", {"show drafts and pages that are not due yet", "草稿和未到发布时间的页面也生成"}},
    {"as-of",
     0,
     "DATE",
     {"build as if it were this day: 2026-06-16 or 2026-06-16T09:00",
      "按这一天来生成：2026-06-16 或 2026-06-16T09:00"}},
    {"jobs", 'j', "N", {"threads to use (default: all processors)", "使用几个线程（默认：全部处理器）"}},
    {"explain", 0, "", {"print why each file was made again", "逐个说明文件为什么重新生成"}},
    {"explain-all",
     0,
     "",
     {"the same, and why the others were left as they are", "同上，没有重新生成的也说明"}},
    {"clean", 0, "", {"make every file again", "全部重新生成"}},
    {"profile",
     0,
     "",
     {"print how long each stage, kind of page and template took",
      "显示每一步、每类页面、每个模板用了多少时间"}},
};
constexpr Flag kServe[] = {
    {"port",
     0,
     "N",
     {"the port (default: 4000, or a free one when it is taken)", "端口（默认：4000，被占用时另找一个）"}},
    {"bind",
     0,
     "ADDR",
     {"let other machines look, at this address of the machine (0.0.0.0: all); a token is asked for",
      "让别的机器也能看：写本机的地址（0.0.0.0 表示全部），要带口令"}},
    {"as-of",
     0,
     "DATE",
     {"show the site as it is on this day: 2026-06-16 or 2026-06-16T09:00",
      "按这一天来显示：2026-06-16 或 2026-06-16T09:00"}},
    {"drafts",
     0,
     "",
     {"show drafts and pages that are not due yet, marked", "草稿和未到发布时间的页面也显示，并标明"}},
    {"open-saved",
     0,
     "",
     {"the browser goes to the page of the file that was saved", "保存哪个文件，浏览器就打开哪个页面"}},
    {"jobs", 'j', "N", {"threads to use (default: all processors)", "使用几个线程（默认：全部处理器）"}},
};
constexpr Flag kPublish[] = {
    {"dry-run",
     0,
     "",
     {"show what would be sent and deleted, and send nothing", "只显示会发送和删除什么，不发送"}},
    {"verify",
     0,
     "",
     {"read every file back from the host, and send again what differs",
      "从主机读回每个文件核对，不一致的重新发送"}},
    {"audit",
     0,
     "",
     {"only look: what on the host is not as it was published", "只检查：主机上哪些内容与发布的不一样"}},
    {"rollback", 0, "", {"put the publication before the last one back", "恢复上一次发布的网站"}},
    {"max-deletes",
     0,
     "N",
     {"so many files may be deleted without asking (default: 20)", "最多删除几个文件而不询问（默认：20）"}},
    {"take-over", 0, "", {"files of others that are in the way become herald's", "接管主机上挡路的同名文件"}},
    {"break-lock", 0, "", {"remove the lock of another who no longer publishes", "解开别人留下的发布锁"}},
};
constexpr Flag kMarkdown[] = {{"strict",
                               0,
                               "",
                               {"exactly GitHub Flavored Markdown, raw HTML passes",
                                "严格按 GitHub Flavored Markdown，原始 HTML 照样输出"}}};
constexpr Flag kTemplate[] = {
    {"data", 0, "FILE.json", {"the values that the template sees", "模板用到的数据"}},
    {"as-of",
     0,
     "DATE",
     {"the day that days are counted from (default: today)", "按这一天来数日子（默认：今天）"}}};

constexpr Flag kExplain[] = {{"drafts", 0, "", {"as with build --drafts", "与 build --drafts 相同"}},
                             {"as-of", 0, "DATE", {"as with build --as-of", "与 build --as-of 相同"}}};
constexpr Flag kNew[] = {
    {"edition",
     0,
     "YEAR",
     {"the year it belongs to (default: the current one)", "放在哪一年（默认：当前年度）"}}};

constexpr Command kCommands[] = {
    {"build", {"[DIR]", "[文件夹]"}, kBuild, 0, 1, {"build the site", "生成网站"}},
    {"serve",
     {"[DIR]", "[文件夹]"},
     kServe,
     0,
     1,
     {"show the site in the browser and follow what is saved", "在浏览器里预览网站，保存后自动更新"}},
    {"publish",
     {"[TARGET…]", "[目的地…]"},
     kPublish,
     0,
     16,
     {"build the site and send what changed to a target of site.json",
      "生成网站，把变化的部分发布到 site.json 写的目的地"}},
    {"new",
     {"KIND TITLE", "种类 标题"},
     kNew,
     2,
     2,
     {"write a new page of a kind (notice, event, …) with what it needs",
      "新建一个页面（通知、活动……），该有的都写好"}},
    {"init",
     {"DIR", "文件夹"},
     {},
     1,
     1,
     {"make a small new site that builds", "新建一个可以直接生成的小网站"}},
    {"explain",
     {"CODE|PAGE", "提示的名称|页面"},
     kExplain,
     1,
     1,
     {"what a message means and how to mend it; what a page is, makes and reads, and why it is not shown",
      "解释一条提示是什么意思、怎样改；说明一个页面是什么、生成什么、为什么没有显示"}},
    {"markdown",
     {"[FILE]", "[文件]"},
     kMarkdown,
     0,
     1,
     {"Markdown on standard input or in FILE to HTML", "把 Markdown 变成 HTML"}},
    {"template",
     {"FILE", "文件"},
     kTemplate,
     1,
     1,
     {"render one template with JSON data", "用 JSON 数据试一个模板"}},
};

const Flag* find_flag(std::span<const Flag> flags, std::string_view name) {
  for (const Flag& flag : flags) {
    if (flag.name == name || (name.size() == 1 && flag.letter == name[0])) return &flag;
  }
  return nullptr;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

void report(base::Diagnostics& diagnostics, Code code, std::vector<std::string> arguments,
            std::string_view near) {
  base::Diagnostic& added = diagnostics.add(code, base::Place{}, std::move(arguments));
  if (!near.empty()) added.notes.push_back({Code::DidYouMean, {}, {std::string(near)}, {}});
}

void report_unknown_flag(const Command* command, const std::string& word, base::Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Flag& flag : kGlobal) names.push_back(fmt::format("--{}", flag.name));
  if (command != nullptr) {
    for (const Flag& flag : command->flags) names.push_back(fmt::format("--{}", flag.name));
  }
  std::vector<std::string_view> views(names.begin(), names.end());
  report(diagnostics, Code::UsageUnknownFlag, {word}, base::nearest(word, views));
}

void report_unknown_command(const std::string& word, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  report(diagnostics, Code::UsageUnknownCommand, {word}, base::nearest(word, names));
}

/// Whether `value` is one of `choices`, which are written as "zh|en".
bool is_choice(std::string_view value, std::string_view choices) {
  const std::vector<std::string_view> all = base::split(choices, '|');
  return std::find(all.begin(), all.end(), value) != all.end();
}

/// Reads the flag at `words[at]`; moves `at` over its value when that is a word of its own.
void read_flag(std::span<const std::string> words, size_t& at, Invocation& invocation,
               base::Diagnostics& diagnostics) {
  const std::string& word = words[at];
  bool is_long = word.starts_with("--");
  size_t equals = is_long ? word.find('=') : std::string::npos;
  std::string name =
      is_long ? word.substr(2, equals == std::string::npos ? equals : equals - 2) : word.substr(1, 1);
  const Flag* flag = find_flag(kGlobal, name);
  if (flag == nullptr && invocation.command != nullptr) flag = find_flag(invocation.command->flags, name);
  if (flag == nullptr || (is_long && name.size() == 1))
    return report_unknown_flag(invocation.command, word, diagnostics);
  Invocation::Value value{flag->name, {}};
  bool joined = !is_long && word.size() > 2;
  if (flag->value.empty()) {
    if (equals != std::string::npos || joined) return report(diagnostics, Code::UsageFlagValue, {word}, {});
  } else if (equals != std::string::npos) {
    value.value = word.substr(equals + 1);
  } else if (joined) {
    value.value = word.substr(2);
  } else if (at + 1 < words.size()) {
    value.value = words[++at];
  } else {
    return report(diagnostics, Code::UsageMissingValue, {word, std::string(flag->value)}, {});
  }
  if (!flag->value.empty() && value.value.empty())
    return report(diagnostics, Code::UsageMissingValue,
                  {fmt::format("--{}", flag->name), std::string(flag->value)}, {});
  if (flag->value.find('|') != std::string_view::npos && !is_choice(value.value, flag->value))
    return report(diagnostics, Code::UsageWrongValue,
                  {fmt::format("--{}", flag->name), value.value, base::replace_all(flag->value, "|", " / ")},
                  {});
  invocation.flags.push_back(std::move(value));
}

/// One line of a two-column help: `left`, then `right` from column 28 on.
void help_row(std::string& out, std::string_view left, std::string_view right) {
  constexpr size_t kColumn = 28;
  out += "  ";
  out += left;
  size_t width = base::display_width(left) + 2;
  out.append(width < kColumn ? kColumn - width : 1, ' ');
  out += right;
  out += '\n';
}

void help_flags(std::string& out, std::span<const Flag> flags, base::Language language) {
  for (const Flag& flag : flags) {
    std::string left = flag.letter != 0 ? fmt::format("-{}, --{}", flag.letter, flag.name)
                                        : fmt::format("    --{}", flag.name);
    if (!flag.value.empty()) left += fmt::format(" {}", flag.value);
    help_row(out, left, flag.help[static_cast<int>(language)]);
  }
}

}  // namespace

std::span<const Flag> global_flags() { return kGlobal; }
std::span<const Command> commands() { return kCommands; }

bool Invocation::has(std::string_view flag) const {
  for (const Value& value : flags) {
    if (value.name == flag) return true;
  }
  return false;
}

std::string Invocation::get(std::string_view flag, std::string_view otherwise) const {
  std::string found(otherwise);
  for (const Value& value : flags) {
    if (value.name == flag) found = value.value;
  }
  return found;
}

std::optional<Invocation> parse_command_line(std::span<const std::string> words,
                                             base::Diagnostics& diagnostics) {
  Invocation invocation;
  // The command first: its flags may stand before or behind it, and "herald -C site build" is common.
  for (size_t at = 0; at < words.size() && invocation.command == nullptr; at++) {
    if (words[at].starts_with("-") && words[at] != "-") {
      const Flag* flag =
          find_flag(kGlobal, words[at].starts_with("--") ? std::string_view(words[at]).substr(2)
                                                         : std::string_view(words[at]).substr(1));
      if (flag != nullptr && !flag->value.empty()) at++;
    } else {
      invocation.command = find_command(words[at]);
      if (invocation.command == nullptr) {
        report_unknown_command(words[at], diagnostics);
        return std::nullopt;
      }
    }
  }
  bool command_seen = false, only_words = false;
  for (size_t at = 0; at < words.size(); at++) {
    if (!only_words && words[at] == "--") {
      only_words = true;
    } else if (!only_words && words[at].size() > 1 && words[at][0] == '-') {
      read_flag(words, at, invocation, diagnostics);
    } else if (!command_seen) {
      command_seen = true;
    } else {
      invocation.arguments.push_back(words[at]);
    }
  }
  bool asks = invocation.has("help") || invocation.has("version");
  if (invocation.command == nullptr && !asks) diagnostics.add(Code::UsageNoCommand, base::Place{});
  if (invocation.command != nullptr && !asks) {
    const Command& command = *invocation.command;
    if (invocation.arguments.size() < command.arguments_min)
      diagnostics.add(
          Code::UsageTooFew, base::Place{},
          {std::string(command.name), std::string(command.arguments[0]), std::string(command.arguments[1])});
    if (invocation.arguments.size() > command.arguments_max)
      diagnostics.add(Code::UsageTooMany, base::Place{},
                      {std::string(command.name), invocation.arguments[command.arguments_max]});
  }
  if (diagnostics.has_errors()) return std::nullopt;
  return invocation;
}

std::string language_word(std::span<const std::string> words) {
  std::string found;
  for (size_t at = 0; at < words.size(); at++) {
    if (words[at].starts_with("--lang=")) found = words[at].substr(7);
    if (words[at] == "--lang" && at + 1 < words.size()) found = words[at + 1];
  }
  // A language that there is not is told in the one of the environment.
  if (!is_choice(found, find_flag(kGlobal, "lang")->value)) found.clear();
  return found;
}

std::string help_text(const Command* command, base::Language language) {
  bool zh = language == base::Language::Chinese;
  std::string out;
  if (command == nullptr) {
    out += zh ? "herald：把一个文件夹的 Markdown 变成活动宣传网站。\n\n用法：herald 命令 [选项]\n\n命令：\n"
              : "herald: makes a campaign portal of a folder of Markdown.\n\nusage: herald COMMAND "
                "[OPTIONS]\n\ncommands:\n";
    for (const Command& one : kCommands)
      help_row(out, fmt::format("{} {}", one.name, one.arguments[static_cast<int>(language)]),
               one.help[static_cast<int>(language)]);
  } else {
    out += fmt::format("{}\n\n{}herald {} {} {}\n", command->help[static_cast<int>(language)],
                       zh ? "用法：" : "usage: ", command->name,
                       command->arguments[static_cast<int>(language)], zh ? "[选项]" : "[OPTIONS]");
    if (!command->flags.empty()) out += zh ? "\n选项：\n" : "\noptions:\n";
    help_flags(out, command->flags, language);
  }
  out += zh ? "\n所有命令都有的选项：\n" : "\noptions of all commands:\n";
  help_flags(out, kGlobal, language);
  if (command == nullptr)
    out += zh ? "\n`herald 命令 --help` 显示一个命令的选项。\n"
              : "\n`herald COMMAND --help` shows the options of one command.\n";
  return out;
}

}  // namespace herald::cli
