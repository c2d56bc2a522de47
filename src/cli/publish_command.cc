#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>

#include "archive/zip.h"
#include "base/hash.h"
#include "cli/commands.h"
#include "cli/publish_words.h"
#include "io/files.h"
#include "model/config.h"
#include "publish/publish.h"
#include "publish/target.h"

namespace herald::cli {
namespace {

using base::Code;
using publish::Ending;

/// site.json, read; a file that is not there is an empty one.
model::Config read_config(io::Disk& disk, const std::string& site, base::Diagnostics& diagnostics) {
  base::Source source;
  source.path = "site.json";
  const auto text = disk.read(site + "/site.json");
  if (!text) return model::default_config("");
  source.text = *text;
  return model::parse_config(std::move(source), diagnostics);
}

/// The targets that the command line means; an error says when that cannot be told.
std::vector<publish::Target> choose_targets(const std::vector<std::string>& names,
                                            const std::vector<publish::Target>& all,
                                            base::Diagnostics& diagnostics) {
  std::string known;
  for (const publish::Target& target : all) known += (known.empty() ? "" : " ") + target.name;
  std::vector<publish::Target> chosen;
  if (all.empty()) {
    diagnostics.add(base::failure(Code::PublishNoTarget, "site.json"));
  } else if (names.empty() && all.size() > 1) {
    diagnostics.add(base::failure(Code::PublishWhichTarget, "site.json", {known, all[0].name}));
  } else if (names.empty()) {
    chosen = all;
  }
  for (const std::string& name : all.empty() ? std::vector<std::string>() : names) {
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const publish::Target& one) { return one.name == name; });
    if (at == all.end()) {
      diagnostics.add(base::failure(Code::PublishUnknownTarget, "site.json", {name, known}));
    } else {
      chosen.push_back(*at);
    }
  }
  return chosen;
}

/// Whether a folder is another, lies in it or around it.
bool overlaps(const std::string& one, const std::string& other) {
  std::error_code ignored;
  const std::string a = std::filesystem::weakly_canonical(one, ignored).string() + "/";
  const std::string b = std::filesystem::weakly_canonical(other, ignored).string() + "/";
  return a.starts_with(b) || b.starts_with(a);
}

/// A folder or ZIP target may lie below the site's folder (`public-copy`), but not in what the site is made
/// of or into.
void check_place(const publish::Target& target, const std::string& site, const std::string& output,
                 base::Diagnostics& diagnostics) {
  if (target.kind != publish::HostKind::Folder && target.kind != publish::HostKind::Zip) return;
  const std::string folder = target.path.starts_with('/') ? target.path : site + "/" + target.path;
  bool is_wrong = overlaps(folder, output);
  for (const char* part : {"content", "assets", "themes", ".herald"})
    is_wrong = is_wrong || overlaps(folder, site + "/" + part);
  if (is_wrong) diagnostics.add(base::failure(Code::PublishInside, "site.json", {target.path}));
}

/// What a web server's settings are called on the host, and in .herald/hosts/.
std::pair<std::string, std::string> snippet_names(publish::WebServer server) {
  switch (server) {
    case publish::WebServer::Apache:
      return {".htaccess", "apache.htaccess"};
    case publish::WebServer::Iis:
      return {"web.config", "iis.web.config"};
    case publish::WebServer::Nginx:
      return {"herald-nginx.conf", "nginx.conf"};
    case publish::WebServer::None:
      break;
  }
  return {};
}

std::string owner_name() {
  const passwd* user = getpwuid(getuid());
  std::string machine(256, '\0');
  gethostname(machine.data(), machine.size() - 1);
  return fmt::format("{}@{}", user == nullptr ? "?" : user->pw_name, machine.c_str());
}

bool is_alive(int64_t process) { return process > 0 && ::kill(static_cast<pid_t>(process), 0) == 0; }

publish::Owner make_owner(std::random_device& chance) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  publish::Owner owner;
  owner.name = owner_name();
  owner.since = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1,
                            local.tm_mday, local.tm_hour, local.tm_min);
  owner.token = fmt::format("{:08x}{:08x}{:08x}", chance(), chance(), chance());
  owner.process = ::getpid();
  return owner;
}

int status_of(Ending ending) {
  switch (ending) {
    case Ending::Done:
    case Ending::Unchanged:
    case Ending::Planned:
      return kDone;
    case Ending::Differs:
      return kContentErrors;
    case Ending::Refused:
      return kUsage;
    case Ending::Failed:
      return kDisk;
    case Ending::Cancelled:
      return kInterrupted;
  }
  return kDisk;
}

