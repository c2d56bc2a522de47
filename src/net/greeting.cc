#include "net/greeting.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>

#include "net/dial.h"

namespace herald::net {
namespace {

constexpr size_t kLineMax = 200;

}  // namespace

std::string greeting_of(const std::string& host, unsigned port, std::chrono::milliseconds patience) {
  Dial dial(host, port);
  const int socket = dial.take(patience);
  if (socket < 0) return {};
  std::string line(kLineMax, '\0');
  pollfd waited{socket, POLLIN, 0};
  ssize_t got = 0;
  if (::poll(&waited, 1, static_cast<int>(patience.count())) == 1)
    got = ::recv(socket, line.data(), line.size(), 0);
  ::close(socket);
  line.resize(static_cast<size_t>(std::max<ssize_t>(got, 0)));
  line.resize(std::min(line.size(), line.find_first_of("\r\n")));
  std::replace_if(line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return line;
}

bool is_of_other_service(std::string_view greeting, std::string_view scheme) {
  const bool is_ssh = greeting.starts_with("SSH-"), is_ftp = greeting.starts_with("220");
  const bool is_neither = greeting.starts_with("+OK") || greeting.starts_with("* OK") ||  // POP3, IMAP
                          greeting.starts_with("HTTP/");
  if (scheme == "sftp") return is_ftp || is_neither;
  if (scheme == "ftp") return is_ssh || is_neither;
  return false;
}

}  // namespace herald::net
