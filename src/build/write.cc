#include "build/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>

#include "base/hash.h"
#include "base/utf8.h"

namespace herald::build {
namespace {

using model::OutputKind;

constexpr std::string_view kChecksums = "manifest.sha256";
constexpr std::string_view kStage = ".herald-stage";
constexpr std::string_view kStagedFiles = "/.herald-stage/new";
constexpr std::string_view kJournal = "/.herald-stage/journal";
constexpr int kRankHome = 100;  // behind every class

/// The paths in a file that `checksums` wrote. Anything else in it is passed over: it was not ours.
std::vector<std::string> paths_of_checksums(std::string_view text) {
  std::vector<std::string> paths;
  for (std::string_view line : base::split(text, '\n')) {
    if (line.size() > 66 && line[64] == ' ' && line[65] == ' ') paths.emplace_back(line.substr(66));
  }
  return paths;
}

/// Hands the bytes of each part to `take`, in order. A file that is not as large as it was when it was
/// measured changed meanwhile: `file-unreadable`.
base::Status each_part(const std::vector<render::Rendered::Part>& parts, const Writer::ReadFile& read,
                       const std::function<base::Status(std::string_view)>& take) {
  for (const render::Rendered::Part& part : parts) {
    if (part.copy_of.empty()) {
      if (auto done = take(part.bytes); !done) return done;
      continue;
    }
    const base::Result<std::string> bytes = read(part.copy_of);
    if (!bytes) return bytes.error();
    if (bytes->size() != part.size)
      return base::failure(base::Code::FileUnreadable, part.copy_of,
                           {part.copy_of, "it changed while the site was built", "生成网站的时候它变了"});
    if (auto done = take(*bytes); !done) return done;
  }
  return base::Done{};
}

/// Sorts what is nearly always in order.
void sort_paths(std::vector<std::string>& paths) {
  if (!std::is_sorted(paths.begin(), paths.end())) std::sort(paths.begin(), paths.end());
}

/// The paths of `some` that are not in `others`; both are sorted, as is what comes back.
template <class Some, class Others>
std::vector<std::string_view> missing_in(const Others& others, const Some& some) {
  std::vector<std::string_view> missing;
  auto other = others.begin();
  for (const std::string_view path : some) {
    while (other != others.end() && std::string_view(*other) < path) ++other;
    if (other == others.end() || std::string_view(*other) != path) missing.push_back(path);
  }
  return missing;
}

/// The paths of a plan, in its order.
std::vector<std::string_view> planned_paths(const model::OutputPlan& plan) {
  std::vector<std::string_view> paths;
  paths.reserve(plan.outputs.size());
  for (const model::Output& output : plan.outputs) paths.push_back(output.path);
  return paths;
}

bool holds(const std::vector<std::string>& sorted, std::string_view path) {
  return std::binary_search(sorted.begin(), sorted.end(), path);
}

/// What is missing is an empty text.
base::Result<std::string> read_if_there(const io::Disk& disk, const std::string& path) {
  base::Result<std::string> text = disk.read(path);
  if (!text && text.error().code == base::Code::FileMissing) return std::string();
  return text;
}

base::Diagnostic not_ours(const std::string& path) {
  return base::failure(base::Code::OutputNotOurs, path, {path});
}

}  // namespace

io::FileClass class_of(OutputKind kind) {
  switch (kind) {
    case OutputKind::ThemeAsset:
    case OutputKind::SiteAsset:
      return io::FileClass::Asset;
    case OutputKind::Attachment:
    case OutputKind::Archive:
      return io::FileClass::Attachment;
    case OutputKind::Page:
    case OutputKind::NotFound:
      return io::FileClass::Page;
    case OutputKind::SectionList:
    case OutputKind::EditionHome:
    case OutputKind::RootHome:
    case OutputKind::Term:
    case OutputKind::TermList:
    case OutputKind::Years:
    case OutputKind::Redirect:
    case OutputKind::DeadlineBoard:
      return io::FileClass::Index;
    case OutputKind::AtomFeed:
    case OutputKind::JsonFeed:
    case OutputKind::Calendar:
    case OutputKind::Deadlines:
    case OutputKind::EventCalendar:
    case OutputKind::SectionAtom:
    case OutputKind::SectionFeed:
    case OutputKind::TermAtom:
    case OutputKind::TermFeed:
      return io::FileClass::Feed;
    case OutputKind::Sitemap:
    case OutputKind::Robots:
    case OutputKind::SlogansText:
    case OutputKind::DataJson:
    case OutputKind::DataCsv:
    case OutputKind::FormSchema:
    case OutputKind::FormTable:
    case OutputKind::Portal:
    case OutputKind::RedirectTable:
    case OutputKind::Checksums:
      return io::FileClass::Data;
  }
  return io::FileClass::Data;
}

Writer::Writer(io::Disk& disk, std::string folder) : disk_(disk), folder_(std::move(folder)) {}

Writer::~Writer() { abandon(); }

std::string Writer::target(std::string_view path) const {
  std::string out;
  out.reserve(folder_.size() + 1 + path.size());
  return out.append(folder_).append(1, '/').append(path);
}

std::string Writer::staged(std::string_view path) const {
  std::string out;
  out.reserve(folder_.size() + kStagedFiles.size() + 1 + path.size());
  return out.append(folder_).append(kStagedFiles).append(1, '/').append(path);
}

bool Writer::is_ours(std::string_view path) const {
  return same_plan_ || path == kChecksums || holds(previous_, path);
}

base::Status Writer::open() {
  const auto folder = disk_.stat(folder_);
  if (!folder && folder.error().code != base::Code::FileMissing) return folder.error();
  auto lock = disk_.lock(folder_);
  if (!lock) return lock.error();
  lock_ = std::move(*lock);
  folder_existed_ = static_cast<bool>(folder);
  open_ = true;
  const auto journal = read_if_there(disk_, folder_ + std::string(kJournal));
  if (!journal) return journal.error();
  has_journal_ = has_to_mend_ = !journal->empty();
  for (std::string_view path : base::split(*journal, '\n')) {
    if (!path.empty()) previous_.emplace_back(path);
  }
  return disk_.remove_tree(has_journal_ ? folder_ + std::string(kStagedFiles) : target(kStage));
}

base::Status Writer::expect(const model::OutputPlan& plan) {
  open_ =
      true;  // also when it was committed or abandoned before: a build may find that it has to begin again
  same_plan_ = false;
  plan_ = &plan;
  sha256_.assign(plan.outputs.size(), {});
  changes_.assign(plan.outputs.size(), Change::None);
  folder_of_.assign(plan.outputs.size(), 0);
  folders_ = {Folder{}};
  folder_index_ = {{std::string_view(), 0}};
  const auto manifest = read_if_there(disk_, target(kChecksums));
  if (!manifest) return manifest.error();
  manifest_ = paths_of_checksums(*manifest);
  sort_paths(manifest_);
  previous_.insert(previous_.end(), manifest_.begin(), manifest_.end());
  sort_paths(previous_);
  previous_.erase(std::unique(previous_.begin(), previous_.end()), previous_.end());
  for (size_t i = 0; i < plan.outputs.size(); i++) {
    const std::string_view path = plan.outputs[i].path;
    const size_t end = path.rfind('/');
    const std::string_view above = end == path.npos ? std::string_view() : path.substr(0, end);
    if (i > 0 && folders_[folder_of_[i - 1]].path == above) {  // Mostly one folder's files come together.
      folder_of_[i] = folder_of_[i - 1];
      continue;
    }
    const auto folder = find_folder(above);
    if (!folder) return folder.error();
    folder_of_[i] = static_cast<uint32_t>(*folder);
  }
  return base::Done{};
}

void Writer::expect_again(const model::OutputPlan& plan, std::vector<std::string> sha256) {
  assert(sha256.size() == plan.outputs.size());
  open_ = same_plan_ = true;
  plan_ = &plan;
  sha256_ = std::move(sha256);
  changes_.assign(plan.outputs.size(), Change::None);
  folder_of_.assign(plan.outputs.size(), 0);
  folders_ = {Folder{}};
}

/// The index of a folder of the plan, looked at when it is met first: below one that is missing nothing has
/// to be looked at. As deep as the path.
base::Result<size_t> Writer::find_folder(std::string_view path) {
  if (const auto found = folder_index_.find(path); found != folder_index_.end()) return size_t{found->second};
  const size_t end = path.rfind('/');
  const auto above = find_folder(end == path.npos ? std::string_view() : path.substr(0, end));
  if (!above) return above;
  Folder folder{.path = path, .state = Folder::State::Missing, .top = folders_[*above].top};
  if (folders_[*above].state == Folder::State::There) {
    const auto info = disk_.stat(target(path));
    if (!info && info.error().code != base::Code::FileMissing) return info.error();
    if (info && !info->directory && !is_ours(path)) return not_ours(target(path));
    folder.state = !info             ? Folder::State::Missing
                   : info->directory ? Folder::State::There
                                     : Folder::State::File;
    folder.top = folders_.size();
  }
  folder_index_.emplace(path, static_cast<uint32_t>(folders_.size()));
  folders_.push_back(folder);
  return folders_.size() - 1;
}

/// Notes what an output of `size` bytes is to the file in its place, which `holds` compares it with; true
/// when it has to be staged.
base::Result<bool> Writer::look_at(size_t index, const std::string& path, uint64_t size, KnownFile known,
                                   const std::function<bool(const std::string& target)>& holds) {
  changes_[index] = Change::Added;
  if (folders_[folder_of_[index]].state != Folder::State::There) return true;
  const std::string place = target(path);
  const auto info = disk_.stat(place);
  if (!info && info.error().code != base::Code::FileMissing) return info.error();
  if (!info) return true;
  if (info->directory) {
    if (auto checked = check_folder_is_ours(path); !checked) return checked.error();
    changes_[index] = Change::OnFolder;
    return true;
  }
  const bool is_known = known.stamp != 0 && known.stamp == info->bytes_stamp;
  const bool is_same = is_known ? known.sha256 == sha256_[index] : info->size == size && holds(place);
  changes_[index] = is_same ? Change::None : Change::Replaced;
  if (!is_same && !is_ours(path)) return not_ours(place);
  return !is_same;
}

base::Status Writer::stage(size_t index, const std::string& path, std::string_view bytes, KnownFile known) {
  sha256_[index] = base::sha256_hex(bytes);
  const auto differs = look_at(index, path, bytes.size(), known,
                               [&](const std::string& target) { return disk_.holds(target, bytes); });
  if (!differs) return differs.error();
  return *differs ? disk_.create(staged(path), bytes) : base::Done{};
}

base::Status Writer::stage_parts(size_t index, const std::string& path,
                                 const std::vector<render::Rendered::Part>& parts, const ReadFile& read) {
  const std::string place = target(path);
  const std::string aside = staged(path);
  base::Sha256 hash;
  uint64_t size = 0;
  const bool is_new = folders_[folder_of_[index]].state != Folder::State::There ||
                      !disk_.stat(place);  // nothing to compare with
  if (is_new) {
    changes_[index] = Change::Added;
    if (auto made = disk_.create(aside, ""); !made) return made;
    auto done = each_part(parts, read, [&](std::string_view bytes) {
      hash.add(bytes);
      return disk_.append(aside, bytes);
    });
    sha256_[index] = hash.hex();
    return done;
  }
  bool same = true;
  // Once to compare and to hash, and once more to write when something differs: one part is in memory at a
  // time.
  auto stopped = each_part(parts, read, [&](std::string_view bytes) -> base::Status {
    hash.add(bytes);
    same = same && disk_.holds_at(place, size, bytes);
    size += bytes.size();
    return base::Done{};
  });
  if (!stopped) return stopped;
  sha256_[index] = hash.hex();
  const auto differs = look_at(index, path, size, {}, [&](const std::string&) { return same; });
  if (!differs) return differs.error();
  if (!*differs) return base::Done{};
  if (auto made = disk_.create(aside, ""); !made) return made;
  return each_part(parts, read, [&](std::string_view bytes) { return disk_.append(aside, bytes); });
}

base::Status Writer::check_folder_is_ours(const std::string& path) const {
  base::Diagnostics ignored;  // what the walk cannot see keeps the folder from being removed
  for (const io::FileInfo& file : disk_.walk(target(path), {}, ignored).files) {
    const std::string inner = path + "/" + file.path;
    if (!is_ours(inner)) return not_ours(target(inner));
  }
  return base::Done{};
}

std::string Writer::checksums(const model::OutputPlan& plan) const {
  std::string text;
  text.reserve(plan.outputs.size() * 110);
  for (size_t i = 0; i < plan.outputs.size(); i++) {
    if (plan.outputs[i].kind == OutputKind::Checksums) continue;
    text += sha256_[i];
    text += "  ";
    text += plan.outputs[i].path;
    text += '\n';
  }
  return text;
}

base::Status Writer::commit([[maybe_unused]] const model::OutputPlan& plan) {
  assert(plan_ == &plan);
  // Where no path comes or goes there is nothing to note, and nothing to remove.
  if (auto written = same_plan_ ? base::Done{} : write_journal(); !written) return written;
  const std::vector<Unit> units = new_units();
  for (const Unit& unit : units) {
    if (unit.in_way) continue;
    if (auto placed = place(unit.path, unit.files); !placed) return placed;
  }
  if (auto cleared = clear_way(); !cleared) return cleared;
  for (const Unit& unit : units) {
    if (!unit.in_way) continue;
    if (auto placed = place(unit.path, unit.files); !placed) return placed;
  }
  if (auto replaced = replace_changed(); !replaced) return replaced;
  if (auto removed = same_plan_ ? base::Done{} : remove_stale(); !removed) return removed;
  open_ = has_journal_ = false;
  return disk_.remove_tree(target(kStage));
}

/// Names the paths that only one of the manifests knows. Nothing to name, nothing to write.
base::Status Writer::write_journal() {
  std::string text;
  const std::vector<std::string_view> planned = planned_paths(*plan_);
  for (const std::string_view path : missing_in(manifest_, planned)) {
    if (path != kChecksums) text.append(path).append(1, '\n');
  }
  for (const std::string_view path : missing_in(planned, previous_)) text.append(path).append(1, '\n');
  if (text.empty()) return base::Done{};
  if (auto written = disk_.write(folder_ + std::string(kJournal), text); !written) return written.error();
  has_journal_ = true;
  return base::Done{};
}

std::vector<Writer::Unit> Writer::new_units() const {
  std::map<std::string_view, Unit> by_path;
  for (size_t i = 0; i < plan_->outputs.size(); i++) {
    if (changes_[i] != Change::Added && changes_[i] != Change::OnFolder) continue;
    const model::Output& output = plan_->outputs[i];
    if (output.kind == OutputKind::Checksums) continue;
    const Folder& folder = folders_[folder_of_[i]];
    const Folder& top = folders_[folder.top];
    const bool is_whole_folder = folder.state != Folder::State::There;
    Unit& unit = by_path[is_whole_folder ? top.path : std::string_view(output.path)];
    unit.path = is_whole_folder ? top.path : std::string_view(output.path);
    const bool is_home = output.kind == OutputKind::RootHome;
    unit.rank = std::max(unit.rank, is_home ? kRankHome : static_cast<int>(class_of(output.kind)));
    unit.in_way = changes_[i] == Change::OnFolder || top.state == Folder::State::File;
    unit.files++;
  }
  std::vector<Unit> units;
  units.reserve(by_path.size());
  for (const auto& [path, unit] : by_path) units.push_back(unit);
  std::stable_sort(units.begin(), units.end(), [](const Unit& a, const Unit& b) { return a.rank < b.rank; });
  return units;
}

base::Status Writer::place(std::string_view path, size_t files) {
  if (auto moved = disk_.move(staged(path), target(path)); !moved) return moved;
  written_ += files;
  return base::Done{};
}

/// Removes the files of ours that stand where a folder has to be, and those in folders where a file has to
/// be. Between this and the renames an old address leads nowhere: the one case in which nothing else is
/// possible.
base::Status Writer::clear_way() {
  for (const Folder& folder : folders_) {
    if (folder.state != Folder::State::File) continue;
    if (auto gone = remove_ours(std::string(folder.path)); !gone) return gone;
  }
  for (size_t i = 0; i < plan_->outputs.size(); i++) {
    if (changes_[i] != Change::OnFolder) continue;
    const std::string below = plan_->outputs[i].path + "/";
    auto next = std::lower_bound(previous_.begin(), previous_.end(), below);
    for (; next != previous_.end() && next->starts_with(below); ++next) {
      if (auto gone = remove_ours(*next); !gone) return gone;
    }
  }
  return base::Done{};
}

base::Status Writer::replace_changed() {
  const auto replace_class = [&](io::FileClass file_class, bool checksums) -> base::Status {
    for (size_t i = 0; i < plan_->outputs.size(); i++) {
      const model::Output& output = plan_->outputs[i];
      if ((output.kind == OutputKind::Checksums) != checksums || class_of(output.kind) != file_class)
        continue;
      if (changes_[i] != Change::Replaced && !(checksums && changes_[i] == Change::Added)) continue;
      if (auto placed = place(output.path, 1); !placed) return placed;
    }
    return base::Done{};
  };
  for (int next = 0; next <= static_cast<int>(io::FileClass::Data); next++) {
    if (auto done = replace_class(static_cast<io::FileClass>(next), false); !done) return done;
  }
  return replace_class(io::FileClass::Data, true);
}

base::Status Writer::remove_stale() {
  for (const std::string_view path : missing_in(planned_paths(*plan_), previous_)) {
    // What is a folder of the site now was taken out of the way already.
    if (folder_index_.contains(path)) continue;
    if (auto gone = remove_ours(std::string(path)); !gone) return gone;
  }
  return base::Done{};
}

/// Removes what an earlier build wrote, if it is there.
base::Status Writer::remove_ours(const std::string& path) {
  const auto below = io::join_below(folder_, path);
  if (!below) return base::Done{};  // Not written by us: we never write outside.
  const auto info = disk_.stat(*below);
  // Somebody put a folder in the place of a file that was removed, or never came to be.
  if (info && info->directory) return base::Done{};
  if (auto gone = disk_.remove(*below, folder_); !gone) return gone;
  if (info) removed_.push_back(path);
  return base::Done{};
}

std::vector<std::string> Writer::changed_paths() const {
  std::vector<std::string> paths;
  for (size_t i = 0; i < changes_.size(); i++) {
    if (changes_[i] != Change::None) paths.push_back(plan_->outputs[i].path);
  }
  return paths;
}

void Writer::abandon() {
  if (!open_) return;
  open_ = false;
  (void)disk_.remove_tree(has_journal_ ? folder_ + std::string(kStagedFiles) : target(kStage));
  if (!folder_existed_) disk_.remove_if_empty(folder_);
}

}  // namespace herald::build
