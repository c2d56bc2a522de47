#include "build/inputs.h"

#include <utility>

#include "base/hash.h"

namespace herald::build {
namespace {

/// Clocks of disks tick in milliseconds; of some shares and old file systems every two seconds, and then the
/// times are whole seconds.
constexpr int64_t kTick = 50'000'000, kSlowTick = 2'100'000'000, kSecond = 1'000'000'000;

bool is_settled(const io::FileInfo& file, int64_t begun_ns) {
  if (begun_ns == 0) return true;
  const int64_t tick = file.modified_ns % kSecond == 0 ? kSlowTick : kTick;
  return file.modified_ns + tick < begun_ns;
}

/// Calls `use` with the path and the stamp of each input, sorted by path. The path is good for that call.
template <class Use>
void for_each_input(const Inputs& inputs, const Use& use) {
  std::string path;
  const auto use_all = [&](std::string_view folder, std::span<const io::FileInfo> files) {
    for (const io::FileInfo& file : files)
      use(path.assign(folder).append(file.path), reliable_stamp(file, inputs.begun_ns));
  };
  use_all("assets/", inputs.assets.files);
  use_all("content/", inputs.content.files);
  if (inputs.config) use(path.assign("site.json"), reliable_stamp(*inputs.config, inputs.begun_ns));
  use_all("themes/", inputs.themes.files);
}

/// What one input is in the digest.
uint64_t digest_of(std::string_view path, uint64_t stamp) { return base::hash64(path, stamp); }

}  // namespace

uint64_t reliable_stamp(const io::FileInfo& file, int64_t begun_ns) {
  return is_settled(file, begun_ns) ? file.stamp : 0;
}

Inputs list_inputs(const io::Disk& disk, const Folders& folders, const Options& options) {
  Inputs inputs;
  inputs.begun_ns = options.clock_ns;
  inputs.content = walk_content(disk, folders, inputs.diagnostics);
  inputs.assets = walk_assets(disk, folders, inputs.diagnostics);
  const std::string themes = folders.site + "/themes";
  base::Diagnostics told_when_read;
  if (disk.stat(themes)) inputs.themes = disk.walk(themes, {folders.output}, told_when_read);
  if (auto config = disk.stat(folders.site + "/site.json")) inputs.config = std::move(*config);
  return inputs;
}

std::vector<Input> stamps_of(const Inputs& inputs) {
  std::vector<Input> stamps;
  stamps.reserve(inputs.content.files.size() + inputs.assets.files.size() + inputs.themes.files.size() + 1);
  for_each_input(inputs, [&](const std::string& path, uint64_t stamp) { stamps.push_back({path, stamp}); });
  return stamps;
}

uint64_t digest_of(std::span<const Input> inputs) {
  uint64_t sum = 0;
  for (const Input& input : inputs) {
    if (input.stamp == 0) return 0;
    sum += digest_of(input);
  }
  return sum;
}

uint64_t digest_of(const Inputs& inputs) {
  uint64_t sum = 0;
  bool is_sure = true;
  for_each_input(inputs, [&](const std::string& path, uint64_t stamp) {
    is_sure = is_sure && stamp != 0;
    sum += digest_of(path, stamp);
  });
  return is_sure ? sum : 0;
}

uint64_t digest_of(const Input& input) { return digest_of(input.path, input.stamp); }

std::vector<uint64_t> raw_stamps(const io::Listing& files) {
  std::vector<uint64_t> stamps;
  stamps.reserve(files.files.size());
  for (const io::FileInfo& file : files.files) stamps.push_back(file.stamp);
  return stamps;
}

}  // namespace herald::build
