#include "io/manifest.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/media_type.h"

namespace herald::io {

void ManifestPacker::add(const PackedEntry& entry) {
  packer_.text(entry.path);
  packer_.number(entry.size);
  packer_.text(entry.sha256);
  packer_.number(static_cast<uint64_t>(entry.file_class));
  packer_.text(entry.title);
}

PackedManifest ManifestPacker::finish() && {
  PackedManifest packed;
  packed.bytes = packer_.bytes();
  const base::Hash128 hash = base::hash128(packed.bytes);
  packed.digest = base::hex(hash.high) + base::hex(hash.low);
  return packed;
}

std::vector<PackedEntry> entries_of(const PackedManifest& packed) {
  std::vector<PackedEntry> entries;
  base::Unpacker bytes(packed.bytes);
  while (!bytes.at_end()) {
    PackedEntry entry;
    entry.path = bytes.text();
    entry.size = bytes.number();
    entry.sha256 = bytes.text();
    entry.file_class = static_cast<FileClass>(bytes.count(static_cast<uint64_t>(FileClass::Data)));
    entry.title = bytes.text();
    if (bytes.failed()) break;
    entries.push_back(entry);
  }
  return entries;
}

bool has(const PackedManifest& packed, std::string_view path) {
  const std::vector<PackedEntry> entries = entries_of(packed);
  return std::any_of(entries.begin(), entries.end(),
                     [&](const PackedEntry& entry) { return entry.path == path; });
}

Manifest unpack(const PackedManifest& packed) {
  const std::vector<PackedEntry> entries = entries_of(packed);
  Manifest manifest;
  manifest.entries.reserve(entries.size());
  for (const PackedEntry& entry : entries) {
    manifest.entries.push_back({std::string(entry.path), entry.size, std::string(entry.sha256),
                                std::string(base::media_type_of(entry.path)), entry.file_class,
                                std::string(entry.title)});
  }
  return manifest;
}

std::string_view name_of(FileClass file_class) {
  switch (file_class) {
    case FileClass::Asset:
      return "asset";
    case FileClass::Attachment:
      return "attachment";
    case FileClass::Page:
      return "page";
    case FileClass::Index:
      return "index";
    case FileClass::Feed:
      return "feed";
    case FileClass::Data:
      return "data";
  }
  return "";
}

}  // namespace herald::io
