#include "serve/serve.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "build/session.h"
#include "model/config.h"
#include "serve/http_server.h"
#include "serve/preview.h"
#include "serve/problems.h"
#include "serve/request.h"
#include "serve/status.h"
#include "serve/watch.h"

namespace herald::serve {
namespace {

using Clock = std::chrono::steady_clock;

/// How long to wait for a change before looking whether to end.
constexpr int kPatienceMs = 100;
/// After so long without a change the session writes down what it knows.
constexpr auto kQuiet = std::chrono::seconds(2);

/// 32 hexadecimal digits that nobody can guess; empty when the system has no random bytes.
std::string random_token() {
  uint64_t parts[2];
  if (::getrandom(parts, sizeof parts, 0) != static_cast<ssize_t>(sizeof parts)) return "";
  return base::hex(parts[0]) + base::hex(parts[1]);
}

/// Who may ask at an address.
base::Result<Admission> admission_to(const Listening& listening) {
  Admission admission;
  admission.hosts = {"localhost", "127.0.0.1", "::1", listening.address};
  if (is_loopback(listening.address)) return admission;
  admission.token = random_token();
  if (admission.token.empty())
    return base::failure(base::Code::ListenFailed, "",
                         {listening.address, "no random bytes", "系统没有给出随机数"});
  admission.any_address = is_every_address(listening.address);
  return admission;
}

Addresses addresses_of(const Listening& listening, const Admission& admission, uint16_t port,
                       const std::string& base_path) {
  std::vector<std::string> hosts = {listening.address};
  if (admission.any_address) {
    hosts = network_addresses();
    hosts.insert(hosts.begin(), "127.0.0.1");
  }
  Addresses addresses;
  addresses.port = port;
  for (const std::string& host : hosts) {
    const bool is_v6 = host.find(':') != std::string::npos;
    std::string url =
        fmt::format("http://{}:{}{}", is_v6 ? "[" + host + "]" : host, port, base::url_path(base_path));
    if (!admission.token.empty()) url += "?token=" + admission.token;
    addresses.urls.push_back(std::move(url));
  }
  return addresses;
}

/// The path that site.json's url has, decoded; "/" when it has none or cannot be read.
std::string base_path_in(const io::Disk& disk, const std::string& site_folder) {
  const auto text = disk.read(site_folder + "/site.json");
  if (!text) return "/";
  base::Diagnostics ignored;  // The build tells them.
  const model::Config config = model::parse_config(base::Source{"site.json", *text}, ignored);
  const std::string path = base_path_of(config.url);
  const std::optional<std::string> decoded = site_path(path);
  return decoded ? "/" + *decoded : "/";
}

/// What had changed, for people: the first file and how many more.
std::string cause_of(const std::vector<std::string>& changed) {
  if (changed.empty()) return "";
  return changed.size() == 1 ? changed[0] : fmt::format("{} +{}", changed[0], changed.size() - 1);
}

/// The builds of one preview.
class Builder {
 public:
  Builder(io::Disk& disk, const Options& options, const Hooks& hooks, Status& status)
      : disk_(disk),
        options_(options),
        hooks_(hooks),
        status_(status),
        session_(disk, options.build),
        base_path_(base_path_in(disk, options.build.site_folder)) {}

  const build::Session& session() const { return session_; }
  std::mutex& mutex() { return mutex_; }
  const std::string& base_path() const { return base_path_; }

  /// A build, for those who tell of it.
  struct Built {
    build::Report report;
    double seconds = 0;
  };

