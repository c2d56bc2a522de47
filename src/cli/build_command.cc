#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "base/parallel.h"
#include "base/program.h"
#include "base/utf8.h"
#include "build/build.h"
#include "cli/commands.h"
#include "cli/nearby.h"
#include "cli/reasons.h"
#include "io/files.h"

namespace herald::cli {
namespace {

using base::Code;

void wrong_value(base::Diagnostics& diagnostics, std::string_view flag, const std::string& value,
                 std::string_view right) {
  diagnostics.add(Code::UsageWrongValue, base::Place{},
                  {fmt::format("--{}", flag), value, std::string(right)});
}

/// The folder that the command line of `build` means.
std::string folder_of(const Invocation& invocation) {
  return invocation.arguments.empty() ? invocation.get("directory", ".") : invocation.arguments[0];
}

/// An output folder may lie below the site's (`public`), but neither around it nor in what it is made of;
/// `serve` keeps its own where nothing else is.
void check_output(const std::string& output, const std::string& site, base::Diagnostics& diagnostics) {
  if (output.empty()) return;
  const std::filesystem::path folder(site);
  bool is_wrong = lies_in(folder, output);
  for (const char* part : {"content", "assets", "themes", ".herald"})
    is_wrong = is_wrong || lies_in(output, folder / part);
  if (is_wrong && !lies_in(output, folder / ".herald/serve"))
    diagnostics.add(base::failure(Code::OutputIsInput, output, {output}));
}

}  // namespace

bool lies_in(const std::filesystem::path& one, const std::filesystem::path& other) {
  const auto whole = [](const std::filesystem::path& folder) {
    std::error_code ignored;
    // What does not exist yet stays relative unless it is made whole first.
    const auto absolute = std::filesystem::absolute(folder, ignored);
    return (std::filesystem::weakly_canonical(absolute, ignored) / "").string();
  };
  return whole(one).starts_with(whole(other));
}

build::Options build_options_of(const Invocation& invocation, const std::string& site_folder,
                                base::Diagnostics& diagnostics) {
  build::Options options;
  options.site_folder = site_folder;
  std::error_code ignored;
  const auto whole = std::filesystem::weakly_canonical(options.site_folder, ignored);
  options.folder_name = whole.filename().string();
  options.output_folder = invocation.get("output");
  check_output(options.output_folder, site_folder, diagnostics);
  options.drafts = invocation.has("drafts");
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  options.clock_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  options.unix_now = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  options.maker = base::program_id();
  options.jobs = base::default_jobs();
  options.as_of = as_of_of(invocation, diagnostics);
  if (invocation.has("jobs")) {
    std::string text = invocation.get("jobs");
    unsigned jobs = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
    if (error != std::errc() || end != text.data() + text.size() || jobs < 1 || jobs > 64) {
      wrong_value(diagnostics, "jobs", text, "1…64");
    } else {
      options.jobs = jobs;
    }
  }
  return options;
}

namespace {

/// How many hidden pages are named.
constexpr size_t kHiddenShown = 20;

/// The pages that are not shown, each with its reason; the first ones of many.
std::string hidden_list(const build::Report& report, base::Language language) {
  std::string list;
  const size_t shown = std::min(report.hidden.size(), kHiddenShown);
  for (size_t i = 0; i < shown; i++)
    list += fmt::format("  {}  {}\n", base::without_controls(report.hidden[i].path),
                        hiding_text(report.hidden[i].why, report.hidden[i].moment, language));
  if (shown < report.hidden.size()) list += "  …\n";
  return list;
}

/// "1 page", "2 pages".
std::string counted(size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

/// What was built. `drafts`: the hidden pages are shown all the same.
std::string summary(const build::Report& report, bool drafts, double seconds, base::Language language) {
  size_t warnings = report.diagnostics.count(base::Severity::Warning);
  if (language == base::Language::Chinese) {
    std::string text =
        fmt::format("完成：{} 个页面，{} 个文件在 {}（新写 {}，删除 {}），用时 {:.2f} 秒", report.pages,
                    report.outputs, report.output_folder, report.written, report.removed, seconds);
    if (warnings != 0) text += fmt::format("；提醒 {} 条", warnings);
    if (!report.hidden.empty())
      text += fmt::format(fmt::runtime(drafts ? "；因为 --drafts 才显示 {} 页：" : "；未显示 {} 页："),
                          report.hidden.size());
    return text + "\n" + hidden_list(report, language);
  }
  std::string text = fmt::format("done: {}, {} in {} ({} written, {} removed), {:.2f} s",
                                 counted(report.pages, "page"), counted(report.outputs, "file"),
                                 report.output_folder, report.written, report.removed, seconds);
  if (warnings != 0) text += "; " + counted(warnings, "warning");
  if (!report.hidden.empty())
    text += fmt::format(fmt::runtime(drafts ? "; {} shown for --drafts alone:" : "; {} not shown:"),
                        report.hidden.size());
  return text + "\n" + hidden_list(report, language);
}

std::string failure_summary(const build::Report& report, base::Language language) {
  size_t errors = report.diagnostics.count(base::Severity::Error);
  if (language == base::Language::Chinese)
    return fmt::format("有 {} 个错误，网站没有改动。`herald explain 名称` 解释方括号里的名称。\n", errors);
  return fmt::format(
      "{}; the site was left as it was. `herald explain NAME` explains the name in square brackets.\n",
      counted(errors, "error"));
}

/// How many rows of a list of costs are shown.
constexpr size_t kCostsShown = 25;

/// A table of costs: the share of their sum, milliseconds, how often, what.
std::string cost_table(std::string_view title, const std::vector<build::Cost>& costs) {
  double sum = 0;
  for (const build::Cost& cost : costs) sum += cost.seconds;
  if (sum == 0) return "";
  std::string table = fmt::format("\n{:>6} {:>10} {:>9}  {}\n", "%", "ms", "runs", title);
  const size_t shown = std::min(costs.size(), kCostsShown);
  for (size_t i = 0; i < shown; i++) {
    const build::Cost& cost = costs[i];
    table += fmt::format("{:6.1f} {:10.2f} {:9}  {}\n", 100 * cost.seconds / sum, 1000 * cost.seconds,
                         cost.runs, cost.name);
  }
  return table;
}

std::string profile(const build::Report& report) {
  const build::Timings& timings = report.timings;
  std::string text = fmt::format(
      "load+parse {:8.1f} ms\nassemble   {:8.1f} ms\nrender     {:8.1f} ms\nwrite      {:8.1f} ms\n",
      timings.load_and_parse * 1000, timings.assemble * 1000, timings.render * 1000, timings.write * 1000);
  text += fmt::format("peak memory {:.1f} MiB\n", peak_memory_mib());
  text += cost_table("kind of output (time of all threads)", report.kind_costs);
  return text + cost_table("template, block or macro (without what it calls)", report.template_costs);
}

}  // namespace

int exit_status_of(build::Outcome outcome) {
  switch (outcome) {
    case build::Outcome::Done:
      return kDone;
    case build::Outcome::ContentErrors:
      return kContentErrors;
    case build::Outcome::ConfigErrors:
      return kUsage;
    case build::Outcome::DiskErrors:
      return kDisk;
    case build::Outcome::Cancelled:
      return kInterrupted;
  }
  return kDisk;
}

std::string_view stopped_words(base::Language language) {
  return language == base::Language::Chinese ? "已停止，没有做完\n" : "stopped before it was done\n";
}

std::optional<base::DateTime> as_of_of(const Invocation& invocation, base::Diagnostics& diagnostics) {
  if (!invocation.has("as-of")) return std::nullopt;
  const std::string text = invocation.get("as-of");
  std::optional<base::DateTime> moment = base::parse_iso_date_time(text);
  if (!moment) wrong_value(diagnostics, "as-of", text, "2026-06-16");
  if (moment && !moment->has_time()) moment->minute = 0;
  return moment;
}

int run_build(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled) {
  base::Diagnostics usage;
  build::Options options = build_options_of(invocation, folder_of(invocation), usage);
  if (usage.has_errors()) {
    print(usage, voice);
    return kUsage;
  }
  options.cancelled = &cancelled;
  options.profile = invocation.has("profile");
  options.clean = invocation.has("clean");
  options.explain = invocation.has("explain") || invocation.has("explain-all");
  options.leaving = true;
  std::unique_ptr<io::Disk> disk = io::real_disk();
  build::Progress progress;
  options.progress = &progress;
  build::Report report;
  {
    const ProgressLine line(progress, voice);
    report = build::build(*disk, options);
  }
  // global: never looked at and never given back, which is left to the system when the program ends.
  [[maybe_unused]] static const auto* const left = new auto(std::move(report.remains));
  if (report.outcome == build::Outcome::Cancelled) {
    write_stderr(stopped_words(voice.language));
    return kInterrupted;
  }
  if (auto nearby = site_nearby(options.site_folder)) report.diagnostics.add(*std::move(nearby));
  print(report.diagnostics, voice);
  const build::Timings& t = report.timings;
  double seconds = t.load_and_parse + t.assemble + t.render + t.write;
  write_stderr(reasons_text(report, invocation.has("explain-all"), voice.language));
  if (invocation.has("profile")) write_stderr(profile(report));
  if (report.outcome != build::Outcome::Done) {
    write_stderr(failure_summary(report, voice.language));
  } else if (!voice.quiet) {
    write_stderr(summary(report, options.drafts, seconds, voice.language));
  }
  return exit_status_of(report.outcome);
}

}  // namespace herald::cli
