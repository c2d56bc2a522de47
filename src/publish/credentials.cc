// User names and passwords: where they may come from, and no other place.

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "publish/target.h"

namespace herald::publish {
namespace {

using base::Code;

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // Editors of Windows begin files with it.

std::string environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string() : value;
}

/// Reads a file that only its owner may read. An empty text where there is none.
base::Result<std::string> read_secret_file(const std::string& path, bool must_exist) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (must_exist) return base::failure(Code::FileMissing, path, {path});
    return std::string();
  }
  if ((info.st_mode & 077) != 0) return base::failure(Code::CredentialsOpen, path, {path});
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Takes a text in quotation marks, whose end mark is there, from the front.
std::string take_quoted(std::string_view& rest, size_t end) {
  std::string text;
  for (size_t i = 1; i < end; i++) {
    if (rest[i] == '\\') i++;
    text += rest[i];
  }
  rest.remove_prefix(end + 1);
  return text;
}

/// Where the mark stands that ends the text in quotation marks at the front, in its line and with a blank or
/// nothing behind it. npos: this is a word that happens to begin with the mark.
size_t end_of_quoted(std::string_view rest) {
  if (!rest.starts_with('"')) return std::string_view::npos;
  for (size_t i = 1; i < rest.size() && rest[i] != '\n'; i++) {
    if (rest[i] == '\\') {
      i++;
    } else if (rest[i] == '"') {
      return i + 1 == rest.size() || kBlank.find(rest[i + 1]) != std::string_view::npos
                 ? i
                 : std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

void skip_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
}

/// The next word of a netrc file; one in quotation marks may have blanks, and marks behind a backslash.
std::string next_word(std::string_view& rest) {
  skip_blanks(rest);
  if (const size_t end = end_of_quoted(rest); end != std::string_view::npos) return take_quoted(rest, end);
  const std::string_view word = rest.substr(0, rest.find_first_of(kBlank));
  rest.remove_prefix(word.size());
  return std::string(word);
}

void skip_line(std::string_view& rest) { rest.remove_prefix(std::min(rest.find('\n'), rest.size())); }

void skip_macro(std::string_view& rest) {
  const size_t end = rest.find("\n\n");
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 2);
}

}  // namespace

Credentials read_netrc(std::string_view text, std::string_view host, std::string_view user) {
  Credentials found, current;
  bool is_meant = false, is_found = false;
  const auto finish = [&] {
    const bool fits = is_meant && (user.empty() || current.user.empty() || current.user == user);
    if (fits && !is_found && !current.password.empty()) {
      found = current;
      is_found = true;
    }
    current = {};
    is_meant = false;
  };
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
    if (text.starts_with('#')) {
      skip_line(text);
      continue;
    }
    const std::string word = next_word(text);
    if (word == "machine") {
      finish();
      is_meant = next_word(text) == host;
    } else if (word == "default") {
      finish();
      is_meant = true;
    } else if (word == "login") {
      current.user = next_word(text);
    } else if (word == "password") {
      current.password = next_word(text);
    } else if (word == "account") {
      current.token = next_word(text);
    } else if (word == "macdef") {
      skip_macro(text);
    }
  }
  finish();
  return found;
}

base::Result<Credentials> find_credentials(const Target& target, const std::string& site_folder) {
  if (target.kind == HostKind::Folder || target.kind == HostKind::Zip) return Credentials();
  Credentials found{environment(variable_of(target.name, "USER")),
                    environment(variable_of(target.name, "PASSWORD")),
                    environment(variable_of(target.name, "TOKEN"))};
  if (found.user.empty()) found.user = target.user;
  if (!found.password.empty()) return found;
  std::string host = target.host.substr(0, target.host.find(':', target.host.find(']') + 1));
  if (target.host.starts_with('[')) host = target.host.substr(1, target.host.find(']') - 1);
  const std::string home = environment("HOME");
  std::string own = target.credentials;
  if (own.starts_with("~/")) own = home + own.substr(1);
  if (!own.empty() && !own.starts_with('/')) own = site_folder + "/" + own;
  std::string netrc = environment("NETRC");
  if (netrc.empty() && !home.empty()) netrc = home + "/.netrc";
  for (const std::string& path : {own, netrc}) {
    if (path.empty()) continue;
    auto text = read_secret_file(path, path == own);
    if (!text) return text.error();
    Credentials read = read_netrc(*text, host, found.user);
    if (read.password.empty()) continue;
    if (read.user.empty()) read.user = found.user;
    if (read.token.empty()) read.token = found.token;
    return read;
  }
  return found;
}

}  // namespace herald::publish
