#pragma once
// The record on the host, herald-manifest.json: every file there that is herald's. It is the only ground on
// which a file is replaced or deleted.
//
//   {"version": 1, "run": "…", "pending": ["2026/a.html"], "files": {"2026/a.html": {"size": 5, "sha256":
//   "…",
//    "media_type": "text/html; charset=utf-8", "class": "page", "title": "…"}}}
//
// `pending` names files that a publication was about to put or delete when this was written: they are
// herald's, and nobody knows what they hold until that publication, or the next one, is over. So another
// machine finds its way after a killed run without that run's journal. The design that lost kept pending
// files in the journal alone; then a publication from a second machine left a mixed site. `run` tells the
// records of two publications apart that were about to put the same files, with other bytes.
//
// Beside it lies its seal, herald-manifest.sha256, a line as `sha256sum` writes it: 87 bytes that tell
// whether the record is still the one that somebody knows, where the record has 230 for each file. It is
// taken away before the first change and put back after the last one, so it is there only while nothing is in
// doubt; who does not find it reads the record. The first line of the record would do as well if every
// protocol could read a part of a file: FTP can only break off.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "io/manifest.h"

namespace herald::publish {

/// Where the record lies on the host.
inline constexpr std::string_view kRecordPath = "herald-manifest.json";

/// Where its seal lies.
inline constexpr std::string_view kSealPath = "herald-manifest.sha256";

/// Whether a path is that of the record or of its seal.
inline bool is_record_path(std::string_view path) { return path == kRecordPath || path == kSealPath; }

/// The seal of the record with this SHA-256.
std::string seal_text(std::string_view record_sha256);
/// The SHA-256 that a seal names; empty when it is none.
std::string sealed_sha256(std::string_view seal);

/// What is known of the host.
struct Record {
  std::map<std::string, io::ManifestEntry> files;  ///< By path; what they hold is known.
  std::set<std::string> pending;                   ///< Herald's, too, but what they hold is not known.
  std::string run;  ///< While something is pending: drawn by chance for the publication that wrote this.

  /// Whether herald put a file at `path`.
  bool owns(const std::string& path) const { return files.contains(path) || pending.contains(path); }
};

/// Reads a record; nothing when it is none. Paths that leave the folder make it none.
std::optional<Record> parse_record(const std::string& text);

/// The text of a record: one line a file, sorted.
std::string record_text(const Record& record);
/// That of the record of a site that is there as a whole.
std::string record_text(const io::Manifest& site);

/// The record of a site that is there as a whole.
Record record_of(const io::Manifest& manifest);
/// The files of a record, as the manifest of a site.
io::Manifest manifest_of(const Record& record);

/// Whether a path may stand in a record: relative, without "..", "." and empty parts, and none of herald's
/// own.
bool is_safe_path(std::string_view path);

}  // namespace herald::publish
