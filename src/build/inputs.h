#pragma once
// Everything that a build reads, by name and stamp: enough to see what has changed. Private to the module.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "build/build.h"
#include "build/load.h"
#include "graph/log.h"
#include "io/files.h"

namespace herald::build {

/// What walks found, and the moment before them.
struct Inputs {
  io::Listing content, assets, themes;
  std::optional<io::FileInfo> config;
  base::Diagnostics diagnostics;  ///< Of the walks.
  int64_t begun_ns = 0;           ///< Options::clock_ns.
};

/// Walks the site's folders.
Inputs list_inputs(const io::Disk& disk, const Folders& folders, const Options& options);

/// The file's stamp, or 0 when it is not to be relied on (see stamps_of).
uint64_t reliable_stamp(const io::FileInfo& file, int64_t begun_ns);

/// An input as it is called below the site's folder ("content/about.md", wherever the content lies), with its
/// stamp. A file that was touched just before the build has none: it may have been touched again within the
/// same tick of the disk's clock, so that its stamp does not say what was read.
using graph::Input;
/// All of them, sorted by path.
std::vector<Input> stamps_of(const Inputs& inputs);

/// A number made of the names and stamps of inputs: while it is the same none was touched, none came and none
/// went. 0 when there is one without a stamp: then it is the same as no other.
uint64_t digest_of(std::span<const Input> inputs);
/// digest_of(stamps_of(inputs)), without the list.
uint64_t digest_of(const Inputs& inputs);
/// What one of them is in the digest, which is the sum of all.
uint64_t digest_of(const Input& input);

/// The stamps of the files themselves, in their order.
std::vector<uint64_t> raw_stamps(const io::Listing& files);

}  // namespace herald::build
