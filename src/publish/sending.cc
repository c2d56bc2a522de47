// The part of a publication that changes the host, in an order in which no page is there before what it
// needs, and nothing is gone that a page still refers to.

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "publish/session.h"

namespace herald::publish {
namespace {

/// So often a file is sent again whose size on the host is wrong.
constexpr int kConfirmationsMax = 3;
/// So many arrivals are written to the journal at once.
constexpr size_t kJournalBatch = 32;
/// So many files are handed to the host in one call: what describes them is held in memory until it is over.
constexpr size_t kUploadsAtOnce = 500;

}  // namespace

bool Session::send_all() {
  if (!change_host()) {
    list_missing();
    return false;
  }
  journal_.end();
  report_.ending = Ending::Done;
  return true;
}

bool Session::change_host() {
  count_what_is_sent();
  bool done = ok(attempts_.repeat([&] { return host_.begin(); })) && break_seal() && announce() &&
              clear_the_way() && make_folders() && send_classes();
  if (!refused_ || (done && !gone_.empty()))
    done = doubt_what_is_gone() && check_lock() && announce() && make_folders() && send_classes();
  // The record may say what is there for sure alone.
  if (!done || !ok(attempts_.repeat([&] { return host_.settle(); })) || !check_lock()) return false;
  Record there = record_of(*site_);
  there.pending.insert(changes_.remove.begin(), changes_.remove.end());
  if (!write_record(there, nullptr) || !remove_old()) return false;
  if (!changes_.remove.empty() && !write_record(record_of(*site_), nullptr)) return false;
  seal();
  return ok(attempts_.repeat([&] { return host_.commit(); }));
}

void Session::count_what_is_sent() {
  progress_.files_total = changes_.send.size();
  progress_.bytes_total = 0;
  for (const io::ManifestEntry* entry : changes_.send) progress_.bytes_total += entry->size;
}

bool Session::send_classes() {
  if (!send_unseen()) return false;
  for (size_t begin = 0; begin < changes_.send.size();) {
    size_t end = begin;
    std::vector<const io::ManifestEntry*> entries;
    if (!reveal_before(changes_.send[begin]->file_class)) return false;
    for (; end < changes_.send.size() && changes_.send[end]->file_class == changes_.send[begin]->file_class;
         end++) {
      const io::ManifestEntry* entry = changes_.send[end];
      if (!arrived_.contains(entry) && new_folders_.folder_of(entry->path) == nullptr)
        entries.push_back(entry);
    }
    if (!send(std::move(entries), Arrival::InPlace)) return false;
    begin = end;
  }
  return reveal_before(io::FileClass::Data);
}

/// Fills the new folders, whatever the classes of their files: nobody sees them yet.
bool Session::send_unseen() {
  std::vector<const io::ManifestEntry*> entries;
  for (const io::ManifestEntry* entry : changes_.send) {
    if (new_folders_.folder_of(entry->path) != nullptr && !unseen_.contains(entry)) entries.push_back(entry);
  }
  return send(std::move(entries), Arrival::Unseen);
}

/// Gives new folders their names. A host that does not do so gets their files once more, one by one.
bool Session::reveal_before(io::FileClass next) {
  for (const NewFolders::Folder* due : new_folders_.due_before(next)) {
    const NewFolders::Folder folder = *due;
    const Outcome named = new_folders_.reveal(*due);
    const bool is_refused = named.trouble == Trouble::Refused || named.trouble == Trouble::Denied ||
                            named.trouble == Trouble::Missing || named.trouble == Trouble::Exists;
    if (is_refused) {
      for (const io::ManifestEntry* entry : std::exchange(unseen_, {})) {
        progress_.files_total++;
        progress_.bytes_total += entry->size;
      }
      new_folders_.give_up();
      return make_folders() && send_classes();
    }
    if (!ok(named)) return false;
    report_.sent += folder.sent;
    report_.bytes += folder.bytes;
    const std::string prefix = folder.path + "/";
    auto at = std::lower_bound(site_->entries.begin(), site_->entries.end(), prefix,
                               [](const auto& entry, const std::string& key) { return entry.path < key; });
    for (; at != site_->entries.end() && at->path.starts_with(prefix); at++) {
      if (unseen_.erase(&*at) != 0) arrived_.insert(&*at);
    }
  }
  return true;
}

/// What the record has on the host and this publication neither replaces nor removes.
std::vector<const io::ManifestEntry*> Session::left_alone() const {
  std::set<std::string_view> touched(changes_.remove.begin(), changes_.remove.end());
  for (const io::ManifestEntry* entry : changes_.send) touched.insert(entry->path);
  std::vector<const io::ManifestEntry*> rest;
  for (const auto& [path, entry] : on_host_.files) {
    if (!on_host_.pending.contains(path) && !touched.contains(path)) rest.push_back(&entry);
  }
  return rest;
}

/// The folders that were listed to confirm what was sent show what else is in them, and what is not.
void Session::note_what_is_gone(const Folders& folders) {
  if (!may_be_gone_) return;
  for (const io::ManifestEntry* entry : left_alone()) {
    if (folders.misses(entry->path, entry->size)) gone_.insert(entry);
  }
}

/// Someone has deleted files of ours: those that were seen not to be there, or a file was refused as if its
/// folder were gone, and we look for all. Whatever is gone is sent again.
bool Session::doubt_what_is_gone() {
  const Outcome refused = std::exchange(refused_, {});
  may_be_gone_ = false;
  if (!refused) {
    std::vector<const io::ManifestEntry*> known, gone;
    for (const auto& [path, entry] : on_host_.files) {
      if (!on_host_.pending.contains(path)) known.push_back(&entry);
    }
    Folders folders(host_, attempts_);
    if (!ok(find_wrong_sizes(host_, attempts_, folders, known, gone))) return false;
    gone_.insert(gone.begin(), gone.end());
    if (gone_.empty()) return ok(refused);
  }
  for (const io::ManifestEntry* entry : gone_) on_host_.pending.insert(entry->path);
  compare_again();
  count_what_is_sent();
  return true;
}

Record Session::in_doubt() const {
  Record record = on_host_;
  record.run = options_.owner.token;
  for (const io::ManifestEntry* entry : changes_.send) record.pending.insert(entry->path);
  record.pending.insert(changes_.remove.begin(), changes_.remove.end());
  return record;
}

bool Session::announce() {
  if (host_.switches()) return true;
  std::string text;
  if (!write_record(in_doubt(), &text)) return false;
  if (auto begun = journal_.begin(text); !begun) {
    report_.diagnostics.add(begun.error());
    report_.ending = Ending::Failed;
    return false;
  }
  (void)journal_.add({arrived_.begin(), arrived_.end()});
  return true;
}

Outcome Session::put_text(std::string_view path, std::string text, std::string media_type) {
  Upload upload;
  upload.path = path;
  upload.bytes = std::move(text);
  upload.size = upload.bytes.size();
  upload.sha256 = base::sha256_hex(upload.bytes);
  upload.media_type = std::move(media_type);
  return attempts_.repeat([&] {
    Outcome last{Trouble::Broken, {}};
    host_.put(std::span(&upload, 1), [&](size_t, const Outcome& outcome) {
      last = outcome;
      return true;
    });
    return last;
  });
}

bool Session::write_record(const Record& record, std::string* text_out) {
  std::string text = record_text(record);
  const Outcome written = put_text(kRecordPath, text, "application/json");
  if (text_out != nullptr) *text_out = std::move(text);
  return ok(written);
}

/// From now on nobody shall take the record for the one that it was.
bool Session::break_seal() {
  const std::string path(kSealPath);
  return ok(attempts_.repeat([&] {
    Outcome last{Trouble::Broken, {}};
    host_.remove(std::span(&path, 1), [&](size_t, const Outcome& outcome) {
      last = outcome;
      return true;
    });
    return last;
  }));
}

/// All is as the record says. Without a seal the next publication reads the record, so that it is no harm
/// when the host does not take it.
void Session::seal() {
  (void)put_text(kSealPath, seal_text(base::sha256_hex(record_text(*site_))), "text/plain; charset=utf-8");
}

/// Looks which folders are new, and what of them a killed run has left.
bool Session::find_new_folders() {
  if (!ok(new_folders_.find(changes_.send, on_host_))) return false;
  const std::vector<const io::ManifestEntry*> before(unseen_.begin(), unseen_.end());
  std::vector<const io::ManifestEntry*> there;
  if (!ok(new_folders_.take_over(changes_.send, before, there))) return false;
  unseen_ = {there.begin(), there.end()};
  (void)journal_.add(there, Arrival::Unseen);
  return true;
}

/// A file becomes a folder, or a folder a file: what was there has to go before the other comes. A run that
/// was killed may have got that far already.
bool Session::clear_the_way() {
  const InPlace in_place = find_in_place(changes_);
  std::vector<std::string> files;
  Folders folders(host_, attempts_);
  const auto is_there = [&](const std::string& path, bool as_folder, bool& answer) {
    const HostEntry* there = nullptr;
    const bool is_known = ok(folders.find_entry(path, there));
    answer = there != nullptr && there->folder == as_folder;
    return is_known;
  };
  bool is_to_go = false;
  for (const std::string& path : in_place.files) {
    if (!is_there(path, false, is_to_go)) return false;
    if (is_to_go) files.push_back(path);
  }
  const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
    std::vector<std::string> some;
    for (const size_t index : indexes) some.push_back(files[index]);
    host_.remove(some, done);
  };
  const auto one_removed = [&](size_t) { report_.removed++; };
  std::vector<size_t> left;
  if (!ok(attempts_.repeat_all(files.size(), run, one_removed, left))) return false;
  for (const std::string& folder : in_place.folders) {
    if (!is_there(folder, true, is_to_go)) return false;
    Outcome gone = is_to_go ? attempts_.repeat([&] { return host_.remove_folder(folder); }) : Outcome();
    if (gone.trouble == Trouble::Exists)
      gone = {};  // Something came meanwhile: what is put there will say so.
    if (!ok(gone)) return false;
  }
  for (const std::string& path : in_place.files) {
    std::erase(changes_.remove, path);
    on_host_.files.erase(path);
    on_host_.pending.erase(path);
  }
  return true;
}

