#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "archive/zip.h"
#include "base/hash.h"
#include "base/suggest.h"
#include "build/load.h"
#include "cli/commands.h"
#include "cli/nearby.h"
#include "cli/publish_owner.h"
#include "cli/publish_words.h"
#include "io/files.h"
#include "model/config.h"
#include "publish/approach.h"
#include "publish/publish.h"
#include "publish/target.h"

namespace herald::cli {
namespace {

using base::Code;
using publish::Ending;

/// site.json, read. One that cannot be read is an error, since nothing else says where to publish.
model::Config read_config(io::Disk& disk, const std::string& site, base::Diagnostics& diagnostics) {
  auto bytes = disk.read(site == "." ? "site.json" : site + "/site.json");
  if (!bytes) {
    base::Diagnostic failed = bytes.error();
    if (auto nearby = site_nearby(site)) failed.notes.push_back(*std::move(nearby));
    diagnostics.add(std::move(failed));
    return model::default_config("");
  }
  return build::config_of_bytes(*std::move(bytes), "", diagnostics);
}

/// That there is no target `name`, and which one was meant.
base::Diagnostic unknown_target(const std::string& name, const std::string& known,
                                const std::vector<publish::Target>& all) {
  base::Diagnostic unknown = base::failure(Code::PublishUnknownTarget, "site.json", {name, known});
  std::vector<std::string_view> names;
  for (const publish::Target& target : all) names.push_back(target.name);
  const std::string_view meant = base::nearest(name, names);
  if (!meant.empty()) unknown.notes.push_back(base::failure(Code::DidYouMean, "", {std::string(meant)}));
  return unknown;
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
      diagnostics.add(unknown_target(name, known, all));
    } else {
      chosen.push_back(*at);
    }
  }
  return chosen;
}

/// Whether a folder is another, lies in it or around it.
bool overlaps(const std::string& one, const std::string& other) {
  return lies_in(one, other) || lies_in(other, one);
}

/// Where the address of a target stands in site.json.
base::Place place_of_address(const model::Config& config, const publish::Target& target) {
  const value::Value said = config.values.get("publish").get(target.name);
  const value::Value address = said.is_text() ? said : said.get("to");
  if (!address.has_position()) return base::place_of_file(config.source.path);
  constexpr uint32_t kQuotes = 2;
  const auto size = static_cast<uint32_t>(address.as_text().size()) + kQuotes;
  return base::place_of(config.source, {address.position(), address.position() + size});
}

