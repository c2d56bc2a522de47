// FTP (RFC 959). Each file is stored under a temporary name and renamed, so that a broken transfer never
// leaves half a page. In a folder that nobody sees yet it is stored under its own: two commands a file in
// place of four, each of which waits for an answer.

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/utf8.h"
#include "publish/hosts.h"
#include "publish/listing.h"

namespace herald::publish {
namespace {

using net::Reply;
using net::Transfer;

class FtpHost : public Host {
 public:
  FtpHost(const Target& target, net::Settings settings)
      : client_(std::move(settings)),
        server_((target.encrypted ? "ftps://" : "ftp://") + target.host + "/"),
        folder_(target.path.empty() ? "" : target.path.substr(1)) {}

  Outcome read(const std::string& path, std::string& bytes) override {
    Reply reply = client_.run({.url = url_of(path)});
    bytes = std::move(reply.body);
    return outcome_of(reply, "RETR", path);
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    const Reply reply = client_.run({.url = url_of(folder) + (place(folder).empty() ? "" : "/")});
    if (Outcome outcome = outcome_of(reply, "LIST", folder); !outcome) return outcome;
    entries = read_ftp_list(reply.body);
    return {};
  }

  Outcome make_folder(const std::string& folder) override {
    if (folder.empty()) return make_root();
    Outcome made = outcome_of(command("MKD " + place(folder)), "MKD", folder);
    // The answer 550 has many reasons.
    if (made.trouble == Trouble::Missing || made.trouble == Trouble::Refused) {
      bool is_there = false;
      if (Outcome looked = look_for(folder, is_there); !looked) return looked;
      made.trouble = is_there ? Trouble::Exists : Trouble::Denied;
    }
    return made;
  }

  void put(std::span<const Upload> files, const OnDone& done) override {
    std::vector<std::string> halves;  // of a disk that is full: they take the room that the next run needs
    client_.run_all(
        files.size(),
        [&](size_t i) {
          const Upload& file = files[i];
          const std::string temporary = file.unseen ? file.path : temporary_place_of(file.path);
          Transfer transfer{.method = "PUT", .url = url_of(temporary)};
          transfer.body = file.bytes;
          transfer.file = file.file;
          transfer.size = file.size;
          transfer.sha256 = file.sha256;
          if (file.unseen) return transfer;
          if (!renames_over_) transfer.commands_after.push_back("*DELE " + place(file.path));
          transfer.commands_after.push_back("RNFR " + place(temporary));
          transfer.commands_after.push_back("RNTO " + place(file.path));
          return transfer;
        },
        [&](size_t i, Reply& reply) {
          const Outcome outcome = put_outcome(reply, files[i].path);
          if (outcome.trouble == Trouble::Full)
            halves.push_back(files[i].unseen ? files[i].path : temporary_place_of(files[i].path));
          return done(i, outcome);
        });
    for (const std::string& half : halves) (void)command("DELE " + place(half));
  }

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    client_.run_all(
        paths.size(), [&](size_t i) { return Transfer{.url = url_of(paths[i]), .hash_only = true}; },
        [&](size_t i, Reply& reply) {
          return hashed(i, outcome_of(reply, "RETR", paths[i]), reply.size, reply.sha256);
        });
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    // A path that is refused is gone already, or may not be removed: looked at one by one, when all are
    // through.
    std::vector<size_t> refused;
    bool goes_on = true;
    client_.run_all(
        paths.size(), [&](size_t i) { return command_transfer("DELE " + place(paths[i])); },
        [&](size_t i, Reply& reply) {
          const Outcome outcome = outcome_of(reply, "DELE", paths[i]);
          if (outcome.trouble == Trouble::Missing) {
            refused.push_back(i);
            return true;
          }
          return goes_on = done(i, outcome);
        });
    std::map<std::string, std::set<std::string>> names;  // of a folder, each listed once
    for (const size_t i : refused) {
      if (!goes_on) return;
      const size_t slash = paths[i].rfind('/');
      const auto [at, is_first] =
          names.try_emplace(slash == std::string::npos ? "" : paths[i].substr(0, slash));
      Outcome outcome = is_first ? names_in(at->first, at->second) : Outcome();
      if (!outcome) names.erase(at);
      if (outcome && at->second.contains(paths[i].substr(slash + 1)))
        outcome = {Trouble::Denied, "DELE " + paths[i]};
      goes_on = done(i, outcome);
    }
  }

