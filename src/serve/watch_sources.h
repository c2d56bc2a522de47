#pragma once
// The two ways in which a watch learns what happens. Private to the module.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "serve/watch.h"

namespace herald::serve {

/// What happened to a path.
struct Event {
  enum class Kind : uint8_t {
    Whole,     ///< It is as it shall be: closed after writing, renamed into place, seen by a poll.
    Unsure,    ///< It was made or vanished, and more may follow.
    Overflow,  ///< Something happened, and nobody knows where.
  };
  Kind kind = Kind::Whole;
  std::string path;  ///< Below the site's folder.
};

/// Which parts of a folder are looked at.
class Scope {
 public:
  explicit Scope(const WatchOptions& options);
  const std::string& folder() const { return folder_; }
  /// The path of what is at `path`, below the site's folder, for the system.
  std::string full(std::string_view path) const;
  /// Whether the folder at `path` ("" is the site's) is looked at.
  bool has_folder(const std::string& path) const;
  /// Whether the file at `path` is.
  bool has_file(std::string_view path) const;

 private:
  bool is_top(std::string_view name) const;

  std::string folder_;
  bool is_site_ = false;              // only the parts of a site count
  std::vector<std::string> ignored_;  // absolute, without links
};

/// Where events come from.
class Source {
 public:
  virtual ~Source() = default;
  /// Adds what has happened since the last call, without waiting.
  virtual void read(std::vector<Event>& events) = 0;
  /// What poll(2) can wait for, or -1.
  virtual int descriptor() const { return -1; }
  /// After so many milliseconds at the latest it has to be read again; -1: when the descriptor says so.
  virtual int patience_ms() const { return -1; }
  /// Whether it can go on; else another one has to take its place.
  virtual bool is_well() const { return true; }
};

/// By inotify; null when the system has none left to give.
std::unique_ptr<Source> watch_by_events(const Scope& scope);
/// By looking at everything every `poll_ms`, or more seldom where a look takes long.
std::unique_ptr<Source> watch_by_polling(const Scope& scope, int poll_ms);

/// An entry of a folder.
struct Entry {
  std::string name;
  bool is_folder = false;
};
/// What is in the folder, links to folders as files; empty where it cannot be read.
std::vector<Entry> entries_of(const std::string& folder);

}  // namespace herald::serve