  /// Builds. `changed`: see Session::build. Nothing when there is nothing to tell.
  std::optional<Built> build(const std::optional<std::vector<std::string>>& changed) {
    const auto begin = Clock::now();
    const bool is_tick = changed && changed->empty();
    build::Report report;
    BuildNote note;
    std::map<std::string, std::string> marks;
    {
      const std::lock_guard lock(mutex_);
      const auto now = std::chrono::system_clock::now().time_since_epoch();
      report = session_.build(changed, std::chrono::duration_cast<std::chrono::seconds>(now).count(),
                              std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
      if (changed) find_saved(*changed, note);
      marks = marks_of(report);
    }
    if (report.outcome == build::Outcome::Cancelled) return std::nullopt;
    is_saved_ = false;
    last_ = Clock::now();
    std::string problems = problems_html(report.diagnostics, options_.language);
    if (is_tick && report.changed.empty() && report.gone.empty() && problems == problems_)
      return std::nullopt;
    problems_ = problems;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const std::vector<std::string> none;
    finish(report, std::move(note), changed ? *changed : none, std::move(problems), std::move(marks),
           seconds);
    return Built{std::move(report), seconds};
  }

  /// Writes down what the next process wants to know, once nothing has happened for a while.
  void rest() {
    if (is_saved_ || Clock::now() - last_ < kQuiet) return;
    const std::lock_guard lock(mutex_);
    session_.save();
    is_saved_ = true;
  }

 private:
  /// The page of the file that was saved last.
  void find_saved(const std::vector<std::string>& changed, BuildNote& note) const {
    for (const std::string& file : changed) {
      std::string page = session_.page_of(file);
      if (page.empty()) continue;
      note.saved = std::move(page);
      note.saved_title = file;
    }
  }

  void finish(const build::Report& report, BuildNote note, const std::vector<std::string>& changed,
              std::string problems, std::map<std::string, std::string> marks, double seconds) {
    note.is_good = report.outcome == build::Outcome::Done;
    note.changed = report.changed;
    note.gone = report.gone;
    note.errors = report.diagnostics.count(base::Severity::Error);
    note.warnings = report.diagnostics.count(base::Severity::Warning);
    BuildLine line;
    line.cause = cause_of(changed);
    line.parsed = report.files_parsed;
    line.rendered = report.rendered;
    line.written = report.written;
    line.removed = report.removed;
    line.errors = note.errors;
    line.warnings = note.warnings;
    line.timings = report.timings;
    line.seconds = seconds;
    const bool config_changed = std::find(changed.begin(), changed.end(), "site.json") != changed.end();
    if (config_changed && note.is_good) base_path_ = base_path_in(disk_, options_.build.site_folder);
    status_.finish(std::move(note), std::move(line), std::move(problems), base_path_, std::move(marks));
  }

  /// The pages that only a preview shows, each with the reason.
  std::map<std::string, std::string> marks_of(const build::Report& report) const {
    std::map<std::string, std::string> marks;
    if (!options_.build.drafts) return marks;
    for (const build::HiddenPage& hidden : report.hidden) {
      std::string page = session_.page_of(hidden.path);
      if (!page.empty()) marks.emplace(std::move(page), hooks_.mark_words(hidden));
    }
    return marks;
  }

  io::Disk& disk_;
  const Options& options_;
  const Hooks& hooks_;
  Status& status_;
  std::mutex mutex_;
  build::Session session_;
  std::string base_path_, problems_;
  bool is_saved_ = true;
  Clock::time_point last_ = Clock::now();
};

/// Tells when a minute has passed: pages appear and end, and what is relative to the day is other tomorrow.
class Minutes {
 public:
  bool has_passed() {
    const int64_t now = minute();
    return std::exchange(last_, now) != now;
  }

 private:
  static int64_t minute() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::minutes>(now).count();
  }
  int64_t last_ = minute();
};

}  // namespace

base::Status run(io::Disk& disk, Options options, const Hooks& hooks, const std::atomic<bool>& cancelled) {
  const auto listener = listen(options.listening);
  if (!listener) return listener.error();
  const auto admission = admission_to(options.listening);
  if (!admission) return admission.error();
  build::Progress progress;
  options.build.progress = &progress;
  options.build.cancelled = &cancelled;
  const auto begin = std::chrono::system_clock::now().time_since_epoch().count();
  Status status(base::hex(static_cast<uint64_t>(begin)), !options.as_of.empty());
  // Watching begins before the first look at the files, so that nothing is missed between.
  Watch watch({options.build.site_folder, {options.build.output_folder}, std::nullopt});
  Builder builder(disk, options, hooks, status);
  const Preview preview(
      {options.language, options.build.output_folder, options.as_of, options.opens_saved, hooks.reason_words},
      *admission, status, progress, builder.session(), builder.mutex());
  // The last to come and the first to go: it calls all of the above.
  const auto server = HttpServer::start(*listener, !admission->token.empty(),
                                        [&](const Request& request) { return preview.answer(request); });
  if (!server) return server.error();
  hooks.on_listening(addresses_of(options.listening, *admission, listener->port, builder.base_path()));
  const auto build = [&](const std::optional<std::vector<std::string>>& changed) {
    const auto built = builder.build(changed);
    if (!built) return;
    (*server)->send(status.event(status.number() - 1));
    hooks.on_build(built->report, changed ? *changed : std::vector<std::string>(), built->seconds);
  };
  build(std::nullopt);
  Minutes minutes;
  while (!cancelled) {
    if (auto changes = watch.wait(kPatienceMs)) {
      build(changes->everything ? std::nullopt : std::optional(std::move(changes->paths)));
    } else if (!options.build.as_of && minutes.has_passed()) {
      build(std::vector<std::string>());
    } else {
      builder.rest();
    }
  }
  return base::Done{};
}

}  // namespace herald::serve
