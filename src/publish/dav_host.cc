// WebDAV (RFC 4918): PUT, DELETE, MKCOL, PROPFIND over HTTP.
//
// Files are put in place by PUT alone. Apache and nginx write what they receive beside the old file and
// rename it when it is whole; a MOVE onto a file that is there first deletes it, so that for a moment there
// would be none.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "publish/hosts.h"
#include "publish/listing.h"
#include "publish/lock.h"
#include "publish/record.h"

namespace herald::publish {
namespace {

using net::Reply;
using net::Transfer;

Trouble trouble_of(long status) {
  switch (status) {
    case 501:
      return Trouble::OtherService;
    case 401:
    case 407:
      return Trouble::Login;
    case 403:
    case 423:
      return Trouble::Denied;
    case 404:
    case 409:
    case 410:
      return Trouble::Missing;
    case 413:
    case 507:
      return Trouble::Full;
    case 408:
    case 425:
    case 429:
      return Trouble::Failing;
    default:
      if (status >= 200 && status < 300) return Trouble::None;
      return status >= 500 && status != 505 ? Trouble::Failing : Trouble::Refused;
  }
}

/// A file that is there for a moment.
constexpr std::string_view kProbe = ".herald-probe";

class DavHost : public Host {
 public:
  DavHost(const Target& target, net::Settings settings)
      : client_(std::move(settings)),
        path_(target.path),
        url_((target.encrypted ? "https://" : "http://") + target.host + base::url_path(target.path)) {}

  Outcome read(const std::string& path, std::string& bytes) override {
    // Some hosts stand behind a cache, which may keep a record that is older.
    Reply reply = client_.run({.url = url_of(path), .headers = {"Cache-Control: no-cache"}});
    bytes = std::move(reply.body);
    return outcome_of(reply, "GET", path);
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    // Apache answers 405 where a folder has an index page: mod_dir has sent us on to that page by then.
    const Reply reply = client_.run(properties_of(url_of(folder) + "/", "1"));
    if (Outcome outcome = outcome_of(reply, "PROPFIND", folder); !outcome) return outcome;
    auto read = read_multistatus(reply.body, folder.empty() ? path_ : path_ + "/" + folder);
    if (reply.status != 207 || !read)
      return {Trouble::Refused, "PROPFIND /" + folder + ": this is no WebDAV folder"};
    entries = std::move(*read);
    return {};
  }

  Outcome find(const std::string& path, HostEntry& entry) override {
    return found_in(client_.run(properties_of(url_of(path), "0")), path, entry);
  }

  void find_all(std::span<const std::string> paths, const OnFound& found) override {
    client_.run_all(
        paths.size(), [&](size_t i) { return properties_of(url_of(paths[i]), "0"); },
        [&](size_t i, Reply& reply) {
          HostEntry entry;
          const Outcome outcome = found_in(reply, paths[i], entry);
          return found(i, outcome, entry);
        });
  }

  Outcome make_folder(const std::string& folder) override {
    if (folder.empty()) return make_root();
    const Reply reply = ask("MKCOL", folder + "/");
    if (reply.outcome && reply.status == 405) return {Trouble::Exists, folder};
    return outcome_of(reply, "MKCOL", folder);
  }

  void put(std::span<const Upload> files, const OnDone& done) override {
    client_.run_all(
        files.size(),
        [&](size_t i) {
          const Upload& file = files[i];
          Transfer transfer{.method = "PUT", .url = url_of(file.path)};
          transfer.headers = {"Content-Type: " + file.media_type};
          load(transfer, file);
          return transfer;
        },
        [&](size_t i, Reply& reply) {
          return done(i, no_dav(outcome_of(reply, "PUT", files[i].path), reply));
        });
  }

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    client_.run_all(
        paths.size(),
        [&](size_t i) {
          return Transfer{.url = url_of(paths[i]), .headers = {"Cache-Control: no-cache"}, .hash_only = true};
        },
        [&](size_t i, Reply& reply) {
          return hashed(i, outcome_of(reply, "GET", paths[i]), reply.size, reply.sha256);
        });
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    // DELETE takes a folder with all that is in it (RFC 4918, section 9.6.1), and who knows who made one
    // there.
    std::vector<size_t> files;
    bool goes_on = true;
    const bool is_own = std::all_of(paths.begin(), paths.end(), [](const std::string& path) {
      return is_record_path(path) || is_in_lock(path);
    });
    for (size_t i = 0; is_own && i < paths.size(); i++) files.push_back(i);
    find_all(is_own ? std::span<const std::string>() : paths, [&](size_t i, const Outcome& outcome,
                                                                  const HostEntry& entry) {
      if (outcome && !entry.folder) {
        files.push_back(i);
        return true;
      }
      const bool is_gone = outcome || outcome.trouble == Trouble::Missing;  // A folder is none of ours.
      return goes_on = done(i, is_gone ? Outcome() : outcome);
    });
    if (!goes_on) return;
    client_.run_all(
        files.size(), [&](size_t i) { return Transfer{.method = "DELETE", .url = url_of(paths[files[i]])}; },
        [&](size_t i, Reply& reply) {
          Outcome outcome = outcome_of(reply, "DELETE", paths[files[i]]);
          if (outcome.trouble == Trouble::Missing) outcome = {};
          return done(files[i], outcome);
        });
  }