bool Session::make_folders() {
  std::set<std::string> there, wanted;
  if (!find_new_folders()) return false;
  const auto add_all = [](const std::string& path, std::set<std::string>& folders) {
    for (std::string folder = folder_of(path); !folder.empty() && folders.insert(folder).second;
         folder = folder_of(folder)) {
    }
  };
  for (const auto& [path, entry] : on_host_.files) {
    if (!on_host_.pending.contains(path)) add_all(path, there);
  }
  for (const io::ManifestEntry* entry : changes_.send) add_all(entry->path, wanted);
  for (const std::string& folder : wanted) {  // sorted: those above come first
    if (there.contains(folder)) continue;
    const std::string place = new_folders_.place_of(folder);
    const Outcome made = attempts_.repeat([&] { return host_.make_folder(place); });
    if (made.trouble != Trouble::Exists && !ok(made)) return false;
  }
  return true;
}

void Session::note_arrival(const io::ManifestEntry& entry, Arrival arrival) {
  progress_.files++;
  progress_.bytes += entry.size;
  if (arrival == Arrival::Unseen) {
    unseen_.insert(&entry);
    NewFolders::Folder* folder = new_folders_.folder_of(entry.path);
    folder->sent++;
    folder->bytes += entry.size;
  } else {
    arrived_.insert(&entry);
    report_.sent++;
    report_.bytes += entry.size;
  }
  tell_progress();
}

