#include "build/write.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"

namespace herald::build {
namespace {

using model::OutputKind;

constexpr std::string_view kChecksums = "manifest.sha256";
constexpr std::string_view kStage = ".herald-stage";

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
                           {part.copy_of, "it changed while the site was built"});
    if (auto done = take(*bytes); !done) return done;
  }
  return base::Done{};
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

Writer::Writer(io::Disk& disk, std::string folder, size_t output_count)
    : disk_(disk), folder_(std::move(folder)), sha256_(output_count), changed_(output_count, 0) {
  folder_existed_ = static_cast<bool>(disk_.stat(folder_));
  if (auto text = disk_.read(fmt::format("{}/{}", folder_, kChecksums)))
    previous_ = paths_of_checksums(*text);
  std::sort(previous_.begin(), previous_.end());
}

std::string Writer::staged_path(size_t index) const {
  return fmt::format("{}/{}/{}", folder_, kStage, index);
}

base::Status Writer::stage(size_t index, const std::string& path, std::string_view bytes) {
  sha256_[index] = base::sha256_hex(bytes);
  if (disk_.holds(folder_ + "/" + path, bytes)) return base::Done{};
  const bool ours = std::binary_search(previous_.begin(), previous_.end(), path);
  if (!ours && path != kChecksums && disk_.stat(folder_ + "/" + path)) {
    return base::failure(base::Code::OutputNotOurs, folder_ + "/" + path, {folder_ + "/" + path});
  }
  changed_[index] = 1;
  return disk_.create(staged_path(index), bytes);
}

base::Status Writer::stage_parts(size_t index, const std::string& path,
                                 const std::vector<render::Rendered::Part>& parts, const ReadFile& read) {
  const std::string target = folder_ + "/" + path;
  base::Sha256 hash;
  uint64_t size = 0;
  bool same = true;
  // Once to compare and to hash, and once more to write when something differs: one part is in memory at a
  // time.
  auto stopped = each_part(parts, read, [&](std::string_view bytes) -> base::Status {
    hash.add(bytes);
    same = same && disk_.holds_at(target, size, bytes);
    size += bytes.size();
    return base::Done{};
  });
  if (!stopped) return stopped;
  sha256_[index] = hash.hex();
  const auto known = disk_.stat(target);
  if (same && known && known->size == size) return base::Done{};
  if (known && !std::binary_search(previous_.begin(), previous_.end(), path))
    return base::failure(base::Code::OutputNotOurs, target, {target});
  changed_[index] = 1;
  if (auto made = disk_.create(staged_path(index), ""); !made) return made;
  return each_part(parts, read,
                   [&](std::string_view bytes) { return disk_.append(staged_path(index), bytes); });
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

base::Status Writer::commit(const model::OutputPlan& plan) {
  for (int file_class = 0; file_class <= static_cast<int>(io::FileClass::Data); file_class++) {
    for (size_t i = 0; i < plan.outputs.size(); i++) {
      if (changed_[i] == 0 || static_cast<int>(class_of(plan.outputs[i].kind)) != file_class) continue;
      if (auto moved = disk_.move(staged_path(i), folder_ + "/" + plan.outputs[i].path); !moved) return moved;
      changed_[i] = 0;
      written_++;
    }
  }
  std::vector<std::string_view> kept;
  for (const model::Output& output : plan.outputs) kept.push_back(output.path);
  std::sort(kept.begin(), kept.end());
  for (const std::string& path : previous_) {
    if (std::binary_search(kept.begin(), kept.end(), std::string_view(path))) continue;
    auto below = io::join_below(folder_, path);
    if (!below) continue;  // Not written by us: we never write outside.
    if (auto gone = disk_.remove(*below, folder_); !gone) return gone;
    removed_++;
  }
  abandon();
  return base::Done{};
}

void Writer::abandon() {
  for (size_t i = 0; i < changed_.size(); i++) {
    if (changed_[i] != 0) (void)disk_.remove(staged_path(i), folder_);
  }
  // One name that is never a staged file's: removing it removes the stage when it has become empty, and an
  // output folder that this build made for nothing.
  std::string root = folder_;
  if (!folder_existed_ && root.rfind('/') != std::string::npos) root.resize(root.rfind('/'));
  (void)disk_.remove(fmt::format("{}/{}/none", folder_, kStage), root);
}

}  // namespace herald::build
