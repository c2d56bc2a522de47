#include "archive/zip.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <unordered_set>

#include "base/utf8.h"

namespace herald::archive {
namespace {

constexpr uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50, kEndSignature = 0x06054b50;
constexpr uint16_t kVersion = 20;
constexpr uint16_t kNamesAreUtf8 = 1 << 11;
constexpr uint16_t kStored = 0;
constexpr size_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22;
constexpr size_t kStemCharactersMax = 60;

/// Eight tables, so that eight bytes are taken at once ("slicing by 8", Intel 2006).
using CrcTables = std::array<std::array<uint32_t, 256>, 8>;
constexpr CrcTables crc_tables() {
  CrcTables tables{};
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xedb88320 ^ (value >> 1) : value >> 1;
    tables[0][i] = value;
  }
  for (size_t t = 1; t < 8; t++) {
    for (size_t i = 0; i < 256; i++)
      tables[t][i] = tables[0][tables[t - 1][i] & 0xff] ^ (tables[t - 1][i] >> 8);
  }
  return tables;
}
constexpr CrcTables kCrc = crc_tables();

void put16(std::string& out, uint32_t value) {
  out += static_cast<char>(value & 0xff);
  out += static_cast<char>(value >> 8 & 0xff);
}
void put32(std::string& out, uint32_t value) {
  put16(out, value & 0xffff);
  put16(out, value >> 16);
}

/// The time and date of MS-DOS: two seconds, and years from 1980.
uint32_t dos_time(const base::DateTime& moment) {
  const int minute = std::max<int>(moment.minute, 0);
  return moment.date.year < 1980 ? 0 : static_cast<uint32_t>(minute / 60 << 11 | minute % 60 << 5);
}
uint32_t dos_date(const base::DateTime& moment) {
  const base::Date& date = moment.date;
  if (date.year < 1980 || date.year > 2107) return 1 << 5 | 1;
  return static_cast<uint32_t>(date.year - 1980) << 9 | static_cast<uint32_t>(date.month) << 5 |
         static_cast<uint32_t>(date.day);
}

/// The fields that both headers of a file have, from the version needed to the length of the extra field.
void put_common(std::string& out, const Entry& entry) {
  assert(entry.size <= kBytesMax && entry.name.size() <= kNameBytesMax);
  put16(out, kVersion);
  put16(out, kNamesAreUtf8);
  put16(out, kStored);
  put16(out, dos_time(entry.modified));
  put16(out, dos_date(entry.modified));
  put32(out, entry.crc32);
  put32(out, static_cast<uint32_t>(entry.size));
  put32(out, static_cast<uint32_t>(entry.size));
  put16(out, static_cast<uint32_t>(entry.name.size()));
  put16(out, 0);
}

/// Where the ending of `name` begins: ".pdf", of at most eight letters and digits.
size_t ending_of(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size() || name.size() - dot > 9)
    return name.size();
  const bool plain = std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return plain ? dot : name.size();
}

/// con, nul, com1 …: names that Windows keeps for devices, whatever their ending.
bool is_device(std::string_view stem) {
  const std::string lower = base::lower_ascii(stem);
  for (const std::string_view device : {"con", "prn", "aux", "nul"}) {
    if (lower == device) return true;
  }
  return lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")) && lower[3] >= '0' &&
         lower[3] <= '9';
}

}  // namespace

uint32_t crc32(std::string_view bytes, uint32_t before) {
  uint32_t crc = ~before;
  const auto byte = [&](size_t at) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[at])); };
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    const uint32_t low = crc ^ (byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24);
    crc = kCrc[7][low & 0xff] ^ kCrc[6][low >> 8 & 0xff] ^ kCrc[5][low >> 16 & 0xff] ^ kCrc[4][low >> 24] ^
          kCrc[3][byte(at + 4)] ^ kCrc[2][byte(at + 5)] ^ kCrc[1][byte(at + 6)] ^ kCrc[0][byte(at + 7)];
  }
  for (; at < bytes.size(); at++) crc = kCrc[0][(crc ^ byte(at)) & 0xff] ^ (crc >> 8);
  return ~crc;
}

std::string local_header(const Entry& entry) {
  std::string out;
  out.reserve(kLocalSize + entry.name.size());
  put32(out, kLocalSignature);
  put_common(out, entry);
  out += entry.name;
  return out;
}

std::string directory(std::span<const Entry> entries) {
  assert(entries.size() <= kEntriesMax && size_of(entries) <= kBytesMax);
  std::string out;
  uint64_t offset = 0;
  for (const Entry& entry : entries) {
    put32(out, kCentralSignature);
    // Made by Unix: of what MS-DOS made, unzip 6 takes names for the code page of 1981, whatever bit 11 says.
    put16(out, 3 << 8 | kVersion);
    put_common(out, entry);
    put16(out, 0);                        // comment
    put16(out, 0);                        // disk
    put16(out, 0);                        // internal attributes
    put32(out, uint32_t{0100644} << 16);  // external attributes: a file that all may read
    put32(out, static_cast<uint32_t>(offset));
    out += entry.name;
    offset += kLocalSize + entry.name.size() + entry.size;
  }
  const auto size = static_cast<uint32_t>(out.size());
  const auto count = static_cast<uint32_t>(entries.size());
  put32(out, kEndSignature);
  put32(out, 0);  // disks
  put16(out, count);
  put16(out, count);
  put32(out, size);
  put32(out, static_cast<uint32_t>(offset));
  put16(out, 0);  // comment
  return out;
}

uint64_t size_of(std::span<const Entry> entries) {
  uint64_t size = kEndSize;
  for (const Entry& entry : entries) size += kLocalSize + kCentralSize + 2 * entry.name.size() + entry.size;
  return size;
}

std::string safe_name(std::string_view name) {
  constexpr std::string_view kForbidden = "\\/:*?\"<>|";
  constexpr std::array<std::string_view, 9> kInstead = {"＼", "／", "：", "＊", "？", "＂", "＜", "＞", "｜"};
  const size_t ending = ending_of(name);
  std::string stem;
  size_t characters = 0;
  for (size_t at = 0; at < ending && characters < kStemCharactersMax;) {
    const size_t begin = at;
    const char32_t c = base::next_code_point(name.substr(0, ending), at);
    if (c < 0x20 || c == 0x7f) continue;
    const size_t found = c < 0x80 ? kForbidden.find(static_cast<char>(c)) : std::string_view::npos;
    stem += found == std::string_view::npos ? name.substr(begin, at - begin) : kInstead[found];
    characters++;
  }
  while (!stem.empty() && (stem.front() == ' ' || stem.front() == '.')) stem.erase(0, 1);
  while (!stem.empty() && (stem.back() == ' ' || stem.back() == '.')) stem.pop_back();
  if (stem.empty()) stem = "file";
  if (is_device(stem.substr(0, stem.find('.')))) stem += '_';
  return stem + base::lower_ascii(name.substr(ending));
}

void make_unique(std::span<std::string> names) {
  std::unordered_set<std::string> taken;
  for (std::string& name : names) {
    const std::string wanted = name;
    const size_t ending = ending_of(wanted);
    for (int n = 2; !taken.insert(base::lower_ascii(name)).second; n++)
      name = wanted.substr(0, ending) + "-" + std::to_string(n) + wanted.substr(ending);
  }
}

}  // namespace herald::archive
