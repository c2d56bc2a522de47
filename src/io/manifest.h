#pragma once
// What an output folder holds: the whole interface between build and publish.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace herald::io {

/// What a file is for. In the order in which files are to be sent, so that no page refers to what is not
/// there yet.
enum class FileClass : uint8_t { Asset, Attachment, Page, Index, Feed, Data };

/// One file of the output.
struct ManifestEntry {
  std::string path;  ///< Relative to the output folder.
  uint64_t size = 0;
  std::string sha256;      ///< 64 hexadecimal digits.
  std::string media_type;  ///< "text/html; charset=utf-8"; see base::media_type_of.
  FileClass file_class = FileClass::Page;
  std::string title;  ///< Of a page; else empty.
};

/// All of them.
struct Manifest {
  std::vector<ManifestEntry> entries;  ///< Sorted by path.
};

/// "asset", "page" …, as manifests spell them.
std::string_view name_of(FileClass file_class);

}  // namespace herald::io
