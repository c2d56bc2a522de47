#pragma once
// Reading the world: site.json, the theme, the content, what attachments are. Beside write the only stage
// that touches the disk.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "build/build.h"
#include "io/files.h"
#include "model/site.h"

namespace herald::build {

struct Inputs;
class PageCache;

/// Where the parts of a site lie.
struct Folders {
  std::string site;            ///< As given.
  std::string name;            ///< What a site without site.json is called.
  std::string content;         ///< "<site>/content", or the site folder itself.
  std::string content_prefix;  ///< What diagnostics put before a content path: "content/" or nothing.
  std::string assets;
  std::string output;
  bool has_config = false;

  bool operator==(const Folders&) const = default;
};

/// Looks at the folder. `folder-missing` (an error) when there is none.
Folders find_folders(const io::Disk& disk, const Options& options, base::Diagnostics& diagnostics);

/// The settings that the bytes of a site.json say, in the encodings that pages may have; of what is no text
/// those of a folder without it.
model::Config config_of_bytes(std::string bytes, const std::string& folder_name,
                              base::Diagnostics& diagnostics);

/// Reads site.json, or makes the settings of a folder without it.
model::Config load_config(const io::Disk& disk, const Folders& folders, base::Diagnostics& diagnostics);

/// Reads the theme that the settings name: themes/<name>/, or the one inside the program. See theme.h.
/// The files of the content, and of assets/ (none where the site is its content).
io::Listing walk_content(const io::Disk& disk, const Folders& folders, base::Diagnostics& diagnostics);
/// See above.
io::Listing walk_assets(const io::Disk& disk, const Folders& folders, base::Diagnostics& diagnostics);

/// Whether a file of the content is a page (and no attachment).
bool is_page_file(std::string_view path);

/// Reads single files of the content: parses pages and tables of events, measures all others.
class ContentReader {
 public:
  /// `cache` may be null: then what is read stays in memory. Everything must outlive the reader.
  ContentReader(const io::Disk& disk, const Folders& folders, const model::Config& config, PageCache* cache);
  ~ContentReader();
  ContentReader(const ContentReader&) = delete;
  ContentReader& operator=(const ContentReader&) = delete;

  /// The page or table at `path` (below content/). `stamp` is that of the file, 0 when it is not to be relied
  /// on. Null when it cannot be read, which is told. For different workers at once.
  std::unique_ptr<model::ParsedPage> page(const std::string& path, uint64_t stamp, unsigned worker,
                                          base::Diagnostics& diagnostics);
  /// Another file, likewise.
  model::ContentFile file(const std::string& path, uint64_t stamp, unsigned worker,
                          base::Diagnostics& diagnostics);
  /// How many files were parsed.
  size_t parsed() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Reads and parses all Markdown files, and measures all others, on `options.jobs` threads. A file that is no
/// UTF-8 is read as GB18030 (`encoding-converted`, a note); one that is neither is `encoding-unknown`.
struct Content {
  std::vector<std::unique_ptr<model::ParsedPage>> pages;   ///< In path order.
  std::vector<std::unique_ptr<model::ParsedPage>> tables;  ///< CSV files of events, in path order.
  std::vector<model::ContentFile> files;                   ///< In path order.
  size_t parsed = 0;  ///< How many pages and tables did not come from the cache.
};
Content load_content(const io::Disk& disk, const Folders& folders, const Inputs& inputs,
                     const model::Config& config, const Options& options, PageCache* cache,
                     base::Diagnostics& diagnostics);

/// The build's now, in the site's zone. An unknown zone was told of when site.json was read; Shanghai's is
/// used.
model::BuildTime build_time(const Options& options, const model::Config& config);

/// The date and minute of the day, `offset_minutes` east of UTC. `unix_seconds` is not negative.
base::DateTime local_time(int64_t unix_seconds, int offset_minutes);

/// Reads the inputs, by way of the cache when it is given, and assembles them. Fills the report's timings,
/// counts and diagnostics.
model::Site load_site(const io::Disk& disk, const Folders& folders, const Inputs& inputs,
                      const Options& options, Report& report, std::shared_ptr<PageCache> cache = nullptr);

/// Finds the places that were left open because the text of a page was not at hand: reads the files again.
void find_places(const io::Disk& disk, const Folders& folders, base::Diagnostics& diagnostics);

/// A page with why it is not shown, and since or until when.
HiddenPage hidden_page(const model::Page& page, const Folders& folders);

/// Reads content/history.json; nothing is remembered where there is none.
model::History load_history(const io::Disk& disk, const Folders& folders, base::Diagnostics& diagnostics);

/// Turns `bytes` into UTF-8 text with '\n' line ends. Adds the two diagnostics above under the name `path`;
/// what cannot be read gives an empty text.
std::string text_of_bytes(std::string bytes, const std::string& path, base::Diagnostics& diagnostics);

}  // namespace herald::build
