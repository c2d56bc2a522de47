#pragma once
// One publication, step by step. For this module alone; publish.h is the way in.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "publish/attempts.h"
#include "publish/journal.h"
#include "publish/kept.h"
#include "publish/look.h"
#include "publish/new_folders.h"
#include "publish/publish.h"

namespace herald::publish {

/// What the steps share.
class Session {
 public:
  Session(Host& host, io::Disk& disk, const SiteFiles& site, const Options& options);

  /// Publishes, or rolls back.
  Report run();
  /// Reads back what the record names and compares.
  Report audit();

 private:
  bool is_as_noted();
  Outcome read_seal(std::string& seal);
  Outcome fetch_record();
  // Each step returns false when the publication ends there; report_ says how.
  bool list_files();
  bool check_limits();
  bool take_earlier_site();
  bool note_rollback();
  bool read_record();
  bool believe_journal();
  bool doubt_what_differs();
  bool check_our_way();
  bool check_deletes();
  bool lock();
  bool check_lock();
  bool send_all();
  bool change_host();
  bool announce();
  bool clear_the_way();
  bool make_folders();
  bool send_classes();
  bool doubt_what_is_gone();
  void count_what_is_sent();
  void note_what_is_gone(const Folders& folders);
  std::vector<const io::ManifestEntry*> left_alone() const;
  bool send(std::vector<const io::ManifestEntry*> entries, Arrival arrival);
  bool confirm(const std::vector<const io::ManifestEntry*>& entries, Arrival arrival,
               std::vector<const io::ManifestEntry*>& wrong);
  bool send_unseen();
  bool find_new_folders();
  bool reveal_before(io::FileClass next);
  Upload upload_of(const io::ManifestEntry& entry, Arrival arrival) const;
  void note_arrival(const io::ManifestEntry& entry, Arrival arrival);
  bool write_record(const Record& record, std::string* text_out);
  Outcome put_text(std::string_view path, std::string text, std::string media_type);
  bool break_seal();
  void seal();
  bool remove_old();
  void remove_empty_folders();
  bool break_lock();
  void clear_lock();
  void unlock();
  void keep();

  void compare_again();
  void tell_moved();
  bool cancelled() const { return options_.cancelled != nullptr && *options_.cancelled; }
  bool ok(const Outcome& outcome);  // tells of trouble; false when there was some
  void list_missing();
  void tell_progress();
  base::Result<std::string> local_file(const io::ManifestEntry& entry) const;
  Record in_doubt() const;
  Outcome find_foreign(const Record& record);

  Host& host_;
  io::Disk& disk_;
  const Options& options_;
  const SiteFiles& files_;
  std::optional<Glimpse> glimpse_;  // until it is used
  std::optional<Outcome> fetched_;  // of the first look at the record
  io::Manifest listed_;             // of files_
  std::string goal_;                // of a rollback: its name among what is kept
  io::Manifest earlier_;            // likewise: its site
  const io::Manifest* site_;        // what the host shall have
  Attempts attempts_;
  Journal journal_;
  Kept kept_;
  Lock lock_;
  NewFolders new_folders_;
  Report report_;
  Record on_host_;
  std::string record_text_;
  bool has_record_ = false;
  bool record_is_final_ = false;  // nothing was in doubt when it was written
  bool is_locked_ = false;
  Changes changes_;
  std::set<const io::ManifestEntry*> arrived_;
  std::set<const io::ManifestEntry*> unseen_;  // arrived in new folders that have no name yet
  size_t repeated_ = 0;                        // attempts, when it was seen that the lock is ours
  Outcome refused_{};                          // of a file whose folder may be gone
  std::set<const io::ManifestEntry*> gone_;    // of on_host_, seen by the way
  bool may_be_gone_ = true;                    // no look for what is gone was taken yet
  Progress progress_;
};

/// What a person is told of an outcome.
base::Diagnostic told(const Outcome& outcome, const std::string& target);

}  // namespace herald::publish
