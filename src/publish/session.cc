#include "publish/session.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "publish/names.h"

namespace herald::publish {

using base::Code;

namespace {

/// So many files that did not arrive are listed by name.
constexpr size_t kListedMax = 50;
/// So many pages that moved are told of one by one.
constexpr size_t kMovedMax = 5;

}  // namespace

base::Diagnostic told(const Outcome& outcome, const std::string& target) {
  Code code = Code::HostTrouble;
  switch (outcome.trouble) {
    case Trouble::Login:
      code = Code::HostLogin;
      break;
    case Trouble::Clock:
      code = Code::HostClock;
      break;
    case Trouble::Untrusted:
      code = Code::HostUntrusted;
      break;
    case Trouble::OtherKey:
      code = Code::HostKeyChanged;
      break;
    case Trouble::Broken:
      code = Code::HostUnreachable;
      break;
    case Trouble::Failing:
      code = Code::HostFailing;
      break;
    case Trouble::Full:
      code = Code::HostFull;
      break;
    case Trouble::Denied:
      code = Code::HostDenied;
      break;
    case Trouble::OtherService:
      code = Code::HostOtherService;
      break;
    case Trouble::Changed:
      code = Code::PublishChanged;
      break;
    case Trouble::None:
    case Trouble::Missing:
    case Trouble::Exists:
    case Trouble::Refused:
    case Trouble::Cancelled:
      break;
  }
  return base::failure(code, {}, {outcome.words.empty() ? target : outcome.words});
}

Session::Session(Host& host, io::Disk& disk, const SiteFiles& site, const Options& options)
    : host_(host),
      disk_(disk),
      options_(options),
      files_(site),
      glimpse_(options.glimpse),
      site_(&listed_),
      attempts_(options.sleep, options.random, [this] { return cancelled(); }),
      journal_(disk, options.state_folder + "/journal"),
      kept_(disk, options.state_folder),
      lock_(host, disk, options.state_folder + "/lock"),
      new_folders_(host, attempts_) {}

bool Session::ok(const Outcome& outcome) {
  if (outcome) return true;
  report_.ending = outcome.trouble == Trouble::Cancelled || cancelled() ? Ending::Cancelled : Ending::Failed;
  if (report_.ending == Ending::Failed) report_.diagnostics.add(told(outcome, options_.target));
  return false;
}

/// The seal of the record, as it was seen ahead of time or as it is now.
Outcome Session::read_seal(std::string& seal) {
  return attempts_.repeat([&] {
    if (!glimpse_) return host_.read(std::string(kSealPath), seal);
    Glimpse seen = *std::exchange(glimpse_, std::nullopt);
    seal = std::move(seen.seal);
    return seen.outcome;
  });
}

/// Whether the host's record is that of a publication of this very site, which is all that has to be known.
bool Session::is_as_noted() {
  std::string noted, seal;
  if (options_.task == Task::Publish && !options_.verify && !files_.digest.empty())
    noted = kept_.record_of(files_.digest);
  if (noted.empty() && !glimpse_) return false;
  const Outcome looked = read_seal(seal);
  if (looked && !noted.empty()) return sealed_sha256(seal) == noted;
  const bool is_answer = looked || looked.trouble == Trouble::Missing || looked.trouble == Trouble::Denied ||
                         looked.trouble == Trouble::Refused;
  if (!is_answer) fetched_ = looked;  // Asked for the record the host would say the same.
  if (!is_answer || noted.empty()) return false;
  fetched_ = attempts_.repeat([&] { return host_.read(std::string(kRecordPath), record_text_); });
  return *fetched_ && base::sha256_hex(record_text_) == noted;
}

bool Session::list_files() {
  if (options_.task != Task::Publish) return true;
  auto listed = files_.list();
  if (listed) {
    listed_ = *std::move(listed);
    return true;
  }
  report_.diagnostics.add(listed.error());
  report_.ending = Ending::Failed;
  return false;
}

Report Session::run() {
  if (is_as_noted()) {
    report_.ending = Ending::Unchanged;
    if (!options_.dry_run) clear_lock();
    report_.repeated = attempts_.repeated();
    return std::move(report_);
  }
  const bool may_begin = list_files() && (options_.task != Task::Rollback || take_earlier_site()) &&
                         check_limits() && read_record() && doubt_what_differs() && check_our_way();
  if (may_begin && changes_.empty() && record_is_final_) {
    report_.ending = Ending::Unchanged;
    if (!options_.dry_run) {
      clear_lock();
      keep();
    }
  } else if (may_begin) {
    if (options_.before_sending) options_.before_sending(report_.summary);
    tell_moved();
    if (options_.dry_run) {
      report_.ending = Ending::Planned;
    } else if (check_deletes() && lock()) {
      if (note_rollback() && send_all()) keep();
      unlock();
    }
  }
  report_.repeated = attempts_.repeated();
  report_.had_gaps = host_.had_gaps();
  return std::move(report_);
}

void Session::tell_moved() {
  if (options_.task != Task::Publish) return;
  const std::vector<MovedPage> moved = moved_pages(report_.summary);
  for (size_t i = 0; i < std::min(moved.size(), kMovedMax); i++) {
    std::string zh, en;
    if (i + 1 == kMovedMax && moved.size() > kMovedMax) {
      const size_t more = moved.size() - kMovedMax;
      zh = fmt::format("（另外还有 {} 个页面）", more);
      en = fmt::format(" (and so have {} more)", more);
    }
    report_.diagnostics.add(
        base::failure(Code::PublishMoved, {}, {moved[i].title, moved[i].from, std::move(zh), std::move(en)}));
  }
}

/// One that is broken off is the next one's to end, whatever the host shows then.
bool Session::note_rollback() {
  if (options_.task != Task::Rollback) return true;
  const auto noted = kept_.begin_rollback(goal_);
  if (noted) return true;
  report_.diagnostics.add(noted.error());
  report_.ending = Ending::Failed;
  return false;
}

bool Session::check_limits() {
  check_names(*site_, options_.windows_names ? NameRules::Windows : NameRules::Any, report_.diagnostics);
  uint64_t bytes = 0;
  for (const io::ManifestEntry& entry : site_->entries) bytes += entry.size;
  if (options_.bytes_max != 0 && bytes > options_.bytes_max) {
    report_.diagnostics.add(
        base::failure(Code::PublishTooBig, {},
                      {std::to_string(bytes), options_.place, std::to_string(options_.bytes_max)}));
  }
  for (const io::ManifestEntry& entry : site_->entries) {
    if (options_.file_size_max == 0 || entry.size <= options_.file_size_max) continue;
    report_.diagnostics.add(
        base::failure(Code::PublishTooLarge, {},
                      {entry.path, std::to_string(entry.size), std::to_string(options_.file_size_max)}));
  }
  if (options_.files_max != 0 && site_->entries.size() > options_.files_max) {
    report_.diagnostics.add(
        base::failure(Code::PublishTooMany, {},
                      {std::to_string(site_->entries.size()), std::to_string(options_.files_max)}));
  }
  if (report_.diagnostics.has_errors()) report_.ending = Ending::Refused;
  return !report_.diagnostics.has_errors();
}

bool Session::take_earlier_site() {
  const Outcome looked = fetch_record();
  if (!looked && looked.trouble != Trouble::Missing) return ok(looked);
  fetched_ = looked;
  const auto earlier = kept_.before(looked ? parse_record(record_text_) : std::nullopt);
  report_.ending = Ending::Refused;
  if (!earlier) {
    report_.diagnostics.add(base::failure(Code::PublishNoRollback, {}, {options_.target}));
    return false;
  }
  goal_ = earlier->name;
  earlier_ = manifest_of(earlier->record);
  site_ = &earlier_;
  for (const io::ManifestEntry& entry : earlier_.entries) {
    if (auto file = kept_.file_of(entry); !file) {
      report_.diagnostics.add(file.error());
      return false;
    }
  }
  report_.ending = Ending::Done;
  return true;
}

base::Result<std::string> Session::local_file(const io::ManifestEntry& entry) const {
  if (options_.task == Task::Rollback) return kept_.file_of(entry);
  if (const auto at = options_.elsewhere.find(entry.path); at != options_.elsewhere.end()) return at->second;
  return options_.site_folder + "/" + entry.path;
}

Outcome Session::fetch_record() {
  if (fetched_) return *std::exchange(fetched_, std::nullopt);
  return attempts_.repeat([&] { return host_.read(std::string(kRecordPath), record_text_); });
}

bool Session::read_record() {
  const Outcome outcome = fetch_record();
  if (!outcome && outcome.trouble != Trouble::Missing) return ok(outcome);
  has_record_ = static_cast<bool>(outcome);
  on_host_ = Record();
  if (!outcome) record_text_.clear();
  if (outcome) {
    if (auto record = parse_record(record_text_)) {
      on_host_ = std::move(*record);
    } else if (options_.take_over) {
      for (const io::ManifestEntry& entry : site_->entries) {  // Whatever is there of them is in doubt.
        on_host_.pending.insert(entry.path);
        on_host_.files.emplace(entry.path, entry);
      }
    } else {
      report_.diagnostics.add(base::failure(Code::PublishManifest, {}));
      report_.ending = Ending::Refused;
      return false;
    }
  }
  return believe_journal();
}

bool Session::believe_journal() {
  record_is_final_ = on_host_.pending.empty();
  unseen_.clear();
  if (!record_is_final_) {
    std::vector<const io::ManifestEntry*> wrong, unseen;
    auto arrived = journal_.arrived(record_text_, *site_, unseen);
    // What lay in a folder without a name is in its place when that folder has got it.
    unseen_.insert(unseen.begin(), unseen.end());
    arrived.insert(arrived.end(), unseen.begin(), unseen.end());
    Folders folders(host_, attempts_);
    if (!ok(find_wrong_sizes(host_, attempts_, folders, arrived, wrong))) return false;
    const std::set<const io::ManifestEntry*> not_there(wrong.begin(), wrong.end());
    for (const io::ManifestEntry* entry : arrived) {
      if (not_there.contains(entry)) continue;
      unseen_.erase(entry);
      if (on_host_.pending.erase(entry->path) != 0) on_host_.files[entry->path] = *entry;
    }
  }
  compare_again();
  return true;
}

void Session::compare_again() {
  changes_ = compare(on_host_, *site_);
  report_.summary = summarise(changes_, on_host_, unseen_);
}

bool Session::doubt_what_differs() {
  if (!options_.verify) return true;
  std::vector<const io::ManifestEntry*> known;
  for (const auto& [path, entry] : on_host_.files) known.push_back(&entry);
  std::vector<Difference> differences;
  const Outcome outcome = find_differences(
      host_, attempts_, known, [&](const io::ManifestEntry&) { report_.audited++; }, differences);
  if (!ok(outcome)) return false;
  for (const Difference& one : differences) on_host_.pending.insert(one.entry->path);
  if (!differences.empty()) compare_again();
  return true;
}

bool Session::check_our_way() {
  if (changes_.fresh.empty() || options_.take_over) return true;
  InOurWay found;
  if (!ok(find_in_our_way(host_, attempts_, changes_, found))) return false;
  for (const std::string& path : found.foreign)
    report_.diagnostics.add(base::failure(Code::PublishForeign, {}, {path}));
  if (!found.foreign.empty()) {
    report_.ending = Ending::Refused;
    return false;
  }
  return true;
}

bool Session::check_deletes() {
  const size_t count = changes_.remove.size();
  const bool is_asked_for =
      (options_.deletes_said && count <= options_.deletes_max) || options_.task == Task::Rollback;
  // What this machine published here itself is no other site, whatever became of it since.
  if (!is_asked_for && is_another_site(on_host_, *site_) && !kept_.holds(on_host_) &&
      !(options_.may_delete && options_.may_delete(count))) {
    report_.diagnostics.add(
        base::failure(Code::PublishOtherSite, {}, {options_.place, std::to_string(count)}));
    report_.ending = Ending::Refused;
    return false;
  }
  if (count <= options_.deletes_max || (options_.may_delete && options_.may_delete(count))) return true;
  report_.diagnostics.add(base::failure(Code::PublishManyDeletes, {},
                                        {std::to_string(count), std::to_string(options_.deletes_max)}));
  report_.ending = Ending::Refused;
  return false;
}

bool Session::break_lock() {
  report_.lock_broken = ok(attempts_.repeat([&] { return lock_.break_it(); }));
  return report_.lock_broken;
}

/// Where nothing has to be sent.
void Session::clear_lock() {
  if (options_.break_lock) {
    (void)break_lock();
  } else {
    lock_.clear_leftover(options_.is_alive);
  }
}

bool Session::lock() {
  if (!has_record_) {
    Outcome made = attempts_.repeat([&] { return host_.make_folder(""); });
    if (made.trouble != Trouble::Exists && !ok(made)) return false;
  }
  if (options_.break_lock && !break_lock()) return false;
  Owner other;
  const Outcome taken =
      attempts_.repeat([&] { return lock_.take(options_.owner, options_.is_alive, other); });
  is_locked_ = lock_.is_begun();
  if (taken.trouble == Trouble::Exists) {
    report_.diagnostics.add(
        base::failure(Code::PublishLocked, {}, {other.name.empty() ? "?" : other.name, other.since}));
    report_.ending = Ending::Failed;
    return false;
  }
  if (!ok(taken)) {
    unlock();
    return false;
  }
  report_.lock_is_weak = !host_.locks_surely();
  // Another may have published between our first look and the lock.
  const std::string before = record_text_;
  const auto look_again = [&] {
    return read_record() && doubt_what_differs() && check_our_way() && check_deletes();
  };
  std::string now;
  const Outcome read = attempts_.repeat([&] { return host_.read(std::string(kRecordPath), now); });
  if (read.trouble == Trouble::Missing) now.clear();
  const bool is_same = (read || read.trouble == Trouble::Missing) && now == before;
  if (is_same || ((read || read.trouble == Trouble::Missing || ok(read)) && look_again())) return true;
  unlock();
  return false;
}

/// Whether the lock is still ours: it can be broken while this machine sleeps or is cut off.
bool Session::check_lock() {
  Owner holder;
  if (!ok(attempts_.repeat([&] { return lock_.find_holder(holder); }))) return false;
  if (holder.token == options_.owner.token) return true;
  is_locked_ = false;
  report_.diagnostics.add(base::failure(Code::PublishLockLost, {}, {options_.target}));
  report_.ending = Ending::Failed;
  return false;
}

void Session::unlock() {
  if (!std::exchange(is_locked_, false)) return;
  // What went well has seen a moment ago that the lock is ours. One that is not ours any more is left alone.
  Owner holder;
  if (report_.ending != Ending::Done &&
      (!lock_.find_holder(holder) || (!holder.token.empty() && holder.token != options_.owner.token)))
    return;
  // Once more at most: when the network is gone the next run finds its own lock and takes it over.
  if (!lock_.release()) (void)lock_.release();
}

void Session::keep() {
  if (options_.task == Task::Rollback) {
    (void)kept_.end_rollback(goal_);  // When that fails its note stays, and the next rollback ends it.
    return;
  }
  const base::Status kept =
      kept_.add(*site_, [this](const io::ManifestEntry& entry) { return local_file(entry); });
  if (!kept) {
    const auto in = [&](base::Language language) { return base::message_of(kept.error(), language); };
    report_.diagnostics.add(
        base::failure(Code::PublishNotKept, {},
                      {options_.target, in(base::Language::Chinese), in(base::Language::English)}));
  } else if (!files_.digest.empty()) {
    const bool is_new = report_.ending == Ending::Done;
    kept_.note(files_.digest, base::sha256_hex(is_new ? record_text(*site_) : record_text_));
  }
}

void Session::tell_progress() {
  if (options_.progress) options_.progress(progress_);
}

void Session::list_missing() {
  if (report_.ending == Ending::Cancelled && changes_.empty()) return;
  size_t missing = 0;
  base::Diagnostic whole = base::failure(Code::PublishIncomplete, {});
  for (const io::ManifestEntry* entry : changes_.send) {
    // Where all is switched at once nobody sees what arrived, unless it came to that.
    if (arrived_.contains(entry) && !host_.switches()) continue;
    if (++missing > kListedMax) continue;
    whole.notes.push_back(
        {Code::PublishNotSent, {}, {entry->path, entry->title.empty() ? "" : "  " + entry->title}, {}});
  }
  if (missing == 0) return;
  whole.arguments = {options_.target, std::to_string(changes_.send.size()), std::to_string(missing)};
  report_.diagnostics.add(std::move(whole));
}

bool may_be_published(const io::Disk& disk, const std::string& state_folder) {
  return static_cast<bool>(disk.stat(Kept::note_of(state_folder)));
}

bool is_published(io::Disk& disk, const std::string& state_folder, const std::string& digest,
                  const Glimpse& glimpse) {
  const std::string sealed = glimpse.outcome ? sealed_sha256(glimpse.seal) : std::string();
  return !sealed.empty() && sealed == Kept(disk, state_folder).record_of(digest);
}

Report publish(Host& host, io::Disk& disk, const SiteFiles& site, const Options& options) {
  Session session(host, disk, site, options);
  return options.task == Task::Audit ? session.audit() : session.run();
}

Report publish(Host& host, io::Disk& disk, const io::Manifest& site, const Options& options) {
  return publish(host, disk, SiteFiles{{}, [&] { return site; }}, options);
}

}  // namespace herald::publish
