#include "archive/zip_read.h"

#include <unordered_set>

namespace herald::archive {
namespace {

constexpr uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50, kEndSignature = 0x06054b50;
constexpr size_t kCentralSize = 46, kEndSize = 22;
constexpr uint32_t kEncrypted = 1, kSizesBehind = 8;

/// A little-endian number of `count` bytes; those before `at + count` are there.
uint32_t number(std::string_view bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = count; i > 0; i--) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

}  // namespace

std::optional<DirectoryPlace> find_directory(std::string_view tail, uint64_t size) {
  if (tail.size() < kEndSize || tail.size() > size) return std::nullopt;
  for (size_t at = tail.size() - kEndSize + 1; at-- > 0;) {
    if (number(tail, at, 4) != kEndSignature) continue;
    DirectoryPlace place;
    place.count = number(tail, at + 10, 2);
    place.size = number(tail, at + 12, 4);
    place.offset = number(tail, at + 16, 4);
    const uint64_t end = size - tail.size() + at;
    const bool is_whole = at + kEndSize + number(tail, at + 20, 2) == tail.size() &&
                          number(tail, at + 4, 2) == 0 && number(tail, at + 8, 2) == place.count &&
                          place.offset + place.size == end && place.count * kCentralSize <= place.size;
    if (is_whole) return place;
  }
  return std::nullopt;
}

std::optional<std::vector<StoredFile>> read_directory(std::string_view directory, size_t count) {
  std::vector<StoredFile> files;
  std::unordered_set<std::string_view> names;
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    if (directory.size() - at < kCentralSize || number(directory, at, 4) != kCentralSignature)
      return std::nullopt;
    const uint32_t flags = number(directory, at + 8, 2), method = number(directory, at + 10, 2);
    const size_t name = number(directory, at + 28, 2), more = number(directory, at + 30, 2),
                 comment = number(directory, at + 32, 2);
    StoredFile file;
    file.crc32 = number(directory, at + 16, 4);
    file.size = number(directory, at + 24, 4);
    file.header = number(directory, at + 42, 4);
    const bool is_stored = method == 0 && (flags & (kEncrypted | kSizesBehind)) == 0 &&
                           number(directory, at + 20, 4) == file.size;
    if (!is_stored || directory.size() - at - kCentralSize < name + more + comment) return std::nullopt;
    const std::string_view text = directory.substr(at + kCentralSize, name);
    if (text.empty() || !names.insert(text).second) return std::nullopt;
    file.name = text;
    files.push_back(std::move(file));
    at += kCentralSize + name + more + comment;
  }
  if (at != directory.size()) return std::nullopt;
  return files;
}

std::optional<uint64_t> find_bytes(std::string_view local_header, const StoredFile& file) {
  if (local_header.size() < kLocalHeaderBytes || number(local_header, 0, 4) != kLocalSignature ||
      number(local_header, 26, 2) != file.name.size())
    return std::nullopt;
  return file.header + kLocalHeaderBytes + number(local_header, 26, 2) + number(local_header, 28, 2);
}

}  // namespace herald::archive
