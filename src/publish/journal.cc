#include "publish/journal.h"

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"

namespace herald::publish {
namespace {

constexpr std::string_view kFirstWords = "herald-journal 1 ";

}  // namespace

std::vector<const io::ManifestEntry*> Journal::arrived(std::string_view record_text, const io::Manifest& site,
                                                       std::vector<const io::ManifestEntry*>& unseen) const {
  std::vector<const io::ManifestEntry*> arrived;
  unseen.clear();
  const auto text = disk_.read(path_);
  if (!text || !text->starts_with(std::string(kFirstWords) + base::sha256_hex(record_text) + "\n"))
    return arrived;
  std::string_view whole = *text;
  whole = whole.substr(0, whole.rfind('\n') + 1);  // The last line of a killed run may be cut.
  for (std::string_view line : base::split(whole, '\n')) {
    if (line.size() < 66 || (line[64] != ' ' && line[64] != '+')) continue;
    const std::string path(line.substr(65));
    const auto at =
        std::lower_bound(site.entries.begin(), site.entries.end(), path,
                         [](const auto& entry, const std::string& key) { return entry.path < key; });
    // What arrived and is no longer wanted as it is stays in doubt: it will be sent again or removed.
    if (at != site.entries.end() && at->path == path && at->sha256 == line.substr(0, 64))
      (line[64] == '+' ? unseen : arrived).push_back(&*at);
  }
  return arrived;
}

base::Status Journal::begin(std::string_view record_text) {
  const auto written = disk_.write(path_, std::string(kFirstWords) + base::sha256_hex(record_text) + "\n");
  if (!written) return written.error();
  return base::Done{};
}

base::Status Journal::add(const std::vector<const io::ManifestEntry*>& arrived, Arrival arrival) {
  std::string lines;
  const char mark = arrival == Arrival::Unseen ? '+' : ' ';
  for (const io::ManifestEntry* entry : arrived) lines += entry->sha256 + mark + entry->path + "\n";
  return lines.empty() ? base::Status(base::Done{}) : disk_.append(path_, lines);
}

void Journal::end() {
  const size_t slash = path_.rfind('/');
  (void)disk_.remove(path_, slash == std::string::npos ? "" : path_.substr(0, slash));
}

}  // namespace herald::publish
