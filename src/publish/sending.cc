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

}  // namespace

bool Session::send_all() {
  count_what_is_sent();
  bool done =
      ok(attempts_.repeat([&] { return host_.begin(); })) && announce() && make_folders() && send_classes();
  if (!refused_ || (done && !gone_.empty()))
    done = doubt_what_is_gone() && announce() && make_folders() && send_classes();
  if (!done) {
    list_missing();
    return false;
  }
  Record there = record_of(*site_);
  there.pending.insert(changes_.remove.begin(), changes_.remove.end());
  if (!write_record(there, nullptr) || !remove_old()) return false;
  if (!changes_.remove.empty() && !write_record(record_of(*site_), nullptr)) return false;
  if (!ok(attempts_.repeat([&] { return host_.commit(); }))) return false;
  journal_.end();
  report_.ending = Ending::Done;
  return true;
}

void Session::count_what_is_sent() {
  progress_.files_total = changes_.send.size();
  progress_.bytes_total = 0;
  for (const io::ManifestEntry* entry : changes_.send) progress_.bytes_total += entry->size;
}

bool Session::send_classes() {
  for (size_t begin = 0; begin < changes_.send.size();) {
    size_t end = begin;
    std::vector<const io::ManifestEntry*> entries;
    for (; end < changes_.send.size() && changes_.send[end]->file_class == changes_.send[begin]->file_class;
         end++) {
      if (!arrived_.contains(changes_.send[end])) entries.push_back(changes_.send[end]);
    }
    if (!send_class(std::move(entries))) return false;
    begin = end;
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

bool Session::write_record(const Record& record, std::string* text_out) {
  Upload upload;
  upload.path = kRecordPath;
  upload.bytes = record_text(record);
  upload.size = upload.bytes.size();
  upload.sha256 = base::sha256_hex(upload.bytes);
  upload.media_type = "application/json";
  const Outcome written = attempts_.repeat([&] {
    Outcome last{Trouble::Broken, {}};
    host_.put(std::span(&upload, 1), [&](size_t, const Outcome& outcome) {
      last = outcome;
      return true;
    });
    return last;
  });
  if (text_out != nullptr) *text_out = std::move(upload.bytes);
  return ok(written);
}

bool Session::make_folders() {
  std::set<std::string> there, wanted;
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
    const Outcome made = attempts_.repeat([&] { return host_.make_folder(folder); });
    if (made.trouble != Trouble::Exists && !ok(made)) return false;
  }
  return true;
}

bool Session::send_class(std::vector<const io::ManifestEntry*> entries) {
  for (int round = 0; !entries.empty(); round++) {
    std::vector<const io::ManifestEntry*> to_note;
    const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
      std::vector<Upload> uploads;
      for (const size_t index : indexes) {
        const io::ManifestEntry& entry = *entries[index];
        auto file = local_file(entry);
        uploads.push_back(
            {entry.path, file ? *file : std::string("\n"), {}, entry.size, entry.sha256, entry.media_type});
      }
      host_.put(uploads, done);
      (void)journal_.add(to_note);
      to_note.clear();
    };
    const auto one_arrived = [&](size_t index) {
      arrived_.insert(entries[index]);
      to_note.push_back(entries[index]);
      if (to_note.size() >= kJournalBatch) {
        (void)journal_.add(to_note);  // Without it the next run sends a little more.
        to_note.clear();
      }
      progress_.files++;
      progress_.bytes += entries[index]->size;
      report_.sent++;
      report_.bytes += entries[index]->size;
      tell_progress();
    };
    std::vector<size_t> left;
    const Outcome sent = attempts_.repeat_all(entries.size(), run, one_arrived, left);
    if (may_be_gone_ && (sent.trouble == Trouble::Missing || sent.trouble == Trouble::Denied)) {
      refused_ = sent;
      return false;
    }
    if (!ok(sent)) return false;
    std::vector<const io::ManifestEntry*> wrong;
    if (!confirm(entries, wrong)) return false;
    for (const io::ManifestEntry* entry : wrong) arrived_.erase(entry);
    if (!wrong.empty() && round + 1 >= kConfirmationsMax)
      return ok({Trouble::Refused, wrong[0]->path + ": not the bytes that were sent"});
    entries = std::move(wrong);
  }
  return true;
}

bool Session::confirm(const std::vector<const io::ManifestEntry*>& entries,
                      std::vector<const io::ManifestEntry*>& wrong) {
  if (!options_.verify) {
    Folders folders(host_, attempts_);
    if (!ok(find_wrong_sizes(host_, attempts_, folders, entries, wrong))) return false;
    note_what_is_gone(folders);
    return true;
  }
  std::vector<Difference> differences;
  const auto heard = [&](const io::ManifestEntry&) { report_.audited++; };
  if (!ok(find_differences(host_, attempts_, entries, heard, differences))) return false;
  for (const Difference& one : differences) wrong.push_back(one.entry);
  return true;
}

bool Session::remove_old() {
  const std::vector<std::string>& paths = changes_.remove;
  const auto run = [&](std::span<const size_t> indexes, const OnDone& done) {
    std::vector<std::string> some;
    for (const size_t index : indexes) some.push_back(paths[index]);
    host_.remove(some, done);
  };
  std::vector<size_t> left;
  if (!ok(attempts_.repeat_all(
          paths.size(), run, [&](size_t) { report_.removed++; }, left)))
    return false;
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
