#pragma once
// What a publication has sent so far, kept on this machine while it runs, so that the next run goes on where
// a killed one stopped. The record on the host says which files are in doubt (record.h); the journal takes
// away the doubt of those that arrived. It belongs to one text of that record and is worth nothing with
// another.
//
//   herald-journal 1 SHA256-OF-RECORD
//   SHA256 PATH
//   SHA256+PATH
//
// With '+' the file arrived in a folder that did not have its name yet (new_folders.h): it is in its place
// once that folder is.

#include <string>
#include <string_view>
#include <vector>

#include "io/files.h"
#include "publish/record.h"

namespace herald::publish {

/// Whether a file lies where readers find it, or in a folder that has no name yet.
enum class Arrival : uint8_t { InPlace, Unseen };

/// The journal of one target.
class Journal {
 public:
  Journal(io::Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

  /// Those of the site's files that arrived, as they are now, since `record_text` was put on the host.
  /// `unseen` are those that may still lie in a folder without a name.
  std::vector<const io::ManifestEntry*> arrived(std::string_view record_text, const io::Manifest& site,
                                                std::vector<const io::ManifestEntry*>& unseen) const;
  /// Begins anew for a record that was just put on the host.
  base::Status begin(std::string_view record_text);
  /// Notes files that arrived.
  base::Status add(const std::vector<const io::ManifestEntry*>& arrived, Arrival arrival = Arrival::InPlace);
  /// Removes it: the publication is over.
  void end();

 private:
  io::Disk& disk_;
  std::string path_;
};

}  // namespace herald::publish
