// SFTP. Files go through libcurl, each under a temporary name. They are renamed by OpenSSH's sftp program,
// which can do so over what is there; without it the old file is removed just before. When the site's folder
// is a symbolic link, and the program is there, each publication becomes a new folder NAME.releases/NUMBER of
// hard links and new files, and the link is switched at once.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "base/utf8.h"
#include "net/sftp_program.h"
#include "publish/hosts.h"
#include "publish/listing.h"
#include "publish/lock.h"
#include "publish/releases.h"

namespace herald::publish {
namespace {

using net::Reply;
using net::SftpProgram;
using net::Transfer;

/// So many commands that need not succeed go in one transfer.
constexpr size_t kCommandsAtOnce = 100;
/// The number of a command that is about none of several entries.
constexpr size_t kNoEntry = SIZE_MAX;
/// So many uploads may break before the others are left for another attempt.
constexpr size_t kBrokenMax = 8;

/// A path as libcurl's SFTP commands take it.
std::string quoted(std::string_view path) { return SftpProgram::quoted(path); }

/// "a/b" of "a/b/c"; "." of "c"; "/" of "/c".
std::string folder_above(const std::string& place) {
  const size_t slash = place.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : place.substr(0, slash);
}

std::string last_part(const std::string& place) { return place.substr(place.rfind('/') + 1); }

/// A number behind `name` in what libcurl's command statvfs prints.
uint64_t number_behind(std::string_view text, std::string_view name) {
  const size_t at = text.find(name);
  uint64_t number = 0;
  if (at == std::string_view::npos) return 0;
  const std::string_view rest = text.substr(at + name.size());
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

class SftpHost : public Host {
 public:
  SftpHost(const Target& target, const net::Settings& settings)
      : client_(settings), server_("sftp://" + target.host), root_(root_of(target.path)) {
    login_.user = settings.user;
    login_.password = settings.password;
    login_.key_file = settings.key_file;
    login_.host_keys = settings.host_keys;
    std::tie(login_.host, login_.port) = net::host_and_port(target.host);
    has_program_ = SftpProgram::is_installed();
  }

  Outcome read(const std::string& path, std::string& bytes) override {
    if (Outcome known = know_place_of(path); !known) return known;
    Reply reply = client_.run({.url = url_of(place(path))});
    bytes = std::move(reply.body);
    return outcome_of(reply, "get", path);
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    if (Outcome known = know_place_of(folder); !known) return known;
    return list_place(place(folder), entries);
  }

  Outcome make_folder(const std::string& folder) override {
    if (folder.empty()) return make_root();
    if (Outcome known = know_place_of(folder); !known) return known;
    if (folder == kLockFolder && lock_is_beside_) (void)command("*mkdir " + quoted(releases_));
    Outcome made = outcome_of(command("mkdir " + quoted(place(folder))), "mkdir", folder);
    // "Failure" has many reasons; that the folder is there is the most common one.
    if (made.trouble == Trouble::Refused) {
      bool is_there = false;
      if (Outcome looked = look_for(place(folder), is_there); !looked) return looked;
      made.trouble = is_there ? Trouble::Exists : Trouble::Denied;
    }
    return made;
  }

  void put(std::span<const Upload> files, const OnDone& done) override;

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    client_.run_all(
        paths.size(), [&](size_t i) { return Transfer{.url = url_of(place(paths[i])), .hash_only = true}; },
        [&](size_t i, Reply& reply) {
          return hashed(i, outcome_of(reply, "get", paths[i]), reply.size, reply.sha256);
        });
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    if (Outcome known = know_places_of(paths); !known) return (void)done(0, known);
    for (const std::string& path : paths) note_touched(path);
    client_.run_all(
        paths.size(), [&](size_t i) { return command_transfer({"rm " + quoted(place(paths[i]))}); },
        [&](size_t i, Reply& reply) {
          Outcome outcome = outcome_of(reply, "rm", paths[i]);
          if (outcome.trouble == Trouble::Missing) outcome = {};
          return done(i, outcome);
        });
  }

  Outcome remove_folder(const std::string& folder) override {
    if (Outcome known = know_place_of(folder); !known) return known;
    Outcome outcome = outcome_of(command("rmdir " + quoted(place(folder))), "rmdir", folder);
    if (outcome.trouble == Trouble::Refused) outcome.trouble = Trouble::Exists;
    return outcome;
  }

  bool renames_folders() const override { return true; }

  Outcome rename_folder(const std::string& from, const std::string& to) override {
    const std::string words = "rename " + quoted(place(from)) + " " + quoted(place(to));
    return outcome_of(command(words), "rename", to);
  }

  bool switches() const override { return !next_.empty(); }
  bool had_gaps() const override { return had_gaps_; }
  Outcome begin() override;
  Outcome commit() override;

 private:
  /// "/srv/web" stays; "/~/web" is "web", from the folder that a login leads to.
  static std::string root_of(const std::string& path) {
    if (path == "/~" || path == "/~/") return ".";
    if (path.starts_with("/~/")) return path.substr(3);
    return path.empty() ? "/" : path;
  }

  std::string releases() const { return root_ + ".releases"; }

  /// Of what belongs to the lock: finds out first where that lies.
  Outcome know_place_of(const std::string& path) { return is_in_lock(path) ? look_at_root() : Outcome(); }
  Outcome know_places_of(std::span<const std::string> paths) {
    return paths.empty() ? Outcome() : know_place_of(paths[0]);
  }

  /// Where a path of the host lies, as commands name it. The lock stays outside of what is switched.
  std::string place(const std::string& path) const {
    const std::string& root = lock_is_beside_ && is_in_lock(path) ? releases_ : next_.empty() ? root_ : next_;
    if (path.empty()) return root;
    return root == "/" ? "/" + path : root + "/" + path;
  }

  void note_touched(const std::string& path) {
    if (!next_.empty()) touched_.insert("/" + path);
  }

  std::string url_of(const std::string& place) const {
    return server_ + (place.starts_with('/') ? base::url_path(place) : "/~/" + base::url_path(place));
  }

  Transfer command_transfer(std::vector<std::string> commands) const {
    return {.method = "HEAD", .url = server_ + "/", .commands = std::move(commands)};
  }
  Reply command(const std::string& words) { return client_.run(command_transfer({words})); }

  Outcome list_place(const std::string& place, std::vector<HostEntry>& entries,
                     uint32_t* own_mode = nullptr) {
    const Reply reply = client_.run({.url = url_of(place) + (place.ends_with('/') ? "" : "/")});
    if (Outcome outcome = outcome_of(reply, "ls", place); !outcome) return outcome;
    entries = read_ftp_list(reply.body);
    if (own_mode != nullptr) *own_mode = read_own_mode(reply.body);
    return {};
  }

  Outcome look_for(const std::string& place, bool& is_there) {
    std::vector<HostEntry> entries;
    Outcome listed = list_place(folder_above(place), entries);
    if (listed.trouble == Trouble::Missing) listed = {};
    for (const HostEntry& entry : entries) is_there = is_there || entry.name == last_part(place);
    return listed;
  }

  Outcome read_link(std::string& link);
  Outcome look_at_root();
  Outcome make_root();
  SftpProgram* program();
  Outcome renamed(const Outcome& outcome, const std::string& path);
  bool find_full(uint64_t size);
  Outcome make_next(const std::string& next);
  Outcome link_tree(const std::string& to);
  Outcome link_folders(const std::string& to);
  Outcome link_folder(const std::string& folder, const std::string& to, std::vector<std::string>& folders);
  bool is_to_link(const std::string& path, const HostEntry& entry, const std::string& to);
  void set_mode(const std::string& to, uint32_t mode);
  Outcome remove_tree(const std::string& place);
  void run_commands(const std::vector<std::string>& commands);
  Outcome find_releases(Releases& found);
  Outcome name_next();
  std::string link_to_next() const { return last_part(releases_) + "/" + last_part(next_); }

  static Outcome outcome_of(const Reply& reply, std::string_view verb, const std::string& path) {
    if (reply.outcome) return {};
    if (reply.outcome.trouble == Trouble::Changed) return {Trouble::Changed, path};
    if (reply.outcome.trouble == Trouble::OtherKey || reply.outcome.trouble == Trouble::Login)
      return reply.outcome;
    return {reply.outcome.trouble, fmt::format("{} {}: {}", verb, path, reply.outcome.words)};
  }

  net::Client client_;
  std::string server_, root_;
  net::SshLogin login_;
  bool has_program_ = false, had_gaps_ = false;
  std::unique_ptr<SftpProgram> program_;
  bool is_looked_at_ = false;    // whether the root is a link is known
  bool lock_is_beside_ = false;  // it is
  std::string releases_;         // the folder of all releases, when there is one
  std::string begun_;            // where the link led at `begin`
  std::string live_;             // the release that this is; empty: it is none
  std::string next_;             // the folder that becomes the site at the commit; empty before `begin`
  std::map<std::string, uint64_t> linked_;  // what the new release got of the live one: "/path", size
  std::set<std::string> touched_;           // what was put or removed since, likewise
  uint32_t usual_mode_ = 0;                 // the permissions that the host gives to a new folder
  std::vector<std::string> closed_;         // commands that close folders which could not be filled then
  uint64_t number_ = 0;                     // of this publication, when it is whole
  bool may_be_named_ = false;               // it got its number, or the host's answer got lost
};

/// The program, when this machine has it and the host lets it in.
SftpProgram* SftpHost::program() {
  if (!has_program_) return nullptr;
  if (!program_) {
    // With a fingerprint alone, the whole key is known from the first connection on.
    if (const auto& key = client_.host_key()) login_.host_keys = {*key};
    std::erase_if(login_.host_keys, [](const net::HostKey& key) { return key.base64.empty(); });
    program_ = std::make_unique<SftpProgram>(login_);
  }
  return program_.get();
}

/// Where the site's folder leads; empty when it is no link.
Outcome SftpHost::read_link(std::string& link) {
  link.clear();
  if (root_ == "/" || root_ == ".") return {};
  std::vector<HostEntry> entries;
  if (Outcome listed = list_place(folder_above(root_), entries); !listed) return listed;
  for (const HostEntry& entry : entries) {
    if (entry.name == last_part(root_)) link = entry.link;
  }
  return {};
}

Outcome SftpHost::look_at_root() {
  if (is_looked_at_) return {};
  std::string link;
  const Outcome read = read_link(link);
  // Whoever may not look above the site's folder cannot switch it either.
  if (!read && net::may_pass(read.trouble)) return read;
  is_looked_at_ = true;
  lock_is_beside_ = !link.empty();  // also for those who lack the program: all have to look in one place
  if (lock_is_beside_) releases_ = releases();
  return {};
}

Outcome SftpHost::make_root() {
  std::vector<std::string> commands;
  for (size_t end = root_.find('/', 1); root_ != "/" && root_ != "."; end = root_.find('/', end + 1)) {
    commands.push_back("*mkdir " + quoted(root_.substr(0, end)));
    if (end == std::string::npos) break;
  }
  if (commands.empty()) return {};
  // What is wrong with it is seen at the first file.
  const Outcome made = outcome_of(client_.run(command_transfer(std::move(commands))), "mkdir", root_);
  return net::may_pass(made.trouble) ? made : Outcome();
}

Outcome SftpHost::renamed(const Outcome& outcome, const std::string& path) {
  if (outcome) return {};
  const bool is_useless = outcome.trouble == Trouble::Refused || outcome.trouble == Trouble::Login ||
                          outcome.trouble == Trouble::OtherKey;
  if (is_useless && has_program_) {
    // The host lets libcurl in and not the program, or does not rename over a file: from now on the old one
    // is removed just before.
    has_program_ = false;
    return {Trouble::Broken, outcome.words};
  }
  // What has just been put there is gone when an earlier run that was killed is still at work on the host.
  const bool is_worth_another = outcome.trouble == Trouble::Refused || outcome.trouble == Trouble::Missing;
  return {is_worth_another ? Trouble::Broken : outcome.trouble,
          fmt::format("rename {}: {}", path, outcome.words)};
}

/// Whether a host that broke off an upload has no room for `size` bytes: SFTP's version 3 has no word for it.
bool SftpHost::find_full(uint64_t size) {
  const Reply reply = command("statvfs " + quoted(place("")));
  if (!reply.outcome || reply.body.find("f_bavail") == std::string::npos) return false;
  return number_behind(reply.body, "f_bavail: ") * number_behind(reply.body, "f_frsize: ") < size + 4096;
}

void SftpHost::put(std::span<const Upload> files, const OnDone& done) {
  if (files.empty()) return;
  if (Outcome known = know_place_of(files[0].path); !known) return (void)done(0, known);
  for (const Upload& file : files) note_touched(file.path);
  // Where nobody sees the files they get their own names; a call's files all lie on one side.
  const bool is_unseen = files[0].unseen;
  SftpProgram* const over = is_unseen ? nullptr : program();
  const auto first_place = [&](const Upload& file) {
    const std::string goal = place(file.path);
    return is_unseen ? goal : temporary_place_of(goal);
  };
  std::vector<std::pair<size_t, Outcome>> broken;  // told of when we know why
  const auto heard = [&](size_t i, const Outcome& outcome) {
    (void)done(i, renamed(outcome, files[i].path));
  };
  client_.run_all(
      files.size(),
      [&](size_t i) {
        const Upload& file = files[i];
        const std::string goal = place(file.path), temporary = first_place(file);
        Transfer transfer{.method = "PUT", .url = url_of(temporary)};
        transfer.body = file.bytes;
        transfer.file = file.file;
        transfer.size = file.size;
        transfer.sha256 = file.sha256;
        if (over != nullptr || is_unseen) return transfer;
        transfer.commands_after = {"*rm " + quoted(goal), "rename " + quoted(temporary) + " " + quoted(goal)};
        had_gaps_ = had_gaps_ || next_.empty();
        return transfer;
      },
      [&](size_t i, Reply& reply) {
        Outcome outcome = outcome_of(reply, "put", files[i].path);
        if (over != nullptr) over->pump(over->waiting() < SftpProgram::kWaitingMax ? 0 : 1000, heard);
        // What is called off when we stop by ourselves is broken, too.
        const bool is_called_off = outcome.trouble == Trouble::Cancelled && broken.size() >= kBrokenMax;
        if (is_called_off) outcome = broken[0].second;
        if (net::may_pass(outcome.trouble)) {
          broken.emplace_back(i, std::move(outcome));
          return broken.size() < kBrokenMax;
        }
        if (!outcome || over == nullptr) return done(i, outcome);
        const std::string goal = place(files[i].path);
        over->post(i, "rename " + quoted(temporary_place_of(goal)) + " " + quoted(goal));
        return true;
      });
  if (over != nullptr) over->drain(heard);
  const bool is_full = !broken.empty() && find_full(files[broken[0].first].size);
  std::vector<std::string> halves;
  for (const auto& [i, outcome] : broken) halves.push_back("*rm " + quoted(first_place(files[i])));
  if (is_full) run_commands(halves);
  for (auto& [i, outcome] : broken) {
    if (is_full) outcome.trouble = Trouble::Full;
    if (!done(i, outcome)) break;
  }
}

void SftpHost::run_commands(const std::vector<std::string>& commands) {
  for (size_t begin = 0; begin < commands.size(); begin += kCommandsAtOnce) {
    const size_t end = std::min(begin + kCommandsAtOnce, commands.size());
    (void)client_.run(command_transfer(
        {commands.begin() + static_cast<ptrdiff_t>(begin), commands.begin() + static_cast<ptrdiff_t>(end)}));
  }
}

/// Removes a folder and all in it. What cannot be removed stays.
Outcome SftpHost::remove_tree(const std::string& place) {
  std::vector<std::string> folders = {place}, commands;
  for (size_t i = 0; i < folders.size(); i++) {
    std::vector<HostEntry> entries;
    const Outcome listed = list_place(folders[i], entries);
    if (!listed && listed.trouble != Trouble::Missing) return listed;
    for (const HostEntry& entry : entries) {
      const std::string path = folders[i] + "/" + entry.name;
      if (entry.folder) {
        folders.push_back(path);
      } else {
        commands.push_back("*rm " + quoted(path));
      }
    }
  }
  for (size_t i = folders.size(); i > 0; i--) commands.push_back("*rmdir " + quoted(folders[i - 1]));
  run_commands(commands);
  return {};
}

/// Gives a folder of the new release, where nothing is in it yet, the permissions of the live one.
void SftpHost::set_mode(const std::string& to, uint32_t mode) {
  constexpr uint32_t kOurs = 0700;  // what it takes to fill it
  if (mode == 0 || mode == usual_mode_) return;
  program()->post(kNoEntry, fmt::format("chmod {:04o} {}", mode | kOurs, quoted(to)));
  if ((mode & kOurs) != kOurs) closed_.push_back(fmt::format("chmod {:04o} {}", mode, quoted(to)));
}

/// Whether `to` still lacks what stands at `path` of the site: it is new there, or has been replaced since it
/// was linked. What this publication itself puts or removes is its own affair.
bool SftpHost::is_to_link(const std::string& path, const HostEntry& entry, const std::string& to) {
  const auto [known, is_new] = linked_.try_emplace(path, entry.size);
  if (is_new) return true;
  if (known->second == entry.size || touched_.contains(path)) return false;
  program()->post(kNoEntry, "rm " + quoted(to + path));
  return true;
}

/// Makes `to` hold what is new in a folder of the site: links to its files, and the folders in it, empty.
Outcome SftpHost::link_folder(const std::string& folder, const std::string& to,
                              std::vector<std::string>& folders) {
  std::vector<HostEntry> entries;
  uint32_t mode = 0;
  if (Outcome listed = list_place(root_ + folder, entries, &mode); !listed) return listed;
  Outcome last;
  std::vector<std::string> refused;
  const auto heard = [&](size_t i, const Outcome& outcome) {
    if (outcome) return;
    last = outcome;
    refused.push_back(i == kNoEntry ? "" : entries[i].name);
  };
  if (linked_.try_emplace(folder + "/", 0).second) set_mode(to + folder, mode);
  for (size_t i = 0; i < entries.size(); i++) {
    const HostEntry& entry = entries[i];
    const std::string path = folder + "/" + entry.name;
    if (entry.folder) folders.push_back(path);
    if (!is_to_link(path, entry, to)) continue;
    if (entry.folder) {
      program()->post(i, "mkdir " + quoted(to + path));
    } else if (!entry.link.empty()) {
      program()->post(i, "ln -s " + quoted(entry.link) + " " + quoted(to + path));
    } else {
      program()->post(i, "ln " + quoted(root_ + path) + " " + quoted(to + path));
    }
    program()->pump(program()->waiting() < SftpProgram::kWaitingMax ? 0 : 1000, heard);
  }
  program()->drain(heard);
  if (last) return {};
  // What this publication has put there stands in the way of what somebody else has put in the same place.
  std::set<std::string> there;
  bool is_lacking = false;
  if (Outcome listed = list_place(to + folder, entries); !listed) return listed;
  for (const HostEntry& entry : entries) there.insert(entry.name);
  for (const std::string& name : refused) {
    if (there.contains(name)) continue;
    linked_.erase(folder + "/" + name);
    is_lacking = true;
  }
  return is_lacking ? last : Outcome();
}

Outcome SftpHost::link_tree(const std::string& to) {
  Outcome linked = link_folders(to);
  for (int i = 1; i < kLooksMax && linked.trouble == Trouble::Missing; i++) linked = link_folders(to);
  return linked;
}

Outcome SftpHost::link_folders(const std::string& to) {
  std::vector<std::string> folders = {""};  // relative, each behind a '/'
  for (size_t i = 0; i < folders.size(); i++) {
    std::vector<std::string> within;
    if (Outcome linked = link_folder(folders[i], to, within); !linked) return linked;
    folders.insert(folders.end(), within.begin(), within.end());
  }
  for (; !closed_.empty(); closed_.pop_back()) {  // those below come first
    if (Outcome closed = program()->run(closed_.back()); !closed) return closed;
  }
  return {};
}

/// Makes the new release hold what the site holds.
Outcome SftpHost::make_next(const std::string& next) {
  closed_.clear();
  linked_.clear();
  touched_.clear();
  if (Outcome made = program()->run("mkdir " + quoted(next)); !made) return made;
  std::vector<HostEntry> ignored;
  if (Outcome listed = list_place(next, ignored, &usual_mode_); !listed) return listed;
  return link_tree(next);
}

Outcome SftpHost::find_releases(Releases& found) {
  std::vector<HostEntry> entries;
  const Outcome listed = list_place(releases_, entries);
  if (!listed && listed.trouble != Trouble::Missing) return listed;
  found = read_releases(entries, live_);
  return {};
}

Outcome SftpHost::begin() {
  next_.clear();
  if (Outcome looked = look_at_root(); !looked) return looked;
  if (!lock_is_beside_ || program() == nullptr) return {};
  // Before we had the lock another may have switched it.
  std::string link;
  if (Outcome read = read_link(link); !read) return read;
  if (link.empty()) return {};
  begun_ = link;
  live_ = release_in(link, last_part(releases_));
  Releases there;
  if (Outcome found = find_releases(there); !found) return found;
  for (const std::string& half : there.halves) {
    if (Outcome gone = remove_tree(releases_ + "/" + half); !gone) return gone;
  }
  number_ = there.next;
  may_be_named_ = false;
  const std::string next = temporary_place_of(releases_ + "/" + std::to_string(number_));
  Outcome linked = make_next(next);
  if (linked) {
    next_ = next;
  } else if (!net::may_pass(linked.trouble) && linked.trouble != Trouble::Full) {
    // A host without hard links: the files in the folder are replaced one by one.
    (void)remove_tree(next);
    linked = {};
  }
  return linked;
}

/// Gives the new release, which is whole, its number for a name.
Outcome SftpHost::name_next() {
  const std::string whole = releases_ + "/" + std::to_string(number_);
  if (next_ == whole) return {};
  const std::string words = "rename " + quoted(next_) + " " + quoted(whole);
  const Outcome named = program() != nullptr ? program()->run(words) : command(words).outcome;
  bool is_named = static_cast<bool>(named);
  if (!is_named && may_be_named_) {
    if (Outcome looked = look_for(whole, is_named); !looked) return looked;
  }
  may_be_named_ = may_be_named_ || net::may_pass(named.trouble);
  if (is_named) next_ = whole;
  return is_named ? Outcome() : Outcome{named.trouble, fmt::format("rename {}: {}", whole, named.words)};
}

Outcome SftpHost::commit() {
  if (next_.empty()) return {};
  std::string link;
  if (Outcome read = read_link(link); !read) return read;
  if (link != begun_ && link != link_to_next()) return link_changed(root_);
  // Meanwhile somebody else may have put something there.
  const bool may_link = program() != nullptr;
  if (Outcome linked = may_link ? link_tree(next_) : Outcome(); !linked) return linked;
  if (Outcome named = name_next(); !named) return named;
  const std::string temporary = temporary_place_of(root_);
  const std::string goal = link_to_next();
  if (SftpProgram* const over = program()) {
    // The link, too: libssh2 now and then fails at one with a word that the host said of something else.
    (void)over->run("rm " + quoted(temporary));
    Outcome switched = over->run("ln -s " + quoted(goal) + " " + quoted(temporary));
    if (switched) switched = over->run("rename " + quoted(temporary) + " " + quoted(root_));
    if (Outcome outcome = renamed(switched, root_); !outcome) return outcome;
  } else {  // The host stopped letting it in.
    had_gaps_ = true;
    const std::vector<std::string> commands = {
        "*rm " + quoted(temporary), "symlink " + quoted(goal) + " " + quoted(temporary),
        "*rm " + quoted(root_), "rename " + quoted(temporary) + " " + quoted(root_)};
    if (Outcome made = outcome_of(client_.run(command_transfer(commands)), "symlink", root_); !made)
      return made;
  }
  Releases there;
  (void)find_releases(there);
  // An old release that stays is no harm.
  for (const uint64_t old : releases_to_remove(there, live_))
    (void)remove_tree(releases_ + "/" + std::to_string(old));
  return {};
}

}  // namespace

std::unique_ptr<Host> sftp_host(const Target& target, net::Settings settings) {
  return std::make_unique<SftpHost>(target, settings);
}

}  // namespace herald::publish
