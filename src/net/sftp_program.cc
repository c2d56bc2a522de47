#include "net/sftp_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/utf8.h"

namespace herald::net {
namespace {

constexpr std::string_view kEcho = "sftp> ";
/// What the program prints for `lpwd`.
constexpr std::string_view kOver = "Local working directory: ";
constexpr std::string_view kPasswordVariable = "HERALD_SSH_ANSWER";
/// What is kept of what it says.
constexpr size_t kWordsMax = 400;
constexpr int kEndWaitMs = 2000;
/// So many commands are under way. Those that it has got it carries out even when this process is killed,
/// while the next run may be at work.
constexpr size_t kAhead = 16;

bool write_file(const std::string& path, std::string_view text, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return false;
  const bool is_written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return ::close(file) == 0 && is_written;
}

std::string find_in_path(const std::string& name) {
  const char* const path = std::getenv("PATH");
  for (const std::string_view folder : base::split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    std::string whole = std::string(folder) + "/" + name;
    if (!folder.empty() && ::access(whole.c_str(), X_OK) == 0) return whole;
  }
  return {};
}

/// What an error line of the program means: `remote rename "a" to "b": No such file or directory`.
Outcome outcome_of(const std::string& words) {
  if (words.empty()) return {};
  Trouble trouble = Trouble::Refused;
  if (words.find("No such file") != std::string::npos || words.find("not found") != std::string::npos)
    trouble = Trouble::Missing;
  if (words.find("Permission denied") != std::string::npos) trouble = Trouble::Denied;
  if (words.find("Connection") != std::string::npos) trouble = Trouble::Broken;
  return {trouble, words};
}

/// Why the program ended before its time.
Outcome ending_of(const std::string& words) {
  Trouble trouble = Trouble::Broken;
  if (words.find("Permission denied (") != std::string::npos) trouble = Trouble::Login;
  if (words.find("Host key verification failed") != std::string::npos) trouble = Trouble::OtherKey;
  return {trouble, words.empty() ? "sftp: connection closed" : words};
}

/// The last lines of a text, without echoed commands, in one.
std::string last_words(std::string_view text) {
  std::string out;
  for (const std::string_view line : base::split(text, '\n')) {
    const std::string_view words = base::trim(line);
    if (words.empty() || words.starts_with(kEcho) || words.starts_with("Connected to ")) continue;
    if (!out.empty()) out += "; ";
    out += words;
  }
  return out.size() <= kWordsMax ? out : out.substr(out.size() - kWordsMax);
}

}  // namespace

bool SftpProgram::is_installed() { return !find_in_path("sftp").empty() && !find_in_path("ssh").empty(); }

std::string SftpProgram::quoted(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

SftpProgram::~SftpProgram() {
  stop();
  remove_temporary_files();
}

void SftpProgram::remove_temporary_files() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(std::exchange(folder_, {}), ignored);
}

bool SftpProgram::write_temporary_files() {
  if (!folder_.empty()) return true;
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "herald-XXXXXX").string();
  if (error || ::mkdtemp(folder.data()) == nullptr) return false;
  folder_ = folder;
  std::string keys;
  for (const HostKey& key : login_.host_keys)
    keys += known_host_name(login_.host, login_.port) + " " + key.type + " " + key.base64 + "\n";
  const std::string answer = "#!/bin/sh\nprintf '%s\\n' \"$" + std::string(kPasswordVariable) + "\"\n";
  return write_file(folder_ + "/known_hosts", keys, 0600) && write_file(folder_ + "/answer", answer, 0700);
}

std::vector<std::string> SftpProgram::words() const {
  std::vector<std::string> words = {"sftp", "-F", "none"};
  const auto option = [&](std::string_view name, const std::string& value) {
    words.emplace_back("-o");
    words.push_back(std::string(name) + "=" + value);
  };
  // Before -b, which would switch questions off: the first value counts.
  option("BatchMode", login_.password.empty() ? "yes" : "no");
  option("LogLevel", "ERROR");
  option("User", login_.user);
  option("UserKnownHostsFile", folder_ + "/known_hosts");
  option("GlobalKnownHostsFile", "/dev/null");
  option("StrictHostKeyChecking", "yes");
  option("UpdateHostKeys", "no");
  option("ConnectTimeout", "15");
  option("ServerAliveInterval", "10");
  option("NumberOfPasswordPrompts", "1");
  option("IdentityAgent", "none");
  if (login_.key_file.empty()) {
    option("PreferredAuthentications", "password,keyboard-interactive");
  } else {
    option("PreferredAuthentications", "publickey");
    option("IdentitiesOnly", "yes");
    words.insert(words.end(), {"-i", login_.key_file});
  }
  words.insert(words.end(), {"-b", "-", "-P", std::to_string(login_.port)});
  words.push_back(login_.host.find(':') == std::string::npos ? login_.host : "[" + login_.host + "]");
  return words;
}

