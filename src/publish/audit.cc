// What on the host is not as it was published.

#include <algorithm>

#include "publish/session.h"

namespace herald::publish {

using base::Code;

Report Session::audit() {
  const Outcome read = attempts_.repeat([&] { return host_.read(std::string(kRecordPath), record_text_); });
  if (read.trouble == Trouble::Missing) {
    report_.diagnostics.add(base::failure(Code::AuditNoRecord, {}));
    report_.ending = Ending::Differs;
    return std::move(report_);
  }
  if (!ok(read)) return std::move(report_);
  const auto record = parse_record(record_text_);
  if (!record) {
    report_.diagnostics.add(base::failure(Code::PublishManifest, {}));
    report_.ending = Ending::Differs;
    return std::move(report_);
  }
  std::vector<const io::ManifestEntry*> entries;
  for (const auto& [path, entry] : record->files) {
    if (!record->pending.contains(path)) entries.push_back(&entry);
  }
  std::vector<Difference> differences;
  progress_.files_total = entries.size();
  const auto heard = [&](const io::ManifestEntry& entry) {
    report_.audited++;
    progress_.files++;
    progress_.bytes += entry.size;
    tell_progress();
  };
  if (!ok(find_differences(host_, attempts_, entries, heard, differences))) return std::move(report_);
  for (const Difference& one : differences) {
    const Code code = one.missing      ? Code::AuditMissing
                      : one.unreadable ? Code::AuditChanged
                                       : Code::AuditUnreadable;
    report_.diagnostics.add(base::failure(code, {}, {one.entry->path, one.unreadable.words}));
  }
  if (!ok(find_foreign(*record))) return std::move(report_);
  if (!record->pending.empty()) {
    const std::string count = std::to_string(record->pending.size());
    report_.diagnostics.add(base::failure(Code::PublishIncomplete, {}, {options_.target, count, count}));
  }
  report_.ending = report_.diagnostics.empty() ? Ending::Unchanged : Ending::Differs;
  return std::move(report_);
}

Outcome Session::find_foreign(const Record& record) {
  std::set<std::string> ours = {""};
  for (const auto& [path, entry] : record.files) {
    for (std::string folder = folder_of(path); !folder.empty() && ours.insert(folder).second;
         folder = folder_of(folder)) {
    }
  }
  Folders folders(host_, attempts_);
  for (const std::string& folder : ours) {
    Folders::Folder* there = nullptr;
    if (Outcome outcome = folders.find(folder, there); !outcome) return outcome;
    if (!there->there) continue;
    if (!there->listed) report_.unlisted++;
    for (const auto& [name, entry] : there->entries) {
      const std::string path = folder.empty() ? name : folder + "/" + name;
      const bool is_ours = !entry || record.owns(path) || (entry->folder && ours.contains(path));
      if (is_ours || is_record_path(path) || path == kLockFolder) continue;
      report_.diagnostics.add(base::failure(Code::AuditForeign, {}, {entry->folder ? path + "/" : path}));
    }
  }
  return {};
}

}  // namespace herald::publish