/// A folder or ZIP target may lie below the site's folder (`public-copy`), but not in what the site is made
/// of or into. The folder around it has to be there: else what would be made is a folder in the place of a
/// stick or a share that is not connected.
void check_place(const publish::Target& target, const model::Config& config, const std::string& site,
                 const std::string& output, base::Diagnostics& diagnostics) {
  if (target.kind != publish::HostKind::Folder && target.kind != publish::HostKind::Zip) return;
  if (target.path.find('\\') != std::string::npos) {  // `\\server\web`: one name of a file here
    diagnostics.add(
        Code::PublishAddress, place_of_address(config, target),
        {target.name, target.address, std::string(publish::known_addresses()),
         "里面有反斜线；先挂载那个文件夹，写 `file:///` 和它在这台电脑上的路径",
         "it has backslashes; mount the folder and write `file:///` and its path on this machine"});
    return;
  }
  std::string folder = target.path.starts_with('/') ? target.path : site + "/" + target.path;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  bool is_wrong = overlaps(folder, output);
  for (const char* part : {"content", "assets", "themes", ".herald"})
    is_wrong = is_wrong || overlaps(folder, site + "/" + part);
  if (is_wrong) {
    diagnostics.add(Code::PublishInside, place_of_address(config, target), {target.path});
    return;
  }
  const std::filesystem::path around = std::filesystem::path(folder).parent_path();
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored) && !std::filesystem::is_directory(around, ignored))
    diagnostics.add(Code::PublishNoFolder, place_of_address(config, target), {target.name, around.string()});
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
    build_options_ = build_options_of(invocation_, site_, diagnostics);
    if (!diagnostics.has_errors()) targets = choose_targets(invocation_.arguments, all, diagnostics);
    for (const publish::Target& target : targets) check_place(target, config, site_, output_, diagnostics);
    if (diagnostics.has_errors()) {
      diagnostics.sort();
      print(diagnostics, voice_);
      return kUsage;
    }
    std::vector<Way> ways;
    for (publish::Target& target : targets) ways.push_back(way_to(std::move(target)));
    if (task_ == publish::Task::Publish) {
      if (const int status = build_site(ways); status != kDone) return status;
    }
    int worst = kDone;
    bool is_published = false;
    for (Way& way : ways) {
      const publish::Report report = publish_to(way);
      worst = std::max(worst, status_of(report.ending));
      is_published = is_published || report.ending == Ending::Done || report.ending == Ending::Unchanged;
      if (report.ending == Ending::Cancelled) break;
    }
    const bool is_for_good = is_published && task_ == publish::Task::Publish && !invocation_.has("dry-run");
    return is_for_good && !write_history() ? std::max<int>(worst, kDisk) : worst;
  }

 private:
  /// A target and how it is reached.
  struct Way {
    publish::Target target;
    base::Result<publish::Credentials> credentials;
    publish::Options options;
    std::unique_ptr<publish::Approach> approach;  ///< When it was begun before the site is built.
  };

  Way way_to(publish::Target target) {
    Way way{std::move(target), publish::Credentials(), {}, nullptr};
    way.credentials = publish::find_credentials(way.target, site_);
    way.options = options_for(way.target);
    const bool is_far =
        way.target.kind != publish::HostKind::Folder && way.target.kind != publish::HostKind::Zip;
    const bool may_be_all = task_ == publish::Task::Publish && !way.options.verify && is_far &&
                            publish::may_be_published(*disk_, way.options.state_folder);
    if (may_be_all && way.credentials) {
      way.approach = std::make_unique<publish::Approach>(
          [this, target = way.target, credentials = *way.credentials](const std::atomic<bool>& given_up) {
            return open(target, credentials, [this, &given_up] { return cancelled_ || given_up; });
          });
    }
    return way;
  }

  base::Result<std::unique_ptr<publish::Host>> open(const publish::Target& target,
                                                    const publish::Credentials& credentials,
                                                    std::function<bool()> cancelled) const {
    return publish::open_host(target, credentials, site_, std::move(cancelled), invocation_.has("take-over"));
  }

  /// Whether all hosts have the site with this manifest already.
  bool is_there(const std::vector<Way>& ways, const io::PackedManifest& manifest) {
    return std::all_of(ways.begin(), ways.end(), [&](const Way& way) {
      if (!way.approach) return false;
      const std::string digest = digest_of(manifest, snippet_of(way.target, manifest), way.options);
      return publish::is_published(*disk_, way.options.state_folder, digest, way.approach->glimpse());
    });
  }

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
    if (invocation_.has("audit") && invocation_.has("rollback"))
      diagnostics.add(base::failure(Code::UsageTogether, {}, {"--audit", "--rollback"}));
    if (!invocation_.has("max-deletes")) return;
    const std::string text = invocation_.get("max-deletes");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), deletes_max_);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
      diagnostics.add(base::failure(Code::UsageWrongValue, {}, {"--max-deletes", text, "0, 1, 2 …"}));
  }

  /// Builds what is going to be published: without drafts, at this moment.
  int build_site(const std::vector<Way>& ways) {
    build::Options& options = build_options_;
    options.drafts = false;
    options.publishing = true;
    options.cancelled = &cancelled_;
    options.is_there = [&](const io::PackedManifest& manifest) { return is_there(ways, manifest); };
    build::Progress progress;
    options.progress = &progress;
    {
      const ProgressLine line(progress, voice_);
      built_ = build::build(*disk_, options);
    }
    options.progress = nullptr;
    options.is_there = nullptr;
    if (built_.outcome == build::Outcome::Cancelled) {
      write_stderr(stopped_words(voice_.language));
      return kInterrupted;
    }
    print(built_.diagnostics, voice_);
    if (built_.outcome == build::Outcome::Done) return kDone;
    write_stderr(nothing_sent(built_, voice_.language));
    return exit_status_of(built_.outcome);
  }

  publish::Report publish_to(Way& way) {
    if (!way.credentials) return refused(way.credentials.error());
    if (!way.approach) {
      const auto host = open(way.target, *way.credentials, [this] { return cancelled_.load(); });
      return host ? publish_with(**host, way) : refused(host.error());
    }
    const auto& host = way.approach->host();
    way.options.glimpse = way.approach->glimpse();
    return host ? publish_with(**host, way) : refused(host.error());
  }

  publish::Report refused(const base::Diagnostic& why) const {
    publish::Report report;
    report.diagnostics.add(why);
    report.ending = Ending::Refused;
    print(report.diagnostics, voice_);
    return report;
  }

  publish::Report publish_with(publish::Host& host, Way& way) {
    PublishLine line(voice_);
    way.options.progress = [&line](const publish::Progress& progress) { line.show(progress); };
    way.options.site_folder = task_ == publish::Task::Publish ? built_.output_folder : output_;
    const publish::SiteFiles site = files_for(way.target, way.options);
    const auto begin = std::chrono::steady_clock::now();
    publish::Report report = publish::publish(host, *disk_, site, way.options);
    line.end();
    if (is_stopped_at_question_) {  // Ctrl-C is no answer.
      report.diagnostics = {};
      report.ending = Ending::Cancelled;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    say_login(way.target, *way.credentials, report);
    print(report.diagnostics, voice_);
    if (!voice_.quiet)
      write_stderr(publish_summary(report, task_, way.target.name, took.count(), voice_.language));
    return report;
  }

  /// The manifest itself, or what it is with the bytes that the build left on the disk: those are read once.
  base::Result<const io::PackedManifest*> whole_of(const io::PackedManifest& manifest) {
    if (!manifest.bytes.empty()) return &manifest;
    if (whole_.digest != manifest.digest) whole_ = manifest;
    if (const auto status = build::complete(whole_, *disk_, build_options_); !status) return status.error();
    return &whole_;
  }

  /// The settings for the web server of a target, when it asks for them and the site has no file of that name
  /// itself, which is the author's choice.
  std::optional<io::ManifestEntry> snippet_of(const publish::Target& target,
                                              const io::PackedManifest& manifest) {
    const std::string path = snippet_names(target.web_server).first;
    if (path.empty()) return std::nullopt;
    const auto whole = whole_of(manifest);
    if (!whole || io::has(**whole, path)) return std::nullopt;
    const auto text = disk_->read(snippet_file(target));
    if (!text) return std::nullopt;
    return io::ManifestEntry{
        path, text->size(), base::sha256_hex(*text), "text/plain; charset=utf-8", io::FileClass::Data, {}};
  }

  std::string snippet_file(const publish::Target& target) const {
    return site_ + "/.herald/hosts/" + snippet_names(target.web_server).second;
  }

  /// The digest of SiteFiles.
  static std::string digest_of(const io::PackedManifest& manifest,
                               const std::optional<io::ManifestEntry>& snippet,
                               const publish::Options& options) {
    return fmt::format("{}:{}:{}:{}:{}:{}", manifest.digest, snippet ? snippet->sha256 : "",
                       options.file_size_max, options.files_max, options.bytes_max,
                       options.windows_names ? "windows" : "");
  }

  /// The files of the site and what is sent with them; `options` are told where those lie.
  publish::SiteFiles files_for(const publish::Target& target, publish::Options& options) {
    publish::SiteFiles files;
    if (task_ != publish::Task::Publish) return files;
    auto snippet = snippet_of(target, built_.manifest);
    if (snippet) options.elsewhere[snippet->path] = snippet_file(target);
    files.digest = digest_of(built_.manifest, snippet, options);
    files.list = [this, snippet = std::move(snippet)]() -> base::Result<io::Manifest> {
      const auto whole = whole_of(built_.manifest);
      if (!whole) return whole.error();
      io::Manifest site = io::unpack(**whole);
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

  /// All but what is known when the site is built.
  publish::Options options_for(const publish::Target& target) {
    publish::Options options;
    options.task = task_;
    options.target = target.name;
    options.state_folder = site_ + "/.herald/publish/" + publish::state_name_of(target);
    options.owner = make_owner(fmt::format("{:08x}{:08x}{:08x}", chance_(), chance_(), chance_()));
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
    options.deletes_said = invocation_.has("max-deletes");
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
    if (may_ask) options.may_delete = [this](size_t count) { return may_delete(count); };
    const Named named = options.dry_run ? Named::All : Named::First;
    options.before_sending = [this, named, name = target.name](const publish::Summary& summary) {
      if (!voice_.quiet) write_stderr(changes_text(summary, name, named, voice_.language));
    };
    return options;
  }

  bool may_delete(size_t count) {
    const bool may = ask_deletes(count, voice_.language, cancelled_);
    is_stopped_at_question_ = !may && cancelled_;
    return may;
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
  io::PackedManifest whole_;  ///< See whole_of.
  bool is_stopped_at_question_ = false;
};

}  // namespace

int run_publish(const Invocation& invocation, const Voice& voice, const std::atomic<bool>& cancelled) {
  return Publisher(invocation, voice, cancelled).run();
}

}  // namespace herald::cli
