#pragma once
// The last publications of a target, kept on this machine so that `--rollback` can put the one before back:
// their records, and the bytes of their files by hash.
//
//   .herald/publish/TARGET/kept/0000000007.json    a record
//   .herald/publish/TARGET/files/SHA256            the bytes of a file of one of the records
//   .herald/publish/TARGET/published               which site the last one was
//   .herald/publish/TARGET/rollback                which record a rollback goes back to that is not over
//
// TARGET is a target at one address (state_name_of).
//
// The bytes are links to the files of the output folder where the disk has links: that costs no time and no
// room, but who writes into a file there, rather than replacing it, changes what is kept of it, too. The
// SHA-256 shows it before anything is sent. Copies of their own would double what a publication writes.

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
  /// One that is kept.
  struct Publication {
    std::string name;  ///< Of its record.
    Record record;
  };
  /// The one that a rollback goes back to from a host with the record `on_host` (nothing: it has none): the
  /// last one, unless that is what the host has; then the one before. A rollback that was broken off goes on.
  std::optional<Publication> before(const std::optional<Record>& on_host) const;
  /// Whether one of the publications is that of `record`.
  bool holds(const Record& record) const;
  /// Notes of what was kept last that it is the site with the digest `site` (SiteFiles), of which the host
  /// says so in a record with this SHA-256. Losing the note costs the next publication a comparison.
  void note(const std::string& site, const std::string& record_sha256);
  /// The SHA-256 that was noted for `site`; empty when it is not what was kept last.
  std::string record_of(const std::string& site) const;
  /// The file with that note, of what is kept below `folder`.
  static std::string note_of(const std::string& folder) { return folder + "/published"; }
  /// Notes that a rollback to the record `name` begins.
  base::Status begin_rollback(const std::string& name);
  /// It is over: forgets what was published after that record.
  base::Status end_rollback(const std::string& name);
  /// Where the bytes of a file are kept. `publish-lost` when they are not there, or not those.
  base::Result<std::string> file_of(const io::ManifestEntry& entry) const;

 private:
  std::vector<std::string> names() const;
  std::optional<Record> read(const std::string& name) const;
  base::Status keep_file(const io::ManifestEntry& entry, const std::string& file);
  base::Status forget_unused();

  io::Disk& disk_;
  std::string folder_;
};

}  // namespace herald::publish
