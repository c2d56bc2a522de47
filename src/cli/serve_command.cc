// herald serve.

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <set>

#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/nearby.h"
#include "cli/reasons.h"
#include "io/files.h"
#include "serve/serve.h"

namespace herald::cli {
namespace {

using base::Code;
using base::Language;

/// Where the server listens, as the command line says.
serve::Listening listening_of(const Invocation& invocation, base::Diagnostics& diagnostics) {
  serve::Listening listening;
  listening.any_port = !invocation.has("port");
  if (invocation.has("bind")) listening.address = invocation.get("bind");
  if (listening.address == "localhost") listening.address = "127.0.0.1";
  if (!invocation.has("port")) return listening;
  const std::string text = invocation.get("port");
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, listening.port);
  if (text.empty() || error != std::errc() || stop != end)
    diagnostics.add(Code::UsageWrongValue, base::Place{}, {"--port", text, "0…65535"});
  return listening;
}

/// What is told while a preview runs. Warnings that were told of the build before are not told again.
class Teller {
 public:
  Teller(const Voice& voice, uint16_t wanted_port) : voice_(voice), wanted_port_(wanted_port) {}

  /// The addresses go to standard output, also in a quiet run: they are what was asked for.
  void listening(const serve::Addresses& addresses) {
    if (wanted_port_ != 0 && addresses.port != wanted_port_)
      say(fmt::format(fmt::runtime(in("端口 {} 已被占用，改用 {}\n", "port {} is taken; using {}\n")),
                      wanted_port_, addresses.port));
    for (const std::string& url : addresses.urls) write_stdout(url + "\n");
    if (addresses.urls.size() > 1 || addresses.urls[0].find("token=") != std::string::npos)
      say(in("知道地址的人都能看；打开一次以后，浏览器会记住。\n",
             "whoever knows this address can look; a browser that opened it once remembers it\n"));
    say(in("保存文件后网页自动更新；按 Ctrl-C 结束。\n", "pages follow when files are saved; Ctrl-C ends\n"));
  }

  void built(const build::Report& report, const std::vector<std::string>& changed, double seconds) {
    base::Diagnostics news;
    std::set<std::string> told;
    for (const base::Diagnostic& diagnostic : report.diagnostics.all()) {
      std::string text = base::format_text(diagnostic, Language::English, base::Colour::No);
      if (diagnostic.severity() == base::Severity::Error || !told_.contains(text)) news.add(diagnostic);
      told.insert(std::move(text));
    }
    told_ = std::move(told);
    print(news, voice_);
    say(line(report, changed, seconds));
  }

 private:
  std::string_view in(std::string_view zh, std::string_view en) const {
    return voice_.language == Language::Chinese ? zh : en;
  }

  void say(std::string_view text) const {
    if (!voice_.quiet) write_stderr(text);
  }

  /// What had changed, what became of it, in one line.
  std::string line(const build::Report& report, const std::vector<std::string>& changed,
                   double seconds) const {
    std::string what(in("首次生成", "first build"));
    if (!changed.empty()) what = base::without_controls(changed[0]);
    if (changed.size() > 1)
      what += fmt::format(fmt::runtime(in("（等 {} 个文件）", " (and {} more)")),
                          voice_.language == Language::Chinese ? changed.size() : changed.size() - 1);
    if (changed.empty() && !is_first_) what = in("时间到了", "time has passed");
    is_first_ = false;
    if (report.outcome != build::Outcome::Done) {
      const size_t errors = report.diagnostics.count(base::Severity::Error);
      return fmt::format(fmt::runtime(in("{}：有 {} 个错误，网页保持原样，{:.0f} 毫秒\n",
                                         "{}: {} errors, the pages stay as they were, {:.0f} ms\n")),
                         what, errors, seconds * 1000);
    }
    const size_t warnings = report.diagnostics.count(base::Severity::Warning);
    std::string text =
        fmt::format(fmt::runtime(in("{}：{} 页，重做 {} 个文件，写入 {}，删除 {}，{:.0f} 毫秒",
                                    "{}: {} pages, {} files made, {} written, {} removed, {:.0f} ms")),
                    what, report.pages, report.rendered, report.written, report.removed, seconds * 1000);
    if (warnings != 0) text += fmt::format(fmt::runtime(in("；提醒 {} 条", "; {} warnings")), warnings);
    return text + "\n";
  }

  const Voice& voice_;
  const uint16_t wanted_port_;
  std::set<std::string> told_;
  mutable bool is_first_ = true;
};

}  // namespace

int run_serve(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled) {
  base::Diagnostics usage;
  const std::string folder =
      invocation.arguments.empty() ? invocation.get("directory", ".") : invocation.arguments[0];
  serve::Options options;
  options.build = build_options_of(invocation, folder, usage);
  options.listening = listening_of(invocation, usage);
  options.as_of = invocation.get("as-of");
  options.opens_saved = invocation.has("open-saved");
  options.language = voice.language;
  // Never public/, which is what `publish` sends: drafts and other days are shown here.
  if (options.build.output_folder.empty()) options.build.output_folder = folder + "/.herald/serve";
  std::error_code missing;
  if (!std::filesystem::is_directory(folder, missing))
    usage.add(base::failure(Code::FileMissing, "", {folder}));
  if (usage.has_errors()) {
    print(usage, voice);
    return kUsage;
  }
  if (auto nearby = site_nearby(folder)) {
    base::Diagnostics notes;
    notes.add(*std::move(nearby));
    print(notes, voice);
  }
  Teller teller(voice, options.listening.port);
  serve::Hooks hooks;
  hooks.on_listening = [&](const serve::Addresses& addresses) { teller.listening(addresses); };
  hooks.on_build = [&](const build::Report& report, const std::vector<std::string>& changed, double seconds) {
    teller.built(report, changed, seconds);
  };
  hooks.reason_words = [&](const build::Reason& reason) { return reason_sentence(reason, voice.language); };
  hooks.mark_words = [&](const build::HiddenPage& page) {
    return hiding_text(page.why, page.moment, voice.language);
  };
  const std::unique_ptr<io::Disk> disk = io::real_disk();
  const base::Status served = serve::run(*disk, std::move(options), hooks, cancelled);
  if (served) return kInterrupted;
  usage.add(served.error());
  print(usage, voice);
  return kDisk;
}

}  // namespace herald::cli
