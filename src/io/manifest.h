#pragma once
// What an output folder holds: the whole interface between build and publish.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/packing.h"

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

/// A manifest as bytes, which take a fraction of the memory and are read entry by entry. Of media types
/// nothing is kept: they are those of the paths.
struct PackedManifest {
  std::string bytes;
  /// A hash of 128 bits in hexadecimal digits: equal digests, equal manifests. Empty: there is no manifest.
  std::string digest;
};

/// One file of a packed manifest. Borrowed from its bytes.
struct PackedEntry {
  std::string_view path, sha256, title;
  uint64_t size = 0;
  FileClass file_class = FileClass::Page;
};

/// Packs a manifest.
class ManifestPacker {
 public:
  /// In the order of paths.
  void add(const PackedEntry& entry);
  /// The whole. For once.
  PackedManifest finish() &&;

 private:
  base::Packer packer_;
};

/// The entries of a packed manifest; fewer when the bytes are damaged.
std::vector<PackedEntry> entries_of(const PackedManifest& packed);
/// Whether it names a file.
bool has(const PackedManifest& packed, std::string_view path);
/// The manifest that was packed.
Manifest unpack(const PackedManifest& packed);

/// "asset", "page" …, as manifests spell them.
std::string_view name_of(FileClass file_class);

}  // namespace herald::io
