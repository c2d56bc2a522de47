#pragma once
// A site that is kept in memory from build to build: what `herald serve` holds while an editor saves. Each
// build looks at the files that were touched, and makes what was made from them; its output is what a clean
// build makes, byte for byte. In between the session answers what there is, why it was made and from what.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "build/build.h"
#include "io/files.h"
#include "model/plan.h"
#include "render/facts.h"

namespace herald::build {

/// An output of the site as it was built last.
struct OutputAccount {
  std::string path;  ///< Below the output folder.
  model::OutputKind kind = model::OutputKind::Page;
  std::string page_kind;   ///< Of what belongs to a page or a section: "notice"; of others empty.
  std::string page_label;  ///< What that kind is called: "通知".
  std::string title;       ///< Of the page that it is of, or the name of its section or term; may be empty.
  std::string source;  ///< The file that it is of, from the site's folder: "content/about.md"; may be empty.
  size_t build = 0;    ///< The build of this session that made it, from 1; 0: an earlier process did.
  Reason reason;       ///< Why that build made it; Cause::Clean when an earlier process did.
};

/// One thing that an output was made from. Whoever prints it finds the words.
struct FactAccount {
  render::FactKind kind = render::FactKind::Body;
  std::string subject;  ///< A page's path below content/, a section, a template …; empty of the site's own.
};

/// Not for several threads: whoever asks while another thread builds holds a lock over both.
class Session {
 public:
  /// `disk` must outlive the session. `options` hold for all its builds; unix_now and clock_ns are given to
  /// each, and `clean`, `explain` and `publishing` are not looked at.
  Session(io::Disk& disk, Options options);
  /// Saves, as far as that goes.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Brings the output folder up to date. `changed`: all files, from the site's folder ("content/about.md"),
  /// that may have been made, altered or removed since the build before; folders mean all that is below
  /// them. Absent: everything is looked at, as in a first build, also the files of the output. For the other
  /// two see Options.
  /// The report is that of a build; Report::changed and Report::gone say what of the output is other now. A
  /// build that ends with errors leaves the last good site where it is.
  Report build(const std::optional<std::vector<std::string>>& changed, int64_t unix_now, int64_t clock_ns);

  /// Writes down what the next process will want to know. A session that is killed before it does costs that
  /// one a fuller build, and nothing else. Cheap when nothing was built since the last time; else it takes as
  /// long as it takes to write some kilobytes for each page: for a quiet while.
  void save();

  /// How many builds were asked for.
  size_t builds() const;
  /// All outputs of the last good build, in path order.
  std::vector<OutputAccount> outputs() const;
  /// What an output was made from, by kind and subject; nothing for one that is not there.
  std::vector<FactAccount> reads_of(std::string_view output) const;
  /// The page that a file makes: "2026/notices/a.html" of "content/2026/notices/a.md", the list of a section
  /// of its _index.md; empty when it makes none (drafts, templates).
  std::string page_of(std::string_view file) const;

 private:
  friend class QuickBuild;  // site_record.cc: it takes the state of a session over from the last process.
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::build
