#pragma once
// Bringing rendered outputs to the output folder. They are staged first, below `.herald-stage` in that
// folder, and then renamed into place, so that every file changes whole and a build that fails or is killed
// while it renders changes nothing. The renames go in an order in which no page that the home page leads to
// refers to what is not there:
//
//   1. what is new, which no old page knows; folders that were not there at one stroke, the home page last;
//   2. what changed: assets, attachments, pages, lists, feeds, data, and manifest.sha256 at the end;
//   3. what is no part of the site any more is removed.
//
// A build may be killed at any moment. What herald wrote, and may write over or remove, is what
// manifest.sha256 names and what the journal names: all paths that only one of the old and the new manifest
// knows, written down before the first rename. Whichever of the two manifests is in place then, the next
// build knows every file of ours. Designs that lost: a second copy of the output (twice the space, and links
// into it break), and a journal of each rename (a write for each, where one for all will do).

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "io/files.h"
#include "io/manifest.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::build {

/// The class of an output, which orders the renames: what pages refer to comes before them.
io::FileClass class_of(model::OutputKind kind);

/// What the last build knew of a file that it left in the output folder.
struct KnownFile {
  uint64_t stamp = 0;       ///< io::FileInfo::bytes_stamp; 0 when nothing is known.
  std::string_view sha256;  ///< 64 hexadecimal digits.
};

/// One build's way into a folder: `open`, `expect`, then `stage` or `keep` for each output, then `commit`.
/// A build that has to begin again goes on from `expect`.
/// `stage` and `keep` may be called from several threads for different outputs; the rest from one.
class Writer {
 public:
  Writer(io::Disk& disk, std::string folder);
  /// Without a commit: abandons.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Makes the folder, locks it (`build-running`), and removes what a killed build left aside.
  base::Status open();
  /// Whether an earlier build ended in the middle of its renames: then there may be files of ours that are
  /// part of no site, and a commit has to remove them even when nothing else changed.
  bool has_to_mend() const { return has_to_mend_; }

  /// Learns what earlier builds wrote and looks where the outputs of `plan` will go; it must outlive the
  /// writer. `output-not-ours` when somebody's file stands where a folder has to be.
  base::Status expect(const model::OutputPlan& plan);

  /// Instead of `expect`, when the plan is that of the last commit and nobody has changed the folder since:
  /// every output is where it is, and `sha256`, by output, says what it is. Looks at nothing.
  void expect_again(const model::OutputPlan& plan, std::vector<std::string> sha256);

  /// Compares `bytes` with the file that is there, keeps them aside when they differ, and notes their
  /// SHA-256. A file that is as `known` says is compared by hash and not read. `output-not-ours` when
  /// somebody's file is in the way.
  base::Status stage(size_t index, const std::string& path, std::string_view bytes, KnownFile known = {});

  /// Notes that the output is as the last build left it, with this SHA-256.
  void keep(size_t index, std::string_view sha256) { sha256_[index] = sha256; }
  /// By output; 64 hexadecimal digits.
  const std::vector<std::string>& sha256() const { return sha256_; }
  /// The same, for good: at the end.
  std::vector<std::string> take_sha256() { return std::move(sha256_); }

  /// Reads a file that an output is a copy of, by Rendered's name for it.
  using ReadFile = std::function<base::Result<std::string>(const std::string& copy_of)>;

  /// As `stage`, for an output that is put together of parts, of which one at a time is held in memory.
  base::Status stage_parts(size_t index, const std::string& path,
                           const std::vector<render::Rendered::Part>& parts, const ReadFile& read);

  /// The text of manifest.sha256, for `sha256sum -c`: all staged or unchanged outputs by path, itself left
  /// out.
  std::string checksums(const model::OutputPlan& plan) const;

  /// Puts everything in place, then removes what an earlier build wrote and this one did not. When that fails
  /// half-way, every file is whole and the next build goes on from there.
  base::Status commit(const model::OutputPlan& plan);

  /// Throws the staged files away, and the folder when it was made for nothing.
  void abandon();

  size_t written() const { return written_; }
  size_t removed() const { return removed_.size(); }
  /// After a commit: the outputs whose bytes are others than before, in path order.
  std::vector<std::string> changed_paths() const;
  /// The files that were removed.
  const std::vector<std::string>& removed_paths() const { return removed_; }

 private:
  /// What an output is to the file in its place.
  enum class Change : uint8_t {
    None,      ///< The same bytes.
    Added,     ///< There is none.
    Replaced,  ///< Other bytes.
    OnFolder,  ///< A folder of ours is there.
  };
  /// A folder of the output as it was before the build.
  struct Folder {
    enum class State : uint8_t { There, Missing, File };
    std::string_view path;  ///< "" for the output folder itself.
    State state = State::There;
    size_t top = 0;  ///< The folder above it, or itself, that is missing while the one above that is there.
  };
  /// A rename: of a file, or of a folder with all that is in it.
  struct Unit {
    std::string_view path;
    int rank = 0;         ///< In the order of the renames.
    bool in_way = false;  ///< A file stands where a folder has to be, or the other way round.
    size_t files = 0;
  };

  std::string target(std::string_view path) const;
  std::string staged(std::string_view path) const;
  bool is_ours(std::string_view path) const;
  base::Result<size_t> find_folder(std::string_view path);
  base::Result<bool> look_at(size_t index, const std::string& path, uint64_t size, KnownFile known,
                             const std::function<bool(const std::string& target)>& holds);
  base::Status check_folder_is_ours(const std::string& path) const;
  base::Status write_journal();
  std::vector<Unit> new_units() const;
  base::Status place(std::string_view path, size_t files);
  base::Status clear_way();
  base::Status replace_changed();
  base::Status remove_stale();
  base::Status remove_ours(const std::string& path);

  io::Disk& disk_;
  std::string folder_;
  std::unique_ptr<io::Lock> lock_;
  const model::OutputPlan* plan_ = nullptr;
  std::vector<std::string> sha256_;  // by output
  std::vector<Change> changes_;      // by output
  std::vector<uint32_t> folder_of_;  // by output, into folders_
  std::vector<Folder> folders_;      // the first is the output folder
  std::unordered_map<std::string_view, uint32_t> folder_index_;
  std::vector<std::string> manifest_;  // paths of the manifest that is there; sorted
  std::vector<std::string> previous_;  // the same and those of the journal; sorted
  size_t written_ = 0;
  std::vector<std::string> removed_;
  bool open_ = false;
  bool same_plan_ = false;  // expect_again
  bool has_to_mend_ = false;
  bool has_journal_ = false;    // on disk
  bool folder_existed_ = true;  // before this build
};

}  // namespace herald::build
