#include "cli/publish_words.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "base/utf8.h"

namespace herald::cli {
namespace {

using publish::Ending;

/// So many pages of each kind of change are named in Named::First.
constexpr size_t kPagesShown = 20;

bool is_chinese(base::Language language) { return language == base::Language::Chinese; }

void append_pages(std::string& out, std::string_view mark, const std::vector<publish::Summary::Page>& pages,
                  Named named) {
  const size_t shown = named == Named::All ? pages.size() : std::min(pages.size(), kPagesShown);
  for (size_t i = 0; i < shown; i++) {  // Titles of pages that go come from the host.
    const std::string& name = pages[i].title.empty() ? pages[i].path : pages[i].title;
    out += fmt::format("  {} {}  {}\n", mark, base::without_controls(name),
                       base::without_controls(pages[i].path));
  }
  if (shown < pages.size()) out += fmt::format("  {} …\n", mark);
}

}  // namespace

std::string size_text(uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1e3);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

std::string changes_text(const publish::Summary& summary, std::string_view target, Named named,
                         base::Language language) {
  const char* pattern = is_chinese(language)
                            ? "{}：页面新增 {}，修改 {}，删除 {}；共发送 {} 个文件（{}），删除 {} 个文件\n"
                            : "{}: pages added {}, changed {}, removed {}; {} files to send ({}), {} "
                              "to delete\n";
  std::string text = fmt::format(fmt::runtime(pattern), target, summary.added.size(), summary.changed.size(),
                                 summary.removed.size(), summary.files_sent, size_text(summary.bytes_sent),
                                 summary.files_removed);
  append_pages(text, "+", summary.added, named);
  append_pages(text, "*", summary.changed, named);
  append_pages(text, "-", summary.removed, named);
  return text;
}

std::string publish_summary(const publish::Report& report, publish::Task task, std::string_view target,
                            double seconds, base::Language language) {
  const bool zh = is_chinese(language);
  const auto say = [&](const char* chinese, const char* english) -> std::string {
    return fmt::format(fmt::runtime(zh ? chinese : english), target) + "\n";
  };
  const std::string unlisted =
      report.unlisted == 0
          ? ""
          : fmt::format(
                fmt::runtime(zh ? "{}：主机不列出 {} 个文件夹的内容，那里若有别人的文件，看不到\n"
                                : "{}: the host does not list {} folders; foreign files there go unseen\n"),
                target, report.unlisted);
  switch (report.ending) {
    case Ending::Done: {
      std::string text =
          fmt::format(fmt::runtime(zh ? "{}：已发布，发送 {} 个文件（{}），删除 {} 个，用时 {:.1f} 秒"
                                      : "{}: published; {} files sent ({}), {} deleted, {:.1f} s"),
                      target, report.sent, size_text(report.bytes), report.removed, seconds);
      if (report.repeated != 0)
        text += fmt::format(fmt::runtime(zh ? "；中断后重试 {} 次" : "; {} operations were tried again"),
                            report.repeated);
      if (report.audited != 0)
        text += fmt::format(fmt::runtime(zh ? "；读回核对 {} 个" : "; {} files read back and compared"),
                            report.audited);
      if (report.lock_is_weak)
        text += zh ? "；这个对象存储锁不住同时开始的两个人，请互相约好时间"
                   : "; this store cannot keep two from beginning in the same moment: agree who publishes";
      if (report.lock_broken) text += zh ? "；解开了原有的锁" : "; the lock was broken";
      if (report.had_gaps)
        text += zh ? "；主机不能用改名直接更换文件，更换时有一瞬间读者打不开它"
                   : "; the host cannot rename over a file: each that was replaced was away for a moment";
      return text + "\n";
    }
    case Ending::Unchanged:
      if (task == publish::Task::Audit || report.audited != 0)
        return unlisted + fmt::format(fmt::runtime(zh ? "{}：读回核对 {} 个文件，与发布的一致\n"
                                                      : "{}: {} files read back, all as published\n"),
                                      target, report.audited);
      return say("{}：没有变化，不需要发送", "{}: nothing has changed, nothing was sent");
    case Ending::Planned:
      return say("{}：只是预览，没有发送任何内容", "{}: this was a preview, nothing was sent");
    case Ending::Differs:
      return unlisted + say("{}：主机上的内容与发布的不一致，见上面",
                            "{}: the host differs from what was published, see above");
    case Ending::Refused:
    case Ending::Failed:
      if (task == publish::Task::Audit)
        return say("{}：没有核对完，见上面", "{}: the comparison was not completed, see above");
      return report.sent == 0 ? say("{}：没有发送任何内容", "{}: nothing was sent")
                              : say("{}：没有发布完，见上面", "{}: not complete, see above");
    case Ending::Cancelled:
      if (task == publish::Task::Audit) return say("{}：已停止核对", "{}: the comparison was stopped");
      return say("{}：已停止；再运行一次会从停下的地方继续", "{}: stopped; run it again to go on from there");
  }
  return "";
}

std::string nothing_sent(const build::Report& report, base::Language language) {
  const size_t errors = report.diagnostics.count(base::Severity::Error);
  return is_chinese(language)
             ? fmt::format("有 {} 个错误，没有发布任何内容。\n", errors)
             : fmt::format("{} error{}; nothing was published.\n", errors, errors == 1 ? "" : "s");
}

bool ask_deletes(size_t count, base::Language language, const std::atomic<bool>& cancelled) {
  write_stderr(is_chinese(language)
                   ? fmt::format("主机上将删除 {} 个文件，继续吗？[y/N] ", count)
                   : fmt::format("{} files will be deleted on the host. Go on? [y/N] ", count));
  constexpr int kLookMs = 100;
  pollfd input{STDIN_FILENO, POLLIN, 0};
  while (::poll(&input, 1, kLookMs) <= 0) {  // Reading alone would go on behind Ctrl-C.
    if (!cancelled) continue;
    write_stderr("\n");
    return false;
  }
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "是";
}

PublishLine::PublishLine(const Voice& voice)
    : voice_(voice), is_terminal_(isatty(STDERR_FILENO) != 0), begin_(Clock::now()) {
  next_ = begin_ + (is_terminal_ ? std::chrono::milliseconds(300) : std::chrono::milliseconds(10'000));
}

void PublishLine::show(const publish::Progress& progress) {
  const auto now = Clock::now();
  if (voice_.quiet || now < next_) return;
  next_ = now + (is_terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000));
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const double rate = static_cast<double>(progress.bytes) / std::max(seconds, 0.001);
  const double left = rate > 0 && progress.bytes_total > progress.bytes
                          ? static_cast<double>(progress.bytes_total - progress.bytes) / rate
                          : 0;
  const bool zh = is_chinese(voice_.language);
  const std::string text = fmt::format(fmt::runtime(zh ? "正在发送 {}/{} 个文件，{}，每秒 {}，还要 {:.0f} 秒"
                                                       : "sending {}/{} files, {}, {}/s, {:.0f} s left"),
                                       progress.files, progress.files_total, size_text(progress.bytes),
                                       size_text(static_cast<uint64_t>(rate)), left);
  write_stderr(is_terminal_ ? "\r\x1b[K" + text : text + "\n");
  is_shown_ = is_terminal_;
}

void PublishLine::end() {
  if (is_shown_) write_stderr("\r\x1b[K");
  is_shown_ = false;
}

}  // namespace herald::cli
