#pragma once
// The log: what was built from what, kept from one build to the next. Losing it costs time and nothing else:
// a log that cannot be read, or that another herald wrote, is as good as none.

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/facts.h"

namespace herald::graph {

/// A text of a log: it lies in the log's own bytes or in something else that outlives it, or it is one of its
/// own. A log has five for each output, and is read and written by every build: memory for each would cost
/// more than all else.
class Text {
 public:
  Text() = default;
  /// A text of its own.
  Text(std::string_view text)  // NOLINT: implicit on purpose
      : own_(text.empty() ? nullptr : new char[text.size()]), view_(own_.get(), text.size()) {
    if (!text.empty()) std::memcpy(own_.get(), text.data(), text.size());
  }
  Text(const std::string& text) : Text(std::string_view(text)) {}  // NOLINT
  Text(const char* text) : Text(std::string_view(text)) {}         // NOLINT
  /// A text that outlives this one.
  static Text borrowed(std::string_view text) {
    Text borrowed;
    borrowed.view_ = text;
    return borrowed;
  }

  std::string_view view() const { return view_; }
  operator std::string_view() const { return view_; }  // NOLINT
  bool operator==(std::string_view other) const { return view_ == other; }

 private:
  std::unique_ptr<char[]> own_;
  std::string_view view_;
};

/// One output as it was made.
struct Made {
  Text path;            ///< Below the output folder.
  uint64_t recipe = 0;  ///< A hash of how it is made, besides the facts.
  Text facts;           ///< What it read: pack_facts.
  uint64_t size = 0;
  uint64_t stamp = 0;  ///< io::FileInfo::bytes_stamp of the file, when it had been written.
  Text sha256;         ///< 64 hexadecimal digits.
  Text notes;          ///< What was told while it was made, in the driver's own form; usually empty.
};

/// A file that was read.
struct Input {
  std::string path;  ///< As the driver calls it.
  uint64_t stamp = 0;
};

struct Log {
  uint64_t maker = 0;              ///< Which program wrote it.
  std::vector<uint64_t> settings;  ///< Hashes of what all outputs depend on; the driver knows their order.
  FactSet facts;                   ///< Its names lie in `bytes`.
  std::vector<Made> made;          ///< Sorted by path; of a log that was read the texts lie in `bytes`.
  std::vector<Input> inputs;       ///< Sorted by path.
  std::string bytes;               ///< What the log was read from, or what own_texts copied.
};

/// Makes the log the owner of the names of its facts and of the texts of `made`, which it may have borrowed
/// so far.
void own_texts(Log& log);

/// The log as bytes, with a checksum.
std::string write_log(const Log& log);
/// The log in `bytes`, if `maker` wrote it and no byte is damaged; else an empty one, whose maker is 0.
Log read_log(std::string bytes, uint64_t maker);

/// Why an output is made again, or not.
enum class Cause : uint8_t {
  Clean,    ///< It is not: nothing that it was made from has changed.
  NoLog,    ///< Nothing is known of the last build.
  New,      ///< The last build did not make it.
  Setting,  ///< Something that all outputs depend on has changed: `which` is its place in Log::settings.
  Recipe,   ///< It is made in another way, or of something else.
  Fact,     ///< Something that it read has changed: `which` is the old number of the first such fact.
  Altered,  ///< Its file is gone, or was changed by somebody else.
};

/// A cause, and what it was.
struct Verdict {
  Cause cause = Cause::Clean;
  uint32_t which = 0;
};

/// What all outputs have in common: the first setting that changed, or Clean.
Verdict judge_settings(const Log& log, const std::vector<uint64_t>& settings);
/// Whether the output of `made` (null when there is no record) has to be made again. Whether its file is
/// still there is the caller's to see.
Verdict judge(const Made* made, uint64_t recipe, const Comparison& comparison);

/// The record of `path`, or null.
const Made* find_made(const Log& log, std::string_view path);

}  // namespace herald::graph