Upload Session::upload_of(const io::ManifestEntry& entry, Arrival arrival) const {
  auto file = local_file(entry);
  return {new_folders_.place_of(entry.path),
          file ? *file : std::string("\n"),
          {},
          entry.size,
          entry.sha256,
          entry.media_type,
          arrival == Arrival::Unseen};
}

bool Session::send(std::vector<const io::ManifestEntry*> entries, Arrival arrival) {
  // Whoever slept, or was cut off, wakes up with broken connections.
  if (attempts_.repeated() != repeated_ && !check_lock()) return false;
  repeated_ = attempts_.repeated();
  for (int round = 0; !entries.empty(); round++) {
    std::vector<const io::ManifestEntry*> to_note;
    const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
      bool goes_on = true;
      for (size_t begin = 0; begin < indexes.size() && goes_on; begin += kUploadsAtOnce) {
        std::vector<Upload> uploads;
        bool has_arrived = false;  // Where nothing arrives the others are left for another attempt.
        for (size_t i = begin; i < std::min(begin + kUploadsAtOnce, indexes.size()); i++)
          uploads.push_back(upload_of(*entries[indexes[i]], arrival));
        host_.put(uploads, [&](size_t i, const Outcome& outcome) {
          has_arrived = has_arrived || outcome;
          return goes_on = done(begin + i, outcome);
        });
        goes_on = goes_on && has_arrived;
      }
      (void)journal_.add(to_note, arrival);
      to_note.clear();
    };
    const auto one_arrived = [&](size_t index) {
      to_note.push_back(entries[index]);
      if (to_note.size() >= kJournalBatch) {
        (void)journal_.add(to_note, arrival);  // Without it the next run sends a little more.
        to_note.clear();
      }
      note_arrival(*entries[index], arrival);
    };
    std::vector<size_t> left;
    const Outcome sent = attempts_.repeat_all(entries.size(), run, one_arrived, left);
    if (may_be_gone_ && (sent.trouble == Trouble::Missing || sent.trouble == Trouble::Denied)) {
      refused_ = sent;
      return false;
    }
    if (!ok(sent)) return false;
    std::vector<const io::ManifestEntry*> wrong;
    if (!confirm(entries, arrival, wrong)) return false;
    for (const io::ManifestEntry* entry : wrong) {
      arrived_.erase(entry);
      unseen_.erase(entry);
    }
    if (!wrong.empty() && round + 1 >= kConfirmationsMax)
      return ok({Trouble::Refused, wrong[0]->path + ": not the bytes that were sent"});
    entries = std::move(wrong);
  }
  return true;
}

