#pragma once
// What a publication has sent so far, kept on this machine while it runs, so that the next run goes on where
// a killed one stopped. The record on the host says which files are in doubt (record.h); the journal takes
// away the doubt of those that arrived. It belongs to one text of that record and is worth nothing with
// another.
//
//   herald-journal 1 SHA256-OF-RECORD
//   SHA256 PATH

#include <string>
#include <string_view>
#include <vector>

#include "io/files.h"
#include "publish/record.h"

namespace herald::publish {

/// The journal of one target.
class Journal {
 public:
  Journal(io::Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

  /// Those of the site's files that arrived, as they are now, since `record_text` was put on the host.
  std::vector<const io::ManifestEntry*> arrived(std::string_view record_text, const io::Manifest& site) const;
  /// Begins anew for a record that was just put on the host.
  base::Status begin(std::string_view record_text);
  /// Notes files that arrived.
  base::Status add(const std::vector<const io::ManifestEntry*>& arrived);
  /// Removes it: the publication is over.
  void end();

 private:
  io::Disk& disk_;
  std::string path_;
};

}  // namespace herald::publish