/// Everything that the targets of one command share.
class Publisher {
 public:
  Publisher(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled)
      : invocation_(invocation), voice_(voice), cancelled_(cancelled), disk_(io::real_disk()) {
    site_ = invocation.get("directory", ".");
    output_ = invocation.get("output", site_ + "/public");
  }

  int run() {
    base::Diagnostics diagnostics;
    const model::Config config = read_config(*disk_, site_, diagnostics);
    const auto all = publish::read_targets(config.values.get("publish"), config.source, diagnostics);
    std::vector<publish::Target> targets;
    read_flags(diagnostics);
    if (!diagnostics.has_errors()) targets = choose_targets(invocation_.arguments, all, diagnostics);
    for (const publish::Target& target : targets) check_place(target, site_, output_, diagnostics);
    if (diagnostics.has_errors()) {
      print(diagnostics, voice_);
      return kUsage;
    }
    if (task_ == publish::Task::Publish) {
      if (const int status = build_site(); status != kDone) return status;
    }
    int worst = kDone;
    bool is_published = false;
    for (const publish::Target& target : targets) {
      const publish::Report report = publish_to(target);
      worst = std::max(worst, status_of(report.ending));
      is_published = is_published || report.ending == Ending::Done || report.ending == Ending::Unchanged;
      if (report.ending == Ending::Cancelled) break;
    }
    const bool is_for_good = is_published && task_ == publish::Task::Publish && !invocation_.has("dry-run");
    return is_for_good && !write_history() ? std::max<int>(worst, kDisk) : worst;
  }

 private:
  /// What a publication leaves to the next builds, on whatever machine.
  bool write_history() {
    if (built_.history.empty()) return true;
    const auto written = disk_->write(built_.history_path, built_.history);
    if (written) {
      if (*written) build::note_history(*disk_, build_options_, built_);
      return true;
    }
    base::Diagnostics failed;
    failed.add(written.error());
    print(failed, voice_);
    return false;
  }

