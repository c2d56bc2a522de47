#pragma once
// The last publications of a target, kept on this machine so that `--rollback` can put the one before back:
// their records, and the bytes of their files by hash.
//
//   .herald/publish/TARGET/kept/0000000007.json    a record
//   .herald/publish/TARGET/files/SHA256            the bytes of a file of one of the records
//   .herald/publish/TARGET/published               which site the last one was

#include <functional>
#include <string>
#include <vector>

#include "io/files.h"
#include "publish/record.h"

namespace herald::publish {

/// How many publications are kept, the current one too.
inline constexpr size_t kKeptMax = 3;

/// What is kept of one target, below `folder`.
class Kept {
 public:
  Kept(io::Disk& disk, std::string folder) : disk_(disk), folder_(std::move(folder)) {}

  /// Where a file of the site lies on this machine.
  using FileOf = std::function<base::Result<std::string>(const io::ManifestEntry& entry)>;
  /// Keeps a publication that has just succeeded; forgets the oldest. A site that is what was kept last is
  /// not kept twice.
  base::Status add(const io::Manifest& site, const FileOf& file_of);
  /// The publication before the last; nothing when there is none.
  std::optional<Record> previous() const;
  /// Notes of what was kept last that it is the site with the digest `site` (SiteFiles), of which the host
  /// says so in a record with this SHA-256. Losing the note costs the next publication a comparison.
  void note(const std::string& site, const std::string& record_sha256);
  /// The SHA-256 that was noted for `site`; empty when it is not what was kept last.
  std::string record_of(const std::string& site) const;
  /// The file with that note, of what is kept below `folder`.
  static std::string note_of(const std::string& folder) { return folder + "/published"; }
  /// Forgets the last one: it was rolled back.
  base::Status drop_last();
  /// Where the bytes of a file are kept. `publish-lost` when they are not there, or not those.
  base::Result<std::string> file_of(const io::ManifestEntry& entry) const;

 private:
  std::vector<std::string> names() const;
  std::optional<Record> read(const std::string& name) const;
  base::Status forget_unused();

  io::Disk& disk_;
  std::string folder_;
};

}  // namespace herald::publish
