#pragma once
// What people carry away of a campaign: the names under which files are saved, and which files the ZIPs of an
// edition's materials hold. Pure; the bytes are stored by render and write.

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/site.h"

namespace herald::campaign {

/// A file in an archive.
struct ArchivedFile {
  model::FileId file = model::kNone;
  model::PageId page = model::kNone;  ///< The material that it belongs to.
  std::string name;                   ///< In the archive: Chinese, unique there.
};

/// One ZIP.
struct ArchiveView {
  std::string name;   ///< "all", else the topic in pinyin: "chong-dian-an-quan". Unique in the edition.
  std::string topic;  ///< As the materials write it; empty for all.
  std::vector<ArchivedFile> files;
};

/// What a browser saves `file` as: the title that its page gives it, else its own name when that is Chinese,
/// else the title of a material whose only or first file it is. Safe on all systems (archive::safe_name).
std::string download_name(const model::Site& site, model::FileId file);

/// The archives of an edition: one of all files of `materials`, then one a topic, in the order in which the
/// topics are met first. Without a file there is none. One that would be larger than a ZIP may be adds
/// `archive-too-large` at its first material and is left out.
std::vector<ArchiveView> gather_archives(const model::Site& site, const std::vector<model::PageId>& materials,
                                         base::Diagnostics& diagnostics);

/// Adds `share-expired` for each source of the material `id` whose last day is over, for the build's now.
void check_expired_shares(const model::Site& site, model::PageId id, base::Diagnostics& diagnostics);

}  // namespace herald::campaign