  void read_flags(base::Diagnostics& diagnostics) {
    if (invocation_.has("audit")) task_ = publish::Task::Audit;
    if (invocation_.has("rollback")) task_ = publish::Task::Rollback;
    if (!invocation_.has("max-deletes")) return;
    const std::string text = invocation_.get("max-deletes");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), deletes_max_);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
      diagnostics.add(base::failure(Code::UsageWrongValue, {}, {"--max-deletes", text, "0, 1, 2 …"}));
  }

  /// Builds what is going to be published: without drafts, at this moment.
  int build_site() {
    base::Diagnostics usage;
    build::Options& options = build_options_;
    options = build_options_of(invocation_, site_, usage);
    options.output_folder = invocation_.get("output");
    options.drafts = false;
    options.publishing = true;
    options.cancelled = &cancelled_;
    build::Progress progress;
    options.progress = &progress;
    {
      const ProgressLine line(progress, voice_);
      built_ = build::build(*disk_, options);
    }
    options.progress = nullptr;
    print(built_.diagnostics, voice_);
    if (built_.outcome == build::Outcome::Done) return kDone;
    if (built_.outcome != build::Outcome::Cancelled) write_stderr(nothing_sent(built_, voice_.language));
    return exit_status_of(built_.outcome);
  }

  publish::Report publish_to(const publish::Target& target) {
    auto credentials = publish::find_credentials(target, site_);
    publish::Report report;
    if (!credentials) {
      report.diagnostics.add(credentials.error());
      report.ending = Ending::Refused;
      print(report.diagnostics, voice_);
      return report;
    }
    const auto host =
        publish::open_host(target, *credentials, site_, &cancelled_, invocation_.has("take-over"));
    if (!host) {
      report.diagnostics.add(host.error());
      report.ending = Ending::Refused;
      print(report.diagnostics, voice_);
      return report;
    }
    PublishLine line(voice_);
    publish::Options options = options_for(target, line);
    const publish::SiteFiles site = files_for(target, options);
    const auto begin = std::chrono::steady_clock::now();
    report = publish::publish(**host, *disk_, site, options);
    line.end();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    say_login(target, *credentials, report);
    print(report.diagnostics, voice_);
    if (!voice_.quiet)
      write_stderr(publish_summary(report, task_, target.name, took.count(), voice_.language));
    return report;
  }

  /// The settings for the web server of a target, when it asks for them and the site has no file of that name
  /// itself, which is the author's choice. Notes in `options` where they lie.
  std::optional<io::ManifestEntry> snippet_of(const publish::Target& target, publish::Options& options) {
    const auto [path, name] = snippet_names(target.web_server);
    if (path.empty() || io::has(built_.manifest, path)) return std::nullopt;
    const std::string file = site_ + "/.herald/hosts/" + name;
    const auto text = disk_->read(file);
    if (!text) return std::nullopt;
    options.elsewhere[path] = file;
    return io::ManifestEntry{
        path, text->size(), base::sha256_hex(*text), "text/plain; charset=utf-8", io::FileClass::Data, {}};
  }

  /// The files of the site and what is sent with them.
  publish::SiteFiles files_for(const publish::Target& target, publish::Options& options) {
    publish::SiteFiles files;
    if (task_ != publish::Task::Publish) return files;
    auto snippet = snippet_of(target, options);
    files.digest = fmt::format("{}:{}:{}:{}:{}:{}", built_.manifest.digest, snippet ? snippet->sha256 : "",
                               options.file_size_max, options.files_max, options.bytes_max,
                               options.windows_names ? "windows" : "");
    files.list = [this, snippet = std::move(snippet)] {
      io::Manifest site = io::unpack(built_.manifest);
      if (snippet) {
        const auto at = std::lower_bound(site.entries.begin(), site.entries.end(), *snippet,
                                         [](const auto& a, const auto& b) { return a.path < b.path; });
        site.entries.insert(at, *snippet);
      }
      return site;
    };
    return files;
  }

  /// A refused login without any password was no wrong password.
  void say_login(const publish::Target& target, const publish::Credentials& credentials,
                 publish::Report& report) const {
    if (!credentials.password.empty() || !target.key.empty()) return;
    base::Diagnostics told;
    for (base::Diagnostic one : report.diagnostics.all()) {
      if (one.code == Code::HostLogin)
        one = base::failure(Code::CredentialsMissing, {},
                            {target.name, publish::variable_of(target.name, "USER"),
                             publish::variable_of(target.name, "PASSWORD")});
      told.add(std::move(one));
    }
    report.diagnostics = std::move(told);
  }

  publish::Options options_for(const publish::Target& target, PublishLine& line) {
    publish::Options options;
    options.task = task_;
    options.target = target.name;
    options.site_folder = task_ == publish::Task::Publish ? built_.output_folder : output_;
    options.state_folder = site_ + "/.herald/publish/" + target.name;
    options.owner = make_owner(chance_);
    options.is_alive = is_alive;
    options.sleep = [this](int milliseconds) {
      for (; milliseconds > 0 && !cancelled_; milliseconds -= 50)
        std::this_thread::sleep_for(std::chrono::milliseconds(std::min(milliseconds, 50)));
    };
    options.random = [this] { return static_cast<uint32_t>(chance_()); };
    options.dry_run = invocation_.has("dry-run");
    options.verify = invocation_.has("verify");
    options.take_over = invocation_.has("take-over");
    options.break_lock = invocation_.has("break-lock");
    options.deletes_max = deletes_max_;
    options.file_size_max = target.file_size_max;
    options.files_max = target.files_max;
    options.bytes_max = target.bytes_max;
    options.place = target.address;
    const bool is_zip = target.kind == publish::HostKind::Zip;
    options.windows_names = is_zip || target.web_server == publish::WebServer::Iis;
    if (is_zip) {  // The record and the directory take some of it.
      const uint64_t most = archive::kBytesMax - (uint64_t{64} << 20);
      options.bytes_max = options.bytes_max == 0 ? most : std::min<uint64_t>(options.bytes_max, most);
      options.files_max = std::min(options.files_max == 0 ? archive::kEntriesMax : options.files_max,
                                   archive::kEntriesMax - 1);
    }
    options.cancelled = &cancelled_;
    const bool may_ask =
        isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0 && !invocation_.has("max-deletes");
    if (may_ask) options.may_delete = [this](size_t count) { return ask_deletes(count, voice_.language); };
    options.before_sending = [this, &target](const publish::Summary& summary) {
      if (!voice_.quiet) write_stderr(changes_text(summary, target.name, voice_.language));
    };
    options.progress = [&line](const publish::Progress& progress) { line.show(progress); };
    return options;
  }

  const Invocation& invocation_;
  const Voice& voice_;
  const std::atomic<bool>& cancelled_;
  std::unique_ptr<io::Disk> disk_;
  std::random_device chance_;
  std::string site_, output_;
  publish::Task task_ = publish::Task::Publish;
  size_t deletes_max_ = publish::kDeletesMax;
  build::Options build_options_;
  build::Report built_;
};

}  // namespace

int run_publish(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled) {
  return Publisher(invocation, voice, cancelled).run();
}

}  // namespace herald::cli