  bool renames_folders() const override { return true; }

  Outcome rename_folder(const std::string& from, const std::string& to) override {
    Transfer transfer = command_transfer("RNFR " + place(from));
    transfer.commands.push_back("RNTO " + place(to));
    return outcome_of(client_.run(transfer), "RNTO", to);
  }

  bool had_gaps() const override { return !renames_over_; }

  Outcome remove_folder(const std::string& folder) override {
    Outcome outcome = outcome_of(command("RMD " + place(folder)), "RMD", folder);
    if (outcome.trouble != Trouble::Missing) return outcome;
    bool is_there = false;  // The answer 550 has many reasons.
    if (Outcome looked = look_for(folder, is_there); !looked) return looked;
    return {is_there ? Trouble::Exists : Trouble::Missing, outcome.words};
  }

 private:
  /// Where a path of the host lies, as commands name it.
  std::string place(const std::string& path) const {
    if (path.empty() || folder_.empty()) return path.empty() ? folder_ : path;
    return folder_ + "/" + path;
  }

  std::string url_of(const std::string& path) const {
    // A second '/' at the beginning means the server's own top folder. libcurl takes `;type=` off the end of
    // an address (RFC 1738, section 3.2.2), so a bare ';' stands in none.
    const std::string bare = base::url_path(place(path));
    std::string url = server_;
    for (const char c : bare) c == ';' ? url += "%3B" : url += c;
    return url;
  }

  Transfer command_transfer(const std::string& words) const {
    return {.method = "HEAD", .url = server_, .commands = {words}};
  }

  Reply command(const std::string& words) { return client_.run(command_transfer(words)); }

  Outcome make_root() {
    for (size_t end = folder_.find('/', 1); !folder_.empty(); end = folder_.find('/', end + 1)) {
      const Reply reply = command("MKD " + folder_.substr(0, end));
      if (!reply.outcome && net::may_pass(reply.outcome.trouble)) return outcome_of(reply, "MKD", folder_);
      if (end == std::string::npos) break;  // What is wrong with it is seen at the first file.
    }
    return {};
  }

  /// The names in a folder; none when it is not there.
  Outcome names_in(const std::string& folder, std::set<std::string>& names) {
    std::vector<HostEntry> entries;
    Outcome listed = list(folder, entries);
    if (listed.trouble == Trouble::Missing) listed = {};
    for (HostEntry& entry : entries) names.insert(std::move(entry.name));
    return listed;
  }

  Outcome look_for(const std::string& path, bool& is_there) {
    const size_t slash = path.rfind('/');
    std::set<std::string> names;
    const Outcome listed = names_in(slash == std::string::npos ? "" : path.substr(0, slash), names);
    is_there = names.contains(path.substr(slash + 1));
    return listed;
  }

  Outcome put_outcome(const Reply& reply, const std::string& path) {
    Outcome outcome = outcome_of(reply, "STOR", path);
    // Of an upload: the server could not write what it got. vsftpd and ProFTPD say so when the disk is full.
    if (reply.status == 451 && !outcome) outcome.trouble = Trouble::Full;
    const bool is_refused = outcome.trouble == Trouble::Missing || outcome.trouble == Trouble::Denied;
    if (is_refused && reply.commands_failed && renames_over_) {
      // A server that does not rename over a file: from now on the old one is removed just before.
      renames_over_ = false;
      outcome.trouble = Trouble::Broken;
    }
    return outcome;
  }

  static Outcome outcome_of(const Reply& reply, std::string_view verb, const std::string& path) {
    if (reply.outcome) return {};
    if (reply.outcome.trouble == Trouble::Changed) return {Trouble::Changed, path};
    return {reply.outcome.trouble, fmt::format("{} {}: {}", verb, path, reply.outcome.words)};
  }

  net::Client client_;
  std::string server_, folder_;
  bool renames_over_ = true;
};

}  // namespace

std::unique_ptr<Host> ftp_host(const Target& target, net::Settings settings) {
  return std::make_unique<FtpHost>(target, std::move(settings));
}

}  // namespace herald::publish
