#include "cli/publish_owner.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace herald::cli {
namespace {

constexpr const char* kUnknown = "-";

std::string first_word_of(const std::string& path) {
  std::ifstream file(path);
  std::string word;
  return file >> word ? word : kUnknown;
}

std::string host_name() {
  std::string machine(256, '\0');
  gethostname(machine.data(), machine.size() - 1);
  return machine.c_str();
}

std::string user_name() {
  const passwd* user = getpwuid(getuid());
  return user == nullptr ? "?" : user->pw_name;
}

/// The machine and its name: containers and copied disks share the former, and a name alone may be anybody's.
std::string machine_of_us() { return first_word_of("/etc/machine-id") + "/" + host_name(); }

/// Where the numbers of processes mean the same: since this start of the machine, in this container.
std::string boot_of_us() { return first_word_of("/proc/sys/kernel/random/boot_id"); }
std::string numbers_of_us() {
  std::error_code failed;
  const std::string space = std::filesystem::read_symlink("/proc/self/ns/pid", failed).string();
  return failed || space.empty() ? kUnknown : space;
}

/// When a process began, in ticks since the machine did (proc(5), field 22 of stat); unknown where it is not
/// told. The second field is the name of the program, which may hold anything, in brackets.
std::string ticks_of(int64_t process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  std::string line;
  std::getline(file, line);
  const size_t bracket = line.rfind(')');
  if (bracket == std::string::npos) return kUnknown;
  std::istringstream words(line.substr(bracket + 1));
  std::string word;
  for (int field = 3; field <= 22; field++) words >> word;
  return words ? word : kUnknown;
}

/// The parts of Process::begin: which start of the machine, which container, which tick.
std::vector<std::string> parts_of(const std::string& begin) {
  std::vector<std::string> parts;
  std::istringstream words(begin);
  for (std::string part; std::getline(words, part, '/');) parts.push_back(part);
  parts.resize(3, kUnknown);
  return parts;
}

}  // namespace

publish::Owner make_owner(std::string token) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  publish::Owner owner;
  owner.name = fmt::format("{}@{}", user_name(), host_name());
  owner.since = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1,
                            local.tm_mday, local.tm_hour, local.tm_min);
  owner.token = std::move(token);
  owner.process.number = ::getpid();
  owner.process.begin = fmt::format("{}/{}/{}", boot_of_us(), numbers_of_us(), ticks_of(::getpid()));
  owner.process.machine = machine_of_us();
  return owner;
}

bool is_alive(const publish::Process& process) {
  if (process.machine != machine_of_us()) return true;
  const std::vector<std::string> begin = parts_of(process.begin);
  if (begin[0] != boot_of_us()) return false;  // the machine was switched off since
  if (begin[1] != numbers_of_us()) return true;
  if (process.number <= 0) return false;
  if (::kill(static_cast<pid_t>(process.number), 0) != 0 && errno != EPERM) return false;
  const std::string ticks = ticks_of(process.number);
  return ticks == kUnknown || ticks == begin[2];
}

}  // namespace herald::cli
