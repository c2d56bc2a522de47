#pragma once
// What has to be done so that a host has a site: a comparison of records, without a host.

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "io/manifest.h"
#include "publish/record.h"

namespace herald::publish {

/// What differs between a host and a site.
struct Changes {
  std::vector<const io::ManifestEntry*> send;  ///< In the order of classes, then by path. Borrowed.
  std::vector<std::string> remove;             ///< By path.
  std::vector<std::string> fresh;              ///< Of `send`, those where herald has no file yet; by path.

  bool empty() const { return send.empty() && remove.empty(); }
};

/// Compares. `on_host` is what the host is known to hold.
Changes compare(const Record& on_host, const io::Manifest& site);

/// What has to be removed before anything is sent, since something else gets its name.
struct InPlace {
  std::set<std::string> files;
  std::set<std::string, std::greater<>> folders;  ///< Those below come first.
};
InPlace find_in_place(const Changes& changes);

/// What editors are told before anything is sent.
struct Summary {
  /// A page, by its title and path.
  struct Page {
    std::string title, path;
  };
  std::vector<Page> added, changed, removed;  ///< Pages alone, by path.
  size_t files_sent = 0, files_removed = 0;   ///< All files, pages too.
  uint64_t bytes_sent = 0;
};

/// Sums `changes` up; titles of removed pages come from the record. `arrived` are those that a run which
/// broke off has sent already, though nobody sees them yet: they are changes, and are not sent.
Summary summarise(const Changes& changes, const Record& on_host,
                  const std::set<const io::ManifestEntry*>& arrived = {});

/// A page that went to another address without leaving a page behind that leads there.
struct MovedPage {
  std::string title, from, to;
};
/// What was removed and added under a title that no other page has among those that were.
std::vector<MovedPage> moved_pages(const Summary& summary);

/// Whether the record is that of another site: none of its pages, of which there are several, is in `site`.
bool is_another_site(const Record& on_host, const io::Manifest& site);

}  // namespace herald::publish