bool Session::confirm(const std::vector<const io::ManifestEntry*>& entries, Arrival arrival,
                      std::vector<const io::ManifestEntry*>& wrong) {
  if (arrival == Arrival::Unseen && options_.verify)
    return ok(new_folders_.find_differences(
        entries, [&] { report_.audited++; }, wrong));
  if (arrival == Arrival::Unseen) return ok(new_folders_.find_wrong_sizes(entries, wrong));
  if (!options_.verify) {
    Folders folders(host_, attempts_);
    if (!ok(find_wrong_sizes(host_, attempts_, folders, entries, wrong))) return false;
    note_what_is_gone(folders);
    return true;
  }
  std::vector<Difference> differences;
  const auto heard = [&](const io::ManifestEntry&) { report_.audited++; };
  if (!ok(find_differences(host_, attempts_, entries, heard, differences))) return false;
  return ok(add_wrong(differences, wrong));
}

bool Session::remove_old() {
  std::vector<std::string> paths = changes_.remove;
  for (const std::string& path :
       changes_.remove) {  // What a killed run was about to put, and may have begun.
    if (on_host_.pending.contains(path)) paths.push_back(temporary_place_of(path));
  }
  const auto one_removed = [&](size_t index) { report_.removed += index < changes_.remove.size() ? 1 : 0; };
  const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
    std::vector<std::string> some;
    for (const size_t index : indexes) some.push_back(paths[index]);
    host_.remove(some, done);
  };
  std::vector<size_t> left;
  if (!ok(attempts_.repeat_all(paths.size(), run, one_removed, left))) return false;
  remove_empty_folders();
  return true;
}

void Session::remove_empty_folders() {
  std::set<std::string> used;
  for (const io::ManifestEntry& entry : site_->entries) {
    for (std::string folder = folder_of(entry.path); !folder.empty() && used.insert(folder).second;
         folder = folder_of(folder)) {
    }
  }
  std::set<std::string, std::greater<>> empty;  // those below come first
  for (const std::string& path : changes_.remove) {
    for (std::string folder = folder_of(path); !folder.empty() && !used.contains(folder);
         folder = folder_of(folder))
      empty.insert(folder);
  }
  // A folder that stays is no harm: others may have put something there.
  for (const std::string& folder : empty) (void)host_.remove_folder(folder);
}

}  // namespace herald::publish
