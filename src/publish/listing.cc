#include "publish/listing.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "publish/xml.h"

namespace herald::publish {
namespace {

uint64_t number_of(std::string_view text) {
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The path of an address: "/a/b" of "http://host/a/b".
std::string_view path_of(std::string_view address) {
  const size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return address;
  const size_t slash = address.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view("/") : address.substr(slash);
}

/// The name of what `href` leads to, when it lies in `folder`; else empty.
std::string name_in(std::string_view href, std::string_view folder) {
  std::string path = base::url_decoded(path_of(base::trim(href)));
  while (path.ends_with('/')) path.pop_back();
  if (path.size() <= folder.size() + 1 || !path.starts_with(folder) || path[folder.size()] != '/') return {};
  std::string name = path.substr(folder.size() + 1);
  return name.find('/') == std::string::npos ? name : std::string();
}

/// Takes `count` words off a line and the blanks around them; the last of them. False when it has fewer.
bool take_words(std::string_view& line, size_t count, std::string_view& last) {
  for (size_t i = 0; i < count; i++) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    last = line.substr(0, line.find(' '));
    if (last.empty()) return false;
    line.remove_prefix(last.size());
  }
  return true;
}

/// 0750 of "rwxr-x---"; s and t are the special bits together with x, S and T without it.
uint32_t mode_of(std::string_view letters) {
  uint32_t mode = 0;
  for (uint32_t i = 0; i < 9; i++) {
    const char letter = letters[i];
    if (letter != '-' && letter != 'S' && letter != 'T') mode |= 0400U >> i;
    if (letter == 's' || letter == 'S' || letter == 't' || letter == 'T') mode |= 04000U >> (i / 3);
  }
  return mode;
}

}  // namespace

std::optional<std::vector<HostEntry>> read_multistatus(std::string_view xml, std::string_view folder) {
  XmlReader reader(xml);
  std::vector<HostEntry> entries;
  std::string text, element, href, length;
  bool is_folder = false, seen = false;
  for (auto token = reader.next(text); token != XmlReader::Token::End; token = reader.next(text)) {
    if (token == XmlReader::Token::Text) {
      if (element == "href") href += text;
      if (element == "getcontentlength") length += text;
    } else if (token == XmlReader::Token::Open) {
      element = text;
      seen = seen || text == "multistatus";
      if (text == "response") href.clear(), length.clear(), is_folder = false;
      if (text == "collection") is_folder = true;
    } else {
      element.clear();
      if (text != "response") continue;
      std::string name = name_in(href, folder);
      if (!name.empty()) entries.push_back({std::move(name), number_of(base::trim(length)), is_folder});
    }
  }
  if (!seen) return std::nullopt;
  return entries;
}

std::vector<HostEntry> read_ftp_list(std::string_view text) {
  std::vector<HostEntry> entries;
  for (std::string_view line : base::split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    HostEntry entry;
    std::string_view word;
    const bool is_windows = line[0] >= '0' && line[0] <= '9';  // 06-16-26  09:00AM  <DIR>  name
    const char type = line[0];
    if (!is_windows && type != '-' && type != 'd' && type != 'l') continue;
    if (!take_words(line, is_windows ? 3 : 5, word)) continue;
    entry.folder = is_windows ? word == "<DIR>" : type == 'd';
    if (!entry.folder) entry.size = number_of(word);
    if (!is_windows && !take_words(line, 3, word)) continue;  // month, day, time or year
    // Of a name's own blanks none is lost: exactly one stands before it on Unix.
    line.remove_prefix(is_windows ? std::min(line.find_first_not_of(' '), line.size())
                                  : std::min<size_t>(1, line.size()));
    if (const size_t arrow = line.find(" -> "); type == 'l' && arrow != std::string_view::npos) {
      entry.link = line.substr(arrow + 4);
      line = line.substr(0, arrow);
    }
    if (line.empty() || line == "." || line == ".." || line.find('/') != std::string_view::npos) continue;
    entry.name = line;
    entries.push_back(std::move(entry));
  }
  return entries;
}

uint32_t read_own_mode(std::string_view text) {
  constexpr size_t kLetters = 10;  // behind them may stand a sign of further rules
  for (std::string_view line : base::split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with('d') && line.ends_with(" .") && line.size() > kLetters)
      return mode_of(line.substr(1));
  }
  return 0;
}

}  // namespace herald::publish
