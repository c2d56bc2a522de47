#pragma once
// Bringing rendered outputs to the output folder: staged first, then renamed into place, so that a build that
// fails or is killed while rendering changes nothing, and every file changes whole.

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "io/files.h"
#include "io/manifest.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::build {

/// The class of an output, which orders the renames: what pages refer to comes before them.
io::FileClass class_of(model::OutputKind kind);

/// One build's way into a folder. `stage` may be called from several threads for different outputs; the rest
/// from one.
class Writer {
 public:
  /// `output_count`: of the plan.
  Writer(io::Disk& disk, std::string folder, size_t output_count);

  /// Compares `bytes` with the file that is there, keeps them aside when they differ, and notes their
  /// SHA-256.
  base::Status stage(size_t index, const std::string& path, std::string_view bytes);

  /// Notes that the output is as the last build left it, with this SHA-256.
  void keep(size_t index, std::string_view sha256) { sha256_[index] = sha256; }
  /// By output.
  const std::vector<std::string>& sha256() const { return sha256_; }

  /// Reads a file that an output is a copy of, by Rendered's name for it.
  using ReadFile = std::function<base::Result<std::string>(const std::string& copy_of)>;

  /// The same for an output that is put together of parts, of which one at a time is held in memory.
  base::Status stage_parts(size_t index, const std::string& path,
                           const std::vector<render::Rendered::Part>& parts, const ReadFile& read);

  /// The text of manifest.sha256, for `sha256sum -c`: all staged or unchanged outputs by path, itself left
  /// out.
  std::string checksums(const model::OutputPlan& plan) const;

  /// Puts everything in place in the order of classes, then removes what an earlier build wrote and this one
  /// did not.
  base::Status commit(const model::OutputPlan& plan);

  /// Throws the staged files away.
  void abandon();

  size_t written() const { return written_; }
  size_t removed() const { return removed_; }

 private:
  std::string staged_path(size_t index) const;

  io::Disk& disk_;
  std::string folder_;
  std::vector<std::string> sha256_;    // by output
  std::vector<uint8_t> changed_;       // by output
  std::vector<std::string> previous_;  // paths that the last build wrote
  size_t written_ = 0;
  size_t removed_ = 0;
  bool folder_existed_ = false;  // before this build
};

}  // namespace herald::build
