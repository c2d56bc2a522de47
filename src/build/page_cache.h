#pragma once
// What was parsed, kept from build to build below .herald/cache: `pages-N` has the metadata and the text of
// each page, where they are read as they are needed, and `pages` says which file's lie where. `pages` is read
// and written whole, some 100 bytes a file; `pages-N` only grows, until half of it is past. Losing either
// costs time, never truth. Private to the module.
//
// The metadata lay in `pages` once: then a changed text costs reading and writing those of all pages, and
// they lie in memory a second time while they are packed.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "build/load.h"
#include "io/files.h"
#include "model/site.h"

namespace herald::build {

/// One build's way to the cache. While a site is made of it, it keeps in memory what the pages borrow.
class PageCache final : public model::Texts {
 public:
  /// Opens the cache of a site. What another program (`maker`) left, or what was parsed with another
  /// site.json, is not used. `workers`: how many threads will call restore and keep.
  PageCache(io::Disk& disk, const Folders& folders, uint64_t maker, unsigned workers);
  ~PageCache() override;

  /// What is known of a file.
  struct Entry {
    std::string_view path;       ///< Below content/; of a file that is no page with a mark.
    uint64_t stamp = 0;          ///< 0: not to be relied on.
    uint64_t source_hash = 0;    ///< base::hash64 of its bytes.
    uint64_t at = 0;             ///< Where its metadata lie in the store, and its text behind them.
    uint32_t metadata_size = 0;  ///< Of pack_metadata; 0 for a file that is no page.
    uint32_t text_size = 0;      ///< Of pack_text; likewise.
    std::string_view measures;   ///< What measuring a file found that is no page.
  };
  /// The last build's entries, by path.
  std::span<const Entry> entries() const;
  /// The last build's entry of a page (or table of events), or null.
  const Entry* find(std::string_view path) const;
  /// The last build's entry of another file, or null.
  const Entry* find_file(std::string_view path) const;

  /// The page of an entry, which is the page of this build too, under the stamp that the file has now. Null
  /// when the bytes are damaged. For different workers at once.
  std::unique_ptr<model::ParsedPage> restore(const Entry& entry, uint64_t stamp, unsigned worker);
  /// Puts a page away that was parsed just now, and returns it without its text. Where that cannot be written
  /// it is returned as it was. For different workers at once.
  std::unique_ptr<model::ParsedPage> keep(std::unique_ptr<model::ParsedPage> page, uint64_t stamp,
                                          uint64_t source_hash, unsigned worker);

  /// The same for a file that is no page; `file.path` is set.
  bool restore(const Entry& entry, uint64_t stamp, model::ContentFile& file, unsigned worker);
  /// See above.
  void keep(const model::ContentFile& file, uint64_t stamp, unsigned worker);

  bool read(const model::ParsedPage& page, model::PageText& text) const override;

  /// From here on `page` reads the metadata of these entries of the last build, by PageId.
  void lend(std::vector<const Entry*> pages);
  const model::ParsedPage& page(model::PageId id) const override;

  /// How many pages' metadata were read.
  size_t metadata_read() const;
  /// Whether something could not be read.
  bool is_damaged() const;

  /// Writes what the next build will read: the pages and files that were restored and kept. A store that
  /// holds more that is past than what is in use is written anew. When something could not be read, the cache
  /// is thrown away.
  void save();
  /// The same when all that was not restored is as it was.
  void save_changes();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::build
