#pragma once
// What has become of the inputs of a session since its last build: found out from the names of the files that
// were touched where that is possible, else by walking the folders again. Private to the module.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "build/inputs.h"
#include "build/load.h"
#include "io/files.h"

namespace herald::build {

/// What has to be read again.
struct Changes {
  bool config = false;   ///< site.json, on which the reading of all pages depends.
  bool theme = false;    ///< A file below themes/.
  bool history = false;  ///< content/history.json.
  bool assets = false;   ///< A file below assets/.
  bool content = false;  ///< A file of the content came or went, or one that is no page was touched.
  /// Files of the content that have to be read, below it; sorted.
  std::vector<std::string> touched;

  /// Only texts of pages, all of which there were before.
  bool only_texts() const { return !config && !theme && !history && !assets && !content; }
};

/// The inputs of a session, kept up to date.
class KnownInputs {
 public:
  /// Walks everything for the first time.
  void learn(const io::Disk& disk, const Folders& folders, const Options& options);

  /// Brings the inputs up to date and says what has changed. `paths` as Session::build is given them.
  Changes update(const io::Disk& disk, const Folders& folders, const Options& options,
                 const std::optional<std::vector<std::string>>& paths);

  const Inputs& inputs() const { return inputs_; }
  /// See stamps_of.
  std::vector<Input> stamps() const;

 private:
  bool note(const io::Disk& disk, const Folders& folders, const Options& options, const std::string& path,
            Changes& changes);
  void compare(const Inputs& before, const std::set<std::string>& unsettled, Changes& changes) const;
  void find_unsettled();
  void find_doubles();

  Inputs inputs_;
  /// Files that were touched just before they were looked at, as the log calls them: their stamps do not say
  /// what was read.
  std::set<std::string> unsettled_;
  /// Two names lead to one file: whoever says which file was touched names one of them.
  bool has_doubles_ = false;
};

}  // namespace herald::build
