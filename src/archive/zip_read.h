#pragma once
// The directory of a ZIP file, read (PKWARE APPNOTE 6.3.10): for archives whose files are stored as they are,
// as zip.h writes them. What is compressed, encrypted or split, or larger than zip.h writes, is no such
// archive. Pure functions of bytes; the caller reads the disk.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::archive {

/// So many bytes at the end of an archive are enough for find_directory: the end record and its comment.
inline constexpr uint64_t kTailBytes = 22 + 65535;
/// The bytes of a local header before the name.
inline constexpr uint64_t kLocalHeaderBytes = 30;

/// Where the directory of an archive lies.
struct DirectoryPlace {
  uint64_t offset = 0, size = 0;  ///< Bytes; within the archive.
  size_t count = 0;               ///< Of files.
};

/// A file of an archive.
struct StoredFile {
  std::string name;
  uint64_t size = 0;
  uint32_t crc32 = 0;
  uint64_t header = 0;  ///< Where its local header begins.
};

/// Looks for the directory: `tail` is the end of an archive of `size` bytes, of kTailBytes or all of it.
std::optional<DirectoryPlace> find_directory(std::string_view tail, uint64_t size);

/// Reads the `count` files of a directory. Nothing when it is damaged, names a file twice, or holds anything
/// that is not stored as it is.
std::optional<std::vector<StoredFile>> read_directory(std::string_view directory, size_t count);

/// Where the bytes of a file begin, by the kLocalHeaderBytes at `file.header`.
std::optional<uint64_t> find_bytes(std::string_view local_header, const StoredFile& file);

}  // namespace herald::archive
