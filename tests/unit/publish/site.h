#pragma once
// A small site on a memory disk, and one way to publish it.

#include <algorithm>
#include <map>
#include <string>

#include "base/hash.h"
#include "memory_host.h"
#include "publish/publish.h"

namespace herald::publish::testing {

using Files = std::map<std::string, std::string>;

/// A disk, a host and the runs of one editor's machine.
struct Office {
  std::unique_ptr<io::Disk> disk = io::memory_disk({});
  MemoryHost host{*disk};
  Options options;
  std::vector<int> pauses;
  int runs = 0;
  int lists = 0;

  Office() {
    options.target = "office";
    options.site_folder = "public";
    options.state_folder = ".herald/publish/office";
    options.is_alive = [](const Process&) { return false; };
    options.sleep = [this](int ms) { pauses.push_back(ms); };
  }

  /// The files lie in the output folder, as a build would leave them.
  io::Manifest build(const Files& files) {
    io::Manifest manifest;
    for (const auto& [path, bytes] : files) {
      (void)disk->write("public/" + path, bytes);
      io::ManifestEntry entry{path,        bytes.size(),        base::sha256_hex(bytes),
                              "text/html", io::FileClass::Page, {}};
      if (path.starts_with("assets/")) entry.file_class = io::FileClass::Asset;
      if (path.ends_with("index.html")) entry.file_class = io::FileClass::Index;
      if (path.ends_with(".xml")) entry.file_class = io::FileClass::Feed;
      if (entry.file_class == io::FileClass::Page) entry.title = "T:" + path;
      manifest.entries.push_back(entry);
    }
    return manifest;
  }

  Report publish(const Files& files) { return publish_with(build(files)); }

  /// Publishes what is called `digest`; `lists` counts how often it had to be listed.
  Report publish_named(const Files& files, const std::string& digest) {
    take_part();
    const io::Manifest manifest = build(files);
    const SiteFiles site{digest, [&] {
                           lists++;
                           return manifest;
                         }};
    return herald::publish::publish(host, *disk, site, options);
  }

  Report publish_with(const io::Manifest& manifest) {
    take_part();
    return herald::publish::publish(host, *disk, manifest, options);
  }

 private:
  void take_part() {
    options.owner = {"li@office",
                     "2026-06-16 09:00",
                     "token-" + std::to_string(++runs),
                     {1000 + runs, "boot/" + std::to_string(1000 + runs), "machine/office"}};
  }
};

inline const Files kSite = {
    {"assets/site.css", "css"},
    {"index.html", "home <assets/site.css><2026/a.html>"},
    {"2026/a.html", "a <assets/site.css>"},
    {"2026/b.html", "b <assets/site.css>"},
    {"feed.xml", "feed"},
};

/// Another state of it: one page new, one changed with a new asset, one gone.
inline const Files kLater = {
    {"assets/new.css", "css 2"},
    {"index.html", "home <assets/new.css><2026/c/c.html>"},
    {"2026/a.html", "a, too <assets/new.css>"},
    {"2026/c/c.html", "c <assets/new.css>"},
    {"feed.xml", "feed"},
};

inline bool has_code(const Report& report, base::Code code) {
  return std::any_of(report.diagnostics.all().begin(), report.diagnostics.all().end(),
                     [&](const base::Diagnostic& one) { return one.code == code; });
}

}  // namespace herald::publish::testing