  Outcome remove_folder(const std::string& folder) override {
    // DELETE takes all that is in a folder with it, so we look first.
    std::vector<HostEntry> entries;
    if (Outcome listed = list(folder, entries); !listed) return listed;
    if (!entries.empty() || !shows_dot_names(folder)) return {Trouble::Exists, folder};
    return outcome_of(ask("DELETE", folder + "/"), "DELETE", folder);
  }

 private:
  /// Whether the server lists names that begin with a dot. nginx does not, and a folder that looks empty
  /// there may hold what is not ours. Tried out in `folder`, once; nobody but us puts anything into our lock.
  bool shows_dot_names(const std::string& folder) {
    if (folder == kLockFolder) return true;
    if (shows_dot_names_) return *shows_dot_names_;
    const std::string probe = folder + "/" + std::string(kProbe);
    const Outcome put = outcome_of(client_.run({.method = "PUT", .url = url_of(probe)}), "PUT", probe);
    std::vector<HostEntry> entries;
    const bool is_shown = put && list(folder, entries) &&
                          std::any_of(entries.begin(), entries.end(),
                                      [](const HostEntry& entry) { return entry.name == kProbe; });
    const bool is_gone = outcome_of(ask("DELETE", probe), "DELETE", probe) || !put;
    shows_dot_names_ = is_shown && is_gone;
    return *shows_dot_names_;
  }

  std::string url_of(const std::string& path) const {
    return path.empty() ? url_ : url_ + "/" + base::url_path(path);
  }

  /// Asks for sizes and for what is a folder (RFC 4918 §9.1).
  static Transfer properties_of(std::string url, const std::string& depth) {
    Transfer transfer{.method = "PROPFIND", .url = std::move(url)};
    transfer.headers = {"Depth: " + depth, "Content-Type: application/xml; charset=utf-8"};
    transfer.body =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop><resourcetype/>"
        "<getcontentlength/></prop></propfind>";
    return transfer;
  }

  /// Reads the answer to a question for one file or folder.
  Outcome found_in(const Reply& reply, const std::string& path, HostEntry& entry) const {
    entry.name = path.substr(path.rfind('/') + 1);
    entry.folder =
        reply.outcome && reply.status >= 300 && reply.status < 400;  // Sent on to the same with a '/'.
    if (entry.folder) return {};
    if (Outcome outcome = outcome_of(reply, "PROPFIND", path); !outcome) return no_dav(outcome, reply);
    const std::string whole = path_ + "/" + path;
    const auto read = read_multistatus(reply.body, whole.substr(0, whole.rfind('/')));
    if (!read || read->size() != 1)
      return {Trouble::OtherService, "PROPFIND /" + path + ": this is no WebDAV folder"};
    entry = (*read)[0];
    return {};
  }

  Reply ask(const std::string& method, const std::string& path) {
    return client_.run({.method = method, .url = url_of(path)});
  }

  /// Makes the site's folder, and those above it that are missing.
  Outcome make_root() {
    std::vector<HostEntry> ignored;
    const Outcome there = list("", ignored);
    if (there.trouble == Trouble::Refused) return {};  // It is there, and is not listed.
    if (there.trouble != Trouble::Missing) return there;
    const std::string server = url_.substr(0, url_.size() - base::url_path(path_).size());
    Outcome last;
    for (size_t end = path_.find('/', 1);; end = path_.find('/', end + 1)) {
      const std::string part = path_.substr(0, end);
      const Reply reply = client_.run({.method = "MKCOL", .url = server + base::url_path(part) + "/"});
      last = outcome_of(reply, "MKCOL", part);
      // Above the site's folder much may be forbidden that is there: only the last answer counts.
      if (!reply.outcome || end == std::string::npos) break;
    }
    return last;
  }

  /// A server that allows neither PUT nor PROPFIND of a file does not speak WebDAV there.
  static Outcome no_dav(Outcome outcome, const Reply& reply) {
    if (reply.status == 405 && outcome.trouble == Trouble::Refused) outcome.trouble = Trouble::OtherService;
    return outcome;
  }

  static Outcome outcome_of(const Reply& reply, std::string_view method, const std::string& path) {
    if (!reply.outcome) {
      if (reply.outcome.trouble == Trouble::Changed) return {Trouble::Changed, path};
      return {reply.outcome.trouble, fmt::format("{} /{}: {}", method, path, reply.outcome.words)};
    }
    const Trouble trouble = trouble_of(reply.status);
    if (trouble == Trouble::None) return {};
    std::string words = fmt::format("{} /{}: {}", method, path, reply.status);
    if (!reply.moved_to.empty()) words += " -> " + reply.moved_to;
    return {trouble, std::move(words)};
  }

  net::Client client_;
  std::string path_, url_;
  std::optional<bool> shows_dot_names_;
};

}  // namespace

std::unique_ptr<Host> dav_host(const Target& target, net::Settings settings) {
  return std::make_unique<DavHost>(target, std::move(settings));
}

}  // namespace herald::publish