bool SftpProgram::start() {
  if (!write_temporary_files()) return false;
  // Two sockets: its ssh makes standard error one that does not wait, and an input of that kind would seem
  // to end at once.
  std::array<int, 2> in{}, out{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in.data()) != 0) return false;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out.data()) != 0) {
    ::close(in[0]);
    ::close(in[1]);
    return false;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
  // Its own group: Ctrl-C is for us, who may still need it to tidy up.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<std::string> arguments = words(), variables = {"LC_ALL=C.UTF-8"};
  for (char** variable = environ; *variable != nullptr; variable++) {
    const std::string_view one = *variable;
    // Passwords of other targets are none of its business.
    if (!one.starts_with("HERALD_") && !one.starts_with("SSH_") && !one.starts_with("LC_ALL="))
      variables.emplace_back(one);
  }
  if (!login_.password.empty()) {
    variables.push_back("SSH_ASKPASS=" + folder_ + "/answer");
    variables.emplace_back("SSH_ASKPASS_REQUIRE=force");
    variables.push_back(std::string(kPasswordVariable) + "=" + login_.password);
  }
  const auto pointers = [](std::vector<std::string>& strings) {
    std::vector<char*> list;
    for (std::string& one : strings) list.push_back(one.data());
    list.push_back(nullptr);
    return list;
  };
  std::vector<char*> argument_list = pointers(arguments), variable_list = pointers(variables);
  pid_t process = -1;
  const int error = ::posix_spawn(&process, find_in_path("sftp").c_str(), &actions, &attributes,
                                  argument_list.data(), variable_list.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[1]);
  ::close(out[1]);
  input_ = in[0];
  output_ = out[0];
  process_ = error == 0 ? process : -1;
  if (error != 0) {
    stop();
    return false;
  }
  is_over_ = false;
  written_ = 0;
  to_write_.clear();
  heard_.clear();
  return true;
}

void SftpProgram::stop() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));  // which ends it
  if (output_ >= 0) ::close(std::exchange(output_, -1));
  if (process_ < 0) return;
  const pid_t process = std::exchange(process_, -1);
  for (int waited = 0; waited < kEndWaitMs; waited += 10) {
    if (::waitpid(process, nullptr, WNOHANG) != 0) return;
    ::poll(nullptr, 0, 10);
  }
  ::kill(-process, SIGKILL);  // it, and the ssh that it started
  ::waitpid(process, nullptr, 0);
}

void SftpProgram::post(size_t number, const std::string& command) {
  if (commands_.empty() && is_over_) stop();
  commands_.push_back(number);
  if (input_ < 0 && !start()) {
    is_over_ = true;
    return;
  }
  to_send_.push_back("-" + command + "\nlpwd\n");
  exchange(0);
}

void SftpProgram::exchange(int timeout_ms) {
  if (input_ < 0 || is_over_) return;
  for (; written_ < kAhead && !to_send_.empty(); written_++) {
    to_write_ += to_send_.front();
    to_send_.pop_front();
  }
  std::array<pollfd, 2> ends = {{{output_, POLLIN, 0}, {input_, POLLOUT, 0}}};
  if (::poll(ends.data(), to_write_.empty() ? 1 : 2, timeout_ms) <= 0) return;
  if ((ends[1].revents & POLLOUT) != 0) {
    const ssize_t sent = ::send(input_, to_write_.data(), to_write_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) to_write_.erase(0, static_cast<size_t>(sent));
  }
  if (ends[0].revents == 0) return;
  std::array<char, 65536> block{};
  const ssize_t got = ::recv(output_, block.data(), block.size(), MSG_DONTWAIT);
  if (got > 0) heard_.append(block.data(), static_cast<size_t>(got));
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) is_over_ = true;
}

void SftpProgram::take_answers(const Ended& ended) {
  while (!commands_.empty()) {
    size_t at = heard_.starts_with(kOver) ? 0 : heard_.find("\n" + std::string(kOver));
    if (at == std::string::npos) return;
    if (at != 0 || !heard_.starts_with(kOver)) at++;
    const size_t end = heard_.find('\n', at);
    if (end == std::string::npos) return;
    const Outcome outcome = outcome_of(last_words(std::string_view(heard_).substr(0, at)));
    heard_.erase(0, end + 1);
    written_--;
    remove_temporary_files();  // It is let in and needs them no more: one that is killed shall not leave
                               // them.
    const size_t number = commands_.front();
    commands_.pop_front();
    ended(number, outcome);
  }
}

void SftpProgram::fail_all(Outcome outcome, const Ended& ended) {
  stop();
  to_send_.clear();
  const std::deque<size_t> all = std::exchange(commands_, {});
  for (const size_t number : all) ended(number, outcome);
}

void SftpProgram::pump(int timeout_ms, const Ended& ended) {
  if (commands_.empty()) return;
  exchange(timeout_ms);
  take_answers(ended);
  if (is_over_ && !commands_.empty()) fail_all(ending_of(last_words(heard_)), ended);
}

void SftpProgram::drain(const Ended& ended, int silence_ms) {
  while (!commands_.empty()) {
    const auto state = [&] {
      return std::array{commands_.size(), heard_.size(), to_write_.size(), to_send_.size()};
    };
    const auto before = state();
    pump(silence_ms, ended);
    const bool is_silent = state() == before;
    if (is_silent) fail_all({Trouble::Broken, "sftp: no answer"}, ended);
  }
}

Outcome SftpProgram::run(const std::string& command) {
  Outcome last;
  post(0, command);
  drain([&](size_t, const Outcome& outcome) { last = outcome; });
  return last;
}

}  // namespace herald::net
