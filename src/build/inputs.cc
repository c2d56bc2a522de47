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

void add_all(const io::Listing& listing, std::string_view folder, int64_t begun_ns,
             std::vector<Input>& inputs) {
  for (const io::FileInfo& file : listing.files) {
    std::string path(folder);
    inputs.push_back({path += file.path, reliable_stamp(file, begun_ns)});
  }
}

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
  add_all(inputs.assets, "assets/", inputs.begun_ns, stamps);
  add_all(inputs.content, "content/", inputs.begun_ns, stamps);
  if (inputs.config) stamps.push_back({"site.json", reliable_stamp(*inputs.config, inputs.begun_ns)});
  add_all(inputs.themes, "themes/", inputs.begun_ns, stamps);
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

uint64_t digest_of(const Input& input) { return base::hash64(input.path, input.stamp); }

std::vector<uint64_t> raw_stamps(const io::Listing& files) {
  std::vector<uint64_t> stamps;
  stamps.reserve(files.files.size());
  for (const io::FileInfo& file : files.files) stamps.push_back(file.stamp);
  return stamps;
}

}  // namespace herald::build
